"""Which kelurahan stand side by side, kept in the address."""

from __future__ import annotations

import streamlit as st

from mapping.language import tr
from mapping.present.compare import FEWEST, MOST, first_codes
from mapping.ui.cache import View
from mapping.ui.figures import best_known
from mapping.ui.state import remember
from mapping.ui.text import plain

KEY, WIDGET, WRITTEN = "kode", "kode-dibandingkan", "_compared"


def choose_places(view: View) -> list[str]:
    """Two to four codes, in the order picked; fewer only while the user is picking.

    The address wins when it changed from outside, the widget otherwise. Codes that the region does not have are left
    out and said.
    """
    known = view.study.kelurahan
    _restore(view, [str(code) for code in known.index])
    labels = (known["name"].astype(str) + " · Kec. " + known["kecamatan"].astype(str)).to_dict()
    picked = st.multiselect(
        tr("Kelurahan atau desa yang dibandingkan (2 sampai 4)"),
        sorted(labels, key=labels.__getitem__),
        format_func=labels.__getitem__,
        key=WIDGET,
        max_selections=MOST,
        placeholder=tr("Ketik nama kelurahan atau kecamatan"),
        persist_state="session",
    )
    codes = [str(code) for code in picked]
    st.session_state[WRITTEN] = (view.key, ",".join(codes))
    remember(KEY, ",".join(codes))
    if len(codes) < FEWEST:
        st.info(tr("Pilih paling sedikit dua kelurahan atau desa."), icon=":material/compare_arrows:")
    return codes


def _restore(view: View, known: list[str]) -> None:
    """Put into the widget what the address asks for, or the first comparison of a region."""
    asked = st.query_params.get(KEY)
    written = st.session_state.get(WRITTEN, ("", ""))
    if asked and (view.key, asked) != written:
        wanted = list(dict.fromkeys(part.strip() for part in asked.split(",") if part.strip()))
        found = [code for code in wanted if code in set(known)][:MOST]
        if len(found) < min(len(wanted), MOST):
            lost = [plain(code[:20]) for code in wanted if code not in set(known)]
            st.caption(tr("Kode pada tautan yang tidak ada di wilayah ini: {codes}.", codes=", ".join(lost[:MOST])))
        st.session_state[WIDGET] = _complete(view, found)
    elif written[0] != view.key or WIDGET not in st.session_state:
        st.session_state[WIDGET] = _complete(view, [])


def _complete(view: View, found: list[str]) -> list[str]:
    """At least two: one that came alone gets its nearest peer beside it."""
    if len(found) >= FEWEST:
        return found
    return first_codes(view.study, found[0] if found else best_known(view))
