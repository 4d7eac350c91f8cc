"""Whether code that was imported has changed on disk since."""

import sys
import sysconfig
from collections.abc import Mapping
from pathlib import Path

Stamps = Mapping[str, tuple[int, int] | None]

_INSTALLED = tuple({sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")})


def stamps() -> Stamps:
    """Time and size of every file behind a module that is loaded and not installed: what people edit."""
    files = {getattr(module, "__file__", None) for module in list(sys.modules.values())}
    return {file: stamp(file) for file in files if file and not file.startswith(_INSTALLED)}


def fresh(before: Stamps) -> bool:
    """Whether none of these files has changed."""
    return all(stamp(file) == known for file, known in before.items())


def stamp(file: str) -> tuple[int, int] | None:
    """Time of the last change and size; None where there is no such file."""
    try:
        status = Path(file).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
