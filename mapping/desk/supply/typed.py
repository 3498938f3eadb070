"""What is typed of an offer, checked: how much, at which price, from whom."""

from __future__ import annotations

from typing import Any

from mapping.desk.entries import amount_of, free_text, iso_date, name_text, one_of, plain_line, whole_rupiah
from mapping.desk.models import Need, Supplier
from mapping.desk.needs.days import day_of
from mapping.desk.partners.lists import CODE
from mapping.desk.store.writing import WritingSession
from mapping.desk.supply.suppliers import CODE_LENGTH, LONGEST_NAME, find_row
from mapping.errors import ConflictError, EntryError
from mapping.knowledge.commodities import kinds_for
from mapping.knowledge.needs import status_label
from mapping.knowledge.supply import read_supply
from mapping.language import tr

ANSWERABLE = ("new", "taken", "offered", "delivered")
"""Statuses in which a need can get an offer; after a delivery that fell short it can get another."""


def check_answerable(need: Need) -> None:
    """Refuse offers for a need that wants no goods, or that has found them.

    Raises
    ------
    EntryError
        It wants no goods.
    ConflictError
        A supplier is chosen already, or it is closed.
    """
    if need.kind != "goods":
        raise EntryError(tr("Hanya kebutuhan barang yang bisa diberi tawaran."), "need_id")
    if need.status not in ANSWERABLE:
        raise passed_on(need)


def passed_on(need: Need) -> ConflictError:
    """What is said of a need that has gone on in between."""
    return ConflictError(
        tr(
            "Kebutuhan ini sudah berstatus {now}. Muat ulang halaman.",
            now=status_label(need.status).lower(),
        )
    )


def checked_figures(
    at: str, source: str, amount: object, price: object, price_date: object, deliver_by: object, km: float | None
) -> dict[str, Any]:
    """Amount, price and days of an offer as they are kept.

    Raises
    ------
    EntryError
        One of them cannot be kept.
    """
    today = day_of(at)
    number = amount_of(amount, tr("Jumlah"), field="amount")
    if not number:
        raise EntryError(tr("Jumlah belum diisi. Tulis angka lebih dari 0."), "amount")
    one_of(source, read_supply()["sources"], tr("Asal tawaran"), field="source")
    rupiah = whole_rupiah(price, tr("Harga per satuan"), field="price_idr")
    day = iso_date(price_date, tr("Tanggal harga"), latest=today, field="price_date")
    return {
        "source": source,
        "amount": number,
        "price_idr": rupiah,
        "price_date": (day or today) if rupiah is not None else "",
        "deliver_by": iso_date(deliver_by, tr("Dikirim paling lambat"), earliest=today, field="deliver_by"),
        "distance_km": amount_of(km, tr("Jarak"), field="distance_km"),
        "supplier_id": None,
        "stock_need_id": None,
        "from_code": "",
    }


def kind_of(need: Need, commodity: str) -> str:
    """What is offered, where it can meet the need.

    Raises
    ------
    EntryError
        It is something else.
    """
    if not commodity or commodity == need.commodity:
        return need.commodity
    return one_of(commodity, kinds_for(need.commodity), tr("Komoditas"), field="commodity")


def from_supplier(session: WritingSession, supplier_id: int | None, who: str) -> dict[str, Any]:
    """Of a supplier of the table, or of one that is only named.

    Raises
    ------
    EntryError
        There is no such supplier, it is not at work any more, or nobody is named.
    """
    if supplier_id is None:
        return {"who": name_text(who, tr("Pemasok"), LONGEST_NAME, field="who")}
    supplier = find_row(session, Supplier, supplier_id)
    if not supplier.active:
        raise EntryError(tr("Pemasok ini sudah tidak aktif. Aktifkan dulu di daftar pemasok."), "supplier_id")
    return {"supplier_id": supplier_id, "who": supplier.name}


def from_survey(from_code: str, who: str) -> dict[str, Any]:
    """Of makers or traders whom the survey met somewhere: what kind and where, never which business.

    Raises
    ------
    EntryError
        The code is none of a kelurahan, or nothing is said of them.
    """
    code = plain_line(from_code)
    if not (CODE.fullmatch(code) and len(code) == CODE_LENGTH):
        raise EntryError(tr("Kode kelurahan tidak dikenal. Tulis seperti 35.78.03.1001."), "from_code")
    return {"from_code": code, "who": free_text(who, tr("Pemasok"), LONGEST_NAME, field="who", required=True)}
