"""The edition's front page: every report in one table that can be searched without a server."""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pandas as pd
from markupsafe import Markup

from benchlib.assess import history
from benchlib.present import dates, page, wording
from benchlib.present.markup import element, joined, name, note, opening, paragraphs, section
from benchlib.present.page import Page
from benchlib.present.tables.grid import table

SCRIPT = page.TEMPLATES / page.NAME / "index.js"
NONE = "none"
UNKNOWN = "not known"
FAILED, DONE = "failed", "done"


@dataclass(frozen=True)
class Further:
    """Reports of one kind that are not about an organisation: its title, and each report's words with its page.

    failed: words and reason of those that have no page.
    """

    title: str
    pages: Sequence[tuple[str, str]] = ()
    failed: Sequence[tuple[str, str | None]] = ()


def render(
    rows: pd.DataFrame, edition: Mapping[str, Any], statuses: pd.DataFrame, further: Sequence[Further] = ()
) -> str:
    """The index page of an edition.

    rows: one a report, with cluster_id, name, country_name, area, highest_valid, highest_ever (level or missing), page
    (relative path or missing), state (done, failed, pending) and error. statuses: cluster_id, level, ever, state.
    """
    title = f"Cluster reports: {edition['name']}"
    script = _script()
    about = Page(
        page.shortened(title),
        bool(edition["synthetic"]),
        ((None, "All reports"), ("method.html", "The method")),
        script=Markup(script),  # noqa: S704 - our own file
        script_hash=_hash(script),
    )
    head = joined(
        [element("p", f"Edition {wording.clean(edition['name'])}", class_="kicker"), element("h1", "Cluster reports")]
    )
    body = joined(
        [_lead(rows, edition), _counted(statuses, edition), _failed(rows, further), _reports(rows, edition)]
        + [_further(one) for one in further]
    )
    return page.written(about, head, body)


def _lead(rows: pd.DataFrame, edition: Mapping[str, Any]) -> Markup | None:
    done = int((rows["state"] == DONE).sum())
    day = dates.day(pd.Timestamp(edition["as_of"]))
    total = wording.count(len(rows), "organisation")
    reports = "each with its report" if done == len(rows) else f"{wording.number(done)} with their report"
    return paragraphs(
        [
            wording.sentence(f"{total}, {reports}, as of {day}"),
            "Labels and points follow an open reconstruction of the rules from public sources, nothing is official.",
        ]
    )


def _counted(statuses: pd.DataFrame, edition: Mapping[str, Any]) -> Markup | None:
    day = dates.day(pd.Timestamp(edition["as_of"]))
    numbers = history.counts(statuses).fillna(0)
    rows = [
        (f"{level.capitalize()} ({edition['levels'][level]['name']})", *map(wording.number, (ever, low, high - low)))
        for level, ever, low, high in numbers[["ever", "valid_low", "valid_high"]].itertuples()
    ]
    headings = ["Label", "Ever awarded", f"Valid on {day}", "Cannot tell from the dates"]
    text = (
        "“Ever awarded” counts organisations that have had the label at any time; “valid” counts those whose label "
        "certainly holds on the day. Where dates are not published, neither can be said."
    )
    return section(
        "Labels in this edition",
        paragraphs([text]),
        table("Organisations by label", headings, rows, numbers=(1, 2, 3), cards=True),
    )


def _failed(rows: pd.DataFrame, further: Sequence[Further]) -> Markup | None:
    failed = rows[rows["state"] == FAILED]
    told = [*zip(failed["name"], failed["error"], strict=True), *(pair for one in further for pair in one.failed)]
    lines = [
        element("li", name(words), f": {wording.clean(error) if wording.known(error) else 'no reason given'}")
        for words, error in told
    ]
    if not lines:
        return None
    return section(
        "Reports that failed",
        note("The others are complete", "Run again with --resume to make only these."),
        element("ul", *lines),
    )


def _reports(rows: pd.DataFrame, edition: Mapping[str, Any]) -> Markup | None:
    if rows.empty:
        return section("Reports", paragraphs(["This edition holds no organisation."]))
    day = dates.day(pd.Timestamp(edition["as_of"]))
    ordered = rows.sort_values("name", key=lambda names: names.str.normalize("NFKD").str.casefold(), kind="stable")
    headings = ("Organisation", "Country", "Technology area", f"Label valid on {day}", "Highest ever")
    head = element("tr", *(element("th", text, scope="col") for text in headings))
    body = Markup("\n").join(_row(row) for row in ordered.itertuples(index=False))
    listed = element(
        "table",
        element("caption", "All organisations of this edition"),
        element("thead", head),
        element("tbody", body),
        class_="cards",
        id="reports",
    )
    return section(
        "Reports", _filter(), element("div", listed, class_="wide", role="region", aria_label="Reports", tabindex=0)
    )


def _further(kind: Further) -> Markup | None:
    if not kind.pages:
        return None
    links = [element("li", element("a", name(words), href=address)) for words, address in kind.pages]
    return section(kind.title, element("ul", *links, class_="places"))


def _row(row: Any) -> Markup:
    """A row of the table; a report that is not there says so instead of a link."""
    label = element("a", name(row.name), href=row.page) if wording.known(row.page) else name(row.name)
    state = (
        None
        if row.state == DONE
        else element("small", "report failed" if row.state == FAILED else "report not made yet")
    )
    cells = (row.country_name, row.area)
    texts = [wording.clean(cell) if wording.known(cell) else UNKNOWN for cell in cells]
    texts += [str(level) if wording.known(level) else NONE for level in (row.highest_valid, row.highest_ever)]
    labels = ("Country", "Area", "Valid", "Ever")
    columns = [element("td", text, data_label=title) for text, title in zip(texts, labels, strict=True)]
    return element("tr", element("th", label, state, scope="row"), *columns)


def _filter() -> Markup:
    """Search box and filters; shown by the script, so that nobody without it sees controls that do nothing."""
    search = element("label", "Search ", opening("input", type="search", name="search", autocomplete="off"))
    chosen = [
        element("label", f"{title} ", element("select", element("option", "all", value=""), name=key))
        for key, title in (("country", "Country"), ("area", "Technology area"), ("valid", "Label valid"))
    ]
    clear = element("button", "Clear", type="reset")
    count = element("p", id="shown", role="status", aria_live="polite")
    return element("form", search, *chosen, clear, count, id="filter", role="search", hidden=True)


@cache
def _script() -> str:
    return SCRIPT.read_text(encoding="utf-8")


def _hash(script: str) -> str:
    """The script as the page's policy names it: SHA-256 of exactly what stands between the tags."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
