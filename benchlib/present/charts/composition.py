"""Who takes part, by type of participant."""

from benchlib.present import profile, theme, wording
from benchlib.present.charts import rows
from benchlib.present.drawing import Picture, Shape
from benchlib.present.results import Results


def composition(r: Results) -> Picture | None:
    """Participants by type, the largest first, in shares of the sum of all types. None where no type is known."""
    table = profile.composition(r)
    if table.empty:
        return None
    whole, most = table["participants"].sum(), float(table["participants"].max()) or 1.0
    values = [f"{wording.number(n)} ({wording.share_of(n, whole)})" for n in table["participants"]]
    chart = rows.ruled(list(table["type_name"]), values, (0.0, most))
    bars = [Shape(rows.bar(chart, y, 0, n), theme.OWN) for y, n in zip(chart.y, table["participants"], strict=True)]
    alt = f"Participants by type: {rows.told(table['type_name'], values)}."
    return Picture(chart.drawn(bars), f"Most are: {table.iloc[0]['type_name']}", alt)
