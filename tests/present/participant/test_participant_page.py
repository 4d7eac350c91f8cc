"""A participant's page: what it says, what it leaves out, and that nobody else can be read from it."""

import re

import numpy as np
import participants
import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st
from participants import FULL, GAPS, NEW, SMALL, A, B

from benchlib.compare.participants.standing import standing
from benchlib.present import page
from benchlib.present.participant import output, reading
from benchlib.rules import loading

CHAPTERS = [
    "Where it stands",
    "The figures",
    "Competitiveness",
    "What peers say",
    "What is missing",
    "Method and sources",
]
HOSTILE = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\u202egnitset", "W" * 3000, "$\\frac{1}{0}$")


@pytest.fixture(scope="module")
def edition(tmp_path_factory):
    return participants.folder(tmp_path_factory.mktemp("participants") / "edition")


@pytest.fixture(scope="module")
def pages(edition):
    units = (FULL, GAPS, NEW, SMALL)
    return {unit: page.export(participants.ran(edition, unit), home=None, method=None) for unit in units}


def text(html):
    return " ".join(BeautifulSoup(html, "html.parser").get_text(" ").split())


def test_chapters_of_a_participant_with_everything(pages):
    html = BeautifulSoup(pages[FULL], "html.parser")
    assert [heading.get_text() for heading in html.find_all("h2")] == CHAPTERS
    assert html.h1.get_text() == "Synthetic firm a-p1"
    assert html.title.get_text() == "Synthetic data: Synthetic firm a-p1: participant report"
    assert html.footer.get_text(strip=True) == output.FOOTER
    assert html.find(class_="synthetic") is not None
    assert len(html.find_all("svg")) == 2
    assert all(len(picture["aria-label"]) > 20 for picture in html.find_all("svg"))


def test_a_participants_page_leads_to_no_other(pages):
    for html in pages.values():
        parts = BeautifulSoup(html, "html.parser")
        assert {link["href"][0] for link in parts.find_all("a")} == {"#"}
        assert {nav["aria-label"] for nav in parts.find_all("nav")} == {"Contents"}


def test_what_the_report_keeps():
    kept = output.summary(participants.read(FULL))
    assert kept["headline"] == (
        "In 2025 Synthetic firm a-p1 stands in the upper third for turnover per employee and in the lower third for "
        "exports and growth of employment, among the others of its technology area; its competitiveness is estimated "
        "at 58 (50 to 66) points."
    )
    assert kept["figures"]["turnover_per_employee"]["own"] == "405,000 EUR"
    assert kept["figures"]["employment_growth"] | {"cluster": 0, "area": 0} == {
        "own": "−55.5%",
        "cluster": 0,
        "cluster_third": "lower",
        "area": 0,
        "area_third": "lower",
    }
    assert kept["figures"]["innovating_share"]["own"] == "yes"
    assert kept["peers"] == "see less"
    assert kept["aspects"]["strategy"] == "42"
    assert (kept["year"], kept["estimate"], kept["report"]) == (2025, "58 (50 to 66)", "participant report")


def test_typical_values_are_the_middle_half_of_the_others():
    values, kept = participants.figures(), output.summary(participants.read(FULL))
    last = values[(values["year"] == 2025) & (values["indicator"] == "turnover_per_employee")]
    others = np.sort(last.loc[(last["cluster_id"] == A) & (last["participant_id"] != FULL[1]), "value"])
    assert len(others) == 7
    middle = (0.25 * others[1] + others[2:5].sum() + 0.25 * others[5]) / 3.5
    assert kept["figures"]["turnover_per_employee"]["cluster"] == f"{float(f'{middle:.3g}'):,.0f} EUR"


def test_a_participant_with_gaps_is_told_what_is_missing(pages):
    kept = output.summary(participants.read(GAPS))
    assert kept["missing"][:2] == [
        "Figures: none for 2023.",
        "Exports for 2025: a figure that is needed is not given.",
    ]
    assert kept["peers"] == "confirm"
    assert kept["figures"]["export_share"]["own"] == "not known"
    assert kept["figures"]["export_share"]["area_third"] is None
    assert "Fewer than five peers have answered on this participant in any year" in text(pages[GAPS])
    assert "Give Synthetic cluster a a row a year in the sheet “participant_figures” of its workbook" in text(
        pages[GAPS]
    )


def test_nothing_to_complete_where_nothing_is_missing(pages):
    assert "How to complete it" not in text(pages[FULL])
    assert "How to complete it" in text(pages[GAPS])
    frames = participants.tables()
    frames["participant_standing"] = frames["participant_standing"].assign(shown=True)
    assert output.summary(participants.read(FULL, frames))["missing"] == ["Nothing that this report needs."]


def test_a_cluster_too_small_to_be_shown(pages):
    kept = output.summary(participants.read(SMALL))
    assert {figure[view] for figure in kept["figures"].values() for view in ("cluster", "area")} == {None}
    assert kept["headline"].startswith("In 2025 nothing can be said on where Synthetic firm c-p1 stands; its")
    assert kept["missing"][0].startswith(
        "Kept back, so that no other participant is told of: what is typical of its clu"
    )
    assert "kept back" in text(pages[SMALL])


def test_a_participant_without_any_figures(pages):
    assert output.summary(participants.read(NEW)) | {"missing": []} == {
        "report": "participant report",
        "footer": output.FOOTER,
        "cluster_id": A,
        "participant_id": NEW[1],
        "name": "Synthetic firm a-p9",
        "cluster": "Synthetic cluster a",
        "as_of": "2026-06-30",
        "synthetic": True,
        "headline": "No figures of Synthetic firm a-p9 are on record yet, so it cannot be set beside others.",
        "year": None,
        "figures": {},
        "estimate": None,
        "peers": None,
        "aspects": {},
        "missing": [],
    }
    words = text(pages[NEW])
    assert "Figures: none of any year is on record." in words
    assert "No peers have been asked about this participant." in words
    assert "There is no estimate: it needs most of the figures" in words
    assert not BeautifulSoup(pages[NEW], "html.parser").find_all("svg")


def test_what_is_usual_among_few_units_is_not_even_read():
    assert not {"usual", "reliability", "mean"} & {*reading.COLUMNS["participant_peers"].split()}
    assert not {"v", "v_innovation"} & {*reading.COLUMNS["participant_competitiveness"].split()}


@pytest.mark.parametrize("unit", [FULL, GAPS, SMALL], ids=lambda unit: unit[1])
def test_no_other_participant_is_on_the_page_or_in_the_notebook(edition, pages, unit):
    everything = pages[unit] + str(participants.ran(edition, unit))
    for cluster, other in set(participants.members()) - {unit}:
        assert other not in everything
        assert f"Synthetic firm {other[-4:]}" not in everything
        assert cluster == unit[0] or cluster not in everything
    values = participants.figures()
    others = values[(values["participant_id"] != unit[1]) & (values["indicator"] != "innovating_share")][
        "value"
    ].dropna()
    digits = {re.sub(r"\D", "", f"{value:.6g}")[:6] for value in others}
    found = {number.replace(",", "").replace(".", "") for number in re.findall(r"\d[\d,.]{5,}", everything)}
    assert not {number for number in found if any(number.startswith(one) for one in digits if len(one) == 6)}


@given(st.integers(0, 2**32 - 1))
@settings(max_examples=8, deadline=None)
def test_numbers_do_not_move_with_names_order_outliers_or_far_away_figures(seed):
    """What a reader sees tells neither who the others are nor how far the highest of them is ahead."""
    values = participants.figures(seed)
    frames = participants.tables(values)
    before = output.summary(participants.read(FULL, frames))

    def after(changed):
        found = standing(changed, frames["organisations"], loading.standing("standing"))
        mine = changed[changed["participant_id"] == FULL[1]]
        return output.summary(
            participants.read(FULL, frames | {"participant_figures": mine, "participant_standing": found})
        )

    assert after(values.sample(frac=1, random_state=seed)) == before
    others = values["participant_id"] != FULL[1]
    renamed = values["participant_id"].where(~others, values["participant_id"] + "-x")
    assert after(values.assign(participant_id=renamed)) == before
    near = values[others & values["cluster_id"].isin([A, B]) & (values["indicator"] != "innovating_share")]
    top = near.groupby(["year", "indicator"])["value"].idxmax()
    assert (
        after(values.assign(value=values["value"].mask(values.index.isin(top), 50 * values["value"].abs()))) == before
    )
    far = values["cluster_id"] == participants.C
    assert after(values.assign(value=values["value"].mask(far, -5.0))) == before


@pytest.mark.parametrize("words", HOSTILE)
def test_names_cannot_change_the_page(tmp_path, pages, words):
    frames = participants.tables()
    frames["participants"]["name"] = words
    frames["organisations"][["name", "area", "country_name"]] = words
    html = page.export(participants.ran(participants.folder(tmp_path / "edition", frames), FULL))
    changed, plain = (BeautifulSoup(one, "html.parser") for one in (html, pages[FULL]))
    tags = ["script", "img", "svg", "style", "base", "title", "h1", "figure"]
    assert [one.name for one in changed.find_all(tags)] == [one.name for one in plain.find_all(tags)]
    assert not changed.find_all(lambda one: any(key.startswith("on") for key in one.attrs))
    assert changed.h1.get_text() == " ".join(words.replace("\u202e", " ").split())


def test_who_is_not_there():
    with pytest.raises(reading.UnknownParticipant, match="'nobody': no such participant of synthetic-a"):
        participants.read((A, "nobody"))
    with pytest.raises(reading.UnknownParticipant, match=f"'{A}-p1': no such participant of {B}"):
        participants.read((B, FULL[1]))
    with pytest.raises(LookupError, match="'nowhere': no such organisation"):
        participants.read(("nowhere", FULL[1]))


def test_another_day_and_no_edition(edition, tmp_path):
    with pytest.raises(ValueError, match="this edition was computed for 2026-06-30"):
        reading.read(edition, *FULL, "2025-01-01")
    with pytest.raises(FileNotFoundError, match="no edition here"):
        reading.read(tmp_path, *FULL)
