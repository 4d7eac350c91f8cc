import dataclasses
import itertools
import subprocess
import sys
from datetime import date
from types import SimpleNamespace

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.collections import PatchCollection
from matplotlib.colors import to_hex
from matplotlib.dates import date2num, num2date

from benchlib.present import charts, theme
from benchlib.present.charts import rows
from benchlib.present.charts.timeline import _spans

Y = rows.MARK


def words(picture):
    return [text.get_text() for text in picture.figure.axes[0].texts]


def dots(picture):
    """Own values by height, as (x, y)."""
    line = next(line for line in picture.figure.axes[0].lines if line.get_marker() == "o")
    return list(zip(line.get_xdata(), line.get_ydata(), strict=True))


def bands(picture):
    """The others' middle halves, as (first, last)."""
    for collection in picture.figure.axes[0].collections:
        if isinstance(collection, PatchCollection):
            boxes = [path.get_extents() for path in collection.get_paths()]
            return [(box.x0, box.x1) for box in boxes]
    return []


def dotted(picture):
    """Ends of the dotted lines, as (first, last)."""
    collections = picture.figure.axes[0].collections
    lines = [c for c in collections if not isinstance(c, PatchCollection) and c.get_linestyle()[0][1] is not None]
    return [(segment[0][0], segment[1][0]) for c in lines for segment in c.get_segments()]


def test_groups_show_own_and_others(complete):
    picture = charts.groups(complete)
    assert words(picture)[:4] == ["All together", "73%", "Structure", "80%"]
    assert words(picture)[-5:] == ["0%", "25%", "50%", "75%", "100%"]
    assert [x for x, _ in dots(picture)] == pytest.approx([110 / 1.5, 80, 76, 40, 80, 160 / 3])
    assert [y for _, y in dots(picture)] == [5 + Y, 4 + Y, 3 + Y, 2 + Y, 1 + Y, Y]
    standing = complete.standing[complete.standing["view"] == "all"].set_index("item")
    assert bands(picture)[0] == (standing.at["total", "q25"], standing.at["total", "q75"])
    assert len(bands(picture)) == 6
    assert dotted(picture) == []


def test_missing_answers_are_a_dotted_line_and_no_dot(gaps):
    picture = charts.groups(gaps)
    assert dots(picture) == [(80.0, 4 + Y)]
    assert dotted(picture)[2] == (30.0, 80.0)
    assert "30 to 80%" in words(picture)
    assert bands(picture) == []
    assert not any("others" in text.get_text() for text in picture.figure.texts)


def test_indicators_stand_on_the_scale_of_points(complete):
    picture = charts.indicators(complete, "3")
    assert words(picture) == [
        "3.1 Prospects of the financial resources of …",
        "3 of 5",
        "3.2 Share of financial resources from …",
        "1 of 5",
        *"012345",
    ]
    assert dots(picture) == [(3.0, 1 + Y), (1.0, Y)]
    standing = complete.standing[(complete.standing["view"] == "all") & (complete.standing["item"] == "3.1")].iloc[0]
    assert bands(picture)[0] == pytest.approx((standing["q25"] / 20, standing["q75"] / 20))


def test_the_gate_is_not_drawn(complete):
    assert not any(text.startswith("1.1.0") for text in words(charts.indicators(complete, "1")))


def test_the_description_holds_every_number(complete):
    picture = charts.indicators(complete, "3")
    assert picture.alt == (
        "Financing: 3.1 Prospects of the financial resources of the cluster organisation 3 of 5, median of the others "
        "3.5; 3.2 Share of financial resources from private sources 1 of 5, median of the others 2.9."
    )


def test_labels_over_time_show_what_is_certain(labels_only):
    picture = charts.timeline(labels_only)
    assert words(picture)[:6] == ["Gold", "expired", "Silver", "expired", "Bronze", "expired"]
    certain, open_, renewal = (
        [bar for bar in picture.figure.axes[0].patches if kind(bar) == wanted]
        for wanted in ("full", "hatched", "dashed")
    )
    gold = next(bar for bar in certain if to_hex(bar.get_facecolor()) == theme.LEVELS["gold"])
    assert gold.get_x() == date2num(date(2021, 12, 31))
    assert gold.get_x() + gold.get_width() == date2num(date(2023, 1, 31))
    assert len(certain) == 3
    assert len(open_) == 6
    assert len(renewal) == 3
    assert picture.alt == "On 30 June 2026: gold expired, silver expired and bronze expired."
    assert "▾ 30 June 2026" in words(picture)


def kind(bar):
    return "full" if bar.get_fill() else "hatched" if bar.get_hatch() else "dashed"


def test_exact_dates_leave_nothing_hatched(complete):
    picture = charts.timeline(complete)
    assert [kind(bar) for bar in picture.figure.axes[0].patches] == ["full", "full", "dashed", "dashed"]
    assert not any("Hatched" in text.get_text() for text in picture.figure.texts)


def test_a_single_known_day_is_a_diamond(labels_only):
    line = labels_only.timeline.head(1).assign(awarded_from=pd.NaT, awarded_to=pd.NaT)
    picture = charts.timeline(dataclasses.replace(labels_only, timeline=line))
    diamond = next(line for line in picture.figure.axes[0].lines if line.get_marker() == "D")
    assert diamond.get_xdata()[0] == pytest.approx(date2num(date(2019, 1, 31)))
    assert any("Diamond" in text.get_text() for text in picture.figure.texts)


def test_strengths_are_filled_where_they_are_shown(complete, gaps):
    picture = charts.strengths(complete)
    lengths = {bar.get_width(): to_hex(bar.get_facecolor()) for bar in picture.figure.axes[0].patches}
    assert lengths == {80.0: theme.OWN, 86.7: theme.OWN, 82.5: theme.OWN, 40.0: "#ffffff", 70.0: theme.OWN}
    assert picture.figure.texts[0].get_text() == "Dark line, 60%: from there a strength is shown"
    assert words(picture)[8:10] == ["Financial sustainability", "40%, not shown"]
    assert (30.0, 80.0) in dotted(charts.strengths(gaps))


def test_composition_counts_participants(labels_only):
    picture = charts.composition(labels_only)
    assert picture.title == "Most are: Small and medium firms"
    assert words(picture)[:4] == ["Small and medium firms", "46 (52%)", "Universities", "11 (12%)"]
    bars = sorted(picture.figure.axes[0].patches, key=lambda bar: -bar.get_y())
    assert [bar.get_width() for bar in bars] == [46, 11, 7, 7, 6, 5, 3, 3]


def test_draws_fill_the_whole_bar(complete):
    picture = charts.certainty(complete)
    assert words(picture)[:6] == [
        "Bronze",
        "awarded in 10 of 10",
        "Silver",
        "awarded in 7 of 10",
        "Gold",
        "awarded in 2 of 10",
    ]
    by_row = pd.DataFrame([(round(bar.get_y(), 3), bar.get_width()) for bar in picture.figure.axes[0].patches])
    assert by_row.groupby(0)[1].sum().tolist() == pytest.approx([1, 1, 1])


def test_nothing_is_drawn_of_what_is_absent(labels_only):
    assert charts.groups(labels_only) is None
    assert charts.indicators(labels_only, "1") is None
    assert charts.strengths(labels_only) is None
    assert charts.certainty(labels_only) is None
    empty = dataclasses.replace(
        labels_only, timeline=labels_only.timeline.head(0), compositions=labels_only.compositions.head(0)
    )
    assert charts.timeline(empty) is None
    assert charts.composition(empty) is None


def test_colours_keep_apart_in_grey():
    grey = [
        sum(w * c for w, c in zip((0.299, 0.587, 0.114), mpl.colors.to_rgb(c), strict=True))
        for c in theme.LEVELS.values()
    ]
    assert sorted(grey) == grey
    assert min(b - a for a, b in itertools.pairwise(grey)) > 0.09


def test_the_theme_leaves_nothing_behind(complete):
    before = dict(mpl.rcParams)
    charts.groups(complete)
    assert dict(mpl.rcParams) == before


def test_svg_keeps_text_as_text_and_loads_nothing():
    with theme.applied():
        figure, _ = rows.ruled(['<b>"$\\frac{1}{2}$"</b>'], ["3.14159"], (0.0, 1.0))
    svg = theme.svg(figure)
    assert '&lt;b&gt;"$\\frac{1}{2}$"&lt;/b&gt;' in svg
    assert ">3.14159<" in svg
    assert "DejaVu" not in svg
    assert "<metadata" not in svg
    assert theme.size(figure) == (340, 50)
    address = theme.address(figure)
    assert address.startswith("data:image/svg+xml,%3Csvg")
    assert not set(address) & set('<>"&#\n')


def test_the_same_chart_gives_the_same_bytes(complete):
    assert theme.address(charts.groups(complete).figure) == theme.address(charts.groups(complete).figure)


def test_seaborn_is_loaded_only_for_what_needs_it():
    """It takes most of a second: a page of labels without a composition must not pay for it."""
    code = "import sys; from benchlib.present import charts, results, tables, text; sys.exit('seaborn' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_renewal_starts_where_the_award_before_it_ended():
    day = pd.Timestamp
    award = SimpleNamespace(
        level="gold",
        kind="renewal",
        awarded_from=day("2022-11-20"),
        awarded_to=day("2022-11-20"),
        until_from=day("2025-01-31"),
        until_to=day("2025-01-31"),
        before=day("2022-01-31"),
    )
    (span,) = _spans(award, 1.0)
    assert (num2date(span.first).date(), num2date(span.last).date()) == (date(2022, 1, 31), date(2025, 1, 31))
    (span,) = _spans(SimpleNamespace(**{**vars(award), "kind": "new start"}), 1.0)
    assert num2date(span.first).date() == date(2022, 11, 20)
