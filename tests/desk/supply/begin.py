"""What tests of supply begin with: needs, stalled stock, a warehouse, an offer."""

from __future__ import annotations

from mapping.desk.models import Need
from mapping.desk.needs.enter import enter_need
from mapping.desk.rules import LOCAL
from mapping.desk.supply.goods import set_good
from mapping.desk.supply.offers import make_offer
from mapping.desk.supply.suppliers import add_supplier

AT, LATER, TODAY = "2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z", "2026-11-23"
KALIRUNGKUT, KIDUL = "35.78.03.1001", "35.78.03.1002"


def need_of(desk, cooperative_id, item="beras SPHP", amount=2, unit="ton", **more):
    fields = {"cooperative_id": cooperative_id, "kind": "goods", "item": item, "amount": amount, "unit": unit}
    return enter_need(desk, LOCAL, AT, **fields | more)


def stock_of(desk, cooperative_id, item="beras SPHP", amount=800, unit="kg", price=11_500):
    fields = {"cooperative_id": cooperative_id, "kind": "stock", "item": item, "amount": amount, "unit": unit}
    return enter_need(desk, LOCAL, AT, price_limit_idr=price, **fields)


def warehouse(desk, price=11_000, name="Gudang Bulog Buduran", **good):
    fields = {"kind": "bulog", "place": "Buduran", "lat": -7.32, "lon": 112.80, "complies": True, "area": "35.78"}
    supplier = add_supplier(desk, LOCAL, AT, name=name, contact="0812-0000-0000", checked_on="2026-11-20", **fields)
    told = {
        "item": "beras SPHP",
        "unit": "kg",
        "capacity_month": 10_000,
        "price_idr": price,
        "price_date": "2026-11-20",
    }
    return supplier, set_good(desk, LOCAL, AT, supplier_id=supplier, **told | good)


def offer_of(desk, need_id, amount=2000, price=12_000, unit="kg", **more):
    fields = {"source": "supplier", "who": "UD Padi Jaya", "amount": amount, "unit": unit, "price_idr": price}
    return make_offer(desk, LOCAL, AT, need_id=need_id, **fields | more)


def row(desk, model, number):
    with desk.reading() as session:
        return session.get_one(model, number)


def version(desk, need_id):
    return row(desk, Need, need_id).version


def status(desk, need_id):
    return row(desk, Need, need_id).status
