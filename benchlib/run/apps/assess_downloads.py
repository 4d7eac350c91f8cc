"""What a person takes home: the answers with their points as a page, as a PDF and as a workbook."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from markupsafe import Markup

from benchlib.present import page, wording
from benchlib.present.markup import Part, element, escaped, joined, link, name, section
from benchlib.run.apps import assess_answers, assess_standing, widgets
from benchlib.run.apps.assess_answers import Item
from benchlib.run.apps.assess_standing import Standing
from benchlib.run.reports import pdf
from benchlib.tables.faults import BadInput
from benchlib.tables.schemas import TABLES
from benchlib.tables.store import writing
from benchlib.tables.store.versions import Version

HTML = "text/html;charset=utf-8"
PDF = "application/pdf"
BOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NO_PDF = "A PDF cannot be made here. Open the report in your browser and print it into a file."


@dataclass(frozen=True)
class Sheet:
    """What is taken home: of which cluster and assessment, in which state, by whom, and where it stands."""

    cluster: str
    cluster_id: str
    assessment_id: str
    state: str
    person: str
    items: Mapping[str, Item]
    answers: Mapping[str, Version]
    standing: Standing
    on: dt.date


def report(sheet: Sheet) -> str:
    """The report: one page that needs nothing else."""
    facts = [
        ("Assessment", name(sheet.assessment_id)),
        ("State", sheet.state),
        ("Made on", f"{sheet.on.day} {sheet.on:%B %Y}"),
        ("Made by", name(sheet.person)),
        ("Framework", sheet.standing.title),
    ]
    entries = [element("div", element("dt", title), element("dd", words)) for title, words in facts]
    head = element(
        "header",
        element("p", "Assessment report", class_="kicker"),
        element("h1", name(sheet.cluster)),
        element("dl", *entries, class_="facts"),
        class_="masthead",
    )
    chapters = [
        section("Where the cluster stands", assess_standing.sentences(sheet.standing), _groups(sheet.standing)),
        section("All answers", *(_group(sheet, one.name, one.keys) for one in sheet.standing.groups)),
    ]
    body = joined(chapters)
    about = page.Page(
        page.shortened(f"{sheet.cluster}: assessment report"),
        sheet.cluster_id.startswith("synthetic-"),
        (),
        contents=page.contents(str(body)),
    )
    return page.written(about, head, body)


def printed(html: str) -> bytes | None:
    """The report as PDF; None where no browser can print it."""
    with TemporaryDirectory(prefix="benchlib-") as folder:
        shown, made = Path(folder) / "report.html", Path(folder) / "report.pdf"
        shown.write_text(html, encoding="utf-8")
        try:
            pdf.write(shown, made)
        except (BadInput, pdf.NotPrinted, OSError):
            return None
        return made.read_bytes()


def workbook(sheet: Sheet) -> bytes:
    """The answers as a workbook, in the form of the table `answers`; texts stay texts, whatever they begin with."""
    columns = list(TABLES["answers"].columns)
    rows = [
        {
            "assessment_id": sheet.assessment_id,
            "indicator": key,
            "assessor": "",
            "value": version.given.value,
            "evidence": version.given.evidence,
            "comment": version.given.comment,
            "answered_at": version.answered_at,
        }
        for key, version in sheet.answers.items()
    ]
    frame = pd.DataFrame(rows, columns=columns, dtype="str").fillna("")
    with TemporaryDirectory(prefix="benchlib-") as folder:
        file = Path(folder) / "answers.xlsx"
        writing.write(file, {"answers": frame}, {})
        return file.read_bytes()


def links(sheet: Sheet) -> Markup:
    """The three files as links that save them; the page holds them, no other address is asked."""
    html, stem = report(sheet), page_name(sheet.assessment_id)
    made = printed(html)
    offered = [
        widgets.download(f"{stem}.html", HTML, html.encode("utf-8"), "Report (web page)"),
        widgets.download(f"{stem}.xlsx", BOOK, workbook(sheet), "Answers (Excel workbook)"),
        widgets.download(f"{stem}.pdf", PDF, made, "Report (PDF)") if made else escaped(NO_PDF),
    ]
    return element("ul", *(element("li", one) for one in offered), class_="downloads")


def page_name(assessment_id: str) -> str:
    """The name of a file: letters, digits, - and _.

    >>> page_name("a1/../x y")
    'a1----x-y'
    """
    return "".join(
        letter if letter.isascii() and (letter.isalnum() or letter in "-_") else "-" for letter in assessment_id
    )


def _groups(standing: Standing) -> Markup:
    rows = [(one.name, assess_standing.points_of(one), one.counted) for one in standing.groups]
    return _table("Points by group", ("Group", "Points", "Answered"), rows)


def _group(sheet: Sheet, title: str, keys: tuple[str, ...]) -> Markup | None:
    rows = [_row(sheet, key) for key in keys]
    return section(
        title, _table(f"Answers: {title}", ("Question", "Answer", "Points", "Evidence and note"), rows), level=3
    )


def _row(sheet: Sheet, key: str) -> tuple[Part, ...]:
    item, version = sheet.items[key], sheet.answers.get(key)
    asked = joined([element("strong", f"{key} "), item.name])
    if version is None:
        return asked, "no answer", "", ""
    given, worth = version.given, sheet.standing.worth.get(key)
    notes = [
        link(given.evidence) if given.evidence else None,
        element("small", given.comment) if given.comment else None,
    ]
    points = "" if worth is None or not wording.known(worth) else wording.number(worth)
    return asked, assess_answers.told(given.value, item), points, joined(notes)


def _table(title: str, heads: tuple[str, ...], rows: Sequence[tuple[Part, ...]]) -> Markup:
    top = element("thead", element("tr", *(element("th", head, scope="col") for head in heads)))
    body = [_cells(heads, cells) for cells in rows]
    table = element("table", element("caption", title), top, element("tbody", *body), class_="cards")
    return element("div", table, class_="wide")


def _cells(heads: tuple[str, ...], cells: tuple[Part, ...]) -> Markup:
    first, *others = cells
    rest = [element("td", cell, data_label=head) for head, cell in zip(heads[1:], others, strict=True)]
    return element("tr", element("th", first, scope="row"), *rest)
