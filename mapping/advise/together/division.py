"""Who leads, who supplies and who stays out where neighbouring kelurahan would start the same line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.advise.together.demand import BUYERS, CUSTOMERS, UNKNOWN, buyer_demand, home_demand, points_by_district
from mapping.advise.together.roles import LEAD, OUT, SUPPLY, say_roles
from mapping.knowledge.lines import lines_in_force
from mapping.measure.space.neighbours import Neighbours
from mapping.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd

COLUMNS = ["line_id", "group", "kelurahan_code", "role", "demand_month", "demand_low", "demand_high"]
COLUMNS += ["taken_month", "left_month", "unit", "reason"]
OF_LINE = ["line", "unit", "volume_basis", "through_low", "through_high", "price_low_idr", "price_high_idr"]
OF_LINE += ["rival_products", "capacity_high"]
OF_PLACE = ["n", "rivals", "spend_idr_month", "buyers", "buyers_rows"]
NOTHING = 1e-9
"""Share of a demand below which nothing is left: rounding of sums."""


def divide(
    kelurahan: gpd.GeoDataFrame,
    suitability: pd.DataFrame,
    line_indicators: pd.DataFrame,
    neighbours: Neighbours,
    settings: Settings,
    points: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Roles where several kelurahan would start the same line for the same customers.

    Every kelurahan comes with the one line that it would start first: the candidate with the highest score (then
    ``p_best``, then ``line_id``). Who meets whom follows from who pays. A line that sells what members make looks to
    the buyers of its kecamatan, which is how the survey counts them: all kelurahan of the kecamatan that choose it are
    a group. A line of residents or of the members' own purchases is held where people live: those that touch and
    lie in one kecamatan are a group. Kelurahan of unknown kecamatan are a group where they touch.

    The first by score leads (ties: ``p_best``, then code) and takes what it can; the next takes of what is left. What
    one can take: its own members' volume where it sells for them, else the line's greatest capacity.

    Does not see: customers across the border of the kecamatan, second choices, roads, and what people agree among
    themselves: it is a proposal for a meeting.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        ``name, kecamatan, kabupaten, population`` and outlines.
    suitability : DataFrame, index (kelurahan_code, line_id)
        ``score, p_best, candidate, volume_month``.
    line_indicators : DataFrame, index (kelurahan_code, line_id)
    neighbours : Neighbours
        Of all ``kelurahan``, in their order.
    settings : Settings
    points : DataFrame, optional
        As ``Study.points``; those that lie in a kecamatan add to its demand.

    Returns
    -------
    DataFrame
        One row per kelurahan of a group of two or more, by line, group and order: ``line_id, group`` (text),
        ``kelurahan_code``; ``role`` (``"lead"``, ``"supply"``, ``"out"``); of the group ``demand_month, demand_low,
        demand_high`` (units a month; the middle decides) and ``left_month``; ``taken_month`` of the kelurahan;
        ``unit, reason`` (Indonesian). Taken and left add up to the demand. NaN is unknown, never nil: then nobody is
        told to stay out for want of demand.
    """
    lines = lines_in_force(settings.advice.line_changes)
    rows = first_choices(kelurahan, suitability, line_indicators, lines)
    district = _districts(kelurahan)
    rows["district"] = district[rows["position"].to_numpy()]
    rows["customers"] = rows["volume_basis"].map(CUSTOMERS).fillna(UNKNOWN)
    rows["group"] = _groups(rows, neighbours, kelurahan["kecamatan"].fillna("").astype(str).eq("").to_numpy())
    rows = rows[rows.groupby("group")["line_id"].transform("size") > 1]
    if rows.empty:
        return _nothing()
    rows = _add_demand(rows, points_by_district(kelurahan, district, points, lines), settings)
    order = ["line_id", "group", "score", "p_best", "kelurahan_code"]
    rows = rows.sort_values(order, ascending=[True, True, False, False, True], ignore_index=True)
    rows = _share_out(rows, settings.suppress_below)
    rows["reason"] = say_roles(rows)
    rows["group"] = rows["line_id"] + "-" + rows.groupby("group")["kelurahan_code"].transform("min")
    return rows[COLUMNS].reset_index(drop=True)


def _nothing() -> pd.DataFrame:
    """The table where nobody meets anybody."""
    text = ["line_id", "group", "kelurahan_code", "role", "unit", "reason"]
    return pd.DataFrame({name: pd.Series(dtype="str" if name in text else "float64") for name in COLUMNS})


def first_lines(suitability: pd.DataFrame) -> pd.DataFrame:
    """The candidate with the highest score of each kelurahan (then ``p_best``, then ``line_id``).

    Returns
    -------
    DataFrame
        ``kelurahan_code, line_id, score, p_best, volume_month``, one row a kelurahan that has a candidate.

    Examples
    --------
    >>> pairs = pd.MultiIndex.from_tuples([("a", "B02"), ("a", "B03")], names=["kelurahan_code", "line_id"])
    >>> told = pd.DataFrame({"score": [40.0, 50.0], "p_best": 0.5, "volume_month": 1.0, "candidate": True}, index=pairs)
    >>> first_lines(told)["line_id"].tolist()
    ['B03']
    """
    chosen = suitability.loc[suitability["candidate"].astype(bool), ["score", "p_best", "volume_month"]].reset_index()
    order = ["kelurahan_code", "score", "p_best", "line_id"]
    chosen = chosen.sort_values(order, ascending=[True, False, False, True], kind="stable")
    return chosen.drop_duplicates("kelurahan_code", ignore_index=True)


def first_choices(
    kelurahan: pd.DataFrame, suitability: pd.DataFrame, line_indicators: pd.DataFrame, lines: pd.DataFrame
) -> pd.DataFrame:
    """The line that each kelurahan would start first, with the figures of both; a kelurahan without one has no row."""
    chosen = first_lines(suitability)
    pair = pd.MultiIndex.from_frame(chosen[["kelurahan_code", "line_id"]])
    places = kelurahan[["name", "kecamatan", "population"]].reindex(chosen["kelurahan_code"]).reset_index(drop=True)
    parts = [
        chosen,
        line_indicators[OF_PLACE].reindex(pair).reset_index(drop=True),
        lines[OF_LINE].reindex(chosen["line_id"]).reset_index(drop=True),
        places,
    ]
    rows = pd.concat(parts, axis="columns")
    return rows.assign(position=kelurahan.index.get_indexer(rows["kelurahan_code"]))


def _districts(kelurahan: pd.DataFrame) -> np.ndarray:
    """Number of each kelurahan's kecamatan; one of unknown kecamatan stands alone."""
    known = kelurahan["kecamatan"].fillna("").astype(str)
    names = kelurahan["kabupaten"].fillna("").astype(str) + "\t" + known
    return pd.factorize(names.where(known != "", "\t\t" + kelurahan.index.to_series().astype(str)))[0]


def _groups(rows: pd.DataFrame, neighbours: Neighbours, nameless: np.ndarray) -> np.ndarray:
    """Number of the group of every row: kelurahan that choose the same line for the same customers."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    size = neighbours.n
    line, district = np.full(size, -1), np.full(size, -1)
    position = rows["position"].to_numpy()
    line[position] = pd.factorize(rows["line_id"])[0]
    district[position] = rows["district"]
    district[nameless] = -1
    one, other = neighbours.owner, neighbours.neighbour
    touch = (line[one] >= 0) & (line[one] == line[other]) & (district[one] == district[other])
    selling = rows[(rows["customers"] == BUYERS) & (district[position] >= 0)]
    ends = selling.groupby(["line_id", "district"])["position"].transform("first").to_numpy()
    start = np.concatenate([one[touch], selling["position"].to_numpy()]).astype(int)
    end = np.concatenate([other[touch], ends]).astype(int)
    links = coo_array((np.ones(len(start)), (start, end)), shape=(size, size))
    return connected_components(links, directed=False)[1][position]


def _add_demand(rows: pd.DataFrame, points: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Demand of each group: of its homes, or of its kecamatan, each counted once; unknown where a part of it is."""
    of_home = home_demand(rows, settings.advice)
    of_buyers = buyer_demand(rows, points, settings.suppress_below)
    again = rows.duplicated(["group", "district"])
    for end in ("low", "high"):
        home, bought = of_home[end], of_buyers[end].mask(again, 0.0)
        part = home.where(rows["customers"] != BUYERS, bought).where(rows["customers"] != UNKNOWN)
        total = part.groupby(rows["group"]).transform("sum")
        rows = rows.assign(**{f"demand_{end}": total.mask(part.isna().groupby(rows["group"]).transform("any"))})
    return rows.assign(demand_month=rows[["demand_low", "demand_high"]].mean(axis="columns"))


def _share_out(rows: pd.DataFrame, least_rows: int) -> pd.DataFrame:
    """What each takes, in order, of the demand of its group; who has nothing left to take stays out."""
    sells = rows["customers"] == BUYERS
    # Of one or two members the volume would tell what they earn.
    own = rows["volume_month"].where(rows["n"] >= least_rows)
    can = own.where(sells, rows["capacity_high"])
    group = rows["group"]
    sure = can.isna().groupby(group).cumsum().groupby(group).shift(fill_value=0) == 0
    before = can.fillna(0.0).groupby(group).cumsum() - can.fillna(0.0)
    most = (rows["demand_month"] - before).clip(lower=0.0)
    most = most.mask(most <= NOTHING * rows["demand_month"], 0.0)
    # One unknown ahead leaves the rest unknown, unless the known ones already take all.
    ahead = most.where(sure | (most == 0))
    taken = np.minimum(ahead, can).mask(ahead == 0, 0.0)
    first = ~group.duplicated()
    members = ~sells | (rows["n"] >= 1)
    role = np.select([first, (ahead == 0) | ~members], [LEAD, OUT], SUPPLY)
    taken = taken.mask(~first & ~members, 0.0)
    unsure = taken.isna().groupby(group).transform("any")
    left = (rows["demand_month"] - taken.groupby(group).transform("sum")).clip(lower=0.0).mask(unsure)
    return rows.assign(role=role, taken_month=taken, left_month=left, members=members)
