"""The files of `benchlib index`: two tables and a recipe in; every stage, results, diagnostics and a log out."""

import csv
import os
import platform
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.csv
from ruamel.yaml import YAML

from benchlib.compare.index import chain, checks, configuration, diagnostics, reading
from benchlib.compare.index.chain import Index
from benchlib.compare.index.configuration import Configuration
from benchlib.rules.files import RuleError
from benchlib.tables import sidecars
from benchlib.tables.faults import BadInput, Fault, Severity

STAGES = ("raw", "denominated", "imputed", "treated", "normalised", "aggregated")
RESULTS, LOG = "results.csv", "log.yaml"
PROGRAMS = ("benchlib", "numpy", "pandas", "scipy", "pyarrow")


def compute(data: Path, meta: Path, config: Path | None) -> tuple[Index, list[Fault]]:
    """The index of two CSV files, and notes on them. Raises BadInput with every fault of all files together."""
    settings, faults = _settings(config)
    tables, found = reading.read(data, meta)
    notes = [fault for fault in found if fault.severity is Severity.NOTE]
    faults += [fault for fault in found if fault not in notes]
    if not tables.data.columns.empty and not tables.meta.columns.empty:
        unreadable = {(fault.source, fault.column) for fault in faults}
        faults += [one for one in checks.faults(tables, settings) if (one.source, one.column) not in unreadable]
    if faults or settings is None:
        raise BadInput(faults)
    return chain.run(tables, settings), notes


def _settings(file: Path | None) -> tuple[Configuration | None, list[Fault]]:
    if file is None:
        return Configuration(), []
    try:
        return configuration.load(file), []
    except RuleError as error:
        parts = [text.partition(": ") for text in error.faults]
        return None, [Fault(place, None, None, None, expected) for place, _, expected in parts]


def write(index: Index, folder: Path, files: Mapping[str, Path], notes: Sequence[Fault] = ()) -> list[str]:
    """Write every file into a folder, made where it is not there; returns their names. files: the inputs, by role."""
    folder.mkdir(parents=True, exist_ok=True)
    frames = {f"{number}_{name}.csv": getattr(index, name).reset_index() for number, name in enumerate(STAGES, start=1)}
    frames[RESULTS] = index.results
    frames |= {f"{name}.csv": frame for name, frame in diagnostics.diagnose(index).items()}
    for name, frame in frames.items():
        _whole(folder / name, partial(table, frame))
    content = {**log(index, files), "notes": list(map(str, notes))}
    _whole(folder / LOG, partial(_yaml, content))
    return [*frames, LOG]


def table(frame: pd.DataFrame, file: Path) -> None:
    """Write a frame as CSV with every digit; text in quotation marks only in a table that needs them."""
    arrow = pa.Table.from_pandas(frame, preserve_index=False)
    try:
        _csv(arrow, file, "none")
    except pa.ArrowInvalid:
        _csv(arrow, file, "needed")


def _csv(arrow: pa.Table, file: Path, quotes: str) -> None:
    with file.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerow(arrow.column_names)
    with file.open("ab") as stream:
        pa.csv.write_csv(arrow, stream, pa.csv.WriteOptions(include_header=False, quoting_style=quotes))


def _yaml(content: Mapping[str, Any], file: Path) -> None:
    yaml = YAML()
    yaml.width = 100
    with file.open("w", encoding="utf-8", newline="\n") as stream:
        yaml.dump(content, stream)


def _whole(file: Path, write_to: Callable[[Path], None]) -> None:
    """Write a file so that it is there whole or not at all."""
    unfinished = file.with_name(f"{file.name}.part")
    try:
        write_to(unfinished)
        os.replace(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)


def log(index: Index, files: Mapping[str, Path]) -> dict[str, Any]:
    """What was done to what with which programs; `configuration`, put in a file of its own, repeats the run."""
    versions = {"python": platform.python_version(), **{name: version(name) for name in PROGRAMS}}
    inputs = {role: {"file": file.name, "sha256": sidecars.checksum(file)} for role, file in files.items()}
    return {
        "configuration": index.config.as_written(),
        "inputs": inputs,
        "versions": versions,
        "done": done(index),
    }


def done(index: Index) -> dict[str, Any]:
    """What each stage did, in counts and codes."""
    tree, away = index.tree, index.availability[~index.availability["kept"]]
    top = index.aggregated.iloc[:, -1]
    pairs = zip(tree.indicators, tree.denominator, strict=True)
    return {
        "rows": len(index.raw),
        "indicators": len(tree.indicators),
        "aggregates": len(tree.aggregates),
        "denominated": [code for code, column in pairs if column and index.config.denominate],
        "lost_for_want_of_a_denominator": _missing(index.denominated) - _missing(index.raw),
        "left_out": _units(away.set_index(list(index.raw.index.names)).index),
        "imputed_cells": len(index.imputed_cells),
        "missing_after_imputation": _missing(index.imputed),
        **_treated(index.treated_columns),
        "without_weight": index.weights.loc[index.weights["weight"] == 0, "node"].tolist(),
        "without_an_index": _units(top.index[top.isna()]),
    }


def _treated(columns: pd.DataFrame) -> dict[str, list[str]]:
    if "passes" not in columns:
        return {}
    drawn_in = (columns["winsorised_low"] + columns["winsorised_high"]) > 0
    masks = {"winsorised": drawn_in, "logarithm": columns["logarithm"], "still_failing": ~columns["passes"]}
    return {name: columns.loc[mask, "indicator"].drop_duplicates().tolist() for name, mask in masks.items()}


def _units(index: pd.Index) -> list[str]:
    return [" ".join(map(str, key)) if isinstance(key, tuple) else str(key) for key in index]


def _missing(frame: pd.DataFrame) -> int:
    return int(frame.isna().to_numpy().sum())
