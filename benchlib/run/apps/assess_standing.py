"""Where a cluster stands while its questions are answered: points, groups, and what the next label still asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from benchlib.present import wording
from benchlib.present.markup import element, joined, paragraphs, points
from benchlib.run.apps import widgets


@dataclass(frozen=True)
class Group:
    """A group of questions. low and high: its points, with missing answers at nothing and at the most."""

    name: str
    keys: tuple[str, ...]
    low: float
    high: float
    maximum: float
    answered: int

    @property
    def counted(self) -> str:
        """How many are answered."""
        return f"{self.answered} of {len(self.keys)}"


@dataclass(frozen=True)
class Standing:
    """All of it.

    worth: points by question; word: answered or agreed; label: the next one; missing: what it still asks of the
    answers, distance: the same in a few words.
    """

    title: str
    total: Group
    groups: Sequence[Group]
    worth: Mapping[str, float]
    word: str = "answered"
    label: str | None = None
    missing: Sequence[str] = ()
    distance: str = ""


def points_of(group: Group) -> str:
    """Points so far.

    >>> points_of(Group("g", ("a", "b"), 5, 10, 10, 1))
    '5 of 10 points'
    """
    if group.maximum == 0:
        return "no points"
    return f"{wording.number(group.low)} of {wording.number(group.maximum)} points"


def line(standing: Standing) -> Markup:
    """The one line that stays in sight."""
    total = standing.total
    share = wording.percent(100 * total.low / total.maximum) if total.maximum else ""
    parts = [element("strong", points_of(total)), f" ({share}) · {total.counted} {standing.word}"]
    ahead = f" · {standing.distance}" if standing.label else ""
    return element("p", *parts, ahead, class_="standing-line", role="status")


def sentences(standing: Standing) -> Markup | None:
    """The standing in words: points, what is still open, and the distance to the next label."""
    total = standing.total
    told = [f"So far the answers give {points_of(total)}."]
    if total.high > total.low:
        told.append(f"With the questions that are still open it can become {wording.number(total.high)}.")
    if standing.label is None:
        return paragraphs(told)
    return joined(
        [paragraphs(told), element("p", f"For the label {standing.label} the answers lack:"), points(standing.missing)]
    )


def bars(standing: Standing) -> Markup:
    """Each group with its points as a bar."""
    return element(
        "ul", *(element("li", *_bar(group, standing.word)) for group in standing.groups if group.maximum), class_="bars"
    )


def _bar(group: Group, word: str) -> list[Markup]:
    told = f"{points_of(group)}, {group.counted} {word}"
    return [
        element("span", group.name),
        widgets.progress(group.low, group.maximum, f"{group.name}: {told}"),
        element("small", told),
    ]
