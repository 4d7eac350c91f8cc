"""All tables of a block in the order in which they are written."""

from collections.abc import Callable, Iterator, Mapping

import pyarrow as pa

from benchlib.synthetic import facts, hidden, naming, truth
from benchlib.synthetic.block import Block
from benchlib.synthetic.naming import Naming
from benchlib.synthetic.settings import Country, Model
from benchlib.tables.schemas import TABLES

WITH_COMMAS = ("organisations", "labels", "working_groups")  # their texts need quotation marks

_FACTS: tuple[Callable[[Naming], pa.Table], ...] = (
    facts.participants,
    facts.participant_figures,
    facts.assessments,
    facts.answers,
    facts.peer_answers,
    facts.labels,
    facts.cooperations,
    facts.working_groups,
)
_HIDDEN: tuple[Callable[[Naming], pa.Table], ...] = (hidden.waves, hidden.organisations, hidden.assessments)

COLUMNS: Mapping[str, list[str]] = {
    **{name: TABLES[name].columns for name in ("organisations", *(table.__name__ for table in _FACTS))},
    **{truth.place(table.__name__): list(truth.TABLES[table.__name__].columns) for table in _HIDDEN},
}


def of(
    made: Block, clusters: int, seed: int, model: Model, countries: Mapping[str, Country]
) -> Iterator[tuple[str, pa.Table]]:
    """The tables of a block, one after the other, each with the name of its file as in COLUMNS."""
    names = naming.named(made, clusters, seed, model)
    yield "organisations", facts.organisations(names, countries)
    for table in _FACTS:
        yield table.__name__, table(names)
    for table in _HIDDEN:
        yield truth.place(table.__name__), table(names)
