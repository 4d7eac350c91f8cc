"""The pages around the reports of an edition: their index, and the method."""

from collections.abc import Iterable, Mapping

import pandas as pd

from benchlib.present import index, method
from benchlib.rules import cases
from benchlib.run import edition as editions
from benchlib.run import subjects, whole
from benchlib.run.content import Content
from benchlib.run.edition import Edition
from benchlib.run.report import Report

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
    whole.write(edition.folder / INDEX, index.render(rows, content.about, status))


def _method(content: Content) -> str:
    by, shown = content.by, (cases.points(), cases.labels(), cases.history())
    profiles = (by.strengths, by.criteria)
    return method.render(by.framework, shown, by.standing, profiles, synthetic=content.facts.synthetic)
