"""What counts may be shown."""

import math

import pandas as pd
import pytest

from benchlib.run.access import aggregates


@pytest.mark.parametrize(("least", "expected"), [(5, {0: None, 4: None, 5: 5, 7: 5, 8: 10, 12: 10, 13: 15, 1226: 1225}),
                                                 (4, {3: None, 4: 4, 5: 4, 6: 8, 10: 12}),
                                                 (1, {0: None, 1: 1, 7: 7})])  # fmt: skip
def test_small_counts_are_kept_back_and_others_rounded(least, expected):
    shown = aggregates.kept_back(list(expected), least)
    assert [None if math.isnan(one) else int(one) for one in shown] == list(expected.values())


def test_a_single_organisation_more_or_less_cannot_be_read_off():
    """The same figures are shown for several true counts, and no difference of two figures is below the least."""
    shown = aggregates.kept_back(range(5, 200), 5)
    differences = pd.Series(shown).diff().dropna()
    assert set(differences) == {0.0, 5.0}
    assert pd.Series(shown).value_counts().max() == 5


def test_counts_by_a_column():
    rows = pd.DataFrame(
        {"country": ["RO"] * 12 + ["BE"] * 4 + [None] * 9, "gold": [True] * 6 + [False] * 6 + [True] * 13}
    )
    table = aggregates.counted(rows, "country", ["gold"], 5)
    assert table.to_dict("list") == {"country": ["RO"], "organisations": [10.0], "gold": [5.0]}


def test_classes_of_totals():
    table = aggregates.classes(pd.Series([0.0, 9.9, *[55.0] * 8, 100.0, *[95.0] * 4, None]), 10, 5)
    shown = table.dropna().astype(int)
    assert shown.to_numpy().tolist() == [[50, 60, 10], [90, 100, 5]]
    assert len(table) == 10
