"""All signs of all organisations in one wide frame."""

import pandas as pd

from benchlib.compare.advice.signs import competitiveness, labels, path, scores, team
from benchlib.compare.advice.signs.catalogue import CLUSTER, Settings, Sign, Tables
from benchlib.rules.competitiveness import Competitiveness
from benchlib.rules.models import Framework

COLUMNS = ["sign", "tells", "unit", "table"]


def catalogue(framework: Framework, figures: Competitiveness) -> dict[str, Sign]:
    """Every sign that conditions and texts may name, under a framework and the settings of the cluster function."""
    fixed = {**labels.SIGNS, **scores.SIGNS, **competitiveness.SIGNS, **team.SIGNS, **path.SIGNS}
    return {**fixed, **scores.by_framework(framework), **competitiveness.by_settings(figures)}


def described(known: dict[str, Sign]) -> pd.DataFrame:
    """The catalogue as a table: sign, tells, unit, table."""
    return pd.DataFrame([(name, sign.tells, sign.unit, sign.table) for name, sign in known.items()], columns=COLUMNS)


def signs(tables: Tables, settings: Settings) -> pd.DataFrame:
    """One row an organisation (index cluster_id, as the table `organisations` lists them), one column a sign.

    tables: those of an edition by name. A table that is absent leaves its signs missing; one that is there without
    rows says that nothing was found, so that what is counted is 0. Numbers are float64, words `str`, both nan or None
    where not known.
    """
    known = catalogue(settings.framework, settings.competitiveness)
    clusters = pd.Index(tables["organisations"][CLUSTER], name=CLUSTER)
    ways = path.ways(tables, settings)
    held = labels.read(tables, settings, ways)
    parts = [held, path.read(tables, settings, ways, held)]
    parts += [module.read(tables, settings) for module in (scores, competitiveness, team)]
    found = pd.concat([part.reindex(clusters) for part in parts], axis="columns").reindex(columns=list(known))
    return found.astype({name: "str" if sign.is_text else "float64" for name, sign in known.items()})
