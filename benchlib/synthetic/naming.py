"""Ids and texts of a block that several of its tables share."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from benchlib.synthetic import columns
from benchlib.synthetic.block import Block
from benchlib.synthetic.organisations import Ints
from benchlib.synthetic.settings import Model

PARTICIPANT_DIGITS = 4


@dataclass(frozen=True)
class Naming:
    """A block with the ids of its organisations and assessments, and the source that its rows name."""

    block: Block
    model: Model
    clusters: pa.Array
    assessments: pa.Array
    source: str

    def owners(self, positions: Ints) -> pa.Array:
        """Ids of the organisations at positions."""
        return columns.take(self.clusters, positions)

    def participants(self, positions: Ints, numbers: Ints) -> pa.Array:
        """Ids of the participants with these numbers in the organisations at positions."""
        return columns.numbered(self.owners(positions), "p", numbers, PARTICIPANT_DIGITS)

    def sources(self, rows: int) -> pa.Array:
        """Where rows are from."""
        return columns.take([self.source], np.zeros(rows, dtype=np.int64))


def named(made: Block, clusters: int, seed: int, model: Model) -> Naming:
    """The names of a block in a portfolio of so many organisations, made with a seed."""
    ids = columns.cluster_ids(made.organisations.number, clusters)
    of = made.assessments.organisation  # in order, so those of an organisation are counted from its first
    number = np.arange(len(of)) - np.searchsorted(of, of) + 1
    return Naming(made, model, ids, columns.numbered(columns.take(ids, of), "a", number), f"synthetic, seed {seed}")
