"""Rules in words: what each label asks for and how long it lasts, and how each indicator gives points."""

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from benchlib.present import dates, wording
from benchlib.present.markup import element, folded, joined, link, paragraphs, section
from benchlib.present.tables.grid import Row, stacked, table
from benchlib.rules import models
from benchlib.rules.dated import Dated, Number, Source
from benchlib.rules.models import Condition, Framework, Indicator, LabelRule, LabelRules

SCOPE = {True: "yes", False: "no", None: "not known"}
ITEMS = {"all": "every scored indicator", "silver_scope": "every indicator in the scope of the silver audit"}


def labels(framework: Framework) -> Markup | None:
    """Conditions and validity of every level, those of all levels first."""
    rules = framework.labels
    common = table("Asked for at every level", CONDITIONS, _conditions(rules.common, framework), cards=True)
    window = [_validity("A renewal counts until so many months after the end", rules.renewal_window_months, rules)]
    return section(
        "What the labels ask for",
        paragraphs(
            ["A label needs every one of its conditions. Where evidence is missing, the verdict is “cannot tell”."]
        ),
        common,
        *(_level(level, rule, framework) for level, rule in rules.levels.items()),
        section(
            "Renewal",
            table("Time for a renewal", VALIDITY, [row for rows in window for row in rows], cards=True),
            level=3,
        ),
    )


CONDITIONS = ["Condition", "Asks for", "In force", "How it is known"]
VALIDITY = ["What", "Months", "In force", "How it is known"]


def _level(level: str, rule: LabelRule, framework: Framework) -> Markup | None:
    rules = framework.labels
    validity = [
        *_validity("First award holds for", rule.first_months, rules),
        *_validity("A renewal extends it by", rule.renewal_months, rules),
    ]
    return section(
        f"{level.capitalize()}: {rule.name}",
        paragraphs([f"Assessed by {rule.assessors}."]),
        table(f"Conditions of {level}", CONDITIONS, _conditions(rule.conditions, framework), cards=True),
        table(f"How long {level} holds", VALIDITY, validity, cards=True),
        level=3,
    )


def _conditions(conditions: Mapping[str, Sequence[Condition]], framework: Framework) -> list[Row]:
    return [
        (
            stacked(entry.title, "first award only" if entry.first_award_only else None, _strict(entry)),
            asks(entry, framework),
            in_force(entry),
            known(entry, framework.labels.sources),
        )
        for entries in conditions.values()
        for entry in entries
    ]


def _strict(entry: Condition) -> str | None:
    return "only in the strict reading" if entry.only_strict else None


def asks(entry: Condition, framework: Framework) -> str:
    """What a condition asks for, in words."""
    match entry:
        case models.Assessed():
            return f"at least {wording.count(entry.at_least, 'agreed assessment')} of its kind"
        case models.Share():
            return f"at least {wording.quantity(entry.at_least, 'share')} of the maximum"
        case models.Months():
            return f"{wording.number(entry.at_least)} to {wording.number(entry.at_most)} months after the first"
        case models.Held():
            return f"{entry.level} awarded before"
        case models.Reaches():
            if isinstance(entry.items, str):
                return f"at least {wording.quantity(entry.at_least, 'points')} on {ITEMS[entry.items]}"
            return wording.listing(_reaches(key, entry.at_least, framework) for key in entry.items)


def _reaches(item: str, least: float, framework: Framework) -> str:
    if item in framework.indicators:
        return f"at least {wording.quantity(least, 'points')} on {item} {framework.indicators[item].name}"
    question = framework.labels.questions[item]
    needed = wording.quantity(least, question.unit)
    return f"{question.name}: {needed if needed == 'yes' else f'at least {needed}'}"


def _validity(what: str, entries: Sequence[Number], rules: LabelRules) -> list[Row]:
    return [(what, wording.number(entry.value), in_force(entry), known(entry, rules.sources)) for entry in entries]


def in_force(entry: Dated) -> str:
    """From when to when an entry holds."""
    start = f"from {dates.day(entry.from_)}"
    return f"{start} to {dates.day(entry.until)}" if entry.until else start


def known(entry: Dated, sources: Mapping[str, Source]) -> Markup:
    """The mark of an entry, its source and note."""
    source = sources[entry.source]
    return stacked(str(entry.mark), link(source.address, source.title), entry.note)


def indicators(framework: Framework) -> Markup | None:
    """Every indicator with its question, steps and points, group by group."""
    return section(
        f"The {len(framework.indicators)} indicators",
        paragraphs(
            [
                f"{len(framework.scored)} of them give points. The largest step that the evidence supports counts; "
                "a missing answer stays missing and is never taken for zero."
            ]
        ),
        *(_group(framework, key) for key in framework.groups),
    )


def _group(framework: Framework, group: str) -> Markup | None:
    members = {key: item for key, item in framework.indicators.items() if item.group == group}
    rows = [
        (
            stacked(f"{key} {item.name}", item.question, f"Evidence: {item.evidence}"),
            element("div", *_steps(item)),
            SCOPE[item.silver_scope],
            joined(known(entry, framework.sources) for entry in item.points),
        )
        for key, item in members.items()
    ]
    name = framework.groups[group].name
    headings = ["Indicator", "Points", "Scope of the silver audit", "How it is known"]
    return folded(name, table(f"Indicators: {name}", headings, rows, cards=True))


def _steps(item: Indicator) -> Iterator[Markup]:
    """A line for every step of every dated entry."""
    for entry in item.points:
        if len(item.points) > 1:
            yield element("p", in_force(entry))
        lines = [element("li", _step(item, at, points, entry.described)) for at, points in entry.at_least.items()]
        yield element("ul", *lines, class_="steps")


def _step(item: Indicator, at: float, points: int, described: Mapping[int, str]) -> str:
    asked = described.get(points) or f"at least {wording.quantity(at, item.unit)}"
    return f"{wording.quantity(points, 'points')}: {asked}"
