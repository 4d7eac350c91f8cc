"""A desk without a store, with the same interface: what it keeps stands in memory, or in a file that kernels share."""

import datetime as dt
import os
import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchlib.rules import loading
from benchlib.run.access import marks, roles
from benchlib.run.access.refusals import Refused
from benchlib.run.access.roles import Action, Role, Stage
from benchlib.tables.store.states import Step
from benchlib.tables.store.versions import Closed, Conflict, Given, Saved, Version

FRAMEWORK = loading.framework("ecei-31")


@dataclass
class Kept:
    """What several desks share."""

    versions: dict[tuple[str, str], list[Version]] = field(default_factory=dict)
    steps: list[str] = field(default_factory=lambda: ["draft"])


@dataclass
class Desk:
    """As an AssessmentDesk; the same table of roles decides. file: what is kept, in place of memory."""

    memory: Kept = field(default_factory=Kept)
    file: Path | None = None
    role: Role = Role.MANAGER
    person: str = "Ana"
    cluster: str = "Alpha <script>document.title='owned'</script>"
    cluster_id: str = "synthetic-alpha"
    assessment_id: str = "synthetic-alpha-2026"
    before: Mapping[str, Given] = field(default_factory=dict)
    framework = FRAMEWORK

    @property
    def kept(self) -> Kept:
        if self.file is None:
            return self.memory
        return pickle.loads(self.file.read_bytes()) if self.file.exists() else Kept()

    def keep(self, kept: Kept) -> None:
        if self.file:
            part = self.file.with_suffix(".part")
            part.write_bytes(pickle.dumps(kept))
            os.replace(part, self.file)

    def state(self) -> str:
        return self.kept.steps[-1]

    def stage(self) -> Stage:
        return {"draft": Stage.OPEN, "reopened": Stage.OPEN, "submitted": Stage.SUBMITTED}.get(
            self.state(), Stage.AGREED
        )

    def may(self, action: Action) -> bool:
        return roles.allowed(self.role, action, self.stage(), own=True)

    def answers(self) -> dict[str, Version]:
        mine = self.kept.versions.items()
        return {key: all_[-1] for (key, who), all_ in mine if who == self._who}

    def others(self) -> dict[tuple[str, str], Version]:
        if not self.may(Action.READ_OTHERS):
            return {}
        mine = self.kept.versions.items()
        return {(key, who): all_[-1] for (key, who), all_ in mine if who not in (self._who, "consensus")}

    def agreed(self) -> dict[str, Version]:
        mine = self.kept.versions.items()
        return {key: all_[-1] for (key, who), all_ in mine if who == "consensus"}

    def last_year(self) -> Mapping[str, Given]:
        return self.before

    def differences(self) -> list[str]:
        given: dict[str, set[str]] = {}
        for (key, who), all_ in self.kept.versions.items():
            if who != "consensus":
                given.setdefault(key, set()).add(all_[-1].given.value)
        return [key for key, values in given.items() if len(values) > 1 and key not in self.agreed()]

    def score(self, on: dt.date = dt.date(2026, 6, 1)):
        whole = self.may(Action.READ_OTHERS)
        seen = {key: all_[-1] for key, all_ in self.kept.versions.items() if whole or key[1] == self._who}
        return marks.score(self.framework, seen, on)

    def answer(self, indicator: str, given: Given, expected: int):
        return self._kept(Action.ANSWER, indicator, self._who, given, expected)

    def agree(self, indicator: str, given: Given, expected: int):
        return self._kept(Action.AGREE, indicator, "consensus", given, expected)

    def undo(self, indicator: str, expected: int):
        series = self.kept.versions.get((indicator, self._who), [])
        before = series[-2].given if len(series) > 1 else Given()
        return self._kept(Action.ANSWER, indicator, self._who, before, expected)

    def submit(self):
        return self._step(Action.SUBMIT, "submitted")

    def reopen(self):
        return self._step(Action.REOPEN, "reopened")

    def conclude(self, seen=None):
        return self._step(Action.CONCLUDE, "agreed")

    @property
    def _who(self) -> str:
        return "" if self.role == Role.MANAGER else self.person

    def _kept(self, action: Action, key: str, who: str, given: Given, expected: int):
        if not self.may(action):
            return Closed(self.state(), given) if action in roles.MAY[self.role] else Refused("This is not for you.")
        kept = self.kept
        series = kept.versions.setdefault((key, who), [])
        if len(series) != expected:
            return Conflict(series[-1] if series else None, given)
        moment = "2026-05-31T12:30:07Z"
        series.append(Version(expected + 1, given, moment, self.person, moment))
        self.keep(kept)
        return Saved(series[-1])

    def _step(self, action: Action, state: str):
        if not self.may(action):
            return Refused("This step is not possible now.")
        kept = self.kept
        kept.steps.append(state)
        self.keep(kept)
        return Step(len(kept.steps), state, self.person, "2026-05-31T12:30:07Z")


def of_visit(environment=os.environ) -> Desk:
    """The desk of a visit such as manager-Ana or assessor-Bo."""
    role, _, person = environment["BENCHLIB_VISIT"].partition("-")
    file = Path(f"{environment['BENCHLIB_DATABASE']}-{environment['BENCHLIB_VISIT']}")
    before = {"1.1.2": Given("30", "https://example.org/list")}
    return Desk(file=file, role=Role(role), person=person, before=before)
