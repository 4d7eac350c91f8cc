"""The default portfolio is near the published figures, and the table says so."""

from pathlib import Path

import pandas as pd
import pytest

from benchlib.synthetic import calibration, portfolio, truth


@pytest.fixture(scope="module")
def default(tmp_path_factory) -> tuple[Path, pd.DataFrame]:
    """The default portfolio, 1,226 organisations of seed 1, and its calibration."""
    folder = tmp_path_factory.mktemp("default")
    return folder, portfolio.write(folder).set_index("target")


@pytest.fixture
def folder(default) -> Path:
    return default[0]


@pytest.fixture
def fit(default) -> pd.DataFrame:
    return default[1]


def test_every_target_is_met(fit):
    assert fit[fit["within"] != "yes"][["expected", "got"]].to_dict("index") == {}
    assert len(fit) == len(calibration.targets().targets)


@pytest.mark.parametrize(
    ("target", "published", "off"),
    [
        ("silver_share_2021", 12.89, 2.0),
        ("gold_share_2021", 10.20, 1.5),
        ("bronze_2014", 566, 35),
        ("bronze_2021", 1226, 60),
        ("valid_2019", 566, 110),
        ("participants_eu", 170, 12),
        ("participants_poland", 103, 15),
        ("participants_hungary", 39.5, 12),
        ("small_teams", 50, 6),
        ("businesses_poland", 84, 3),
        ("gold_score_mean", 93.8, 1.5),
        ("romania_silver_2019", 10, 4),
        ("romania_gold_2021", 6, 3),
    ],
)
def test_what_came_out_is_near_the_published_figure(fit, target, published, off):
    assert fit.at[target, "published"] == published
    assert fit.at[target, "got"] == pytest.approx(published, abs=off)


def test_gold_is_scored_between_80_and_100(folder):
    labels = pd.read_csv(folder / "labels.csv")
    assert labels["score_percent"].dropna().between(80, 100).all()


def test_the_table_is_written_beside_the_truth(folder, fit):
    written = truth.read(folder).calibration.set_index("target")
    assert written["got"].tolist() == fit["got"].tolist()
    assert written.reset_index().columns.tolist() == calibration.COLUMNS


def test_most_have_bronze_by_the_end_of_2021_and_a_few_never(folder):
    first = pd.read_csv(folder / "labels.csv", parse_dates=["awarded"])
    first = first[first["level"] == "bronze"].groupby("cluster_id")["awarded"].min()
    assert 0.96 < (first <= "2021-12-31").sum() / 1226 < 1
    assert 0 < 1226 - len(first) < 25


def test_counts_are_scaled_and_small_portfolios_are_not_judged(small):
    table = small.truth.calibration.set_index("target")
    assert table.at["bronze_2014", "expected"] == pytest.approx(566 * 60 / 1226, abs=0.005)
    assert table.at["participants_eu", "expected"] == 170
    assert set(table["within"]) == {"too few organisations"}
