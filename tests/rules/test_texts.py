"""What people read, by language: strict files that hold the same keys."""

import re

import pytest

from benchlib.rules import loading, texts
from benchlib.rules.files import RuleError, parsed, plain
from benchlib.rules.texts import TEXTS

ROMANIAN = "ăâîșțĂÂÎȘȚ"


def keys(node, path=()):
    if isinstance(node, dict):
        for key, value in node.items():
            yield from keys(value, (*path, key))
    else:
        yield path, texts.filled(node)


@pytest.fixture
def folder(tmp_path):
    """A function: a copy of the texts with a change in the English file."""

    def build(old: str = "", new: str = ""):
        for code in texts.languages():
            content = (TEXTS / f"{code}.yaml").read_text(encoding="utf-8")
            assert code != "en" or old in content
            changed = content.replace(old, new, 1) if code == "en" and old else content
            (tmp_path / f"{code}.yaml").write_text(changed, encoding="utf-8")
        return tmp_path

    return build


def test_languages_english_first():
    assert texts.languages() == ["en", "ro"]
    assert [texts.texts(code).name for code in texts.languages()] == ["English", "Română"]


@pytest.mark.parametrize("language", texts.languages())
def test_every_language_has_the_same_keys_in_the_same_order_and_fills_in_the_same(language):
    expected = list(keys(plain(parsed(TEXTS / "en.yaml"))))
    assert len(expected) == 2 + 14 + 5 + 2 * 5
    assert list(keys(plain(parsed(TEXTS / f"{language}.yaml")))) == expected


@pytest.mark.parametrize("language", texts.languages())
def test_all_that_peers_are_asked_has_a_text(language):
    aspects = loading.competitiveness().qualitative.aspects
    assert list(texts.texts(language).peers.aspects) == list(aspects)


def test_english_asks_what_the_cluster_function_asks():
    aspects = loading.competitiveness().qualitative.aspects
    asked = {key: (one.name, one.question) for key, one in texts.texts("en").peers.aspects.items()}
    assert asked == {key: (one.name, one.question) for key, one in aspects.items()}


def test_romanian_is_written_with_its_own_letters():
    content = (TEXTS / "ro.yaml").read_text(encoding="utf-8")
    told = "".join(line for line in content.splitlines(keepends=True) if not line.startswith("#"))
    assert set(re.findall(r"[^\x00-\x7f]", told)) <= {*ROMANIAN, "…"}, "s and t with a comma below, not a cedilla"
    assert {"ș", "ț", "ă", "â", "î"} <= set(told)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("  send: Send my answers", "  sent: Send my answers", "key peers.sent: unknown key"),
        ("  lead: Five questions, about a minute. Choose one answer to each.\n", "", "key peers.lead: expected"),
        ("language: en", "language: fr", "key language: 'fr'; expected the name of the file, 'en'"),
        ("{cluster}?", "it?", "expected {cluster} in braces"),
        ("Thank you!", "Thank you, {name}!", "expected nothing in braces"),
        ("to: {aspects}", "to: {aspects", "odd braces"),
        ('    "5": fully\n', "", "key peers.answers"),
        ("  thanks_title: Thank you!", '  thanks_title: ""', "key peers.thanks_title"),
        ("name: English", "name: English\nname: Anglais", "expected each key once"),
    ],
)
def test_a_file_that_is_not_right_is_refused_with_file_and_key(folder, old, new, said):
    with pytest.raises(RuleError) as caught:
        texts.texts("en", folder(old, new))
    assert any(fault.startswith("en.yaml, line ") and said in fault for fault in caught.value.faults)


@pytest.mark.parametrize("language", ["fr", "", "../ro", "RO", "en\n"])
def test_an_unknown_language_is_refused_with_those_known(language):
    with pytest.raises(RuleError, match="no such language; known: en, ro"):
        texts.texts(language)


def test_a_language_is_a_file(folder):
    place = folder()
    (place / "it.yaml").write_text(
        (place / "ro.yaml").read_text(encoding="utf-8").replace("language: ro", "language: it"), encoding="utf-8"
    )
    assert texts.languages(place) == ["en", "it", "ro"]
    assert texts.texts("it", place).peers.answers["5"] == "pe deplin"
