"""Gates: plain reasons why a line cannot start in a place. A gate that fails is never outvoted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import read_advice_rules
from mapping.language import tr

TELLING = {"land", "people", "saturated", "members_retail", "loss"}
"""Reasons worth telling under "jangan mulai dari"."""
MONEY = ("capital", "loss", "repay")
"""Reasons that lie in the money, not in the place."""


def saturation(rivals: np.ndarray, population: np.ndarray, norm_people: np.ndarray) -> np.ndarray:
    """Outlets there are, per outlet the norm would allow.

    ``saturation = rivals / (population / norm_people)``

    Parameters
    ----------
    rivals, population, norm_people : ndarray of float, shapes that broadcast
        Surveyed outlets; residents; residents per outlet of the norm. A survey misses outlets, so the
        result is a lower bound.

    Returns
    -------
    ndarray of float
        >= 0; 1 is as many as the norm, 2 twice as many. NaN where any of the three is unknown.

    Examples
    --------
    >>> saturation(np.array([8.0, 8.0]), np.array([10_000.0, 0.0]), np.array([2_500.0, 2_500.0])).tolist()
    [2.0, nan]
    """
    return rivals * norm_people / np.where(population > 0, population, np.nan)


def check_gates(evidence: pd.DataFrame) -> pd.DataFrame:
    """Which lines may be suggested where, and the reason in words where not.

    Parameters
    ----------
    evidence : DataFrame
        One row per kelurahan and line, as ``advise.suit.evidence.gather_evidence`` makes it, with the columns of
        ``advise.money.pay.pay``.

    Returns
    -------
    DataFrame
        Same index; ``open`` (bool: the line may be suggested), ``warn`` (bool: the reason is worth
        telling under "jangan mulai dari"), ``closed_by`` (short code of the first gate that is closed, ``""`` where
        open), ``gate`` (the reason in Indonesian, ``""`` where open). Figures of it are in the columns beside.
    """
    checks = [*_checks_of_place(evidence), *_checks_of_money(evidence)]
    closed = [condition.to_numpy(bool) for condition, _, _ in checks]
    code = np.select(closed, [code for _, code, _ in checks], "")
    gate = np.select(closed, [text for _, _, text in checks], "")
    table = pd.DataFrame({"closed_by": code, "gate": gate}, index=evidence.index)
    return table.assign(open=table["closed_by"] == "", warn=table["closed_by"].isin(TELLING))


def _checks_of_place(evidence: pd.DataFrame) -> list[tuple[pd.Series, str, str]]:
    """What the place itself forbids: condition, code, words; the first that holds is said."""
    rules = read_advice_rules()["rules"]
    n, population, driver = evidence["n"], evidence["population"], evidence["driver"]
    members = driver.isin(["producers", "pooling", "supply_members"])
    supplied, demand = driver == "supply_members", driver == "demand"
    few_farmers = ~(n >= evidence["min_businesses"])
    city = (evidence["where"] == "desa") & (evidence["kind"] == "kelurahan")
    no_field = (evidence["land"] == "sawah") & (evidence["land_share"] < rules["least_field_share"])
    beside = evidence["members_retail"] & ~supplied & (n >= rules["minimum_producers"])
    least = evidence["gate_members"].fillna(rules["minimum_producers"])
    return [
        (driver == "outside", "outside", tr("Tidak bisa dinilai dari survei usaha; perlu data lain.")),
        (city & few_farmers, "land", tr("Lini ini hidup dari lahan atau kandang, sedangkan ini kelurahan kota.")),
        (
            no_field & few_farmers,
            "land",
            tr("Lini ini hidup dari sawah, dan menurut peta lahan di sini hampir tidak ada."),
        ),
        (members & n.isna(), "uncovered", tr("Usaha yang menjadi dasarnya tidak tercakup survei ini.")),
        (
            beside,
            "members_retail",
            tr("Warga sudah menjualnya sendiri: koperasi yang ikut berjualan menyaingi anggotanya."),
        ),
        (supplied & (n < evidence["min_businesses"]), "members", tr("Anggota yang akan dipasok terlalu sedikit.")),
        (members & (n < least), "members", tr("Terlalu sedikit warga yang mengusahakannya di sini.")),
        (
            members & (evidence["spend_idr_month"] < evidence["gate_spend_idr_month"]),
            "spend",
            tr("Belanja bahan gabungannya terlalu kecil."),
        ),
        (
            members & (evidence.get("money_withheld", 0.0) == 1),
            "withheld",
            tr("Belanja dan omzetnya hampir seluruhnya dari satu atau dua usaha, atau menunjuk mereka."),
        ),
        (demand & population.isna(), "no_population", tr("Jumlah penduduk belum diketahui.")),
        (
            demand & (population < evidence["min_population"]),
            "people",
            tr("Penduduknya terlalu sedikit untuk menghidupi lini ini."),
        ),
        (
            demand & (evidence["saturation"] >= rules["saturation"]),
            "saturated",
            tr("Penjual yang ada sudah lebih dari dua kali kebutuhan menurut acuan."),
        ),
    ]


def _checks_of_money(evidence: pd.DataFrame) -> list[tuple[pd.Series, str, str]]:
    """What the money forbids: a capital that nobody covers, running costs or an instalment that stay uncovered."""
    no = evidence["carries"] == "no"
    return [
        (evidence["missing_idr"] > 0, "capital", tr("Uang sendiri dan pinjaman tidak menutup modalnya.")),
        (no & (evidence["net_cash_idr_month"] <= 0), "loss", tr("Pendapatannya tidak menutup biaya jalan.")),
        (no, "repay", tr("Kas bersihnya tidak menutup cicilan pinjaman.")),
    ]
