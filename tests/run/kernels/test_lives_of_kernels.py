"""How kernels end, and what ends with them: nothing is left over, and nothing else is touched."""

import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest
from jupyter_client import AsyncKernelManager, AsyncMultiKernelManager

from benchlib.run.kernels import CHOICE, DOOR, FORKED, MEMORY, WARM, nursery, provisioner

CLIENT = """
import os, sys, time
from jupyter_client.manager import start_new_kernel
kernels = [start_new_kernel(kernel_name="python3") for _ in range(2)]
first = kernels[0][0].provisioner
print(first.process.born.line.process.pid, *(manager.provisioner.pid for manager, _ in kernels), flush=True)
sys.stdin.read()
"""
OWNER = """
import os, subprocess, sys
from benchlib.run.kernels import nursery
with nursery.shared(os.environ) as variables:
    line = next(iter(nursery._lines.values()))
    workers = [subprocess.Popen([sys.executable, "-c", sys.argv[1]], env={**os.environ, **variables},
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    told = [worker.stdout.readline().split() for worker in workers]
    print(line.process.pid, *(worker.pid for worker in workers), *(pid for pids in told for pid in pids), flush=True)
    print(os.path.dirname(variables["BENCHLIB_NURSERY"]), flush=True)
    sys.stdin.read()
"""
WORKER = """
import os, sys
from jupyter_client.manager import start_new_kernel
manager, client = start_new_kernel(kernel_name="python3")
client.execute_interactive("import os; parent = os.getppid()", timeout=60)
print(manager.provisioner.pid, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def process(library):
    """Starts a Python that prints process ids; killed with the test."""
    started = []

    def start(*code):
        env = {**os.environ, "PYTHONPATH": str(library), WARM: "prepared:nothing", CHOICE: FORKED}
        pipes = dict.fromkeys(("stdin", "stdout"), subprocess.PIPE)
        started.append(subprocess.Popen([sys.executable, "-c", *code], env=env, text=True, **pipes))
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait()
        one.stdin.close()
        one.stdout.close()


def pids(process):
    return [int(word) for word in process.stdout.readline().split()]


def parent(pid):
    return int(open(f"/proc/{pid}/stat").read().rpartition(")")[2].split()[1])


@pytest.mark.parametrize("how", ["end", "kill", "terminate"])
def test_with_its_client_a_kernel_ends_and_the_warmed_process_too(process, ends, how):
    client = process(CLIENT)
    warmed, *kernels = pids(client)
    assert [parent(kernel) for kernel in kernels] == [warmed, warmed]
    client.stdin.close() if how == "end" else getattr(client, how)()
    assert all(ends(pid) for pid in (warmed, *kernels))


def test_with_the_warmed_process_its_kernels_end(process, ends, killed):
    warmed, *kernels = pids(process(CLIENT))
    killed(warmed)
    assert all(ends(kernel) for kernel in kernels)


def test_workers_share_one_process_and_it_ends_with_their_parent(process, ends):
    owner = process(OWNER, WORKER)
    warmed, *others = pids(owner)
    folder = owner.stdout.readline().strip()
    workers, kernels = others[:2], others[2:]
    assert [parent(kernel) for kernel in kernels] == [warmed, warmed]
    assert os.stat(folder).st_mode & 0o777 == 0o700
    owner.kill()
    assert all(ends(pid) for pid in (warmed, *kernels))
    assert not os.path.exists(folder)
    assert all(ends(worker) for worker in workers)  # they read from their parent


def test_a_worker_that_is_killed_takes_its_kernel_and_no_other(process, ends, killed):
    warmed, first, second, *kernels = pids(process(OWNER, WORKER))
    killed(first)
    assert ends(kernels[0])
    assert not ends(kernels[1], 0.5)
    assert not ends(warmed, 0.1)
    killed(second)


def test_what_a_fork_of_the_client_holds_keeps_nothing_alive(process, ends):
    fork = CLIENT.replace("sys.stdin.read()", "child = os.fork()\ntime.sleep(30) if child == 0 else sys.stdin.read()")
    client = process(fork)
    warmed, *kernels = pids(client)
    client.kill()
    assert all(ends(pid) for pid in (warmed, *kernels))


@pytest.mark.usefixtures("forgotten")
def test_after_the_warmed_process_was_killed_another_starts(kernel, killed):
    first = kernel()
    killed(first.warmed)
    second = kernel()
    assert second.warmed != first.warmed
    assert second.value("6 * 7") == 42
    assert first.manager.is_alive() is False


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("import os; os.abort()", -signal.SIGABRT),
        ("import ctypes; ctypes.string_at(0)", -signal.SIGSEGV),
        ("import os; os._exit(7)", 7),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
    ],
)
def test_a_kernel_that_crashes_touches_no_other(kernel, code, status):
    crashing, other = kernel(), kernel()
    crashing.client.execute(code)
    assert crashing.manager.provisioner.process.wait(10) == status
    assert crashing.manager.is_alive() is False
    assert (other.value("6 * 7"), kernel().value("6 * 7")) == (42, 42)


def test_a_polite_end_runs_what_was_registered_for_it(kernel, tmp_path):
    running = kernel()
    running.text(f"import atexit; atexit.register(lambda: open({str(tmp_path / 'end')!r}, 'w').write('reached'))")
    process = running.manager.provisioner.process
    start = time.perf_counter()
    running.manager.shutdown_kernel()
    assert time.perf_counter() - start < 5
    assert (tmp_path / "end").read_text() == "reached"
    assert process.code == 0


def test_a_kernel_that_is_ended_takes_what_it_has_started(kernel, ends):
    running = kernel()
    child = running.value("(p := __import__('subprocess').Popen(['sleep', '60'])).pid")
    running.manager.shutdown_kernel(now=True)
    assert ends(child)


def test_a_running_cell_can_be_interrupted(kernel):
    running = kernel()
    sleeping = "import time; print('begun', flush=True); time.sleep(60)"
    running.client.execute(sleeping, stop_on_error=False)  # or the next cell would be dropped
    while running.client.get_iopub_msg(timeout=20)["msg_type"] != "stream":
        pass
    running.manager.interrupt_kernel()
    reply = running.client.get_shell_msg(timeout=20)["content"]
    assert (reply["status"], reply["ename"]) == ("error", "KeyboardInterrupt")
    assert running.value("6 * 7") == 42


def test_a_restarted_kernel_is_another_one(kernel):
    running = kernel()
    before = running.pid
    running.text("x = 1")
    running.manager.restart_kernel()
    running.client.wait_for_ready(timeout=60)
    assert running.pid != before
    assert running.value("'x' in globals()") is False


@pytest.mark.usefixtures("chosen", "forgotten")
def test_several_start_at_once_while_the_server_goes_on(environment, tmp_path, ends):
    async def several():
        kernels = AsyncMultiKernelManager(connection_dir=str(tmp_path))
        beats = asyncio.create_task(heart())
        names = await asyncio.gather(
            *(kernels.start_kernel(kernel_name="python3", env=environment("slow")) for _ in range(5))
        )
        held = [kernels.get_kernel(name) for name in names]
        pids = [km.provisioner.pid for km in held]
        kinds = {type(km.provisioner.process).__name__ for km in held}
        beats.cancel()
        await kernels.shutdown_all(now=True)
        return pids, kinds, longest[0]

    async def heart():
        before = time.perf_counter()
        while True:
            await asyncio.sleep(0.01)
            now = time.perf_counter()
            longest[0], before = max(longest[0], now - before), now

    longest = [0.0]
    pids, kinds, pause = asyncio.run(several())
    assert kinds == {"Forked"}
    assert len(set(pids)) == 5
    assert all(ends(pid) for pid in pids)
    assert pause < 3  # the process needs 3 s to warm up


@pytest.mark.usefixtures("chosen", "forgotten")
@pytest.mark.parametrize("seconds", [0.001, 0.02, 0.5])
def test_a_start_that_is_given_up_leaves_no_kernel(environment, kernel, tmp_path, seconds):
    warmed = kernel().warmed

    async def given_up():
        km = AsyncKernelManager(kernel_name="python3", connection_file=str(tmp_path / "k.json"), transport="ipc")
        start = asyncio.ensure_future(km.start_kernel(env=environment()))
        await asyncio.sleep(seconds)
        start.cancel()
        await asyncio.gather(start, return_exceptions=True)
        if start.cancelled():
            return
        await km.shutdown_kernel(now=True)

    asyncio.run(given_up())
    assert eventually(lambda: len(children(warmed)) == 2)  # the first kernel, and the one that waits for its order


def eventually(holds):
    deadline = time.monotonic() + 10
    while not holds() and time.monotonic() < deadline:
        time.sleep(0.02)
    return holds()


def children(pid):
    return open(f"/proc/{pid}/task/{pid}/children").read().split()


EATING = "held = [b'x' * (1 << 20) for _ in range(600)]; print(len(held))"
TOUCHING = "import numpy; print(numpy.ones(80_000_000).sum())"


@pytest.mark.parametrize("code", [EATING, TOUCHING])
def test_a_kernel_that_eats_memory_gets_an_error_and_lives(kernel, environment, code):
    running = kernel("loaded", env=environment("loaded", **{MEMORY: "300"}))
    assert "MemoryError" in running.text(code)
    running.text("held = None")
    assert running.value("len(b'x' * (100 << 20)) >> 20") == 100


def test_the_limit_is_for_kernels_that_ask_for_it(kernel, environment):
    limited = kernel(env=environment(**{MEMORY: "300"}))
    assert limited.warmed == kernel().warmed
    assert kernel().value("__import__('resource').getrlimit(__import__('resource').RLIMIT_AS)") == (-1, -1)
    assert limited.value("__import__('resource').getrlimit(__import__('resource').RLIMIT_AS)[0]") > 300 << 20


def test_a_limit_of_nothing_is_none(kernel, environment):
    free = kernel(env=environment(**{MEMORY: "0"}))
    assert free.value("__import__('resource').getrlimit(__import__('resource').RLIMIT_AS)") == (-1, -1)


def test_a_kernel_that_starts_slowly_is_left_to_the_patience_of_its_client(kernel, monkeypatch):
    kernel()  # the process is warm
    monkeypatch.setattr(provisioner, "PATIENCE", 0.0)
    assert kernel().value("6 * 7") == 42


def test_a_limit_that_is_no_number_is_refused(manager, environment):
    with pytest.raises(nursery.NoKernel, match="BENCHLIB_MEMORY_MB is 'plenty'; expected a number of megabytes"):
        manager().start_kernel(env=environment(**{MEMORY: "plenty"}))


def test_no_process_is_shared_where_plain_kernels_are_chosen(environment):
    with nursery.shared(environment(**{CHOICE: "local-provisioner"})) as variables:
        assert variables == {}
    with nursery.shared(environment()) as variables:
        assert sorted(variables) == sorted([CHOICE, DOOR])
