"""The chain: from DATA, META and a configuration through every stage to scores and ranks.

Each stage is a new frame under its own name, indexed by unit (and year) in the order of DATA, one column an indicator;
nothing is overwritten. What is wrong raises BadInput with every fault that can be known at that point.
"""

from dataclasses import dataclass

import pandas as pd

from benchlib.compare.index import checks, stages, structure
from benchlib.compare.index.configuration import Configuration
from benchlib.compare.index.denomination import denominate
from benchlib.compare.index.reading import Tables
from benchlib.compare.index.structure import Tree


@dataclass(frozen=True)
class Index:
    """Everything that one run of the chain made.

    raw ... aggregated: one frame a stage; `aggregated` has the normalised indicators and every aggregate.
    weights: node, parent, weight (its share among its siblings; nan where each unit has its own).
    unit_weights: unit, (year,) node, parent, weight, share of the parent's score; only under the benefit of the doubt.
    availability: unit, (year,) present (share of indicators), kept.
    imputed_cells: unit, (year,) indicator, value.
    treated_columns: (year,) indicator, skew and kurtosis before and after, points winsorised, logarithm, passes.
    results: unit, (year,) node, level, score, rank among the units of the year.
    """

    tables: Tables
    config: Configuration
    tree: Tree
    raw: pd.DataFrame
    denominated: pd.DataFrame
    screened: pd.DataFrame
    imputed: pd.DataFrame
    treated: pd.DataFrame
    normalised: pd.DataFrame
    aggregated: pd.DataFrame
    weights: pd.DataFrame
    unit_weights: pd.DataFrame
    availability: pd.DataFrame
    imputed_cells: pd.DataFrame
    treated_columns: pd.DataFrame
    results: pd.DataFrame


def run(tables: Tables, config: Configuration) -> Index:
    """Every stage in its order. Raises BadInput with every fault of the input, or of the first stage that has one."""
    stages.refuse(checks.faults(tables, config))
    tree = structure.tree(tables.meta)
    raw = stages.raw(tables, tree)
    denominated = stages.like(raw, denominate(raw.to_numpy(), tables.data, tree)) if config.denominate else raw
    availability = stages.availability(denominated, config.screen)
    kept = availability["kept"].to_numpy()
    data, source = tables.data[kept], tables.data_name
    screened = denominated[kept]
    imputed = stages.imputed(screened, data, config.impute, f"{source}, imputed")
    treated, treated_columns = stages.treated(imputed, config.treat)
    normalised = stages.normalised(treated, tree, config.normalise, f"{source}, normalised")
    aggregated, learned = stages.aggregated(normalised, tree, config, data.index, f"{source}, normalised")
    return Index(
        tables=tables,
        config=config,
        tree=tree,
        raw=raw,
        denominated=denominated,
        screened=screened,
        imputed=imputed,
        treated=treated,
        normalised=normalised,
        aggregated=aggregated,
        weights=stages.weights(learned, tree),
        unit_weights=stages.unit_weights(learned, tree, aggregated),
        availability=availability,
        imputed_cells=stages.imputed_cells(screened, imputed),
        treated_columns=treated_columns,
        results=stages.results(aggregated, tree),
    )
