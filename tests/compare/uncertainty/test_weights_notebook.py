"""The interactive notebook on weights: what its table shows after a slider or a menu moves, without a kernel."""

import json
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from benchlib.compare.index import chain
from benchlib.compare.index.configuration import Configuration
from benchlib.compare.index.reading import Tables

NOTEBOOK = Path(__file__).resolve().parents[3] / "notebooks" / "research" / "weights.ipynb"


@pytest.fixture
def opened(monkeypatch) -> dict:
    """The names that the notebook's cells leave behind."""
    monkeypatch.chdir(NOTEBOOK.parent)
    cells = json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]
    names: dict = {"__name__": "__main__"}
    for cell in cells:
        if cell["cell_type"] == "code":
            exec(compile("".join(cell["source"]), NOTEBOOK.name, "exec"), names)
    return names


def shown(names: dict) -> pd.DataFrame:
    """The table as a reader sees it: unit, rank, low, high, gained."""
    rows = BeautifulSoup(names["table"].value, "html.parser").find_all("tr")[1:]
    cells = [[cell.text for cell in row.find_all("td")] for row in rows]
    frame = pd.DataFrame({"unit": [row[0] for row in cells], "rank": [float(row[1]) for row in cells]})
    bounds = [row[2].split(" to ") for row in cells]
    frame["low"], frame["high"] = [float(low) for low, _ in bounds], [float(high) for _, high in bounds]
    return frame.assign(gained=[float(row[3]) for row in cells]).set_index("unit")


def ranks(names: dict, moved: dict[str, float], **methods: object) -> pd.Series:
    """Ranks of the index by running the chain on tables and a recipe so changed."""
    index = names["index"]
    meta = index.tables.meta.copy()
    meta["weight"] = meta["code"].map(moved).fillna(meta["weight"])
    config = Configuration.model_validate({**index.config.as_written(), **methods})
    results = chain.run(Tables(index.tables.data, meta), config).results
    return results[results["node"] == "Index"].set_index("unit")["rank"]


def test_the_table_begins_with_the_index_as_published(opened):
    table = shown(opened)
    assert (table["gained"] == 0).all()
    assert table["rank"].to_dict() == ranks(opened, {}).to_dict()
    assert ((table["low"] <= table["rank"]) & (table["rank"] <= table["high"])).all()


def test_ranks_follow_a_slider(opened):
    before = shown(opened)["rank"]
    opened["sliders"]["Physical"].value = 4.0
    table = shown(opened)
    assert table["rank"].to_dict() == ranks(opened, {"Physical": 4.0}).to_dict()
    assert table["gained"].to_dict() == (before - table["rank"]).to_dict()
    assert (table["gained"] != 0).sum() > 10
    opened["sliders"]["Physical"].value = 1.0
    assert (shown(opened)["gained"] == 0).all()


def test_ranks_follow_a_menu(opened):
    opened["menus"]["aggregate"].value = "gmean"
    expected = ranks(opened, {}, aggregate="gmean", normalise={"minmax": {"range": [1, 100]}})
    assert shown(opened)["rank"].to_dict() == expected.to_dict()
    opened["menus"]["weights"].value = "pca"
    expected = ranks(opened, {}, aggregate="gmean", normalise={"minmax": {"range": [1, 100]}}, weights="pca")
    assert shown(opened)["rank"].to_dict() == expected.to_dict()


def test_a_setting_that_makes_no_sense_is_told_and_can_be_taken_back(opened):
    for slider in opened["sliders"].values():
        slider.value = 0.0
    assert "expected a weight above 0 for at least one child of" in opened["table"].value
    for slider in opened["sliders"].values():
        slider.value = 1.0
    assert (shown(opened)["gained"] == 0).all()
