"""The cluster function from measurements to tables."""

import pandas as pd

from benchlib.compare.function import history, proof, states
from benchlib.compare.function.estimation import UNKNOWN
from benchlib.compare.function.measurements import Measurements
from benchlib.rules.competitiveness import Competitiveness

UNITS = {"cluster": ["cluster_id"], "participant": ["cluster_id", "participant_id"]}
STATES = {"cluster": "competitiveness", "participant": "participant_competitiveness"}


def run(
    measurements: Measurements, spec: Competitiveness, level: str, peers: pd.DataFrame | None = None
) -> dict[str, pd.DataFrame]:
    """Tables by name: the states of the units (STATES), `parameters` and `predictions`, both with their level.

    level: "cluster" or "participant". peers: the table `peers` or `participant_peers`, for the aspect in which peers do
    not confirm the figures. Where no parameters can be told, what was measured stands alone.
    """
    units = UNITS[level]
    asked = pd.DataFrame(columns=[*units, "year", "aspect", "mean", "usual", "shown"]) if peers is None else peers
    estimates = history.history(measurements, int(spec.function.first_waves.value))
    last = history.latest(estimates, before=int(measurements.years[-1]) + 1) if len(measurements.years) else None
    return {
        STATES[level]: states.frame(measurements, last.parameters if last else UNKNOWN, spec, units, asked),
        "parameters": history.frame(estimates, level),
        "predictions": proof.predictions(measurements, estimates, spec.function.interval.value, level),
    }
