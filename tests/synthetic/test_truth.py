import pytest

from benchlib.synthetic import settings, truth
from benchlib.tables.faults import BadInput


def test_truth_is_read_with_its_parameters(small):
    known = small.truth
    assert {name: known.parameters[name] for name in ("m0", "P0", "sigma_eta", "sigma_q", "a", "b", "sigma_v")} == (
        settings.model().function.model_dump()
    )
    assert len(known.waves) == 60 * 15
    assert set(known.assessments["assessment_id"]) == set(small.facts["assessments"]["assessment_id"])
    for name, table in truth.TABLES.items():
        assert name == "parameters" or list(getattr(known, name).columns) == list(table.columns)


def test_a_folder_without_truth_is_refused(tmp_path):
    with pytest.raises(BadInput, match=r"truth/parameters\.csv is missing"):
        truth.read(tmp_path)


def test_team_sizes_stand_in_the_truth(small):
    waves = small.truth.waves
    assert waves["team_employees"].min() >= 1
    assert (waves["team_fte"] <= waves["team_employees"]).all()


def test_those_who_hold_gold_have_gone_for_it(small):
    aims = small.truth.organisations.set_index("cluster_id")
    labels = small.facts["labels"]
    gold = labels[labels["level"] == "gold"]["cluster_id"].unique()
    silver = set(labels[labels["level"] == "silver"]["cluster_id"])
    aimed = aims.loc[gold, "goes_for_gold"] == "yes"
    assert set(gold[~aimed]) <= silver
    assert set(aims.loc[list(silver), "goes_for_silver"]) == {"yes"}
