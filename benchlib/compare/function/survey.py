"""The qualitative side: peers' answers digitised, aspect by aspect and as one composite with its standard error."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from benchlib.compare.function.shrinkage import shrunk
from benchlib.rules.competitiveness import Competitiveness

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

COLUMNS = [
    "year",
    "aspect",
    "respondents",
    "mean",
    "se",
    "shrunk",
    "low",
    "high",
    "usual",
    "reliability",
    "shown",
]
SINGULAR = 1e-9  # an eigenvalue below this share of the largest is that of a sum which nothing determines
WAVE_YEAR = r"^([0-9]{4})"  # a wave is named after its year: 2024, 2024-autumn


@dataclass(frozen=True)
class Answers:
    """Digitised answers of r respondents on p places, a place being a unit and year.

    places: columns of the unit and year, one row a place. place: (r,) position of the place of each respondent, in
    order. values: (r, k) points 0-100, nan where an aspect is not answered. aspects: their k names. minimum: fewest
    respondents of whom anything is said.
    """

    places: pd.DataFrame
    place: Ints
    values: Floats
    aspects: tuple[str, ...]
    minimum: float

    @property
    def starts(self) -> Ints:
        """Position of the first respondent of each place, (p,)."""
        return np.searchsorted(self.place, np.arange(len(self.places)))

    @property
    def respondents(self) -> Ints:
        """How many respondents each place has, (p,)."""
        return np.bincount(self.place, minlength=len(self.places))

    def sums(self, values: Floats) -> Floats:
        """Sums over the respondents of each place, what is missing left out: (r, ...) -> (p, ...)."""
        if not len(self.place):
            return np.zeros((0, *values.shape[1:]))
        return np.add.reduceat(np.nan_to_num(values), self.starts, axis=0)

    @property
    def counts(self) -> Ints:
        """How many answered each aspect, (p, k)."""
        return self.sums((~np.isnan(self.values)).astype(np.float64)).astype(np.int64)

    @property
    def means(self) -> Floats:
        """Mean of each aspect, (p, k); nan where too few answered it."""
        counts = self.counts
        return self.sums(self.values) / np.where(counts >= self.minimum, counts, np.nan)

    @property
    def deviations(self) -> Floats:
        """How far each answer is from its place's mean of the aspect, (r, k); nan where there is none."""
        return self.values - self.means[self.place]


def of_clusters(peer_answers: pd.DataFrame, spec: Competitiveness) -> Answers:
    """Answers on clusters: those of the table `peer_answers` that name no participant."""
    return _answers(peer_answers[peer_answers["participant_id"].isna()], ["cluster_id"], spec)


def of_participants(peer_answers: pd.DataFrame, spec: Competitiveness) -> Answers:
    """Answers on single participants, each in the cluster that asked."""
    rows = peer_answers[peer_answers["participant_id"].notna()]
    return _answers(rows, ["cluster_id", "participant_id"], spec)


def years(waves: pd.Series) -> pd.Series:
    """The year of each wave, its first four digits; missing where it does not start with them."""
    names = pd.Series(waves.dropna().unique(), dtype="str")
    year = pd.to_numeric(names.str.extract(WAVE_YEAR, expand=False)).astype("Int64")
    return waves.map(pd.Series(year.array, index=names)).astype("Int64")


def _answers(rows: pd.DataFrame, unit: list[str], spec: Competitiveness) -> Answers:
    """Respondents side by side. One who answers in two waves of a year is two: waves are surveys of their own."""
    rule = spec.qualitative
    aspect = pd.Index(list(rule.aspects)).get_indexer(rows["question"])
    rows = rows.assign(aspect=aspect, year=years(rows["wave"]))
    needed = ["cluster_id", "wave", "respondent", "value", "year"]
    rows = rows[(aspect >= 0) & rows[needed].notna().all(axis=1)].astype({"year": np.int64})
    code = rows.groupby([*unit, "year", "wave", "respondent"], sort=True).ngroup().to_numpy()
    place = rows.groupby([*unit, "year"], sort=True).ngroup().to_numpy()
    values = np.full((code.max(initial=-1) + 1, len(rule.aspects)), np.nan)
    points = rule.digitised.points_a_step * (rows["value"].to_numpy(float) - rule.digitised.lowest)
    values[code, rows["aspect"]] = points
    of = np.zeros(len(values), dtype=np.int64)
    of[code] = place
    first = np.zeros(place.max(initial=-1) + 1, dtype=np.int64)
    first[place] = np.arange(len(place))
    places = rows[[*unit, "year"]].iloc[first].reset_index(drop=True)
    return Answers(places, of, values, tuple(rule.aspects), rule.minimum_respondents.value)


def composites(answers: Answers) -> pd.DataFrame:
    """v of each place with its standard error s: columns of the unit, year, v, s; nan where too few answered.

    v is the mean over aspects of the aspect's mean less its offset. Offsets add up to 0: where every aspect is answered
    v is the plain mean of the aspects' means, and where each respondent answers all of them, of the respondents' means.
    A skipped question does not move v, as the mean over respondents would when hard questions are skipped; of an aspect
    that too few answered, the usual offset stands in. s^2 = (variance of respondents' means within places, pooled over
    all places) / respondents. With answers missing, a respondent's mean is its linearised part of v,
    (n / k) sum over aspects of (answer - mean of the aspect) / (answers on the aspect); with a fifth of the answers of
    nine respondents missing, s is too small by 2 to 3 percent.
    """
    means = answers.means
    used = ~np.isnan(means)
    v = _mean(means - offsets(means))
    weight = 1.0 / np.where(used, answers.counts * used.sum(axis=1, keepdims=True), 1.0)
    deviations = answers.deviations
    known = ~np.isnan(deviations)
    part: Floats = np.where(known, deviations * weight[answers.place], 0.0).sum(axis=1)
    took_part: Floats = np.where(known.any(axis=1), 1.0, 0.0)
    n = answers.sums(took_part)
    squares = answers.sums(part**2) * n**2
    s = np.sqrt(squares.sum() / max((n - 1)[n > 0].sum(), 1.0) / np.where(n > 0, n, np.nan))
    return answers.places.assign(v=v, s=np.where(np.isnan(v), np.nan, s))


def offsets(means: Floats) -> Floats:
    """By how much each aspect lies above the others, adding up to 0: (p, k) with gaps -> (k,).

    Least squares with an effect of each place and of each aspect, the places' swept out: sum over places of
    (diag(u) - u u' / |u|) o = sum of u (y - mean y), u telling the aspects answered; the solution of least norm.
    """
    used = (~np.isnan(means)).astype(np.float64)
    number = np.maximum(used.sum(axis=1), 1.0)
    left = np.diag(used.sum(axis=0)) - (used / number[:, None]).T @ used
    centred = np.nan_to_num(means - _mean(means)[:, None])
    result = np.linalg.pinv(left, rcond=SINGULAR, hermitian=True) @ centred.sum(axis=0)
    return result - result.mean()


def table(answers: Answers, spec: Competitiveness) -> pd.DataFrame:
    """Aspects of every place: columns of the unit, then COLUMNS, in points 0-100.

    respondents that answered the aspect; mean; se from the variance of its answers within places, pooled over all of
    them; shrunk to what is usual in the year (see `shrinkage.shrunk`) with its interval; usual; reliability (what of
    the distance from usual is kept, 0-1); shown. Where too few answered, all but respondents and shown is missing.
    """
    means, counts = answers.means, answers.counts
    freedom = np.where(np.isnan(means), 0, counts - 1).sum(axis=0)
    variance = np.nansum(answers.deviations**2, axis=0) / np.maximum(freedom, 1)
    errors = np.where(np.isnan(means), np.nan, variance / np.maximum(counts, 1))
    columns = {"respondents": counts, "mean": means, "se": np.sqrt(errors), **_shrunk(answers, means, errors)}
    beyond = stats.norm.ppf((1 + spec.function.interval.value) / 2) * columns.pop("shrunk_se")
    columns |= {"low": columns["shrunk"] - beyond, "high": columns["shrunk"] + beyond, "shown": ~np.isnan(means)}
    p, k = means.shape
    long = answers.places.iloc[np.repeat(np.arange(p), k)].reset_index(drop=True)
    names = pd.Series(np.tile(answers.aspects, p), dtype="str")
    long = long.assign(aspect=names, **{name: array.ravel() for name, array in columns.items()})
    return long[[*answers.places.columns.drop("year"), *COLUMNS]]


def _shrunk(answers: Answers, means: Floats, errors: Floats) -> dict[str, npt.NDArray]:
    """Every aspect shrunk over the units of a year: columns of `table`, and shrunk_se; (p, k) each."""
    names = ("shrunk", "shrunk_se", "reliability", "usual")
    columns: dict[str, npt.NDArray] = {name: np.full(means.shape, np.nan) for name in names}
    year = answers.places["year"].to_numpy()
    for one in np.unique(year):
        rows = year == one
        result = shrunk(means[rows].T, errors[rows].T)
        for name, array in zip(names, (result.value, result.se, result.factor, result.usual), strict=True):
            columns[name][rows] = array.T
    return columns


def _mean(values: Floats) -> Floats:
    """Mean over aspects of those that are there, (p,)."""
    known = ~np.isnan(values)
    number = known.sum(axis=1)
    return np.where(known, values, 0.0).sum(axis=1) / np.where(number > 0, number, np.nan)
