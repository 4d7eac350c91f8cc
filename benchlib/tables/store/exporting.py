"""The whole store in a folder or workbook, from which it can be made again."""

from collections.abc import Mapping
from pathlib import Path

from benchlib.tables.store import contents, writing
from benchlib.tables.store.connections import Store


def export(store: Store, path: Path | str) -> Mapping[str, int]:
    """Write everything but the invitations into a new folder or workbook; returns the rows of each table.

    Facts stand as tables that every command reads. Versions of answers, states of assessments and what imports have
    replaced are the records: the folder `records`, or sheets of their own. All of it is as of one moment. Importing it
    into an empty store gives the same store. Files are readable for their owner only: they hold what people wrote.
    Raises BadInput where the path exists or cannot be written.
    """
    with store.reading() as connection:
        facts, records = contents.facts(connection), contents.records(connection)
    writing.write(Path(path), facts, records)
    return {name: len(frame) for name, frame in {**facts, **records}.items() if len(frame)}
