"""Which assessment an invitation gets that is being made."""

import datetime as dt

from benchlib.rules import loading
from benchlib.run.access import assignments
from benchlib.run.access.roles import Role
from benchlib.tables.faults import BadInput
from benchlib.tables.store import Store


def assessment(
    store: Store, role: str, cluster_id: str | None, id_: str | None, framework: str | None, by: str, day: dt.date
) -> str | None:
    """The id of the assessment that an invitation names; None for roles without one.

    framework: of an assessment that begins now, None for none. A manager who is invited to no certain one gets the last
    self-assessment of the cluster; where there is none, one begins. Raises BadInput where what is named does not fit.
    """
    if role not in assignments.KINDS or cluster_id is None:
        return None
    kinds = assignments.KINDS[role]
    if framework is not None:
        loading.framework(framework)
        return assignments.begin(store, cluster_id, kinds[0], by, day, framework).id
    if id_ is not None:
        one = assignments.found(store, id_)
        if one is None or one.cluster_id != cluster_id or one.kind not in kinds:
            expected = f"expected an assessment of {cluster_id} of the kind {' or '.join(kinds)}"
            raise BadInput.of("--assessment", expected, id_)
        return id_
    mine = [one.id for one in assignments.of_cluster(store, cluster_id) if one.kind in kinds]
    if role == Role.MANAGER:
        return mine[-1] if mine else assignments.begin(store, cluster_id, kinds[0], by, day).id
    known = f"; there are: {', '.join(mine)}" if mine else ""
    raise BadInput.of("--assessment", f"expected the assessment that an assessor scores, or --new{known}")
