"""Results of an edition: every table a report reads, for organisations with and without an assessment."""

import datetime as dt
from pathlib import Path

import pandas as pd
import pytest

import benchlib as bl
from benchlib.tables import checking

DAY = dt.date(2026, 11, 20)
PORTFOLIO = Path(__file__).resolve().parents[2] / "data" / "portfolio"
TABLES = {
    *("organisations", "statuses", "timeline", "verdicts", "conditions", "assessments", "scores", "items", "standing"),
    *("robustness", "robustness_by", "strengths", "criteria", "compositions", "contradictions", "working_groups"),
    *("agreement", "odds", "flips", "excellence"),
    *("figures", "peers", "reliability", "competitiveness", "parameters", "predictions"),
    *(
        "participants",
        "participant_figures",
        "participant_peers",
        "participant_competitiveness",
        "participant_standing",
    ),
    *("management", "value_added", "shift_share"),
    *("paths", "path_steps", "point_values", "steps_by_others", "recommendations"),
    *("countries", "country_labels", "country_holders", "country_areas", "country_ending"),
    *("country_groups", "country_instruments", "country_effort"),
    *("regions", "region_industries", "region_wealth", "region_competitiveness", "region_holders"),
}


@pytest.fixture(scope="module")
def real():
    facts = checking.load(PORTFOLIO, DAY)
    return bl.compute(facts, bl.rulebook(), DAY)


def test_the_real_portfolio_has_labels_and_no_invented_figures(real):
    assert set(real) == TABLES
    for name in ("verdicts", "conditions", "scores", "items", "standing", "robustness", "strengths", "agreement"):
        assert real[name].empty
    assert len(real["organisations"]) == 259
    assert len(real["timeline"]) == len(checking.load(PORTFOLIO, DAY)["labels"])


def test_rohealth_has_its_labels_its_contradiction_and_its_groups(real):
    mine = {name: frame[frame["cluster_id"] == "rohealth"] for name, frame in real.items() if "cluster_id" in frame}
    assert mine["timeline"][["level", "awarded"]].to_numpy().tolist() == [
        ["bronze", "2017"],
        ["silver", "2019"],
        ["gold", "2021"],
        ["gold", "2024"],
    ]
    assert mine["statuses"].set_index("level")["state"].to_dict() == {
        "bronze": "expired",
        "silver": "expired",
        "gold": "cannot tell",
    }
    assert mine["contradictions"][["what", "value"]].to_numpy().tolist() == [
        ["the parts add up to 88, a difference of +4", "84"]
    ]
    assert mine["compositions"].set_index("type")["participants"].to_dict()["small_medium_firm"] == 46
    assert len(mine["working_groups"]) == 7
    assert mine["organisations"]["participants"].tolist() == [84]


def test_tables_are_sorted_by_organisation_so_that_a_reader_finds_its_rows_together(real):
    for name, frame in real.items():
        if "cluster_id" in frame:
            assert frame["cluster_id"].is_monotonic_increasing, name


def test_public_verbs_are_what_they_say():
    assert bl.framework("ecei-31").id == "ecei-31"
    assert bl.rulebook().standing.minimum_others.value == 5
    assert set(bl.__all__) <= set(dir(bl))
    with pytest.raises(AttributeError, match="nosuch"):
        _ = bl.nosuch


def test_score_and_label_are_what_the_command_line_writes(folder):
    facts = bl.load(folder, DAY)
    assert bl.score(facts, bl.rulebook(), DAY).empty
    verdicts, conditions = bl.label(facts, bl.rulebook(), DAY)
    assert verdicts["verdict"].tolist() == ["cannot tell"] * 9
    assert isinstance(conditions, pd.DataFrame)
    assert set(conditions["outcome"]) <= {"cannot tell", "met"}
