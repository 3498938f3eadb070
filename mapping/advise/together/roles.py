"""Why a kelurahan leads, supplies or stays out: one or two plain Indonesian sentences with the numbers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from mapping.advise.together.demand import BUYERS
from mapping.knowledge.formats import say_number
from mapping.language import mark, tr

LEAD, SUPPLY, OUT = "lead", "supply", "out"
WHOSE = {"residents": "warga", "spend": mark("belanja anggota"), "revenue": mark("pembeli yang tercatat")}
WHY_UNKNOWN = {
    "residents": mark("penduduk atau saingan di sebagian kelurahan belum diketahui"),
    "spend": mark("belanja anggota di sebagian kelurahan belum diketahui"),
    "revenue": mark("pembeli yang tercatat di kecamatan ini terlalu sedikit untuk dihitung"),
}


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
    return f"sekitar {say_number(rounded, 1 if 0 < rounded < 10 and rounded % 1 else 0)} {unit or 'satuan'}"


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
    touching = tr(" yang bersentuhan") if row["customers"] != BUYERS or not row["kecamatan"] else ""
    where = tr(" di Kecamatan {kecamatan}", kecamatan=row["kecamatan"]) if row["kecamatan"] else ""
    return tr(
        "Memimpin: nilainya tertinggi ({score}) di antara {size} kelurahan{touching}{where} yang "
        "sama-sama paling cocok memulai {line}.",
        score=say_number(row["score"]),
        size=row["size"],
        touching=touching,
        where=where,
        line=row["line"],
    )


def _say_demand(row: dict) -> str:
    if math.isnan(row["demand_month"]):
        return tr("Permintaannya belum diketahui: {row}.", row=_why_unknown(row))
    unit, low, high = row["unit"], round_figures(row["demand_low"]), round_figures(row["demand_high"])
    amount = tr(
        "Permintaan {volume_basis} {demand_month} sebulan (asumsi perencanaan: {low} sampai {high})",
        volume_basis=WHOSE.get(row["volume_basis"], "pembeli"),
        demand_month=say_amount(row["demand_month"], unit),
        low=say_number(low),
        high=say_number(high),
    )
    if math.isnan(row["taken_month"]):
        return tr("{amount}; berapa yang dapat diisi belum diketahui.", amount=amount)
    told = tr(
        "{amount}; yang dapat diisi {name} {taken_month}.",
        amount=amount,
        name=row["name"],
        taken_month=say_amount(row["taken_month"], unit),
    )
    if math.isnan(row["left_month"]):
        return told
    if row["left_month"] > 0:
        rest = say_amount(row["left_month"], unit)
        return tr("{told} Sesudah semua kelurahan itu masih tersisa {rest}: tidak perlu berebut.", told=told, rest=rest)
    return tr("{told} Tidak ada yang tersisa.", told=told)


def _why_unknown(row: dict) -> str:
    return WHY_UNKNOWN.get(row["volume_basis"], "survei tidak dapat menghitung permintaan lini ini")


def _say_supply(row: dict) -> str:
    lead = tr(
        "{lead_name} (nilai {lead_score}; di sini {score})",
        lead_name=row["lead_name"],
        lead_score=say_number(row["lead_score"]),
        score=say_number(row["score"]),
    )
    start = f"Memasok lewat {lead}" if row["customers"] == BUYERS else f"Melayani sisanya, sesudah {lead}"
    if math.isnan(row["demand_month"]):
        return tr(
            "{start}. Permintaannya belum diketahui ({row}), jadi sepakati dulu pembagian pembelinya.",
            start=start,
            row=_why_unknown(row),
        )
    if math.isnan(row["taken_month"]):
        return tr(
            "{start}. Berapa yang sudah diisi yang lain belum diketahui, jadi sepakati dulu pembagian pembelinya.",
            start=start,
        )
    here = tr("dari pelaku di sini") if row["customers"] == BUYERS else tr("di sini")
    return tr(
        "{start}: dari permintaan {demand_month} sebulan masih ada tempat untuk {taken_month} {here}.",
        start=start,
        demand_month=say_amount(row["demand_month"], row["unit"]),
        taken_month=say_amount(row["taken_month"], row["unit"]),
        here=here,
    )


def _say_out(row: dict) -> str:
    if not row["members"]:
        return tr(
            "Tidak memulai sendiri: belum ada pelakunya yang tercatat di sini; {lead_name} yang memimpin.",
            lead_name=row["lead_name"],
        )
    others = tr(" dan {others} kelurahan lain", others=row["others"]) if row["others"] > 0 else ""
    whose = {"residents": tr("Warga di sini dapat dilayani"), "spend": tr("Anggota di sini dapat ikut membeli")}
    join = whose.get(row["volume_basis"], "Pelaku di sini dapat ikut menjual")
    selling = row["customers"] == BUYERS
    next_step = (
        tr("pembeli di luar kecamatan belum dihitung") if selling else tr("pilih lini berikutnya untuk dimulai di sini")
    )
    return tr(
        "Tidak memulai sendiri: permintaan {demand_month} sebulan sudah terisi oleh "
        "{lead_name}{others}. {join} lewat sana; {next_step}.",
        demand_month=say_amount(row["demand_month"], row["unit"]),
        lead_name=row["lead_name"],
        others=others,
        join=join,
        next_step=next_step,
    )
