"""Frames around the cores: each stage takes the frame before it and gives a new one, or raises BadInput."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.index import aggregation, doubt, imputation, normalisation, panel, screening, weighting
from benchlib.compare.index.checks.settings import method_of, of_key
from benchlib.compare.index.configuration import Configuration, Impute, Normalise, Screen, Treat
from benchlib.compare.index.moments import skew_kurtosis
from benchlib.compare.index.ranks import ranks
from benchlib.compare.index.reading import UNIT, YEAR, Tables
from benchlib.compare.index.structure import Tree
from benchlib.compare.index.treatment import treat
from benchlib.tables.faults import BadInput, Fault

Floats = npt.NDArray[np.float64]
Learned = dict[int, Floats]  # the weights of each aggregate's children


def refuse(faults: Iterable[Fault]) -> None:
    """Raise BadInput where there is any fault."""
    found = list(faults)
    if found:
        raise BadInput(found)


def like(frame: pd.DataFrame, values: Floats) -> pd.DataFrame:
    """Other values under the same units and columns."""
    return pd.DataFrame(values, index=frame.index, columns=frame.columns, copy=False)


def raw(tables: Tables, tree: Tree) -> pd.DataFrame:
    """The indicators as numbers, in the order of META, by unit (and year)."""
    data = tables.data
    keys = [data[UNIT], data[YEAR].astype(np.int64)] if YEAR in data else [data[UNIT]]
    index = pd.MultiIndex.from_arrays(keys, names=[UNIT, YEAR]) if YEAR in data else pd.Index(keys[0], name=UNIT)
    values = np.empty((len(data), len(tree.indicators)), order="F")
    for place, code in enumerate(tree.indicators):
        values[:, place] = data[code]
    return pd.DataFrame(values, index=index, columns=pd.Index(tree.indicators), copy=False)


def availability(frame: pd.DataFrame, spec: Screen | None) -> pd.DataFrame:
    """unit, (year,) present: the share of indicators that a unit has; kept: whether it stays."""
    values = frame.to_numpy()
    kept = screening.kept(values, 0.0 if spec is None else spec.minimum_share)
    if not kept.any():
        share = "expected a smaller share: no unit has that many of its indicators"
        raise BadInput([of_key("screen.minimum_share", spec and spec.minimum_share, share)])
    return frame.index.to_frame(index=False).assign(present=screening.present(values), kept=kept)


def imputed(frame: pd.DataFrame, data: pd.DataFrame, spec: Impute, source: str) -> pd.DataFrame:
    """Gaps filled; data: the rows of DATA that belong to the frame."""
    groups, names = imputation.sources(data, frame.index, spec)
    result = like(frame, imputation.impute(frame, groups, spec))
    refuse(imputation.misfits(result, groups, names, spec, source))
    return result


def imputed_cells(before: pd.DataFrame, after: pd.DataFrame) -> pd.DataFrame:
    """unit, (year,) indicator, value: every gap that was filled."""
    row, column = np.nonzero(before.isna().to_numpy() & after.notna().to_numpy())
    cells = before.index[row].to_frame(index=False)
    return cells.assign(indicator=before.columns.to_numpy()[column], value=after.to_numpy()[row, column])


def treated(frame: pd.DataFrame, spec: Treat | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Outliers treated, and a row for each indicator (and year): skew and kurtosis before and after, what was done."""
    values = frame.to_numpy()
    result, records = values.copy(order="F") if spec else values, []
    for year, rows in panel.years(frame.index) if spec and spec.per_year else [(None, panel.ALL)]:
        columns = {"year": year} if year is not None else {}
        columns |= {"indicator": frame.columns}
        columns["skew"], columns["kurtosis"] = skew_kurtosis(values[rows])
        if spec:
            done = treat(values[rows], spec)
            result[rows] = done.numbers
            columns |= {"winsorised_low": done.low, "winsorised_high": done.high, "logarithm": done.logarithm}
            columns["skew_after"], columns["kurtosis_after"] = skew_kurtosis(done.numbers)
            columns["passes"] = done.passes
        records.append(pd.DataFrame(columns))
    return like(frame, result), pd.concat(records, ignore_index=True)


def normalised(frame: pd.DataFrame, tree: Tree, spec: Normalise, source: str) -> pd.DataFrame:
    """Indicators on one scale."""
    result = like(frame, normalisation.normalise(frame.to_numpy(), tree, spec, frame.index))
    refuse(normalisation.misfits(frame, result, tree, spec, source))
    return result


def plan(tree: Tree, config: Configuration, index: pd.Index) -> aggregation.Plan:
    """How each aggregate is made under a configuration."""
    sums = config.weights.method == "bod"
    method = {node: "bod" if sums else method_of(tree, node, config) for node in tree.aggregates}
    by = config.aggregate
    parts = panel.blocks(index, YEAR in index.names)
    return aggregation.Plan(method, 1.0 if by.p is None else by.p, by.minimum_share, parts)


def aggregated(
    frame: pd.DataFrame, tree: Tree, config: Configuration, rows: pd.Index, source: str
) -> tuple[pd.DataFrame, Learned]:
    """The normalised indicators and every aggregate, and each aggregate's weights; rows: spreadsheet rows of DATA."""
    made = plan(tree, config, frame.index)
    weigh = weighting.weigher(tree, config.weights)
    values, learned = frame.to_numpy(), Learned()

    def not_positive(node: int, children: Floats) -> Iterable[Fault]:
        wrong = aggregation.too_low(children, made.method[node], made.p)
        return _not_positive(children, wrong, (tree, node, made), (rows, source)) if wrong.any() else ()

    def weigh_checked(node: int, children: Floats) -> Floats:
        refuse(not_positive(node, children))
        try:
            learned[node] = weigh(node, children)
        except (weighting.NotLearned, doubt.NotSolved) as error:
            raise BadInput([of_key("weights.method", config.weights.method, f"{tree.codes[node]}: {error}")]) from error
        return learned[node]

    lowest = [node for node in tree.aggregates if tree.level[node] == 2]
    refuse(fault for node in lowest for fault in not_positive(node, values[:, tree.children[node]]))
    scores = aggregation.scores(values, tree, made, weigh_checked)
    together = np.vstack([values.T, *scores.values()]).T
    return pd.DataFrame(together, index=frame.index, columns=pd.Index(tree.codes), copy=False), learned


def _not_positive(
    children: Floats,
    wrong: npt.NDArray[np.bool_],
    made: tuple[Tree, int, aggregation.Plan],
    place: tuple[pd.Index, str],
) -> Iterable[Fault]:
    """A fault for each score of a mask; made: tree, node, plan; place: spreadsheet rows of DATA, and the source."""
    tree, node, used = made
    least = "above 0" if aggregation.too_low(np.zeros(1), used.method[node], used.p).any() else "of 0 or more"
    expected = f"expected a score {least}: {tree.codes[node]} is made by {used.method[node]}; "
    expected += "a range such as [1, 100] keeps scores above 0"
    for row, child in np.argwhere(wrong):
        code = tree.codes[tree.children[node][child]]
        yield Fault(place[1], int(place[0][row]), code, f"{children[row, child]:g}", expected)


def weights(learned: Learned, tree: Tree) -> pd.DataFrame:
    """node, parent, weight: its share among its siblings as used; nan where each unit has its own."""
    share = np.full(len(tree.codes), np.nan)
    for node, used in learned.items():
        share[tree.children[node]] = used / used.sum() if used.ndim == 1 else np.nan
    parents = [tree.codes[parent] for parent in tree.parent[: tree.top]]
    return pd.DataFrame({"node": tree.codes[: tree.top], "parent": parents, "weight": share[: tree.top]})


def unit_weights(learned: Learned, tree: Tree, frame: pd.DataFrame) -> pd.DataFrame:
    """unit, (year,) node, parent, weight, share of the parent's score: under the benefit of the doubt, else no rows."""
    parts = []
    for node, used in learned.items():
        if used.ndim == 2:
            for child, weight in zip(tree.children[node], used.T, strict=True):
                part = weight * frame.iloc[:, child].fillna(0.0).to_numpy()
                names = {"node": tree.codes[child], "parent": tree.codes[node]}
                total = frame.iloc[:, node].to_numpy()
                share = np.divide(part, total, out=np.full(len(part), np.nan), where=total > 0)
                parts.append(frame.index.to_frame(index=False).assign(**names, weight=weight, share=share))
    empty = frame.index[:0].to_frame(index=False).assign(node="", parent="", weight=0.0, share=0.0)
    return pd.concat(parts, ignore_index=True) if parts else empty


def results(frame: pd.DataFrame, tree: Tree) -> pd.DataFrame:
    """unit, (year,) node, level, score, rank among the units of the year; unit by unit in the order of DATA."""
    values, (n, m) = frame.to_numpy(), frame.shape
    rank = panel.within(panel.blocks(frame.index, YEAR in frame.index.names), values, ranks)
    unit, node = np.repeat(np.arange(n), m), np.tile(np.arange(m), n)
    keys = {name: frame.index.get_level_values(name).take(unit) for name in frame.index.names}
    columns = {"node": pd.Index(tree.codes).take(node), "level": tree.level[node]}
    return pd.DataFrame({**keys, **columns, "score": values.ravel(), "rank": rank.ravel()}, copy=False)
