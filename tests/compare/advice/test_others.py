"""What others did, against a table small enough to count by hand; what must be kept back."""

import numpy as np
import pandas as pd
import pytest

from benchlib.assess import history
from benchlib.assess.scoring import Points
from benchlib.compare.advice import others

ITEMS = ["4.1.1", "5.2"]

# organisation: (day, kind, points on the first item, points on the second), in order of time
MADE = {
    "a": [("2015-03-10", "benchmark", 2, 3), ("2017-01-20", "benchmark", 4, 3)],
    "b": [("2015-06-01", "benchmark", 3, np.nan), ("2017-04-01", "benchmark", 2, 4)],
    "c": [("2012-01-15", "benchmark", 5, 5), ("2016-02-01", "benchmark", 1, 2), ("2018-01-01", "benchmark", 2, 5)],
    "first after": [
        ("2015-01-01", "benchmark", 1, 1),
        ("2017-03-01", "benchmark", 1, 2),
        ("2020-01-01", "audit", 5, 5),
    ],
    "nothing before": [("2018-01-01", "benchmark", 1, 1), ("2022-06-01", "benchmark", 5, 5)],
    "gold": [("2015-01-01", "benchmark", 1, 1), ("2017-01-01", "audit", 4, 1)],
    "stays": [("2014-01-10", "benchmark", 1, 4), ("2015-11-12", "benchmark", 2, 3), ("2020-01-12", "benchmark", 5, 5)],
    "stays too": [("2014-05-01", "benchmark", 3, 2), ("2016-03-21", "benchmark", 3, np.nan)],
    "too far apart": [("2012-01-01", "benchmark", 1, 1), ("2018-01-01", "benchmark", 5, 5)],
    "draft": [("2015-01-01", "benchmark", 1, 1), ("2016-11-15", "self", 5, 5)],
}
AWARDS = [
    ("a", "bronze", "2015-03-10"), ("a", "silver", "2017-01-20"),
    ("b", "bronze", "2015-06-01"), ("b", "silver", "2017-05-01"),
    ("c", "bronze", "2012-01-15"), ("c", "silver", "2018-01-01"),
    ("first after", "bronze", "2015-01-01"), ("first after", "silver", "2016-12-01"),
    ("nothing before", "bronze", "2018-01-01"), ("nothing before", "silver", "2018-01-01"),
    ("gold", "bronze", "2015-01-01"), ("gold", "gold", "2017-01-01"),
    ("stays", "bronze", "2014-01-10"),
    ("stays too", "bronze", "2014-05-01"),
    ("too far apart", "bronze", "2012-01-01"),
    ("draft", "bronze", "2015-01-01"),
]  # fmt: skip


def tables(framework, made=None, awards=None) -> tuple[pd.DataFrame, pd.DataFrame, Points]:
    made, awards = made or MADE, awards or AWARDS
    rows = [(f"{name}{number}", name, *one) for name, several in made.items() for number, one in enumerate(several)]
    frame = pd.DataFrame(rows, columns=["assessment_id", "cluster_id", "date", "kind", *ITEMS])
    day = pd.to_datetime(frame["date"]).astype("datetime64[s]")
    status = np.where(frame["kind"] == "self", "draft", "agreed")
    assessments = frame.assign(date_from=day, date_to=day, status=status).drop(columns=ITEMS)
    items = pd.Index(framework.indicators)
    points = np.full((len(frame), len(items)), 3.0)
    points[:, items.get_indexer(ITEMS)] = frame[ITEMS].to_numpy(float)
    none = np.zeros(points.shape)
    scored = Points(pd.Index(frame["assessment_id"]), items, points, none, none, none.astype(int), none.astype(bool))
    labels = pd.DataFrame(awards, columns=["cluster_id", "level", "awarded"])
    awarded = pd.to_datetime(labels["awarded"]).astype("datetime64[s]")
    labels = labels.assign(awarded_from=awarded, awarded_to=awarded, valid_until=None, score_percent=np.nan, source="x")
    labels = labels.assign(valid_until_from=pd.NaT, valid_until_to=pd.NaT)
    ends = dict.fromkeys(("valid_until_from", "valid_until_to"), "datetime64[s]")
    return history.timeline(labels.astype(ends), framework.labels), assessments, scored


def steps(framework, minimum=1, made=None, awards=None) -> pd.DataFrame:
    return others.steps(*tables(framework, made, awards), framework, 12, minimum)


def row(found: pd.DataFrame, start: str, end: str, item: str) -> dict:
    mine = (found["from_level"] == start) & (found["to_level"] == end) & (found["item"] == item)
    (one,) = found[mine].to_dict("records")
    return one


def test_counts_equal_those_made_by_hand(framework):
    found = steps(framework)
    first = row(found, "bronze", "silver", "4.1.1")  # a +2, b -1, c +1, first after 0
    assert (first["organisations"], first["rose"], first["mean_rise"]) == (4, 2 / 4, (2 - 1 + 1 + 0) / 4)
    second = row(found, "bronze", "silver", "5.2")  # a 0, c +3, first after +1; b not known before
    assert (second["organisations"], second["rose"], second["mean_rise"]) == (3, 2 / 3, pytest.approx(4 / 3))
    # stays (of its pairs the one about as far apart) +1, stays too 0; those who went on took a step on the second one
    assert (first["stayed_organisations"], first["stayed_rose"], first["stayed_mean_rise"]) == (2, 1 / 2, 1 / 2)
    assert second["stayed_organisations"] == 1


def test_every_step_has_its_own_rows(framework):
    found = steps(framework)
    assert set(zip(found["from_level"], found["to_level"], strict=True)) == {("bronze", "silver"), ("bronze", "gold")}
    assert found.groupby(["from_level", "to_level"]).size().tolist() == [len(framework.scored)] * 2
    gold = row(found, "bronze", "gold", "4.1.1")
    assert gold["organisations"] == 1
    assert not gold["shown"]
    assert np.isnan(gold["rose"])
    assert list(found.columns) == others.COLUMNS


@pytest.mark.parametrize(("minimum", "shown"), [(3, True), (4, False)])
def test_whoever_is_one_of_them_sees_at_least_so_many_others(framework, minimum, shown):
    one = row(steps(framework, minimum), "bronze", "silver", "4.1.1")
    assert one["organisations"] == 4
    assert one["shown"] is shown
    assert np.isnan([one["rose"], one["mean_rise"]]).tolist() == [not shown] * 2
    assert np.isnan([one["stayed_rose"], one["stayed_mean_rise"]]).all()  # two are too few for either


def test_a_level_whose_day_is_not_known_leaves_the_step_open(framework):
    awards = [*AWARDS[1:], ("a", "bronze", None)]
    one = row(steps(framework, awards=awards), "bronze", "silver", "4.1.1")
    assert one["organisations"] == 3
    assert one["mean_rise"] == pytest.approx(0.0)  # b -1, c +1, first after 0


def test_an_older_assessment_is_not_what_an_award_rests_on(framework):
    days = [("2012-01-01", "benchmark", 1, 1), ("2014-01-01", "benchmark", 2, 2), ("2016-06-01", "audit", 4, 4)]
    made = {"late": days}
    awards = [("late", "bronze", "2012-01-01"), ("late", "silver", "2015-01-01")]
    assert row(steps(framework, 0, made, awards), "bronze", "silver", "4.1.1")["mean_rise"] == 1.0  # 12 months: within
    later = [("late", "bronze", "2012-01-01"), ("late", "silver", "2015-01-02")]
    assert row(steps(framework, 0, made, later), "bronze", "silver", "4.1.1")["mean_rise"] == 2.0  # the first after it


def test_nothing_where_nobody_took_a_step(framework):
    none = steps(framework, made={"stays": MADE["stays"]}, awards=[("stays", "bronze", "2014-01-10")])
    assert none.empty
    assert list(none.columns) == others.COLUMNS
