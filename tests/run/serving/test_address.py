"""Addresses: what is understood, and what is refused."""

import pytest

from benchlib.run.serving.address import address, local
from benchlib.tables.faults import BadInput


@pytest.mark.parametrize(
    ("given", "path", "origin", "secure"),
    [
        (None, "/", None, False),
        ("/", "/", None, False),
        ("/apps", "/apps/", None, False),
        ("http://host:81", "/", "http://host:81", False),
        ("https://Host.example/a/b", "/a/b/", "https://host.example", True),
    ],
)
def test_addresses(given, path, origin, secure):
    place = address("127.0.0.1", 1, given)
    assert (place.path, place.origin, place.secure) == (path, origin, secure)


@pytest.mark.parametrize(
    "given",
    [
        "apps",
        "//host/",
        "ftp://host/",
        "https:///x",
        "https://u:p@host/",
        "/a?b=c",
        "/a#b",
        "/a/../b",
        "/a b/",
        "/(.*)/",
    ],
)
def test_what_is_no_address(given):
    with pytest.raises(BadInput, match="--base-url"):
        address("127.0.0.1", 1, given)


def test_only_its_own_names_are_served():
    assert address("127.0.0.1", 1, "https://bench.example:8443/a/").names == ["localhost", "127.0.0.1", "bench.example"]


def test_an_address_of_six_is_bracketed():
    assert address("::1", 80, None).here == "http://[::1]:80/"


@pytest.mark.parametrize(
    ("host", "is_local"), [("127.0.0.5", True), ("::1", True), ("10.0.0.1", False), ("a.b", False)]
)
def test_hosts_that_only_this_machine_reaches(host, is_local):
    assert local(host) is is_local
