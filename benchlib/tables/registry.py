"""The shipped portfolio of real organisations: tables made from the published registry and two announcements.

`python -m benchlib.tables.registry` rewrites data/portfolio from data/registry. Which names mean one organisation is
said by data/registry/aliases.csv alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from benchlib.tables import announcements, sidecars
from benchlib.tables.aliases import plain
from benchlib.tables.announcements import Announcement, Announcements, RegistryRow
from benchlib.tables.faults import BadInput, Fault
from benchlib.tables.schemas import TABLES
from benchlib.tables.sidecars import Origin

DATA = Path(__file__).resolve().parents[2] / "data"
AWARDS, ALIASES, ANNOUNCEMENTS = "esca_labels.csv", "aliases.csv", "announcements.yaml"
LICENCE = "facts, one source a row"
ID_LENGTH = 64


def build(folder: Path) -> dict[str, pd.DataFrame]:
    """Organisations, labels, aliases, compositions and working groups, as text in the columns of their CSV files.

    Every registry row becomes a label, but those that an announcement says it repeats. Dates and blanks stay as given.
    Raises BadInput where aliases, announcements and registry do not fit together, or where two rows share a key.
    """
    announced = sidecars.load(Announcements, folder / ANNOUNCEMENTS).organisations
    aliases = _read(folder / ALIASES)
    awards = _identified(_without_repeated(_read(folder / AWARDS), announced), aliases)
    own = announcements.tables(announced)
    frames = own | {
        "organisations": _organisations(awards, own["organisations"]),
        "labels": _labels(awards, own["labels"]),
        "aliases": aliases.sort_values(["cluster_id", "alias"]),
    }
    return {name: _as_file(name, frame) for name, frame in frames.items()}


def write(tables: Mapping[str, pd.DataFrame], folder: Path, read: str) -> list[Path]:
    """Write each table as CSV with its sidecar; `read` is when the registry was read. Returns the CSV files."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, frame in tables.items():
        file = folder / f"{name}.csv"
        frame.to_csv(file, index=False, encoding="utf-8", lineterminator="\n")
        sidecars.write(file, _origin(name, read))
        files.append(file)
    return files


def slug(name: str) -> str:
    """An id from a name: lower case, ASCII, words joined by hyphens, as many whole words as an id may have letters.

    >>> slug("Pôle MOV’EO"), slug("Sofia Knowledge City (Клъстер София)")
    ('pole-moveo', 'sofia-knowledge-city')
    """
    words = re.findall(r"[a-z0-9]+", re.sub(r"[’']", "", plain(name)).lower())
    while len("-".join(words)) > ID_LENGTH:
        words.pop()
    return "-".join(words)


def _read(file: Path) -> pd.DataFrame:
    return pd.read_csv(file, dtype=str, keep_default_na=False)


def _without_repeated(awards: pd.DataFrame, announced: Sequence[Announcement]) -> pd.DataFrame:
    """Registry rows without those that an announcement names as the same award. Each must name exactly one."""
    rows = [label.repeats for organisation in announced for label in organisation.labels if label.repeats]
    named = pd.DataFrame(
        {
            number: awards[list(RegistryRow.model_fields)].eq(row.model_dump()).all(axis=1)
            for number, row in enumerate(rows)
        },
        index=awards.index,
    )
    wrong = [
        Fault(ANNOUNCEMENTS, None, "repeats", row.cluster, f"expected one registry row, found {named[number].sum()}")
        for number, row in enumerate(rows)
        if named[number].sum() != 1
    ]
    if wrong:
        raise BadInput(wrong)
    return awards[~named.any(axis=1)]


def _identified(awards: pd.DataFrame, aliases: pd.DataFrame) -> pd.DataFrame:
    """Registry rows with `cluster_id`, and `main`: whether the row carries the organisation's main name."""
    main = awards.loc[~awards["cluster"].isin(aliases["alias"]), "cluster"].drop_duplicates()
    ids = main.map(slug)
    alias, target = aliases["alias"], aliases["cluster_id"]
    faults = [
        *_faults(AWARDS, "cluster", main[ids.eq("")], "expected a name with Latin letters or digits"),
        *_faults(AWARDS, "cluster", main[ids.duplicated(keep=False)], "two names give this id; see aliases.csv"),
        *_faults(ALIASES, "alias", alias[~alias.isin(awards["cluster"])], "expected a name of the registry"),
        *_faults(ALIASES, "alias", alias[alias.duplicated()], "this alias stands twice"),
        *_faults(ALIASES, "cluster_id", target[~target.isin(ids)], "expected the id of a main name"),
    ]
    if faults:
        raise BadInput(faults)
    known = dict(zip(main, ids, strict=True)) | dict(zip(alias, target, strict=True))
    return awards.assign(cluster_id=awards["cluster"].map(known), main=awards["cluster"].isin(main))


def _faults(source: str, column: str, values: Iterable[str], expected: str) -> list[Fault]:
    return [Fault(source, None, column, value, expected) for value in values]


def _organisations(awards: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    """Country and area only where all rows of an organisation that give one agree; the source is its first page."""
    first = awards[awards["main"]].drop_duplicates("cluster_id").set_index("cluster_id")
    rows = awards.groupby("cluster_id")
    listed = pd.DataFrame(
        {
            "name": first["cluster"],
            "country": rows["country"].agg(_agreed),
            "area": rows["portfolio"].agg(_agreed),
            "source": first["source_url"],
        }
    ).rename_axis("cluster_id")
    listed = listed.drop(own["cluster_id"], errors="ignore").reset_index()
    return pd.concat([own, listed]).sort_values("cluster_id")


def _agreed(values: pd.Series) -> str:
    filled = set(values) - {""}
    return filled.pop() if len(filled) == 1 else ""


def _labels(awards: pd.DataFrame, own: pd.DataFrame) -> pd.DataFrame:
    listed = awards.rename(columns={"source_url": "source"})[TABLES["labels"].columns]
    return pd.concat([listed, own]).sort_values("cluster_id", kind="stable")


def _as_file(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    table = TABLES[name]
    text = frame.reindex(columns=table.columns).astype(object).fillna("").astype(str).reset_index(drop=True)
    repeated = text.loc[text.duplicated(list(table.key), keep=False), list(table.key)].agg(", ".join, axis=1)
    if not repeated.empty:
        raise BadInput(_faults(name, ", ".join(table.key), repeated, "expected one row with this key"))
    return text


def _origin(name: str, read: str) -> Origin:
    table = TABLES[name]
    return Origin(
        producer="derived by benchlib.tables.registry from data/registry",
        title=f"Published labels of cluster management excellence: {table.meaning}",
        address="data/registry",
        read=read,
        licence=LICENCE,
        columns={f.name: f"{f.meaning} ({f.unit})" if f.unit else f.meaning for f in table.fields},
        warning="Made by a program: change data/registry and run `python -m benchlib.tables.registry`. "
        "Coverage is incomplete and blanks are what no page publishes: many labels have no date at all.",
    )


def main() -> None:
    """Rewrite data/portfolio."""
    source = DATA / "registry"
    for file in write(build(source), DATA / "portfolio", sidecars.read(source / AWARDS).read):
        print(f"{file.relative_to(DATA.parent)}: {sidecars.read(file).rows} rows")


if __name__ == "__main__":
    main()
