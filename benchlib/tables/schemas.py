"""The tables of facts: their columns, codes, units and keys, and the pandera schema of each.

A table is long, one row a fact. Every date column `x` may be partial (a year, a month) and becomes three columns in the
typed frame: `x` (the text as given), `x_from` and `x_to` (first and last day it can mean).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import pandas as pd
import pandera.pandas as pa
from babel import Locale

Kind = Literal["id", "text", "url", "code", "integer", "number", "date", "moment", "answer"]

ID_PATTERN = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
NUTS2_PATTERN = r"[A-Z]{2}[0-9A-Z]{2}"
SYNTHETIC_PREFIX = "synthetic-"
LISTED_CODES = 20  # a longer list of codes is described instead of printed
NOT_COUNTRIES = {"EU", "EZ", "UN", "XA", "XB", "QO", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA"}
NUTS_COUNTRY = {"GR": "EL", "GB": "UK"}  # where NUTS and ISO 3166 differ
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2100, 12, 31)  # a date outside is a slip of the pen

LEVELS = ("bronze", "silver", "gold")
AREAS = (
    "Aviation and space",
    "Biotechnology",
    "Construction",
    "Creative industries",
    "Energy and environment",
    "Food industry",
    "Health and medical science",
    "ICT",
    "Maritime technologies, water resources",
    "Micro, nano and optical technologies",
    "New materials and chemistry",
    "Production and engineering",
    "Sports, Leisure and Tourism",
    "Transportation and mobility",
)
PARTICIPANT_TYPES: Mapping[str, str] = {
    "small_medium_firm": "Small and medium firms",
    "large_firm": "Large firms",
    "start_up": "Start-ups and spin-offs",
    "university": "Universities",
    "research_institute": "Research institutes",
    "hospital": "Hospitals",
    "public_authority": "Public authorities",
    "non_profit": "Non-profit organisations",
    "private_person": "Private persons",
    "other": "Other",
}
STATED_TOTAL = "stated_total"
STATED_TYPES = {**PARTICIPANT_TYPES, STATED_TOTAL: "All of them, as stated"}
COMMITMENTS = ("agreement", "fee", "activity", "none")
ASSESSMENT_KINDS = ("self", "benchmark", "audit")
ASSESSMENT_STATES = ("draft", "submitted", "agreed")
CONSENSUS = "consensus"

EXPECTED: Mapping[Kind, str] = {
    "id": "expected 1 to 64 letters, digits, dots, hyphens or underscores, starting with a letter or digit",
    "text": "expected text without control characters",
    "url": "expected an address starting with http:// or https://",
    "code": "expected one of the codes",
    "integer": "expected a whole number",
    "number": "expected a number with a decimal point",
    "date": "expected a date as YYYY-MM-DD, or a partial one as YYYY-MM or YYYY",
    "moment": "expected a date or a date with time as YYYY-MM-DDTHH:MM",
    "answer": "expected a number, or yes or no",
}


@cache
def countries() -> Mapping[str, str]:
    """ISO 3166 two-letter codes (and XK) with their English names, from the Unicode CLDR."""
    territories = Locale("en").territories
    return {code: name for code, name in sorted(territories.items()) if len(code) == 2 and code not in NOT_COUNTRIES}


@dataclass(frozen=True)
class Field:
    """One column as it stands in a file: kind, meaning, unit, codes and what they mean, bounds, how to fill it in."""

    name: str
    kind: Kind
    meaning: str
    unit: str = ""
    required: bool = False
    codes: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict, hash=False)  # code -> what it means
    low: float | None = None
    high: float | None = None
    pattern: str | None = None
    form: str = ""  # the pattern in words
    hint: str = ""  # how to fill it in, where its kind does not tell it
    future: bool = True

    def typed_columns(self) -> dict[str, pa.Column]:
        """The pandera columns that this field becomes."""
        if self.kind == "date":
            bound = pa.Column("datetime64[s]", nullable=True)
            return {
                self.name: pa.Column(str, nullable=not self.required),
                f"{self.name}_from": bound,
                f"{self.name}_to": bound,
            }
        dtypes = {"integer": "Int64", "number": float, "answer": float, "moment": "datetime64[s]"}
        return {self.name: pa.Column(dtypes.get(self.kind, str), self._checks(), nullable=not self.required)}

    def _checks(self) -> list[pa.Check]:
        checks = []
        if self.codes:
            checks.append(pa.Check.isin(self.codes, error="codes"))
        if self.pattern:
            checks.append(pa.Check(lambda text: text.str.fullmatch(self.pattern), error="pattern"))
        if self.low is not None:
            checks.append(pa.Check.ge(self.low, error=f"expected at least {self.low:g}"))
        if self.high is not None:
            checks.append(pa.Check.le(self.high, error=f"expected at most {self.high:g}"))
        return checks


@dataclass(frozen=True)
class Table:
    """A table of facts: its fields, the columns that make a row unique, and where its ids must exist.

    `again` is what is said to a row whose key stands further up, with that row in the place of {}.
    """

    name: str
    meaning: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    refers: Mapping[str, str] = field(default_factory=dict)  # column -> "table.column"
    again: str = "this key already stands in row {}"

    @property
    def columns(self) -> list[str]:
        """Column names as in a file."""
        return [f.name for f in self.fields]

    def __getitem__(self, column: str) -> Field:
        return next(f for f in self.fields if f.name == column)

    @property
    def schema(self) -> pa.DataFrameSchema:
        """The pandera schema of the typed frame; all its failures are collected when validated with `lazy=True`."""
        columns = {name: column for f in self.fields for name, column in f.typed_columns().items()}
        return pa.DataFrameSchema(columns, strict=True, name=self.name)

    def empty(self) -> pd.DataFrame:
        """A typed frame without rows."""
        dtypes = {name: column.dtype.type for name, column in self.schema.columns.items()}
        return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in dtypes.items()})


def _id(name: str, meaning: str, required: bool = True, hint: str = "") -> Field:
    return Field(name, "id", meaning, required=required, pattern=ID_PATTERN, hint=hint)


def _euros(name: str, meaning: str) -> Field:
    hint = "Whole EUR, such as 1250000: not thousands, no currency sign. Convert other currencies first."
    return Field(name, "number", meaning, "EUR", low=0, hint=hint)


def _code(name: str, meaning: str, codes: Sequence[str] | Mapping[str, str], required: bool = True) -> Field:
    labels = codes if isinstance(codes, Mapping) else {}
    return Field(name, "code", meaning, required=required, codes=tuple(codes), labels=labels)


_CLUSTER = _id("cluster_id", "the cluster organisation")
_SOURCE = Field("source", "text", "where this is from: an address or a document")
_OF_ORGANISATION = {"cluster_id": "organisations.cluster_id"}

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            "organisations",
            "cluster organisations, one row each",
            (
                _CLUSTER,
                Field("name", "text", "the organisation's name", required=True),
                _code("country", "the country's ISO 3166 code of two letters", countries(), required=False),
                Field(
                    "nuts2",
                    "text",
                    "NUTS 2 region of the management office",
                    pattern=NUTS2_PATTERN,
                    form="expected a NUTS 2 code: the country's two letters and two letters or digits, such as RO32",
                ),
                _code("area", "technology area (comparative portfolio)", AREAS, required=False),
                Field(
                    "founded_year",
                    "integer",
                    "year in which the organisation was founded",
                    "year",
                    low=1900,
                    future=False,
                ),
                Field("website", "url", "address of the organisation's web site"),
                _SOURCE,
            ),
            ("cluster_id",),
        ),
        Table(
            "participants",
            "firms, universities and others that take part in a cluster, one row each",
            (
                _CLUSTER,
                _id("participant_id", "the participant"),
                Field("name", "text", "the participant's name"),
                _code("type", "kind of participant", PARTICIPANT_TYPES),
                _code("committed_by", "what shows its commitment", COMMITMENTS),
                Field("distance_km", "number", "distance to the management office", "km", low=0),
                Field("joined", "date", "when it joined", "date", future=False),
                Field("left", "date", "when it left; empty while it takes part", "date", future=False),
            ),
            ("cluster_id", "participant_id"),
            _OF_ORGANISATION,
        ),
        Table(
            "participant_figures",
            "figures of participants, one row a year",
            (
                _id("participant_id", "the participant"),
                Field("year", "integer", "year of the figures", "year", required=True, low=1990, future=False),
                _euros("turnover_eur", "turnover"),
                _euros("exports_eur", "exports"),
                Field(
                    "employees",
                    "number",
                    "employees, full-time equivalents",
                    "FTE",
                    low=0,
                    hint="A number such as 12.5. Empty: not known; 0: none.",
                ),
                Field(
                    "innovations",
                    "number",
                    "new or improved products, services and processes",
                    "number",
                    low=0,
                    hint="A number. Empty: not known; 0: none.",
                ),
                _euros("rd_eur", "expenditure on research and development"),
            ),
            ("participant_id", "year"),
            {"participant_id": "participants.participant_id"},
        ),
        Table(
            "assessments",
            "assessments of a cluster organisation against a framework",
            (
                _id("assessment_id", "the assessment"),
                _CLUSTER,
                _id("framework", "id of the framework, such as ecei-31"),
                _code(
                    "kind", "who assesses: the organisation itself, a benchmarking expert, auditors", ASSESSMENT_KINDS
                ),
                Field("date", "date", "day of the interview or audit", "date", required=True, future=False),
                _code("status", "how far it is", ASSESSMENT_STATES),
            ),
            ("assessment_id",),
            _OF_ORGANISATION,
        ),
        Table(
            "answers",
            "answers to a framework's questions, one row an indicator and assessor",
            (
                _id("assessment_id", "the assessment"),
                _id("indicator", "id of the question in the framework"),
                _id("assessor", f"who answered; '{CONSENSUS}' for the agreed answer", required=False),
                Field("value", "answer", "the answer in the unit of the question; empty where it is missing"),
                Field("evidence", "text", "document or link that shows it"),
                Field("comment", "text", "remark"),
                Field(
                    "answered_at",
                    "moment",
                    "when it was answered; a later answer replaces an earlier one",
                    future=False,
                ),
            ),
            ("assessment_id", "indicator", "assessor", "answered_at"),
            {"assessment_id": "assessments.assessment_id"},
        ),
        Table(
            "peer_answers",
            "peers' answers on a cluster or one of its participants, one row a question",
            (
                _CLUSTER,
                _id(
                    "participant_id", "the participant that is judged; empty for the cluster as a whole", required=False
                ),
                _id("wave", "the survey wave, such as a year", hint="A year first, such as 2024 or 2024-autumn."),
                _id(
                    "respondent",
                    "the respondent, a number without meaning outside",
                    hint="Such as r1, the same for all answers of a person in a wave. Please no names.",
                ),
                _id("role", "the respondent's role", required=False, hint="One a person, such as participant."),
                _id("question", "id of the question"),
                Field(
                    "value",
                    "integer",
                    "1 (not at all) to 5 (fully)",
                    "1-5",
                    required=True,
                    low=1,
                    high=5,
                    hint="Choose from the list.",
                ),
            ),
            ("cluster_id", "participant_id", "wave", "respondent", "question"),
            _OF_ORGANISATION | {"participant_id": "participants.participant_id"},
            again="this respondent has answered this question already, in row {}",
        ),
        Table(
            "labels",
            "labels awarded, one row an award",
            (
                _CLUSTER,
                _code("level", "level of the label", LEVELS),
                Field("awarded", "date", "when it was awarded", "date", future=False),
                Field("valid_until", "date", "last day of its validity, where published", "date"),
                Field(
                    "score_percent", "number", "share of the maximum score, where published", "percent", low=0, high=100
                ),
                _SOURCE,
            ),
            ("cluster_id", "level", "awarded", "valid_until", "source"),
            _OF_ORGANISATION,
        ),
        Table(
            "cooperations",
            "joint projects and alliances of two cluster organisations",
            (
                _id("cluster_a", "one organisation"),
                _id("cluster_b", "the other organisation"),
                Field("project", "text", "project or alliance", required=True),
                Field("start", "date", "when it started", "date"),
                Field("end", "date", "when it ended", "date"),
            ),
            ("cluster_a", "cluster_b", "project"),
            {"cluster_a": "organisations.cluster_id", "cluster_b": "organisations.cluster_id"},
        ),
        Table(
            "compositions",
            "participants as an organisation states them, by type, without naming them",
            (
                _CLUSTER,
                Field("stated_on", "date", "when it was stated", "date", future=False),
                _code("type", f"kind of participant, or {STATED_TOTAL}", STATED_TYPES),
                Field("participants", "integer", "how many", "number", required=True, low=0),
                _SOURCE,
            ),
            ("cluster_id", "stated_on", "type", "source"),
            _OF_ORGANISATION,
        ),
        Table(
            "working_groups",
            "working groups of a cluster",
            (_CLUSTER, Field("name", "text", "the group's name", required=True), _SOURCE),
            ("cluster_id", "name"),
            _OF_ORGANISATION,
        ),
        Table(
            "aliases",
            "other names under which an organisation is found",
            (
                _CLUSTER,
                Field("alias", "text", "the other name", required=True),
                Field("reason", "text", "why both names mean one organisation", required=True),
                _SOURCE,
            ),
            ("alias",),
            _OF_ORGANISATION,
        ),
    )
}
