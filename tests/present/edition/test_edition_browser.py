"""The publication as a browser shows and prints it."""

import pytest

pytestmark = pytest.mark.full


@pytest.fixture(params=["compared_page", "real_page"])
def opened(request, browser_page, tmp_path):
    """The page in a browser that must not complain nor ask for anything."""
    troubles = []
    browser_page.on("console", lambda message: troubles.append(message.text))
    browser_page.on("request", lambda sent: sent.url.startswith(("file:", "data:")) or troubles.append(sent.url))
    file = tmp_path / "page.html"
    file.write_text(request.getfixturevalue(request.param), encoding="utf-8")
    browser_page.goto(file.as_uri())
    yield browser_page
    assert troubles == []


@pytest.mark.parametrize("width", [320, 360, 768, 1200])
def test_the_page_never_scrolls_sideways(opened, width):
    opened.set_viewport_size({"width": width, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") == width


def test_every_picture_is_drawn(opened):
    opened.set_viewport_size({"width": 372, "height": 800})  # a picture is 340 pixels wide on it
    widths = opened.evaluate("Array.from(document.querySelectorAll('svg'), s => s.getBoundingClientRect().width)")
    assert widths == [340] * len(widths)
    assert widths


def test_page_numbers_show_in_print_only(opened):
    leaves = opened.locator(".leaf")
    assert not leaves.first.is_visible()
    assert opened.locator("nav.contents").is_visible()
    opened.emulate_media(media="print")
    assert opened.locator("nav.contents").is_visible()
    assert opened.evaluate("getComputedStyle(document.querySelector('.leaf')).display") != "none"


def test_a_sheet_of_paper_holds_every_picture_whole(opened):
    opened.emulate_media(media="print")
    opened.set_viewport_size({"width": 680, "height": 1000})
    heights = opened.evaluate("Array.from(document.querySelectorAll('figure'), f => f.getBoundingClientRect().height)")
    assert max(heights) < 994
