import datetime as dt
import shutil

import pandas as pd
import pytest

from benchlib.tables import checking, registry, sidecars
from benchlib.tables.faults import BadInput, Severity
from benchlib.tables.schemas import TABLES

SOURCE = registry.DATA / "registry"
PORTFOLIO = registry.DATA / "portfolio"
READ = dt.date(2026, 11, 20)


def raw(name):
    return pd.read_csv(SOURCE / name, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def tables():
    return registry.build(SOURCE)


@pytest.fixture(scope="module")
def facts():
    return checking.check(PORTFOLIO, today=READ)


@pytest.fixture
def copied(tmp_path):
    """A registry folder that a test may change."""
    return shutil.copytree(SOURCE, tmp_path / "registry")


def labels_of(tables, cluster_id):
    labels = tables["labels"]
    return labels[labels["cluster_id"] == cluster_id]


def replaced(folder, name, old, new):
    file = folder / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_committed_portfolio_is_what_the_registry_gives(tables, tmp_path):
    registry.write(tables, tmp_path, read=sidecars.read(SOURCE / "esca_labels.csv").read)
    built = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    assert built == {file.name: file.read_bytes() for file in PORTFOLIO.iterdir()}


def test_the_tables_have_the_columns_of_their_files(tables):
    assert {name: list(frame.columns) for name, frame in tables.items()} == {
        name: TABLES[name].columns for name in ("organisations", "labels", "aliases", "compositions", "working_groups")
    }


def test_the_portfolio_has_no_error_and_one_known_contradiction(facts):
    assert [(fault.severity, str(fault)) for fault in facts.faults] == [
        (
            Severity.CONTRADICTION,
            "compositions.csv, row 2, column participants: '84'; the parts add up to 88, a difference of +4",
        )
    ]
    assert not facts.synthetic


def test_every_registry_row_arrives_but_the_one_that_is_announced(tables):
    awards, aliases = raw("esca_labels.csv"), raw("aliases.csv")
    assert len(awards) == 330
    to_main = dict(zip(aliases["alias"], aliases["cluster_id"], strict=True))
    ids = [to_main.get(name) or registry.slug(name) for name in awards["cluster"]]
    columns = ["level", "awarded", "valid_until", "score_percent"]
    expected = sorted(zip(ids, *(awards[c] for c in columns), awards["source_url"], strict=True))
    arrived = sorted(tables["labels"].itertuples(index=False, name=None))
    missing = [row for row in expected if row not in arrived]
    added = [row for row in arrived if row not in expected]
    medvia = "https://medvia.be/medvia-awarded-label-for-cluster-management-excellence/"
    assert missing == [("medvia", "bronze", "2024-01", "", "", medvia)]
    assert [row[:3] for row in added] == [
        ("medvia", "bronze", "2024-01-09"),
        ("rohealth", "bronze", "2017"),
        ("rohealth", "gold", "2021"),
        ("rohealth", "gold", "2024"),
        ("rohealth", "silver", "2019"),
    ]


def test_labels_are_counted_as_published(tables):
    labels = tables["labels"]
    assert labels["level"].value_counts().to_dict() == {"bronze": 157, "gold": 123, "silver": 54}
    assert labels.groupby("level")["cluster_id"].nunique().to_dict() == {"bronze": 153, "gold": 89, "silver": 49}
    assert (labels["awarded"].eq("") & labels["valid_until"].eq("")).sum() == 99
    assert labels["score_percent"].ne("").sum() == raw("esca_labels.csv")["score_percent"].ne("").sum() == 29


def test_279_names_and_rohealth_are_259_organisations(tables):
    assert raw("esca_labels.csv")["cluster"].nunique() == 279
    assert len(tables["aliases"]) == 21
    assert len(tables["organisations"]) == 279 + 1 - 21


def test_ids_are_readable_and_unique_in_any_case(tables):
    ids = tables["organisations"]["cluster_id"]
    assert ids.str.fullmatch("[a-z0-9]+(-[a-z0-9]+)*").all()
    assert ids.str.len().max() == 64
    assert ids.is_unique
    names = tables["organisations"].set_index("cluster_id")["name"]
    assert names["sofia-knowledge-city"] == "Sofia Knowledge City (Клъстер София град на знанието)"
    assert names["innovationsnetvaerket-design-bolig-beklaedning"] == "Innovationsnetværket Design - Bolig & Beklædning"
    assert names["klaster-lifescience-krakow"] == "Klaster LifeScience Kraków"


def test_the_romanian_organisations(tables):
    romanian = tables["organisations"].query("country == 'RO'")
    assert romanian["name"].tolist() == [
        "AgroTransilvania",
        "ASTRICO North-East",
        "Cluj IT Cluster",
        "Elinclus",
        "Green Energy",
        "IMAGO-MOL Cluster",
        "Indagro Pol",
        "IT Plus Cluster",
        "iTech Transilvania Cluster",
        "Pro Wood",
        "ROHEALTH",
        "Romanian Textile Concept",
        "ROSENC",
        "Transylvanian Furniture Cluster",
        "TREC - Transylvania Energy Cluster",
    ]
    gold = set(tables["labels"].query("level == 'gold'")["cluster_id"]) & set(romanian["cluster_id"])
    assert gold == {
        "agrotransilvania",
        "imago-mol-cluster",
        "itech-transilvania-cluster",
        "pro-wood",
        "rohealth",
        "transylvanian-furniture-cluster",
        "trec-transylvania-energy-cluster",
    }


@pytest.mark.parametrize(
    ("cluster_id", "expected"),
    [
        ("rohealth", [("bronze", "2017"), ("silver", "2019"), ("gold", "2021"), ("gold", "2024")]),
        ("medvia", [("bronze", "2024-01-09")]),
        ("gce-ocean-technology", [("gold", "2015"), ("gold", "2019"), ("gold", "2021-12"), ("gold", "2013")]),
        ("gce-node", [("gold", "2015"), ("gold", "2018"), ("gold", "2021"), ("gold", "2012-04-18")]),
        ("agrotransilvania", [("gold", ""), ("silver", "2016-01")]),
        ("itech-transilvania-cluster", [("gold", "2018-09"), ("silver", "2016-01")]),
        ("green-tech-valley-cluster", [("gold", "2012"), ("gold", "2014"), ("gold", "2018"), ("gold", "2024")]),
        ("cluster-automotriz-de-queretaro", [("silver", ""), ("bronze", "2016-07")]),
    ],
)
def test_awards_under_all_names_of_an_organisation(tables, cluster_id, expected):
    found = labels_of(tables, cluster_id)
    assert list(zip(found["level"], found["awarded"], strict=True)) == expected


def test_gce_ocean_keeps_the_scores_of_nce_subsea(tables):
    assert labels_of(tables, "gce-ocean-technology")["score_percent"].tolist() == ["96", "98", "99", "100"]
    assert "nce-subsea" not in set(tables["organisations"]["cluster_id"])


def test_partial_dates_stay_partial_and_blank_ones_blank(facts):
    labels = facts["labels"]
    month = labels[labels["cluster_id"] == "elinclus"].iloc[0]
    assert month["awarded"] == "2016-01"
    assert (month["awarded_from"], month["awarded_to"]) == (pd.Timestamp(2016, 1, 1), pd.Timestamp(2016, 1, 31))
    agri = labels[labels["cluster_id"] == "agri-sud-ouest-innovation"]
    assert agri["valid_until"].dropna().tolist() == ["2025-09", "2014-03-06"]
    undated = labels[labels["cluster_id"] == "pro-wood"]
    assert undated[["awarded", "awarded_from", "valid_until", "valid_until_to"]].isna().to_numpy().tolist() == [
        [True] * 4
    ]
    assert labels.loc[labels["cluster_id"] == "medvia", "valid_until"].isna().tolist() == [True]


def test_blank_countries_and_areas_stay_blank(tables):
    organisations = tables["organisations"].set_index("cluster_id")
    blank = organisations.index[organisations["country"] == ""]
    assert blank.tolist() == ["cluster-for-energy-efficiency", "cosmetic-valley", "madan-parque"]
    assert organisations["area"].eq("").sum() == 169
    assert organisations.loc["hamburg-aviation", "area"] == ""  # the notes say "likely", the page says nothing


def test_an_organisation_has_the_area_that_any_of_its_names_is_printed_with(tables):
    area = tables["organisations"].set_index("cluster_id")["area"]
    assert area["nce-heidner-biocluster"] == "Biotechnology"  # printed for Arena Heidner
    assert area["biopeople"] == "Biotechnology"


def test_two_areas_of_one_organisation_leave_it_blank(copied):
    replaced(copied, "esca_labels.csv", "Flanders' FOOD,BE,,gold", "Flanders' FOOD,BE,Food industry,gold")
    row = "Flanders' FOOD,BE,ICT,bronze,,2014,,https://example.org/\n"
    with (copied / "esca_labels.csv").open("a", encoding="utf-8") as file:
        file.write(row)
    area = registry.build(copied)["organisations"].set_index("cluster_id")["area"]
    assert area["flanders-food"] == ""


def test_rohealth_as_announced(tables):
    organisation = tables["organisations"].set_index("cluster_id").loc["rohealth"]
    assert organisation[["name", "country", "nuts2", "area", "founded_year"]].tolist() == [
        "ROHEALTH",
        "RO",
        "RO32",
        "Health and medical science",
        "2015",
    ]
    stated = tables["compositions"].set_index("type")["participants"].astype(int)
    assert stated.to_dict() == {
        "stated_total": 84,
        "small_medium_firm": 46,
        "start_up": 5,
        "university": 11,
        "research_institute": 7,
        "hospital": 6,
        "public_authority": 3,
        "non_profit": 7,
        "private_person": 3,
    }
    assert tables["working_groups"]["name"].tolist() == [
        "Translational Medicine",
        "E-health and Education",
        "Materials for Health",
        "Medical Equipment & Instruments",
        "Bioeconomy for Health",
        "Social Responsibility for Health",
        "Public Policies for Health",
    ]


def test_every_alias_rests_on_something_and_is_marked():
    aliases = raw("aliases.csv")
    assert aliases["reason"].str.contains("verified|inferred|same spelling").all()
    assert aliases["source"].str.match(r"https?://|data/registry/esca_labels_notes\.csv$").all()


def test_mergers_and_doubtful_pairs_stay_apart(tables):
    organisations, aliases = tables["organisations"], tables["aliases"]
    to_id = dict(zip(organisations["name"], organisations["cluster_id"], strict=True))
    to_id |= dict(zip(aliases["alias"], aliases["cluster_id"], strict=True))
    undecided = raw("undecided.csv")
    assert set(undecided["kind"]) == {"merger", "unclear"}
    pairs = [(to_id[a], to_id[b]) for a, b in zip(undecided["name_a"], undecided["name_b"], strict=True)]
    assert ("plastipolis", "polymeris") in pairs
    assert ("offshoreenergy-dk", "energy-cluster-denmark") in pairs
    assert all(a != b for a, b in pairs)


def test_only_the_curated_table_joins_names(copied):
    (copied / "aliases.csv").write_text("cluster_id,alias,reason,source\n", encoding="utf-8")
    replaced(copied, "esca_labels.csv", "Optence e. V.", "Optence GmbH")  # else two spellings give one id
    for name in ("BioPeople", "Metaindustry4", "Alsace Biovalley"):
        replaced(copied, "esca_labels.csv", f"\n{name},", f"\n{name} 2,")
    tables = registry.build(copied)
    assert len(tables["organisations"]) == 280
    assert {"agrotransilvania", "agro-transylvania"} <= set(tables["organisations"]["cluster_id"])


def test_spellings_that_give_one_id_are_not_joined_by_chance(copied):
    replaced(copied, "aliases.csv", "biopeople,BioPeople,", "biopeople,Green Energy,")
    with pytest.raises(BadInput) as caught:
        registry.build(copied)
    assert [(fault.column, fault.value) for fault in caught.value.faults] == [
        ("cluster", "BioPeople"),
        ("cluster", "Biopeople"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "column", "value"),
    [
        ("gce-ocean-technology,NCE Subsea,", "gce-ocean-technology,NCE Subse,", "alias", "NCE Subse"),
        ("gce-ocean-technology,NCE Subsea,", "gce-ocean,NCE Subsea,", "cluster_id", "gce-ocean"),
        ("gce-ocean-technology,NCE Subsea,", "gce-ocean-technology,Arena Eyde,", "alias", "Arena Eyde"),
    ],
)
def test_an_alias_that_does_not_fit_the_registry_is_refused(copied, old, new, column, value):
    replaced(copied, "aliases.csv", old, new)
    with pytest.raises(BadInput) as caught:
        registry.build(copied)
    assert (column, value) in [(fault.column, fault.value) for fault in caught.value.faults]


def test_an_announcement_must_name_the_row_it_repeats(copied):
    replaced(copied, "announcements.yaml", 'awarded: "2024-01"\n', 'awarded: "2024-02"\n')
    with pytest.raises(BadInput, match="repeats: 'MEDVIA'; expected one registry row, found 0"):
        registry.build(copied)


def test_two_rows_with_one_key_are_refused(copied):
    file = copied / "esca_labels.csv"
    file.write_text(file.read_text(encoding="utf-8") + file.read_text(encoding="utf-8").splitlines()[1] + "\n", "utf-8")
    with pytest.raises(BadInput, match="labels, column cluster_id, level, awarded, valid_until, source: 'bau-energie"):
        registry.build(copied)


def test_a_long_name_gives_whole_words():
    assert registry.slug("Ateval - Asociación de Empresarios Textiles de la Comunidad Valenciana") == (
        "ateval-asociacion-de-empresarios-textiles-de-la-comunidad"
    )


def test_the_command_rewrites_the_portfolio(copied, monkeypatch, capsys):
    monkeypatch.setattr(registry, "DATA", copied.parent)
    registry.main()
    assert capsys.readouterr().out.splitlines()[0] == f"{copied.parent.name}/portfolio/organisations.csv: 259 rows"
    assert (copied.parent / "portfolio" / "labels.csv").read_bytes() == (PORTFOLIO / "labels.csv").read_bytes()
