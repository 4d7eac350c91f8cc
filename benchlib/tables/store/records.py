"""What the store keeps beside the facts, in the form of the facts: versions of answers, states, what was replaced.

These tables are exported and imported with the facts; invitations are not.
"""

from collections.abc import Mapping

from benchlib.tables.schemas import TABLES, Field, Table

ANSWERS, ASSESSMENTS = "answers", "assessments"
VERSIONS, SUBMISSIONS, REPLACEMENTS = "answer_versions", "submissions", "replacements"
STATES = ("draft", "submitted", "reopened", "agreed")
OPEN = frozenset({"draft", "reopened"})
ROW_KEY = r"[0-9a-f]{64}"
ANSWER_KEY = ("assessment_id", "indicator", "assessor")

_WHO = Field("recorded_by", "text", "who recorded it", required=True)
_WHEN = Field("recorded_at", "moment", "when it was recorded", required=True)


def _number(name: str, meaning: str) -> Field:
    return Field(name, "integer", meaning, "number", required=True, low=1)


RECORDS: Mapping[str, Table] = {
    table.name: table
    for table in (
        Table(
            VERSIONS,
            "every version of every answer, the first one numbered 1; the last one holds",
            (*TABLES[ANSWERS].fields, _number("version", "number of the version"), _WHO, _WHEN),
            (*ANSWER_KEY, "version"),
            {"assessment_id": "assessments.assessment_id"},
        ),
        Table(
            SUBMISSIONS,
            "what happened to an assessment, in order; the last one holds",
            (
                TABLES[ASSESSMENTS]["assessment_id"],
                _number("number", "number of the step"),
                Field("state", "code", "state after the step", required=True, codes=STATES),
                _WHO,
                _WHEN,
            ),
            ("assessment_id", "number"),
            {"assessment_id": "assessments.assessment_id"},
        ),
        Table(
            REPLACEMENTS,
            "cells that an import has replaced, with what stood there before",
            (
                Field("table_name", "code", "the table", required=True, codes=tuple(TABLES)),
                Field("row_key", "text", "checksum of the row's key", required=True, pattern=ROW_KEY),
                Field("column_name", "text", "the column", required=True),
                _number("number", "number of the replacement of this cell"),
                Field("before", "text", "what stood there"),
                _WHO,
                _WHEN,
            ),
            ("table_name", "row_key", "column_name", "number"),
        ),
    )
}


def status(state: str) -> str:
    """The status of an assessment in a state: what was opened again is a draft.

    >>> status("reopened")
    'draft'
    """
    return "draft" if state in OPEN else state
