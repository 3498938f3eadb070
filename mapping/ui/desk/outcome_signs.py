"""Early signs of trouble, and what cooperatives brought about so far."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.outcomes.effects import read_effects
from mapping.desk.outcomes.signs import early_signs
from mapping.desk.rules import Actor
from mapping.knowledge.formats import say_date, say_number, say_rupiah
from mapping.language import mark, tr
from mapping.present.desk_hits import month_label
from mapping.ui.controls import is_phone
from mapping.ui.desk.open import Desk, today
from mapping.ui.words import show_words

WEIGHTS = {1: mark("berat"), 2: mark("sedang"), 3: mark("perlu dilihat")}
SIZES = {"members": mark("Anggota"), "workers": mark("Pekerja"), "revenue_idr_month": mark("Omzet sebulan")}


def list_signs(desk: Desk, actor: Actor, codes: Collection[str]) -> None:
    """What may go wrong where, the gravest first."""
    signs = early_signs(desk, actor, today(), codes)
    if signs.empty:
        return
    label = tr("Tanda awal yang perlu dilihat ({n})", n=say_number(len(signs)))
    with st.expander(label, icon=":material/notification_important:"):
        st.caption(
            tr(
                "Dari pengecekan terakhir dan dari meja ini: berhenti, cicilan terlambat, biaya belum tertutup, "
                "anggota atau omzet turun, kebutuhan lama tak terjawab, belum dicek. Tanpa tanda belum tentu tanpa "
                "masalah."
            )
        )
        table = pd.DataFrame(
            {
                tr("Koperasi di"): signs["kelurahan"],
                tr("Tanda awal"): signs["what"],
                tr("Bobot"): signs["weight"].map({weight: tr(said) for weight, said in WEIGHTS.items()}),
                tr("Diketahui"): signs["since"].map(say_date),
            }
        )
        # A phone has room for the sentence only when it wraps.
        show_words(table.iloc[:, :2]) if is_phone() else st.dataframe(table, hide_index=True)


def list_effects(desk: Desk, actor: Actor, codes: Collection[str]) -> None:
    """Members, workers and revenue before and after, of those of whom both are known."""
    effects, _ = read_effects(desk, actor, today(), codes)
    known = effects[effects["n"] > 0]
    if known.empty:
        return
    with st.expander(tr("Sebelum dan sesudah: anggota, pekerja, omzet"), icon=":material/trending_up:"):
        table = pd.DataFrame([_row(key, row) for key, row in known.iterrows()])
        show_words(table.iloc[:, :4] if is_phone() else table)
        st.caption(
            tr(
                "Hanya usaha yang masih berjalan dan kedua angkanya diketahui; yang berhenti disebut di kolomnya. "
                "Jumlah yang menunjuk kurang dari tiga koperasi tidak ditampilkan untuk umum. Bukan bukti sebab-akibat."
            )
        )


def _row(key: Any, row: pd.Series) -> dict[str, str]:
    size, month = key
    say = say_rupiah if size == "revenue_idr_month" else say_number
    hidden = pd.isna(row["before"])
    return {
        tr("Ukuran"): tr(SIZES[size]),
        tr("Sesudah"): month_label(month),
        tr("Awal"): tr("disembunyikan") if hidden else say(row["before"]),
        tr("Saat dicek"): tr("disembunyikan") if hidden else say(row["after"]),
        tr("Usaha"): say_number(row["n"]),
        tr("Naik"): tr("disembunyikan") if hidden else say_number(row["grew"]),
        tr("Berhenti"): say_number(row["closed"]),
    }
