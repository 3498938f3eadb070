"""The files of a user's own region: given, described, worked through."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import streamlit as st

from mapping.errors import MappingError
from mapping.intake.gate.limits import read_limits
from mapping.knowledge.catalog import read_column_labels
from mapping.language import mark, tr
from mapping.present.files.tidy import csv_bytes
from mapping.settings import SourceFile
from mapping.ui.cache import ROOT
from mapping.ui.own.decisions import load_decisions, load_words
from mapping.ui.own.work import COVERAGE, REGION, Matter, ask_work, files_of, is_ready, keep_files, matter, settle
from mapping.ui.text import plain

FORM = ROOT / "data" / "raw" / "formulir_umkm.xlsx"
BOUNDARIES_SAID = mark(
    "GeoJSON, GeoPackage, GeoParquet, FlatGeobuf, KML/KMZ, TopoJSON, atau shapefile: zip, "
    "maupun bagian-bagiannya (.shp .shx .dbf .prj) sekaligus."
)
SURVEY_SAID = mark("CSV, Excel (.xlsx, .xls), ODS, GeoJSON atau GeoPackage berisi titik; satu baris satu usaha.")
OPTIONAL = (
    ("corrections", mark("Keputusan sebelumnya (corrections.csv)"), mark("Semua yang pernah Anda putuskan diulang.")),
    (
        "lexicon",
        mark("Kata produk tambahan (lexikon.csv)"),
        mark("Kata yang pernah Anda tambahkan pada daftar produk."),
    ),
    (
        "crosswalk",
        mark("Padanan kode BPS dan Kemendagri"),
        mark("Perlu bila survei memakai kode BPS dan peta kode Kemendagri."),
    ),
    (
        "context",
        mark("Tabel pendukung"),
        mark("Penduduk, rumah tangga tani, pasar dan bank, BUM Desa dan koperasi, atau harga; boleh beberapa berkas."),
    ),
    ("earlier", mark("Survei sebelumnya"), mark("Survei wilayah yang sama dari tahun sebelumnya.")),
)
SEVERAL = ("boundaries", "context")
"""Roles that take several files: loose parts of a map, or tables of their own."""


def ask_files() -> None:
    """Both files, what else is known of them, and the button that starts the work."""
    left, right = st.columns(2, gap="medium")
    with left:
        _ask_file("boundaries", tr("1. Batas kelurahan/desa"), tr(BOUNDARIES_SAID))
        _offer_columns("boundaries")
    with right:
        _ask_file("survey", tr("2. Survei usaha"), tr(SURVEY_SAID))
        with st.container(horizontal=True):
            _offer_columns("survey")
            _offer_templates()
    with st.expander(tr("Berkas tambahan, boleh kosong"), icon=":material/attach_file:"):
        for part in (OPTIONAL[:3], OPTIONAL[3:]):
            for column, (role, label, text) in zip(st.columns(3, gap="medium"), part, strict=False):
                with column:
                    _ask_file(role, tr(label), tr(text))
    _ask_choices()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            tr("Periksa dan hitung"),
            type="primary",
            disabled=not is_ready(),
            icon=":material/play_arrow:",
            on_click=ask_work,
        )
        st.caption(
            tr(
                "Paling besar {file_mb} MB per berkas. Nama pemilik, NIK, telepon, surel dan alamat "
                "dibuang begitu berkas dibaca; berkas hanya ada selama halaman ini terbuka.",
                file_mb=read_limits("page").file_mb,
            ),
            width="stretch",
        )


def _ask_file(role: str, label: str, text: str) -> None:
    """One uploader; a file given before stays in use when the user comes back from another page."""
    widget = f"unggah-{role}"
    several = role in SEVERAL
    st.file_uploader(label, accept_multiple_files=several, key=widget, on_change=_take, args=(role, widget))
    st.caption(text)
    held = files_of(role)
    if held and not st.session_state.get(widget):
        names = ", ".join(plain(file.name) for file in held)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(tr(":material/check_circle: Dipakai: **{names}**", names=names), width="content")
            st.button(tr("Lepas"), key=f"lepas-{role}", type="tertiary", on_click=keep_files, args=(role, ()))


def _take(role: str, widget: str) -> None:
    """What an uploader holds becomes the session's; earlier decisions and words are taken over at once."""
    given = st.session_state.get(widget) or []
    given = given if isinstance(given, list) else [given]
    files = [SourceFile(one.name, one.getvalue()) for one in given]
    if role not in ("corrections", "lexicon"):
        keep_files(role, files)
        return
    load = load_decisions if role == "corrections" else load_words
    settle()
    try:
        for file in files:
            load(file)
    except MappingError as error:
        settle(Matter("error", str(error)))


def _offer_columns(role: str) -> None:
    st.button(
        tr("Atur kolom sendiri"),
        key=f"atur-{role}",
        type="tertiary",
        icon=":material/view_column:",
        disabled=not files_of(role),
        on_click=settle,
        args=(Matter("columns", role=role),),
    )


def _offer_templates() -> None:
    if FORM.exists():
        st.download_button(
            tr("Formulir survei (XLSForm)"),
            FORM.read_bytes,
            file_name=FORM.name,
            type="tertiary",
            on_click="ignore",
            icon=":material/download:",
            help=tr("Siap diunggah ke KoboToolbox atau ODK; hasilnya dibaca tanpa diatur."),
        )
    st.download_button(
        tr("Contoh CSV"),
        _template,
        file_name="contoh_survei.csv",
        mime="text/csv",
        type="tertiary",
        on_click="ignore",
        icon=":material/download:",
        help=tr("Judul kolom yang pasti dikenali; isi satu usaha per baris."),
    )


def _template() -> bytes:
    heads = [label["template"] for label in read_column_labels()["survey"].values() if label.get("template")]
    return csv_bytes(pd.DataFrame(columns=heads))


def _ask_choices() -> None:
    left, middle, right = st.columns(3, gap="medium")
    left.text_input(tr("Nama wilayah"), tr(REGION), max_chars=80, key="own_region", persist_state="session")
    middle.date_input(
        tr("Tanggal survei"),
        None,
        format="DD/MM/YYYY",
        max_value=dt.date(2100, 1, 1),
        key="own_date",
        help=tr("Kosongkan bila tertulis di survei."),
        persist_state="session",
    )
    right.selectbox(
        tr("Apakah petani ikut didata?"),
        list(COVERAGE),
        format_func=tr,
        key="own_coverage",
        persist_state="session",
        help=tr("Daftar UMKM biasanya tidak memuat petani; pertanian lalu tidak diketahui, bukan rendah."),
    )


def say_matter() -> None:
    """Why the last work did not end in a result, in words."""
    present = matter()
    if present is None or present.kind in ("question", "columns"):
        return
    with st.container(key="perihal"):
        if present.kind == "stopped":
            st.info(plain(present.message), icon=":material/stop_circle:")
        else:
            st.error(plain(present.message), icon=":material/error:")
