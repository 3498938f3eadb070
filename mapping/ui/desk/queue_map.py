"""Where cooperatives wait: the most urgent open need of every kelurahan, and the table beside it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from mapping.desk.needs.queue import read_needs
from mapping.desk.register.read import cooperatives_of
from mapping.desk.rules import Actor
from mapping.knowledge.formats import say_date, say_number
from mapping.knowledge.needs import tier_label
from mapping.language import mark, plural, tr
from mapping.present.mapdata import KNOWN, UNKNOWN, MapKinds
from mapping.ui.cache import View
from mapping.ui.controls import is_dark, is_phone
from mapping.ui.desk.need_words import MADE_UP, say_item
from mapping.ui.desk.open import Desk, said, today
from mapping.ui.desk.queue_state import open_need
from mapping.ui.hotspots import PALE
from mapping.ui.kinship import pick_row
from mapping.ui.mapview import show_map
from mapping.ui.state import chosen

COLOURS = ("#b2182b", "#ef8a62", "#67a9cf", "#b5a7d6")
"""Most urgent first; told apart without seeing red and green."""
NOTHING = mark("tidak ada yang terbuka")


def waiting_places(needs: pd.DataFrame) -> pd.DataFrame:
    """What waits in each kelurahan, most urgent first.

    Returns
    -------
    DataFrame
        Index ``kelurahan_code``: ``kelurahan, kecamatan, waiting`` (how many), ``urgency`` (of the most urgent),
        ``days`` (the longest open), ``first`` (number of the most urgent need), ``synthetic``.

    Examples
    --------
    >>> rows = {"kelurahan_code": ["b", "a", "b"], "urgency": [1, 2, 4], "age_days": [0.0, 3.0, 9.0]}
    >>> needs = pd.DataFrame(rows, index=[7, 8, 9]).assign(kelurahan="x", kecamatan="y", synthetic=False)
    >>> waiting_places(needs)[["waiting", "urgency", "days", "first"]].to_dict("index")["b"]
    {'waiting': 2, 'urgency': 1, 'days': 9.0, 'first': 7}
    """
    waiting = needs[needs["urgency"].notna()].rename_axis("number").reset_index()
    return (
        waiting.groupby("kelurahan_code")
        .agg(
            kelurahan=("kelurahan", "first"),
            kecamatan=("kecamatan", "first"),
            waiting=("urgency", "size"),
            urgency=("urgency", "min"),
            days=("age_days", "max"),
            first=("number", "first"),
            synthetic=("synthetic", "any"),
        )
        .sort_values(["urgency", "waiting"], ascending=[True, False], kind="stable")
    )


def map_needs(view: View, places: pd.DataFrame, registered: set[str], needs: pd.DataFrame) -> MapKinds:
    """The map by the most urgent need; a kelurahan without a cooperative on the register is not known."""
    kelurahan = view.study.kelurahan
    at, kecamatan = view.kecamatan
    codes = [str(code) for code in kelurahan.index]
    tier = places["urgency"].reindex(codes).astype("float64")
    count = places["waiting"].reindex(codes)
    items = {number: say_item(row) for number, row in zip(needs.index, needs.to_dict("records"), strict=True)}
    first = places["first"].reindex(codes).map(items)
    details = [
        "" if pd.isna(n) else plural("{n} kebutuhan terbuka: {item}", n, n=say_number(n), item=item)
        for n, item in zip(count, first, strict=True)
    ]
    notes = [tr("menurut meja kebutuhan, {day}", day=say_date(today()))]
    return MapKinds(
        codes=codes,
        names=kelurahan["name"].astype(str).tolist(),
        places=at.tolist(),
        kecamatan=kecamatan,
        kinds=np.where(tier.isna(), len(COLOURS), tier.fillna(1) - 1).astype(np.int64),
        states=np.where(tier.notna() | pd.Index(codes).isin(registered), KNOWN, UNKNOWN),
        labels=[*(tier_label(tier) for tier in range(1, len(COLOURS) + 1)), tr(NOTHING)],
        colours=[*COLOURS, PALE[is_dark()]],
        details=details,
        title=tr("Kebutuhan paling mendesak"),
        notes=[*notes, tr(MADE_UP)] if places["synthetic"].any() else notes,
        selected=chosen("kelurahan"),
        dark=is_dark(),
    )


def show_places(view: View, desk: Desk, actor: Actor) -> None:
    """The map of open needs with its table; a click on either opens the most urgent need there."""
    with said():
        needs = read_needs(desk, actor, today(), view.study.kelurahan.index, ended=0)
        registered = set(cooperatives_of(desk, view.study.kelurahan.index, actor)["kelurahan_code"])
        places = waiting_places(needs)
        n = len(places)
        st.markdown(
            plural("**Kebutuhan terbuka ada di {n} kelurahan/desa.**", n, n=say_number(n))
            if n
            else tr("**Tidak ada kebutuhan terbuka di wilayah ini.**")
        )
        map_side, list_side = st.columns([6, 5], gap="medium")
        with map_side:
            shown = map_needs(view, places, registered, needs)
            clicked = show_map(view, shown, 380 if is_phone() else 520, key="peta-kebutuhan").code
        with list_side:
            picked = _list_places(places)
        code = picked or clicked
        if code in places.index:
            open_need(int(places.loc[code, "first"]))
        if len(registered) < len(view.study.kelurahan):
            st.caption(tr("Yang bergaris belum punya koperasi di daftar, jadi kebutuhannya belum diketahui."))


def _list_places(places: pd.DataFrame) -> str:
    if places.empty:
        return ""
    table = pd.DataFrame(
        {
            tr("Kelurahan"): places["kelurahan"] + " (" + places["kecamatan"] + ")",
            tr("Paling mendesak"): [tier_label(tier) for tier in places["urgency"]],
            tr("Terbuka"): places["waiting"],
            tr("Paling lama (hari)"): places["days"].astype("int64"),
        }
    )
    return pick_row(table, places.index, 300 if is_phone() else 520, "peta-kebutuhan-daftar", {})
