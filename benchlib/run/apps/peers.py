"""The page `peers`: five questions about a cluster on a phone, answered once, then thanks and nothing else."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import parse_qs

import ipywidgets as widgets  # type: ignore[import-untyped]
from IPython.display import display
from markupsafe import Markup

from benchlib.present.markup import Part, element, name
from benchlib.rules import texts
from benchlib.rules.texts import AspectTexts, PeerTexts, Texts
from benchlib.run.access.refusals import NotAdmitted, NotAllowed
from benchlib.tables.schemas import SYNTHETIC_PREFIX

QUERY = "QUERY_STRING"
STYLE = Path(__file__).with_name("peers.css").read_text(encoding="utf-8")


class Desk(Protocol):
    """What the page asks of a peer's desk; questions: by id, each with name and question."""

    @property
    def cluster(self) -> str:
        """The cluster's name."""

    @property
    def cluster_id(self) -> str:
        """The cluster's id."""

    @property
    def questions(self) -> Mapping[str, Any]:
        """The aspects asked about."""

    def answered(self) -> bool:
        """Whether this person has answered."""

    def submit(self, values: Mapping[str, str], role: str) -> str:
        """Keep the answers; what became of them."""


@dataclass(frozen=True)
class Form:
    """The widgets of the page. rows: the answers by question; said: what is told after a click; all: the whole page."""

    rows: Mapping[str, widgets.RadioButtons]
    send: widgets.Button
    said: widgets.HTML
    all: widgets.VBox


def page(desk: Desk | None = None) -> None:
    """Show the page, in the language that the address asks for."""
    told = texts.texts(language(os.environ.get(QUERY, "")))
    try:
        display(shown(desk or _opened(), told))
    except (NotAdmitted, NotAllowed):
        display(_box(_closed(told)))


def language(query: str) -> str:
    """The language asked for if there is such a one, else English.

    >>> language("language=ro&year=2025"), language("language=xx")
    ('ro', 'en')
    """
    asked = parse_qs(query).get("language", [""])[0]
    return asked if asked in texts.languages() else texts.ENGLISH


def shown(desk: Desk, told: Texts) -> widgets.VBox:
    """The questions, or thanks to whoever has answered them already."""
    if desk.answered():
        return _box(_message(told, told.peers.already_title, told.peers.already))
    form = _form(desk, told)
    form.send.on_click(_sender(desk, told, form))
    return form.all


def _opened() -> Desk:
    from benchlib.run.access import desks

    found = desks.open()
    if not isinstance(found, desks.PeerDesk):
        raise NotAllowed("This link is not for answering.")
    return found


def _form(desk: Desk, told: Texts) -> Form:
    send = widgets.Button(description=told.peers.send, button_style="primary")
    said = widgets.HTML()
    rows = {key: _answers(told.peers) for key in desk.questions}
    parts: list[widgets.Widget] = [_html(told, _head(desk, told))]
    for number, (key, row) in enumerate(rows.items(), start=1):
        one = _aspect(desk, told.peers, key)
        parts += [_html(told, element("h2", f"{number}. {one.name}"), element("p", one.question)), row]
    return Form(rows, send, said, _box(*parts, said, send))


def _aspect(desk: Desk, told: PeerTexts, key: str) -> AspectTexts:
    """An aspect in this language; one that was asked since the language was written, as it is asked."""
    asked = desk.questions[key]
    return told.aspects.get(key) or AspectTexts(name=asked.name, question=asked.question)


def _answers(told: PeerTexts) -> widgets.RadioButtons:
    """Five answers, none chosen."""
    options = [(f"{value}\n{words}", value) for value, words in told.answers.items()]
    return widgets.RadioButtons(options=options, index=None, orientation="horizontal")


def _sender(desk: Desk, told: Texts, form: Form) -> Callable[[widgets.Button], None]:
    """What a click on the button does."""

    def send(_: widgets.Button) -> None:
        values = {key: row.value for key, row in form.rows.items() if row.value is not None}
        missing = [_aspect(desk, told.peers, key).name for key in form.rows if key not in values]
        if missing:
            _say(told, form, told.peers.missing.format(aspects="; ".join(missing)))
            return
        form.send.disabled, form.send.description = True, told.peers.sending
        try:
            form.all.children = _box(_after(desk.submit(values, ""), told)).children
        except (NotAdmitted, NotAllowed):
            form.all.children = _box(_closed(told)).children
        except Exception:  # the server writes it down; the person may try again
            form.send.disabled, form.send.description = False, told.peers.send
            _say(told, form, told.peers.failed)
            raise

    return send


def _say(told: Texts, form: Form, text: str) -> None:
    form.said.value = element("p", text, class_="missing", role="alert", lang=told.language)


def _after(outcome: str, told: Texts) -> widgets.HTML:
    if outcome == "thanks":
        return _message(told, told.peers.thanks_title, told.peers.thanks)
    if outcome == "already answered":
        return _message(told, told.peers.already_title, told.peers.already)
    return _closed(told)


def _closed(told: Texts) -> widgets.HTML:
    return _message(told, told.peers.closed_title, told.peers.closed)


def _message(told: Texts, title: str, text: str) -> widgets.HTML:
    """The whole page as a sentence, which screen readers read out as it comes."""
    return _html(told, element("div", element("h1", title), element("p", text), role="alert"))


def _head(desk: Desk, told: Texts) -> Markup:
    before, after = told.peers.title.split("{cluster}")
    return element(
        "div",
        _switch(told),
        element("p", told.peers.synthetic, class_="synthetic", role="note")
        if desk.cluster_id.startswith(SYNTHETIC_PREFIX)
        else None,
        element("h1", before, name(desk.cluster), after),
        element("p", told.peers.lead),
        element("p", told.peers.anonymous, class_="quiet"),
    )


def _switch(told: Texts) -> Markup:
    """The languages, as links: the page is then in that language for programs that read it aloud, too."""
    every = {code: texts.texts(code).name for code in texts.languages()}
    links = [
        element("span", called, aria_current="true", lang=code)
        if code == told.language
        else element("a", called, href=f"?language={code}", lang=code, hreflang=code)
        for code, called in every.items()
    ]
    return element("nav", *links, aria_label=" / ".join(every.values()))


def _html(told: Texts, *parts: Part) -> widgets.HTML:
    return widgets.HTML(element("div", *parts, lang=told.language))


def _box(*parts: widgets.Widget) -> widgets.VBox:
    box = widgets.VBox([widgets.HTML(f"<style>{STYLE}</style>"), *parts])
    box.add_class("peers")
    return box
