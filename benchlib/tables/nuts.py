"""Codes of European regions (NUTS): which vintage has which, and figures of one vintage told by the regions of another.

The classification was revised in 2006, 2010, 2013, 2016, 2021 and 2024. A code that stands in two vintages may mean two
territories, so figures are converted, never matched by code. Files: nuts_codes.csv and nuts2_2013_to_2021.csv.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd

from benchlib.tables.faults import BadInput, Fault

REGIONS = Path(__file__).resolve().parents[2] / "data" / "regions"
CODES = "nuts_codes.csv"
CONVERSION = "nuts2_2013_to_2021.csv"
LEVELS = {2: "country", 3: "nuts1", 4: "nuts2", 5: "nuts3"}  # by the length of a code
EXTRA = "ZZ"  # end of a code for territory outside the regions

Weight = Literal["areaKm", "pop11", "pop21", "artif_surf12", "artif_surf18", "bu_vol"]


@lru_cache(maxsize=8)
def known(vintage: int) -> frozenset[str]:
    """All codes of a vintage: of countries (two letters) and of levels 1, 2 and 3. Raises BadInput for another year.

    >>> sorted(code for code in known(2013) if code.startswith("SI"))[:4]
    ['SI', 'SI0', 'SI03', 'SI031']
    """
    listed = pd.read_csv(REGIONS / CODES, dtype=str, keep_default_na=False)
    years = sorted({int(year) for year in listed["version"]})
    if vintage not in years:
        raise BadInput.of("vintage of NUTS", f"expected one of {', '.join(map(str, years))}", vintage)
    codes = listed.loc[listed["version"] == str(vintage), "code"]
    return frozenset(codes) | frozenset(codes.str[:2])


def regions(vintage: int, level: str = "nuts2") -> list[str]:
    """The codes of one level of a vintage in order, without territory outside the regions (ELZZ)."""
    length = next(length for length, name in LEVELS.items() if name == level)
    return sorted(code for code in known(vintage) if len(code) == length and not code.endswith(EXTRA))


def shares(weight: Weight = "pop21", file: Path = REGIONS / CONVERSION) -> pd.DataFrame:
    """How NUTS 2 regions of 2013 are divided among those of 2021: columns code_v2013, code_v2021, share.

    The shares of a region of 2013 add up to 1. weight: what is divided, population of 2011 or 2021, area (km2),
    artificial surface of 2012 or 2018, or volume of dwellings.
    """
    table = pd.read_csv(file, keep_default_na=False, na_values={weight: [""]})
    parts = table[weight].astype(float)
    table["share"] = parts / parts.groupby(table["code_v2013"]).transform("sum")
    return table.loc[table["share"] > 0, ["code_v2013", "code_v2021", "share"]].reset_index(drop=True)


def convert(
    frame: pd.DataFrame, values: Sequence[str], weight: Weight = "pop21", file: Path = REGIONS / CONVERSION
) -> pd.DataFrame:
    """Totals of NUTS 2 regions of 2013 as totals of those of 2021; sums are kept.

    frame: `region_code`, the columns `values` (totals such as employment, no shares or means) and any others, which are
    keys: each combination is converted by itself. Returns the same columns, rows by keys and code. A region that takes
    from one whose value is missing has no value. Raises BadInput with every code that the conversion does not have, and
    where a key stands twice.
    """
    keys = [name for name in frame.columns if name not in values]
    _refuse(frame, keys, shares(weight, file))
    parts = frame.merge(shares(weight, file), left_on="region_code", right_on="code_v2013", how="left")
    for name in values:
        parts[name] = parts[name].astype(float) * parts["share"]
    parts["region_code"] = parts["code_v2021"]
    grouped = parts.groupby([name for name in keys if name != "region_code"] + ["region_code"], dropna=False)
    return grouped[list(values)].agg(_sum).reset_index()[list(frame.columns)]


def _sum(column: pd.Series) -> float:
    return float(np.sum(column.to_numpy()))


def _refuse(frame: pd.DataFrame, keys: list[str], table: pd.DataFrame) -> None:
    codes = frame["region_code"]
    strange = codes[~codes.isin(table["code_v2013"])]
    again = codes[frame.duplicated(keys)]
    faults = [
        Fault("frame", None, "region_code", str(code), "expected a code of NUTS 2 of 2013 that can be converted")
        for code in strange.unique()
    ]
    faults += [Fault("frame", None, "region_code", str(code), "expected each key once") for code in again.unique()]
    if faults:
        raise BadInput(faults)
