"""The alternatives of a design, ready as arrays: data sets, methods and weights that a case picks one of each."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.index import imputation, stages
from benchlib.compare.index.aggregation import Plan
from benchlib.compare.index.chain import Index
from benchlib.compare.index.checks import settings
from benchlib.compare.index.configuration import Configuration, Impute, Normalise, Treat, Weights
from benchlib.compare.index.structure import Tree
from benchlib.compare.uncertainty.design import Design, Noise
from benchlib.rules.dated import Strict
from benchlib.tables.faults import BadInput, Fault

Floats = npt.NDArray[np.float64]

FACTORS = ("imputation", "treatment", "normalisation", "aggregation", "weights", "noise")
KEYS = ("impute", "treat", "normalise", "aggregate", "weights", "noise")  # of the design, in the same order


@dataclass(frozen=True)
class Alternatives:
    """What the cases of a design choose from, for n units, k indicators and m nodes.

    data (r, n, k): denominated, screened and imputed; plans: by aggregation and by weights; uniform (d, m): the numbers
    that make d draws of noise; names: of each factor's levels; declared: the factors that the design names.
    """

    tree: Tree
    index: pd.Index
    data: Floats
    treatments: Sequence[Treat | None]
    normalisations: Sequence[Normalise]
    plans: Sequence[Sequence[Plan]]
    weights: Sequence[Weights]
    noise: Noise | None
    uniform: Floats
    names: Mapping[str, Sequence[str]]
    declared: Sequence[str]

    @property
    def levels(self) -> tuple[int, ...]:
        """How many levels each of FACTORS has."""
        return tuple(len(self.names[name]) for name in FACTORS)


def alternatives(index: Index, design: Design, draws: int, data: Floats | None = None) -> Alternatives:
    """The alternatives of a design around an index, with `draws` draws of noise where it has noise.

    data: (r, n, k) draws of the indicators in place of those that the design would impute. Raises BadInput with
    everything that an alternative asks and the tables do not have.
    """
    config, tree = index.config, index.tree
    stages.refuse(dict.fromkeys(_misfits(index, design)))
    imputing, noising = np.random.default_rng(design.seed).spawn(2)
    sets = _imputed(index, design, imputing) if data is None else _of_shape(data, index)
    uniform = noising.random((draws if design.noise else 1, len(tree.codes)))
    chosen: dict[str, Sequence[Any]] = {
        "treatment": design.treat or [config.treat],
        "normalisation": design.normalise or [config.normalise],
        "aggregation": design.aggregate or [config.aggregate],
        "weights": design.weights or [config.weights],
    }
    names = {factor: _named(entries) for factor, entries in chosen.items()}
    names |= {"imputation": _numbered(sets), "noise": _numbered(uniform)}
    declared = [factor for factor, key in zip(FACTORS, KEYS, strict=True) if getattr(design, key) is not None]
    if data is not None and "imputation" not in declared:
        declared.insert(0, "imputation")
    plans = [
        [
            stages.plan(tree, _with(config, aggregate=one, weights=other), index.screened.index)
            for other in chosen["weights"]
        ]
        for one in chosen["aggregation"]
    ]
    parts = (chosen["treatment"], chosen["normalisation"], plans, chosen["weights"])
    return Alternatives(tree, index.screened.index, sets, *parts, design.noise, uniform, names, declared)


def _with(config: Configuration, **changes: object) -> Configuration:
    return config.model_copy(update=changes)


def _misfits(index: Index, design: Design) -> Iterator[Fault]:
    """What the tables lack for any of the alternatives; what the index itself needs was checked when it was made."""
    config = index.config
    variants = [_with(config, normalise=one) for one in design.normalise or ()]
    if design.aggregate or design.weights:
        pairs = itertools.product(design.aggregate or [config.aggregate], design.weights or [config.weights])
        variants += [_with(config, aggregate=one, weights=other) for one, other in pairs]
    if design.impute is not None:
        variants.append(_with(config, impute=_impute(design)))
    for variant in variants:
        yield from settings.faults(index.tables, index.tree, variant)


def _impute(design: Design) -> Impute:
    asked = design.impute
    assert asked is not None
    return Impute(method=asked.method, group=asked.group, seed=design.seed, per_year=asked.per_year)


def _imputed(index: Index, design: Design, rng: np.random.Generator) -> Floats:
    """Draws of the data, (r, n, k): a single one where nothing is drawn."""
    frame = index.screened
    if design.impute is None:
        return index.imputed.to_numpy()[None]
    if not frame.isna().to_numpy().any():
        return frame.to_numpy()[None]
    spec = _impute(design)
    groups, names = imputation.sources(index.tables.data[index.availability["kept"].to_numpy()], frame.index, spec)
    drawn = imputation.DRAWN[spec.method](frame.to_numpy(), groups, design.impute.draws, rng)
    first = stages.like(frame, drawn[0])
    stages.refuse(imputation.misfits(first, groups, names, spec, f"{index.tables.data_name}, imputed"))
    return drawn


def _of_shape(data: Floats, index: Index) -> Floats:
    if data.ndim == 3 and data.shape[1:] == index.screened.shape and len(data):
        return data
    raise BadInput.of("data", f"expected draws of {' x '.join(map(str, index.screened.shape))} values", data.shape)


def _numbered(entries: Floats) -> list[str]:
    return [str(number) for number in range(1, len(entries) + 1)]


def _named(entries: Sequence[Strict | None]) -> list[str]:
    """A name for each alternative: its method where that tells it from the others, else with its other settings."""
    short = ["none" if one is None else str(getattr(one, "method", "treated")) for one in entries]
    return [
        name if short.count(name) == 1 or one is None else f"{name} {_settings(one)}"
        for name, one in zip(short, entries, strict=True)
    ]


def _settings(one: Strict) -> str:
    used = one.model_dump(exclude_none=True, exclude_defaults=True, exclude={"method"})
    return ", ".join(f"{key} {value}" for key, value in used.items())
