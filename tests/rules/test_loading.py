"""Rules by name; what-ifs that start from other files; profiles and comparative portfolios."""

import pytest

from benchlib.rules import loading, regional
from benchlib.rules.bridges import Bridge
from benchlib.rules.efforts import Efforts
from benchlib.rules.instruments import Instruments
from benchlib.rules.loading import RULES, RuleError
from benchlib.rules.management import Management
from benchlib.rules.models import Framework, Profile, Standing
from benchlib.rules.recommendations import Recommendations

WHAT_IF = """starts_from: {start}
changes:
  id: {name}
  labels:
    id: {name}-labels
    levels:
      gold:
        first_months:
          - {{from: 2008-01-01, value: {months}, mark: proposed, source: ours}}
"""


def faults(call, *arguments):
    with pytest.raises(RuleError) as caught:
        call(*arguments)
    return caught.value.faults


def test_known_frameworks():
    assert loading.known() == ["ecei-31", "ecei-benchmark-36", "what-if-70"]
    assert all(isinstance(loading.framework(name), Framework) for name in loading.known())


def test_every_rule_file_is_read_by_something():
    read = {"ecei-labels", *loading.known()}  # the label rules are read with the frameworks
    read |= {loading.profile(name).id for name in ("medvia", "medvia-criteria")}
    read |= {loading.standing("standing").id, loading.competitiveness().id}
    read |= set(regional.known())
    further = {"management": Management, "efforts": Efforts, "recommendations": Recommendations}
    further |= {"instruments": Instruments, "areas-nace": Bridge}
    read |= {loading.read(kind, name).id for name, kind in further.items()}
    assert {file.stem for file in RULES.glob("*.yaml")} == read
    assert isinstance(loading.profile("medvia"), Profile)
    assert isinstance(loading.standing("standing"), Standing)


def test_a_framework_by_path_equals_the_one_by_id():
    assert loading.framework(RULES / "ecei-31.yaml") == loading.framework("ecei-31")


def test_an_id_is_not_looked_up_in_the_working_folder(changed, monkeypatch):
    file = changed("title: European", "title: Another European", name="ecei-31")
    monkeypatch.chdir(file.parent)
    assert loading.framework("ecei-31").title.startswith("European")
    assert loading.framework("ecei-31.yaml").title.startswith("Another")


@pytest.mark.parametrize("name", ["ecei-32", "../ecei-31", "cases/points", "", "."])
def test_an_unknown_id_lists_what_is_known(name):
    (fault,) = faults(loading.framework, name)
    assert fault.startswith(f"{name}: no such rules")
    assert fault.endswith("known: " + ", ".join(sorted(file.stem for file in RULES.glob("*.yaml"))))
    assert ("did you mean 'ecei-31'?" in fault) == (name in ("ecei-32", "../ecei-31"))


def test_rules_of_another_kind_are_refused():
    assert faults(loading.framework, "medvia") == ("medvia.yaml, line 1, key labels: expected the id of other rules",)
    found = faults(loading.profile, "standing")
    assert "standing.yaml, line 1, key strengths: expected this key, it is not there" in found
    assert any(fault.endswith("key views: unknown key") for fault in found)


def test_label_rules_beside_the_framework_come_first(changed, line_of):
    changed("value: 24, mark: verified, source: label_body}", "value: 30, mark: verified, source: label_body}",
            of="ecei-labels", name="my-labels")  # fmt: skip
    file = changed("labels: ecei-labels", "labels: my-labels")
    rules = loading.framework(file).labels
    assert rules.id == "my-labels"
    assert rules.levels["gold"].first_months[0].value == 30


@pytest.mark.parametrize(
    ("old", "new", "key", "text"),
    [
        (
            "type: assessed, at_least: 1, from: 2008-01-01, mark: verified",
            "type: assesed, at_least: 1, from: 2008-01-01, mark: verified",
            "levels.bronze.conditions.benchmarked.0",
            "Input tag 'assesed' found using 'type' does not match any of the expected tags",
        ),
        (
            "type: assessed, at_least: 1, from: 2008-01-01, mark: verified",
            "type: assessed, at_least: once, from: 2008-01-01, mark: verified",
            "levels.bronze.conditions.benchmarked.0.at_least",
            "Input should be a valid integer; found 'once'",
        ),
        (
            "  strict: [false, true]",
            "  strict: [false, maybe]",
            "plausible.strict.1",
            "Input should be a valid boolean; found 'maybe'",
        ),
        (
            "renewal_window_months:\n  - {from: 2008-01-01, value: 12, mark: verified, source: label_body,",
            "renewal_window_months:\n  - {from: 2008-01-01, value: 12, mark: verified, source: label_bod,",
            "renewal_window_months.0.source",
            "'label_bod'; expected one of the sources",
        ),
    ],
)
def test_a_fault_in_label_rules_names_their_file(changed, line_of, old, new, key, text):
    rules = changed(old, new, of="ecei-labels", name="my-labels")
    file = changed("labels: ecei-labels", "labels: my-labels")
    line = line_of(rules, new.splitlines()[-1])
    (fault,) = faults(loading.framework, file)
    assert fault.startswith(f"my-labels.yaml, line {line}, key {key}: {text}")


@pytest.mark.parametrize(
    ("old", "new", "key", "text"),
    [
        (
            'items: ["4.6.2"]',
            'items: ["4.6.9"]',
            "labels.common.website.0.items",
            "'4.6.9'; expected an indicator or a question of the label rules",
        ),
        (
            "items: [label.improvements]",
            "items: [label.improvement]",
            "labels.levels.silver.conditions.improvements.0.items",
            "'label.improvement'; expected an indicator or a question of the label rules",
        ),
        (
            'strategy_double: {by_group: {"4": 2.0}',
            'strategy_double: {by_group: {"9": 2.0}',
            "labels.plausible.weights.strategy_double.by_group.9",
            "'9'; expected one of the groups ['1', '2', '3', '4', '5']",
        ),
    ],
)
def test_label_rules_that_do_not_fit_the_framework(changed, line_of, old, new, key, text):
    changed(old, new, of="ecei-labels", name="my-labels")
    file = changed("labels: ecei-labels", "labels: my-labels")
    line = line_of(file, "labels: my-labels")
    assert faults(loading.framework, file) == (f"mine.yaml, line {line}, key {key}: {text}",)


def test_a_chain_of_what_ifs(written):
    written(WHAT_IF.format(start="ecei-31", name="first", months=30), name="first")
    second = written(WHAT_IF.format(start="first", name="second", months=36), name="second")
    by_path = written(WHAT_IF.format(start="first.yaml", name="third", months=48), name="third")
    assert loading.framework(second).labels.levels["gold"].first_months[0].value == 36
    assert loading.framework(by_path).labels.levels["gold"].first_months[0].value == 48
    assert loading.framework(second).labels.levels["silver"].first_months[0].value == 24
    assert loading.framework("ecei-31").labels.levels["gold"].first_months[0].value == 24


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "# a note\nstarts_from: ecei-13\nchanges: {id: mine}\n",
            "mine.yaml, line 2, key starts_from: 'ecei-13'; there are no such rules; did you mean 'ecei-31'?",
        ),
        (
            "starts_from: 31\nchanges: {id: mine}\n",
            "mine.yaml, line 1, key starts_from: expected the id of other rules",
        ),
        (
            "starts_from: mine\nchanges: {id: mine}\n",
            "mine.yaml, line 1, key starts_from: mine -> mine; expected a chain that ends",
        ),
        (
            "starts_from: ecei-31\n",
            "mine.yaml, line 1, key changes: expected 'starts_from' and 'changes' and nothing else",
        ),
        (
            "starts_from: ecei-31\nchanges: {id: mine}\ntitle: a\n",
            "mine.yaml, line 3, key title: expected 'starts_from' and 'changes' and nothing else",
        ),
        (
            "starts_from: ecei-31\nchanges:\n  note: a\n",
            "mine.yaml, line 2, key changes.id: 'ecei-31'; expected the name of the file, 'mine'",
        ),
        (
            'starts_from: ecei-31\nchanges:\n  id: mine\n  indicators:\n    "1.2":\n      poits: 3\n',
            "mine.yaml, line 6, key changes.indicators.1.2.poits: unknown key; did you mean 'points'?",
        ),
        (
            'starts_from: ecei-31\nchanges:\n  id: mine\n  indicators:\n    "1.2": {group: "8"}\n',
            "mine.yaml, line 5, key changes.indicators.1.2.group: '8'; expected one of the groups",
        ),
        (
            'starts_from: ecei-31\nchanges:\n  id: mine\n  indicators:\n    "1.3": null\n',
            "mine.yaml, line 5, key changes.indicators.1.3: there is nothing to remove; expected one of the keys",
        ),
        (
            "starts_from: ecei-31\nchanges:\n  id: mine\n  labels:\n    strict: true\n",
            "mine.yaml, line 4, key changes.labels.id: 'ecei-labels'; expected another id",
        ),
        (
            "starts_from: ecei-31\nchanges:\n  id: mine\n  labels:\n    id: other\n    levels:\n      gold: null\n",
            "mine.yaml, line 6, key changes.labels.levels: ['bronze', 'silver']; expected the levels",
        ),
    ],
)
def test_a_fault_in_changes_names_file_line_and_key(written, text, expected):
    (fault,) = faults(loading.framework, written(text))
    assert fault.startswith(expected)


def test_files_that_start_from_each_other(written):
    written("starts_from: b\nchanges: {id: a}\n", name="a")
    written("starts_from: c\nchanges: {id: b}\n", name="b")
    written("starts_from: b\nchanges: {id: c}\n", name="c")
    (fault,) = faults(loading.framework, written("starts_from: a\nchanges: {id: mine}\n"))
    assert fault == "c.yaml, line 1, key starts_from: b -> c -> b; expected a chain that ends"


def test_a_fault_in_the_file_that_a_what_if_starts_from(changed, written, line_of):
    start = changed("scored: false", "scored: perhaps", name="start")
    (fault,) = faults(loading.framework, written("starts_from: start\nchanges: {id: mine}\n"))
    line = line_of(start, "scored: perhaps")
    assert fault.startswith(f"start.yaml, line {line}, key indicators.1.1.0.scored: Input should be a valid boolean")


@pytest.mark.parametrize(
    ("of", "call", "old", "new", "key", "text"),
    [
        (
            "medvia",
            loading.profile,
            'indicators: ["1.1.2"]',
            "indicators: []",
            "strengths.participants.indicators",
            "List should have at least 1 item",
        ),
        ("medvia", loading.profile, "value: 0.7,", "", "shown_from.value", "expected this key, it is not there"),
        (
            "standing",
            loading.standing,
            "by: area, mark: proposed, source: ours",
            "by: area, mark: proposed, source: us",
            "views.area.source",
            "'us'; expected one of the sources ['ours']",
        ),
        (
            "standing",
            loading.standing,
            "level: gold",
            "level: platinum",
            "views.label_gold.level",
            "Input should be 'bronze', 'silver' or 'gold'; found 'platinum'",
        ),
        (
            "standing",
            loading.standing,
            "size: 30",
            "size: 30.5",
            "views.nearest.size",
            "Input should be a valid integer",
        ),
    ],
)
def test_faults_in_profiles_and_portfolios(changed, line_of, of, call, old, new, key, text):
    file = changed(old, new, of=of)
    (fault,) = faults(call, file)
    line = line_of(file, new or "shown_from:")
    assert fault.startswith(f"mine.yaml, line {line}, key {key}: {text}")
