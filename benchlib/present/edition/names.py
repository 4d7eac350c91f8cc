"""What the indicators, aspects and parameters of the cluster function are called, as the edition names them."""

from collections.abc import Mapping
from typing import Any

from benchlib.present.edition.reading import Portfolio

PARAMETERS = {
    "m0": "Mean of the clusters when they are first measured",
    "P0": "Their variance around it",
    "sigma_eta": "Change of a cluster from one year to the next",
    "sigma_q": "Noise of the figures",
    "a": "Peers' view: points at a state of nought",
    "b": "Peers' view: points for each point of the state",
    "sigma_v": "Noise of the peers' view",
}
OUTCOMES = {"employment": "Employment", "turnover": "Turnover"}


def _of(p: Portfolio, kind: str, key: str) -> Mapping[str, Any]:
    known = p.edition.get("competitiveness", {}).get(kind, {})
    return known.get(key, {"name": key.replace("_", " ").capitalize(), "unit": ""})


def indicator(p: Portfolio, key: str) -> str:
    """The name of an indicator of the figures; of one that the edition does not name its key in words."""
    return str(_of(p, "indicators", key)["name"])


def unit(p: Portfolio, key: str) -> str:
    """The unit of an indicator of the figures; empty where it is not known."""
    return str(_of(p, "indicators", key)["unit"])


def aspect(p: Portfolio, key: str) -> str:
    """The name of an aspect that peers answer on; of one that the edition does not name its key in words."""
    return str(_of(p, "aspects", key)["name"])


def parameter(key: str) -> str:
    """The name of a parameter of the function."""
    return PARAMETERS.get(key, key)


def outcome(key: str) -> str:
    """The name of an outcome of the management."""
    return OUTCOMES.get(key, key.replace("_", " ").capitalize())


def interval(p: Portfolio) -> str:
    """How much an interval covers, such as "90% interval"; "interval" where the edition does not say."""
    share = p.edition.get("competitiveness", {}).get("interval")
    return "interval" if share is None else f"{100 * share:.0f}% interval"
