"""How sure ranks and labels are, and what they depend on (METHODS, section 4).

Ranks of an index (`chain.Index`) over the cases of a design that is declared in YAML:

    from benchlib.compare.uncertainty import design, importance, ranking

    plan = design.load(Path("DESIGN.yaml"))
    ranks = ranking.ranking(index, plan)          # .units: rank and interval; .ahead: n x n; .cases, .ranks
    which = importance.importance(index, plan)    # .factors, .units, .interactions: Sobol indices, exact where discrete

`data=` takes draws (r, n, k) of the indicators in place of imputed ones. `trial.changed(index, weights, methods)` is
the index with other weights or methods, fast enough to follow a slider.

Labels, from the evidence that verdicts rest on:

    from benchlib.compare.uncertainty import disagreement, flips, labels, points

    labels.probabilities(evidence, answers, framework, as_of)     # probability of each verdict, all sources or some
    flips.flips(evidence, framework, as_of)                       # single steps that change a verdict
    disagreement.learned(answers, framework, as_of).table()       # what pairs of assessors tell of the error of one
    points.draws(scored, framework, as_of, learned, 100)          # (draws, assessments, indicators): `data` of an index

Cores on arrays: evaluation.scores (cases of a design), intervals.quantiles and ahead, sobol.exact and sampled,
noise.moved (weights), changed.judged (verdicts of many versions at once), steps.Steps (points as steps).
"""
