"""Every file of a kelurahan and its region, by what it is brought along for."""

from __future__ import annotations

import streamlit as st

from mapping.language import tr
from mapping.present.files.format import KELURAHAN, Format
from mapping.present.files.formats import FORMATS
from mapping.ui.cache import View
from mapping.ui.files.purposes import ICONS, grouped, say_program
from mapping.ui.files.writing import offer_file
from mapping.ui.links import link_to
from mapping.ui.text import plain


def show_files(view: View, code: str) -> None:
    """One box a purpose, two side by side; each file with what it is, of which place, and what opens it."""
    boxes = list(grouped().items())
    for start in range(0, len(boxes), 2):
        for column, (purpose, forms) in zip(st.columns(2, gap="medium"), boxes[start : start + 2], strict=False):
            with column.container(border=True, height="stretch", gap="small"):
                st.markdown(" ".join(["#####", ICONS[purpose], tr(purpose)]))
                for form in forms:
                    _show_file(view, form, code)


def _show_file(view: View, form: Format, code: str) -> None:
    study = view.study
    place = str(study.kelurahan.at[code, "name"]) if form.of == KELURAHAN else study.settings.region
    with st.container(gap="xsmall"):
        offer_file(view, form, code)
        st.caption(
            tr(
                "{use} {place}; dibuka dengan {program}.",
                use=tr(form.use),
                place=plain(place),
                program=say_program(form),
            )
        )


def take_along(view: View, code: str, *names: str) -> None:
    """A small row of a kelurahan's files for other pages."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="bawa-pulang"):
        st.markdown(f"**{tr('Bawa pulang')}**", width="content")
        for form in filter(None, map(FORMATS.get, names)):
            offer_file(view, form, code, "tertiary")
        link_to("berkas", tr("Semua berkas"), ":material/folder_open:", kelurahan=code)
