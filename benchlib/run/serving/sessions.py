"""Which kernels run, for whom, and when they end: bounded in all and for each visitor."""

import asyncio
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from jupyter_server.base.handlers import log
from tornado.websocket import WebSocketHandler

from benchlib.run.serving.limits import Limits
from benchlib.run.serving.visits import Visit

ENDED = 4001  # why a connection is closed: the page has to be opened again
PATIENCE = 6.0  # seconds that a visitor waits for a place which is about to be free


@dataclass
class Session:
    """A page that somebody has open, and its kernel. left: since when nobody is connected."""

    kernel: str
    visit: Visit
    stands: bool = False
    ending: bool = False
    left: float = field(default_factory=time.monotonic)
    sockets: set[WebSocketHandler] = field(default_factory=set)


@dataclass
class Sessions:
    """All of them. manager: Jupyter's, which starts and ends kernels."""

    limits: Limits
    manager: Any
    still: Callable[[Visit], bool]
    all: dict[str, Session] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.starting = asyncio.Semaphore(self.limits.starting)

    def of(self, kernel: str, visit: str) -> Session | None:
        """A session by its kernel, if it belongs to this visit."""
        session = self.all.get(kernel)
        return session if session and session.visit.id == visit and not session.ending else None

    async def place(self, visit: Visit) -> Session | None:
        """A place for one more page, None where there is none. It waits for sessions that are ending.

        Who has all tabs open that one may have loses one without a connection, if there is one.
        """
        end = time.monotonic() + PATIENCE
        while not self._room(visit):
            if not any(session.ending for session in self.all.values()) and not self._given_up(visit):
                return None
            if time.monotonic() > end:
                return None
            await asyncio.sleep(0.1)
        session = Session(str(uuid4()), visit)
        self.all[session.kernel] = session
        return session

    def connected(self, kernel: str, socket: WebSocketHandler) -> None:
        """A page has connected to its kernel."""
        if kernel in self.all:
            self.all[kernel].sockets.add(socket)

    def disconnected(self, kernel: str, socket: WebSocketHandler) -> None:
        """A connection has ended."""
        if kernel in self.all:
            session = self.all[kernel]
            session.sockets.discard(socket)
            session.left = time.monotonic()

    def end(self, session: Session, why: str, after: float = 0.0) -> None:
        """End a session, now or soon. Its place is free once its kernel is gone."""
        if session.ending:
            return
        session.ending = True
        log().info("kernel %s ends: %s", session.kernel, why)
        task = asyncio.get_running_loop().create_task(self._ended(session, after))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def sweep(self) -> None:
        """End what nobody needs any more."""
        now = time.monotonic()
        for session in [one for one in self.all.values() if not one.ending]:
            if not self.still(session.visit):
                self.end(session, "its link holds no more")
            elif session.stands and not session.sockets and now - session.left > self.limits.abandoned:
                self.end(session, "nobody is connected")
            elif session.stands and not await self._alive(session):
                self.end(session, "it has died")

    async def close(self) -> None:
        """End all."""
        for session in list(self.all.values()):
            self.end(session, "the server ends")
        while self.tasks:
            await asyncio.gather(*self.tasks, return_exceptions=True)

    def _room(self, visit: Visit) -> bool:
        mine = sum(session.visit.id == visit.id for session in self.all.values())
        return len(self.all) < self.limits.sessions and mine < self.limits.each

    def _given_up(self, visit: Visit) -> bool:
        """Whether a session of this visit without a connection could be ended."""
        mine = [one for one in self.all.values() if one.visit.id == visit.id and one.stands and not one.sockets]
        if mine:
            self.end(min(mine, key=lambda one: one.left), "its visitor has come anew")
        return bool(mine)

    async def _alive(self, session: Session) -> bool:
        return session.kernel in self.manager and await self.manager.get_kernel(session.kernel).is_alive()

    async def _ended(self, session: Session, after: float) -> None:
        await asyncio.sleep(after)
        for socket in list(session.sockets):
            socket.close(ENDED, "ended")
        try:
            if session.kernel in self.manager:
                with suppress(Exception):  # it has died meanwhile
                    await self.manager.shutdown_kernel(session.kernel)
        finally:
            self.all.pop(session.kernel, None)
