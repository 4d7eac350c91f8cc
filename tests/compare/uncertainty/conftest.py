"""A small index with gaps, ties and two aggregates, and what varies in it; the ASEM index as published."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchlib.assess.evidence import Evidence, gather
from benchlib.compare.index import chain, configuration, reading
from benchlib.compare.index.chain import Index
from benchlib.compare.index.configuration import Configuration
from benchlib.compare.index.reading import Tables
from benchlib.compare.uncertainty.design import Design
from benchlib.tables import parsing

ASEM = Path(__file__).resolve().parents[3] / "data" / "examples" / "asem"
UNITS = 12
META = [
    ("a", 1, "left", 1.0),
    ("b", 1, "left", 3.0),
    ("c", 1, "right", 1.0),
    ("d", 1, "right", 1.0),
    ("e", 1, "right", 2.0),
    ("left", 2, "top", 2.0),
    ("right", 2, "top", 1.0),
    ("top", 3, None, None),
]


def small_tables(gaps: bool = False, years: bool = False) -> Tables:
    """DATA and META of UNITS units with whole numbers, so that some are tied; every second unit in a group."""
    rng = np.random.default_rng(7)
    data = pd.DataFrame(rng.integers(1, 9, (UNITS, 5)).astype(float), columns=list("abcde"))
    if gaps:
        data.loc[2, "a"] = data.loc[5, "d"] = data.loc[6, "d"] = np.nan
    data.insert(0, "unit", [f"u{number:02}" for number in range(UNITS)])
    data["group_half"] = np.where(np.arange(UNITS) % 2, "odd", "even")
    if years:
        data["unit"], data["year"] = [f"u{number % 6}" for number in range(UNITS)], np.repeat([2020, 2021], 6)
    meta = pd.DataFrame(META, columns=["code", "level", "parent", "weight"]).astype({"weight": float})
    meta["direction"] = [1.0, -1.0, 1.0, 1.0, 1.0, np.nan, np.nan, np.nan]
    meta["denominator"] = pd.Series(None, index=meta.index, dtype="str")
    data.index, meta.index = data.index + 2, meta.index + 2
    return Tables(data, meta)


@pytest.fixture(scope="session")
def small() -> Callable[..., Index]:
    """A function: the small index under a configuration."""

    def build(config: dict | None = None, **kind: bool) -> Index:
        return chain.run(small_tables(**kind), Configuration.model_validate(config or {}))

    return build


@pytest.fixture(scope="session")
def asem() -> Index:
    tables, faults = reading.read(ASEM / "DATA.csv", ASEM / "META.csv")
    assert faults == []
    return chain.run(tables, configuration.load(ASEM / "CONFIG.yaml"))


@pytest.fixture(scope="session")
def designed() -> Callable[..., Design]:
    """A function: a design from its keys; 50 draws unless said."""

    def build(**keys: object) -> Design:
        return Design.model_validate({"draws": 50, **keys})

    return build


DAY = dt.date(2026, 1, 1)


@pytest.fixture(scope="session")
def known(framework) -> Callable[[pd.DataFrame], Evidence]:
    """A function: evidence on organisations that were audited in 2025 and have had bronze, from their answers.

    The assessment of the organisation c1 is a1, and so on.
    """

    def build(answers: pd.DataFrame) -> Evidence:
        made = sorted(answers["assessment_id"].unique())
        clusters = [name.replace("a", "c") for name in made]
        head = {"assessment_id": made, "cluster_id": clusters, "framework": framework.id, "kind": "audit"}
        assessments = dated(pd.DataFrame(head).assign(date="2025-06-01", status="agreed"), "date")
        awards = pd.DataFrame({"cluster_id": clusters, "level": "bronze", "awarded": "2020-01-01", "valid_until": ""})
        awards = dated(awards, "awarded", "valid_until")
        organisations = pd.DataFrame({"cluster_id": clusters})
        return gather(organisations, assessments, answers, awards, framework, DAY)

    return build


def dated(frame: pd.DataFrame, *names: str) -> pd.DataFrame:
    for name in names:
        frame[name] = frame[name].astype("str")
        frame[f"{name}_from"], frame[f"{name}_to"] = parsing.interval(frame[name])
    return frame
