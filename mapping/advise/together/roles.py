"""Why a kelurahan leads, supplies or stays out: one or two plain Indonesian sentences with the numbers."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from mapping.advise.together.demand import BUYERS
from mapping.knowledge.formats import say_number

LEAD, SUPPLY, OUT = "lead", "supply", "out"
WHOSE = {"residents": "warga", "spend": "belanja anggota", "revenue": "pembeli yang tercatat"}
WHY_UNKNOWN = {
    "residents": "penduduk atau saingan di sebagian kelurahan belum diketahui",
    "spend": "belanja anggota di sebagian kelurahan belum diketahui",
    "revenue": "pembeli yang tercatat di kecamatan ini terlalu sedikit untuk dihitung",
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
    touching = " yang bersentuhan" if row["customers"] != BUYERS or not row["kecamatan"] else ""
    where = f" di Kecamatan {row['kecamatan']}" if row["kecamatan"] else ""
    return (
        f"Memimpin: nilainya tertinggi ({say_number(row['score'])}) di antara {row['size']} kelurahan{touching}{where} "
        f"yang sama-sama paling cocok memulai {row['line']}."
    )


def _say_demand(row: dict) -> str:
    if math.isnan(row["demand_month"]):
        return f"Permintaannya belum diketahui: {_why_unknown(row)}."
    unit, low, high = row["unit"], round_figures(row["demand_low"]), round_figures(row["demand_high"])
    amount = (
        f"Permintaan {WHOSE.get(row['volume_basis'], 'pembeli')} {say_amount(row['demand_month'], unit)} sebulan "
        f"(asumsi perencanaan: {say_number(low)} sampai {say_number(high)})"
    )
    if math.isnan(row["taken_month"]):
        return f"{amount}; berapa yang dapat diisi belum diketahui."
    told = f"{amount}; yang dapat diisi {row['name']} {say_amount(row['taken_month'], unit)}."
    if math.isnan(row["left_month"]):
        return told
    if row["left_month"] > 0:
        rest = say_amount(row["left_month"], unit)
        return f"{told} Sesudah semua kelurahan itu masih tersisa {rest}: tidak perlu berebut."
    return f"{told} Tidak ada yang tersisa."


def _why_unknown(row: dict) -> str:
    return WHY_UNKNOWN.get(row["volume_basis"], "survei tidak dapat menghitung permintaan lini ini")


def _say_supply(row: dict) -> str:
    lead = f"{row['lead_name']} (nilai {say_number(row['lead_score'])}; di sini {say_number(row['score'])})"
    start = f"Memasok lewat {lead}" if row["customers"] == BUYERS else f"Melayani sisanya, sesudah {lead}"
    if math.isnan(row["demand_month"]):
        return f"{start}. Permintaannya belum diketahui ({_why_unknown(row)}), jadi sepakati dulu pembagian pembelinya."
    if math.isnan(row["taken_month"]):
        return f"{start}. Berapa yang sudah diisi yang lain belum diketahui, jadi sepakati dulu pembagian pembelinya."
    here = "dari pelaku di sini" if row["customers"] == BUYERS else "di sini"
    return (
        f"{start}: dari permintaan {say_amount(row['demand_month'], row['unit'])} sebulan masih ada tempat untuk "
        f"{say_amount(row['taken_month'], row['unit'])} {here}."
    )


def _say_out(row: dict) -> str:
    if not row["members"]:
        return f"Tidak memulai sendiri: belum ada pelakunya yang tercatat di sini; {row['lead_name']} yang memimpin."
    others = f" dan {row['others']} kelurahan lain" if row["others"] > 0 else ""
    whose = {"residents": "Warga di sini dapat dilayani", "spend": "Anggota di sini dapat ikut membeli"}
    join = whose.get(row["volume_basis"], "Pelaku di sini dapat ikut menjual")
    selling = row["customers"] == BUYERS
    next_step = "pembeli di luar kecamatan belum dihitung" if selling else "pilih lini berikutnya untuk dimulai di sini"
    return (
        f"Tidak memulai sendiri: permintaan {say_amount(row['demand_month'], row['unit'])} sebulan sudah terisi oleh "
        f"{row['lead_name']}{others}. {join} lewat sana; {next_step}."
    )
