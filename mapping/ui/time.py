"""What changed between two surveys: the region, the sectors, the kelurahan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_date, say_number, say_percent
from mapping.language import mark, plural, tr
from mapping.present.tables import sector_label
from mapping.present.time import change_table, sector_changes
from mapping.ui.cache import View, region_labels
from mapping.ui.controls import choose_sector, is_phone
from mapping.ui.downloads import offer_table
from mapping.ui.links import link_to
from mapping.ui.rankings import STYLED_UP_TO
from mapping.ui.text import plain

EXAMPLE = "surabaya"
SECTOR_LABELS = {
    "sector": mark("Sektor"),
    "n_before": mark("Dulu"),
    "n_now": mark("Kini"),
    "growth": mark("Tumbuh"),
    "region_part": mark("Wilayah"),
    "mix_part": mark("Sektornya"),
    "survival": mark("Bertahan"),
}
PLACE_LABELS = {
    "name": mark("Kelurahan/desa"),
    "local_part": mark("Setempat"),
    "n_before": mark("Dulu"),
    "n_now": mark("Kini"),
    "region_part": mark("Wilayah"),
    "mix_part": mark("Sektornya"),
    "dynamic_lq": mark("LQ dinamis"),
    "survival": mark("Bertahan"),
    "note": mark("Catatan"),
    "kecamatan": mark("Kecamatan"),
}
HELP = {
    "Wilayah": mark("Perubahan seandainya setiap usaha tumbuh secepat seluruh wilayah."),
    "Sektornya": mark("Tambahan karena sektornya sendiri tumbuh lebih cepat (atau lambat) dari rata-rata wilayah."),
    "Setempat": mark("Sisanya: yang khas tempat ini. Wilayah + sektor + setempat = perubahannya."),
    "LQ dinamis": mark("Di atas 1: sektor ini makin berbobot di sini daripada di wilayah."),
    "Bertahan": mark(
        "Usaha yang kini ada dan sudah berdiri waktu itu, dibanding yang dicatat waktu itu. Di "
        "atas 100% bukan ketahanan: pendataan dulu melewatkan sebagian usaha, atau ada yang "
        "pindah ke sini."
    ),
}

SAID: dict[str, Callable[[float], str]] = {
    "n_before": lambda value: _say(value, 0),
    "n_now": lambda value: _say(value, 0),
    "growth": lambda share: "" if share != share else say_percent(share),
    "region_part": lambda value: _say(value, 1, signed=True),
    "mix_part": lambda value: _say(value, 1, signed=True),
    "local_part": lambda value: _say(value, 1, signed=True),
    "dynamic_lq": lambda value: _say(value, 2),
    "survival": lambda share: "" if share != share else say_percent(share),
}
WIDTH = 88


def _say(value: float, digits: int, signed: bool = False) -> str:
    """A figure as Indonesians read it; blank where unknown or hidden, no minus before a nought."""
    if value != value:
        return ""
    rounded = round(value, digits) or 0.0
    return ("+" if signed and rounded > 0 else "") + say_number(rounded, digits)


def say_state(view: View) -> None:
    """In one sentence: what the comparison found, or why there is none."""
    account = view.study.manifest["waves"]
    if account["state"] == "one":
        _say_one_wave()
    elif account["state"] == "refused":
        st.warning(
            tr("Kedua survei tidak dibandingkan. {reason}", reason=plain(account["reason"])),
            icon=":material/block:",
            title=tr("Tidak dapat dibandingkan"),
        )
    else:
        every = sector_changes(view.study).iloc[-1]
        st.markdown(f"##### {_say_growth(every, account)}")
        st.caption(plain(account["reason"]))


def _say_growth(every: pd.Series, account: dict[str, Any]) -> str:
    told = {
        "before": _say_month(account["before"]),
        "now": _say_month(account["now"]),
        "n_before": say_number(every["n_before"]),
        "n_now": say_number(every["n_now"]),
        "growth": say_percent(every["growth"]),
    }
    if every["change"] > 0:
        return tr(
            "Dari {before} ke {now}, usaha di tempat yang sama naik dari {n_before} menjadi {n_now} ({growth}).", **told
        )
    if every["change"] < 0:
        return tr(
            "Dari {before} ke {now}, usaha di tempat yang sama turun dari {n_before} menjadi {n_now} ({growth}).",
            **told,
        )
    return tr(
        "Dari {before} ke {now}, usaha di tempat yang sama tetap dari {n_before} menjadi {n_now} ({growth}).", **told
    )


def _say_month(iso: str) -> str:
    return say_date(iso).split(" ", 1)[1]


def _say_one_wave() -> None:
    with st.container(border=True):
        st.subheader(tr("Baru ada satu survei di wilayah ini"), anchor=False)
        st.markdown(
            tr(
                "Dengan satu survei, tidak ada yang dapat dikatakan tentang perubahan, dan tidak ada "
                "skor yang dapat diuji. Halaman ini terisi setelah survei kedua dari wilayah yang sama "
                "dimuat:"
            )
        )
        st.markdown(
            tr(
                "1. Siapkan survei dari tahun lain, berselang paling sedikit enam bulan. Kolom yang "
                "dipakai: tempat, produk, tanggal survei, dan bila ada tahun mulai.\n2. Buka **Data "
                "saya**, lalu **Berkas tambahan**, dan masukkan yang lama pada **Survei sebelumnya**.\n3. "
                "Bila kedua survei tidak mendata tempat atau sektor yang sama, alat ini menolak "
                "membandingkan dan menyebut sebabnya."
            )
        )
        with st.container(horizontal=True):
            link_to("data", tr("Buka Data saya"), ":material/upload_file:")
            if EXAMPLE in region_labels():
                link_to("waktu", tr("Lihat contohnya"), ":material/timeline:", wilayah=EXAMPLE)


def draw_sectors(view: View) -> None:
    """Which sectors grew, and how much of it everything did."""
    table = sector_changes(view.study)
    st.subheader(tr("Sektor mana yang tumbuh?"), anchor=False)
    left, right = st.columns([6, 5], gap="large")
    with left:
        _show(table, SECTOR_LABELS)
    with right:
        _draw_parts(table.iloc[:-1])
    st.caption(
        tr(
            "Wilayah: seandainya tiap sektor tumbuh secepat seluruh wilayah. Sektornya: selisihnya "
            "dengan laju sektor itu sendiri. Bagian setempat saling meniadakan bila seluruh wilayah "
            "dijumlahkan, jadi hanya tampak per kelurahan."
        )
    )


def _draw_parts(table: pd.DataFrame) -> None:
    import altair as alt

    names = {name: tr(SECTOR_LABELS[name]) for name in ("region_part", "mix_part")}
    long = table.rename(columns=names).melt("sector", list(names.values()), "part", "n")
    bars = (
        alt.Chart(long, height=alt.Step(30))
        .mark_bar(size=18)
        .encode(
            x=alt.X("n:Q", title=tr("perubahan, usaha")),
            y=alt.Y("sector:N", title=None, sort=None),
            color=alt.Color("part:N", sort=list(names.values()), legend=alt.Legend(orient="bottom", title=None)),
            tooltip=[
                alt.Tooltip("sector:N", title=tr("Sektor")),
                alt.Tooltip("part:N", title=tr("Bagian")),
                alt.Tooltip("n:Q", title=tr("Usaha"), format=",.0f"),
            ],
        )
    )
    st.altair_chart(bars)


def list_places(view: View) -> None:
    """Kelurahan of one sector, those that grew most of their own on top."""
    st.subheader(tr("Tempat mana yang tumbuh lebih cepat dari wilayahnya?"), anchor=False)
    sector = choose_sector()
    table = change_table(view.study)
    rows = table[table["sector"] == sector]
    if rows.empty:
        st.info(
            tr(
                "{sector} tidak dicakup kedua survei, jadi perubahannya **tidak diketahui**, bukan nol.",
                sector=sector_label(sector),
            ),
            icon=":material/help:",
        )
        return
    waves = view.study.waves.xs(sector, level="sector")
    firm = int(waves["local_firm"].sum())
    st.markdown(
        plural(
            "Di **{n}** tempat perbedaannya lebih besar daripada yang biasa terjadi kebetulan.",
            firm,
            n=say_number(firm),
        )
        if firm
        else tr(
            "Tidak ada tempat yang bedanya dengan wilayah lebih besar daripada yang biasa terjadi "
            "**kebetulan**: anggap urutan di bawah sebagai petunjuk untuk dicek, bukan temuan."
        )
    )
    _show(rows.sort_values("local_part", ascending=False, na_position="last"), PLACE_LABELS, height=420)
    st.caption(
        tr(
            "Tempat dengan kurang dari 3 usaha pada salah satu survei disembunyikan. LQ dinamis "
            "hanya dihitung bila dulu ada paling sedikit 5 usaha."
        )
    )
    with st.container(horizontal=True):
        offer_table(table, f"perubahan-{view.key}", tr("Unduh semua sektor"))


def _show(rows: pd.DataFrame, labels: dict[str, str], height: int | None = None) -> None:
    kept = [name for name in labels if name in rows and (name != "note" or (rows["note"] != "").any())]
    shown = rows[kept]
    if "note" in kept:
        shown = shown.assign(note=shown["note"].map(tr))
    said = {name: SAID[name] for name in kept if name in SAID}
    phone = is_phone()
    config: dict[str, Any] = {name: tr(labels[name]) for name in kept}
    config |= {
        name: st.column_config.NumberColumn(
            tr(labels[name]), help=tr(HELP.get(labels[name], "")) or None, width=70 if phone else WIDTH
        )
        for name in said
    }
    for name, width in (("name", 110 if phone else 170), ("note", 240), ("sector", 100)):
        if name in kept:
            config[name] = st.column_config.TextColumn(tr(labels[name]), width=width)
    # Styling cell by cell costs a second from a few thousand rows on; then the browser's own format must do.
    styled = shown.style.format(said) if len(shown) <= STYLED_UP_TO else shown
    st.dataframe(styled, hide_index=True, column_config=config, placeholder="", height=height or "auto")
