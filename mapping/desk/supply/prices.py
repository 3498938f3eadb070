"""What a price means: for one base unit, against the official ceiling, with the goods brought here."""

from __future__ import annotations

import math

from mapping.errors import EntryError
from mapping.knowledge.ceilings import Ceiling, ceiling_on, say_source
from mapping.knowledge.commodities import read_commodities, unit_factor
from mapping.knowledge.formats import say_number
from mapping.knowledge.supply import read_supply
from mapping.language import tr


def in_measure(commodity: str, unit: str, amount: float | None, counted_in: str) -> float | None:
    """An amount as a need is measured: in the base unit of its commodity, for anything else in the need's own unit.

    Parameters
    ----------
    commodity, unit
        Of what is measured.
    counted_in : str
        Unit of the need; looked at only where there is no commodity.

    Returns
    -------
    float or None
        None where the two cannot be compared.

    Examples
    --------
    >>> in_measure("rice", "ton", 2.0, "kg"), in_measure("", "ikat", 3.0, "ikat"), in_measure("", "ikat", 3.0, "dus")
    (2000.0, 3.0, None)
    """
    if amount is None or math.isnan(amount):
        return None
    if commodity:
        factor = unit_factor(commodity, unit)
        return None if factor is None else amount * factor
    return amount if unit == counted_in else None


def price_in_measure(commodity: str, unit: str, price_idr: float | None, counted_in: str) -> float | None:
    """A price for one unit as the price of one base unit; None where it cannot be told.

    Examples
    --------
    >>> price_in_measure("rice", "karung 50 kg", 625_000, "kg")
    12500.0
    """
    one = in_measure(commodity, unit, 1.0, counted_in)
    if price_idr is None or math.isnan(price_idr) or not one:
        return None
    return price_idr / one


def measure_unit(commodity: str, counted_in: str) -> str:
    """The unit in which offers for a need are compared.

    Examples
    --------
    >>> measure_unit("rice", "ton"), measure_unit("", "ikat")
    ('kg', 'ikat')
    """
    return str(read_commodities()[commodity]["base_unit"]) if commodity in read_commodities() else counted_in


def within(price: float | None, ceiling: Ceiling | None) -> bool | None:
    """Whether a price for one base unit obeys a ceiling; None where there is none, it has to be asked, or no price.

    Examples
    --------
    >>> within(12_500, ceiling_on("rice_sphp", "35.78.03.1001", "2026-11-23")), within(9_000, None)
    (True, None)
    """
    if ceiling is None or ceiling.price_idr is None or price is None:
        return None
    return price <= ceiling.price_idr


def check_ceiling(commodity: str, code: str, day: str, unit: str, price_idr: int, counted_in: str) -> Ceiling | None:
    """The ceiling that binds an offer, once it is sure that the offer obeys it.

    Raises
    ------
    EntryError
        The price is above it, or cannot be told for one base unit; with the figures and the source.

    Examples
    --------
    >>> check_ceiling("rice_sphp", "35.78.03.1001", "2026-11-23", "ton", 13_000_000, "kg")
    Traceback (most recent call last):
    ...
    mapping.errors.EntryError: Harga Rp 13.000 per kg melebihi HET Rp 12.500 per kg (sumber ekonomi.bisnis.com \
(S136), zona 1 (Jawa, Lampung, Sumatera Selatan, Bali, NTB, Sulawesi)). Tawaran ini tidak bisa dipilih; minta harga \
yang lebih rendah atau pilih yang lain.
    """
    found = ceiling_on(commodity, code, day)
    if found is None or found.price_idr is None:
        return found
    price = price_in_measure(commodity, unit, price_idr, counted_in)
    if price is None:
        raise EntryError(
            tr(
                "Barang ini punya HET Rp {ceiling} per {unit}, tetapi harga per {unit} belum bisa dihitung dari "
                'satuan "{typed}". Catat tawaran dengan satuan yang berat atau isinya pasti.',
                ceiling=say_number(found.price_idr),
                unit=tr(found.unit),
                typed=unit,
            ),
            "unit",
        )
    if within(price, found) is False:
        raise EntryError(
            tr(
                "Harga Rp {price} per {unit} melebihi HET Rp {ceiling} per {unit} (sumber {source}, {where}). "
                "Tawaran ini tidak bisa dipilih; minta harga yang lebih rendah atau pilih yang lain.",
                price=_say_exact(price),
                ceiling=say_number(found.price_idr),
                unit=tr(found.unit),
                source=say_source(found),
                where=found.where,
            ),
            "price_idr",
        )
    return found


def _say_exact(price: float) -> str:
    """A price with so many decimals that it never looks like one that it is above."""
    return say_number(price, 0 if price == round(price) else 2)


def haul_idr(amount: float | None, unit: str, km: float | None) -> float | None:
    """What a hired pick-up costs for an amount and a way: a planning assumption, for the comparison only.

    Parameters
    ----------
    amount : float or None
        In ``unit``, a base unit.
    km : float or None
        Straight line.

    Returns
    -------
    float or None
        Rupiah; None where amount, load or way is not known.

    Examples
    --------
    >>> haul_idr(2000.0, "kg", 3.0), haul_idr(2000.0, "butir", 3.0)
    (60000.0, None)
    """
    said = read_supply()["assumptions"]
    load = said["load"].get(unit)
    if load is None or amount is None or km is None or math.isnan(km) or math.isnan(amount):
        return None
    return math.ceil(amount / load) * km * float(said["haul_idr_km"])
