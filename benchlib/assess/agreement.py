"""How far assessors agree: weighted kappa and intraclass correlation, per indicator and pair of assessors."""

import datetime as dt
import itertools

import numpy as np
import numpy.typing as npt
import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa

from benchlib.assess import scoring
from benchlib.rules.models import Framework
from benchlib.tables.schemas import CONSENSUS

Floats = npt.NDArray[np.float64]


def icc(ratings: Floats, form: str = "2,1") -> Floats:
    """Intraclass correlation of (..., n subjects, k raters) without missing values: (...), nan where nothing varies.

    form, after Shrout and Fleiss 1979, with B, J, E, W the mean squares between subjects, between raters, of what is
    left, and within subjects. A single rater: 1,1 each subject has raters of its own, (B - W) / (B + (k - 1) W);
    2,1 raters are a sample and their level counts, (B - E) / (B + (k - 1) E + k (J - E) / n); 3,1 their level does not
    count, (B - E) / (B + (k - 1) E). The mean of all raters: 1,k (B - W) / B; 2,k (B - E) / (B + (J - E) / n);
    3,k (B - E) / B, which is Cronbach's alpha of the raters.
    """
    n, k = ratings.shape[-2:]
    if n < 2 or k < 2:
        return np.full(ratings.shape[:-2], np.nan)[()]
    mean = ratings.mean(axis=(-2, -1), keepdims=True)
    rows, columns = ratings.mean(axis=-1, keepdims=True) - mean, ratings.mean(axis=-2, keepdims=True) - mean
    between, raters = k * (rows**2).sum(axis=(-2, -1)) / (n - 1), n * (columns**2).sum(axis=(-2, -1)) / (k - 1)
    error = ((ratings - mean - rows - columns) ** 2).sum(axis=(-2, -1)) / ((n - 1) * (k - 1))
    model, number = form.split(",")
    noise = (raters + (n - 1) * error) / n if model == "1" else error
    level = (raters - error) / n if model == "2" else 0.0
    below = between + level if number == "k" else between + (k - 1) * noise + k * level
    return ((between - noise) / np.where(below > 0, below, np.nan))[()]


def kappa(one: Floats, other: Floats, categories: int) -> float:
    """Cohen's kappa with linear weights of two raters' whole points 0 .. categories - 1; nan where nothing varies."""
    table = np.zeros((categories, categories))
    np.add.at(table, (one.astype(int), other.astype(int)), 1)
    if len({*one, *other}) < 2:
        return float("nan")
    return float(cohens_kappa(table, wt="linear", return_results=True).kappa)


def pairs(answers: pd.DataFrame, framework: Framework, on: dt.date) -> pd.DataFrame:
    """Agreement of every pair of assessors on every indicator, over the assessments that both answered.

    answers: table `answers`; recorded consensus is left out. Columns: indicator, assessor_a, assessor_b, assessments,
    kappa, icc, mean_difference (points of a less those of b).
    """
    single = answers[answers["assessor"].notna() & (answers["assessor"] != CONSENSUS)]
    names = sorted(single["assessor"].unique())
    ids = pd.Index(single["assessment_id"].unique())
    points = {name: scoring.points(single[single["assessor"] == name], ids, framework, on) for name in names}
    categories = int(scoring.maximum(framework, on)) + 1
    records = []
    for (a, b), item in itertools.product(itertools.combinations(names, 2), framework.scored):
        both = np.column_stack([points[a].of(item), points[b].of(item)])
        both = both[~np.isnan(both).any(axis=1)]
        if len(both):
            agreement = (kappa(both[:, 0], both[:, 1], categories), icc(both), float((both[:, 0] - both[:, 1]).mean()))
            records.append((item, a, b, len(both), *agreement))
    columns = ["indicator", "assessor_a", "assessor_b", "assessments", "kappa", "icc", "mean_difference"]
    return pd.DataFrame(records, columns=columns)
