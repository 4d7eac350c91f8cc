"""One organisation's rows of an edition: everything that a report may read."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

FOLDER = "results"
EDITION_FILE = "edition.json"
ORGANISATIONS = "organisations"


class UnknownOrganisation(LookupError):
    """The edition holds no organisation of this id."""


@dataclass(frozen=True)
class Results:
    """What an edition says about one organisation: `edition` describes the edition, each frame holds its rows only.

    The columns of each frame are those that the edition writes; a frame may have no row. Those in SHARED are on the
    portfolio as a whole.
    """

    edition: Mapping[str, Any]
    organisation: pd.Series
    statuses: pd.DataFrame
    timeline: pd.DataFrame
    verdicts: pd.DataFrame
    conditions: pd.DataFrame
    assessments: pd.DataFrame
    scores: pd.DataFrame
    items: pd.DataFrame
    standing: pd.DataFrame
    robustness: pd.DataFrame
    robustness_by: pd.DataFrame
    excellence: pd.DataFrame
    odds: pd.DataFrame
    flips: pd.DataFrame
    strengths: pd.DataFrame
    criteria: pd.DataFrame
    compositions: pd.DataFrame
    contradictions: pd.DataFrame
    working_groups: pd.DataFrame
    figures: pd.DataFrame
    peers: pd.DataFrame
    reliability: pd.DataFrame
    competitiveness: pd.DataFrame
    management: pd.DataFrame
    value_added: pd.DataFrame
    shift_share: pd.DataFrame
    paths: pd.DataFrame
    path_steps: pd.DataFrame
    point_values: pd.DataFrame
    recommendations: pd.DataFrame
    steps_by_others: pd.DataFrame
    parameters: pd.DataFrame

    @property
    def as_of(self) -> dt.date:
        """The day that the edition speaks of."""
        return dt.date.fromisoformat(self.edition["as_of"])

    @property
    def reported(self) -> pd.Series | None:
        """The assessment that the report is about, or None where there is none."""
        rows = self.assessments[self.assessments["reported"].astype(bool)]
        return None if rows.empty else rows.iloc[0]

    def score(self, item: str) -> pd.Series | None:
        """The reported assessment's score of an indicator, a group or the total; None where there is none."""
        reported = self.reported
        if reported is None:
            return None
        rows = self.scores[(self.scores["assessment_id"] == reported["assessment_id"]) & (self.scores["item"] == item)]
        return None if rows.empty else rows.iloc[0]

    def among(self, item: str, view: str) -> pd.Series | None:
        """Standing of an item in a comparative portfolio; None where it is kept back or not known."""
        rows = self.standing[(self.standing["item"] == item) & (self.standing["view"] == view)]
        return None if rows.empty or not bool(rows.iloc[0]["shown"]) else rows.iloc[0]


TABLES = tuple(field.name for field in fields(Results) if field.name not in ("edition", "organisation"))
SHARED = ("steps_by_others", "parameters")  # on the portfolio as a whole, the same for every reader


def read(edition: Path | str, cluster_id: str, as_of: str = "") -> Results:
    """The rows of one organisation in an edition's folder.

    as_of: empty, or the edition's own day: what was computed for one day is not shown as another's.
    Raises FileNotFoundError where the folder is no edition, ValueError for another day, UnknownOrganisation.
    """
    folder = Path(edition) / FOLDER
    described = folder / EDITION_FILE
    if not described.is_file():
        raise FileNotFoundError(f"{edition or 'no folder given'}: no edition here; expected {FOLDER}/{EDITION_FILE}")
    about = json.loads(described.read_text(encoding="utf-8"))
    if as_of and as_of != about["as_of"]:
        raise ValueError(f"as_of {as_of}: this edition was computed for {about['as_of']}")
    frames = {name: _rows(folder / f"{name}.parquet", cluster_id) for name in (ORGANISATIONS, *TABLES)}
    return of(about, frames, cluster_id)


def of(edition: Mapping[str, Any], frames: Mapping[str, pd.DataFrame], cluster_id: str) -> Results:
    """The rows of one organisation, from an edition's frames. Raises UnknownOrganisation."""
    mine = {
        name: frame if name in SHARED else frame[frame["cluster_id"] == cluster_id].reset_index(drop=True)
        for name, frame in frames.items()
    }
    organisation = mine.pop(ORGANISATIONS)
    if organisation.empty:
        raise UnknownOrganisation(f"{cluster_id!r}: no such organisation in the edition {edition['name']}")
    return Results(edition, organisation.iloc[0], **{name: mine[name] for name in TABLES})


def _rows(file: Path, cluster_id: str) -> pd.DataFrame:
    whose = None if file.stem in SHARED else [("cluster_id", "==", cluster_id)]
    return pq.read_table(file, filters=whose).to_pandas()
