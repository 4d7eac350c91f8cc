import datetime as dt

import pytest
from bs4 import BeautifulSoup

from benchlib.present import casebook, explanation, method
from benchlib.rules import cases, loading
from benchlib.rules.models import Assessed, Months, Share

EVERY = {"from": dt.date(2008, 1, 1), "mark": "verified", "source": "label_body", "title": "T"}


@pytest.fixture(scope="module")
def framework():
    return loading.framework("ecei-31")


@pytest.fixture(scope="module")
def html(framework):
    printed = [cases.points(), cases.labels(), cases.history()]
    profiles = [loading.profile("medvia"), loading.profile("medvia-criteria")]
    return method.render(framework, printed, loading.standing("standing"), profiles, loading.competitiveness())


@pytest.fixture(scope="module")
def soup(html):
    return BeautifulSoup(html, "html.parser")


def table(soup, caption):
    rows = soup.find("caption", string=caption).parent.select("tbody tr")
    return {row.th.get_text("|"): [cell.get_text("|") for cell in row.find_all("td")] for row in rows}


def test_it_says_first_what_is_reconstructed(soup):
    chapter = soup.find("h2").parent
    assert chapter.h2.get_text() == "What is reconstructed"
    assert "This is an open reconstruction and not official." in chapter.get_text()
    assert "points that a minimum requirement asks for: 2, 3 or 4" in chapter.get_text()


def test_label_rules_come_with_date_mark_and_source(soup):
    gold = table(soup, "Conditions of gold")
    assert gold["At least 80 % of the maximum"] == [
        "at least 80% of the maximum",
        "from 1 January 2008",
        "verified|News that names 128 of 150 points with a threshold of 120 (2013)|120 of 150 points",
    ]
    assert table(soup, "How long bronze holds")["First award holds for"][:2] == ["24", "from 1 January 2008"]
    common = table(soup, "Asked for at every level")
    assert common["At least 15 committed participants"][:2] == [
        "at least 1 point on 1.1.2 Number of committed cluster participants in total",
        "from 15 November 2019",
    ]
    assert common["Listed on the European Cluster Collaboration Platform"][0] == (
        "Listed on the European Cluster Collaboration Platform: yes"
    )


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (Assessed(type="assessed", at_least=2, **EVERY), "at least two agreed assessments of its kind"),
        (Share(type="share", at_least=0.85, **EVERY), "at least 85% of the maximum"),
        (Months(type="months", at_least=18, at_most=24, **EVERY), "18 to 24 months after the first"),
    ],
)
def test_conditions_in_words(framework, condition, words):
    assert explanation.asks(condition, framework) == words


def test_an_entry_that_ended_says_until_when():
    entry = Assessed(type="assessed", at_least=1, until=dt.date(2019, 11, 14), **EVERY)
    assert explanation.in_force(entry) == "from 1 January 2008 to 14 November 2019"


def test_every_indicator_has_its_steps(framework, soup):
    for group, facts in framework.groups.items():
        rows = table(soup, f"Indicators: {facts.name}")
        keys = [key for key, item in framework.indicators.items() if item.group == group]
        assert [name.split(" ")[0] for name in rows] == keys
    structure = table(soup, f"Indicators: {framework.groups['1'].name}")
    committed = next(cells for name, cells in structure.items() if name.startswith("1.1.2 "))
    assert committed[0].split("|")[0] == "1 point: 15 participants or more"
    assert committed[0].split("|")[-1] == "5 points: 60 participants or more"
    assert committed[1] == "yes"


def test_the_rule_of_suppression_is_told(soup):
    chapter = soup.find("h2", string="Standing among others").parent
    assert "fewer than 5 other organisations is kept back" in chapter.get_text()


def test_profiles_name_their_indicators(soup):
    strengths = table(soup, loading.profile("medvia").title)
    assert strengths["Financial sustainability"][0] == (
        "3.1 Prospects of the financial resources of the cluster organisation and 3.2 Share of financial resources "
        "from private sources"
    )


def test_cases_are_printed_with_what_must_come_out(soup):
    verdicts = table(soup, cases.labels().title)
    assert len(verdicts) == len(cases.labels().cases)
    assert verdicts["bronze, one interview"] == [
        "benchmark of 15 March 2018, agreed; points: default 5",
        "30 June 2018",
        "bronze: awarded|until 31 March 2020|benchmarked: met",
    ]
    history = table(soup, cases.history().title)
    assert history["no date at all"] == ["bronze, undated", "1 January 2022", "bronze: cannot tell, kind: cannot tell"]
    assert table(soup, cases.points().title)["1.1.2"][0].startswith("no answer: no points given; 0: 0; 14: 0; 15: 1")


def test_cases_of_another_framework_are_left_out():
    assert casebook.printed(cases.points(), "no-such-framework") is None


def test_what_is_no_case_is_refused():
    with pytest.raises(TypeError, match="int: no cases that can be printed"):
        casebook.printed(1, "ecei-31")


def test_the_page_is_built_as_the_reports_are(soup, html):
    assert len(soup.find_all("h1")) == 1
    assert not soup.find_all(["script", "img"])
    assert soup.find("nav", class_="contents").find_all("a")[-1]["href"] == "#sources"
    assert "Synthetic data" not in html
    assert len(html.encode()) < 250_000


def test_the_cluster_function_is_explained_and_named_ours(soup):
    chapter = soup.find(id="the-cluster-function-ours").parent
    assert chapter.h2.get_text() == "The cluster function (ours)"
    steps = [item.get_text() for item in chapter.find_all("li")]
    assert [step.partition(":")[0] for step in steps] == [
        "Figures",
        "Peers",
        "Estimate",
        "It corrects itself",
        "Confirmation",
        "Drift",
    ]
    assert "an answer of 1 becomes 0 points, each step above it adds 25" in steps[1]
    assert "within 2 standard errors of what figures and earlier years let expect" in steps[4]
    assert "The interval holds the truth in 9 of 10 cases" in steps[2]


def test_its_settings_come_with_their_marks(soup):
    assert table(soup, "Figures that go in")["Growth of employment"] == ["percent a year", "−8% to 12%", "proposed"]
    assert table(soup, "Aspects that peers are asked about")["Labour force"] == [
        "Do firms here find and keep people with the skills that they need?",
        "proposed",
    ]
    limits = table(soup, "Limits")
    assert limits["Participants behind a figure, at least"] == ["3", "recalled"]
    assert limits["Probability of leaving the band without drift"] == ["0.05", "proposed"]
    assert "CLUSTERO" in soup.find(id="sources").parent.get_text()


def test_without_settings_there_is_no_chapter_on_it(framework):
    assert "cluster function" not in method.render(framework, [], loading.standing("standing")).lower()
