"""Ranks with a tolerance: 1 is best, ties share the mean rank, what differs by rounding only is tied."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

TIED = 1e-9  # of the column's range: METHODS, notation


def ranks(values: Floats, tied: float = TIED) -> Floats:
    """Ranks (..., n, k) of each column's values among its n rows: 1 the highest, ties their mean, nan stays nan.

    Two values are tied when they are closer than `tied` of the column's range, or joined by a chain of such values.

    >>> ranks(np.array([[3.0], [1.0], [3.0], [np.nan]]))[:, 0]
    array([1.5, 3. , 1.5, nan])
    """
    columns = np.swapaxes(values, -1, -2)
    order = np.argsort(-columns, axis=-1)
    ordered = np.take_along_axis(columns, order, axis=-1)
    place = np.empty_like(ordered)
    np.put_along_axis(place, order, _mean_places(_begins(ordered, tied)), axis=-1)
    place[np.isnan(columns)] = np.nan
    return np.swapaxes(place, -1, -2)


def _begins(ordered: Floats, tied: float) -> npt.NDArray[np.bool_]:
    """Whether each of the values, sorted from high to low, stands apart from the one before it; nan does."""
    span = np.fmax.reduce(ordered, axis=-1, keepdims=True) - np.fmin.reduce(ordered, axis=-1, keepdims=True)
    gap = ordered[..., :-1] - ordered[..., 1:]
    begins = np.ones(ordered.shape, dtype=bool)
    begins[..., 1:] = ~((gap < tied * span) | (gap == 0))
    return begins


def _mean_places(begins: npt.NDArray[np.bool_]) -> Floats:
    """The mean of the places 1 to n over each run that starts where `begins` is true."""
    n = begins.shape[-1]
    place = np.arange(1, n + 1, dtype=np.int32)
    first = np.maximum.accumulate(np.where(begins, place, 0), axis=-1)
    ends = np.concatenate([begins[..., 1:], np.ones_like(begins[..., :1])], axis=-1)
    last = np.minimum.accumulate(np.where(ends, place, n)[..., ::-1], axis=-1)[..., ::-1]
    return (first + last) / 2.0
