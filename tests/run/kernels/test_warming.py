"""What is prepared for reports and for research leaves no trace but what is imported."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchlib.run.kernels import nursery

ROOT = Path(__file__).resolve().parents[3]
WATCHED = """
import json, os, sys
opened = []
sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
import matplotlib, numpy, pandas
def settings():
    options = [pandas.get_option(name) for name in ("display.max_rows", "display.width", "display.float_format")]
    return [{**matplotlib.rcParams}, numpy.geterr(), options, os.getcwd(), sys.path[:], sys.gettrace()]
before = settings()
from benchlib.present import warming
getattr(warming, sys.argv[1])()
print(json.dumps({
    "same": settings() == before,
    "threads": len(os.listdir("/proc/self/task")),
    "opened": [name for name in opened if name.startswith(sys.argv[2]) and not name.endswith((".py", ".pyc"))
        and not name.startswith(sys.prefix)],
    "console": [name for name in ("tqdm.auto", "tqdm.autonotebook") if name in sys.modules],
    "open figures": "matplotlib.pyplot" in sys.modules and sys.modules["matplotlib.pyplot"].get_fignums(),
}))
"""


@pytest.mark.parametrize("function", ["warm", "research"])
def test_nothing_stays_but_what_is_imported(function):
    """No thread, no changed setting, no file that a plain kernel would read anew, nothing that looks for a terminal."""
    env = {**os.environ, **nursery.ALONE}
    command = [sys.executable, "-c", WATCHED, function, str(ROOT)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    assert not found.pop("open figures")
    assert found == {"same": True, "threads": 1, "opened": [], "console": []}
