"""What pages need, imported before kernels are forked."""

import importlib

from benchlib.present import warming

PAGES = (
    "benchlib.run.access.desks",
    "benchlib.run.apps.assess",
    "benchlib.run.apps.peers",
    "benchlib.run.apps.portfolio",
    "ipywidgets",
    "openpyxl",
    "sqlalchemy.dialects.sqlite",
)


def warm() -> None:
    """What reports need, widgets and the store; nothing here opens a database."""
    warming.warm()
    for module in PAGES:
        importlib.import_module(module)
