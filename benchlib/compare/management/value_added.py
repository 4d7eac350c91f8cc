"""Value added: growth of a cluster's participants beyond what country, area, size, type and year explain.

What the interval means. The effect of a cluster is the part of growth that its participants have in common over the
years of the window, shrunk towards 0 (the mean of all clusters) the more, the less its participants tell. The
interval covers the lasting effect with the probability set in `competitiveness.yaml`. It takes in that few
participants report, that the cluster as a whole may have had a good or bad year, that such a year may be taken back
in the next, and that the effects of country, area, size, type and year are estimated. It does not take in that the
variances are estimated (1,000 clusters tell them well, twenty do not), nor that the effect may change within the
window. Growth of a single participant may swing back too; that is only accounted for as far as a cluster swings as a
whole, so that intervals are then too wide rather than too narrow. An effect is an association: it is the merit of the
team only as far as nothing else sets its participants apart.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from benchlib.compare.management import growth, intercepts
from benchlib.compare.management.window import Window, window
from benchlib.rules.competitiveness import Competitiveness
from benchlib.rules.management import Management, Structure

COLUMNS = [
    "cluster_id",
    "outcome",
    "effect",
    "low",
    "high",
    "participants",
    "observations",
    "from_year",
    "to_year",
    "shown",
]
PERIODS: Mapping[Structure, int] = {
    "none": 1,
    "independent": 2,
    "moving_average": 3,
}  # that a structure can be told from


def value_added(frames: Mapping[str, pd.DataFrame], rules: Management, spec: Competitiveness) -> pd.DataFrame:
    """Value added of every organisation in each outcome: COLUMNS, in the order of the organisations.

    effect, low, high: 100 x logarithm of growth a year, near to percentage points; nan where not shown: fewer than
    `minimum_participants` participants, no difference between clusters that these figures could tell from none, or no
    other cluster to compare with, because country or area are its alone.
    observations: rows, one a participant and year. Empty where there are no figures.
    """
    over = window(frames["participant_figures"], rules)
    if over is None:
        return pd.DataFrame(columns=COLUMNS)
    rows = growth.growth(frames, over)
    tables = [_outcome(rows, name, frames["organisations"], over, rules, spec) for name in growth.OUTCOMES]
    both = pd.concat(tables, ignore_index=True)
    place = pd.Index(frames["organisations"]["cluster_id"]).get_indexer(pd.Index(both["cluster_id"]))
    return both.iloc[np.argsort(place, kind="stable")].reset_index(drop=True)[COLUMNS]


def _outcome(
    rows: pd.DataFrame,
    name: str,
    organisations: pd.DataFrame,
    over: Window,
    rules: Management,
    spec: Competitiveness,
) -> pd.DataFrame:
    known = rows[rows[name].notna()]
    by_cluster = known.groupby("cluster_id")
    counts = {"participants": by_cluster["participant_id"].nunique(), "observations": by_cluster.size()}
    wide = pd.DataFrame(counts).reindex(organisations["cluster_id"]).fillna(0).astype("int64")
    effects = effects_of(known, name, rules.shocks.structure).reindex(wide.index)
    shown = (wide["participants"] >= spec.quantitative.minimum_participants.value) & effects["effect"].notna()
    half = stats.norm.ppf((1 + spec.function.interval.value) / 2) * effects["se"]
    bounds = {"effect": effects["effect"], "low": effects["effect"] - half, "high": effects["effect"] + half}
    kept = {column: values.where(shown) for column, values in bounds.items()}
    years = {"from_year": over.from_year, "to_year": over.to_year}
    return wide.assign(outcome=name, shown=shown, **kept, **years).reset_index()


def effects_of(rows: pd.DataFrame, outcome: str, shocks: Structure) -> pd.DataFrame:
    """Predicted intercepts with their standard errors, columns effect and se, indexed by cluster_id.

    rows: see `growth.growth`, all with the outcome. Clusters of which the rows tell nothing are left out: all of them
    where clusters do not differ, and one that is alone in its country or area, so that there is nothing to compare it
    with.
    """
    nothing = pd.DataFrame({"effect": [], "se": []}, index=pd.Index([], dtype="str", name="cluster_id"))
    if rows.empty:
        return nothing
    group, clusters = pd.factorize(rows["cluster_id"])
    year, years = pd.factorize(rows["year"], sort=True)
    structure = identified(shocks, len(years))
    period = rows["year"].to_numpy() - years[0] if structure != "none" else np.zeros_like(year)
    of = intercepts.sums(rows[outcome].to_numpy(float), growth.design(rows), group, period)
    if not of.open:
        return nothing
    fitted = intercepts.fit(of, structure)
    found = pd.DataFrame({"effect": fitted.effect, "se": np.sqrt(fitted.variance)}, index=clusters)
    return found.rename_axis("cluster_id")[fitted.told]


def identified(shocks: Structure, years: int) -> Structure:
    """The structure, or the richest below it that so many years can tell: two tell of no memory, one of no shock."""
    order = list(PERIODS)
    return next(name for name in reversed(order[: order.index(shocks) + 1]) if PERIODS[name] <= years)
