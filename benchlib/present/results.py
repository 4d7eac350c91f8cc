"""One organisation's rows of an edition: everything that a report may read."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pyarrow.compute as pc
import pyarrow.parquet as pq

FOLDER = "results"
EDITION_FILE = "edition.json"
ORGANISATIONS = "organisations"


once = lru_cache(maxsize=32)  # for what a report asks again and again of the same results, which never change


class UnknownOrganisation(LookupError):
    """The edition holds no organisation of this id."""


@dataclass(frozen=True, eq=False)
class Results:
    """What an edition says about one organisation: `edition` describes the edition, each frame holds its rows only.

    The columns of each frame are those that the edition writes; a frame may have no row. Those in SHARED are on the
    portfolio as a whole. No frame is ever changed: what is found in them once may be kept (`once`).
    """

    edition: Mapping[str, Any]
    organisation: pd.Series
    statuses: pd.DataFrame
    timeline: pd.DataFrame
    verdicts: pd.DataFrame
    conditions: pd.DataFrame
    assessments: pd.DataFrame
    scores: pd.DataFrame
    items: pd.DataFrame
    standing: pd.DataFrame
    robustness: pd.DataFrame
    robustness_by: pd.DataFrame
    excellence: pd.DataFrame
    odds: pd.DataFrame
    flips: pd.DataFrame
    strengths: pd.DataFrame
    criteria: pd.DataFrame
    compositions: pd.DataFrame
    contradictions: pd.DataFrame
    working_groups: pd.DataFrame
    figures: pd.DataFrame
    peers: pd.DataFrame
    reliability: pd.DataFrame
    competitiveness: pd.DataFrame
    management: pd.DataFrame
    value_added: pd.DataFrame
    shift_share: pd.DataFrame
    paths: pd.DataFrame
    path_steps: pd.DataFrame
    point_values: pd.DataFrame
    recommendations: pd.DataFrame
    steps_by_others: pd.DataFrame
    parameters: pd.DataFrame

    @cached_property
    def as_of(self) -> dt.date:
        """The day that the edition speaks of."""
        return dt.date.fromisoformat(self.edition["as_of"])

    @cached_property
    def reported(self) -> pd.Series | None:
        """The assessment that the report is about, or None where there is none."""
        rows = self.assessments[self.assessments["reported"].astype(bool)]
        return None if rows.empty else rows.iloc[0]

    def score(self, item: str) -> pd.Series | None:
        """The reported assessment's score of an indicator, a group or the total; None where there is none."""
        reported = self.reported
        if reported is None:
            return None
        rows = self.scores[(self.scores["assessment_id"] == reported["assessment_id"]) & (self.scores["item"] == item)]
        return None if rows.empty else rows.iloc[0]

    def among(self, item: str, view: str) -> pd.Series | None:
        """Standing of an item in a comparative portfolio; None where it is kept back or not known."""
        rows = self.standing[(self.standing["item"] == item) & (self.standing["view"] == view)]
        return None if rows.empty or not bool(rows.iloc[0]["shown"]) else rows.iloc[0]


TABLES = tuple(field.name for field in fields(Results) if field.name not in ("edition", "organisation"))
SHARED = ("steps_by_others", "parameters")  # on the portfolio as a whole, the same for every reader


def read(edition: Path | str, cluster_id: str, as_of: str = "") -> Results:
    """The rows of one organisation in an edition's folder.

    as_of: empty, or the edition's own day: what was computed for one day is not shown as another's.
    Raises FileNotFoundError where the folder is no edition, ValueError for another day, UnknownOrganisation.
    """
    about, folder = described(edition, as_of), Path(edition) / FOLDER
    mine = {"cluster_id": cluster_id}
    frames = {
        name: rows(folder / f"{name}.parquet", {} if name in SHARED else mine) for name in (ORGANISATIONS, *TABLES)
    }
    return _assembled(about, frames, cluster_id)


def described(edition: Path | str, as_of: str = "") -> Mapping[str, Any]:
    """What an edition says of itself. Raises FileNotFoundError, ValueError as in `read`."""
    file = Path(edition) / FOLDER / EDITION_FILE
    if not file.is_file():
        raise FileNotFoundError(f"{edition or 'no folder given'}: no edition here; expected {FOLDER}/{EDITION_FILE}")
    about: Mapping[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if as_of and as_of != about["as_of"]:
        raise ValueError(f"as_of {as_of}: this edition was computed for {about['as_of']}")
    return about


def of(edition: Mapping[str, Any], frames: Mapping[str, pd.DataFrame], cluster_id: str) -> Results:
    """The rows of one organisation, from an edition's frames. Raises UnknownOrganisation."""
    mine = {
        name: plain(frame if name in SHARED else frame[frame["cluster_id"] == cluster_id])
        for name, frame in frames.items()
    }
    return _assembled(edition, mine, cluster_id)


def _assembled(edition: Mapping[str, Any], mine: dict[str, pd.DataFrame], cluster_id: str) -> Results:
    organisation = mine[ORGANISATIONS]
    if organisation.empty:
        raise UnknownOrganisation(f"{cluster_id!r}: no such organisation in the edition {edition['name']}")
    return Results(edition, organisation.iloc[0], **{name: mine[name] for name in TABLES})


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    """A frame as `rows` gives it, with rows numbered anew."""
    words = {name: isinstance(kind, pd.StringDtype) for name, kind in frame.dtypes.items()}
    return _framed(
        {name: frame[name].to_numpy(object, na_value=None) if words[name] else frame[name].array for name in words}
    )


def _framed(columns: Mapping[str, Any]) -> pd.DataFrame:
    """A frame whose words, and names of columns, are Python's own: of few rows they are far quicker than Arrow's."""
    known = {name: pd.Index(one, dtype=object) if one.dtype == object else one for name, one in columns.items()}
    frame = pd.DataFrame(known, copy=False)
    frame.columns = pd.Index(list(known), dtype=object)
    return frame


def each(frame: pd.DataFrame) -> Iterator[SimpleNamespace]:
    """The rows of a frame, each value by the name of its column; quicker than `itertuples`, which makes a class."""
    names = list(frame.columns)
    for values in frame.to_numpy(object).tolist():
        yield SimpleNamespace(**dict(zip(names, values, strict=True)))


def rows(file: Path, whose: Mapping[str, str], columns: Sequence[str] | None = None) -> pd.DataFrame:
    """Rows of a table in which some columns have given values; all without any. columns: by default all.

    Of the row groups only those are read whose statistics say that they may hold such a row.
    """
    with pq.ParquetFile(file) as stored:
        table = stored.read_row_groups(_groups(stored, whose), columns, use_threads=False)
    for name, value in whose.items():
        table = table.filter(pc.equal(table[name], value))
    return _framed({name: column.to_numpy() for name, column in zip(table.column_names, table.columns, strict=True)})


def _groups(stored: pq.ParquetFile, whose: Mapping[str, str]) -> list[int]:
    """The row groups that may hold a row in which columns have given values."""
    names, metadata = stored.schema_arrow.names if whose else [], stored.metadata
    groups = [*range(metadata.num_row_groups)]
    for name, value in whose.items():
        place = names.index(name)
        groups = [group for group in groups if _may_hold(metadata.row_group(group).column(place).statistics, value)]
    return groups


def _may_hold(kept: Any, value: str) -> bool:
    """Whether a column may hold a value, by its statistics."""
    return kept is None or not kept.has_min_max or kept.min <= value <= kept.max
