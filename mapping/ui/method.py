"""The parts of the method page; every figure is read from where the program reads it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.knowledge.catalog import read_advice_rules, read_criteria, read_sources
from mapping.knowledge.formats import say_number, say_percent, say_rupiah
from mapping.knowledge.regions import POPULATION_SOURCE
from mapping.settings import Settings
from mapping.ui.cache import View
from mapping.ui.figures import is_money
from mapping.ui.formulas import FORMULAS, TRAPS
from mapping.ui.text import plain

PARTS = {
    "supply": "Pasokan: banyaknya pembuat dan seberapa menonjol",
    "aggregation": "Manfaat bersatu: belanja bahan yang bisa dibeli bersama",
    "demand": "Permintaan: calon pembeli di kecamatan, atau penduduk",
    "feasibility": "Kelayakan: kebutuhan modal dibanding modal yang ada",
    "competition": "Persaingan: penjual serupa (mengurangi)",
}


def say_road() -> None:
    """From two files to advice, in five steps."""
    st.markdown(
        "1. **Baca.** Batas wilayah dan survei dibaca; data pribadi dibuang; baris yang tidak bisa dipakai disisihkan "
        "dengan alasannya.\n"
        "2. **Ukur.** Tiap kelurahan dan sektor diukur dalam satuan aslinya: usaha, orang, rupiah.\n"
        "3. **Nilai.** Tiap ukuran dijadikan 0–100 di antara dua batas tetap, lalu dijumlah menurut bobotnya.\n"
        "4. **Uji.** Hitungan diulang ratusan kali dengan data yang diacak untuk melihat seberapa teguh peringkatnya.\n"
        "5. **Sarankan.** Empat puluh lini usaha disaring dengan syarat, lalu tiga yang terbaik disarankan. "
        "Yang datanya kurang tidak diberi saran."
    )


def say_score() -> None:
    """The formula of the sector score."""
    rules = read_criteria()["rules"]
    st.header("Skor sektor", anchor=False)
    st.markdown(
        "Nilai kriteria = (ukuran − batas bawah) ÷ (batas atas − batas bawah) × 100, tidak kurang dari 0 dan tidak "
        "lebih dari 100.  \n**Skor = jumlah (bobot × nilai kriteria) ÷ jumlah bobot yang datanya ada.**"
    )
    st.markdown(
        f"Skor tidak diberikan bila bobot yang datanya ada kurang dari {say_percent(rules['minimum_known_weight'])}. "
        "Batas nilai tidak bergantung pada data, jadi menambah satu kelurahan tidak menggeser nilai kelurahan lain."
    )


def list_criteria() -> None:
    """Criteria with weight, goalposts and formula."""
    rows = []
    for key, criterion in read_criteria()["criteria"].items():
        say = say_rupiah if is_money(key) else lambda value: say_number(value, 0 if value == int(value) else 1)
        rows.append(
            {
                "Kriteria": criterion["label"],
                "Bobot": str(criterion["weight"]),
                "Nilai 0 pada": say(float(criterion["low"])),
                "Nilai 100 pada": say(float(criterion["high"])),
                "Satuan": criterion["unit"],
            }
        )
    st.table(pd.DataFrame(rows).set_index("Kriteria"))
    for key, criterion in read_criteria()["criteria"].items():
        st.markdown(f"- **{criterion['label']}.** {FORMULAS[key][0]}")
    st.caption(
        "Bobot dan batas adalah asumsi perencanaan (November 2026) dan bisa diubah di mapping/knowledge/criteria.toml. "
        "Susunan kriteria mengikuti KPJU Bank Indonesia tingkat kecamatan."
    )


def say_uncertainty() -> None:
    """How small numbers and rank intervals are handled."""
    rules, settings = read_criteria()["rules"], Settings()
    st.header("Seberapa pasti", anchor=False)
    st.markdown(
        f"- **Angka kecil ditarik ke rata-rata.** Dua warung dari empat usaha belum membuktikan apa-apa; makin sedikit "
        f"usaha, makin dekat kekhasannya ke 1.\n"
        f"- **Rentang peringkat.** Dari {settings.draws} hitungan ulang, 80% peringkat jatuh di dalam rentang itu. "
        f"Dua kelurahan yang rentangnya bertumpuk belum tentu berbeda.\n"
        f"- **Pasti menonjol** hanya bila peluangnya paling sedikit {say_percent(rules['firm_probability'])} dan ada "
        f"paling sedikit {rules['firm_businesses']} usaha.\n"
        f"- **Belum cukup data** bila usaha yang tersurvei kurang dari {settings.minimum_businesses}.\n"
        f"- **Privasi.** Angka dari kurang dari {settings.suppress_below} usaha tidak ditampilkan di mana pun."
    )


def say_advice_rules() -> None:
    """What the suitability of a line is made of, and when a line is suggested."""
    advice = read_advice_rules()
    rules = advice["rules"]
    st.header("Saran lini usaha", anchor=False)
    weights = pd.DataFrame(
        [{"Bagian": PARTS.get(part, part), "Bobot": weight} for part, weight in advice["weights"].items()]
    )
    st.dataframe(weights, hide_index=True, column_config={"Bobot": st.column_config.NumberColumn(width=80)}, width=640)
    st.markdown(
        f"Sebuah lini disarankan bila lolos semua syaratnya dan nilainya paling sedikit {rules['minimum_score']}. "
        f"Disebut **saran kuat** bila ia pertama, anggotanya jelas menonjol (peluang paling sedikit "
        f"{say_percent(rules['firm_probability'])}), jumlahnya cukup, dan ia tetap pertama dalam paling sedikit "
        f"{say_percent(rules['firm_p_best'])} hitungan ulang. Lini eceran ditolak bila penjualnya sudah "
        f"{say_number(rules['saturation'])} kali acuan.\n\n"
        f"Modal yang ada dianggap {say_rupiah(Settings().capital_idr)}. Lini payung (belanja bersama, dapur bersama, "
        "galeri) tidak boleh mendahului lini produk intinya bila paling sedikit "
        f"{say_percent(rules['umbrella_share'])} pelakunya sama: mulai dari produk inti, lalu meluas. Semua angka ini "
        "asumsi perencanaan (mapping/knowledge/advice.toml; modal di mapping/settings.py)."
    )


def list_traps() -> None:
    """What the figures cannot say."""
    st.header("Yang tidak bisa dikatakan angka ini", anchor=False)
    left, right = st.columns(2, gap="large")
    for position, (title, text) in enumerate(TRAPS):
        (left if position % 2 == 0 else right).markdown(f"**{title}.** {text}")


def say_provenance(view: View) -> None:
    """Sources, files and versions behind the region on screen."""
    study = view.study
    st.header("Sumber dan pengulangan", anchor=False)
    st.markdown(f"Penduduk wilayah peraga: {plain(POPULATION_SOURCE)}. Kode dan nama wilayah: Kemendagri.")
    for entry in study.manifest["inputs"]:
        st.markdown(f"- {plain(entry['name'])}: {_say_size(entry)}, SHA-256 `{entry['sha256'][:16]}…`")
    versions = ", ".join(f"{name} {number}" for name, number in study.manifest["versions"].items())
    st.caption(f"Benih acak {study.manifest['seed']}. {plain(versions)}")
    with st.expander("Sumber angka katalog lini usaha"):
        sources = read_sources()
        st.dataframe(
            pd.DataFrame({"Kode": list(sources), "Sumber": list(sources.values())}),
            hide_index=True,
            column_config={"Kode": st.column_config.TextColumn(width=72)},
        )


def _say_size(entry: dict[str, Any]) -> str:
    """Rows where the file has counted rows, else its size."""
    return f"{say_number(entry['rows_in'])} baris" if "rows_in" in entry else f"{say_number(entry['bytes'])} byte"
