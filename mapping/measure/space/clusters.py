"""Clusters: kelurahan that stand out together with those around them, sector by sector."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.measure.space.autocorrelation import PERMUTATIONS, getis_ord, global_moran, local_moran
from mapping.measure.space.neighbours import Neighbours
from mapping.measure.space.permutations import false_discovery
from mapping.measure.specialisation import prior_strength
from mapping.settings import Settings

LOCAL_PERMUTATIONS = 9_999
"""So many that the smallest p (2 in 10,000) can pass :data:`FALSE_ALARMS` for a lone kelurahan in a city of 500."""
FALSE_ALARMS = 0.10
"""Of the kelurahan called firm in a sector, at most this share may be chance (Benjamini-Hochberg)."""
SHUFFLED_UP_TO = 2_000
"""Kelurahan; above, the p of the whole region is that of a normal distribution, which is then exact enough."""
COLUMNS = {
    "value": np.nan,
    "neighbours": 0,
    "lag": np.nan,
    "moran": np.nan,
    "moran_p": np.nan,
    "moran_kind": "",
    "moran_firm": False,
    "gi": np.nan,
    "gi_p": np.nan,
    "gi_firm": False,
}
REGION_COLUMNS = ["moran_i", "expected_i", "p", "n", "reason"]


def standardised_quotient(n: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """How far a location quotient lies from 1, in standard deviations of what its own size lets one expect.

    ``(x / E - 1) / sqrt(1 / a + 1 / E)``: Assunção and Reis' index for rates, with the count expected of the region in
    place of the population and ``a`` the strength of the same prior that shrinks the quotient. Under it every kelurahan
    has the same mean and spread, whether 10 or 1,000 businesses were surveyed there; a permutation test needs that.
    The shrunk quotient, or its logarithm, spreads the wider the more were surveyed, and where the survey was thorough
    in one corner of the region that corner would look like a cluster.

    Parameters
    ----------
    n, expected : ndarray of float, shape (kelurahan,)
        Businesses of the sector (effective interviews where there are sampling weights) and the count expected.

    Returns
    -------
    ndarray of float, shape (kelurahan,)
        0 is like the region. NaN where either is unknown.

    References
    ----------
    Assunção, R. M. & Reis, E. A. (1999). A new proposal to adjust Moran's I for population density. Statistics in
    Medicine 18(16).

    Examples
    --------
    >>> standardised_quotient(np.array([12.0, 2.0, 40.0]), np.array([4.8214, 0.9643, 48.2143])).round(2).tolist()
    [2.37, 0.97, -0.37]
    """
    strength = prior_strength(n, expected)
    return (n / expected - 1.0) / np.sqrt(1.0 / strength + 1.0 / expected)


def measure_clusters(
    indicators: pd.DataFrame, neighbours: Neighbours, settings: Settings
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Local Moran and Gi* of every kelurahan and scored sector, and Moran's I of every sector.

    What is compared is :func:`standardised_quotient`. A kelurahan with fewer than ``settings.minimum_businesses``
    surveyed businesses is unknown: it keeps its row, and its neighbours do without it.

    Parameters
    ----------
    indicators : DataFrame, index (kelurahan_code, sector)
        Sector indicators: ``n_effective, n_kelurahan, lq, expected`` are read. Where the quotient comes from farm
        households, hundreds stand behind it and it is taken as it is.
    neighbours : Neighbours
        Of the same kelurahan.
    settings : Settings
        ``minimum_businesses`` and ``seed`` are read.

    Returns
    -------
    clusters : DataFrame, index (kelurahan_code, sector)
        ``value``; ``neighbours`` (touching kelurahan with a value); ``lag`` (their mean value); ``moran, moran_p,
        moran_kind, moran_firm`` (:func:`mapping.measure.space.autocorrelation.local_moran`); ``gi, gi_p, gi_firm``
        (:func:`mapping.measure.space.autocorrelation.getis_ord`). p are two-sided; firm: stands with
        ``FALSE_ALARMS`` within its sector. NaN, ``""`` and False where unknown.
    clustering : DataFrame, index sector
        ``moran_i, expected_i, p, n`` (:func:`mapping.measure.space.autocorrelation.global_moran`) and ``reason``:
        ``""``, or why nothing can be said of the sector, in Indonesian.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["a", "b"], ["food"]], names=["kelurahan_code", "sector"])
    >>> counted = pd.DataFrame({"n_effective": [9.0, 1.0], "n_kelurahan": 20, "lq": 1.0, "expected": 5.0}, index=index)
    >>> pair = Neighbours.of_pairs(pd.Index(["a", "b"], name="kelurahan_code"), np.array([0]), np.array([1]))
    >>> clusters, clustering = measure_clusters(counted, pair, Settings())
    >>> clusters[["neighbours", "moran_kind", "moran_firm"]].iloc[0].tolist()
    [np.int64(1), 'HL', np.False_]
    >>> clustering.loc["crafts", "reason"]
    'Nilainya tidak diketahui di satu pun kelurahan, jadi kelompok tidak bisa dicari.'
    """
    local, whole = {}, {}
    for sector in SCORED_SECTORS:
        value = _values(indicators, sector, neighbours.index, settings)
        local[sector] = table = pd.DataFrame(COLUMNS, index=neighbours.index)
        table["value"] = value
        try:
            whole[sector] = _fill(table, value, neighbours, settings.seed)
        except NotComputableError as problem:
            known = float((~np.isnan(value)).sum())
            whole[sector] = {"moran_i": np.nan, "expected_i": np.nan, "p": np.nan, "n": known, "reason": str(problem)}
    index = pd.MultiIndex.from_product([neighbours.index, SCORED_SECTORS], names=["kelurahan_code", "sector"])
    clusters = pd.concat(local, names=["sector", "kelurahan_code"]).swaplevel().reindex(index)
    clustering = pd.DataFrame(list(whole.values()), index=pd.Index(list(whole), name="sector"))
    return clusters, clustering[REGION_COLUMNS]


def _values(indicators: pd.DataFrame, sector: str, codes: pd.Index, settings: Settings) -> np.ndarray:
    """The standardised quotient of a sector in the order of ``codes``."""
    if sector not in indicators.index.get_level_values("sector"):
        return np.full(len(codes), np.nan)
    rows = indicators.xs(sector, level="sector").reindex(codes)
    n, expected = (rows[name].to_numpy(dtype=float) for name in ("n_effective", "expected"))
    thin = ~np.isnan(n) & (rows["n_kelurahan"].to_numpy(dtype=float) < settings.minimum_businesses)
    n = np.where(np.isnan(n), rows["lq"].to_numpy(dtype=float) * expected, n)
    unknown = thin | np.isnan(rows["lq"].to_numpy(dtype=float))
    return standardised_quotient(np.where(unknown, np.nan, n), np.where(unknown, np.nan, expected))


def _fill(table: pd.DataFrame, value: np.ndarray, neighbours: Neighbours, seed: int) -> dict[str, float | str]:
    """Write the local statistics of one sector into its table; give those of the region."""
    known = ~np.isnan(value)
    shuffles = PERMUTATIONS if known.sum() <= SHUFFLED_UP_TO else 0
    whole = global_moran(value, neighbours, shuffles, seed)
    moran = local_moran(value, neighbours, LOCAL_PERMUTATIONS, seed)
    gi = getis_ord(value, neighbours, LOCAL_PERMUTATIONS, seed)
    table.loc[known, "neighbours"] = neighbours.among(known).counts
    table["lag"], table["moran"], table["moran_kind"] = moran["lag"], moran["moran"], moran["kind"]
    table["gi"] = gi["gi"]
    for name, found in (("moran", moran), ("gi", gi)):
        table[f"{name}_p"] = found["p"]
        table[f"{name}_firm"] = false_discovery(found["p"].to_numpy(), FALSE_ALARMS)
    return {**whole, "reason": ""}
