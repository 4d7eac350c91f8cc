"""How far a batch is, for who started it."""

import sys
from collections.abc import Iterable, Iterator

from tqdm import tqdm

from benchlib.run.reports.report import FAILED, Report


def shown(finished: Iterable[Report], total: int) -> Iterator[Report]:
    """Reports as they finish, with a bar that shows the time left, and every failure with its reason."""
    seldom = 0.1 if sys.stderr.isatty() else 30  # a log wants a line now and then, a terminal a bar that moves
    with tqdm(total=total, desc="reports", unit="report", disable=not total, mininterval=seldom) as bar:
        for one in finished:
            bar.update()
            if one.state == FAILED:
                bar.write(f"{one.id}: {one.error}", file=sys.stderr)
            yield one
