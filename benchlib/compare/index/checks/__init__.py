"""What an index expects of its input, one generator of faults for each matter; nothing is repaired, nothing skipped.

`meta` what META must be; `data` what DATA must be beside it; `settings` what the configuration asks of both.
"""

from benchlib.compare.index import structure
from benchlib.compare.index.checks import data, meta, settings
from benchlib.compare.index.configuration import Configuration
from benchlib.compare.index.reading import UNIT, Tables
from benchlib.tables.faults import Fault


def faults(tables: Tables, config: Configuration | None) -> list[Fault]:
    """Everything wrong with the tables, and with the configuration where there is one that could be read."""
    found = list(meta.faults(tables))
    if {"code", "level"} <= set(tables.meta.columns):
        of_data = list(data.faults(tables))
        if not found and config is not None and UNIT in tables.data:
            of_data += settings.faults(tables, structure.tree(tables.meta), config)
        found += of_data
    return found
