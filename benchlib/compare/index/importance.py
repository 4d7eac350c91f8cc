"""What each element does to the index: its importance beside its weight, and the ranks without it."""

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.index import aggregation, doubt, panel, stages
from benchlib.compare.index.chain import Index
from benchlib.compare.index.ranks import ranks
from benchlib.compare.index.reading import YEAR

Floats = npt.NDArray[np.float64]


def importance(index: Index) -> pd.DataFrame:
    """node, parent, weight, effective_weight, with_parent, with_index, importance, importance_share.

    weight: its share among its siblings; effective_weight: times those of the nodes above; with_*: Pearson correlation;
    importance: the squared one with the index, importance_share: of its siblings' sum.
    """
    tree, frame = index.tree, index.aggregated
    result = index.weights.copy()
    effective = np.append(result["weight"].to_numpy(), 1.0)
    for node in range(tree.top - 1, -1, -1):
        effective[node] *= effective[tree.parent[node]]
    result["effective_weight"] = effective[:-1]
    parents = frame.iloc[:, tree.parent[: tree.top]].set_axis(frame.columns[: tree.top], axis="columns")
    result["with_parent"] = frame.iloc[:, : tree.top].corrwith(parents).to_numpy()
    result["with_index"] = frame.iloc[:, : tree.top].corrwith(frame.iloc[:, tree.top]).to_numpy()
    result["importance"] = result["with_index"] ** 2
    result["importance_share"] = result["importance"] / result.groupby("parent")["importance"].transform("sum")
    return result


def without(index: Index, element: int) -> Floats:
    """The index's scores (n,) without one node, its siblings' weights rescaled; learned weights stay as they were.

    Under the benefit of the doubt each unit weighs what is left anew; nan where bounded shares of what is left cannot
    add up to 1.
    """
    tree, values = index.tree, index.aggregated.to_numpy()
    weights = index.weights["weight"].to_numpy()
    plan = stages.plan(tree, index.config, index.aggregated.index)
    below, changed = element, np.full(len(values), np.nan)
    while below != tree.top:
        node = int(tree.parent[below])
        positions = tree.children[node]
        children = np.where(positions == below, changed[:, None], values[:, positions])
        if below == element:
            children, positions = children[:, positions != element], positions[positions != element]
        changed = _combined(index, plan, node, children, weights[positions])
        below = node
    return changed


def _combined(index: Index, plan: aggregation.Plan, node: int, children: Floats, weights: Floats) -> Floats:
    if children.shape[1] == 0:
        return np.full(len(children), np.nan)
    if plan.method[node] == "bod":
        try:
            weights = doubt.weights(children, *(index.config.weights.shares or (0.0, 1.0)))
        except doubt.NotSolved:
            return np.full(len(children), np.nan)
    return aggregation.combined(children, weights, plan.method[node], plan)


def removal(index: Index) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What the ranks do without each element.

    First a row an element: node, level, units (ranked with and without it), mean_change and largest_change of a rank,
    and spearman with the full ranking. Then a row a unit: unit, (year,) and a column an element: the rank without it
    less the rank with it, so that more is worse.
    """
    tree, frame = index.tree, index.aggregated
    parts = panel.blocks(frame.index, YEAR in frame.index.names)
    scores = np.stack([without(index, element) for element in range(tree.top)], axis=-1)
    before = panel.within(parts, frame.to_numpy()[:, [tree.top]], ranks)
    after = panel.within(parts, scores, ranks)
    change = after - before
    summary = {
        "node": tree.codes[: tree.top],
        "level": tree.level[: tree.top],
        "units": np.sum(~np.isnan(change), axis=0),
        "mean_change": pd.DataFrame(np.abs(change)).mean(),
        "largest_change": np.fmax.reduce(np.abs(change), axis=0),
        "spearman": pd.DataFrame(after).corrwith(pd.Series(before[:, 0])),
    }
    units = pd.DataFrame(change, columns=pd.Index(tree.codes[: tree.top]))
    return pd.DataFrame(summary), pd.concat([frame.index.to_frame(index=False), units], axis=1)
