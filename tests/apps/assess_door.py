"""A server for tests of the page `assess`, in a process of its own. Whoever says manager-Ana is Ana, a manager.

python tests/apps/assess_door.py NOTEBOOKS PORT
"""

import logging
import sys
from pathlib import Path

from benchlib.run.serving.address import Address
from benchlib.run.serving.app import Service, serve
from benchlib.run.serving.limits import Limits
from benchlib.run.serving.visits import Admission, Visit


def main() -> None:
    """Serve."""
    folder, port = sys.argv[1:]
    logging.basicConfig()
    limits = Limits(sweep=0.3, abandoned=4)
    admission = Admission(lambda token: Visit(token, ("assess",)))
    serve(Service(Path(folder), Address(port=int(port)), limits, admission, b"s" * 32), print)


if __name__ == "__main__":
    main()
