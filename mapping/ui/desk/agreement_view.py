"""One agreement: the goals of both sides, who does what, what was promised, and how it was found."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

import pandas as pd
import streamlit as st

from mapping.desk.partners.agreed import OVERDUE, SOON, Agreed, read_agreement
from mapping.desk.partners.agreements import begin_agreement, end_agreement, keep_promise
from mapping.desk.partners.lists import parts_of
from mapping.desk.partners.terms import missing_of
from mapping.desk.rules import may
from mapping.knowledge.formats import say_date, say_rupiah
from mapping.language import tr
from mapping.present.files.agreement import agreement_docx
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.desk.agreement_list import say_state
from mapping.ui.desk.agreement_review import say_reviews
from mapping.ui.desk.open import Actor, Desk, now, said, today
from mapping.ui.desk.partner_state import AGREED, CHANGE, DONE, close_opened, open_in
from mapping.ui.desk.partner_words import kind_labels, role_labels, words_of
from mapping.ui.plan.roles import PARTS
from mapping.ui.text import plain

ORDER = ("does", "decides", "asked", "told")
"""As in the form and on paper."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def show_agreement(view: View, desk: Desk, actor: Actor, number: int) -> None:
    """Everything about one agreement that whoever looks may read, and what they may do."""
    st.button(tr("Kembali ke daftar kesepakatan"), icon=":material/arrow_back:", on_click=close_opened)
    agreed = read_agreement(desk, actor, number, today())
    row = agreed.row
    st.subheader(plain(row["title"]), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        say_state(row)
    _say_facts(row, agreed.whole)
    writes = may(actor, "agreement.write", int(row["cooperative_id"])) and row["status"] != "ended"
    if writes:
        _offer_steps(desk, actor, agreed)
    _say_goals(row, agreed.whole)
    say_tasks(agreed.tasks, role_labels(view, str(row["kelurahan_code"])))
    _say_promises(desk, actor, agreed, writes)
    say_reviews(desk, actor, agreed)
    if agreed.whole:
        st.download_button(
            tr("Berita acara kesepakatan (Word)"),
            partial(agreement_docx, agreed, role_labels(view, str(row["kelurahan_code"])), today()),
            file_name=f"kesepakatan-{number}.docx",
            mime=WORD,
            icon=":material/edit_document:",
            on_click="ignore",
        )


def _say_facts(row: pd.Series, whole: bool) -> None:
    days = {"signed_on": tr("Ditandatangani"), "ends_on": tr("Berlaku sampai"), "review_on": tr("Ditinjau lagi")}
    told = [
        tr("{cooperative} dengan {partner}", cooperative=plain(row["cooperative"]), partner=plain(row["partner"])),
        kind_labels()[row["kind"]],
    ]
    if row["flow"] != "none":
        value = row["value_idr_year"]
        money = tr("nilai belum diketahui") if pd.isna(value) else tr("{amount} setahun", amount=say_rupiah(value))
        told.append(words_of("flows")[row["flow"]] + (f" ({money})" if whole else ""))
    st.markdown(" · ".join(told))
    dates = [f"{label} {say_date(row[name]) if row[name] else tr('belum diketahui')}" for name, label in days.items()]
    st.caption(" · ".join(dates))


def _offer_steps(desk: Desk, actor: Actor, agreed: Agreed) -> None:
    """Change it, put it in force (or what that still lacks), end it."""
    row, number = agreed.row, int(str(agreed.row.name))
    version = int(row["version"])
    missing = missing_of(row.to_dict(), len(agreed.tasks), agreed.promises["side"].tolist())
    if row["status"] == "draft" and missing:
        listed = plain(", ".join(missing))
        st.info(tr("Belum bisa berlaku. Yang kurang: {missing}.", missing=listed), icon=":material/checklist:")
    with st.container(horizontal=True, gap="small"):
        if row["status"] == "draft" and not missing:
            begin = tr("Nyatakan berlaku")
            if st.button(begin, type="primary", icon=":material/task_alt:", key=f"berlaku-{number}"):
                _do(lambda: begin_agreement(desk, actor, now(), number, version), tr("Kesepakatan berlaku."))
        if st.button(tr("Ubah kesepakatan"), icon=":material/edit:", key=f"ubah-{number}"):
            open_in(AGREED, number, CHANGE)
        with st.popover(tr("Akhiri")):
            day = st.date_input(tr("Tanggal berakhir"), today(), format="DD/MM/YYYY", key=f"akhir-{number}")
            if st.button(tr("Akhiri kesepakatan ini"), type="primary", key=f"akhiri-{number}"):
                _do(lambda: end_agreement(desk, actor, now(), number, version, day), tr("Kesepakatan diakhiri."))


def _do(work: Callable[[], object], done: str) -> None:
    """Do it and show the new state; what cannot be done is said, and the page stays as it was."""
    with said():
        work()
        st.session_state[DONE] = done
        st.rerun()


def _say_goals(row: pd.Series, whole: bool) -> None:
    """What each side wants, and where that pulls apart."""
    if not whole:
        return
    st.markdown(tr("**Tujuan kedua pihak**"))
    for column, (name, label) in zip(
        st.columns(2),
        (("goal_cooperative", tr("Koperasi ingin")), ("goal_partner", tr("Mitra ingin"))),
        strict=True,
    ):
        with column.container(border=True):
            st.caption(label)
            st.markdown(plain(row[name]) if row[name] else tr("belum ditulis"))
    st.markdown(
        tr("**Di mana tujuannya berbeda:** {text}", text=plain(row["trade_off"]))
        if row["trade_off"]
        else tr("**Di mana tujuannya berbeda:** belum ditulis. Bicarakan sebelum ditandatangani.")
    )


def say_tasks(tasks: pd.DataFrame, roles: dict[str, str]) -> None:
    """Who does, decides, is asked and is told: a frame for each task, which reads on a phone as on a wide screen."""
    st.markdown(tr("**Siapa mengerjakan apa**"))
    if tasks.empty:
        st.markdown(tr("Belum ada tugas."))
    for row in tasks.to_dict("records"):
        with st.container(border=True, gap="xsmall"):
            st.markdown(f"**{plain(row['task'])}**")
            told = [_say_part(row, part, roles) for part in ORDER]
            if is_phone():
                st.markdown("  \n".join(f"{icon} {label}: {named}" for icon, label, named in told))
                continue
            for column, (icon, label, named) in zip(st.columns(4), told, strict=True):
                column.caption(f"{icon} {label}")
                column.markdown(named)


def _say_part(row: dict[Hashable, str], part: str, roles: dict[str, str]) -> tuple[str, str, str]:
    """Icon and name of a part in a task, and who has it."""
    label, icon = PARTS[part]
    named = ", ".join(roles.get(role, role) for role in parts_of(row[part]))
    return icon, tr(label), plain(named) if named else "–"


def _say_promises(desk: Desk, actor: Actor, agreed: Agreed, writes: bool) -> None:
    """Commitments of both sides by day; what is overdue stands out, what was kept says when."""
    st.markdown(tr("**Komitmen**"))
    if agreed.promises.empty:
        st.markdown(tr("Belum ada komitmen."))
    sides = words_of("sides")
    keeps = writes and agreed.row["status"] == "in_force"
    for row in agreed.promises.itertuples():
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"komitmen-{row.Index}"):
            told = f"**{sides[row.side]}:** {plain(row.what)} · " if row.what else f"**{sides[row.side]}** · "
            st.markdown(told + tr("paling lambat {day}", day=say_date(row.due_on)), width="stretch")
            if agreed.row["status"] == "in_force":
                _badge_promise(row.state, row.done_on)
            if keeps and not row.done_on:
                with st.popover(tr("Ditepati")):
                    day = st.date_input(tr("Tanggal ditepati"), today(), format="DD/MM/YYYY", key=f"tepat-{row.Index}")
                    if st.button(tr("Catat sudah ditepati"), type="primary", key=f"catat-{row.Index}"):
                        number, version = int(row.Index), int(row.version)
                        _do(lambda: keep_promise(desk, actor, now(), number, version, day), tr("Komitmen dicatat."))  # noqa: B023
            elif keeps and st.button(tr("Batalkan tanda"), type="tertiary", key=f"batal-{row.Index}"):
                number, version = int(row.Index), int(row.version)
                _do(lambda: keep_promise(desk, actor, now(), number, version, "", undo=True), tr("Tanda dibatalkan."))  # noqa: B023


def _badge_promise(state: str, done_on: str) -> None:
    if done_on:
        st.badge(tr("ditepati {day}", day=say_date(done_on)), icon=":material/check:", color="green")
    elif state == OVERDUE:
        st.badge(tr("terlambat"), icon=":material/schedule:", color="red")
    elif state == SOON:
        st.badge(tr("segera jatuh tempo"), icon=":material/schedule:", color="orange")
