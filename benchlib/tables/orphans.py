"""Ids that stand in no row of the table they refer to."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import pandas as pd

from benchlib.tables.faults import Fault, nearest
from benchlib.tables.raw import RawTable
from benchlib.tables.schemas import TABLES

COMPARISONS = 100_000  # of unknown ids with known ones: about a second

Frames = Mapping[str, pd.DataFrame]
Raws = Mapping[str, RawTable]


def find(frames: Frames, raws: Raws) -> list[Fault]:
    """Every cell of the given tables whose id is unknown; one fault where the table it refers to has no rows.

    Ids in rows that could not be read are not called unknown. That organisations are missing is not said here.
    """
    faults = []
    for name, raw in raws.items():
        for column, target in TABLES[name].refers.items():
            other, key = target.split(".")
            ids = frames[name][column].dropna()
            if frames[other].empty:
                faults += _without_target(raw.source, ids, target, raws.get(other))
            elif key in raws[other].frame and raws[other].complete:
                missing = ids[~ids.isin(frames[other][key]) & ~ids.isin(raws[other].set_aside)]
                texts = _texts(missing.unique(), frames[other][key].dropna().unique(), target)
                faults += [Fault(raw.source, int(row), column, id_, texts[id_]) for row, id_ in missing.items()]
    return faults


def _texts(missing: Sequence[str], known: Sequence[str], target: str) -> dict[str, str]:
    """What is said to each unknown id, with the nearest known one."""
    if not len(missing):
        return {}
    near = _nearest(known, quick=len(missing) * len(known) <= COMPARISONS)
    hints = {id_: near(id_) for id_ in missing}
    return {id_: _wanted(target) + (f"; did you mean {hint!r}?" if hint else "") for id_, hint in hints.items()}


def _nearest(known: Iterable[str], quick: bool) -> Callable[[str], str | None]:
    """How to look for the id that was meant: by spelling where that is quick, else by capital letters only."""
    plain = {id_.casefold(): id_ for id_ in known}
    return lambda id_: nearest(id_, known) if quick else plain.get(id_.strip().casefold())


def _wanted(target: str) -> str:
    return f"expected an id that stands in {target.replace('.', ', column ')}"


def _without_target(source: str, ids: pd.Series, target: str, other: RawTable | None) -> list[Fault]:
    unread = other is not None and (not other.readable or other.set_aside or not other.complete)
    if ids.empty or unread or target.startswith("organisations."):
        return []
    lacking = "is missing" if other is None else "has no rows"
    text = f"{_wanted(target)}; that table {lacking} (cells here that refer to it: {len(ids)})"
    return [Fault(source, int(ids.index[0]), str(ids.name), ids.iloc[0], text)]
