"""Amounts as people write them (`€ 1,2m`, `1200 RON`), columns such as `turnover_keur`: what to write instead.

Nothing is converted here. What a column expects is said in words, with the number in its unit where it is plain.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from babel import Locale

EUR = "EUR"
EURO_WORDS = {"€", "eur", "euro", "euros"}
OTHER_SIGNS = {"lei": "RON", "leu": "RON", "$": "USD", "£": "GBP", "zł": "PLN", "ft": "HUF", "kč": "CZK", "kr": "kr"}
MULTIPLES = {
    **dict.fromkeys(("k", "t", "tsd", "tis", "mii", "mie", "thousand", "thousands"), 3),
    **dict.fromkeys(("m", "mm", "mn", "mln", "mio", "million", "millions", "millionen", "milioane", "milion"), 6),
    **dict.fromkeys(("bn", "mrd", "mld", "miliarde", "miliard", "milliarden"), 9),
}
AMBIGUOUS = {"mil", "billion", "billions", "b"}  # a thousand or a million, 10^9 or 10^12: by language
NUMBER_WORDS = {**dict.fromkeys(AMBIGUOUS), **MULTIPLES}
AMOUNT = re.compile(r"(?P<before>[^\d\s.,+-]*)\s*(?P<number>-?\d[\d\s.,'’]*?)\s*(?P<after>[^\d]*)")
THOUSANDS = re.compile(r"-?[1-9]\d{0,2}([.,])\d{3}")  # whether the sign is a decimal one cannot be told


@dataclass(frozen=True)
class Written:
    """A number as written beside words: the currency (None: none), the power of ten (None: unclear), how it is spelled.

    `words` are the multiples as written, such as k or Mio.
    """

    number: str
    currency: str | None
    power: int | None
    words: tuple[str, ...]

    @property
    def in_whole(self) -> str | None:
        """The number written out, in its currency; None where it is not plain."""
        bare = re.sub(r"[\s'’]", "", self.number)
        if self.power is None or THOUSANDS.fullmatch(bare):
            return None
        decimal = _decimal(bare)
        return None if decimal is None else f"{decimal.scaleb(self.power).normalize():f}"


def read(text: str) -> Written | None:
    """A number with a currency or a multiple beside it; None where the words are others, or there are none.

    >>> read("€ 1,2m").in_whole
    '1200000'
    """
    match = AMOUNT.fullmatch(text.strip())
    words = _words(match["before"], match["after"]) if match else []
    if match is None or not words:
        return None
    meant = [_meaning(word) for word in words]
    if None in meant:
        return None
    currencies = {currency for currency, _ in filter(None, meant) if currency}
    multiples = [multiple for _, multiple in filter(None, meant) if multiple]
    if len(currencies) > 1 or len(multiples) > 1:
        return None
    power = NUMBER_WORDS[multiples[0].casefold()] if multiples else 0
    return Written(match["number"], next(iter(currencies), None), power, tuple(multiples))


def expected(written: Written, unit: str) -> str | None:
    """What to write instead in a column of that unit; None where a currency stands beside what is no amount."""
    whole = f" ({written.in_whole})" if written.in_whole else ""
    if unit != EUR:
        return None if written.currency else f"expected the number written out{whole}"
    if written.currency not in (None, EUR):
        return (
            f"expected EUR; whoever knows the rate of the year converts {written.currency} and writes the whole amount "
            "without a currency"
        )
    return f"expected the whole amount in EUR, nothing but digits and a decimal point{whole}"


def column(name: str, columns: Iterable[str]) -> str | None:
    """What is said to an unknown column whose name means one in EUR, in another currency, in thousands or without one.

    >>> column("turnover_keur", ["turnover_eur"])
    'expected the column turnover_eur: the amounts in EUR, not in k; write them out'
    """
    parts = [part for part in re.split(r"[\s_()\[\]./,:-]+", name.strip()) if part]
    stems = {known.removesuffix("_eur").casefold(): known for known in columns if known.endswith("_eur")}
    meant = stems.get(parts[0].casefold()) if parts else None
    rest = [_meaning(part) for part in parts[1:] if part.casefold() != "in"]
    if meant is None or None in rest:
        return None
    others = [currency for currency, _ in filter(None, rest) if currency not in (None, EUR)]
    multiples = [multiple for _, multiple in filter(None, rest) if multiple]
    if others:
        return (
            f"expected the column {meant}: figures are in EUR; whoever knows the rate of each year converts {others[0]}"
        )
    if multiples:
        return f"expected the column {meant}: the amounts in EUR, not in {multiples[0]}; write them out"
    return f"expected the column {meant}; the name says that the amounts are in EUR"


def _words(*parts: str) -> list[str]:
    return [word for part in parts for word in re.split(r"[\s.]+", part) if word]


def _meaning(word: str) -> tuple[str | None, str | None] | None:
    """The currency and the multiple that a word means, either or both; None where it means something else."""
    plain = word.casefold()
    if plain in NUMBER_WORDS:
        return None, word
    if _currency(plain):
        return _currency(plain), None
    for cut in range(1, len(word)):  # k€, mEUR, €m
        for multiple, currency in ((word[:cut], plain[cut:]), (word[cut:], plain[:cut])):
            if multiple.casefold() in NUMBER_WORDS and _currency(currency):
                return _currency(currency), multiple
    return None


def _currency(word: str) -> str | None:
    """The ISO 4217 code of a currency from its code or sign, in small letters; EUR for all that means the euro."""
    if word in EURO_WORDS:
        return EUR
    return OTHER_SIGNS.get(word) or (word.upper() if word in _codes() else None)


@cache
def _codes() -> frozenset[str]:
    return frozenset(str(code).lower() for code in Locale("en").currencies)


def _decimal(text: str) -> Decimal | None:
    """A number whose last sign is the decimal one unless it stands there several times; None where it is none."""
    last = max(".,", key=text.rfind)
    signs: Sequence[str] = re.findall(r"[.,]", text)
    written = text.replace("," if last == "." else ".", "").replace(last, "" if signs.count(last) > 1 else ".")
    return Decimal(written) if re.fullmatch(r"-?\d+(\.\d*)?", written) else None
