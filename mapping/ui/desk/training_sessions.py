"""Trainings on a page: what is planned and was held, and for the office planning, invitations and attendance."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.partners.directory import read_directory
from mapping.desk.rules import may
from mapping.desk.training.sessions import MOST_HOURS, MOST_SEATS, STATUSES, plan_session, read_sessions
from mapping.knowledge.formats import say_date
from mapping.knowledge.plans import read_training
from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.controls import is_phone, kelurahan_labels
from mapping.ui.desk.open import Actor, Desk, now, said, today
from mapping.ui.desk.training_attend import show_session
from mapping.ui.desk.training_effect import show_effect
from mapping.ui.downloads import offer_table

TURN = "pelatihan_giliran"


def show_sessions(view: View, desk: Desk, actor: Actor) -> None:
    """The list, one training in full for the office, and what the trainings seem to have changed."""
    with said():
        sessions = read_sessions(desk, actor)
        if sessions.empty:
            st.info(
                tr(
                    "Belum ada pelatihan yang direncanakan. Rencananya mengikuti celah: yang paling kurang diundang "
                    "lebih dulu."
                ),
                icon=":material/event:",
            )
        else:
            table = session_table(sessions)
            _list_sessions(table)
            with st.container(horizontal=True):
                offer_table(table, "jadwal_pelatihan", tr("Unduh jadwal"), "tertiary")
        if may(actor, "training.session"):
            if not sessions.empty:
                show_session(view, desk, actor, sessions)
            with st.expander(tr("Rencanakan pelatihan"), icon=":material/event_available:", expanded=sessions.empty):
                _plan(view, desk, actor)
        show_effect(view, desk, actor)


def _list_sessions(table: pd.DataFrame) -> None:
    """The trainings, day and state first; texts break into two lines, so that all columns fit beside each other."""
    day, title, status = tr("Tanggal"), tr("Pelatihan"), tr("Status")
    first = [title, day, status] if is_phone() else [day, title, status]
    shown = table[[*first, *(column for column in table.columns if column not in first)]]
    narrow = is_phone()
    widths = {title: 155 if narrow else 210, day: 95 if narrow else 130, status: 105}
    widths |= {tr("Modul"): 130, tr("Tempat"): 130, tr("Pengajar"): 100}
    widths |= {tr("Tempat duduk"): 92, tr("Diundang"): 72, tr("Hadir"): 55, tr("Perempuan"): 82}
    config = {name: st.column_config.Column(width=width) for name, width in widths.items()}
    st.dataframe(
        shown,
        hide_index=True,
        placeholder="–",
        row_height=70,
        height="content" if len(shown) <= 8 else 480,
        column_config=config,
        key="pelatihan",
    )


def session_table(sessions: pd.DataFrame) -> pd.DataFrame:
    """The trainings as a screen and a file tell them; blank is unknown."""
    modules = read_training()["modules"]
    made_up = [
        tr("{name} · data peraga", name=name) if synthetic else name
        for name, synthetic in zip(sessions["partner"], sessions["partner_synthetic"], strict=True)
    ]
    return pd.DataFrame(
        {
            tr("Tanggal"): sessions["held_on"].map(say_date).to_numpy(),
            tr("Pelatihan"): sessions["title"].to_numpy(),
            tr("Modul"): [modules[module]["label"] for module in sessions["module"]],
            tr("Tempat"): sessions["place"].to_numpy(),
            tr("Pengajar"): [name or None for name in made_up],
            tr("Status"): [tr(STATUSES[status]) for status in sessions["status"]],
            tr("Tempat duduk"): sessions["seats"].to_numpy(),
            tr("Diundang"): sessions["invited"].to_numpy(),
            tr("Hadir"): sessions["came"].to_numpy(),
            tr("Perempuan"): sessions["women"].to_numpy(),
        }
    )


@st.fragment
def _plan(view: View, desk: Desk, actor: Actor) -> None:
    """The form of a new training."""
    modules, places = read_training()["modules"], {"": tr("Belum ditentukan")} | kelurahan_labels(view)
    with said():
        partners = read_directory(desk, actor)
        names = {0: tr("Belum ditentukan")} | {int(number): name for number, name in partners["name"].items()}
        # A kept training leaves an empty form; one that was refused keeps what was typed.
        with st.form(f"pelatihan-baru-{st.session_state.get(TURN, 0)}", width=720):
            module = st.selectbox(tr("Modul"), list(modules), format_func=lambda key: modules[key]["label"])
            title = st.text_input(tr("Judul pelatihan"), max_chars=200, placeholder=tr("Buku kas untuk pengurus"))
            day = st.date_input(tr("Tanggal pelatihan"), value=today(), format="DD/MM/YYYY")
            code = st.selectbox(
                tr("Kelurahan atau desa tempat pelatihan"), list(places), format_func=places.__getitem__
            )
            place = st.text_input(tr("Tempat pelatihan"), max_chars=200, placeholder=tr("Balai kelurahan"))
            partner = st.selectbox(tr("Pengajar"), list(names), format_func=names.__getitem__)
            with st.container(horizontal=True):
                seats = st.number_input(tr("Tempat duduk"), 1, MOST_SEATS, value=None, step=1)
                hours = st.number_input(tr("Lama pelatihan (jam)"), 1, MOST_HOURS, value=None, step=1)
            sent = st.form_submit_button(tr("Simpan pelatihan"), type="primary", icon=":material/save:")
        if sent:
            told = {"module": module, "title": title, "held_on": str(day or ""), "kelurahan_code": code, "place": place}
            plan_session(desk, actor, now(), **told, partner_id=partner or None, hours=hours, seats=seats)
            st.session_state[TURN] = st.session_state.get(TURN, 0) + 1
            st.rerun()
