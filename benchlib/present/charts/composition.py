"""Who takes part, by type of participant."""

from benchlib.present import profile, theme, wording
from benchlib.present.charts import rows
from benchlib.present.results import Results
from benchlib.present.theme import Picture

BAR = 0.26  # height of a bar, in rows


def composition(r: Results) -> Picture | None:
    """Participants by type, the largest first, in shares of the sum of all types. None where no type is known."""
    table = profile.composition(r)
    if table.empty:
        return None
    import seaborn as sns  # here: it takes most of a second, which a page without this picture need not pay

    whole, most = table["participants"].sum(), float(table["participants"].max()) or 1.0
    values = [f"{wording.number(n)} ({wording.share_of(n, whole)})" for n in table["participants"]]
    style = {"orient": "h", "native_scale": True, "width": BAR, "errorbar": None, "color": theme.OWN, "saturation": 1}
    with theme.applied():
        figure, axes = rows.ruled(list(table["type_name"]), values, (0.0, most))
        sns.barplot(x=table["participants"].to_numpy(float), y=rows.heights(len(table)), ax=axes, **style)
    alt = f"Participants by type: {rows.told(table['type_name'], values)}."
    return Picture(figure, f"Most are: {table.iloc[0]['type_name']}", alt)
