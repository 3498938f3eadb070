"""The parts of the method page about the score; every figure is read from where the program reads it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.catalog import read_advice_rules, read_criteria, read_presets, read_sources
from mapping.knowledge.formats import say_number, say_percent, say_rupiah
from mapping.knowledge.regions import POPULATION_SOURCE
from mapping.language import mark, plural, tr
from mapping.score.weigh.choices import METHODS
from mapping.score.weigh.kpju import split_criteria
from mapping.score.weigh.setup import criteria_in_force
from mapping.settings import AdviceSetup, ScoringSetup, Settings
from mapping.ui.cache import View
from mapping.ui.explain.formulas import TRAPS
from mapping.ui.figures import is_money
from mapping.ui.text import plain

PARTS = {
    "supply": mark("Pelaku"),
    "aggregation": mark("Belanja bersama"),
    "demand": mark("Pembeli"),
    "feasibility": mark("Kelayakan"),
    "competition": mark("Saingan"),
    "relatedness": mark("Rantai"),
    "mandate": mark("Penugasan dan lahan"),
    "confidence": mark("Keyakinan"),
}
"""Component of the suitability of a line -> its name on screen."""
MEANING = {
    "supply": mark("Seberapa menonjol pembuatnya dibanding wilayah (separuh), dan apakah cukup banyak (separuh)."),
    "aggregation": mark("Belanja bahan gabungan sebulan dibanding ambang lini itu."),
    "demand": mark(
        "Pembeli yang terjangkau: toko dan warung di sini dan kelurahan yang bersebelahan, "
        "dapur, hotel, pasar dan pabrik; atau penduduk dikurangi yang sudah dilayani penjual "
        "lain."
    ),
    "feasibility": mark(
        "Kas bersih dibanding cicilan, juga bila volume turun; uang sendiri, orang, dan banyaknya izin."
    ),
    "competition": mark("Penjual serupa dibanding acuan; mengurangi nilai. Pembuat yang banyak bukan saingan."),
    "relatedness": mark("Bagian rantai bahan dan pemakai hasil yang sudah ada di sini atau di sebelah."),
    "mandate": mark("Disebut program sebagai gerai atau tidak, dan lahan yang cocok bila lahan dibutuhkan."),
    "confidence": mark(
        "Banyaknya data, lebar rentang, umur data, dan usaha yang jelas produknya; tidak menambah nilai."
    ),
}
WAYS = {
    "default": mark("Disusun untuk alat ini; titik tolak, bukan kebenaran."),
    "manual": mark("Penggeser di halaman Ubah bobot. Yang penting hanya perbandingannya."),
    "ahp": mark(
        "Dua kriteria dibandingkan berulang-ulang (1 sampai 9). Bila jawabannya bertentangan "
        "(rasio konsistensi di atas 0,10) bobot tidak diberikan dan pasangan yang paling "
        "bertentangan disebut."
    ),
    "kpju_kecamatan": mark("Empat kriteria studi Bank Indonesia, semuanya diukur dari survei."),
    "kpju_kota": mark("Sebelas kriteria studi Bank Indonesia; sebagian hanya bisa dinilai panel."),
    "entropy": mark("Dari data: yang nilainya sama di mana-mana tidak membedakan siapa pun, jadi bobotnya kecil."),
    "critic": mark("Dari data: seperti entropi, tetapi yang mengulang kriteria lain dikurangi."),
    "component": mark("Dari data: arah gabungan yang paling banyak menjelaskan perbedaan antar kelurahan."),
}


def say_road() -> None:
    """From two files to advice, in five steps."""
    st.markdown(
        tr(
            "1. **Baca.** Batas wilayah dan survei dibaca; data pribadi dibuang; baris yang tidak "
            "bisa dipakai disisihkan dengan alasannya.\n2. **Ukur.** Tiap kelurahan dan sektor diukur "
            "dalam satuan aslinya: usaha, orang, rupiah.\n3. **Nilai.** Tiap ukuran dijadikan nilai "
            "0–1 di antara dua batas, lalu dijumlah menurut bobotnya.\n4. **Uji.** Hitungan diulang "
            "ratusan kali dengan data dan bobot yang diacak untuk melihat seberapa teguh "
            "peringkatnya.\n5. **Sarankan.** Empat puluh lini usaha disaring dengan syarat, lalu tiga "
            "yang terbaik disarankan. Yang datanya kurang tidak diberi saran."
        )
    )


def list_criteria(setup: ScoringSetup) -> None:
    """Criteria in force with weight and goalposts; the others that a set-up may pick below."""
    st.subheader(tr("Kriteria yang dipakai: susunan {name}", name=plain(tr(setup.name))), anchor=False)
    used = criteria_in_force(setup)["criteria"]
    rows = _criteria_rows(used)
    st.table(rows if setup.scaling == "goalposts" else rows.drop(columns=[tr("Nilai 0 pada"), tr("Nilai 1 pada")]))
    others = {key: criterion for key, criterion in read_criteria()["criteria"].items() if key not in used}
    with st.expander(tr("{n} kriteria lain yang bisa dipilih di halaman Ubah bobot", n=len(others))):
        st.table(_criteria_rows(others).drop(columns=tr("Bobot")))
    st.caption(
        tr(
            "Bobot dan batas adalah asumsi perencanaan (November 2026), bisa diubah di halaman Ubah "
            "bobot atau di mapping/knowledge/criteria.toml. Susunan bawaan mengikuti KPJU Bank "
            "Indonesia tingkat kecamatan."
        )
    )


def _criteria_rows(criteria: dict[str, Any]) -> pd.DataFrame:
    rows = [
        {
            tr("Kriteria"): criterion["label"],
            tr("Bobot"): say_percent(float(criterion["weight"])),
            tr("Nilai 0 pada"): _say_post(key, float(criterion["low"])),
            tr("Nilai 1 pada"): _say_post(key, float(criterion["high"])),
            tr("Satuan"): criterion["unit"],
        }
        for key, criterion in criteria.items()
    ]
    columns = [tr("Kriteria"), tr("Bobot"), tr("Nilai 0 pada"), tr("Nilai 1 pada"), tr("Satuan")]
    return pd.DataFrame(rows, columns=columns).set_index(columns[0])


def _say_post(key: str, value: float) -> str:
    return say_rupiah(value) if is_money(key) else say_number(value, 0 if value == int(value) else 1)


def list_ways(setup: ScoringSetup) -> None:
    """Where weights can come from, the one in force marked."""
    st.subheader(tr("Dari mana bobot bisa datang"), anchor=False)
    st.markdown("\n".join(f"- {_say_way(way, way == setup.method)}" for way in WAYS))
    st.caption(
        tr("Susunan skor adalah berkas kecil yang bisa diunduh, dikirim, dan dimuat lagi di halaman Ubah bobot.")
    )


def _say_way(way: str, now: bool) -> str:
    name = tr(METHODS[way])
    name = name[:1].upper() + name[1:]
    told = tr("**{way}** (dipakai sekarang).", way=name) if now else f"**{name}**."
    return f"{told} {tr(WAYS[way])}"


def list_kpju() -> None:
    """The criteria of the official studies: what is measured, and what only a panel can say."""
    st.subheader(tr("Kriteria KPJU: mana yang diukur, mana yang harus dinilai panel"), anchor=False)
    st.markdown(
        tr(
            "Yang diukur datang dari survei. Yang harus dinilai panel (1 sampai 5, dalam musyawarah) "
            "**tidak pernah dicampur** ke dalam skor terukur; keduanya ditampilkan berdampingan."
        )
    )
    for name, preset in read_presets().items():
        parts = split_criteria(name)
        with st.expander(str(preset["label"]), expanded=name == "kpju_kota"):
            for measured, title in (
                (True, ":material/straighten: " + tr("Diukur")),
                (False, ":material/groups: " + tr("Dinilai panel")),
            ):
                rows = parts[parts["measured"] == measured]
                if len(rows):
                    lines = [f"- **{label}**. {note}" for label, note in zip(rows["label"], rows["note"], strict=True)]
                    st.markdown("\n".join([f"{title}:", "", *lines]))
            st.caption(tr("Sumber: {source}. {note}", source=plain(preset["source"]), note=preset["note"]))


def say_uncertainty(settings: Settings) -> None:
    """How small numbers, rank intervals and sensitivity are handled."""
    rules = read_criteria()["rules"]
    st.markdown(
        tr(
            "- **Angka kecil ditarik ke rata-rata.** Dua warung dari empat usaha belum membuktikan "
            "apa-apa; makin sedikit usaha, makin dekat kekhasannya ke 1.\n- **Rentang peringkat.** "
            "Dari {draws} hitungan ulang, 80% peringkat jatuh di dalam rentang itu. Yang diacak: "
            "jumlah usaha (sebesar kebetulan yang wajar bila survei diulang) dan bobot (di sekitar "
            "bobot yang dipakai), bersama dan sendiri-sendiri. Dua kelurahan yang rentangnya "
            "bertumpuk belum tentu berbeda.\n- **Peluang menjadi yang terbaik, masuk tiga besar**: "
            "bagian dari hitungan ulang itu.\n- **Pilihan mana yang menentukan.** Bobot, batas nilai, "
            "penskalaan, penggabungan, derau survei, dan kriteria yang dibuang diacak sekaligus; "
            "lalu dilihat berapa bagian perpindahan peringkat yang berasal dari tiap pilihan.\n- "
            "**Pasti menonjol** hanya bila peluangnya paling sedikit {firm_probability} dan ada "
            "paling sedikit {firm_businesses} usaha.\n- **Belum cukup data** bila usaha yang "
            "tersurvei kurang dari {minimum_businesses}.\n- **Privasi.** Angka dari kurang dari "
            "{suppress_below} usaha tidak ditampilkan di mana pun, begitu juga angka lain yang bisa "
            "membukanya, misalnya sisa dari sebuah jumlah.",
            draws=settings.draws,
            firm_probability=say_percent(rules["firm_probability"]),
            firm_businesses=rules["firm_businesses"],
            minimum_businesses=settings.minimum_businesses,
            suppress_below=settings.suppress_below,
        )
    )
    st.markdown(
        tr(
            "- **Uang usaha.** Belanja dan omzet sebuah sel juga tidak ditampilkan bila dua usaha terbesar menentukan "
            "lebih dari {share} jumlahnya; skor lalu dihitung tanpa uang itu.",
            share=say_percent(settings.dominance_above),
        )
    )


def say_advice_rules() -> None:
    """What the suitability of a line is made of, and when a line is suggested."""
    rules = read_advice_rules()["rules"]
    said = assumptions_in_force(AdviceSetup())
    weights = [
        {
            tr("Bagian"): tr(text),
            tr("Bobot"): say_number(said[f"weights.{part}"]) if f"weights.{part}" in said else "–",
            tr("Apa yang dilihat"): tr(MEANING[part]),
        }
        for part, text in PARTS.items()
    ]
    st.table(pd.DataFrame(weights).set_index(tr("Bagian")))
    st.markdown(
        tr(
            "Sebuah lini disarankan bila lolos semua syaratnya dan nilainya paling sedikit "
            "{minimum_score}. Syarat tidak bisa dikalahkan nilai: lini yang kas bersihnya tidak "
            "menutup cicilan, atau yang modalnya tidak tertutup uang sendiri dan pinjaman, tidak "
            "pernah disarankan, setinggi apa pun nilainya. Yang tinggal sedikit lagi masuk bagian "
            "**Nanti** dengan syaratnya.\n\nDisebut **saran kuat** bila ia pertama, anggotanya jelas "
            "menonjol (peluang paling sedikit {firm_probability}), jumlahnya cukup, kasnya dihitung "
            "dan menutup cicilan, keyakinan datanya paling sedikit {firm_confidence}, dan ia tetap "
            "pertama dalam paling sedikit {firm_p_best} hitungan ulang. Lini eceran ditolak bila "
            "penjualnya sudah {saturation} kali acuan.\n\nLini payung (belanja bersama, dapur bersama, "
            "galeri) tidak boleh mendahului lini produk intinya bila paling sedikit {umbrella_share} "
            "pelakunya sama: mulai dari produk inti, lalu meluas. Semua angka ini asumsi perencanaan "
            "(mapping/knowledge/advice.toml dan assumptions.toml).",
            minimum_score=rules["minimum_score"],
            firm_probability=say_percent(rules["firm_probability"]),
            firm_confidence=rules["firm_confidence"],
            firm_p_best=say_percent(rules["firm_p_best"]),
            saturation=say_number(rules["saturation"]),
            umbrella_share=say_percent(rules["umbrella_share"]),
        )
    )


def list_traps() -> None:
    """What the figures cannot say."""
    left, right = st.columns(2, gap="large")
    for position, (title, text) in enumerate(TRAPS):
        (left if position % 2 == 0 else right).markdown(f"**{tr(title)}.** {tr(text)}")


def say_provenance(view: View) -> None:
    """Sources, files and versions behind the region on screen."""
    study = view.study
    st.subheader(tr("Berkas dan pengulangan"), anchor=False)
    st.markdown(
        tr(
            "Penduduk wilayah peraga: {source}. Kode dan nama wilayah: Kemendagri.",
            source=plain(tr(POPULATION_SOURCE)),
        )
    )
    for entry in study.manifest["inputs"]:
        st.markdown(f"- {plain(entry['name'])}: {_say_size(entry)}, SHA-256 `{entry['sha256'][:16]}…`")
    versions = ", ".join(f"{name} {number}" for name, number in study.manifest["versions"].items())
    seed = tr("Benih acak {seed}.", seed=study.manifest["seed"])
    st.caption(f"{seed} {plain(versions)}")
    with st.expander(tr("Sumber angka katalog lini usaha")):
        sources = read_sources()
        st.dataframe(
            pd.DataFrame({tr("Kode"): list(sources), tr("Sumber"): list(sources.values())}),
            hide_index=True,
            column_config={tr("Kode"): st.column_config.TextColumn(width=72)},
        )


def _say_size(entry: dict[str, Any]) -> str:
    """Rows where the file has counted rows, else its size."""
    return (
        plural("{n} baris", entry["rows_in"], n=say_number(entry["rows_in"]))
        if "rows_in" in entry
        else tr("{n} byte", n=say_number(entry["bytes"]))
    )
