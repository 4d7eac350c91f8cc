"""Standing beside numpy and scipy; views; Gower's distance; what a reader must not learn."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from benchlib.compare import peers
from benchlib.rules import loading

RULES = loading.standing("standing")


def portfolio(n: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    ids = [f"c{number}" for number in range(n)]
    organisations = pd.DataFrame(
        {
            "area": rng.choice(["ICT", "Biotechnology", None], n),
            "country": rng.choice(["RO", "DE", "BE"], n),
            "size": rng.integers(5, 300, n).astype(float),
            "age": rng.integers(1, 30, n).astype(float),
            **{
                f"holds_{level}": rng.random(n) < share
                for level, share in (("bronze", 0.6), ("silver", 0.3), ("gold", 0.2))
            },
        },
        index=ids,
    )
    values = np.where(rng.random((n, 3)) < 0.1, np.nan, rng.integers(0, 21, (n, 3)) * 5.0)
    return organisations, pd.DataFrame(values, index=ids, columns=["total", "1", "2.4"])


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_quartiles_and_percentiles_equal_numpy_and_scipy(seed):
    organisations, percent = portfolio(40, seed)
    got = peers.standing(organisations, percent, RULES)
    seen = got[got["shown"] & (got["view"] == "all")]
    assert len(seen) == 40 * 3
    for row in seen.itertuples():
        others = percent[row.item].drop(row.cluster_id).dropna()
        assert row.others == len(others)
        np.testing.assert_allclose([row.q25, row.median, row.q75], np.quantile(others, [0.25, 0.5, 0.75]), rtol=1e-12)
        own = percent.at[row.cluster_id, row.item]
        if np.isnan(own):
            assert np.isnan(row.percentile)
        else:
            assert row.percentile == pytest.approx(stats.percentileofscore(others, own, kind="mean"), abs=1e-4)


def test_chunks_do_not_change_the_result(monkeypatch):
    organisations, percent = portfolio(40, 4)
    whole = peers.standing(organisations, percent, RULES)
    monkeypatch.setattr(peers, "CHUNK", 7)
    key = ["cluster_id", "view", "item"]
    pd.testing.assert_frame_equal(
        peers.standing(organisations, percent, RULES).sort_values(key, ignore_index=True),
        whole.sort_values(key, ignore_index=True),
    )


def test_what_is_not_shown_is_missing():
    organisations, percent = portfolio(12, 5)
    hidden = peers.standing(organisations, percent, RULES).query("not shown")
    assert len(hidden) > 0
    assert hidden[["others", "q25", "median", "q75", "percentile"]].isna().all(axis=None)


def test_five_others_are_enough_and_four_are_not():
    for others, shown in ((5, True), (4, False)):
        organisations, _ = portfolio(others + 1, 6)
        percent = pd.DataFrame({"total": np.arange(others + 1.0)}, index=organisations.index)
        got = peers.standing(organisations, percent, RULES).query("view == 'all'")
        assert got["shown"].tolist() == [shown] * (others + 1)


@given(st.integers(6, 30), st.integers(0, 2**31))
@settings(max_examples=40, deadline=None)
def test_no_reader_can_subtract_two_views_to_fewer_than_five_others(n, seed):
    organisations, percent = portfolio(n, seed)
    got = peers.standing(organisations, percent, RULES)
    rows = np.arange(n)
    masks = {key: peers.members(view, organisations, rows) for key, view in RULES.views.items()}
    for (cluster, item), seen in got[got["shown"]].groupby(["cluster_id", "item"]):
        reader = organisations.index.get_loc(cluster)
        known = percent[item].notna().to_numpy()
        sets = [set(np.flatnonzero(masks[view][reader] & known)) for view in seen["view"]]
        assert all(len(one) >= 5 for one in sets)
        assert not any(0 < len(one - other) < 5 for one in sets for other in sets)


def test_gower_distance_by_hand():
    numbers = np.array([[0.0, 10.0], [5.0, 20.0], [10.0, np.nan]])
    area = pd.Series(["ICT", "Food", None])
    got = peers.gower(numbers, [area], np.array([0, 2]))
    # 0-1: (5/10 + 10/10 + 1) / 3; 0-2: only the first number can be compared; 2-1: likewise
    np.testing.assert_allclose(got, [[0, 2.5 / 3, 1.0], [1.0, 0.5, 0]])


def test_views_hold_the_others_that_they_name():
    organisations, _ = portfolio(40, 7)
    rows = np.array([3, 10])
    for by in ("area", "country"):
        mask = peers.members(RULES.views[by], organisations, rows)
        for reader, inside in zip(rows, mask, strict=True):
            own = organisations[by].iloc[reader]
            expected = [i for i, value in enumerate(organisations[by]) if value == own and i != reader]
            assert np.flatnonzero(inside).tolist() == expected
    gold = peers.members(RULES.views["label_gold"], organisations, rows)
    assert np.flatnonzero(gold[0]).tolist() == [i for i in np.flatnonzero(organisations["holds_gold"]) if i != 3]


def test_the_nearest_are_the_nearest_by_gower():
    organisations, _ = portfolio(40, 8)
    mask = peers.members(RULES.views["nearest"].model_copy(update={"size": 5}), organisations, np.array([4]))[0]
    numbers = np.column_stack([np.log1p(organisations["size"]), organisations["age"]])
    distance = peers.gower(numbers, [organisations["area"]], np.array([4]))[0]
    distance[4] = np.inf
    assert mask.sum() == 5
    assert distance[mask].max() <= distance[~mask].min()
