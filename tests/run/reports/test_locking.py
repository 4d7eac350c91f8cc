"""One batch an edition."""

import subprocess
import sys

import pytest

from benchlib.run.reports import locking
from benchlib.tables.faults import BadInput

HOLDS = """
import sys, time
from pathlib import Path
from benchlib.run.reports import locking
with locking.alone(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def test_a_second_batch_is_refused_until_the_first_has_ended(tmp_path, monkeypatch):
    monkeypatch.setattr(locking, "PATIENCE", 0.2)
    target = tmp_path / "e"
    with subprocess.Popen([sys.executable, "-c", HOLDS, str(target)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BadInput, match="another batch is writing this edition"), locking.alone(target):
            pass
        other.kill()
    with locking.alone(target):
        pass


def test_a_lock_that_is_about_to_end_is_waited_for(tmp_path):
    command = HOLDS.replace("60", "0.5")
    with subprocess.Popen([sys.executable, "-c", command, str(tmp_path)], stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline() == "held\n"
        with locking.alone(tmp_path):
            other.wait()


def test_a_place_where_no_folder_can_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(BadInput, match=r"file/e: expected a folder that can be written to"),
        locking.alone(tmp_path / "file" / "e"),
    ):
        pass
