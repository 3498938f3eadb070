"""Every measure on the method page: formula, ingredients, what unknown means, what it cannot see."""

from __future__ import annotations

import streamlit as st

from mapping.knowledge.catalog import read_criteria
from mapping.language import mark, tr
from mapping.ui.explain.formulas import FORMULAS

OTHER_LABELS = {
    "saving_idr_month": mark("Hemat bila belanja bersama"),
    "n_weighted": mark("Perkiraan jumlah usaha sebenarnya"),
    "herfindahl": mark("Pemusatan produk (Herfindahl)"),
    "age_years": mark("Umur usaha"),
    "input_dependence": mark("Bergantung pada satu sumber bahan"),
}
UNKNOWN_SAID = mark(
    "**Kosong berarti belum diketahui**, bukan nol: kelurahan itu belum disurvei, sektornya "
    "tidak didata, yang menjawab terlalu sedikit, atau angkanya disembunyikan karena "
    "usahanya kurang dari 3. Kelurahan yang disurvei dan memang tidak punya usaha sektor ini "
    "bernilai 0. Kriteria yang kosong tidak ikut dihitung; bobotnya dibagi ke kriteria lain."
)
AROUND = (
    (
        mark("Kejenuhan"),
        mark(
            "Banyaknya gerai ÷ (penduduk ÷ penduduk yang dilayani satu gerai menurut SNI). 1 berarti pas dengan acuan."
        ),
        mark("SNI mengatur penyediaan lahan, bukan pasar; pembeli dari luar dan toko daring tidak terlihat."),
    ),
    (
        mark("Jangkauan (2SFCA)"),
        mark(
            "Langkah pertama: tiap gerai dibagi penduduk dalam jaraknya. Langkah kedua: tiap "
            "kelurahan menjumlah bagian dari semua gerai dalam jaraknya. Hasilnya gerai per 1.000 "
            "jiwa."
        ),
        mark("Jaraknya garis lurus dari titik tengah; jalan, sungai, dan gerai di luar wilayah tidak terlihat."),
    ),
    (
        mark("Gugus (Moran lokal) dan titik panas (Gi*)"),
        mark(
            "Nilai kelurahan dibandingkan dengan nilai rata-rata kelurahan yang bersentuhan, lalu "
            "dengan susunan acak. Hanya yang tetap menonjol setelah dikoreksi untuk banyaknya uji "
            "disebut pasti."
        ),
        mark("Sebab dari pengelompokan itu; pulau yang tidak bersentuhan tidak punya tetangga dan tidak diuji."),
    ),
    (
        mark("Rantai pasok"),
        mark(
            "Daftar pasangan bahan dan hasil (misalnya tepung → kue → warung) dicocokkan dengan "
            "usaha di kelurahan itu dan di kelurahan yang bersentuhan."
        ),
        mark("Apakah mereka sungguh saling membeli; daftarnya disusun tangan."),
    ),
    (
        mark("Tipe dan selisih dengan yang serupa"),
        mark(
            "Kelurahan dikelompokkan menurut susunan usahanya. Selisih: usaha yang ada dibandingkan "
            "dengan yang wajar menurut kelurahan serupa; hanya selisih yang sukar terjadi kebetulan "
            "yang disebut."
        ),
        mark("Apakah selisih itu peluang: bisa saja memang tidak ada peminatnya."),
    ),
    (
        mark("Perubahan antar dua survei"),
        mark(
            "Perubahan = bagian wilayah + bagian sektor + bagian setempat (shift-share). Hanya bila "
            "cakupan kedua survei sama."
        ),
        mark("Usaha yang pindah; survei yang cakupannya berubah tampak seperti pertumbuhan, karena itu ditolak."),
    ),
    (
        mark("Kedekatan produk"),
        mark(
            "Dua produk dekat bila sering menonjol di kelurahan yang sama. Kepadatan = porsi "
            "kedekatan yang sudah ada di sini; produk itu sendiri tidak ikut dihitung. Makin tinggi "
            "makin dekat."
        ),
        mark("Sebab kedekatan itu. Hanya ditampilkan bila uji balik di data ini mengalahkan cara sederhana."),
    ),
)


def list_measures() -> None:
    """Each criterion first, weighted ones on top; then what is measured around the score."""
    st.markdown(tr(UNKNOWN_SAID))
    criteria = read_criteria()["criteria"]
    order = sorted(FORMULAS, key=lambda key: -float(criteria.get(key, {}).get("weight", -1)))
    for key in order:
        formula, inputs, unseen = FORMULAS[key].told()
        label = criteria[key]["label"] if key in criteria else tr(OTHER_LABELS.get(key, key))
        with st.expander(_title(str(label), key in criteria)):
            if key in criteria:
                st.markdown(str(criteria[key]["explain"]))
            st.markdown(
                tr(
                    "**Cara hitung.** {formula}  \n**Bahan.** {inputs}  \n**Tidak terlihat.** {unseen}",
                    formula=formula,
                    inputs=inputs,
                    unseen=unseen,
                )
            )
    st.subheader(tr("Ukuran di sekitar skor"), anchor=False)
    st.caption(tr("Ditampilkan di halaman lain dan tidak masuk skor, kecuali kekhasan tetangga bila dipilih."))
    for title, formula, unseen in AROUND:
        with st.expander(tr(title)):
            st.markdown(
                tr(
                    "**Cara hitung.** {formula}  \n**Tidak terlihat.** {unseen}",
                    formula=tr(formula),
                    unseen=tr(unseen),
                )
            )


def _title(label: str, is_criterion: bool) -> str:
    return label if is_criterion else tr("{label} (keterangan, bukan kriteria)", label=label)
