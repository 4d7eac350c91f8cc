"""A small edition of participants: two clusters of one area and a third of another; every number of it is invented.

FULL has everything, GAPS lacks years, an indicator and peers, SMALL is in a cluster of four, NEW has given nothing yet.
"""

import ast
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
from editions import written

from benchlib.compare.participants.standing import standing
from benchlib.present.participant import output, reading
from benchlib.present.record import RECORD
from benchlib.rules import loading

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "reports" / "participant.ipynb"
AS_OF = "2026-06-30"
A, B, C = "synthetic-a", "synthetic-b", "synthetic-c"
FULL, GAPS, NEW = (A, f"{A}-p1"), (A, f"{A}-p2"), (A, f"{A}-p9")
SMALL = (C, f"{C}-p1")
YEARS = range(2021, 2026)
SIZES = {A: 8, B: 9, C: 4}
NAN = float("nan")
SETTINGS = loading.competitiveness()
STATES = ["cluster_id", "participant_id", *reading.COLUMNS["participant_competitiveness"].split()]
PEERS = ["cluster_id", "participant_id", *reading.COLUMNS["participant_peers"].split()]


def edition():
    spec = SETTINGS
    return {
        "name": "synthetic-test",
        "as_of": AS_OF,
        "synthetic": True,
        "minimum_others": 5,
        "benchlib": "0.1.0",
        "competitiveness": {
            "title": spec.title,
            "version": spec.version.isoformat(),
            "interval": 0.9,
            "minimum_respondents": 5,
            "indicators": {
                key: {"name": one.name, "unit": one.unit} for key, one in spec.quantitative.indicators.items()
            },
            "aspects": {key: {"name": one.name} for key, one in spec.qualitative.aspects.items()},
        },
    }


def members():
    """Participants with figures, and NEW without."""
    ids = [(cluster, f"{cluster}-p{number}") for cluster, size in SIZES.items() for number in range(1, size + 1)]
    return [*ids, NEW]


def figures(seed=1):
    """Values that are all different, but for yes and no; those of FULL are fixed."""
    random = np.random.default_rng(seed)
    rows = []
    for unit in members()[:-1]:
        for year in YEARS:
            own = {
                "turnover_per_employee": random.lognormal(11.9, 0.4),
                "export_share": random.uniform(2, 78),
                "employment_growth": random.normal(2, 4),
                "innovating_share": 100.0 * random.integers(0, 2),
            }
            if unit == FULL:
                fixed = [400_000 + 1_000 * (year - 2020), 1.5, -60.5 + year - 2020, 100.0]
                own = dict(zip(own, fixed, strict=True))
            rows += [(*unit, year, key, value) for key, value in own.items()]
    table = pd.DataFrame(rows, columns=["cluster_id", "participant_id", "year", "indicator", "value"])
    gaps = (table["participant_id"] == GAPS[1]) & (
        table["year"].eq(2023) | (table["year"].eq(2025) & table["indicator"].eq("export_share"))
    )
    return table.assign(value=table["value"].mask(gaps))


def states():
    rows = []
    for cluster, who in (FULL, GAPS, SMALL):
        for place, year in enumerate(YEARS):
            centre = 50.0 + 2 * place
            confirmed = ("confirm" if who == GAPS[1] else "see less") if year == 2025 else None
            aspect = "strategy" if confirmed == "see less" else None
            before = (centre - 1, centre - 12, centre + 10)
            rows.append((cluster, who, year, centre + 3, centre, centre - 8, centre + 8, *before))
            rows[-1] += (confirmed if who != SMALL[1] else None, aspect, who == FULL[1] and year > 2023, False)
        rows.append((cluster, who, 2026, NAN, NAN, NAN, NAN, 58.0, 47.0, 69.0, None, None, False, True))
    return pd.DataFrame(rows, columns=STATES)


def peers():
    rows = []
    for place, aspect in enumerate(SETTINGS.qualitative.aspects):
        rows.append((*FULL, 2025, aspect, 7, 40.0 + place, 30.0 + place, 50.0 + place, True))
        rows.append((*GAPS, 2025, aspect, 4, NAN, NAN, NAN, False))
    return pd.DataFrame(rows, columns=PEERS)


def tables(values=None):
    """The tables of the edition that a participant's report reads."""
    values = figures() if values is None else values
    organisations = pd.DataFrame(
        [
            (
                cluster,
                f"Synthetic cluster {cluster[-1]}",
                "Romania",
                "Energy and environment" if cluster == C else "ICT",
            )
            for cluster in SIZES
        ],
        columns=["cluster_id", "name", "country_name", "area"],
    )
    named = [(*unit, f"Synthetic firm {unit[1][-4:]}", "small_medium_firm", "2018-03-01", None) for unit in members()]
    return {
        "organisations": organisations,
        "participants": pd.DataFrame(named, columns=["cluster_id", "participant_id", "name", "type", "joined", "left"]),
        "participant_figures": values,
        "participant_standing": standing(values, organisations, loading.standing("standing")),
        "participant_peers": peers(),
        "participant_competitiveness": states(),
    }


def read(unit, frames=None):
    return reading.of(edition(), tables() if frames is None else frames, *unit)


def folder(place, frames=None):
    return written(place, edition(), tables() if frames is None else frames)


def ran(edition_folder, unit):
    """The report notebook as if it had run: its cells' HTML and its record, without the cost of a kernel."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    names = {"edition": str(edition_folder), "cluster_id": unit[0], "participant_id": unit[1], "as_of": ""}
    for cell in notebook.cells[1:-1]:
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        shown = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
        if shown is not None:
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": shown.data})]
    record = {RECORD: output.summary(names["p"])}
    notebook.cells[-1].outputs = [nbformat.v4.new_output("display_data", record)]
    return notebook
