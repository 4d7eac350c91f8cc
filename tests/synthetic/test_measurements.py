"""Figures and peers' answers measure the latent state as the parameters say."""

import numpy as np
import pandas as pd
import pytest

from benchlib.synthetic import portfolio, settings, truth


@pytest.fixture(scope="module")
def panel(tmp_path_factory) -> tuple[pd.DataFrame, truth.Truth]:
    """The truth of 300 organisations with the composites recomputed from what is written."""
    folder = tmp_path_factory.mktemp("panel")
    portfolio.write(folder, clusters=300, seed=2)
    known = truth.read(folder)
    figures = pd.read_csv(folder / "participant_figures.csv")
    peers = pd.read_csv(folder / "peer_answers.csv")
    peers = peers[peers["participant_id"].isna()]
    answered = 25 * (peers.groupby(["cluster_id", "wave"])["value"].mean() - 1)
    waves = known.waves.set_index(["cluster_id", "wave"])
    return waves.join(quantitative(figures).rename("q_seen")).join(answered.rename("v_seen")), known


def quantitative(figures: pd.DataFrame) -> pd.Series:
    """The composite of METHODS section 5 on the goalposts of the model: mean of the indicators that are known."""
    figures = figures.assign(cluster_id=figures["participant_id"].str[:15], some=figures["innovations"] > 0)
    by = figures.rename(columns={"year": "wave"}).groupby(["cluster_id", "wave"])
    sums = by[["turnover_eur", "exports_eur", "employees"]].sum()
    wave = sums.index.get_level_values("wave")
    before = (
        sums["employees"].groupby(level=0).shift().where(pd.Series(wave, index=sums.index).groupby(level=0).diff() == 1)
    )
    seen = pd.DataFrame(
        {
            "turnover_per_employee": sums["turnover_eur"] / sums["employees"],
            "export_share": 100 * sums["exports_eur"] / sums["turnover_eur"],
            "employment_growth": 100 * (sums["employees"] / before - 1),
            "innovating_share": 100 * by["some"].mean(),
        }
    )
    posts = {name: one.goalposts for name, one in settings.competitiveness().quantitative.indicators.items()}
    scores = {name: 100 * (seen[name] - low) / (high - low) for name, (low, high) in posts.items()}
    return pd.DataFrame(scores).mean(axis=1)


def test_figures_show_the_quantitative_measurement(panel):
    frame, _ = panel
    off = (frame["q_seen"] - frame["q"]).dropna()
    assert len(off) > 2500
    assert off.abs().quantile(0.99) < 0.2
    assert off.abs().max() < 5


def test_errors_have_the_variances_of_the_parameters(panel):
    frame, known = panel
    p = known.parameters
    assert (frame["q_seen"] - frame["theta"]).std() == pytest.approx(p["sigma_q"], rel=0.06)
    assert (frame["v"] - p["a"] - p["b"] * frame["theta"]).std() == pytest.approx(p["sigma_v"], rel=0.05)
    steps = frame["theta"].groupby(level=0).diff().dropna()
    assert steps.std() == pytest.approx(p["sigma_eta"], rel=0.05)
    first = frame["theta"].xs(2012, level="wave")
    assert first.mean() == pytest.approx(p["m0"], abs=1.6)
    assert first.var() == pytest.approx(p["P0"], rel=0.25)


def test_peers_confirm_the_state_without_bias(panel):
    frame, known = panel
    seen = frame.dropna(subset=["v_seen"])
    assert len(seen) > 1500
    assert (seen["v_seen"] - seen["v"]).mean() == pytest.approx(0, abs=0.4)
    slope, constant = np.polyfit(seen["theta"], seen["v_seen"], 1)
    assert slope == pytest.approx(known.parameters["b"], abs=0.05)
    assert constant == pytest.approx(known.parameters["a"], abs=2.5)


def test_excellence_goes_with_competitiveness_and_grows(panel):
    frame, _ = panel
    last = frame.xs(2026, level="wave")
    assert 0.2 < last["excellence"].corr(last["theta"]) < 0.6
    assert last["excellence"].mean() - frame["excellence"].xs(2012, level="wave").mean() > 0.3


def test_panels_are_firms_that_took_part_from_the_start(small):
    figures, participants = small.facts["participant_figures"], small.facts["participants"]
    reporting = participants[participants["participant_id"].isin(figures["participant_id"])]
    assert reporting["type"].isin(["small_medium_firm", "large_firm", "start_up"]).all()
    assert reporting["left"].isna().all()
    assert (figures["exports_eur"] <= figures["turnover_eur"]).all()
    firms = reporting.groupby("cluster_id").size()
    assert firms.between(4, 12).all()
    assert firms.median() >= 9


def test_at_least_five_respondents_answer_on_five_aspects(small):
    peers = small.facts["peer_answers"]
    whole = peers[peers["participant_id"].isna()]
    by_wave = whole.groupby(["cluster_id", "wave"])
    assert by_wave["respondent"].nunique().min() >= 5
    assert (by_wave["question"].nunique() == 5).all()
    single = peers[peers["participant_id"].notna()]
    assert set(single["cluster_id"]) <= {"synthetic-00020", "synthetic-00040", "synthetic-00060"}
    assert len(single) > 100
