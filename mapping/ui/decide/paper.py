"""First step: which lines are voted on."""

from __future__ import annotations

import streamlit as st

from mapping.advise.decide.ballot import Ballot, make_ballot, read_decide_rules, say_lines
from mapping.errors import MappingError
from mapping.language import mark, tr
from mapping.ui.cache import View
from mapping.ui.decide.session import advice_of, ballot_of, keep_ballot, line_names, suitability_of
from mapping.ui.decide.steps import go_on
from mapping.ui.decide.takeaway import offer_files
from mapping.ui.text import plain

SECOND_PAGES = {
    "": mark("Tanpa halaman kedua"),
    "lini": mark("Banding lini, dua-dua"),
    "kriteria": mark("Banding alasan, dua-dua"),
}
POSITIONS = {
    "1": mark("saran alat 1"),
    "2": mark("saran alat 2"),
    "3": mark("saran alat 3"),
    "later": mark("nanti"),
    "avoid": mark("alat: jangan dulu"),
}


def prepare_paper(view: View, code: str) -> None:
    """Choose the lines and what the second page asks; download what the meeting needs."""
    names, ballot = line_names(view), ballot_of(view, code)
    if ballot is None:
        st.info(
            tr(
                "Alat belum punya saran untuk tempat ini, jadi warga yang mengusulkan. Pilih dua sampai "
                "lima lini usaha."
            ),
            icon=":material/edit_note:",
        )
    _choose_lines(view, code, ballot, names)
    if ballot is None:
        offer_files(view, code, None)
        return
    lines_side, files_side = st.columns([7, 4], gap="large")
    with lines_side:
        _list_lines(view, code, ballot, names)
    with files_side:
        offer_files(view, code, ballot)
        go_on("hitung", tr("Suara sudah terkumpul: hitung"))


def _choose_lines(view: View, code: str, ballot: Ballot | None, names: dict[str, str]) -> None:
    most = read_decide_rules()["ballot"]["lines"]
    where = f"{view.key}-{code}"
    lines_key, page_key = f"rapat-lini-{where}", f"rapat-halaman-{where}"
    st.session_state[lines_key] = list(ballot.lines) if ballot else st.session_state.get(lines_key, [])
    st.session_state[page_key] = ballot.questions if ballot else ""
    st.multiselect(
        tr("Lini di kertas suara (2 sampai {most})", most=most),
        sorted(names, key=names.__getitem__),
        format_func=names.__getitem__,
        max_selections=most,
        placeholder=tr("Pilih"),
        key=lines_key,
        on_change=_take_lines,
        args=(view, code, lines_key, page_key),
    )
    st.segmented_control(
        tr("Halaman kedua"),
        list(SECOND_PAGES),
        format_func=lambda page: tr(SECOND_PAGES[page]),
        key=page_key,
        on_change=_take_lines,
        args=(view, code, lines_key, page_key),
        help=tr("Membandingkan dua-dua menunjukkan seberapa kuat pilihan warga. Perlu waktu; boleh dilewati."),
    )


def _take_lines(view: View, code: str, lines_key: str, page_key: str) -> None:
    """Put the chosen lines in use; a choice of fewer than two changes nothing yet."""
    try:
        ballot = make_ballot(st.session_state[lines_key], line_names(view), st.session_state[page_key] or "")
    except MappingError as error:
        st.toast(plain(error), icon=":material/info:")
        return
    keep_ballot(view, code, ballot)


def _list_lines(view: View, code: str, ballot: Ballot, names: dict[str, str]) -> None:
    """What the paper will say of each line."""
    lines = say_lines(ballot, names, advice_of(view, code), suitability_of(view, code))
    for letter, row in lines.iterrows():
        with st.container(border=True, gap="xsmall"):
            said = f" · :gray[{tr(POSITIONS[row['position']])}]" if row["position"] in POSITIONS else ""
            st.markdown(f"**{letter}. {plain(row['line'])}**{said}")
            st.caption(
                tr(
                    "Alasan: {reason}  \nTetapi: {counter_argument}",
                    reason=plain(row["reason"]),
                    counter_argument=plain(row["counter_argument"]),
                )
            )
    st.caption(
        tr("Di kertas, urutannya menurut abjad dan tanda saran tidak ikut dicetak, supaya warga memilih sendiri.")
    )
