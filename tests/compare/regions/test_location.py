"""Location quotients and their intervals: closed forms, a simulation, given totals, and what is missing."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.regions import location


def frame(**columns):
    return pd.DataFrame({"cluster_code": list("aabb"), "region_code": list("xyxy"), **columns})


def test_quotients_from_the_rows():
    found = location.quotients(frame(employment=[30.0, 10, 20, 40]))
    assert found["lq"].tolist() == pytest.approx([1.5, 0.5, 20 / 50 / 0.6, 40 / 50 / 0.6])
    assert list(found.columns) == ["cluster_code", "region_code", "employment", "lq", "lq_low", "lq_high"]
    variance = 1 / 30 - 1 / 50 - 1 / 40 + 2 * 30 / (50 * 40) - 1 / 100
    half = 1.6448536269514722 * np.sqrt(variance)
    assert found.loc[0, ["lq_low", "lq_high"]].tolist() == pytest.approx([1.5 * np.exp(-half), 1.5 * np.exp(half)])


def test_a_quotient_of_two_is_two_to_the_last_bit():
    rng = np.random.default_rng(5)
    region, cluster = rng.integers(1, 10**6, (2, 1000)).astype(float)
    found = location.quotient(2 * region * cluster, region * 7, cluster * 7, np.full(1000, 49.0))
    assert (found == 2).all()


def test_the_variance_is_that_of_the_2_by_2_table():
    """Delta method by numbers: the gradient of ln LQ in the four counts, and the covariance of a multinomial."""
    counts, step = np.array([30.0, 70, 120, 780]), 1e-4

    def log_quotient(n):
        return np.log(n[0] * n.sum() / ((n[0] + n[1]) * (n[0] + n[2])))

    gradient = np.array([(log_quotient(counts + d) - log_quotient(counts - d)) / (2 * step) for d in step * np.eye(4)])
    covariance = np.diag(counts) - np.outer(counts, counts) / counts.sum()
    arguments = [np.array([value]) for value in (30.0, 100.0, 150.0, 1000.0)]
    assert location.log_variance(*arguments)[0] == pytest.approx(gradient @ covariance @ gradient, rel=1e-6)


def test_the_interval_covers_the_truth_nine_times_in_ten():
    rng = np.random.default_rng(11)
    shares = np.array([0.004, 0.036, 0.046, 0.914])  # in both, in the region only, in the industry only, in neither
    truth = shares[0] / ((shares[0] + shares[1]) * (shares[0] + shares[2]))
    drawn = rng.multinomial(20_000, shares, 20_000).astype(float)
    e, region, cluster = drawn[:, 0], drawn[:, 0] + drawn[:, 1], drawn[:, 0] + drawn[:, 2]
    total = drawn.sum(axis=1)
    lq, variance = (make(e, region, cluster, total) for make in (location.quotient, location.log_variance))
    assert np.log(lq).std() == pytest.approx(np.sqrt(variance.mean()), rel=0.03)
    low, high = location.bounds(lq, variance, 0.90)
    assert 0.89 < ((low <= truth) & (truth <= high)).mean() < 0.91


def test_a_region_that_is_the_whole_has_no_doubt():
    one = pd.DataFrame({"cluster_code": ["a"], "region_code": ["x"], "employment": [7.0]})
    assert location.quotients(one)[["lq", "lq_low", "lq_high"]].to_numpy().tolist() == [[1, 1, 1]]


def test_given_totals_take_the_place_of_sums():
    given = frame(employment=[30.0, 10, 20, 40], region_employment=[300.0, 200, 300, np.nan])
    given = given.assign(cluster_employment=[90.0, 90, 80, 80], total_employment=1000.0)
    lq = location.quotients(given)["lq"]
    assert lq.head(3).tolist() == pytest.approx([30 / 300 / 0.09, 10 / 200 / 0.09, 20 / 300 / 0.08])
    assert np.isnan(lq[3])


def test_a_given_quotient_stays_and_its_interval_is_rather_too_wide():
    given = location.quotients(frame(employment=[30.0, 10, 20, 40], lq=[2.0, 0.5, np.nan, 1]))
    assert given["lq"].head(2).tolist() == [2, 0.5]
    assert given.loc[0, "lq_high"] == pytest.approx(2 * np.exp(1.6448536269514722 / np.sqrt(30)))
    assert given.loc[2, ["lq", "lq_low", "lq_high"]].isna().all()
    with_totals = location.quotients(
        frame(employment=[30.0, 10, 20, 40], lq=[2.0, 0.5, np.nan, 1], region_employment=50.0).assign(
            cluster_employment=[40.0, 40, 60, 60], total_employment=100.0
        )
    )
    assert (with_totals["lq_high"] < given["lq_high"]).tolist() == [True, True, False, True]


def test_nobody_and_nothing_known():
    found = location.quotients(frame(employment=[0.0, 10, 20, np.nan]))
    assert found.loc[0, ["lq", "lq_low"]].tolist() == [0, 0]
    assert np.isnan(found.loc[0, "lq_high"])
    assert found.loc[3, ["lq", "lq_low", "lq_high"]].isna().all()
    empty = location.quotients(frame(employment=[0.0, 0, 5, 5]))
    assert empty.loc[:1, "lq"].isna().all()  # an industry that nobody works in has no quotient
