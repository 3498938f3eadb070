"""What suppliers have: how much a month, from which amount on, at which price of which day."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd

from mapping.desk.entries import amount_of, free_text, iso_date, one_of, whole_rupiah
from mapping.desk.models import Supplier, SupplierGood
from mapping.desk.needs.days import day_of
from mapping.desk.needs.seen import check_version
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.desk.supply.suppliers import find_row, read_suppliers
from mapping.errors import EntryError
from mapping.knowledge.commodities import commodity_of, read_commodities, unit_of, units_of
from mapping.knowledge.supply import read_supply
from mapping.language import tr

LONGEST_ITEM, LONGEST_UNIT = 120, 20
MOST_DAYS = 365.0


def set_good(
    desk: Desk,
    actor: Actor,
    at: str,
    *,
    supplier_id: int,
    item: str,
    unit: str,
    commodity: str = "",
    capacity_month: object = None,
    minimum_order: object = None,
    price_idr: object = None,
    price_date: object = "",
    delivery_days: object = None,
    good_id: int | None = None,
    version: int | None = None,
) -> int:
    """Add a thing that a supplier has, or change one that is there; its number.

    Parameters
    ----------
    item : str
        What it is called.
    commodity : str
        Key of ``commodities.toml``; ``""``: recognised from the item.
    unit : str
        In which amounts and price are told; of a commodity one of its units.
    capacity_month, minimum_order : number or text
        In ``unit``; None unknown.
    price_idr : number or text
        Rupiah for one ``unit``; with a price goes the day it was told (``price_date``).
    good_id, version : int or None
        Of the row to change and as it was seen.

    Raises
    ------
    EntryError
        Something typed cannot be kept.
    ConflictError
        The row was changed since.
    """
    check_may(actor, "supplier.write")
    told = _checked_good(at, item, unit, commodity, capacity_month, minimum_order, price_idr, price_date, delivery_days)
    with desk.writing(actor, at) as session:
        find_row(session, Supplier, supplier_id)
        if good_id is None:
            good = SupplierGood(supplier_id=supplier_id, **told)
            session.add(good)
        else:
            good = find_row(session, SupplierGood, good_id)
            check_version(good.version, version)
            if good.supplier_id != supplier_id:
                raise EntryError(tr("Barang ini milik pemasok lain. Muat ulang halaman."), "good_id")
            for name, value in told.items():
                setattr(good, name, value)
        session.flush()
        return int(good.id)


def remove_good(desk: Desk, actor: Actor, at: str, good_id: int, version: int) -> None:
    """Take away a thing that a supplier has no more."""
    check_may(actor, "supplier.write")
    with desk.writing(actor, at) as session:
        good = find_row(session, SupplierGood, good_id)
        check_version(good.version, version)
        session.delete(good)


def read_goods(desk: Desk, actor: Actor, today: str, active_only: bool = True) -> pd.DataFrame:
    """What suppliers have, one row a thing.

    Returns
    -------
    DataFrame, index id
        Columns of the table ``supplier_good``, of who has it (``supplier, kind, kind_label, place, kelurahan_code,
        synthetic``) and ``old`` (bool: the price is older than ``old_price_days``, or of an unknown day).
    """
    check_may(actor, "supplier.read")
    suppliers = read_suppliers(desk, actor, active_only=False).rename(columns={"name": "supplier"})
    with desk.reading() as session:
        goods = read_rows(session, SupplierGood, actor)
    told = ["supplier", "kind", "kind_label", "place", "kelurahan_code", "synthetic", "active"]
    table = goods.join(suppliers[told], on="supplier_id")
    table = table.assign(old=is_old_price(table["price_date"], today) & table["price_idr"].notna())
    if active_only:
        table = table[table["active"].astype(bool)]
    return table.sort_values(["item", "supplier"], kind="stable")


def is_old_price(days: pd.Series, today: str) -> pd.Series:
    """Which prices are too old to be trusted; of an unknown day they are.

    Examples
    --------
    >>> is_old_price(pd.Series(["2026-11-01", "2026-09-01", ""]), "2026-11-23").tolist()
    [False, True, True]
    """
    limit = dt.date.fromisoformat(today) - dt.timedelta(days=read_supply()["assumptions"]["old_price_days"])
    return (days < limit.isoformat()).astype(bool)


def _checked_good(
    at: str,
    item: str,
    unit: str,
    commodity: str,
    capacity: object,
    minimum: object,
    price: object,
    day: object,
    days: object,
) -> dict[str, Any]:
    told = free_text(item, tr("Barang"), LONGEST_ITEM, field="item", required=True)
    if commodity:
        one_of(commodity, read_commodities(), tr("Komoditas"), field="commodity")
    known = commodity or commodity_of(told)
    rupiah = whole_rupiah(price, tr("Harga per satuan"), least=1, field="price_idr")
    told_on = iso_date(day, tr("Tanggal harga"), latest=day_of(at), field="price_date")
    if rupiah is not None and not told_on:
        raise EntryError(tr("Tulis tanggal harganya, supaya harga lama terlihat."), "price_date")
    wait = amount_of(days, tr("Lama kirim (hari)"), field="delivery_days")
    if wait is not None and wait > MOST_DAYS:
        raise EntryError(tr("Lama kirim paling lama 365 hari."), "delivery_days")
    return {
        "commodity": known,
        "item": told,
        "unit": checked_unit(known, unit),
        "capacity_month": amount_of(capacity, tr("Kemampuan sebulan"), field="capacity_month"),
        "minimum_order": amount_of(minimum, tr("Pembelian paling sedikit"), field="minimum_order"),
        "price_idr": rupiah,
        "price_date": told_on if rupiah is not None else "",
        "delivery_days": wait,
    }


def checked_unit(commodity: str, unit: str) -> str:
    """A unit as it is kept: of a commodity one of its own, for anything else as typed.

    Raises
    ------
    EntryError
        None is given, or how much of the commodity it holds cannot be told.

    Examples
    --------
    >>> checked_unit("rice", "Kwintal"), checked_unit("", "ikat")
    ('kuintal', 'ikat')
    """
    known = unit_of(free_text(unit, tr("Satuan"), LONGEST_UNIT, field="unit", required=True))
    if commodity and known not in units_of(commodity):
        raise EntryError(
            tr(
                'Satuan "{unit}" belum bisa dihitung untuk {item}. Pilih salah satu: {units}.',
                unit=known,
                item=read_commodities()[commodity]["label"],
                units=", ".join(tr(name) for name in units_of(commodity)),
            ),
            "unit",
        )
    return known
