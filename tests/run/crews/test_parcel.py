"""Parcels hold what was put in, and an exchange folder keeps nothing."""

from dataclasses import replace

import pytest

from benchlib.run.crews import parcel
from benchlib.run.crews.parcel import Damaged, Exchange

FILES = {"notebook": b"{}", "page": b"<h1>\xc4\x83</h1>" * 1000, "nothing": b""}


def test_a_parcel_gives_back_its_files_in_fewer_bytes():
    sent = parcel.packed(FILES)
    assert parcel.unpacked(sent) == FILES
    assert len(sent.content) < 300
    assert parcel.unpacked(parcel.packed({})) == {}


def test_a_parcel_that_was_changed_on_the_way_is_refused():
    sent = parcel.packed(FILES)
    with pytest.raises(Damaged):
        parcel.unpacked(replace(sent, content=sent.content[:-1]))


@pytest.mark.parametrize("kind", ["path", "file", "memory"])
def test_content_goes_through_an_exchange_that_is_empty_afterwards(tmp_path, kind):
    address = {"path": str(tmp_path), "file": tmp_path.as_uri(), "memory": "memory://reports"}[kind]
    with Exchange(address).room() as room:
        left = parcel.sent(parcel.packed(FILES), room)
        assert (left.content, left.lengths) == (b"", {name: len(content) for name, content in FILES.items()})
        forgotten = parcel.sent(parcel.packed(FILES), room)
        assert parcel.unpacked(parcel.received(left, room)) == FILES
        with pytest.raises(FileNotFoundError):
            parcel.received(left, room)
        assert forgotten.place != left.place
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError):
        parcel.received(forgotten, room)


def test_without_an_exchange_the_content_goes_in_the_message():
    sent = parcel.packed(FILES)
    assert parcel.sent(sent, None) is sent
    assert parcel.received(sent, None) is sent
