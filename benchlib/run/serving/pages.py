"""From a click to a page: a place, a kernel, and the notebook run in it while the browser already shows its head."""

import asyncio
import secrets
import time
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import nbformat
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from tornado.iostream import StreamClosedError
from tornado.web import HTTPError

from benchlib.run.serving import faults, look, running, surroundings
from benchlib.run.serving.sessions import Session
from benchlib.run.serving.visits import visit_of

KERNEL = "python3"
ARGUMENTS = ["--HistoryManager.hist_file=:memory:"]  # nothing of one visitor is left on disk for the next
ALIVE = 10.0  # seconds without a word after which a proxy might give up


def notebooks(folder: Path) -> dict[str, Path]:
    """The pages of a folder: by name, which is all that an address holds of them."""
    return {file.stem: file for file in sorted(folder.glob("*.ipynb"))}


@faults.discreet
class Page(JupyterHandler):
    """A page for one visitor."""

    session: Session | None = None

    def on_connection_close(self) -> None:
        """The visitor has gone while the page was on its way: nobody waits for it any more."""
        super().on_connection_close()
        if self.session is not None and not self.session.stands:
            self._sessions.end(self.session, "its visitor has gone")

    @allow_unauthenticated
    async def get(self, name: str) -> None:
        """Start a session and write its page."""
        visit = visit_of(self)
        if visit is None:
            raise HTTPError(403)
        file = self.settings["pages"].get(name) if name in visit.pages else None
        if file is None:
            raise HTTPError(404)
        self.xsrf_token  # noqa: B018 - sets the cookie with which a closed tab frees its kernel
        self.session = await self._sessions.place(visit)
        if self.session is None:
            raise HTTPError(503)
        try:
            await self._written(self.session, file)
        except BaseException as error:
            self._sessions.end(self.session, "it did not get to its end")
            if not isinstance(error, StreamClosedError):
                raise

    @property
    def _sessions(self) -> Any:
        return self.settings["sessions"]

    async def _written(self, session: Session, file: Path) -> None:
        nonce = secrets.token_urlsafe(16)
        self.set_header("Content-Security-Policy", look.policy(nonce))
        try:
            async with asyncio.timeout(self.settings["limits"].start):
                async for part in look.page(**self._told(session, file, nonce)):
                    self.write(part)
                    await self.flush()
        except (StreamClosedError, asyncio.CancelledError):
            raise
        except Exception as error:  # the page has begun: its status cannot change any more
            if session.ending:
                return
            number = faults.noted(f"kernel {session.kernel}, page {file.stem}", type(error).__name__, exc_info=True)
            self._sessions.end(session, "its page failed")
            self.finish(await _failed(faults.sentence(number), nonce))
            return
        session.stands = True
        session.left = time.monotonic()
        self.finish()

    def _told(self, session: Session, file: Path, nonce: str) -> dict[str, Any]:
        """What the template needs, the two steps among it that it takes itself: after its head has been sent."""
        notebook = nbformat.read(file, as_version=4)
        query = surroundings.asked(self.request.query)
        language = dict(part.split("=") for part in query.split("&") if part).get("language")
        runner = running.Runner(notebook, timeout=None, startup_timeout=int(self.settings["limits"].start))
        runner.kernel_id = session.kernel

        async def started() -> str:
            environment = surroundings.own(self.settings["kernel_environment"], session.visit.id, query)
            async with self._sessions.starting:
                await _kernel(self.kernel_manager, session.kernel, runner, environment)
            return session.kernel

        async def ran() -> AsyncIterator[Any]:
            async for cell in running.cells(runner, notebook):
                yield cell
            if runner.kc is not None:
                runner.kc.stop_channels()

        return {
            "language": language or notebook.metadata.get("language", "en"),
            "title": notebook.metadata.get("title", file.stem.capitalize()),
            "count": len(notebook.cells),
            "nonce": nonce,
            "base_url": self.base_url,
            "config": {**self.settings["page_config"], "baseUrl": self.base_url, "kernelId": session.kernel},
            "started": started,
            "cells": ran,
        }


async def _kernel(manager: Any, kernel: str, runner: running.Runner, environment: Mapping[str, str]) -> None:
    """Start a kernel and connect to it."""
    await manager.start_kernel(
        kernel_id=kernel, kernel_name=KERNEL, path="", env=dict(environment), extra_arguments=ARGUMENTS
    )
    runner.km = manager.get_kernel(kernel)
    runner.kc = await runner.async_start_new_kernel_client()


async def tried(manager: Any, environment: Mapping[str, str]) -> None:
    """Start a kernel and end it: the first visitor shall not wait for imports, nor find that none can start."""
    kernel = await manager.start_kernel(kernel_name=KERNEL, path="", env=dict(environment), extra_arguments=ARGUMENTS)
    await manager.shutdown_kernel(kernel, now=True)


async def _failed(sentence: str, nonce: str) -> str:
    return "".join([part async for part in look.failed(sentence, nonce)])
