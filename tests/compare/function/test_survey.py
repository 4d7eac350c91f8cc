"""Peers' answers digitised: means, standard errors, questions skipped, waves, too few respondents."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.function import survey
from benchlib.compare.function.shrinkage import shrunk
from benchlib.rules import loading
from benchlib.tables.schemas import TABLES

SPEC = loading.competitiveness()
ASPECTS = tuple(SPEC.qualitative.aspects)
Z = 1.6448536269514722  # of the 90 % interval


def answered(values: np.ndarray, cluster: str = "c", wave: str = "2020", participant: str | None = None):
    """Table `peer_answers` from answers 1-5 (respondents, aspects), 0 where one is skipped."""
    respondent, aspect = np.nonzero(values)
    columns = {
        "cluster_id": cluster,
        "participant_id": pd.Series([participant] * len(aspect), dtype="str"),
        "wave": wave,
        "respondent": [f"r{number}" for number in respondent],
        "question": [ASPECTS[number] for number in aspect],
        "value": pd.Series(values[respondent, aspect], dtype="Int64"),
    }
    return pd.DataFrame(columns).astype({"respondent": "str", "question": "str"})


def drawn(seed: int, size: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(1, 6, (size, len(ASPECTS)))


def test_composite_and_standard_error_where_all_is_answered():
    blocks = {"a": drawn(1, 5), "b": drawn(2, 9), "c": drawn(3, 6)}
    answers = survey.of_clusters(pd.concat([answered(block, name) for name, block in blocks.items()]), SPEC)
    table = survey.composites(answers).set_index("cluster_id")
    means = {name: 25 * (block - 1).mean(axis=1) for name, block in blocks.items()}
    pooled = sum(((mean - mean.mean()) ** 2).sum() for mean in means.values()) / (4 + 8 + 5)
    for name, mean in means.items():
        assert table.loc[name, "v"] == pytest.approx(mean.mean())
        assert table.loc[name, "s"] == pytest.approx(np.sqrt(pooled / len(mean)))


def test_a_skipped_question_does_not_move_the_composite():
    """Respondents who skip a question that all answer alike leave v as it is; their own means would not."""
    values = np.tile([5, 4, 3, 2, 1], (8, 1))
    skipped = values.copy()
    skipped[:3, 4] = 0
    assert survey.composites(survey.of_clusters(answered(skipped), SPEC))["v"][0] == pytest.approx(50)


def test_the_usual_offset_stands_in_for_an_aspect_that_too_few_answered():
    rows = [answered(drawn(seed, 6), f"c{seed}") for seed in range(40)]
    values = np.tile([5, 4, 3, 2, 1], (6, 1))
    values[1:, 4] = 0  # one answer is left
    answers = survey.of_clusters(pd.concat([*rows, answered(values, "d")]), SPEC)
    offsets = survey.offsets(answers.means)
    assert offsets.sum() == pytest.approx(0, abs=1e-9)
    v = survey.composites(answers).set_index("cluster_id")["v"]
    assert v["d"] == pytest.approx(62.5 - offsets[:4].mean())


@pytest.mark.parametrize("size", [12, 300])
def test_offsets_equal_least_squares_with_dummies(size):
    rng = np.random.default_rng(8)
    means = rng.normal(50, 10, (size, 5)) + np.array([6, -4, 3, -6, 1])
    means[rng.random(means.shape) < 0.25] = np.nan
    place, aspect = np.nonzero(~np.isnan(means))
    design = np.hstack([np.eye(size)[place], np.eye(5)[aspect]])
    effects = np.linalg.lstsq(design, means[place, aspect], rcond=None)[0][size:]
    np.testing.assert_allclose(survey.offsets(means), effects - effects.mean(), atol=1e-9)


def test_standard_error_is_right_where_answers_are_missing():
    """Two answers in ten are missing at random: v is unbiased, s nearly as large as its errors."""
    rng = np.random.default_rng(11)
    places, size = 6000, 9
    level = rng.uniform(40, 60, places)
    severity, offset = rng.normal(0, 7, (places, size, 1)), np.array([12, -8, 6, -12, 2])
    values = level[:, None, None] + offset + severity + rng.normal(0, 12, (places, size, 5))
    values[rng.random(values.shape) < 0.2] = np.nan
    at = pd.DataFrame({"cluster_id": [f"c{number:04}" for number in range(places)], "year": 2020})
    answers = survey.Answers(at, np.repeat(np.arange(places), size), values.reshape(-1, 5), ASPECTS, 5)
    table = survey.composites(answers)
    z = (table["v"] - level) / table["s"]
    assert abs(z.mean()) < 3 / np.sqrt(places)
    assert z.std() == pytest.approx(1.02, abs=0.03)


def test_aspects_with_standard_error_and_shrunk():
    blocks = [drawn(seed, size) for seed, size in enumerate((5, 7, 9, 6, 8))]
    rows = pd.concat([answered(block, f"c{number}") for number, block in enumerate(blocks)])
    table = survey.table(survey.of_clusters(rows, SPEC), SPEC)
    assert table.columns.tolist() == ["cluster_id", *survey.COLUMNS]
    own = table[table["aspect"] == "strategy"].reset_index(drop=True)
    column = ASPECTS.index("strategy")
    points = [25.0 * (block[:, column] - 1) for block in blocks]
    size = np.array([len(one) for one in points])
    variance = sum(((one - one.mean()) ** 2).sum() for one in points) / (size - 1).sum()
    means = np.array([one.mean() for one in points])
    np.testing.assert_allclose(own["mean"], means)
    np.testing.assert_allclose(own["se"], np.sqrt(variance / size))
    expected = shrunk(means, variance / size)
    np.testing.assert_allclose(own["shrunk"], expected.value)
    np.testing.assert_allclose(own["usual"], expected.usual)
    np.testing.assert_allclose(own["reliability"], expected.factor)
    np.testing.assert_allclose(own["low"], expected.value - Z * expected.se)
    np.testing.assert_allclose(own["high"], expected.value + Z * expected.se)


def test_usual_is_that_of_the_year():
    rows = [answered(np.full((5, 5), value), "c", wave) for value, wave in ((2, "2020"), (4, "2021"))]
    table = survey.table(survey.of_clusters(pd.concat(rows), SPEC), SPEC)
    assert table.groupby("year")["usual"].unique().str[0].to_dict() == {2020: 25, 2021: 75}


def test_of_too_few_only_their_number_is_told():
    answers = survey.of_clusters(answered(drawn(1, 4)), SPEC)
    table = survey.table(answers, SPEC)
    assert table["respondents"].tolist() == [4] * 5
    assert not table["shown"].any()
    assert table.drop(columns=["cluster_id", "year", "aspect", "respondents", "shown"]).isna().all(axis=None)
    assert survey.composites(answers)[["v", "s"]].isna().all(axis=None)


def test_waves_of_a_year_are_one_and_those_without_a_year_are_left_out():
    rows = [answered(drawn(seed, 3), wave=wave) for seed, wave in enumerate(("2020-spring", "2020-autumn", "trial"))]
    answers = survey.of_clusters(pd.concat(rows), SPEC)
    assert answers.places.to_dict("list") == {"cluster_id": ["c"], "year": [2020]}
    assert answers.respondents.tolist() == [6]
    expected = 25 * (np.vstack([drawn(0, 3), drawn(1, 3)]).mean() - 1)
    assert survey.composites(answers)["v"][0] == pytest.approx(expected)


def test_answers_on_a_participant_do_not_count_for_its_cluster():
    rows = pd.concat([answered(drawn(1, 5)), answered(drawn(2, 6), participant="p1"), answered(drawn(3, 5), "d")])
    clusters, single = survey.of_clusters(rows, SPEC), survey.of_participants(rows, SPEC)
    assert clusters.places["cluster_id"].tolist() == ["c", "d"]
    assert clusters.respondents.tolist() == [5, 5]
    assert single.places.to_dict("list") == {"cluster_id": ["c"], "participant_id": ["p1"], "year": [2020]}
    assert survey.composites(single)["v"][0] == pytest.approx(25 * (drawn(2, 6).mean() - 1))


def test_rows_in_any_order_and_other_questions():
    rows = pd.concat([answered(drawn(1, 6), "a"), answered(drawn(2, 7), "b")], ignore_index=True)
    other = rows.assign(question="weather")
    mixed = pd.concat([rows, other]).sample(frac=1, random_state=3)
    expected = survey.composites(survey.of_clusters(rows, SPEC))
    pd.testing.assert_frame_equal(survey.composites(survey.of_clusters(mixed, SPEC)), expected)


def test_no_answers():
    empty = TABLES["peer_answers"].empty()
    for answers in (survey.of_clusters(empty, SPEC), survey.of_participants(empty, SPEC)):
        assert survey.table(answers, SPEC).empty
        assert survey.composites(answers).empty
