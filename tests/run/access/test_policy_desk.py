"""A policy maker sees aggregates, and never one organisation."""

import datetime as dt
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from benchlib.run.access import desks
from benchlib.run.access.desks import Action, NotAdmitted
from benchlib.run.access.entrance import Entrance
from benchlib.synthetic import portfolio
from benchlib.tables import store
from benchlib.tables.store import invitations

DAY = dt.datetime(2026, 12, 31, 12, tzinfo=dt.UTC)
LEAST = 5
SECTIONS = {
    "summary": ["organisations", "assessed", "bronze", "silver", "gold", "least"],
    "by_country": ["country", "organisations", "bronze", "silver", "gold", "country_name"],
    "by_area": ["area", "organisations", "bronze", "silver", "gold"],
    "by_year": ["year", "level", "awarded"],
    "expiring": ["until", "level", "labels"],
    "totals": ["low", "high", "organisations"],
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    target = tmp_path_factory.mktemp("portfolio") / "sample"
    portfolio.write(target, clusters=60, seed=3)
    return target


@pytest.fixture(scope="module")
def place(folder):
    with store.opened(f"sqlite:///{folder.parent / 'store.sqlite'}") as made:
        store.import_(made, folder, "office", today=DAY.date())
        yield made


@pytest.fixture(scope="module")
def policy(place):
    made = invitations.invite(place, "policy", "Ministry", 30, "office", at=DAY)
    return desks.at(Entrance(place, made.id, lambda: DAY))


@pytest.fixture(scope="module")
def organisations(folder) -> pd.DataFrame:
    return pd.read_csv(folder / "organisations.csv", keep_default_na=False)


def counts(frames: dict[str, pd.DataFrame]) -> np.ndarray:
    """Every count of some frames."""
    told = [frame.drop(columns=["year", "low", "high", "least"], errors="ignore") for frame in frames.values()]
    return np.concatenate([frame.select_dtypes("number").to_numpy(float).ravel() for frame in told])


def test_what_there_is(policy, organisations):
    frames = policy.facts()
    assert {name: list(frame.columns) for name, frame in frames.items()} == SECTIONS
    assert frames["summary"].at[0, "organisations"] == 60
    assert frames["summary"].at[0, "least"] == LEAST
    number = organisations["country"].value_counts()
    shown = frames["by_country"].set_index("country")["organisations"]
    assert set(shown.index) == set(number[(number >= LEAST) & (number.index != "")].index)
    assert (shown - number.reindex(shown.index)).abs().max() <= LEAST / 2


def test_no_name_and_no_id_of_an_organisation(policy, organisations):
    choices = policy.choices()
    frames = [
        *policy.facts().values(),
        *policy.facts(country=next(iter(choices["country"]))).values(),
        policy.what_if(),
    ]
    text = " ".join(frame.to_csv() for frame in frames) + str(choices) + repr(policy)
    assert [one for one in [*organisations["cluster_id"], *organisations["name"]] if one in text] == []


def test_filters_offer_what_there_is(policy, organisations):
    choices = policy.choices()
    for name, offered in (("country", choices["country"]), ("area", choices["area"])):
        assert set(offered) == set(organisations[name]) - {""}
    assert choices["label"] == ["bronze", "silver", "gold"]
    assert choices["year"][-1] == "2026"
    assert choices["year"] == sorted(choices["year"])


def test_no_count_below_the_least_under_any_filter(policy, organisations):
    choices = policy.choices()
    filters = [{"country": one} for one in choices["country"]] + [{"area": one} for one in choices["area"][:4]]
    filters += [{"label": one} for one in choices["label"]] + [{"year": one} for one in choices["year"][-4:]]
    filters += [{"country": one, "label": "bronze"} for one in organisations["country"].unique()[:4]]
    for chosen in filters:
        frames = policy.facts(**chosen)
        found = counts(frames)
        shown = found[~np.isnan(found)]
        assert not any(frames[name].isna().any(axis=None) for name in ("by_year", "expiring")), chosen
        assert ((shown >= LEAST) & (shown % LEAST == 0)).all(), chosen


def test_filters_choose(policy, organisations):
    country = organisations["country"].value_counts().index[0]
    area = organisations["area"].value_counts().index[0]
    frames = policy.facts(country=country, area=area)
    number = ((organisations["country"] == country) & (organisations["area"] == area)).sum()
    shown = frames["summary"].at[0, "organisations"]
    assert (np.isnan(shown) and number < LEAST) or abs(shown - number) <= LEAST / 2
    assert set(frames["by_country"]["country"]) <= {country}
    golden = policy.facts(label="gold")["summary"]
    assert np.array_equal(golden["organisations"], golden["gold"], equal_nan=True)
    early = policy.facts(year="2012")
    assert early["by_year"]["year"].max() <= 2012


@pytest.mark.parametrize("chosen", [{"country": "XX"}, {"area": "' OR 1=1"}, {"label": "cluster_id"}])
def test_filters_that_nothing_fits(policy, chosen):
    assert np.isnan(counts(policy.facts(**chosen))).all()


@pytest.mark.parametrize("year", ["", "x", "20 25", "-1", "99999999999"])
def test_years_that_are_none(policy, year):
    with pytest.raises(ValueError, match="expected a year"):
        policy.facts(year=year)


def test_nothing_moves_without_a_change(policy):
    table = policy.what_if()
    assert list(table.columns) == ["label", "before", "after", "gained", "lost"]
    assert list(table["label"]) == ["bronze", "silver", "gold"]
    assert table["before"].equals(table["after"])
    assert table[["gained", "lost"]].isna().all(axis=None)


def test_a_lower_threshold_takes_no_label_away(policy):
    table = policy.what_if(share={"gold": 0.0}).set_index("label")
    assert np.isnan(table.at["gold", "lost"])
    shown = table[["before", "after", "gained", "lost"]].to_numpy().ravel()
    shown = shown[~np.isnan(shown)]
    assert ((shown >= LEAST) & (shown % LEAST == 0)).all()
    strict = policy.what_if(share={"gold": 1.0}).set_index("label")
    assert np.isnan(strict.at["gold", "gained"])
    assert np.nan_to_num(strict.at["gold", "after"]) <= np.nan_to_num(table.at["gold", "after"])


@pytest.mark.parametrize(
    "wrong",
    [{"share": {"gold": 1.5}}, {"share": {"gold": float("nan")}}, {"share": {"bronze": 0.5}}, {"share": {"x": 0.5}},
     {"share": {"gold": "0.5"}}, {"weights": {"x": 1}}, {"weights": {"1": -1}}],
)  # fmt: skip
def test_changes_that_cannot_be(policy, wrong):
    with pytest.raises(ValueError, match="expected"):
        policy.what_if(**wrong)


def test_weights(policy):
    groups = list(policy._census.rules.groups)
    with pytest.raises(ValueError, match="at least one group"):
        policy.what_if(weights=dict.fromkeys(groups, 0.0))
    assert policy.what_if(weights=dict.fromkeys(groups, 2.0)).equals(policy.what_if())


def test_only_counts_and_only_while_the_link_holds(policy, place):
    assert [action for action in Action if policy.may(action)] == [Action.READ_COUNTS]
    made = invitations.invite(place, "policy", "Region", 30, "office", at=DAY)
    mine = desks.at(Entrance(place, made.id, lambda: DAY))
    mine.log("exported")
    assert [use.action for use in invitations.uses(place, made.id)] == ["exported"]
    invitations.revoke(place, made.id, DAY)
    for call in (mine.facts, mine.choices, mine.what_if, lambda: mine.log("exported")):
        with pytest.raises(NotAdmitted):
            call()
