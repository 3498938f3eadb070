"""What happened to the rows of a study's files, how good the data are, and where to survey next."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_date, say_number, say_percent
from mapping.language import mark, tr
from mapping.measure.quality import read_quality_rules
from mapping.present.quality import next_survey_table, quality_table, reasons, row_account
from mapping.present.tables import label_table
from mapping.ui.cache import View
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain

ROLES = {
    "boundaries": mark("Batas wilayah"),
    "survey": mark("Survei usaha"),
    "context": "Tabel pendukung",
    "earlier": mark("Survei sebelumnya"),
}
ISSUE_LABELS = {
    "row": "Baris",
    "column": "Kolom",
    "value": "Nilai",
    "what": "Temuan",
    "done": mark("Yang dilakukan"),
    "sheet": "Lembar",
    "file": "Berkas",
}
REJECT_LABELS = {
    "row": "Baris",
    "column": "Kolom",
    "value": "Nilai",
    "reason": "Alasan",
    "sheet": "Lembar",
    "file": "Berkas",
}
LEVELS = {"warn": mark("Perlu dilihat"), "repair": "Diperbaiki", "info": mark("Cara membaca")}
GRADE_LABELS = {
    "name": "Kelurahan/desa",
    "grade": "Mutu",
    "kecamatan": "Kecamatan",
    "weakest": mark("Yang paling lemah"),
    "advice": mark("Cara memperbaiki"),
    "n": mark("Usaha tersurvei"),
    "coverage": "Cakupan",
    "age_months": mark("Umur (bulan)"),
    "classified_share": mark("Jelas produknya"),
    "answered_share": "Terjawab",
    "kelurahan_code": "Kode",
}
TOPOLOGY_LABELS = {
    "kind": "Pemeriksaan",
    "n": "Banyaknya",
    "area_km2": "Luas (km²)",
    "what": "Temuan",
    "done": mark("Yang dilakukan"),
}
NEXT_LABELS = {
    "place": "Urutan",
    "name": "Kelurahan/desa",
    "kecamatan": "Kecamatan",
    "chance_of_change": mark("Peluang saran berubah"),
    "wanted": "Wawancara lagi",
    "why": "Sebabnya",
}
WIDEST = ("Temuan", "Alasan")
WIDE = ("Temuan", mark("Yang dilakukan"), "Alasan", "Sebabnya", mark("Cara memperbaiki"), mark("Yang paling lemah"))


def say_rows(view: View) -> None:
    """Rows in, used, repaired and rejected, per file, and by reason."""
    account = row_account(view.study)
    for column, entry in zip(st.columns(len(account)), account.itertuples(), strict=True):
        with column.container(border=True):
            st.markdown(f"**{ROLES.get(entry.role, '')}** · {plain(entry.name)}")
            figures = {
                "Baris masuk": entry.rows_in,
                "Dipakai": entry.rows_used,
                "Diperbaiki": entry.rows_repaired,
                "Ditolak": entry.rows_rejected,
            }
            with st.container(horizontal=True):
                for label, figure in figures.items():
                    st.metric(label, say_number(figure), width="content")
            if entry.rows_rejected > entry.rows_used:
                st.warning(tr("Sebagian besar baris ditolak. Apakah kedua berkas dari wilayah yang sama?"))
    table = reasons(view.study)
    if len(table):
        labels = {"file": "Berkas", "what": "Nasib", "reason": "Alasan", "rows": "Baris"}
        with st.expander(tr("Menurut alasan ({table})", table=len(table)), icon=":material/format_list_bulleted:"):
            _table(table, labels)


def say_classified(view: View) -> None:
    """How many businesses were recognised, and how many want a second look."""
    businesses = view.study.businesses
    if businesses.empty:
        return
    unknown = float((businesses["product"] == "").mean())
    doubtful = int((businesses["needs_confirmation"] & (businesses["product"] != "")).sum())
    st.markdown(
        tr(
            "Produk dikenali pada **{unknown}** usaha; **{doubtful}** di antaranya perlu konfirmasi "
            "karena tulisannya belum pasti.",
            unknown=say_percent(1 - unknown),
            doubtful=say_number(doubtful),
        )
    )


def list_doubtful(view: View) -> None:
    """Texts that could mean several products: what was used and what else it could be."""
    businesses = view.study.businesses
    rows = businesses[businesses["needs_confirmation"] & (businesses["product"] != "")]
    if rows.empty:
        return
    with st.expander(tr("Perlu konfirmasi: {rows} usaha", rows=say_number(len(rows))), icon=":material/help:"):
        table = rows[["row", "description", "product", "candidates"]].sort_values("row")
        labels = {
            "row": "Baris",
            "description": "Tulisan",
            "product": tr("Dipakai sebagai"),
            "candidates": tr("Bisa juga"),
        }
        _table(table, labels)


def list_grades(view: View) -> None:
    """The grade of every kelurahan, what pulls it down, and what the grades mean."""
    st.subheader(tr("Mutu data per kelurahan/desa"), anchor=False)
    table = quality_table(view.study)
    counted = table["grade"].value_counts()
    with st.container(horizontal=True):
        for grade in "ABCD":
            st.metric(f"Mutu {grade}", say_number(int(counted.get(grade, 0))), width="content", border=True)
    settings = view.study.settings
    until = say_date(settings.as_of or settings.survey_date) if settings.as_of or settings.survey_date else ""
    st.caption(
        tr(
            "Mutu A sampai D adalah yang terendah dari lima hal: banyaknya usaha tersurvei, cakupan, "
            "umur data, jelas tidaknya produk, dan terjawab tidaknya pertanyaan. Cakupan "
            "dibandingkan dengan jumlah usaha yang diperkirakan bila kelurahan ini seramai rata-rata "
            "wilayah; ini perkiraan, bukan hasil sensus."
        )
        + (tr(" Umur dihitung sampai {until}.", until=until) if until else "")
    )
    chosen = st.pills("Tampilkan mutu", list("ABCD"), selection_mode="multi", default=None, key="quality_grades")
    shown = table[table["grade"].isin(chosen)] if chosen else table
    _table(shown, GRADE_LABELS, percent=(tr("Jelas produknya"), "Terjawab"))
    with st.expander(tr("Batas tiap mutu"), icon=":material/rule:"):
        parts = read_quality_rules()["parts"].values()
        limits = pd.DataFrame([[part["label"], *part["limits"]] for part in parts], columns=["", "A", "B", "C"])
        st.dataframe(limits, hide_index=True)
        st.caption(tr("Asumsi perencanaan; umur adalah batas atas, yang lain batas bawah. Di luar C berarti D."))
    _downloads(table, "mutu", view)


def list_next_survey(view: View) -> None:
    """Where to survey next: the places where more interviews would change the advice most."""
    st.subheader(tr("Survei berikutnya"), anchor=False)
    more = read_quality_rules()["next_survey"]["interviews"]
    st.caption(
        tr(
            "Urutan menurut peluang bahwa saran pertama berubah bila ada {more} wawancara lagi; bila "
            "sama, yang penduduknya lebih banyak lebih dulu.",
            more=more,
        )
    )
    table = next_survey_table(view.study)
    _table(table.head(15), NEXT_LABELS)
    _downloads(table, "survei-berikutnya", view)


def list_topology(view: View) -> None:
    """How well the outlines fit together, check by check, those with something to look at first."""
    table = view.study.topology
    found = int((table["n"] > 0).sum())
    title = tr("Garis batas: {found} dari {table} pemeriksaan menemukan sesuatu", found=found, table=len(table))
    with st.expander(title, icon=":material/polyline:"):
        shown = table.sort_values("n", ascending=False, kind="stable")
        shown = shown.assign(area_km2=shown["area_km2"].where(shown["n"] > 0), what=shown["what"].str.capitalize())
        labels = {
            "kind": "Pemeriksaan",
            "n": "Banyaknya",
            "area_km2": "Luas (km²)",
            "what": "Temuan",
            "done": "Tindakan",
        }
        _table(shown, labels)


def list_issues(view: View) -> None:
    """Every finding about the files, and what was done about it."""
    st.subheader("Temuan", anchor=False)
    issues = view.study.issues
    if issues.empty:
        st.success(tr("Tidak ada temuan."), icon=":material/check_circle:")
        return
    counted = issues["level"].value_counts()
    options = [level for level in LEVELS if level in counted]
    level = st.segmented_control(
        "Jenis temuan",
        options,
        default=options[0],
        format_func=lambda one: f"{LEVELS[one]} ({say_number(int(counted[one]))})",
        key="issue_level",
        label_visibility="collapsed",
    )
    _table(issues[issues["level"] == (level or options[0])], ISSUE_LABELS)
    _downloads(label_table(issues, view.study), "temuan", view)


def list_rejects(view: View) -> None:
    """Rows that were not used, why, and the file to mend them in."""
    st.subheader(tr("Baris yang ditolak"), anchor=False)
    if view.study.rejects.empty:
        st.success(tr("Semua baris dipakai."), icon=":material/check_circle:")
        return
    _table(view.study.rejects, REJECT_LABELS)
    _downloads(label_table(view.study.rejects, view.study), "ditolak", view)


def _table(rows: pd.DataFrame, labels: dict[str, str], percent: tuple[str, ...] = ()) -> None:
    kept = [column for column in labels if column in rows and (column != "sheet" or (rows["sheet"] != "").any())]
    config: dict[str, Any] = {
        name: st.column_config.TextColumn(width="large" if name in WIDEST else "medium") for name in WIDE
    }
    config |= {name: st.column_config.NumberColumn(format="percent") for name in percent}
    config["Baris"] = st.column_config.NumberColumn(width=64, format="%d")
    st.dataframe(rows[kept].rename(columns=labels), hide_index=True, column_config=config, placeholder="")


def _downloads(table: pd.DataFrame, name: str, view: View) -> None:
    with st.container(horizontal=True):
        offer_table(table, f"{name}-{view.key}", "Unduh")
