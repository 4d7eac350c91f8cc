"""Assessors of an assessment: who they are in the answers, who has finished, who has concluded what.

That an assessor has finished stands with the uses of the invitation: it holds for one round, which ends when the
assessment is opened again.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from sqlalchemy import Connection, Select, func, select
from sqlalchemy.sql import ColumnElement

from benchlib.run.access.roles import Role
from benchlib.tables.faults import BadInput
from benchlib.tables.schemas import CONSENSUS, TABLES
from benchlib.tables.store import Store, keys
from benchlib.tables.store.columns import INVITATIONS, KEPT, USES
from benchlib.tables.store.records import SUBMISSIONS
from benchlib.tables.store.versions import Version

FINISHED, TAKEN_UP, CONCLUDED = "finished", "took up again", "concluded"
MARK = re.compile(r"(?P<word>finished|took up again|concluded) in round (?P<round>[0-9]+)(: (?P<what>[0-9a-f]+))?")
VALUE = TABLES["answers"]["value"]
LONGEST = 64
TWO = "another assessor of this assessment, {}, would have the same id {}; give a name that tells them apart"

Versions = Mapping[tuple[str, str], Version]  # by (indicator, assessor)


@dataclass(frozen=True)
class Progress:
    """How far the assessors of an assessment are: by id, whether each has finished, and what each has concluded.

    round: one more each time the assessment was opened again.
    """

    round: int
    finished: Mapping[str, bool]
    concluded: Mapping[str, str]

    @property
    def all_finished(self) -> bool:
        """Whether there is an assessor and each has finished."""
        return bool(self.finished) and all(self.finished.values())

    def all_concluded(self, what: str) -> bool:
        """Whether each has concluded exactly this."""
        return all(self.concluded.get(one) == what for one in self.finished)


def identity(person: str) -> str:
    """The id under which an assessor's answers stand. The same name means the same person.

    >>> identity("Ștefan Popa-Ionescu")
    'stefan-popa-ionescu'
    """
    plain = unicodedata.normalize("NFKD", person).encode("ascii", "ignore").decode().lower()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:LONGEST].strip("-")
    if words and words != CONSENSUS:
        return words
    return f"assessor-{hashlib.sha256(person.encode()).hexdigest()[:12]}"


def refuse_namesake(store: Store, assessment_id: str, person: str) -> None:
    """Raise BadInput where another person's answers would stand under the same id."""
    with store.reading() as connection:
        known = {str(one.person) for one in connection.execute(select(INVITATIONS).where(_invited(assessment_id)))}
    for other in sorted(known - {person}):
        if identity(other) == identity(person):
            raise BadInput.of("--person", TWO.format(other, identity(person)), person)


def progress(connection: Connection, assessment_id: str) -> Progress:
    """How far each assessor is in the present round, inside a transaction.

    Who was invited counts until the invitation is taken back, also when it has expired.
    """
    round_ = 1 + int(connection.execute(_reopened(assessment_id)).scalar_one())
    query = select(INVITATIONS.c.person, USES.c.action).outerjoin(USES, USES.c.invitation_id == INVITATIONS.c.id)
    marks: dict[str, list[re.Match[str]]] = {}
    for person, action in connection.execute(query.where(_invited(assessment_id)).order_by(USES.c.number)):
        mine = marks.setdefault(identity(person), [])
        found = MARK.fullmatch(action or "")
        if found and int(found["round"]) == round_:
            mine.append(found)
    finished = {id_: _words(mine)[-1:] == [FINISHED] for id_, mine in marks.items()}
    concluded = {id_: [one["what"] for one in mine if one["word"] == CONCLUDED][-1:] for id_, mine in marks.items()}
    return Progress(round_, finished, {id_: what[0] for id_, what in concluded.items() if what})


def _words(marks: Iterable[re.Match[str]]) -> list[str]:
    return [one["word"] for one in marks if one["word"] != CONCLUDED]


def _invited(assessment_id: str) -> ColumnElement[bool]:
    table = INVITATIONS.c
    return (table.role == Role.ASSESSOR) & (table.assessment_id == assessment_id) & table.revoked_at.is_(None)


def _reopened(assessment_id: str) -> Select[Any]:
    """How often an assessment was opened again."""
    steps = KEPT[SUBMISSIONS].c
    mine = (steps.assessment_id == assessment_id) & (steps.state == "reopened")
    return select(func.count()).select_from(KEPT[SUBMISSIONS]).where(mine)


def mark(word: str, round_: int, what: str = "") -> str:
    """How it stands among the uses of an invitation that somebody has finished, taken up again, or concluded."""
    return f"{word} in round {round_}" + (f": {what}" if what else "")


def fingerprint(versions: Versions) -> str:
    """What stands in an assessment, in few letters: who concludes, concludes exactly this."""
    told = sorted((indicator, assessor, version.number) for (indicator, assessor), version in versions.items())
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def differences(versions: Versions, assessors: Iterable[str], order: Iterable[str]) -> list[str]:
    """Indicators on which assessors gave different values and no agreed one stands, in an order.

    assessors: whose answers count beside those that are there; one without an answer differs from one with.
    """
    agreed = {indicator for (indicator, who), one in versions.items() if who == CONSENSUS and one.given.value}
    everybody = {*assessors, *(who for _, who in versions)} - {CONSENSUS}
    spelled = keys.canonical(pd.Series([one.given.value for one in versions.values()], dtype="str"), VALUE)
    values = dict(zip(versions, spelled, strict=True))
    return [one for one in order if one not in agreed and len({values.get((one, who), "") for who in everybody}) > 1]
