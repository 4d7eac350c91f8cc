"""What a configuration asks of the tables: columns, codes, levels and numbers that its methods need."""

from collections.abc import Iterable, Iterator

import numpy as np

from benchlib.compare.index.configuration import Configuration, Scaling
from benchlib.compare.index.reading import GROUP, UNIT, YEAR, Tables
from benchlib.compare.index.structure import Tree
from benchlib.tables.faults import Fault, nearest, unknown

LINEAR_ONLY = ("bod", "optimised")
SPREAD = ("minmax", "zscore", "dist2max")  # methods that divide by how far the values lie apart


def faults(tables: Tables, tree: Tree, config: Configuration) -> Iterator[Fault]:
    """Everything that a configuration asks and the tables do not have."""
    yield from _years(tables, config)
    yield from _group(tables, config)
    yield from _names(tree, config)
    yield from _scalings(tables, tree, config)
    yield from _spread(tables, tree, config)
    yield from _weights(tables, tree, config)


def scalings(tree: Tree, config: Configuration) -> Iterator[tuple[int, Scaling]]:
    """Each indicator's position with its method of normalisation."""
    for position, code in enumerate(tree.indicators):
        yield position, config.normalise.by_indicator.get(code, config.normalise)


def method_of(tree: Tree, node: int, config: Configuration) -> str:
    """How an aggregate is made of its children: by the node, else by the children's level, else for all."""
    by = config.aggregate
    return by.by_node.get(tree.codes[node], by.by_level.get(int(tree.level[node]) - 1, by.method))


def of_key(key: str, value: object, expected: str) -> Fault:
    """The fault of a key of the configuration."""
    return Fault(f"configuration, key {key}", None, None, None if value is None else str(value), expected)


def _years(tables: Tables, config: Configuration) -> Iterator[Fault]:
    if YEAR in tables.data:
        return
    stages = {"impute": config.impute, "treat": config.treat, "normalise": config.normalise}
    for name, stage in stages.items():
        if stage is not None and stage.per_year:
            yield of_key(f"{name}.per_year", True, f"expected a column year in {tables.data_name}")
    if config.impute.method == "linear":
        yield of_key("impute.method", "linear", f"expected a column year in {tables.data_name} to interpolate over")


def _group(tables: Tables, config: Configuration) -> Iterator[Fault]:
    group = config.impute.group
    if group is None:
        return
    known = [column for column in map(str, tables.data.columns) if column.startswith(GROUP)]
    if group not in known:
        yield of_key("impute.group", group, unknown(group, known, f"group_* column of {tables.data_name}"))
        return
    for row in tables.data.index[tables.data[group].isna()]:
        yield Fault(tables.data_name, int(row), group, "", "expected a group; values are imputed by it")


def _names(tree: Tree, config: Configuration) -> Iterator[Fault]:
    by = config.aggregate
    nodes = [tree.codes[node] for node in tree.aggregates]
    yield from _strangers("aggregate.by_node", by.by_node, nodes, "the code of an aggregate")
    yield from _strangers(
        "normalise.by_indicator", config.normalise.by_indicator, tree.indicators, "the code of an indicator"
    )
    levels = range(1, int(tree.level[tree.top]))
    for level, method in by.by_level.items():
        if level not in levels:
            expected = f"expected the level of children, 1 to {levels[-1]}"
            yield of_key(f"aggregate.by_level.{level}", method, expected)


def _strangers(key: str, given: Iterable[str], known: Iterable[str], what: str) -> Iterator[Fault]:
    known = set(known)
    for code in given:
        if code not in known:
            near = nearest(code, sorted(known))
            yield of_key(
                f"{key}.{code}", code, f"expected {what} of META" + (f"; did you mean {near!r}?" if near else "")
            )


def _scalings(tables: Tables, tree: Tree, config: Configuration) -> Iterator[Fault]:
    for position, scaling in scalings(tree, config):
        code, row = tree.codes[position], _row(tables, tree.codes[position])
        if scaling.method == "goalposts":
            if np.isnan(tree.goalposts[:, position]).any():
                expected = f"{code} is scaled by goalposts; expected goalpost_low and goalpost_high"
                yield Fault(tables.meta_name, row, "goalpost_low", "", expected)
            elif scaling.log and tree.goalposts[0, position] <= 0:
                value = f"{tree.goalposts[0, position]:g}"
                yield Fault(tables.meta_name, row, "goalpost_low", value, "expected a number above 0 for a logarithm")
        if scaling.method == "dist2targ" and np.isnan(tree.target[position]):
            yield Fault(tables.meta_name, row, "target", "", f"{code} is scaled to its target; expected one")
    methods = [config.normalise, *config.normalise.by_indicator.values()]
    for reference in dict.fromkeys(scaling.reference for scaling in methods if scaling.reference is not None):
        yield from _reference(tables, reference, config.normalise.per_year)


def _spread(tables: Tables, tree: Tree, config: Configuration) -> Iterator[Fault]:
    for position, scaling in scalings(tree, config):
        code = tree.codes[position]
        divided = config.denominate and tree.denominator[position]
        if scaling.method not in SPREAD or divided or code not in tables.data:
            continue
        column = tables.data[code]
        if column.notna().any() and column.min() == column.max():
            expected = f"expected values that differ: {scaling.method} divides by their spread"
            yield Fault(tables.data_name, None, code, f"{column.min():g} everywhere", expected)


def _reference(tables: Tables, reference: str, per_year: bool) -> Iterator[Fault]:
    units = tables.data[UNIT].dropna()
    held = (units == reference).sum()
    if not held:
        near = nearest(reference, units.unique())
        hint = f"; did you mean {near!r}?" if near else ""
        yield of_key("normalise.reference", reference, f"expected a unit of {tables.data_name}{hint}")
    elif held > 1 and not per_year:
        yield of_key("normalise.per_year", False, f"expected true: {reference} has a value in each of {held} years")
    elif per_year and YEAR in tables.data and held < tables.data[YEAR].nunique():
        yield of_key("normalise.reference", reference, "expected a unit that is there in every year")


def _row(tables: Tables, code: str) -> int:
    return int(tables.meta.index[tables.meta["code"] == code][0])


def _weights(tables: Tables, tree: Tree, config: Configuration) -> Iterator[Fault]:
    method = config.weights.method
    if method in ("given", "noise"):
        for position in np.flatnonzero(np.isnan(tree.weight[: tree.top])):
            expected = f"expected a weight for {tree.codes[position]}, or weights: equal in the configuration"
            yield Fault(tables.meta_name, _row(tables, tree.codes[position]), "weight", "", expected)
    for node in tree.aggregates:
        used = method_of(tree, node, config)
        if method in LINEAR_ONLY and used != "amean":
            code = tree.codes[node]
            yield of_key("weights.method", method, f"these weights are for sums; expected amean, {code} has {used}")
    if method == "bod" and config.weights.shares is not None:
        yield from _bounds(tree, *config.weights.shares)


def _bounds(tree: Tree, low: float, high: float) -> Iterator[Fault]:
    for node, children in tree.children.items():
        if not low * len(children) <= 1 <= high * len(children):
            expected = f"{tree.codes[node]} has {len(children)} children; such shares cannot add up to 1"
            yield of_key("weights.shares", [low, high], expected)
