"""What a sign is: a named fact on an organisation that advice may rest on."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.rules.competitiveness import Competitiveness
from benchlib.rules.models import Framework
from benchlib.rules.recommendations import Recommendations

Floats = npt.NDArray[np.float64]
Tables = Mapping[str, pd.DataFrame]

CLUSTER = "cluster_id"
TEXT, MONTH, CALENDAR_YEAR = "text", "month", "calendar year"
LISTED = 3  # names that a list in words holds


@dataclass(frozen=True)
class Sign:
    """A sign: what it tells, its unit, the table of an edition it is taken from.

    unit: `text` for words, else what the number counts ("percent", "month", "point", ...). one, many: the noun written
    after the number, if any. decimals: most that are written.
    """

    tells: str
    unit: str
    table: str
    decimals: int = 0
    one: str = ""
    many: str = ""

    @property
    def is_text(self) -> bool:
        """Whether the sign is words rather than a number."""
        return self.unit == TEXT

    def written(self, value: object) -> str:
        """The value as text.

        >>> Sign("", "month", "statuses", one="month", many="months").written(1.0)
        '1 month'
        >>> Sign("", "percent", "scores", 1).written(79.96), Sign("", "percent", "scores", 1).written(62.54)
        ('80%', '62.5%')
        """
        if self.is_text:
            return str(value)
        if self.unit == CALENDAR_YEAR:
            return f"{value:.0f}"
        if self.unit == MONTH and value == 0:
            return "less than a month"
        number = f"{value:,.{self.decimals}f}"
        number = number.rstrip("0").rstrip(".") if "." in number else number
        number = "0" if number == "-0" else number.replace("-", "\N{MINUS SIGN}")
        if self.unit == "percent":
            return f"{number}%"
        noun = self.one if number == "1" else self.many
        return f"{number} {noun}" if noun else number


@dataclass(frozen=True)
class Settings:
    """What signs are read by, beside the tables: rules, how many others a comparison needs, and the day."""

    framework: Framework
    competitiveness: Competitiveness
    advice: Recommendations
    minimum_others: float
    as_of: dt.date

    @property
    def open(self) -> list[str]:
        """Scored indicators that work can raise."""
        fixed = self.advice.signs.fixed.indicators
        return [key for key in self.framework.scored if key not in fixed]

    @property
    def levels(self) -> list[str]:
        """Labels from the lowest to the highest."""
        return list(self.framework.labels.levels)


def percent(tells: str, table: str) -> Sign:
    """A sign in percent."""
    return Sign(tells, "percent", table, 1)


def months(tells: str, table: str) -> Sign:
    """A sign in whole months."""
    return Sign(tells, MONTH, table, one="month", many="months")


def points(tells: str, table: str, decimals: int = 1) -> Sign:
    """A sign in points."""
    return Sign(tells, "point", table, decimals, "point", "points")


def count(tells: str, table: str, one: str = "", many: str = "") -> Sign:
    """A sign that counts."""
    return Sign(tells, "count", table, one=one, many=many or one)


def text(tells: str, table: str) -> Sign:
    """A sign in words."""
    return Sign(tells, TEXT, table)


def given(tables: Tables, name: str) -> pd.DataFrame | None:
    """A table, or None where the edition has none of that name (or one without columns)."""
    frame = tables.get(name)
    return None if frame is None or CLUSTER not in frame else frame


def has(tables: Tables, name: str) -> bool:
    """Whether an edition looked for what a table holds: the table is there, even if it has no row."""
    return name in tables


def listed(rows: pd.DataFrame, column: str) -> pd.Series:
    """The words of each organisation as a list in words (the first three, and how many more), by cluster_id.

    >>> listed(pd.DataFrame({"cluster_id": ["a", "a", "b"], "name": ["Staff", "Budget", "Plan"]}), "name").tolist()
    ['Staff and Budget', 'Plan']
    """
    code, clusters = pd.factorize(rows[CLUSTER])
    place, number = rows.groupby(code).cumcount().to_numpy(), np.bincount(code, minlength=len(clusters))
    words = np.full((len(clusters), LISTED), "", dtype=object)
    first = place < LISTED
    words[code[first], place[first]] = rows[column].to_numpy(object)[first]
    result = words[:, 0] if len(clusters) else np.array([], dtype=object)
    for column_number in range(1, LISTED):
        joined = result + np.where(number == column_number + 1, " and ", ", ").astype(object) + words[:, column_number]
        result = np.where(number > column_number, joined, result)
    further = " and " + (number - LISTED).astype(str).astype(object) + " more"
    return pd.Series(np.where(number > LISTED, result + further, result), pd.Index(clusters), dtype="str")


def best(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """Each organisation's row with the greatest value in a column (the first of equals), indexed by cluster_id."""
    known = rows[rows[by].notna()]
    return known.loc[known.groupby(CLUSTER, sort=False)[by].idxmax()].set_index(CLUSTER)


def latest(rows: pd.DataFrame) -> pd.DataFrame:
    """Each organisation's rows of its last year in a table with a column year."""
    return rows[rows["year"] == rows.groupby(CLUSTER)["year"].transform("max")]


def percentile(values: pd.Series, minimum_others: float) -> pd.Series:
    """Mid-rank percentile of each among the others, 0 to 100; nothing where there are too few others."""
    others = values.notna().sum() - 1
    ahead = values.rank(method="average") - 1
    return 100 * ahead / others if others >= minimum_others and others > 0 else values * np.nan
