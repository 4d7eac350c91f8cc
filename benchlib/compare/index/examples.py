"""The examples in data/examples, converted from the tables as published to DATA.csv and META.csv; no value is touched.

python -m benchlib.compare.index.examples
"""

from collections.abc import Mapping
from pathlib import Path

import pandas as pd

from benchlib.tables import sidecars
from benchlib.tables.sidecars import Origin

EXAMPLES = Path(__file__).resolve().parents[3] / "data" / "examples"
READ = "2026"

UNITS = {"UnitCode": "unit", "UnitName": "name", "Year": "year"}
META_MEANING = {
    "code": "name of the node: of an indicator its column in DATA.csv",
    "level": "1 = indicator, the highest level is the index",
    "parent": "code of the node above; blank for the index",
    "weight": "weight among the nodes with the same parent",
    "direction": "1 where more is better, -1 where less is better; blank for aggregates",
    "denominator": "column of DATA.csv that the indicator is divided by; blank where none",
    "goalpost_low": "value that scores 0 (unit of the indicator)",
    "goalpost_high": "value that scores the most (unit of the indicator)",
    "target": "value to reach (unit of the indicator)",
    "name": "name of the node",
    "unit": "unit of the indicator",
}
DATA_MEANING = {
    "unit": "code of the country or group of countries",
    "name": "its name",
    "year": "year",
    "group_gdp": "size class by GDP: S, M, L, XL",
    "group_gdppc": "size class by GDP per head",
    "group_pop": "size class by population",
    "group_eurasia": "Asia or Europe",
    "den_area": "land area (km2)",
    "den_energy": "energy consumption (million tonnes of oil equivalent)",
    "den_gdp": "gross domestic product (billion USD)",
    "den_pop": "population (thousands)",
    "group_region": "region of the UNDP; blank where it assigns none",
    "group_hdi": "class of human development in 2022; blank where it has none",
}
HDI_COLUMNS = {
    "iso3": "unit",
    "country": "name",
    "year": "year",
    "region": "group_region",
    "hdi_group_2022": "group_hdi",
    "life_expectancy": "life",
    "expected_schooling": "expected_schooling",
    "mean_schooling": "mean_schooling",
    "gni_per_capita_ppp2017": "income_per_head",
}
HDI_META = """code,level,parent,weight,direction,denominator,goalpost_low,goalpost_high,target,name,unit
life,1,health,1,1,,20,85,,Life expectancy at birth,years
expected_schooling,1,education,1,1,,0,18,,Expected years of schooling,years
mean_schooling,1,education,1,1,,0,15,,Mean years of schooling,years
income_per_head,1,income,1,1,,100,75000,,Gross national income per head,international dollars of 2017
health,2,hdi,1,,,,,,Long and healthy life,
education,2,hdi,1,,,,,,Knowledge,
income,2,hdi,1,,,,,,Decent standard of living,
hdi,3,,,,,,,,Human Development Index,
"""

Tables = Mapping[str, pd.DataFrame]


def asem(published: Path) -> Tables:
    """DATA and META of the ASEM index, as text, from raw data, denominators and the tables of nodes."""
    raw, denominators, indicators, aggregates = (
        _text(published / f"{name}.csv") for name in ("1_raw", "denominators", "indicator_meta", "aggregate_meta")
    )
    own = [column for column in denominators if column.startswith("Den_")]
    data = raw.merge(denominators[["UnitCode", *own]], on="UnitCode", validate="one_to_one")
    data.columns = [_column(name) for name in data.columns]
    parents = {row.Agg1: row.Agg2 for row in indicators.itertuples()}
    parents |= {row.Agg2: row.Agg3 for row in indicators.itertuples()}
    names = {"IndCode": "code", "Agg1": "parent", "IndWeight": "weight", "Direction": "direction"}
    names |= {"Denominator": "denominator", "Target": "target", "IndName": "name", "IndUnit": "unit"}
    leaves = indicators.rename(columns=names).assign(level="1")
    leaves["denominator"] = leaves["denominator"].str.lower()
    names = {"Code": "code", "AgLevel": "level", "Name": "name", "Weight": "weight"}
    nodes = aggregates.rename(columns=names).assign(parent=aggregates["Code"].map(parents))
    meta = pd.concat([leaves, nodes], ignore_index=True).reindex(columns=list(META_MEANING), fill_value="").fillna("")
    return {"DATA": data, "META": meta}


def hdi(published: Path) -> Tables:
    """DATA and META of the Human Development Index, as text; goalposts of the UNDP's technical note 1."""
    data = _text(published / "hdi_components_1990_2022.csv").rename(columns=HDI_COLUMNS)[list(HDI_COLUMNS.values())]
    rows = [line.split(",") for line in HDI_META.splitlines()]
    return {"DATA": data, "META": pd.DataFrame(rows[1:], columns=rows[0])}


def _text(file: Path) -> pd.DataFrame:
    return pd.read_csv(file, dtype=str, keep_default_na=False)


def _column(name: str) -> str:
    return UNITS.get(name, name.lower() if name.startswith(("Group_", "Den_")) else name)


def write(name: str, tables: Tables, folder: Path) -> list[Path]:
    """Write DATA.csv and META.csv with their records beside the published tables' records."""
    meaning = _meanings(tables["META"])
    written = []
    for table, frame in tables.items():
        file = folder / f"{table}.csv"
        frame.to_csv(file, index=False, lineterminator="\n")
        columns = META_MEANING if table == "META" else {column: meaning[column] for column in frame}
        sidecars.write(file, _origin(name, columns))
        written.append(file)
    return written


def _meanings(meta: pd.DataFrame) -> dict[str, str]:
    units = {row.code: f"{row.name} ({row.unit})" if row.unit else row.name for row in meta.itertuples(index=False)}
    return {**DATA_MEANING, **units}


def _origin(name: str, columns: Mapping[str, str]) -> Origin:
    source = sidecars.read(sorted((EXAMPLES / name / "published").glob("*.csv"))[0])
    return Origin(
        producer=f"derived by benchlib.compare.index.examples from data/examples/{name}/published",
        title=f"{source.title}: input of benchlib index",
        address=f"data/examples/{name}/published",
        read=READ,
        licence=source.licence,
        columns=dict(columns),
        warning="Made by a program, columns renamed, no value changed: edit nothing here, copy it.",
    )


def main() -> None:
    """Rewrite DATA.csv and META.csv of both examples."""
    for name, convert in {"asem": asem, "hdi": hdi}.items():
        folder = EXAMPLES / name
        for file in write(name, convert(folder / "published"), folder):
            print(f"{file.relative_to(EXAMPLES.parent.parent)}: {sidecars.read(file).rows} rows")


if __name__ == "__main__":
    main()
