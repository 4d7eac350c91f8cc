"""From text to typed columns: what cannot be read becomes a fault, never a guess."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from benchlib.tables.schemas import EARLIEST, LATEST, Field

Parsed = tuple[dict[str, pd.Series], pd.Series]  # typed columns by name, mask of the cells that could not be read

WORDS = {"yes": 1.0, "no": 0.0}
LARGEST_WHOLE = 10**15  # beyond 2**53, floating-point numbers skip whole ones
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\x{202a}-\x{202e}\x{2066}-\x{2069}]"
NUMBER = r"^-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?$"
URL = r"https?://[^\s\"'<>\\]+"
MOMENT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?(Z|[+-][0-9]{2}:[0-9]{2})?)?"


def parse(text: pd.Series, field: Field) -> Parsed:
    """Typed columns of one field (a date gives three) and the mask of unreadable cells. Empty text is missing."""
    filled = text.ne("")
    if not filled.any():
        return _nothing(text.index, field), filled
    if field.kind == "date":
        return _dates(text, filled, field)
    if field.kind == "moment":
        moment = _moments(text)
        return {field.name: moment}, filled & moment.isna()
    if field.kind in ("integer", "number", "answer"):
        number = _numbers(text, field)
        typed = number.astype("Int64") if field.kind == "integer" else number
        return {field.name: typed}, filled & number.isna()
    return {field.name: text.where(filled)}, filled & _unreadable(text, field)


def _nothing(index: pd.Index, field: Field) -> dict[str, pd.Series]:
    return {name: pd.Series(index=index, dtype=column.dtype.type) for name, column in field.typed_columns().items()}


def _unreadable(text: pd.Series, field: Field) -> pd.Series:
    broken = _matches(text, CONTROL)
    if field.kind == "url":
        return broken | ~text.str.fullmatch(URL)
    return broken | text.str.isspace() if field.kind == "text" else broken


def _matches(text: pd.Series, pattern: str) -> pd.Series:
    found = pc.match_substring_regex(pa.array(text), pattern)  # RE2: no line ends before the last character
    return pd.Series(found.to_numpy(zero_copy_only=False), text.index).astype(bool)


def _numbers(text: pd.Series, field: Field) -> pd.Series:
    readable = text.where(_matches(text, NUMBER))
    number = pd.Series(pc.cast(pa.array(readable), pa.float64()).to_numpy(zero_copy_only=False), text.index)
    number = number.where(np.isfinite(number))
    if field.kind == "answer":
        return number.fillna(text[readable.isna()].str.lower().map(WORDS))
    if field.kind == "integer":
        return number.where((number % 1 == 0) & (number.abs() < LARGEST_WHOLE))
    return number


def _moments(text: pd.Series) -> pd.Series:
    readable = text.where(text.str.fullmatch(MOMENT))
    moment = pd.to_datetime(readable, format="ISO8601", errors="coerce", utc=True).dt.tz_localize(None)
    moment = moment.astype("datetime64[s]")
    return moment.where(moment.between(pd.Timestamp(EARLIEST), pd.Timestamp(LATEST)))


def _dates(text: pd.Series, filled: pd.Series, field: Field) -> Parsed:
    first, last = interval(text)
    plausible = (first >= pd.Timestamp(EARLIEST)) & (last <= pd.Timestamp(LATEST))
    columns = {field.name: text.where(filled), f"{field.name}_from": first.where(plausible)}
    return columns | {f"{field.name}_to": last.where(plausible)}, filled & ~plausible


def interval(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """First and last day that a date, a month or a year can mean; NaT where the text is none of them.

    >>> first, last = interval(pd.Series(["2021", "2024-02", "2019-10-30"]))
    >>> last.dt.strftime("%Y-%m-%d").tolist()
    ['2021-12-31', '2024-02-29', '2019-10-30']
    """
    day = text.str.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
    month = text.str.fullmatch(r"[0-9]{4}-[0-9]{2}")
    year = text.str.fullmatch(r"[0-9]{4}")
    start = text.where(day | month | year).mask(month, text + "-01").mask(year, text + "-01-01")
    first = pd.to_datetime(start, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    last = first.mask(month, first + pd.offsets.MonthEnd(0)).mask(year, first + pd.offsets.YearEnd(0))
    return first, last.astype("datetime64[s]")


def later_than(columns: dict[str, pd.Series], field: Field, today: dt.date) -> pd.Series:
    """Mask of the cells of a field that lie after today; a partial date does only when all it can mean does."""
    if field.kind == "date":
        return columns[f"{field.name}_from"] > pd.Timestamp(today)
    if field.kind == "moment":
        tomorrow = pd.Timestamp(today) + pd.Timedelta(days=1)  # somewhere on earth it is that day already
        return columns[field.name] >= tomorrow + pd.Timedelta(days=1)
    return (columns[field.name] > today.year).fillna(False).astype(bool)
