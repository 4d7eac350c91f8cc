"""What an import changes in the tables of facts: rows that are new, and cells of rows that are there already."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from benchlib.tables.raw import FIRST_ROW, RawTable
from benchlib.tables.schemas import TABLES, Table
from benchlib.tables.store import keys


@dataclass(frozen=True)
class Replaced:
    """A cell that gets another text: checksum of its row's key, column, before and after."""

    row_key: str
    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Merged:
    """A table after an import, whole and numbered anew, with what is new in it.

    added: the new rows, with the checksums of their keys in `added_keys`; same: how many rows stood there already.
    """

    table: Table
    frame: pd.DataFrame
    added: pd.DataFrame
    added_keys: list[str]
    replaced: list[Replaced]
    same: int

    @property
    def replaced_rows(self) -> int:
        """In how many rows a cell gets another text."""
        return len({cell.row_key for cell in self.replaced})


def merge(raw: RawTable, stored: pd.DataFrame) -> Merged:
    """A table of a file laid over the rows that the store has.

    A row whose key is there replaces the cells of the columns that the file has; a column that the file lacks stays as
    it is. Rows that the file does not have stay.
    """
    table = TABLES[raw.name]
    present = [name for name in table.columns if name in raw.frame]
    given = raw.frame.reindex(columns=table.columns, fill_value="").astype("str")
    before = stored.set_axis(pd.Index(keys.of_rows(stored, table)), axis="index")
    after = given.set_axis(pd.Index(keys.of_rows(given, table)), axis="index")
    known = after.index.isin(before.index)
    added, again = after[~known], after[known]
    replaced = list(_replaced(before.loc[again.index, present], again[present]))
    changed = before.copy()
    changed.loc[again.index, present] = again[present]
    whole = pd.concat([changed, added])
    whole = whole.set_axis(pd.RangeIndex(FIRST_ROW, FIRST_ROW + len(whole)), axis="index")
    same = len(again) - len({cell.row_key for cell in replaced})
    return Merged(table, whole, added, list(added.index), replaced, same)


def _replaced(before: pd.DataFrame, after: pd.DataFrame) -> Iterator[Replaced]:
    for column in after.columns:
        differs = (before[column] != after[column]).to_numpy()
        texts = zip(after.index[differs], before[column][differs], after[column][differs], strict=True)
        yield from (Replaced(key, str(column), old, new) for key, old, new in texts)


def untouched(name: str, stored: pd.DataFrame) -> Merged:
    """A table that the import says nothing of."""
    empty = stored.iloc[:0]
    return Merged(TABLES[name], stored, empty, [], [], 0)


Merges = Mapping[str, Merged]
