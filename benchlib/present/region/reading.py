"""One NUTS 2 region's rows of an edition: everything that its report may read."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pandas as pd

from benchlib.present.results import FOLDER, described, plain, rows

KEY, REGIONS = "nuts2", "regions"
PARTS = ("industries", "wealth", "competitiveness", "holders")
TABLES = (REGIONS, *(f"region_{part}" for part in PARTS))


class UnknownRegion(LookupError):
    """The edition holds no region of this code."""


@dataclass(frozen=True, eq=False)
class RegionResults:
    """What an edition says about one region: `edition` describes the edition, `region` is one row of `regions`.

    Each frame holds this region's rows of the table `region_NAME`; any of them may have no row.
    """

    edition: Mapping[str, Any]
    region: pd.Series
    industries: pd.DataFrame
    wealth: pd.DataFrame
    competitiveness: pd.DataFrame
    holders: pd.DataFrame

    @cached_property
    def as_of(self) -> dt.date:
        """The day that the edition speaks of."""
        return dt.date.fromisoformat(self.edition["as_of"])

    @property
    def invented(self) -> bool:
        """Whether the edition's organisations are invented: then this report leaves them out."""
        return bool(self.edition["synthetic"])

    @property
    def code(self) -> str:
        """The region's code."""
        return str(self.region["nuts2"])

    @property
    def name(self) -> str:
        """The region's name, or its code where no name is known."""
        known = self.region["name"]
        return str(known) if isinstance(known, str) and known else self.code


def read(edition: Path | str, nuts2: str, as_of: str = "") -> RegionResults:
    """The rows of one region, by its NUTS 2 code of 2013, in an edition's folder.

    as_of: empty, or the edition's own day. Raises FileNotFoundError where the folder is no edition, ValueError for
    another day, UnknownRegion.
    """
    about = described(edition, as_of)
    folder = Path(edition) / FOLDER
    return _assembled(about, {name: rows(folder / f"{name}.parquet", {KEY: nuts2}) for name in TABLES}, nuts2)


def of(edition: Mapping[str, Any], frames: Mapping[str, pd.DataFrame], nuts2: str) -> RegionResults:
    """The rows of one region, from an edition's frames. Raises UnknownRegion."""
    mine = {name: plain(frames[name][frames[name][KEY] == nuts2]) for name in TABLES}
    return _assembled(edition, mine, nuts2)


def _assembled(edition: Mapping[str, Any], mine: Mapping[str, pd.DataFrame], nuts2: str) -> RegionResults:
    if mine[REGIONS].empty:
        raise UnknownRegion(f"{nuts2!r}: no such NUTS 2 region (2013) in the edition {edition['name']}")
    return RegionResults(edition, mine[REGIONS].iloc[0], **{part: mine[f"region_{part}"] for part in PARTS})
