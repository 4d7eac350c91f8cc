"""Oracle: the Human Development Index of 206 countries and groups over 33 years, as published (CC BY 3.0 IGO)."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchlib.run import index_files

HDI = Path(__file__).resolve().parents[2] / "data" / "examples" / "hdi"


@pytest.fixture(scope="module")
def published() -> pd.DataFrame:
    return pd.read_csv(HDI / "published" / "hdi_components_1990_2022.csv")


@pytest.fixture(scope="module")
def index():
    return index_files.compute(HDI / "DATA.csv", HDI / "META.csv", HDI / "CONFIG.yaml")[0]


def test_all_published_values(index, published):
    assert len(published) == 6171
    assert index.aggregated["hdi"].round(3).tolist() == published["hdi"].tolist()


def test_the_formula(index, published):
    life = ((published["life_expectancy"] - 20) / 65).clip(0, 1)
    schooling = ((published["expected_schooling"] / 18).clip(0, 1) + (published["mean_schooling"] / 15).clip(0, 1)) / 2
    income = (np.log(published["gni_per_capita_ppp2017"] / 100) / np.log(750)).clip(0, 1)
    np.testing.assert_allclose(index.aggregated["hdi"], np.cbrt(life * schooling * income), rtol=1e-13)


def test_ranks_are_those_of_the_year(index):
    year = index.results.query("node == 'hdi' and year == 2022")
    assert year["rank"].min() == 1
    assert year["rank"].max() == len(year)
    assert year.sort_values("rank")["unit"].head(3).tolist() == ["CHE", "NOR", "ISL"]
