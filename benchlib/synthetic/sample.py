"""The shipped sample: a small synthetic portfolio in `data/synthetic/sample`, each table with its sidecar.

`python -m benchlib.synthetic.sample` makes it again; a test holds that it comes out the same.
"""

from pathlib import Path

from benchlib.synthetic import portfolio, settings, truth
from benchlib.tables import sidecars
from benchlib.tables.schemas import TABLES
from benchlib.tables.sidecars import Origin

FOLDER = settings.FOLDER / "sample"
CLUSTERS, SEED = 24, 16  # with a Romanian organisation among them that has had all three labels

WARNING = (
    "SYNTHETIC: no organisation, person or label in it is real. Made by a program: "
    "run `python -m benchlib.synthetic.sample` to make it again."
)


def write(folder: Path = FOLDER) -> None:
    """Write the sample and its sidecars into a folder."""
    portfolio.write(folder, CLUSTERS, SEED)
    for file in sorted(folder.rglob("*.csv")):
        sidecars.write(file, _origin(file.relative_to(folder).with_suffix("").as_posix()))


def _origin(name: str) -> Origin:
    return Origin(
        producer="benchlib.synthetic, from data/synthetic",
        title=f"Synthetic portfolio of {CLUSTERS} organisations, seed {SEED}: {_meaning(name)}",
        address="data/synthetic",
        read=str(settings.model().version),
        licence="CC0-1.0",
        columns=_columns(name),
        warning=WARNING,
    )


def _meaning(name: str) -> str:
    inner = name.removeprefix(f"{truth.FOLDER}/")
    return truth.TABLES[inner].meaning if inner != name else TABLES[name].meaning


def _columns(name: str) -> dict[str, str]:
    inner = name.removeprefix(f"{truth.FOLDER}/")
    if inner != name:
        return dict(truth.TABLES[inner].columns)
    fields = TABLES[name].fields
    return {field.name: f"{field.meaning} ({field.unit})" if field.unit else field.meaning for field in fields}


if __name__ == "__main__":
    write()
