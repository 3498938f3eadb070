"""The table of suppliers: who they are, where they are and serve, whether their permits were seen."""

from __future__ import annotations

from typing import Any

import pandas as pd
from sqlalchemy import select

from mapping.desk.entries import free_text, iso_date, name_text, one_of, plain_line
from mapping.desk.models import Supplier, SupplierGood
from mapping.desk.needs.seen import check_version
from mapping.desk.partners.lists import CODE, area_text
from mapping.desk.rules import Actor, check_may, may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import read_rows
from mapping.desk.store.writing import WritingSession
from mapping.errors import EntryError
from mapping.knowledge.supply import read_supply, supply_label
from mapping.language import tr

LONGEST_NAME = 200
CODE_LENGTH = len("35.78.03.1001")


def add_supplier(
    desk: Desk,
    actor: Actor,
    at: str,
    *,
    name: str,
    kind: str,
    kelurahan_code: str = "",
    place: str = "",
    lat: object = None,
    lon: object = None,
    area: object = "",
    contact: str = "",
    complies: bool | None = None,
    permits: str = "",
    source: str = "",
    checked_on: object = "",
    synthetic: bool = False,
) -> int:
    """Enter a supplier; its number. The same name at the same place is the same supplier.

    Parameters
    ----------
    kind : str
        A key of ``kinds`` in ``knowledge/supply.toml``.
    area : str or list of str
        Codes of the regions it serves; ``""`` everywhere.
    contact : str
        How to reach it; only the office reads it, the trail never holds it.
    complies : bool or None
        Whether its permits were seen and are in order; None: not looked at.

    Raises
    ------
    EntryError
        Something typed cannot be kept, or the supplier is there already.
    NotAllowedError
        Only the office keeps the table.
    """
    check_may(actor, "supplier.write")
    told = _checked(
        {
            "name": name,
            "kind": kind,
            "kelurahan_code": kelurahan_code,
            "place": place,
            "lat": lat,
            "lon": lon,
            "area": area,
            "contact": contact,
            "complies": complies,
            "permits": permits,
            "source": source,
            "checked_on": checked_on,
        }
    )
    _check_point(told)
    with desk.writing(actor, at) as session:
        _refuse_double(session, told["name"], told["place"], None)
        supplier = Supplier(**told, active=True, synthetic=bool(synthetic))
        session.add(supplier)
        session.flush()
        return int(supplier.id)


def change_supplier(desk: Desk, actor: Actor, at: str, supplier_id: int, version: int, **fields: Any) -> None:
    """Change a supplier; what is not named stays. ``active=False`` takes it out of the search, its offers stay.

    Parameters
    ----------
    version : int
        Version that was seen.
    fields
        As :func:`add_supplier`, and ``active``.

    Raises
    ------
    ConflictError
        It was changed since.
    EntryError, NotAllowedError
        As :func:`add_supplier`.
    """
    check_may(actor, "supplier.write")
    told = _checked(fields)
    with desk.writing(actor, at) as session:
        supplier = find_row(session, Supplier, supplier_id)
        check_version(supplier.version, version)
        for name, value in told.items():
            setattr(supplier, name, value)
        _check_point({"lat": supplier.lat, "lon": supplier.lon})
        with session.no_autoflush:
            _refuse_double(session, supplier.name, supplier.place, supplier_id)


def read_suppliers(desk: Desk, actor: Actor, active_only: bool = True) -> pd.DataFrame:
    """Suppliers, by kind and place.

    Returns
    -------
    DataFrame, index id
        Columns of the table ``supplier``, ``kind_label`` and ``goods`` (what it has, ``", "`` between). Whoever may
        not read contacts sees kind and place: ``name``, ``contact``, ``source``, ``lat`` and ``lon`` are left empty.
    """
    check_may(actor, "supplier.read")
    with desk.reading() as session:
        suppliers = read_rows(session, Supplier, actor)
        goods = read_rows(session, SupplierGood, actor)
    items = goods.groupby("supplier_id")["item"].agg(lambda found: ", ".join(dict.fromkeys(found)))
    table = suppliers.assign(
        kind_label=suppliers["kind"].map(lambda kind: supply_label("kinds", kind)).astype("str"),
        goods=items.reindex(suppliers.index).fillna("").astype("str"),
    )
    if not may(actor, "private.read"):
        table[["name", "contact", "source"]] = ""
        table[["lat", "lon"]] = float("nan")
    if active_only:
        table = table[table["active"].astype(bool)]
    return table.sort_values(["kind_label", "place", "name"], kind="stable")


def find_row(session: WritingSession, model: type[Any], number: int) -> Any:
    """A row of the tables of suppliers.

    Raises
    ------
    EntryError
        There is none of this number.
    """
    row = session.get(model, number)
    if row is None:
        raise EntryError(tr("Baris nomor {n} tidak ada di daftar pemasok. Muat ulang halaman.", n=number), "id")
    return row


def _refuse_double(session: WritingSession, name: str, place: str, supplier_id: int | None) -> None:
    same = select(Supplier.id).where(Supplier.name == name, Supplier.place == place)
    if any(found != supplier_id for found in session.scalars(same)):
        raise EntryError(tr("{name} sudah ada dalam daftar pemasok. Ubah yang ada.", name=name), "name")


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """Fields of a supplier, cleaned; an unknown name is a mistake of the program."""
    checks = {
        "name": lambda value: name_text(value, tr("Nama pemasok"), LONGEST_NAME, field="name"),
        "kind": lambda value: one_of(value, read_supply()["kinds"], tr("Jenis pemasok"), field="kind"),
        "kelurahan_code": _checked_code,
        "place": lambda value: name_text(value, tr("Tempat"), LONGEST_NAME, field="place", required=False),
        "lat": lambda value: _degrees(value, tr("Lintang"), 90.0, "lat"),
        "lon": lambda value: _degrees(value, tr("Bujur"), 180.0, "lon"),
        "area": lambda value: area_text(value, tr("Wilayah yang dilayani")),
        "contact": _checked_contact,
        "complies": lambda value: None if value is None else bool(value),
        "permits": lambda value: free_text(value, tr("Izin yang dilihat"), LONGEST_NAME, field="permits"),
        "source": lambda value: free_text(value, tr("Sumber"), LONGEST_NAME, field="source"),
        "checked_on": lambda value: iso_date(value, tr("Tanggal diperiksa"), field="checked_on"),
        "active": bool,
    }
    return {name: checks[name](value) for name, value in fields.items()}


def _checked_code(value: object) -> str:
    code = plain_line(value)
    if code and not (CODE.fullmatch(code) and len(code) == CODE_LENGTH):
        raise EntryError(tr("Kode kelurahan tidak dikenal. Tulis seperti 35.78.03.1001."), "kelurahan_code")
    return code


def _checked_contact(value: object) -> str:
    # How to reach it is what the column is for: kept as typed.
    contact = plain_line(value)
    if len(contact) > LONGEST_NAME:
        raise EntryError(tr("Kontak terlalu panjang. Paling panjang 200 huruf."), "contact")
    return contact


def _degrees(value: object, label: str, most: float, field: str) -> float | None:
    if value is None or plain_line(value) == "":
        return None
    try:
        number = float(plain_line(value).replace(",", "."))
    except ValueError:
        number = float("nan")
    if not abs(number) <= most:
        raise EntryError(
            tr("{label} bukan derajat. Tulis seperti -7.32 (lintang) atau 112.77 (bujur).", label=label), field
        )
    return number


def _check_point(told: dict[str, Any]) -> None:
    if (told["lat"] is None) != (told["lon"] is None):
        raise EntryError(tr("Titik perlu lintang dan bujur. Isi keduanya atau kosongkan keduanya."), "lat")
