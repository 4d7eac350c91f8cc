"""The manifest, and the journal that is kept while reports are made."""

import errno
import json
import os

import pytest

from benchlib.run.reports import manifest
from benchlib.run.reports.edition import Edition
from benchlib.run.reports.report import Report

A, B, C = Report("a", "done", 1.5), Report("b", "failed", 0.5, "why"), Report("c", "done", 2.0)


@pytest.fixture
def target(tmp_path):
    made = Edition(tmp_path / "e")
    made.prepare()
    return made


def test_the_manifest_round_trips(target):
    manifest.write(target, {"as_of": "2026-01-01"}, [A, B])
    assert manifest.read(target) == ({"as_of": "2026-01-01"}, [A, B])
    assert json.loads(target.manifest.read_text())["reports"]["b"] == {
        "state": "failed",
        "seconds": 0.5,
        "error": "why",
    }


def test_no_manifest_is_an_empty_one(target):
    assert manifest.read(target) == ({}, [])
    target.manifest.write_text("not json")
    assert manifest.read(target) == ({}, [])


def test_the_journal_goes_on_where_the_manifest_ends(target):
    manifest.write(target, {}, [A])
    with manifest.journal(target) as journal:
        journal.add(B)
        journal.add(C)
        assert manifest.read(target) == ({}, [A, B, C])
    manifest.write(target, {}, [A, B, C])
    assert not target.journal.exists()


def test_a_line_that_was_cut_off_is_ignored(target):
    manifest.write(target, {}, [])
    with manifest.journal(target) as journal:
        journal.add(A)
        journal.add(B)
    whole = target.journal.read_bytes()
    for length in range(len(whole)):
        target.journal.write_bytes(whole[:length])
        lines = whole[:length].count(b"\n") + (length in (whole.index(b"\n"), len(whole) - 1))
        assert manifest.read(target)[1] == [A, B][:lines]


def test_a_full_disk_leaves_no_half_line_and_is_remembered(target, monkeypatch):
    manifest.write(target, {}, [])
    with manifest.journal(target) as journal:
        journal.add(A)
        with monkeypatch.context() as patched:

            def full(_):
                raise OSError(errno.ENOSPC, "No space left on device")

            patched.setattr(os, "fsync", full)
            journal.add(B)
        journal.add(C)
    assert journal.lost == [B]
    assert manifest.read(target)[1] == [A, C]
