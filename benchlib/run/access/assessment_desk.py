"""The desk of a manager, who fills in a self-assessment, and of assessors, who score alone and then agree."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from benchlib.rules import loading
from benchlib.rules.models import Framework
from benchlib.run.access import assessors, assignments, marks, sentences, standings
from benchlib.run.access.entrance import Entrance
from benchlib.run.access.marks import Score
from benchlib.run.access.refusals import NotAdmitted, NotAllowed, Refused, Waiting
from benchlib.run.access.roles import MAY, Action, Role, Stage
from benchlib.run.access.standings import Standing
from benchlib.tables.schemas import CONSENSUS
from benchlib.tables.store import Store, states, versions
from benchlib.tables.store.records import OPEN
from benchlib.tables.store.states import Step
from benchlib.tables.store.versions import Closed, Conflict, Given, Place, Saved, Version

ALONE = ""  # the assessor of a self-assessment that began here
SUBMITTED = frozenset({"submitted"})

Outcome = Saved | Conflict | Closed | Refused


@dataclass(frozen=True)
class AssessmentDesk:
    """One assessment before one person. assessor: the id under which this person's answers stand."""

    entrance: Entrance = field(repr=False)
    cluster: str
    cluster_id: str
    framework: Framework = field(repr=False)
    assessment_id: str
    role: Role
    person: str
    assessor: str

    @classmethod
    def of(cls, entrance: Entrance) -> "AssessmentDesk":
        """The desk of a visit. Raises NotAdmitted where its invitation leads to no assessment."""
        invitation, store = entrance.invitation(), entrance.store
        one = assignments.assigned(store, invitation, invitation.person, entrance.clock().date())
        if one is None:
            raise NotAdmitted(sentences.NO_ASSESSMENT)
        role, name = Role(invitation.role), assignments.name_of(store, one.cluster_id)
        who = assessors.identity(invitation.person) if role is Role.ASSESSOR else _alone(store, one.id)
        framework = loading.framework(one.framework)
        return cls(entrance, name, one.cluster_id, framework, one.id, role, invitation.person, who)

    def state(self) -> str:
        """The state of the assessment: draft, submitted, reopened or agreed."""
        return self._standing().assessment.state

    def stage(self) -> Stage:
        """How far it is, as roles are asked."""
        return self._standing().stage

    def may(self, action: Action) -> bool:
        """Whether this person may do something now."""
        return self._standing().may(action)

    def answers(self) -> Mapping[str, Version]:
        """One's own answers, by indicator."""
        self._ask(Action.READ)
        return self._by(self.assessor)

    def others(self) -> Mapping[tuple[str, str], Version]:
        """The other assessors' answers, by (indicator, assessor); empty before all have finished."""
        if not self.may(Action.READ_OTHERS):
            return {}
        mine = {self.assessor, CONSENSUS}
        return {key: one for key, one in self._all().items() if key[1] not in mine}

    def agreed(self) -> Mapping[str, Version]:
        """What assessors have agreed on, by indicator; empty before all have finished."""
        return self._by(CONSENSUS) if self.may(Action.READ_AGREED) else {}

    def last_year(self) -> Mapping[str, Given]:
        """What holds of the assessment before by the same framework: agreed answers, or those that all gave alike."""
        before = assignments.before(self._store, self._ask(Action.READ_BEFORE).assessment)
        if before is None:
            return {}
        found = versions.current(self._store, before.id)
        open_ = assessors.differences(found, (), {indicator for indicator, _ in found})
        held: dict[str, Given] = {}
        for (indicator, _), one in sorted(
            found.items(), key=lambda pair: pair[0][1] != CONSENSUS
        ):  # what was agreed first
            if one.given.value and indicator not in open_:
                held.setdefault(indicator, one.given)
        return held

    def differences(self) -> list[str]:
        """Indicators on which the assessors differ and nothing is agreed yet; empty before all have finished."""
        standing = self._standing()
        if not standing.may(Action.READ_OTHERS):
            return []
        return assessors.differences(self._all(), standing.progress.finished, self._items)

    def score(self, on: dt.date | None = None) -> Score:
        """Points of all answers that this person may see, on a day (today)."""
        standing = self._ask(Action.SCORE)
        everything = self._all()
        whole = standing.may(Action.READ_OTHERS)
        seen = {key: one for key, one in everything.items() if whole or key[1] == self.assessor}
        return marks.score(self.framework, seen, on or self.entrance.clock().date())

    def answer(self, indicator: str, given: Given, expected: int) -> Outcome:
        """Write the next version of one's own answer. expected: the number of the version that was seen, 0 for none."""
        return self._write(Action.ANSWER, Place(self.assessment_id, indicator, self.assessor), given, expected, OPEN)

    def undo(self, indicator: str, expected: int) -> Outcome:
        """Write the version before as the next one; where there is none before, the answer is taken back."""
        self._ask(Action.READ)
        place = Place(self.assessment_id, indicator, self.assessor)
        done = versions.history(self._store, place)
        if not done:
            return Refused(sentences.NOTHING_TO_UNDO)
        before = done[-2].given if len(done) > 1 else Given()
        return self._write(Action.ANSWER, place, before, expected, OPEN)

    def submit(self) -> Step | Waiting | Refused:
        """A manager submits; an assessor has finished, and with the last one the assessment is submitted."""
        standing = self._standing()
        if not standing.may(Action.SUBMIT):
            return sentences.refused(Action.SUBMIT, standing.stage)
        if self.role is Role.ASSESSOR:
            self._mark(standing, assessors.FINISHED)
            if not self._standing().progress.all_finished:
                return Waiting(sentences.FINISHED)
        return self._move("submitted")

    def reopen(self) -> Step | Waiting | Refused:
        """Open what was submitted again; an assessor whom the others have not followed yet goes on alone (Waiting)."""
        standing = self._standing()
        if not standing.may(Action.REOPEN):
            return sentences.refused(Action.REOPEN, standing.stage)
        if standing.stage is Stage.FINISHED:
            self._mark(standing, assessors.TAKEN_UP)
            return Waiting(sentences.TAKEN_UP)
        return self._move("reopened")

    def agree(self, indicator: str, given: Given, expected: int) -> Outcome:
        """Write the agreed answer, which all assessors share and each can change until all have concluded."""
        return self._write(Action.AGREE, Place(self.assessment_id, indicator, CONSENSUS), given, expected, SUBMITTED)

    def conclude(self, seen: Mapping[str, Version] | None = None) -> Step | Waiting | Refused:
        """Agree to all answers as they stand; with the last assessor to do so the assessment is agreed.

        seen: what the page showed as agreed; where it has changed since, nothing is concluded.
        """
        standing, found = self._standing(), self._all()
        if not standing.may(Action.CONCLUDE):
            return sentences.refused(Action.CONCLUDE, standing.stage)
        if seen is not None and dict(seen) != _of(found, CONSENSUS):
            return Refused(sentences.CHANGED)
        if open_ := assessors.differences(found, standing.progress.finished, self._items):
            return Refused(sentences.DIFFERENT.format(", ".join(open_)))
        what = assessors.fingerprint(found)
        self._mark(standing, assessors.CONCLUDED, what)
        if assessors.fingerprint(self._all()) != what or not self._standing().progress.all_concluded(what):
            return Waiting(sentences.CONCLUDED)
        return self._move("agreed")

    @property
    def _store(self) -> Store:
        return self.entrance.store

    @property
    def _items(self) -> list[str]:
        return [*self.framework.indicators, *self.framework.labels.questions]

    def _standing(self) -> Standing:
        return standings.standing(self.entrance, self.assessment_id, self.role, self.assessor)

    def _ask(self, action: Action) -> Standing:
        standing = self._standing()
        if not standing.may(action):
            raise NotAllowed(sentences.refused(action, standing.stage).sentence)
        return standing

    def _all(self) -> Mapping[tuple[str, str], Version]:
        return versions.current(self._store, self.assessment_id)

    def _by(self, assessor: str) -> Mapping[str, Version]:
        return _of(self._all(), assessor)

    def _write(self, action: Action, place: Place, given: Given, expected: int, open_in: frozenset[str]) -> Outcome:
        standing = self._standing()
        if not standing.may(action):
            state = standing.assessment.state
            too_late = standing.own and action in MAY[self.role] and state not in OPEN | open_in
            return Closed(state, given) if too_late else sentences.refused(action, standing.stage)
        if said := marks.unfit(self.framework, place, given):
            return Refused(sentences.NOT_SAVED.format(said))
        return versions.save(self._store, place, given, expected, self.person, self.entrance.clock(), open_in)

    def _mark(self, standing: Standing, word: str, what: str = "") -> None:
        self.entrance.log(assessors.mark(word, standing.progress.round, what))

    def _move(self, state: str) -> Step | Refused:
        done = states.move(self._store, self.assessment_id, state, self.person, self.entrance.clock())
        if isinstance(done, Step):
            return done
        last = states.steps(self._store, self.assessment_id)[-1:]
        return last[0] if last and done.state == state else Refused(sentences.MEANWHILE.format(done.state))


def _of(found: Mapping[tuple[str, str], Version], assessor: str) -> dict[str, Version]:
    return {indicator: one for (indicator, who), one in found.items() if who == assessor}


def _alone(store: Store, assessment_id: str) -> str:
    """Under which id a self-assessment is answered: the one that a file brought with it, if there is one."""
    known = {who for _, who in versions.current(store, assessment_id)} - {CONSENSUS}
    return known.pop() if len(known) == 1 else ALONE
