"""Pages for print: what is written, what is refused, and contents whose numbers are those of the pages."""

import os
import re
import stat
import time
from pathlib import Path

import pytest
from portfolios import about, invented, published, stored
from pypdf import PdfReader, PdfWriter
from pypdf.generic import Destination

from benchlib.present import page as pages
from benchlib.run.reports import pdf
from benchlib.tables.faults import BadInput

TITLES = ["Where it starts", "Äreas & more", "The end"]


def chapter(place: int, title: str, sheets: int = 1) -> str:
    text = '<p style="break-after: page">Text.</p>' * sheets
    return f'<section><h2 id="c{place}">{title.replace("&", "&amp;")}</h2>{text}</section>'


def written(folder: Path, body: str, head: str = "") -> Path:
    file = folder / "page.html"
    start = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Tïtle</title>{head}</head>'
    file.write_text(f"{start}<body>{body}</body></html>", encoding="utf-8")
    return file


def contents(places: dict[str, str]) -> str:
    items = (
        f'<li><a href="#{key}">{title}</a> <span class="leaf" data-page-of="{key}"></span></li>'
        for key, title in places.items()
    )
    return f"<nav><ul>{''.join(items)}</ul></nav>"


def printed(tmp_path: Path, body: str, head: str = "") -> PdfReader:
    pdf.write(written(tmp_path, body, head), tmp_path / "page.pdf")
    return PdfReader(tmp_path / "page.pdf")


def told(reader: PdfReader) -> dict[str, int]:
    """The page that the contents tell of each title."""
    lines = reader.pages[0].extract_text().splitlines()
    found = (re.fullmatch(r"(.*?)\s+(\d+)", line) for line in lines)
    return {line[1]: int(line[2]) for line in found if line}


def headings(reader: PdfReader) -> dict[str, int]:
    """The page that each title stands on, the contents left out."""
    pages = [page.extract_text() for page in reader.pages]
    return {title: next(n for n, text in enumerate(pages[1:], 2) if title in text) for title in TITLES}


@pytest.fixture
def program(tmp_path, monkeypatch):
    """A function: makes a script of the shell the browser."""

    def made(script: str) -> Path:
        file = tmp_path / "browser"
        file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        file.chmod(file.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv(pdf.VARIABLE, str(file))
        return file

    return made


@pytest.mark.full
def test_numbers_in_the_contents_are_those_of_the_pages(chromium, tmp_path):
    sheets = [1, 11, 1]
    body = contents({f"c{place}": title.replace("&", "&amp;") for place, title in enumerate(TITLES)})
    body += '<p style="break-after: page"></p>'
    body += "".join(chapter(place, title, sheets[place]) for place, title in enumerate(TITLES))
    reader = printed(tmp_path, body)
    assert told(reader) == headings(reader) == {"Where it starts": 2, "Äreas & more": 3, "The end": 14}


@pytest.mark.full
def test_numbers_settle_when_they_move_the_text(chromium, tmp_path):
    """The number itself pushes its chapter to another page: its width decides where the text flows."""
    head = "<style>.leaf:not(:empty)::after { content: ''; display: block; height: 400mm }</style>"
    body = contents({"c0": "Where it starts"}) + chapter(0, "Where it starts")
    reader = printed(tmp_path, body, head)
    number = pdf.pages(tmp_path / "page.pdf")["c0"]
    assert number > 1
    assert re.search(rf"Where it starts\s+{number}\b", " ".join(page.extract_text() for page in reader.pages))


@pytest.mark.full
def test_title_language_tags_and_bookmarks(chromium, tmp_path):
    body = contents({"c0": "Where it starts"}) + "<h1>All</h1>" + chapter(0, "Where it starts")
    reader = printed(tmp_path, body)
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "Tïtle"
    assert root["/Lang"] == "en"
    assert bool(root["/MarkInfo"]["/Marked"]) is True
    assert "/StructTreeRoot" in root
    titles = [one.title for one in flat(reader.outline)]
    assert titles == ["All", "Where it starts"]


def flat(outline) -> list[Destination]:
    return [one for part in outline for one in (flat(part) if isinstance(part, list) else [part])]


@pytest.mark.full
def test_no_script_runs_and_nothing_is_asked_for(chromium, tmp_path):
    (tmp_path / "other.txt").write_text("SECRET")
    body = (
        "<p>Here.</p><script>document.body.append('RAN')</script><img src='x' onerror=\"document.body.append('RAN')\">"
        "<iframe src='other.txt'></iframe><object data='other.txt'></object>"
    )
    head = '<meta http-equiv="Content-Security-Policy" content="default-src * \'unsafe-inline\'">'
    text = "".join(page.extract_text() for page in printed(tmp_path, body, head).pages)
    assert "Here." in text
    assert "RAN" not in text
    assert "SECRET" not in text


@pytest.mark.full
def test_no_path_of_the_machine_is_in_the_file(chromium, tmp_path):
    links = '<a href="../index.html">all</a> <a href="https://cluster.example/">out</a> <a href=\'../a.html\'>one</a>'
    reader = printed(tmp_path, f'<p id="p">{links} <a href="#p">here</a></p>')
    addresses = [
        note.get_object()["/A"]["/URI"]
        for note in reader.pages[0].get("/Annots", [])
        if "/URI" in note.get_object().get("/A", {})
    ]
    assert addresses == ["https://cluster.example/"]
    assert str(tmp_path).encode() not in (tmp_path / "page.pdf").read_bytes()


@pytest.mark.full
def test_only_the_file_is_left(chromium, tmp_path):
    printed(tmp_path, "<p>Here.</p>")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["page.html", "page.pdf"]


def test_without_a_browser_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.delenv(pdf.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BadInput, match="apt install chromium"):
        pdf.write(written(tmp_path, ""), tmp_path / "page.pdf")


def test_a_browser_that_is_named_but_not_there(monkeypatch):
    monkeypatch.setenv(pdf.VARIABLE, "no-such-browser")
    with pytest.raises(BadInput, match="'no-such-browser'; expected the path of a Chromium"):
        pdf.browser()


def test_the_named_browser_comes_first(program):
    named = program("exit 0")
    assert pdf.browser() == str(named)


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo 'cannot open display' >&2; exit 3", r"printed nothing \(exit code 3\): cannot open display"),
        ("exit 0", r"printed nothing \(exit code 0\): it gave no reason"),
        ('for a in "$@"; do case "$a" in --print-to-pdf=*) echo broken > "${a#*=}";; esac; done', "no readable PDF"),
    ],
)
def test_a_broken_browser_is_told_and_leaves_the_old_file(program, tmp_path, script, message):
    program(script)
    old = tmp_path / "page.pdf"
    old.write_bytes(b"old")
    with pytest.raises(pdf.NotPrinted, match=message):
        pdf.write(written(tmp_path, ""), old)
    assert old.read_bytes() == b"old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["browser", "page.html", "page.pdf"]


@pytest.mark.skipif(os.name != "posix", reason="groups of processes are known to POSIX systems")
def test_a_browser_that_hangs_is_ended_with_its_children(program, tmp_path, monkeypatch):
    child = tmp_path / "child"
    program(f"sleep 60 & echo $! > {child}; wait")
    monkeypatch.setattr(pdf, "LONGEST", 0.5)
    with pytest.raises(pdf.NotPrinted, match="did not end within"):
        pdf.write(written(tmp_path, ""), tmp_path / "page.pdf")
    assert gone(int(child.read_text()))


def gone(pid: int) -> bool:
    """Whether a process has ended, which may take the system a moment."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.1)
    return False


def test_numbers_that_never_settle_are_given_up(monkeypatch, tmp_path):
    counter = iter(range(1, 100))
    monkeypatch.setattr(pdf, "browser", lambda: "none")
    monkeypatch.setattr(pdf, "_printed", lambda program, text, folder: folder / "page.pdf")
    monkeypatch.setattr(pdf, "pages", lambda file: {"c0": next(counter)})
    with pytest.raises(pdf.NotPrinted, match=r"page\.html: its page numbers do not settle in 5 printings"):
        pdf.write(written(tmp_path, contents({"c0": "A"})), tmp_path / "page.pdf")


def test_the_policy_stands_before_all_that_a_page_brings():
    text = "<!DOCTYPE html>\n<html><head><script>1</script>"
    assert pdf.guarded(text).startswith(f"<!DOCTYPE html>{pdf.POLICY}\n<html>")
    assert pdf.guarded("<script>1</script>").startswith(pdf.POLICY)


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ('<a href="#a">', True),
        ('<a href="https://x.example/a">', True),
        ('<a href="../index.html">', False),
        ('<a href="file:///a">', False),
        ('<a href="javascript:1">', False),
        ("<a href='../a.html'>", False),
        ("<A HREF=a.html>", False),
        ("<a class='x' href = '#a'>", True),
        ("<p>what href=a.html means</p>", True),
    ],
)
def test_links_that_lead_to_places_on_the_machine_are_dropped(link, kept):
    assert (link in pdf.guarded(link)) is kept


def test_pages_of_places(tmp_path):
    writer = PdfWriter()
    for _ in range(3):
        writer.add_blank_page(100, 100)
    writer.add_named_destination("second", 1)
    writer.write(tmp_path / "a.pdf")
    assert pdf.pages(tmp_path / "a.pdf") == {"second": 2}


def test_places_that_are_not_in_the_file_have_no_number():
    text = '<span class="leaf" data-page-of="a">7</span><span class="leaf" data-page-of="b"></span>'
    assert pdf.numbered(text, {"b": 12}) == (
        '<span class="leaf" data-page-of="a"></span><span class="leaf" data-page-of="b">12</span>'
    )


@pytest.mark.full
def test_the_contents_of_the_publication_tell_the_pages_of_its_chapters(chromium, tmp_path):
    now = stored(tmp_path / "now", about(), invented())
    page = tmp_path / "edition.html"
    page.write_text(pages.export(published(now)), encoding="utf-8")
    pdf.write(page, tmp_path / "edition.pdf")
    reader = PdfReader(tmp_path / "edition.pdf")
    marks = {one.title: reader.get_destination_page_number(one) + 1 for one in flat(reader.outline)}
    found = {title: number for title, number in told(reader).items() if title in marks}
    assert len(found) == 10
    assert found == {title: marks[title] for title in found}
    assert found["In short"] == 2
    assert list(found.values()) == sorted(found.values())
    texts = [sheet.extract_text() for sheet in reader.pages]
    assert all(title in texts[number - 1] for title, number in found.items())
    assert all("Synthetic data: invented organisations" in text for text in texts)
    assert all(f"{number} / {len(texts)}" in text for number, text in enumerate(texts, 1))


@pytest.mark.full
def test_pages_without_printed_contents_are_printed_once(chromium, tmp_path, monkeypatch):
    times = []
    real = pdf._printed
    monkeypatch.setattr(pdf, "_printed", lambda *given: times.append(1) or real(*given))
    printed(tmp_path, '<nav><a href="#c0">A</a></nav>' + chapter(0, "A"))
    assert len(times) == 1
