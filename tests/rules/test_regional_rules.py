"""Rules for regional clusters: what is shipped, and what is refused."""

import pytest

from benchlib.rules import loading, regional
from benchlib.rules.dated import Mark
from benchlib.rules.files import RuleError


def test_the_rules_that_are_shipped():
    assert regional.known() == ["eco-stars", "us-cluster-mapping-2016"]
    mapping, stars = (regional.load(name) for name in ("us-cluster-mapping-2016", "eco-stars"))
    assert mapping.columns == ["qualifying", "significant", "strong", "strong10"]
    assert stars.columns == ["size", "specialisation", "focus", "stars"]
    assert mapping.measures == {"employment", "establishments", "lq"}
    assert stars.measures == {"employment", "lq", "share"}


def test_numbers_signs_and_marks_of_the_american_rule():
    rule = regional.load("us-cluster-mapping-2016")
    told = {
        name: [(one.measure, one.sign, one.quantile, one.value) for one in flag.all_of]
        for name, flag in rule.flags.items()
    }
    assert [(one.measure, one.sign, one.quantile) for one in rule.base] == [
        ("employment", ">", 0.25),
        ("establishments", ">", 0.25),
    ]
    assert told == {
        "qualifying": [("lq", ">", 0.25, None)],
        "significant": [("lq", ">", 0.5, None)],
        "strong": [("lq", ">=", 0.75, None), ("lq", ">=", None, 1.0)],
        "strong10": [("lq", ">=", 0.9, None), ("lq", ">=", None, 1.0)],
    }
    assert (rule.population.measure, rule.population.sign, rule.population.value) == ("employment", ">", 0)
    assert rule.quantiles.type == "linear"
    assert {flag.mark for flag in rule.flags.values()} == {Mark.VERIFIED}


def test_numbers_and_marks_of_the_stars():
    rule = regional.load("eco-stars")
    conditions = {name: flag.all_of[0] for name, flag in rule.flags.items()}
    assert [(one.measure, one.quantile, one.value, one.among, one.mark.value) for one in conditions.values()] == [
        ("employment", 0.9, None, "category", "verified"),
        ("lq", None, 2.0, None, "recalled"),
        ("share", 0.9, None, "all", "recalled"),
    ]
    assert [(one.one, one.two, one.three, one.mark.value) for one in rule.published] == [(1338, 524, 155, "recalled")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "value: 2.0,",
            "value: 2.0, quantile: 0.5,",
            "key flags.specialisation.all_of.0: expected either a value or a q",
        ),
        ("quantile: 0.90, among: all,", "quantile: 0.90,", "all_of.0.among: expected category or all with a quantile"),
        ("quantile: 0.90, among: all", "quantile: 1.5, among: all", "Input should be less than or equal to 1"),
        ("measure: share", "measure: shares", "key flags.focus.all_of.0.measure: Input should be 'employment', 'est"),
        ("type: linear", "type: nearest", "key quantiles.type: Input should be 'linear', 'hazen'"),
        ("count: stars", "count: size", "key flags.size: expected a name that no other column has"),
        ("  focus:\n", "  lq:\n", "key flags.lq: expected a name that no other column has"),
        ("value: 0.90, mark", "value: 90.0, mark", "key interval.value: 90; expected a share between 0 and 1"),
        ("    source: observatory\n", "    source: memory\n", "key flags.size.source: 'memory'; expected one of"),
    ],
)
def test_a_strange_rule_is_refused(tmp_path, old, new, expected):
    file = tmp_path / "mine.yaml"
    text = (loading.RULES / "eco-stars.yaml").read_text(encoding="utf-8").replace("id: eco-stars", "id: mine")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RuleError) as caught:
        regional.load(str(file))
    assert any(expected in fault for fault in caught.value.faults), caught.value.faults
