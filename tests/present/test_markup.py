import pytest
from markupsafe import Markup

from benchlib.present import markup

HOSTILE = '"><img src=x onerror=alert(1)><script>alert(1)</script>{{7*7}}'


def test_text_and_attributes_are_escaped():
    assert markup.element("td", HOSTILE, data_label=HOSTILE) == Markup(
        '<td data-label="&#34;&gt;&lt;img src=x onerror=alert(1)&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}">'
        "&#34;&gt;&lt;img src=x onerror=alert(1)&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{7*7}}</td>"
    )


def test_what_is_markup_already_stands():
    inner = markup.element("em", "a")
    assert markup.element("p", inner, None, " & b") == "<p><em>a</em> &amp; b</p>"


def test_attributes_without_value():
    assert markup.opening("form", hidden=True, class_=None, role=False, tabindex=0) == '<form hidden tabindex="0">'


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "//evil.example",
        "/etc/passwd",
        "ftp://example.org",
        "https://",
        "https://exa mple.org",
        "https://[::1",
        None,
        float("nan"),
    ],
)
def test_only_web_addresses_become_links(address):
    assert markup.link(address, "site") == "site"


def test_a_link_gives_nothing_away():
    assert markup.link('https://example.org/?a="b"&c', "a <b>") == (
        '<a href="https://example.org/?a=&#34;b&#34;&amp;c" rel="noopener noreferrer">a &lt;b&gt;</a>'
    )


def test_a_source_is_named_by_its_host_or_as_it_is():
    assert ">www.example.org</a>" in markup.source("https://www.example.org/news/2021")
    assert markup.source("Report & annex of 2021") == "Report &amp; annex of 2021"
    assert markup.source(None) == "no source given"


def test_a_name_is_kept_apart_from_the_text_around_it():
    assert markup.name("\u202eevil\u2066 <b>") == "<bdi>evil &lt;b&gt;</bdi>"


def test_what_is_empty_is_left_out():
    assert markup.section("Title", None, Markup("")) is None
    assert markup.beside(None, None) is None
    assert markup.points([]) is None
    assert markup.paragraphs([]) is None
    assert markup.folded("Title", None) is None
    assert markup.note("Title", None) is None
    assert markup.listed("Title", []) is None
    assert markup.picture(None) is None


def test_a_section_is_named_by_its_heading():
    assert markup.section("How sure?", markup.element("p", "x"), level=3) == (
        '<section aria-labelledby="how-sure"><h3 id="how-sure">How sure?</h3><p>x</p></section>'
    )
