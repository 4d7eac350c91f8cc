"""How sure the report is: missing answers, readings of what is not public, assessors, and how each rule is known."""

from benchlib.present import profile, wording
from benchlib.present.results import Results, each
from benchlib.present.text import scores

MARKS = {
    "verified": "read at the source named",
    "recalled": "general knowledge of the field",
    "inferred": "concluded from what is published",
    "proposed": "our proposal, no public source gives it",
}
MORE = {"up": "more", "down": "less"}
FEW = 6  # indicators named in one sentence
APART = 1.0  # points between assessors beyond which the text names the indicator


def certainty(r: Results) -> list[str]:
    """A sentence each on missing answers, on readings, on assessors and on evidence; on dates without assessment."""
    if r.reported is None:
        return _dates(r)
    parts = (_answers(r), *_readings(r), _strict(r), _odds(r), _index(r), _assessors(r), _evidence(r))
    return [sentence for sentence in parts if sentence]


def _dates(r: Results) -> list[str]:
    """What is open in the labels' dates."""
    if r.timeline.empty:
        return ["No label is on record. That does not mean that none was awarded: not every award is published."]
    partial = int((r.timeline["awarded_from"] != r.timeline["awarded_to"]).sum())
    if partial == 0:
        return ["Every award on record has its exact day."]
    return [
        _exact(len(r.timeline) - partial, len(r.timeline)),
        "Where an end follows from such a date, it is given as the interval in which it lies.",
        "A later award or renewal may exist that is not on record here.",
    ]


def _exact(exact: int, awards: int) -> str:
    if awards == 1:
        return "The one award on record has no exact day."
    has = "has" if exact <= 1 else "have"
    return wording.sentence(
        f"{wording.word(exact, 'none')} of the {wording.count(awards, 'award')} on record {has} an exact day"
    )


def _answers(r: Results) -> str:
    if not r.items["points"].isna().any():
        return "Every question is answered, so points and total are exact under these rules."
    return (
        f"{scores.missing_answers(r)}: every sum is given from the least to the most that they could add, "
        "and a verdict that depends on them is left open."
    )


def _readings(r: Results) -> list[str]:
    return [
        f"{row.label.capitalize()} is “{row.verdict}” in {wording.number(row.same)} of {wording.number(row.readings)} "
        f"plausible readings of what is not public ({wording.share_of(row.same, row.readings)})."
        for row in each(profile.readings(r))
    ]


def _strict(r: Results) -> str | None:
    changed = r.verdicts[r.verdicts["strict_verdict"].notna() & (r.verdicts["strict_verdict"] != r.verdicts["verdict"])]
    if changed.empty:
        return None
    words = [f"{row.label} would be “{row.strict_verdict}”" for row in each(profile.ordered(r, changed))]
    return f"Read strictly, with every indicator as a knock-out, {wording.listing(words)}."


def _odds(r: Results) -> str | None:
    """The probability of each label, in tenths."""
    table = profile.ordered(r, r.odds)
    if table.empty:
        return None
    first, *others = ((row.label, wording.tenths(row.awarded)) for row in each(table))
    words = [f"{first[0]} is awarded in {first[1]} draws", *(f"{label} in {share}" for label, share in others)]
    together = "With the assessors' error, missing answers and the readings of the rules drawn together"
    return f"{together}, {wording.listing(words)}."


def _index(r: Results) -> str | None:
    """The excellence index with its interval, and the position that follows."""
    if r.excellence.empty or r.excellence["score"].isna().all():
        return None
    row = r.excellence.iloc[0]
    score, low, high = (wording.number(row[name], 0) for name in ("score", "score_p05", "score_p95"))
    ahead, least, most = (wording.percent(row[name]) for name in ("ahead", "ahead_p05", "ahead_p95"))
    start = "On the excellence index, from 0 to 100, it has"
    if r.items["points"].isna().any():  # what is missing may be anything, so no single number stands for it
        varied = "with missing answers, weights and means varied"
        return f"{start} {low} to {high} {varied}. That is ahead of {least} to {most} of the others."
    return (
        f"{start} {score}; with other weights and means, {low} to {high}. "
        f"That is ahead of {ahead} of the others ({least} to {most})."
    )


def flips(r: Results) -> list[str]:
    """Which single indicators would turn a verdict, a line for each label, direction and change."""
    changes = ["label", "direction", "verdict_before", "verdict_after"]
    return [
        f"One step {MORE[direction]} on {_named(rows['item'].tolist())} would turn {label} "
        f"from “{before}” to “{after}”."
        for (label, direction, before, after), rows in profile.ordered(r, r.flips).groupby(changes, sort=False)
    ]


def _named(items: list[str]) -> str:
    """Ids of indicators, any one of which will do; a long list is cut."""
    more = [f"{len(items) - FEW} others"] if len(items) > FEW + 1 else []
    return wording.listing(items[:FEW] + more if more else items, "or")


def _assessors(r: Results) -> str | None:
    if r.items["spread"].isna().all():
        return None
    apart = r.items[r.items["spread"] > APART]
    if apart.empty:
        return "The assessors agree within one point on every indicator."
    names = [f"{row.item} {row.name}" for row in each(apart)]
    return f"The assessors are more than one point apart on {wording.listing(names)}."


def _evidence(r: Results) -> str | None:
    bare = int((r.items["evidence"] == "not named").sum())
    return f"For {wording.count(bare, 'answer')} no evidence is named." if bare else None


def marks(r: Results) -> list[str]:
    """How many conditions of the label rules are known in which way, a line a mark."""
    rules = r.conditions.drop_duplicates(["label", "condition"])
    counts = rules["mark"].value_counts()
    return [
        f"{mark}: {meaning} ({wording.count(int(counts[mark]), 'condition')})"
        for mark, meaning in MARKS.items()
        if counts.get(mark, 0)
    ]
