from multiprocessing import get_context
from threading import Thread

import pytest

from benchlib.synthetic import places
from benchlib.synthetic.places import BrokenOff, Places


def test_parts_follow_each_other_in_each_file():
    taken = Places(get_context("spawn"), [10, 0])
    assert [taken.take(0, 0, 5), taken.take(1, 0, 7), taken.take(0, 1, 1), taken.take(0, 2, 1)] == [10, 0, 15, 16]


def test_a_later_part_waits_for_the_earlier_one():
    taken, found = Places(get_context("spawn"), [0]), []
    later = Thread(target=lambda: found.append(taken.take(0, 1, 3)))
    later.start()
    assert taken.take(0, 0, 4) == 0
    later.join(timeout=10)
    assert found == [4]


def test_nobody_waits_for_a_part_that_cannot_come():
    taken = Places(get_context("spawn"), [0])
    taken.break_off()
    with pytest.raises(BrokenOff):
        taken.take(0, 1, 3)


def test_parts_are_written_where_they_belong(tmp_path):
    file = tmp_path / "parts"
    file.write_bytes(b"head\n")
    places.write(file, 8, memoryview(b"two"))
    places.write(file, 5, memoryview(b"one"))
    assert file.read_bytes() == b"head\nonetwo"
