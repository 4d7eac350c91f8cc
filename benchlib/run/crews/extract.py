"""One report's rows of an edition, cut out so that they can travel, and laid out again as an edition elsewhere."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from benchlib.present.results import EDITION_FILE, FOLDER
from benchlib.run.reports import subjects

CLUSTER, PARTICIPANT = subjects.PARTICIPANT.keys
ARROW, PARQUET = ".arrow", ".parquet"
QUICK = {"compression": "none", "use_dictionary": False, "write_statistics": False}  # for files that are read once


@dataclass(frozen=True)
class Table:
    """A table of an edition; `spans` gives first row and rows of every organisation, None where it has no such key."""

    content: pa.Table
    spans: Mapping[str, tuple[int, int]] | None

    def of(self, parameters: Mapping[str, str]) -> pa.Table:
        """The rows that carry the ids that a report's parameters name; all rows where it carries none of them."""
        rows = self.content
        if self.spans is not None and CLUSTER in parameters:
            rows = rows.slice(*self.spans.get(parameters[CLUSTER], (0, 0)))
        if PARTICIPANT in rows.column_names and PARTICIPANT in parameters:
            rows = rows.filter(pc.field(PARTICIPANT) == parameters[PARTICIPANT])
        return rows


@dataclass(frozen=True)
class Source:
    """An edition's results, open to be cut: what describes it, and its tables by name."""

    about: bytes
    tables: Mapping[str, Table]

    def cut(self, parameters: Mapping[str, str]) -> dict[str, bytes]:
        """The files that a report with these parameters needs: `edition.json`, and each table's rows in Arrow's format.

        With only ids in common to go by, a report on the whole edition gets all of it.
        """
        rows = {name + ARROW: _written(table.of(parameters)) for name, table in self.tables.items()}
        return {EDITION_FILE: self.about, **rows}


@contextmanager
def opened(edition: Path) -> Iterator[Source]:
    """The results of an edition's folder. The tables are mapped from disk, so they take next to no memory."""
    folder = edition / FOLDER
    with TemporaryDirectory(prefix="benchlib-") as mapped:
        files = sorted(folder.glob(f"[!.]*{PARQUET}"))
        yield Source(
            (folder / EDITION_FILE).read_bytes(),
            {file.stem: _mapped(file, Path(mapped) / f"{file.stem}{ARROW}") for file in files},
        )


def laid_out(files: Mapping[str, bytes], edition: Path) -> None:
    """Write what `Source.cut` gave as the results of an edition's folder."""
    folder = edition / FOLDER
    folder.mkdir(parents=True)
    for name, content in files.items():
        if name.endswith(ARROW):
            rows = pa.ipc.open_stream(content).read_all()
            pq.write_table(rows, folder / f"{name.removesuffix(ARROW)}{PARQUET}", **QUICK)
        else:
            (folder / name).write_bytes(content)


def _mapped(parquet: Path, arrow: Path) -> Table:
    """A table copied row group by row group to a file that can be mapped."""
    with pq.ParquetFile(parquet) as source, pa.ipc.new_file(str(arrow), source.schema_arrow) as target:
        for number in range(source.num_row_groups):
            target.write_table(source.read_row_group(number))
    content = pa.ipc.open_file(pa.memory_map(str(arrow))).read_all()
    return Table(content, _spans(content[CLUSTER], parquet.stem) if CLUSTER in content.column_names else None)


def _spans(ids: pa.ChunkedArray, table: str) -> dict[str, tuple[int, int]]:
    """First row and number of rows of every id. Raises ValueError where those of one do not stand together."""
    spans: dict[str, tuple[int, int]] = {}
    before = 0
    for chunk in ids.chunks:
        runs = pc.run_end_encode(chunk)
        start = 0
        for key, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
            first, rows = spans.get(key, (before + start, 0))
            if first + rows != before + start:
                raise ValueError(f"{table}: expected the rows of {key} to stand together")
            spans[key] = (first, rows + end - start)
            start = end
        before += len(chunk)
    return spans


def _written(rows: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, rows.schema) as stream:
        stream.write_table(rows)
    return sink.getvalue().to_pybytes()
