"""A block as tables of facts, in text ready for CSV files."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from benchlib.synthetic import block, columns
from benchlib.synthetic.answering import ASSESSORS
from benchlib.synthetic.membership import NEVER
from benchlib.synthetic.naming import Naming
from benchlib.synthetic.organisations import year
from benchlib.synthetic.settings import Country
from benchlib.tables.schemas import ASSESSMENT_KINDS, ASSESSMENT_STATES, LEVELS, SYNTHETIC_PREFIX

ADDRESS = "https://example.org/"


def organisations(named: Naming, countries: Mapping[str, Country]) -> pa.Table:
    """The table organisations."""
    of, n = named.block.organisations, len(named.block.organisations)
    regions = [region for country in countries.values() for region in country.regions]
    before = np.cumsum([0, *(len(country.regions) for country in countries.values())])[of.country]
    some = of.region >= 0
    nuts = pa.array(regions).take(pa.array(np.where(some, before + of.region, 0), mask=~some))
    digits = pc.replace_substring(named.clusters, SYNTHETIC_PREFIX, "")
    return pa.table(
        {
            "cluster_id": named.clusters,
            "name": pc.binary_join_element_wise(pa.scalar("Synthetic cluster"), digits, " "),
            "country": columns.take(list(countries), of.country),
            "nuts2": nuts,
            "area": columns.take(list(named.model.areas), of.area),
            "founded_year": pa.array(year(of.founded)),
            "website": pc.binary_join_element_wise(pa.scalar(ADDRESS), named.clusters, ""),
            "source": named.sources(n),
        }
    )


def participants(named: Naming) -> pa.Table:
    """The table participants; they have no names."""
    members = named.block.members
    of = members.organisation
    known = ~np.isnan(members.distance)
    return pa.table(
        {
            "cluster_id": named.owners(of),
            "participant_id": named.participants(of, members.number),
            "name": columns.empty(len(members.number)),
            "type": columns.take(list(named.model.participants.types), members.type),
            "committed_by": columns.take(list(named.model.participants.commitment), members.committed),
            "distance_km": pa.array(np.where(known, members.distance, 0).astype(np.int32), mask=~known),
            "joined": columns.days(members.joined),
            "left": columns.days(members.left, members.left != NEVER),
        }
    )


def participant_figures(named: Naming) -> pa.Table:
    """The table participant_figures."""
    f = block.figures_of(named.block, named.model)
    known = ~np.isnan(f.rd)
    return pa.table(
        {
            "participant_id": named.participants(f.organisation, f.firm),
            "year": pa.array(f.year.astype(np.int16)),
            "turnover_eur": pa.array(f.turnover),
            "exports_eur": pa.array(f.exports),
            "employees": pa.array(f.employees),
            "innovations": pa.array(f.innovations.astype(np.int16)),
            "rd_eur": pa.array(np.where(known, f.rd, 0).astype(np.int64), mask=~known),
        }
    )


def assessments(named: Naming) -> pa.Table:
    """The table assessments."""
    made = named.block.assessments
    frameworks = [named.model.frameworks[kind] for kind in ASSESSMENT_KINDS]  # type: ignore[index]
    return pa.table(
        {
            "assessment_id": named.assessments,
            "cluster_id": named.owners(made.organisation),
            "framework": columns.take(frameworks, made.kind),
            "kind": columns.take(list(ASSESSMENT_KINDS), made.kind),
            "date": columns.days(made.day),
            "status": columns.take(list(ASSESSMENT_STATES), made.status),
        }
    )


def answers(named: Naming) -> pa.Table:
    """The table answers."""
    made = named.block
    a = made.answers
    gate = np.array(made.gate)[a.item] & ~np.isnan(a.value)
    said = columns.take(["no", "yes"], np.where(gate, a.value > 0, 0).astype(np.int64))
    number = columns.decimals(a.value, named.model.levels.decimals)
    records = pa.array([f"synthetic {item}" for item in made.items])
    return pa.table(
        {
            "assessment_id": columns.take(named.assessments, a.assessment),
            "indicator": columns.take(made.items, a.item),
            "assessor": columns.take(list(ASSESSORS), a.assessor),
            "value": pc.if_else(pa.array(gate), said, number),
            "evidence": records.take(pa.array(a.item, mask=~a.evidence)),
            "comment": pa.array(["corrected"]).take(pa.array(np.zeros(len(a), dtype=np.int64), mask=~a.corrected)),
            "answered_at": columns.days(a.day),
        }
    )


def peer_answers(named: Naming) -> pa.Table:
    """The table peer_answers."""
    s, peers = block.survey_of(named.block, named.model), named.model.peers
    single = np.flatnonzero(s.firm)
    firms = named.participants(s.organisation[single], s.firm[single])
    row = np.zeros(len(s.firm), dtype=np.int64)
    row[single] = np.arange(len(single))
    return pa.table(
        {
            "cluster_id": named.owners(s.organisation),
            "participant_id": firms.take(pa.array(row, mask=s.firm == 0)),
            "wave": pa.array(s.year.astype(np.int16)),
            "respondent": columns.take(
                [f"r{number}" for number in range(s.respondent.max(initial=0) + 1)], s.respondent
            ),
            "role": columns.take(list(peers.roles), s.role),
            "question": columns.take(list(peers.aspects), s.question),
            "value": pa.array(s.value.astype(np.int8)),
        }
    )


def labels(named: Naming) -> pa.Table:
    """The table labels; of gold scores those that are published."""
    made = named.block
    mine = made.labels
    return pa.table(
        {
            "cluster_id": named.owners(mine.organisation),
            "level": columns.take(list(LEVELS), mine.level),
            "awarded": columns.days(mine.day),
            "valid_until": columns.days(made.until),
            "score_percent": columns.decimals(np.where(made.published, mine.score, np.nan), 1),
            "source": named.sources(len(mine.day)),
        }
    )


def cooperations(named: Naming) -> pa.Table:
    """The table cooperations."""
    c = named.block.cooperations
    first = int(named.block.organisations.number[0])
    number = columns.padded(np.arange(len(c.one)) + 1, 1)
    ended = c.last_year > 0
    return pa.table(
        {
            "cluster_a": named.owners(c.one),
            "cluster_b": named.owners(c.other),
            "project": pc.binary_join_element_wise(pa.scalar(f"Synthetic project {first}"), number, "-"),
            "start": pa.array(c.first_year),
            "end": pa.array(np.where(ended, c.last_year, 0), mask=~ended),
        }
    )


def working_groups(named: Naming) -> pa.Table:
    """The table working_groups."""
    groups = named.block.groups
    of = np.repeat(np.arange(len(groups)), groups)
    number = np.arange(len(of)) - np.repeat(groups.cumsum() - groups, groups) + 1
    names = [f"Synthetic working group {k}" for k in range(int(groups.max(initial=0)) + 1)]
    owners = named.owners(of)
    return pa.table({"cluster_id": owners, "name": columns.take(names, number), "source": named.sources(len(of))})
