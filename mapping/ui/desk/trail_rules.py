"""Who may do what at the desk, as the rules that are enforced say it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.rules import ALL, OWN, ROLE_LABELS, ROLES, RULES, Actor
from mapping.language import mark, tr
from mapping.ui.controls import is_phone
from mapping.ui.desk.grouped import show_grouped
from mapping.ui.text import plain

ALLOWED = {ALL: mark("ya"), OWN: mark("miliknya"), "": mark("–")}
GROUPS = {
    mark("Daftar koperasi"): ("register",),
    mark("Kebutuhan dan belanja bersama"): ("need", "purchase"),
    mark("Pemasok dan tawaran"): ("supplier", "offer"),
    mark("Mitra dan kesepakatan"): ("partner", "agreement"),
    mark("Pelatihan"): ("training",),
    mark("Buku hasil"): ("outcome",),
    mark("Laporan dan catatan perubahan"): ("report", "trail"),
    mark("Tabel, kontak, dan akun"): ("table", "private", "account", "store"),
}
"""Heading -> the first words of its actions."""


def show_rules(actor: Actor) -> None:
    """The rules in words, the own role said first: a table, or on a phone what each action is open to."""
    st.markdown(tr("Anda sekarang: **{role}**.", role=tr(ROLE_LABELS[actor.role])))
    st.markdown(
        tr(
            "Program sendiri yang menjalankan aturan ini: tombol yang tidak boleh dipakai tidak tampil, dan permintaan "
            "yang melewatinya ditolak. **Miliknya** berarti hanya untuk koperasinya sendiri. Umum membaca tanpa "
            "kontak, pesan, keterangan, dan batas harga."
        ),
        width=860,
    )
    table = rules_table()
    subjects = pd.Series([action.split(".")[0] for action in RULES], index=table.index)
    grouped = {tr(heading): table[subjects.isin(words)] for heading, words in GROUPS.items()}
    if not is_phone():
        show_grouped(grouped)
        return
    for heading, rows in grouped.items():
        st.subheader(heading, anchor=False)
        st.markdown("\n".join(f"- {plain(row.iloc[0])}: {_say_who(row)}" for _, row in rows.iterrows()))


def rules_table() -> pd.DataFrame:
    """One row per action, one column per role."""
    rows = [[tr(what), *(tr(ALLOWED[allowed]) for allowed in cells)] for what, *cells in RULES.values()]
    return pd.DataFrame(rows, columns=[tr("Tindakan"), *(tr(ROLE_LABELS[role]) for role in ROLES)])


def _say_who(row: pd.Series) -> str:
    """The roles that an action is open to, of a row of :func:`rules_table`."""
    yes, own = tr(ALLOWED[ALL]), tr(ALLOWED[OWN])
    cells = row.iloc[1:]
    if (cells == yes).all():
        return f"**{tr('semua orang')}**"
    who = [f"{role} ({own})" if cell == own else str(role) for role, cell in cells.items() if cell in (yes, own)]
    return f"**{plain(', '.join(who))}**"
