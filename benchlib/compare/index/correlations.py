"""How the children of each node move together: correlations of three kinds, reliability, principal components."""

import itertools
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from benchlib.compare.index import weighting
from benchlib.compare.index.structure import Tree

Floats = npt.NDArray[np.float64]

ALIKE, OPPOSED = 0.9, -0.3  # Pearson; METHODS, section 3: above, one says again what the other says; below, they cancel
KINDS = ("pearson", "spearman", "kendall")


def pairs(frame: pd.DataFrame, tree: Tree) -> pd.DataFrame:
    """node, first, second, pearson, spearman, kendall, flag (alike, opposed or empty) for each pair of siblings.

    Over the units that have both; kendall is tau-b.
    """
    rows: list[dict[str, object]] = []
    for node, children in tree.children.items():
        tables = [frame.iloc[:, children].corr(method=kind).to_numpy() for kind in KINDS]
        for one, other in itertools.combinations(range(len(children)), 2):
            values = dict(zip(KINDS, (table[one, other] for table in tables), strict=True))
            codes = {"first": tree.codes[children[one]], "second": tree.codes[children[other]]}
            rows.append({"node": tree.codes[node], **codes, **values, "flag": flag(values["pearson"])})
    return pd.DataFrame(rows, columns=["node", "first", "second", *KINDS, "flag"])


def flag(correlation: float) -> str:
    """What a Pearson correlation within a node warns of; nothing at the limits themselves."""
    return "alike" if correlation > ALIKE else "opposed" if correlation < OPPOSED else ""


def reliability(frame: pd.DataFrame, tree: Tree) -> pd.DataFrame:
    """node, children, units (that have all), alpha, kmo, bartlett (chi-square), df, p; nan where not defined."""
    rows = []
    for node, positions in tree.children.items():
        children = complete(frame, positions)
        bartlett, df, p = sphericity(children)
        counts = {"node": tree.codes[node], "children": len(positions), "units": len(children)}
        rows.append({**counts, "alpha": alpha(children), "kmo": kmo(children), "bartlett": bartlett, "df": df, "p": p})
    return pd.DataFrame(rows)


def complete(frame: pd.DataFrame, positions: npt.NDArray[np.int64]) -> Floats:
    """Some columns of the units that have all of them."""
    values = frame.iloc[:, positions].to_numpy()
    return values[~np.isnan(values).any(axis=-1)]


def alpha(children: Floats) -> Floats:
    """Cronbach's alpha of (..., n, c): c / (c - 1) (1 - sum of the variances / variance of the sum). Cronbach 1951."""
    n, c = children.shape[-2:]
    if c < 2 or n < 2:
        return np.full(children.shape[:-2], np.nan)[()]
    total, parts = children.sum(axis=-1), children.var(axis=-2, ddof=1).sum(axis=-1)
    varies = np.ptp(total, axis=-1) > 0
    return (c / (c - 1) * (1 - parts / np.where(varies, total.var(axis=-1, ddof=1), np.nan)))[()]


def kmo(children: Floats) -> float:
    """Kaiser-Meyer-Olkin: squared correlations as a share of them and the squared partial ones. Kaiser 1974."""
    matrix = _matrix(children)
    if matrix is None or len(matrix) < 2 or np.linalg.matrix_rank(matrix) < len(matrix):
        return np.nan
    inverse = np.linalg.inv(matrix)
    partial = inverse / np.sqrt(np.outer(np.diag(inverse), np.diag(inverse)))
    off = ~np.eye(len(matrix), dtype=bool)
    simple = np.sum(matrix[off] ** 2)
    return float(simple / (simple + np.sum(partial[off] ** 2)))


def sphericity(children: Floats) -> tuple[float, float, float]:
    """Bartlett's test that the children do not correlate at all: chi-square, degrees of freedom, p. Bartlett 1951."""
    matrix, (n, c) = _matrix(children), children.shape
    if matrix is None or c < 2 or np.linalg.matrix_rank(matrix) < c:
        return np.nan, np.nan, np.nan
    statistic = -(n - 1 - (2 * c + 5) / 6) * np.linalg.slogdet(matrix).logabsdet
    df = c * (c - 1) / 2
    return float(statistic), df, float(stats.chi2.sf(statistic, df))


def components(frame: pd.DataFrame, tree: Tree) -> pd.DataFrame:
    """node, component, eigenvalue, explained (share), child, loading (correlation of the child with the component)."""
    parts = list(_components(frame, tree))
    columns = ["node", "component", "eigenvalue", "explained", "child", "loading"]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)


def _components(frame: pd.DataFrame, tree: Tree) -> Iterator[pd.DataFrame]:
    for node, positions in tree.children.items():
        matrix = _matrix(complete(frame, positions))
        if matrix is None:
            continue
        size, vectors = (part[..., ::-1] for part in np.linalg.eigh(matrix))
        size, c = np.maximum(size, 0.0), len(size)
        loadings = vectors * np.sqrt(size) * np.where(vectors.sum(axis=0) < 0, -1.0, 1.0)
        columns = {"component": np.arange(1, c + 1), "eigenvalue": size, "explained": size / c}
        long = {name: np.repeat(values, c) for name, values in columns.items()}
        codes = np.tile([tree.codes[position] for position in positions], c)
        yield pd.DataFrame({"node": tree.codes[node], **long, "child": codes, "loading": loadings.T.ravel()})


def _matrix(children: Floats) -> Floats | None:
    try:
        return weighting.correlations(children)
    except weighting.NotLearned:
        return None
