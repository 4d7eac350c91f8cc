"""What a process takes over when it starts, or reads when it imports: a fork cannot change it afterwards."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from benchlib.run.kernels import WARM

SHAPING = (  # variables by how they begin
    *("PYTHON", "LD_", "MALLOC_", "GLIBC_"),  # Python and the C library read them when they start
    *("LC_", "LANG", "TZ"),
    *("HOME", "XDG_", "TMP", "TEMP"),  # where libraries keep their settings and caches
    *("IPYTHON", "MPL", "MATPLOTLIB", "PYDEVD_"),
    *("OMP_", "OPENBLAS_", "GOTO_", "MKL_", "BLIS_", "NUMEXPR_", "NPY_", "PANDAS_", "ARROW_", "JE_ARROW_"),
    WARM,
)


def shape(environment: Mapping[str, str], options: Sequence[str] = ()) -> str:
    """One word that is the same for kernels that may come from the same process: a checksum of all that shapes them.

    options: of the interpreter. The rest is what any process inherits: limits, file mode mask, priority and cores.
    """
    variables = sorted((name, value) for name, value in environment.items() if name.startswith(SHAPING))
    everything = json.dumps([variables, list(options), _inherited()])
    return hashlib.sha256(everything.encode()).hexdigest()[:16]


def shaping(environment: Mapping[str, str]) -> dict[str, str]:
    """Our own environment, with what shapes kernels taken from theirs. The rest of theirs is for one of them alone."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(SHAPING)}
    return own | {name: value for name, value in environment.items() if name.startswith(SHAPING)}


def absolute(environment: Mapping[str, str], folder: str) -> dict[str, str]:
    """An environment whose PYTHONPATH means the same in every folder: Python reads it in the folder of the kernel."""
    path = environment.get("PYTHONPATH")
    if not path:
        return dict(environment)
    return {**environment, "PYTHONPATH": os.pathsep.join(os.path.join(folder, part) for part in path.split(os.pathsep))}


def _inherited() -> list[object]:
    import resource  # here: Windows has none

    limits = [resource.getrlimit(getattr(resource, name)) for name in dir(resource) if name.startswith("RLIMIT_")]
    return [limits, _mask(), os.getpriority(os.PRIO_PROCESS, 0), sorted(os.sched_getaffinity(0))]


def _mask() -> str:
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")  # os.umask would set it to read it
    return next((line.split()[1] for line in status.splitlines() if line.startswith("Umask:")), "")
