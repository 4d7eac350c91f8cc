"""The way to a label, and what the management adds."""

import math

from benchlib.present import advice, performance, theme, wording
from benchlib.present.charts import rows
from benchlib.present.drawing import Picture
from benchlib.present.results import Results, each

MOST = 10  # steps drawn; the table beside the picture has them all
NAME = 38  # letters of an indicator's name that fit beside its days of work
ROUND = 5.0  # the ends of a scale of percentage points are whole, above this multiples of it


def path(r: Results, label: str) -> Picture | None:
    """The indicators that the best path raises, from the points of today to those wanted, those of most work first.

    None where it raises none.
    """
    every = advice.raised(r, label)
    if every.empty:
        return None
    table = every.nlargest(MOST, "effort", keep="first")
    scale = [float(x) for x in range(int(r.edition["maximum"]) + 1)]
    names = [f"{row.item} {wording.clean(row.name)}" for row in each(table[["item", "name"]])]
    values = [wording.days(effort) for effort in table["effort"]]
    notes = ["Ring: points today; dot: points wanted"]
    if len(every) > 1:
        notes.append("Most work first" + (f"; the first {MOST} of {len(every)}" if len(every) > MOST else ""))
    short = [rows.shortened(name, NAME) for name in names]
    chart = rows.ruled(short, values, scale, [f"{x:.0f}" for x in scale], notes)
    drawing = chart.drawn(
        rows.tracks(chart, scale),
        rows.spans(chart, table["from_points"], table["to_points"], theme.OWN, 3),
        rows.dots(chart, table["from_points"], theme.PAPER, theme.OWN, 4),
        rows.dots(chart, table["to_points"], theme.OWN, theme.OWN),
    )
    told = [
        f"{name} from {wording.number(row.from_points)} to {wording.number(row.to_points)} points, {value}"
        for name, value, row in zip(names, values, each(table), strict=True)
    ]
    return Picture(drawing, f"Which indicators have to rise for {label}?", f"{wording.capital('; '.join(told))}.")


def value_added(r: Results) -> Picture | None:
    """Growth of participants beyond what surroundings explain, with its interval. None where kept back."""
    table = performance.value_added(r)
    if table.empty:
        return None
    names = [performance.OUTCOMES[key] for key in table["outcome"]]
    values = [f"{wording.signed(row.effect)} points a year" for row in each(table)]
    end = _end(float(table[["low", "high"]].abs().max(axis=None)))
    scale = (-end, 0.0, end)
    cases = wording.tenths(r.edition["competitiveness"]["interval"])
    labels = [wording.signed(-end), "0: as expected", wording.signed(end)]
    chart = rows.ruled(names, values, scale, labels, [f"Dot: estimate; line: holds the truth in {cases} cases"])
    drawing = chart.drawn(
        rows.tracks(chart, scale),
        rows.spans(chart, table["low"], table["high"], theme.OWN, 3),
        rows.strokes(chart, [0.0] * len(table), theme.MEDIAN),
        rows.dots(chart, table["effect"], theme.OWN, theme.PAPER),
    )
    told = [
        f"{name} {value}, from {wording.signed(row.low)} to {wording.signed(row.high)}"
        for name, value, row in zip(names, values, each(table), strict=True)
    ]
    return Picture(
        drawing, "Do participants grow more than expected?", f"Growth beyond expectation: {'; '.join(told)}."
    )


def _end(most: float) -> float:
    """Where a scale ends that holds a value: at a round number."""
    return max(1.0, float(math.ceil(most))) if most <= ROUND else ROUND * math.ceil(most / ROUND)
