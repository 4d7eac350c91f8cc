"""Recommendations: limits, groups, order, texts; each of the shipped ones can be given, none without evidence."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.advice import recommendations, signs
from benchlib.rules import loading
from benchlib.rules.files import RuleError
from benchlib.rules.recommendations import Condition, placeholders

RULES = recommendations.load()
KNOWN = signs.catalogue(loading.framework("ecei-31"), loading.competitiveness())


def frame(**columns: list) -> pd.DataFrame:
    """Signs of some organisations; those not named are not known."""
    size = max(map(len, columns.values()), default=1)
    index = pd.Index([f"c{number}" for number in range(size)], name="cluster_id")
    kinds = {name: "str" if sign.is_text else "float64" for name, sign in KNOWN.items()}
    return pd.DataFrame(columns, index=index).reindex(columns=list(KNOWN)).astype(kinds)


def given(table: pd.DataFrame, rules=RULES) -> pd.DataFrame:
    return recommendations.recommend(rules, table, KNOWN)


def only(*keys: str, **changes: object):
    """The rules with some of the shipped recommendations, each changed alike."""
    chosen = {key: RULES.recommendations[key].model_copy(update=changes) for key in keys}
    return RULES.model_copy(update={"recommendations": chosen})


@pytest.mark.parametrize(
    ("limits", "met"),
    [
        ({"below": 2.0}, [True, False, False, False]),
        ({"at_most": 2.0}, [True, True, False, False]),
        ({"at_least": 2.0}, [False, True, True, False]),
        ({"above": 2.0}, [False, False, True, False]),
        ({"at_least": 2.0, "below": 3.0}, [False, True, False, False]),
    ],
)
def test_a_limit_just_below_at_and_above(limits, met):
    table = frame(percent=[1.999, 2.0, 3.0, np.nan])
    assert recommendations.meets(Condition(sign="percent", **limits), table).tolist() == met


def test_a_word_is_equal_or_not():
    table = frame(label=["gold", "silver", None])
    condition = Condition.model_validate({"sign": "label", "is": "gold"})
    assert recommendations.meets(condition, table).tolist() == [True, False, False]


@pytest.mark.parametrize(
    ("months", "expected"),
    [(-1, []), (0, ["renew_now"]), (5, ["renew_now"]), (6, ["renew_soon"]), (11, ["renew_soon"]), (12, [])],
)
def test_the_renewal_is_told_at_its_months(months, expected):
    found = given(frame(label=["gold"], months_to_expiry=[months]))
    assert found["id"].tolist() == expected


def value(condition: Condition) -> object:
    """A value that meets a condition."""
    if condition.is_ is not None:
        return condition.is_
    low = condition.at_least if condition.at_least is not None else condition.above
    high = condition.at_most if condition.at_most is not None else condition.below
    if low is not None and high is not None:
        return (low + high) / 2
    return high - 0.5 if low is None else low + 0.5


@pytest.mark.parametrize("key", RULES.recommendations)
def test_each_can_be_given_and_its_words_are_filled_in(key):
    one = RULES.recommendations[key]
    named = {name for text in one.filled.values() for name in placeholders(text)}
    signs_of_it = {name: "some words" if KNOWN[name].is_text else 1.0 for name in named}
    signs_of_it |= {condition.sign: value(condition) for condition in [*one.all, *one.any[:1]]}
    lacks = [None, *sorted(named)]  # one organisation of which all is known, others of which one value each is not
    columns = {name: [None if name == gap else each for gap in lacks] for name, each in signs_of_it.items()}
    found = given(frame(**columns), only(key))
    assert found[["cluster_id", "id"]].to_numpy().tolist() == [["c0", key]]
    told = found.iloc[0]
    for text in (told["title"], told["text"], told["reason"]):
        assert not set("{}") & set(text)
        assert "nan" not in text.split()
    assert (told["kind"], told["priority"], told["place"]) == (one.kind, one.priority, 1)


def test_nothing_is_said_of_whom_nothing_is_known():
    found = given(frame(percent=[np.nan, np.nan]))
    assert found.empty
    assert list(found.columns) == recommendations.COLUMNS


def test_every_statement_names_evidence():
    for key, one in RULES.recommendations.items():
        assert placeholders(one.reason), key


def test_the_first_of_a_group_is_shown():
    low = frame(**{"points_3.1": [1, 5], "points_3.2": [0, 0]})
    found = given(low)
    assert found["id"].tolist() == ["secure_budget", "private_money"]
    assert found["cluster_id"].tolist() == ["c0", "c1"]


def test_a_group_may_be_named_by_a_sign():
    signs_of_it = {
        "farthest_item": ["Performance monitoring"] * 2, "farthest_code": ["4.1.6", "5.3"], "farthest_below": [60] * 2,
        "farthest_percent": [20] * 2, "farthest_median": [80] * 2, "farthest_next": ["targets"] * 2,
        "points_4.1.6": [1] * 2,
    }  # fmt: skip
    found = given(frame(**signs_of_it))
    assert found["id"].tolist() == ["farthest_indicator", "farthest_indicator", "measured_goals"]
    assert found["place"].tolist() == [1, 1, 2]


def test_order_is_by_priority_then_as_the_file_lists_them():
    table = frame(
        **{"points_2.5": [0], "not_named_share": [50], "not_named": [9], "months_to_expiry": [3], "label": ["gold"]}
    )
    assert given(table)["id"].tolist() == ["renew_now", "talk_to_members", "name_evidence"]
    table["points_4.1.6"] = 0.0
    assert given(table)["id"].tolist() == ["renew_now", "measured_goals", "talk_to_members", "name_evidence"]


def test_words_from_data_stay_as_they_are():
    name = "<b>R&D</b> {percent} \\1"
    table = frame(peers_view=["see less"], peers_view_aspect=[name], competitiveness=[51.25])
    told = given(table).iloc[0]
    assert told["text"].count(f"“{name}”") == 1
    assert (
        told["reason"]
        == f"Peers see less than the figures say (competitiveness 51.2 points); largest departure: {name}."
    )


def test_many_organisations_equal_each_alone():
    rng = np.random.default_rng(3)
    size = 8
    columns = {
        name: rng.choice(["path", "see less", "gold", None], size) if sign.is_text
        else np.where(rng.random(size) < 0.3, np.nan, rng.normal(20, 30, size))
        for name, sign in KNOWN.items()
    }  # fmt: skip
    table = frame(**columns)
    whole = given(table)
    alone = pd.concat([given(table.loc[[name]]) for name in table.index], ignore_index=True)
    pd.testing.assert_frame_equal(whole, alone)
    assert whole.groupby("cluster_id")["place"].agg(list).map(lambda one: one == list(range(1, len(one) + 1))).all()


@pytest.mark.parametrize(
    ("old", "new", "key", "text"),
    [
        (
            "all: [{sign: months_to_renew, at_least: 0}]", "all: [{sign: month_to_renew, at_least: 0}]",
            "recommendations.renew_lapsed.all.0.sign",
            "'month_to_renew'; expected the name of a sign; did you mean 'months_to_renew'?",
        ),
        (
            "Your {lapsed_label} label has expired, but", "Your {lapsed_labels} label has expired, but",
            "recommendations.renew_lapsed.text",
            "'lapsed_labels'; expected the name of a sign; did you mean 'lapsed_label'?",
        ),
        (
            "all: [{sign: points_5.3, at_most: 2}]", "all: [{sign: points_5.9, at_most: 2}]",
            "recommendations.ask_members.all.0.sign", "'points_5.9'; expected the name of a sign",
        ),
        (
            "all: [{sign: labels_ever, at_most: 0}]", "all: [{sign: labels_ever, is: none}]",
            "recommendations.first_label.all.0.sign", "'labels_ever'; expected limits, for it is a number",
        ),
        (
            "all: [{sign: assessment_kind, is: self}]", "all: [{sign: assessment_kind, below: 1}]",
            "recommendations.outside_view.all.0.sign", "'assessment_kind'; expected 'is', for it is a text",
        ),
        (
            'indicators: ["1.2", "2.1"]', 'indicators: ["1.2", "9.9"]',
            "signs.fixed.indicators.1", "'9.9'; expected an indicator of ecei-31",
        ),
        (
            "among: nearest ", "among: farthest ",
            "signs.among", "'farthest'; expected one of the comparative portfolios ['all', 'area', 'country',",
        ),
    ],
)  # fmt: skip
def test_names_that_no_sign_has_are_faults(tmp_path, old, new, key, text):
    source = (loading.RULES / "recommendations.yaml").read_text(encoding="utf-8")
    assert source.count(old) == 1
    file = tmp_path / "mine.yaml"
    file.write_text(source.replace("id: recommendations", "id: mine", 1).replace(old, new), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        recommendations.load(file)
    (fault,) = caught.value.faults
    number = 1 + file.read_text(encoding="utf-8").split(new)[0].count("\n")
    assert text in fault
    assert fault.startswith(f"mine.yaml, line {number}, key {key}: ") or key.endswith("text")


def test_what_another_framework_lacks_is_not_said():
    known = {name: sign for name, sign in KNOWN.items() if name != "points_5.3"}
    table = frame(**{"points_5.3": [0], "points_2.5": [0]})[list(known)]
    assert recommendations.recommend(RULES, table, known)["id"].tolist() == ["talk_to_members"]
