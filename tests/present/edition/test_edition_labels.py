import pandas as pd
from portfolios import NOW, about, awards, invented, labels_only, organisations
from portfolios import labels as dated

from benchlib.present.edition import labels, reading, tables, text, totals


def by_level(p):
    return {level: row.to_dict() for level, row in labels.by_level(p).iterrows()}


def test_organisations_by_level(whole):
    assert by_level(whole) == {
        "bronze": {"valid": 1, "open": 0, "expired": 2, "ever": 3, "countries": 1},
        "silver": {"valid": 1, "open": 1, "expired": 0, "ever": 2, "countries": 1},
        "gold": {"valid": 1, "open": 1, "expired": 1, "ever": 3, "countries": 1},
    }


def test_each_organisation_counts_once_by_its_highest_label(whole):
    holders = labels.holders(whole).set_index("cluster_id")
    assert holders["highest"].value_counts().to_dict() == {"none": 15, "gold": 3, "bronze": 2, "silver": 2}
    assert holders.index[holders["valid"]].tolist() == ["synthetic-0000", "synthetic-0001", "synthetic-0003"]
    assert holders.index[holders["open"]].tolist() == ["synthetic-0005", "synthetic-0006"]


def test_areas_the_largest_first(whole):
    found = labels.grouped(whole, "area")
    assert found["organisations"].to_dict() == {
        "ICT": 9,
        "Food industry": 7,
        "Aviation and space": 4,
        "Maritime technologies": 2,
    }
    ict = {"organisations": 9, "gold": 3, "silver": 2, "bronze": 2, "none": 2, "valid": 3, "open": 2}
    assert found.loc["ICT"].to_dict() == ict


def test_an_area_that_is_not_known_stands_last(real):
    found = labels.grouped(real, "area")["organisations"]
    assert list(found.items()) == [("ICT", 9), ("not known", 13)]
    assert "The technology area of 13 is not published." in text.places(real)


def test_labels_at_the_end_of_each_year(whole):
    found = labels.over_time(whole).set_index(["day", "level"])
    days = list(found.index.get_level_values("day").unique())
    assert [day.year for day in days] == [2020, 2021, 2022, 2023, 2024, 2025, 2026]
    assert days[-1] == pd.Timestamp("2026-06-30")
    gold = [tuple(found.loc[(day, "gold"), ["ever", "low", "high"]]) for day in days]
    assert gold == [(0, 0, 0), (1, 1, 1), (1, 1, 1), (2, 1, 2), (2, 1, 1), (2, 1, 1), (2, 1, 1)]


def test_awards_without_any_date_are_left_out_and_told(whole):
    assert labels.undated(whole).sum() == 1
    assert "One award without any date is left out." in text.history(whole)


def test_what_ends_within_a_year_and_what_can_still_be_renewed(whole):
    found = labels.ending(whole)
    assert {level: tuple(row) for level, row in found.iterrows()} == {
        "bronze": (1, 1, 1, 1),
        "silver": (1, 0, 0, 0),
        "gold": (1, 0, 0, 0),
    }
    assert text.ending(whole) == [
        "Of three valid labels, 1 will end within 12 months of 30 June 2026, unless renewed.",
        "One expired label can still be renewed without a break, because the time for a renewal is not over.",
    ]


def test_nothing_is_said_of_labels_that_are_not_there():
    frames = labels_only()
    frames["timeline"], frames["statuses"] = (
        frames["timeline"].iloc[:0],
        frames["statuses"].assign(ever=False, state="never"),
    )
    empty = reading.of(about(), frames)
    assert by_level(empty)["gold"] == {"valid": 0, "open": 0, "expired": 0, "ever": 0, "countries": 0}
    assert labels.over_time(empty).empty
    assert text.history(empty) == ["No award on record carries a date, so nothing can be said of the years."]
    assert text.ending(empty) == []
    assert tables.ending(empty) is None


def test_published_counts_stand_beside_real_organisations_only(whole, real):
    assert totals.beside(whole).empty
    found = totals.beside(real).set_index("level")
    assert found["published"].to_dict() == {"bronze": 1261, "silver": 172, "gold": 137}
    assert found["known"].to_dict() == {"bronze": 1, "silver": 0, "gold": 2}
    assert text.published(whole) == []
    assert len(text.published(real)) == 1


def test_an_edition_before_the_first_count_compares_with_none(real):
    early = reading.of({**real.edition, "as_of": "2010-01-01"}, labels_only())
    assert totals.beside(early).empty


def test_the_day_tells_what_is_counted():
    later = reading.of(about("2030-01-01"), invented("2030-01-01"))
    assert labels.by_level(later)["valid"].tolist() == [0, 0, 0]
    assert len(awards()) == 9
    assert len(organisations()) == 22


def test_few_organisations_are_told_in_good_sentences():
    clusters = organisations([5])
    known = labels_only() | {"organisations": clusters, **dated(NOW, clusters, [(5, "gold", None)])}
    one = reading.of(about(), known)
    assert text.places(one)[0] == "The organisations are in Romania."
    assert text.findings(one)[1] == (
        "On 30 June 2026, no organisations certainly hold a valid label. For one more organisation the published "
        "dates do "
        "not tell."
    )
    nobody = reading.of(about(), {name: frame.iloc[:0] for name, frame in known.items()})
    assert text.findings(nobody)[0].startswith("This edition covers no organisations in no countries; none of them")
    assert text.places(nobody) == []
