"""Treat: outliers drawn in one point at a time, or a logarithm where that is not enough (METHODS, section 3)."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchlib.compare.index.configuration import Treat
from benchlib.compare.index.moments import skew_kurtosis

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

OFFSET = 0.01  # of the range, so that the smallest value has a logarithm: METHODS, section 3


@dataclass(frozen=True)
class Treatment:
    """Treated numbers (..., n, k) and, for each column (..., k), what was done."""

    numbers: Floats
    low: Ints  # points drawn in at the low end
    high: Ints
    logarithm: Booleans
    passes: Booleans


def fails(values: Floats, spec: Treat) -> tuple[Booleans, Floats]:
    """Whether |skew| and excess kurtosis both exceed the limits, and the skew, (..., k); too few values never fail."""
    skew, kurtosis = skew_kurtosis(values)
    return (np.abs(skew) > spec.skew) & (kurtosis > spec.kurtosis), skew


def treat(values: Floats, spec: Treat) -> Treatment:
    """Winsorise columns that fail, one point at a time; those that still fail become logarithms of what they were."""
    failing, _ = fails(values, spec)
    low, high = np.zeros((2, *failing.shape), dtype=np.int64)
    treated, logarithm, passes = values.copy(order="K"), np.zeros_like(failing), ~failing
    some = np.flatnonzero(failing.any(axis=tuple(range(failing.ndim - 1))))
    if len(some):
        before = values[..., some]
        drawn_in, low[..., some], high[..., some] = winsorise(before, spec)
        logarithm[..., some] = still = fails(drawn_in, spec)[0] & (spec.then == "log")
        treated[..., some] = after = np.where(still[..., None, :], shifted_log(before), drawn_in)
        passes[..., some] = ~fails(after, spec)[0]
    return Treatment(treated, np.where(logarithm, 0, low), np.where(logarithm, 0, high), logarithm, passes)


def winsorise(values: Floats, spec: Treat) -> tuple[Floats, Ints, Ints]:
    """Values with outliers drawn in, and how many points at the low and the high end, (..., k).

    Each step sets one point more, at the end that the skew points to, to the value of the next point; it ends for a
    column as soon as the column passes. Points that are equal count one by one.
    """
    lowest, highest = _ends(values, spec.winsorise_at_most)
    low = high = np.zeros(values.shape[:-2] + values.shape[-1:], dtype=np.int64)
    treated = values
    for _ in range(spec.winsorise_at_most):
        failing, skew = fails(treated, spec)
        if not failing.any():
            break
        low, high = low + (failing & (skew < 0)), high + (failing & (skew > 0))
        treated = np.clip(values, _pick(lowest, low), _pick(highest, high))
    return treated, low, high


def _ends(values: Floats, at_most: int) -> tuple[Floats, Floats]:
    """The lowest and the highest values of each column in order, (..., at_most + 1, k), nan where there are fewer."""
    count = min(at_most + 1, values.shape[-2])
    places = list(range(count))
    lowest = np.partition(values, places, axis=-2)[..., :count, :]  # nan sorts last
    highest = -np.partition(-values, places, axis=-2)[..., :count, :]
    return lowest, highest


def _pick(ends: Floats, count: Ints) -> Floats:
    place = np.minimum(count, ends.shape[-2] - 1)
    return np.take_along_axis(ends, place[..., None, :], axis=-2)


def shifted_log(values: Floats) -> Floats:
    """ln(x - min + 0.01 (max - min)) of each column; nan where there is no range."""
    low = np.fmin.reduce(values, axis=-2, keepdims=True)
    width = np.fmax.reduce(values, axis=-2, keepdims=True) - low
    return np.log(values - low + OFFSET * np.where(width > 0, width, np.nan))
