"""The sentences of a road map. The numbers in a sentence are those of its row."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mapping.advise.plan.relations import CHAIN, INPUTS, MEMBERS
from mapping.advise.plan.roadmap import CLOSED, CORE, TABLE, UMBRELLA, UNJUDGED
from mapping.knowledge.formats import say_number, say_rupiah
from mapping.language import mark, tr

REASONS = {
    CORE: mark("Lini yang dipilih untuk mulai."),
    UMBRELLA: mark("Pelakunya sebagian besar sama dengan lini inti, jadi datang sesudahnya."),
    MEMBERS: mark("Anggotanya sama: {shared}."),
    CHAIN: mark("Satu rantai dengan lini inti: {shared}."),
    INPUTS: mark("Memakai bahan yang sama: {shared}."),
    TABLE: mark("Karena {table_reason} (usulan perencana)."),
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
        Index of ``road``; ``why`` and ``before`` (conditions, ``"; "`` between), in the language in force.
    """
    rows = [row._asdict() for row in road.itertuples(index=False)]
    return pd.DataFrame(
        {"why": [_say_why(row, lines) for row in rows], "before": ["; ".join(say_before(row)) for row in rows]},
        index=road.index,
    )


def _say_why(row: dict[str, Any], lines: pd.DataFrame) -> str:
    """The reason of one stage, with the suitability here and what stands against it."""
    why = REASONS[row["kind"]]
    said = [tr(why, shared=_say_shared(row["shared"]), table_reason=row["table_reason"])]
    if row["kind"] != CORE and row["state"] not in (UNJUDGED, CLOSED) and row["score"] == row["score"]:
        said.append(tr("Kesesuaiannya di sini {score} dari 100.", score=say_number(row["score"])))
    if row["stage"] == 1 and row["first_line"]:
        name = lines.loc[row["first_line"], "line"]
        said.append(tr("Di sini sebagian besar pelakunya juga pelaku {name}: mulailah dari sana.", name=name))
    if row["state"] == UNJUDGED:
        said.append(tr("Belum bisa dinilai dari survei usaha; periksa di lapangan."))
    if row["state"] == CLOSED:
        against = row["gate"] or tr("Kas bersihnya tidak cukup untuk cicilannya.")
        against = against[:1].lower() + against[1:].removesuffix(".")
        said.append(tr("Sekarang belum bisa dimulai di sini: {against}.", against=against))
    return " ".join(said)


def _say_shared(shared: str) -> str:
    """Products and inputs by their names in the language in force."""
    return ", ".join(map(tr, shared.split(", ")))


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
        said.append(
            tr("kas masuk lebih besar daripada kas keluar {months:.0f} bulan berturut-turut", months=row["months"])
        )
        said.append(_say_cash(row["coverage"], row["net_cash_idr_month"]))
    if row["members"] == row["members"]:
        said.append(
            tr(
                "sedikitnya {members:.0f} calon anggota lini ini menyatakan ikut secara tertulis",
                members=row["members"],
            )
        )
    elif row["stage"] == 1:
        said.append(tr("musyawarah memilih lini ini dan warga yang akan dilayani sudah dicatat"))
    if row["volume_month"] == row["volume_month"]:
        sold = f"{say_number(row['volume_month'])} {row['unit']}".strip()
        said.append(
            tr(
                "pesanan atau jatah yang disanggupi sedikitnya {sold} sebulan, supaya biaya dan cicilan tertutup",
                sold=sold,
            )
            if row["stage"] == 1
            else tr(
                "penjualan tahap sebelumnya sedikitnya {sold} sebulan, supaya biaya dan cicilan tertutup", sold=sold
            )
        )
    return said


def _say_cash(coverage: float, cash: float) -> str:
    times = say_number(coverage, 1)
    if cash != cash:
        return tr(
            "kas bersih sedikitnya {times} kali cicilan semua tahap sebelumnya (jumlahnya belum diketahui)", times=times
        )
    if cash == 0:
        return tr("kas bersih tidak minus; belum ada cicilan (bila ada: {times} kali cicilan)", times=times)
    return tr(
        "kas bersih sedikitnya {cash} sebulan ({times} kali cicilan tahap sebelumnya)",
        cash=say_rupiah(cash),
        times=times,
    )
