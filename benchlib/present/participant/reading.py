"""One participant's rows of an edition: everything that its report may read, and nothing of any other participant."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from benchlib.present.results import FOLDER, ORGANISATIONS, UnknownOrganisation, described, plain, rows

PARTICIPANTS = "participants"
UNIT = ("cluster_id", "participant_id")
COLUMNS: Mapping[str, str] = {  # by table; not what is usual among units: of few of them it would tell of the others
    "organisations": "name country_name area",
    "participants": "name type joined left",
    "participant_figures": "year indicator value",
    "participant_standing": "year indicator view typical third others shown",
    "participant_peers": "year aspect respondents shrunk low high shown",
    "participant_competitiveness": "year q estimate low high predicted predicted_low predicted_high peers aspect "
    "drift forecast",
}


class UnknownParticipant(LookupError):
    """The edition holds no participant of these ids."""


@dataclass(frozen=True)
class ParticipantResults:
    """What an edition says about one participant of a cluster.

    edition: the edition as a whole; cluster, participant: one row each; the frames hold the columns of COLUMNS, this
    participant's rows only; any of them may have no row.
    """

    edition: Mapping[str, Any]
    cluster: pd.Series
    participant: pd.Series
    figures: pd.DataFrame
    standing: pd.DataFrame
    peers: pd.DataFrame
    competitiveness: pd.DataFrame

    @property
    def as_of(self) -> dt.date:
        """The day that the edition speaks of."""
        return dt.date.fromisoformat(self.edition["as_of"])

    @property
    def settings(self) -> Mapping[str, Any]:
        """The cluster function's settings, as the edition describes them."""
        return self.edition["competitiveness"]


def read(edition: Path | str, cluster_id: str, participant_id: str, as_of: str = "") -> ParticipantResults:
    """The rows of one participant in an edition's folder.

    as_of: empty, or the edition's own day. Raises FileNotFoundError where the folder is no edition, ValueError for
    another day, UnknownOrganisation, UnknownParticipant.
    """
    about, folder = described(edition, as_of), Path(edition) / FOLDER
    ids = (cluster_id, participant_id)
    frames = {name: _rows(folder / f"{name}.parquet", ids) for name in COLUMNS}
    return of(about, frames, *ids)


def of(
    edition: Mapping[str, Any], frames: Mapping[str, pd.DataFrame], cluster_id: str, participant_id: str
) -> ParticipantResults:
    """The rows of one participant, from an edition's frames. Raises UnknownOrganisation, UnknownParticipant."""
    ids = (cluster_id, participant_id)
    mine = {name: _mine(frames[name], name, ids) for name in COLUMNS}
    cluster, participant = mine.pop(ORGANISATIONS), mine.pop(PARTICIPANTS)
    if cluster.empty:
        raise UnknownOrganisation(f"{cluster_id!r}: no such organisation in the edition {edition['name']}")
    if participant.empty:
        raise UnknownParticipant(f"{participant_id!r}: no such participant of {cluster_id} in the edition")
    named = {name.removeprefix("participant_"): frame for name, frame in mine.items()}
    return ParticipantResults(edition, cluster.iloc[0], participant.iloc[0], **named)


def _keys(table: str) -> tuple[str, ...]:
    """Columns that say whose a row is."""
    return UNIT[:1] if table == ORGANISATIONS else UNIT


def _rows(file: Path, ids: tuple[str, str]) -> pd.DataFrame:
    whose = dict(zip(_keys(file.stem), ids, strict=False))
    return rows(file, whose, [*whose, *COLUMNS[file.stem].split()])


def _mine(frame: pd.DataFrame, table: str, ids: tuple[str, str]) -> pd.DataFrame:
    keys = _keys(table)
    mine = pd.Series(True, index=frame.index)
    for key, value in zip(keys, ids, strict=False):
        mine &= frame[key] == value
    return plain(frame.loc[mine, [*keys, *COLUMNS[table].split()]])
