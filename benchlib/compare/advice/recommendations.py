"""Recommendations: the texts of the rules whose conditions an organisation's signs meet, each with its evidence.

Order: by priority, then as the file lists them. Of those of one group only the first is kept, so that no two say the
same. A text is given only where every value that it names is known. Nothing is escaped here: whoever shows a text does.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from benchlib.compare.advice.signs import Sign, catalogue
from benchlib.rules import files, loading
from benchlib.rules.recommendations import PLACEHOLDER, Condition, Recommendation, Recommendations, placeholders

Booleans = npt.NDArray[np.bool_]
Signs = Mapping[str, Sign]

CLUSTER = "cluster_id"
COLUMNS = [CLUSTER, "place", "id", "title", "text", "reason", "kind", "priority", "mark", "source"]
GIVEN = ["row", "id", "group", "title", "text", "reason"]


def load(name: str | Path = "recommendations") -> Recommendations:
    """Recommendations by id or path. Raises RuleError, also where a condition or text names no known sign."""
    rules = loading.read(Recommendations, name)
    framework = loading.framework(rules.framework)
    known = catalogue(framework, loading.competitiveness())
    found = [(keys, text) for key, one in rules.recommendations.items() for keys, text in _unknown(one, known, key)]
    found += _settings(rules, list(framework.indicators), list(loading.standing("standing").views))
    if found:
        file = Path(name) if Path(name).suffix in loading.SUFFIXES else loading.RULES / f"{name}.yaml"
        raise files.RuleError(files.fault(file, files.parsed(file), keys, text) for keys, text in found)
    return rules


def _settings(rules: Recommendations, indicators: list[str], views: list[str]) -> Iterator[tuple[files.Keys, str]]:
    """Indicators and comparative portfolios that there are not."""
    for number, item in enumerate(rules.signs.fixed.indicators):
        if item not in indicators:
            yield ("signs", "fixed", "indicators", number), f"{item!r}; expected an indicator of {rules.framework}"
    if rules.signs.among not in views:
        yield ("signs", "among"), f"{rules.signs.among!r}; expected one of the comparative portfolios {views}"


def _unknown(one: Recommendation, known: Signs, key: str) -> Iterator[tuple[files.Keys, str]]:
    """Names that no sign has, words compared with limits, numbers with words."""
    place = ("recommendations", key)
    for where in ("all", "any"):
        for number, condition in enumerate(getattr(one, where)):
            keys = (*place, where, number, "sign")
            if condition.sign not in known:
                yield keys, _expected(condition.sign, known)
            elif known[condition.sign].is_text != (condition.is_ is not None):
                kind = "'is', for it is a text" if known[condition.sign].is_text else "limits, for it is a number"
                yield keys, f"{condition.sign!r}; expected {kind}"
    for where, text in one.filled.items():
        yield from (((*place, where), _expected(name, known)) for name in placeholders(text) if name not in known)


def _expected(name: str, known: Signs) -> str:
    return f"{name!r}; expected the name of a sign{files.suggestion(name, known)}"


def meets(condition: Condition, signs: pd.DataFrame) -> Booleans:
    """Whether each organisation meets a condition, (n,); what is not known meets none."""
    if condition.sign not in signs:
        return np.zeros(len(signs), dtype=bool)
    if condition.is_ is not None:
        return signs[condition.sign].eq(condition.is_).fillna(False).to_numpy(bool)
    values = signs[condition.sign].to_numpy(float)
    met = ~np.isnan(values)
    for limit, compare in LIMITS.items():
        bound = getattr(condition, limit)
        met &= True if bound is None else compare(values, bound)
    return met


LIMITS = {"below": np.less, "at_most": np.less_equal, "at_least": np.greater_equal, "above": np.greater}


def applies(one: Recommendation, signs: pd.DataFrame) -> Booleans:
    """Whether each organisation is given a recommendation, before groups are looked at, (n,)."""
    mask = np.logical_and.reduce([meets(condition, signs) for condition in one.all])
    if one.any:
        mask &= np.logical_or.reduce([meets(condition, signs) for condition in one.any])
    for name in _named(one):
        mask &= signs[name].notna().to_numpy() if name in signs else False
    return mask


def _named(one: Recommendation) -> set[str]:
    """The signs whose values a recommendation names."""
    return {name for text in one.filled.values() for name in placeholders(text)}


def recommend(rules: Recommendations, signs: pd.DataFrame, known: Signs) -> pd.DataFrame:
    """Recommendations of all organisations, ordered by cluster_id and place: COLUMNS.

    signs: one row an organisation (index cluster_id), of `signs.signs`. known: the catalogue that they follow; what
    names a sign outside it (of an indicator that another framework does not have) is not said. place: 1, 2, ... in
    order; mark and source: how sure the rule is, and the title of its source.
    """
    sayable = {key: one for key, one in rules.recommendations.items() if _named(one) <= set(known)}
    every = pd.concat([_given(key, one, signs, known) for key, one in sayable.items()] or [pd.DataFrame(columns=GIVEN)])
    every["priority"] = every["id"].map({key: one.priority for key, one in sayable.items()})
    ordered = every.sort_values(["row", "priority"], kind="stable").drop_duplicates(["row", "group"])
    return _told(ordered, rules, signs.index)[COLUMNS].reset_index(drop=True)


def _told(ordered: pd.DataFrame, rules: Recommendations, clusters: pd.Index) -> pd.DataFrame:
    """With organisation, place, and what the rules say of each recommendation."""
    every = rules.recommendations
    about = {
        "kind": {key: one.kind for key, one in every.items()},
        "mark": {key: str(one.mark) for key, one in every.items()},
        "source": {key: rules.sources[one.source].title for key, one in every.items()},
    }
    columns = {name: ordered["id"].map(values) for name, values in about.items()}
    place = ordered.groupby("row").cumcount() + 1
    return ordered.assign(**columns, place=place, **{CLUSTER: clusters[ordered["row"].to_numpy(np.int64)]})


def _given(key: str, one: Recommendation, signs: pd.DataFrame, known: Signs) -> pd.DataFrame:
    """The rows of the organisations that are given one recommendation, with its texts: GIVEN."""
    row = np.flatnonzero(applies(one, signs))
    words = {}
    for name in sorted(_named(one)) if len(row) else ():
        words[name] = np.array([known[name].written(value) for value in signs[name].to_numpy()[row]], dtype=object)
    texts = {"group": f"only {key}", **one.filled}
    return pd.DataFrame(
        {"row": row, "id": key, **{name: filled(text, words, len(row)) for name, text in texts.items()}}
    )


def filled(text: str, words: Mapping[str, npt.NDArray[np.object_]], size: int) -> npt.NDArray[np.object_]:
    """A text for so many organisations, with the words of each in the place of the names in braces, (size,)."""
    result = np.full(size, "", dtype=object)
    for number, part in enumerate(PLACEHOLDER.split(text)):
        result = result + (words.get(part, result) if number % 2 else part)
    return result
