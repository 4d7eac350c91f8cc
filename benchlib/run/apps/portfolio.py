"""The page `portfolio`: all organisations counted, by country, area, label and year; what other rules would move."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import ipywidgets  # type: ignore[import-untyped]
import pandas as pd
from IPython.display import display
from markupsafe import Markup

from benchlib.present import wording
from benchlib.present.markup import element
from benchlib.rules import loading
from benchlib.rules.dated import in_force
from benchlib.rules.models import Framework
from benchlib.run.access.refusals import NotAdmitted, NotAllowed
from benchlib.run.apps import portfolio_files as files
from benchlib.run.apps import portfolio_view as view
from benchlib.run.apps import widgets
from benchlib.run.rulebook import DEFAULT_FRAMEWORK
from benchlib.tables.schemas import LEVELS

Frames = dict[str, pd.DataFrame]
SECTIONS: Sequence[Callable[[view.Frames], Markup | None]] = (
    view.places,
    view.areas,
    view.awarded,
    view.ending,
    view.totals,
)
ALL = ""  # of a filter: all; None would leave its field empty
EVERY = {"country": "All countries", "area": "All areas", "label": "Any or none", "year": "Today"}
NAMES = {"country": "Country", "area": "Technology area", "label": "Holds the label", "year": "As of"}
SHARE = "share"  # the condition on the total, in the label rules
SHARES = range(50, 101, 5)  # percent of the maximum
AS_TODAY = -1
WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 3.0)
SAME = 1.0  # weight that changes nothing
EXPORTED = "exported"


class Desk(Protocol):
    """What the page asks of the desk of a policy maker; see `access.policy_desk`."""

    @property
    def synthetic(self) -> bool:
        """Whether the organisations are invented."""

    def choices(self) -> Mapping[str, Mapping[str, str] | Sequence[str]]:
        """What filters may be."""

    def facts(
        self, country: str | None = None, area: str | None = None, label: str | None = None, year: str | None = None
    ) -> Frames:
        """Aggregates, suppressed."""

    def what_if(
        self, share: Mapping[str, float] | None = None, weights: Mapping[str, float] | None = None
    ) -> pd.DataFrame:
        """Labels that would move."""

    def log(self, action: str) -> None:
        """Note an export."""


@dataclass
class Shown:
    """What the page shows now: the aggregates and the choice behind them, in words."""

    frames: Frames = field(default_factory=dict)
    choice: dict[str, str] = field(default_factory=dict)


def page(desk: Desk | None = None) -> None:
    """Show the page."""
    try:
        display(shown(desk or _opened()))
    except (NotAdmitted, NotAllowed) as error:
        display(_column(widgets.html(element("h1", "Portfolio"), element("p", str(error), role="alert"))))


def shown(desk: Desk) -> ipywidgets.VBox:
    """The whole page."""
    now = Shown()
    status, numbers, saved = (widgets.html() for _ in range(3))
    places = [widgets.html() for _ in SECTIONS]
    filters = {name: _filter(name, options) for name, options in desk.choices().items() if name in EVERY}

    def refresh(_: object = None) -> None:
        try:
            _show(desk, filters, now, [status, numbers, saved, *places])
        except (NotAdmitted, NotAllowed) as error:
            now.frames = {}
            for place in (numbers, saved, *places):
                widgets.show(place)
            widgets.show(status, widgets.said(str(error), widgets.BAD))

    def reset() -> None:
        for one in filters.values():
            one.unobserve(refresh, "value")
            one.value = ALL
            one.observe(refresh, "value")
        refresh()

    for one in filters.values():
        one.observe(refresh, "value")
    _show(desk, filters, now, [status, numbers, saved, *places])
    return _column(
        widgets.html(_head(view.least(now.frames), invented=desk.synthetic)),
        _among(*filters.values(), kind="filters"),
        widgets.button("Show all", reset),
        status,
        numbers,
        _among(*places, kind="sections"),
        *_what_if(desk, view.least(now.frames), assessed=view.assessed(now.frames)),
        widgets.html(element("h2", "Take it home"), element("p", "The numbers of this page as files.")),
        widgets.button("Make the files", lambda: _export(desk, now, saved)),
        saved,
    )


def _opened() -> Desk:
    from benchlib.run.access import desks

    found = desks.open()
    if not isinstance(found, desks.PolicyDesk):
        raise NotAllowed("This link does not lead here. Please open the page that it was made for.")
    return found


def _head(few: int, *, invented: bool) -> Markup:
    told = (
        f"Counts are rounded to multiples of {few}, and those under {few} are not shown, so that nobody can be singled "
        "out. Sums may differ for that reason."
    )
    note = element("p", "These organisations are invented; nothing here is about real ones.", class_="note")
    title = element("h1", "Portfolio of cluster organisations")
    return element("div", title, note if invented else None, element("p", told, class_="quiet"))


def _filter(name: str, options: Mapping[str, str] | Sequence[str]) -> ipywidgets.Dropdown:
    """One of the values, or all."""
    if isinstance(options, Mapping):
        known = [(words, value) for value, words in sorted(options.items(), key=lambda one: one[1])]
    elif name == "year":
        known = [(f"end of {value}", value) for value in sorted(options, reverse=True)[1:]]
    else:
        known = [(value.capitalize() if name == "label" else value, value) for value in options]
    return ipywidgets.Dropdown(options=[(EVERY[name], ALL), *known], value=ALL, description=NAMES[name])


def _show(
    desk: Desk, filters: Mapping[str, ipywidgets.Dropdown], now: Shown, places: Sequence[ipywidgets.HTML]
) -> None:
    """Ask the desk and show what it tells."""
    status, numbers, saved, *sections = places
    widgets.show(saved)
    now.frames = desk.facts(**{name: one.value or None for name, one in filters.items()})
    now.choice = {NAMES[name]: str(one.label) for name, one in filters.items()}
    words = view.told(float(now.frames["summary"].at[0, "organisations"]), view.least(now.frames))
    widgets.show(status, widgets.said(f"{words} organisations: {'; '.join(now.choice.values())}"))
    widgets.show(numbers, view.summary(now.frames))
    for place, section in zip(sections, SECTIONS, strict=True):
        widgets.show(place, section(now.frames))


def _export(desk: Desk, now: Shown, saved: ipywidgets.HTML) -> None:
    """Two links that save what is shown."""
    try:
        desk.log(EXPORTED)
    except (NotAdmitted, NotAllowed) as error:
        widgets.show(saved, widgets.said(str(error), widgets.BAD))
        return
    about = now.choice | {"Suppression": f"Counts are multiples of {view.least(now.frames)}; empty: fewer than that"}
    widgets.show(
        saved,
        widgets.said("The files are ready."),
        element("br"),
        widgets.download("portfolio.csv", files.CSV, files.csv(now.frames, about), "Save as CSV"),
        widgets.download("portfolio.xlsx", files.EXCEL, files.workbook(now.frames, about), "Save as Excel workbook"),
    )


def _what_if(desk: Desk, few: int, *, assessed: bool) -> list[ipywidgets.Widget]:
    """Another threshold, another weight, and the labels that move."""
    rules = loading.framework(DEFAULT_FRAMEWORK)
    today = shares(rules, dt.date.today())
    level = _choice("Label", [(one.capitalize(), one) for one in today], next(iter(reversed(today)), None))
    share = _choice(
        "Share of the points it asks for", [("as today", AS_TODAY), *((f"{one}%", one) for one in SHARES)], AS_TODAY
    )
    group = _choice(
        "Group of questions", [(one.name, key) for key, one in rules.groups.items()], next(iter(rules.groups))
    )
    weight = _choice("Its weight", [(f"{one:g}" if one != SAME else "1, as today", one) for one in WEIGHTS], SAME)
    result = widgets.html()

    def ask() -> None:
        changed = {level.value: share.value / 100} if share.value != AS_TODAY else {}
        weighed = {group.value: weight.value} if weight.value != SAME else {}
        if not changed and not weighed:
            widgets.show(result, widgets.said("Choose another share or another weight first.", widgets.BAD))
            return
        try:
            table = desk.what_if(share=changed, weights=weighed)
        except (NotAdmitted, NotAllowed) as error:
            widgets.show(result, widgets.said(str(error), widgets.BAD))
            return
        widgets.show(result, element("div", view.moved(table, few, assessed=assessed), role="status"))

    asked = wording.listing(f"{one} asks for {value:.0%}" for one, value in today.items())
    told = f"Today {asked} of the points. All organisations are counted, whatever is chosen above."
    head = element("div", element("h2", "What if the rules were others?"), element("p", told))
    return [
        widgets.html(head),
        _among(level, share, group, weight, kind="changes"),
        widgets.button("Which labels would move?", ask, first=True),
        result,
    ]


def shares(rules: Framework, day: dt.date) -> dict[str, float]:
    """The share of the maximum that each label asks for on a day, where it asks for one."""
    entries = {level: rules.labels.levels[level].conditions.get(SHARE, []) for level in LEVELS}
    found = {level: in_force(known, day) for level, known in entries.items()}
    return {level: float(one.at_least) for level, one in found.items() if one is not None}  # type: ignore[union-attr]


def _choice(words: str, options: Sequence[tuple[str, object]], value: object) -> ipywidgets.Dropdown:
    return ipywidgets.Dropdown(options=options, value=value, description=words)


def _among(*parts: ipywidgets.Widget, kind: str) -> ipywidgets.Box:
    return widgets.classed(ipywidgets.Box(parts), kind)


def _column(*parts: ipywidgets.Widget) -> ipywidgets.VBox:
    return widgets.column(widgets.html(widgets.style("portfolio.css")), *parts, classes=["portfolio"])
