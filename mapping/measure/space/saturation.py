"""How many outlets there are beside how many a planning standard sets aside for so many residents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mapping.intake.places.locate import locate_points
from mapping.knowledge.catalog import SECTORS, read_lexicon, read_norms
from mapping.measure.counts import count, locate_kelurahan
from mapping.measure.coverage import covered_sectors, known_cells
from mapping.measure.weighting import kish_rate, weights_of
from mapping.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd

COLUMNS = ["outlets", "rows", "residents_per_outlet", "wanted", "saturation", "low", "high"]


def saturation(outlets: np.ndarray, wanted: np.ndarray, each: np.ndarray | float = 1.0) -> dict[str, np.ndarray]:
    """Outlets over the number that the norm wants, with a Poisson interval.

    ``outlets / wanted``; the interval is Garwood's exact one for the count, ``chi2(2 n) / 2`` to ``chi2(2 n + 2) / 2``,
    stretched where a row of the survey stands for several outlets.

    Parameters
    ----------
    outlets, wanted : ndarray of float, same shape
        NaN unknown.
    each : ndarray of float, same shape
        How many outlets one equal interview stands for: 1 where everyone was asked.

    Returns
    -------
    dict of ndarray of float
        ``saturation`` (1 is the norm), ``low``, ``high`` (80% interval). NaN where either is unknown or nothing is
        wanted. Where no outlet was met among known ones, ``low`` is 0 and ``high`` is not.

    References
    ----------
    Garwood, F. (1936). Fiducial limits for the Poisson distribution. Biometrika 28.

    Examples
    --------
    >>> answer = saturation(np.array([40.0, 0.0]), np.array([48.0, 4.0]))
    >>> {name: value.round(2).tolist() for name, value in answer.items()}
    {'saturation': [0.83, 0.0], 'low': [0.67, 0.0], 'high': [1.03, 0.58]}
    """
    from scipy.special import gammaincinv

    tail = (1.0 - read_norms()["rules"]["interval"]) / 2.0
    n = outlets / each
    scale = each / np.where(wanted > 0, wanted, np.nan)
    low = np.where(n > 0, gammaincinv(np.where(n > 0, n, 1.0), tail), 0.0)
    high = gammaincinv(n + 1.0, 1.0 - tail)
    return {"saturation": n * scale, "low": np.where(np.isnan(n), np.nan, low) * scale, "high": high * scale}


def measure_saturation(
    kelurahan: gpd.GeoDataFrame, businesses: pd.DataFrame, points: pd.DataFrame, settings: Settings
) -> pd.DataFrame:
    """Outlets of each kelurahan against each norm of ``knowledge/norms.toml``: a reference line, not a verdict.

    Does not see: outlets that the survey missed (a sample without weights looks unsaturated), their size, customers
    from elsewhere, and what people of the edge of the region buy outside it.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        ``population`` is read, and the outlines where outlets are points.
    businesses : DataFrame
        ``kelurahan_code, product, sector, sampling_weight`` are read.
    points : DataFrame
        ``kind, lon, lat``; a kind that no file named is unknown, not absent.
    settings : Settings
        Which sectors the survey covers.

    Returns
    -------
    DataFrame, index (kelurahan_code, norm)
        ``outlets`` (NaN: not surveyed, sector not covered, or nobody counts such outlets), ``residents_per_outlet``,
        ``wanted`` (population over it; NaN where population is unknown), ``saturation, low, high``
        (:func:`saturation`). ``rows`` of the survey behind ``outlets``, by which small cells are known; NaN where
        outlets are points of a map, which are public places.

    Examples
    --------
    >>> kelurahan = pd.DataFrame({"population": [1000.0, np.nan]}, index=pd.Index(["a", "b"], name="kelurahan_code"))
    >>> shops = pd.DataFrame({"kelurahan_code": "a", "product": "toko kelontong", "sector": "trade"}, index=range(6))
    >>> table = measure_saturation(kelurahan, shops, pd.DataFrame({"kind": []}), Settings())
    >>> table.loc[("a", "shop"), ["outlets", "wanted", "saturation"]].tolist()
    [6.0, 4.0, 1.5]
    """
    tables = {}
    for name, norm in read_norms()["norms"].items():
        if norm["products"]:
            outlets, each, rows = _surveyed(kelurahan, businesses, norm["products"], settings)
        else:
            outlets, each = _marked(kelurahan, points, norm.get("point", "")), np.ones(len(kelurahan))
            rows = np.full(len(kelurahan), np.nan)
        tables[name] = _against(norm, kelurahan["population"].to_numpy(dtype=float), outlets, each).assign(rows=rows)
    index = pd.MultiIndex.from_product([kelurahan.index, list(tables)], names=["kelurahan_code", "norm"])
    return pd.concat(
        {name: table.set_axis(kelurahan.index) for name, table in tables.items()}, names=["norm", "kelurahan_code"]
    ).swaplevel()[COLUMNS].reindex(index)  # fmt: skip


def _against(norm: dict[str, Any], population: np.ndarray, outlets: np.ndarray, each: np.ndarray) -> pd.DataFrame:
    residents = float(norm["residents_per_outlet"])
    wanted = population / residents
    said = {"outlets": outlets, "residents_per_outlet": residents, "wanted": wanted}
    return pd.DataFrame({**said, **saturation(outlets, wanted, each)})


def _surveyed(
    kelurahan: pd.DataFrame, businesses: pd.DataFrame, products: list[str], settings: Settings
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outlets among the surveyed businesses, how many of them one equal interview stands for, and the interviews."""
    size, weights = len(kelurahan), weights_of(businesses)
    place = locate_kelurahan(kelurahan, businesses)
    cell = np.where(businesses["product"].isin(products), place, -1)
    outlets = count(cell, size, weights)
    classified = np.where(businesses["sector"].isin(SECTORS), place, -1)
    covered = covered_sectors(businesses, settings)
    asked = read_lexicon().set_index("product")["sector"].reindex(products).map(covered).all()
    known = known_cells(count(classified, size), np.array([asked]))[:, 0]
    rate = kish_rate(cell, size, weights)
    # Where no outlet was met, one interview stands for as many as any other of the kelurahan does.
    rate = np.where(rate > 0, rate, kish_rate(classified, size, weights))
    each = np.divide(1.0, rate, out=np.full(size, np.nan), where=rate > 0)
    return np.where(known, outlets, np.nan), each, np.where(known, count(cell, size), np.nan)


def _marked(kelurahan: gpd.GeoDataFrame, points: pd.DataFrame, kind: str) -> np.ndarray:
    """Points of a kind in each kelurahan; unknown everywhere when no file gave such points."""
    here = points[points["kind"] == kind]
    if here.empty:
        return np.full(len(kelurahan), np.nan)
    found, _ = locate_points(here, kelurahan)
    position = kelurahan.index.get_indexer(found.dropna())
    return np.bincount(position, minlength=len(kelurahan)).astype(float)
