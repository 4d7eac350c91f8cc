"""What a picture shows, for tests: its words, its marks as values, and the boxes of its words."""

import itertools
from functools import cache

from matplotlib.font_manager import FontProperties, findfont
from matplotlib.ft2font import FT2Font

from benchlib.present import theme
from benchlib.present.charts import rows
from benchlib.present.drawing import ANCHORS, Dot, Line, Shape, Text

START, END = rows.SIDE, theme.WIDTH - rows.SIDE


def parts(picture, kind, **wanted):
    """Marks of one kind with the given properties, in the order of drawing."""
    marks = [part for part in picture.drawing.parts if isinstance(part, kind)]
    return [mark for mark in marks if all(getattr(mark, name) == value for name, value in wanted.items())]


def words(picture):
    """All words but the notes above."""
    return [text.words for text in texts(picture)[len(notes(picture)) :]]


def notes(picture):
    """Lines above all that is drawn."""
    above = itertools.takewhile(lambda text: text.colour == theme.QUIET and text.x == rows.SIDE, texts(picture))
    return [text.words for text in above]


def texts(picture):
    return parts(picture, Text)


def value(x, scale):
    """What a pixel of a chart of rows stands for, on a scale from its first to its last value."""
    return scale[0] + (x - START) / (END - START) * (scale[-1] - scale[0])


def dots(picture, scale, **wanted):
    """Values at which dots stand, from the first row to the last."""
    return [value(dot.x, scale) for dot in parts(picture, Dot, **wanted)]


def bars(picture, scale, **wanted):
    """First and last values of upright rectangles."""
    found = [[value(x, scale) for x, _ in shape.points] for shape in parts(picture, Shape, **wanted)]
    return [(min(xs), max(xs)) for xs in found]


def lines(picture, scale, **wanted):
    """First and last values of lines."""
    return [(value(a, scale), value(b, scale)) for (a, _), (b, _) in (x.points for x in parts(picture, Line, **wanted))]


@cache
def face(size, bold):
    """A face as wide as any that readers have."""
    font = FT2Font(findfont(FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")))
    font.set_size(size, 72)
    return font


def extents(picture):
    """Left, right, top and bottom of each text, in pixels."""
    found = []
    for text in texts(picture):
        font = face(text.size, text.bold)
        font.set_text(text.words)
        width, height = (side / 64 for side in font.get_width_height())
        left = text.x - width * {"start": 0, "middle": 0.5, "end": 1}[ANCHORS[text.side]]
        found.append((left, left + width, text.y - height / 2, text.y + height / 2))
    return found


def outside(picture):
    """Words that leave their picture."""
    width, height = picture.drawing.width, picture.drawing.height
    spans = zip(texts(picture), extents(picture), strict=True)
    return [t.words for t, (left, right, top, end) in spans if left < 0 or right > width or top < 0 or end > height]


def covered(picture):
    """Pairs of words that stand on each other."""
    pairs = itertools.combinations(zip(texts(picture), extents(picture), strict=True), 2)
    return [(a.words, b.words) for (a, one), (b, other) in pairs if _meet(one, other)]


def _meet(one, other):
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
