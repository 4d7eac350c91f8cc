"""Signs of labels: what is held and until when, what stands between an organisation and the next one."""

import numpy as np
import pandas as pd

from benchlib.assess import evidence, history
from benchlib.assess import months as calendar
from benchlib.assess.path.routes import PATH
from benchlib.assess.verdicts import OUTCOMES
from benchlib.compare.advice.signs.catalogue import (
    CLUSTER,
    Settings,
    Sign,
    Tables,
    count,
    given,
    listed,
    months,
    percent,
    text,
)

SIGNS: dict[str, Sign] = {
    "label": text("the highest label that is certainly valid", "statuses"),
    "labels_ever": count("how many of the labels were ever awarded", "statuses", "label", "labels"),
    "labels_valid": count("how many are certainly valid", "statuses", "label", "labels"),
    "labels_unclear": count("labels of which nobody can tell whether they are valid", "statuses", "label", "labels"),
    "months_to_expiry": months("whole months until the highest valid label ends", "statuses"),
    "lapsed_label": text("the highest label ever awarded, where it has expired", "statuses"),
    "months_to_renew": months("whole months left in which the expired label can still be renewed", "statuses"),
    "months_since_lapse": months("whole months since it expired, where it can no longer be renewed", "statuses"),
    "label_verdict": text("what the last assessment says of the label held", "verdicts"),
    "label_unmet": count("conditions of the label held that are not met now", "conditions", "condition", "conditions"),
    "label_unmet_items": text("which these are", "conditions"),
    "label_odds": percent("probability that the label held would be awarded again", "odds"),
    "fragile_items": count("indicators that lose the label held by one step down", "flips", "indicator", "indicators"),
    "fragile_names": text("which these are", "flips"),
    "next_label": text("the label that the path leads to, else the one above the highest valid one", "paths"),
    "next_verdict": text("what the last assessment says of it", "verdicts"),
    "next_odds": percent("probability that it would be awarded", "odds"),
    "next_unmet": count("conditions of it that are not met", "conditions", "condition", "conditions"),
    "next_minimum_unmet": count("indicators below what it asks for", "conditions", "indicator", "indicators"),
    "next_minimum_items": text("which these are", "conditions"),
    "next_formal_unmet": count(
        "its conditions beside indicators that are not met", "conditions", "condition", "conditions"
    ),
    "next_formal_titles": text("which these are", "conditions"),
    "next_unknown": count(
        "its conditions that nobody can tell for lack of evidence", "conditions", "condition", "conditions"
    ),
    "next_unknown_titles": text("which these are", "conditions"),
}

MET, NOT_MET, CANNOT_TELL = (OUTCOMES[code] for code in (evidence.MET, evidence.NOT_MET, evidence.CANNOT_TELL))
CONDITION = [CLUSTER, "label", "outcome", "item", "item_name", "title", "margin"]
DAYS = ("valid_until_from", "valid_until_to", "renew_until")


def read(tables: Tables, settings: Settings, ways: pd.DataFrame) -> pd.DataFrame:
    """The signs of this module by cluster_id; those whose table is absent are left out.

    ways: of `path.ways`; the label that one leads to is the next one.
    """
    statuses = given(tables, "statuses")
    if statuses is None or statuses.empty:
        return pd.DataFrame()
    held = _held(statuses, settings)
    if len(ways):
        leads = ways.loc[ways["status"] == PATH, "label"].reindex(held.index)
        held["next_label"] = leads.where(leads.notna(), held["next_label"])
    frames = [held]
    for whose, names in (("label", held["label"]), ("next", held["next_label"])):
        frames.append(_judged(tables, names.dropna(), whose, settings))
    frames.append(_fragile(tables, held["label"].dropna()))
    return pd.concat(frames, axis="columns")


def _held(statuses: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """What is held, what has expired, what comes next."""
    levels = settings.levels
    state = statuses.pivot(index=CLUSTER, columns="level", values="state").reindex(columns=levels)
    ever = statuses.pivot(index=CLUSTER, columns="level", values="ever").reindex(columns=levels).eq(True)
    valid = _highest(state.eq(history.VALID))
    top = _highest(ever)
    lapsed = np.where(np.take_along_axis(state.to_numpy() == history.EXPIRED, top[:, None], 1)[:, 0], top, -1)
    following = np.append(levels, "")[np.minimum(valid + 1, len(levels))]
    day = np.full(len(state), np.datetime64(settings.as_of))
    ends = {key: _taken(statuses, key, state.index, levels) for key in DAYS}
    renewable = _at(ends["renew_until"], lapsed) >= day
    columns = {
        "label": _words(valid, levels),
        "labels_ever": ever.sum(axis=1).to_numpy(float),
        "labels_valid": state.eq(history.VALID).sum(axis=1).to_numpy(float),
        "labels_unclear": state.eq(history.CANNOT_TELL).sum(axis=1).to_numpy(float),
        "months_to_expiry": np.floor(calendar.between(day, _at(ends["valid_until_from"], valid))),
        "lapsed_label": _words(lapsed, levels),
        "months_to_renew": np.floor(
            calendar.between(day, np.where(renewable, _at(ends["renew_until"], lapsed), history.NAT))
        ),
        "months_since_lapse": np.floor(
            calendar.between(np.where(renewable, history.NAT, _at(ends["valid_until_to"], lapsed)), day)
        ),
        "next_label": np.where(following == "", None, following),
    }
    return pd.DataFrame(columns, index=state.index)


def _highest(mask: pd.DataFrame) -> np.ndarray:
    """The last column that holds, -1 for none, (n,)."""
    array = mask.to_numpy(bool)
    return np.where(array.any(axis=1), array.shape[1] - 1 - array[:, ::-1].argmax(axis=1), -1)


def _taken(statuses: pd.DataFrame, key: str, clusters: pd.Index, levels: list[str]) -> np.ndarray:
    wide = statuses.pivot(index=CLUSTER, columns="level", values=key).reindex(index=clusters, columns=levels)
    return np.column_stack([calendar.days(wide[level]) for level in levels])


def _at(values: np.ndarray, column: np.ndarray) -> np.ndarray:
    """The value of each row in the column named for it; NaT where that is -1."""
    padded = np.column_stack([values, np.full(len(values), history.NAT)])
    return padded[np.arange(len(values)), column]


def _words(place: np.ndarray, levels: list[str]) -> np.ndarray:
    return np.array([*levels, None], dtype=object)[place]


def _judged(tables: Tables, level: pd.Series, whose: str, settings: Settings) -> pd.DataFrame:
    """Verdict, odds and conditions of one label an organisation. level: names by cluster_id."""
    columns: dict[str, pd.Series] = {}
    verdicts, odds, conditions = (given(tables, name) for name in ("verdicts", "odds", "conditions"))
    if verdicts is not None:
        columns[f"{whose}_verdict"] = _mine(verdicts, level).set_index(CLUSTER)["verdict"]
    if odds is not None:
        columns[f"{whose}_odds"] = 100 * _mine(odds, level).set_index(CLUSTER)["awarded"]
    if conditions is not None:
        judged = level.index[level.index.isin(conditions[CLUSTER].unique())]
        unsettled = conditions.loc[conditions["outcome"] != MET, CONDITION]
        columns |= _open(_mine(unsettled, level), judged, whose, settings)
    return pd.DataFrame(columns)


def _mine(frame: pd.DataFrame, level: pd.Series) -> pd.DataFrame:
    """Rows on the label that is named for their organisation."""
    return frame[frame["label"] == frame[CLUSTER].map(level)]


def _open(rows: pd.DataFrame, judged: pd.Index, whose: str, settings: Settings) -> dict[str, pd.Series]:
    """Counts and names of conditions that are not met or not known; organisations with none count 0."""
    rows = rows.assign(words=rows["item_name"].fillna(rows["title"]))
    unmet, unknown = rows[rows["outcome"] == NOT_MET], rows[rows["outcome"] == CANNOT_TELL]
    scored = unmet["item"].isin(list(settings.framework.indicators))
    lowest_first = unmet[scored].sort_values("margin", kind="stable")
    parts = {
        ("unmet", "unmet_items"): unmet,
        ("minimum_unmet", "minimum_items"): lowest_first.drop_duplicates([CLUSTER, "item"]),
        ("formal_unmet", "formal_titles"): unmet[~scored],
        ("unknown", "unknown_titles"): unknown.drop_duplicates([CLUSTER, "words"]),
    }
    columns = {}
    for (number, names), part in parts.items():
        columns[f"{whose}_{number}"] = part.groupby(CLUSTER).size().reindex(judged, fill_value=0).astype(float)
        columns[f"{whose}_{names}"] = listed(part, "words")
    return {name: column for name, column in columns.items() if name in SIGNS}


def _fragile(tables: Tables, level: pd.Series) -> pd.DataFrame:
    """Indicators that lose the label held by a step down."""
    flips, items = given(tables, "flips"), given(tables, "items")
    if flips is None or items is None:
        return pd.DataFrame()
    names = items.drop_duplicates("item").set_index("item")["name"]
    rows = flips[(flips["direction"] == "down") & (flips["verdict_before"] == "awarded")]
    rows = rows[rows["label"] == rows[CLUSTER].map(level)]
    number = rows.groupby(CLUSTER).size().reindex(level.index, fill_value=0).astype(float)
    return pd.DataFrame(
        {"fragile_items": number, "fragile_names": listed(rows.assign(name=rows["item"].map(names)), "name")}
    )
