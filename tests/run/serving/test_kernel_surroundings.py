"""What a kernel is told of the environment and of an address."""

import pytest

from benchlib.run.serving import surroundings


def test_only_what_is_on_the_list_is_passed_on():
    given = {
        "PATH": "p",
        "LC_ALL": "C",
        "BENCHLIB_SECRET": "s",
        "AWS_KEY": "k",
        "BENCHLIB_DATABASE": "d",
        "DISPLAY": ":0",
    }
    kept = surroundings.base(given, 700)
    assert kept == {
        "PATH": "p",
        "LC_ALL": "C",
        "BENCHLIB_DATABASE": "d",
        "BENCHLIB_WARM": "benchlib.run.serving.warming:warm",
        "BENCHLIB_MEMORY_MB": "700",
    }


def test_visitor_and_query_come_from_the_server():
    told = surroundings.own({"PATH": "p", "BENCHLIB_VISIT": "other"}, "v1", "BENCHLIB_VISIT=v2&year=2025")
    assert told == {"PATH": "p", "BENCHLIB_VISIT": "v1", "QUERY_STRING": "year=2025"}


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("", ""),
        ("language=ro", "language=ro"),
        ("language=RO", ""),
        ("language=ro%0Aexport", ""),
        ("year=99999", ""),
        ("token=abc&year=2024", "year=2024"),
        ("year=2024&" + "x" * 500, ""),
    ],
)
def test_queries(query, kept):
    assert surroundings.asked(query) == kept
