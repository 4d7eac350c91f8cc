"""Who takes part, by type of participant."""

import numpy as np

from benchlib.present import profile, theme, wording
from benchlib.present.charts import rows
from benchlib.present.results import Results
from benchlib.present.theme import Picture

BAR = 0.26  # height of a bar, in rows


def composition(r: Results) -> Picture | None:
    """Participants by type, the largest first, in shares of the sum of all types. None where no type is known."""
    import seaborn as sns  # here: it costs half a second, which a page without this picture need not pay

    table = profile.composition(r)
    if table.empty:
        return None
    whole = table["participants"].sum()
    values = [f"{wording.number(n)} ({wording.share_of(n, whole)})" for n in table["participants"]]
    y = len(table) - 1 - np.arange(len(table)) + rows.MARK
    with theme.applied():
        most = float(table["participants"].max()) or 1.0
        figure, axes = rows.ruled(list(table["type_name"]), values, (0, most), [])
        sns.barplot(
            x=table["participants"].to_numpy(float),
            y=y,
            orient="h",
            native_scale=True,
            width=BAR,
            errorbar=None,
            color=theme.OWN,
            saturation=1,
            ax=axes,
        )
    alt = f"Participants by type: {rows.told(table['type_name'], values)}."
    return Picture(figure, f"Most are: {table.iloc[0]['type_name']}", alt)
