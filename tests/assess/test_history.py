"""Labels over time: the cases beside the rules, ends, states and counts."""

import datetime as dt

import pandas as pd
import pytest

from benchlib.assess import history
from benchlib.rules import cases, loading
from benchlib.tables import parsing

RULES = loading.framework("ecei-31").labels


def labels(*rows: tuple) -> pd.DataFrame:
    """Table `labels` from (cluster, level, awarded, valid_until)."""
    frame = pd.DataFrame(rows, columns=["cluster_id", "level", "awarded", "valid_until"]).astype("str")
    for name in ("awarded", "valid_until"):
        frame[f"{name}_from"], frame[f"{name}_to"] = parsing.interval(frame[name].fillna(""))
    return frame.assign(score_percent=float("nan"), source="x")


def states(table: pd.DataFrame, day: str, clusters=("c",)) -> pd.DataFrame:
    line = history.timeline(table, RULES)
    return history.statuses(line, pd.Series(clusters), dt.date.fromisoformat(day), RULES).set_index(
        ["cluster_id", "level"]
    )


@pytest.mark.parametrize("case", cases.history().cases, ids=lambda case: case.title)
def test_the_cases_beside_the_rules(case):
    table = labels(*(("c", award.level, award.awarded, award.valid_until) for award in case.labels))
    line = history.timeline(table, RULES)
    got = history.statuses(line, pd.Series(["c"]), case.as_of, RULES).set_index("level")
    for level, expected in case.expect.items():
        row = got.loc[level]
        assert row["state"] == expected.state
        assert _day(row["valid_until_from"]) == expected.until_from
        assert _day(row["valid_until_to"]) == expected.until_to
        begun = line[(line["level"] == level) & ~(line["awarded_from"] > pd.Timestamp(case.as_of))]
        assert (begun["kind"].iloc[-1] if len(begun) else None) == expected.kind


def _day(moment: pd.Timestamp) -> dt.date | None:
    return None if pd.isna(moment) else moment.date()


def test_awards_are_numbered_in_time_within_organisation_and_level():
    table = labels(
        ("b", "gold", "2020", None),
        ("a", "gold", "2021-05", None),
        ("b", "gold", "2016", None),
        ("b", "bronze", "2014", None),
    )
    line = history.timeline(table, RULES)
    assert line[["cluster_id", "level", "awarded", "number"]].to_numpy().tolist() == [
        ["a", "gold", "2021-05", 1],
        ["b", "bronze", "2014", 1],
        ["b", "gold", "2016", 1],
        ["b", "gold", "2020", 2],
    ]


def test_a_renewal_after_a_published_end_extends_that_end():
    line = history.timeline(labels(("c", "gold", "2018-03", "2020-06-15"), ("c", "gold", "2021-06-15", None)), RULES)
    assert line["kind"].tolist() == ["first", "renewal"]
    assert line["until_to"].dt.date.tolist() == [dt.date(2020, 6, 15), dt.date(2023, 6, 15)]
    assert line["until_basis"].tolist() == ["published", "rule"]


def test_one_day_beyond_the_window_is_a_new_start():
    line = history.timeline(labels(("c", "gold", "2018-03", "2020-06-15"), ("c", "gold", "2021-06-16", None)), RULES)
    assert line["kind"].tolist() == ["first", "new start"]
    assert line["until_to"].dt.date.tolist()[1] == dt.date(2023, 6, 30)


def test_ever_awarded_and_valid_are_counted_apart():
    table = labels(
        ("a", "gold", "2020-05-10", None),
        ("b", "gold", "2015", None),
        ("c", "gold", None, None),
        ("d", "silver", "2020", None),
    )
    line = history.timeline(table, RULES)
    status = history.statuses(line, pd.Series(list("abcde")), dt.date(2022, 3, 1), RULES)
    assert history.counts(status).to_dict("index") == {
        "bronze": {"ever": 0, "valid_low": 0, "valid_high": 0},
        "silver": {"ever": 1, "valid_low": 0, "valid_high": 1},
        "gold": {"ever": 3, "valid_low": 1, "valid_high": 2},
    }


def test_an_award_known_by_its_end_alone_is_valid_as_long_as_a_first_label_holds_for_sure():
    table = labels(("c", "bronze", None, "2018-06-30"))
    got = {
        day: states(table, day).at[("c", "bronze"), "state"]
        for day in ("2015-06-29", "2015-07-01", "2016-06-30", "2018-06-30", "2018-07-01")
    }
    assert got == {
        "2015-06-29": "never",  # even a renewal holds for three years at most
        "2015-07-01": "cannot tell",
        "2016-06-30": "valid",
        "2018-06-30": "valid",
        "2018-07-01": "expired",
    }


def test_the_last_day_to_renew_is_a_year_after_the_earliest_end():
    assert states(labels(("c", "bronze", "2019", None)), "2020-01-01").at[
        ("c", "bronze"), "renew_until"
    ] == pd.Timestamp("2022-01-31")


def test_an_organisation_without_labels_has_never_held_one():
    got = states(labels(("a", "gold", "2020", None)), "2021-06-01", clusters=("a", "z"))
    assert got.loc["z", "state"].tolist() == ["never"] * 3
