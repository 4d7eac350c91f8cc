"""What a kernel is told of the environment and of the address: an allow-list, since the server knows secrets."""

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode

from benchlib.run.kernels import MEMORY, WARM

VISIT = "BENCHLIB_VISIT"  # the id of the visit, for the page to ask what it may
QUERY = "QUERY_STRING"
WARMING = "benchlib.run.serving.warming:warm"
NAMES = {
    *("PATH", "HOME", "LANG", "LANGUAGE", "TZ", "TMPDIR", "VIRTUAL_ENV", "PYTHONPATH", "PYTHONUTF8", "PYTHONHASHSEED"),
    *("SYSTEMROOT", "APPDATA", "USERPROFILE"),  # Windows starts no Python without them
    *("JUPYTER_PATH", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "MPLCONFIGDIR"),
    *("BENCHLIB_DATABASE", "BENCHLIB_DATABASE_FILE"),  # pages keep answers there
    "PGPASSFILE",
}
BEGINNINGS = ("LC_", "XDG_")
ASKED = {"language": re.compile("[a-z]{2}"), "year": re.compile("[0-9]{4}")}  # what an address may ask of a page


def base(environment: Mapping[str, str], megabytes: int) -> dict[str, str]:
    """What all kernels get of an environment, and the server keeps of its own."""
    kept = {name: value for name, value in environment.items() if name in NAMES or name.startswith(BEGINNINGS)}
    return kept | {WARM: WARMING, MEMORY: str(megabytes)}


def own(kept: Mapping[str, str], visit: str, query: str) -> dict[str, str]:
    """What one kernel gets."""
    return {**kept, VISIT: visit, QUERY: asked(query)}


def asked(query: str) -> str:
    """The part of a query that pages understand: known names, each once, with values of the known form.

    >>> asked("language=ro&year=2025&token=abc&language=en&theme=<script>")
    'language=ro&year=2025'
    >>> asked("language=" + "a" * 1000)
    ''
    """
    if len(query) > 500:  # longer than all that pages understand
        return ""
    known: dict[str, str] = {}
    for name, value in parse_qsl(query):
        if name in ASKED and name not in known and ASKED[name].fullmatch(value):
            known[name] = value
    return urlencode(known)
