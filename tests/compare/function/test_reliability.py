"""Coefficients of reliability beside published tables; many places at once beside one at a time."""

import numpy as np
import pandas as pd
import pytest

from benchlib.assess.agreement import icc
from benchlib.compare.function import reliability
from benchlib.compare.function.survey import Answers
from benchlib.compare.index.correlations import alpha

NAN = np.nan
# Krippendorff (2011), data with four observers, twelve units, five values and gaps, and the four alphas given for them
OBSERVERS = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
)
PUBLISHED = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}
# Shrout and Fleiss (1979), tables 2 and 4
JUDGES = np.array([[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]], dtype=float)
FORMS = {"1,1": 0.17, "2,1": 0.29, "3,1": 0.71, "1,k": 0.44, "2,k": 0.62, "3,k": 0.91}
# Section 6 of the Law School Admission Test (Bock and Lieberman 1970): how often each of the 32 patterns of answers to
# five items came, in binary order; their alpha is .295 (Rizopoulos 2006)
LSAT = [3, 6, 2, 11, 1, 1, 3, 4, 1, 8, 0, 16, 0, 3, 2, 15, 10, 29, 14, 81, 3, 28, 15, 80, 16, 56, 21, 173, 11, 61, 28]


@pytest.mark.parametrize("metric", PUBLISHED)
def test_krippendorff_equals_the_published_value(metric):
    assert reliability.krippendorff(OBSERVERS, metric) == pytest.approx(PUBLISHED[metric], abs=5e-4)


def test_krippendorff_of_many_equals_each_alone():
    rng = np.random.default_rng(1)
    values = rng.integers(1, 6, (7, 6, 5)).astype(float)
    values[rng.random(values.shape) < 0.2] = NAN
    for metric in PUBLISHED:
        each = [reliability.krippendorff(one, metric) for one in values]
        np.testing.assert_allclose(reliability.krippendorff(values, metric), each, rtol=1e-12)


def test_krippendorff_is_one_for_agreement_and_nan_where_nothing_varies():
    assert reliability.krippendorff(np.array([[1.0, 4.0, NAN], [1.0, 4.0, 2.0]])) == pytest.approx(1)
    assert np.isnan(reliability.krippendorff(np.full((3, 4), 2.0)))
    assert np.isnan(reliability.krippendorff(np.full((3, 4), NAN)))


@pytest.mark.parametrize("form", FORMS)
def test_icc_equals_the_published_values(form):
    assert icc(JUDGES, form) == pytest.approx(FORMS[form], abs=5e-3)
    assert icc(np.stack([JUDGES, JUDGES + 1, -JUDGES]), form) == pytest.approx([icc(JUDGES, form)] * 3)


def test_alpha_equals_the_published_value_and_the_icc():
    patterns = (np.arange(32)[:, None] >> np.arange(4, -1, -1)) & 1
    answers = np.repeat(patterns, [*LSAT, 1000 - sum(LSAT)], axis=0).astype(float)
    np.testing.assert_allclose(answers.mean(axis=0), [0.924, 0.709, 0.553, 0.763, 0.870])
    assert alpha(answers) == pytest.approx(0.295, abs=5e-4)
    assert alpha(answers) == pytest.approx(icc(answers, "3,k"), abs=1e-12)


def answers_of(blocks: list[np.ndarray], minimum: float = 3) -> Answers:
    places = pd.DataFrame({"cluster_id": [f"c{number}" for number in range(len(blocks))], "year": 2020})
    place = np.repeat(np.arange(len(blocks)), [len(block) for block in blocks])
    return Answers(places, place, np.vstack(blocks), tuple("abcde"[: blocks[0].shape[1]]), minimum)


def test_table_of_many_places_equals_each_alone():
    rng = np.random.default_rng(3)
    blocks = [25.0 * rng.integers(0, 5, (size, 4)) for size in (5, 8, 5, 3, 8)]
    table = reliability.table(answers_of(blocks))
    assert table["cluster_id"].tolist() == ["c0", "c1", "c2", "c3", "c4"]
    assert table["respondents"].tolist() == [5, 8, 5, 3, 8]
    assert table["aspects"].tolist() == [4] * 5
    assert table["shown"].all()
    np.testing.assert_allclose(table["alpha"], [alpha(block) for block in blocks])
    np.testing.assert_allclose(table["icc"], [icc(block.T, "2,k") for block in blocks])
    np.testing.assert_allclose(table["krippendorff"], [reliability.krippendorff(block) for block in blocks])


def test_skipped_answers_and_aspects():
    rng = np.random.default_rng(5)
    block = 25.0 * rng.integers(0, 5, (7, 4))
    gaps = block.copy()
    gaps[0, 1] = NAN  # one respondent skips a question
    gaps[2:, 3] = NAN  # two answered this aspect: too few
    row = reliability.table(answers_of([gaps])).iloc[0]
    assert (row["respondents"], row["aspects"]) == (7, 3)
    assert row["alpha"] == pytest.approx(alpha(block[1:, :3]))
    assert row["icc"] == pytest.approx(icc(block[1:, :3].T, "2,k"))
    assert row["krippendorff"] == pytest.approx(reliability.krippendorff(gaps[:, :3]))


def test_of_too_few_respondents_only_their_number_is_told():
    row = reliability.table(answers_of([np.array([[0.0, 25.0], [50.0, 75.0]])])).iloc[0]
    assert (row["respondents"], row["aspects"], row["shown"]) == (2, 0, False)
    assert row[["alpha", "icc", "krippendorff"]].isna().all()


def test_no_places():
    empty = Answers(pd.DataFrame({"cluster_id": [], "year": []}), np.zeros(0, int), np.zeros((0, 2)), ("a", "b"), 5)
    table = reliability.table(empty)
    assert table.empty
    assert table.columns.tolist() == ["cluster_id", *reliability.COLUMNS]
