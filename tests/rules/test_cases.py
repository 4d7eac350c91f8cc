"""The cases beside the rules: they fit the rules, and none of the rules' edges is without one."""

import datetime as dt
import itertools

import numpy as np
import pandas as pd
import pytest

from benchlib.rules import cases, loading
from benchlib.rules.dated import in_force
from benchlib.rules.files import RuleError
from benchlib.rules.models import Assessed, Held, Months, Share

DAY = pd.Timedelta(days=1)
NEAR = {"count": 1, "rubric": 1, "gate": 1, "share": 0.1, "years": 0.1}
TOP = {"rubric": 5, "gate": 1}
ON = dt.date(2026, 11, 20)


@pytest.fixture(scope="module")
def ecei():
    return loading.framework("ecei-31")


def label_cases():
    return cases.labels().cases


def point_frameworks():
    return list(cases.points().frameworks)


# points


@pytest.mark.parametrize("name", point_frameworks())
def test_points_of_every_case(name):
    framework = loading.framework(name)
    for item, answer, points in cases.points().of(name):
        entry = in_force(framework.indicators[item].points, ON)
        steps = np.array(list(entry.at_least))
        worth = np.array([0, *entry.at_least.values()])
        given = None if answer is None else worth[np.searchsorted(steps, answer, side="right")]
        assert given == points, (item, answer)


@pytest.mark.parametrize("name", point_frameworks())
def test_every_threshold_has_a_case_below_at_and_above_and_every_indicator_a_missing_answer(name):
    framework = loading.framework(name)
    for item, answers in cases.points().frameworks[name].items():
        given = sorted(answer for answer in answers if answer != cases.MISSING)
        kind = framework.indicators[item].input
        near = NEAR[kind] + 1e-9
        assert cases.MISSING in answers, item
        for threshold in framework.indicators[item].points[0].at_least:
            assert any(threshold - near <= answer < threshold for answer in given), (item, threshold)
            assert threshold in given, (item, threshold)
            above = any(threshold < answer <= threshold + near for answer in given)
            assert above or threshold == TOP.get(kind), (item, threshold)


def test_every_indicator_of_every_framework_has_cases():
    frameworks = cases.points().frameworks
    assert list(frameworks["ecei-31"]) == list(loading.framework("ecei-31").indicators)
    both = [*frameworks["ecei-31"], *frameworks["ecei-benchmark-36"]]
    assert both == list(loading.framework("ecei-benchmark-36").indicators)


# labels


@pytest.mark.parametrize("case", label_cases(), ids=lambda case: case.title)
def test_a_label_case_fits_its_framework(case):
    framework = loading.framework(case.framework).with_changes(case.changes)
    rules = framework.labels
    known = {**rules.common, **rules.levels["gold"].conditions, **rules.levels[case.expect.label].conditions}
    assert set(case.expect.conditions) <= set(known)
    for assessment in case.assessments:
        items = {*framework.indicators, cases.DEFAULT}
        assert set(assessment.points) <= items
        assert set(assessment.answers) <= set(rules.questions)
        values = assessment.values(framework, case.as_of)
        assert set(framework.indicators) <= set(values)
        for item, points in assessment.points.items():
            if item != cases.DEFAULT and points is not None:
                at_least = framework.indicators[item].points[0].at_least
                assert max([0, *(given for step, given in at_least.items() if step <= values[item])]) == points


def test_values_of_an_assessment(ecei):
    assessment = cases.Assessed(
        kind="audit", date="2021", points={"default": 3, "1.1.2": 1, "2.4": None}, answers={"label.listed": 1}
    )
    values = assessment.values(ecei, ON)
    assert len(values) == 32
    assert [values[key] for key in ("1.1.0", "1.1.2", "1.2", "2.4", "3.1")] == [1, 15, 60, None, 50]
    assert values["label.listed"] == 1
    assert cases.Assessed(kind="audit", date="2021", points={"default": 0}).values(ecei, ON)["1.1.0"] == 1
    with pytest.raises(ValueError, match="no answer gives 2 points; expected one of \\[0, 5\\]"):
        cases.Assessed(kind="audit", date="2021", points={"default": 0, "1.1.0": 2}).values(ecei, ON)


def judged(case, framework):
    """The assessments of the kind that the case's label asks for, made by its day; the last one is judged."""
    kind = framework.labels.levels[case.expect.label].assessment
    made = [one for one in case.assessments if one.kind == kind and one.status == "agreed"]
    return sorted((one for one in made if one.date <= case.as_of.isoformat()), key=lambda one: one.date)


def points_of(assessment, framework):
    return {
        key: assessment.points.get(key, 5 if indicator.input == "gate" else assessment.points["default"])
        for key, indicator in framework.indicators.items()
    }


def looked_at(case, condition, framework):
    """What a condition looks at in a case whose answers are known: a number to set beside the threshold."""
    made = judged(case, framework)
    if isinstance(condition, Assessed):
        return len(made)
    if not made:
        return None
    if isinstance(condition, Months):
        return pd.Timestamp(made[-1].date)
    points = points_of(made[-1], framework)
    if isinstance(condition, Share):
        scored = [points[key] for key in framework.scored]
        return None if None in scored else sum(scored)
    chosen = {
        "silver_scope": [key for key in points if framework.indicators[key].silver_scope],
        "all": list(points),
    }
    items = condition.items if isinstance(condition.items, list) else chosen[condition.items]
    values = [points.get(item, made[-1].answers.get(item)) for item in items]
    return None if None in values else min(values)


def edges(condition, framework, case):
    """Values just below, at and above each threshold of a condition."""
    if isinstance(condition, Months):
        first = pd.Timestamp(judged(case, framework)[0].date)
        at = [first + pd.DateOffset(months=int(number)) for number in (condition.at_least, condition.at_most)]
        return {day + shift for day in at for shift in (-DAY, 0 * DAY, DAY)}
    at = condition.at_least * 5 * len(framework.scored) if isinstance(condition, Share) else condition.at_least
    near = {round(at) - 1, round(at), round(at) + 1}
    return near - {2} if condition.title.startswith("Listed") else near  # yes is the most that a gate can be


@pytest.mark.parametrize(
    ("name", "path"),
    [
        *(("ecei-31", path) for path, _ in loading.framework("ecei-31").labels.all_conditions()),
        ("what-if-70", ("levels", "gold", "conditions", "share", 0)),
    ],
    ids=lambda value: value if isinstance(value, str) else ".".join(map(str, value)),
)
def test_every_condition_has_cases_below_at_and_above_its_threshold_and_with_each_outcome(name, path):
    framework = loading.framework(name)
    condition = dict(framework.labels.all_conditions())[path]
    level, key = (path[1], path[3]) if path[0] == "levels" else ("bronze", path[1])
    told = [
        case
        for case in label_cases()
        if case.framework == name and case.expect.label == level and key in case.expect.conditions
    ]
    outcomes = {case.expect.conditions[key] for case in told}
    assert {"met", "not met"} <= outcomes
    if name == "ecei-31" and not isinstance(condition, Assessed):
        assert "cannot tell" in outcomes
    if isinstance(condition, Held):
        return
    seen = {looked_at(case, condition, framework) for case in told if case.expect.conditions[key] in ("met", "not met")}
    start = next(case for case in told if judged(case, framework))
    assert edges(condition, framework, start) <= seen


def test_conditions_only_of_the_stricter_reading_are_asked_only_there(ecei):
    for case in label_cases():
        if "every_indicator" in case.expect.conditions:
            strict = case.changes.get("labels", {}).get("strict", False) and case.expect.label == "gold"
            assert (case.expect.conditions["every_indicator"] != "not asked") == strict, case.title


def test_every_date_in_the_conditions_has_cases_before_on_and_after(ecei):
    dates = {pd.Timestamp(condition.from_) for _, condition in ecei.labels.all_conditions()}
    assert dates == {pd.Timestamp("2008-01-01"), pd.Timestamp("2019-11-15")}
    for date, level in [*itertools.product(dates, ["bronze"]), (pd.Timestamp("2019-11-15"), "gold")]:
        asked = {pd.Timestamp(case.as_of) for case in label_cases() if case.expect.label == level}
        assert {date - DAY, date, date + DAY} <= asked


def test_the_verdict_of_a_case_agrees_with_its_conditions():
    for case in label_cases():
        outcomes = set(case.expect.conditions.values())
        if "not met" in outcomes:
            assert case.expect.verdict == "not awarded", case.title
        elif "cannot tell" in outcomes:
            assert case.expect.verdict == "cannot tell", case.title


def test_share_cases_agree_with_the_points_in_them(ecei):
    """The interval of the total decides: met from 120 on at its low end, not met below 120 at its high end."""
    seen = set()
    for case in label_cases():
        if case.framework != "ecei-31" or "share" not in case.expect.conditions or not judged(case, ecei):
            continue
        points = points_of(judged(case, ecei)[-1], ecei)
        low = sum(points[key] or 0 for key in ecei.scored)
        high = low + 5 * sum(points[key] is None for key in ecei.scored)
        expected = "met" if low >= 120 else "not met" if high < 120 else "cannot tell"
        assert case.expect.conditions["share"] == expected, case.title
        seen.add((low, high))
    assert {(119, 119), (120, 120), (121, 121), (115, 120), (119, 124), (114, 119), (120, 125)} <= seen


# history


def test_history_covers_every_state_and_kind():
    expected = [held for case in cases.history().cases for held in case.expect.values()]
    assert {held.state for held in expected} == {"valid", "expired", "never", "cannot tell"}
    assert {held.kind for held in expected} == {"first", "renewal", "new start", "cannot tell", None}


@pytest.mark.parametrize(("level", "kind"), [("bronze", "first"), ("bronze", "renewal"), ("silver", "first")])
def test_history_has_the_last_day_and_the_day_after(level, kind):
    held = [(case.as_of, case.expect[level]) for case in cases.history().cases if level in case.expect]
    held = [(day, one) for day, one in held if one.kind == kind and one.until_from == one.until_to]
    assert any(day == one.until_to and one.state == "valid" for day, one in held)
    assert any(day == one.until_to + dt.timedelta(days=1) and one.state == "expired" for day, one in held)


def test_history_has_a_renewal_before_on_and_after_the_end_and_the_end_of_the_window(ecei):
    window = int(in_force(ecei.labels.renewal_window_months, ON).value)
    end = pd.Timestamp("2019-03-31")
    edge = end + pd.DateOffset(months=window)
    kinds = {
        pd.Timestamp(case.labels[1].awarded): case.expect["bronze"].kind
        for case in cases.history().cases
        if [label.awarded for label in case.labels[:1]] == ["2017-03-15"] and len(case.labels) == 2
        if case.labels[1].level == "bronze" and case.labels[1].awarded <= case.as_of.isoformat()
    }
    assert [kinds[day] for day in (end, end + DAY)] == ["renewal"] * 2
    assert [kinds[day] for day in (edge - DAY, edge, edge + DAY)] == ["renewal", "renewal", "new start"]


def test_history_ends_by_rule_are_the_months_of_the_rules(ecei):
    """A first award holds to the end of the month so many months after it, a renewal from the end before."""
    told = 0
    for case in cases.history().cases:
        for level, held in case.expect.items():
            awards = [label for label in case.labels if label.level == level]
            if held.kind == "first" and len(awards) == 1 and held.until_to and not awards[0].valid_until:
                months = in_force(ecei.labels.levels[level].first_months, ON).value
                first, last = (pd.Period(awards[0].awarded, freq="M") for _ in range(2))
                if len(awards[0].awarded) == 4:
                    first, last = pd.Period(f"{first.year}-01", "M"), pd.Period(f"{first.year}-12", "M")
                ends = tuple((month + int(months)).end_time.date() for month in (first, last))
                assert (held.until_from, held.until_to) == ends, case.title
                told += 1
    assert told > 15


# the files


@pytest.mark.parametrize(
    ("load", "text", "expected"),
    [
        (
            cases.points,
            'title: a\nframeworks:\n  ecei-31:\n    "1.2": {missing: 0}\n',
            "mine.yaml, line 1: ecei-31, 1.2: expected no points for a missing answer and for no other",
        ),
        (
            cases.points,
            'title: a\nframeworks:\n  ecei-31:\n    "1.2": {40: one}\n',
            "mine.yaml, line 4, key frameworks.ecei-31.1.2.40: Input should be a valid integer; found 'one'",
        ),
        (
            cases.labels,
            "title: a\ncases:\n  - title: b\n    as_off: 2020-01-01\n    as_of: 2020-01-01\n"
            "    expect: {label: bronze, verdict: awarded}\n",
            "mine.yaml, line 4, key cases.0.as_off: unknown key; did you mean 'as_of'?",
        ),
        (
            cases.labels,
            "title: a\ncases:\n  - title: b\n    as_of: 2020-01-01\n    expect: {label: bronze, verdict: perhaps}\n",
            "mine.yaml, line 5, key cases.0.expect.verdict: Input should be 'awarded', 'not awarded' or 'cannot tell'",
        ),
        (
            cases.labels,
            "title: a\ncases:\n  - title: b\n    as_of: 2020-01-01\n"
            "    expect: {label: bronze, verdict: cannot tell, valid_until: 2020-01-01}\n",
            "mine.yaml, line 5, key cases.0.expect: expected valid_until only where the label is awarded",
        ),
        (
            cases.history,
            "title: a\ncases:\n  - title: b\n    as_of: 2020-01-01\n"
            "    labels: [{level: bronze, awarded: 2020-1}]\n    expect: {}\n",
            "mine.yaml, line 5, key cases.0.labels.0.awarded: String should match pattern",
        ),
        (
            cases.history,
            "title: a\ncases:\n  - {title: b, as_of: 2020-01-01, labels: [], expect: {}}\n"
            "  - {title: b, as_of: 2020-01-02, labels: [], expect: {}}\n",
            "mine.yaml, line 1: ['b']; expected each title once",
        ),
    ],
)
def test_a_fault_in_cases_names_file_line_and_key(written, load, text, expected):
    with pytest.raises(RuleError) as caught:
        load(written(text))
    assert len(caught.value.faults) == 1
    assert caught.value.faults[0].startswith(expected)


def test_dates_may_be_partial(written):
    text = "title: a\ncases:\n  - {title: b, as_of: 2020-01-01, labels: [%s], expect: {}}\n"
    dates = ["2020-01-05", "2020-01", '"2020"', "2020"]
    file = written(text % ", ".join(f"{{level: gold, awarded: {date}}}" for date in dates))
    (case,) = cases.history(file).cases
    assert [label.awarded for label in case.labels] == ["2020-01-05", "2020-01", "2020", "2020"]
