"""What the publication is, what it rests on, what it lacks, where it is from and how to cite it."""

from collections.abc import Iterator

import pandas as pd

from benchlib.present import dates, wording
from benchlib.present.edition import labels, scores, trends
from benchlib.present.edition.reading import Portfolio

TITLE = "Analysis of Cluster Competitiveness"
INVENTED = "Synthetic: invented organisations"
REAL = "Published facts on real organisations"
SHOWN = 12  # sources of facts named one by one


def about(p: Portfolio) -> list[tuple[str, str]]:
    """Headings of the title page with their texts."""
    earlier = p.earlier
    entries = [
        ("Edition", p.edition["name"]),
        ("As of", dates.day(p.as_of)),
        ("Data", INVENTED if p.synthetic else REAL),
        ("Organisations", wording.number(len(p.organisations))),
        ("Countries", wording.number(p.organisations["country"].nunique())),
        ("Compared with", f"{earlier.edition['name']}, {dates.day(earlier.as_of)}" if earlier else None),
    ]
    return [(title, wording.clean(text)) for title, text in entries if wording.known(text)]


def absent(p: Portfolio) -> str | None:
    """What this edition cannot show; None where nothing is absent."""
    missing = list(_missing(p))
    if not missing:
        return None
    return f"{' '.join(missing)} Nothing stands in for what is not known."


def _missing(p: Portfolio) -> Iterator[str]:
    if not scores.assessed(p):
        yield (
            "No assessment is public or was given to this project, so there are no points and nothing on strengths, "
            "groups "
            "of indicators or management teams."
        )
    if trends.panel(p) is None:
        yield "No figures of participants and no answers of peers are on record, so nothing is said of competitiveness."
    unknown = int(p.organisations["area"].isna().sum())
    if unknown:
        size = wording.number(len(p.organisations))
        yield f"The technology area of {wording.number(unknown)} of {size} organisations is not published."
    without = int(labels.undated(p).sum())
    if without:
        yield f"{wording.capital(wording.count(without, 'award'))} {'carries' if without == 1 else 'carry'} no date."


def method(p: Portfolio) -> list[str]:
    """What the publication rests on, in short."""
    edition = p.edition
    least = wording.number(edition["minimum_others"])
    sentences = [
        f"Labels follow the rules {edition['rules']}, version of {dates.date(edition['rules_version'])}; points follow "
        f"{edition['framework_title']}, version of {dates.date(edition['framework_version'])}.",
        "Both are an open reconstruction from public sources, not the official rules: the thresholds and weights of "
        "single "
        "indicators are not public.",
        f"Groups are shown as median and middle half, never with fewer than {least} others for any of their members, "
        "and "
        "never so that a smaller group could be reckoned from those shown. Organisations are not ranked.",
    ]
    if "competitiveness" in edition and trends.panel(p) is not None:
        function = edition["competitiveness"]
        sentences.append(
            f"Competitiveness follows “{function['title']}”, version of {dates.date(function['version'])}: a state "
            "from 0 to "
            "100 that figures and peers' answers measure with error, filtered over the years, its parameters "
            "estimated anew "
            "with each wave. Intervals take the parameters as known and the errors of clusters as independent."
        )
    return [
        *sentences,
        f"Computed with benchlib {edition['benchlib']}. The page “The method” holds every rule with its source.",
    ]


def sources(p: Portfolio) -> list[tuple[str, str | None]]:
    """Where facts and rules are from, each once; facts by the place that published them, the most frequent first."""
    cells = pd.concat([p.organisations["source"], p.timeline["source"]]).dropna()
    hosts = cells.map(lambda cell: wording.host(wording.clean(cell))).value_counts()
    listed = hosts.head(SHOWN)
    facts: list[tuple[str, str | None]] = [
        (f"{host}: {wording.number(number)} {'fact' if number == 1 else 'facts'}", None)
        for host, number in listed.items()
    ]
    rest = len(hosts) - len(listed)
    if rest > 0:
        facts.append(
            (f"{wording.count(rest, 'further source')}; each organisation's own report names its sources", None)
        )
    rules = [(wording.clean(entry["title"]), entry.get("address")) for entry in p.edition["sources"]]
    return [*dict.fromkeys(rules), *facts]


def cite(p: Portfolio) -> str:
    """How to cite the publication."""
    edition = p.edition
    invented = " Synthetic data: invented organisations." if p.synthetic else ""
    return (
        f"{TITLE}. Edition {wording.clean(edition['name'])}, as of {dates.day(p.as_of)}.{invented} Computed with "
        "benchlib "
        f"{edition['benchlib']}; rules {edition['rules']} of {edition['rules_version']}."
    )
