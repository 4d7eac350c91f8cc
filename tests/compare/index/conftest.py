"""A small index drawn as text, to change one cell of at a time."""

from collections.abc import Callable
from textwrap import dedent

import pytest

from benchlib.compare.index import chain, checks, reading
from benchlib.compare.index.configuration import Configuration
from benchlib.tables.faults import BadInput

DATA = """
    unit,name,group_size,den_people,a,b,c,d
    x,Xanten,large,10,1,8,3,5
    y,Ypern,large,20,3,6,1,7
    z,Zwolle,small,40,2,4,2,6
    w,Wien,small,80,8,2,9,8
    v,Verona,small,10,5,7,4,1
"""
META = """
    code,level,parent,weight,direction,denominator,goalpost_low,goalpost_high,target,name,unit
    a,1,left,1,1,den_people,,,,A,
    b,1,left,3,-1,,0,10,1,B,
    c,1,right,1,1,,0,10,9,C,
    d,1,right,1,1,,0,10,8,D,
    left,2,top,2,,,,,,Left,
    right,2,top,1,,,,,,Right,
    top,3,,,,,,,,Index,
"""


@pytest.fixture(scope="session")
def drawn() -> tuple[str, str]:
    """DATA and META as text."""
    return dedent(DATA).strip() + "\n", dedent(META).strip() + "\n"


@pytest.fixture
def read(tmp_path) -> Callable[[str, str], reading.Tables]:
    """A function: tables from text; asserts that the text can be read."""

    def build(data: str, meta: str) -> reading.Tables:
        (tmp_path / "DATA.csv").write_text(data, encoding="utf-8")
        (tmp_path / "META.csv").write_text(meta, encoding="utf-8")
        tables, faults = reading.read(tmp_path / "DATA.csv", tmp_path / "META.csv")
        assert faults == []
        return tables

    return build


@pytest.fixture
def run(read, drawn) -> Callable[..., chain.Index]:
    """A function: the index of the drawn tables, some text replaced, under a configuration."""

    def build(config: dict | None = None, **replaced: str) -> chain.Index:
        data, meta = drawn
        tables = read(replaced.get("data", data), replaced.get("meta", meta))
        return chain.run(tables, Configuration.model_validate(config or {}))

    return build


@pytest.fixture
def refused(tmp_path) -> Callable[..., list[str]]:
    """A function: every fault of tables as text under a configuration, one line each."""

    def build(data: str, meta: str, config: dict | None = None) -> list[str]:
        (tmp_path / "DATA.csv").write_text(data, encoding="utf-8")
        (tmp_path / "META.csv").write_text(meta, encoding="utf-8")
        settings = Configuration.model_validate(config or {})
        tables, faults = reading.read(tmp_path / "DATA.csv", tmp_path / "META.csv")
        faults = faults or checks.faults(tables, settings)
        try:
            if not faults:
                chain.run(tables, settings)
        except BadInput as error:
            faults = list(error.faults)
        return [str(fault) for fault in faults]

    return build
