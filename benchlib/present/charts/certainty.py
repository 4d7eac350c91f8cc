"""How firm the verdicts are: in how many readings of what is not public each outcome comes out."""

from benchlib.present import profile, theme, wording
from benchlib.present.charts import rows
from benchlib.present.results import Results
from benchlib.present.theme import Picture

BAR = 0.3  # height of a bar, in rows
FILLS = {"awarded": theme.OWN, "cannot tell": "white", "not awarded": theme.OTHERS}


def certainty(r: Results) -> Picture | None:
    """A row a label: the share of readings that award it, that leave it open, that do not award it. None without any."""
    table = profile.readings(r)
    if table.empty:
        return None
    names = [
        f"{label.capitalize()}: {verdict}" for label, verdict in zip(table["label"], table["verdict"], strict=True)
    ]
    values = [f"in {wording.number(row.same)} of {wording.number(row.readings)}" for row in table.itertuples()]
    with theme.applied():
        figure, axes = rows.ruled(names, values, (0, 1), [])
        for place, row in enumerate(table.to_dict("records")):
            left, y = 0.0, len(table) - 1 - place + rows.MARK
            for outcome, fill in FILLS.items():
                width = row[outcome] / row["readings"]
                axes.barh(y, width, BAR, left=left, color=fill, edgecolor=theme.MEDIAN)
                if width > 0.2:
                    ink = "white" if outcome == "awarded" else theme.INK
                    _named(axes, left + width / 2, y, outcome, ink)
                left += width
    return Picture(
        figure,
        "How firm is each verdict?",
        f"Verdicts over all readings of what is not public: {wording.listing(f'{n} {v}' for n, v in zip(names, values, strict=True))}.",
    )


def _named(axes: "object", x: float, y: float, text: str, ink: str) -> None:
    axes.text(x, y, text, ha="center", va="center", fontsize=theme.SMALL, color=ink)  # type: ignore[attr-defined]
