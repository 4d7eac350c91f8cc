"""What can be chosen from: steps within reach, whole numbers for parts of points, efforts between points."""

import numpy as np

from benchlib.assess.path import choices as choosing

SCALE = choosing.Scale(
    np.array([[1.0, 2, 3, 4, 5], [5, np.nan, np.nan, np.nan, np.nan]]),
    np.array([[0.0, 1, 3, 6, 10, 15], [0, 2, 4, 6, 8, 10]]),
    np.array([2.0, np.inf]),
    np.array([True, False]),
)


def one(points, bound=(0, 0), total=0.0):
    return choosing.choices(SCALE, np.array([points], dtype=float), np.array([bound], dtype=float), np.array([total]))


def test_efforts_are_counted_from_the_points_held_and_gains_in_parts_of_a_point():
    choices = one([2.5, 0])
    assert choices.parts.tolist() == [2]
    assert choices.target[0, 0].tolist() == [2.5, 1, 2, 3, 4, 5]
    assert choices.effort[0, 0, [0, 3, 4]].tolist() == [0, 150, 550]
    assert choices.gain[0, 0, [0, 3, 4]].tolist() == [0, 1, 3]
    assert choices.effort[0, 1, 1] == 1000


def test_what_lies_below_or_beyond_reach_is_not_allowed():
    choices = one([2.5, 0])
    assert choices.allowed[0, 0].tolist() == [True, False, False, True, True, False]
    assert choices.allowed[0, 1].tolist() == [True, True, False, False, False, False]
    assert choices.highest.tolist() == [[4, 5]]


def test_what_is_asked_of_an_indicator_forbids_to_stay_below():
    choices = one([2.5, 5], bound=(3, 3))
    assert choices.allowed[0, 0].tolist() == [False, False, False, True, True, False]
    assert choices.allowed[0, 1, 0]


def test_what_is_short_of_the_total_counts_only_what_is_scored():
    assert one([2.5, 0], total=4.0).needed.tolist() == [3]
    assert one([2.5, 5], total=4.0).needed.tolist() == [3]
    assert one([7 / 3, 0], total=3.0).needed.tolist() == [2]
    assert one([4, 0], total=4.0).needed.tolist() == [0]
    assert one([5, 0], total=4.0).needed.tolist() == [0]


def test_what_does_not_count_for_the_total_gains_nothing():
    assert one([2.5, 0]).gain[0, 1].tolist() == [0, 0, 0, 0, 0, 0]
