"""A small portfolio for the publication: 22 invented organisations, drawn so that every count can be told by hand."""

import ast
import datetime as dt
import json
from pathlib import Path

import nbformat
import numpy as np
import pandas as pd
from editions import edition

from benchlib.assess import history
from benchlib.present.edition import output
from benchlib.present.record import RECORD
from benchlib.rules import loading

NOTEBOOK = Path(__file__).resolve().parents[2] / "notebooks" / "reports" / "edition.ipynb"

NOW, BEFORE = "2026-06-30", "2025-06-30"
SIZE = 22
AREAS = ["ICT"] * 9 + ["Food industry"] * 7 + ["Aviation and space"] * 4 + ["Maritime technologies"] * 2
COUNTRIES = [("RO", "Romania")] * 12 + [("DE", "Germany")] * 8 + [("MX", "Mexico")] * 2
IDS = [f"synthetic-{number:04d}" for number in range(SIZE)]
AWARDS = [  # organisation, level, awarded: comments tell what holds on 30 June 2026
    (0, "bronze", "2020-05-10"),  # expired in May 2022
    (0, "silver", "2025-09-15"),  # valid to September 2027; new within the year
    (1, "gold", "2023-02-01"),  # expired in February 2025, renewed, valid to February 2028
    (1, "gold", "2025-08-10"),
    (2, "bronze", "2024-03-05"),  # ended in March 2026; a renewal would still continue it
    (3, "bronze", "2025-01-20"),  # valid to January 2027
    (4, "gold", "2021"),  # ended some day in 2023
    (5, "gold", None),  # no date: cannot tell
    (6, "silver", "2024"),  # ends some day in 2026: cannot tell
]
UNIT = ["cluster_id", "year"]
COMPETITIVENESS = {
    "title": "Cluster function (ours)",
    "version": "2026-11-20",
    "interval": 0.9,
    "indicators": {"export_share": {"name": "Exports", "unit": "percent of turnover", "goalposts": [0.0, 80.0]}},
    "aspects": {
        "strategy": {"name": "Strategy", "question": "?"},
        "labour_force": {"name": "Labour force", "question": "?"},
    },
}


def about(day: str = NOW, name: str = "synthetic-2026", **changes) -> dict:
    return edition(synthetic=True) | {"name": name, "as_of": day, "competitiveness": COMPETITIVENESS} | changes


def organisations(numbers=range(SIZE)) -> pd.DataFrame:
    rows = [(IDS[i], f"Synthetic cluster {i:04d}", *COUNTRIES[i], AREAS[i], "synthetic, seed 7") for i in numbers]
    return pd.DataFrame(rows, columns=["cluster_id", "name", "country", "country_name", "area", "source"])


def days(text: str | None) -> tuple:
    """First and last day that a partial date means."""
    if text is None:
        return pd.NaT, pd.NaT
    if len(text) == 4:
        return pd.Timestamp(f"{text}-01-01"), pd.Timestamp(f"{text}-12-31")
    return pd.Timestamp(text), pd.Timestamp(text)


def awards(rows=None) -> pd.DataFrame:
    """The table `labels`; no end is published."""
    rows = AWARDS if rows is None else rows
    records = [
        (IDS[i], level, text, *days(text), None, pd.NaT, pd.NaT, np.nan, "synthetic, seed 7") for i, level, text in rows
    ]
    names = ["cluster_id", "level", "awarded", "awarded_from", "awarded_to", "valid_until", "valid_until_from"]
    frame = pd.DataFrame(records, columns=[*names, "valid_until_to", "score_percent", "source"])
    kinds = dict.fromkeys(("awarded_from", "awarded_to", "valid_until_from", "valid_until_to"), "datetime64[s]")
    return frame.astype(kinds | {"awarded": "str", "valid_until": "str", "level": "str", "cluster_id": "str"})


def labels(day: str, clusters: pd.DataFrame, rows=None) -> dict[str, pd.DataFrame]:
    """Timeline and statuses on a day, as an edition reckons them."""
    rules = loading.framework("ecei-31").labels
    line = history.timeline(awards(rows), rules)
    return {
        "timeline": line,
        "statuses": history.statuses(line, clusters["cluster_id"], dt.date.fromisoformat(day), rules),
    }


def scores() -> dict[str, pd.DataFrame]:
    """Totals from 40 to 80 in steps of 2; the last organisation has not answered everything."""
    totals = {IDS[i]: 40.0 + 2 * i for i in range(SIZE - 1)} | {IDS[-1]: np.nan}
    rows = [
        (name, f"{name}-a", item, "total" if item == "total" else "group", np.nan, np.nan, total + more, 0.0, 0.0)
        for name, total in totals.items()
        for item, more in (("total", 0.0), ("1", 10.0), ("2", -10.0))
    ]
    columns = ["cluster_id", "assessment_id", "item", "level", "points", "maximum", "percent", "low", "high"]
    assessed = pd.DataFrame({"cluster_id": IDS, "assessment_id": [f"{name}-a" for name in IDS], "reported": True})
    return {"scores": pd.DataFrame(rows, columns=columns), "assessments": assessed}


def competitiveness() -> pd.DataFrame:
    """Ten clusters from 2024 on, six more in 2026; each a point above the one before and a point more a year."""
    rows = [
        (
            IDS[i],
            year,
            50.0,
            50.0,
            50.0 + i + year - 2024,
            False,
            "confirm" if i else "see less",
            i == 9 and year == 2026,
        )
        for i in range(16)
        for year in (2024, 2025, 2026)
        if i < 10 or year == 2026
    ]
    frame = pd.DataFrame(rows, columns=["cluster_id", "year", "q", "v", "estimate", "forecast", "peers", "drift"])
    ahead = frame[frame["year"] == 2026].assign(year=2027, estimate=np.nan, forecast=True, peers=None, drift=False)
    last = frame[frame["year"] == 2026].set_index("cluster_id")["estimate"]
    frame = frame.assign(low=frame["estimate"] - 4, high=frame["estimate"] + 4, predicted=np.nan)
    predicted = ahead["cluster_id"].map(last)
    ahead = ahead.assign(predicted=predicted, predicted_low=predicted - 6, predicted_high=predicted + 6)
    return pd.concat([frame, ahead], ignore_index=True)


def measured() -> dict[str, pd.DataFrame]:
    """Exports of eight clusters in two years (one kept back in the second), and two aspects of seven clusters."""
    figures = [
        (IDS[i], year, "export_share", 20.0 + i + (3 if year == 2026 else 0), 25.0 + i, 5, (i, year) != (7, 2026))
        for i in range(8)
        for year in (2025, 2026)
    ]
    peers = [
        (IDS[i], 2026, aspect, 6, start + i, start + i, 50.0, True)
        for i in range(7)
        for aspect, start in (("strategy", 60.0), ("labour_force", 30.0))
    ]
    return {
        "figures": pd.DataFrame(figures, columns=[*UNIT, "indicator", "value", "score", "participants", "shown"]),
        "peers": pd.DataFrame(peers, columns=[*UNIT, "aspect", "respondents", "mean", "shrunk", "usual", "shown"]),
    }


def managed() -> dict[str, pd.DataFrame]:
    effects = [(IDS[i], "employment", i - 4.0, i - 6.5, i - 1.5, i < 9) for i in range(10)]
    shifts = [(IDS[i], 2021, 2026, 10.0 + i, 8.0, -1.0, 3.0 + i, True) for i in range(7)]
    return {
        "management": pd.DataFrame({"cluster_id": IDS, "percent": scores_of(), "low": 0.0, "high": 100.0}),
        "value_added": pd.DataFrame(effects, columns=["cluster_id", "outcome", "effect", "low", "high", "shown"]),
        "shift_share": pd.DataFrame(
            shifts, columns=["cluster_id", "from_year", "to_year", "growth", "reference", "mix", "own", "shown"]
        ),
    }


def scores_of() -> list[float]:
    return [30.0 + 2 * i for i in range(SIZE - 1)] + [np.nan]


def learnt() -> dict[str, pd.DataFrame]:
    """Two waves predicted, the second from more; a parameter estimated twice."""
    errors = {2025: (10, 3.0, 5.0, 12.0, 0.8), 2026: (30, 4.0, 5.0, 12.0, 0.9)}
    rows = [
        ("cluster", wave, "q", method, n, error, coverage if method == "cluster function" else np.nan)
        for wave, (n, *found, coverage) in errors.items()
        for method, error in zip(("cluster function", "same as last year", "mean of all"), found, strict=True)
    ]
    values = [("cluster", wave, 10, "sigma_eta", value, 0.5) for wave, value in ((2024, 2.6), (2026, 2.17))]
    return {
        "predictions": pd.DataFrame(rows, columns=["level", "wave", "what", "method", "n", "rmse", "coverage"]),
        "parameters": pd.DataFrame(values, columns=["level", "wave", "series", "name", "value", "se"]),
    }


def invented(day: str = NOW) -> dict[str, pd.DataFrame]:
    """Every table of the edition."""
    clusters = organisations()
    known = {"organisations": clusters, **labels(day, clusters), **scores(), **measured(), **managed(), **learnt()}
    return {**known, "competitiveness": competitiveness()}


def earlier() -> dict[str, pd.DataFrame]:
    """The edition of a year before: without the last organisation, with one that has left since."""
    clusters = organisations(range(SIZE - 1))
    gone = clusters.tail(1).assign(cluster_id="synthetic-9999", name="Synthetic cluster 9999")
    clusters = pd.concat([clusters, gone], ignore_index=True)
    return {"organisations": clusters, **labels(BEFORE, clusters), **scores()}


def labels_only() -> dict[str, pd.DataFrame]:
    """What the registry of real organisations gives: labels, nothing else, not every area known."""
    clusters = organisations().assign(area=[*AREAS[:9], *[None] * 13])
    nothing = {name: frame.iloc[:0] for name, frame in scores().items()}
    return {"organisations": clusters, **labels(NOW, clusters), **nothing}


def stored(folder: Path, described: dict, tables: dict[str, pd.DataFrame]) -> Path:
    """An edition's results as files."""
    (folder / "results").mkdir(parents=True)
    (folder / "results" / "edition.json").write_text(json.dumps(described), encoding="utf-8")
    for name, frame in tables.items():
        frame.to_parquet(folder / "results" / f"{name}.parquet", index=False)
    return folder


def published(folder: Path, since: Path | str = "") -> nbformat.NotebookNode:
    """The publication's notebook as if it had run: its cells' HTML and its record, without the cost of a kernel."""
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    names = {"edition": str(folder), "as_of": "", "since": str(since)}
    for cell in notebook.cells[1:-1]:
        tree = ast.parse(cell.source)
        last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
        exec(compile(tree, "cell", "exec"), names)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
        if value is not None:
            cell.outputs = [nbformat.v4.new_output("display_data", {"text/html": value.data})]
    kept = {RECORD: output.summary(names["p"])}
    notebook.cells[-1].outputs = [nbformat.v4.new_output("display_data", kept)]
    return notebook
