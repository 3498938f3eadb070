"""Official prices: the ceiling that binds a commodity at a place on a day, or the reference price, and what is said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from mapping.knowledge.catalog import read_sources
from mapping.knowledge.commodities import kinds_for, read_commodities
from mapping.knowledge.formats import say_date, say_number
from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language, tr

CEILING, REFERENCE = "ceiling", "reference"


@dataclass(frozen=True)
class Ceiling:
    """One price ceiling, or one reference price, which binds nobody.

    Parameters
    ----------
    price_idr : int or None
        Rupiah for one base unit; None where places differ and this one has to be asked, or a reference has a span.
    low_idr, high_idr : int or None
        Where ``price_idr`` is None: what has been seen elsewhere, of a reference its span.
    partner_idr : int or None
        At which partners of the programme buy, where a source tells it.
    unit : str
        The base unit.
    where : str
        For which places.
    since, check_again : str
        ISO days; ``since`` is ``""`` where unknown.
    decree : str
        What sets it; ``""`` where no source names it.
    source : str
        Code of ``sources.csv``.
    stale : bool
        Whether the day asked for is past ``check_again``.
    """

    price_idr: int | None
    low_idr: int | None
    high_idr: int | None
    partner_idr: int | None
    unit: str
    where: str
    since: str
    check_again: str
    decree: str
    source: str
    stale: bool


@per_language
def read_ceilings() -> dict[str, list[dict[str, Any]]]:
    """Every row of ``ceilings.toml`` by its commodity, zones filled in; callers must not change it.

    Examples
    --------
    >>> read_ceilings()["urea"][0]["price_idr"], read_ceilings()["rice_medium"][-1]["where"]
    (1800, 'zona 3 (Maluku, Papua)')
    """
    told = read_toml_texts("ceilings.toml")
    zones = told.pop("zones")
    return {key: [{"kind": CEILING, **zones.get(row.get("zone"), {}), **row} for row in told[key]] for key in told}


def ceiling_on(commodity: str, code: str, day: str) -> Ceiling | None:
    """The price ceiling of a commodity at a place on a day.

    Parameters
    ----------
    commodity : str
        Key of ``commodities.toml``.
    code : str
        Kelurahan code.
    day : str
        ISO day.

    Returns
    -------
    Ceiling or None
        None: our data know none, be it that there is none, that it began later, or that it has run out
        (:func:`expired_on` tells that). A ceiling past its day of checking still stands, and is ``stale``.

    Examples
    --------
    >>> found = ceiling_on("rice_sphp", "35.78.03.1001", "2026-11-23")
    >>> found.price_idr, found.unit, found.source, found.stale
    (12500, 'kg', 'S136', True)
    >>> ceiling_on("urea", "33.25.01.2001", "2025-10-21"), ceiling_on("sugar", "35.78.03.1001", "2026-11-23")
    (None, None)
    >>> [ceiling_on("rice_medium", "35.78.03.1001", day).price_idr for day in ("2025-08-21", "2025-08-22")]
    [12500, 13500]
    >>> [ceiling_on("lpg_3kg", code, "2026-11-23").price_idr for code in ("31.71.01.1001", "65.71.01.1001")]
    [None, 16650]
    """
    return _in_force(CEILING, commodity, code, day)


def reference_on(commodity: str, code: str, day: str) -> Ceiling | None:
    """The official reference price (HAP) of a commodity at a place on a day; it binds nobody. As :func:`ceiling_on`.

    Examples
    --------
    >>> found = reference_on("sugar", "35.78.03.1001", "2026-11-23")
    >>> found.price_idr, found.decree
    (17500, 'Surat Badan Pangan Nasional 425/TS.02.02/B/6/2024')
    >>> reference_on("urea", "35.78.03.1001", "2026-11-23") is None
    True
    """
    return _in_force(REFERENCE, commodity, code, day)


def priced_kinds(commodity: str, code: str, day: str) -> list[str]:
    """The narrower kinds of a commodity for which an official price is known at a place on a day.

    Examples
    --------
    >>> priced_kinds("rice", "35.78.03.1001", "2026-11-23"), priced_kinds("rice_sphp", "35.78.03.1001", "2026-11-23")
    (['rice_sphp', 'rice_premium', 'rice_medium'], [])
    """
    kinds = [kind for kind, sure in kinds_for(commodity).items() if sure and kind != commodity]
    return [kind for kind in kinds if ceiling_on(kind, code, day) or reference_on(kind, code, day)]


def expired_on(commodity: str, code: str, day: str) -> str:
    """The day on which the last official price of a commodity here ran out, where none is in force; else ``""``.

    Examples
    --------
    >>> expired_on("rice_sphp", "35.78.03.1001", "2026-11-23")
    ''
    """
    if ceiling_on(commodity, code, day) or reference_on(commodity, code, day):
        return ""
    ended = [row["until"] for row in _rows_at(commodity, code) if row["until"] and row["until"] < day]
    return max(ended, default="")


def say_ceiling(commodity: str, code: str, day: str) -> str:
    """What is known of the official price of a commodity at a place on a day: its ceiling, else its reference price.

    Examples
    --------
    >>> say_ceiling("rice_sphp", "35.78.03.1001", "2025-08-01").split(";")[0]
    'HET Rp 12.500 per kg, zona 1 (Jawa, Lampung, Sumatera Selatan, Bali, NTB, Sulawesi)'
    >>> say_ceiling("egg", "35.78.03.1001", "2025-08-12").split(". ")[-1]
    'HAP bukan batas: harga di atasnya tetap boleh dipilih.'
    >>> say_ceiling("salt", "35.78.03.1001", "2026-11-23")
    'Tidak ada HET atau harga acuan untuk barang ini dalam data kami.'
    """
    ceiling = ceiling_on(commodity, code, day)
    found = ceiling or reference_on(commodity, code, day)
    if found is None:
        ended = expired_on(commodity, code, day)
        if ended:
            return tr(
                "HET atau harga acuan dalam data kami sudah tidak berlaku sejak {day}. Tanyakan yang baru.",
                day=say_date(ended),
            )
        return tr("Tidak ada HET atau harga acuan untuk barang ini dalam data kami.")
    said = [_say_price(found) if ceiling else _say_reference(found)]
    if found.decree:
        said.append(tr("Dasar: {decree}.", decree=found.decree))
    if not ceiling:
        said.append(tr("HAP bukan batas: harga di atasnya tetap boleh dipilih."))
    if found.stale:
        said.append(
            tr("Angka ini perlu diperiksa lagi sejak {day}: mungkin sudah berubah.", day=say_date(found.check_again))
        )
    return " ".join(said)


def say_source(found: Ceiling) -> str:
    """Where a ceiling is told: the place of its source, and its code.

    Examples
    --------
    >>> say_source(ceiling_on("urea", "35.78.03.1001", "2026-11-23"))
    'jatim.times.co.id (S21)'
    """
    return f"{read_sources()[found.source].split('/')[0].split(' ')[0]} ({found.source})"


def _say_price(found: Ceiling) -> str:
    source = say_source(found)
    if found.price_idr is None:
        return tr(
            "HET {where}. Yang pernah disebut: Rp {low} sampai Rp {high} per {unit}; sumber {source}.",
            where=found.where,
            low=say_number(found.low_idr or 0),
            high=say_number(found.high_idr or 0),
            unit=tr(found.unit),
            source=source,
        )
    return tr(
        "HET Rp {price} per {unit}, {where}; {since}; sumber {source}.",
        price=say_number(found.price_idr),
        unit=tr(found.unit),
        where=found.where,
        since=_say_since(found),
        source=source,
    )


def _say_reference(found: Ceiling) -> str:
    told = {
        "unit": tr(found.unit),
        "where": found.where,
        "since": _say_since(found),
        "source": say_source(found),
    }
    if found.price_idr is None:
        return tr(
            "Harga acuan di konsumen (HAP) Rp {low} sampai Rp {high} per {unit}, {where}; {since}; sumber {source}.",
            low=say_number(found.low_idr or 0),
            high=say_number(found.high_idr or 0),
            **told,
        )
    return tr(
        "Harga acuan di konsumen (HAP) Rp {price} per {unit}, {where}; {since}; sumber {source}.",
        price=say_number(found.price_idr),
        **told,
    )


def _say_since(found: Ceiling) -> str:
    if found.since:
        return tr("berlaku sejak {day}", day=say_date(found.since))
    return tr("tanggal mulai berlaku belum diketahui")


def _in_force(kind: str, commodity: str, code: str, day: str) -> Ceiling | None:
    rows = [
        row
        for row in _rows_at(commodity, code)
        if row["kind"] == kind and row["since"] <= day and (not row["until"] or day <= row["until"])
    ]
    if not rows:
        return None
    # The narrowest area counts; of equals the newest.
    row = max(rows, key=lambda row: (_reach(row, code), row["since"]))
    return Ceiling(
        price_idr=row.get("price_idr"),
        low_idr=row.get("low_idr"),
        high_idr=row.get("high_idr"),
        partner_idr=row.get("partner_idr"),
        unit=read_commodities()[commodity]["base_unit"],
        where=row["where"],
        since=row["since"],
        check_again=row["check_again"],
        decree=row.get("decree", ""),
        source=row["source"],
        stale=bool(row["check_again"]) and day >= row["check_again"],
    )


def _rows_at(commodity: str, code: str) -> list[dict[str, Any]]:
    key = read_commodities().get(commodity, {}).get("ceiling", "")
    return [row for row in read_ceilings().get(key, []) if _reach(row, code) >= 0]


def _reach(row: dict[str, Any], code: str) -> int:
    """How narrow the area of a row is that holds a place; -1 where it does not hold it."""
    if not row["area"]:
        return 0
    return max((len(prefix) for prefix in row["area"] if code == prefix or code.startswith(f"{prefix}.")), default=-1)
