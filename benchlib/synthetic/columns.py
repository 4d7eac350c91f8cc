"""Columns of text for many rows at once: ids, days and numbers by looking them up in short lists."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchlib.synthetic.organisations import Booleans, Floats, Ints
from benchlib.tables.schemas import SYNTHETIC_PREFIX

DIGITS = 5  # of the number in an id, more where the portfolio is larger


def padded(numbers: Ints, digits: int) -> pa.Array:
    """Whole numbers as text with leading zeros."""
    return pc.utf8_lpad(pa.array(numbers).cast(pa.string()), digits, "0")


def cluster_ids(numbers: Ints, clusters: int) -> pa.Array:
    """Ids of organisations in a portfolio of so many, such as synthetic-00001."""
    digits = max(DIGITS, len(str(clusters)))
    return pc.binary_join_element_wise(pa.scalar(SYNTHETIC_PREFIX), padded(numbers, digits), "")


def numbered(owners: pa.Array, mark: str, numbers: Ints, digits: int = 1) -> pa.Array:
    """Ids of what belongs to an owner: its id, a hyphen, a mark and a number, such as synthetic-00001-p0001."""
    ends = padded(np.arange(int(numbers.max(initial=0)) + 1), digits)
    marked = pc.binary_join_element_wise(pa.scalar(f"-{mark}"), ends, "")
    return pc.binary_join_element_wise(owners, take(marked, numbers), "")


def take(texts: pa.Array | list[str], positions: Ints) -> pa.Array:
    """The text at each position."""
    listed = texts if isinstance(texts, pa.Array) else pa.array(texts, pa.string())
    return listed.take(pa.array(positions))


def days(values: Ints, known: Booleans | None = None) -> pa.Array:
    """Days since 1970 as YYYY-MM-DD; empty where not known."""
    sure = np.ones(len(values), dtype=bool) if known is None else known
    if not sure.any():
        return pa.nulls(len(values), pa.string())
    low, high = int(values[sure].min()), int(values[sure].max())
    texts = pa.array(np.arange(low, high + 1, dtype=np.int32), pa.date32()).cast(pa.string())
    return texts.take(pa.array(np.where(sure, values - low, 0), mask=~sure))


def decimals(values: Floats, digits: int) -> pa.Array:
    """Numbers that are not negative and have at most so many decimals, without trailing zeros; empty where nan."""
    factor = 10**digits
    missing = np.isnan(values)
    whole = np.rint(np.where(missing, 0, values) * factor).astype(np.int64)
    texts = pa.array(np.arange(int(whole.max(initial=0)) + 1) / factor).cast(pa.string())
    texts = pc.replace_substring_regex(texts, r"\.0$", "")
    return texts.take(pa.array(whole, mask=missing))


def empty(rows: int) -> pa.Array:
    """A column without any value."""
    return pa.nulls(rows, pa.string())
