"""A research workbench for benchmarking cluster organisations.

The public verbs, each loaded when it is first used:

    import datetime as dt, benchlib as bl
    facts = bl.load("data/portfolio")              # tables from a folder or workbook; BadInput names every fault
    rules = bl.rulebook("ecei-31")                  # frameworks, label rules, profiles
    bl.score(facts, rules, dt.date(2026, 1, 1))    # points, percent and bounds, long
    bl.label(facts, rules, dt.date(2026, 1, 1))    # verdicts and conditions
    bl.timeline(facts["labels"], rules.framework.labels)
"""

from importlib import import_module
from typing import Any

_VERBS = {
    "check": "benchlib.run.facts",
    "load": "benchlib.run.facts",
    "framework": "benchlib.rules.loading",
    "rulebook": "benchlib.run.rulebook",
    "score": "benchlib.run.results",
    "label": "benchlib.run.results",
    "compute": "benchlib.run.results",
    "timeline": "benchlib.assess.history",
    "statuses": "benchlib.assess.history",
    "counts": "benchlib.assess.history",
    "standing": "benchlib.compare.peers",
}

__all__ = list(_VERBS)


def __getattr__(name: str) -> Any:
    if name in _VERBS:
        return getattr(import_module(_VERBS[name]), name)
    raise AttributeError(f"module 'benchlib' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*globals(), *_VERBS]
