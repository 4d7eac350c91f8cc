"""Two small editions: invented organisations with everything or with gaps, and a real one with its labels only."""

import json
from pathlib import Path

import pandas as pd
import pytest

from benchlib.present import results

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
COLUMNS = {
    "organisations": "cluster_id name country country_name nuts2 area founded_year website source participants aliases",
    "statuses": "cluster_id level ever state valid_from valid_until_from valid_until_to renew_until",
    "timeline": "cluster_id level number awarded awarded_from awarded_to valid_until until_from until_to until_basis kind "
    "score_percent source",
    "verdicts": "cluster_id label verdict valid_until assessment_id assessed_on strict_verdict rules",
    "conditions": "cluster_id label condition title item item_name outcome value low high threshold margin unit mark source note rules",
    "assessments": "cluster_id assessment_id framework kind date status reported complete answered asked assessors",
    "scores": "cluster_id assessment_id item level points maximum percent low high",
    "items": "cluster_id assessment_id item group name value unit points maximum low high evidence assessors spread "
    "next_threshold next_points described next_described",
    "standing": "cluster_id item view others shown q25 median q75 own percentile",
    "robustness": "cluster_id label verdict readings same share",
    "robustness_by": "cluster_id label choice value awarded not_awarded cannot_tell",
    "strengths": "cluster_id strength name percent low high shown",
    "criteria": "cluster_id strength name percent low high shown",
    "compositions": "cluster_id type type_name participants basis stated_on source",
    "contradictions": "cluster_id what value source",
    "working_groups": "cluster_id name source",
}
DAYS = ("valid_from", "valid_until_from", "valid_until_to", "renew_until", "awarded_from", "awarded_to")
RULES = "ecei-labels of 2026-11-20"


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
                "unit": "yes or no" if key == GATE else "a step from 0 to 5" if key in RUBRICS else "percent (0-100)",
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
    }


def frame(table: str, rows: list[tuple]) -> pd.DataFrame:
    data = pd.DataFrame(rows, columns=COLUMNS[table].split())
    for column in data.columns:
        if column in DAYS or column.startswith("until_f") or column.startswith("until_t"):
            data[column] = pd.to_datetime(data[column])
    return data


def assessed(cluster: str, missing: tuple[str, ...], shown: bool) -> dict[str, list[tuple]]:
    """Rows of everything that an assessment gives; without the `missing` answers; standing kept back unless `shown`."""
    nan, one = float("nan"), f"{cluster}-audit"
    points = {item: nan if item in missing else float(value) for item, value in POINTS.items()}
    scores, items, standing = [], [], []
    for item, value in points.items():
        known = value == value
        low, high = (value, value) if known else (0.0, 5.0)
        evidence = "no answer" if not known else "not named" if item in ("2.3", "4.5") else "named"
        level = "gate" if item == GATE else "indicator"
        scores.append((cluster, one, item, level, value, 5.0, value * 20, low, high))
        higher = value + 1 if known and value < 5 else nan
        answer = value if item in RUBRICS else 1.0 if item == GATE else value * 12
        written = f"Level {value:g} of the rubric" if item in RUBRICS and known else None
        asked = f"Level {higher:g} of the rubric" if item in RUBRICS and higher == higher else None
        unit = "yes or no" if item == GATE else "a step from 0 to 5" if item in RUBRICS else "percent (0-100)"
        spread = 2.0 if item == "4.1.2" else 0.0 if known else nan
        items.append(
            (
                cluster,
                one,
                item,
                item[0],
                NAMES[item],
                answer if known else nan,
                unit,
                value,
                5.0,
                low,
                high,
                evidence,
                2,
            )
            + (spread, higher * 12 if item not in RUBRICS else higher, higher, written, asked)
        )
    sums = {group: [item for item in NAMES if item[0] == group and item != GATE] for group in GROUPS}
    sums["total"] = [item for group in GROUPS for item in sums[group]]
    for name, members in sums.items():
        low = sum(points[item] for item in members if item not in missing)
        high = low + 5 * len([item for item in members if item in missing])
        whole = low if low == high else nan
        most = 5.0 * len(members)
        level = "total" if name == "total" else "group"
        scores.append((cluster, one, name, level, whole, most, 100 * whole / most, float(low), float(high)))
    for place, (view, others) in enumerate({"all": 1225, "area": 88, "country": 24, "gold": 4, "nearest": 30}.items()):
        for number, row in enumerate(scores):
            visible = shown and others >= 5
            q25 = 40.0 + (7 * number) % 20
            figures = (q25, q25 + 12, q25 + 24, row[6], min(99.0, row[6] * 0.8 + place)) if visible else (nan,) * 5
            standing.append((cluster, row[2], view, others, visible, *figures))
    return {"scores": scores, "items": items, "standing": standing}


def conditions(cluster: str, gaps: bool) -> list[tuple]:
    nan, rows = float("nan"), []

    def add(label, key, title, item, outcome, value, threshold, unit, mark="verified", note=None):
        name = NAMES.get(item) if item else None
        low, high = {"share of maximum": (0.65, 0.81), "points": (0, 5)}[unit] if value != value else (value, value)
        rule = f"{RULES}: {key} from 2008-01-01"
        facts = (
            value,
            low,
            high,
            threshold,
            value - threshold,
            unit,
            mark,
            "Site of the body that awards the labels",
            note,
            rule,
        )
        rows.append((cluster, label, key, title, item, name, outcome, *facts))

    for label in ("bronze", "silver", "gold"):
        add(
            label,
            "staff",
            "At least 0.5 full-time equivalents of dedicated staff",
            "2.2.1",
            "met",
            3,
            1,
            "points",
            "inferred",
        )
    add("bronze", "benchmarked", "Benchmarked by an expert", None, "met", 2, 1, "assessments")
    add("silver", "bronze_first", "Bronze awarded before", None, "met", 1, 1, "yes or no")
    add("silver", "window", "Second benchmarking 18 to 24 months after the first", None, "met", 22, 18, "months")
    add(
        "gold",
        "share",
        "At least 80 % of the maximum",
        None,
        "cannot tell" if gaps else "not met",
        nan if gaps else 0.7467,
        0.8,
        "share of maximum",
    )
    for item in ("2.2.2", "2.5", "4.1.1", "4.1.2", "4.3"):
        for label in ("silver", "gold"):
            add(label, "minimum", "Every minimum requirement met", item, "met", POINTS[item], 3, "points", "proposed")
    outcome, value = ("cannot tell", nan) if gaps else ("met", 3)
    add("gold", "minimum", "Every minimum requirement met", "2.6", outcome, value, 3, "points", "proposed")
    add("gold", "audited", "Audited on site", None, "met", 1, 1, "assessments")
    return rows


def invented() -> dict[str, pd.DataFrame]:
    rows: dict[str, list[tuple]] = {name: [] for name in COLUMNS}
    nan = float("nan")
    for cluster, missing, shown in ((COMPLETE, (), True), (GAPS, UNANSWERED, False)):
        gaps = bool(missing)
        rows["organisations"].append(
            (
                cluster,
                f"Synthetic organisation {cluster[-4:]}",
                "RO",
                "Romania",
                "RO32",
                "ICT",
                2012,
                None,
                "seed 7",
                74,
                None,
            )
        )
        rows["statuses"] += [
            (cluster, "bronze", True, "expired", "2019-05-14", "2021-05-31", "2021-05-31", "2022-05-31"),
            (cluster, "silver", True, "valid", "2025-03-10", "2027-03-31", "2027-03-31", "2028-03-31"),
            (cluster, "gold", False, "never", None, None, None, None),
        ]
        rows["timeline"] += [
            (
                cluster,
                "bronze",
                1,
                "2019-05-14",
                "2019-05-14",
                "2019-05-14",
                None,
                "2021-05-31",
                "2021-05-31",
                "rule",
                "first",
                nan,
                "seed 7",
            ),
            (
                cluster,
                "silver",
                1,
                "2025-03-10",
                "2025-03-10",
                "2025-03-10",
                "2027-03-31",
                "2027-03-31",
                "2027-03-31",
                "published",
                "first",
                nan,
                "seed 7",
            ),
        ]
        gold = "cannot tell" if gaps else "not awarded"
        rows["verdicts"] += [
            (cluster, "bronze", "awarded", "2028-03-31", f"{cluster}-audit", "2026-03-12", "awarded", RULES),
            (cluster, "silver", "awarded", "2028-03-31", f"{cluster}-audit", "2026-03-12", "not awarded", RULES),
            (cluster, "gold", gold, None, f"{cluster}-audit", "2026-03-12", "not awarded", RULES),
        ]
        rows["conditions"] += conditions(cluster, gaps)
        rows["assessments"] += [
            (cluster, f"{cluster}-bench", "ecei-31", "benchmark", "2019-05-02", "agreed", False, True, 31, 31, 1),
            (
                cluster,
                f"{cluster}-audit",
                "ecei-31",
                "audit",
                "2026-03-12",
                "agreed",
                True,
                not gaps,
                31 - len(missing),
                31,
                2,
            ),
        ]
        for name, more in assessed(cluster, missing, shown).items():
            rows[name] += more
        for label, verdict, awarded, open_, refused in (
            ("bronze", "awarded", 54, 0, 0),
            ("silver", "awarded", 36, 0, 18),
            ("gold", gold, 12, 12, 30),
        ):
            same = {"awarded": awarded, "cannot tell": open_, "not awarded": refused}[verdict]
            rows["robustness"].append((cluster, label, verdict, 54, same, same / 54))
            for value, part in (("2", 3), ("3", 2), ("4", 1)):
                counts = (awarded * part // 6, refused * (4 - part) // 6, open_ // 3)
                rows["robustness_by"].append((cluster, label, "minimum points", value, *counts))
            rows["robustness_by"].append((cluster, label, "strict", "False", awarded, 0, open_))
            rows["robustness_by"].append((cluster, label, "strict", "True", 0, refused, 0))
        for table, entries in (("strengths", STRENGTHS), ("criteria", CRITERIA)):
            for key, (name, percent, state) in entries.items():
                unknown = gaps and key in ("finance", "networking")
                facts = (nan, 30.0, 80.0, "cannot tell") if unknown else (percent, percent, percent, state)
                rows[table].append((cluster, key, name, *facts))
        for kind, name, number in (
            ("small_medium_firm", "Small and medium firms", 52),
            ("university", "Universities", 9),
            ("public_authority", "Public authorities", 13),
        ):
            rows["compositions"].append((cluster, kind, name, number, "listed", None, "seed 7"))
    return {name: frame(name, rows[name]) for name in COLUMNS}


def real() -> dict[str, pd.DataFrame]:
    """ROHEALTH as it was announced: label years, composition, working groups. No figure beside these is public."""
    rows: dict[str, list[tuple]] = {name: [] for name in COLUMNS}
    nan, source = float("nan"), "Announcement of ROHEALTH's gold label (2021)"
    rows["organisations"].append(
        (REAL, "ROHEALTH", "RO", "Romania", None, "Health and medical science", None, None, source, 84, None)
    )
    for level, year in (("bronze", 2017), ("silver", 2019), ("gold", 2021)):
        start, end = (f"{year}-01-01", f"{year}-12-31"), (f"{year + 2}-01-31", f"{year + 2}-12-31")
        rows["timeline"].append((REAL, level, 1, str(year), *start, None, *end, "rule", "first", nan, source))
        rows["statuses"].append((REAL, level, True, "expired", start[0], *end, f"{year + 3}-01-31"))
    stated = {
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
    for kind, (name, number) in stated.items():
        rows["compositions"].append((REAL, kind, name, number, "stated", "2021", source))
    rows["contradictions"].append((REAL, "the parts add up to 88, a difference of +4", "84", "compositions"))
    for name in (
        "Translational Medicine",
        "E-health and Education",
        "Materials for Health",
        "Medical Equipment & Instruments",
        "Bioeconomy for Health",
        "Social Responsibility for Health",
        "Public Policies for Health",
    ):
        rows["working_groups"].append((REAL, name, source))
    return {name: frame(name, rows[name]) for name in COLUMNS}


def written(folder: Path, about: dict, frames: dict[str, pd.DataFrame]) -> Path:
    """The results of an edition as files."""
    (folder / "results").mkdir(parents=True)
    (folder / "results" / "edition.json").write_text(json.dumps(about), encoding="utf-8")
    for name, data in frames.items():
        data.sort_values("cluster_id", kind="stable").to_parquet(folder / "results" / f"{name}.parquet", index=False)
    return folder


@pytest.fixture(scope="session")
def complete() -> results.Results:
    return results.of(edition(synthetic=True), invented(), COMPLETE)


@pytest.fixture(scope="session")
def gaps() -> results.Results:
    return results.of(edition(synthetic=True), invented(), GAPS)


@pytest.fixture(scope="session")
def labels_only() -> results.Results:
    return results.of(edition(synthetic=False), real(), REAL)
