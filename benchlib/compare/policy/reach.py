"""How many organisations of a country each policy instrument would reach."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.advice import recommendations, signs
from benchlib.compare.advice.signs import Sign
from benchlib.rules import files, loading
from benchlib.rules.instruments import Instrument, Instruments

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

PUBLISHED, WAYS = "statuses", "paths"  # tables that signs are taken from; the first holds published labels alone
COLUMNS = ["country", "instrument", "asked", "low", "high", "shown"]


def load(name: str | Path = "instruments") -> Instruments:
    """The catalogue by id or path. Raises RuleError, also where a sign or a group that it names is not known."""
    rules = loading.read(Instruments, name)
    framework = loading.framework(rules.framework)
    known = signs.catalogue(framework, loading.competitiveness())
    found = [(keys, text) for key, one in rules.instruments.items() for keys, text in _unknown(one, known, key)]
    for key, one in rules.instruments.items():
        for place, group in enumerate(one.groups):
            if group not in framework.groups:
                told = f"{group!r}; expected a group of {rules.framework}: {list(framework.groups)}"
                found.append((("instruments", key, "groups", place), told))
    if found:
        file = Path(name) if Path(name).suffix in loading.SUFFIXES else loading.RULES / f"{name}.yaml"
        raise files.RuleError(files.fault(file, files.parsed(file), keys, text) for keys, text in found)
    return rules


def _unknown(one: Instrument, known: Mapping[str, Sign], key: str) -> Iterator[tuple[files.Keys, str]]:
    for where in ("all", "any"):
        for place, condition in enumerate(getattr(one, where)):
            keys = ("instruments", key, where, place, "sign")
            if condition.sign not in known:
                hint = files.suggestion(condition.sign, known)
                yield keys, f"{condition.sign!r}; expected the name of a sign{hint}"
            elif known[condition.sign].is_text != (condition.is_ is not None):
                yield keys, f"{condition.sign!r}; expected limits for a number, 'is' for a text"


def published(one: Instrument, known: Mapping[str, Sign]) -> bool:
    """Whether it rests on published labels alone, so that whom it reaches is no secret."""
    return all(name in known and known[name].table == PUBLISHED for name in one.signs)


def applies(one: Instrument, found: pd.DataFrame) -> Booleans:
    """Whether an instrument reaches each organisation, (n,). found: signs, one row an organisation."""
    mask = np.ones(len(found), dtype=bool)
    for condition in one.all:
        mask &= recommendations.meets(condition, found)
    if one.any:
        mask &= np.logical_or.reduce([recommendations.meets(condition, found) for condition in one.any])
    return mask


def reached(
    rules: Instruments,
    known: Mapping[str, Sign],
    found: pd.DataFrame,
    country: pd.Series,
    assessed: pd.Index,
    minimum: int,
) -> pd.DataFrame:
    """Organisations that each instrument would reach, a row a country and instrument: COLUMNS.

    known: the catalogue of signs; found: signs by cluster_id; country: by cluster_id; assessed: those with a score.
    asked: organisations of which it can be told: all of the country where labels alone decide, else those with a score
    and a sign that is known.
    low, high: how many it reaches. What rests on scores is shown where at least minimum + 1 are asked; a number below
    `minimum`, or all but fewer than that, is given as an interval only, so that nobody can be singled out.
    """
    instruments = list(rules.instruments.values())
    codes, names = pd.factorize(country.reindex(found.index).to_numpy(), sort=True)
    among = (codes == np.arange(len(names))[:, None]).astype(np.float64)  # countries x organisations
    secret = np.array([not published(one, known) for one in instruments])
    scored = found.index.isin(assessed)
    told = [_told(one, known, found) for one in instruments]
    asked = np.column_stack(
        [scored & mask if kept else np.ones_like(mask) for mask, kept in zip(told, secret, strict=True)]
    )
    hits = asked & np.column_stack([applies(one, found) for one in instruments])
    low, high, sums, shown = _kept(among @ asked, among @ hits, secret, minimum)
    table = pd.DataFrame(
        {
            "country": np.repeat(np.asarray(names, dtype=object), len(instruments)),
            "instrument": np.tile(np.array(list(rules.instruments), dtype=object), len(names)),
            **{name: array.ravel() for name, array in zip(COLUMNS[2:], (sums, low, high, shown), strict=True)},
        }
    )
    return table.astype({"country": "str", "instrument": "str"})


def _told(one: Instrument, known: Mapping[str, Sign], found: pd.DataFrame) -> Booleans:
    """Of which organisations it can be told, (n,): those with any of its signs; all, where a path may be absent."""
    here = [name for name in one.signs if name in found]
    if any(known[name].table == WAYS for name in here):
        return np.ones(len(found), dtype=bool)
    return found[here].notna().any(axis="columns").to_numpy(bool)


def _kept(asked: Floats, hits: Floats, secret: Booleans, minimum: int) -> tuple[Floats, Floats, Floats, Booleans]:
    """Low, high, asked and shown as they may be told, each countries x instruments."""
    few, most = secret & (hits < minimum), secret & (hits > asked - minimum)
    low = np.where(few, 0.0, np.where(most, asked - minimum + 1, hits))
    high = np.where(most, asked, np.where(few, minimum - 1.0, hits))
    shown = (asked > minimum) | ~secret
    return np.where(shown, low, np.nan), np.where(shown, high, np.nan), np.where(shown, asked, np.nan), shown
