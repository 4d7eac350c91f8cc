"""Facts on European regions, made from raw tables.

`python -m benchlib.tables.regions RAW.tsv` rewrites data/regions/gdp_per_head.csv from Eurostat's table nama_10r_2gdp.
"""

import sys
from pathlib import Path

import pandas as pd

from benchlib.tables import eurostat, sidecars
from benchlib.tables.faults import BadInput
from benchlib.tables.sidecars import Origin

REGIONS = Path(__file__).resolve().parents[2] / "data" / "regions"
GDP_PER_HEAD = "gdp_per_head.csv"
UNIT = "PPS_HAB"
LEVELS = {2: "country", 4: "nuts2"}  # by the length of a code
ORIGIN = Origin(
    producer="Eurostat, the statistical office of the European Union",
    title="Gross domestic product per inhabitant in purchasing power standards, 2000 to 2014",
    address="https://ec.europa.eu/eurostat/databrowser/view/nama_10r_2gdp (table nama_10r_2gdp, unit PPS_HAB)",
    read="2026",
    licence="Eurostat, reuse with acknowledgement (Decision 2011/833/EU)",
    columns={
        "region": "code of the country or NUTS 2 region (NUTS 2013; Greece is EL, the United Kingdom UK)",
        "level": "country or nuts2",
        "year": "year",
        "pps_per_head": "gross domestic product per inhabitant (PPS, current prices); empty where the table has none",
        "flag": "flag of the table: e = estimated; empty for none",
    },
    warning="see below; made by write",
)


def gdp_per_head(raw: pd.DataFrame) -> pd.DataFrame:
    """GDP per head of countries and NUTS 2 regions from the tidy table nama_10r_2gdp (unit, geo, time, value, flag).

    Columns: region, level, year, pps_per_head (PPS per inhabitant, nan where missing), flag. Rows by region and year.
    NUTS 1 regions and the aggregate EU28 are left out; extra-regio codes (FIZZ) stay.
    """
    chosen = raw[(raw["unit"] == UNIT) & ~_aggregate(raw["geo"]) & raw["geo"].str.len().isin(list(LEVELS))]
    made = pd.DataFrame(
        {
            "region": chosen["geo"],
            "level": chosen["geo"].str.len().map(LEVELS).astype("str"),
            "year": chosen["time"].astype(int),
            "pps_per_head": chosen["value"],
            "flag": chosen["flag"],
        }
    )
    return made.sort_values(["region", "year"], ignore_index=True)


def write(raw: Path, folder: Path = REGIONS) -> pd.DataFrame:
    """Write GDP per head with its sidecar from Eurostat's file. Raises BadInput where a cell of it is damaged."""
    table = eurostat.read(raw)
    if table.faults:
        raise BadInput(table.faults)
    frame = gdp_per_head(table.frame)
    file = folder / GDP_PER_HEAD
    shown = frame.assign(pps_per_head=frame["pps_per_head"].astype("Int64"))  # whole PPS, as published
    shown.to_csv(file, index=False, encoding="utf-8", lineterminator="\n")
    sidecars.write(file, ORIGIN.model_copy(update={"warning": _warning(frame, table.frame, sidecars.checksum(raw))}))
    return frame


def _aggregate(code: pd.Series) -> pd.Series:
    """Whether a code is one of the European Union or the euro area, such as EU28 or EA19."""
    return code.str.fullmatch(r"(EU|EA)[0-9].*")


def _warning(frame: pd.DataFrame, raw: pd.DataFrame, checksum: str) -> str:
    missing, flagged = int(frame["pps_per_head"].isna().sum()), int(frame["flag"].ne("").sum())
    left = sorted(set(raw.loc[raw["unit"] == UNIT, "geo"]) - set(frame["region"]))
    union = [code for code in left if _aggregate(pd.Series([code])).item()]
    return (
        f"Made by benchlib.tables.regions from the raw table (SHA-256 {checksum}), of which only the unit {UNIT} is "
        f"taken. Left out: {len(left) - len(union)} codes of NUTS 1 and the aggregate {', '.join(union)}. {missing} "
        f"cells have no value, {flagged} have a flag. FIZZ is territory outside the regions (extra-regio). Some codes "
        "differ from those of NUTS 2016, in France most of them. Later revisions of the table differ."
    )


if __name__ == "__main__":
    print(write(Path(sys.argv[1])).describe())
