"""GDP per head and the competitiveness index of European regions, as they are shipped."""

import pandas as pd
import pytest

from benchlib.tables import eurostat, regions, sidecars
from benchlib.tables.faults import BadInput

RAW = """unit,geo\\time\t2014 \t2013 
MIO_EUR,RO\t150000 \t140000 
PPS_HAB,RO32\t35000 \t34000 e
PPS_HAB,RO3\t20000 \t20000 
PPS_HAB,RO\t15000 \t: 
PPS_HAB,EU28\t27500 \t26700 
PPS_HAB_EU,RO32\t129 \t127 
"""  # noqa: W291


def test_countries_and_nuts_2_regions_are_taken():
    frame = regions.gdp_per_head(eurostat.parse(RAW, "a.tsv").frame)
    assert frame.astype(object).where(frame.notna(), None).to_numpy().tolist() == [
        ["RO", "country", 2013, None, ""],
        ["RO", "country", 2014, 15000.0, ""],
        ["RO32", "nuts2", 2013, 34000.0, "e"],
        ["RO32", "nuts2", 2014, 35000.0, ""],
    ]


def test_the_file_and_its_record_are_written_again(tmp_path):
    raw = tmp_path / "raw.tsv"
    raw.write_text(RAW, encoding="utf-8")
    regions.write(raw, tmp_path)
    file = tmp_path / "gdp_per_head.csv"
    assert file.read_text() == (
        "region,level,year,pps_per_head,flag\nRO,country,2013,,\nRO,country,2014,15000,\n"
        "RO32,nuts2,2013,34000,e\nRO32,nuts2,2014,35000,\n"
    )
    assert sidecars.check(file) == []
    warning = sidecars.read(file).warning
    assert sidecars.checksum(raw) in warning
    assert "1 codes of NUTS 1 and the aggregate EU28. 1 cells have no value, 1 have a flag" in warning


def test_a_damaged_table_is_not_shipped(tmp_path):
    raw = tmp_path / "raw.tsv"
    raw.write_text(RAW.replace("35000", "35:00"), encoding="utf-8")
    with pytest.raises(BadInput, match="row 3, column 2014: '35:00"):
        regions.write(raw, tmp_path)
    assert not (tmp_path / "gdp_per_head.csv").exists()


def test_shipped_gdp_per_head():
    frame = pd.read_csv(regions.REGIONS / "gdp_per_head.csv", keep_default_na=False, na_values={"pps_per_head": [""]})
    assert frame.groupby("level")["region"].nunique().to_dict() == {"country": 30, "nuts2": 285}
    assert len(frame) == 315 * 15
    assert not frame.duplicated(["region", "year"]).any()
    assert frame["pps_per_head"].isna().sum() == 142
    assert frame["flag"].value_counts().to_dict() == {"": 4709, "e": 16}
    value = frame.set_index(["region", "year"])["pps_per_head"]
    published = {("AT", 2014): 35500, ("RO32", 2014): 35600, ("UKI3", 2014): 148000}
    assert {key: value[key] for key in published} == published


def test_shipped_competitiveness_index():
    file = regions.REGIONS / "rci_z_scores_2010_2019.csv"
    assert sidecars.checksum(file)[:12] == "c9630cf8c169"
    frame = pd.read_csv(file)
    assert frame.groupby("edition").size().to_dict() == {2010: 279, 2013: 282, 2016: 282, 2019: 290}
    assert frame.loc[frame["z_score"].isna(), "nuts_2016"].unique().tolist() == ["FI1B", "FI1C"]
