"""The truth behind a block, as the tables that `benchlib.synthetic.truth` describes and reads."""

import numpy as np
import pyarrow as pa

from benchlib.synthetic import columns
from benchlib.synthetic.naming import Naming

DECIMALS = 4


def waves(named: Naming) -> pa.Table:
    """The latent states of every organisation and wave."""
    hidden, team, years = named.block.latent, named.block.team, named.model.waves.years
    n = len(hidden.theta)
    return pa.table(
        {
            "cluster_id": named.owners(np.repeat(np.arange(n), len(years))),
            "wave": pa.array(np.tile(np.array(years, dtype=np.int16), n)),
            "theta": _exact(hidden.theta),
            "q": _exact(hidden.q),
            "v": _exact(hidden.v),
            "excellence": _exact(hidden.excellence),
            "team_employees": pa.array(team.employees.ravel().astype(np.int32)),
            "team_fte": _exact(team.fte),
        }
    )


def _exact(values: np.ndarray) -> pa.Array:
    return pa.array(np.round(values.ravel(), DECIMALS))


def organisations(named: Naming) -> pa.Table:
    """What every organisation aims at."""
    state = named.block.state
    flags = {"goes_for_silver": state.for_silver, "goes_for_gold": state.for_gold, "listed": named.block.listed}
    said = {name: columns.take(["no", "yes"], flag.astype(np.int64)) for name, flag in flags.items()}
    return pa.table({"cluster_id": named.clusters, **said})


def assessments(named: Naming) -> pa.Table:
    """The score of every assessment without assessors' error."""
    return pa.table({"assessment_id": named.assessments, "true_percent": _exact(named.block.truth)})
