"""The map page in one fragment: controls, map, card, table and chart, all of one choice."""

from __future__ import annotations

from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number
from mapping.language import tr
from mapping.present.mapdata import KNOWN, SUPPRESSED, MapShown
from mapping.present.tables import NOT_COVERED, sector_label
from mapping.score.weigh.setup import criteria_in_force
from mapping.ui.cache import View
from mapping.ui.controls import is_dark, is_phone
from mapping.ui.links import go_to
from mapping.ui.map.address import change, offered, write_address
from mapping.ui.map.card import show_card
from mapping.ui.map.classes import EXPLAINED, NAMES, Classes, classify
from mapping.ui.map.controls import Wish, ask_wish
from mapping.ui.map.crumbs import open_kecamatan, show_crumbs
from mapping.ui.map.drawing import draw_subject
from mapping.ui.map.filters import choose_grades, found, offer_reset, passing, read_grades
from mapping.ui.map.histogram import draw_spread
from mapping.ui.map.listing import ScreenTable, list_places, listed_rows, offer_all, offer_shown, screen_table
from mapping.ui.map.overlays import drawn_layers
from mapping.ui.map.subjects import PAIR, SCORE, SPOTS, WHOLE, Subject, read_subject, significance_subject
from mapping.ui.mapview import Click, show_map
from mapping.ui.share.buttons import share_buttons

Mask = npt.NDArray[np.bool_]
SOUGHT, OPENED = "peta_terakhir_dicari", "peta_dibuka"


@st.fragment
def show_panel(view: View) -> None:
    """All of the page below its title; a widget in it runs this and nothing else, and the map keeps its place."""
    if code := st.session_state.pop(OPENED, ""):
        go_to("profil", kelurahan=code)
    dark, wish = is_dark(), ask_wish(view)
    subject = read_subject(view, wish.word, wish.sector, wish.line_id, wish.level, dark, wish.kind)
    classes = classify(subject, wish.method, wish.count, dark)
    grades = read_grades(classes)
    with wish.grades:
        choose_grades(classes, grades)
    chosen = passing(view, subject, classes, wish.kind, wish.kecamatan, grades, wish.sought)
    selected = _settle_selection(view, subject, chosen, wish.sought)
    rows = listed_rows(subject, classes, chosen)
    table = screen_table(subject, classes, rows)
    _say_coverage(view, subject, wish.sector, chosen)
    show_crumbs(view, wish.kecamatan, selected)
    map_side, list_side = st.columns([7, 4], gap="medium")
    with map_side:
        shown = _show_maps(view, wish, subject, classes, chosen, selected, dark)
    with list_side:
        _show_side(view, wish, subject, classes, table, selected)
    _show_spread(wish, subject, classes, grades, selected, dark)
    write_address()
    with st.container(horizontal=True):
        share_buttons(view, shown, name=f"peta-{wish.word}", table=table[0], title=subject.title)
        offer_shown(view, subject, classes, rows)
        offer_all(view)


def _settle_selection(view: View, subject: Subject, chosen: Mask, sought: str) -> str:
    """The selected kelurahan; a fresh search that can only mean one selects it."""
    selected = offered("pilih", view.study.kelurahan.index, "")
    if sought != st.session_state.get(SOUGHT, ""):
        st.session_state[SOUGHT] = sought
        if meant := found(subject, chosen, sought):
            change(pilih=meant)
            return meant
    return selected


def _focus(view: View, wish: Wish, selected: str) -> str:
    """The kecamatan to zoom to: the chosen one, or that of the kelurahan that was looked for."""
    if wish.kecamatan >= 0:
        return str(wish.kecamatan)
    if not (selected and wish.sought):
        return ""
    places, _ = view.kecamatan
    return str(places[view.study.kelurahan.index.get_loc(selected)])


def _show_maps(view: View, wish: Wish, subject: Subject, classes: Classes, chosen: Mask, selected: str,
               dark: bool) -> MapShown:  # fmt: skip
    """The map, and the one beside it where there is one; what the first shows."""
    focus = _focus(view, wish, selected)

    def draw(one: Subject, of: Classes) -> MapShown:
        mask = chosen if len(chosen) == len(one.rows) else np.ones(len(one.rows), dtype=bool)
        return draw_subject(view, one, of, wish.sector, mask, selected, focus, wish.textured, dark)

    other = _read_second(view, wish, dark)
    shown = draw(subject, classes)
    beside = draw(other, classify(other, wish.method, wish.count, dark)) if other else None
    height = 440 if is_phone() else 600
    take = partial(_take_click, view, selected)
    show_map(view, shown, height, beside=beside, overlays=drawn_layers(view), key="potensi", on_click=take)
    return shown


def _read_second(view: View, wish: Wish, dark: bool) -> Subject | None:
    """What stands beside: what was asked for; beside hot spots else how sure they are."""
    if wish.second:
        return read_subject(view, wish.second, wish.sector, wish.line_id, wish.level, dark, wish.kind)
    return significance_subject(view, wish.sector, dark) if wish.word == SPOTS else None


def _take_click(view: View, selected: str, click: Click) -> None:
    """A kecamatan opens; a kelurahan is selected, and clicked once more opens its profile."""
    if click.level == WHOLE:
        open_kecamatan(view, int(click.code))
    elif click.code == selected:
        st.session_state[OPENED] = selected
    else:
        change(pilih=click.code)


def _say_coverage(view: View, subject: Subject, sector: str, chosen: Mask) -> None:
    """How much the map can speak about, and what the filter leaves."""
    rows = subject.rows
    if not subject.is_covered and "note" in rows and (rows["note"] == NOT_COVERED).any():
        st.warning(
            tr(
                "Survei ini tidak mencakup {sector}. Potensinya **tidak diketahui**, bukan rendah. "
                "Pilih sektor lain, atau muat survei yang mendata sektor ini di Data saya.",
                sector=sector_label(sector).lower(),
            ),
            icon=":material/help:",
        )
        return
    if not subject.is_covered and subject.word in (SCORE, PAIR) and "n" in rows and rows["n"].notna().any():
        _say_missing(view, rows)
        return
    known, few = int((rows["state"] == KNOWN).sum()), int((rows["state"] == SUPPRESSED).sum())
    told = [_say_known(subject, known)]
    told += [tr("{few} disembunyikan karena kurang dari 3 usaha", few=say_number(few))] if few else []
    closed = int(rows["closed"].sum()) if "closed" in rows else 0
    told += [tr("{closed} belum memenuhi syarat", closed=say_number(closed))] if closed else []
    unknown = len(rows) - known - few - closed
    told += [tr("{unknown} belum cukup data", unknown=say_number(unknown))] if unknown else []
    if not chosen.all():
        told.append(tr("saringan menyisakan {left}", left=say_number(int(chosen.sum()))))
    with st.container(horizontal=True, vertical_alignment="center"):
        st.caption("; ".join(told) + ".", width="stretch")
        offer_reset()


def _say_known(subject: Subject, known: int) -> str:
    total = say_number(len(subject.rows))
    if subject.level == WHOLE:
        return tr("{known} dari {total} kecamatan diketahui; klik kecamatan untuk masuk", known=known, total=total)
    return tr(
        "{known} dari {total} kelurahan/desa diketahui; klik satu untuk melihat angkanya",
        known=say_number(known),
        total=total,
    )


def _say_missing(view: View, rows: pd.DataFrame) -> None:
    used = criteria_in_force(view.study.settings.setup)["criteria"]
    missing = [
        criterion["label"][:1].lower() + criterion["label"][1:]
        for name, criterion in used.items()
        if rows[name].isna().all()
    ]
    st.warning(
        tr(
            "Skor belum bisa dihitung: {missing} tidak ada di berkas. Tampilkan ukuran lain, misalnya kekhasan, "
            "atau lengkapi berkasnya.",
            missing=", ".join(missing),
        ),
        icon=":material/help:",
    )


def _show_side(view: View, wish: Wish, subject: Subject, classes: Classes, table: ScreenTable, selected: str) -> None:
    """The card of the selected kelurahan, and the table."""
    if selected:
        show_card(view, subject, classes, wish.sector, selected)
    if table[0].empty:
        st.info(tr("Tidak ada yang cocok dengan saringan dan pencarian ini."), icon=":material/search_off:")
        return
    height = 380 if is_phone() else 600
    list_places(view, subject, table, selected, height - (220 if selected and not is_phone() else 0))


def _show_spread(wish: Wish, subject: Subject, classes: Classes, grades: tuple[int, ...], selected: str,
                 dark: bool) -> None:  # fmt: skip
    """The chart, and beside it what the classes mean."""
    if not (classes.of >= 0).any():
        return
    chart_side, words_side = st.columns([7, 4], gap="medium")
    with chart_side:
        st.markdown(tr("**Sebaran.** Klik satu kelas untuk menampilkan kelas itu saja."))
        draw_spread(subject, classes, grades, selected, dark)
    with words_side:
        if classes.cuts is not None:
            st.markdown(f"**{tr(NAMES[wish.method])}.** {tr(EXPLAINED[wish.method])}")
            if classes.cuts.count < classes.cuts.wanted and subject.word != PAIR:
                st.caption(
                    tr(
                        "Hanya {made} dari {wanted} kelas yang berisi: angkanya tidak cukup tersebar.",
                        made=classes.cuts.count,
                        wanted=classes.cuts.wanted,
                    )
                )
        if grades:
            st.button(tr("Tampilkan semua kelas"), icon=":material/done_all:", key="peta-semua-kelas",
                      on_click=lambda: change(nilai=""))  # fmt: skip
