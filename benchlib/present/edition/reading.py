"""The tables of a whole edition, and of the one it is compared with: everything that the publication may read."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from benchlib.present import results
from benchlib.rules import loading
from benchlib.rules.models import LabelRules

TABLES = ("organisations", "statuses", "timeline", "assessments", "scores")
UNIT = "cluster_id year"
LATER = {  # tables that an edition may lack: their columns
    "figures": f"{UNIT} indicator value score participants shown",
    "peers": f"{UNIT} aspect respondents mean shrunk usual shown",
    "competitiveness": f"{UNIT} q v estimate low high predicted predicted_low predicted_high peers drift forecast",
    "management": "cluster_id percent low high",
    "value_added": "cluster_id outcome effect low high shown",
    "shift_share": "cluster_id from_year to_year growth reference mix own shown",
    "parameters": "level wave series name value se",
    "predictions": "level wave what method n rmse coverage",
}
WHOLE = ("group", "total")  # levels of scores that the publication speaks of


@dataclass(frozen=True)
class Portfolio:
    """All organisations of an edition: `edition` describes it, each frame holds the rows of everybody.

    `rules`: the label rules that the edition was judged by. Frames of the cluster function and of the management may
    have no row; `earlier` is the edition to compare with, None where none is given.
    """

    edition: Mapping[str, Any]
    rules: LabelRules
    organisations: pd.DataFrame
    statuses: pd.DataFrame
    timeline: pd.DataFrame
    assessments: pd.DataFrame
    scores: pd.DataFrame
    figures: pd.DataFrame
    peers: pd.DataFrame
    competitiveness: pd.DataFrame
    management: pd.DataFrame
    value_added: pd.DataFrame
    shift_share: pd.DataFrame
    parameters: pd.DataFrame
    predictions: pd.DataFrame
    earlier: "Portfolio | None" = None

    @property
    def as_of(self) -> dt.date:
        """The day that the edition speaks of."""
        return dt.date.fromisoformat(self.edition["as_of"])

    @property
    def synthetic(self) -> bool:
        """Whether the organisations are invented."""
        return bool(self.edition["synthetic"])

    @property
    def least(self) -> int:
        """Organisations that a group needs to be shown: each of them sees the least number of others or more."""
        return int(self.edition["minimum_others"]) + 1


NAMES = tuple(field.name for field in fields(Portfolio) if field.name in TABLES or field.name in LATER)


def read(edition: Path | str, as_of: str = "", since: Path | str = "") -> Portfolio:
    """The tables of an edition's folder, beside those of an earlier one.

    as_of: empty, or the edition's own day. since: empty, or the folder of an edition of an earlier day. Raises
    FileNotFoundError where a folder is no edition, ValueError for another day, for an edition that is not earlier, and
    where one is synthetic and the other is not.
    """
    now = _one(Path(edition), as_of)
    if not str(since):
        return now
    before = _one(Path(since), "")
    if before.synthetic != now.synthetic:
        raise ValueError(f"since {before.edition['name']}: real and synthetic editions are never compared")
    if before.as_of >= now.as_of:
        raise ValueError(f"since {before.edition['name']}: its day, {before.as_of}, is not before {now.as_of}")
    return replace(now, earlier=before)


def _one(folder: Path, as_of: str) -> Portfolio:
    about = results.described(folder if folder.name else "", as_of)
    return of(about, {name: _table(folder / results.FOLDER / f"{name}.parquet") for name in NAMES})


def _table(file: Path) -> pd.DataFrame:
    """A table, of the scores only those of groups and totals; without its file one without rows."""
    if file.stem in LATER and not file.is_file():
        return pd.DataFrame(columns=LATER[file.stem].split())
    chosen = [("level", "in", WHOLE)] if file.stem == "scores" else None
    return pq.read_table(file, filters=chosen).to_pandas()


def of(edition: Mapping[str, Any], frames: Mapping[str, pd.DataFrame]) -> Portfolio:
    """A portfolio from an edition's frames; those that may be absent have no row where they are.

    Raises ValueError where the label rules of the edition are not known any more.
    """
    empty = {name: pd.DataFrame(columns=columns.split()) for name, columns in LATER.items()}
    given = {name: frame for name, frame in frames.items() if name in NAMES}
    return Portfolio(edition, _rules(edition), **{**empty, **given})


def _rules(edition: Mapping[str, Any]) -> LabelRules:
    """The edition's own label rules where it keeps them, else those shipped, if they are the same version."""
    if "label_rules" in edition:
        return LabelRules.model_validate_json(json.dumps(edition["label_rules"]))
    rules = loading.framework(edition["framework"]).labels
    if (rules.id, rules.version.isoformat()) != (edition["rules"], edition["rules_version"]):
        kept = f"{edition['rules']} of {edition['rules_version']}"
        raise ValueError(f"the label rules {kept} are not here any more; make the edition again")
    return rules
