"""How good the data of one kelurahan are, and whether it changed between two surveys."""

from __future__ import annotations

import streamlit as st

from mapping.knowledge.formats import say_date, say_number, say_percent
from mapping.language import tr
from mapping.present.quality import quality_table
from mapping.present.tables import sector_label
from mapping.present.time import change_table
from mapping.ui.cache import View
from mapping.ui.links import link_to
from mapping.ui.text import plain


def say_grade(view: View, code: str) -> None:
    """Grade of the data, what pulls it down, and what would lift it."""
    row = quality_table(view.study).set_index("kelurahan_code").loc[code]
    st.subheader(tr("Mutu datanya"), anchor=False)
    with st.container(border=True, gap="xsmall"):
        weakest = tr(" Yang paling lemah: {weakest}.", weakest=plain(row["weakest"].lower())) if row["weakest"] else ""
        st.markdown(tr("**Nilai {grade}** (A terbaik, D terlemah).{weakest}", grade=row["grade"], weakest=weakest))
        if row["advice"]:
            st.markdown(plain(row["advice"]))
        age, covered = row["age_months"], str(row["coverage"])
        known = [
            tr("bagian usaha yang terdata kira-kira {share}", share=tr(covered)) if covered else "",
            tr("umur data {n} bulan", n=say_number(age)) if age == age else "",
            _share(tr("produk dikenali {share}"), row["classified_share"]),
            _share(tr("pertanyaan dijawab {share}"), row["answered_share"]),
        ]
        st.caption("; ".join(filter(None, known)) + ".")
        with st.popover(tr("Dari mana angka ini?"), type="tertiary"):
            st.markdown(
                tr(
                    "Nilai A sampai D diambil dari banyaknya usaha yang terdata, perkiraan bagiannya dari semua "
                    "usaha, umur data, bagian yang produknya dikenali, dan bagian pertanyaan yang dijawab; yang "
                    "terlemah menentukan. Ambangnya dapat dibaca di Periksa data. Sumber: survei {date}.",
                    date=say_date(view.study.settings.survey_date),
                )
            )
        link_to("periksa", tr("Lihat mutu data seluruh wilayah"), ":material/fact_check:")


def _share(text: str, share: float) -> str:
    return "" if share != share else text.format(share=say_percent(share))


def say_trend(view: View, code: str) -> None:
    """What changed since the survey before, where there was one that can be compared."""
    waves = view.study.manifest.get("waves", {})
    st.subheader(tr("Naik atau turun?"), anchor=False)
    if waves.get("state") != "compared":
        st.caption(tr("Belum diketahui: wilayah ini baru punya satu survei yang bisa dipakai."))
        return
    table = change_table(view.study)
    rows = table[table["kelurahan_code"] == code]
    seen = rows[rows["n_now"].notna()]
    if seen.empty:
        st.caption(tr("Belum diketahui: usahanya terlalu sedikit di salah satu survei."))
        return
    for row in seen.itertuples():
        note = tr(" ({note})", note=tr(row.note)) if row.note else ""
        st.markdown(
            tr(
                "- {sector}: {before} menjadi {now} usaha{note}",
                sector=sector_label(row.sector),
                before=say_number(row.n_before),
                now=say_number(row.n_now),
                note=note,
            )
        )
    st.caption(
        tr(
            "Survei {before} dan {now}. Sektor dengan kurang dari 3 usaha di salah satunya tidak ditulis. "
            "Perbedaan kecil bisa berasal dari siapa yang mendata.",
            before=say_date(waves["before"]),
            now=say_date(waves["now"]),
        )
    )
    link_to("waktu", tr("Lihat perubahan seluruh wilayah"), ":material/timeline:")
