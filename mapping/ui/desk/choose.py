"""Which cooperative a page of the desk is about."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.register.read import cooperatives_of
from mapping.desk.rules import COOPERATIVE
from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.controls import kelurahan_labels
from mapping.ui.desk.open import Actor, Desk
from mapping.ui.links import link_to
from mapping.ui.state import chosen, remember, restore
from mapping.ui.text import plain

WORD, PLACE = "koperasi", "kelurahan"


def cooperative_labels(cooperatives: pd.DataFrame) -> dict[str, str]:
    """Number of every cooperative, as an address has it -> how lists show it.

    Examples
    --------
    >>> rows = pd.DataFrame({"label": ["Kalirungkut (Rungkut)"], "synthetic": [True]}, index=[7])
    >>> cooperative_labels(rows)
    {'7': 'Kalirungkut (Rungkut) · data peraga'}
    """
    made_up = tr("{name} · data peraga")
    return {
        str(number): made_up.format(name=label) if synthetic else label
        for number, label, synthetic in zip(
            cooperatives.index, cooperatives["label"], cooperatives["synthetic"], strict=True
        )
    }


def choose_cooperative(view: View, desk: Desk, actor: Actor) -> int | None:
    """The cooperative that this page is about; a cooperative that signed in sees its own.

    The kelurahan chosen on another page leads to its cooperative, and the cooperative picked here to its kelurahan.

    Returns
    -------
    int or None
        Its number; None where the register has none for this region, which is said with a link to fill it.
    """
    if actor.role == COOPERATIVE:
        own = cooperatives_of(desk, None, actor).loc[lambda table: table.index == actor.cooperative_id]
        if own.empty:
            st.info(tr("Koperasi Anda belum ada di daftar. Hubungi dinas."), icon=":material/groups:")
            return None
        st.markdown(f"**{plain(next(iter(cooperative_labels(own).values())))}**")
        return int(own.index[0])
    cooperatives = cooperatives_of(desk, view.study.kelurahan.index, actor)
    if cooperatives.empty:
        st.info(tr("Daftar koperasi wilayah ini masih kosong. Isi daftarnya dulu."), icon=":material/groups:")
        link_to("daftar", tr("Buka daftar koperasi"), ":material/groups:")
        return None
    return _pick(view, cooperatives)


def _pick(view: View, cooperatives: pd.DataFrame) -> int:
    labels = cooperative_labels(cooperatives)
    places = dict(zip(labels, cooperatives["kelurahan_code"], strict=True))
    first = {code: number for number, code in reversed(places.items())}
    code = restore(PLACE, ["", *view.study.kelurahan.index], "")
    default = first.get(code, next(iter(labels)))
    asked = st.query_params.get(WORD)
    if asked is None and code in first and places.get(chosen(WORD)) != code:
        st.session_state[WORD] = default
    number = restore(WORD, list(labels), default)
    if asked is not None and asked not in labels:
        st.caption(tr("Koperasi pada tautan tidak ada di wilayah ini, jadi diganti."))

    def follow() -> None:
        st.session_state[PLACE] = places.get(chosen(WORD), "")

    picked = st.selectbox(
        tr("Koperasi"),
        list(labels),
        format_func=labels.__getitem__,
        key=WORD,
        on_change=follow,
        filter_mode="contains",
        persist_state="session",
        icon=":material/search:",
        width=560,
    )
    number = picked or number
    if code and code not in first:
        name = kelurahan_labels(view)[code]
        st.caption(tr("Belum ada koperasi di {place} pada daftar, jadi ditampilkan yang lain.", place=plain(name)))
        remember(WORD, number)
        return int(number)
    st.session_state[PLACE] = places[number]
    remember(PLACE, places[number])
    remember(WORD, number, unless=first[places[number]])
    return int(number)
