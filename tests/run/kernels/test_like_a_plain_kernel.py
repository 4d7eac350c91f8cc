"""A forked kernel seen from within, beside a plain one; and what one kernel does, the next does not see."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchlib.run.kernels import CHOICE, FORKED, WARM, nursery

PLAIN = "local-provisioner"
PROBE = (Path(__file__).parent / "probe.py").read_text(encoding="utf-8") + "\nprint(probed())"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("a folder")


def test_from_within_it_looks_like_a_plain_kernel(kernel, environment, place):
    single = dict.fromkeys(nursery.THREADS, "1")
    env = environment("loaded", TZ="Asia/Kathmandu", LC_ALL="C.UTF-8", PYTHONWARNINGS="ignore::ImportWarning", **single)
    found = []
    for provisioner in (PLAIN, FORKED):
        running = kernel(provisioner=provisioner, env=env, cwd=str(place))
        assert running.text("import prepared; prepared.loaded()") == ""
        found.append(json.loads(running.text(PROBE)))
    plain, forked = found
    assert plain["pandas"].pop("display.encoding").lower() == forked["pandas"].pop("display.encoding").lower()
    assert {name: (plain[name], forked[name]) for name in plain if plain[name] != forked[name]} == {}
    assert plain["zone"] == [["+0545", "+0545"], -20700]
    assert plain["cwd"] == str(place)


SPOILT = """
import locale, os, pandas, random, resource, signal, sys, warnings
import matplotlib.pyplot as plt, numpy as np
os.environ["SPOILT"] = "1"; os.environ.pop("HOME"); os.chdir("/"); os.umask(0o077)
sys.argv.append("spoilt"); sys.path.insert(0, "/spoilt"); sys.stdin.close(); sys.setrecursionlimit(500)
warnings.simplefilter("ignore"); pandas.set_option("display.max_rows", 3); np.seterr(all="raise")
plt.rcParams["font.size"] = 99; locale.setlocale(locale.LC_ALL, "C")
signal.signal(signal.SIGTERM, signal.SIG_IGN); signal.signal(signal.SIGINT, signal.SIG_DFL)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0)); os.nice(5); import builtins; builtins.spoilt = True
pandas.DataFrame.spoilt = True; random.seed(1); np.random.seed(1); x = 1
"""


def test_what_one_kernel_does_the_next_does_not_see(kernel, environment, place):
    given = {"env": environment("loaded"), "cwd": str(place)}
    before = json.loads(kernel(**given).text(PROBE))
    spoilt = kernel(**given)
    assert spoilt.text(SPOILT) == ""
    after = kernel(**given)
    assert json.loads(after.text(PROBE)) == before
    assert after.value("hasattr(__import__('pandas').DataFrame, 'spoilt'), 'x' in globals()") == (False, False)


def test_each_kernel_gets_its_own_folder_environment_and_arguments(kernel, environment, tmp_path):
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        running = kernel(env=environment(WHO=name), cwd=str(tmp_path / name))
        assert running.value("__import__('os').getcwd()") == str(tmp_path / name)
        assert running.value("__import__('os').environ['WHO']") == name
        assert Path(running.value("__import__('sys').argv[2]")).is_file()


@pytest.mark.parametrize(
    ("variable", "value", "expression", "seen"),
    [
        ("TZ", "Asia/Kathmandu", "__import__('time').timezone", -20700),
        ("PYTHONHASHSEED", "7", "hash('a') == hash('a') and __import__('sys').flags.hash_randomization", 1),
        ("PYTHONOPTIMIZE", "1", "__debug__", False),
        ("PYTHONDEVMODE", "1", "__import__('sys').flags.dev_mode", True),
        ("PYTHONSAFEPATH", "1", "__import__('sys').flags.safe_path", True),
        ("PYTHONWARNINGS", "error::UserWarning", "__import__('sys').warnoptions[:1]", ["error::UserWarning"]),
        ("LC_ALL", "C.UTF-8", "__import__('locale').setlocale(__import__('locale').LC_CTYPE)", "C.UTF-8"),
    ],
)
def test_a_variable_that_python_reads_when_it_starts_counts(kernel, environment, variable, value, expression, seen):
    common, own = kernel(), kernel(env=environment(**{variable: value}))
    assert own.value(expression) == seen
    assert own.warmed != common.warmed


def test_other_variables_do_not_need_another_process(kernel, environment):
    assert kernel(env=environment(QUERY_STRING="a=1")).warmed == kernel().warmed


@pytest.mark.parametrize("folder", ["first", "second"])
def test_a_relative_python_path_means_the_folder_of_the_kernel(kernel, environment, tmp_path, library, folder):
    for name in ("first", "second"):
        (tmp_path / name / "modules").mkdir(parents=True)
        (tmp_path / name / "modules" / "whose.py").write_text(f"NAME = {name!r}\n")
    path = os.pathsep.join(["modules", str(library)])
    running = kernel(env=environment(PYTHONPATH=path), cwd=str(tmp_path / folder))
    assert running.value("__import__('whose').NAME") == folder
    assert running.value("__import__('os').environ['PYTHONPATH']") == path


def test_modules_in_its_folder_are_found_by_cells_and_by_nothing_else(kernel, tmp_path):
    (tmp_path / "random.py").write_text("raise RuntimeError('this is not the random of Python')\n")
    (tmp_path / "mine.py").write_text("NAME = 'mine'\n")
    assert kernel(cwd=str(tmp_path)).value("__import__('mine').NAME") == "mine"


@pytest.mark.usefixtures("forgotten")
def test_no_kernel_sees_the_environment_of_another(kernel, environment):
    """Not even of the first, for which the warmed process was started."""
    kernel(env=environment(TOKEN="of the first visitor"))
    second = kernel(env=environment(QUERY_STRING="a=1"))
    assert second.value("__import__('os').environ.get('TOKEN')") is None
    assert second.value("'first visitor' in open('/proc/self/environ').read()") is False


def test_a_long_environment_arrives_whole(kernel, environment):
    long = {f"LONG_{number}": "x" * 30_000 for number in range(5)}
    assert kernel(env=environment(**long)).value("len(__import__('os').environ['LONG_4'])") == 30_000


def test_options_of_the_interpreter_are_kept(manager, kernel, environment):
    km = manager()
    km.kernel_spec.argv[1:1] = ["-X", "utf8", "-O"]
    running = kernel(km=km)
    assert running.value("(__import__('sys')._xoptions, __debug__)") == ({"utf8": True}, False)
    assert running.warmed != kernel().warmed


def test_limits_of_whoever_starts_a_kernel_hold_for_it(library):
    """In a process of its own: limits cannot be raised again."""
    code = """
import os, resource, sys
from jupyter_client.manager import start_new_kernel
resource.setrlimit(resource.RLIMIT_NOFILE, (400, 400)); os.umask(0o027)
manager, client = start_new_kernel(kernel_name="python3")
said = []
client.execute_interactive("import os, resource; print(resource.getrlimit(resource.RLIMIT_NOFILE), os.umask(0))",
    output_hook=lambda message: said.append(message["content"].get("text", "")), timeout=60)
print(type(manager.provisioner.process).__name__, "".join(said))
client.stop_channels(); manager.shutdown_kernel(now=True)
"""
    env = {**os.environ, "PYTHONPATH": str(library), WARM: "prepared:nothing", CHOICE: FORKED}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)
    assert done.stdout.strip() == "Forked (400, 400) 23"


def test_output_past_the_notebook_goes_where_its_client_says(kernel, tmp_path):
    with open(tmp_path / "out", "w") as out, open(tmp_path / "err", "w") as err:
        running = kernel(stdout=out, stderr=err)
        assert running.value("[__import__('os').write(*one) for one in ((1, b'out'), (2, b'err'))]") == [3, 3]
    assert [(tmp_path / name).read_text() for name in ("out", "err")] == ["out", "err"]
