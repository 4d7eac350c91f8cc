"""One country's numbers in the order and form in which its report shows them."""

import math

import pandas as pd

from benchlib.present.country.reading import CountryResults

TOTAL = "total"
BEHIND, AHEAD, LIKE = "lags", "leads", "like others"
HALF = 0.5
ABOUT_LABELS = "about labels"


def level(c: CountryResults, name: str) -> dict[str, int]:
    """Counts of one level: organisations, ever, valid, open, expired, renewable; all 0 without an organisation."""
    rows = c.labels[c.labels["level"] == name]
    counts = ("organisations", "ever", "valid", "open", "expired", "renewable")
    return {count: 0 if rows.empty else int(rows.iloc[0][count]) for count in counts}


def levels(c: CountryResults) -> dict[str, dict[str, int]]:
    """Counts of every level, in ascending order."""
    return {name: level(c, name) for name in c.edition["levels"]}


def assessed(c: CountryResults) -> int | None:
    """Organisations with a score; None where they are too few to be told."""
    return _count(c, "assessed")


def ways(c: CountryResults) -> int | None:
    """Organisations with a path to a next label; None where they are too few to be told."""
    return _count(c, "ways")


def _count(c: CountryResults, name: str) -> int | None:
    value = float(c.country[name])
    return None if math.isnan(value) else int(value)


def groups(c: CountryResults) -> pd.DataFrame:
    """Total and groups that may be shown, with `verdict`: lags, leads or like others."""
    rows = c.groups[c.groups["shown"].astype(bool)].reset_index(drop=True)
    verdicts = [_verdict(low, high) for low, high in zip(rows["low"], rows["high"], strict=True)]
    return rows.assign(verdict=verdicts)


def _verdict(low: float, high: float) -> str:
    return BEHIND if high < HALF else AHEAD if low > HALF else LIKE


def lagging(c: CountryResults) -> pd.DataFrame:
    """Groups, without the total, in which the country lags; the one that lags most first."""
    rows = groups(c)
    return rows[(rows["verdict"] == BEHIND) & (rows["item"] != TOTAL)].sort_values("ahead", kind="stable")


def instruments(c: CountryResults) -> pd.DataFrame:
    """The catalogue with `tied` (works on a group in which the country lags): tied ones first, then by reach."""
    behind = set(lagging(c)["item"])
    tied = [bool(behind.intersection(str(groups).split())) for groups in c.instruments["groups"]]
    rows = c.instruments.assign(
        tied=tied, least=c.instruments["low"].fillna(-1.0), most=c.instruments["high"].fillna(-1.0)
    )
    order = ["tied", "least", "most", "place"]
    return rows.sort_values(order, ascending=[False, False, False, True], kind="stable", ignore_index=True)


def works_on(c: CountryResults, groups: str) -> list[str]:
    """Names of the groups that an instrument is tied to; "about labels" without any."""
    return [str(c.edition["groups"][key]) for key in str(groups).split()] or [ABOUT_LABELS]
