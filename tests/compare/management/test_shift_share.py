"""Shift-share: a published example, exact sums, and nothing told of few."""

import numpy as np
import pandas as pd
import pytest

from benchlib.compare.management import shift_share
from benchlib.rules import loading
from benchlib.rules.management import Management

# Course table of G. Krumme, University of Washington, Geography 350 ("Holukuluku", four industries, 1985 and 1995). It
# prints the composition effect without its signs; the net effects (290, 420, and 630 in all) fix them.
BEFORE, AFTER = np.array([[500.0, 100, 200, 200]]), np.array([[1000.0, 100, 250, 280]])
NATION, NATION_GROWTH = np.array([10.0, 20, 40, 30]), np.array([0.1, 0.2, 0.3, 0.4])


@pytest.fixture(scope="module")
def settings():
    return loading.read(Management, "management"), loading.competitiveness(), loading.standing("standing")


def test_the_published_example():
    found = shift_share.parts(BEFORE, AFTER, NATION, NATION * (1 + NATION_GROWTH))
    np.testing.assert_allclose(found.reference, [[145, 29, 58, 58]])  # expected employment 645, 129, 258, 258
    np.testing.assert_allclose(found.mix, [[-95, -9, 2, 22]])
    np.testing.assert_allclose(found.own, [[450, -20, -10, 0]], atol=1e-10)
    np.testing.assert_allclose(found.change - found.reference, [[355, -29, -8, 22]])  # total shift
    totals = [part.sum() for part in (found.change, found.reference, found.mix, found.own)]
    assert totals == pytest.approx([630, 290, -80, 420])


def test_parts_add_up_to_the_change_whatever_the_numbers():
    rng = np.random.default_rng(2)
    before, after = rng.integers(0, 50, (2, 30, 6)).astype(float)
    found = shift_share.parts(before, after, before.sum(axis=0), after.sum(axis=0))
    np.testing.assert_allclose(found.reference + found.mix + found.own, after - before, atol=1e-10)
    own = found.own.sum(axis=0)
    np.testing.assert_allclose(own, 0, atol=1e-9)  # the reference holds all units: what one gains another loses
    assert found.mix.sum() == pytest.approx(0, abs=1e-9)


def test_what_the_reference_never_had_cannot_be_told():
    found = shift_share.parts(np.array([[5.0, 0]]), np.array([[6.0, 2]]), np.array([0.0, 8]), np.array([1.0, 8]))
    assert np.isnan(found.own[0, 0])
    assert found.own[0, 1] == 2


def portfolio(areas, growths, firms=3, years=(2020, 2025)):
    """Frames of clusters c00, c01, ...: their firms have 10, 20, 30, ... employees and all grow alike."""
    ids = [f"c{number:02d}" for number in range(len(areas))]
    rows = [(c, f"{c}-p{f}", 10.0 * (f + 1), rate) for c, rate in zip(ids, growths, strict=True) for f in range(firms)]
    listed = pd.DataFrame(rows, columns=["cluster_id", "participant_id", "base", "rate"])
    never = pd.Series(pd.NaT, listed.index, dtype="datetime64[s]")
    figures = [
        listed.assign(year=year, employees=listed["base"] * (1 + listed["rate"] * (year == years[1]))) for year in years
    ]
    return {
        "organisations": pd.DataFrame({"cluster_id": ids, "area": pd.Series(areas, dtype="str"), "country": "RO"}),
        "participants": listed[["cluster_id", "participant_id"]].assign(
            type="other", joined_from=never, joined_to=never, left_from=never, left_to=never
        ),
        "participant_figures": pd.concat(figures, ignore_index=True)[["participant_id", "year", "employees"]].astype(
            {"year": "Int64"}
        ),
    }


AREAS = ["ICT"] * 6 + ["Construction"] * 6
RATES = [0.5, 0.1, 0.1, 0.1, 0.1, 0.1, *[0.3] * 6]


def test_every_cluster_beside_all_others(settings):
    found = shift_share.shift_share(portfolio(AREAS, RATES), *settings).set_index("cluster_id")
    first = found.loc["c00"]  # all others: five of +10 % and six of +30 % of the same size
    assert (first["from_year"], first["to_year"], first["participants"], first["others"]) == (2020, 2025, 3, 5)
    reference = (5 * 10 + 6 * 30) / 11
    expected = [50, reference, 10 - reference, 40]
    assert first[list(shift_share.PARTS)].astype(float).tolist() == pytest.approx(expected)
    assert found.loc["c06", list(shift_share.PARTS)].astype(float).tolist() == pytest.approx(
        [30, (50 + 50 + 150) / 11, 30 - 250 / 11, 0]
    )
    assert found["shown"].all()
    assert list(found.reset_index().columns) == shift_share.COLUMNS


def test_parts_of_a_cluster_add_up(settings):
    rng = np.random.default_rng(3)
    frames = portfolio([*AREAS, *AREAS], rng.uniform(-0.5, 0.9, 24))
    found = shift_share.shift_share(frames, *settings)
    assert found["shown"].all()
    np.testing.assert_allclose(found["growth"], found[["reference", "mix", "own"]].sum(axis=1), atol=1e-12)


@pytest.mark.parametrize(
    ("areas", "shown"),
    [
        pytest.param(["ICT"] * 6, 6, id="five others, all of the area"),
        pytest.param(["ICT"] * 5, 0, id="four others"),
        pytest.param(["ICT"] * 6 + ["Construction"] * 4, 0, id="all less the area would tell of four"),
        pytest.param(["ICT"] * 6 + ["Construction"] * 5, 6, id="four others in the second area"),
        pytest.param([*AREAS, None], 12, id="no area"),
    ],
)
def test_little_is_told_of_few(settings, areas, shown):
    found = shift_share.shift_share(portfolio(areas, [0.1] * len(areas)), *settings)
    assert found["shown"].sum() == shown
    kept_back = found[~found["shown"]]
    assert kept_back[list(shift_share.PARTS)].isna().all(axis=None)
    assert found.loc[found["shown"], list(shift_share.PARTS)].notna().all(axis=None)


def test_two_participants_are_no_cluster(settings):
    found = shift_share.shift_share(portfolio(AREAS, RATES, firms=2), *settings)
    assert found["participants"].tolist() == [2] * 12
    assert not found["shown"].any()


def test_only_participants_with_both_years_that_took_part_in_both(settings):
    frames = portfolio(AREAS, RATES, firms=5)
    listed, figures = frames["participants"].set_index("participant_id"), frames["participant_figures"]
    listed.loc["c00-p0", ["joined_from", "joined_to"]] = pd.Timestamp("2021-02-01")
    listed.loc["c00-p1", ["left_from", "left_to"]] = pd.Timestamp("2024-12-31")
    listed.loc["c01-p0", ["joined_from", "joined_to"]] = pd.Timestamp("2020-12-31")
    listed.loc["c01-p1", ["left_from", "left_to"]] = pd.Timestamp("2025-01-01")
    gone = (figures["participant_id"] == "c02-p4") & (figures["year"] == 2020)
    changed = frames | {"participants": listed.reset_index(), "participant_figures": figures[~gone]}
    found = shift_share.shift_share(changed, *settings).set_index("cluster_id")
    assert found["participants"].head(4).tolist() == [3, 5, 4, 5]


def test_a_participant_of_two_clusters_counts_in_each(settings):
    frames = portfolio(AREAS, RATES)
    both = frames["participants"].query("participant_id == 'c00-p2'").assign(cluster_id="c06")
    frames["participants"] = pd.concat([frames["participants"], both], ignore_index=True)
    found = shift_share.shift_share(frames, *settings).set_index("cluster_id")
    assert found.loc[["c00", "c06"], "participants"].tolist() == [3, 4]
    assert found.loc["c06", "growth"] == pytest.approx((60 * 0.3 + 30 * 0.5) / 90 * 100)


def test_without_figures_there_is_no_row(settings):
    frames = portfolio(AREAS, RATES)
    frames["participant_figures"] = frames["participant_figures"].iloc[:0]
    found = shift_share.shift_share(frames, *settings)
    assert (len(found), list(found.columns)) == (0, shift_share.COLUMNS)
