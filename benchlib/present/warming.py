"""Everything that a report needs, imported and tried once: what a process does before kernels are forked from it."""

import importlib

MODULES = (
    "IPython.core.completer",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "benchlib.present.charts",
    "benchlib.present.output",
    "benchlib.present.results",
    "benchlib.present.tables",
    "benchlib.present.text",
)


def warm() -> None:
    """Import them, and draw one picture, so that fonts and the SVG writer are there."""
    for module in MODULES:
        importlib.import_module(module)
    from benchlib.present import theme

    with theme.applied():
        figure = theme.blank(40)
        figure.text(0.5, 0.5, "Aa")
    theme.svg(figure)
