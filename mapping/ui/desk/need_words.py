"""How a need is said on a screen: what and how much, by when, at which price, from whom, since when."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import pandas as pd

from mapping.knowledge.commodities import unit_factor, units_of
from mapping.knowledge.formats import say_date, say_number
from mapping.knowledge.needs import read_needs
from mapping.knowledge.supply import supply_label
from mapping.language import mark, plural, tr

MADE_UP = mark("data peraga")
TIER_COLOURS: dict[int, Literal["red", "orange", "blue", "gray"]] = {1: "red", 2: "orange", 3: "blue", 4: "gray"}


def say_amount(amount: Any, unit: str) -> str:
    """How much of what: ``2 ton``, ``2,5 kg``; ``""`` where nobody said.

    Examples
    --------
    >>> say_amount(2.0, "ton"), say_amount(2.5, "kg"), say_amount(float("nan"), "kg")
    ('2 ton', '2,5 kg', '')
    """
    if pd.isna(amount):
        return ""
    digits = 0 if float(amount).is_integer() else 1 if round(amount, 1) == amount else 2
    return f"{say_number(float(amount), digits)} {tr(unit)}".strip()


def say_item(need: Any) -> str:
    """The thing with its amount: ``Beras medium, 2 ton``; a problem is its own sentence."""
    amount = say_amount(need["amount"], need["unit"])
    return f"{need['item']}, {amount}" if amount else str(need["item"])


def say_days(days: Any) -> str:
    """Whole days: ``belum sehari``, ``1 hari``.

    Examples
    --------
    >>> say_days(0.4), say_days(3.0), say_days(float("nan"))
    ('belum sehari', '3 hari', '')
    """
    if pd.isna(days):
        return ""
    return plural("{n} hari", int(days), n=say_number(int(days))) if days >= 1 else tr("belum sehari")


def say_due(need: Any) -> str:
    """By when, with the days left: ``26 November 2026 (2 hari lagi)``."""
    if not need["wanted_by"]:
        return tr("tanpa tanggal")
    day, left = say_date(need["wanted_by"]), need["days_left"]
    if pd.isna(left):
        return day
    if left < 0:
        return plural("{day} (lewat {n} hari)", -left, day=day, n=int(-left))
    if left == 0:
        return tr("{day} (hari ini)", day=day)
    return plural("{day} ({n} hari lagi)", left, day=day, n=int(left))


def say_price(price: Any, unit: str) -> str:
    """Rupiah for one unit, to the last rupiah; ``""`` where none is set.

    Examples
    --------
    >>> say_price(13500, "kg"), say_price(pd.NA, "kg")
    ('Rp 13.500 per kg', '')
    """
    return "" if pd.isna(price) else tr("Rp {price} per {unit}", price=say_number(float(price)), unit=tr(unit))


def say_limit(need: Any) -> str:
    """The price limit for one unit, and for one base unit where that is another."""
    said = say_price(need["price_limit_idr"], need["unit"])
    size = unit_factor(need["commodity"], need["unit"])
    if not said or not size or size == 1.0:
        return said
    return f"{said} ({say_price(round(need['price_limit_idr'] / size), units_of(need['commodity'])[0])})"


def say_supplier(need: Any) -> str:
    """The kind and place of the chosen supplier, never a name; ``""`` where none is chosen."""
    kind = need["supplier_kind"]
    if not kind:
        return ""
    said = supply_label("kinds", kind) or supply_label("sources", kind) or kind
    return tr("{kind} di {place}", kind=said, place=need["supplier_place"]) if need["supplier_place"] else said


def say_moment(at: str) -> str:
    """A time of the desk as the office's clock shows it: ``23 November 2026 15.00``.

    Examples
    --------
    >>> say_moment("2026-11-23T08:00:00Z")
    '23 November 2026 15.00'
    """
    ahead = dt.timedelta(hours=read_needs()["office"]["utc_offset_hours"])
    there = dt.datetime.fromisoformat(at) + ahead
    return f"{say_date(there.date().isoformat())} {there:%H.%M}"


def say_clock(at: str) -> str:
    """The office's clock at a time of the desk, to the second.

    Examples
    --------
    >>> say_clock("2026-11-23T08:00:05Z")
    '15.00.05'
    """
    ahead = dt.timedelta(hours=read_needs()["office"]["utc_offset_hours"])
    return f"{dt.datetime.fromisoformat(at) + ahead:%H.%M.%S}"


def upper_first(text: str) -> str:
    """A name at the head of a line, the rest as it is written.

    Examples
    --------
    >>> upper_first("gas LPG 3 kg")
    'Gas LPG 3 kg'
    """
    return text[:1].upper() + text[1:]


def place_of(need: Any) -> str:
    """Kelurahan and kecamatan of a need's cooperative, and whether it is made up."""
    place = f"{need['kelurahan']} ({need['kecamatan']})"
    return f"{place} · {tr(MADE_UP)}" if need["synthetic"] else place
