"""What stands behind a synthetic portfolio and no real one can show, for tests of the methods.

parameters: name, value, meaning; those of the cluster function are named as the methods name them.
waves: cluster_id, wave, theta (competitiveness), q and v (its measurements, before figures are rounded and peers
answer), excellence (of the management), team_employees, team_fte.
organisations: cluster_id, goes_for_silver, goes_for_gold, listed (yes or no).
assessments: assessment_id, true_percent (of the maximum, without assessors' error).
calibration: see benchlib.synthetic.calibration.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchlib.synthetic import facts, settings
from benchlib.tables.faults import BadInput

MEANINGS = {
    "m0": "mean of the first state of competitiveness",
    "P0": "variance of the first state",
    "sigma_eta": "standard deviation of a step of the state",
    "sigma_q": "standard deviation of the error of the quantitative measurement",
    "a": "constant of the qualitative measurement",
    "b": "slope of the qualitative measurement on the state",
    "sigma_v": "standard deviation of the error of the qualitative measurement, without respondents' error",
}


@dataclass(frozen=True)
class Truth:
    """The frames of the folder `truth`, and the parameters by name."""

    parameters: Mapping[str, float]
    waves: pd.DataFrame
    organisations: pd.DataFrame
    assessments: pd.DataFrame
    calibration: pd.DataFrame


def read(folder: Path | str) -> Truth:
    """The truth behind the synthetic portfolio in a folder. Raises BadInput where there is none."""
    place = Path(folder) / facts.TRUTH
    missing = [name for name in Truth.__annotations__ if not (place / f"{name}.csv").is_file()]
    if missing:
        raise BadInput.of(folder, f"expected a synthetic portfolio; {facts.TRUTH}/{missing[0]}.csv is missing")
    frames = {name: pd.read_csv(place / f"{name}.csv") for name in Truth.__annotations__}
    named = frames["parameters"].set_index("name")["value"]
    return Truth(**{**frames, "parameters": {str(name): float(value) for name, value in named.items()}})


def parameters() -> pd.DataFrame:
    """The parameters behind a portfolio. Columns: name, value, meaning."""
    model = settings.model()
    function = model.function.model_dump()
    peers, answers = model.peers, model.answers
    rows = [(name, function[name], meaning) for name, meaning in MEANINGS.items()]
    rows += [
        ("expert_error_sd", answers.error_sd.expert, "standard deviation of what an expert sees, in steps of 0-5"),
        ("self_error_sd", answers.error_sd.self, "the same of an organisation that assesses itself"),
        ("self_bias", answers.self_bias, "by how many steps organisations see themselves better"),
        ("respondent_sd", peers.respondent_sd, "standard deviation of peers' severity, in points of 0-100"),
        ("noise_sd", peers.noise_sd, "standard deviation of a single answer of a peer, in points of 0-100"),
        (
            "aspect_sd",
            peers.aspect_sd,
            "standard deviation of own offsets of aspects, in points of 0-100",
        ),
        ("rho", model.excellence.rho, "correlation of excellence with competitiveness, in the part not learnt"),
    ]
    rows += [
        (f"aspect_{name}", offset, "offset of the aspect, in points of 0-100") for name, offset in peers.aspects.items()
    ]
    return pd.DataFrame(rows, columns=["name", "value", "meaning"])
