"""Every measure on the method page: formula, ingredients, what unknown means, what it cannot see."""

from __future__ import annotations

import streamlit as st

from mapping.knowledge.catalog import read_criteria
from mapping.ui.explain.formulas import FORMULAS

OTHER_LABELS = {
    "saving_idr_month": "Hemat bila belanja bersama",
    "n_weighted": "Perkiraan jumlah usaha sebenarnya",
    "herfindahl": "Pemusatan produk (Herfindahl)",
    "age_years": "Umur usaha",
    "input_dependence": "Bergantung pada satu sumber bahan",
}
UNKNOWN_SAID = (
    "**Kosong berarti belum diketahui**, bukan nol: kelurahan itu belum disurvei, sektornya tidak didata, yang "
    "menjawab terlalu sedikit, atau angkanya disembunyikan karena usahanya kurang dari 3. Kelurahan yang disurvei dan "
    "memang tidak punya usaha sektor ini bernilai 0. Kriteria yang kosong tidak ikut dihitung; bobotnya dibagi ke "
    "kriteria lain."
)
AROUND = (
    (
        "Kejenuhan",
        "Banyaknya gerai ÷ (penduduk ÷ penduduk yang dilayani satu gerai menurut SNI). 1 berarti pas dengan acuan.",
        "SNI mengatur penyediaan lahan, bukan pasar; pembeli dari luar dan toko daring tidak terlihat.",
    ),
    (
        "Jangkauan (2SFCA)",
        "Langkah pertama: tiap gerai dibagi penduduk dalam jaraknya. Langkah kedua: tiap kelurahan menjumlah bagian "
        "dari semua gerai dalam jaraknya. Hasilnya gerai per 1.000 jiwa.",
        "Jaraknya garis lurus dari titik tengah; jalan, sungai, dan gerai di luar wilayah tidak terlihat.",
    ),
    (
        "Gugus (Moran lokal) dan titik panas (Gi*)",
        "Nilai kelurahan dibandingkan dengan nilai rata-rata kelurahan yang bersentuhan, lalu dengan susunan acak. "
        "Hanya yang tetap menonjol setelah dikoreksi untuk banyaknya uji disebut pasti.",
        "Sebab dari pengelompokan itu; pulau yang tidak bersentuhan tidak punya tetangga dan tidak diuji.",
    ),
    (
        "Rantai pasok",
        "Daftar pasangan bahan dan hasil (misalnya tepung → kue → warung) dicocokkan dengan usaha di kelurahan itu "
        "dan di kelurahan yang bersentuhan.",
        "Apakah mereka sungguh saling membeli; daftarnya disusun tangan.",
    ),
    (
        "Tipe dan selisih dengan yang serupa",
        "Kelurahan dikelompokkan menurut susunan usahanya. Selisih: usaha yang ada dibandingkan dengan yang wajar "
        "menurut kelurahan serupa; hanya selisih yang sukar terjadi kebetulan yang disebut.",
        "Apakah selisih itu peluang: bisa saja memang tidak ada peminatnya.",
    ),
    (
        "Perubahan antar dua survei",
        "Perubahan = bagian wilayah + bagian sektor + bagian setempat (shift-share). Hanya bila cakupan kedua survei "
        "sama.",
        "Usaha yang pindah; survei yang cakupannya berubah tampak seperti pertumbuhan, karena itu ditolak.",
    ),
    (
        "Kedekatan produk",
        "Dua produk dekat bila sering menonjol di kelurahan yang sama. Kepadatan = porsi kedekatan yang sudah ada di "
        "sini; produk itu sendiri tidak ikut dihitung. Makin tinggi makin dekat.",
        "Sebab kedekatan itu. Hanya ditampilkan bila uji balik di data ini mengalahkan cara sederhana.",
    ),
)


def list_measures() -> None:
    """Each criterion first, weighted ones on top; then what is measured around the score."""
    st.markdown(UNKNOWN_SAID)
    criteria = read_criteria()["criteria"]
    order = sorted(FORMULAS, key=lambda key: -float(criteria.get(key, {}).get("weight", -1)))
    for key in order:
        formula, inputs, unseen = FORMULAS[key]
        label = criteria[key]["label"] if key in criteria else OTHER_LABELS.get(key, key)
        with st.expander(_title(str(label), key in criteria)):
            if key in criteria:
                st.markdown(str(criteria[key]["explain"]))
            st.markdown(f"**Cara hitung.** {formula}  \n**Bahan.** {inputs}  \n**Tidak terlihat.** {unseen}")
    st.subheader("Ukuran di sekitar skor", anchor=False)
    st.caption("Ditampilkan di halaman lain dan tidak masuk skor, kecuali kekhasan tetangga bila dipilih.")
    for title, formula, unseen in AROUND:
        with st.expander(title):
            st.markdown(f"**Cara hitung.** {formula}  \n**Tidak terlihat.** {unseen}")


def _title(label: str, is_criterion: bool) -> str:
    return label if is_criterion else f"{label} (keterangan, bukan kriteria)"
