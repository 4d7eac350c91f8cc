"""Paths to the next label: worked cases, barriers, and that a label is really given once a path has been followed."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchlib.assess import evidence, history, labels, months, path, scoring
from benchlib.rules import loading
from benchlib.rules.efforts import Efforts
from benchlib.tables import checking, parsing

DAY = dt.date(2026, 1, 1)
SAMPLE = Path(__file__).resolve().parents[3] / "data" / "synthetic" / "sample"
HELD = (("bronze", "2019-01-01"),)
NONE_VALID = pd.DataFrame(columns=["cluster_id", "level", "state"])


@pytest.fixture(scope="module")
def efforts():
    return loading.read(Efforts, "efforts")


def with_intervals(frame, *names):
    for name in names:
        frame[f"{name}_from"], frame[f"{name}_to"] = parsing.interval(frame[name].astype("str"))
    return frame


@pytest.fixture(scope="module")
def known(framework, full_answers):
    """A function: evidence of one organisation, `c`, assessed so often, always with these answers."""

    def build(*assessments, held=HELD, answers=None, as_of=DAY, **changes):
        made = [(f"a{at}", "c", "ecei-31", kind, date, "agreed") for at, (kind, date) in enumerate(assessments)]
        columns = ["assessment_id", "cluster_id", "framework", "kind", "date", "status"]
        given = [full_answers(one[0], **changes) if answers is None else answers(one[0]) for one in made]
        awards = pd.DataFrame([("c", *one) for one in held], columns=["cluster_id", "level", "awarded"])
        return evidence.gather(
            pd.DataFrame({"cluster_id": ["c"]}),
            with_intervals(pd.DataFrame(made, columns=columns), "date"),
            pd.concat(given, ignore_index=True),
            with_intervals(awards.assign(valid_until=""), "awarded", "valid_until"),
            framework,
            as_of,
        )

    return build


AT_119 = {"1_2": 0, "2_2_3": 0, "2_2_4": 0, "2_3": 0, "3_1": 0, "3_2": 0, "4_2": 4}
FULL = {"benchmark": ("benchmark", "2019-01-01"), "audit": ("audit", "2025-03-01")}


def on(tables, label, place=1):
    """The steps of a path: item -> (from, to, effort, needed_for), and the row of the path."""
    paths, steps = tables["paths"], tables["path_steps"]
    row = paths[(paths["label"] == label) & (paths["place"] == place)]
    taken = steps[(steps["label"] == label) & (steps["place"] == place)]
    columns = ["from_points", "to_points", "effort", "needed_for"]
    return row.iloc[0], {item: tuple(one) for item, one in zip(taken["item"], taken[columns].to_numpy(), strict=True)}


def test_one_point_short_of_gold(known, framework, efforts):
    """119 of 150: the first point of training, of continuity and of stability take a day each; an audit takes 12."""
    tables = path.paths(known(*FULL.values(), **AT_119), framework, efforts, DAY, NONE_VALID)
    share = "At least 80 % of the maximum"
    for place, item in enumerate(["2.2.3", "2.2.4", "2.3"], start=1):
        row, steps = on(tables, "gold", place)
        assert steps[item] == (0, 1, 1, share)
        assert (list(steps), row["effort"], row["gain"], row["status"]) == ([item, "audit"], 13, 1, "path")
    assert on(tables, "gold")[0]["marginal"] == 1
    assert np.isnan(on(tables, "gold", 2)[0]["marginal"])
    values = tables["point_values"].query("label == 'gold'").set_index("item")["saving"]
    assert values.loc[["2.2.3", "1.2", "4.2", "3.1"]].tolist() == [1, 1, 1, 1]
    assert values.loc[["1.1.0", "2.1", "5.3"]].tolist() == [0, 0, 0]


def test_the_label_before_has_no_path_and_says_why(known, framework, efforts):
    tables = path.paths(known(*FULL.values(), **AT_119), framework, efforts, DAY, NONE_VALID)
    first = tables["paths"].iloc[0]
    assert first[["label", "next", "status"]].tolist() == ["silver", True, "no path"]
    assert first["reason"] == (
        "Second benchmarking 18 to 24 months after the first: the first was on 1 January 2019, "
        "the last day for it was 1 January 2021"
    )
    assert tables["paths"]["next"].tolist() == [True, False, False, False]


def test_at_the_top_nothing_is_left(known, framework, efforts):
    tables = path.paths(known(*FULL.values()), framework, efforts, DAY, NONE_VALID)
    assert tables["paths"][["cluster_id", "status"]].to_numpy().tolist() == [["c", "nothing to improve"]]
    assert tables["paths"]["label"].isna().all()
    assert [len(tables[name]) for name in ("path_steps", "point_values")] == [0, 0]


def test_silver_inside_the_window(known, framework, efforts):
    """The second benchmarking has its days; what is asked of one indicator is not made up for by others."""
    one = known(("benchmark", "2024-05-10"), held=[("bronze", "2024-05-10")], **{"4_1_2": 1, "label_improvements": 1})
    tables = path.paths(one, framework, efforts, DAY, NONE_VALID)
    row, steps = on(tables, "silver")
    assert steps["4.1.2"] == (1, 3, 5, "Every minimum requirement for gold met")
    assert steps["label.improvements"] == (1, 3, 3, "Three areas of improvement described with their effects")
    assert (list(steps), row["effort"]) == (["4.1.2", "label.improvements", "benchmark"], 12)
    assert tables["path_steps"]["name"].iloc[-1] == (
        "Be benchmarked by an expert, between 1 January 2026 and 10 May 2026"
    )
    assert tables["paths"]["place"].tolist() == [1]
    assert np.isnan(row["marginal"])
    values = tables["point_values"].set_index("item")["saving"]
    assert values[values != 0].to_dict() == {"4.1.2": 3}


def test_silver_before_the_window_waits_for_it(known, framework, efforts):
    one = known(("benchmark", "2025-05-10"), held=[("bronze", "2025-05-10")], **{"4_1_2": 1})
    steps = path.paths(one, framework, efforts, DAY, NONE_VALID)["path_steps"]
    assert steps["name"].iloc[-1] == "Be benchmarked by an expert, between 10 November 2026 and 10 May 2027"


def test_a_benchmarking_in_the_window_does_not_keep_it_open(known, framework, efforts):
    """Points were missing in the window: one more benchmarking would come after it."""
    one = known(
        ("benchmark", "2020-01-10"), ("benchmark", "2021-09-10"), held=[("bronze", "2020-01-10")], **{"4_1_2": 1}
    )
    first = path.paths(one, framework, efforts, DAY, NONE_VALID)["paths"].iloc[0]
    assert first[["label", "status"]].tolist() == ["silver", "no path"]
    assert "the last day for it was 10 January 2022" in first["reason"]


def test_who_has_held_silver_is_not_asked_for_the_window(known, framework, efforts):
    held = [("bronze", "2012-01-10"), ("silver", "2013-09-10")]
    one = known(("benchmark", "2012-01-10"), ("benchmark", "2024-01-10"), held=held, **{"4_1_2": 1})
    row, steps = on(path.paths(one, framework, efforts, DAY, NONE_VALID), "silver")
    assert (list(steps), row["effort"]) == (["4.1.2", "benchmark"], 9)


def test_time_alone_raises_years(known, framework, efforts):
    one = known(("benchmark", "2024-05-10"), held=[("bronze", "2024-05-10")], **{"2_1": 2.5})
    reasons = path.paths(one, framework, efforts, DAY, NONE_VALID)["paths"].set_index("label")["reason"]
    assert reasons["silver"] == (
        "Every minimum requirement for gold met: 2.1 Maturity of the cluster management has 2 of the 3 points "
        "asked for, and cannot be raised so far within 24 months (time alone raises it)"
    )
    assert list(reasons.index) == ["silver", "gold"]


def test_a_total_out_of_reach(known, framework, efforts):
    fixed = {"value": 0.0, "because": "nothing moves"}
    inputs = {kind: {**one.model_dump(), "most_raised": fixed} for kind, one in efforts.inputs.items()}
    stuck = Efforts.model_validate({**efforts.model_dump(by_alias=True), "inputs": inputs, "indicators": {}})
    tables = path.paths(known(*FULL.values(), **AT_119), framework, stuck, DAY, NONE_VALID)
    gold = tables["paths"].set_index("label").loc["gold"]
    assert gold["status"] == "no path"
    assert gold["reason"] == (
        "At least 80 % of the maximum: 119 of the 120 points asked for, and at most 119 within 24 months"
    )


def test_a_label_that_has_to_come_first(known, framework, efforts):
    """Bronze is open, since it is not told whether the organisation is listed, and none is on record."""
    one = known(FULL["benchmark"], held=(), label_listed=None)
    paths = path.paths(one, framework, efforts, DAY, NONE_VALID)["paths"].set_index("label")
    assert paths["status"].to_dict() == {"bronze": "path", "silver": "no path", "gold": "no path"}
    assert paths["reason"]["gold"] == (
        "Bronze awarded before (silver may be skipped): bronze is not certain, and has to come first"
    )


def test_before_any_rule_there_is_no_path(known, framework, efforts):
    day = dt.date(2007, 6, 1)
    one = known(("benchmark", "2007-01-10"), held=(), as_of=day)
    paths = path.paths(one, framework, efforts, day, NONE_VALID)["paths"]
    assert paths["reason"].str.split("; ").str[0].tolist() == [
        f"no rule for {label} is in force on the day" for label in ("bronze", "silver", "gold")
    ]


def test_without_an_agreed_assessment_there_is_nothing_to_start_from(known, framework, efforts):
    tables = path.paths(known(("benchmark", "2027-01-10")), framework, efforts, DAY, NONE_VALID)
    assert {name: (len(frame), list(frame.columns)) for name, frame in tables.items()} == {
        "paths": (0, path.PATHS),
        "path_steps": (0, path.STEPS),
        "point_values": (0, path.POINT_VALUES),
    }


def test_missing_answers_count_from_nothing_and_are_steps(known, framework, efforts):
    one = known(FULL["benchmark"], label_listed=None, **{"4_1_2": None, "1_2": 30})
    tables = path.paths(one, framework, efforts, DAY, NONE_VALID)
    bronze, gold = (tables["path_steps"].query("label == @label and place == 1") for label in ("bronze", "gold"))
    assert bronze[["kind", "item", "effort"]].to_numpy().tolist() == [
        ["answer", "label.listed", 0.25],
        ["question", "label.listed", 1],
        ["assessment", "benchmark", 4],
    ]
    assert bronze["name"].iloc[0] == "Answer the question: Listed on the European Cluster Collaboration Platform"
    assert gold[["kind", "item", "from_points", "to_points"]].to_numpy().tolist()[:3] == [
        ["answer", "4.1.2", 0, 0],
        ["answer", "label.listed", 0, 0],
        ["indicator", "4.1.2", 0, 3],
    ]


def test_means_of_assessors_take_the_rest_of_a_point(known, framework, efforts, full_answers):
    """Two assessors at 2 and 3 points: half of the third point is left, and half of its 3 days."""

    def twice(assessment):
        parts = [full_answers(assessment, **{"2_2_3": points}).assign(assessor=f"expert-{points}") for points in (2, 3)]
        return pd.concat(parts)

    one = known(("benchmark", "2024-05-10"), held=[("bronze", "2024-05-10")], answers=twice)
    demanding = framework.with_changes(
        {"labels": {"levels": {"silver": {"conditions": {"minimum": [minimum(framework, ["2.2.3"])]}}}}}
    )
    _, steps = on(path.paths(one, demanding, efforts, DAY, NONE_VALID), "silver")
    assert steps["2.2.3"][:3] == (2.5, 3, 1.5)


def minimum(framework, items):
    entry = framework.labels.levels["silver"].conditions["minimum"][0]
    return {**entry.model_dump(by_alias=True), "items": items}


def followed(known, tables, label, framework, facts, as_of):
    """Verdicts on a label after every organisation with a path has followed one, by cluster_id and place."""
    paths = tables["paths"].query("label == @label and status == 'path'")
    verdicts = {}
    for place in sorted(paths["place"].unique()):
        clusters = paths.loc[paths["place"] == place, "cluster_id"]
        steps = tables["path_steps"].query("label == @label and place == @place")
        verdicts |= one_place(known, clusters, steps, label, framework, facts, as_of)
    return verdicts


def one_place(known, clusters, steps, label, framework, facts, as_of):
    """As `followed`, of one place: new assessments with the points of the path are added to the facts, then judged."""
    kind = framework.labels.levels[label].assessment
    number = steps[steps["kind"] == "assessment"].groupby("cluster_id").size()
    days = [(cluster, day) for cluster in clusters for day in on_days(known, cluster, number[cluster], kind, as_of)]
    new = pd.DataFrame(days, columns=["cluster_id", "date_from"])
    new = new.assign(assessment_id=[f"new-{at}" for at in range(len(new))], date_to=new["date_from"], kind=kind)
    new = new.assign(framework=framework.id, status="agreed", date=new["date_to"].astype("str"))
    both = pd.concat([facts["assessments"], new], ignore_index=True)
    both = both.assign(**{end: pd.to_datetime(both[end]) for end in ("date_from", "date_to")})
    end = max(new["date_to"]).date()
    organisations = pd.DataFrame({"cluster_id": clusters})
    after = evidence.gather(organisations, both, facts["answers"], facts["labels"], framework, end)
    points = after.scored.points.copy()
    planned = reached(known, steps, label)
    place = pd.Index(known.clusters)
    for row, (assessment, cluster) in enumerate(after.assessments[["assessment_id", "cluster_id"]].to_numpy()):
        if assessment.startswith("new-"):
            points[row] = planned[place.get_loc(cluster)]
    judged, _ = labels.judge(replace(after, scored=replace(after.scored, points=points)), framework, end)
    return {(cluster, steps["place"].iloc[0]): int(one) for cluster, one in zip(clusters, judged[label], strict=True)}


def on_days(known, cluster, number, kind, as_of):
    """Days of the assessments still to come: as early as the window of 18 to 24 months allows, or the day after."""
    mine = known.assessments[(known.assessments["cluster_id"] == cluster) & (known.assessments["kind"] == kind)]
    today = np.datetime64(as_of) + 1
    first = months.days(mine["date_to"])[:1] if len(mine) else np.array([today])
    opens = months.add(first, np.array([18.0]))[0]
    last = max(opens, today) if kind == "benchmark" else today
    return [pd.Timestamp(day) for day in [today, last][-number:]]


def test_a_valid_label_is_kept_before_the_next_one(known, framework, efforts):
    """Without the answer on the platform nothing is certain but the record: bronze is next, or silver where valid."""
    holds = pd.DataFrame({"cluster_id": ["c"], "level": ["gold"], "state": ["valid"]})
    short = known(FULL["benchmark"], **{"label.listed": None})
    silver = holds.assign(level="silver")
    labels_of = [path.paths(short, framework, efforts, DAY, frame)["paths"] for frame in (NONE_VALID, silver)]
    assert [frame.loc[frame["next"], "label"].iloc[0] for frame in labels_of] == ["bronze", "silver"]


def reached(known, steps, label):
    """Points of every organisation, in the order of the evidence, with the path followed and answers given (at 0)."""
    items = list(known.scored.items)
    points = np.nan_to_num(known.points(label, items))
    moved = steps[steps["kind"].isin(["indicator", "question"])]
    for cluster, item, value in moved[["cluster_id", "item", "to_points"]].to_numpy():
        points[pd.Index(known.clusters).get_loc(cluster), items.index(item)] = value
    return points


def test_following_a_path_gives_the_label(framework, efforts):
    """Of the whole synthetic sample, at every place: judged again with the planned points, the label is awarded."""
    as_of = dt.date(2026, 12, 31)
    facts = checking.check(SAMPLE, as_of)
    frameworks = {name: loading.framework(name) for name in loading.known()}
    used = {"answers": facts["answers"], "labels": facts["labels"]}
    used["assessments"] = scoring.applicable(facts["assessments"], framework, frameworks)
    assessed = facts["organisations"][facts["organisations"]["cluster_id"].isin(used["assessments"]["cluster_id"])]
    line = history.timeline(facts["labels"], framework.labels)
    statuses = history.statuses(line, assessed["cluster_id"], as_of, framework.labels)
    known = evidence.gather(assessed, used["assessments"], used["answers"], used["labels"], framework, as_of)
    tables = path.paths(known, framework, efforts, as_of, statuses)
    verdicts = {}
    for label in ("bronze", "silver", "gold"):
        if len(tables["paths"].query("label == @label and status == 'path'")):
            verdicts |= {
                (label, *key): one for key, one in followed(known, tables, label, framework, used, as_of).items()
            }
    assert {key for key, one in verdicts.items() if one != evidence.MET} == set()
    assert len(verdicts) == (tables["paths"]["status"] == "path").sum()
    assert {label for label, *_ in verdicts} >= {"bronze", "gold"}
    assert tables["paths"]["cluster_id"].nunique() == len(assessed)
