"""The shipped examples are what the conversion makes of the published tables, each file with its record."""

import pandas as pd
import pytest

from benchlib.compare.index import examples
from benchlib.tables import sidecars


def test_every_file_has_a_true_record():
    assert sidecars.check_folder(examples.EXAMPLES) == []
    assert len(list(examples.EXAMPLES.rglob("*.csv"))) == 15


@pytest.mark.parametrize(("name", "convert"), [("asem", examples.asem), ("hdi", examples.hdi)])
def test_the_tables_are_converted_anew_to_the_byte(name, convert, tmp_path):
    folder = examples.EXAMPLES / name
    for file in examples.write(name, convert(folder / "published"), tmp_path):
        assert file.read_bytes() == (folder / file.name).read_bytes()
        assert sidecars.read(file) == sidecars.read(folder / file.name)


def test_no_value_of_asem_is_touched():
    published = pd.read_csv(examples.EXAMPLES / "asem/published/1_raw.csv", dtype=str, keep_default_na=False)
    data = examples.asem(examples.EXAMPLES / "asem/published")["DATA"]
    assert data.columns[:7].tolist() == [
        "unit",
        "name",
        "year",
        "group_gdp",
        "group_gdppc",
        "group_pop",
        "group_eurasia",
    ]
    assert data.iloc[:, :56].to_numpy().tolist() == published.to_numpy().tolist()
    assert data.columns[56:].tolist() == ["den_area", "den_energy", "den_gdp", "den_pop"]


def test_the_tree_of_asem():
    meta = examples.asem(examples.EXAMPLES / "asem/published")["META"].set_index("code")
    assert meta["level"].value_counts().to_dict() == {"1": 49, "2": 8, "3": 2, "4": 1}
    assert meta.loc[["Goods", "ConEcFin", "Conn", "Index"], "parent"].tolist() == ["ConEcFin", "Conn", "Index", ""]
    assert meta.loc[["Goods", "CO2"], "denominator"].tolist() == ["den_gdp", ""]
    assert meta.loc[["Goods", "CO2"], "direction"].tolist() == ["1", "-1"]
