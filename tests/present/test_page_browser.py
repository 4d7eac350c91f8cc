"""Report pages as a browser shows them."""

import re

import pytest

pytestmark = pytest.mark.full
OUTSIDE = """() => Array.from(document.querySelectorAll('svg')).flatMap(picture => {
    const frame = picture.getBoundingClientRect();
    return Array.from(picture.querySelectorAll('text')).filter(text => {
        const box = text.getBoundingClientRect();
        return box.left < frame.left || box.right > frame.right;
    }).map(text => text.textContent);
})"""
COVERED = """() => Array.from(document.querySelectorAll('svg')).flatMap(picture => {
    const words = Array.from(picture.querySelectorAll('text'));
    const cut = (a, b) => a.left < b.right && b.left < a.right
        && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 0.5 * Math.min(a.height, b.height);
    const meet = (one, other) => cut(one.getBoundingClientRect(), other.getBoundingClientRect());
    return words.flatMap((one, at) => words.slice(at + 1).filter(other => meet(one, other))
        .map(other => [one.textContent, other.textContent]));
})"""
PAGES = ["complete_page", "gaps_page", "labels_page"]


@pytest.fixture(params=PAGES)
def opened(request, browser_page, tmp_path):
    """A report in a browser that must not complain nor ask for anything."""
    troubles = []
    browser_page.on("console", lambda message: troubles.append(message.text))
    browser_page.on("pageerror", lambda error: troubles.append(str(error)))
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


def test_no_words_leave_their_picture_or_cover_others(opened):
    """With the faces that this machine has."""
    assert opened.evaluate(OUTSIDE) == []
    assert opened.evaluate(COVERED) == []


def test_text_stands_out_from_its_ground(opened):
    """WCAG AA: 4.5 to 1 for every text."""
    found = opened.evaluate(
        """() => Array.from(document.querySelectorAll('body *'))
            .filter(e => Array.from(e.childNodes).some(n => n.nodeType === 3 && n.textContent.trim()))
            .filter(e => e.checkVisibility())
            .map(e => {
                const own = x => getComputedStyle(x).backgroundColor;
                let ground = e;
                while (ground && own(ground) === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
                return [getComputedStyle(e).color, ground ? own(ground) : 'rgb(255, 255, 255)'];
            })"""
    )
    pairs = {tuple(pair) for pair in found}
    assert len(pairs) > 3
    assert {pair: contrast(*pair) for pair in pairs if contrast(*pair) < 4.5} == {}


def contrast(first, second):
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    channels = [int(number) / 255 for number in re.findall(r"\d+", colour)[:3]]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_the_way_past_the_links_is_the_first_stop(opened):
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.getAttribute('href')") == "#main"
    assert opened.locator(".skip").bounding_box()["x"] >= 0


def test_folded_parts_are_printed(opened):
    opened.emulate_media(media="print")
    hidden = opened.evaluate("Array.from(document.querySelectorAll('details table'), t => t.checkVisibility())")
    assert all(hidden)
    assert not opened.locator("nav.contents").is_visible()


def test_the_synthetic_banner_stays_in_view(opened):
    banner = opened.locator(".synthetic")
    if banner.count():
        opened.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        box = banner.bounding_box()
        assert box["y"] == 0
        assert box["width"] == opened.viewport_size["width"]
    else:
        assert "Synthetic" not in opened.content()


def test_a_sheet_of_paper_holds_every_picture_whole(opened):
    """The height of a page of A4 between its margins, in CSS pixels."""
    opened.emulate_media(media="print")
    opened.set_viewport_size({"width": 680, "height": 1000})
    heights = opened.evaluate("Array.from(document.querySelectorAll('figure'), f => f.getBoundingClientRect().height)")
    assert max(heights) < 994
    assert opened.pdf(prefer_css_page_size=True).startswith(b"%PDF")
