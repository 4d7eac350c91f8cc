"""What stands behind a synthetic portfolio and no real one can show, for tests of the methods."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchlib.synthetic import settings
from benchlib.tables.faults import BadInput

FOLDER = "truth"


@dataclass(frozen=True)
class Table:
    """A table of the truth: what it holds, and what its columns mean."""

    meaning: str
    columns: Mapping[str, str]


_CLUSTER = {"cluster_id": "the cluster organisation"}
TABLES: Mapping[str, Table] = {
    "parameters": Table(
        "parameters of the model",
        {
            "name": "as the methods name it",
            "value": "its value",
            "meaning": "what it is, and its unit",
        },
    ),
    "waves": Table(
        "latent states, one row an organisation and wave",
        _CLUSTER
        | {
            "wave": "year",
            "theta": "competitiveness, the state of the cluster function (0-100)",
            "q": "its quantitative measurement, as the figures show it before rounding (0-100)",
            "v": "its qualitative measurement, before peers answer (0-100)",
            "excellence": "of the management (standard deviation about 1)",
            "team_employees": "employees of the management (number)",
            "team_fte": "full-time equivalents of the management (FTE)",
        },
    ),
    "organisations": Table(
        "aims of organisations, one row each",
        _CLUSTER
        | {
            "goes_for_silver": "whether it goes for silver (yes or no)",
            "goes_for_gold": "whether it goes for gold from the start (yes or no)",
            "listed": "whether it is listed on the platform once that is asked for (yes or no)",
        },
    ),
    "assessments": Table(
        "scores free of assessors' error, one row an assessment",
        {"assessment_id": "the assessment", "true_percent": "score without assessors' error (percent of the maximum)"},
    ),
    "calibration": Table(
        "what came out beside published figures, one row a target",
        {
            "target": "name of the target in data/synthetic/targets.yaml",
            "date": "day it looks at",
            "published": "the published figure",
            "expected": "the same; counts of organisations scaled to the size of the portfolio",
            "got": "what came out",
            "unit": "unit of the figures",
            "low": "least that counts as near",
            "high": "most that counts as near",
            "within": "whether it is near (yes, no, or too few organisations to say)",
            "mark": "how sure the published figure is",
            "source": "where it was published",
        },
    ),
}

MEANINGS = {
    "m0": "mean of the first state of competitiveness",
    "P0": "variance of the first state",
    "sigma_eta": "standard deviation of a step of the state",
    "sigma_q": "standard deviation of the error of the quantitative measurement",
    "a": "constant of the qualitative measurement",
    "b": "slope of the qualitative measurement on the state",
    "sigma_v": "standard deviation of the error of the qualitative measurement, without respondents' error",
}


def place(name: str) -> str:
    """The file of a table of the truth, without its ending."""
    return f"{FOLDER}/{name}"


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
    place = Path(folder) / FOLDER
    missing = [name for name in TABLES if not (place / f"{name}.csv").is_file()]
    if missing:
        raise BadInput.of(folder, f"expected a synthetic portfolio; {FOLDER}/{missing[0]}.csv is missing")
    frames = {name: pd.read_csv(place / f"{name}.csv") for name in TABLES}
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
