"""Joint purchases as tables: all of them, and the collective order of one."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from mapping.desk.models import Cooperative, Need, Purchase
from mapping.desk.needs.queue import cooperatives_in
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import among, read_rows


def read_purchases(desk: Desk, actor: Actor, codes: Iterable[str] | None = None) -> pd.DataFrame:
    """Every joint purchase, newest first.

    Parameters
    ----------
    codes : iterable of str or None
        Only those that a cooperative in one of these kelurahan leads; None: all.

    Returns
    -------
    DataFrame
        Index ``id``: ``commodity, item, unit, wanted_by, status, status_since, joined, version``, ``lead_id, lead,
        lead_code`` (the cooperative that leads and its kelurahan), ``total`` (in ``unit``, of those that joined),
        ``cooperatives`` (how many) and ``synthetic`` (one of them is made up).
    """
    check_may(actor, "need.read")
    with desk.reading() as session:
        where = () if codes is None else (Purchase.lead_id.in_(cooperatives_in(session, codes)),)
        purchases = read_rows(session, Purchase, actor, *where)
        joined = among(session, Need.purchase_id, purchases.index)
        needs = read_rows(session, Need, actor, joined, only=("cooperative_id", "purchase_id", "base_amount"))
        concerned = among(session, Cooperative.id, pd.concat([needs["cooperative_id"], purchases["lead_id"]]))
        cooperatives = read_rows(session, Cooperative, actor, concerned, only=("name", "kelurahan_code", "synthetic"))
    lead = cooperatives.reindex(purchases["lead_id"])
    needs["synthetic"] = cooperatives["synthetic"].reindex(needs["cooperative_id"]).to_numpy()
    groups = needs.groupby("purchase_id")
    of = {"total": groups["base_amount"].sum(), "cooperatives": groups["cooperative_id"].nunique()}
    told = purchases.assign(
        lead=lead["name"].to_numpy(),
        lead_code=lead["kelurahan_code"].to_numpy(),
        total=of["total"].reindex(purchases.index).fillna(0.0),
        cooperatives=of["cooperatives"].reindex(purchases.index).fillna(0).astype("int64"),
        synthetic=groups["synthetic"].any().reindex(purchases.index, fill_value=False)
        | lead["synthetic"].fillna(False).to_numpy(dtype=bool),
    )
    return told.sort_index(ascending=False)


def purchase_order(desk: Desk, actor: Actor, purchase_id: int) -> pd.DataFrame:
    """The collective order: who wants how much of it by when, and in what place.

    Returns
    -------
    DataFrame
        One row per need that joined, by name: ``need_id, cooperative, kelurahan, kecamatan, item, amount, unit,
        base_amount, base_unit, wanted_by, leads`` (bool), ``synthetic``.
    """
    check_may(actor, "need.read")
    with desk.reading() as session:
        purchase = read_rows(session, Purchase, actor, Purchase.id == int(purchase_id))
        needs = read_rows(session, Need, actor, Need.purchase_id == int(purchase_id))
        concerned = among(session, Cooperative.id, needs["cooperative_id"])
        cooperatives = read_rows(session, Cooperative, actor, concerned)
    of = cooperatives.reindex(needs["cooperative_id"]).set_axis(needs.index)
    lead = int(purchase["lead_id"].iloc[0]) if len(purchase) else 0
    told = pd.DataFrame(
        {
            "need_id": needs.index,
            "cooperative": of["name"],
            "kelurahan": of["kelurahan"],
            "kecamatan": of["kecamatan"],
            **{name: needs[name] for name in ("item", "amount", "unit", "base_amount")},
            "base_unit": purchase["unit"].iloc[0] if len(purchase) else "",
            "wanted_by": needs["wanted_by"],
            "leads": needs["cooperative_id"].eq(lead),
            "synthetic": of["synthetic"],
        }
    )
    return told.sort_values("cooperative", ignore_index=True)
