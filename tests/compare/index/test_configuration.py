"""The recipe: ways to write it, defaults that change nothing, and every slip named with its line."""

import pytest
from ruamel.yaml import YAML

from benchlib.compare.index import configuration
from benchlib.compare.index.configuration import Configuration
from benchlib.rules.files import RuleError


def load(tmp_path, text: str) -> Configuration:
    file = tmp_path / "CONFIG.yaml"
    file.write_text(text, encoding="utf-8")
    return configuration.load(file)


DESIGNED = """
denominate: true
screen: {minimum_share: 0.9}
impute: {method: group_mean, group: group_eurasia}
treat: {skew: 2, kurtosis: 3.5, winsorise_at_most: 5, then: log}
normalise: {method: minmax, range: [0, 100]}
weights: {method: given}
aggregate: {method: amean, minimum_share: 0.0}
"""


def test_as_designed(tmp_path):
    config = load(tmp_path, DESIGNED)
    assert config.screen.minimum_share == 0.9
    assert (config.impute.method, config.impute.group) == ("group_mean", "group_eurasia")
    assert (config.treat.skew, config.treat.kurtosis, config.treat.winsorise_at_most, config.treat.then) == (
        2,
        3.5,
        5,
        "log",
    )
    assert config.normalise.range == [0, 100]
    assert load(tmp_path, "treat: {}\n").treat == config.treat


def test_what_is_left_out_changes_no_data(tmp_path):
    config = load(tmp_path, "denominate: true\n")
    assert config == Configuration()
    assert (config.screen, config.treat, config.impute.method) == (None, None, "none")
    assert (config.normalise.method, config.normalise.range) == ("minmax", [0, 100])
    assert (config.weights.method, config.aggregate.method, config.aggregate.minimum_share) == ("given", "amean", 0)


@pytest.mark.parametrize(
    "text",
    [
        "normalise: {method: zscore, mean: 0, sd: 2}",
        "normalise: {zscore: {mean: 0, sd: 2}}",
        "normalise: {method: zscore, zscore: {sd: 2}}",
    ],
)
def test_ways_to_write_options(tmp_path, text):
    scaling = load(tmp_path, text).normalise
    assert (scaling.method, scaling.mean, scaling.sd, scaling.range) == ("zscore", 0, 2, None)


def test_a_method_alone_may_be_a_word(tmp_path):
    config = load(tmp_path, "impute: median\nnormalise: rank\nweights: equal\naggregate: gmean\n")
    methods = config.impute.method, config.normalise.method, config.weights.method, config.aggregate.method
    assert methods == ("median", "rank", "equal", "gmean")
    assert load(tmp_path, "impute: null\nscreen: null\ntreat: null\n") == Configuration()


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("aggregate: {genmean: {p: 0.5}}", "genmean"),
        ("aggregate: {method: genmean, p: 0.5}", "genmean"),
        ("aggregate: {method: amean, by_node: {CODE: genmean}, genmean: {p: 0.5}}", "amean"),
    ],
)
def test_the_exponent_of_the_generalised_mean(tmp_path, text, method):
    spec = load(tmp_path, text).aggregate
    assert (spec.method, spec.p) == (method, 0.5)


FAULTS = [
    ("scren: null", "CONFIG.yaml, line 1, key scren: unknown key; did you mean 'screen'?"),
    ("denominate: 1", "CONFIG.yaml, line 1, key denominate: Input should be a valid boolean; found 1"),
    (
        "screen: {minimum_share: 1.5}",
        "CONFIG.yaml, line 1, key screen.minimum_share: Input should be less than or equal to 1; found 1.5",
    ),
    ("screen: {}", "CONFIG.yaml, line 1, key screen.minimum_share: expected this key, it is not there"),
    (
        "treat:\n  winsorise_at_most: -1",
        "CONFIG.yaml, line 2, key treat.winsorise_at_most: Input should be greater than or equal to 0; found -1",
    ),
    ("treat: {then: boxcox}", "CONFIG.yaml, line 1, key treat.then: Input should be 'log'; found 'boxcox'"),
    ("impute: means", "CONFIG.yaml, line 1, key impute.method: 'means'; expected a method; did you mean 'mean'?"),
    ("impute: group_mean", "CONFIG.yaml, line 1, key impute.group: group_mean needs this key, it is not there"),
    (
        "impute: {method: mean, group: group_a}",
        "CONFIG.yaml, line 1, key impute.group: mean has no such option; it has: none",
    ),
    (
        "normalise: {method: minmx}",
        "CONFIG.yaml, line 1, key normalise.method: 'minmx'; expected a method; did you mean 'minmax'?",
    ),
    (
        "normalise: {range: [100, 0]}",
        "CONFIG.yaml, line 1, key normalise.range: [100.0, 0.0]; expected the lower number first",
    ),
    (
        "normalise: {method: zscore, range: [0, 1]}",
        "CONFIG.yaml, line 1, key normalise.range: zscore has no such option; it has: mean, sd",
    ),
    ("normalise: {zscore: {sd: 0}}", "CONFIG.yaml, line 1, key normalise.sd: Input should be greater than 0; found 0"),
    (
        "normalise: {method: rank, minmax: {range: [0, 1]}}",
        "CONFIG.yaml, line 1, key normalise.minmax: options of minmax, but the method is rank",
    ),
    (
        "normalise:\n  by_indicator:\n    A: {method: dist2ref}",
        "CONFIG.yaml, line 3, key normalise.by_indicator.A.reference: dist2ref needs this key, it is not there",
    ),
    (
        "weights: {bod: {shares: [0.6, 0.5]}}",
        "CONFIG.yaml, line 1, key weights.shares: [0.6, 0.5]; expected two shares of 1, the lower first",
    ),
    (
        "aggregate: {method: amen}",
        "CONFIG.yaml, line 1, key aggregate.method: expected a method; did you mean 'amean'?; found 'amen'",
    ),
    (
        "aggregate: genmean",
        "CONFIG.yaml, line 1, key aggregate.p: expected the exponent of genmean where it is used, and only there",
    ),
    (
        "aggregate: {by_level: {0: amean}}",
        "CONFIG.yaml, line 1, key aggregate.by_level.0: Input should be greater than or equal to 1; found 0",
    ),
    ("denominate: true\ndenominate: false", 'CONFIG.yaml, line 2: found duplicate key "denominate"'),
]


@pytest.mark.parametrize(("text", "fault"), FAULTS, ids=[text for text, _ in FAULTS])
def test_slips(tmp_path, text, fault):
    with pytest.raises(RuleError) as error:
        load(tmp_path, text)
    assert any(line.startswith(fault) for line in error.value.faults), error.value.faults


def test_faults_of_several_stages_are_told_together(tmp_path):
    with pytest.raises(RuleError) as error:
        load(tmp_path, "impute: men\nnormalise: rnk\naggregate: {minimum_share: 2}\n")
    assert [fault.split(":")[0] for fault in error.value.faults] == [
        "CONFIG.yaml, line 1, key impute.method",
        "CONFIG.yaml, line 2, key normalise.method",
        "CONFIG.yaml, line 3, key aggregate.minimum_share",
    ]


@pytest.mark.parametrize(
    "text",
    [
        DESIGNED,
        "normalise: {goalposts: {cap: false}, by_indicator: {A: rank, B: {dist2ref: {reference: x}}}, per_year: true}",
        "weights: {bod: {shares: [0.1, 0.5]}}\naggregate: {by_level: {1: amean, 2: gmean}, by_node: {C: hmean}}",
        "impute: {hot_deck: {seed: 4}}\nweights: {noise: {spread: 0.1}}\naggregate: {genmean: {p: -1}}",
    ],
)
def test_a_configuration_written_with_its_defaults_is_the_same(tmp_path, text):
    config = load(tmp_path, text)
    with (tmp_path / "again.yaml").open("w", encoding="utf-8") as stream:
        YAML().dump(config.as_written(), stream)
    assert configuration.load(tmp_path / "again.yaml") == config
