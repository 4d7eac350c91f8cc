"""Published counts of labels for all countries, beside what an edition of real organisations knows of them."""

import pandas as pd

from benchlib.assess import history
from benchlib.present.edition import labels
from benchlib.present.edition.reading import Portfolio
from benchlib.tables.schemas import LEVELS

COLUMNS = ["level", "date", "published", "known", "mark", "source"]
EVER = "ever"


def beside(p: Portfolio) -> pd.DataFrame:
    """The last published count of each level on or before the edition's day: COLUMNS; empty for invented organisations.

    published: organisations ever awarded the level in all countries; known: those of this edition, by awards that carry
    a date and may have been made by then.
    """
    if p.synthetic:
        return pd.DataFrame(columns=COLUMNS)
    from benchlib.synthetic import calibration  # here: invented organisations need no published count

    counts = [
        one
        for one in calibration.targets().targets.values()
        if one.measure == EVER and one.where is None and one.level and one.date <= p.as_of
    ]
    last = [
        max((one for one in counts if one.level == level), key=lambda one: one.date, default=None) for level in LEVELS
    ]
    dated = p.timeline[~labels.undated(p)]
    rows = []
    for one in filter(None, last):
        status = history.statuses(dated, p.organisations["cluster_id"], one.date, p.rules)
        known = history.counts(status)["ever"].get(one.level, 0)
        rows.append((one.level, one.date, int(one.published), int(known), str(one.mark), one.source))
    return pd.DataFrame(rows, columns=COLUMNS)
