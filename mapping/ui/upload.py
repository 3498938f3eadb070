"""A user's own two files: checked, worked through, kept for this session only."""

from __future__ import annotations

import datetime as dt
import logging
from typing import TYPE_CHECKING

import streamlit as st

from mapping.errors import MappingError, QuestionError
from mapping.settings import Settings, SourceFile
from mapping.ui.cache import OWN, keep_own_view
from mapping.ui.links import go_to
from mapping.ui.text import plain

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

BOUNDARY_TYPES = ["geojson", "json", "gpkg", "zip", "parquet"]
SURVEY_TYPES = ["csv", "xlsx"]
COVERAGE = {"Tebak dari isinya": None, "Ya, petani ikut didata": True, "Tidak": False}
log = logging.getLogger(__name__)


def ask_files() -> None:
    """The upload form; on success the region becomes "Wilayah saya" on every page of this session."""
    if note := st.session_state.pop("upload_note", ""):
        st.success(note, icon=":material/check_circle:")
    if st.session_state.pop("upload_stopped", False):
        st.info("Dihentikan. Tidak ada yang berubah.", icon=":material/stop_circle:")
    if question := st.session_state.pop("upload_question", ""):
        st.warning(plain(question), icon=":material/help:")
    left, right = st.columns(2, gap="large")
    boundary = left.file_uploader(
        "1. Batas kelurahan/desa", BOUNDARY_TYPES, help="GeoJSON, GeoPackage, GeoParquet, atau shapefile dalam zip."
    )
    survey = right.file_uploader("2. Survei usaha", SURVEY_TYPES, help="CSV atau Excel; satu baris satu usaha.")
    left, middle, right = st.columns(3, gap="large")
    region = left.text_input("Nama wilayah", "Wilayah saya", max_chars=80)
    date = middle.date_input("Tanggal survei", None, format="DD/MM/YYYY", max_value=dt.date(2100, 1, 1))
    coverage = right.selectbox("Apakah petani ikut didata?", list(COVERAGE))
    crs = ""
    if st.session_state.get("ask_crs"):
        crs = st.text_input(
            "Sistem koordinat berkas batas",
            placeholder="EPSG:4326 (bujur-lintang) atau EPSG:32749 (UTM 49S)",
            help="Tanyakan pada pembuat berkas; kode EPSG biasanya tertulis di keterangan petanya.",
        )
    st.caption(
        "Nama pemilik, NIK, telepon, surel dan alamat dibuang begitu berkas dibaca. Paling besar 25 MB per berkas."
    )
    ready = boundary is not None and survey is not None
    asked = st.button("Periksa dan hitung", type="primary", disabled=not ready, icon=":material/play_arrow:")
    if asked and boundary is not None and survey is not None:
        settings = Settings(
            region=region.strip() or "Wilayah saya",
            survey_date=date.isoformat() if date else "",
            answers=(("batas.crs", crs.strip()),) if crs.strip() else (),
            covers_agriculture=COVERAGE[coverage],
        )
        _work(settings, boundary, survey)


def _say_stopped() -> None:
    st.session_state["upload_stopped"] = True


def _work(settings: Settings, boundary: UploadedFile, survey: UploadedFile) -> None:
    """Run the study with a progress bar and a stop button; nothing is kept unless it ends well."""
    from mapping.study import Sources, build_study

    place = st.empty()
    with place.container():
        bar = st.progress(0.0, "Mulai")
        st.button("Hentikan", on_click=_say_stopped, icon=":material/stop:")

    def report(share: float, text: str) -> None:
        # When the stop button was pressed Streamlit ends this run here, inside the study, before anything is kept.
        bar.progress(min(max(share, 0.0), 1.0), text)

    try:
        sources = Sources(SourceFile(boundary.name, boundary.getvalue()), SourceFile(survey.name, survey.getvalue()))
        study = build_study(settings, sources, report)
        keep_own_view(study)
    except QuestionError as error:
        st.session_state.update(ask_crs=True, upload_question=str(error))
        st.rerun()
    except MappingError as error:
        place.error(plain(error), icon=":material/error:")
        return
    except Exception:
        log.exception("study of an upload failed")
        place.error("Berkas tidak dapat diolah karena kesalahan yang tidak terduga. Tidak ada yang berubah.")
        return
    st.session_state["ask_crs"] = False
    st.session_state["upload_note"] = "Selesai. Wilayah Anda kini bisa dipilih di semua halaman, hanya dalam sesi ini."
    st.session_state.pop("kelurahan", None)
    go_to("periksa", wilayah=OWN)
