"""What a report rests on, as one word: with equal fingerprints, reports are equal.

A fingerprint has two halves: what its edition says (rows, rules, code), and what is made of that (notebook, options).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from benchlib.run.reports import edition as editions
from benchlib.run.reports.edition import Edition
from benchlib.run.reports.subjects import Keys
from benchlib.run.results import Tables

INPUTS = "inputs"  # key of the manifest: checksums of files, which change with every row
ORDER = "row of its key"
DIGITS = 32  # of a checksum that are kept: half of SHA-256
BETWEEN = ":"
ODD = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9))  # odd numbers that spread bits (splitmix64)


@dataclass(frozen=True)
class Prints:
    """Of the reports of one kind: what all have in common, and by key what the rows of each are and how many."""

    common: str
    rows: Mapping[Keys, str]
    counts: Mapping[Keys, int]

    def of(self, whom: Keys) -> str:
        """The first half of the fingerprint of a report."""
        return _digest([self.common, self.rows.get(whom, "")])


def edition(tables: Tables, about: Mapping[str, object], head: Mapping[str, object], keys: Keys) -> Prints:
    """First halves of the fingerprints of all reports that have these keys.

    A report rests on the rows that carry its keys, in their order, and on tables that have none of the keys.
    head: of the manifest. Two sums of 64 bits over the hashes of a key's rows stand for them.
    """
    fixed = {name: value for name, value in head.items() if name != INPUTS}
    texts = [json.dumps([fixed, about], sort_keys=True, default=str)]
    single: dict[Keys, dict[Keys, list[str]]] = {}
    counts: dict[Keys, int] = {}
    for name, frame in sorted(tables.items()):
        by = tuple(key for key in keys if key in frame)
        texts.append(f"{name} {[(column, str(kind)) for column, kind in frame.dtypes.items()]}")
        for key, (rows, one, other) in _sums(frame, by).items():
            word = f"{name} {rows} {one:x} {other:x}"
            if not by:
                texts.append(word)
            single.setdefault(by, {}).setdefault(key, []).append(word)
            counts[key] = counts.get(key, 0) + rows
    return Prints(_digest(texts), _joined(single, keys), counts)


def making(notebook: Path, options: Mapping[str, str]) -> str:
    """The second half: the notebook, and its further parameters, which name editions."""
    read = [Edition(Path(folder)).results for _, folder in sorted(options.items())]
    files = [file for folder in read for file in sorted(folder.glob("[!.]*"))]
    return _digest([editions.checksum([notebook]), json.dumps(sorted(options)), editions.checksum(files)])


def joined(first: str, second: str) -> str:
    """A fingerprint from its halves."""
    return f"{first}{BETWEEN}{second}"


def first(fingerprint: str) -> str:
    """The first half of a fingerprint."""
    return fingerprint.partition(BETWEEN)[0]


def _sums(frame: pd.DataFrame, by: Keys) -> dict[Keys, tuple[int, int, int]]:
    """By key: number of its rows, and two sums over their hashes."""
    grouped = frame.groupby(list(by), sort=False, observed=True) if by else None
    place = grouped.cumcount().to_numpy() if grouped is not None else np.arange(len(frame))
    plain = frame.astype({name: "str" for name in frame if frame[name].dtype == object})
    hashed = pd.util.hash_pandas_object(plain.assign(**{ORDER: place}), index=False).to_numpy()
    spread = (hashed ^ (hashed >> np.uint64(31))) * ODD[0]
    pair = pd.DataFrame({"one": hashed * ODD[1], "other": spread ^ (spread >> np.uint64(29))})
    if not by:
        return {(): (len(frame), int(pair["one"].sum()), int(pair["other"].sum()))}
    parts = pair.assign(rows=1).groupby([frame[name].to_numpy() for name in by], sort=False).sum()
    keys = parts.index if len(by) > 1 else ((key,) for key in parts.index)
    return dict(zip(keys, parts[["rows", "one", "other"]].itertuples(index=False, name=None), strict=True))


def _joined(single: Mapping[Keys, Mapping[Keys, list[str]]], keys: Keys) -> dict[Keys, str]:
    """The words of every full key, with those of the keys that it begins with."""
    partial = [by for by in single if 0 < len(by) < len(keys)]
    whole = single.get(keys, {})
    found = {}
    for key, words in whole.items():
        own = dict(zip(keys, key, strict=True))
        shorter = [word for by in partial for word in single[by].get(tuple(own[name] for name in by), [])]
        found[key] = " ".join([*words, *shorter])
    return found if keys else {(): ""}


def _digest(texts: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:DIGITS]
