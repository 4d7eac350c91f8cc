"""The method as a page for people: label rules, indicators, cases, comparison, strengths, and what is reconstructed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from markupsafe import Markup

from benchlib.present import page, wording
from benchlib.present.markup import Part, element, folded, joined, link, paragraphs, points, section
from benchlib.present.page import Page
from benchlib.present.tables.grid import stacked, state, table
from benchlib.present.text.certainty import MARKS
from benchlib.rules import models
from benchlib.rules.cases import HistoryCase, HistoryCases, LabelCase, LabelCases, PointCases
from benchlib.rules.dated import Dated, Number, Source
from benchlib.rules.models import Framework, Indicator, Profile, Standing

Cases = PointCases | LabelCases | HistoryCases


def render(
    framework: Framework,
    cases: Iterable[Cases],
    standing: Standing,
    profiles: Sequence[Profile] = (),
    *,
    synthetic: bool = False,
) -> str:
    """The page of a method. cases: those that hold it, printed as tables; those of other frameworks are left out."""
    body = joined(
        [
            _reconstructed(framework),
            _labels(framework),
            _indicators(framework),
            _standing(standing),
            *(_profile(profile, framework) for profile in profiles),
            _cases(framework, cases),
            _sources(framework, standing, profiles),
        ]
    )
    about = Page(
        "The method", synthetic, (("index.html", "All reports"), (None, "The method")), contents=page.contents(body)
    )
    head = joined([element("p", framework.title, class_="kicker"), element("h1", "The method")])
    return page.written(about, head, body)
