"""Facts that cannot all be true together. They are reported, never repaired."""

from collections.abc import Callable, Mapping

import pandas as pd

from benchlib.tables.faults import Fault, Severity
from benchlib.tables.schemas import NUTS_COUNTRY, STATED_TOTAL

Frames = Mapping[str, pd.DataFrame]


def find(frames: Frames, sources: Mapping[str, str]) -> list[Fault]:
    """Every contradiction in the given tables, with the row of its later fact."""
    found = []
    for table, rule in _RULES:
        if table in sources and not frames[table].empty:
            found += [
                Fault(sources[table], int(row), column, value, text, Severity.CONTRADICTION)
                for row, column, value, text in rule(frames)
            ]
    return found


Finding = tuple[int, str, str, str]


def compositions(frames: Frames) -> pd.DataFrame:
    """Stated totals beside the sum of their parts: cluster_id, stated_on, source, stated, added, difference, row.

    Only statements that give a total and at least one part; `difference` is added minus stated.
    """
    table = frames["compositions"].assign(row=frames["compositions"].index)
    statement = ["cluster_id", "stated_on", "source"]
    total = table[table["type"] == STATED_TOTAL]
    parts = table[table["type"] != STATED_TOTAL].groupby(statement, dropna=False)["participants"].sum()
    both = total.merge(parts.rename("added").reset_index(), on=statement).rename(columns={"participants": "stated"})
    return both.assign(difference=both["added"] - both["stated"])[[*statement, "stated", "added", "difference", "row"]]


def _sums(frames: Frames) -> list[Finding]:
    wrong = compositions(frames).query("difference != 0")
    text = "the parts add up to {}, a difference of {:+d}"
    return [
        (row, "participants", str(stated), text.format(added, difference))
        for row, stated, added, difference in zip(
            wrong["row"], wrong["stated"], wrong["added"], wrong["difference"], strict=True
        )
    ]


def _order(table: str, earlier: str, later: str) -> Callable[[Frames], list[Finding]]:
    def rule(frames: Frames) -> list[Finding]:
        frame = frames[table]
        wrong = frame[frame[f"{later}_to"] < frame[f"{earlier}_from"]]
        return [
            (row, later, end, f"lies before {earlier} ({start})")
            for row, start, end in zip(wrong.index, wrong[earlier], wrong[later], strict=True)
        ]

    return rule


def _exports(frames: Frames) -> list[Finding]:
    frame = frames["participant_figures"]
    wrong = frame[frame["exports_eur"] > frame["turnover_eur"]]
    return [
        (row, "exports_eur", f"{exports:.15g}", f"is more than the turnover ({turnover:.15g})")
        for row, exports, turnover in zip(wrong.index, wrong["exports_eur"], wrong["turnover_eur"], strict=True)
    ]


def _alone(frames: Frames) -> list[Finding]:
    frame = frames["cooperations"]
    wrong = frame["cluster_b"][frame["cluster_b"] == frame["cluster_a"]]
    return [(row, "cluster_b", id_, "cooperates with itself") for row, id_ in wrong.items()]


def _region(frames: Frames) -> list[Finding]:
    frame = frames["organisations"].dropna(subset=["country", "nuts2"])
    wrong = frame[frame["nuts2"].str[:2] != frame["country"].replace(NUTS_COUNTRY)]
    return [
        (row, "nuts2", region, f"does not lie in the organisation's country ({country})")
        for row, region, country in zip(wrong.index, wrong["nuts2"], wrong["country"], strict=True)
    ]


def _founded(frames: Frames) -> list[Finding]:
    first = frames["labels"].groupby("cluster_id")["awarded_to"].min().rename("first")
    frame = frames["organisations"].join(first, on="cluster_id")
    wrong = frame[(frame["founded_year"] > frame["first"].dt.year).fillna(False)]
    return [
        (row, "founded_year", str(year), f"lies after the first label ({label:%Y})")
        for row, year, label in zip(wrong.index, wrong["founded_year"], wrong["first"], strict=True)
    ]


_RULES: tuple[tuple[str, Callable[[Frames], list[Finding]]], ...] = (
    ("compositions", _sums),
    ("labels", _order("labels", "awarded", "valid_until")),
    ("participants", _order("participants", "joined", "left")),
    ("participant_figures", _exports),
    ("cooperations", _order("cooperations", "start", "end")),
    ("cooperations", _alone),
    ("organisations", _region),
    ("organisations", _founded),
)
