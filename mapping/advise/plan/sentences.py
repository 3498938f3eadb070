"""The sentences of a road map. The numbers in a sentence are those of its row."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mapping.advise.plan.relations import CHAIN, INPUTS, MEMBERS
from mapping.advise.plan.roadmap import CLOSED, CORE, TABLE, UMBRELLA, UNJUDGED
from mapping.knowledge.formats import say_number, say_rupiah

REASONS = {
    CORE: "Lini yang dipilih untuk mulai.",
    UMBRELLA: "Pelakunya sebagian besar sama dengan lini inti, jadi datang sesudahnya.",
    MEMBERS: "Anggotanya sama: {shared}.",
    CHAIN: "Satu rantai dengan lini inti: {shared}.",
    INPUTS: "Memakai bahan yang sama: {shared}.",
    TABLE: "Karena {table_reason} (usulan perencana).",
}


def say_stages(road: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """Why each stage is there and what must be reached before it starts, in words.

    Cost: one sentence a row; a row for each kelurahan and stage.

    Parameters
    ----------
    road : DataFrame
        As :func:`mapping.advise.plan.roadmap.road_map` gives it.
    lines : DataFrame
        The lines in force.

    Returns
    -------
    DataFrame
        Index of ``road``; ``why`` (Indonesian text) and ``before`` (Indonesian conditions, ``"; "`` between).
    """
    rows = [row._asdict() for row in road.itertuples(index=False)]
    return pd.DataFrame(
        {"why": [_say_why(row, lines) for row in rows], "before": ["; ".join(say_before(row)) for row in rows]},
        index=road.index,
    )


def _say_why(row: dict[str, Any], lines: pd.DataFrame) -> str:
    """The reason of one stage, with the suitability here and what stands against it."""
    said = [REASONS[row["kind"]].format_map(row)]
    if row["kind"] != CORE and row["state"] not in (UNJUDGED, CLOSED) and row["score"] == row["score"]:
        said.append(f"Kesesuaiannya di sini {say_number(row['score'])} dari 100.")
    if row["stage"] == 1 and row["first_line"]:
        name = lines.loc[row["first_line"], "line"]
        said.append(f"Di sini sebagian besar pelakunya juga pelaku {name}: mulailah dari sana.")
    if row["state"] == UNJUDGED:
        said.append("Belum bisa dinilai dari survei usaha; periksa di lapangan.")
    if row["state"] == CLOSED:
        against = row["gate"] or "Kas bersihnya tidak cukup untuk cicilannya."
        said.append(f"Sekarang belum bisa dimulai di sini: {against[:1].lower()}{against[1:].removesuffix('.')}.")
    return " ".join(said)


def say_before(row: dict[str, Any]) -> list[str]:
    """What must be reached before a stage starts: one condition each, with its number.

    Examples
    --------
    >>> row = {"stage": 2, "members": 15.0, "months": 6.0, "coverage": 1.2, "net_cash_idr_month": 6e6,
    ...        "volume_month": float("nan"), "unit": ""}
    >>> for condition in say_before(row):
    ...     print(condition)
    kas masuk lebih besar daripada kas keluar 6 bulan berturut-turut
    kas bersih sedikitnya Rp 6 juta sebulan (1,2 kali cicilan tahap sebelumnya)
    sedikitnya 15 calon anggota lini ini menyatakan ikut secara tertulis
    """
    said = []
    if row["stage"] > 1:
        said.append(f"kas masuk lebih besar daripada kas keluar {row['months']:.0f} bulan berturut-turut")
        said.append(_say_cash(row["coverage"], row["net_cash_idr_month"]))
    if row["members"] == row["members"]:
        said.append(f"sedikitnya {row['members']:.0f} calon anggota lini ini menyatakan ikut secara tertulis")
    elif row["stage"] == 1:
        said.append("musyawarah memilih lini ini dan warga yang akan dilayani sudah dicatat")
    if row["volume_month"] == row["volume_month"]:
        sold = f"{say_number(row['volume_month'])} {row['unit']}".strip()
        ordered = "pesanan atau jatah yang disanggupi" if row["stage"] == 1 else "penjualan tahap sebelumnya"
        said.append(f"{ordered} sedikitnya {sold} sebulan, supaya biaya dan cicilan tertutup")
    return said


def _say_cash(coverage: float, cash: float) -> str:
    times = say_number(coverage, 1)
    if cash != cash:
        return f"kas bersih sedikitnya {times} kali cicilan semua tahap sebelumnya (jumlahnya belum diketahui)"
    if cash == 0:
        return f"kas bersih tidak minus; belum ada cicilan (bila ada: {times} kali cicilan)"
    return f"kas bersih sedikitnya {say_rupiah(cash)} sebulan ({times} kali cicilan tahap sebelumnya)"
