"""Efforts: other files in place of the shipped one, and every misfit with a framework told."""

import pytest

from benchlib.rules import loading
from benchlib.rules.dated import Mark
from benchlib.rules.efforts import Answering, Efforts
from benchlib.rules.files import RuleError

FRAMEWORKS = ["ecei-31", "ecei-benchmark-36", "what-if-70"]


def faults(file, framework="ecei-31"):
    with pytest.raises(RuleError) as caught:
        loading.read(Efforts, file).require_known(loading.framework(framework))
    return caught.value.faults


@pytest.mark.parametrize("name", FRAMEWORKS)
def test_the_shipped_efforts_fit_every_shipped_framework(name):
    loading.read(Efforts, "efforts").require_known(loading.framework(name))


def test_an_indicator_takes_its_own_numbers_or_those_of_its_input():
    efforts, framework = loading.read(Efforts, "efforts"), loading.framework("ecei-benchmark-36")
    own, by_input = (efforts.raising(framework, key) for key in ("4.6.2", "6.1"))
    assert own.points == [1, 1, 2, 3, 4]
    assert by_input == efforts.inputs[framework.indicators["6.1"].input]


def test_all_numbers_are_marked_as_ours():
    efforts = loading.read(Efforts, "efforts")
    entries = [*efforts.inputs.values(), *efforts.indicators.values(), *efforts.questions.values()]
    entries += [*efforts.assessments.values(), efforts.horizon_months, efforts.places, efforts.answering]
    marks = {key: one.mark for key, one in efforts.indicators.items() if one.mark != Mark.PROPOSED}
    assert marks == {"2.1": Mark.INFERRED}
    assert sum(one.mark == Mark.PROPOSED for one in entries) == len(entries) - 1


def test_other_efforts_by_path(changed):
    file = changed('"5.2": {points: [2, 2, 2, 2, 3]', '"5.2": {points: [1, 1, 1, 1, 9.5]', of="efforts")
    assert loading.read(Efforts, file).indicators["5.2"].points == [1, 1, 1, 1, 9.5]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"5.2": {', '"5.22": {', "key indicators.5.22: '5.22'; ecei-31 has no such indicator; did you mean '5.2'?"),
        ("label.listed:", "label.list:", "key questions.label.list: 'label.list'; ecei-31 has no such question"),
        ("[2, 2, 2, 2, 3]", "[2, 2]", "key indicators.5.2.points: expected an effort for each of the 5 points"),
    ],
)  # fmt: skip
def test_what_does_not_fit_the_framework_is_a_fault(changed, old, new, told):
    found = faults(changed(old, new, of="efforts"))
    assert found[0].startswith(f"mine.yaml, {told}")


def test_a_question_or_an_assessment_without_effort_is_a_fault():
    content = loading.read(Efforts, "efforts").model_dump(by_alias=True)
    del content["questions"]["label.listed"], content["assessments"]["audit"]
    with pytest.raises(RuleError) as caught:
        Efforts.model_validate(content).require_known(loading.framework("ecei-31"))
    assert caught.value.faults == (
        "efforts.yaml, key questions.label.listed: expected this key, it is not there",
        "efforts.yaml, key assessments.audit: expected this key, gold asks for it",
    )


def test_an_input_that_an_indicator_needs_is_asked_for(changed):
    text = "  rubric: {points: [2, 3, 4, 6, 8], mark: proposed, source: ours}\n"
    file = changed(text, "", of="efforts")
    loading.read(Efforts, file).require_known(loading.framework("ecei-31"))
    assert "mine.yaml, key inputs.rubric: expected this key, or '6.2' among the indicators" in faults(
        file, "ecei-benchmark-36"
    )


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("answering: {", "answring: {", "key answring: unknown key; did you mean 'answering'?"),
        ("[2, 2, 2, 2, 3]", "[2, 2, 2, 2, -3]", "key indicators.5.2.points.4: Input should be greater than"),
        ("source: framework", "source: nowhere", "key indicators.2.1.source: 'nowhere'; expected one of the sources"),
    ],
)  # fmt: skip
def test_the_file_itself_is_strict(changed, old, new, told):
    assert any(told in fault for fault in faults(changed(old, new, of="efforts")))


@pytest.mark.parametrize(
    ("start", "end", "effort"), [(0, 1, 2), (0, 2, 3), (0, 4, 5), (0.5, 1, 1), (1.5, 3, 1.5), (3, 3, 0), (4, 2, 0)]
)
def test_the_last_unit_holds_for_all_further_ones(start, end, effort):
    assert Answering(units=[2.0, 1.0], mark="proposed", source="ours").effort(start, end) == effort
