import dataclasses

import pandas as pd
import pytest
from editions import COMPLETE, REAL, edition, invented, real

from benchlib.present import results, text


def changed(r, **frames):
    return dataclasses.replace(r, **frames)


def test_the_verdict_in_one_sentence(complete, gaps, labels_only):
    assert text.headline(complete) == (
        "Synthetic organisation 0001 holds a valid silver label, until 31 March 2027; its assessment of 12 March 2026 "
        "is enough for silver, and for gold one condition is not met."
    )
    assert text.headline(gaps) == (
        "Synthetic organisation 0002 holds a valid silver label, until 31 March 2027; its assessment of 12 March 2026 "
        "is enough for silver, and for gold two conditions cannot be told."
    )
    assert text.headline(labels_only) == (
        "Of the labels of ROHEALTH on record, none is valid on 30 June 2026: "
        "its highest, gold, was awarded in 2021 (day not published), "
        "and no renewal is on record."
    )


def test_a_verdict_at_the_top_has_no_next_label(complete):
    best = changed(complete, verdicts=complete.verdicts.assign(verdict="awarded"))
    assert text.next_label(best) is None
    assert text.missing(best) == []
    assert text.headline(best).endswith("its assessment of 12 March 2026 is enough for gold, the highest label.")


def test_a_verdict_at_the_bottom_tells_of_bronze(complete):
    outcomes = complete.conditions["outcome"].mask(complete.conditions["condition"] == "staff", "not met")
    lowest = changed(
        complete,
        verdicts=complete.verdicts.assign(verdict="not awarded"),
        conditions=complete.conditions.assign(outcome=outcomes),
        statuses=complete.statuses.assign(ever=False, state="never"),
    )
    assert text.next_label(lowest) == "bronze"
    assert text.headline(lowest) == (
        "No label of Synthetic organisation 0001 is on record; for bronze one condition is not met."
    )


def test_an_open_state_is_said_to_be_open(labels_only):
    open_state = changed(labels_only, statuses=labels_only.statuses.assign(state="cannot tell"))
    assert text.headline(open_state) == (
        "Whether a label of ROHEALTH is valid on 30 June 2026 cannot be told: its highest, gold, was awarded in 2021 "
        "(day not published)."
    )
    assert text.status(open_state, "gold") == (
        "Awarded in 2021 (day not published). Whether it is still valid cannot be told from its dates."
    )


def test_labels_without_a_day_of_award(labels_only):
    line = labels_only.timeline.assign(awarded=None, awarded_from=pd.NaT, awarded_to=pd.NaT)
    ended = changed(labels_only, timeline=line)
    assert "its highest, gold, was valid until some day between 31 January and 31 December 2023" in text.headline(ended)
    undated = changed(ended, statuses=labels_only.statuses.assign(valid_until_to=pd.NaT))
    assert "its highest, gold, has no published dates" in text.headline(undated)


def test_an_award_after_the_day_of_the_report_is_not_the_last(labels_only):
    later = labels_only.timeline[labels_only.timeline["level"] == "gold"].assign(
        number=2, awarded="2026-12-01", awarded_from=pd.Timestamp("2026-12-01"), awarded_to=pd.Timestamp("2026-12-01")
    )
    r = changed(labels_only, timeline=pd.concat([labels_only.timeline, later]))
    assert "gold, was awarded in 2021 (day not published)" in text.headline(r)


def test_what_is_missing_for_the_next_label(complete, gaps, labels_only):
    assert text.missing(complete) == ["At least 80 % of the maximum: 73.3% found, 80% asked for."]
    assert text.missing(gaps) == [
        "At least 80 % of the maximum: cannot be told, evidence is missing.",
        "Every minimum requirement met: 2.6 Degree of cooperation within the cluster participants (cannot be told, "
        "evidence is missing).",
    ]
    assert text.missing(labels_only) == []
    assert text.next_label(labels_only) is None


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        (
            {"value": 30.0, "threshold": 18.0, "margin": 12.0, "unit": "months", "title": "Within the window"},
            "Within the window: 30 months found, beyond what is asked for.",
        ),
        (
            {"value": 0.0, "threshold": 1.0, "margin": -1.0, "unit": "label", "title": "Bronze before"},
            "Bronze before: not so.",
        ),
        (
            {"value": float("nan"), "high": 0.79, "threshold": 0.8, "title": "Four fifths"},
            "Four fifths: at most 79%, 80% asked for.",
        ),
    ],
)
def test_the_gap_of_a_condition(complete, facts, sentence):
    share = complete.conditions["condition"] == "share"
    rows = complete.conditions[share].assign(**facts)
    assert text.missing(changed(complete, conditions=pd.concat([complete.conditions[~share], rows]))) == [sentence]


def test_dates_to_act_by(complete, labels_only):
    assert text.acts(complete) == [
        "Silver ends on 31 March 2027; a renewal by 31 March 2028 continues it without a break (21 months left)."
    ]
    assert text.acts(labels_only) == [
        "Gold: the time for a renewal ended on 31 January 2024; a new award starts afresh."
    ]


@pytest.mark.parametrize(
    ("as_of", "left"),
    [("2028-03-01", "30 days left"), ("2028-02-29", "one month left"), ("2028-03-31", "today is the last day")],
)
def test_the_time_left_to_act(complete, as_of, left):
    r = changed(complete, edition=complete.edition | {"as_of": as_of})
    assert text.acts(r)[0].endswith(f"({left}).")


def test_lower_labels_are_told_of_while_they_can_be_renewed(complete):
    dates = {"silver": "2026-03-31", "bronze": "2027-05-31"}
    statuses = complete.statuses.assign(
        state="expired", renew_until=complete.statuses["level"].map(dates).astype("datetime64[s]")
    )
    assert text.acts(changed(complete, statuses=statuses)) == [
        "Silver: the time for a renewal ended on 31 March 2026; a new award starts afresh.",
        "Bronze ended on 31 May 2021; a renewal by 31 May 2027 continues it without a break (11 months left).",
    ]
    undated = complete.statuses.assign(renew_until=pd.NaT, state="cannot tell")
    assert text.acts(changed(complete, statuses=undated))[0] == (
        "Silver: the dates that are known do not tell by when to renew."
    )


def test_labels_over_time(labels_only, complete):
    assert text.timeline(labels_only) == [
        "Bronze was awarded once, in 2017 (day not published).",
        "Silver was awarded once, in 2019 (day not published).",
        "Gold was awarded once, in 2021 (day not published).",
        "Where no end is published, it follows from the rules.",
    ]
    twice = pd.concat([labels_only.timeline, labels_only.timeline.assign(number=2, awarded="2024")])
    assert text.timeline(changed(labels_only, timeline=twice))[0] == (
        "Bronze was awarded twice, first in 2017 (day not published)."
    )
    assert text.timeline(changed(complete, timeline=complete.timeline.head(0))) == [
        "No label of this organisation is on record, so there is no history to draw."
    ]


def test_points_of_groups(complete, gaps, labels_only):
    assert text.groups(complete) == [
        "The audit of 12 March 2026 gives 110 of 150 points (73%).",
        "Strongest group: Structure (80% of its points); weakest: Financing (40%).",
        "Among 1,225 other organisations the total is better than 59% of them.",
    ]
    assert text.groups(gaps) == [
        "Five answers are missing, so the audit of 12 March 2026 gives 97 to 122 of 150 points (65 to 81%).",
        "Standing among others is kept back: it would reveal fewer than 5 other organisations.",
    ]
    assert text.groups(labels_only) == []


def test_points_of_indicators(complete, labels_only):
    assert text.indicators(complete)[:2] == [
        "Each of 30 indicators gives 0 to 5 points.",
        "Eight have full points, none has no point.",
    ]
    assert text.indicators(labels_only) == []
    strong, weak = text.strong_and_weak(complete)
    assert strong[0] == "1.2 Geographical concentration of the cluster participants: 5 of 5, top 20%"
    assert weak == [
        "5.3 Customer and cluster participants' satisfaction assessment: 1 of 5, better than 16%",
        "3.2 Share of financial resources from private sources: 1 of 5, better than 16%",
        "4.5 Working groups: 2 of 5, better than 32%",
    ]


def test_strengths_and_criteria(complete, gaps, labels_only):
    assert text.strengths(complete) == [
        "Five of the six strengths are shown.",
        "Not shown: Financial sustainability.",
    ]
    assert text.criteria(complete) == ["All four criteria are shown."]
    assert text.criteria(gaps) == [
        "Three of the four criteria are shown.",
        "Cannot be told while answers are missing: Collaboration, networking and learning.",
    ]
    assert text.strengths(labels_only) == []
    one = complete.strengths.assign(shown=["shown"] + ["not shown"] * 5)
    assert text.strengths(changed(complete, strengths=one))[0] == "One of the six strengths is shown."
    none = changed(complete, strengths=complete.strengths.assign(shown="not shown"))
    assert text.strengths(none)[0] == "None of the six strengths are shown."


def test_participants_that_do_not_add_up(labels_only):
    assert text.composition(labels_only) == [
        "The organisation stated 84 participants in 2021 (day not published); its types add up to 88, 4 more.",
        "Both numbers are shown, neither is corrected.",
    ]


def test_participants_that_add_up(labels_only, complete):
    stated = labels_only.compositions
    fitting = stated.assign(participants=stated["participants"].mask(stated["type"] == "stated_total", 88))
    assert text.composition(changed(labels_only, compositions=fitting)) == [
        "The organisation stated 88 participants in 2021 (day not published); the types add up to the same number."
    ]
    parts = stated[stated["type"] != "stated_total"].assign(stated_on=None)
    assert text.composition(changed(labels_only, compositions=parts)) == [
        "The organisation stated its participants by type; they add up to 88."
    ]
    assert text.composition(complete) == ["74 participants are listed."]
    assert text.composition(changed(complete, compositions=complete.compositions.head(0))) == []


def test_how_sure_it_is(complete, gaps, labels_only):
    assert text.certainty(complete) == [
        "Every question is answered, so points and total are exact under these rules.",
        "Bronze is “awarded” in 54 of 54 plausible readings of what is not public (100%).",
        "Silver is “awarded” in 36 of 54 plausible readings of what is not public (67%).",
        "Gold is “not awarded” in 30 of 54 plausible readings of what is not public (56%).",
        "Read strictly, with every indicator as a knock-out, silver would be “not awarded”.",
        "With the assessors' error, missing answers and the readings of the rules drawn together, bronze is awarded in "
        "10 of 10 draws, silver in 7 of 10 and gold in 2 of 10.",
        "On the excellence index, from 0 to 100, it has 79; with other weights and means, 75 to 80. That is ahead of "
        "73% of the others (70% to 75%).",
        "The assessors are more than one point apart on 4.1.2 Documentation of the cluster strategy.",
        "For two answers no evidence is named.",
    ]
    assert text.certainty(gaps)[0] == (
        "Five answers are missing: every sum is given from the least to the most that they could add, and a verdict "
        "that depends on them is left open."
    )
    assert (
        "On the excellence index, from 0 to 100, it has 75 to 80 with missing answers, weights and means varied. "
        "That is ahead of 70% to 75% of the others."
    ) in text.certainty(gaps)
    assert text.certainty(labels_only) == [
        "None of the three awards on record has an exact day.",
        "Where an end follows from such a date, it is given as the interval in which it lies.",
        "A later award or renewal may exist that is not on record here.",
    ]
    assert text.marks(complete) == [
        "verified: read at the source named (five conditions)",
        "inferred: concluded from what is published (three conditions)",
        "proposed: our proposal, no public source gives it (two conditions)",
    ]


def test_what_would_turn_a_verdict(complete, labels_only):
    assert text.flips(complete) == [
        "One step less on 4.3 would turn silver from “awarded” to “not awarded”.",
        "One step more on 2.2.2 or 2.5 would turn gold from “not awarded” to “awarded”.",
    ]
    assert text.flips(labels_only) == []
    many = pd.concat([complete.flips.iloc[[0]].assign(item=f"4.{n}") for n in range(9)], ignore_index=True)
    (line,) = text.flips(changed(complete, flips=many))
    assert line.startswith("One step more on 4.0, 4.1, 4.2, 4.3, 4.4, 4.5 or 3 others would turn gold")


def test_how_sure_labels_are(labels_only, complete):
    one = changed(labels_only, timeline=labels_only.timeline.head(1))
    assert text.certainty(one)[0] == "The one award on record has no exact day."
    exact = changed(complete, assessments=complete.assessments.head(0))
    assert text.certainty(exact) == ["Every award on record has its exact day."]
    none = changed(labels_only, timeline=labels_only.timeline.head(0))
    assert text.certainty(none) == [
        "No label is on record. That does not mean that none was awarded: not every award is published."
    ]


def test_assessors_and_evidence(complete):
    alone = changed(complete, items=complete.items.assign(spread=float("nan"), evidence="named"))
    assert not any("The assessors" in line or "evidence" in line for line in text.certainty(alone))
    agreed = changed(complete, items=complete.items.assign(spread=1.0))
    assert "The assessors agree within one point on every indicator." in text.certainty(agreed)


def test_who_and_when(complete, labels_only):
    assert text.about(labels_only) == [
        ("Country", "Romania"),
        ("Technology area", "Health and medical science"),
        ("Participants, stated", "84"),
        ("As of", "30 June 2026"),
        ("Assessment", "None is on record"),
    ]
    assert text.about(complete)[-2:] == [
        ("Assessment", "Audit of 12 March 2026"),
        ("Answers", "31 of 31, two assessors"),
    ]


def test_numbers_of_other_kinds_are_read_too():
    """Columns read from files may be of nullable or text kinds."""
    frames = real()
    organisations = frames["organisations"].astype({"founded_year": "Int64"}).assign(website=pd.NA)
    r = results.of(edition(False), frames | {"organisations": organisations}, REAL)
    assert "Founded" not in dict(text.about(r))


def test_what_is_absent_is_said_plainly(complete, labels_only):
    assert text.absent(complete) is None
    assert text.absent(labels_only).startswith("No assessment of this organisation is public")


def test_nothing_is_called_official(complete):
    words = " ".join(text.method(complete))
    assert "not the official rules" in words
    assert "open reconstruction" in words
    assert "version of 20 November 2026" in words
    assert "which covers two organisations" in words


def test_sources_stand_once_each(complete):
    assert text.sources(complete) == [
        ("seed 7", "seed 7"),
        ("Site of the body that awards the labels", "https://www.cluster-analysis.org"),
        ("General knowledge of the field, no single document", None),
    ]


def test_names_are_cleaned_in_sentences():
    frames = invented()
    named = frames["organisations"].assign(name="Alpha\u202e Beta\n")
    r = results.of(edition(True), frames | {"organisations": named}, COMPLETE)
    assert text.headline(r).startswith("Alpha Beta holds a valid silver label")
