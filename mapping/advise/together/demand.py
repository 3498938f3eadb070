"""How much of a line the same customers can take in a month: residents and members at home, buyers of a kecamatan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.intake.places.locate import locate_points
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.buyers import line_points, read_buyers
from mapping.settings import AdviceSetup

if TYPE_CHECKING:
    import geopandas as gpd

HOME, BUYERS, UNKNOWN = "home", "buyers", ""
CUSTOMERS = {"residents": HOME, "spend": HOME, "revenue": BUYERS}
"""Volume basis of a line -> whose money it is: of those who live or work in the kelurahan, or of buyers around."""
RANGE = ["low", "high"]


def home_demand(rows: pd.DataFrame, setup: AdviceSetup) -> pd.DataFrame:
    """Units a month that the residents or members of each kelurahan can take, existing rivals served first.

    Parameters
    ----------
    rows : DataFrame
        ``volume_basis, through_low, through_high, price_low_idr, price_high_idr, rival_products`` of the line;
        ``population, rivals, spend_idr_month`` of the kelurahan.

    Returns
    -------
    DataFrame, index of ``rows``
        ``low, high``; residents: ``population x through / (1 + rivals)``; spend: ``members' spend x joining share x
        through / price``. NaN where a factor is unknown.

    Examples
    --------
    >>> one = {"volume_basis": "residents", "through_low": 0.25, "through_high": 0.5, "price_low_idr": 1.0}
    >>> one |= {"price_high_idr": 1.0, "rival_products": "gas elpiji", "population": 4000.0, "rivals": 1.0}
    >>> home_demand(pd.DataFrame([one | {"spend_idr_month": float("nan")}]), AdviceSetup()).values.tolist()
    [[500.0, 1000.0]]
    """
    said = assumptions_in_force(setup)
    rivals = rows["rivals"].where(rows["rival_products"] != "", rows["rivals"].fillna(0.0))
    price = rows[["price_low_idr", "price_high_idr"]].mean(axis="columns")
    shares = [rows[f"through_{end}"] for end in RANGE]
    residents = [rows["population"] * share / (1.0 + rivals) for share in shares]
    joined = [said["members.join_low"], said["members.join_high"]]
    spend = [rows["spend_idr_month"] * share * join / price for share, join in zip(shares, joined, strict=True)]
    basis = rows["volume_basis"]
    found = {
        end: spend[i].where(basis == "spend").where(basis != "residents", residents[i]) for i, end in enumerate(RANGE)
    }
    return pd.DataFrame(found, index=rows.index)


def buyer_demand(rows: pd.DataFrame, points: pd.DataFrame, least_rows: int) -> pd.DataFrame:
    """Units a month that the known buyers of a kecamatan need of a line, from all sellers together.

    Surveyed buyers of the kecamatan and points that lie in it, times what one of them buys (``knowledge/buyers.toml``,
    planning assumptions). Buyers beyond the kecamatan and passers-by are not seen.

    Parameters
    ----------
    rows : DataFrame
        ``line_id, district, buyers, buyers_rows, price_low_idr, price_high_idr``.
    points : DataFrame
        Of :func:`points_by_district`.
    least_rows : int
        Fewer interviews with buyers than this are too few to reckon with (and to be shown).

    Returns
    -------
    DataFrame, index of ``rows``
        ``low, high``; NaN where neither enough surveyed buyers nor a point is known: unknown, not nil.
    """
    needs = read_buyers()["needs"]["survey"]
    known = rows["buyers"].where(rows["buyers_rows"] >= least_rows)
    price = rows[["price_low_idr", "price_high_idr"]].mean(axis="columns")
    marked = rows[["line_id", "district"]].merge(points, how="left", on=["line_id", "district"])
    found = {}
    for i, end in enumerate(RANGE):
        each = rows["line_id"].map({line_id: need[i] for line_id, need in needs.items()}).fillna(needs["default"][i])
        parts = pd.DataFrame({"survey": known * each, "points": marked[end].to_numpy()}, index=rows.index)
        found[end] = parts.sum(axis="columns", min_count=1) / price
    return pd.DataFrame(found, index=rows.index)


def points_by_district(
    kelurahan: gpd.GeoDataFrame, district: np.ndarray, points: pd.DataFrame | None, lines: pd.DataFrame
) -> pd.DataFrame:
    """Rupiah a month that the points of each kecamatan spend on each line.

    Parameters
    ----------
    district : ndarray of int, shape (kelurahan,)
        Number of each kelurahan's kecamatan.
    points : DataFrame or None
        As ``Study.points``.

    Returns
    -------
    DataFrame
        ``line_id, district, low, high``; only where there is a point that buys.
    """
    pairs = line_points(lines)
    points = points[points["kind"].isin(pairs["kind"])] if points is not None and len(points) else None
    if points is None or points.empty:
        return pd.DataFrame({"line_id": pd.Series(dtype="str"), "district": [], "low": [], "high": []})
    code, _ = locate_points(points, kelurahan)
    inside = points.assign(position=kelurahan.index.get_indexer(code.reindex(points.index))).query("position >= 0")
    inside = inside.assign(district=district[inside["position"].to_numpy()])
    each = inside[["kind", "district", "capacity"]].merge(pairs, on="kind")
    kitchen, needs = each["kind"] == "kitchen", read_buyers()["needs"]
    share = each["line_id"].map(needs["kitchen"]).fillna(needs["kitchen"]["default"]).astype(float)
    for i, end in enumerate(RANGE):
        portions = each["capacity"].fillna(needs["kitchen"]["portions"][i])
        cooked = portions * needs["kitchen"]["idr_portion_month"][i] * share
        each[end] = each["kind"].map({kind: need[i] for kind, need in needs["points"].items()}).where(~kitchen, cooked)
    return each.groupby(["line_id", "district"], as_index=False)[RANGE].sum()
