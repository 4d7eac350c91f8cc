"""Signs of the cluster function: figures and what they cover, peers' answers, the trend and what peers say of it."""

import numpy as np
import pandas as pd

from benchlib.compare.advice.signs.catalogue import (
    CLUSTER,
    Settings,
    Sign,
    Tables,
    best,
    count,
    given,
    has,
    latest,
    percent,
    percentile,
    points,
    text,
)
from benchlib.rules.competitiveness import Competitiveness

SIGNS: dict[str, Sign] = {
    "figures_shown": count("figures of the last year that rest on enough participants", "figures", "figure", "figures"),
    "figures_age": count("years since the last year with figures", "figures", "year", "years"),
    "figures_participants": percent("least share of participants behind a figure of that year", "figures"),
    "figures_employment": percent("least share of known employment behind a figure of that year", "figures"),
    "weakest_figure": text("the figure with the lowest score in that year", "figures"),
    "weakest_figure_score": points("its score from 0 to 100", "figures"),
    "respondents": count("peers who answered in the last wave", "peers", "answer", "answers"),
    "peers_shown": count("aspects that enough of them answered to show", "peers", "aspect", "aspects"),
    "peers_age": count("years since the last wave with answers", "peers", "year", "years"),
    "aspect_below": text("the aspect that peers rate farthest below usual, beyond doubt", "peers"),
    "aspect_below_mean": points("its rating from 0 to 100", "peers"),
    "aspect_below_usual": points("the usual rating of that aspect", "peers"),
    "aspect_below_by": points("how far below usual it is", "peers"),
    "aspect_above": text("the aspect that peers rate farthest above usual, beyond doubt", "peers"),
    "aspect_above_mean": points("its rating from 0 to 100", "peers"),
    "aspect_above_usual": points("the usual rating of that aspect", "peers"),
    "aspect_above_by": points("how far above usual it is", "peers"),
    "peers_reliability": Sign("least reliability of an aspect's mean (0 to 1)", "share", "peers", 2),
    "peers_alpha": Sign("Cronbach's alpha of the last wave", "share", "reliability", 2),
    "peers_icc": Sign("agreement of the peers in the last wave (ICC)", "share", "reliability", 2),
    "competitiveness": points("estimated competitiveness in the last year, 0 to 100", "competitiveness"),
    "competitiveness_se": points("its standard error", "competitiveness"),
    "competitiveness_percentile": percent("share of all others that it is ahead of", "competitiveness"),
    "competitiveness_before": points("the estimate some years earlier", "competitiveness"),
    "trend_years": count("how many years earlier", "competitiveness", "year", "years"),
    "trend": points("change between the two", "competitiveness"),
    "trend_se": points("standard error of the change, an upper bound", "competitiveness"),
    "trend_ratio": Sign("change over its standard error", "ratio", "competitiveness", 1),
    "peers_view": text("what peers say of the figures: confirm, see more, see less", "competitiveness"),
    "peers_view_aspect": text("the aspect that departs most where they do not confirm", "competitiveness"),
    "drift": count("1 where the figures drift away from what was predicted, else 0", "competitiveness"),
}


def by_settings(competitiveness: Competitiveness) -> dict[str, Sign]:
    """Signs that the settings of the cluster function bring: value and score of each figure in the last year."""
    found = {}
    for key, one in competitiveness.quantitative.indicators.items():
        found[f"figure_{key}"] = Sign(f"{one.name} ({one.unit})", one.unit, "figures", 1)
        found[f"figure_{key}_score"] = points(f"score of {one.name}, 0 to 100", "figures")
    return found


def read(tables: Tables, settings: Settings) -> pd.DataFrame:
    """The signs of this module by cluster_id; those whose table is absent are left out."""
    frames = [_figures(tables, settings), _peers(tables, settings), _reliability(tables), _trend(tables, settings)]
    frames.append(_view(tables, settings))
    return pd.concat(frames, axis="columns")


def _clusters(tables: Tables) -> pd.Index:
    organisations = given(tables, "organisations")
    return pd.Index([]) if organisations is None else pd.Index(organisations[CLUSTER])


def _figures(tables: Tables, settings: Settings) -> pd.DataFrame:
    """Signs of figures; without a row, no figure is shown."""
    if not has(tables, "figures"):
        return pd.DataFrame()
    number = pd.Series(0.0, index=_clusters(tables), name="figures_shown")
    figures = given(tables, "figures")
    if figures is None or figures.empty:
        return number.to_frame()
    last = latest(figures)
    shown = last[last["shown"].astype(bool)]
    number = shown.groupby(CLUSTER).size().reindex(number.index, fill_value=0).astype(float)
    indicators = settings.competitiveness.quantitative.indicators
    lowest = best(shown.assign(order=-shown["score"]), "order")
    shares = 100 * shown.groupby(CLUSTER)[["share_participants", "share_employment"]].min()
    columns = {
        "figures_shown": number,
        "figures_age": settings.as_of.year - figures.groupby(CLUSTER)["year"].max().astype(float),
        "figures_participants": shares["share_participants"],
        "figures_employment": shares["share_employment"],
        "weakest_figure": lowest["indicator"].map({key: one.name for key, one in indicators.items()}),
        "weakest_figure_score": lowest["score"],
    }
    for key in indicators:
        row = shown[shown["indicator"] == key].set_index(CLUSTER)
        columns |= {f"figure_{key}": row["value"], f"figure_{key}_score": row["score"]}
    return pd.DataFrame(columns)


def _peers(tables: Tables, settings: Settings) -> pd.DataFrame:
    """Signs of peers' answers in the last wave; without a row, nobody answered."""
    if not has(tables, "peers"):
        return pd.DataFrame()
    nobody = pd.DataFrame(0.0, index=_clusters(tables), columns=["respondents", "peers_shown"])
    peers = given(tables, "peers")
    if peers is None or peers.empty:
        return nobody
    last = latest(peers)
    shown = last[last["shown"].astype(bool)]
    columns = {
        "respondents": last.groupby(CLUSTER)["respondents"].max().reindex(nobody.index).fillna(0).astype(float),
        "peers_shown": shown.groupby(CLUSTER).size().reindex(nobody.index, fill_value=0).astype(float),
        "peers_age": settings.as_of.year - peers.groupby(CLUSTER)["year"].max().astype(float),
        "peers_reliability": shown.groupby(CLUSTER)["reliability"].min(),
    }
    names = {key: aspect.name for key, aspect in settings.competitiveness.qualitative.aspects.items()}
    far = {
        "below": shown.assign(by=shown["usual"] - shown["shrunk"])[shown["high"] < shown["usual"]],
        "above": shown.assign(by=shown["shrunk"] - shown["usual"])[shown["low"] > shown["usual"]],
    }
    for where, rows in far.items():
        row = best(rows, "by")
        parts = {"": row["aspect"].map(names), "_mean": row["shrunk"], "_usual": row["usual"], "_by": row["by"]}
        columns |= {f"aspect_{where}{end}": part for end, part in parts.items()}
    return pd.DataFrame(columns)


def _reliability(tables: Tables) -> pd.DataFrame:
    table = given(tables, "reliability")
    if table is None or table.empty:
        return pd.DataFrame()
    row = latest(table).set_index(CLUSTER)
    return pd.DataFrame({"peers_alpha": row["alpha"], "peers_icc": row["icc"]}).astype(float)


def _estimates(tables: Tables) -> pd.DataFrame | None:
    """Years with an estimate, forecasts left out."""
    table = given(tables, "competitiveness")
    return None if table is None else table[~table["forecast"].astype(bool) & table["estimate"].notna()]


def _trend(tables: Tables, settings: Settings) -> pd.DataFrame:
    """Competitiveness in the last year and its change since some years before.

    The errors of two filtered estimates go together, so that the variance of their difference is at most the sum of
    both variances: trend_se is that bound, and a change that stands out against it stands out indeed.
    """
    known = _estimates(tables)
    if known is None or known.empty:
        return pd.DataFrame()
    years = int(settings.advice.signs.trend_years.value)
    last = latest(known).set_index(CLUSTER)
    keyed = known.set_index([CLUSTER, "year"])[["estimate", "se"]]
    before = keyed.reindex(pd.MultiIndex.from_arrays([last.index, last["year"] - years])).set_axis(last.index)
    change, se = last["estimate"] - before["estimate"], np.hypot(last["se"], before["se"])
    current = last["estimate"].where(last["year"] == known["year"].max())  # positions of one and the same year
    columns = {
        "competitiveness": last["estimate"],
        "competitiveness_se": last["se"],
        "competitiveness_percentile": percentile(current, settings.minimum_others),
        "competitiveness_before": before["estimate"],
        "trend_years": pd.Series(float(years), index=last.index).where(change.notna()),
        "trend": change,
        "trend_se": se,
        "trend_ratio": change / se.where(se > 0),
    }
    return pd.DataFrame(columns)


def _view(tables: Tables, settings: Settings) -> pd.DataFrame:
    """What peers say of the figures in the last year in which they were asked, and drift in the last year."""
    known = _estimates(tables)
    if known is None or known.empty:
        return pd.DataFrame()
    asked = latest(known[known["peers"].notna()]).set_index(CLUSTER)
    names = {key: aspect.name for key, aspect in settings.competitiveness.qualitative.aspects.items()}
    columns = {
        "peers_view": asked["peers"],
        "peers_view_aspect": asked["aspect"].map(names),
        "drift": latest(known).set_index(CLUSTER)["drift"].astype(float),
    }
    return pd.DataFrame(columns)
