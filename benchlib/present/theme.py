"""One look for all charts: colours that always mean the same, plain axes, text that stays text."""

import io
import re
from collections.abc import Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import matplotlib as mpl
from markupsafe import Markup
from matplotlib.figure import Figure

# One colour, one meaning; they differ in lightness too, so they keep apart in grey and for colour-blind eyes.
OWN = "#0b4f8a"
OTHERS = "#cfd8e0"
OTHERS_EDGE = "#8795a3"
MEDIAN = "#4b5863"
MISSING = "#ffffff"
MISSING_EDGE = "#7a6a00"
INK = "#1b2733"
QUIET = "#52606d"
LINE = "#dde3e8"
LEVELS: Mapping[str, str] = {"bronze": "#7d4a1e", "silver": "#7f8c99", "gold": "#dba400"}

WIDTH = 340  # pixels: the text column of a phone 360 pixels wide; larger screens scale it up
SMALL, NORMAL = 10.5, 11.5
FACES = "system-ui,-apple-system,'Segoe UI',Roboto,'Helvetica Neue',Arial,sans-serif"

STYLE: Any = {
    "svg.fonttype": "none",  # text stays text: small files, the reader's own font
    "svg.hashsalt": "benchlib",  # the same chart gives the same bytes
    "text.parse_math": False,  # a name may hold a dollar sign
    "font.family": "DejaVu Sans",  # wider than the faces that readers have: what fits here fits there
    "font.size": NORMAL,
    "text.color": INK,
    "hatch.linewidth": 0.8,
    "axes.spines.left": False,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.spines.bottom": False,
    "axes.facecolor": "none",
    "figure.facecolor": "none",
    "figure.dpi": 72,  # one point is one pixel of the phone
}

_DROPPED = re.compile(
    r'<metadata>.*?</metadata>|<\?xml.*?\?>|<!DOCTYPE.*?>|(?<=<g) id="[^"]*"| transform="rotate\(-0 [^"]*"'
    r"|font(?:-family)?: ?'DejaVu Sans'(?:, '[^']*')*(?:, sans-serif)?;? ?",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"=\"([^\"']*)\"")
_DECIMALS = re.compile(r"(\d\.\d)\d+")


@dataclass(frozen=True)
class Picture:
    """A figure, the title that asks or answers its question, and what it shows in words."""

    figure: Figure
    title: str
    alt: str


def applied() -> AbstractContextManager[None]:
    """The theme for the time of a `with` block; nothing global changes."""
    return mpl.rc_context(STYLE)


def blank(height: float) -> Figure:
    """An empty figure as wide as a phone's text column; sizes in pixels."""
    return Figure(figsize=(WIDTH / 72, height / 72))


def size(figure: Figure) -> tuple[int, int]:
    """Width and height in pixels at phone size."""
    width, height = figure.get_size_inches() * 72
    return round(width), round(height)


def svg(figure: Figure) -> str:
    """A figure as SVG text without metadata, in the reader's own font, coordinates to a tenth of a pixel."""
    out = io.StringIO()
    with applied():
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    text = _DROPPED.sub("", out.getvalue())
    width, height = size(figure)
    text = re.sub(r'width="[\d.]+pt" height="[\d.]+pt"', f'width="{width}" height="{height}"', text, count=1)
    text = text.replace('<style type="text/css">', f"<style>text{{font-family:{FACES}}}", 1)
    text = _ATTRIBUTE.sub(lambda found: _DECIMALS.sub(r"\1", found.group()), text)
    return re.sub(r"\s+", " ", text).replace("> <", "><").strip()


def address(figure: Figure) -> Markup:
    """A figure as a `data:` address, fit to stand between double quotes in HTML as it is."""
    short = _ATTRIBUTE.sub(r"='\1'", svg(figure))
    return Markup("data:image/svg+xml,") + Markup(quote(short, safe=" ='/:;,()-.!*?@+$[]{}|~^_"))  # noqa: S704
