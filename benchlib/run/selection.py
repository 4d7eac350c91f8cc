"""Whom a batch is about."""

from collections.abc import Mapping, Sequence

import pandas as pd

from benchlib.rules import memberships
from benchlib.tables import nuts
from benchlib.tables.checking import Facts
from benchlib.tables.faults import BadInput, Fault, unknown
from benchlib.tables.schemas import NUTS_COUNTRY, TABLES

COUNTRY, NUTS2, UNION = "country", "nuts2", "eu"
YES, NO = "yes", "no"
VINTAGE = 2013  # of the codes of regions, as Eurostat's figures have them


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


def countries(facts: Facts, only: Sequence[str], where: Sequence[str]) -> list[str]:
    """ISO 3166 codes of countries: those named by `only`, else all that have an organisation, kept by all of `where`.

    where: `country=CODE`, `eu=yes` (the members of the European Union, with or without an organisation) or `eu=no`.
    Raises BadInput for codes and conditions that are not known, and for a choice that leaves nothing.
    """
    members = memberships.load().on()
    present = sorted(facts["organisations"]["country"].dropna().unique())
    known = sorted({*members, *present})
    chosen = _coded(only, known, "country") if only else known if _members_asked(where) else present
    return _kept(chosen, where, {code: code for code in known}, members)


def regions(facts: Facts, only: Sequence[str], where: Sequence[str]) -> list[str]:
    """NUTS 2 codes of 2013: those named by `only`, else all of the countries that `countries` chooses.

    where: as there; `nuts2=CODE` too. Raises BadInput as there.
    """
    home = {code: country(code) for code in nuts.regions(VINTAGE)}
    members = memberships.load().on()
    if only:
        return _kept(_coded(only, list(home), "NUTS 2 region (2013)"), where, home, members)
    wider = [condition for condition in where if not condition.startswith(f"{NUTS2}=")]
    present = set(facts["organisations"]["country"].dropna())
    allowed = {*present, *members} if _members_asked(where) or len(wider) < len(where) else present
    return _kept([code for code, own in home.items() if own in allowed], where, home, members)


def country(region: str) -> str:
    """The ISO 3166 code of the country of a NUTS region.

    >>> country("EL30"), country("RO11")
    ('GR', 'RO')
    """
    return {other: code for code, other in NUTS_COUNTRY.items()}.get(region[:2], region[:2])


def _members_asked(where: Sequence[str]) -> bool:
    return f"{UNION}={YES}" in where


def _coded(only: Sequence[str], known: Sequence[str], kind: str) -> list[str]:
    """The codes named, in the order of `known`."""
    wanted = [name.upper() for name in only]
    wrong = [name for name in wanted if name not in known]
    if wrong:
        raise BadInput([Fault("--only", None, None, name, unknown(name, list(known), kind)) for name in wrong])
    return [code for code in known if code in wanted]


def _kept(chosen: Sequence[str], where: Sequence[str], home: Mapping[str, str], members: Sequence[str]) -> list[str]:
    """Codes that all conditions keep; home: the country of each."""
    columns = [COUNTRY, UNION] if list(home) == list(home.values()) else [COUNTRY, NUTS2, UNION]
    kept = list(chosen)
    for condition in where:
        column, value = _condition(condition, columns)
        if column == UNION and value not in (YES, NO):
            raise BadInput.of("--where", f"expected {UNION}={YES} or {UNION}={NO}", condition)
        told = {code: {COUNTRY: own, NUTS2: code, UNION: YES if own in members else NO} for code, own in home.items()}
        kept = [code for code in kept if told[code][column] == value]
    if not kept:
        raise BadInput.of("--where", "no country or region is left", " ".join(where))
    return kept


def _parsed(condition: str) -> tuple[str, str]:
    return _condition(condition, TABLES["organisations"].columns)


def _condition(condition: str, columns: Sequence[str]) -> tuple[str, str]:
    column, sign, value = condition.partition("=")
    if not sign:
        raise BadInput.of("--where", "expected COLUMN=VALUE", condition)
    if column not in columns:
        raise BadInput.of("--where", unknown(column, columns, "column"), column)
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
