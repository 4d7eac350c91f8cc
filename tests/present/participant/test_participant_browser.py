"""Participants' pages as a browser shows them."""

import participants
import pytest
from participants import FULL, GAPS, NEW, SMALL

from benchlib.present import page

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    place = tmp_path_factory.mktemp("participants")
    folder, made = participants.folder(place / "edition"), {}
    for unit in (FULL, GAPS, NEW, SMALL):
        made[unit] = place / f"{unit[1]}.html"
        made[unit].write_text(page.export(participants.ran(folder, unit), home=None, method=None), encoding="utf-8")
    return made


@pytest.mark.parametrize("unit", [FULL, GAPS, NEW, SMALL], ids=lambda unit: unit[1])
def test_it_fits_every_screen_and_asks_for_nothing(files, browser_page, unit):
    troubles = []
    browser_page.on("console", lambda message: troubles.append(message.text))
    browser_page.on("request", lambda sent: sent.url.startswith(("file:", "data:")) or troubles.append(sent.url))
    browser_page.goto(files[unit].as_uri())
    for width in (320, 360, 768, 1200):
        browser_page.set_viewport_size({"width": width, "height": 800})
        browser_page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert browser_page.evaluate("document.documentElement.scrollWidth") == width
    widths = browser_page.evaluate("Array.from(document.querySelectorAll('svg'), s => s.getBoundingClientRect().width)")
    assert len(widths) == (0 if unit == NEW else 2)
    assert all(width > 300 for width in widths)
    assert troubles == []


def test_no_picture_hides_its_own_words(files, browser_page):
    """Every text of a picture lies inside it."""
    browser_page.goto(files[FULL].as_uri())
    outside = browser_page.evaluate(
        """() => Array.from(document.querySelectorAll('svg')).flatMap(picture => {
            const frame = picture.getBoundingClientRect();
            return Array.from(picture.querySelectorAll('text')).filter(text => {
                const box = text.getBoundingClientRect();
                return box.left < frame.left - 1 || box.right > frame.right + 1
                    || box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
            }).map(text => text.textContent);
        })"""
    )
    assert outside == []


def test_a_sheet_of_paper_holds_every_picture_whole(files, browser_page):
    browser_page.goto(files[FULL].as_uri())
    browser_page.emulate_media(media="print")
    browser_page.set_viewport_size({"width": 680, "height": 1000})
    heights = browser_page.evaluate(
        "Array.from(document.querySelectorAll('figure'), f => f.getBoundingClientRect().height)"
    )
    assert max(heights) < 994
