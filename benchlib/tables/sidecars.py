"""The record beside each data file: who made it, where, under which licence, what its columns mean, its checksum.

The record of `labels.csv` is `labels.csv.yaml`. It is read strictly: unknown, missing and doubled keys are faults.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, TypeVar

import pandas as pd
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError

from benchlib.tables.faults import BadInput, Fault

SUFFIX = ".yaml"

Text = Annotated[str, Field(min_length=1)]
PartialDate = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class Strict(BaseModel):
    """Unknown keys and other types than declared are errors; instances never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Origin(Strict):
    """What a person says about a data file; `read` is the day, month or year in which it was read at its address."""

    producer: Text
    title: Text
    address: Text
    read: PartialDate
    licence: Text
    columns: Annotated[dict[str, Text], Field(min_length=1)]
    warning: Text


class Sidecar(Origin):
    """An origin with what the file itself shows: its checksum and its number of rows."""

    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    rows: Annotated[int, Field(ge=0)]


M = TypeVar("M", bound=Strict)


def load(model: type[M], file: Path) -> M:
    """A strict model from a YAML file. Raises BadInput with every fault, its key in the place of a column."""
    try:
        content = YAML(typ="safe", pure=True).load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadInput.of(file.name, "this file is missing") from error
    except (MarkedYAMLError, UnicodeDecodeError) as error:
        raise BadInput.of(file.name, f"expected YAML with each key once ({' '.join(str(error).split())})") from error
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise BadInput(
            Fault(file.name, None, ".".join(map(str, item["loc"])), None, item["msg"]) for item in error.errors()
        ) from error


def path(file: Path) -> Path:
    """Where the record of a data file stands."""
    return file.with_name(file.name + SUFFIX)


def read(file: Path) -> Sidecar:
    """The record of a data file. Raises BadInput where it is missing or wrong."""
    return load(Sidecar, path(file))


def write(file: Path, origin: Origin) -> Sidecar:
    """Write the record beside a data file that stands already, with its checksum and its rows."""
    record = Sidecar(**origin.model_dump(), sha256=checksum(file), rows=len(_cells(file)))
    yaml = YAML()
    yaml.width = 100
    with path(file).open("w", encoding="utf-8", newline="\n") as stream:
        yaml.dump(record.model_dump(), stream)
    return record


def check(file: Path) -> list[Fault]:
    """Where a data file and its record differ: checksum, columns in their order, number of rows."""
    try:
        record = read(file)
    except BadInput as error:
        return list(error.faults)
    cells = _cells(file)
    found: Mapping[str, tuple[object, object]] = {
        "sha256": (record.sha256, checksum(file)),
        "columns": (list(record.columns), list(cells.columns)),
        "rows": (record.rows, len(cells)),
    }
    return [
        Fault(path(file).name, None, key, str(stated), f"the file has {actual}")
        for key, (stated, actual) in found.items()
        if stated != actual
    ]


def check_folder(folder: Path) -> list[Fault]:
    """The faults of every CSV file below a folder, and of records whose file is gone."""
    faults = [fault for file in sorted(folder.rglob("*.csv")) for fault in check(file)]
    alone = [record for record in sorted(folder.rglob(f"*.csv{SUFFIX}")) if not record.with_suffix("").is_file()]
    return faults + [
        Fault(record.name, None, None, None, "the data file of this record is missing") for record in alone
    ]


def checksum(file: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _cells(file: Path) -> pd.DataFrame:
    return pd.read_csv(file, dtype=str, keep_default_na=False, index_col=False)
