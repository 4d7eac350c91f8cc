"""All organisations, counted so that nothing is said of a single one."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from benchlib.assess import evidence, history, items, labels, scoring
from benchlib.assess.evidence import AGREED, MET, Evidence
from benchlib.compare.policy import holdings
from benchlib.rules.models import Framework
from benchlib.run.access import aggregates
from benchlib.tables.checking import Facts
from benchlib.tables.schemas import AREAS, EARLIEST, LEVELS, countries

WIDTH = 10  # percent of a class of totals
SHARE = "share"  # the condition on the total, in the label rules
HEAVIEST = 10.0  # weight of a group in a what-if

Frames = dict[str, pd.DataFrame]
Choices = dict[str, dict[str, str] | list[str]]


@dataclass(frozen=True)
class Census:
    """Facts, and the rules they are counted by.

    frameworks: by id, those that assessments may be made with; least: the smallest number that is shown; months: within
    which labels count as expiring.
    """

    known: Facts = field(repr=False)
    rules: Framework = field(repr=False)
    frameworks: Mapping[str, Framework] = field(repr=False)
    today: dt.date
    least: int
    months: int

    def choices(self) -> Choices:
        """What filters may be: countries (names by code), areas, labels, years on whose last day one can look.

        That a country or an area has an organisation is a published fact; of fewer than `least` nothing more is shown.
        """
        there = self.known["organisations"]
        codes, fields = (set(there[name].dropna()) for name in ("country", "area"))
        known = {code: name for code, name in countries().items() if code in codes}
        first = self._awards["awarded_from"].min()
        years = range(first.year if pd.notna(first) else self.today.year, self.today.year + 1)
        areas = [area for area in AREAS if area in fields]
        return {"country": known, "area": areas, "label": list(LEVELS), "year": [str(year) for year in years]}

    def frames(
        self, country: str | None = None, area: str | None = None, label: str | None = None, year: str | None = None
    ) -> Frames:
        """Counts of the organisations of a country, an area, that certainly hold a label; on the last day of a year.

        All counts are as `aggregates.kept_back` makes them: nan stands for fewer than `least`.

        - summary: organisations, assessed, bronze, silver, gold (certainly valid), least; one row
        - by_country: country, organisations, bronze, silver, gold, country_name
        - by_area: area, organisations, bronze, silver, gold
        - by_year: year, level, awarded (labels awarded in it)
        - expiring: until (a quarter, such as 2026Q4), level, labels (valid, and may end then)
        - totals: low, high (percent of the maximum), organisations (agreed, latest assessment)

        A filter that nothing fits gives nothing; a year that is none raises ValueError, with a sentence.
        """
        day = self._day(year)
        status = history.statuses(self._awards, self.known["organisations"]["cluster_id"], day, self.rules.labels)
        chosen = self._chosen(status, country, area, label)
        ids, total = chosen["cluster_id"], self._totals(day)
        mine = status[status["cluster_id"].isin(ids)]
        totals = total[total.index.isin(ids)]
        levels, named = list(LEVELS), countries()
        by_country = aggregates.counted(chosen, "country", levels, self.least)
        return {
            "summary": self._summary(chosen, len(totals)),
            "by_country": by_country.assign(country_name=by_country["country"].map(named).astype("str")),
            "by_area": aggregates.counted(chosen, "area", levels, self.least),
            "by_year": self._by_year(set(ids), day),
            "expiring": self._expiring(mine, chosen, day),
            "totals": aggregates.classes(totals, WIDTH, self.least),
        }

    def what_if(
        self, share: Mapping[str, float] | None = None, weights: Mapping[str, float] | None = None
    ) -> pd.DataFrame:
        """How many labels would move today: label, before, after, gained, lost; all organisations, suppressed.

        share: by label, the share of the maximum that it would ask for (0 to 1, whole percent); weights: by group, from
        0 to 10, tenths. Raises ValueError, with a sentence, for others.
        """
        changed = _changed(self.rules, share or {})
        reading = labels.Reading(self.rules.labels.strict, weights=_weighed(self.rules, weights or {}))
        known = self._evidence
        before, _ = labels.judge(known, self.rules, self.today)
        after, _ = labels.judge(known, changed, self.today, reading)
        rows = []
        for level in LEVELS:
            had, has = before[level] == MET, after[level] == MET
            numbers = [had.sum(), has.sum(), (has & ~had).sum(), (had & ~has).sum()]
            rows.append((level, *aggregates.kept_back(numbers, self.least)))
        return pd.DataFrame(rows, columns=["label", "before", "after", "gained", "lost"])

    @cached_property
    def _awards(self) -> pd.DataFrame:
        return history.timeline(self.known["labels"], self.rules.labels)

    @cached_property
    def _assessments(self) -> pd.DataFrame:
        """Agreed assessments that asked all that the framework asks."""
        asked = scoring.applicable(self.known["assessments"], self.rules, self.frameworks)
        return asked[asked["status"] == AGREED]

    @cached_property
    def _evidence(self) -> Evidence:
        there = self.known["organisations"]
        there = there[there["cluster_id"].isin(self._assessments["cluster_id"])]
        known = self.known
        return evidence.gather(there, self._assessments, known["answers"], known["labels"], self.rules, self.today)

    def _day(self, year: str | None) -> dt.date:
        if year is None:
            return self.today
        if not re.fullmatch("[0-9]{4}", year) or int(year) < EARLIEST.year:
            raise ValueError(f"expected a year such as {self.today.year}, not {year!r}"[:200])
        return min(dt.date(int(year), 12, 31), self.today)

    def _totals(self, day: dt.date) -> pd.Series:
        """Total in percent by cluster_id; missing where an answer is."""
        chosen = items.reported(self._assessments, day)
        points = scoring.points(self.known["answers"], pd.Index(chosen), self.rules, day)
        table = scoring.score(points, chosen.index.to_series(), self.rules, day)
        total = table[table["level"] == scoring.TOTAL]
        return pd.Series(total["percent"].to_numpy(float), index=total["cluster_id"].astype("str"))

    def _chosen(self, status: pd.DataFrame, country: str | None, area: str | None, label: str | None) -> pd.DataFrame:
        """Organisations that the filters leave, with a flag for each level that certainly holds."""
        valid = status.assign(valid=status["state"] == history.VALID)
        flags = valid.pivot(index="cluster_id", columns="level", values="valid")[list(LEVELS)].astype(bool)
        rows = self.known["organisations"][["cluster_id", "country", "area"]].join(flags, on="cluster_id")
        for column, value in (("country", country), ("area", area)):
            if value is not None:
                rows = rows[rows[column] == value]
        if label is None:
            return rows
        return rows[rows[label]] if label in LEVELS else rows.iloc[:0]

    def _summary(self, chosen: pd.DataFrame, assessed: int) -> pd.DataFrame:
        numbers = {"organisations": len(chosen), "assessed": assessed} | {one: chosen[one].sum() for one in LEVELS}
        shown = {name: float(aggregates.kept_back(number, self.least)) for name, number in numbers.items()}
        return pd.DataFrame([{**shown, "least": self.least}])

    def _by_year(self, ids: set[str], day: dt.date) -> pd.DataFrame:
        """Awards whose year is known."""
        awards = self._awards
        first, last = awards["awarded_from"], awards["awarded_to"]
        mine = awards["cluster_id"].isin(ids) & (last <= pd.Timestamp(day)) & (first.dt.year == last.dt.year)
        rows = awards[mine].assign(year=first[mine].dt.year.astype("int64"))
        return aggregates.tallied(rows, ["year", "level"], "awarded", self.least)

    def _expiring(self, status: pd.DataFrame, chosen: pd.DataFrame, day: dt.date) -> pd.DataFrame:
        there = self.known["organisations"]
        held = holdings.holders(there[there["cluster_id"].isin(chosen["cluster_id"])], status)
        ending = holdings.ending(status, held, day, self.months)
        sure = ending[ending["state"] == history.VALID]
        rows = sure.assign(until=sure["until_from"].dt.to_period("Q").astype("str"))
        return aggregates.tallied(rows, ["until", "level"], "labels", self.least)


def _changed(rules: Framework, share: Mapping[str, float]) -> Framework:
    """The rules with other shares asked for; those of all times, since the rest of the rule stays."""
    changes: dict[str, object] = {}
    for level, value in share.items():
        entries = rules.labels.levels[level].conditions.get(SHARE, []) if level in LEVELS else []
        if not entries or not _between(value, 1.0):
            raise ValueError(
                f"expected a share from 0 to 1 for a label that asks for one, not {level}: {value!r}"[:200]
            )
        dumped = [entry.model_dump(by_alias=True) | {"at_least": round(value, 2)} for entry in entries]
        changes[level] = {"conditions": {SHARE: dumped}}
    return rules.with_changes({"labels": {"levels": changes}}) if changes else rules


def _weighed(rules: Framework, weights: Mapping[str, float]) -> dict[str, float]:
    for group, weight in weights.items():
        if group not in rules.groups or not _between(weight, HEAVIEST):
            raise ValueError(f"expected a weight from 0 to {HEAVIEST:g} for a group, not {group}: {weight!r}"[:200])
    rounded = {group: round(float(weight), 1) for group, weight in weights.items()}
    if all(rounded.get(group, 1.0) == 0 for group in rules.groups):
        raise ValueError("expected at least one group with a weight above 0")
    return rounded


def _between(value: object, most: float) -> bool:
    return isinstance(value, int | float) and bool(np.isfinite(value)) and 0 <= value <= most
