"""Every fault of a rule file is one line with file, line, key and what was expected."""

import os

import pytest

from benchlib.rules import loading
from benchlib.rules.files import RuleError, parsed, suggestion

COUNT = '  "1.1.2":\n    group: "1"\n'
BEFORE = """    points:
      - from: 2008-01-01
        mark: proposed
        source: ours
        note: the first threshold is what the European Cluster Collaboration Platform asks for
        at_least: {15: 1, 20: 2, 30: 3, 40: 4, 60: 5}
"""
ENTRY = """    points:
      - from: 2008-01-01  # here
        mark: proposed
        source: ours
        note: the first threshold is what the European Cluster Collaboration Platform asks for
        at_least: {15: 1, 20: 2, 30: 3, 40: 4, 60: 5}
"""
MAXIMUM = "  - {from: 2008-01-01, value: 5, mark: inferred,"


def faults(file):
    with pytest.raises(RuleError) as caught:
        loading.framework(file)
    assert str(caught.value) == "\n".join(caught.value.faults)
    return caught.value.faults


@pytest.mark.parametrize(
    ("old", "new", "key", "place", "text"),
    [
        pytest.param(
            COUNT, COUNT + "    poits: 3\n", "indicators.1.1.2.poits", "poits: 3",
            "unknown key; did you mean 'points'?", id="unknown key",
        ),
        pytest.param(
            COUNT, '  "1.1.2":\n', "indicators.1.1.2.group", '"1.1.2":', "expected this key, it is not there",
            id="missing key",
        ),
        pytest.param(
            ENTRY, ENTRY.replace("        source: ours\n", ""), "indicators.1.1.2.points.0.source",
            "# here", "expected this key, it is not there", id="missing source",
        ),
        pytest.param(
            ENTRY, ENTRY.replace("source: ours", "source: theirs"), "indicators.1.1.2.points.0.source",
            "source: theirs", "'theirs'; expected one of the sources ['lists', 'software_cluster', 'reading', 'ours']",
            id="unknown source",
        ),
        pytest.param(
            ENTRY, ENTRY.replace("mark: proposed", "mark: certain"), "indicators.1.1.2.points.0.mark", "mark: certain",
            "Input should be 'verified', 'recalled', 'inferred' or 'proposed'; found 'certain'", id="unknown mark",
        ),
        pytest.param(
            "version: 2026-11-20", "version: soon", "version", "version: soon",
            "Input should be a valid date; found 'soon'", id="word for a date",
        ),
        pytest.param(
            "version: 2026-11-20", "version: 2026-11-20 10:30:00", "version", "version: 2026-11-20 10:30:00",
            "Input should be a valid date", id="time for a date",
        ),
        pytest.param(
            "scored: false", "scored: 0", "indicators.1.1.0.scored", "scored: 0",
            "Input should be a valid boolean; found 0", id="number for yes or no",
        ),
        pytest.param(
            MAXIMUM, MAXIMUM.replace("5", '"5"'), "maximum.0.value", 'value: "5"',
            "Input should be a valid number; found '5'", id="text for a number",
        ),
        pytest.param(
            MAXIMUM, MAXIMUM.replace("value: 5", "value: .nan"), "maximum.0.value", "value: .nan",
            "Input should be a finite number; found nan", id="no number",
        ),
        pytest.param(
            "{15: 1, 20: 2", "{fifteen: 1, 20: 2", "indicators.1.1.2.points.0.at_least.fifteen", "{fifteen: 1",
            "Input should be a valid number; found 'fifteen'", id="word for a threshold",
        ),
        pytest.param(
            "{15: 1, 20: 2", "{15: 1.5, 20: 2", "indicators.1.1.2.points.0.at_least.15", "{15: 1.5",
            "Input should be a valid integer; found 1.5", id="half a point",
        ),
        pytest.param(
            '  "1.2":\n', "  1.2:\n", "indicators.1.2", "  1.2:",
            "expected text as key; found 1.2: put it in quotes", id="key without quotes",
        ),
        pytest.param(
            COUNT, COUNT.replace('"1"', "1"), "indicators.1.1.2.group", "group: 1\n".strip(),
            "Input should be a valid string; found 1", id="group without quotes",
        ),
        pytest.param(
            COUNT, COUNT.replace('"1"\n', '"7"\n'), "indicators.1.1.2.group", 'group: "7"',
            "'7'; expected one of the groups ['1', '2', '3', '4', '5']", id="unknown group",
        ),
        pytest.param(
            ENTRY, ENTRY + ENTRY.removeprefix("    points:\n").replace("here", "there"),
            "indicators.1.1.2.points.1.from", "# there",
            "2008-01-01; expected a day after the entry before it ends", id="overlapping dates",
        ),
        pytest.param(
            ENTRY, ENTRY.replace("        mark", "        until: 2007-12-31\n        mark"),
            "indicators.1.1.2.points.0.until", "until: 2007-12-31",
            "2007-12-31; expected a day after 'from'", id="ends before it begins",
        ),
        pytest.param(
            "{15: 1, 20: 2,", "{20: 1, 15: 2,", "indicators.1.1.2.points.0", "# here",
            "expected thresholds in ascending order, each with more points than the one before", id="descending",
        ),
        pytest.param(
            "40: 4, 60: 5}", "40: 4, 60: 5, 90: 6}", "indicators.1.1.2.points.0.at_least", "90: 6}",
            "6 points; expected at most the maximum, 5", id="more than the maximum",
        ),
        pytest.param(
            "          5: 60 participants or more", "          9: 60 participants or more",
            "indicators.1.1.2.points.0", "# here",
            "described [9]; expected only points that a threshold gives", id="described without threshold",
        ),
        pytest.param(
            "labels: ecei-labels", "labels: ecei-label", "labels", "labels: ecei-label",
            "'ecei-label'; there are no such rules; did you mean 'ecei-labels'?", id="unknown label rules",
        ),
        pytest.param(
            "labels: ecei-labels", "labels: [ecei-labels]", "labels", "labels: [ecei-labels]",
            "expected the id of other rules", id="label rules in a list",
        ),
        pytest.param(
            "id: mine", "id: ecei-31", "id", "id: ecei-31",
            "'ecei-31'; expected the name of the file, 'mine'", id="id of another file",
        ),
    ],
)  # fmt: skip
def test_a_fault_names_file_line_and_key(changed, line_of, old, new, key, place, text):
    file = changed(BEFORE, ENTRY)
    file.write_text(file.read_text().replace(old, new, 1))
    (fault,) = faults(file)
    assert fault.startswith(f"mine.yaml, line {line_of(file, place)}, key {key}: {text}")


def test_all_faults_are_reported_at_once(changed):
    file = changed("scored: false", "scored: 0")
    file.write_text(file.read_text().replace("unit: participants", "units: participants"))
    found = faults(file)
    assert [fault.partition(", key ")[2].partition(":")[0] for fault in found] == [
        "indicators.1.1.0.scored",
        "indicators.1.1.2.unit",
        "indicators.1.1.2.units",
    ]
    assert found[2].endswith("unknown key; did you mean 'unit'?")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("id: mine\ntitle: a\nid: mine\n", 'mine.yaml, line 3: found duplicate key "id"; expected each key once'),
        ("a: {15: 1,\n 15: 2}\n", 'mine.yaml, line 2: found duplicate key "15"; expected each key once'),
        ("a: 1\nb: [1, 2\nc: 3\n", "mine.yaml, line 3: expected ',' or ']', but got ':'; expected YAML"),
        ("a: 1\n\tb: 2\n", "mine.yaml, line 2: found character '\\t' that cannot start any token; expected YAML"),
        ("a: 1\nb: *nothing\n", "mine.yaml, line 2: found undefined alias 'nothing'; expected YAML"),
        ("a: 1\n---\nb: 2\n", "mine.yaml, line 2: but found another document; expected YAML"),
        ("a: 2021-03-01\nb: 2021-02-30\n", "mine.yaml, line 2: day is out of range for month; expected a date"),
        ("a:\n  b: 2021-13-01\n", "mine.yaml, line 2: month must be in 1..12; expected a date as YYYY-MM-DD"),
        ("", "mine.yaml, line 1: expected keys with values"),
        ("- a\n", "mine.yaml, line 1: expected keys with values"),
    ],
)
def test_what_is_not_yaml_names_file_and_line(written, text, expected):
    (fault,) = faults(written(text))
    assert fault.startswith(expected)


def test_text_in_another_encoding_is_refused(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_bytes("title: Märkte\n".encode("cp1252"))
    assert faults(file) == ("mine.yaml, line 1: expected text in UTF-8",)


def test_a_byte_order_mark_is_no_fault(changed):
    file = changed()
    file.write_text(file.read_text(encoding="utf-8"), encoding="utf-8-sig")
    assert loading.framework(file).id == "mine"


def test_a_file_that_is_not_there(tmp_path):
    file = tmp_path / "nowhere.yaml"
    assert faults(file) == (f"{file}: no such file",)
    with pytest.raises(RuleError, match=r"nowhere\.yaml: no such file"):
        parsed(file)


def test_a_file_is_read_again_when_it_has_changed(changed):
    file = changed()
    assert loading.framework(file).indicators["1.1.2"].points[0].at_least[15] == 1
    file.write_text(file.read_text().replace("{15: 1, 20: 2", "{12: 1, 20: 2"))
    os.utime(file, ns=(1, 1))
    assert list(loading.framework(file).indicators["1.1.2"].points[0].at_least) == [12, 20, 30, 40, 60]


def test_suggestion_only_for_what_is_similar():
    assert suggestion("sliver", ["gold", "silver"]) == "; did you mean 'silver'?"
    assert suggestion("bronze", ["gold", "silver"]) == ""
