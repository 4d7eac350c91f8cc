"""Persons employed by industry (NACE Rev. 2) in European regions: Eurostat's structural business statistics of 2015.

Cells that are damaged and codes outside the vintage are listed with their reason, never guessed.
"""

from pathlib import Path

import numpy as np
import pandas as pd

from benchlib.tables import eurostat, nuts
from benchlib.tables.faults import BadInput, Fault
from benchlib.tables.nuts import REGIONS
from benchlib.tables.parsing import NUMBER

EMPLOYMENT = REGIONS / "sbs_employment_2015.csv"
RAW_COLUMNS = ["geo", "nuts_level", "nace_r2", "persons_employed_2015", "raw_flag"]
VINTAGE = 2013  # of the codes, as the table uses them
LEVELS = {"0": "country", "1": "nuts1", "2": "nuts2"}

DAMAGED = "damaged in the source"
OUTSIDE = f"code outside NUTS {VINTAGE}"
NOT_PUBLISHED = "not published"

COLUMNS = ["region_code", "level", "nace", "employment", "flag", "reason"]


def employment(file: Path = EMPLOYMENT) -> pd.DataFrame:
    """Persons employed, a row for each row of the file, in its order.

    Columns: region_code; level (country, nuts1, nuts2); nace (code); employment (persons, float; nan where missing);
    flag (of the table: d = definition differs, "" for none); reason ("" where the figure can be used, else why not:
    damaged in the source, code outside NUTS 2013, not published). A figure of a code outside the vintage is kept.
    Raises BadInput where the file has other columns or a key twice.
    """
    raw = _raw(file)
    damaged, outside = _damaged(raw), ~raw["geo"].isin(nuts.known(VINTAGE))
    number = pd.to_numeric(raw["persons_employed_2015"].where(~damaged, ""), errors="coerce")
    reason = np.select([damaged, outside, number.isna()], [DAMAGED, OUTSIDE, NOT_PUBLISHED], "")
    columns = {
        "region_code": raw["geo"],
        "level": raw["nuts_level"].map(LEVELS).astype("str"),
        "nace": raw["nace_r2"],
        "employment": number.astype(float),
        "flag": raw["raw_flag"].where(~damaged, ""),
        "reason": pd.Series(reason, raw.index, dtype="str"),
    }
    return pd.DataFrame(columns)[COLUMNS]


def faults(file: Path = EMPLOYMENT) -> list[Fault]:
    """Every damaged cell, with its row, and every code outside the vintage once, with the row where it first stands."""
    raw = _raw(file)
    column, expected = "persons_employed_2015", "expected a number of persons, or nothing where it is missing"
    shown = raw["raw_flag"].where(raw[column].eq(""), raw[column])[_damaged(raw)]
    found = [Fault(file.name, int(row) + 2, column, value, expected) for row, value in shown.items()]
    outside = raw.loc[~raw["geo"].isin(nuts.known(VINTAGE)), "geo"].drop_duplicates()
    text = f"expected a code of NUTS {VINTAGE}"
    return found + [Fault(file.name, int(row) + 2, "geo", code, text) for row, code in outside.items()]


def sections(frame: pd.DataFrame) -> list[str]:
    """The codes of a table that together hold everything in it once: its sections, and divisions that stand alone.

    Here B to J, L, M and N, and the division S95: the table has no other division of section S.
    """
    codes = sorted(frame["nace"].unique())
    letters = {code for code in codes if len(code) == 1}
    return [code for code in codes if code in letters or (len(code) == 3 and code[0] not in letters)]


def divisions(frame: pd.DataFrame) -> list[str]:
    """The codes of divisions: a letter and two digits."""
    return sorted(code for code in frame["nace"].unique() if len(code) == 3)


def clusters(frame: pd.DataFrame, least_known: float) -> pd.DataFrame:
    """Regional industry clusters: every NUTS 2 region with every division, and the totals their quotients rest on.

    frame: as `employment` gives it. Columns: cluster_code (division), region_code, employment (nan where missing),
    flag, region_employment (all sections of the region that are published; nan where these hold less than `least_known`
    of Europe's employment), cluster_employment (the division in all countries) and total_employment (all sections, all
    countries). What a country does not publish is in no total: Europe is what is published of 30 countries. Regions of
    which nothing is published, and territory outside the regions, are left out.
    """
    usable = frame[frame["reason"].eq("")]
    whole, countries = sections(frame), usable[usable["level"] == "country"]
    europe = countries.groupby("nace")["employment"].sum()
    regional = usable[(usable["level"] == "nuts2") & usable["nace"].isin(whole)]
    published = regional["nace"].map(europe / europe[whole].sum()).groupby(regional["region_code"]).sum()
    total = regional.groupby("region_code")["employment"].sum().where(published >= least_known)
    known = total.index.intersection(nuts.regions(VINTAGE))
    rows = frame["nace"].isin(divisions(frame)) & frame["region_code"].isin(known)
    chosen = frame.loc[rows, ["nace", "region_code", "employment", "flag"]].rename(columns={"nace": "cluster_code"})
    return chosen.assign(
        region_employment=chosen["region_code"].map(total),
        cluster_employment=chosen["cluster_code"].map(europe),
        total_employment=float(europe[whole].sum()),
    ).reset_index(drop=True)


def _raw(file: Path) -> pd.DataFrame:
    try:
        raw = pd.read_csv(file, dtype=str, keep_default_na=False)
    except OSError as error:
        raise BadInput.of(file.name, f"this file cannot be read ({error.strerror or error})") from error
    if list(raw.columns) != RAW_COLUMNS:
        raise BadInput.of(file.name, f"expected the columns {', '.join(RAW_COLUMNS)}", ", ".join(raw.columns))
    level = ~raw["nuts_level"].isin(list(LEVELS)) | (raw["geo"].str.len() - 2).astype(str).ne(raw["nuts_level"])
    wrong = [(level, "nuts_level", "expected 0, 1 or 2, as the length of the code says")]
    wrong += [(raw.duplicated(["geo", "nace_r2"]), "geo", "this region and industry already stand further up")]
    found = [
        Fault(file.name, int(row) + 2, column, raw.at[row, column], expected)
        for mask, column, expected in wrong
        for row in raw.index[mask]
    ]
    if found:
        raise BadInput(found)
    return raw


def _damaged(raw: pd.DataFrame) -> pd.Series:
    """Cells whose number is no number, or whose flag holds other than flags: text that stood in the number's place."""
    number = raw["persons_employed_2015"]
    unreadable = number.ne("") & ~number.str.fullmatch(NUMBER.strip("^$"))
    return unreadable | number.str.startswith("-") | ~raw["raw_flag"].str.fullmatch(f"[{''.join(eurostat.FLAGS)}]*")
