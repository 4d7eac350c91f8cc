"""Texts that a spreadsheet would take for formulas, as a CSV file of an export holds them: behind an apostrophe."""

import pandas as pd

GUARD = "'"
GUARDED = (
    GUARD,
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)  # a guard itself too, so that it can be undone


def put_on(texts: pd.Series) -> pd.Series:
    """Texts that no spreadsheet calculates.

    >>> put_on(pd.Series(["=1+1", "'=", "a=b"])).tolist()
    ["'=1+1", "''=", 'a=b']
    """
    return texts.mask(texts.str.startswith(GUARDED), GUARD + texts)


def taken_off(texts: pd.Series) -> pd.Series:
    """Texts as they were before `put_on`.

    >>> taken_off(pd.Series(["'=1+1", "''=", "a=b", "'s"])).tolist()
    ['=1+1', "'=", 'a=b', "'s"]
    """
    guarded = texts.str.startswith(tuple(GUARD + sign for sign in GUARDED))
    return texts.mask(guarded, texts.str.slice(1))
