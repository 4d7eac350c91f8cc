"""Scores of the index in every case of a design: a case is one level of each factor, by its position.

Loops go over combinations of methods only; the data sets and weights of a combination's cases are one array.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchlib.compare.index import aggregation, doubt, normalisation, panel, weighting
from benchlib.compare.index.aggregation import Plan
from benchlib.compare.index.configuration import Weights
from benchlib.compare.index.ranks import ranks
from benchlib.compare.index.structure import Tree
from benchlib.compare.index.treatment import treat
from benchlib.compare.uncertainty.alternatives import Alternatives
from benchlib.compare.uncertainty.noise import moved
from benchlib.tables.faults import BadInput, Fault

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

CELLS = 1 << 18  # numbers in one array of the working memory: larger ones cost more in fresh memory than they save
LEVEL = aggregation.LEVEL
FIXED = ("given", "equal", "noise")  # weights that do not depend on the data


@dataclass(frozen=True)
class Methods:
    """One combination of methods: positions of treatment, normalisation, aggregation and weights."""

    treatment: int
    normalisation: int
    aggregation: int
    weights: int


def scores(made: Alternatives, cases: Ints, cells: int = CELLS) -> Iterator[tuple[Ints, Floats]]:
    """Which cases, and their scores (c, n) of the index; cases (s, 6): a column a factor, in the order of FACTORS.

    cells: numbers in one array of the working memory; it changes no score by more than rounding. Raises BadInput where
    a method cannot take the scores that another one gives.
    """
    order = np.lexsort(cases[:, [5, 0, 4, 3, 2, 1]].T)  # methods first, then data, then noise
    starts = np.flatnonzero(np.any(np.diff(cases[order, 1:5], axis=0, prepend=-1), axis=1))
    for rows in np.split(order, starts[1:]):
        methods = Methods(*cases[rows[0], 1:5].tolist())
        which, position = np.unique(cases[rows, 0], return_inverse=True)
        step = max(1, cells // max(1, made.data[0].size))
        for start in range(0, len(which), step):
            mine = (position >= start) & (position < start + step)
            values = _normalised(made, which[start : start + step], methods)
            yield from _of_data(made, methods, values, rows[mine], position[mine] - start, cases[rows[mine], 5], cells)


def _normalised(made: Alternatives, which: Ints, methods: Methods) -> Floats:
    """Data sets (r, n, k) treated and normalised; what a method cannot scale raises BadInput."""
    values, spec = made.data[which], made.treatments[methods.treatment]
    if spec is not None:
        parts = panel.blocks(made.index, spec.per_year)
        values = panel.within(parts, values, lambda block: treat(block, spec).numbers)
    scaling = made.normalisations[methods.normalisation]
    result = normalisation.normalise(values, made.tree, scaling, made.index)
    lost = (np.isfinite(values) & ~np.isfinite(result)).any(axis=(0, 1))
    if lost.any():
        method = made.names["normalisation"][methods.normalisation]
        codes = [made.tree.codes[column] for column in np.flatnonzero(lost)]
        raise BadInput(Fault("design", None, "normalise", method, f"cannot scale {code}") for code in codes)
    return result


def _of_data(
    made: Alternatives, methods: Methods, values: Floats, rows: Ints, position: Ints, noise: Ints, cells: int
) -> Iterator[tuple[Ints, Floats]]:
    """Scores of the cases `rows`: each with its data set among values (r, n, k) and its draw of noise."""
    plan, spec = made.plans[methods.aggregation][methods.weights], made.weights[methods.weights]
    check = Check(made, methods, plan)
    if made.noise is None:
        weigh = weighting.weigher(made.tree, spec)
        parts = [values] if spec.method in FIXED else values  # what is learned is learned from each data set
        each = np.concatenate(
            [_top(part, made.tree, plan, weigh, check).reshape(-1, len(made.index)) for part in parts]
        )
        yield rows, each[position]
        return
    base = _base(values, made.tree, plan, spec, check)
    single = len(values) == 1
    step = max(1, cells // (values[0].size if not single else len(made.index) * len(made.tree.aggregates)))
    for start in range(0, len(rows), step):
        part = slice(start, start + step)
        weights = moved(base[position[part]], made.uniform[noise[part]], made.noise, made.tree)
        chosen = values[0] if single else values[position[part]]
        yield rows[part], _top(chosen, made.tree, plan, weighting.fixed(weights, made.tree), check)


def _base(values: Floats, tree: Tree, plan: Plan, spec: Weights, check: "Check") -> Floats:
    """Weights (r, m) that a method gives for each data set."""
    result = np.full((len(values), len(tree.codes)), np.nan)
    weigh = weighting.weigher(tree, spec)
    for number, one in enumerate(values[:1] if spec.method in FIXED else values):

        def noted(node: int, children: Floats, weigh: aggregation.Weigh = weigh, number: int = number) -> Floats:
            result[number, tree.children[node]] = found = weigh(node, children)
            return found

        _top(one, tree, plan, noted, check)
    return np.broadcast_to(result[0], result.shape) if spec.method in FIXED else result


@dataclass(frozen=True)
class Check:
    """What scores must be for a method to take them; tells which combination of methods is wrong."""

    made: Alternatives
    methods: Methods
    plan: Plan

    def __call__(self, node: int, children: Floats) -> None:
        """Raise BadInput where a node's method cannot take the scores of a child."""
        if self.plan.method[node] in ("amean", "copeland"):
            return  # they take any score, and looking for the lowest costs time
        low = np.fmin.reduce(children, axis=tuple(range(children.ndim - 1)))
        wrong = np.flatnonzero(aggregation.too_low(low, self.plan.method[node], self.plan.p))
        if len(wrong):
            raise BadInput(self._fault(node, int(child), low[child]) for child in wrong)

    def _fault(self, node: int, child: int, low: float) -> Fault:
        tree, names, method = self.made.tree, self.made.names, self.plan.method[node]
        key, name = "aggregate", names["aggregation"][self.methods.aggregation]
        if method == "bod":
            key, name = "weights", names["weights"][self.methods.weights]
        least = "above 0" if aggregation.too_low(np.zeros(1), method, self.plan.p).any() else "of 0 or more"
        scaled = names["normalisation"][self.methods.normalisation]
        code = tree.codes[tree.children[node][child]]
        expected = f"expected scores {least} for {tree.codes[node]}; {code} goes down to {low:g} under {scaled}"
        return Fault("design", None, key, name, expected)


def _top(values: Floats, tree: Tree, plan: Plan, weigh: aggregation.Weigh, check: Check) -> Floats:
    """Scores (..., n) of the index from normalised indicators (..., n, k)."""
    result: dict[int, Floats] = {}
    for node, positions in tree.children.items():
        known = [result[child] for child in positions if child in result]
        children = (
            np.stack(known, axis=-2).swapaxes(-1, -2) if known else values[..., positions]
        )  # a child in one piece
        check(node, children)
        try:
            weights = weigh(node, children)
        except (weighting.NotLearned, doubt.NotSolved) as error:
            raise BadInput.of(f"weights of the children of {tree.codes[node]}", str(error)) from error
        result[node] = _combined(children, weights, plan.method[node], plan)
    return result[tree.top]


def _combined(children: Floats, weights: Floats, method: str, plan: Plan) -> Floats:
    if method != "copeland" or children.ndim == 2:
        return aggregation.combined(children, weights, method, plan)
    score = np.empty(children.shape[:-1])
    for rows in plan.parts:
        score[..., rows] = _copeland(
            children[..., rows, :], np.broadcast_to(weights, (len(children), weights.shape[-1]))
        )
    present = np.mean(~np.isnan(children), axis=-1)
    return np.where(present < plan.minimum_share, np.nan, score)


def _copeland(values: Floats, weights: Floats) -> Floats:
    """`aggregation.copeland` of draws that differ in their children too: values (d, n, c), weights (d, c)."""
    place = ranks(values)
    (d, n, c), score = values.shape, np.empty(values.shape[:-1])
    step = max(1, CELLS // (n * n))
    level = LEVEL * np.abs(weights).sum(axis=-1)[:, None, None]
    for start in range(0, d, step):
        part = slice(start, start + step)
        net = np.zeros((len(place[part]), n, n))
        for child in range(c):
            own = place[part, :, child]
            wins = np.sign(own[:, None, :] - own[:, :, None])
            net += weights[part, child, None, None] * np.where(np.isnan(wins), 0.0, wins)
        net[np.abs(net) < level[part]] = 0.0
        score[part] = np.sign(net).sum(axis=-1)
    return np.where(np.isnan(values).all(axis=-1), np.nan, score)
