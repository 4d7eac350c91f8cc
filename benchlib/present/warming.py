"""What notebooks need, imported and tried once: what a process does before kernels are forked from it.

None of it starts a thread, opens a file that people edit, or changes a setting for good.
"""

import importlib
import io

REPORTS = (
    "babel.dates",
    "babel.numbers",
    "benchlib.assess.history",
    "benchlib.present.charts",
    "benchlib.present.country.charts",
    "benchlib.present.country.output",
    "benchlib.present.country.tables",
    "benchlib.present.country.text",
    "benchlib.present.edition.charts",
    "benchlib.present.edition.output",
    "benchlib.present.edition.tables",
    "benchlib.present.edition.text",
    "benchlib.present.output",
    "benchlib.present.participant.charts",
    "benchlib.present.participant.output",
    "benchlib.present.participant.tables",
    "benchlib.present.participant.text",
    "benchlib.present.region.charts",
    "benchlib.present.region.output",
    "benchlib.present.region.tables",
    "benchlib.present.region.text",
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


def warm() -> None:
    """For reports, whose pictures need no library."""
    for module in REPORTS:
        importlib.import_module(module)


def research() -> None:
    """For the notebooks in which methods are tried: reports, statistics, and one picture, so that fonts are there."""
    warm()
    for module in RESEARCH:
        importlib.import_module(module)
    figure = importlib.import_module("matplotlib.figure").Figure(figsize=(1, 1))
    figure.text(0.5, 0.5, "Aa")
    figure.savefig(io.BytesIO(), format="png")
