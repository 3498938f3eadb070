"""Offers for a need side by side, as far as whoever asks may see."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import select
from sqlalchemy.orm import Session

from mapping.desk.models import Cooperative, Need, Offer, Supplier
from mapping.desk.needs.joint import need_ids_of
from mapping.desk.needs.steps import reads_all
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import among, read_rows
from mapping.desk.supply.cover import OPEN, TAKEN, offers_of, read_need, taken_amount, wanted_amount
from mapping.desk.supply.goods import is_old_price
from mapping.desk.supply.prices import haul_idr, in_measure, measure_unit, price_in_measure
from mapping.knowledge.ceilings import ceiling_on
from mapping.knowledge.supply import read_supply, supply_label

SHOWN = ["source", "who", "kind_label", "place", "from_code", "commodity", "amount", "unit", "price_idr", "price_date"]
ALSO = ["distance_km", "deliver_by", "status", "reason", "chosen_at", "delivered_amount", "delivered_on", "version"]
WORKED = ["base_amount", "measure", "price_base", "total_idr", "low_idr", "high_idr", "haul_idr", "landed_idr"]
JUDGED = ["ceiling_idr", "ceiling_source", "within_ceiling", "high_within", "within_limit", "covers"]
COLUMNS = [*SHOWN, *WORKED, *JUDGED, "old", "complies", "synthetic", *ALSO]


def read_offers(desk: Desk, actor: Actor, need_id: int, today: str) -> pd.DataFrame:
    """The offers for a need, and for those bought as one with it: chosen ones first, then the cheapest delivered.

    The office and the own cooperative see all of them; everybody else what was chosen, by kind and place, without name
    and reason.

    Parameters
    ----------
    today : str
        ISO day: of open offers the ceiling in force on it counts.

    Returns
    -------
    DataFrame, index id
        ``COLUMNS``: what was offered; ``base_amount, price_base, total_idr`` (of the whole offer), ``low_idr`` and
        ``high_idr`` (total if the price falls or rises by ``swing``), ``haul_idr, landed_idr`` (a hired pick-up,
        assumption; total with it), NaN where unknown; ``within_ceiling, high_within`` (still so after the rise),
        ``within_limit, covers`` (alone what is still to be found), ``complies`` (boolean, NA unknown), ``old,
        synthetic`` (bool).

    Raises
    ------
    EntryError
        There is no such need.
    """
    check_may(actor, "offer.read")
    with desk.reading() as session:
        need = read_need(session, need_id)
        ids = need_ids_of(session, need.purchase_id) or [need.id]
        needs = list(session.scalars(select(Need).where(Need.id.in_(ids)).order_by(Need.id)))
        own = reads_all(actor, need.cooperative_id)
        offers = read_rows(session, Offer, actor, Offer.need_id.in_(ids))
        if not own:
            offers = offers[offers["status"].isin(TAKEN)].assign(reason="", who="")
        told = _with_sources(session, actor, offers)
        code = session.get_one(Cooperative, need.cooperative_id).kelurahan_code
        rows = [_work_out(row, need, code, today) for row in told.to_dict("records")]
        wanted = wanted_amount(needs)
        taken = taken_amount(offers_of(session, needs), need.commodity, need.unit)
    table = told.assign(old=is_old_price(told["price_date"], today) & told["price_idr"].notna())
    table = table.drop(columns=["ceiling_idr", "ceiling_source"]).join(pd.DataFrame(rows, index=told.index))
    table = table.assign(covers=None).reindex(columns=COLUMNS)
    left = None if wanted is None or taken is None else wanted - taken
    if left is not None:
        table["covers"] = (table["base_amount"] >= left).where(table["base_amount"].notna())
    numbers = [*(name for name in WORKED if name != "measure"), "ceiling_idr"]
    flags = ["within_ceiling", "high_within", "within_limit", "covers", "complies"]
    table = table.astype(dict.fromkeys(numbers, "float64") | dict.fromkeys(flags, "boolean"))
    if not own:
        table["within_limit"] = pd.Series(pd.NA, index=table.index, dtype="boolean")
    return _ordered(table)


def _with_sources(session: Session, actor: Actor, offers: pd.DataFrame) -> pd.DataFrame:
    """Offers with what is known of who makes them: kind, place, permits, and whether they are made up."""
    suppliers = read_rows(session, Supplier, actor, among(session, Supplier.id, offers["supplier_id"]))
    stocks = read_rows(session, Need, actor, among(session, Need.id, offers["stock_need_id"]))
    cooperatives = read_rows(session, Cooperative, actor, among(session, Cooperative.id, stocks["cooperative_id"]))
    of = suppliers.reindex(offers["supplier_id"]).set_axis(offers.index)
    sellers = stocks["cooperative_id"].reindex(offers["stock_need_id"]).set_axis(offers.index)
    seller = cooperatives.reindex(sellers).set_axis(offers.index)
    kinds = of["kind"].map(lambda kind: supply_label("kinds", kind), na_action="ignore")
    sources = offers["source"].map(lambda source: supply_label("sources", source))
    made_up = of["synthetic"].fillna(False) | seller["synthetic"].fillna(False)
    return offers.assign(
        kind_label=kinds.astype("object").fillna(sources).astype("str"),
        place=of["place"].astype("object").fillna(seller["kelurahan"]).fillna("").astype("str"),
        complies=of["complies"],
        synthetic=made_up.astype("bool"),
    )


def _work_out(row: dict[str, Any], need: Need, code: str, today: str) -> dict[str, Any]:
    """What follows for one offer: its price and total in the measure of the need, and against ceiling and limit."""
    measure, swing = measure_unit(need.commodity, need.unit), read_supply()["assumptions"]["swing"]
    amount = in_measure(row["commodity"], row["unit"], _known(row["amount"]), need.unit)
    price = price_in_measure(row["commodity"], row["unit"], _known(row["price_idr"]), need.unit)
    limit = price_in_measure(need.commodity, need.unit, need.price_limit_idr, need.unit)
    ceiling, source = _known(row["ceiling_idr"]), row["ceiling_source"]
    if row["status"] == OPEN:
        # What was chosen was judged on its day; what is open is judged today.
        found = ceiling_on(row["commodity"], code, today)
        ceiling, source = (found.price_idr, found.source) if found else (None, "")
    total = None if amount is None or price is None else amount * price
    haul = haul_idr(amount, measure, _known(row["distance_km"]))
    return {
        "measure": measure,
        "base_amount": amount,
        "price_base": price,
        "total_idr": total,
        "low_idr": None if total is None else total * (1 - swing),
        "high_idr": None if total is None else total * (1 + swing),
        "haul_idr": haul,
        "landed_idr": None if total is None or haul is None else total + haul,
        "ceiling_idr": ceiling,
        "ceiling_source": source,
        "within_ceiling": _obeys(price, ceiling),
        "high_within": _obeys(None if price is None else price * (1 + swing), ceiling),
        "within_limit": None if price is None or limit is None else price <= limit,
    }


def _obeys(price: float | None, ceiling: float | None) -> bool | None:
    return None if price is None or ceiling is None else price <= ceiling


def _known(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _ordered(table: pd.DataFrame) -> pd.DataFrame:
    statuses = list(read_supply()["statuses"])
    first = {"delivered": 0, "chosen": 1, "open": 2}
    order = pd.DataFrame(
        {
            "status": table["status"].map(lambda status: first.get(status, 3 + statuses.index(status))),
            "blocked": table["within_ceiling"].eq(False).fillna(False),
            "price": (table["landed_idr"] / table["base_amount"]).fillna(table["price_base"]),
        },
        index=table.index,
    )
    return table.loc[order.sort_values(list(order), kind="stable").index]
