"""Shift-share: growth as what all had, what the industry had more or less, and what is a unit's own.

Dunn 1960; e employment of unit and industry, E of the reference, 0 and 1 the first and the last year:
    reference = e0 (E1 / E0 - 1) over all industries,  mix = e0 (E1_i / E0_i - E1 / E0),  own = e1 - e0 E1_i / E0_i
They add up to e1 - e0.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.management.window import Window, member, window
from benchlib.rules.competitiveness import Competitiveness
from benchlib.rules.management import Management
from benchlib.rules.models import Standing

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Booleans = npt.NDArray[np.bool_]

COLUMNS = [
    "cluster_id",
    "from_year",
    "to_year",
    "participants",
    "growth",
    "reference",
    "mix",
    "own",
    "others",
    "shown",
]
PARTS = ("growth", "reference", "mix", "own")


@dataclass(frozen=True)
class Parts:
    """Change of n units in k industries, in units of what is counted, (n, k): change = reference + mix + own."""

    change: Floats
    reference: Floats
    mix: Floats
    own: Floats


def parts(before: Floats, after: Floats, reference_before: Floats, reference_after: Floats) -> Parts:
    """Parts of change. before, after: (n, k); the reference: (k,), or (n, k) where each unit has one of its own.

    nan where a unit has something in an industry that the reference had nothing of before.
    """
    whole = reference_after.sum(axis=-1, keepdims=True) / reference_before.sum(axis=-1, keepdims=True) - 1
    start = np.where(reference_before > 0, reference_before, np.nan)
    industry = np.where(before > 0, reference_after / start - 1, whole)  # of nothing, any rate gives nothing
    expected = before * industry
    return Parts(after - before, before * whole, before * (industry - whole), after - before - expected)


def shift_share(
    frames: Mapping[str, pd.DataFrame], rules: Management, spec: Competitiveness, standing: Standing
) -> pd.DataFrame:
    """Shift-share of every organisation's employment over the window: COLUMNS, in the order of the organisations.

    Employees of participants with figures of the first and the last year that took part in both; industry: the
    organisation's area; reference: all other organisations. growth, reference, mix and own in percent over the whole
    period. others: organisations of the same area in the reference. nan where not shown: fewer than
    `minimum_participants` participants, no area, or a reference, or the rest of it outside the area, of fewer than
    `minimum_others` organisations. A participant of two organisations counts in each. Empty where there are no figures.
    """
    over = window(frames["participant_figures"], rules)
    if over is None:
        return pd.DataFrame(columns=COLUMNS)
    ids, area = frames["organisations"]["cluster_id"], pd.factorize(frames["organisations"]["area"])[0]
    counted = _employment(frames, over).reindex(ids).fillna(0.0)
    before, after = (counted[name].to_numpy(float) for name in ("before", "after"))
    others, safe = reference(area, before > 0, standing)
    shown = safe & (before > 0) & (counted["participants"] >= spec.quantitative.minimum_participants.value).to_numpy()
    shares = np.where(shown, _shares(before, after, area), np.nan)
    head = {"cluster_id": ids.to_numpy(), "from_year": over.from_year, "to_year": over.to_year}
    counts = {"participants": counted["participants"].to_numpy().astype("int64"), "others": others, "shown": shown}
    return pd.DataFrame({**head, **dict(zip(PARTS, shares, strict=True)), **counts})[COLUMNS]


def _shares(before: Floats, after: Floats, area: Ints) -> Floats:
    """PARTS in percent of employment before, (4, n); every one beside all others. before, after, area: (n,)."""
    industry = np.where(area < 0, area.max(initial=0) + 1, area)  # those without an area have one of their own
    inside = industry[:, None] == np.arange(industry.max(initial=0) + 1)
    first, last = (inside * values[:, None] for values in (before, after))
    with np.errstate(invalid="ignore", divide="ignore"):
        found = parts(first, last, first.sum(axis=0) - first, last.sum(axis=0) - last)
        each = (found.change, found.reference, found.mix, found.own)
        return np.stack([100 * part.sum(axis=1) / before for part in each])


def reference(area: Ints, reports: Booleans, standing: Standing) -> tuple[Ints, Booleans]:
    """Others of the same area that report, and whether what is told of them keeps every one of them hidden, both (n,).

    area: (n,) codes, negative where unknown. Whoever subtracts the area from all must not learn of few either.
    """
    least = standing.minimum_others.value
    known = area >= 0
    by_area = np.bincount(area[reports & known], minlength=int(area.max(initial=0)) + 1)
    others = np.where(known, by_area[np.maximum(area, 0)] - (reports & known), 0)
    outside = reports.sum() - reports - others
    return others, known & (others >= least) & ((outside == 0) | (outside >= least))


def _employment(frames: Mapping[str, pd.DataFrame], over: Window) -> pd.DataFrame:
    """Employees in the first and the last year of participants with both, summed: before, after, participants."""
    figures = frames["participant_figures"]
    year = figures["year"].astype("int64")
    first, last = (
        figures[year == at].set_index("participant_id")["employees"] for at in (over.from_year, over.to_year)
    )
    both = pd.DataFrame({"before": first, "after": last}).dropna()
    listed = frames["participants"]
    listed = listed[member(listed, over.from_year) & member(listed, over.to_year)]
    rows = listed[["cluster_id", "participant_id"]].merge(both, left_on="participant_id", right_index=True)
    return rows.groupby("cluster_id").agg(
        before=("before", "sum"), after=("after", "sum"), participants=("participant_id", "nunique")
    )
