"""Eurostat's raw tables (TSV): keys in the first column, a period in each other one, values with flags in the cells.

The first cell of the header names the dimensions, separated by commas, then after a backslash what the other columns
are: `unit,geo\\time`, or `freq,unit,geo\\TIME_PERIOD` in later years. A cell is a number, or `:` where there is none,
then flags: `38500 `, `38500 e`, `:`, `: c`. All else is damaged: it is listed and stays missing, never guessed.
"""

import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from benchlib.tables.faults import BadInput, Fault

FLAGS = {
    "b": "break in the series",
    "c": "confidential",
    "d": "definition differs",
    "e": "estimated",
    "f": "forecast",
    "i": "see the explanations of the table",
    "n": "not significant",
    "p": "provisional",
    "r": "revised",
    "s": "estimated by Eurostat",
    "u": "low reliability",
    "z": "not applicable",
}
MISSING = ":"
_NUMBER = r"-?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?"
_CELL = rf"^\s*(?P<value>{MISSING}|{_NUMBER})\s*(?P<flag>[{''.join(FLAGS)}]*)\s*$"
_EXPECTED = f"expected a number or '{MISSING}', then flags of {', '.join(FLAGS)}"


@dataclass(frozen=True)
class Raw:
    """A table of Eurostat, tidy, and what is damaged in it.

    `frame` has a row for each cell of every row that could be read, in the order of the file: the dimensions and the
    period (text, named as in the header), `value` (float, nan where missing or damaged) and `flag` (text, "" for none).
    """

    frame: pd.DataFrame
    faults: tuple[Fault, ...]


def read(file: Path) -> Raw:
    """A table from a .tsv or .tsv.gz file. Raises BadInput where it cannot be read or its header has another layout."""
    try:
        content = gzip.decompress(file.read_bytes()) if file.suffix == ".gz" else file.read_bytes()
        return parse(content.decode("utf-8-sig"), file.name)
    except OSError as error:
        raise BadInput.of(file.name, f"this file cannot be read ({error.strerror or error})") from error
    except (EOFError, UnicodeDecodeError) as error:
        raise BadInput.of(file.name, f"expected text in UTF-8, with or without gzip ({error})") from error


def parse(text: str, source: str) -> Raw:
    """A table from its text; `source` names it in faults. Raises BadInput where the header is of another layout.

    >>> raw = parse("unit,geo\\\\time\\t2014 \\t2013 \\nPPS_HAB,RO32\\t34500 e\\t: \\n", "a.tsv")
    >>> [str(cell) for cell in raw.frame.loc[0]]
    ['PPS_HAB', 'RO32', '2014', '34500.0', 'e']
    """
    lines = text.splitlines()
    dimensions, columns, periods = _header(lines[0] if lines else "", source)
    numbers = np.arange(2, len(lines) + 1)
    filled = np.array([bool(line.strip()) for line in lines[1:]], dtype=bool)
    body, numbers = pa.array([line for line in lines[1:] if line.strip()], pa.large_string()), numbers[filled]
    keys, cells, numbers, faults = _split(body, numbers, len(dimensions), len(periods), source)
    value, flag, damaged = _read_cells(cells)
    faults += _damaged(cells, damaged, numbers, periods, source)
    faults += _repeated(keys, numbers, dimensions, source)
    frame = {name: np.repeat(keys[:, place], len(periods)) for place, name in enumerate(dimensions)}
    frame |= {columns: np.tile(np.array(periods, dtype=object), len(keys)), "value": value, "flag": flag}
    typed = pd.DataFrame(frame).astype(dict.fromkeys([*dimensions, columns, "flag"], "str"))
    return Raw(typed, tuple(sorted(faults, key=lambda fault: fault.row or 0)))


def _header(line: str, source: str) -> tuple[list[str], str, list[str]]:
    """The dimensions of the first column, what the others are, and their names."""
    first, *others = (part.strip() for part in line.split("\t"))
    rows, backslash, columns = first.partition("\\")
    dimensions = [name.strip() for name in rows.split(",")]
    names = [*dimensions, columns, "value", "flag"]
    if not (backslash and all(names) and others and all(others)):
        text = (
            "expected dimensions, a backslash and what the columns are, such as unit,geo\\time, then tabs and periods"
        )
        raise BadInput([Fault(source, 1, None, first, text)])
    twice = sorted({name for name in names if names.count(name) > 1} | {one for one in others if others.count(one) > 1})
    if twice:
        raise BadInput(Fault(source, 1, name, None, "this name stands twice in the header") for name in twice)
    return dimensions, columns, others


def _split(
    lines: pa.Array, numbers: np.ndarray, dimensions: int, periods: int, source: str
) -> tuple[np.ndarray, pa.Array, np.ndarray, list[Fault]]:
    """Keys (rows, dimensions), all cells in one array, the rows' line numbers, and the rows that do not fit."""
    parts = pc.split_pattern(lines, "\t")
    width = pc.list_value_length(parts).to_numpy()
    key = pc.split_pattern(pc.list_element(parts, 0), ",") if len(lines) else parts
    named = pc.list_value_length(key).to_numpy()
    good = (width == periods + 1) & (named == dimensions)
    faults = [
        Fault(source, int(number), None, str(line), f"expected {dimensions} dimensions and {periods} cells")
        for number, line in zip(numbers[~good], lines.filter(pa.array(~good)), strict=True)
    ]
    kept = pa.array(good)
    flat = pc.list_flatten(parts.filter(kept)).to_numpy(zero_copy_only=False).reshape(-1, periods + 1)
    keys = pc.utf8_trim_whitespace(pc.list_flatten(key.filter(kept))).to_numpy(zero_copy_only=False)
    cells = pa.array(flat[:, 1:].ravel(), pa.large_string())
    return keys.reshape(-1, dimensions), cells, numbers[good], faults


def _read_cells(cells: pa.Array) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Values, flags and the mask of damaged cells; each distinct text is read once."""
    coded = cells.dictionary_encode()
    found = pc.extract_regex(coded.dictionary, _CELL)
    broken = pc.is_null(found).to_numpy(zero_copy_only=False)
    text, flag = (pc.struct_field(found, name) for name in ("value", "flag"))
    number = pc.cast(pc.if_else(pc.equal(text, MISSING), None, text), pa.float64()).to_numpy(zero_copy_only=False)
    broken |= np.isinf(number)
    flags = pc.fill_null(flag, "").to_numpy(zero_copy_only=False)
    place = coded.indices.to_numpy()
    return np.where(broken, np.nan, number)[place], np.where(broken, "", flags)[place], broken[place]


def _damaged(
    cells: pa.Array, damaged: np.ndarray, numbers: np.ndarray, periods: Sequence[str], source: str
) -> list[Fault]:
    places = np.flatnonzero(damaged)
    rows, columns = np.divmod(places, len(periods))
    return [
        Fault(source, int(numbers[row]), periods[column], value, _EXPECTED)
        for row, column, value in zip(rows, columns, cells.take(pa.array(places)).to_pylist(), strict=True)
    ]


def _repeated(keys: np.ndarray, numbers: np.ndarray, dimensions: Sequence[str], source: str) -> list[Fault]:
    """Rows whose key stands further up: which of them holds is not known here, both stay."""
    frame = pd.DataFrame(keys, columns=list(dimensions), index=numbers)
    again = frame[frame.duplicated()]
    if again.empty:
        return []
    first = pd.Series(numbers, numbers).groupby([frame[name] for name in dimensions]).transform("min")[again.index]
    name = ", ".join(dimensions)
    return [
        Fault(source, int(row), name, ", ".join(key), f"this key already stands in row {earlier}")
        for row, key, earlier in zip(again.index, again.itertuples(index=False), first, strict=True)
    ]
