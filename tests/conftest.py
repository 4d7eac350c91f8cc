"""What several test folders share: a browser, where the machine has one."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",  # root in a container has none
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",  # tests never leave this machine
)


def absent(program: str) -> None:
    """Skip what needs a program that is not here; with BENCHLIB_FULL=1 fail, so that nothing is left out unseen."""
    if os.environ.get("BENCHLIB_FULL") == "1":
        pytest.fail(f"{program} is not on PATH and BENCHLIB_FULL=1 forbids to skip", pytrace=False)
    pytest.skip(f"{program} is not on PATH")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser that the machine has."""
    path = next(filter(None, map(shutil.which, CHROMIUM)), None)
    if path is None:
        absent(" or ".join(CHROMIUM))
    return path


@pytest.fixture(scope="module")  # no wider: it leaves an event loop running, in which nothing else could start one
def browser(chromium: str) -> Iterator["Browser"]:
    """One open browser for the tests of a file."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def browser_page(browser: "Browser") -> Iterator["Page"]:
    """An empty page in a context of its own."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
