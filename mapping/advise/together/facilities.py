"""Shared facilities: where equipment would stand that no kelurahan fills alone, who uses it, how full it gets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.advise.together.reach import Reach, within_reach
from mapping.advise.together.sites import Demand, choose_sites
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.sharing import facilities_in_force, read_facilities
from mapping.language import tr
from mapping.measure.counts import count, locate_kelurahan
from mapping.measure.pooling import pooled_total
from mapping.measure.space.neighbours import Neighbours
from mapping.measure.weighting import weights_of
from mapping.settings import AdviceSetup, Progress, Settings, no_progress

if TYPE_CHECKING:
    import geopandas as gpd

FACILITY_TABLES = ("facilities", "facility_sites")
ASSUMED = ("members.join_low", "members.join_high", "pooling.reach_km")
OPEN, SHORT = "open", "short"
BASIS = {"revenue": "revenue_idr_month", "spend": "input_spend_idr_month"}
USES = ["line_id", "site", "kelurahan_code", "rows", "users", "load_month", "distance_km"]
SITES = [
    *("line_id", "site", "state", "kelurahan", "rows", "users", "load_month", "load_low_month", "load_high_month"),
    *("unit", "least_month", "capacity_month", "mean_km", "longest_km", "gap", "small_cells", "small_rows"),
]


def place_facilities(
    kelurahan: gpd.GeoDataFrame,
    businesses: pd.DataFrame,
    neighbours: Neighbours,
    settings: Settings,
    seconds: float = 10.0,
    progress: Progress = no_progress,
) -> dict[str, pd.DataFrame]:
    """The best places for each shared facility, and who uses it.

    The load of a kelurahan is what its users would bring: revenue (or spend) times the share that joins and the share
    that goes through, by the price of a unit; all at the middle of their ranges, the ends beside it. A facility handles
    up to the catalogue's largest and needs a share of its smallest; it can stand in any kelurahan that has users.

    Does not see: land, power and roads, equipment that is there already, season, and who would run it.

    Parameters
    ----------
    kelurahan, businesses, neighbours
        As in :func:`mapping.advise.together.purchasing.pool_purchases`.
    settings : Settings
        ``advice``: ``members.join_*``, ``pooling.reach_km``, changes of lines.
    seconds : float
        Time for each facility (:func:`mapping.advise.together.sites.choose_sites`).
    progress : callable

    Returns
    -------
    dict of DataFrame
        ``facilities``, a row for each line, kelurahan with users and site that serves it: ``line_id, site`` (code;
        ``""``: this part has no site), ``kelurahan_code, rows`` (interviews of users there), ``users`` (businesses that
        join and go there), ``load_month`` (units; NaN: too few told their revenue), ``distance_km`` (straight line; 0
        at home).

        ``facility_sites``, a row for each site, largest load first: ``line_id, site, state, kelurahan`` (how many it
        serves), ``rows, users, load_month, load_low_month, load_high_month`` (ends of the ranges), ``unit, least_month,
        capacity_month, mean_km`` (of a unit of load), ``longest_km, gap`` (another choice could be better by at most
        this share), ``small_cells, small_rows`` (kelurahan with fewer than ``suppress_below`` interviews of users, and
        these interviews: by these a total may tell on somebody). ``state`` is ``"open"``, or ``"short"``: nowhere is
        enough in reach, and this is the place that comes nearest, with what lies in its reach.
    """
    said = assumptions_in_force(settings.advice)
    table = facilities_in_force(settings.advice.line_changes)
    place, weights = locate_kelurahan(kelurahan, businesses), weights_of(businesses)
    uses, sites = [], []
    for position, (line_id, facility) in enumerate(table.iterrows()):
        progress(position / len(table), tr("Mencari tempat {facility}", facility=facility["label"].lower()))
        inside = businesses["product"].isin(facility["products"]).to_numpy()
        if not inside.any():
            continue
        cell = np.where(inside, place, -1)
        limits = _Limits(said["pooling.reach_km"] * facility["reach_times"], seconds, settings.suppress_below)
        reach = within_reach(kelurahan, neighbours, limits.reach_km)
        load = _Load(cell, len(kelurahan), businesses, weights, facility, said)
        used, stood = _place_one(str(line_id), facility, load, reach, kelurahan, limits)
        uses.append(used)
        sites.append(stood)
    return {
        "facilities": _one_below_the_other(uses, _empty_uses())[USES],
        "facility_sites": _one_below_the_other(sites, _empty_sites())[SITES],
    }


def same_facilities(one: AdviceSetup, other: AdviceSetup) -> bool:
    """Whether two set-ups lead to the same facilities: then the sites need not be sought again.

    Examples
    --------
    >>> same_facilities(AdviceSetup(), AdviceSetup(own_capital_idr=5e8))
    True
    >>> same_facilities(AdviceSetup(), AdviceSetup(assumptions=(("pooling.reach_km", 5.0),)))
    False
    """
    said = [assumptions_in_force(setup) for setup in (one, other)]
    tables = [facilities_in_force(setup.line_changes) for setup in (one, other)]
    return all(said[0][key] == said[1][key] for key in ASSUMED) and tables[0].equals(tables[1])


@dataclass(frozen=True)
class _Limits:
    """How far users go, how long to seek, and under how many interviews a cell is small."""

    reach_km: float
    seconds: float
    suppress_below: int


class _Load:
    """What the users of each kelurahan would bring to one facility, units a month."""

    def __init__(
        self,
        cell: np.ndarray,
        size: int,
        businesses: pd.DataFrame,
        weights: np.ndarray,
        facility: pd.Series,
        said: dict[str, float],
    ) -> None:
        self.rows = count(cell, size)
        low, high = said["members.join_low"], said["members.join_high"]
        self.users = count(cell, size, weights) * (low + high) / 2
        total = pooled_total(cell, size, businesses[BASIS[facility["volume_basis"]]], weights)
        total = np.where(self.rows > 0, total, 0.0)
        through = (facility["through_low"] + facility["through_high"]) / 2
        price = (facility["price_low_idr"] + facility["price_high_idr"]) / 2
        each = (low + high) / 2 * through / price
        self.load = total * each
        # The ends of the range, as shares of the middle.
        self.low = low * facility["through_low"] / facility["price_high_idr"] / each
        self.high = high * facility["through_high"] / facility["price_low_idr"] / each


def _place_one(
    line_id: str, facility: pd.Series, load: _Load, reach: Reach, kelurahan: pd.DataFrame, limits: _Limits
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Who uses one facility where, and its sites."""
    rules, capacity = read_facilities()["choice"], facility["capacity_high"]
    least = min(facility["least_share"] * facility["capacity_low"], capacity)
    demand = _demand(load, reach, kelurahan)
    chosen = choose_sites(
        demand, capacity, least, limits.reach_km, rules["edge_worth"], rules["site_cost"] * least, limits.seconds
    )
    names = np.asarray(kelurahan.index, dtype=object)
    uses = _list_uses(demand, chosen.served, load, names).assign(line_id=line_id)
    sites = _sum_sites(uses, limits.suppress_below)
    if sites.empty:
        sites = _nearest_to_enough(demand, load, names, limits.suppress_below)
    sites = sites.assign(
        line_id=line_id,
        load_low_month=sites["load_month"] * load.low,
        load_high_month=sites["load_month"] * load.high,
        unit=facility["unit"],
        least_month=least,
        capacity_month=capacity,
        gap=chosen.gap if chosen.finished else 1.0,
    )
    return uses, sites


def _demand(load: _Load, reach: Reach, kelurahan: pd.DataFrame) -> Demand:
    """Every place with users and every place with users that it can reach, itself among them."""
    home = np.flatnonzero(load.rows > 0)
    pairs = (load.rows[reach.around.owner] > 0) & (load.rows[reach.around.neighbour] > 0)
    site = np.append(reach.around.owner[pairs], home)
    user = np.append(reach.around.neighbour[pairs], home)
    km = np.append(reach.km[pairs], np.zeros(len(home)))
    return Demand(np.nan_to_num(load.load), site, user, km, pd.factorize(kelurahan["kabupaten"])[0])


def _list_uses(demand: Demand, served: np.ndarray, load: _Load, names: np.ndarray) -> pd.DataFrame:
    """Who uses which site; then those whom none serves, wholly or in part, with an empty site."""
    taken, known = np.flatnonzero(served > 0), demand.load
    left = known - np.bincount(demand.user, weights=served, minlength=len(known))
    left = np.where((load.rows > 0) & np.isnan(load.load), np.nan, left)
    alone = np.flatnonzero((load.rows > 0) & ~(left <= 1e-6 * known))
    user = np.append(demand.user[taken], alone)
    carried = np.append(served[taken], left[alone])
    share = np.divide(carried, known[user], out=np.ones(len(user)), where=(known[user] > 0) & ~np.isnan(carried))
    uses = pd.DataFrame(
        {
            "site": np.append(names[demand.site[taken]], np.full(len(alone), "", dtype=object)),
            "kelurahan_code": names[user],
            "rows": load.rows[user],
            "users": load.users[user] * share,
            "load_month": carried,
            "distance_km": np.append(demand.km[taken], np.full(len(alone), np.nan)),
        }
    )
    return uses.sort_values(["site", "kelurahan_code"])


def _sum_sites(uses: pd.DataFrame, suppress_below: int) -> pd.DataFrame:
    """One row for each site that stands, the fullest first."""
    served = uses[uses["site"] != ""]
    small = served["rows"] < suppress_below
    served = served.assign(
        travelled=served["load_month"] * served["distance_km"],
        small_cells=small.astype(float),
        small_rows=served["rows"].where(small, 0.0),
    )
    grouped = served.groupby("site")
    sites = grouped[["rows", "users", "load_month", "travelled", "small_cells", "small_rows"]].sum()
    sites["kelurahan"], sites["longest_km"], sites["state"] = grouped.size(), grouped["distance_km"].max(), OPEN
    sites["mean_km"] = sites["travelled"] / sites["load_month"]
    return sites.reset_index().sort_values(["load_month", "site"], ascending=[False, True])


def _nearest_to_enough(demand: Demand, load: _Load, names: np.ndarray, suppress_below: int) -> pd.DataFrame:
    """The place with the largest load in reach, where that is nowhere enough; no row where no load is known."""
    known = demand.load
    potential = np.bincount(demand.site, weights=known[demand.user], minlength=len(known))
    best = int(potential.argmax())
    inside = (demand.site == best) & (known[demand.user] > 0)
    own, far = demand.user[inside], demand.km[inside]
    small = own[load.rows[own] < suppress_below]
    row = {
        "site": names[best],
        "state": SHORT,
        "kelurahan": len(own),
        "rows": load.rows[own].sum(),
        "users": load.users[own].sum(),
        "load_month": potential[best],
        "mean_km": float(np.average(far, weights=known[own])) if len(own) else np.nan,
        "longest_km": far.max(initial=0.0),
        "small_cells": float(len(small)),
        "small_rows": load.rows[small].sum(),
    }
    return pd.DataFrame([row] if potential[best] > 0 else [], columns=list(row))


def _one_below_the_other(tables: list[pd.DataFrame], empty: pd.DataFrame) -> pd.DataFrame:
    """The tables as one with the types of the empty one, which a part without a row would lose."""
    filled = [table for table in tables if len(table)]
    return (pd.concat(filled, ignore_index=True) if filled else empty).astype(empty.dtypes.to_dict())


def _empty_uses() -> pd.DataFrame:
    text = {name: pd.Series(dtype=object) for name in ("line_id", "site", "kelurahan_code")}
    return pd.DataFrame(text | {name: pd.Series(dtype=float) for name in USES if name not in text})


def _empty_sites() -> pd.DataFrame:
    text = {name: pd.Series(dtype=object) for name in ("line_id", "site", "state", "unit")}
    whole = {"kelurahan": pd.Series(dtype=int)}
    rest = [name for name in SITES if name not in text and name not in whole]
    return pd.DataFrame(text | whole | {name: pd.Series(dtype=float) for name in rest})
