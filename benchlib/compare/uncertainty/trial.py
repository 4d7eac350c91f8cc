"""The index tried with other weights or methods: a changed copy, made fast enough to follow a slider.

What comes before the first stage that changes is taken from the index as it is.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from benchlib.compare.index import stages
from benchlib.compare.index.chain import Index
from benchlib.compare.index.checks import settings
from benchlib.compare.index.configuration import Configuration
from benchlib.tables.faults import BadInput, unknown

CHANGEABLE = ("treat", "normalise", "weights", "aggregate")


def changed(
    index: Index, weights: Mapping[str, float] | None = None, methods: Mapping[str, Any] | None = None
) -> Index:
    """The index with other weights of some nodes, and other methods for CHANGEABLE stages as a configuration has them.

    Equal to running the chain on META and a configuration so changed. Raises BadInput for a node that is not there, a
    weight below 0, a stage that cannot be changed here, or a method that the tables are not fit for.
    """
    weights, methods = weights or {}, methods or {}
    _refuse(index, weights, methods)
    config = Configuration.model_validate({**index.config.as_written(), **methods})
    meta = index.tables.meta
    meta = meta.assign(weight=meta["code"].map(weights).fillna(meta["weight"]).astype(np.float64))
    values = np.array([weights.get(code, old) for code, old in zip(index.tree.codes, index.tree.weight, strict=True)])
    tree, tables = replace(index.tree, weight=values), replace(index.tables, meta=meta)
    stages.refuse(settings.faults(tables, tree, config))
    return _made_again(replace(index, tables=tables, tree=tree, config=config), methods)


def _made_again(index: Index, methods: Mapping[str, Any]) -> Index:
    """The stages from the first that changes on."""
    tree, config, source = index.tree, index.config, index.tables.data_name
    treated, columns, normalised = index.treated, index.treated_columns, index.normalised
    if "treat" in methods:
        treated, columns = stages.treated(index.imputed, config.treat)
    if {"treat", "normalise"} & set(methods):
        normalised = stages.normalised(treated, tree, config.normalise, f"{source}, normalised")
    rows = index.tables.data.index[index.availability["kept"].to_numpy()]
    aggregated, learned = stages.aggregated(normalised, tree, config, rows, f"{source}, normalised")
    return replace(
        index,
        treated=treated,
        treated_columns=columns,
        normalised=normalised,
        aggregated=aggregated,
        weights=stages.weights(learned, tree),
        unit_weights=stages.unit_weights(learned, tree, aggregated),
        results=stages.results(aggregated, tree),
    )


def _refuse(index: Index, weights: Mapping[str, float], methods: Mapping[str, Any]) -> None:
    below = [code for code in index.tree.codes if code != index.tree.codes[index.tree.top]]
    for code, weight in weights.items():
        if code not in below:
            raise BadInput.of("weights", unknown(code, below, "node below the index"), code)
        if not 0 <= weight < np.inf:
            raise BadInput.of(f"weights, {code}", "expected a weight of 0 or more", weight)
    for name in methods:
        if name not in CHANGEABLE:
            raise BadInput.of("methods", unknown(name, CHANGEABLE, "stage that can be changed"), name)
    for node, positions in index.tree.children.items():
        used = [weights.get(index.tree.codes[child], index.tree.weight[child]) for child in positions]
        if not np.nansum(used) > 0 and not np.isnan(used).any():
            expected = f"expected a weight above 0 for at least one child of {index.tree.codes[node]}"
            raise BadInput.of("weights", expected)
