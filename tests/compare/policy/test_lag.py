"""A country beside all others: the probability, its interval against another program, and what is kept back."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from benchlib.compare.policy import lag


@pytest.mark.parametrize("seed", range(6))
def test_the_interval_leaves_out_a_half_where_brunner_and_munzel_reject(seed):
    """scipy's test and the interval are the same statement: p below 10% exactly where the 90% interval has no 0.5."""
    random = np.random.default_rng(seed)
    own, others = random.integers(40, 90, 9).astype(float), random.integers(50, 100, 25).astype(float)
    middle, low, high = lag.ahead(own, others, 0.9)
    wins = (own[:, None] > others).mean() + 0.5 * (own[:, None] == others).mean()
    assert middle == pytest.approx(wins, abs=1e-12)
    test = stats.brunnermunzel(own, others)
    assert (test.pvalue < 0.1) == (not low < 0.5 < high)
    at = 1 - test.pvalue
    ends = lag.ahead(own, others, at)[1:]
    assert min(abs(end - 0.5) for end in ends) < 1e-9


def test_ties_count_by_half():
    assert lag.ahead(np.array([5.0, 5.0]), np.array([5.0, 5.0, 5.0]), 0.9) == (0.5, 0.5, 0.5)


def table(sizes, items=("total",), missing=()):
    countries = [code for code, size in sizes.items() for _ in range(size)]
    ids = [f"c{number}" for number in range(len(countries))]
    values = pd.DataFrame({item: 50.0 + np.arange(len(ids)) for item in items}, index=ids)
    for place, item in missing:
        values.loc[ids[place], item] = np.nan
    return values, pd.Series(countries, index=ids)


def test_a_country_beside_the_rest():
    values, country = table({"DE": 6, "RO": 8})
    rows = lag.beside(values, country, 0.9, 6).set_index("country")
    assert rows.loc["DE", ["organisations", "others", "median", "others_median", "ahead"]].tolist() == [
        6.0,
        8.0,
        52.5,
        59.5,
        0.0,
    ]
    assert rows.loc["RO", "ahead"] == 1.0
    assert rows["shown"].all()


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"DE": 5, "RO": 20}, [False, False]),  # of five, each would see four; and the rest of the 20 is those five
        ({"DE": 6, "RO": 20}, [True, True]),
        ({"DE": 5, "MT": 1, "RO": 20}, [False, False, True]),
    ],
)
def test_few_are_kept_back_on_either_side(sizes, shown):
    values, country = table(sizes)
    rows = lag.beside(values, country, 0.9, 6)
    assert rows["shown"].tolist() == shown
    numbers = rows.loc[~rows["shown"], lag.COLUMNS[2:-1]]
    assert numbers.isna().all(axis=None)


def test_a_missing_value_counts_as_nobody():
    values, country = table({"DE": 6, "RO": 20}, ("total", "1"), [(0, "1")])
    rows = lag.beside(values, country, 0.9, 6).set_index(["country", "item"])
    assert rows.loc[("DE", "total"), "shown"]
    assert not rows.loc[("DE", "1"), "shown"]


def test_nobody_assessed():
    values, country = table({"DE": 6})
    assert len(lag.beside(values.iloc[:0], country.iloc[:0], 0.9, 6)) == 0
