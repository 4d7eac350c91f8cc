"""Standing: where an organisation is among others, without showing any single one of them."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare import suppression
from benchlib.rules.models import Standing, View

Floats = npt.NDArray[np.float64]
Booleans = npt.NDArray[np.bool_]

CHUNK = 256  # organisations at a time: bounds memory at CHUNK x all organisations
QUARTILES = (0.25, 0.5, 0.75)
COLUMNS = ["cluster_id", "item", "view", "others", "shown", "q25", "median", "q75", "own", "percentile"]


def gower(numbers: Floats, categories: Sequence[pd.Series], rows: npt.NDArray[np.int64]) -> Floats:
    """Gower distance of some organisations (rows, m) to all (n): mean of the differences that both have, (m, n).

    numbers: (n, p), each difference as a share of the column's range; categories: 0 where equal, else 1. nan where
    nothing can be compared. Gower 1971.
    """
    spread = np.nanmax(numbers, axis=0, initial=-np.inf) - np.nanmin(numbers, axis=0, initial=np.inf)
    total, compared = np.zeros((2, len(rows), len(numbers)))
    for column, width in zip(numbers.T, spread, strict=True):
        part = np.abs(column[rows, None] - column) / (width if width > 0 else 1.0)
        total, compared = total + np.nan_to_num(part), compared + ~np.isnan(part)
    for category in categories:
        code = pd.factorize(category)[0]
        both = (code[rows, None] >= 0) & (code >= 0)
        total, compared = total + (both & (code[rows, None] != code)), compared + both
    return np.divide(total, compared, out=np.full(total.shape, np.nan), where=compared > 0)


def members(view: View, organisations: pd.DataFrame, rows: npt.NDArray[np.int64]) -> Booleans:
    """Who is in a view, for each reader: (m readers, n organisations), the reader left out.

    organisations: columns area, country, size, age and, for each level of label, `holds_LEVEL`.
    """
    n = len(organisations)
    if view.by == "all":
        mask = np.ones((len(rows), n), dtype=bool)
    elif view.by == "label":
        mask = np.broadcast_to(organisations[f"holds_{view.level}"].to_numpy(bool), (len(rows), n)).copy()
    elif view.by == "nearest":
        mask = _nearest(organisations, rows, view.size or 0)
    else:
        code = pd.factorize(organisations[view.by])[0]
        mask = (code[rows, None] == code) & (code >= 0)
    mask[np.arange(len(rows)), rows] = False
    return mask


def _nearest(organisations: pd.DataFrame, rows: npt.NDArray[np.int64], size: int) -> Booleans:
    """The others nearest by size (its logarithm, since sizes spread over orders), age and area."""
    numbers = np.column_stack([np.log1p(organisations["size"].to_numpy(float)), organisations["age"].to_numpy(float)])
    distance = gower(numbers, [organisations["area"]], rows)
    distance[np.arange(len(rows)), rows] = np.nan  # itself comes last, with those that cannot be compared
    order = np.argsort(distance, axis=1, kind="stable")[:, :size]
    mask = np.zeros(distance.shape, dtype=bool)
    np.put_along_axis(mask, order, True, axis=1)
    return mask & ~np.isnan(distance)


def quartiles(values: Floats, mask: Booleans) -> Floats:
    """Quartiles of each item over the members of each reader's view, linearly interpolated: (3, m, k).

    values: (n, k), nan where missing; mask: (m, n).
    """
    result = np.full((len(QUARTILES), len(mask), values.shape[1]), np.nan)
    for item, column in enumerate(values.T):
        order = np.argsort(column, kind="stable")
        order = order[~np.isnan(column[order])]
        inside = mask[:, order]
        rank, count = np.cumsum(inside, axis=1, dtype=np.int32), inside.sum(axis=1)
        if not len(order):
            continue
        ordered = column[order]
        for number, share in enumerate(QUARTILES):
            position = share * (count - 1)
            below, above = np.floor(position), np.ceil(position)
            low, high = (
                ordered[np.minimum((rank <= at[:, None]).sum(axis=1), len(order) - 1)] for at in (below, above)
            )
            result[number, :, item] = np.where(count > 0, low + (position - below) * (high - low), np.nan)
    return result


def percentiles(values: Floats, own: Floats, mask: Booleans) -> Floats:
    """Mid-rank percentile of each reader among its view's members, 0 to 100, 100 is ahead of all: (m, k)."""
    result = np.empty(own.shape)
    weights = mask.astype(np.float32)
    for item, column in enumerate(values.T):
        ahead = (column < own[:, item, None]) + 0.5 * (column == own[:, item, None])
        count = weights @ ~np.isnan(column)
        rank = np.einsum("mn,mn->m", weights, ahead.astype(np.float32))
        result[:, item] = 100 * np.divide(rank, count, out=np.full(len(mask), np.nan), where=count > 0)
    return np.where(np.isnan(own), np.nan, result)


def standing(organisations: pd.DataFrame, percent: pd.DataFrame, rules: Standing) -> pd.DataFrame:
    """Standing of every organisation, item and view; what must be kept back is missing, not only hidden.

    organisations: see `members`, indexed by cluster_id; percent: share of the maximum, one row an organisation in the
    same order, one column an item. Returns COLUMNS: `others` in the view with a value, `shown`, quartiles of the view
    (the reader left out), own value, mid-rank percentile. Where not shown, others, quartiles and percentile are nan.
    """
    chunks = [np.arange(start, min(start + CHUNK, len(percent))) for start in range(0, len(percent), CHUNK)]
    frames = [frame for rows in chunks for frame in _chunk(organisations, percent, rules, rows)]
    if not frames:
        return pd.DataFrame(columns=COLUMNS)
    return pd.concat(frames, ignore_index=True)[COLUMNS]


def _chunk(
    organisations: pd.DataFrame, percent: pd.DataFrame, rules: Standing, rows: npt.NDArray[np.int64]
) -> Iterator[pd.DataFrame]:
    values = percent.to_numpy(float)
    masks = {key: members(view, organisations, rows) for key, view in rules.views.items()}
    allowed, counts = suppression.shown(list(masks.values()), ~np.isnan(values), rules.minimum_others.value)
    for (key, mask), safe, count in zip(masks.items(), allowed, counts, strict=True):
        statistics = {
            "others": count.astype(float),
            **dict(zip(("q25", "median", "q75"), quartiles(values, mask), strict=True)),
            "percentile": percentiles(values, values[rows], mask),
        }
        kept = {name: np.where(safe, array, np.nan) for name, array in statistics.items()}
        yield _long(percent, rows, key, {**kept, "own": values[rows], "shown": safe})


def _long(
    percent: pd.DataFrame, rows: npt.NDArray[np.int64], view: str, arrays: Mapping[str, npt.NDArray]
) -> pd.DataFrame:
    items = percent.columns
    head = {
        "cluster_id": np.repeat(percent.index[rows].to_numpy(), len(items)),
        "item": np.tile(items.to_numpy(), len(rows)),
        "view": view,
    }
    return pd.DataFrame({**head, **{name: array.ravel() for name, array in arrays.items()}})
