"""Who could supply a need: suppliers of the table, neighbours with stalled stock, makers and traders of the survey."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy.orm import Session

from mapping.desk.models import Cooperative, Need, Offer, Supplier, SupplierGood
from mapping.desk.partners.lists import closeness
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.desk.supply.cover import TAKEN, left_of_stock, left_to_find, read_need
from mapping.desk.supply.distance import codes_of, distance_km, points_of
from mapping.desk.supply.prices import in_measure
from mapping.desk.supply.rank import Wanted, rank_candidates
from mapping.knowledge.commodities import kinds_for, read_commodities
from mapping.knowledge.needs import open_statuses
from mapping.knowledge.supply import supply_label
from mapping.language import tr

if TYPE_CHECKING:
    import geopandas as gpd

LEAST_SHOWN = 3
"""Of fewer surveyed businesses nothing is told, whatever the page hands in."""
MOST_SURVEYED = 12
"""So many places where the survey met makers or traders are listed, nearest first."""
FIELDS: dict[str, Any] = {
    "source": "",
    "who": "",
    "kind_label": "",
    "place": "",
    "kelurahan_code": "",
    "commodity": "",
    "item": "",
    "supplier_id": None,
    "stock_need_id": None,
    "from_code": "",
    "available": None,
    "minimum": None,
    "price_idr": None,
    "unit": "",
    "price_date": "",
    "delivery_days": None,
    "complies": None,
    "businesses": None,
    "lat": None,
    "lon": None,
    "synthetic": False,
}
"""Columns that every source fills as far as it knows; amounts in the measure of the need, ``price_idr`` for one
``unit``."""


def candidates(
    desk: Desk, actor: Actor, need_id: int, makers: pd.DataFrame, kelurahan: gpd.GeoDataFrame, today: str
) -> pd.DataFrame:
    """Who could supply a need, best first, with the reasons in words. A tool of the office: it names suppliers.

    Parameters
    ----------
    makers : DataFrame
        Of the survey, as the public sees it: ``kelurahan_code, product, n`` (businesses). Fewer than three: left out.
    kelurahan : GeoDataFrame
        Index kelurahan_code; ``name``, EPSG:4326.
    today : str
        ISO day.

    Returns
    -------
    DataFrame
        The columns of ``FIELDS`` and those of :func:`mapping.desk.supply.rank.rank_candidates`: ``amount`` (what would
        be taken), ``covers``, ``price_base``, ``total_idr``, ``distance_km``, ``within_ceiling``, ``within_limit``,
        ``rank`` (1 is best) and ``notes`` (list of sentences). Empty where the need wants no goods.

    Raises
    ------
    EntryError
        There is no such need.
    NotAllowedError
        Only the office looks for suppliers.

    Notes
    -----
    A fixed number of statements and one for each neighbour's stock of the same thing.
    """
    check_may(actor, "offer.make")
    with desk.reading() as session:
        need = read_need(session, need_id)
        place = session.get_one(Cooperative, need.cooperative_id)
        wanted = Wanted(
            commodity=need.commodity,
            unit=need.unit,
            amount=left_to_find(session, need),
            limit_idr=need.price_limit_idr,
            code=place.kelurahan_code,
            by=need.wanted_by,
            today=today,
        )
        if need.kind != "goods":
            return rank_candidates(_frame([]), wanted)
        rows = _suppliers(session, actor, need, place.kelurahan_code, today) + _stocks(session, actor, need)
        here = _point_of(place, kelurahan)
    found = _frame(rows)
    points = points_of(found, kelurahan)
    found = found.assign(distance_km=distance_km(*here, points), lat=points["lat"], lon=points["lon"])
    found["kelurahan_code"] = codes_of(found, kelurahan)
    surveyed = _surveyed(need, makers, kelurahan, here)
    return rank_candidates(pd.concat([found, surveyed], ignore_index=True) if len(surveyed) else found, wanted)


def _point_of(place: Cooperative, kelurahan: gpd.GeoDataFrame) -> tuple[float, float]:
    """Where the goods are wanted: at the cooperative's own point where it lies in its kelurahan."""
    inside = place.point_state == "inside" and place.lat is not None and place.lon is not None
    own = {"lat": place.lat if inside else float("nan"), "lon": place.lon if inside else float("nan")}
    point = points_of(pd.DataFrame([{"kelurahan_code": place.kelurahan_code, **own}]), kelurahan).iloc[0]
    return float(point["lat"]), float(point["lon"])


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    table = pd.DataFrame([FIELDS | row for row in rows], columns=list(FIELDS))
    numbers = ["available", "minimum", "price_idr", "delivery_days", "businesses", "lat", "lon"]
    table[numbers] = table[numbers].astype("float64")
    return table.astype({"supplier_id": "Int64", "stock_need_id": "Int64", "complies": "boolean", "synthetic": "bool"})


def _same(need: Need, commodity: str, item: str, unit: str) -> bool:
    """Whether goods of a kind can meet a need; without a commodity the same words in the same unit do."""
    if need.commodity:
        return commodity in kinds_for(need.commodity)
    return not commodity and item.casefold() == need.item.casefold() and unit == need.unit


def _suppliers(session: Session, actor: Actor, need: Need, code: str, today: str) -> list[dict[str, Any]]:
    """What suppliers at work have of it, where they serve the place; less what was taken of it this month."""
    suppliers = read_rows(session, Supplier, actor, Supplier.active.is_(True))
    suppliers = suppliers[closeness(suppliers["area"], code).notna()]
    goods = read_rows(session, SupplierGood, actor, SupplierGood.supplier_id.in_([int(one) for one in suppliers.index]))
    month = read_rows(session, Offer, actor, Offer.status.in_(TAKEN), Offer.chosen_at.startswith(today[:7]))
    rows = []
    for good in goods.itertuples():
        if not _same(need, good.commodity, good.item, good.unit):
            continue
        of = suppliers.loc[good.supplier_id]
        taken = month[(month["supplier_id"] == good.supplier_id) & (month["commodity"] == good.commodity)]
        sold = [in_measure(one.commodity, one.unit, one.amount, need.unit) or 0.0 for one in taken.itertuples()]
        most = in_measure(good.commodity, good.unit, good.capacity_month, need.unit)
        rows.append(
            {
                "source": "supplier",
                "who": of["name"],
                "kind_label": supply_label("kinds", of["kind"]),
                "place": of["place"],
                "kelurahan_code": of["kelurahan_code"],
                "commodity": good.commodity,
                "item": good.item,
                "supplier_id": int(good.supplier_id),
                "available": None if most is None else max(most - sum(sold), 0.0),
                "minimum": in_measure(good.commodity, good.unit, good.minimum_order, need.unit),
                "price_idr": None if pd.isna(good.price_idr) else float(good.price_idr),
                "unit": good.unit,
                "price_date": good.price_date,
                "delivery_days": good.delivery_days,
                "complies": of["complies"],
                "lat": of["lat"],
                "lon": of["lon"],
                "synthetic": bool(of["synthetic"]),
            }
        )
    return rows


def _stocks(session: Session, actor: Actor, need: Need) -> list[dict[str, Any]]:
    """What is left of other cooperatives' stalled stock of it."""
    stocks = read_rows(
        session,
        Need,
        actor,
        Need.kind == "stock",
        Need.status.in_(open_statuses()),
        Need.cooperative_id != need.cooperative_id,
    )
    rows = []
    for stock in stocks.itertuples():
        if not _same(need, stock.commodity, stock.item, stock.unit):
            continue
        left = left_of_stock(session, session.get_one(Need, int(stock.Index)))
        if left == 0:
            continue
        seller = session.get_one(Cooperative, int(stock.cooperative_id))
        rows.append(
            {
                "source": "stock",
                "who": seller.name,
                "kind_label": supply_label("sources", "stock"),
                "place": seller.kelurahan,
                "kelurahan_code": seller.kelurahan_code,
                "commodity": stock.commodity,
                "item": stock.item,
                "stock_need_id": int(stock.Index),
                "available": left,
                "price_idr": None if pd.isna(stock.price_limit_idr) else float(stock.price_limit_idr),
                "unit": stock.unit,
                "price_date": stock.entered_at[:10],
                "lat": seller.lat if seller.point_state == "inside" else None,
                "lon": seller.lon if seller.point_state == "inside" else None,
                "synthetic": bool(seller.synthetic),
            }
        )
    return rows


def _surveyed(need: Need, makers: pd.DataFrame, kelurahan: gpd.GeoDataFrame, here: tuple[float, float]) -> pd.DataFrame:
    """The nearest places where the survey met three or more makers or traders of it."""
    rows = read_commodities()
    kinds = [key for key, sure in kinds_for(need.commodity).items() if sure or key == need.commodity]
    products = {name for key in kinds for name in (*rows[key]["makers"], *rows[key]["sellers"])}
    known = makers["product"].isin(products) & (makers["n"] >= LEAST_SHOWN)
    told = makers[known & makers["kelurahan_code"].isin(kelurahan.index)]
    points = points_of(told.assign(lat=float("nan"), lon=float("nan")), kelurahan)
    told = told.assign(distance_km=distance_km(*here, points), lat=points["lat"], lon=points["lon"])
    told = told.sort_values(["distance_km", "kelurahan_code", "product"]).head(MOST_SURVEYED)
    names = kelurahan["name"]
    table = _frame(
        [
            {
                "source": "survey",
                "who": tr("{product} di {place}", product=tr(row.product), place=names[row.kelurahan_code]),
                "kind_label": supply_label("sources", "survey"),
                "place": names[row.kelurahan_code],
                "kelurahan_code": row.kelurahan_code,
                "from_code": row.kelurahan_code,
                "commodity": need.commodity,
                "unit": rows[need.commodity]["base_unit"],
                "businesses": float(row.n),
                "lat": row.lat,
                "lon": row.lon,
            }
            for row in told.itertuples()
        ]
    )
    return table.assign(distance_km=told["distance_km"].to_numpy())
