"""Behind the door: the store, and the invitation of whoever is here, read anew each time it matters."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from benchlib.run.access.refusals import NotAdmitted
from benchlib.tables import store as stores
from benchlib.tables.store import Store, addresses, invitations, moments
from benchlib.tables.store.invitations import Invitation

NO_LINK = "Please open your personal link: this page is shown through it only."
ENDED = "Your link does not hold any more. Please ask the office for a new one."


@dataclass(frozen=True)
class Entrance:
    """A visit to the store. visit: id of the invitation; clock: tells the time."""

    store: Store
    visit: str
    clock: Callable[[], dt.datetime] = moments.now

    @classmethod
    def of(cls, visit: str, environment: Mapping[str, str]) -> "Entrance":
        """The entrance of a visit, by an environment that names the store. Raises NotAdmitted without a visit."""
        if not visit:
            raise NotAdmitted(NO_LINK)
        return cls(stores.opened(addresses.default(environment), create=False), visit)

    def invitation(self) -> Invitation:
        """The invitation as it stands now. Raises NotAdmitted where it does not hold."""
        with self.store.reading() as connection:
            return self.held(connection)

    def held(self, connection: Connection) -> Invitation:
        """The same, inside a transaction."""
        found = invitations.read(connection, self.visit)
        if found is None:
            raise NotAdmitted(NO_LINK)
        if not found.holds(self.clock()):
            raise NotAdmitted(ENDED)
        return found

    def log(self, action: str) -> None:
        """Note that the invitation was used."""
        invitations.log(self.store, self.visit, action, self.clock())
