"""Two small editions: invented organisations with everything or with gaps, and a real one with its labels only."""

import ast
import json
from pathlib import Path

import nbformat
import pandas as pd

from benchlib.present import output
from benchlib.present.record import RECORD

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "reports" / "cluster.ipynb"

AS_OF = "2026-06-30"
COMPLETE, GAPS, REAL = "synthetic-0001", "synthetic-0002", "rohealth"

GROUPS = {
    "1": "Structure",
    "2": "Typology, governance, cooperation",
    "3": "Financing",
    "4": "Strategy, objectives, services",
    "5": "Achievements and recognition",
}
NAMES = {
    "1.1.0": "Committed cluster participation",
    "1.1.1": "Composition of the cluster participants",
    "1.1.2": "Number of committed cluster participants in total",
    "1.2": "Geographical concentration of the cluster participants",
    "2.1": "Maturity of the cluster management",
    "2.2.1": "Human resources available for the cluster management",
    "2.2.2": "Qualification of the cluster management team",
    "2.2.3": "Life-long learning aspects for the cluster management team",
    "2.2.4": "Stability and continuity of human resources of the management team",
    "2.3": "Stability of cluster participation",
    "2.4": "Clarity of roles - involvement of stakeholders in decision making",
    "2.5": "Direct personal contacts between management team and participants",
    "2.6": "Degree of cooperation within the cluster participants",
    "2.7": "Integration of the cluster organisation in the innovation system",
    "3.1": "Prospects of the financial resources of the cluster organisation",
    "3.2": "Share of financial resources from private sources",
    "4.1.1": "Strategy building process",
    "4.1.2": "Documentation of the cluster strategy",
    "4.1.3": "Implementation plan",
    "4.1.4": "Financial controlling system",
    "4.1.5": "Review of the cluster strategy and implementation plan",
    "4.1.6": "Performance monitoring of cluster management",
    "4.2": "Focus of the cluster strategy",
    "4.3": "Activities and services of the cluster management",
    "4.4": "Performance of the cluster management",
    "4.5": "Working groups",
    "4.6.1": "Communication of the cluster organisation",
    "4.6.2": "Cluster organisation's web presence",
    "5.1": "Recognition of the cluster in publications",
    "5.2": "Success stories",
    "5.3": "Customer and cluster participants' satisfaction assessment",
}
POINTS = dict(
    zip(
        NAMES,
        [5, 3, 4, 5, 5, 3, 4, 2, 3, 4, 5, 4, 3, 5, 3, 1, 5, 4, 4, 3, 5, 3, 4, 5, 4, 2, 4, 5, 3, 4, 1],
        strict=True,
    )
)
UNANSWERED = ("2.4", "2.6", "3.2", "4.1.6", "5.3")
RUBRICS = ("2.4", "4.1.1", "4.1.2", "4.1.3", "4.1.4", "4.1.6", "4.6.1", "4.6.2")
GATE = "1.1.0"
STRENGTHS = {
    "focus": ("Clear sectoral focus", 80.0, "shown"),
    "region": ("Use of regional growth potential", 86.7, "shown"),
    "participants": ("Number of committed participants", 80.0, "shown"),
    "strategy": ("Strategic planning", 82.5, "shown"),
    "finance": ("Financial sustainability", 40.0, "not shown"),
    "international": ("Readiness for internationalisation", 70.0, "shown"),
}
CRITERIA = {
    "networking": ("Collaboration, networking and learning", 75.0, "shown"),
    "innovation": ("Customised support for innovation in small firms", 60.0, "shown"),
    "services": ("A minimum number of services", 100.0, "shown"),
    "priorities": ("At least two strategic priority areas", 80.0, "shown"),
}
VIEWS = {
    "all": "All organisations",
    "area": "The same technology area",
    "country": "The same country",
    "gold": "Holders of gold",
    "nearest": "The nearest 30 by size, age and area",
}
STATED = {
    "stated_total": ("Stated total", 84),
    "small_medium_firm": ("Small and medium firms", 46),
    "start_up": ("Start-ups and spin-offs", 5),
    "university": ("Universities", 11),
    "research_institute": ("Research institutes", 7),
    "hospital": ("Hospitals", 6),
    "public_authority": ("Public authorities", 3),
    "non_profit": ("Non-profit organisations", 7),
    "private_person": ("Private persons", 3),
}
WORKING_GROUPS = (
    "Translational Medicine",
    "E-health and Education",
    "Materials for Health",
    "Medical Equipment & Instruments",
    "Bioeconomy for Health",
    "Social Responsibility for Health",
    "Public Policies for Health",
)
UNITS = {True: "a step from 0 to 5", False: "percent (0-100)"}
COLUMNS = {
    "organisations": "name country country_name nuts2 area founded_year website source participants aliases",
    "statuses": "level ever state valid_from valid_until_from valid_until_to renew_until",
    "timeline": "level number awarded awarded_from awarded_to valid_until until_from until_to until_basis kind "
    "score_percent source",
    "verdicts": "label verdict valid_until assessment_id assessed_on strict_verdict rules",
    "conditions": "label condition title item item_name outcome value low high threshold margin unit mark source "
    "note rules",
    "assessments": "assessment_id framework kind date status reported complete answered asked assessors",
    "scores": "assessment_id item level points maximum percent low high",
    "items": "assessment_id item group name value unit points maximum low high evidence assessors spread "
    "next_threshold next_points described next_described",
    "standing": "item view others shown q25 median q75 own percentile",
    "robustness": "label verdict readings same share",
    "robustness_by": "label choice value awarded not_awarded cannot_tell",
    "excellence": "score score_p05 score_p95 ahead ahead_p05 ahead_p95 others",
    "odds": "label awarded not_awarded cannot_tell draws",
    "flips": "label item direction from_points to_points verdict_before verdict_after",
    "strengths": "strength name percent low high shown",
    "criteria": "strength name percent low high shown",
    "compositions": "type type_name participants basis stated_on source",
    "contradictions": "what value source",
    "working_groups": "name source",
    "figures": "year indicator value score participants members employees employees_known share_participants "
    "share_employment shown",
    "peers": "year aspect respondents mean se shrunk low high usual reliability shown",
    "reliability": "year respondents aspects alpha icc krippendorff shown",
    "competitiveness": "year q v v_se estimate se low high predicted predicted_low predicted_high q_innovation "
    "v_innovation peers aspect cusum cusum_limit drift forecast",
    "management": "indicators answered asked points maximum percent low high",
    "value_added": "outcome effect low high participants observations from_year to_year shown",
    "shift_share": "from_year to_year participants growth reference mix own others shown",
    "paths": "label next status reason place effort marginal gain",
    "path_steps": "label place kind item name from_points to_points effort needed_for",
    "point_values": "label item saving",
    "recommendations": "place id title text reason kind priority mark source",
}
SHARED = {  # on the portfolio as a whole
    "steps_by_others": "from_level to_level item organisations rose mean_rise stayed_organisations stayed_rose "
    "stayed_mean_rise shown",
    "parameters": "level wave series name value se",
}
DAYS = {"valid_from", "valid_until_from", "valid_until_to", "renew_until"}
DAYS |= {"awarded_from", "awarded_to", "until_from", "until_to"}
RULES = "ecei-labels of 2026-11-20"
BODY = "Site of the body that awards the labels"
NAN = float("nan")

SHARE, MINIMUM = "At least 80 % of the maximum", "Every minimum requirement met"
FUNCTION = {
    "title": "Cluster function (ours)",
    "version": "2026-11-20",
    "indicators": {
        "turnover_per_employee": {"name": "Turnover per employee", "unit": "EUR", "goalposts": [50000.0, 350000.0]},
        "export_share": {"name": "Exports", "unit": "percent of turnover", "goalposts": [0.0, 80.0]},
        "employment_growth": {"name": "Growth of employment", "unit": "percent a year", "goalposts": [-8.0, 12.0]},
        "innovating_share": {"name": "Participants with an innovation", "unit": "percent", "goalposts": [0.0, 100.0]},
    },
    "aspects": {
        key: {"name": name, "question": f"{name}?"}
        for key, name in {
            "geographical_concentration": "Geographical concentration",
            "labour_force": "Labour force",
            "strategy": "Strategy",
            "internationalisation": "Internationalisation",
            "cooperation": "Cooperation",
        }.items()
    },
    "interval": 0.9,
    "drift_band": 0.05,
    "confirmed_within": 2.0,
    "minimum_respondents": 5.0,
    "minimum_participants": 3.0,
}

Rows = dict[str, list[tuple]]


def edition(synthetic: bool) -> dict:
    return {
        "name": "synthetic-test" if synthetic else "test",
        "as_of": AS_OF,
        "framework": "ecei-31",
        "framework_title": "31 quality indicators of cluster management (open reconstruction)",
        "framework_version": "2026-11-20",
        "rules": "ecei-labels",
        "rules_version": "2026-11-20",
        "synthetic": synthetic,
        "seed_note": "seed 7" if synthetic else None,
        "organisations": 2 if synthetic else 1,
        "minimum_others": 5,
        "maximum": 5,
        "benchlib": "0.1.0",
        "groups": GROUPS,
        "items": [
            {
                "id": key,
                "group": key[0],
                "name": name,
                "question": f"{name}?",
                "evidence": "documents",
                "input": "gate" if key == GATE else "rubric" if key in RUBRICS else "count",
                "unit": "yes or no" if key == GATE else UNITS[key in RUBRICS],
                "scored": key != GATE,
                "mark": "proposed",
            }
            for key, name in NAMES.items()
        ],
        "levels": {
            "bronze": {"name": "Striving for Cluster Excellence"},
            "silver": {"name": "Dedicated to Cluster Excellence"},
            "gold": {"name": "Excel in Cluster Excellence"},
        },
        "strengths": {
            key: {"name": name, "shown_from": 0.6, "mark": "proposed"}
            for key, (name, _, _) in (STRENGTHS | CRITERIA).items()
        },
        "sources": [
            {"title": "Site of the body that awards the labels", "address": "https://www.cluster-analysis.org"},
            {"title": "General knowledge of the field, no single document", "address": None},
        ],
        "views": VIEWS,
        "competitiveness": FUNCTION,
        "advice": {"first_page": 3, "caution": "Read this as what went together, not as what caused what."},
    }


def frames(rows: Rows) -> dict[str, pd.DataFrame]:
    """Every table; each row is the organisation's id and the values of COLUMNS, or those of SHARED alone."""
    tables = {name: pd.DataFrame(rows.get(name, []), columns=columns.split()) for name, columns in SHARED.items()}
    for name, columns in COLUMNS.items():
        data = pd.DataFrame(rows.get(name, []), columns=["cluster_id", *columns.split()])
        tables[name] = data.assign(**{day: pd.to_datetime(data[day]) for day in data.columns if day in DAYS})
    return tables


def joined(*parts: Rows) -> Rows:
    return {name: [row for part in parts for row in part.get(name, [])] for name in (*COLUMNS, *SHARED)}


def scored(cluster: str, missing: tuple[str, ...]) -> Rows:
    """Scores and items of the audit: points as in POINTS, without the missing answers."""
    audit, scores, items = f"{cluster}-audit", [], []
    for item, value in POINTS.items():
        known, rubric = item not in missing, item in RUBRICS
        points, low, high = (float(value), float(value), float(value)) if known else (NAN, 0.0, 5.0)
        level, unit = ("gate", "yes or no") if item == GATE else ("indicator", UNITS[rubric])
        scores.append((cluster, audit, item, level, points, 5.0, points * 20, low, high))
        answer = (1.0 if item == GATE else points * (1 if rubric else 12)) if known else NAN
        named = ("not named" if item in ("2.3", "4.5") else "named") if known else "no answer"
        following = points + 1 if known and value < 5 else NAN
        words = [
            f"Step {number:g} of the rubric" if rubric and number == number else None for number in (points, following)
        ]
        spread = (2.0 if item == "4.1.2" else 0.0) if known else NAN
        facts = (item, item[0], NAMES[item], answer, unit, points, 5.0, low, high, named, 2, spread)
        items.append((cluster, audit, *facts, following * (1 if rubric else 12), following, *words))
    members = {group: [item for item in NAMES if item[0] == group and item != GATE] for group in GROUPS}
    members["total"] = [item for group in GROUPS for item in members[group]]
    for name, parts in members.items():
        low = float(sum(POINTS[item] for item in parts if item not in missing))
        high, most = low + 5 * len({*parts} & {*missing}), 5.0 * len(parts)
        points = low if low == high else NAN
        level = "total" if name == "total" else "group"
        scores.append((cluster, audit, name, level, points, most, 100 * points / most, low, high))
    return {"scores": scores, "items": items}


def compared(scores: list[tuple], shown: bool) -> Rows:
    """Standing in every view: the holders of gold are too few, and with `shown` false all are kept back."""
    rows = []
    for view, others in {"all": 1225, "area": 88, "country": 24, "gold": 4, "nearest": 30}.items():
        for number, (cluster, _, item, *_, percent, _, _) in enumerate(scores):
            low = 40.0 + (7 * number) % 20
            visible = shown and others >= 5
            figures = (low, low + 12, low + 24, percent, percent * 0.8) if visible else (NAN,) * 5
            rows.append((cluster, item, view, others, visible, *figures))
    return {"standing": rows}


def conditions(cluster: str, gaps: bool) -> Rows:
    rows = []

    def add(label, key, title, item, outcome, value, threshold, unit, mark="verified"):
        bounds = (value, value) if value == value else {"points": (0, 5), "share of maximum": (0.65, 0.81)}[unit]
        facts = (outcome, value, *bounds, threshold, value - threshold, unit, mark, BODY, None)
        rows.append((cluster, label, key, title, item, NAMES.get(item), *facts, f"{RULES}: {key} from 2008-01-01"))

    for label in ("bronze", "silver", "gold"):
        title = "At least 0.5 full-time equivalents of dedicated staff"
        add(label, "staff", title, "2.2.1", "met", 3, 1, "points", "inferred")
    add("bronze", "benchmarked", "Benchmarked by an expert", None, "met", 2, 1, "assessments")
    add("silver", "bronze_first", "Bronze awarded before", None, "met", 1, 1, "label")
    add("silver", "window", "Second benchmarking 18 to 24 months after the first", None, "met", 22, 18, "months")
    share = ("cannot tell", NAN) if gaps else ("not met", 0.7333)
    add("gold", "share", "At least 80 % of the maximum", None, *share, 0.8, "share of maximum")
    for item in ("2.2.2", "2.5", "4.1.1", "4.1.2", "4.3"):
        for label in ("silver", "gold"):
            add(label, "minimum", "Every minimum requirement met", item, "met", POINTS[item], 3, "points", "proposed")
    cooperation = ("cannot tell", NAN) if gaps else ("met", 3)
    add("gold", "minimum", "Every minimum requirement met", "2.6", *cooperation, 3, "points", "proposed")
    add("gold", "audited", "Audited on site", None, "met", 1, 1, "assessments")
    return {"conditions": rows}


def judged(cluster: str, gold: str) -> Rows:
    """Verdicts, and how many of 54 readings give which: bronze always awarded, silver mostly, gold in few."""
    audit, rows = (
        f"{cluster}-audit",
        {"verdicts": [], "robustness": [], "robustness_by": [], "odds": [], "flips": [], "excellence": []},
    )
    rows["excellence"].append((cluster, 79.3, 74.6, 80.2, 73.4, 70.1, 75.0, 977))
    rows["flips"].append((cluster, "gold", "2.2.2", "up", 3.0, 4.0, gold, "awarded"))
    rows["flips"].append((cluster, "gold", "2.5", "up", 3.0, 4.0, gold, "awarded"))
    rows["flips"].append((cluster, "silver", "4.3", "down", 3.0, 2.0, "awarded", "not awarded"))
    outcomes = {"bronze": (54, 0, 0), "silver": (36, 18, 0), "gold": (12, 30, 12)}
    for label, (awarded, refused, unclear) in outcomes.items():
        verdict, until = (gold, None) if label == "gold" else ("awarded", pd.Timestamp("2028-03-31"))
        strict = "awarded" if label == "bronze" else "not awarded"
        rows["verdicts"].append((cluster, label, verdict, until, audit, "2026-03-12", strict, RULES))
        same = {"awarded": awarded, "not awarded": refused, "cannot tell": unclear}[verdict]
        rows["robustness"].append((cluster, label, verdict, 54, same, same / 54))
        rows["odds"].append((cluster, label, awarded / 54, refused / 54, unclear / 54, 540))
        for value, part in (("2.0", 3), ("3.0", 2), ("4.0", 1)):
            shares = (awarded * part // 6, refused * (4 - part) // 6, unclear // 3)
            rows["robustness_by"].append((cluster, label, "minimum points", value, *shares))
        rows["robustness_by"].append((cluster, label, "strict", "False", awarded, 0, unclear))
        rows["robustness_by"].append((cluster, label, "strict", "True", 0, refused, 0))
    return rows


def profiled(cluster: str, gaps: bool) -> Rows:
    rows: Rows = {"strengths": [], "criteria": []}
    for table, entries in (("strengths", STRENGTHS), ("criteria", CRITERIA)):
        for key, (name, percent, state) in entries.items():
            unknown = gaps and key in ("finance", "networking")
            facts = (NAN, 30.0, 80.0, "cannot tell") if unknown else (percent, percent, percent, state)
            rows[table].append((cluster, key, name, *facts))
    return rows


def described(cluster: str, answered: int) -> Rows:
    """Who it is, its labels and assessments, its participants."""
    name, seed = f"Synthetic organisation {cluster[-4:]}", "seed 7"
    first = ("2019-05-14", "2019-05-14", "2019-05-14", None, "2021-05-31", "2021-05-31", "rule", "first", NAN, seed)
    last = (
        "2025-03-10",
        "2025-03-10",
        "2025-03-10",
        "2027-03-31",
        "2027-03-31",
        "2027-03-31",
        "published",
        "first",
        NAN,
        seed,
    )
    types = (("small_medium_firm", "Small and medium firms", 52), ("university", "Universities", 9))
    return {
        "organisations": [(cluster, name, "RO", "Romania", "RO32", "ICT", 2012, "https://example.org", seed, 74, None)],
        "timeline": [(cluster, "bronze", 1, *first), (cluster, "silver", 1, *last)],
        "statuses": [
            (cluster, "bronze", True, "expired", "2019-05-14", "2021-05-31", "2021-05-31", "2022-05-31"),
            (cluster, "silver", True, "valid", "2025-03-10", "2027-03-31", "2027-03-31", "2028-03-31"),
            (cluster, "gold", False, "never", None, None, None, None),
        ],
        "assessments": [
            (cluster, f"{cluster}-bench", "ecei-31", "benchmark", "2019-05-02", "agreed", False, True, 31, 31, 1),
            (
                cluster,
                f"{cluster}-audit",
                "ecei-31",
                "audit",
                "2026-03-12",
                "agreed",
                True,
                answered == 31,
                answered,
                31,
                2,
            ),
        ],
        "compositions": [
            (cluster, *part, "listed", None, seed) for part in (*types, ("public_authority", "Public authorities", 13))
        ],
    }


def measured(cluster: str) -> Rows:
    """Figures of two years, peers of three, six years of estimates of which the last drifts, and growth explained."""
    rows: Rows = {name: [] for name in COLUMNS}
    scores = {"turnover_per_employee": (182345.6, 44.1), "export_share": (34.7, 43.4)}
    scores |= {"employment_growth": (-10.0, -10.0), "innovating_share": (63.6, 63.6)}
    for year, change in ((2024, 5.0), (2025, 0.0)):
        for key, (value, score) in scores.items():
            size, share = (10, 0.62) if key == "employment_growth" else (12, 1.0)
            behind = (size, 74, 900.5, 900.5 / share, size / 74, share, True)
            rows["figures"].append((cluster, year, key, value, score + change, *behind))
    for year, respondents in ((2023, 5), (2025, 6)):
        for number, key in enumerate(FUNCTION["aspects"]):
            shrunk, usual = 30.0 + 10 * number, NAN if key == "cooperation" else 50.0
            view = (shrunk - 5, 7.0, shrunk, shrunk - 12, shrunk + 12, usual, 0.7, True)
            rows["peers"].append((cluster, year, key, respondents, *view))
        rows["reliability"].append((cluster, year, respondents, 5, -0.4 if year == 2023 else 0.71, 0.5, 0.32, True))
    said = {2021: "confirm", 2023: "confirm", 2025: "see less"}
    for year in range(2020, 2026):
        estimate, answers = 40.0 + 3 * (year - 2020), 20.0 + 8 * (year - 2020) if year in said else NAN
        figures = NAN if year == 2022 else estimate + 4
        ends = (estimate - 5, estimate + 5, estimate - 3, estimate - 9, estimate + 3)
        aspect = "strategy" if said.get(year) == "see less" else None
        rest = (said.get(year), aspect, 4.0, 3.5 if year == 2025 else 9.0, year == 2025, False)
        rows["competitiveness"].append((cluster, year, figures, answers, 4.1, estimate, 3.0, *ends, 0.4, 0.2, *rest))
    ahead = (NAN, NAN, NAN, NAN, NAN, NAN, NAN, 55.0, 48.6, 61.4, NAN, NAN, None, None, NAN, NAN, False, True)
    rows["competitiveness"].append((cluster, 2026, *ahead))
    rows["management"].append((cluster, "10 / 10", 10, 10, 37.0, 50.0, 74.0, 74.0, 74.0))
    standing = ("management", "all", 1225, True, 50.0, 62.0, 74.0, 74.0, 70.0)
    rows["standing"].append((cluster, *standing))
    rows["value_added"].append((cluster, "turnover", -0.3, -2.1, 1.5, 12, 60, 2020, 2025, True))
    rows["value_added"].append((cluster, "employment", 1.6, 0.4, 2.8, 12, 60, 2020, 2025, True))
    rows["shift_share"].append((cluster, 2020, 2025, 11, 8.0, 11.2, -0.2, -3.0, 69, True))
    return rows


def advised(cluster: str) -> Rows:
    """A path to gold with two runners-up, and five recommendations."""
    rows: Rows = {"paths": [], "path_steps": [], "point_values": [], "recommendations": []}
    ways = {1: {"2.5": (3, 5, 14.0), "4.1.2": (4, 5, 4.0), "5.3": (1, 3, 8.0)}}
    ways[2] = {"2.5": (3, 5, 14.0), "4.1.2": (4, 5, 4.0), "5.3": (1, 2, 4.0), "5.2": (4, 5, 5.0)}
    ways[3] = {"2.5": (3, 5, 14.0), "5.3": (1, 4, 13.0)}
    for place, raised in ways.items():
        effort = 13.25 + sum(days for *_, days in raised.values())
        facts = ("path", None, place, effort, 4.0 if place == 1 else NAN, 5.0)
        rows["paths"].append((cluster, "gold", True, *facts))
        listed = "Listed on the European Cluster Collaboration Platform"
        steps = [("answer", "label.listed", f"Answer the question: {listed}", 0.0, 0.0, 0.25, listed)]
        for item, (before, after, days) in raised.items():
            serves = f"{SHARE}; {MINIMUM}" if item == "2.5" else SHARE
            steps.append(("indicator", item, NAMES[item], float(before), float(after), days, serves))
        steps.append(("question", "label.listed", listed, 0.0, 1.0, 1.0, listed))
        steps.append(("assessment", "audit", "Be audited on site", NAN, NAN, 12.0, "Audited on site"))
        rows["path_steps"] += [(cluster, "gold", place, *step) for step in steps]
    savings = {"5.3": 4.0, "2.5": 6.0, "3.1": 0.0}
    rows["point_values"] = [(cluster, "gold", item, saving) for item, saving in savings.items()]
    for place in range(1, 6):
        words = (f"advice_{place}", f"Title {place}", f"Do this, number {place}.", f"Reason {place}.")
        rows["recommendations"].append((cluster, place, *words, "label", 2, "proposed", "Proposed by this project"))
    return rows


def hardly_measured(cluster: str) -> Rows:
    """Too few participants and peers in the last years; one estimate of long ago; growth that is kept back."""
    behind = (NAN, NAN, 2, 74, 80.0, 80.0, 2 / 74, 1.0, False)
    none = (NAN,) * 7
    state = (44.0, NAN, NAN, 43.0, 3.0, -2.0, 48.0, 40.0, 30.0, 50.0, 0.4, NAN, None, None, 0.4, 3.0, False, False)
    rows: Rows = {
        "figures": [(cluster, 2025, key, *behind) for key in FUNCTION["indicators"]],
        "peers": [(cluster, 2025, key, 3, *none, False) for key in FUNCTION["aspects"]],
        "reliability": [(cluster, 2025, 3, 5, NAN, NAN, NAN, False)],
        "competitiveness": [(cluster, 2021, *state)],
        "management": [(cluster, "8 / 10", 8, 10, NAN, 50.0, NAN, 48.0, 68.0)],
        "value_added": [(cluster, "employment", NAN, NAN, NAN, 2, 4, 2020, 2025, False)],
        "shift_share": [(cluster, 2020, 2025, 2, NAN, NAN, NAN, NAN, 69, False)],
    }
    return rows


def barred(cluster: str) -> Rows:
    """No path to gold, and one recommendation."""
    reason = f"{MINIMUM}: 2.2.2 Qualification of the team has 2 of the 3 points asked for; {SHARE}: too far"
    words = ("no_path", "Know what stands in the way", "Settle this first.", "No choice of points is enough.")
    return {
        "paths": [(cluster, "gold", True, "no path", reason, NAN, NAN, NAN, NAN)],
        "recommendations": [(cluster, 1, *words, "label", 3, "proposed", "Proposed by this project")],
    }


def shared() -> Rows:
    """What others did on two steps, and what the function has learned."""
    steps = [
        ("silver", "gold", "4.1.2", 55, 0.6, 0.8, 68, 0.5, 0.2, True),
        ("silver", "gold", "5.3", 54, 0.7, 1.1, 67, 0.1, -0.1, True),
        ("silver", "gold", "3.1", 4, NAN, NAN, 67, 0.1, -0.1, False),
        ("bronze", "silver", "5.3", 181, 0.9, 1.3, 190, 0.4, 0.4, True),
    ]
    learned = {"a": (12.0, 0.4), "b": (0.8, 0.01), "sigma_q": (5.0, 0.1)}
    parameters = [("cluster", 2025, 1200, name, *value) for name, value in learned.items()]
    parameters += [("cluster", 2024, 1100, "b", 0.1, 0.01), ("participant", 2025, 9000, "b", 0.5, 0.01)]
    return {"steps_by_others": steps, "parameters": parameters}


def invented() -> dict[str, pd.DataFrame]:
    """The organisation with everything, and the one with missing answers and its standing kept back."""
    parts = []
    for cluster, missing in ((COMPLETE, ()), (GAPS, UNANSWERED)):
        points = scored(cluster, missing)
        gold = "cannot tell" if missing else "not awarded"
        parts += [points, compared(points["scores"], shown=not missing), conditions(cluster, bool(missing))]
        parts += [judged(cluster, gold), profiled(cluster, bool(missing)), described(cluster, 31 - len(missing))]
    parts += [measured(COMPLETE), advised(COMPLETE), hardly_measured(GAPS), barred(GAPS), shared()]
    return frames(joined(*parts))


def real() -> dict[str, pd.DataFrame]:
    """ROHEALTH as it was announced: label years, composition, working groups. No figure beside these is public."""
    source = "Announcement of ROHEALTH's gold label (2021)"
    rows: Rows = {name: [] for name in COLUMNS}
    area = "Health and medical science"
    rows["organisations"].append((REAL, "ROHEALTH", "RO", "Romania", None, area, None, None, source, 84, None))
    for level, year in (("bronze", 2017), ("silver", 2019), ("gold", 2021)):
        start, end = (f"{year}-01-01", f"{year}-12-31"), (f"{year + 2}-01-31", f"{year + 2}-12-31")
        rows["timeline"].append((REAL, level, 1, str(year), *start, None, *end, "rule", "first", NAN, source))
        rows["statuses"].append((REAL, level, True, "expired", start[0], *end, f"{year + 3}-01-31"))
    rows["compositions"] = [(REAL, key, name, size, "stated", "2021", source) for key, (name, size) in STATED.items()]
    rows["contradictions"].append((REAL, "the parts add up to 88, a difference of +4", "84", "compositions"))
    rows["working_groups"] = [(REAL, name, source) for name in WORKING_GROUPS]
    return frames(rows)


def written(folder: Path, about: dict, tables: dict[str, pd.DataFrame]) -> Path:
    """The results of an edition as files."""
    (folder / "results").mkdir(parents=True)
    (folder / "results" / "edition.json").write_text(json.dumps(about), encoding="utf-8")
    for name, data in tables.items():
        ordered = data.sort_values("cluster_id", kind="stable") if "cluster_id" in data else data
        ordered.to_parquet(folder / "results" / f"{name}.parquet", index=False)
    return folder


def ran(folder, cluster_id):
    """The report notebook as if it had run: its cells' HTML and its record, without the cost of a kernel."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    names = {"edition": str(folder), "cluster_id": cluster_id, "as_of": ""}
    for cell in notebook.cells[1:-1]:
        tree = ast.parse(cell.source)
        shown = None
        if isinstance(tree.body[-1], ast.Expr):
            last = ast.Expression(tree.body.pop().value)
            exec(compile(tree, "cell", "exec"), names)
            shown = eval(compile(last, "cell", "eval"), names)
        else:
            exec(compile(tree, "cell", "exec"), names)
        if shown is not None:
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": shown.data})]
    record = {RECORD: output.summary(names["r"])}
    notebook.cells[-1].outputs = [nbformat.v4.new_output("display_data", record)]
    return notebook
