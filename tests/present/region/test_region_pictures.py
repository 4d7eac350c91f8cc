"""A region's pictures: quotients on a scale of doublings, lines beside the country's."""

import dataclasses
import math

import pandas as pd
import policies
import pytest
from pictures import covered, dots, notes, outside
from policies import BARE, CAPITAL, NORTH

from benchlib.present import theme
from benchlib.present.region import charts

ALL = (charts.strong, charts.wealth, charts.competitiveness)


def test_quotients_stand_on_a_scale_on_which_twice_as_much_is_as_far():
    drawn = charts.strong(policies.region(NORTH))
    places = dots(drawn, (0.0, math.log(10)), fill=theme.OWN)
    assert [math.exp(place) for place in places] == pytest.approx([6.85, 2.5])
    assert "Furniture 6.8 (6.78 to 6.92), three stars and Security 2.5 (1.2 to 4.6), one star" in drawn.alt


def test_lines_say_every_value():
    drawn = charts.wealth(policies.region(NORTH))
    assert drawn.alt.startswith("Nord-Vest: 2010 10, 2011 10.5, 2012 11, 2013 11.5, 2014 12; Romania: 2010 12.6")
    assert charts.competitiveness(policies.region(CAPITAL)).alt == (
        "București - Ilfov: 2016 -0.27, 2019 -0.1; Romania: 2016 -1.19, 2019 -1.13."
    )


def test_no_words_leave_a_picture_or_cover_others():
    drawn = [picture for code in (NORTH, CAPITAL) for chart in ALL if (picture := chart(policies.region(code)))]
    assert len(drawn) == 5
    assert [outside(picture) for picture in drawn] == [[] for _ in drawn]
    assert [covered(picture) for picture in drawn] == [[] for _ in drawn]


def test_many_divisions_are_cut_and_the_picture_says_so():
    g = policies.region(NORTH)
    many = dataclasses.replace(g, industries=pd.concat([g.industries] * 10, ignore_index=True))
    drawn = charts.strong(many)
    assert len(dots(drawn, (0, 1), fill=theme.OWN)) == charts.MOST
    assert "8 more in the table" in notes(drawn)


def test_nothing_to_draw():
    assert [chart(policies.region(BARE)) for chart in ALL] == [None, None, None]
