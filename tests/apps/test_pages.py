"""Pages in a real browser: what it loads, what is seen and reached by keyboard, and what is left when it closes."""

import re
import urllib.parse

import pytest

pytestmark = pytest.mark.full
VIEWS = {"phone": (360, 640), "laptop": (1280, 800)}


@pytest.fixture(scope="module")
def server(opened):
    return opened(sessions=6, linger=0.1, sweep=0.3, abandoned=4)


@pytest.fixture
def entered(browser, server):
    """A function: a tab that has come by a link in a mail, on another site."""
    contexts = []

    def come(token: str = "good-1", name: str | None = None, ready: str = "More", **options):
        context = browser.new_context(**options)
        contexts.append(context)
        tab = context.new_page()
        tab.told = []
        tab.on("console", lambda one: tab.told.append(one.text) if one.type == "error" else None)
        tab.asked = []
        tab.on("request", lambda one: tab.asked.append(one))
        tab.set_content(f'<a href="{server.url}/enter/{token}">in</a>')
        tab.click("a")
        tab.wait_for_url("**/counter")
        if name:
            tab.goto(f"{server.url}/{name}")
        if ready:
            tab.get_by_role("button", name=ready).wait_for(timeout=20_000)
        return tab

    yield come
    for context in contexts:
        context.close()
    assert server.settled(0, 15)


def test_widgets_answer_and_nothing_is_loaded_from_elsewhere(server, entered):
    tab = entered()
    tab.get_by_role("button", name="More").click()
    tab.get_by_text("clicked 1").wait_for()
    tab.get_by_label("Name").fill("Ștefan <script>")
    tab.get_by_text("length 15").wait_for()
    hosts = {urllib.parse.urlsplit(one.url).netloc for one in tab.asked if not one.url.startswith(("data:", "blob:"))}
    assert hosts == {f"127.0.0.1:{server.port}"}
    assert tab.told == [], "no error in the console, so nothing was refused by the policy either"


def test_the_link_leaves_the_address_bar_the_history_and_is_no_referrer(server, entered):
    tab = entered("good-31")
    assert tab.url == f"{server.url}/counter"
    assert "good-31" not in tab.content()
    assert all("good-31" not in one.headers.get("referer", "") for one in tab.asked)
    assert tab.evaluate("document.referrer") == ""
    assert tab.evaluate("document.cookie").startswith("_xsrf=")
    assert "benchlib-visit" not in tab.evaluate("document.cookie")
    tab.go_back()
    assert "enter" not in tab.url
    assert "good-31" not in server.logged()


def test_a_closed_tab_frees_its_kernel_and_a_reload_takes_no_second_place(server, entered):
    tab = entered()
    assert server.health()["kernels"] == 1
    tab.reload()
    tab.get_by_role("button", name="More").wait_for()
    assert server.settled(1)
    tab.close(run_before_unload=True)
    assert server.settled(0)
    assert "its tab was closed" in server.logged()


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_readable_on_a_phone_and_in_the_dark(entered, tmp_path_factory, view, scheme):
    from axe_playwright_python.sync_playwright import Axe

    width, height = VIEWS[view]
    tab = entered(viewport={"width": width, "height": height}, color_scheme=scheme)
    assert tab.evaluate("document.documentElement.scrollWidth") <= width
    paper = tab.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(19, 26, 33)")
    heights = tab.locator("button:visible, input[type=text]:visible").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert min(heights) >= 43, "large enough for a finger"
    results = Axe().run(tab, options={"runOnly": ["wcag2a", "wcag2aa"]})
    found = {one["id"]: [node["html"][:200] for node in one["nodes"]] for one in results.response["violations"]}
    assert found == {}
    tab.screenshot(path=tmp_path_factory.getbasetemp() / f"page-{view}-{scheme}.png", full_page=True)


def test_by_keyboard_alone(entered):
    tab = entered()
    assert tab.locator("html").get_attribute("lang") == "en"
    tab.keyboard.press("Tab")
    skip = tab.get_by_role("link", name="Skip to the content")
    assert skip.evaluate("one => one === document.activeElement")
    assert skip.evaluate("one => one.getBoundingClientRect().left") >= 0, "seen while it has the focus"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "rendered_cells"
    for _ in range(8):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.textContent").strip() == "More":
            break
    style = tab.evaluate(
        "(({outlineStyle, outlineWidth}) => [outlineStyle, outlineWidth])(getComputedStyle(document.activeElement))"
    )
    assert style == ["solid", "3px"]
    tab.keyboard.press("Enter")
    tab.get_by_text("clicked 1").wait_for()


def test_progress_is_shown_while_the_page_starts(server, entered):
    from playwright.sync_api import expect

    tab = entered(ready=None)
    tab.goto(f"{server.url}/slow", wait_until="commit")
    tab.get_by_role("progressbar").wait_for()
    assert tab.get_by_role("status").inner_text().strip() == "The page is being prepared …"
    expect(tab.get_by_role("progressbar")).to_have_attribute("value", "2")
    assert not tab.locator("#rendered_cells").is_visible()


def test_without_scripts_it_says_what_to_do(server, entered):
    tab = entered(ready=None, java_script_enabled=False)
    tab.locator("noscript p").wait_for()
    assert "works with JavaScript only" in tab.locator("noscript p").inner_text()
    assert not tab.get_by_role("progressbar").is_visible()


def test_an_error_is_a_sentence_with_a_number(server, entered):
    tab = entered(name="broken", ready=None)
    alert = tab.get_by_role("alert").filter(has_text="tell us the number").first
    alert.wait_for()
    number = re.search(r"number ([A-Z0-9]{6})", alert.inner_text())[1]
    assert f"number {number}" in server.logged()
    assert "kept-secret" not in tab.content()


def test_an_error_behind_a_button_is_told_too(server, entered):
    tab = entered()
    off = tab.get_by_role("button", name="Off")
    assert off.is_disabled()
    off.evaluate("one => { one.disabled = false; one.click() }")
    alert = tab.get_by_role("alert").filter(has_text="tell us the number")
    alert.wait_for()
    assert "ZeroDivisionError" not in tab.content()
    assert re.search(r"number ([A-Z0-9]{6})", alert.inner_text())[0] in server.logged()


def test_whoever_is_put_out_hears_it(server, entered):
    tab = entered("good-8")
    server.revoke("visit-good-8")
    tab.get_by_text("The connection is lost").wait_for()
    server.restore("visit-good-8")
