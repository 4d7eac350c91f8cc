"""The way to the next label, and what the management adds."""

from benchlib.present import performance, theme, wording
from benchlib.present.charts import rows
from benchlib.present.results import Results
from benchlib.present.theme import Picture


def path(r: Results) -> Picture | None:
    """A row a step of the path of least effort, from the points of today to those wanted. None without such steps."""
    table = performance.steps(r)
    table = table[table["to_points"].notna() & table["from_points"].notna()]
    about = performance.goal(r)
    if table.empty or about is None:
        return None
    scale = [float(x) for x in range(int(r.edition["maximum"]) + 1)]
    names = [f"{row.item} {row.name}" for row in table[["item", "name"]].itertuples(index=False)]
    values = [
        f"{wording.number(row.from_points)} → {wording.number(row.to_points)}, {wording.days(row.effort)}"
        for row in table.itertuples()
    ]
    y = rows.heights(len(table))
    short = [rows.shortened(name, 30) for name in names]
    with theme.applied():
        notes = ["Ring: points today; dot: points wanted; days of work"]
        figure, axes = rows.ruled(short, values, scale, [f"{x:.0f}" for x in scale], notes)
        rows.tracks(axes, y, scale)
        axes.hlines(y, table["from_points"], table["to_points"], colors=theme.OWN, linewidth=3, zorder=3)
        ring = {"color": "white", "markeredgecolor": theme.OWN, "markersize": 8}
        axes.plot(table["from_points"], y, "o", clip_on=False, zorder=5, **ring)
        axes.plot(table["to_points"], y, "o", clip_on=False, zorder=5, color=theme.OWN, markersize=9)
    told = rows.told(names, values)
    return Picture(figure, f"What is the shortest way to {about['label']}?", f"Steps: {told}.")


def value_added(r: Results) -> Picture | None:
    """Growth of participants beyond what surroundings explain, with its interval. None where kept back."""
    table = performance.value_added(r)
    if table.empty:
        return None
    names = [performance.OUTCOMES[key] for key in table["outcome"]]
    values = [f"{wording.signed(row.effect)} points a year" for row in table.itertuples()]
    most = max(1.0, float(table[["low", "high"]].abs().max(axis=None)))
    scale = (-most, 0.0, most)
    y = rows.heights(len(table))
    with theme.applied():
        labels = [wording.signed(-most), "0: as expected", wording.signed(most)]
        figure, axes = rows.ruled(names, values, scale, labels, ["Dot: estimate; line: its interval"])
        rows.tracks(axes, y, scale)
        axes.hlines(y, table["low"], table["high"], colors=theme.OWN, linewidth=3, zorder=3)
        axes.plot(table["effect"], y, "o", color=theme.OWN, markeredgecolor="white", markersize=9, zorder=5)
    told = [
        f"{name} {value}, from {wording.signed(row.low)} to {wording.signed(row.high)}"
        for name, value, row in zip(names, values, table.itertuples(), strict=True)
    ]
    return Picture(figure, "Do participants grow more than expected?", f"Growth beyond expectation: {'; '.join(told)}.")
