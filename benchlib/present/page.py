"""From an executed notebook to one web page: no code, no script, nothing loaded from anywhere."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup
from nbconvert.exporters import TemplateExporter
from nbformat import NotebookNode

from benchlib.present import wording
from benchlib.present.record import recorded

TEMPLATES = Path(__file__).parent / "template"
NAME = "benchlib"
LONGEST_TITLE = 120
HOME, METHOD = "../index.html", "../method.html"

_HEADING = re.compile(r'<h2 id="([^"]*)">(.*?)</h2>')

Links = tuple[tuple[str | None, str], ...]


class FailedNotebook(ValueError):
    """A notebook that did not run to its end has no page."""


@dataclass(frozen=True)
class Page:
    """What surrounds the content of a page. A link without address is the page itself."""

    title: str
    synthetic: bool
    links: Links
    footer: str = "Open reconstruction from public sources; not an official label."
    contents: tuple[tuple[str, Markup], ...] = ()
    script: Markup | None = None
    script_hash: str | None = None
    numbered: bool = False  # whether its contents are printed, with page numbers


def export(
    notebook: NotebookNode,
    title: str | None = None,
    *,
    synthetic: bool | None = None,
    home: str | None = HOME,
    method: str | None = METHOD,
) -> str:
    """The page of an executed report. `home` and `method` are where its links lead; None leaves one out.

    title, synthetic: by default what the report itself has recorded. Raises FailedNotebook where a cell failed,
    LookupError where nothing is given and nothing recorded.
    """
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    failed = next((output for output in outputs if output["output_type"] == "error"), None)
    if failed is not None:
        raise FailedNotebook(f"{failed['ename']}: {failed['evalue']}")
    told = {} if title is not None and synthetic is not None else recorded(notebook)
    content = "".join(output["data"].get("text/html", "") for output in outputs if "data" in output)
    page = Page(
        shortened(title if title is not None else f"{told['name']}: {told.get('report', 'cluster report')}"),
        synthetic if synthetic is not None else bool(told["synthetic"]),
        tuple((address, words) for address, words in ((home, "All reports"), (method, "The method")) if address),
        told.get("footer", Page.footer),
        contents(content),
        numbered=bool(told.get("numbered", False)),
    )
    return str(_exporter().from_notebook_node(notebook, resources={"page": page})[0])


def written(page: Page, head: Markup, body: Markup) -> str:
    """A page around content that is HTML already; the contents stand between its head and its body."""
    return _environment().get_template("shell.html.j2").render(page=page, head=head, body=body)


def contents(html: str) -> tuple[tuple[str, Markup], ...]:
    """Places and words of the chapters in a page's content, as they stand in it (escaped)."""
    return tuple((identity, Markup(words)) for identity, words in _HEADING.findall(html))  # noqa: S704 - from the page itself


def shortened(title: str) -> str:
    """A title for the window: without control characters, not endless."""
    title = wording.clean(title)
    return title if len(title) <= LONGEST_TITLE else title[:LONGEST_TITLE] + "…"


@cache
def _exporter() -> TemplateExporter:
    return TemplateExporter(
        template_name=NAME,
        template_file="index.html.j2",
        extra_template_basedirs=[str(TEMPLATES)],
        file_extension=".html",
        default_preprocessors=[],  # none has anything to do here, and each copies and checks the whole notebook
    )


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES / NAME), autoescape=True)
