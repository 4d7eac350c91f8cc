"""Where no kernel can be forked a plain one starts, and it is said why, once."""

import subprocess
import sys
import warnings

import pytest

from benchlib.run.kernels import CHOICE, MEMORY, nursery, obstacles, provisioner
from benchlib.run.kernels.messages import LONGEST, Order

OURS = [sys.executable, "-m", "ipykernel_launcher", "-f", "kernel.json"]


@pytest.fixture(autouse=True)
def not_said():
    provisioner._said.cache_clear()
    yield
    provisioner._said.cache_clear()


def order(tmp_path, **environment):
    return Order([], environment, str(tmp_path), [])


def test_a_kernel_of_this_python_can_be_forked(tmp_path):
    given = {"env": {}, "cwd": str(tmp_path), "stdout": subprocess.DEVNULL, "stderr": None}
    assert obstacles.obstacle(OURS, order(tmp_path, OMP_NUM_THREADS="1"), given) is None


@pytest.mark.parametrize(
    ("cmd", "given", "environment", "why"),
    [
        (["julia", "-i", "kernel.jl"], {}, {}, "julia -i kernel.jl is no IPython kernel of this Python"),
        (["/usr/bin/python3", *OURS[1:]], {}, {}, "/usr/bin/python3 -m ipykernel_launcher is no IPython kernel"),
        ([sys.executable, "-m", "xeus_python"], {}, {}, "-m xeus_python is no IPython kernel of this Python"),
        (OURS, {"stdin": 3, "preexec_fn": print}, {}, "nothing forked can be started with preexec_fn, stdin"),
        (OURS, {"independent": True}, {}, "nothing forked can be started with independent"),
        (OURS, {"stdout": subprocess.PIPE}, {}, "nothing forked can be started with stdout"),
        (OURS, {}, {"OMP_NUM_THREADS": "4"}, "its linear algebra has one thread, but OMP_NUM_THREADS=4"),
        (OURS, {}, {"LONG": "x" * LONGEST}, "its environment is longer than 200000 bytes"),
    ],
)
def test_why_a_kernel_cannot_be_forked(tmp_path, cmd, given, environment, why):
    assert why in obstacles.obstacle(cmd, order(tmp_path, **environment), given)


def test_settings_of_matplotlib_in_its_folder_are_an_obstacle(tmp_path):
    (tmp_path / "matplotlibrc").write_text("font.size: 20\n")
    assert "matplotlibrc is read when matplotlib is imported" in obstacles.obstacle(OURS, order(tmp_path), {})


def test_on_other_systems_plain_kernels_start_and_it_is_said_once(kernel, monkeypatch):
    monkeypatch.setattr(nursery, "POSSIBLE", False)
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        kernels = [kernel(), kernel()]
    told = [str(one.message) for one in said if "plain kernel" in str(one.message)]
    assert told == ["A plain kernel starts instead of a forked one: this system has no way to do it."]
    assert [type(one.manager.provisioner.process) for one in kernels] == [subprocess.Popen] * 2
    assert kernels[0].value("6 * 7") == 42


def test_on_other_systems_nothing_is_shared(environment, monkeypatch):
    monkeypatch.setattr(nursery, "POSSIBLE", False)
    with nursery.shared(environment()) as variables:
        assert variables == {}


def test_a_limit_that_a_plain_kernel_does_not_keep_is_said(kernel, environment, monkeypatch):
    monkeypatch.setattr(nursery, "POSSIBLE", False)
    with pytest.warns(UserWarning, match="no way to do it. It has no limit of memory"):
        kernel(env=environment(**{MEMORY: "300"}))


def test_a_folder_that_is_not_there_fails_as_it_does_plainly(manager, environment, tmp_path):
    with pytest.warns(UserWarning, match="does not exist"), pytest.raises(FileNotFoundError):
        manager().start_kernel(env=environment(), cwd=str(tmp_path / "nowhere"))


def test_the_settings_of_a_folder_hold_in_its_kernel(kernel, tmp_path):
    (tmp_path / "matplotlibrc").write_text("font.size: 20\n")
    with pytest.warns(UserWarning, match="matplotlibrc"):
        running = kernel("loaded", cwd=str(tmp_path))
    assert running.value("__import__('matplotlib').rcParams['font.size']") == 20


@pytest.mark.usefixtures("chosen")
def test_the_variable_of_jupyter_client_chooses(environment, tmp_path):
    from jupyter_client import KernelManager

    assert CHOICE == "JUPYTER_DEFAULT_PROVISIONER_NAME"
    km = KernelManager(kernel_name="python3", transport="ipc", connection_file=str(tmp_path / "k.json"))
    km.start_kernel(env=environment())
    assert type(km.provisioner).__name__ == "ForkingProvisioner"
    assert type(km.provisioner.process).__name__ == "Forked"
    km.shutdown_kernel(now=True)
