"""What the page shows, and what its maps have in common."""

from __future__ import annotations

import numpy as np
import streamlit as st

from mapping.language import mark, tr
from mapping.present.mapdata import KNOWN, UNKNOWN, MapKinds
from mapping.present.outlines import kecamatan_of
from mapping.ui.cache import View
from mapping.ui.controls import choose_one, is_dark
from mapping.ui.hotspots import PALE
from mapping.ui.kinship import map_notes
from mapping.ui.state import remember, restore

PARTS = {"belanja": mark("Belanja di sini"), "alat": mark("Alat bersama"), "wilayah": mark("Seluruh wilayah")}
REST = mark("lainnya")


def choose_part() -> str:
    """What the page shows: ``"belanja"``, ``"alat"`` or ``"wilayah"``."""
    return choose_one("bagian", PARTS, tr("Yang ditampilkan"))


def choose_of(key: str, label: str, names: dict[str, str], first: str) -> str:
    """One of several by name, kept in the address; as its key."""
    wanted = restore(key, list(names), first)
    picked = st.selectbox(
        label, list(names), format_func=names.__getitem__, key=key, persist_state="session", width=560
    )
    remember(key, picked or wanted)
    return picked or wanted


def map_of(view: View, kinds: dict[str, str], colours: dict[str, str], title: str, selected: str) -> MapKinds:
    """A colouring of some kelurahan by kind; the others that were surveyed are pale.

    Parameters
    ----------
    kinds : dict of str
        Code of a kelurahan -> one of the keys of ``colours``.
    colours : dict of str
        Words of the legend -> colour.
    """
    study, dark = view.study, is_dark()
    places, kecamatan = kecamatan_of(study.kelurahan)
    palette = colours | {REST: PALE[dark]}
    codes = [str(code) for code in study.kelurahan.index]
    surveyed = set(study.businesses["kelurahan_code"])
    return MapKinds(
        codes=codes,
        names=study.kelurahan["name"].astype(str).tolist(),
        places=places.tolist(),
        kecamatan=kecamatan,
        kinds=np.array([list(palette).index(kinds.get(code, REST)) for code in codes]),
        states=np.array([KNOWN if code in kinds or code in surveyed else UNKNOWN for code in codes]),
        labels=[tr(word) for word in palette],
        colours=list(palette.values()),
        details=[""] * len(codes),
        title=title,
        notes=[*map_notes(view), tr("jarak garis lurus")],
        selected=selected,
        dark=dark,
    )
