"""What a line lacks here by measured figures, and the training and partners that this calls for."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.advise.plan.gaps import FINE, HIDDEN, LACKING, UNKNOWN
from mapping.knowledge.plans import read_partners, read_training
from mapping.language import mark, tr
from mapping.present.plan import gaps_of
from mapping.ui.cache import View
from mapping.ui.text import plain

OTHERS = {FINE: mark("Yang sudah cukup"), UNKNOWN: mark("Yang belum diketahui"), HIDDEN: mark("Yang tidak ditampilkan")}


def say_gaps(view: View, code: str, line_id: str) -> None:
    """Gaps with the figure behind each, the modules and partners they call for, and what is still unknown."""
    gaps = gaps_of(view.study, code, line_id)
    lacking = gaps[gaps["state"] == LACKING]
    st.markdown(tr("**Celah menurut data**"))
    if lacking.empty:
        st.markdown(tr("Tidak ada celah yang tampak dari angka yang tersedia."))
    for row in lacking.itertuples():
        st.markdown(f":material/error: **{plain(row.label)}.** {plain(row.sentence)}")
    _say_training(lacking)
    _say_partners(lacking)
    for state, title in OTHERS.items():
        rows = gaps[gaps["state"] == state]
        if len(rows):
            with st.expander(f"{tr(title)} ({len(rows)})"):
                st.markdown("\n".join(f"- **{plain(row.label)}.** {plain(row.sentence)}" for row in rows.itertuples()))
    st.caption(
        tr(
            "Batas kapan sesuatu disebut celah adalah asumsi perencanaan. Bagian jawaban ditarik ke "
            "arah rata-rata wilayah bila penjawabnya sedikit. Angka dari satu atau dua usaha tidak "
            "pernah ditampilkan."
        )
    )


def _reasons(lacking: pd.DataFrame, column: str) -> dict[str, list[str]]:
    """Which gaps call for each module or kind of partner."""
    found: dict[str, list[str]] = {}
    for row in lacking.itertuples():
        for key in filter(None, str(getattr(row, column)).split("; ")):
            found.setdefault(key, []).append(row.label.lower())
    return found


def _say_training(lacking: pd.DataFrame) -> None:
    """The three modules that every cooperative needs, and those that a gap calls for."""
    known = read_training()
    called = _reasons(lacking, "training")
    st.markdown(tr("**Pelatihan**"))
    for key, module in known["modules"].items():
        if key not in called and key not in known["required"]:
            continue
        why = [tr("wajib bagi setiap koperasi baru")] if key in known["required"] else []
        why += [tr("karena celah: {called}", called=", ".join(called[key]))] if key in called else []
        st.markdown(
            ":material/school: "
            + tr(
                "**{label}** ({why}): {teaches}. Untuk {for_whom}.",
                label=plain(module["label"]),
                why=plain("; ".join(why)),
                teaches=plain(module["teaches"]),
                for_whom=plain(module["for_whom"]),
            )
        )


def _say_partners(lacking: pd.DataFrame) -> None:
    """What each kind of partner that a gap calls for gives, what to agree, and the danger."""
    called = _reasons(lacking, "partners")
    st.markdown(tr("**Jenis mitra yang dicari**"))
    if not called:
        st.markdown(
            tr("Belum ada celah yang memerlukan mitra tertentu; pendamping koperasi tetap bisa diminta membantu.")
        )
    for key, kind in read_partners()["types"].items():
        if key in called:
            with st.container(border=True, gap="xsmall"):
                st.markdown(
                    ":material/handshake: "
                    + tr(
                        "**{label}** karena celah: {called}",
                        label=kind["label"],
                        called=plain(", ".join(called[key])),
                    )
                )
                st.markdown(
                    tr(
                        "Memberi {gives}. Biasanya {who}.  \n**Sepakati dulu:** {agree}.  \n**Waspadai.** {danger}",
                        **{name: plain(kind[name]) for name in ("gives", "who", "agree", "danger")},
                    )
                )
