"""The sub-index of the management: marked indicators only, bounds where answers are missing."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare import peers
from benchlib.compare.management import subindex
from benchlib.rules import loading

MARKED = ["2.2.1", "2.2.2", "2.2.3", "2.2.4", "2.4", "2.5", "4.1.4", "4.1.6", "4.4", "5.3"]


@pytest.fixture
def points(framework):
    """a: 3 points everywhere but 5 on 2.4; b: two marked answers missing; c: one unmarked answer missing."""
    frame = pd.DataFrame(3.0, index=pd.Index(["a", "b", "c"], name="cluster_id"), columns=framework.scored)
    frame.loc["a", "2.4"] = 5.0
    frame.loc["b", ["2.2.1", "5.3"]] = np.nan
    frame.loc["c", "1.2"] = np.nan
    return frame


def test_ten_indicators_are_marked(framework):
    assert subindex.indicators(framework) == MARKED
    assert subindex.indicators(loading.framework("ecei-benchmark-36")) == MARKED


def test_points_percent_and_bounds(points, framework):
    found = subindex.subindex(points, framework, 5.0).set_index("cluster_id")
    assert found.loc["a"].tolist() == ["10 / 10", 10, 10, 32.0, 50.0, 64.0, 64.0, 64.0]
    assert found.loc["b", ["indicators", "answered", "asked", "maximum", "low", "high"]].tolist() == [
        *("8 / 10", 8, 10, 50.0, 48.0, 68.0)
    ]
    assert found.loc["b", ["points", "percent"]].isna().all()
    assert found.loc["c", ["points", "low", "high"]].tolist() == [30.0, 60.0, 60.0]
    assert list(found.reset_index().columns) == subindex.COLUMNS


def test_without_marked_indicators_there_is_no_subindex(points, framework):
    changes = {key: {"management": False} for key in MARKED}
    found = subindex.subindex(points, framework.with_changes({"indicators": changes}), 5.0)
    assert (len(found), list(found.columns)) == (0, subindex.COLUMNS)


def test_it_has_its_standing_like_any_item(framework):
    ids = [f"c{number}" for number in range(8)]
    frame = pd.DataFrame({item: np.arange(8) / 2 for item in framework.scored}, index=pd.Index(ids, name="cluster_id"))
    percent = subindex.subindex(frame, framework, 5.0).set_index("cluster_id")["percent"]
    wide = pd.DataFrame({subindex.ITEM: percent})
    columns = {"area": "ICT", "country": "RO", "size": 50.0, "age": 9.0}
    held = {f"holds_{level}": False for level in ("bronze", "silver", "gold")}
    others = pd.DataFrame(columns | held, index=wide.index)
    found = peers.standing(others, wide, loading.standing("standing")).query("view == 'all'").set_index("cluster_id")
    assert found.loc["c7", ["own", "percentile", "others"]].tolist() == [70.0, 100.0, 7.0]
    assert found.loc["c0", "percentile"] == 0.0
