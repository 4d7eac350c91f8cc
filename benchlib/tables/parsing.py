"""From text to typed columns: what cannot be read becomes a fault, never a guess."""

import datetime as dt

import numpy as np
import pandas as pd

from benchlib.tables.schemas import EXPECTED, Field, Kind

Parsed = tuple[dict[str, pd.Series], pd.Series]  # typed columns by name, mask of the cells that could not be read

_WORDS = {"yes": "1", "no": "0"}
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"


def parse(text: pd.Series, field: Field) -> Parsed:
    """Typed columns of one field (a date gives three) and the mask of unreadable cells. Empty text is missing."""
    filled = text.ne("")
    if field.kind == "date":
        first, last = interval(text)
        columns = {field.name: text.where(filled), f"{field.name}_from": first, f"{field.name}_to": last}
        return columns, filled & first.isna()
    if field.kind == "moment":
        moment = pd.to_datetime(text.where(filled), format="ISO8601", errors="coerce", utc=True).dt.tz_localize(None)
        return {field.name: moment.astype("datetime64[s]")}, filled & moment.isna()
    if field.kind in ("integer", "number", "answer"):
        number = _number(text, field.kind)
        typed = number.astype("Int64") if field.kind == "integer" else number
        return {field.name: typed}, filled & number.isna()
    pattern = r"^(?!https?://[^\s\"'<>]+$)" if field.kind == "url" else _CONTROL
    return {field.name: text.where(filled)}, filled & text.str.contains(pattern)


def _number(text: pd.Series, kind: Kind) -> pd.Series:
    if kind == "answer":
        lower = text.str.lower()
        text = lower.map(_WORDS).fillna(lower)
    number = pd.to_numeric(text, errors="coerce").astype(float)
    number = number.where(np.isfinite(number))
    return number.where(number % 1 == 0) if kind == "integer" else number


def interval(text: pd.Series) -> tuple[pd.Series, pd.Series]:
    """First and last day that a date, a month or a year can mean; NaT where the text is none of them.

    >>> first, last = interval(pd.Series(["2021", "2024-02", "2019-10-30"]))
    >>> last.dt.strftime("%Y-%m-%d").tolist()
    ['2021-12-31', '2024-02-29', '2019-10-30']
    """
    day = text.str.fullmatch(r"\d{4}-\d{2}-\d{2}")
    month = text.str.fullmatch(r"\d{4}-\d{2}")
    year = text.str.fullmatch(r"\d{4}")
    start = text.where(day | month | year).mask(month, text + "-01").mask(year, text + "-01-01")
    first = pd.to_datetime(start, format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    last = first.mask(month, first + pd.offsets.MonthEnd(0)).mask(year, first + pd.offsets.YearEnd(0))
    return first, last.astype("datetime64[s]")


def expected(field: Field, value: str) -> str:
    """What should have stood in a cell that could not be read."""
    comma = field.kind in ("number", "integer", "answer") and value.count(",") == 1
    try:
        if comma and np.isfinite(float(value.replace(",", "."))):
            return f"expected a decimal point instead of the comma ({value.replace(',', '.')})"
    except ValueError:
        pass
    return EXPECTED[field.kind]


def later_than(columns: dict[str, pd.Series], field: Field, today: dt.date) -> pd.Series:
    """Mask of the cells of a field that lie after today; a partial date does only when all it can mean does."""
    if field.kind == "date":
        return columns[f"{field.name}_from"] > pd.Timestamp(today)
    if field.kind == "moment":
        return columns[field.name] >= pd.Timestamp(today) + pd.Timedelta(
            days=2
        )  # anywhere on earth it is still tomorrow
    return (columns[field.name] > today.year).fillna(False)
