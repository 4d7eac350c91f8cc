"""One participant's rows in the order and form in which its report shows them."""

import math

import pandas as pd

from benchlib.present import wording
from benchlib.present.participant.reading import ParticipantResults

VIEWS = {"cluster": "cluster", "area": "technology area"}  # by what the report calls them
SINGLE = "percent of participants"  # of a single participant a share of participants is yes or no
DIGITS = 3  # of an amount of money
FEW, MOST = 100 / 3, 200 / 3  # percent


def name(p: ParticipantResults) -> str:
    """The participant's name, or its id where no name is known."""
    known = wording.known(p.participant["name"])
    return wording.clean(p.participant["name"] if known else p.participant["participant_id"])


def figures(p: ParticipantResults) -> pd.DataFrame:
    """Figures by year (newest first) and indicator: year, indicator, name, unit, value; by view typical_, third_ and
    shown_ (for example typical_area). What is kept back is missing.
    """
    table = p.figures
    for view in VIEWS:
        rows = p.standing[p.standing["view"] == view].set_index(["year", "indicator"])[["typical", "third", "shown"]]
        table = table.join(rows.add_suffix(f"_{view}"), on=["year", "indicator"])
    indicators = p.settings["indicators"]
    places = {key: place for place, key in enumerate(indicators)}
    table = table[table["indicator"].isin(list(indicators))]
    named = {
        part: table["indicator"].map({key: one[part] for key, one in indicators.items()}) for part in ("name", "unit")
    }
    table = table.assign(place=table["indicator"].map(places), **named)
    return table.sort_values(["year", "place"], ascending=[False, True], ignore_index=True).drop(columns="place")


def latest(p: ParticipantResults) -> pd.DataFrame:
    """Rows of `figures` of the last year with any value of the participant's own; without rows where there is none."""
    table = figures(p)
    known = table[table["value"].notna()]
    return table[table["year"] == known["year"].max()].reset_index(drop=True)


def estimates(p: ParticipantResults) -> pd.DataFrame:
    """Rows of the cluster function up to the last year, without the forecast."""
    rows = p.competitiveness[~p.competitiveness["forecast"].astype(bool)]
    return rows[rows["estimate"].notna()].sort_values("year", ignore_index=True)


def forecast(p: ParticipantResults) -> pd.Series | None:
    """What the cluster function predicts for the year to come."""
    rows = p.competitiveness[p.competitiveness["forecast"].astype(bool) & p.competitiveness["predicted"].notna()]
    return None if rows.empty else rows.iloc[-1]


def heard(p: ParticipantResults) -> pd.DataFrame:
    """Aspects of the last year in which enough peers answered, in the order of the questions; may have no row."""
    rows = p.peers[p.peers["shown"].astype(bool)]
    order = {key: place for place, key in enumerate(p.settings["aspects"])}
    rows = rows[(rows["year"] == rows["year"].max()) & rows["aspect"].isin(list(order))]
    rows = rows.assign(name=rows["aspect"].map({key: one["name"] for key, one in p.settings["aspects"].items()}))
    return rows.sort_values("aspect", key=lambda keys: keys.map(order), ignore_index=True)


def yes_or_no(unit: str) -> bool:
    """Whether a single participant has only yes or no in an indicator of this unit."""
    return unit == SINGLE


def own(value: float, unit: str) -> str:
    """The participant's own value.

    >>> own(123456.7, "EUR"), own(12.34, "percent a year"), own(100, "percent of participants")
    ('123,000 EUR', '12.3%', 'yes')
    """
    if wording.known(value) and yes_or_no(unit):
        return "yes" if value > 0 else "no"
    return amount(value, unit)


def typical(value: float, unit: str) -> str:
    """What is typical of the others; of yes and no how many have it.

    >>> typical(123456.7, "EUR"), typical(80.0, "percent of participants")
    ('123,000 EUR', 'most of them')
    """
    if wording.known(value) and yes_or_no(unit):
        return "few of them" if value < FEW else "most of them" if value > MOST else "about half"
    return amount(value, unit)


def amount(value: float, unit: str) -> str:
    """A value in its unit; money to three digits.

    >>> amount(98765.0, "EUR"), amount(0.0, "EUR"), amount(-3.14159, "percent a year"), amount(float("nan"), "EUR")
    ('98,800 EUR', '0 EUR', '−3.1%', 'not known')
    """
    if not wording.known(value) or math.isinf(value):
        return wording.NOT_KNOWN
    if unit.startswith("percent"):
        text = f"{wording.number(value)}%"
    else:
        decimals = DIGITS - 1 - math.floor(math.log10(abs(value))) if value else 0
        text = f"{wording.number(round(value, decimals), max(decimals, 0))} {unit}"
    return text.replace("-", "−", 1) if value < 0 else text
