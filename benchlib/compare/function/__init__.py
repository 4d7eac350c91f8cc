"""The cluster function (ours): figures and peers' answers become one state per unit that corrects itself.

METHODS, section 5. From tables of facts to measurements, and from those to tables:

    from benchlib.compare.function import driver, measure
    from benchlib.rules import loading

    spec = loading.competitiveness()
    measured, shown = measure.clusters(facts.frames, spec)           # q, v, s; tables figures, peers, reliability
    tables = driver.run(measured, spec, "cluster", shown["peers"])   # competitiveness, parameters, predictions

The same for participants with `measure.participants` and "participant". Cores on arrays: kalman.filtered (states of all
units at once), likelihood.with_gradient, estimation.fit (maximum likelihood), history.history (after every wave),
drift.cusum, validation.verdicts, forecast.ahead, proof.predictions. simulation.draw makes panels whose truth is known;
regions_panel puts a real one together.
"""
