"""Where one is: region, kecamatan, kelurahan; each a way back."""

from __future__ import annotations

from functools import partial

import streamlit as st

from mapping.language import mark, tr
from mapping.ui.cache import View
from mapping.ui.map.address import bound, change, choices, offered
from mapping.ui.map.subjects import SPOTS, WHOLE
from mapping.ui.text import plain

LEVELS = {"kelurahan": mark("Kelurahan/desa"), WHOLE: mark("Kecamatan")}


def choose_level() -> str:
    """Whether the map shows kelurahan or whole kecamatan: what was asked for."""
    level = offered("tingkat", LEVELS, "kelurahan")
    st.segmented_control(
        tr("Satuan peta"), list(LEVELS), format_func=lambda key: tr(LEVELS[key]), required=True, **bound("tingkat")
    )
    return level


def level_shown(word: str, kecamatan: int) -> str:
    """The level drawn: inside a chosen kecamatan, and for hot spots, always its kelurahan."""
    asked = offered("tingkat", LEVELS, "kelurahan")
    return WHOLE if asked == WHOLE and kecamatan < 0 and not word.startswith(SPOTS) else "kelurahan"


def open_kecamatan(view: View, position: int) -> None:
    """Go from the map of kecamatan into one."""
    change(kecamatan=view.places.kecamatan_labels[position], nilai="")


def show_crumbs(view: View, kecamatan: int, selected: str) -> None:
    """Region › kecamatan › kelurahan, where one is inside something; what stands before is a way back."""
    if kecamatan < 0:
        return
    name = view.places.kecamatan_labels[kecamatan]
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key="peta-jejak"):
        back = tr("Semua kecamatan") if choices()["tingkat"] == WHOLE else plain(view.study.settings.region)
        st.button(
            back,
            icon=":material/arrow_back:",
            type="tertiary",
            key="peta-kembali",
            on_click=partial(change, kecamatan="", pilih="", nilai=""),
        )
        st.markdown("›", width="content")
        if selected:
            st.button(
                tr("Kec. {name}", name=plain(name)),
                type="tertiary",
                key="peta-kecamatan-ini",
                on_click=partial(change, pilih=""),
            )
            st.markdown(f"› **{plain(view.study.kelurahan.loc[selected, 'name'])}**", width="content")
        else:
            st.markdown(tr("**Kec. {name}**", name=plain(name)), width="content")
