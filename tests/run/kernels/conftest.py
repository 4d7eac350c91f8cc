"""Kernels of both sorts, and a small module for a warmed process to prepare."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jupyter_client import KernelClient, KernelManager
from jupyter_client.provisioning import KernelProvisionerFactory

from benchlib.run.kernels import CHOICE, FORKED, WARM, nursery

PLAIN = "local-provisioner"
PREPARED = '''
def nothing():
    pass


def loaded():
    import ipywidgets, matplotlib_inline.backend_inline, numpy, pandas, pyarrow, seaborn


def drawn():
    """A way to draw is chosen, and the module that shows pictures below cells is there, before there is a kernel."""
    import matplotlib, matplotlib.pyplot as plt, matplotlib_inline.backend_inline, numpy, pandas, seaborn, ipywidgets
    matplotlib.use("agg")
    plt.plot([1, 2])
    plt.close()


def threaded():
    import threading, time
    threading.Thread(target=time.sleep, args=(3600,), name="a pool of connections", daemon=True).start()


def slow():
    import time
    time.sleep(3)
'''

if not nursery.POSSIBLE:
    pytest.skip("kernels cannot be forked on this system", allow_module_level=True)


@dataclass
class Kernel:
    """A kernel that runs, and a client that speaks to it."""

    manager: KernelManager
    client: KernelClient

    @property
    def pid(self) -> int:
        return self.manager.provisioner.pid

    @property
    def warmed(self) -> int:
        """The process that it was forked from."""
        return self.manager.provisioner.process.born.line.process.pid

    def outputs(self, code: str, seconds: float = 60) -> list[dict[str, Any]]:
        """What a cell gives: contents of the messages that are outputs."""
        got = []
        kinds = ("stream", "display_data", "execute_result", "error")
        keep = lambda message: got.append(message["content"]) if message["msg_type"] in kinds else None  # noqa: E731
        self.client.execute_interactive(code, output_hook=keep, timeout=seconds, allow_stdin=False)
        return got

    def text(self, code: str, seconds: float = 60) -> str:
        """What a cell prints; an error, where it raises one."""
        outputs = self.outputs(code, seconds)
        return "".join(one.get("text") or f"{one.get('ename')}: {one.get('evalue')}" for one in outputs)

    def value(self, expression: str) -> Any:
        """A plain value."""
        return eval(self.text(f"print(repr(({expression})))"))


@pytest.fixture(scope="session")
def library(tmp_path_factory) -> Path:
    """A folder with the module `prepared`."""
    folder = tmp_path_factory.mktemp("library")
    (folder / "prepared.py").write_text(PREPARED, encoding="utf-8")
    return folder


@pytest.fixture
def environment(library) -> Callable[..., dict[str, str]]:
    """Makes the environment of kernels whose warmed process runs a function of `prepared`."""

    def build(function: str = "nothing", **more: str) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": str(library), WARM: f"prepared:{function}", **more}

    return build


@pytest.fixture
def manager(tmp_path, environment) -> Iterator[Callable[..., KernelManager]]:
    """Makes managers whose kernel spec chooses the provisioner; connection files each in a folder of its own."""
    made = []

    def build(provisioner: str = FORKED, cls: type[KernelManager] = KernelManager) -> KernelManager:
        folder = tmp_path / f"sockets{len(made)}"
        folder.mkdir()
        made.append(cls(kernel_name="python3", transport="ipc", connection_file=str(folder / "k.json")))
        made[-1].kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": provisioner}
        return made[-1]

    return build


@pytest.fixture
def kernel(manager, environment) -> Iterator[Callable[..., Kernel]]:
    """Starts kernels; they end with the test."""

    @contextmanager
    def started(km: KernelManager, env: dict[str, str], **given: Any) -> Iterator[Kernel]:
        km.start_kernel(env=env, extra_arguments=["--HistoryManager.hist_file=:memory:"], **given)
        client = km.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=60)
            yield Kernel(km, client)
        finally:
            client.stop_channels()
            km.shutdown_kernel(now=True)

    with ExitStack() as running:

        def start(
            function: str = "nothing", provisioner: str = FORKED, env: Any = None, km: Any = None, **given: Any
        ) -> Kernel:
            return running.enter_context(started(km or manager(provisioner), env or environment(function), **given))

        yield start


@pytest.fixture
def forgotten() -> Iterator[None]:
    """Warmed processes of this test are its own: none stays from before, none for later."""
    nursery._closed()
    yield
    nursery._closed()


@pytest.fixture
def chosen(monkeypatch) -> Iterator[None]:
    """Forked kernels are what every manager starts, as the environment variable says."""
    monkeypatch.setenv(CHOICE, FORKED)
    KernelProvisionerFactory.clear_instance()
    yield
    KernelProvisionerFactory.clear_instance()


@pytest.fixture
def ends() -> Callable[..., bool]:
    """Whether a process ends within some seconds. One that only waits to be buried has ended."""

    def within(pid: int, seconds: float = 10.0) -> bool:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            if not _runs(pid):
                return True
            time.sleep(0.02)
        return False

    return within


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.fixture
def killed() -> Callable[[int], None]:
    return lambda pid: os.kill(pid, signal.SIGKILL)
