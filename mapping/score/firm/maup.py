"""Would the order be the same, had the survey been counted per kecamatan? (the modifiable areal unit problem)"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.language import tr
from mapping.measure.sectors import measure_sectors
from mapping.score.composite import score_sectors
from mapping.score.criteria import GROWS_WITH_N
from mapping.score.firm.importance import spearman
from mapping.score.weigh.setup import criteria_in_force
from mapping.settings import ScoringSetup, Settings

FEWEST = 3
"""Kecamatan with a score, below which their order is not compared."""


def compare_kecamatan(
    scores: pd.DataFrame, kelurahan: pd.DataFrame, businesses: pd.DataFrame, settings: Settings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Measure and score the kecamatan from the same businesses, and set their ranks beside those of their kelurahan.

    Everything is measured anew from the businesses of a kecamatan: totals add up; quotients, shares and diversity are
    those of the sums, not means of those of the kelurahan. Population and area are those of the surveyed kelurahan.
    The goalposts of totals are stretched by the mean number of surveyed kelurahan in a kecamatan, so that scores stay
    between the same ends. The neighbours' quotient has no counterpart and is left out.

    Parameters
    ----------
    scores : DataFrame, index (kelurahan_code, sector)
        ``score`` and ``rank`` of the kelurahan under ``settings.setup``.
    kelurahan, businesses
        As in docs/architecture.md. A kelurahan whose kecamatan is not known stands for one by itself.
    settings : Settings
        ``setup`` and what :func:`mapping.measure.sectors.measure_sectors` reads.

    Returns
    -------
    maup : DataFrame, index (kelurahan_code, sector)
        ``rank`` of the kelurahan, ``kecamatan_score`` (0-100) and ``kecamatan_rank`` (1 best) of its kecamatan. NaN
        unknown.
    agreement : DataFrame, index sector
        ``agreement``: rank correlation of each kelurahan's score with that of its kecamatan (what is lost by
        looking at kecamatan only); ``between``: of the mean score of a kecamatan's kelurahan with the kecamatan's own
        (1: the same order of kecamatan either way); ``kecamatan``: how many have a score. NaN below 3 kecamatan.

    Raises
    ------
    NotComputableError
        Fewer than two kecamatan were surveyed, or a criterion cannot be scaled among them.

    References
    ----------
    Openshaw, S. (1984). The modifiable areal unit problem. CATMOG 38.
    """
    surveyed = kelurahan[kelurahan.index.isin(businesses["kelurahan_code"])]
    names = kecamatan_names(surveyed)
    if names.nunique() < 2:
        raise NotComputableError(
            tr("Peringkat per kecamatan tidak bisa dibandingkan: usaha yang disurvei hanya ada di satu kecamatan.")
        )
    measured = measure_sectors(_sum_kelurahan(surveyed, names), _move(businesses, names), settings)
    stretched = _stretch(settings.setup, len(names) / names.nunique())
    above, _ = score_sectors(measured, stretched)
    own = scores[scores.index.get_level_values("kelurahan_code").isin(surveyed.index)]
    key = pd.MultiIndex.from_arrays(
        [names.loc[own.index.get_level_values("kelurahan_code")], own.index.get_level_values("sector")]
    )
    table = pd.DataFrame(
        {
            "rank": own["rank"],
            "kecamatan_score": above["score"].reindex(key).to_numpy(),
            "kecamatan_rank": above["rank"].reindex(key).to_numpy(),
        }
    )
    return table.reindex(scores.index).assign(rank=scores["rank"]), _agreement(own["score"], table, names)


def kecamatan_names(kelurahan: pd.DataFrame) -> pd.Series:
    """Kabupaten and kecamatan of each kelurahan in one text; a kelurahan whose kecamatan is unknown stands alone.

    Examples
    --------
    >>> frame = pd.DataFrame({"kabupaten": ["K", "K"], "kecamatan": ["A", ""]}, index=["1", "2"])
    >>> kecamatan_names(frame).tolist()
    ['K / A', '2']
    """
    kecamatan = kelurahan["kecamatan"].fillna("").astype(str)
    whole = kelurahan["kabupaten"].fillna("").astype(str) + " / " + kecamatan
    return whole.where(kecamatan != "", kelurahan.index.to_series().astype(str))


def _sum_kelurahan(kelurahan: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """Population, households and area of the kecamatan; unknown where that of one of its kelurahan is."""
    columns = [c for c in ("population", "households", "area_km2") if c in kelurahan]
    grouped = pd.DataFrame(kelurahan[columns]).astype(float).groupby(names.to_numpy())
    table = grouped.agg(lambda values: values.sum(skipna=False))
    table.index.name = "kelurahan_code"
    return table


def _move(businesses: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    """The businesses with their kecamatan in place of their kelurahan."""
    return businesses.assign(kelurahan_code=names.loc[businesses["kelurahan_code"]].to_numpy())


def _stretch(setup: ScoringSetup, factor: float) -> ScoringSetup:
    """The set-up with goalposts of totals times a factor; densities are no totals."""
    criteria = criteria_in_force(setup)["criteria"]
    totals = [name for name in criteria if name in GROWS_WITH_N and not name.startswith("density")]
    posts = {name: (name, low, high) for name, low, high in setup.goalposts}
    posts |= {name: (name, criteria[name]["low"] * factor, criteria[name]["high"] * factor) for name in totals}
    return replace(setup, goalposts=tuple(posts.values()))


def _agreement(score: pd.Series, table: pd.DataFrame, names: pd.Series) -> pd.DataFrame:
    rows = {}
    for sector, part in table.assign(score=score).groupby(level="sector"):
        known = part.dropna(subset=["score", "kecamatan_score"])
        by = known.groupby(names.loc[known.index.get_level_values("kelurahan_code")].to_numpy())
        means = by[["score", "kecamatan_score"]].mean()
        enough = len(means) >= FEWEST
        rows[sector] = {
            "agreement": spearman(known["score"], known["kecamatan_score"]) if enough else np.nan,
            "between": spearman(means["score"], means["kecamatan_score"]) if enough else np.nan,
            "kecamatan": float(len(means)),
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("sector")
