"""A batch that is killed at random moments and started again, many times; prints what was found as JSON.

    python kills.py EDITION FOLDER NOTEBOOK KILLS SEED

What does not matter here is computed once: every batch is forked from this process, with the edition's content at hand.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

LATEST = 2.5  # seconds after its start that a batch is killed at the latest
EARLY = 0.4  # share of the kills that may come before its workers are ready


def main(target: Path, folder: Path, notebook: Path, kills: int, seed: int) -> None:
    import datetime as dt

    from benchlib.run import facts, rulebook
    from benchlib.run.reports import batch, content, locking
    from benchlib.run.reports.edition import Edition

    edition, day, chance = Edition(target), dt.date(2026, 1, 1), random.Random(seed)
    known, by = facts.load(folder, day), rulebook.rulebook()
    computed = content.of(edition, folder, day, known, by)
    chosen = [(name,) for name in known["organisations"]["cluster_id"]]
    batch.contents.of = lambda *_: computed
    job = batch.Job(edition, [batch.Part(notebook, chosen)], folder, day, workers=2)
    found = {"kills": [], "half": [], "again": [], "survived": 0}
    whole: set[str] = set()
    begun: list[str] = []
    for _ in range(kills):
        child = _started(lambda: batch.run(job, known, by))
        moment = _wait(chance, edition)
        os.kill(child, signal.SIGKILL)
        found["survived"] += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) >= 0
        with locking.alone(target):  # its workers have ended as well
            found["half"] += halves(edition)
            now = begun_so_far(target)
            found["again"] += [name for name in now[len(begun) :] if name in whole]
            whole, begun = wholes(edition), now
            found["kills"].append([round(moment, 3), len(whole)])
    outcome = batch.run(job, known, by)
    found["half"] += halves(edition)
    found["again"] += [name for name in begun_so_far(target)[len(begun) :] if name in whole]
    found["states"] = [one.state for one in outcome.reports]
    found["kept"] = len(outcome.kept)
    found["begun"] = len(begun_so_far(target))
    print(json.dumps(found))


def _started(run) -> int:
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            run()
            code = 0
        finally:
            os._exit(code)
    return child


def _wait(chance: random.Random, edition) -> float:
    """Wait for the moment to kill a batch: any, or one after its first report."""
    start = time.monotonic()
    if chance.random() > EARLY:
        before = edition.journal.stat().st_ino if edition.journal.exists() else None
        while time.monotonic() < start + 4 * LATEST:
            time.sleep(0.005)
            if edition.journal.exists() and edition.journal.stat().st_size and edition.journal.stat().st_ino != before:
                break
        time.sleep(chance.uniform(0, LATEST / 5))
    else:
        time.sleep(chance.uniform(0, LATEST / 2))
    return time.monotonic() - start


def begun_so_far(target: Path) -> list[str]:
    tally = target.with_name("tally")
    return tally.read_text().split() if tally.exists() else []


def wholes(edition) -> set[str]:
    """Reports whose page stands beside a notebook with a fingerprint."""
    from benchlib.run.reports import whole

    return {file.stem for file in edition.pages.glob("*.html") if whole.fingerprint(edition.notebook(file.stem))}


def halves(edition) -> list[str]:
    """Files that are not whole, of all that do not say by their name that they are not."""
    import pandas as pd

    checks = {
        ".html": lambda file: file.read_text(encoding="utf-8").rstrip().endswith("</html>"),
        ".ipynb": lambda file: "cells" in json.loads(file.read_text(encoding="utf-8")),
        ".json": lambda file: bool(json.loads(file.read_text(encoding="utf-8"))),
        ".parquet": lambda file: pd.read_parquet(file) is not None,
    }
    found = []
    for file in edition.folder.rglob("*"):
        inside = file.relative_to(edition.folder)
        if file.is_file() and file.suffix in checks and not str(inside).startswith(".results"):
            try:
                whole = checks[file.suffix](file)
            except ValueError:
                whole = False
            found += [] if whole else [str(inside)]
    return found


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:4]), *(int(argument) for argument in sys.argv[4:]))
