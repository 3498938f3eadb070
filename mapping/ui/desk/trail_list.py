"""The trail on the screen: who did what when, and whether nobody rewrote it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.openness.trail_view import MOST, read_freshness, read_trail, verify_trail
from mapping.knowledge.formats import say_date, say_number
from mapping.knowledge.trail import read_trail_words
from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.desk.open import Actor, Desk, now, said, today
from mapping.ui.desk.watch_time import say_time
from mapping.ui.downloads import offer_table
from mapping.ui.open_data.asked import address_of
from mapping.ui.state import remember, restore
from mapping.ui.text import plain
from mapping.ui.words import show_words

TABLE, WHOSE = "tabel", "milik"
EVERYTHING = "semua"
FOUND = "keutuhan_catatan"
ROWS = 20
"""Changes on one page of the list."""


def show_trail(view: View, desk: Desk, actor: Actor) -> None:
    """The trail, its check, and how old what is known of each cooperative is."""
    st.markdown(
        tr(
            "Setiap perubahan di meja ditambahkan ke catatan ini dengan waktu, peran, dan isinya sebelum dan sesudah. "
            "Catatan tidak bisa diubah diam-diam: tiap baris terikat pada baris sebelumnya. Umum tidak melihat nama "
            "orang, kontak, pesan, dan keterangan; yang seperti itu tertulis \\*\\*\\*."
        ),
        width=860,
    )
    st.markdown(tr("Untuk sistem lain dan pemeriksa luar: [data terbuka]({address}).", address=address_of()))
    with said():
        st.fragment(_check)(desk, actor)
        _list(view, desk, actor)
        _list_freshness(view, desk, actor)


def _check(desk: Desk, actor: Actor) -> None:
    """The check on demand: it reads every row."""
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(tr("Periksa keutuhan catatan"), icon=":material/verified_user:"):
            with said(), st.spinner(tr("Memeriksa semua baris catatan…")):
                st.session_state[FOUND] = (now(), verify_trail(desk, actor))
    if FOUND not in st.session_state:
        return
    at, findings = st.session_state[FOUND]
    if not findings:
        st.success(
            tr("Utuh: semua baris cocok dengan isinya, diperiksa {time}.", time=say_time(at)),
            icon=":material/verified:",
        )
        return
    st.error(
        tr(
            "Ada {n} ketidakcocokan, diperiksa {time}. Catatan atau tabel pernah diubah di luar meja ini. "
            "Hubungi admin.",
            n=say_number(len(findings)),
            time=say_time(at),
        ),
        icon=":material/gpp_bad:",
    )
    st.markdown(
        "\n".join(f"- {plain(finding.table)} {plain(finding.key)}: {plain(finding.what)}" for finding in findings[:20])
    )


def _list(view: View, desk: Desk, actor: Actor) -> None:
    entity, everything = _choose()
    codes = None if everything else view.study.kelurahan.index
    rows = read_trail(desk, actor, codes=codes, entity=entity)
    if rows.empty:
        st.info(
            tr("Belum ada perubahan yang tercatat di sini. Begitu ada yang mengisi meja, setiap perubahannya muncul."),
            icon=":material/history:",
        )
        return
    # A choice is a list of its own, which begins at its newest row.
    _show_page(rows, f"catatan-{entity}-{everything}")
    with st.container(horizontal=True):
        offer_table(rows, "catatan_perubahan", tr("Unduh catatan"), "tertiary")


@st.fragment
def _show_page(rows: pd.DataFrame, key: str) -> None:
    """Some rows with all they say, and the way to older ones."""
    last = (len(rows) - 1) // ROWS
    page = min(int(st.session_state.get(key, 0)), last)
    shown = rows.iloc[page * ROWS : (page + 1) * ROWS]
    if is_phone():
        st.markdown("\n".join(_say_row(row) for row in shown.itertuples()))
    else:
        show_words(_words(shown))
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, icon, to in (
            (tr("Lebih baru"), ":material/arrow_back:", page - 1),
            (tr("Lebih lama"), ":material/arrow_forward:", page + 1),
        ):
            st.button(
                label,
                icon=icon,
                key=f"{key}-{icon}",
                disabled=not 0 <= to <= last,
                on_click=st.session_state.__setitem__,
                args=(key, to),
            )
        told = {"first": say_number(page * ROWS + 1), "to": say_number(page * ROWS + len(shown))}
        if len(rows) == MOST:
            st.caption(tr("{first}–{to} dari {n} perubahan terbaru.", n=say_number(MOST), **told))
        else:
            st.caption(tr("{first}–{to} dari {n} perubahan.", n=say_number(len(rows)), **told))


def _say_row(row: Any) -> str:
    """One change as an item of a list: what, where and when, then what it held."""
    where = " · ".join(part for part in (plain(row.kelurahan), say_time(row.at)) if part)
    change = f"  \n  {plain(row.change)}" if row.change else ""
    return f"- **{plain(row.what)} {plain(row.key)}**  \n  :small[{where}]{change}"


def _choose() -> tuple[str, bool]:
    """Of which table, and whether of the whole desk or of this region's cooperatives."""
    labels = {"": tr("Semua tabel")} | {key: told["label"] for key, told in read_trail_words()["entities"].items()}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        wanted = restore(TABLE, list(labels), "")
        entity = st.selectbox(
            tr("Tabel"), list(labels), format_func=labels.__getitem__, key=TABLE, width=240, persist_state="session"
        )
        whose = {"": tr("Koperasi wilayah ini"), EVERYTHING: tr("Seluruh meja")}
        before = restore(WHOSE, list(whose), "")
        picked = st.selectbox(
            tr("Tentang"), list(whose), format_func=whose.__getitem__, key=WHOSE, width=240, persist_state="session"
        )
    entity, picked = wanted if entity is None else entity, before if picked is None else picked
    remember(TABLE, entity, unless="")
    remember(WHOSE, picked, unless="")
    return entity, picked == EVERYTHING


def _words(rows: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            tr("Nomor"): rows["n"],
            tr("Waktu"): rows["at"].map(say_time),
            tr("Apa"): rows["what"] + " " + rows["key"],
            tr("Koperasi di"): rows["kelurahan"],
            tr("Sebelum → sesudah"): rows["change"],
        }
    )


def _list_freshness(view: View, desk: Desk, actor: Actor) -> None:
    fresh = read_freshness(desk, actor, today(), view.study.kelurahan.index)
    if fresh.empty:
        return
    with st.expander(tr("Kapan tiap koperasi terakhir diperbarui"), icon=":material/update:"):
        st.caption(tr("Yang paling lama tidak disentuh di atas. Ini bukan waktu nyata."))
        table = pd.DataFrame(
            {
                tr("Koperasi"): fresh["cooperative"],
                tr("Terakhir"): [say_date(at[:10]) for at in fresh["last_at"]],
                tr("Hari lalu"): fresh["days"],
                tr("Catatan"): fresh["rows"],
            }
        )
        st.dataframe(table, hide_index=True)
