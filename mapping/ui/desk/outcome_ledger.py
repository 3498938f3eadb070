"""The ledger on the screen: whether the advice holds, what may go wrong, each start, and the forms."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.outcomes.read import checks_due, read_ledger
from mapping.desk.rules import Actor, may
from mapping.knowledge.formats import say_date, say_number
from mapping.language import mark, tr
from mapping.present.desk_hits import month_label
from mapping.ui.cache import View
from mapping.ui.controls import WRAPS, is_phone
from mapping.ui.desk.choose import choose_cooperative
from mapping.ui.desk.open import Desk, said, today
from mapping.ui.desk.outcome_advice import line_names, say_lines
from mapping.ui.desk.outcome_check import ask_check
from mapping.ui.desk.outcome_form import ask_start, say_advice
from mapping.ui.desk.outcome_hits import show_hits
from mapping.ui.desk.outcome_later import ask_later
from mapping.ui.desk.outcome_signs import list_effects, list_signs
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain
from mapping.ui.words import show_words

PHONE_WIDTHS = (100, 135, 115)
"""Of the three columns that a phone has room for, pixels."""
ADVISED_WIDTH = 260
"""So wide, pixels, that both checks still stand beside it."""
STATES = {
    "": mark("belum mulai"),
    "early": mark("belum waktunya"),
    "due": mark("sudah waktunya"),
    "overdue": mark("terlambat dicek"),
    "lost": mark("terlewat, tidak diketahui"),
}


def show_ledger(view: View, desk: Desk, actor: Actor) -> None:
    """All of it, the tool's own hits first."""
    with said():
        codes = view.study.kelurahan.index
        ledger = read_ledger(desk, actor, today(), codes)
        show_hits(desk, actor, codes)
        if ledger.empty:
            st.info(
                tr(
                    "**Buku hasil masih kosong.** Begitu koperasi mencatat usaha yang dimulai, salinan saran hari itu "
                    "ikut disimpan dan tidak bisa diubah lagi; sesudah 6 dan 12 bulan dicek bagaimana jadinya."
                ),
                icon=":material/menu_book:",
            )
        else:
            _list_due(ledger, line_names(view.study))
            list_signs(desk, actor, codes)
            list_effects(desk, actor, codes)
            _list_all(ledger, line_names(view.study))
        if may(actor, "outcome.start", actor.cooperative_id):
            _show_own(view, desk, actor, ledger)


def _list_due(ledger: pd.DataFrame, names: dict[str, str]) -> None:
    """Checks to make now."""
    due = checks_due(ledger)
    if due.empty:
        return
    with st.expander(tr("Pengecekan yang ditunggu ({n})", n=say_number(len(due))), icon=":material/event_busy:"):
        table = pd.DataFrame(
            {
                tr("Koperasi di"): due["kelurahan"],
                tr("Usaha"): due["line_id"].map(lambda line: names.get(line, line)),
                tr("Sejak"): due["since"].map(say_date),
                tr("Pengecekan"): due["month"].map(month_label),
                tr("Keadaan"): due["overdue"].map({True: tr("terlambat dicek"), False: tr("sudah waktunya")}),
            }
        )
        show_words(table.iloc[:, :3]) if is_phone() else st.dataframe(table, hide_index=True)


def _list_all(ledger: pd.DataFrame, names: dict[str, str]) -> None:
    st.subheader(tr("Semua usaha yang tercatat"), anchor=False)
    shown = pd.DataFrame(
        {
            tr("Koperasi di"): ledger["kelurahan"],
            tr("Dimulai"): [names.get(line, line) if line else tr("belum mulai") for line in ledger["line_id"]],
            tr("Tanggal"): [say_date(day) if day else "–" for day in ledger["started_on"]],
            tr("Disarankan waktu itu"): [say_lines(text, names) or tr("belum ada saran") for text in ledger["advised"]],
            month_label(6): [say_check(row, 6) for _, row in ledger.iterrows()],
            month_label(12): [say_check(row, 12) for _, row in ledger.iterrows()],
        }
    )
    widths = dict(zip((tr("Koperasi di"), tr("Dimulai"), month_label(6)), PHONE_WIDTHS, strict=True))
    if not is_phone():
        widths = {tr("Disarankan waktu itu"): ADVISED_WIDTH}
    st.dataframe(
        shown,
        hide_index=True,
        row_height=WRAPS,
        column_order=list(widths) if is_phone() else None,
        column_config={name: st.column_config.TextColumn(width=width) for name, width in widths.items()},
    )
    with st.container(horizontal=True):
        offer_table(ledger.rename_axis("id").reset_index(), "buku_hasil", tr("Unduh buku hasil"), "tertiary")


def say_check(row: pd.Series, month: int) -> str:
    """How a start stood, or why nobody knows."""
    state = str(row[f"state_{month}"])
    if state != "checked":
        return tr(STATES.get(state, state))
    if not row[f"trading_{month}"]:
        return tr("berhenti")
    if row[f"line_id_{month}"] != row["line_id"]:
        return tr("berjalan, ganti lini")
    covers = row[f"covers_costs_{month}"]
    if pd.isna(covers):
        return tr("berjalan, biaya belum diketahui")
    return tr("berjalan, menutup biaya") if covers else tr("berjalan, belum menutup biaya")


def _show_own(view: View, desk: Desk, actor: Actor, ledger: pd.DataFrame) -> None:
    """One cooperative: what is advised today, its starts, and the forms."""
    st.subheader(tr("Catat untuk satu koperasi"), anchor=False)
    number = choose_cooperative(view, desk, actor)
    if number is None:
        return
    names = line_names(view.study)
    advice = say_advice(view, desk, actor, number, names)
    for outcome_id, row in ledger[ledger["cooperative_id"] == number].iterrows():
        with st.container(border=True, gap="xsmall"):
            _say_start(row, names)
            ask_check(desk, actor, int(str(outcome_id)), row, names)
            ask_later(desk, actor, int(str(outcome_id)), row, names)
    ask_start(desk, actor, number, advice, names)


def _say_start(row: pd.Series, names: dict[str, str]) -> None:
    line, followed = row["line_id"], ""
    if line:
        day = say_date(row["started_on"])
        st.markdown(tr("**{line}**, mulai {day}.", line=plain(names.get(line, line)), day=day))
        followed = _say_followed(row)
    else:
        st.markdown(tr("**Belum ada usaha yang dimulai** sesudah saran {day}.", day=say_date(row["advised_on"])))
    st.caption(
        tr(
            "Saran {day}: {lines}. {followed}",
            day=say_date(row["advised_on"]),
            lines=plain(say_lines(row["advised"], names)) or tr("belum ada saran"),
            followed=followed,
        ).strip()
    )


def _say_followed(row: pd.Series) -> str:
    advised, avoided = row["advised"].split("; "), row["avoided"].split("; ")
    if not row["advised"]:
        return ""
    if row["started_on"] < row["advised_on"]:
        return tr("Usaha ini dimulai sebelum saran itu, jadi tidak dihitung mengikuti saran.")
    if row["line_id"] == advised[0]:
        return tr("Mengikuti saran pertama.")
    if row["line_id"] in advised:
        return tr("Mengikuti salah satu saran.")
    return tr("Lini ini disarankan dihindari.") if row["line_id"] in avoided else tr("Tidak mengikuti saran.")
