"""What people read on pages, by language: a language is a file of `data/texts`, strict as rules are."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from benchlib.rules import consistency
from benchlib.rules.dated import Strict
from benchlib.rules.files import RuleError, fault, model, parsed

TEXTS = Path(__file__).resolve().parents[2] / "data" / "texts"
ENGLISH = "en"
FILLED = {"title": ("cluster",), "missing": ("aspects",)}  # what the page fills in, by text; nothing in the others
ANSWERS = ("1", "2", "3", "4", "5")

Words = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
_CODE = re.compile("[a-z]{2}")


class AspectTexts(Strict):
    """An aspect that peers are asked about."""

    name: Words
    question: Words


class PeerTexts(Strict):
    """The page `peers`. answers: what each number from 1 to 5 means; aspects: by their id in the cluster function."""

    synthetic: Words
    title: Words
    lead: Words
    anonymous: Words
    answers: Mapping[str, Words]
    aspects: Mapping[str, AspectTexts]
    send: Words
    sending: Words
    missing: Words
    thanks_title: Words
    thanks: Words
    already_title: Words
    already: Words
    closed_title: Words
    closed: Words
    failed: Words

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        consistency.require(self, [*self._unanswered(), *self._misfilled()])
        return self

    def _unanswered(self) -> Iterator[consistency.Finding]:
        """Answers that are not named, or that nobody can give."""
        if tuple(self.answers) != ANSWERS:
            yield ("answers",), f"{list(self.answers)}; expected {list(ANSWERS)}"

    def _misfilled(self) -> Iterator[consistency.Finding]:
        """Texts in whose braces stands something else than what the page fills in."""
        for key, text in self:
            if isinstance(text, str) and (found := filled(text)) != FILLED.get(key, ()):
                wanted = " ".join(f"{{{name}}}" for name in FILLED.get(key, ())) or "nothing"
                yield (key,), f"{text!r}; expected {wanted} in braces" if found is not None else f"{text!r}; odd braces"


class Texts(Strict):
    """A language: its two letters, its name in itself, and the texts of its pages."""

    language: str
    name: Words
    peers: PeerTexts


def filled(text: str) -> tuple[str, ...] | None:
    """What a text asks to be filled in; None where its braces do not close.

    >>> filled("What do you think of {cluster}?"), filled("{")
    (('cluster',), None)
    """
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return None
    return tuple(sorted({name for _, name, form, _ in parts if name is not None}))


def languages(folder: Path = TEXTS) -> list[str]:
    """The languages that there are, English first."""
    return sorted((file.stem for file in folder.glob("*.yaml")), key=lambda code: (code != ENGLISH, code))


def texts(language: str, folder: Path = TEXTS) -> Texts:
    """The texts of a language. Raises RuleError with every fault."""
    file = folder / f"{language}.yaml"
    if not _CODE.fullmatch(language) or language not in languages(folder):
        raise RuleError([f"{language!r}: no such language; known: {', '.join(languages(folder))}"])
    data = parsed(file)
    read = model(Texts, file, data)
    if read.language != language:
        told = f"{read.language!r}; expected the name of the file, {language!r}"
        raise RuleError([fault(file, data, ("language",), told)])
    return read
