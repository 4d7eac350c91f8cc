"""Peers that answer twice: under two roles, or under two spellings; and waves that say no year.

The same key twice is an error and found with those of all tables. Here stands what may be right, but seldom is.
"""

import re
from collections.abc import Mapping

import numpy as np
import pandas as pd

from benchlib.tables.faults import Fault, Severity

ANSWERS = "peer_answers"
JUDGED = ("cluster_id", "participant_id")  # whom an answer is about
WAVE_YEAR = r"[0-9]{4}"  # a wave is named after its year: 2024, 2024-autumn


def find(frames: Mapping[str, pd.DataFrame], sources: Mapping[str, str]) -> list[Fault]:
    """Doubtful answers of peers as contradictions, waves without a year as notes; `sources` names the file or sheet."""
    answers = frames[ANSWERS]
    if ANSWERS not in sources or answers.empty:
        return []
    whole = answers.dropna(subset=["cluster_id", "wave", "respondent"])
    wave = _numbered([whole[name] for name in (*JUDGED, "wave")])
    person = _numbered([wave, whole["respondent"]])
    found = [*_roles(whole, person), *_spellings(whole)]
    faults = [Fault(sources[ANSWERS], *finding, severity=Severity.CONTRADICTION) for finding in found]
    return faults + [Fault(sources[ANSWERS], *finding, severity=Severity.NOTE) for finding in _waves(answers)]


Finding = tuple[int, str, str, str]


def _numbered(keys: list[pd.Series]) -> pd.Series:
    """A number for each distinct combination of values; what is missing counts as one value."""
    number = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        codes, values = pd.factorize(key, use_na_sentinel=False)
        number, _ = pd.factorize(number * max(len(values), 1) + codes)
    return pd.Series(number, keys[0].index)


def _roles(answers: pd.DataFrame, person: pd.Series) -> list[Finding]:
    """The first answer of a respondent under a role other than the one before, within a wave and about one unit."""
    roles = pd.Series(pd.factorize(answers["role"])[0], answers.index)  # -1 where missing
    known = roles >= 0
    by_person = roles[known].groupby(person[known])
    several = by_person.transform("min") != by_person.transform("max")
    rows = answers.loc[several.index[several]].assign(person=person)
    firsts = rows.drop_duplicates(["person", "role"])
    before = firsts["role"].groupby(firsts["person"]).transform("first")
    first_row = pd.Series(firsts.index, firsts.index).groupby(firsts["person"]).transform("first")
    text = "respondent {} answers as {} in row {}; one respondent has one role in a wave"
    return [
        (int(row), "role", role, text.format(respondent, other, earlier))
        for row, role, respondent, other, earlier in zip(
            firsts.index, firsts["role"], firsts["respondent"], before, first_row, strict=True
        )
        if row != earlier
    ]


def _spellings(answers: pd.DataFrame) -> list[Finding]:
    """Answers to one question whose respondent, question or wave differ from those of a row above in spelling only."""
    names = ["wave", "respondent", "question"]
    plain = {name: _plain(answers[name]) for name in names}
    if all(alike is answers[name] for name, alike in plain.items()):
        return []
    exact = _numbered([answers[name] for name in (*JUDGED, *names)])
    loose = _numbered([*(answers[name] for name in JUDGED), *plain.values()])
    kept = answers["question"].notna() & ~exact.duplicated()
    rows, loose = answers[kept], loose[kept]
    first = pd.Series(rows.index, rows.index).groupby(loose).transform("first")
    again = rows[loose.duplicated()]
    text = (
        "is spelled like row {}, but for capitals, hyphens, dots or underscores; is it one respondent answering twice?"
    )
    return [
        (int(row), ", ".join(names), ", ".join(cells), text.format(earlier))
        for (row, *cells), earlier in zip(again[names].itertuples(), first[again.index], strict=True)
    ]


def _plain(cells: pd.Series) -> pd.Series:
    """Values without capitals and with one sign between words; the same object where no two of them are alike."""
    distinct = cells.dropna().unique()
    alike = {value: re.sub(r"[-_.]+", "-", value.casefold()) for value in distinct}
    return cells if len(set(alike.values())) == len(alike) else cells.map(alike)


def _waves(answers: pd.DataFrame) -> list[Finding]:
    """The first row of each wave whose name does not start with a year."""
    waves = answers["wave"].dropna()
    counts = waves.value_counts()
    strange = [wave for wave in counts.index if not re.match(WAVE_YEAR, wave)]
    rows = waves[waves.isin(strange)].drop_duplicates()
    text = (
        "expected a year of four digits at the start, such as 2024 or 2024-autumn, for the cluster function to use it; "
        "it leaves these answers out (answers of this wave: {})"
    )
    return [(int(row), "wave", wave, text.format(counts[wave])) for row, wave in rows.items()]
