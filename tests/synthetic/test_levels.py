"""From levels to answers and back: the answer at a level reaches the step that the level has reached."""

import datetime as dt

import numpy as np
import pytest

from benchlib.rules import loading
from benchlib.synthetic import levels, settings
from benchlib.synthetic.membership import Lists


@pytest.fixture(scope="module")
def scale():
    return levels.scale(loading.framework("ecei-benchmark-36"), dt.date(2021, 1, 1), settings.model())


@pytest.mark.parametrize("level", [-1.0, 0.0, 0.99, 1.0, 2.5, 3.0, 4.999, 5.0, 5.7, 9.0])
def test_an_answer_gives_the_points_of_its_level(scale, level):
    everything = np.arange(len(scale.items))
    values = scale.values(np.full(len(everything), level), everything)
    points = scale.points(values[None, :])[0]
    expected = np.full(len(everything), min(max(int(np.floor(level)), 0), 5))
    expected[scale.items.index("1.1.0")] = 5 if level >= 1 else 0
    np.testing.assert_array_equal(points, expected)


def test_answers_are_in_the_units_of_the_framework(scale):
    item = np.array([scale.items.index(name) for name in ("1.1.0", "2.5", "4.2", "5.1")])
    assert scale.values(np.full(4, 3.5), item).tolist() == [1.0, 41.5, 3.0, 19.0]


def test_what_is_not_asked_on_a_day_is_known():
    points = [{"from": dt.date(2020, 1, 1), "mark": "proposed", "source": "ours", "at_least": {1.0: 1}}]
    later = loading.framework("ecei-31").with_changes({"indicators": {"4.2": {"points": points}}})
    before = levels.scale(later, dt.date(2019, 12, 31), settings.model())
    assert [item for item, asked in zip(before.items, before.asked, strict=True) if not asked] == ["4.2"]
    assert levels.scale(later, dt.date(2020, 1, 1), settings.model()).asked.all()


def lists(**changes):
    row = {"count": 100, "near": 80.0, "business": 60.0, "research": 12.0, "types": 3, "stayed": 97.0, "balance": True}
    return Lists(**{name: np.array([value]) for name, value in {**row, **changes}.items()})


@pytest.mark.parametrize(
    ("changes", "fte", "item", "step"),
    [
        ({}, 4.0, "1.1.1", 5),
        ({"types": 2}, 4.0, "1.1.1", 4),
        ({"research": 4.9}, 4.0, "1.1.1", 3),
        ({"business": 49.0}, 4.0, "1.1.1", 2),
        ({"business": 20.0}, 4.0, "1.1.1", 1),
        ({"types": 1, "business": 100.0, "research": 0.0}, 4.0, "1.1.1", 0),
        ({}, 4.0, "2.2.1", 5),
        ({}, 3.0, "2.2.1", 4),
        ({"count": 121}, 2.0, "2.2.1", 2),
        ({"count": 120}, 2.0, "2.2.1", 3),
        ({}, 0.6, "2.2.1", 1),
        ({}, 0.4, "2.2.1", 0),
        ({}, 4.0, "2.3", 5),
        ({"balance": False}, 4.0, "2.3", 4),
        ({"stayed": 84.9}, 4.0, "2.3", 2),
        ({"stayed": np.nan}, 4.0, "2.3", 1),
    ],
)
def test_rubrics_on_structure_follow_from_the_facts(changes, fte, item, step):
    found = levels.facts(lists(**changes), np.array([3.0]), np.array([fte]), settings.model())
    assert found[item].tolist() == [step]


def test_preparing_closes_part_of_the_way_and_never_lowers():
    own = np.tile(np.array([2.0, 7.0]), (3, 1))
    model = settings.model()
    calm = model.model_copy(update={"levels": model.levels.model_copy(update={"noise_sd": 0.0})})
    found = levels.true(np.random.default_rng(1), own, np.zeros(3), np.array([0, 1, 2]), calm)
    silver, gold = model.levels.prepared["silver"], model.levels.prepared["gold"]
    assert found[0].tolist() == [2.0, 7.0]
    assert found[1].tolist() == [2 + silver.share * (silver.towards - 2), 7.0]
    assert found[2].tolist() == [2 + gold.share * (gold.towards - 2), 7.0]
