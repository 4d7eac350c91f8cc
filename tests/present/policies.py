"""Small editions of countries and regions: 22 invented organisations, with scores or with labels alone; three regions.

Romania has 12 organisations, Germany 8, Mexico 2. Totals rise by 2 points with the number of the organisation, so that
all Romanian ones stand below all German ones.
"""

import ast
import datetime as dt
from pathlib import Path

import nbformat
import pandas as pd
from portfolios import IDS, NOW, about, labels, organisations, scores

from benchlib.present.country import reading as countries
from benchlib.present.record import RECORD
from benchlib.present.region import reading as regions
from benchlib.run import policy, rulebook
from benchlib.tables.checking import Facts

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks" / "reports"
DAY = dt.date.fromisoformat(NOW)
ROMANIA, GERMANY, MEXICO, MALTA = "RO", "DE", "MX", "MT"
NORTH, CAPITAL, BARE = "RO11", "RO32", "RO41"
PATHS = ["cluster_id", "label", "next", "status", "reason", "place", "effort", "marginal", "gain"]


def clusters(*, assessed: bool) -> pd.DataFrame:
    table = organisations().assign(nuts2=None, founded_year=None, website=None, participants=30.0)
    area = table["area"] if assessed else table["area"].where(table.index < 3)
    return table.assign(area=area, nuts2=table["nuts2"].where(table.index > 0, CAPITAL))


def paths(rows: int) -> pd.DataFrame:
    """Each organisation needs a day more for its next label than the one before: 1, 2, 3, ... days."""
    table = [
        (IDS[i], "silver" if i % 2 else "bronze", True, "path", None, 1.0, 1.0 + i, None, 0.0) for i in range(rows)
    ]
    return pd.DataFrame(table, columns=PATHS).astype(
        {"cluster_id": "str", "label": "str", "next": bool, "status": "str"}
    )


def tables(*, assessed: bool = True) -> dict[str, pd.DataFrame]:
    """The tables on countries of the small portfolio, with scores or with labels alone."""
    known = clusters(assessed=assessed)
    made = {"organisations": known, **labels(NOW, known), **scores(), "paths": paths(20 if assessed else 0)}
    day = pd.Timestamp("2025-03-01")
    more = {"kind": "benchmark", "date_from": day, "date_to": day, "answered": 31, "asked": 31}
    made["assessments"] = made["assessments"].assign(**more)
    if not assessed:
        made |= {name: made[name].iloc[:0] for name in ("scores", "assessments")}
    facts = Facts({"organisations": known}, (), {})
    return policy.countries(facts, rulebook.rulebook(), DAY, made)


def country(code: str, *, assessed: bool = True) -> countries.CountryResults:
    return countries.of(edition(synthetic=assessed), tables(assessed=assessed), code)


def edition(*, synthetic: bool) -> dict:
    return about(name="synthetic-test" if synthetic else "test", synthetic=synthetic)


def region_tables(*, invented: bool = False) -> dict[str, pd.DataFrame]:
    """Two regions and a third of which nothing is published."""
    placed = pd.DataFrame(
        {
            "nuts2": [NORTH, CAPITAL, BARE],
            "name": ["Nord-Vest", "București - Ilfov", None],
            "country": ROMANIA,
            "country_name": "Romania",
            "employment": [540_793.0, 948_205.0, float("nan")],
            "divisions": [68, 70, 0],
            "organisations": [0, 0 if invented else 1, 0],
            "country_organisations": 0 if invented else 15,
            "country_without_region": 0 if invented else 14,
            "left_out": invented,
        }
    )
    strong = [
        (
            NORTH,
            "C31",
            "Furniture",
            25_253.0,
            4.7,
            6.85,
            6.78,
            6.92,
            True,
            True,
            True,
            3,
            "",
            "Creative industries",
            0,
            True,
        ),
        (NORTH, "N80", "Security", 900.0, 0.2, 2.50, 1.20, 4.60, False, True, False, 1, "", "", 0, False),
        (
            CAPITAL,
            "M72",
            "Research",
            8_791.0,
            0.9,
            2.02,
            1.99,
            2.06,
            True,
            True,
            False,
            2,
            "d",
            "Biotechnology",
            1,
            False,
        ),
    ]
    columns = [
        "nuts2",
        "nace",
        "name",
        "employment",
        "share",
        "lq",
        "lq_low",
        "lq_high",
        "size",
        "specialisation",
        "focus",
    ]
    industries = pd.DataFrame(strong, columns=[*columns, "stars", "flag", "areas", "organisations", "gap"])
    wealth = [
        (code, year, start + 500.0 * (year - 2010), "e" if year == 2014 else "", 12_600.0, 22_900.0)
        for code, start in ((NORTH, 10_000.0), (CAPITAL, 30_000.0))
        for year in range(2010, 2015)
    ]
    index = [(CAPITAL, 2016, -0.27, -1.19, 159.0, 259.0), (CAPITAL, 2019, -0.10, -1.13, 151.0, 267.0)]
    held = [(ROMANIA, "rohealth", "ROHEALTH", "Biotechnology", CAPITAL, "gold", False, True, "expired", "expired")]
    names = ["country", "organisation", "name", "area", "nuts2", "highest", "valid", "open", "bronze", "silver"]
    holders = pd.DataFrame(held, columns=names).assign(gold="cannot tell")
    return {
        "regions": placed,
        "region_industries": industries,
        "region_wealth": pd.DataFrame(
            wealth, columns=["nuts2", "year", "pps_per_head", "flag", "country_pps", "middle"]
        ),
        "region_competitiveness": pd.DataFrame(
            index, columns=["nuts2", "year", "score", "country_score", "rank", "regions"]
        ),
        "region_holders": holders.iloc[:0] if invented else holders,
    }


def region(code: str, *, invented: bool = False) -> regions.RegionResults:
    return regions.of(edition(synthetic=invented), region_tables(invented=invented), code)


def ran(name: str, folder: Path, parameters: dict[str, str], output) -> nbformat.NotebookNode:
    """A report's notebook as if it had run: its cells' HTML and its record, without the cost of a kernel."""
    notebook = nbformat.read(NOTEBOOKS / f"{name}.ipynb", as_version=4)
    names = {"edition": str(folder), "as_of": "", **parameters}
    for cell in notebook.cells[1:-1]:
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
        if shown is not None:
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": shown.data})]
    record = {RECORD: output.summary(names["c" if name == "country" else "g"])}
    notebook.cells[-1].outputs = [nbformat.v4.new_output("display_data", record)]
    return notebook
