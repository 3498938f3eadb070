"""Gates: plain reasons why a line cannot start in a place. A gate that fails is never outvoted."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import read_advice_rules


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
        One row per kelurahan and line, as ``advise.suit.components.gather_evidence`` makes it.

    Returns
    -------
    DataFrame
        Same index; ``open`` (bool: the line may be suggested), ``warn`` (bool: the reason is worth
        telling under "jangan mulai dari"), ``gate`` (Indonesian reason, ``""`` where open).
    """
    rules = read_advice_rules()["rules"]
    driver = evidence["driver"]
    members = driver.isin(["producers", "pooling", "supply_members"])
    demand = driver == "demand"
    city = (evidence["where"] == "desa") & (evidence["kind"] == "kelurahan")
    city_without_land = city & ~(evidence["n"] >= evidence["min_businesses"])
    checks = [
        (driver == "outside", False, "Tidak bisa dinilai dari survei usaha; perlu data lain."),
        (
            city_without_land,
            True,
            "Lini ini hidup dari lahan atau kandang, sedangkan ini kelurahan kota.",
        ),
        (members & evidence["n"].isna(), False, "Usaha yang menjadi dasarnya tidak tercakup survei ini."),
        (
            (driver == "supply_members") & (evidence["n"] < evidence["min_businesses"]),
            False,
            "Anggota yang akan dipasok terlalu sedikit.",
        ),
        (
            members & (evidence["n"] < evidence["gate_members"].fillna(rules["minimum_producers"])),
            False,
            "Terlalu sedikit warga yang mengusahakannya di sini.",
        ),
        (
            members & (evidence["spend_idr_month"] < evidence["gate_spend_idr_month"]),
            False,
            "Belanja bahan gabungannya terlalu kecil.",
        ),
        (demand & evidence["population"].isna(), False, "Jumlah penduduk belum diketahui."),
        (
            demand & (evidence["population"] < evidence["min_population"]),
            True,
            "Penduduknya terlalu sedikit untuk menghidupi lini ini.",
        ),
        (
            demand & (evidence["saturation"] >= rules["saturation"]),
            True,
            "Penjual yang ada sudah lebih dari dua kali kebutuhan menurut acuan.",
        ),
    ]
    gate = pd.Series(np.select([c for c, _, _ in checks], [text for _, _, text in checks], ""), index=evidence.index)
    warn = pd.Series(np.select([c for c, _, _ in checks], [w for _, w, _ in checks], False), index=evidence.index)
    return pd.DataFrame({"open": gate == "", "warn": warn.astype(bool), "gate": gate})
