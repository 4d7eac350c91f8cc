"""A batch that is killed 50 times at random moments, and started again each time, ends complete."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from benchlib.run.reports import manifest
from benchlib.run.reports.edition import Edition

REPORTS, KILLS, SEED = 120, 50, 5


@pytest.mark.skipif(sys.platform == "win32", reason="the test forks the batches that it kills")
@pytest.mark.usefixtures("lightly_warmed")
def test_a_batch_killed_50_times_ends_complete_and_runs_nothing_twice_that_was_whole(tmp_path, notebooks):
    folder, target = tmp_path / "data", Edition(tmp_path / "edition")
    names = [f"c{number:03}" for number in range(REPORTS)]
    folder.mkdir()
    rows = "".join(f"{name},Cluster {name},RO\n" for name in names)
    (folder / "organisations.csv").write_text(f"cluster_id,name,country\n{rows}")
    script = Path(__file__).with_name("kills.py")
    arguments = [target.folder, folder, notebooks / "tallies.ipynb", KILLS, SEED]
    done = subprocess.run([sys.executable, script, *map(str, arguments)], capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert found["half"] == []
    assert found["again"] == []
    assert found["states"] == ["done"] * REPORTS
    wholes = [whole for _, whole in found["kills"]]
    assert wholes == sorted(wholes), "what was whole stays"
    assert found["kept"] == wholes[-1]
    _, reports = manifest.read(target)
    assert {one.id: one.state for one in reports} == dict.fromkeys(names, "done")
    assert sorted(file.stem for file in target.pages.iterdir()) == names
    assert sorted(file.stem for file in target.notebooks.iterdir()) == names
    assert {file.name for file in target.folder.iterdir()} == {
        *("manifest.json", "index.html", "method.html", "results", "notebooks", "pages", ".lock")
    }
