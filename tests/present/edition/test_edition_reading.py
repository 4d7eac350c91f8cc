import json

import pandas as pd
import pytest
from portfolios import BEFORE, SIZE, about, invented, labels_only, stored

from benchlib.present.edition import reading
from benchlib.rules import loading


def test_tables_of_an_edition(whole):
    assert len(whole.organisations) == SIZE
    assert set(whole.scores["level"]) == {"group", "total"}
    assert whole.as_of.isoformat() == "2026-06-30"
    assert whole.synthetic is True
    assert whole.earlier is None


def test_a_group_needs_the_minimum_of_others_for_each_of_its_members(whole):
    assert whole.edition["minimum_others"] == 5
    assert whole.least == 6


def test_tables_that_an_edition_lacks_have_columns_and_no_row(real):
    for name, columns in reading.LATER.items():
        frame = getattr(real, name)
        assert list(frame.columns) == columns.split()
        assert frame.empty


def test_scores_of_single_indicators_are_not_read(tmp_path):
    frames = invented()
    single = frames["scores"].head(1).assign(item="1.2", level="indicator")
    frames["scores"] = pd.concat([frames["scores"], single])
    assert "indicator" not in set(reading.read(stored(tmp_path / "e", about(), frames)).scores["level"])


def test_an_edition_beside_an_earlier_one(compared):
    assert compared.earlier.as_of.isoformat() == BEFORE
    assert compared.earlier.edition["name"] == "synthetic-2025"


def test_another_day_is_refused(place):
    assert reading.read(place / "now", "2026-06-30").as_of.year == 2026
    with pytest.raises(ValueError, match="as_of 2026-07-01: this edition was computed for 2026-06-30"):
        reading.read(place / "now", "2026-07-01")


def test_real_and_synthetic_are_never_compared(place):
    with pytest.raises(ValueError, match="since registry: real and synthetic editions are never compared"):
        reading.read(place / "now", since=place / "real")


def test_an_edition_that_is_not_earlier_is_refused(place):
    with pytest.raises(ValueError, match="since synthetic-2026: its day, 2026-06-30, is not before 2025-06-30"):
        reading.read(place / "before", since=place / "now")


@pytest.mark.parametrize(("folder", "told"), [("", "no folder given"), ("nowhere", "nowhere")])
def test_a_folder_that_is_no_edition(folder, told):
    with pytest.raises(FileNotFoundError, match=f"{told}: no edition here; expected results/edition.json"):
        reading.read(folder)


def test_the_rules_are_those_that_the_edition_keeps():
    shipped = loading.framework("ecei-31").labels
    kept = json.loads(shipped.model_dump_json(by_alias=True)) | {"id": "own-rules"}
    described = about(framework="own", rules="own-rules", label_rules=kept)
    assert reading.of(described, labels_only()).rules == shipped.model_copy(update={"id": "own-rules"})


def test_rules_of_another_version_are_not_taken_for_the_editions():
    with pytest.raises(ValueError, match="the label rules ecei-labels of 2020-01-01 are not here any more"):
        reading.of(about(rules_version="2020-01-01"), labels_only())
