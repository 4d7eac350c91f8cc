"""What peers say of the figures: at known shifts, and in which aspect."""

import numpy as np
import pandas as pd

from benchlib.compare.function import kalman, simulation, validation
from benchlib.compare.function.measurements import Measurements
from benchlib.compare.function.parameters import Parameters

TRUTH = Parameters(48.0, 81.0, 2.2, 5.0, 12.0, 0.8, 4.0)


def test_the_limit_itself_still_confirms():
    innovation = np.array([[-2.1, -2.0, 0.0, 2.0, 2.1, np.nan, 3.0]])
    figured = np.array([[True] * 6 + [False]])
    expected = ["see less", "confirm", "confirm", "confirm", "see more", None, None]
    assert validation.verdicts(innovation, figured, 2.0).tolist() == [expected]


def test_shifted_surveys_are_found_and_others_hardly_ever():
    """v moved by 25 points in year 8 in 200 units up, in 200 down: its standard deviation is about 7."""
    drew = simulation.draw(np.random.default_rng(1), TRUTH, (1000, 10), (3.0, 3.0), simulation.Missing())
    given = drew.measurements
    v = given.v.copy()
    v[:200, 7] += 25
    v[200:400, 7] -= 25
    found = kalman.filtered(Measurements(given.units, given.years, given.q, v, given.s), TRUTH)
    z = found.v_innovation / np.sqrt(found.v_innovation_variance)
    said = validation.verdicts(z, np.ones(z.shape, dtype=bool), 2.0)
    assert (said[:200, 7] == "see more").mean() > 0.95
    assert (said[200:400, 7] == "see less").mean() > 0.95
    others = said[:, :7]
    assert 0.03 < (others != "confirm").mean() < 0.06  # 4.55 % of a normal distribution lie beyond 2
    assert np.isclose((others == "see more").mean(), (others == "see less").mean(), atol=0.01)


def peers(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["cluster_id", "year", "aspect", "mean", "usual", "shown"])


def states(*rows: tuple) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["cluster_id", "year", "peers", "expected"])


def test_the_aspect_is_the_one_that_deviates_most_from_what_is_usual_for_it():
    """Usual offsets are +10, 0, -10. Seen: strategy is 5 above what is usual and expected, the others 20 and 12."""
    table = peers(
        ("synthetic-1", 2020, "strategy", 75.0, 70.0, True),
        ("synthetic-1", 2020, "labour_force", 80.0, 60.0, True),
        ("synthetic-1", 2020, "cooperation", 62.0, 50.0, True),
    )
    more, less = states(("synthetic-1", 2020, "see more", 60.0)), states(("synthetic-1", 2020, "see less", 90.0))
    assert validation.aspects(more, table, ["cluster_id"]).tolist() == ["labour_force"]
    assert validation.aspects(less, table, ["cluster_id"]).tolist() == ["strategy"]


def test_no_aspect_where_peers_confirm_or_too_few_answered():
    table = peers(
        ("synthetic-1", 2020, "strategy", 75.0, 70.0, True),
        ("synthetic-1", 2020, "labour_force", 99.0, 60.0, False),
        ("synthetic-2", 2020, "strategy", np.nan, 70.0, False),
    )
    rows = states(
        ("synthetic-1", 2020, "confirm", 60.0),
        ("synthetic-1", 2021, "see more", 60.0),
        ("synthetic-2", 2020, "see more", 60.0),
        ("synthetic-1", 2020, "see more", 60.0),
        ("synthetic-1", 2020, None, np.nan),
    )
    assert validation.aspects(rows, table, ["cluster_id"]).fillna("").tolist() == ["", "", "", "strategy", ""]
    assert validation.aspects(rows, table.iloc[:0], ["cluster_id"]).isna().tolist() == [True] * 5


def test_aspects_of_participants_are_their_own():
    table = peers(
        ("synthetic-1", 2020, "strategy", 75.0, 70.0, True), ("synthetic-1", 2020, "cooperation", 90.0, 70.0, True)
    )
    table["participant_id"] = ["a", "b"]
    rows = states(("synthetic-1", 2020, "see more", 60.0), ("synthetic-1", 2020, "see more", 60.0))
    rows["participant_id"] = ["b", "a"]
    found = validation.aspects(rows, table, ["cluster_id", "participant_id"])
    assert found.tolist() == ["cooperation", "strategy"]
