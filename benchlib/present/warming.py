"""What notebooks need, imported and tried once: what a process does before kernels are forked from it.

None of it starts a thread, opens a file that people edit, or changes a setting for good.
"""

import importlib

from benchlib.present import theme

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
    "seaborn",
)
RESEARCH = (
    "benchlib.synthetic.portfolio",
    "ipywidgets",
    "matplotlib.pyplot",
    "matplotlib_inline.backend_inline",
    "scipy.stats",
    "statsmodels.formula.api",
    "statsmodels.regression.mixed_linear_model",
    "statsmodels.tsa.statespace.structural",
)


def warm() -> None:
    """For reports: import it all, and draw one picture, so that fonts and the SVG writer are there."""
    for module in REPORTS:
        importlib.import_module(module)
    with theme.applied():
        figure = theme.blank(40)
        figure.text(0.5, 0.5, "Aa")
    theme.svg(figure)


def research() -> None:
    """For the notebooks in which methods are tried: reports, and statistics."""
    warm()
    for module in RESEARCH:
        importlib.import_module(module)
