"""Files that are whole or not there, and reports that are."""

import os
import re
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

PART = ".part"  # how the name of a file ends that is not whole
NOTE = "benchlib"  # what a notebook's metadata say of the report
TAIL = 1 << 16  # bytes at the end of a notebook that hold its metadata, but for widgets' states

# A line break stands between the values of an executed notebook, never within one, and one space before it is the
# outermost level: nothing that a notebook prints can look like this.
_PRINT = re.compile(rb'\n "metadata": \{\n  "' + NOTE.encode() + rb'": \{\n   "fingerprint": "([\w:]+)"')


def write(path: Path, text: str) -> None:
    """Write a whole text file or none: a kill or a full disk leaves the old one."""
    part = written(path, text)
    try:
        os.replace(part, path)
    except OSError:
        part.unlink(missing_ok=True)
        raise


def written(path: Path, text: str) -> Path:
    """A text beside the file that it is to replace, under a name that tells that it is not yet there."""
    with NamedTemporaryFile(
        "w", encoding="utf-8", newline="\n", dir=path.parent, prefix=f".{path.name}.", suffix=PART, delete=False
    ) as stream:
        part = Path(stream.name)
        try:
            stream.write(text)
            stream.flush()
            part.chmod(0o644)
        except OSError:
            part.unlink(missing_ok=True)
            with suppress(OSError):  # what is still to be written finds no room either
                stream.close()
            raise
    return part


def fingerprint(notebook: Path) -> str | None:
    """The fingerprint of the report that an executed notebook belongs to; None where there is none."""
    try:
        with notebook.open("rb") as stream:
            stream.seek(max(0, notebook.stat().st_size - TAIL))
            found = _PRINT.search(stream.read()) or _PRINT.search(notebook.read_bytes())
    except OSError:
        return None
    return found[1].decode() if found else None
