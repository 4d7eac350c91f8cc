"""Whom a batch is about."""

from collections.abc import Sequence

import pandas as pd

from benchlib.tables.checking import Facts
from benchlib.tables.faults import BadInput, Fault, unknown
from benchlib.tables.schemas import TABLES


def choose(facts: Facts, only: Sequence[str], where: Sequence[str]) -> list[str]:
    """Ids of the organisations named by `only` (id, name or alias, whatever the case) and kept by all of `where`.

    Raises BadInput for names that are not there, columns that do not exist, and a choice that leaves nothing.
    """
    organisations = facts["organisations"]
    mask = pd.Series(True, index=organisations.index)
    for condition in where:
        column, value = _parsed(condition)
        mask &= organisations[column].astype("str").eq(value).fillna(False)
    if only:
        mask &= organisations["cluster_id"].isin(_named(facts, only))
    if not mask.any():
        raise BadInput.of("--where", "no organisation is left", " ".join(where))
    return organisations.loc[mask, "cluster_id"].tolist()


def participants(facts: Facts, organisations: Sequence[str], only: Sequence[str]) -> list[tuple[str, str]]:
    """Pairs (cluster_id, participant_id) of all participants with figures or peers' answers.

    only: ids of participants among them; the others are left out. Raises BadInput for ids that are not there.
    """
    listed = facts["participants"][["cluster_id", "participant_id"]].drop_duplicates()
    judged = facts["peer_answers"]["participant_id"].dropna()
    told = listed["participant_id"].isin(facts["participant_figures"]["participant_id"])
    listed = listed[listed["cluster_id"].isin(organisations) & (told | listed["participant_id"].isin(judged))]
    wrong = [name for name in only if name not in set(listed["participant_id"])]
    if wrong:
        known = list(listed["participant_id"])
        raise BadInput([Fault("--only", None, None, name, unknown(name, known, "participant_id")) for name in wrong])
    chosen = listed[listed["participant_id"].isin(only)] if only else listed
    if chosen.empty:
        raise BadInput.of("participant_figures", "no participant of these organisations has figures or peers' answers")
    return list(chosen.itertuples(index=False, name=None))


def _parsed(condition: str) -> tuple[str, str]:
    column, sign, value = condition.partition("=")
    if not sign:
        raise BadInput.of("--where", "expected COLUMN=VALUE", condition)
    if column not in TABLES["organisations"].columns:
        raise BadInput.of("--where", unknown(column, TABLES["organisations"].columns, "column"), column)
    return column, value


def _named(facts: Facts, only: Sequence[str]) -> set[str]:
    organisations, aliases = facts["organisations"], facts["aliases"]
    ids = {key.lower(): key for key in organisations["cluster_id"]}
    names = dict(zip(organisations["name"].str.lower(), organisations["cluster_id"], strict=True))
    others = dict(zip(aliases["alias"].str.lower(), aliases["cluster_id"], strict=True))
    known = {**others, **names, **ids}
    wrong = [name for name in only if name.lower() not in known]
    if wrong:
        expected = [unknown(name, list(organisations["cluster_id"]), "cluster_id or name") for name in wrong]
        raise BadInput([Fault("--only", None, None, name, text) for name, text in zip(wrong, expected, strict=True)])
    return {known[name.lower()] for name in only}
