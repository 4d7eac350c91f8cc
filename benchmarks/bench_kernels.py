"""Kernels forked from a warmed process beside plain ones of ipykernel: start, memory and end. Prints ratios.

python benchmarks/bench_kernels.py [TIMES]

Start: from the call that starts a kernel to its first reply, with sockets in a folder and no history on disk, as
nbclient has it. Libraries: until a cell has imported what a report needs as well. The two kinds take turns; the
shortest of all times counts. Memory: proportional set size of idle kernels that have imported it, eight at once; each
forked one carries its part of what all share with the warmed process and with the kernel that waits for its order.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from jupyter_client import KernelClient, KernelManager

from benchlib.present import warming
from benchlib.run.kernels import FORKED, nursery

PLAIN = "local-provisioner"
TOGETHER = 8
IMPORTED = f"import importlib; [importlib.import_module(name) for name in {warming.REPORTS!r}]"


@dataclass(frozen=True)
class Seconds:
    """Of one kernel: until its first reply, until it has imported what a report needs, and to its end."""

    reply: float
    libraries: float
    end: float


@contextmanager
def kernel(provisioner: str) -> Iterator[tuple[KernelManager, KernelClient]]:
    """A kernel that has not yet been spoken to."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "kernel.json")
        manager = KernelManager(kernel_name="python3", transport="ipc", connection_file=file)
        manager.kernel_spec.metadata["kernel_provisioner"] = {"provisioner_name": provisioner}
        manager.start_kernel(extra_arguments=["--HistoryManager.hist_file=:memory:"])
        client = manager.client()
        client.start_channels(stdin=False, hb=False)
        yield manager, client
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def reply(client: KernelClient) -> dict:
    return client.get_shell_msg(timeout=60)["content"]


def lived(provisioner: str) -> Seconds:
    """How long a kernel takes."""
    start = time.perf_counter()
    with kernel(provisioner) as (_, client):
        client.kernel_info()
        reply(client)
        first = time.perf_counter()
        client.execute(IMPORTED)
        assert reply(client)["status"] == "ok"
        imported = time.perf_counter()
    return Seconds(first - start, imported - start, time.perf_counter() - imported)


def share(pid: int) -> float:
    """Megabytes of a process: what is its own, and its part of what it shares."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def idle(provisioner: str) -> tuple[float, float]:
    """Megabytes of an idle kernel with libraries, and of the warmed process beside it."""
    with kernels(provisioner) as running:
        sizes = [share(manager.provisioner.pid) for manager, _ in running]
        process = running[0][0].provisioner.process
        return statistics.mean(sizes), share(process.born.line.process.pid) if provisioner == FORKED else 0.0


@contextmanager
def kernels(provisioner: str, left: int = TOGETHER) -> Iterator[list[tuple[KernelManager, KernelClient]]]:
    """Several kernels that have imported what a report needs."""
    if left == 0:
        yield []
        return
    with kernel(provisioner) as one, kernels(provisioner, left - 1) as others:
        one[1].execute(IMPORTED)
        assert reply(one[1])["status"] == "ok"
        yield [one, *others]


def shortest(times: list[Seconds]) -> Seconds:
    names = ("reply", "libraries", "end")
    return Seconds(*(min(getattr(one, name) for one in times) for name in names))


def main() -> None:
    if not nursery.POSSIBLE:
        print("kernels: none can be forked on this system", file=sys.stderr)
        sys.exit(2)
    os.environ.update(dict.fromkeys(nursery.THREADS, "1"))
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    start = time.perf_counter()
    lived(FORKED)
    print(f"kernels: warming up, once: {time.perf_counter() - start:.1f} s")
    turns = [(lived(PLAIN), lived(FORKED)) for _ in range(times)]
    plain, forked = (shortest(list(ones)) for ones in zip(*turns, strict=True))
    rows = {"first reply": "reply", "libraries imported": "libraries", "end": "end"}
    for name, field in rows.items():
        slow, fast = getattr(plain, field), getattr(forked, field)
        print(f"{name}: plain {slow * 1000:.0f} ms, forked {fast * 1000:.0f} ms; ratio {slow / fast:.1f}")
    large, (small, warmed) = idle(PLAIN)[0], idle(FORKED)
    print(
        f"memory of one of {TOGETHER} idle kernels: plain {large:.0f} MB, forked {small:.0f} MB; "
        f"ratio {large / small:.1f}; the warmed process beside them {warmed:.0f} MB"
    )


if __name__ == "__main__":
    main()
