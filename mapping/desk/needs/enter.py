"""A need as it is entered: checked field by field, recognised, and kept once however often it is sent."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from mapping.desk.entries import amount_of, free_text, iso_date, one_of, whole_rupiah
from mapping.desk.models import Cooperative, Need, NeedStep
from mapping.desk.needs.days import day_of
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.errors import ConflictError, EntryError
from mapping.knowledge.commodities import base_amount, commodity_of, read_commodities, unit_of
from mapping.knowledge.needs import read_needs
from mapping.language import tr

PROBLEM, STOCK, GOODS = "problem", "stock", "goods"
LONGEST_ITEM, LONGEST_UNIT, LONGEST_DETAILS, LONGEST_KEY = 120, 20, 1000, 40


def enter_need(
    desk: Desk,
    actor: Actor,
    at: str,
    *,
    cooperative_id: int,
    kind: str,
    item: str,
    commodity: str = "",
    amount: object = None,
    unit: str = "",
    wanted_by: object = "",
    price_limit_idr: object = None,
    details: str = "",
    request_key: str = "",
) -> int:
    """Keep a need and give its number; the same form sent again gives the same number and adds nothing.

    Parameters
    ----------
    kind : str
        ``"goods"`` or ``"stock"`` (with amount and unit; ``price_limit_idr`` is the highest price for one unit, of
        stock the price asked), or ``"problem"`` (``item`` and ``details`` only).
    item : str
        What everybody sees; persons in it become ``***``.
    commodity : str
        A key of ``knowledge/commodities.toml``; ``""``: recognised from the item.
    amount, wanted_by, price_limit_idr : number or text
        As people type them. A date may not lie before the day of ``at``.
    details : str
        For the own cooperative and the office only.
    request_key : str
        Made when the form was opened; ``""``: this is a form of its own.

    Raises
    ------
    NotAllowedError
        Not for this cooperative.
    EntryError
        A field cannot be kept as it is.
    ConflictError
        Another cooperative has sent the same ``request_key``.
    """
    check_may(actor, "need.enter", cooperative_id)
    cooperative_id = int(cooperative_id)
    kept = _checked(at, kind, item, commodity, amount, unit, wanted_by, price_limit_idr, details)
    key = str(request_key or uuid4().hex)
    if len(key) > LONGEST_KEY:
        raise EntryError(tr("Kunci formulir terlalu panjang. Muat ulang halaman lalu isi lagi."), "request_key")
    with desk.writing(actor, at) as session:
        before = _sent_before(session, key, cooperative_id)
        if before is not None:
            return before
        if session.get(Cooperative, cooperative_id) is None:
            raise EntryError(tr("Koperasi nomor {n} tidak ada di daftar.", n=cooperative_id), "cooperative_id")
        need = Need(
            cooperative_id=cooperative_id,
            status="new",
            status_since=at,
            entered_at=at,
            closed_at="",
            owned="",
            request_key=key,
            **kept,
        )
        session.add(need)
        session.flush()
        session.add(NeedStep(need_id=need.id, status="new", since=at, reason=""))
        return int(need.id)


def _sent_before(session: Session, key: str, cooperative_id: int) -> int | None:
    """Number of the need that this form has made already."""
    before = session.scalars(select(Need).where(Need.request_key == key)).first()
    if before is None:
        return None
    if before.cooperative_id != cooperative_id:
        raise ConflictError(tr("Formulir ini sudah dipakai koperasi lain. Muat ulang halaman lalu isi lagi."))
    return int(before.id)


def _checked(
    at: str,
    kind: str,
    item: str,
    commodity: str,
    amount: object,
    unit: str,
    wanted_by: object,
    price: object,
    details: str,
) -> dict[str, object]:
    """The fields as they are kept."""
    kind = one_of(kind, read_needs()["kinds"], tr("Jenis"), field="kind")
    told = free_text(item, item_label(kind), LONGEST_ITEM, field="item", required=True)
    longer = free_text(details, tr("Keterangan"), LONGEST_DETAILS, field="details", lines=True)
    today = dt.date.fromisoformat(day_of(at))
    furthest = today + dt.timedelta(days=read_needs()["form"]["furthest_days"])
    date = iso_date(wanted_by, date_label(kind), today.isoformat(), furthest.isoformat(), field="wanted_by")
    kept: dict[str, object] = {"kind": kind, "item": told, "wanted_by": date, "details": longer}
    if kind == PROBLEM:
        return kept | {"commodity": "", "unit": "", "amount": None, "base_amount": None, "price_limit_idr": None}
    if commodity:
        one_of(commodity, read_commodities(), tr("Komoditas"), field="commodity")
    known = commodity or commodity_of(told)
    number = amount_of(amount, tr("Jumlah"), field="amount")
    if not number:
        raise EntryError(tr("Jumlah belum diisi. Tulis angka lebih dari 0."), "amount")
    counted = unit_of(free_text(unit, tr("Satuan"), LONGEST_UNIT, field="unit", required=True))
    return kept | {
        "commodity": known,
        "amount": number,
        "unit": counted,
        "base_amount": base_amount(known, number, counted),
        "price_limit_idr": whole_rupiah(price, price_label(kind), least=1, field="price_limit_idr"),
    }


def item_label(kind: str) -> str:
    """What the first field of the form is called."""
    return tr("Masalah") if kind == PROBLEM else tr("Barang")


def date_label(kind: str) -> str:
    """What the field of the date is called."""
    return tr("Harus terjual sebelum") if kind == STOCK else tr("Dibutuhkan paling lambat")


def price_label(kind: str) -> str:
    """What the field of the price is called."""
    return tr("Harga yang diminta per satuan") if kind == STOCK else tr("Harga tertinggi per satuan")
