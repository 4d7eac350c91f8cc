"""The pages around the reports of an edition: their index, and the method."""

from collections.abc import Iterable, Mapping

import pandas as pd

from benchlib.present import index, method
from benchlib.present.index import Further
from benchlib.rules import cases
from benchlib.run.reports import edition as editions
from benchlib.run.reports import subjects, whole
from benchlib.run.reports.content import Content
from benchlib.run.reports.edition import Edition
from benchlib.run.reports.report import DONE, FAILED, Report
from benchlib.run.reports.subjects import Subject
from benchlib.tables.schemas import countries

INDEX, METHOD = "index.html", "method.html"
TABLES = ("organisations", "statuses")  # what they are made of


def write(edition: Edition, content: Content, made: Mapping[str, Report], asked: Iterable[str]) -> None:
    """Write them. The index lists the organisations that a report was made on or asked for, else all of them."""
    known = content.facts["organisations"]["cluster_id"]
    about = [name for name in (*made, *asked) if subjects.ORGANISATION.has(name)]
    listed = known[known.isin(about)] if about else known
    rows = editions.index_rows(content.tables, pd.Index(listed), made.values())
    statuses = content.tables["statuses"]
    status = statuses[statuses["cluster_id"].isin(listed)]
    whole.write(edition.folder / METHOD, _method(content))
    whole.write(edition.folder / INDEX, index.render(rows, content.about, status, _further(made)))


def _further(made: Mapping[str, Report]) -> list[Further]:
    """Reports that are not about organisations. Those on participants are for each of them, and not linked."""
    kinds = {subjects.EDITION: "The publication", subjects.COUNTRY: "Countries", subjects.REGION: "Regions"}
    return [_kind(title, subject, made) for subject, title in kinds.items()]


def _kind(title: str, subject: Subject, made: Mapping[str, Report]) -> Further:
    told = sorted(
        ((_words(subject, one.id), one) for one in made.values() if subject.has(one.id)), key=lambda pair: pair[0]
    )
    return Further(
        title,
        [(words, f"pages/{one.id}.html") for words, one in told if one.state == DONE],
        [(words, one.error) for words, one in told if one.state == FAILED],
    )


def _words(subject: Subject, report: str) -> str:
    place = report.rsplit("/", 1)[-1]
    if subject is subjects.COUNTRY:
        return countries().get(place, place)
    return place if subject is subjects.REGION else "Analysis of Cluster Competitiveness"


def _method(content: Content) -> str:
    by, shown = content.by, (cases.points(), cases.labels(), cases.history())
    profiles = (by.strengths, by.criteria)
    return method.render(by.framework, shown, by.standing, profiles, synthetic=content.facts.synthetic)
