"""What notebooks need, imported and tried once: what a process does before kernels are forked from it.

None of it starts a thread, opens a file that people edit, or changes a setting for good.
"""

import contextlib
import importlib
import inspect
import io
from collections.abc import Callable, Iterator
from typing import Any

REPORTS = (
    "babel.dates",
    "babel.numbers",
    "benchlib.assess.history",
    "benchlib.present.charts",
    "benchlib.present.edition.charts",
    "benchlib.present.edition.output",
    "benchlib.present.edition.tables",
    "benchlib.present.edition.text",
    "benchlib.present.output",
    "benchlib.present.participant.charts",
    "benchlib.present.participant.output",
    "benchlib.present.participant.tables",
    "benchlib.present.participant.text",
    "benchlib.present.tables",
    "benchlib.present.text",
    "benchlib.rules.loading",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.reshape",
    "pandera.pandas",
    "pyarrow.dataset",
    "pyarrow.pandas_compat",
    "ruamel.yaml.mergevalue",
)
RESEARCH = (
    "benchlib.synthetic.portfolio",
    "ipywidgets",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "scipy.stats",
    "seaborn",
    "statsmodels.formula.api",
    "statsmodels.regression.mixed_linear_model",
    "statsmodels.tsa.statespace.structural",
)
REHEARSED = {  # by how many ids say whom a report is about: what reads its results, and what shows them
    1: ("benchlib.present.results", ("benchlib.present.charts", "benchlib.present.tables", "benchlib.present.text")),
    2: (
        "benchlib.present.participant.reading",
        (
            "benchlib.present.participant.charts",
            "benchlib.present.participant.tables",
            "benchlib.present.participant.text",
        ),
    ),
}
OFTEN = 5  # times until the interpreter has made most of the code quick that it will


def warm() -> None:
    """For reports, whose pictures need no library."""
    for module in REPORTS:
        importlib.import_module(module)


def rehearse(edition: str, *whom: str) -> None:
    """Show one report's results a few times, and throw away what comes of it: the interpreter makes such code quick.

    What cannot be shown is left out here; the report itself will tell.
    """
    if len(whom) not in REHEARSED:
        return
    reading, showing = REHEARSED[len(whom)]
    for _ in range(OFTEN):
        results = importlib.import_module(reading).read(edition, *whom)
        for function in _of_results(showing, type(results).__name__):
            with contextlib.suppress(Exception):
                function(results)


def _of_results(modules: tuple[str, ...], kind: str) -> Iterator[Callable[[Any], object]]:
    """The public functions that need results of a kind and nothing else."""
    for module in map(importlib.import_module, modules):
        for name, function in vars(module).items():
            if inspect.isfunction(function) and not name.startswith("_"):
                given = [str(one.annotation) for one in inspect.signature(function).parameters.values()]
                if len(given) == 1 and kind in given[0]:
                    yield function


def research() -> None:
    """For the notebooks in which methods are tried: reports, statistics, and one picture, so that fonts are there."""
    warm()
    for module in RESEARCH:
        importlib.import_module(module)
    figure = importlib.import_module("matplotlib.figure").Figure(figsize=(1, 1))
    figure.text(0.5, 0.5, "Aa")
    figure.savefig(io.BytesIO(), format="png")
