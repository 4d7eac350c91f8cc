"""Pages for print: PDF through a headless Chromium, tagged and with bookmarks, its contents with page numbers."""

import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from benchlib.tables.faults import BadInput

VARIABLE = "BENCHLIB_CHROMIUM"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
LONGEST = 120.0  # seconds for one printing; the longest page takes two
PASSES = 5  # printings until page numbers are settled; two do where the numbers do not move the text
QUIET = (
    "--headless=new",
    "--disable-gpu",
    "--disable-dev-shm-usage",  # containers give it 64 MB, and Chromium dies beyond
    "--disable-extensions",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # no name is looked up: printing never leaves the machine
)
PRINTED = ("--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf")
POLICY = (
    '<meta http-equiv="Content-Security-Policy" '
    "content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">"
)

_DOCTYPE = re.compile(r"\s*<!doctype html>", re.IGNORECASE)
_LINK = re.compile(r"<a\b[^>]*>", re.IGNORECASE)
_LOCAL = re.compile(
    r"""\shref\s*=\s*(?:"(?!https?://|#)[^"]*"|'(?!https?://|#)[^']*'|(?!["']|https?://|#)[^\s>]+)""", re.IGNORECASE
)
_NUMBER = re.compile(r'(<span class="leaf" data-page-of="([^"]*)">)[^<]*(?=</span>)')


class NotPrinted(RuntimeError):
    """The browser made no PDF."""


def write(html: Path, pdf: Path) -> None:
    """Print a page, whole or not at all. Its scripts do not run and it loads nothing, whatever stands in it.

    Where its contents leave room for page numbers (see `numbered`), it is printed until the numbers are settled.
    Raises BadInput where there is no browser, NotPrinted where it fails.
    """
    program = browser()
    text = guarded(html.read_text(encoding="utf-8"))
    with TemporaryDirectory(prefix=f".{pdf.name}.", dir=pdf.parent) as folder:  # a confined browser may see no other
        for _ in range(PASSES):
            printed = _printed(program, text, Path(folder))
            before, text = text, numbered(text, pages(printed))
            if text == before:
                os.replace(printed, pdf)
                return
    raise NotPrinted(f"{html.name}: its page numbers do not settle in {PASSES} printings")


def browser() -> str:
    """Path of the browser that prints: $BENCHLIB_CHROMIUM, else the first of its usual names. Raises BadInput."""
    named = os.environ.get(VARIABLE)
    if named:
        found = shutil.which(named)
        if found is None:
            raise BadInput.of(VARIABLE, "expected the path of a Chromium or Chrome program", named)
        return found
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise BadInput.of(
            "--pdf",
            "Chromium prints the pages and is not here; install it (Debian, Ubuntu: `apt install chromium`; others: "
            f"Chromium or Google Chrome) or say where it is in {VARIABLE}",
        )
    return found


def guarded(text: str) -> str:
    """A page fit for print: no script runs, nothing is loaded, and no link leads to a place on this machine.

    A relative link would stand in the PDF as a path of the machine that printed it.
    """
    start = found.end() if (found := _DOCTYPE.match(text)) else 0
    return f"{text[:start]}{POLICY}{_LINK.sub(_without_local, text[start:])}"


def _without_local(link: re.Match[str]) -> str:
    return _LOCAL.sub("", link[0])


def numbered(text: str, pages: Mapping[str, int]) -> str:
    """A page with its page numbers filled in: `<span class="leaf" data-page-of="ID">` gets the page of that place.

    >>> numbered('<span class="leaf" data-page-of="labels"></span>', {"labels": 3})
    '<span class="leaf" data-page-of="labels">3</span>'
    """
    return _NUMBER.sub(lambda found: f"{found[1]}{pages.get(found[2], '')}", text)


def pages(pdf: Path) -> dict[str, int]:
    """The page, from 1, of every place that a link of the document leads to, by its id. Raises NotPrinted."""
    try:
        reader = PdfReader(pdf)
        places = {name.removeprefix("/"): place for name, place in reader.named_destinations.items()}
        numbers = {name: reader.get_destination_page_number(place) for name, place in places.items()}
    except (PyPdfError, OSError) as error:
        raise NotPrinted(f"the browser made no readable PDF: {error}") from error
    return {name: number + 1 for name, number in numbers.items() if number is not None}


def _printed(program: str, text: str, folder: Path) -> Path:
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(text, encoding="utf-8")
    pdf.unlink(missing_ok=True)
    places = (f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf.resolve()}", page.resolve().as_uri())
    code, told = _run([program, *QUIET, *_unconfined(), *PRINTED, *places])
    if code or not pdf.is_file():
        raise NotPrinted(f"{program} printed nothing (exit code {code}): {told or 'it gave no reason'}")
    return pdf


def _unconfined() -> Sequence[str]:
    """Chromium refuses its sandbox to root, as whom containers run; a page here runs no script and loads nothing."""
    return ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


def _run(command: Sequence[str]) -> tuple[int, str]:
    """Exit code and the last line of what a program says of errors; it ends, with its children, after LONGEST."""
    options = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **options, start_new_session=True) as process:  # type: ignore[call-overload]  # noqa: S603 - no shell; the program is the user's browser
        try:
            _, told = process.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired as error:
            raise NotPrinted(f"{command[0]} did not end within {LONGEST:.0f} seconds") from error
        finally:
            _end(process)
    lines = told.decode(errors="replace").strip().splitlines()
    return process.returncode, lines[-1].strip() if lines else ""


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that still runs, where the system knows groups with all that it started."""
    if process.poll() is None:
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
