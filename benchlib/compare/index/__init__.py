"""Composite index: from a table of units and a tree of indicators to scores and ranks (METHODS, section 3).

    from pathlib import Path
    from benchlib.compare.index import chain, configuration, diagnostics, reading

    tables, faults = reading.read(Path("DATA.csv"), Path("META.csv"))
    index = chain.run(tables, configuration.load(Path("CONFIG.yaml")))    # chain.Index; BadInput names every fault
    index.treated, index.normalised, index.aggregated                     # a frame a stage, a column a node
    index.results                                                         # unit, (year,) node, level, score, rank
    diagnostics.diagnose(index)                                           # tables by name

A stage has three parts: cores on arrays, without labels; a frame driver in `stages`; its keys in `configuration`.

Arrays. values (..., n, k): units along the axis before the last, nodes along the last; nan is missing. Axes before are
draws or cases, and every core takes them, so that thousands of variants are one call. A single matrix is column-major.
Nodes are positions in a `structure.Tree`: the k indicators first, then the aggregates, the index last; m in all.

- denominate: denomination.denominate(values, data, tree), one matrix
- screen: screening.present(values), kept(values, minimum_share) -> (..., n)
- impute: imputation.filled(values, estimates), line(values, unit, year);
  draws.hot_deck and normal(values, groups, draws, rng) -> (draws, n, k)
- treat: treatment.treat(values, spec) -> Treatment; winsorise, shifted_log; moments.skew_kurtosis -> (..., k) each
- normalise: normalisation.normalise(values, tree, spec, index); extent, between, zscore, borda, prank, fracmax
- weigh: weighting.pca and optimised(children), doubt.weights(children, low, high), one node's matrix (n, c) at a time;
  weighting.noisy(weights, spread, draws, rng) -> (draws, m)
- aggregate: aggregation.scores(values, tree, plan, weigh) -> {node: (..., n)}; amean, gmean, hmean, genmean, copeland
- rank: ranks.ranks(values), 1 is best and ties share the mean

`weighting.fixed(weights, tree)` makes weights (..., m) into what `aggregation.scores` asks for, a row a draw;
`stages.plan(tree, config, index)` makes the plan of a configuration. Settings for a variant: copy a configuration with
`Configuration.model_validate({**config.as_written(), "aggregate": "gmean"})`, which checks it like a file.
"""
