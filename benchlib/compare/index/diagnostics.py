"""Every table that tells whether an index holds together, by the name of its file."""

from collections.abc import Mapping

import pandas as pd

from benchlib.compare.index import correlations, importance, profiles
from benchlib.compare.index.chain import Index


def diagnose(index: Index) -> Mapping[str, pd.DataFrame]:
    """Diagnostic tables by name; their columns are told where each is made."""
    elements, units = importance.removal(index)
    return {
        "availability": index.availability,
        "imputed_cells": index.imputed_cells,
        "treated_columns": index.treated_columns,
        "unit_weights": index.unit_weights,
        "correlations": correlations.pairs(index.aggregated, index.tree),
        "reliability": correlations.reliability(index.aggregated, index.tree),
        "components": correlations.components(index.aggregated, index.tree),
        "importance": importance.importance(index),
        "removal": elements,
        "removal_by_unit": units,
        "strengths": profiles.strengths(index.normalised, index.tree),
    }
