"""Value added: growth row by row, the years looked at, and the table of an edition."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.management import growth, value_added
from benchlib.compare.management.window import Window, member, window
from benchlib.rules import loading
from benchlib.rules.management import Management


@pytest.fixture(scope="module")
def rules():
    return loading.read(Management, "management")


@pytest.fixture(scope="module")
def spec():
    return loading.competitiveness()


def dates(*texts):
    return pd.to_datetime(pd.Series(texts)).astype("datetime64[s]")


def small():
    """Two clusters and three participants; p1 is in both, p3 has zero turnover in 2023 and no figures of 2024."""
    listed = pd.DataFrame(
        {
            "cluster_id": ["a", "a", "b", "b"],
            "participant_id": ["p1", "p2", "p1", "p3"],
            "type": ["university", "start_up", "university", None],
            "joined_from": dates(None, "2023-05-01", None, None),
            "left_to": dates(None, None, "2023-06-30", None),
        }
    )
    rows = [
        ("p1", 2022, 10.0, 100.0), ("p1", 2023, 20.0, 50.0), ("p1", 2024, 10.0, 200.0),
        ("p2", 2022, 5.0, 10.0), ("p2", 2023, 10.0, 20.0),
        ("p3", 2022, 8.0, 10.0), ("p3", 2023, 8.0, 0.0),
    ]  # fmt: skip
    figures = pd.DataFrame(rows, columns=["participant_id", "year", "employees", "turnover_eur"])
    organisations = pd.DataFrame({"cluster_id": ["b", "a"], "country": ["RO", None], "area": ["ICT", "ICT"]})
    frames = {"participants": listed, "participant_figures": figures.astype({"year": "Int64"})}
    return frames | {"organisations": organisations}


def test_growth_row_by_row():
    found = growth.growth(small(), Window(2022, 2024)).sort_values(["cluster_id", "participant_id", "year"])
    ten, hundred = 100 * np.log(2), 100 * np.log(4)
    expected = [
        ("a", "p1", 2023, "university", np.log(10), ten, -ten),
        ("a", "p1", 2024, "university", np.log(20), -ten, hundred),
        ("a", "p2", 2023, "start_up", np.log(5), ten, ten),
        ("b", "p1", 2023, "university", np.log(10), ten, -ten),  # left in 2023: the growth of 2024 is not of b
        ("b", "p3", 2023, "", np.log(8), 0.0, np.nan),  # nothing grows from or to a turnover of 0
    ]
    kept = ["cluster_id", "participant_id", "year", "type", "size", "employment", "turnover"]
    assert list(found.columns) == growth.COLUMNS
    wanted = pd.DataFrame(expected, columns=kept)
    pd.testing.assert_frame_equal(found[kept].reset_index(drop=True), wanted, check_dtype=False, rtol=1e-12)
    assert found["country"].tolist() == ["", "", "", "RO", "RO"]


def test_growth_of_earlier_years_is_left_out():
    assert growth.growth(small(), Window(2023, 2024))["year"].tolist() == [2024]


def test_membership_goes_by_what_a_partial_date_may_mean():
    listed = pd.DataFrame(
        {
            "joined_from": dates(None, "2020-01-01", "2020-12-31", "2021-01-01"),
            "left_to": dates(None, "2020-12-31", "2019-12-31", None),
        }
    )
    assert member(listed, 2020).tolist() == [True, True, False, False]
    assert member(listed, pd.Series([2019, 2021, 2019, 2021])).tolist() == [True, False, False, True]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({2020: 10, 2021: 10, 2022: 5}, Window(2017, 2022)),
        ({2020: 10, 2021: 10, 2022: 4}, Window(2016, 2021)),  # under half of the year before
        ({2020: 3}, Window(2015, 2020)),
        ({}, None),
    ],
)
def test_the_last_year_is_one_that_is_reported(rules, counts, expected):
    rows = [(f"p{number}", year) for year, count in counts.items() for number in range(count)]
    figures = pd.DataFrame(rows, columns=["participant_id", "year"]).astype({"year": "Int64"})
    assert window(figures, rules) == expected
    assert expected is None or expected.years == [*range(expected.from_year + 1, expected.to_year + 1)]


@pytest.mark.parametrize(
    ("wanted", "years", "got"),
    [
        ("moving_average", 5, "moving_average"),
        ("moving_average", 2, "independent"),
        ("moving_average", 1, "none"),
        ("independent", 5, "independent"),
        ("none", 5, "none"),
    ],
)
def test_few_years_tell_less(wanted, years, got):
    assert value_added.identified(wanted, years) == got


def simulated(seed=1, clusters=300, first=2020, last=2025):
    """Frames of clusters with known effects on employment (percent a year); turnover grows alike for all clusters."""
    rng = np.random.default_rng(seed)
    firms = rng.integers(1, 12, clusters)
    cluster = np.repeat(np.arange(clusters), firms)
    truth, years = 2 * rng.standard_normal(clusters), last - first
    kinds = np.array(["small_medium_firm", "large_firm", "start_up"])
    kind, country = rng.integers(0, 3, len(cluster)), rng.integers(0, 10, clusters)
    steps = truth[cluster, None] + kind[:, None] + 0.5 * country[cluster, None] + np.linspace(-2, 2, years)
    steps = (
        steps + 1.5 * rng.standard_normal((clusters, years))[cluster] + 3 * rng.standard_normal((len(cluster), years))
    )
    start = 3 + rng.standard_normal(len(cluster))
    employees = np.exp(start[:, None] + np.cumsum(np.pad(steps, ((0, 0), (1, 0))), axis=1) / 100)
    turnover = np.exp(9 + 0.05 * rng.standard_normal(employees.shape))
    ids = np.array([f"c{number:03d}" for number in range(clusters)])
    names = np.array([f"p{number}" for number in range(len(cluster))])
    listed = pd.DataFrame({"cluster_id": ids[cluster], "participant_id": names, "type": kinds[kind]})
    never = pd.Series(pd.NaT, listed.index, dtype="datetime64[s]")
    figures = pd.DataFrame(
        {
            "participant_id": np.repeat(names, years + 1),
            "year": pd.array(np.tile(np.arange(first, last + 1), len(names)), dtype="Int64"),
            "employees": employees.ravel(),
            "turnover_eur": turnover.ravel(),
        }
    )
    organisations = pd.DataFrame({"cluster_id": ids, "country": [f"country {c}" for c in country], "area": "ICT"})
    frames = {"participants": listed.assign(joined_from=never, left_to=never), "participant_figures": figures}
    return frames | {"organisations": organisations}, truth, firms


@pytest.fixture(scope="module")
def found(rules, spec):
    frames, truth, firms = simulated()
    return value_added.value_added(frames, rules, spec), truth, firms


def test_the_table_has_a_row_a_cluster_and_outcome(found):
    table, _, firms = found
    assert list(table.columns) == value_added.COLUMNS
    assert table["cluster_id"].tolist() == [f"c{number:03d}" for number in range(300) for _ in range(2)]
    assert table["outcome"].tolist() == ["employment", "turnover"] * 300
    assert set(zip(table["from_year"], table["to_year"], strict=True)) == {(2020, 2025)}
    jobs = table[table["outcome"] == "employment"]
    np.testing.assert_array_equal(jobs["participants"], firms)
    np.testing.assert_array_equal(jobs["observations"], 5 * firms)


def test_known_effects_lie_in_the_intervals(found):
    table, truth, firms = found
    jobs = table[table["outcome"] == "employment"].set_index("cluster_id")
    np.testing.assert_array_equal(jobs["shown"], firms >= 3)
    assert jobs.loc[~jobs["shown"], ["effect", "low", "high"]].isna().all(axis=None)
    kept = jobs["shown"].to_numpy()
    inside = (jobs["low"] <= truth) & (truth <= jobs["high"])
    assert 0.87 < inside[kept].mean() < 0.93
    assert np.corrcoef(jobs["effect"][kept], truth[kept])[0, 1] > 0.8
    np.testing.assert_allclose(jobs["high"] - jobs["effect"], jobs["effect"] - jobs["low"], rtol=1e-9)


def test_an_effect_that_cannot_be_told_from_none_is_not_shown(found):
    """Turnover swings and has no effect of clusters: an interval of no width would feign that this is sure."""
    table, _, _ = found
    sales = table[table["outcome"] == "turnover"]
    assert not sales["shown"].any()
    assert sales[["effect", "low", "high"]].isna().all(axis=None)
    assert (sales["observations"] > 0).all()


def test_order_of_rows_does_not_matter(rules, spec, found):
    frames, _, _ = simulated()
    mixed = {name: frame.sample(frac=1, random_state=4) for name, frame in frames.items() if name != "organisations"}
    again = value_added.value_added({**frames, **mixed}, rules, spec)
    pd.testing.assert_frame_equal(again, found[0], atol=1e-4, rtol=1e-4)


def test_a_cluster_without_figures_has_a_row_without_effect(rules, spec):
    frames, _, _ = simulated(clusters=30)
    more = pd.DataFrame({"cluster_id": ["new"], "country": ["country 1"], "area": ["ICT"]})
    frames["organisations"] = pd.concat([more, frames["organisations"]], ignore_index=True)
    table = value_added.value_added(frames, rules, spec)
    row = table.iloc[0]
    assert (row["cluster_id"], row["participants"], row["observations"], row["shown"]) == ("new", 0, 0, False)
    assert np.isnan(row["effect"])


def test_a_cluster_alone_in_its_country_has_nothing_to_be_compared_with(rules, spec):
    frames, _, firms = simulated(clusters=150)
    assert firms[7] >= 3
    frames["organisations"].loc[7, "country"] = "another"
    jobs = value_added.value_added(frames, rules, spec).query("outcome == 'employment'").set_index("cluster_id")
    assert not jobs.loc["c007", "shown"]
    np.testing.assert_array_equal(jobs["shown"].drop("c007"), np.delete(firms >= 3, 7))


def test_nothing_to_tell_without_figures_or_with_one_cluster(rules, spec):
    frames, _, _ = simulated(clusters=30)
    nothing = value_added.value_added(
        frames | {"participant_figures": frames["participant_figures"].iloc[:0]}, rules, spec
    )
    assert (len(nothing), list(nothing.columns)) == (0, value_added.COLUMNS)
    silent = frames | {"participant_figures": frames["participant_figures"].assign(turnover_eur=np.nan)}
    sales = value_added.value_added(silent, rules, spec).query("outcome == 'turnover'")
    assert (len(sales), sales["observations"].sum(), sales["shown"].any()) == (30, 0, False)
    one = frames | {"participants": frames["participants"].query("cluster_id == 'c003'")}
    table = value_added.value_added(one, rules, spec)
    assert len(table) == 60
    assert not table["shown"].any()
