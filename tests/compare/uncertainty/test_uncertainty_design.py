"""Designs in YAML: what can be written, what is refused and how that is told."""

from pathlib import Path

import pytest

from benchlib.compare.uncertainty import design
from benchlib.compare.uncertainty.design import Design
from benchlib.rules.files import RuleError

FULL = """
draws: 2000
seed: 3
noise: {uniform: {1: 0.1, 2: 0.25}}
weights: [given, equal]
normalise: [minmax, {zscore: {mean: 100, sd: 10}}]
aggregate: [amean, {genmean: {p: 0.5}}]
treat: [null, {skew: 2, kurtosis: 3.5}]
impute: {method: hot_deck, group: group_gdp, draws: 20}
"""


def load(tmp_path, text: str) -> Design:
    file = tmp_path / "DESIGN.yaml"
    file.write_text(text, encoding="utf-8")
    return design.load(file)


def faults(tmp_path, text: str) -> str:
    with pytest.raises(RuleError) as caught:
        load(tmp_path, text)
    return str(caught.value)


def test_everything_can_be_declared(tmp_path):
    read = load(tmp_path, FULL)
    assert (read.draws, read.seed, read.noise.size) == (2000, 3, {1: 0.1, 2: 0.25})
    assert [one.method for one in read.weights] == ["given", "equal"]
    assert [(one.method, one.sd) for one in read.normalise] == [("minmax", None), ("zscore", 10)]
    assert [(one.method, one.p) for one in read.aggregate] == [("amean", None), ("genmean", 0.5)]
    assert read.treat[0] is None
    assert read.treat[1].winsorise_at_most == 5
    assert (read.impute.group, read.impute.draws) == ("group_gdp", 20)


def test_the_design_of_the_example_can_be_read():
    read = design.load(Path(__file__).resolve().parents[3] / "data" / "examples" / "asem" / "DESIGN.yaml")
    assert (read.draws, read.impute.draws, len(read.treat)) == ("full", 10, 2)


@pytest.mark.parametrize(
    ("text", "size"),
    [("0.25", 0.25), ("{uniform: 0.25}", 0.25), ("{1: 0.2}", {1: 0.2}), ("{dirichlet: {2: 50}}", {2: 50})],
)
def test_noise_can_be_written_shorter(tmp_path, text, size):
    assert load(tmp_path, f"draws: 10\nnoise: {text}").noise.size == size


def test_a_single_method_needs_no_list(tmp_path):
    assert load(tmp_path, "draws: full\nnormalise: prank").normalise[0].method == "prank"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("seed: 1", "key draws: expected this key"),
        ("draws: 0", "line 1, key draws"),
        ("draws: 10\nnormalize: [minmax]", "line 2, key normalize: unknown key; did you mean 'normalise'?"),
        ("draws: 10\nnormalise: [minmax, zscores]", "did you mean 'zscore'?"),
        ("draws: 10\nnormalise: [{minmax: {sd: 1}}]", "minmax has no such option"),
        ("draws: 10\nnormalise: []", "key normalise"),
        ("draws: 10\naggregate: [mean]", "line 2, key aggregate"),
        ("draws: 10\nnormalise: [minmax, zscore, minmax]", "key normalise.2: this stands twice"),
        ("draws: 10\nweights: [given, noise]", "key weights.1: noise on weights is a key of its own"),
        ("draws: 10\nnoise: 0.2\nweights: [bod]", "bod gives each unit weights of its own"),
        ("draws: full\nnoise: 0.2", "key draws: full; expected a number"),
        ("draws: 10\nnoise: 1.5", "key noise"),
        ("draws: 10\nnoise: {uniform: 0.1, dirichlet: 5}", "expected either uniform or dirichlet"),
        ("draws: 10\nnoise: {dirichlet: 0}", "key noise.dirichlet"),
        ("draws: 10\nimpute: {method: mean, draws: 5}", "key impute.method"),
        ("draws: 10\nimpute: {method: normal}", "key impute.draws: expected this key"),
        ("draws: 10\ndraws: 20", "expected each key once"),
    ],
)
def test_what_is_wrong_is_told_with_its_line_and_key(tmp_path, text, told):
    assert told in faults(tmp_path, text)
