"""What happened to the rows of a study's files, how good the data are, and where to survey next."""

from __future__ import annotations

from typing import Any, Literal

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_date, say_number, say_percent
from mapping.language import mark, plural, tr
from mapping.measure.quality import read_quality_rules
from mapping.present.quality import next_survey_table, quality_table, reasons, row_account
from mapping.present.tables import label_table
from mapping.ui.cache import View
from mapping.ui.downloads import offer_table
from mapping.ui.state import chosen, remember, restore, restore_text
from mapping.ui.text import plain

ROLES = {
    "boundaries": mark("Batas wilayah"),
    "survey": mark("Survei usaha"),
    "context": mark("Tabel pendukung"),
    "earlier": mark("Survei sebelumnya"),
}
ISSUE_LABELS = {
    "row": mark("Baris"),
    "column": mark("Kolom"),
    "value": mark("Nilai"),
    "what": mark("Temuan"),
    "done": mark("Yang dilakukan"),
    "sheet": mark("Lembar"),
    "file": mark("Berkas"),
}
REJECT_LABELS = {
    "row": mark("Baris"),
    "column": mark("Kolom"),
    "value": mark("Nilai"),
    "reason": mark("Alasan"),
    "sheet": mark("Lembar"),
    "file": mark("Berkas"),
}
REASON_LABELS = {
    "file": mark("Berkas"),
    "what": mark("Nasib"),
    "reason": mark("Alasan"),
    "rows": mark("Baris"),
}
DOUBTFUL_LABELS = {
    "row": mark("Baris"),
    "description": mark("Tulisan"),
    "product": mark("Dipakai sebagai"),
    "candidates": mark("Bisa juga"),
}
LEVELS = {"warn": mark("Perlu dilihat"), "repair": mark("Diperbaiki"), "info": mark("Cara membaca")}
GRADE_LABELS = {
    "name": mark("Kelurahan/desa"),
    "grade": mark("Mutu"),
    "kecamatan": mark("Kecamatan"),
    "weakest": mark("Yang paling lemah"),
    "advice": mark("Cara memperbaiki"),
    "n": mark("Usaha tersurvei"),
    "coverage": mark("Cakupan"),
    "age_months": mark("Umur (bulan)"),
    "classified_share": mark("Jelas produknya"),
    "answered_share": mark("Terjawab"),
    "kelurahan_code": mark("Kode"),
}
NEXT_LABELS = {
    "place": mark("Urutan"),
    "name": mark("Kelurahan/desa"),
    "kecamatan": mark("Kecamatan"),
    "chance_of_change": mark("Peluang saran berubah"),
    "wanted": mark("Wawancara lagi"),
    "why": mark("Sebabnya"),
}
TOPOLOGY_LABELS = {
    "kind": mark("Pemeriksaan"),
    "n": mark("Banyaknya"),
    "area_km2": mark("Luas (km²)"),
    "what": mark("Temuan"),
    "done": mark("Tindakan"),
}
WIDTHS: dict[str, Literal["medium", "large"]] = {
    "Temuan": "large",
    "Alasan": "large",
    "Yang dilakukan": "medium",
    "Sebabnya": "medium",
    "Cara memperbaiki": "medium",
    "Yang paling lemah": "medium",
}
"""Label -> how wide its column is."""


def say_rows(view: View) -> None:
    """Rows in, used, repaired and rejected, per file, and by reason."""
    account = row_account(view.study)
    for column, entry in zip(st.columns(len(account)), account.itertuples(), strict=True):
        with column.container(border=True):
            st.markdown(f"**{tr(ROLES.get(entry.role, ''))}** · {plain(entry.name)}")
            figures = {
                tr("Baris masuk"): entry.rows_in,
                tr("Dipakai"): entry.rows_used,
                tr("Diperbaiki"): entry.rows_repaired,
                tr("Ditolak"): entry.rows_rejected,
            }
            with st.container(horizontal=True):
                for label, figure in figures.items():
                    st.metric(label, say_number(figure), width="content")
            if entry.rows_rejected > entry.rows_used:
                st.warning(tr("Sebagian besar baris ditolak. Apakah kedua berkas dari wilayah yang sama?"))
    table = reasons(view.study)
    if len(table):
        table = table.assign(what=table["what"].map(tr))
        with st.expander(tr("Menurut alasan ({n})", n=len(table)), icon=":material/format_list_bulleted:"):
            _table(table, REASON_LABELS)


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
    with st.expander(plural("Perlu konfirmasi: {n} usaha", len(rows), n=say_number(len(rows))), icon=":material/help:"):
        table = rows[["row", "description", "product", "candidates"]].sort_values("row")
        others = table["candidates"].str.split("; ").map(lambda products: "; ".join(map(tr, products)))
        _table(table.assign(product=table["product"].map(tr), candidates=others), DOUBTFUL_LABELS)


def list_grades(view: View) -> None:
    """The grade of every kelurahan, what pulls it down, and what the grades mean."""
    st.subheader(tr("Mutu data per kelurahan/desa"), anchor=False)
    table = quality_table(view.study)
    counted = table["grade"].value_counts()
    with st.container(horizontal=True):
        for grade in "ABCD":
            n = say_number(int(counted.get(grade, 0)))
            st.metric(tr("Mutu {grade}", grade=grade), n, width="content", border=True)
    settings = view.study.settings
    until = say_date(settings.as_of or settings.survey_date) if settings.as_of or settings.survey_date else ""
    said = [
        tr(
            "Mutu A sampai D adalah yang terendah dari lima hal: banyaknya usaha tersurvei, cakupan, "
            "umur data, jelas tidaknya produk, dan terjawab tidaknya pertanyaan. Cakupan "
            "dibandingkan dengan jumlah usaha yang diperkirakan bila kelurahan ini seramai rata-rata "
            "wilayah; ini perkiraan, bukan hasil sensus."
        )
    ]
    said += [tr("Umur dihitung sampai {date}.", date=until)] if until else []
    st.caption(" ".join(said))
    grades = _choose_grades()
    shown = table[table["grade"].isin(grades)] if grades else table
    _table(shown, GRADE_LABELS, percent=("classified_share", "answered_share"))
    with st.expander(tr("Batas tiap mutu"), icon=":material/rule:"):
        parts = read_quality_rules()["parts"].values()
        limits = pd.DataFrame([[part["label"], *part["limits"]] for part in parts], columns=["", "A", "B", "C"])
        st.dataframe(limits, hide_index=True)
        st.caption(tr("Asumsi perencanaan; umur adalah batas atas, yang lain batas bawah. Di luar C berarti D."))
    _downloads(table, "mutu", view)


def _choose_grades() -> list[str]:
    """The grades to show, kept in the address as their letters; none: all."""
    word, widget = "mutu", "quality_grades"
    before, wanted = chosen(word), restore_text(word)
    if wanted != before or widget not in st.session_state:
        st.session_state[widget] = [grade for grade in "ABCD" if grade in wanted]
    picked = st.pills(tr("Tampilkan mutu"), list("ABCD"), selection_mode="multi", key=widget)
    st.session_state[word] = "".join(sorted(picked))
    remember(word, st.session_state[word], unless="")
    return picked


def list_next_survey(view: View) -> None:
    """Where to survey next: the places where more interviews would change the advice most."""
    st.subheader(tr("Survei berikutnya"), anchor=False)
    more = read_quality_rules()["next_survey"]["interviews"]
    st.caption(
        tr(
            "Urutan menurut peluang bahwa saran pertama berubah bila ada {n} wawancara lagi; bila "
            "sama, yang penduduknya lebih banyak lebih dulu.",
            n=more,
        )
    )
    table = next_survey_table(view.study)
    _table(table.head(15), NEXT_LABELS)
    _downloads(table, "survei-berikutnya", view)


def list_topology(view: View) -> None:
    """How well the outlines fit together, check by check, those with something to look at first."""
    table = view.study.topology
    found = int((table["n"] > 0).sum())
    title = tr("Garis batas: {found} dari {n} pemeriksaan menemukan sesuatu", found=found, n=len(table))
    with st.expander(title, icon=":material/polyline:"):
        shown = table.sort_values("n", ascending=False, kind="stable")
        shown = shown.assign(
            kind=shown["kind"].map(tr),
            area_km2=shown["area_km2"].where(shown["n"] > 0),
            what=shown["what"].str.capitalize(),
        )
        _table(shown, TOPOLOGY_LABELS)


def list_issues(view: View) -> None:
    """Every finding about the files, and what was done about it."""
    st.subheader(tr("Temuan"), anchor=False)
    issues = view.study.issues
    if issues.empty:
        st.success(tr("Tidak ada temuan."), icon=":material/check_circle:")
        return
    counted = issues["level"].value_counts()
    options = [level for level in LEVELS if level in counted]
    restore("temuan", options, options[0])
    level = st.segmented_control(
        tr("Jenis temuan"),
        options,
        required=True,
        format_func=lambda one: f"{tr(LEVELS[one])} ({say_number(int(counted[one]))})",
        key="temuan",
        label_visibility="collapsed",
    )
    level = level or options[0]
    remember("temuan", level, unless=options[0])
    _table(issues[issues["level"] == level], ISSUE_LABELS)
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
    config: dict[str, Any] = {column: tr(labels[column]) for column in kept}
    for column in kept:
        if width := WIDTHS.get(labels[column]):
            config[column] = st.column_config.TextColumn(tr(labels[column]), width=width)
        elif labels[column] == "Baris":
            config[column] = st.column_config.NumberColumn(tr("Baris"), width=64, format="%d")
        elif column in percent:
            config[column] = st.column_config.NumberColumn(tr(labels[column]), format="percent")
    st.dataframe(rows[kept], hide_index=True, column_config=config, placeholder="")


def _downloads(table: pd.DataFrame, name: str, view: View) -> None:
    with st.container(horizontal=True):
        offer_table(table, f"{name}-{view.key}", tr("Unduh"))
