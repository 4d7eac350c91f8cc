"""The typical other of every participant, by year, indicator and view, and the third where the participant stands."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.participants import secrecy, typical
from benchlib.compare.participants.secrecy import View
from benchlib.rules.models import Standing

Floats = npt.NDArray[np.float64]

UNIT = ["cluster_id", "participant_id"]
CLUSTER, AREA = "cluster", "area"  # each within the next
COLUMNS = [*UNIT, "year", "indicator", "view", "typical", "third", "others", "shown"]


def standing(figures: pd.DataFrame, organisations: pd.DataFrame, rules: Standing) -> pd.DataFrame:
    """What each participant may learn of the others, a row for each of its figures and each view.

    figures: cluster_id, participant_id, year, indicator, value (nan where not known), at most one row each; a
    participant of several clusters has rows in each. organisations: cluster_id, area. Returns COLUMNS, sorted: view
    "cluster" (the other participants of the cluster) or "area" (those of all clusters of its technology area, each
    once), typical (mean of the middle half of the others, in the indicator's unit), third ("lower", "middle", "upper";
    None without an own value), others (how many have a value). Where not shown, the last three are missing.

    A rule on dominance, as sums need one, is not needed: each of n others counts the same whatever its size, none for
    more than 2/n of the mean, and the quarters at both ends, where a giant would stand, do not enter.
    """
    if figures.empty:
        return _empty()
    units, years, items, values = _cube(figures)
    views = [_cluster(units, values), _area(units, values, organisations)]
    allowed, counts = secrecy.shown(views, rules.minimum_others.value)
    rows = _places(figures, units, years, items)
    frames = [
        _rows(figures, view.key, safe[rows], count[rows], *(part[rows] for part in _compared(view)))
        for view, safe, count in zip(views, allowed, counts, strict=True)
    ]
    return pd.concat(frames).sort_values(COLUMNS[:5], kind="stable", ignore_index=True)


def _empty() -> pd.DataFrame:
    text = dict.fromkeys([*UNIT, "indicator", "view", "third"], "str")
    dtypes = {**text, "year": "int64", "typical": "float64", "others": "float64", "shown": "bool"}
    return pd.DataFrame({name: pd.Series(dtype=dtypes[name]) for name in COLUMNS})


def _cube(figures: pd.DataFrame) -> tuple[pd.MultiIndex, pd.Index, pd.Index, Floats]:
    """Units, years, indicators, and the values of each: (units, years, indicators)."""
    units = pd.MultiIndex.from_frame(figures[UNIT].drop_duplicates())
    years, items = (pd.Index(figures[name].unique()).sort_values() for name in ("year", "indicator"))
    values = np.full((len(units), len(years), len(items)), np.nan)
    values[_places(figures, units, years, items)] = figures["value"].to_numpy(float)
    return units, years, items, np.where(np.isfinite(values), values, np.nan)


def _places(
    figures: pd.DataFrame, units: pd.MultiIndex, years: pd.Index, items: pd.Index
) -> tuple[npt.NDArray[np.intp], ...]:
    """Where each row of the figures stands in the cube."""
    unit = units.get_indexer(pd.MultiIndex.from_frame(figures[UNIT]))
    return unit, years.get_indexer(figures["year"]), items.get_indexer(figures["indicator"])


def _cluster(units: pd.MultiIndex, values: Floats) -> View:
    return View(CLUSTER, pd.factorize(units.get_level_values("cluster_id"))[0], values, np.arange(len(units)))


def _area(units: pd.MultiIndex, values: Floats, organisations: pd.DataFrame) -> View:
    """Every participant once in its area, though it may be in several clusters; alone where the area is not known."""
    areas = organisations.set_index("cluster_id")["area"].reindex(units.get_level_values("cluster_id"))
    area, person = pd.factorize(areas.to_numpy())[0], pd.factorize(units.get_level_values("participant_id"))[0]
    area = np.where(area < 0, area.max(initial=-1) + 1 + np.arange(len(area)), area)
    own, firms = pd.factorize(pd.Series(area.astype(np.int64) * (person.max() + 1) + person))
    first = np.unique(own, return_index=True)[1]
    groups = pd.factorize(area[first])[0]
    return View(AREA, groups, _first_known(values, own, len(firms)), own)


def _first_known(values: Floats, own: npt.NDArray[np.intp], size: int) -> Floats:
    """Values of each contributor: the first that any of its units has."""
    merged = np.full((size, *values.shape[1:]), np.nan)
    for unit in _repeats(own):
        merged[own[unit]] = np.where(np.isnan(merged[own[unit]]), values[unit], merged[own[unit]])
    return merged


def _repeats(own: npt.NDArray[np.intp]) -> Sequence[npt.NDArray[np.intp]]:
    """Units in rounds: the first of every contributor, the second of those that have one, and so on."""
    number = pd.Series(own).groupby(own).cumcount().to_numpy()
    return [np.flatnonzero(number == turn) for turn in range(number.max(initial=-1) + 1)]


def _compared(view: View) -> tuple[Floats, npt.NDArray[Any]]:
    """The typical other of each reader and the reader's third, both (m, t, k)."""
    middle, ahead = np.full((2, *view.given.shape), np.nan)
    for year in range(view.given.shape[1]):
        for item in range(view.given.shape[2]):
            among = typical.ordered(view.given[:, year, item], view.groups)
            middle[:, year, item], ahead[:, year, item] = typical.middle(among), typical.ahead(among)
    return middle[view.own], typical.thirds(ahead[view.own])


def _rows(
    figures: pd.DataFrame,
    view: str,
    safe: npt.NDArray[np.bool_],
    others: npt.NDArray[np.int64],
    middle: Floats,
    third: npt.NDArray[Any],
) -> pd.DataFrame:
    kept = {"typical": np.where(safe, middle, np.nan), "others": np.where(safe, others, np.nan)}
    known = pd.Series(third, dtype="str", index=figures.index).where(safe)
    return figures[COLUMNS[:4]].assign(view=view, **kept, third=known, shown=safe)[COLUMNS]
