"""The method as a page for people: label rules, indicators, comparison, the cluster function, cases, what is ours."""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from benchlib.present import casebook, competitiveness, dates, explanation, page, wording
from benchlib.present.markup import element, joined, paragraphs, points, references, section
from benchlib.present.page import Page
from benchlib.present.tables.grid import table
from benchlib.present.text.certainty import MARKS
from benchlib.rules.cases import HistoryCases, LabelCases, PointCases
from benchlib.rules.competitiveness import Competitiveness
from benchlib.rules.dated import Source
from benchlib.rules.models import Framework, Profile, Standing

Cases = PointCases | LabelCases | HistoryCases


def render(
    framework: Framework,
    cases: Iterable[Cases],
    standing: Standing,
    profiles: Sequence[Profile] = (),
    function: Competitiveness | None = None,
    *,
    synthetic: bool = False,
) -> str:
    """The page of a method. cases: those that hold the rules, printed as tables; function: settings of the cluster
    function, explained where they are given."""
    more = [*profiles, *([] if function is None else [function])]
    body = joined(
        [
            _reconstructed(framework),
            explanation.labels(framework),
            explanation.indicators(framework),
            _standing(standing),
            *(_profile(profile, framework) for profile in profiles),
            None if function is None else competitiveness.explained(function),
            section("Cases that hold the rules", *(casebook.printed(one, framework.id) for one in cases)),
            _sources([framework.sources, framework.labels.sources, standing.sources, *(one.sources for one in more)]),
        ]
    )
    links = (("index.html", "All reports"), (None, "The method"))
    head = joined([element("p", framework.title, class_="kicker"), element("h1", "The method")])
    return page.written(Page("The method", synthetic, links, contents=page.contents(body)), head, body)


def _reconstructed(framework: Framework) -> Markup | None:
    """What is not official, what the marks mean, and which readings of the unknown are tried."""
    plausible = framework.labels.plausible
    tried = [
        f"every indicator a knock-out: {wording.listing(_yes_or_no(value) for value in plausible.strict)}",
        f"points that a minimum requirement asks for: {_numbers(plausible.minimum_points)}",
        f"thresholds of counts, shares and years times {_numbers(plausible.threshold_factors)}",
        f"weights of the groups: {wording.listing(name.replace('_', ' ') for name in plausible.weights)}",
    ]
    return section(
        "What is reconstructed",
        paragraphs(
            [
                f"This is an {framework.status} and not official.",
                wording.clean(framework.note),
                f"Indicators: {framework.id}, version of {dates.day(framework.version)}. "
                f"Labels: {framework.labels.id}, version of {dates.day(framework.labels.version)}.",
            ]
        ),
        paragraphs(["Each rule carries a mark that says how it is known:"]),
        points(f"{mark}: {meaning}" for mark, meaning in MARKS.items()),
        paragraphs(["How firm a verdict is shows when it is judged again under every combination of these readings:"]),
        points(tried),
    )


def _yes_or_no(value: bool) -> str:
    return "yes" if value else "no"


def _numbers(values: Iterable[float]) -> str:
    return wording.listing((wording.number(value) for value in values), "or")


def _standing(standing: Standing) -> Markup | None:
    least = wording.number(standing.minimum_others.value)
    rows = [(view.title, str(view.mark)) for view in standing.views.values()]
    text = (
        "An organisation sees the median, the quartiles and its own place among others, never another one's score. "
        f"A comparison with fewer than {least} other organisations is kept back; so is the later of two comparisons "
        f"whose difference would show fewer than {least}."
    )
    return section(
        "Standing among others", paragraphs([text]), table("Compared with", ["View", "How it is known"], rows)
    )


def _profile(profile: Profile, framework: Framework) -> Markup | None:
    names = {key: f"{key} {indicator.name}" for key, indicator in framework.indicators.items()}
    rows = [
        (strength.name, wording.listing(names.get(key, key) for key in strength.indicators), str(strength.mark))
        for strength in profile.strengths.values()
    ]
    least = wording.quantity(profile.shown_from.value, "share")
    text = (
        "Each is the mean share of points of its indicators; "
        f"it counts as shown from {least} on ({profile.shown_from.mark})."
    )
    headings = ["Strength", "Indicators", "How it is known"]
    return section(profile.title, paragraphs([text]), table(profile.title, headings, rows, cards=True))


def _sources(groups: Iterable[Mapping[str, Source]]) -> Markup | None:
    entries = {source.title: source.address for sources in groups for source in sources.values()}
    return section("Sources", references(entries.items()))
