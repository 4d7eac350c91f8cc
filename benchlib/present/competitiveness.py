"""The cluster function in plain words, with its settings: a chapter of the page on the method."""

from markupsafe import Markup

from benchlib.present import wording
from benchlib.present.markup import paragraphs, points, section
from benchlib.present.tables.grid import Row, table
from benchlib.rules.competitiveness import Competitiveness, Quantity

TITLE = "The cluster function (ours)"
KNOWN = "How it is known"


def explained(spec: Competitiveness) -> Markup | None:
    """What goes in, how an estimate comes about, what its numbers mean, and which limits hold."""
    return section(
        TITLE,
        paragraphs([wording.clean(spec.note)]),
        points(_steps(spec)),
        table("Figures that go in", ["Figure", "Unit", "0 points to 100 points", KNOWN], _figures(spec), cards=True),
        table("Aspects that peers are asked about", ["Aspect", "Question", KNOWN], _aspects(spec), cards=True),
        table("Limits", ["Limit", "Value", KNOWN], _limits(spec), cards=True),
    )


def _steps(spec: Competitiveness) -> list[str]:
    cases = wording.tenths(spec.function.interval.value)
    within = wording.number(spec.function.confirmed_within.value)
    lowest, step = (
        wording.number(x) for x in (spec.qualitative.digitised.lowest, spec.qualitative.digitised.points_a_step)
    )
    return [
        "Figures: each is set between two fixed goalposts and so becomes a score. The mean of the scores of a year is "
        "the first measurement of competitiveness.",
        f"Peers: an answer of {lowest} becomes 0 points, each step above it adds {step}. The mean over peers and "
        "aspects is the second measurement, whose error is the smaller, the more peers answer. In tables of aspects "
        "the view of few peers is drawn towards what is usual; what enters the function is not.",
        "Estimate: competitiveness itself cannot be seen. Each year the function first expects what it estimated the "
        "year before, and then moves from there towards the two measurements, the more the smaller their errors (a "
        f"Kalman filter). The interval holds the truth in {cases} cases, if the function is right.",
        "It corrects itself: how much competitiveness changes from year to year, how large the errors of figures and "
        "answers are, and how answers translate into figures, is learned anew from all organisations together "
        "whenever a year is added. Each new prediction is later compared with what came.",
        f"Confirmation: peers confirm the figures where their answers are within {within} standard errors of what "
        "figures and earlier years let expect. Farther away they see more or less; the aspect that departs most is "
        "named. “Peers alone” are their answers translated into figures, as far as that has been learned.",
        "Drift: departures of the figures from what was expected are added up over the years. Where the sum leaves its "
        "band, something moves more steadily than chance.",
    ]


def _figures(spec: Competitiveness) -> list[Row]:
    return [(one.name, one.unit, _goalposts(one), str(one.mark)) for one in spec.quantitative.indicators.values()]


def _goalposts(one: Quantity) -> str:
    low, high = (wording.figure(end, one.unit) for end in one.goalposts)
    return f"{low} to {high}"


def _aspects(spec: Competitiveness) -> list[Row]:
    return [(one.name, one.question, str(one.mark)) for one in spec.qualitative.aspects.values()]


def _limits(spec: Competitiveness) -> list[Row]:
    limits = {
        "Participants behind a figure, at least": spec.quantitative.minimum_participants,
        "Figures behind a score of the year, at least": spec.quantitative.minimum_indicators,
        "Peers behind an answer, at least": spec.qualitative.minimum_respondents,
        "Share of true values that an interval is to hold": spec.function.interval,
        "Standard errors within which peers confirm": spec.function.confirmed_within,
        "Probability of leaving the band without drift": spec.function.drift_band,
        "Years with figures before anything is learned": spec.function.first_waves,
    }
    return [(name, wording.number(limit.value, 2), str(limit.mark)) for name, limit in limits.items()]
