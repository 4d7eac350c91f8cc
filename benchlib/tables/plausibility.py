"""Figures of participants that are hard to believe: slips of units, employees of zero, growth beyond belief.

They are reported with what they look like, never repaired. The limits stand in data/checks/plausibility.yaml.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

import numpy as np
import pandas as pd
from pydantic import Field, model_validator

from benchlib.tables import sidecars
from benchlib.tables.faults import Fault, Severity
from benchlib.tables.sidecars import Strict, Text

FILE = Path(__file__).resolve().parents[2] / "data" / "checks" / "plausibility.yaml"
FIGURES = "participant_figures"
TURNOVER, EXPORTS, EMPLOYEES = "turnover_eur", "exports_eur", "employees"

Finding = tuple[int, str, str, str]


class Source(Strict):
    """Where a limit was read."""

    title: Text
    address: Text | None = None


class Limit(Strict):
    """A limit with the day it was set on, its unit, how sure it is, its source and why it is what it is."""

    from_: dt.date = Field(alias="from")
    value: Annotated[float, Field(gt=0, allow_inf_nan=False)]
    unit: Text
    mark: Literal["verified", "recalled", "inferred", "proposed"]
    source: Text
    note: Text


class Limits(Strict):
    """All limits; the notes in the file say what each is for."""

    least_employees: Limit
    turnover_per_employee_in_millions: Limit
    turnover_per_employee_in_thousands: Limit
    turnover_per_employee_too_high: Limit
    unit_slip: Limit
    unit_slip_within: Limit
    unit_slip_turnover: Limit
    growth_of_employees: Limit
    growth_to_employees: Limit
    growth_of_turnover: Limit
    growth_to_turnover: Limit


class Plausibility(Strict):
    """The whole of `plausibility.yaml`; each limit names one of its sources."""

    id: Text
    title: Text
    version: dt.date
    sources: dict[str, Source]
    limits: Limits

    @model_validator(mode="after")
    def _sourced(self) -> Self:
        strange = sorted({limit.source for _, limit in self.limits} - set(self.sources))
        if strange:
            raise ValueError(f"expected sources that are listed under sources, not: {', '.join(strange)}")
        return self


@cache
def limits(file: Path = FILE) -> Limits:
    """The limits of a file. Raises BadInput with every fault of it."""
    return sidecars.load(Plausibility, file).limits


def find(frames: Mapping[str, pd.DataFrame], sources: Mapping[str, str], by: Limits | None = None) -> list[Fault]:
    """Every figure that is hard to believe, as a contradiction in its cell; `sources` names the file or sheet."""
    figures = frames[FIGURES]
    if FIGURES not in sources or figures.empty:
        return []
    by = by or limits()
    units = _units(figures, by)
    clear = figures.assign(**{TURNOVER: figures[TURNOVER].mask(figures.index.isin([row for row, *_ in units]))})
    ordered = _ordered(clear)  # what is named already is not compared with other years
    turnover = _pairs(ordered, TURNOVER)
    findings = [*_unstaffed(figures), *units, *_slips(turnover, by)]
    findings += _grown(_pairs(ordered, EMPLOYEES), by.growth_of_employees, by.growth_to_employees)
    findings += _grown(turnover[~_slipped(turnover, by)], by.growth_of_turnover, by.growth_to_turnover)
    return [
        Fault(sources[FIGURES], int(row), column, value, text, Severity.CONTRADICTION)
        for row, column, value, text in findings
    ]


def _unstaffed(figures: pd.DataFrame) -> list[Finding]:
    """No employees beside a turnover or exports."""
    none = figures[figures[EMPLOYEES] == 0]
    found: list[Finding] = []
    for row, turnover, exports in zip(none.index, none[TURNOVER], none[EXPORTS], strict=True):
        shown = f"a turnover of {turnover:.15g}" if turnover > 0 else f"exports of {exports:.15g}"
        if turnover > 0 or exports > 0:
            found.append(
                (row, EMPLOYEES, "0", f"is none beside {shown} EUR; leave it empty where the number is not known")
            )
    return found


def _units(figures: pd.DataFrame, by: Limits) -> list[Finding]:
    """Turnovers that look like thousands or millions of EUR, or a thousand times too high, from turnover/employees."""
    sized = figures[(figures[EMPLOYEES] >= by.least_employees.value) & (figures[TURNOVER] > 0)]
    each = sized[TURNOVER] / sized[EMPLOYEES]
    looks = {
        "like millions of EUR": each < by.turnover_per_employee_in_millions.value,
        "like thousands of EUR": each.between(
            by.turnover_per_employee_in_millions.value, by.turnover_per_employee_in_thousands.value, inclusive="left"
        ),
        "a thousand times too high": each > by.turnover_per_employee_too_high.value,
    }
    return [
        (row, TURNOVER, f"{turnover:.15g}", f"makes {one:.3g} EUR an employee and looks {slip}; expected EUR")
        for slip, odd in looks.items()
        for row, turnover, one in zip(sized.index[odd], sized.loc[odd, TURNOVER], each[odd], strict=True)
    ]


def _ordered(figures: pd.DataFrame) -> pd.DataFrame:
    """Figures by participant (a number in their place) and year; without those that name none of both."""
    known = figures.loc[figures["participant_id"].notna() & figures["year"].notna(), :]
    participant, _ = pd.factorize(known["participant_id"])
    year = known["year"].to_numpy(dtype=np.int64)
    made = known[[TURNOVER, EMPLOYEES]].assign(participant=participant, year=year)
    return made.iloc[np.lexsort((year, participant))]


def _pairs(ordered: pd.DataFrame, column: str) -> pd.DataFrame:
    """A row for each figure that follows one of an earlier year: now, before, years apart, year before; by row."""
    told = ordered[ordered[column].notna()]
    later, earlier = told.iloc[1:], told.iloc[:-1]
    year, past = later["year"].to_numpy(), earlier["year"].to_numpy()
    pairs = pd.DataFrame(
        {"column": column, "now": later[column], "before": earlier[column].to_numpy(), "past": past, "gap": year - past}
    )
    return pairs[(later["participant"].to_numpy() == earlier["participant"].to_numpy()) & (year > past)]


def _slipped(pairs: pd.DataFrame, by: Limits) -> pd.Series:
    """Whether the larger of two turnovers is large and about a thousand times the smaller."""
    larger, smaller = pairs[["now", "before"]].max(axis=1), pairs[["now", "before"]].min(axis=1)
    low, high = by.unit_slip.value / by.unit_slip_within.value, by.unit_slip.value * by.unit_slip_within.value
    near = (larger >= low * smaller) & (larger <= high * smaller)
    return near & (smaller > 0) & (larger >= by.unit_slip_turnover.value)


def _slips(pairs: pd.DataFrame, by: Limits) -> list[Finding]:
    found = pairs[_slipped(pairs, by)]
    texts = [
        f"is {_times(now / before)} the turnover of {year} ({before:.15g}): one of the two looks like thousands "
        "of EUR; expected EUR"
        for now, before, year in zip(found["now"], found["before"], found["past"], strict=True)
    ]
    return [
        (row, TURNOVER, f"{now:.15g}", text) for row, now, text in zip(found.index, found["now"], texts, strict=True)
    ]


def _times(ratio: float) -> str:
    return f"{ratio:,.3g} times" if ratio < 1000 else f"{ratio:,.0f} times"


def _grown(pairs: pd.DataFrame, factor: Limit, least: Limit) -> list[Finding]:
    """Growth from one year to the next beyond a factor, where it leads to at least a size."""
    odd = (pairs["gap"] == 1) & (pairs["now"] >= least.value) & (pairs["before"] > 0)
    found = pairs[odd & (pairs["now"] > factor.value * pairs["before"])]
    return [
        (
            row,
            column,
            f"{now:.15g}",
            f"is {_times(now / before)} that of {year} ({before:.15g}), which is hard to believe",
        )
        for row, column, now, before, year in found[["column", "now", "before", "past"]].itertuples()
    ]
