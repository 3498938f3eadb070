"""The plan of 90 days on a page: steps to tick off, remade from a newer assessment, printed."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.rules import may
from mapping.desk.training.plan import read_plan, read_teachers, tick_step, write_plan
from mapping.knowledge.competencies import read_competencies
from mapping.knowledge.formats import say_date
from mapping.knowledge.plans import read_roles, read_training
from mapping.language import tr
from mapping.present.files.document.word import docx_bytes
from mapping.present.training.paper import plan_document, plan_table
from mapping.ui.desk.open import Actor, Desk, now, said, today
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain

WORD_FILE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

MOST_TEACHERS = 3


@st.fragment
def show_plan(desk: Desk, actor: Actor, cooperative: pd.Series, latest: pd.Series) -> None:
    """The steps of a cooperative, and the means to make, tick off and print them.

    Parameters
    ----------
    cooperative : Series
        Its row of the register, its number as ``name``.
    latest : Series
        Its latest assessment, its number as ``name``.
    """
    number = int(str(cooperative.name))
    st.subheader(tr("Rencana pendampingan 90 hari"))
    with said():
        plan = read_plan(desk, actor, number)
        writes = may(actor, "training.plan", number)
        if plan.empty:
            st.markdown(
                tr(
                    "Belum ada rencana. Alat menyusunnya dari celah terbesar; paling banyak {most} langkah, karena "
                    "pengurus juga bekerja.",
                    most=read_competencies()["plan"]["most_steps"],
                )
            )
        else:
            _list_steps(desk, actor, plan, writes)
        if writes:
            _make(desk, actor, number, plan, latest)
        if not plan.empty:
            _say_teachers(desk, actor, cooperative, plan)
            _offer(cooperative, plan)


def _list_steps(desk: Desk, actor: Actor, plan: pd.DataFrame, writes: bool) -> None:
    done = int((plan["done_on"] != "").sum())
    st.progress(done / len(plan), text=tr("{done} dari {steps} langkah selesai", done=done, steps=len(plan)))
    for row in plan.itertuples():
        with st.container(border=True, gap="xsmall"):
            ticked = st.checkbox(
                f"**{plain(row.what)}**",
                bool(row.done_on),
                key=f"langkah-{row.Index}-{row.version}",
                disabled=not writes,
            )
            _say_step(row)
        if ticked != bool(row.done_on):
            tick_step(desk, actor, now(), row.Index, row.version, today() if ticked else "")
            st.rerun()


def _say_step(row: Any) -> None:
    """By when, who, and how one sees that it is done."""
    roles, modules = read_roles()["roles"], read_training()["modules"]
    if row.done_on:
        when = tr("Selesai {date}", date=say_date(row.done_on))
    elif row.due_on < today():
        # Not in the caption, where red is too faint on a dark page.
        st.markdown(tr(":red[**Terlambat**, seharusnya {date}]", date=say_date(row.due_on)))
        when = tr("Minggu {week}", week=row.week)
    else:
        when = tr("Minggu {week}, paling lambat {date}", week=row.week, date=say_date(row.due_on))
    st.caption(
        tr(
            "{when} · {role} · {module}  \nSelesai bila: {seen}",
            when=when,
            role=plain(roles[row.role]["label"]),
            module=plain(modules[row.module]["label"]),
            seen=plain(row.seen),
        )
    )


def _make(desk: Desk, actor: Actor, number: int, plan: pd.DataFrame, latest: pd.Series) -> None:
    """A button that makes the plan, told apart from remaking it."""
    waiting = plan[plan["done_on"] == ""]
    stale = not waiting.empty and (waiting["assessment_id"] != latest.name).any()
    if stale:
        st.info(
            tr("Ada asesmen yang lebih baru. Susun ulang supaya langkahnya mengikuti; yang sudah selesai tetap ada."),
            icon=":material/update:",
        )
    label = tr("Susun rencana") if plan.empty else tr("Susun ulang rencana")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        start = st.date_input(tr("Mulai tanggal"), value=today(), format="DD/MM/YYYY", key=f"mulai-{number}", width=200)
        pressed = st.button(
            label,
            type="primary" if plan.empty or stale else "secondary",
            icon=":material/event_note:",
            key=f"susun-{number}",
        )
    if pressed:
        taken = int(str(latest.name))
        write_plan(desk, actor, now(), cooperative_id=number, assessment_id=taken, start_on=str(start or ""))
        st.rerun()


def _say_teachers(desk: Desk, actor: Actor, cooperative: pd.Series, plan: pd.DataFrame) -> None:
    """Partners that can teach what is still to be learned."""
    wanted = plan.loc[plan["done_on"] == "", "module"].drop_duplicates()
    teachers = read_teachers(desk, actor, cooperative["kelurahan_code"], cooperative["line_id"])
    modules = read_training()["modules"]
    missing = []
    for module in wanted:
        rows = teachers[teachers["module"] == module].drop_duplicates("partner_id").head(MOST_TEACHERS)
        names = [
            plain(tr("{name} · data peraga", name=name) if synthetic else name)
            for name, synthetic in zip(rows["name"], rows["synthetic"], strict=True)
        ]
        label = plain(modules[module]["label"])
        if names:
            told = tr("{module} bisa diajarkan oleh: {names}.", module=label, names=", ".join(names))
            st.caption(f":material/school: {told}")
        else:
            missing.append(label)
    if missing:
        told = tr("Belum ada mitra yang tercatat bisa mengajarkan: {names}.", names=", ".join(missing))
        st.caption(f":material/school: {told}")


def _offer(cooperative: pd.Series, plan: pd.DataFrame) -> None:
    with st.container(horizontal=True):
        st.download_button(
            tr("Unduh rencana (Word)"),
            # Made now, because a download is written outside the session, which knows the language.
            partial(docx_bytes, plan_document(cooperative, plan, today())),
            file_name=f"rencana_90_hari_{cooperative['kelurahan_code']}.docx",
            mime=WORD_FILE,
            icon=":material/print:",
            on_click="ignore",
            key="unduh_rencana_word",
        )
        offer_table(
            plan_table(plan), f"rencana_90_hari_{cooperative['kelurahan_code']}", tr("Unduh rencana"), "tertiary"
        )
