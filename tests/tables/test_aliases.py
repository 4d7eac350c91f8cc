import pandas as pd
import pytest

from benchlib.tables import aliases
from benchlib.tables.registry import DATA

REGISTRY = DATA / "registry"


@pytest.fixture(scope="module")
def proposed():
    names = pd.read_csv(REGISTRY / "esca_labels.csv", dtype=str, keep_default_na=False)["cluster"]
    return aliases.candidates(names)


def pairs(frame):
    return set(frame[["name_a", "name_b"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    "pair",
    [
        ("Agro Transylvania", "AgroTransilvania"),
        ("iTech Transilvania Cluster", "iTech Transylvania"),
        ("MicroTEC Südwest", "microTEC Südwest e.V."),
        ("Optence e. V.", "Optence e.V."),
        ("MetaIndustry4", "Metaindustry4"),
        ("Alsace BioValley", "Alsace Biovalley"),
        ("BioPeople", "Biopeople"),
        ("Estonian ICT Cluster", "Estonian IT cluster"),
        ("Agri Sud-Ouest Innovation", "AgriMip Sud-Ouest Innovation"),
        ("Automotive Cluster of Queretaro, A.C.", "Clúster Automotriz de Querétaro"),
        ("Green Tech Cluster Styria", "Green Tech Valley Cluster"),
    ],
)
def test_known_spellings_of_one_organisation_are_proposed(proposed, pair):
    assert pair in pairs(proposed)


def test_different_organisations_are_proposed_too_so_people_decide(proposed):
    assert ("gi-Cluster", "mi-Cluster") in pairs(proposed)
    curated = pd.read_csv(REGISTRY / "aliases.csv", dtype=str)
    assert not {"gi-Cluster", "mi-Cluster"} & set(curated["alias"])


def test_a_rename_is_not_found_by_spelling(proposed):
    assert not any({"NCE Subsea", "GCE Ocean Technology"} == set(pair) for pair in pairs(proposed))


def test_proposals_are_few_enough_to_read_and_sorted(proposed):
    assert len(proposed) == 70
    assert proposed["similarity"].is_monotonic_decreasing
    assert proposed["similarity"].between(70, 100).all()
    assert (proposed["name_a"] < proposed["name_b"]).all()


def test_similarity_counts_words_in_any_order_without_case_accents_and_signs():
    frame = aliases.candidates(["Pôle-Énergie", "ENERGIE POLE", "Pole Energy"], limit=0)
    by_pair = frame.set_index(["name_a", "name_b"])["similarity"]
    assert by_pair["ENERGIE POLE", "Pôle-Énergie"] == 100
    assert by_pair["Pole Energy", "Pôle-Énergie"] == pytest.approx(100 * (1 - 3 / 23))


@pytest.mark.parametrize(("limit", "expected"), [(86.9, 3), (87, 1), (100, 1)])
def test_the_limit_is_the_lowest_similarity_that_is_shown(limit, expected):
    assert len(aliases.candidates(["Pôle-Énergie", "ENERGIE POLE", "Pole Energy"], limit=limit)) == expected


def test_a_name_given_twice_is_not_its_own_candidate():
    assert aliases.candidates(["Optence", "Optence"]).empty


@pytest.mark.parametrize("names", [[], ["alone"]])
def test_nothing_to_compare_gives_an_empty_frame_with_its_columns(names):
    frame = aliases.candidates(names)
    assert list(frame.columns) == ["name_a", "name_b", "similarity"]
    assert frame.empty


@pytest.mark.parametrize(
    ("name", "expected"), [("Łódź", "Lodz"), ("Ærø Øst", "Aero Ost"), ("Straße", "Strasse"), ("BM³", "BM3")]
)
def test_plain_names_keep_their_letters(name, expected):
    assert aliases.plain(name) == expected
