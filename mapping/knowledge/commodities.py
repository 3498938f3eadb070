"""What cooperatives buy and sell, by one name each: its units, who makes it, who trades it."""

from __future__ import annotations

import math
import re
from functools import cache
from typing import Any

from mapping.knowledge.sharing import read_inputs
from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language


@per_language
def read_commodities() -> dict[str, dict[str, Any]]:
    """Every commodity, narrow ones before wide ones.

    Returns
    -------
    dict
        Key -> ``label``, ``words`` (regular expressions of whole words), ``base_unit``, ``units`` (unit -> how much of
        the base unit is in one), ``makers`` and ``sellers`` (products of ``lexicon.csv``), ``within`` (the wider
        commodity, ``""`` none), ``ceiling`` (key of ``ceilings.toml``, ``""`` no official price is known).
        Callers must not change it.

    Examples
    --------
    >>> rice = read_commodities()["rice_medium"]
    >>> rice["label"], rice["base_unit"], rice["units"]["ton"], rice["within"]
    ('beras medium', 'kg', 1000.0, 'rice')
    """
    said, inputs = read_toml_texts("commodities.toml"), read_inputs()
    found = {}
    for key, row in said["commodities"].items():
        own = {"within": "", "ceiling": "", **inputs.get(row.get("input", ""), {}), **row}
        units = {**said["units"][row["base_unit"]], **row.get("packs", {})}
        kept = ("label", "words", "base_unit", "makers", "sellers", "within", "ceiling")
        found[key] = {**{name: own[name] for name in kept}, "units": units}
    return found


@cache
def _aliases() -> dict[str, str]:
    return {str(said): str(unit) for said, unit in read_toml_texts("commodities.toml")["aliases"].items()}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {key: re.compile(rf"(?<!\w)(?:{'|'.join(row['words'])})(?!\w)") for key, row in read_commodities().items()}


def commodity_of(text: str) -> str:
    """The commodity that a typed item names first; of several at the same place the longest name.

    Returns
    -------
    str
        Key of ``commodities.toml``; ``""`` where none is recognised.

    Examples
    --------
    >>> [commodity_of(text) for text in ("Beras medium 2 ton", "gula merah", "tepung beras", "GAS melon", "kursi")]
    ['rice_medium', 'palm_sugar', 'flour', 'lpg_3kg', '']
    """
    plain = re.sub(r"[^\w]+", " ", text.casefold()).strip()
    hits = [
        (hit.start(), hit.start() - hit.end(), position, key)
        for position, (key, pattern) in enumerate(_patterns().items())
        if (hit := pattern.search(plain))
    ]
    return min(hits)[-1] if hits else ""


def commodity_label(commodity: str) -> str:
    """What a commodity is called on a screen; ``""`` for one that is not of the list.

    Examples
    --------
    >>> commodity_label("soybean"), commodity_label("")
    ('kedelai', '')
    """
    return str(read_commodities().get(commodity, {}).get("label", ""))


def units_of(commodity: str) -> list[str]:
    """The units in which a commodity is counted, its base unit first; for anything else every unit without a pack.

    Examples
    --------
    >>> units_of("rice_sphp"), "lusin" in units_of("")
    (['kg', 'kuintal', 'ton', 'kemasan 5 kg'], True)
    """
    row = read_commodities().get(commodity)
    if row:
        return list(row["units"])
    return [unit for units in read_toml_texts("commodities.toml")["units"].values() for unit in units]


def unit_of(text: str) -> str:
    """A unit as the list writes it; one that is not known stays as it is, its spaces set right.

    Examples
    --------
    >>> unit_of(" Kwintal "), unit_of("KG."), unit_of("karung  50 kg"), unit_of("karung")
    ('kuintal', 'kg', 'karung 50 kg', 'karung')
    """
    plain = " ".join(text.casefold().split()).rstrip(".")
    return _aliases().get(plain, plain)


def unit_factor(commodity: str, unit: str) -> float | None:
    """How much of the base unit is in one ``unit``; None where that is not fixed by its name.

    Examples
    --------
    >>> unit_factor("rice", "kwintal"), unit_factor("rice", "karung"), unit_factor("", "kg")
    (100.0, None, None)
    """
    row = read_commodities().get(commodity)
    return row["units"].get(unit_of(unit)) if row else None


def base_amount(commodity: str, amount: float | None, unit: str) -> float | None:
    """An amount in the base unit of a commodity; None where amount, commodity or unit cannot tell it.

    Examples
    --------
    >>> base_amount("rice", 2, "ton"), base_amount("rice", 40, "karung 50 kg"), base_amount("rice", 40, "karung")
    (2000.0, 2000.0, None)
    """
    factor = unit_factor(commodity, unit)
    if factor is None or amount is None or math.isnan(amount):
        return None
    return amount * factor


def kinds_for(commodity: str) -> dict[str, bool]:
    """Commodities by which a need can be met -> whether they are surely what is wanted.

    The thing itself and its narrower kinds surely; the wider one only after asking which kind it is.

    Examples
    --------
    >>> kinds_for("rice_medium"), sorted(kinds_for("rice"))
    ({'rice_medium': True, 'rice': False}, ['rice', 'rice_medium', 'rice_premium', 'rice_sphp'])
    """
    rows = read_commodities()
    if commodity not in rows:
        return {}
    narrower = {key: True for key, row in rows.items() if row["within"] == commodity}
    wider = {rows[commodity]["within"]: False} if rows[commodity]["within"] else {}
    return {commodity: True, **narrower, **wider}
