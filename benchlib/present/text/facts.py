"""What a report says about the organisation, its participants, its sources, and what it cannot show."""

from benchlib.present import dates, profile, wording
from benchlib.present.results import Results
from benchlib.present.text import verdict


def about(r: Results) -> list[tuple[str, str]]:
    """Who and when: headings with their texts; what is not known is left out."""
    row = r.organisation
    kind = "stated" if (r.compositions["basis"] == profile.STATED).any() else "listed"
    entries = [
        ("Country", row["country_name"]),
        ("Region", row["nuts2"]),
        ("Technology area", row["area"]),
        ("Founded", int(row["founded_year"]) if wording.known(row["founded_year"]) else None),
        (f"Participants, {kind}", wording.number(row["participants"]) if wording.known(row["participants"]) else None),
        ("Other names", row["aliases"]),
        ("As of", dates.day(r.as_of)),
        ("Assessment", wording.capital(verdict.reported(r) or "none is on record")),
        ("Answers", _answers(r)),
    ]
    return [(title, wording.clean(text)) for title, text in entries if wording.known(text)]


def _answers(r: Results) -> str | None:
    row = r.reported
    if row is None:
        return None
    people = f", {wording.count(int(row['assessors']), 'assessor')}" if wording.known(row["assessors"]) else ""
    return f"{wording.number(row['answered'])} of {wording.number(row['asked'])}{people}"


def absent(r: Results) -> str | None:
    """What this report cannot show and why; None where nothing is absent."""
    if r.reported is not None:
        return None
    return (
        "No assessment of this organisation is public or was given to this project. So there are no points, no "
        "standing among others, no strengths and weaknesses, and nothing to say on what is missing for the next "
        "label. Nothing stands in for what is not known."
    )


def composition(r: Results) -> list[str]:
    """How many take part, by whom it is said, and whether the parts add up."""
    table = profile.composition(r)
    if table.empty:
        return []
    added, row = int(table["participants"].sum()), table.iloc[0]
    if row["basis"] == "listed":
        return [wording.sentence(f"{wording.count(added, 'participant')} {wording.be(added)} listed")]
    when = f" {dates.on(row['stated_on'])}" if wording.known(row["stated_on"]) else ""
    stated = profile.stated_total(r)
    if stated is None:
        return [f"The organisation stated its participants by type{when}; they add up to {wording.number(added)}."]
    start = f"The organisation stated {wording.count(stated, 'participant')}{when}"
    if stated == added:
        return [f"{start}; the types add up to the same number."]
    difference = f"{wording.number(abs(added - stated))} {'more' if added > stated else 'fewer'}"
    return [
        f"{start}; its types add up to {wording.number(added)}, {difference}.",
        "Both numbers are shown, neither is corrected.",
    ]


def working_groups(r: Results) -> list[str]:
    """Names of the working groups."""
    return [wording.clean(name) for name in r.working_groups["name"]]


def method(r: Results) -> list[str]:
    """What the report rests on, and that it is not official."""
    edition = r.edition
    name, size = wording.clean(edition["name"]), wording.count(int(edition["organisations"]), "organisation")
    return [
        f"Points follow {edition['framework_title']}, version of {dates.date(edition['framework_version'])}.",
        f"Labels follow the rules {edition['rules']}, version of {dates.date(edition['rules_version'])}.",
        "Both are an open reconstruction from public sources, not the official rules: the thresholds and weights of "
        "single indicators are not public. This page is no label and promises none.",
        f"Computed with benchlib {edition['benchlib']} in the edition “{name}”, which covers {size}.",
    ]


def sources(r: Results) -> list[tuple[str, str | None]]:
    """Sources of facts and rules: titles with addresses, each once."""
    frames = (r.timeline, r.compositions, r.working_groups)
    cells = [r.organisation["source"], *(cell for frame in frames for cell in frame["source"])]
    facts = [(wording.clean(cell), str(cell)) for cell in cells if wording.known(cell)]
    rules = [(wording.clean(entry["title"]), entry.get("address")) for entry in r.edition["sources"]]
    return list(dict.fromkeys([*facts, *rules]))
