"""How offers and candidates are said: prices, totals, ceilings, distances; what is unknown is said so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

import pandas as pd

from mapping.knowledge.catalog import read_sources
from mapping.knowledge.formats import say_date, say_number, say_rupiah
from mapping.language import tr
from mapping.ui.desk.need_words import MADE_UP, say_amount

Item = TypeVar("Item")
COLOURS = {"chosen": "green", "delivered": "green", "open": "blue", "declined": "gray", "withdrawn": "gray"}


def rows_of(items: Iterable[Item], beside: int) -> list[list[Item]]:
    """Things in rows of so many.

    Examples
    --------
    >>> rows_of("abcde", 3)
    [['a', 'b', 'c'], ['d', 'e']]
    """
    every = list(items)
    return [every[start : start + beside] for start in range(0, len(every), beside)]


def say_idr(value: Any) -> str:
    """Rupiah to the last one; "belum diketahui" where unknown.

    Examples
    --------
    >>> say_idr(22_000_000.0), say_idr(float("nan"))
    ('Rp 22.000.000', 'belum diketahui')
    """
    return tr("belum diketahui") if pd.isna(value) else f"Rp {say_number(float(value))}"


def say_base(price: Any, unit: str) -> str:
    """A price for one base unit."""
    return (
        tr("harga belum diketahui") if pd.isna(price) else tr("Rp {price} per {unit}", price=_short(price), unit=unit)
    )


def _short(price: float) -> str:
    return say_number(float(price), 0 if float(price).is_integer() else 2)


def say_km(km: Any) -> str:
    """A straight line in words.

    Examples
    --------
    >>> say_km(3.25), say_km(float("nan"))
    ('3,2 km garis lurus', 'jarak belum diketahui')
    """
    return tr("jarak belum diketahui") if pd.isna(km) else tr("{km} km garis lurus", km=say_number(float(km), 1))


def say_verdict(row: dict[str, Any]) -> tuple[str, str]:
    """What the official ceiling says of a price, and the colour of its badge."""
    if pd.isna(row["ceiling_idr"]):
        return tr("tanpa HET dalam data"), "gray"
    ceiling = say_number(float(row["ceiling_idr"]))
    if pd.isna(row["within_ceiling"]):
        return tr("HET Rp {ceiling}", ceiling=ceiling), "gray"
    if row["within_ceiling"]:
        return tr("≤ HET Rp {ceiling}", ceiling=ceiling), "green"
    return tr("di atas HET Rp {ceiling}", ceiling=ceiling), "red"


def say_who(row: dict[str, Any], places: pd.Series) -> str:
    """Who offers: by name where it may be read, else by kind and place; made-up ones say so.

    Parameters
    ----------
    places : Series
        Code -> name of kelurahan.
    """
    place = row["place"] or str(places.get(row["from_code"], ""))
    kind = row["kind_label"]
    said = row["who"] or (tr("{kind} di {place}", kind=kind, place=place) if place else kind)
    return f"{said} · {tr(MADE_UP)}" if row["synthetic"] else said


def say_facts(row: dict[str, Any]) -> dict[str, str]:
    """The lines of one offer: what a person compares, most important first."""
    unit = tr(row["measure"])
    told = {
        tr("Jumlah"): say_amount(row["amount"], tr(row["unit"])),
        tr("Harga"): say_base(row["price_base"], unit),
        tr("Total"): say_idr(row["total_idr"]),
        tr("Bila harga turun atau naik 20%"): _say_swing(row),
        tr("Dengan ongkos angkut (perkiraan)"): say_rupiah(float(row["landed_idr"])),
        tr("Jarak"): say_km(row["distance_km"]),
        tr("Dikirim paling lambat"): say_date(row["deliver_by"]) if row["deliver_by"] else tr("belum dijanjikan"),
        tr("Harga per tanggal"): _say_day(row),
        tr("Sumber HET"): say_source_code(row["ceiling_source"]) if row["ceiling_source"] else "",
    }
    if row["status"] == "delivered":
        told[tr("Dikirim")] = f"{say_amount(row['delivered_amount'], tr(row['unit']))}, {say_date(row['delivered_on'])}"
    if row["reason"]:
        told[tr("Alasan")] = tr(row["reason"])
    return {label: words for label, words in told.items() if words}


def say_source_code(code: str) -> str:
    """Where a ceiling is told.

    Examples
    --------
    >>> say_source_code("S21")
    'jatim.times.co.id (S21)'
    """
    return f"{read_sources()[code].split('/')[0].split(' ')[0]} ({code})" if code in read_sources() else code


def _say_swing(row: dict[str, Any]) -> str:
    if pd.isna(row["total_idr"]):
        return ""
    said = f"{say_idr(row['low_idr'])} – {say_idr(row['high_idr'])}"
    if not pd.isna(row["high_within"]) and not row["high_within"] and row["within_ceiling"]:
        return tr("{span}; naik 20% melewati HET", span=said)
    return said


def _say_day(row: dict[str, Any]) -> str:
    if not row["price_date"]:
        return ""
    day = say_date(row["price_date"])
    return tr("{day} (lama, tanyakan lagi)", day=day) if row["old"] else day
