"""Limits of a report: who goes beyond them is ended, once, and the reason is told."""

import sys
import time

import pytest

from benchlib.run.reports import watch
from benchlib.run.reports.watch import Limits


def test_what_takes_too_long_is_ended():
    ended = []
    with watch.over(lambda: ended.append(time.monotonic()), Limits(seconds=0.3)) as watched:
        start = time.monotonic()
        time.sleep(0.8)
    assert len(ended) == 1
    assert 0.28 < ended[0] - start < 0.75
    assert watched.why == "took longer than 0.3 s"


def test_what_is_within_its_limits_is_left_alone():
    ended = []
    start = time.monotonic()
    with watch.over(lambda: ended.append(1), Limits(seconds=60)) as watched:
        pass
    assert time.monotonic() - start < watch.LOOK, "its end is not waited for"
    assert (ended, watched.why) == ([], None)


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell")
def test_what_fills_this_process_is_ended():
    ended = []
    with watch.over(lambda: ended.append(1), Limits(seconds=60, megabytes=50)) as watched:
        filled = bytearray(100_000_000)
        time.sleep(3 * watch.LOOK)
    assert len(filled) == 100_000_000
    assert (ended, watched.why) == ([1], "printed more than fits into 50 MB")


@pytest.mark.skipif(sys.platform != "linux", reason="the system does not tell")
def test_memory_is_told_in_megabytes():
    before = watch.resident()
    filled = bytearray(200_000_000)
    assert watch.resident() - before == pytest.approx(200, abs=20)
    assert len(filled) == 200_000_000
