"""The page `assess` in a real browser, over a desk without a store."""

import os
import pickle
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

GROUPS = ("Structure", "Typology", "Financing", "Strategy", "Achievements", "For the label")
SCRIPT = "<img src=x onerror=alert(1)><script>alert(2)</script>"
pytestmark = pytest.mark.full
HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))  # where what desks keep can be read
SOURCE = """
import assess_fake
from benchlib.run.apps import assess
assess.page(assess_fake.of_visit(), seconds=0.5)
"""


@pytest.fixture(scope="module")
def base(tmp_path_factory) -> Path:
    """Where the server is, and what its desks keep."""
    return tmp_path_factory.mktemp("assess")


@pytest.fixture
def kept(base):
    """A function: what the desk of a visit keeps."""
    return lambda visit: pickle.loads((base / f"kept-{visit}").read_bytes())


@pytest.fixture(scope="module")
def url(base) -> Iterator[str]:
    (base / "apps").mkdir()
    spec = {"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}
    nbformat.write(new_notebook(cells=[new_code_cell(SOURCE)], metadata=spec), base / "apps" / "assess.ipynb")
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "PYTHONPATH": str(HERE), "BENCHLIB_DATABASE": str(base / "kept")}
    with (base / "log").open("w") as log:
        command = [sys.executable, str(HERE / "assess_door.py"), str(base / "apps"), str(port)]
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)
    yield _answering(process, port, base / "log")
    process.terminate()
    assert process.wait(timeout=20) == 0


def _answering(process: subprocess.Popen, port: int, log: Path) -> str:
    import time

    for _ in range(600):
        with closing(socket.socket()) as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return f"http://127.0.0.1:{port}"
        assert process.poll() is None, log.read_text()
        time.sleep(0.05)
    raise AssertionError(log.read_text())


@pytest.fixture
def come(browser, url):
    """A function: a tab of somebody in a browser of their own, and how to close it."""
    contexts = []

    def enter(who: str, **options):
        contexts.append(browser.new_context(**options))
        tab = contexts[-1].new_page()
        tab.told = []
        tab.on("console", lambda one: tab.told.append(one.text) if one.type == "error" else None)
        tab.on("dialog", lambda one: pytest.fail(f"a script ran: {one.message}"))
        tab.goto(f"{url}/enter/{who}")
        tab.get_by_role("tab", name="Structure").wait_for(timeout=20_000)
        return tab

    yield enter
    for context in contexts:
        context.close()


def opened(tab, group: str):
    """The questions of a tab."""
    tab.get_by_role("tab", name=group).click()
    questions = tab.locator(".question:visible")
    questions.first.wait_for()
    return questions


def answered(tab, group: str) -> None:
    """Choose the highest step of every question of a tab, or write 62."""
    questions = opened(tab, group).all()
    for question in questions:
        written = question.get_by_label("Answer to")
        if written.count():
            written.fill("62")
        elif question.get_by_role("radio").count() == 2:
            question.get_by_role("radio", name="Yes").check()
        else:
            question.get_by_role("radio").last.check()
    tab.get_by_role("tab", name=group).filter(has_text=f"{len(questions)}/{len(questions)}").wait_for()


def test_a_manager_fills_in_everything_with_a_break_submits_and_takes_the_report_home(come, tmp_path):
    tab = come("manager-Ana")
    for group in GROUPS[:2]:
        answered(tab, group)
    opened(tab, GROUPS[0]).nth(2).get_by_label("Evidence for 1.1.2").fill(SCRIPT)
    tab.wait_for_timeout(4000)  # a text is saved a second after its last key, on a busy machine later
    tab.close(run_before_unload=True)  # in the middle

    tab = come("manager-Ana")
    questions = opened(tab, GROUPS[0])
    assert questions.nth(1).get_by_role("radio").last.is_checked()
    assert questions.nth(2).get_by_label("Answer to 1.1.2").input_value() == "62"
    assert questions.nth(2).get_by_label("Evidence for 1.1.2").input_value() == SCRIPT
    for group in GROUPS[2:]:
        answered(tab, group)
    tab.locator(".standing-line", has_text="33 of 33 answered").wait_for()
    tab.get_by_role("tab", name="Finish").click()
    tab.get_by_role("button", name="Submit").click()
    tab.get_by_role("button", name="Yes, submit").click()
    tab.get_by_text("is now submitted").wait_for()
    tab.get_by_role("button", name="Prepare the files").click()
    tab.get_by_role("link", name="Report (web page)").wait_for(timeout=20_000)
    with tab.expect_download() as saved:
        tab.get_by_role("link", name="Report (web page)").click()
    report = tmp_path / "report.html"
    saved.value.save_as(report)
    assert saved.value.suggested_filename == "synthetic-alpha-2026.html"
    points = tab.locator(".standing-line strong").inner_text()
    assert f"So far the answers give {points}." in report.read_text()
    assert tab.evaluate("document.title") == "Assess"
    assert tab.told == [], "nothing was refused by the policy of the page"

    shown = tab.context.new_page()  # what was taken home, opened from disk
    shown.on("dialog", lambda one: pytest.fail(f"a script ran: {one.message}"))
    shown.goto(report.as_uri())
    assert shown.get_by_role("row", name="1.1.2").get_by_text(SCRIPT).is_visible()


def test_a_hostile_browser_changes_nothing_that_is_submitted(come, kept):
    tab = come("manager-Hostile")
    question = opened(tab, GROUPS[0]).nth(1)
    question.get_by_role("radio").nth(2).check()
    question.get_by_text("Saved at").wait_for()
    tab.get_by_role("tab", name="Finish").click()
    tab.get_by_role("button", name="Submit").click()
    tab.get_by_role("button", name="Yes, submit").click()
    tab.get_by_text("is now submitted").wait_for()
    before = kept("manager-Hostile")
    question = opened(tab, GROUPS[0]).nth(1)
    assert question.get_by_role("radio").nth(5).is_disabled()
    force = "one => { one.disabled = false; one.click() }"
    question.get_by_role("radio").nth(5).evaluate(force)
    question.get_by_text("Not saved.").wait_for()
    question.get_by_role("button", name="Undo").evaluate(force)
    written = (
        "one => { one.disabled = false; one.value = 'forged'; one.dispatchEvent(new Event('input', {bubbles: true})) }"
    )
    question.get_by_label("Evidence").evaluate(written)
    question.get_by_text("You wrote").wait_for()
    assert question.get_by_role("radio").nth(2).is_checked()
    assert kept("manager-Hostile") == before


def test_two_at_the_same_answer_see_it_and_decide(come):
    first, second = come("manager-Two"), come("manager-Two")
    mine, theirs = (opened(tab, GROUPS[0]).nth(2) for tab in (first, second))
    mine.get_by_label("Answer to 1.1.2").fill("45")
    mine.get_by_text("Saved at").wait_for()
    theirs.get_by_label("Answer to 1.1.2").fill("70")
    theirs.get_by_role("button", name="Save mine").wait_for()
    assert "45 participants" in theirs.locator(".decision").inner_text()
    assert "70 participants" in theirs.locator(".decision").inner_text()
    theirs.get_by_role("button", name="Save mine").click()
    mine.get_by_text("70 participants").wait_for()


def faults(tab) -> dict[str, list[str]]:
    """What axe finds, by rule."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa", "best-practice"]}).response["violations"]
    return {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in found}


def test_readable_on_a_phone_and_in_the_dark(come, tmp_path):
    tab = come("manager-Looks")
    question = opened(tab, GROUPS[0]).nth(2)
    for text in ("45", "many"):
        question.get_by_label("Answer to 1.1.2").fill(text)
        question.get_by_text({"45": "Saved at", "many": "Not saved."}[text]).wait_for()
    for name in (GROUPS[0], "Finish"):
        tab.get_by_role("tab", name=name).click()
        for scheme, width in (("light", 1200), ("dark", 1200), ("dark", 360), ("light", 360)):
            tab.emulate_media(color_scheme=scheme)
            tab.set_viewport_size({"width": width, "height": 740})
            tab.screenshot(path=tmp_path / f"assess-{name}-{width}-{scheme}.png", full_page=True)
            assert tab.evaluate("document.documentElement.scrollWidth") <= width
            assert faults(tab) == {}
        small = tab.locator("button:visible, [role=tab]:visible, label:has(input):visible").evaluate_all(
            "all => all.filter(one => one.getBoundingClientRect().height < 43).map(one => one.outerHTML)"
        )
        assert small == [], "large enough for a finger"


def test_by_keyboard_alone(come, kept):
    tab = come("manager-Keys")
    reached = []
    for _ in range(40):
        tab.keyboard.press("Tab")
        reached.append(tab.evaluate("document.activeElement.labels?.[0]?.textContent ?? document.activeElement.role"))
        if reached[-1] == "Answer to 1.1.2, in participants":
            break
        if reached[-1] == "Yes":
            tab.keyboard.press("Space")
    tab.keyboard.type("45")
    tab.keyboard.press("Tab")
    tab.get_by_text("4 of 5 points").wait_for()
    found = kept("manager-Keys").versions
    assert {key: all_[-1].given.value for (key, _), all_ in found.items()} == {"1.1.0": "1", "1.1.2": "45"}
    tab.get_by_role("tab", name=GROUPS[0]).focus()
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    tab.get_by_role("heading", name="Typology").wait_for()
