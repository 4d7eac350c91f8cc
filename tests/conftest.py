"""What several test folders share: a browser, where the machine has one, and answers to a framework."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from benchlib.rules import loading
from benchlib.rules.models import Framework

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


@pytest.fixture(scope="session")
def framework() -> Framework:
    return loading.framework("ecei-31")


@pytest.fixture(scope="session")
def full_answers(framework):
    """A function: answers of one assessment that give every indicator the most points, with changes by indicator."""

    def build(assessment: str = "a1", **changes: float | None) -> pd.DataFrame:
        values = {key: well_above(indicator) for key, indicator in framework.indicators.items()}
        values |= {"label.listed": 1, "label.improvements": 3}
        values |= {key.replace("_", "."): value for key, value in changes.items()}
        return answers([(assessment, key, value) for key, value in values.items()])

    return build


def well_above(indicator) -> float:
    """An answer that keeps its full points where thresholds are moved up by a fifth."""
    top = max(indicator.points[-1].at_least)
    moved = {"rubric": top, "gate": top, "share": 100.0}
    return moved.get(indicator.input, 1.5 * top)


def answers(rows: list[tuple]) -> pd.DataFrame:
    """Table `answers` from (assessment, indicator, value[, assessor[, answered_at]])."""
    full = [(*row, None, None)[:5] for row in rows]
    frame = pd.DataFrame(full, columns=["assessment_id", "indicator", "value", "assessor", "answered_at"])
    return frame.assign(
        value=frame["value"].astype(float),
        assessor=frame["assessor"].astype("str"),
        answered_at=pd.to_datetime(frame["answered_at"]),
        evidence=pd.Series([None] * len(frame), dtype="str"),
    )
