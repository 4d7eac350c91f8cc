"""One look for all pictures: colours that always mean the same, and sizes in pixels of a phone."""

from collections.abc import Mapping

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
PAPER = "#ffffff"
LEVELS: Mapping[str, str] = {"bronze": "#7d4a1e", "silver": "#7f8c99", "gold": "#dba400"}

WIDTH = 340  # pixels: the text column of a phone 360 pixels wide; larger screens scale it up
SMALL, NORMAL = 10.5, 11.5
