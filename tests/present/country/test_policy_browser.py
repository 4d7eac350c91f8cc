"""Pages on countries and regions as a browser shows them."""

import policies
import pytest
from editions import written
from policies import BARE, CAPITAL, GERMANY, MALTA, NORTH, ROMANIA

from benchlib.present import page
from benchlib.present.country import output as country_output
from benchlib.present.region import output as region_output

pytestmark = pytest.mark.full
COUNTRIES, REGIONS = (ROMANIA, GERMANY, MALTA), (NORTH, CAPITAL, BARE)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    place, made = tmp_path_factory.mktemp("policies"), {}
    folder = written(place / "countries", policies.edition(synthetic=True), policies.tables())
    other = written(place / "regions", policies.edition(synthetic=False), policies.region_tables())
    for code in COUNTRIES:
        made[code] = policies.ran("country", folder, {"country": code}, country_output)
    for code in REGIONS:
        made[code] = policies.ran("region", other, {"nuts2": code}, region_output)
    for code, notebook in made.items():
        made[code] = place / f"{code}.html"
        made[code].write_text(page.export(notebook, home=None, method=None), encoding="utf-8")
    return made


@pytest.mark.parametrize("code", [*COUNTRIES, *REGIONS])
def test_it_fits_every_screen_and_asks_for_nothing(files, browser_page, code):
    troubles = []
    browser_page.on("console", lambda message: troubles.append(message.text))
    browser_page.on("request", lambda sent: sent.url.startswith(("file:", "data:")) or troubles.append(sent.url))
    browser_page.goto(files[code].as_uri())
    for width in (320, 360, 768, 1200):
        browser_page.set_viewport_size({"width": width, "height": 800})
        browser_page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
        assert browser_page.evaluate("document.documentElement.scrollWidth") == width
    assert troubles == []


@pytest.mark.parametrize("code", [ROMANIA, CAPITAL])
def test_no_picture_hides_its_own_words(files, browser_page, code):
    browser_page.goto(files[code].as_uri())
    outside = browser_page.evaluate(
        """Array.from(document.querySelectorAll('svg')).flatMap(svg => {
            const whole = svg.getBoundingClientRect();
            return Array.from(svg.querySelectorAll('text')).filter(text => {
                const box = text.getBoundingClientRect();
                return box.left < whole.left - 1 || box.right > whole.right + 1 || box.bottom > whole.bottom + 1;
            }).map(text => text.textContent);
        })"""
    )
    assert outside == []
