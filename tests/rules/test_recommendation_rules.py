"""Recommendations as rules: what a file may say, and every fault with its line."""

import pytest

from benchlib.rules import loading
from benchlib.rules.files import RuleError
from benchlib.rules.recommendations import Condition, Recommendations, placeholders

LAPSED = "    all: [{sign: months_to_renew, at_least: 0}]\n"


def faults(file) -> tuple[str, ...]:
    with pytest.raises(RuleError) as caught:
        loading.read(Recommendations, file)
    return caught.value.faults


def test_the_shipped_file_says_what_is_whose():
    rules = loading.read(Recommendations, "recommendations")
    assert 25 <= len(rules.recommendations) <= 60
    assert {one.kind for one in rules.recommendations.values()} == set(rules.kinds)
    assert {one.priority for one in rules.recommendations.values()} == set(rules.priorities)
    assert {str(one.mark) for one in rules.recommendations.values()} == {"proposed"}
    assert rules.first_page.value == 3


@pytest.mark.parametrize(
    ("old", "new", "key", "text"),
    [
        pytest.param(
            "    kind: label\n", "    kind: labels\n", "recommendations.renew_lapsed.kind",
            "'labels'; expected one of the kinds ['label', 'management',", id="unknown kind",
        ),
        pytest.param(
            "    priority: 1\n", "    priority: 9\n", "recommendations.renew_lapsed.priority",
            "9; expected one of [1, 2, 3, 4, 5, 6]", id="unknown priority",
        ),
        pytest.param(
            LAPSED, "    all: []\n", "recommendations.renew_lapsed.all",
            "Value should have at least 1 item after validation, not 0", id="no condition",
        ),
        pytest.param(
            LAPSED, "    all: [{sign: months_to_renew}]\n", "recommendations.renew_lapsed.all.0",
            "expected either limits (below, at_most, at_least, above) or 'is'", id="condition without a limit",
        ),
        pytest.param(
            LAPSED, "    all: [{sign: months_to_renew, under: 3}]\n", "recommendations.renew_lapsed.all.0.under",
            "unknown key", id="unknown limit",
        ),
        pytest.param(
            "    source: label_body\n", "    source: theirs\n", "recommendations.renew_lapsed.source",
            "'theirs'; expected one of the sources ['ours', 'label_body', 'platform']", id="unknown source",
        ),
        pytest.param(
            "    title: Renew the expired label while you still can\n", "    title: Renew {\n",
            "recommendations.renew_lapsed.title",
            "expected each brace around the name of a sign, such as {percent}", id="open brace",
        ),
        pytest.param(
            "    title: Renew the expired label while you still can\n", '    title: "Renew {} now"\n',
            "recommendations.renew_lapsed.title",
            "expected each brace around the name of a sign, such as {percent}", id="empty braces",
        ),
        pytest.param(
            "    mark: proposed\n    source: label_body\n", "    source: label_body\n",
            "recommendations.renew_lapsed.mark", "expected this key, it is not there", id="no mark",
        ),
    ],
)  # fmt: skip
def test_a_fault_names_its_key_and_line(changed, old, new, key, text):
    file = changed(old, new, of="recommendations")
    (fault,) = [fault for fault in faults(file) if f"key {key}:" in fault]
    assert text in fault
    lines = file.read_text(encoding="utf-8").splitlines()
    start = lines.index("  renew_lapsed:")
    number = int(fault.split("line ")[1].split(",")[0])
    assert start < number <= start + 16


def test_a_condition_has_limits_or_a_word():
    for wrong in ({"sign": "a"}, {"sign": "a", "is": "x", "below": 1.0}):
        with pytest.raises(ValueError, match="expected either limits"):
            Condition.model_validate(wrong)
    assert Condition.model_validate({"sign": "a", "is": "x"}).is_ == "x"
    assert Condition.model_validate({"sign": "a", "at_least": 1.0, "below": 2.0}).below == 2.0


def test_names_in_braces():
    assert placeholders("no name") == []
    assert placeholders("{points_2.2.1} of 5, {label}") == ["points_2.2.1", "label"]
