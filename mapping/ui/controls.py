"""Widgets that several pages share."""

from __future__ import annotations

from typing import Literal

import streamlit as st

from mapping.knowledge.formats import say_date
from mapping.language import tr
from mapping.present.tables import SYNTHETIC, sector_label
from mapping.ui.cache import OWN, View, current_view, region_labels
from mapping.ui.state import chosen, remember, restore
from mapping.ui.text import plain

SECTOR_OF = {"pangan": "food", "kerajinan": "crafts", "pertanian": "agriculture"}
"""Word in the address -> sector code: the same in every language, so that a link opens the same view in each."""
FIRST_SECTOR = next(iter(SECTOR_OF))
WORD_OF = {sector: word for word, sector in SECTOR_OF.items()}


def choose_region() -> None:
    """The region, in the sidebar of every page; an unknown one in a link falls back to the first."""
    labels = region_labels()
    if not labels:
        return
    asked = st.query_params.get("wilayah")
    restore("wilayah", list(labels), next(iter(labels)))
    st.selectbox(
        tr("Wilayah"),
        list(labels),
        format_func=lambda key: tr("{region} (unggahan Anda)", region=labels[key]) if key == OWN else labels[key],
        key="wilayah",
        label_visibility="collapsed",
        icon=":material/location_on:",
        width=240,
        persist_state="session",
    )
    if asked is not None and asked not in labels:
        st.caption(tr("Wilayah pada tautan tidak dikenal di sini, jadi diganti."))
    remember("wilayah", chosen("wilayah"))


def say_origin() -> None:
    """Where the figures of the chosen region come from; always in sight."""
    if not region_labels():
        return
    settings = current_view().study.settings
    if settings.synthetic:
        st.badge(
            tr(SYNTHETIC),
            icon=":material/science:",
            color="orange",
            help=tr("Angka usaha dibuat untuk peragaan; nama dan kode wilayah asli."),
        )
    st.caption(
        " · ".join(
            filter(
                None,
                [tr("Survei {date}", date=say_date(settings.survey_date)), plain(tr(settings.boundary_note))],
            )
        )
    )


def choose_sector() -> str:
    """The sector, as its code."""
    words = list(SECTOR_OF)
    wanted = restore("sektor", words, FIRST_SECTOR)
    picked = st.segmented_control(
        tr("Sektor"),
        words,
        format_func=lambda word: sector_label(SECTOR_OF[word]),
        key="sektor",
        required=True,
        persist_state="session",
    )
    word = picked or wanted
    remember("sektor", word)
    return SECTOR_OF[word]


def choose_one(
    key: str,
    labels: dict[str, str],
    question: str,
    *,
    told: bool = False,
    width: Literal["content", "stretch"] = "content",
) -> str:
    """One of a few parts side by side, kept in the address; the first until another is picked.

    Parameters
    ----------
    key : str
        Word in the address.
    labels : dict of str
        Value in the address -> what the button says, in Indonesian.
    question : str
        Read out by a screen reader; shown only when ``told``.
    """
    wanted = restore(key, list(labels), next(iter(labels)))
    picked = st.segmented_control(
        question,
        list(labels),
        format_func=lambda value: tr(labels[value]),
        key=key,
        required=True,
        persist_state="session",
        label_visibility="visible" if told else "collapsed",
        width=width,
    )
    remember(key, picked or wanted)
    return picked or wanted


def kelurahan_labels(view: View) -> dict[str, str]:
    """Code of every kelurahan -> its name with the kecamatan, as lists show it; shared, so nobody changes it."""
    return view.places.labels


def choose_kelurahan(view: View, default: str) -> str:
    """One kelurahan, found by typing part of its name or kecamatan; as its code."""
    labels, codes = view.places.labels, view.places.codes
    asked = st.query_params.get("kelurahan")
    wanted = restore("kelurahan", codes, default if default in labels else codes[0])
    picked = st.selectbox(
        tr("Kelurahan atau desa"),
        codes,
        format_func=labels.__getitem__,
        key="kelurahan",
        filter_mode="contains",
        persist_state="session",
        icon=":material/search:",
        width=560,
    )
    if asked is not None and asked not in labels:
        st.caption(tr("Kode kelurahan pada tautan tidak ada di wilayah ini, jadi diganti."))
    remember("kelurahan", picked or wanted)
    return picked or wanted


WRAPS = 66
"""Height of a table's rows from which Streamlit breaks long texts into lines, three of them."""


def is_phone() -> bool:
    """Whether the page is being read on a phone; only used for heights that a style sheet cannot set."""
    return "Mobi" in (st.context.headers.get("User-Agent") or "")


def is_dark() -> bool:
    """Whether the reader's theme is dark."""
    return st.context.theme.type == "dark"
