"""How far the peers of a cluster can be relied on: three coefficients for each cluster and wave.

Cronbach's alpha: whether the aspects, as items over respondents, measure one thing. ICC(2,k): whether the respondents
together tell the aspects apart, the level of each respondent counting as error; respondents are a sample and answer
every aspect, hence two-way random effects, absolute agreement, mean of k raters. Krippendorff's alpha: how far single
respondents agree beyond chance, answers missing or not.
"""

from collections.abc import Callable, Iterator, Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.assess.agreement import icc
from benchlib.compare.function.survey import Answers
from benchlib.compare.index.correlations import alpha

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Distance = Callable[[Floats, Floats], Floats]

COLUMNS = ["year", "respondents", "aspects", "alpha", "icc", "krippendorff", "shown"]


def krippendorff(values: Floats, metric: str = "interval") -> Floats:
    """Krippendorff's alpha of (..., m observers, u units), nan where not observed: (...); nan where nothing varies.

    1 - (n - 1) sum o_ck d_ck / sum n_c n_k d_ck over pairs of values c, k, with coincidences o_ck = sum over units of
    (pairs of c and k within the unit) / (observations of the unit - 1), their margins n_c and total n; units observed
    once are left out. metric: nominal, ordinal, interval or ratio gives the difference d_ck. Krippendorff 2011.
    """
    levels = np.unique(values[~np.isnan(values)])
    counts = np.stack([np.sum(values == level, axis=-2) for level in levels], axis=-1) if len(levels) else None
    if counts is None:
        return np.full(values.shape[:-2], np.nan)
    observed = counts.sum(axis=-1, keepdims=True)
    share = counts / np.where(observed > 1, observed - 1, np.inf)
    together = np.swapaxes(share, -1, -2) @ counts - np.eye(len(levels)) * share.sum(axis=-2)[..., None]
    margin = together.sum(axis=-1)
    distance = METRICS[metric](levels, margin)
    seen = (together * distance).sum(axis=(-1, -2))
    expected = (margin[..., :, None] * margin[..., None, :] * distance).sum(axis=(-1, -2))
    return 1 - (margin.sum(axis=-1) - 1) * seen / np.where(expected > 0, expected, np.nan)


def _nominal(levels: Floats, margin: Floats) -> Floats:
    return 1.0 - np.eye(len(levels))


def _ordinal(levels: Floats, margin: Floats) -> Floats:
    """Squared difference of mid-ranks, which counts the observations from one value to the other."""
    middle = margin.cumsum(axis=-1) - margin / 2
    return (middle[..., :, None] - middle[..., None, :]) ** 2


def _interval(levels: Floats, margin: Floats) -> Floats:
    return (levels[:, None] - levels) ** 2


def _ratio(levels: Floats, margin: Floats) -> Floats:
    """((c - k) / (c + k))^2, of values of 0 or more."""
    total = levels[:, None] + levels
    return ((levels[:, None] - levels) / np.where(total > 0, total, 1.0)) ** 2


METRICS: Mapping[str, Distance] = {
    "nominal": _nominal,
    "ordinal": _ordinal,
    "interval": _interval,
    "ratio": _ratio,
}


def table(answers: Answers) -> pd.DataFrame:
    """Reliability at every place: columns of the unit, then COLUMNS.

    respondents that took part; aspects that enough of them answered; alpha and icc over the respondents that answered
    all of those, krippendorff (interval) over all. nan below the minimum of respondents, and where nothing varies.
    """
    used = answers.counts >= answers.minimum
    values = np.where(used[answers.place], answers.values, np.nan)
    number = used.sum(axis=1)
    answered = (~np.isnan(values)).sum(axis=1)
    some, complete = answered > 0, (answered > 0) & (answered == number[answers.place])
    columns = {name: np.full(len(used), np.nan) for name in ("alpha", "icc", "krippendorff")}
    for places, block in alike(values[complete], answers.place[complete], used):
        if block.shape[1] >= answers.minimum:
            columns["alpha"][places] = alpha(block)
            columns["icc"][places] = icc(np.swapaxes(block, -1, -2), "2,k")
    for places, block in alike(values[some], answers.place[some], used):
        columns["krippendorff"][places] = krippendorff(block)
    counts = {"respondents": answers.respondents, "aspects": number}
    result = answers.places.assign(**counts, **columns, shown=number > 0)
    return result[[*answers.places.columns.drop("year"), *COLUMNS]]


def alike(values: Floats, place: Ints, used: npt.NDArray[np.bool_]) -> Iterator[tuple[Ints, Floats]]:
    """Places with as many respondents and the same aspects used, together: positions (b,), values (b, n, aspects)."""
    number = np.bincount(place, minlength=len(used))
    pattern = used @ (1 << np.arange(used.shape[1]))
    kinds = np.column_stack([number, pattern])
    start = np.cumsum(number) - number
    for n, bits in np.unique(kinds[number > 0], axis=0):
        places = np.flatnonzero((number == n) & (pattern == bits))
        rows = start[places, None] + np.arange(n)
        yield places, values[rows][:, :, used[places[0]]]
