"""A store with two clusters and their assessments, in both databases, and desks of people in it."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from sqlalchemy import delete, insert, select
from store.conftest import kept, server  # noqa: F401 - fixtures

from benchlib.run.access import desks
from benchlib.run.access.assessment_desk import AssessmentDesk
from benchlib.run.access.entrance import Entrance
from benchlib.run.access.peer_desk import PeerDesk
from benchlib.run.access.policy_desk import PolicyDesk
from benchlib.tables import store
from benchlib.tables.store import Store, invitations
from benchlib.tables.store.columns import FACTS, KEPT, metadata

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
TABLES = {
    "organisations": "cluster_id,name,country\nalpha,Alpha,RO\nbeta,Beta,BE\n",
    "assessments": """assessment_id,cluster_id,framework,kind,date,status
alpha-old,alpha,ecei-31,self,2025-03-01,submitted
alpha-was,alpha,ecei-31,benchmark,2025-05-01,agreed
alpha-hid,alpha,ecei-31,benchmark,2025-09-01,submitted
alpha-self,alpha,ecei-31,self,2026-03-01,draft
alpha-bench,alpha,ecei-31,benchmark,2026-04-01,draft
beta-self,beta,ecei-31,self,2026-03-01,draft
beta-bench,beta,ecei-31,benchmark,2026-03-01,draft
""",
    "answers": """assessment_id,indicator,assessor,value,evidence,answered_at
alpha-old,1.1.1,,2,the list of 2025,2025-03-01
alpha-was,1.1.1,expert-1,3,,2025-05-01
alpha-was,1.1.1,expert-2,4,,2025-05-01
alpha-was,1.1.1,consensus,4,agreed in May,2025-05-02
alpha-was,1.1.2,expert-1,20,,2025-05-01
alpha-was,1.1.2,expert-2,20.0,,2025-05-01
alpha-was,1.1.3,expert-1,20,,2025-05-01
alpha-was,1.1.3,expert-2,40,,2025-05-01
alpha-hid,1.1.2,expert-9,99,,2025-09-01
""",
}


@pytest.fixture(scope="session")
def rows(tmp_path_factory) -> dict[str, list[dict]]:
    """The rows of a store with these tables; checking the files each time takes longer."""
    folder = tmp_path_factory.mktemp("beginning")
    for name, cells in TABLES.items():
        (folder / f"{name}.csv").write_text(cells)
    with store.opened(f"sqlite:///{folder / 'store.sqlite'}") as made:
        store.import_(made, folder, "office")
        with made.reading() as connection:
            return {
                name: [dict(row._mapping) for row in connection.execute(select(table))]
                for name, table in {**FACTS, **KEPT}.items()
            }


@pytest.fixture
def place(request, tmp_path) -> Iterator[Store]:
    """An open store in which nothing is: a SQLite file, or what a test asks for by parametrising this."""
    if getattr(request, "param", "sqlite") == "sqlite":
        with store.opened(f"sqlite:///{tmp_path / 'store.sqlite'}") as made:
            yield made
        return
    with store.opened(request.getfixturevalue("kept")) as made:
        with made.writing(exclusive=True) as connection:
            for table in reversed(metadata.sorted_tables):
                connection.execute(delete(table))
        yield made


@pytest.fixture
def filled(place, rows) -> Store:
    with place.writing() as connection:
        for name, table in {**FACTS, **KEPT}.items():
            if rows[name]:
                connection.execute(insert(table), rows[name])
    return place


@dataclass
class Clock:
    """A clock that goes on by a second whenever it is asked."""

    time: dt.datetime = NOON

    def __call__(self) -> dt.datetime:
        self.time += dt.timedelta(seconds=1)
        return self.time


@pytest.fixture
def clock() -> Clock:
    return Clock()


Desk = AssessmentDesk | PeerDesk | PolicyDesk


@pytest.fixture
def desk(filled, clock) -> Callable[..., Desk]:
    """A function: the desk of somebody who has just been invited."""

    def opened(role: str, person: str = "Ana", **limits: str | None) -> Desk:
        limits = {"cluster_id": None if role == "policy" else "alpha", **limits}
        made = invitations.invite(filled, role, person, 9, "office", at=NOON, **limits)
        return desks.at(Entrance(filled, made.id, clock))

    return opened


@pytest.fixture
def pair(desk) -> tuple[AssessmentDesk, AssessmentDesk]:
    """Two assessors of one assessment."""
    one, two = (desk("assessor", name, assessment_id="alpha-bench") for name in ("Ana Pop", "Bogdan Ion"))
    return one, two
