"""Candidates in an order that can be explained: what can be chosen, covers, is cheapest once it is here, is near."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mapping.desk.supply.goods import is_old_price
from mapping.desk.supply.prices import haul_idr, measure_unit, price_in_measure, within
from mapping.knowledge.ceilings import ceiling_on, say_ceiling
from mapping.knowledge.commodities import commodity_label, kinds_for
from mapping.knowledge.formats import say_date, say_number
from mapping.language import tr

YES, NO, UNSURE = 0, 2, 1


@dataclass(frozen=True)
class Wanted:
    """What is looked for.

    Parameters
    ----------
    commodity, unit : str
        Of the need.
    amount : float or None
        Still to be found, in the measure of the need.
    limit_idr : int or None
        Highest price for one ``unit``.
    code : str
        Kelurahan code.
    by, today : str
        ISO days; ``by`` is ``""`` where no day is given.
    """

    commodity: str
    unit: str
    amount: float | None
    limit_idr: int | None
    code: str
    by: str
    today: str


def rank_candidates(found: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    """Put candidates in order and say why.

    In this order: within the official ceiling or with none (what is above it cannot be chosen); the whole amount rather
    than a part, a known part rather than an unknown one; surely the right kind; an order that is large enough; within
    the price limit; cheapest for one base unit with a hired pick-up; nearest.

    Parameters
    ----------
    found : DataFrame
        Columns of :data:`mapping.desk.supply.find.FIELDS` and ``distance_km``.

    Returns
    -------
    DataFrame
        Also ``measure`` (the base unit), ``amount`` (what would be taken), ``price_base``, ``total_idr``, ``haul_idr``,
        ``landed_base`` (rupiah for one base unit with the haul), ``ceiling_idr`` (NaN unknown), ``covers``,
        ``within_ceiling``, ``within_limit``, ``enough_ordered``, ``in_time`` (boolean, NA unknown), ``sure``, ``old``
        (bool), ``rank`` and ``notes`` (list of sentences).
    """
    measure = measure_unit(wanted.commodity, wanted.unit)
    table = found.assign(distance_km=found.get("distance_km", np.nan))
    worked = pd.DataFrame([_work_out(row, wanted, measure) for row in table.to_dict("records")], index=table.index)
    if worked.empty:
        return table.assign(measure=measure, amount=np.nan, rank=0, notes=None)
    table = table.assign(measure=measure, old=is_old_price(table["price_date"], wanted.today)).join(worked)
    table["old"] &= table["price_idr"].notna()
    flags = ["covers", "within_ceiling", "within_limit", "in_time", "enough_ordered"]
    table[flags] = table[flags].astype("boolean")
    numbers = ["amount", "price_base", "total_idr", "haul_idr", "landed_base", "ceiling_idr"]
    table[numbers] = table[numbers].astype("float64")
    order = pd.DataFrame(
        {
            "blocked": (table["within_ceiling"] == False).fillna(False),  # noqa: E712
            "covers": _grade(table["covers"], unsure=NO + 1),
            "sure": ~table["sure"],
            "ordered": _grade(table["enough_ordered"], unsure=YES),
            "limit": _grade(table["within_limit"], unsure=UNSURE),
            "landed": table["landed_base"].fillna(table["price_base"]),
            "far": table["distance_km"],
        }
    )
    table = table.loc[order.sort_values(list(order), kind="stable").index].reset_index(drop=True)
    table["rank"] = np.arange(1, len(table) + 1)
    table["notes"] = [_say(row, wanted) for row in table.to_dict("records")]
    return table


def _grade(flags: pd.Series, unsure: int) -> pd.Series:
    return flags.map({True: YES, False: NO}, na_action="ignore").astype("float64").fillna(unsure)


def _work_out(row: dict[str, Any], wanted: Wanted, measure: str) -> dict[str, Any]:
    """What follows for one candidate from what is wanted."""
    commodity = row["commodity"] or wanted.commodity
    available = _known(row["available"])
    minimum = _known(row["minimum"])
    amount = _smaller(available, wanted.amount)
    price = price_in_measure(commodity, row["unit"], _known(row["price_idr"]), wanted.unit)
    limit = price_in_measure(wanted.commodity, wanted.unit, wanted.limit_idr, wanted.unit)
    ceiling = ceiling_on(commodity, wanted.code, wanted.today)
    haul = haul_idr(amount, measure, _known(row["distance_km"]))
    total = None if price is None or amount is None else price * amount
    return {
        "amount": amount,
        "covers": None if available is None or wanted.amount is None else available >= wanted.amount,
        "price_base": price,
        "total_idr": total,
        "haul_idr": haul,
        "landed_base": None if total is None or haul is None or not amount else (total + haul) / amount,
        "ceiling_idr": ceiling.price_idr if ceiling else None,
        "within_ceiling": within(price, ceiling),
        "within_limit": None if price is None or limit is None else price <= limit,
        "sure": kinds_for(wanted.commodity).get(commodity, True),
        "enough_ordered": None if minimum is None or amount is None else amount >= minimum,
        "in_time": _in_time(_known(row["delivery_days"]), wanted),
    }


def _known(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _smaller(available: float | None, wanted: float | None) -> float | None:
    """What would be taken. Where the supplier tells no amount it may be all that is wanted: that is asked."""
    if wanted is None:
        return available
    return wanted if available is None else min(available, wanted)


def _in_time(days: float | None, wanted: Wanted) -> bool | None:
    if days is None or not wanted.by:
        return None
    return bool(pd.Timestamp(wanted.today) + pd.Timedelta(days=days) <= pd.Timestamp(wanted.by))


def _say(row: dict[str, Any], wanted: Wanted) -> list[str]:
    """Why a candidate stands where it does, and what is not known of it; most important first."""
    unit = tr(row["measure"])
    told = [_say_amount(row, wanted, unit), _say_price(row, unit)]
    if not row["sure"]:
        told.append(tr("Jenisnya belum disebut: tanyakan apakah ini {kind}.", kind=commodity_label(wanted.commodity)))
    told += [_say_ceiling(row, wanted, unit), _say_limit(row), _say_age(row)]
    if row["enough_ordered"] is False:
        told.append(tr("Pembelian paling sedikit {n} {unit}.", n=say_number(row["minimum"]), unit=unit))
    if row["in_time"] is False:
        told.append(tr("Dikirim setelah tanggal yang diminta."))
    if row["source"] == "survey":
        told.append(tr("{n} usaha ditemui survei; tanyakan siapa yang mau memasok.", n=say_number(row["businesses"])))
    if row["source"] == "supplier":
        told.append(_say_permits(row["complies"]))
    if row["distance_km"] != row["distance_km"]:
        told.append(tr("Jaraknya belum diketahui."))
    return [sentence for sentence in told if sentence]


def _say_amount(row: dict[str, Any], wanted: Wanted, unit: str) -> str:
    if _known(row["available"]) is None:
        return tr("Jumlah yang bisa dipasok belum diketahui.")
    has = say_number(row["available"])
    if wanted.amount is None:
        return tr("Bisa memasok {has} {unit}.", has=has, unit=unit)
    if row["covers"]:
        return tr("Cukup untuk semua ({has} {unit}).", has=has, unit=unit)
    return tr("Hanya sebagian: {has} dari {n} {unit}.", has=has, n=say_number(wanted.amount), unit=unit)


def _say_price(row: dict[str, Any], unit: str) -> str:
    if _known(row["price_base"]) is not None:
        # The price itself stands in its own column.
        return ""
    if _known(row["price_idr"]) is None:
        return tr("Harganya belum diketahui: tanyakan.")
    return tr("Harga per {unit} tidak bisa dihitung dari satuannya.", unit=unit)


def _say_ceiling(row: dict[str, Any], wanted: Wanted, unit: str) -> str:
    ceiling = _known(row["ceiling_idr"])
    if ceiling is None:
        return say_ceiling(row["commodity"] or wanted.commodity, wanted.code, wanted.today)
    if row["within_ceiling"] is False:
        return tr("Di atas HET Rp {ceiling} per {unit}: tidak bisa dipilih.", ceiling=say_number(ceiling), unit=unit)
    if row["within_ceiling"] is True:
        return tr("Tidak melebihi HET Rp {ceiling} per {unit}.", ceiling=say_number(ceiling), unit=unit)
    return tr("HET Rp {ceiling} per {unit}; harganya belum bisa dibandingkan.", ceiling=say_number(ceiling), unit=unit)


def _say_limit(row: dict[str, Any]) -> str:
    return tr("Melebihi harga tertinggi yang diminta koperasi.") if row["within_limit"] is False else ""


def _say_age(row: dict[str, Any]) -> str:
    if not row["old"]:
        return ""
    return tr("Harga lama ({day}): tanyakan lagi.", day=say_date(row["price_date"]))


def _say_permits(complies: Any) -> str:
    if complies is None or pd.isna(complies):
        return tr("Izinnya belum dilihat.")
    return tr("Izinnya sudah dilihat.") if complies else tr("Izinnya belum lengkap.")
