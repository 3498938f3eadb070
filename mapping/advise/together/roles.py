"""Why a kelurahan leads, supplies or stays out: one or two plain sentences with the numbers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from mapping.advise.together.demand import BUYERS
from mapping.knowledge.formats import say_number
from mapping.language import mark, plural, tr

LEAD, SUPPLY, OUT = "lead", "supply", "out"
WHY_UNKNOWN = {
    "residents": mark("penduduk atau saingan di sebagian kelurahan belum diketahui"),
    "spend": mark("belanja anggota di sebagian kelurahan belum diketahui"),
    "revenue": mark("pembeli yang tercatat di kecamatan ini terlalu sedikit untuk dihitung"),
}
NO_WAY_TO_KNOW = mark("survei tidak dapat menghitung permintaan lini ini")
DEMAND = {
    "residents": mark("Permintaan warga {demand} sebulan (asumsi perencanaan: {low} sampai {high})"),
    "spend": mark("Permintaan belanja anggota {demand} sebulan (asumsi perencanaan: {low} sampai {high})"),
    "revenue": mark("Permintaan pembeli yang tercatat {demand} sebulan (asumsi perencanaan: {low} sampai {high})"),
}
OF_BUYERS = mark("Permintaan pembeli {demand} sebulan (asumsi perencanaan: {low} sampai {high})")
JOIN = {
    "residents": mark("Warga di sini dapat dilayani lewat sana"),
    "spend": mark("Anggota di sini dapat ikut membeli lewat sana"),
}
SELL_ALONG = mark("Pelaku di sini dapat ikut menjual lewat sana")


def say_roles(rows: pd.DataFrame) -> pd.Series:
    """The reason of each role.

    Parameters
    ----------
    rows : DataFrame
        Ordered within groups, the lead first: ``group, role, line, name, kecamatan, score, volume_basis, customers,
        unit, demand_month, demand_low, demand_high, taken_month, left_month, members``.

    Returns
    -------
    Series of text, index of ``rows``
    """
    group = rows["group"]
    lead = rows.groupby(group)[["name", "score"]].transform("first").add_prefix("lead_")
    told = rows.join(lead).assign(
        size=group.groupby(group).transform("size"),
        others=rows["role"].ne(OUT).groupby(group).transform("sum") - 1,
    )
    return pd.Series([_say(row) for row in told.to_dict("records")], index=rows.index, dtype="str")


def say_amount(value: float, unit: str) -> str:
    """A monthly amount to two figures: it rests on assumptions.

    Examples
    --------
    >>> say_amount(12345.0, "bungkus"), say_amount(7.26, "ekor"), say_amount(float("nan"), "kg")
    ('sekitar 12.000 bungkus', 'sekitar 7,3 ekor', 'belum diketahui')
    """
    if math.isnan(value):
        return say_number(value)
    rounded = round_figures(value)
    return tr(
        "sekitar {n} {unit}",
        n=say_number(rounded, 1 if 0 < rounded < 10 and rounded % 1 else 0),
        unit=unit or tr("satuan"),
    )


def round_figures(value: float) -> float:
    """To two significant figures; NaN stays.

    Examples
    --------
    >>> round_figures(12345.0), round_figures(0.0)
    (12000.0, 0.0)
    """
    if not value or math.isnan(value):
        return value
    return float(np.round(value, 1 - math.floor(math.log10(abs(value)))))


def _say(row: dict) -> str:
    if row["role"] == LEAD:
        return f"{_say_lead(row)} {_say_demand(row)}"
    if row["role"] == OUT:
        return _say_out(row)
    return _say_supply(row)


def _say_lead(row: dict) -> str:
    touching = row["customers"] != BUYERS or not row["kecamatan"]
    said = {
        "score": say_number(row["score"]),
        "size": row["size"],
        "line": row["line"],
        "kecamatan": row["kecamatan"],
    }
    if touching and row["kecamatan"]:
        return tr(
            "Memimpin: nilainya tertinggi ({score}) di antara {size} kelurahan yang bersentuhan di Kecamatan "
            "{kecamatan} yang sama-sama paling cocok memulai {line}.",
            **said,
        )
    if touching:
        return tr(
            "Memimpin: nilainya tertinggi ({score}) di antara {size} kelurahan yang bersentuhan yang "
            "sama-sama paling cocok memulai {line}.",
            **said,
        )
    return tr(
        "Memimpin: nilainya tertinggi ({score}) di antara {size} kelurahan di Kecamatan {kecamatan} yang "
        "sama-sama paling cocok memulai {line}.",
        **said,
    )


def _say_demand(row: dict) -> str:
    if math.isnan(row["demand_month"]):
        return tr("Permintaannya belum diketahui: {why}.", why=_why_unknown(row))
    unit, low, high = row["unit"], round_figures(row["demand_low"]), round_figures(row["demand_high"])
    amount = tr(
        DEMAND.get(row["volume_basis"], OF_BUYERS),
        demand=say_amount(row["demand_month"], unit),
        low=say_number(low),
        high=say_number(high),
    )
    if math.isnan(row["taken_month"]):
        return tr("{amount}; berapa yang dapat diisi belum diketahui.", amount=amount)
    told = tr(
        "{amount}; yang dapat diisi {name} {taken}.",
        amount=amount,
        name=row["name"],
        taken=say_amount(row["taken_month"], unit),
    )
    if math.isnan(row["left_month"]):
        return told
    if row["left_month"] > 0:
        rest = say_amount(row["left_month"], unit)
        left = tr("Sesudah semua kelurahan itu masih tersisa {rest}: tidak perlu berebut.", rest=rest)
    else:
        left = tr("Tidak ada yang tersisa.")
    return f"{told} {left}"


def _why_unknown(row: dict) -> str:
    return tr(WHY_UNKNOWN.get(row["volume_basis"], NO_WAY_TO_KNOW))


def _say_supply(row: dict) -> str:
    selling = row["customers"] == BUYERS
    lead = {
        "lead": row["lead_name"],
        "lead_score": say_number(row["lead_score"]),
        "score": say_number(row["score"]),
    }
    start = (
        tr("Memasok lewat {lead} (nilai {lead_score}; di sini {score})", **lead)
        if selling
        else tr("Melayani sisanya, sesudah {lead} (nilai {lead_score}; di sini {score})", **lead)
    )
    if math.isnan(row["demand_month"]):
        return tr(
            "{start}. Permintaannya belum diketahui ({why}), jadi sepakati dulu pembagian pembelinya.",
            start=start,
            why=_why_unknown(row),
        )
    if math.isnan(row["taken_month"]):
        return tr(
            "{start}. Berapa yang sudah diisi yang lain belum diketahui, jadi sepakati dulu pembagian pembelinya.",
            start=start,
        )
    amounts = {
        "demand": say_amount(row["demand_month"], row["unit"]),
        "taken": say_amount(row["taken_month"], row["unit"]),
    }
    if selling:
        return tr(
            "{start}: dari permintaan {demand} sebulan masih ada tempat untuk {taken} dari pelaku di sini.",
            start=start,
            **amounts,
        )
    return tr(
        "{start}: dari permintaan {demand} sebulan masih ada tempat untuk {taken} di sini.", start=start, **amounts
    )


def _say_out(row: dict) -> str:
    if not row["members"]:
        return tr(
            "Tidak memulai sendiri: belum ada pelakunya yang tercatat di sini; {lead} yang memimpin.",
            lead=row["lead_name"],
        )
    served = row["lead_name"]
    if row["others"] > 0:
        served = plural(
            "{lead} dan {others} kelurahan lain", row["others"], lead=row["lead_name"], others=row["others"]
        )
    return tr(
        "Tidak memulai sendiri: permintaan {demand} sebulan sudah terisi oleh {served}. {join}; {next_step}.",
        demand=say_amount(row["demand_month"], row["unit"]),
        served=served,
        join=tr(JOIN.get(row["volume_basis"], SELL_ALONG)),
        next_step=tr("pembeli di luar kecamatan belum dihitung")
        if row["customers"] == BUYERS
        else tr("pilih lini berikutnya untuk dimulai di sini"),
    )
