"""The same need of neighbours: who could buy together, and which joint purchase a need could join."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.desk.needs.days import days_of
from mapping.desk.needs.enter import GOODS
from mapping.knowledge.commodities import commodity_label, read_commodities
from mapping.knowledge.needs import read_needs
from mapping.measure.space.neighbours import Neighbours

CAN_JOIN = ("new", "taken", "offered")
"""Statuses of a need in which no supplier is chosen yet."""
KECAMATAN_LETTERS = len("35.78.03")


def reach(codes: pd.Series, neighbours: Neighbours) -> pd.DataFrame:
    """Which of these kelurahan are near each other: the same, touching, or of one kecamatan.

    Parameters
    ----------
    codes : Series of str
        Kemendagri codes; ``""`` is near nothing.

    Returns
    -------
    DataFrame
        ``code, other``: every pair both ways, each kelurahan with itself.

    Examples
    --------
    >>> row = Neighbours.of_pairs(pd.Index(["35.78.03.1001", "35.78.09.1002"]), np.array([0]), np.array([1]))
    >>> codes = pd.Series(["35.78.03.1001", "35.78.03.1009", "35.78.09.1002"])
    >>> len(reach(codes, row))
    7
    """
    known = pd.DataFrame({"code": codes[codes != ""].unique()})
    known["part"] = known["code"].str[:KECAMATAN_LETTERS]
    same = known.merge(known.rename(columns={"code": "other"}), on="part")[["code", "other"]]
    index = pd.Series(neighbours.index.astype(str))
    one, other = index.to_numpy()[neighbours.owner], index.to_numpy()[neighbours.neighbour]
    touching = pd.DataFrame({"code": one, "other": other})
    touching = touching[touching["code"].isin(known["code"]) & touching["other"].isin(known["code"])]
    return pd.concat([same, touching], ignore_index=True).drop_duplicates(ignore_index=True)


def _unjoined(needs: pd.DataFrame) -> pd.DataFrame:
    """Needs that could be bought with others, by position; ``id`` is a column, ``day`` the date or NaT."""
    fit = needs["kind"].eq(GOODS) & needs["status"].isin(CAN_JOIN) & needs["commodity"].ne("")
    fit &= needs["base_amount"].notna() & needs["purchase_id"].isna()
    rows = needs[fit].rename_axis("id").reset_index()
    return rows.assign(day=days_of(rows["wanted_by"]))


def _in_time(one: pd.Series, other: pd.Series) -> pd.Series:
    """Whether two days are close enough; one that is not known suits any."""
    apart = (one - other).abs()
    return apart.isna() | (apart <= pd.Timedelta(days=read_needs()["joint"]["window_days"]))


def joint_candidates(needs: pd.DataFrame, neighbours: Neighbours) -> pd.DataFrame:
    """Open needs of several cooperatives that could be one purchase, most urgent first.

    The largest need leads; all of the same commodity join it whose cooperative is near the leading one (touching
    kelurahan or the same kecamatan) and whose date is near its date; then the largest of what is left leads, and so
    on. An amount that cannot be told in the base unit stays outside.

    Parameters
    ----------
    needs : DataFrame
        From :func:`mapping.desk.needs.queue.read_needs`.
    neighbours : Neighbours
        Who touches whom among the kelurahan.

    Returns
    -------
    DataFrame
        ``commodity, item`` (its label), ``unit`` (its base unit), ``total`` (in it), ``cooperatives, needs`` (how
        many), ``wanted_by`` (the latest day that suits all: the earliest of their dates, ``""`` where none has one),
        ``lead_id, lead, lead_code`` (the cooperative proposed to lead), ``urgency`` (the most urgent of them) and
        ``need_ids`` (tuple).

    Notes
    -----
    Pairs of open needs of one commodity near each other, in some rounds over all of them; no loop over needs.
    """
    rows = _unjoined(needs)
    near = reach(rows["kelurahan_code"], neighbours)
    slim = rows[["commodity", "kelurahan_code", "day"]].reset_index(names="place")
    pairs = slim.merge(near, left_on="kelurahan_code", right_on="code").merge(
        slim, left_on=["other", "commodity"], right_on=["kelurahan_code", "commodity"], suffixes=("", "_other")
    )
    pairs = pairs[(pairs["place"] != pairs["place_other"]) & _in_time(pairs["day"], pairs["day_other"])]
    largest_first = rows.sort_values(["base_amount", "id"], ascending=[False, True]).index
    order = np.empty(len(rows), dtype=np.int64)
    order[largest_first] = np.arange(len(rows))
    leads = _gather(order, pairs["place"].to_numpy(np.int64), pairs["place_other"].to_numpy(np.int64))
    return _groups(rows.assign(group=leads))


def _gather(order: np.ndarray, one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """For each need the position of the one that leads it: the greedy gathering by ``order``, all at once.

    In each round whatever comes before all its neighbours leads, and takes those neighbours that have no better lead.
    """
    n = len(order)
    lead, alive, at = np.full(n, -1), np.ones(n, dtype=bool), np.argsort(order)
    while alive.any():
        both = alive[one] & alive[other]
        one, other = one[both], other[both]
        first = order.copy()
        np.minimum.at(first, one, order[other])
        tops = alive & (first == order)
        best = np.full(n, n)
        led = tops[other]
        np.minimum.at(best, one[led], order[other[led]])
        joins = alive & ~tops & (best < n)
        lead[tops] = np.flatnonzero(tops)
        lead[joins] = at[best[joins]]
        alive &= ~(tops | joins)
    return lead


def _groups(rows: pd.DataFrame) -> pd.DataFrame:
    groups = rows.groupby("group", sort=True)
    told = groups.agg(
        commodity=("commodity", "first"),
        total=("base_amount", "sum"),
        cooperatives=("cooperative_id", "nunique"),
        needs=("id", "size"),
        day=("day", "min"),
        urgency=("urgency", "min"),
        need_ids=("id", tuple),
    )
    lead = rows.loc[told.index, ["cooperative_id", "cooperative", "kelurahan_code"]]
    told[["lead_id", "lead", "lead_code"]] = lead.to_numpy() if len(lead) else np.empty((0, 3))
    told["wanted_by"] = told["day"].dt.strftime("%Y-%m-%d").fillna("")
    told["item"] = told["commodity"].map({key: commodity_label(key) for key in told["commodity"].unique()})
    told["unit"] = told["commodity"].map({key: row["base_unit"] for key, row in read_commodities().items()})
    order = ["urgency", "cooperatives", "total", "commodity"]
    told = told[told["cooperatives"] >= 2].sort_values(order, ascending=[True, False, False, True], kind="stable")
    columns = ["commodity", "item", "unit", "total", "cooperatives", "needs", "wanted_by", "lead_id", "lead"]
    return told[[*columns, "lead_code", "urgency", "need_ids"]].reset_index(drop=True)


def joinable(needs: pd.DataFrame, purchases: pd.DataFrame, neighbours: Neighbours) -> pd.DataFrame:
    """Which need could join which purchase that still takes needs: ``need_id, purchase_id``.

    Parameters
    ----------
    needs : DataFrame
        From :func:`mapping.desk.needs.queue.read_needs`.
    purchases : DataFrame
        From :func:`mapping.desk.needs.joint.read_purchases`.
    """
    rows = _unjoined(needs)
    taking = [key for key, status in read_needs()["purchases"].items() if status["joins"]]
    told = purchases[purchases["status"].isin(taking)].rename_axis("purchase_id").reset_index()
    told = told.assign(day=days_of(told["wanted_by"]))[["purchase_id", "commodity", "lead_code", "day"]]
    near = reach(pd.concat([rows["kelurahan_code"], told["lead_code"]]), neighbours)
    pairs = rows[["id", "commodity", "kelurahan_code", "day"]].merge(near, left_on="kelurahan_code", right_on="code")
    pairs = pairs.merge(
        told, left_on=["other", "commodity"], right_on=["lead_code", "commodity"], suffixes=("", "_other")
    )
    pairs = pairs[_in_time(pairs["day"], pairs["day_other"])]
    return pairs.rename(columns={"id": "need_id"})[["need_id", "purchase_id"]].reset_index(drop=True)
