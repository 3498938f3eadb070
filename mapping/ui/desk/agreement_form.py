"""An agreement drafted or changed: with whom, what for, what passes, who does what, what each side promises."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import uuid4

import pandas as pd
import streamlit as st

from mapping.desk.partners.agreed import read_agreement
from mapping.desk.partners.agreements import change_agreement, draft_agreement
from mapping.desk.partners.directory import read_directory
from mapping.desk.partners.terms import Promise, Task, Terms, propose_tasks
from mapping.desk.register.read import read_cooperative
from mapping.desk.rules import check_may
from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.desk.agreement_rows import ask_promises, ask_tasks, day_of
from mapping.ui.desk.open import Actor, Desk, now, said, today
from mapping.ui.desk.partner_state import AGREED, AGREEMENT_FORM, DIRECTORY, NEW, close_opened, leave, open_in
from mapping.ui.desk.partner_words import kind_labels, role_labels, words_of
from mapping.ui.text import plain

FORM_WIDTH = 860


@dataclass
class Draft:
    """What a form began with and which of its rows were taken away; lives in the session until it is saved.

    Parameters
    ----------
    number : int
        Of the agreement; 0 for a new one.
    partner_id : int
        0 while none is chosen.
    tasks, promises : list
        Rows as the form began with them; None where one was taken away.
    proposed_for : str
        Kind and partner for which tasks were proposed.
    """

    number: int
    cooperative_id: int
    code: str
    partner_id: int
    version: int
    terms: Terms
    tasks: list[Task | None]
    promises: list[Promise | None]
    key: str = field(default_factory=lambda: uuid4().hex)
    proposed_for: str = ""


def edit_agreement(view: View, desk: Desk, actor: Actor, cooperative_id: int, number: int, partner_id: int = 0) -> None:
    """The form of one agreement; ``number`` 0 is a new one, with ``partner_id`` where it is known."""
    st.button(tr("Kembali ke daftar kesepakatan"), icon=":material/arrow_back:", on_click=close_opened)
    draft = _draft_of(desk, actor, cooperative_id, number, partner_id)
    check_may(actor, "agreement.write", draft.cooperative_id)
    partners = read_directory(desk, actor)
    partners = partners[partners["active"].astype(bool) | (partners.index == draft.partner_id)]
    st.subheader(tr("Ubah kesepakatan") if number else tr("Kesepakatan baru"))
    if partners.empty:
        st.info(tr("Belum ada mitra dalam daftar. Daftarkan mitranya dulu."), icon=":material/handshake:")
        if st.button(tr("Daftarkan mitra"), icon=":material/add:"):
            open_in(DIRECTORY, 0, NEW)
        return
    with st.container(width=FORM_WIDTH):
        st.fragment(_fields)(view, desk, actor, partners)


def _draft_of(desk: Desk, actor: Actor, cooperative_id: int, number: int, partner_id: int) -> Draft:
    form: Draft | None = st.session_state.get(AGREEMENT_FORM)
    # A form that was begun is gone on with: a new one of the same two, or the same agreement.
    same = form is not None and form.cooperative_id == cooperative_id and partner_id in (0, form.partner_id)
    if form is not None and form.number == number and (number or same):
        return form
    if number:
        agreed = read_agreement(desk, actor, number, today())
        terms, row = agreed.terms(), agreed.row
        owner, partner_id, version = (int(row[name]) for name in ("cooperative_id", "partner_id", "version"))
        code = str(row["kelurahan_code"])
        form = Draft(number, owner, code, partner_id, version, terms, [*terms.tasks], [*terms.promises])
    else:
        promises: list[Promise | None] = [Promise("cooperative", ""), Promise("partner", "")]
        code = str(read_cooperative(desk, actor, cooperative_id)["kelurahan_code"])
        form = Draft(0, cooperative_id, code, partner_id, 0, Terms("marketing", ""), [], promises)
    st.session_state[AGREEMENT_FORM] = form
    return form


def _fields(view: View, desk: Desk, actor: Actor, partners: pd.DataFrame) -> None:
    """All fields; a choice runs this part alone."""
    draft: Draft = st.session_state[AGREEMENT_FORM]
    key = draft.key
    partner_id, kind = _ask_parties(draft, partners)
    title = st.text_input(
        tr("Judul"),
        draft.terms.title,
        max_chars=200,
        placeholder=tr("misalnya Pasokan kue untuk hotel"),
        key=f"{key}-judul",
    )
    terms = replace(draft.terms, kind=kind, title=title)
    terms = _ask_goals(key, terms)
    terms = _ask_days(key, _ask_flow(key, terms))
    _propose(draft, kind, partner_id, str(partners.at[partner_id, "kind"]))
    terms = replace(terms, tasks=ask_tasks(key, draft.tasks, role_labels(view, draft.code)))
    terms = replace(terms, promises=ask_promises(key, draft.promises))
    if st.button(tr("Simpan kesepakatan"), type="primary", icon=":material/save:", key=f"{key}-simpan"):
        _save(desk, actor, draft, partner_id, terms)


def _ask_parties(draft: Draft, partners: pd.DataFrame) -> tuple[int, str]:
    """With whom, and which kind of partnership."""
    listed = [int(str(number)) for number in partners.index]
    names = dict(zip(listed, partners["name"], strict=True))
    if draft.number:
        partner_id = draft.partner_id
        st.markdown(tr("Dengan **{partner}**", partner=plain(names[partner_id])))
    else:
        partner_id = st.selectbox(
            tr("Mitra yang bersepakat"),
            listed,
            index=listed.index(draft.partner_id) if draft.partner_id in listed else 0,
            format_func=names.__getitem__,
            key=f"{draft.key}-mitra",
        )
    labels = kind_labels()
    given = [kind for kind in str(partners.at[partner_id, "kinds"]).split("; ") if kind]
    first = draft.terms.kind if draft.number or not given else given[0]
    kind = st.selectbox(
        tr("Jenis kemitraan"),
        list(labels),
        index=list(labels).index(first),
        format_func=labels.__getitem__,
        key=f"{draft.key}-{partner_id}-jenis",
    )
    return partner_id, kind


def _ask_goals(key: str, terms: Terms) -> Terms:
    st.markdown(tr("**Tujuan kedua pihak**"))
    own, other = st.columns(2)
    with own:
        ours = st.text_area(
            tr("Tujuan koperasi"), terms.goal_cooperative, max_chars=2000, height=100, key=f"{key}-tujuan-koperasi"
        )
    with other:
        theirs = st.text_area(
            tr("Tujuan mitra"), terms.goal_partner, max_chars=2000, height=100, key=f"{key}-tujuan-mitra"
        )
    apart = st.text_area(
        tr("Di mana tujuannya berbeda, dan apa yang disepakati tentang itu"),
        terms.trade_off,
        max_chars=2000,
        height=80,
        placeholder=tr("misalnya koperasi ingin harga naik saat panen gagal, mitra ingin harga tetap"),
        key=f"{key}-beda",
    )
    return replace(terms, goal_cooperative=ours, goal_partner=theirs, trade_off=apart)


def _ask_flow(key: str, terms: Terms) -> Terms:
    st.markdown(tr("**Nilai dan tanggal**"))
    flows = words_of("flows")
    flow = st.selectbox(
        tr("Apa yang mengalir"),
        list(flows),
        index=list(flows).index(terms.flow),
        format_func=flows.__getitem__,
        key=f"{key}-aliran",
    )
    value = None
    if flow != "none":
        value = st.number_input(
            tr("Nilai setahun (rupiah), kosong bila belum diketahui"),
            min_value=0,
            value=None if terms.value_idr_year is None else int(str(terms.value_idr_year)),
            step=1_000_000,
            format="%d",
            key=f"{key}-nilai",
        )
    return replace(terms, flow=flow, value_idr_year=value)


def _ask_days(key: str, terms: Terms) -> Terms:
    labels = {
        "signed_on": tr("Ditandatangani"),
        "ends_on": tr("Berlaku sampai"),
        "review_on": tr("Ditinjau lagi"),
    }
    days = {}
    for column, (name, label) in zip(st.columns(3), labels.items(), strict=True):
        with column:
            told = day_of(getattr(terms, name))
            days[name] = st.date_input(label, told, format="DD/MM/YYYY", key=f"{key}-{name}") or ""
    return replace(terms, signed_on=days["signed_on"], ends_on=days["ends_on"], review_on=days["review_on"])


def _propose(draft: Draft, kind: str, partner_id: int, nature: str) -> None:
    """Offer the tasks of this kind of partnership; those of another kind go as long as nobody touched the form."""
    wanted = f"{kind}-{partner_id}"
    if draft.number or draft.proposed_for == wanted:
        return
    if draft.proposed_for:
        st.button(
            tr("Usulkan lagi tugas untuk jenis kemitraan ini"),
            icon=":material/refresh:",
            key=f"{draft.key}-usul",
            on_click=_renew,
            args=(draft, kind, nature, wanted),
        )
    else:
        _renew(draft, kind, nature, wanted)


def _renew(draft: Draft, kind: str, nature: str, wanted: str) -> None:
    # Rows keep their places, so that widgets of those taken away are not taken for new ones.
    draft.tasks[:] = [None] * len(draft.tasks) + [*propose_tasks(kind, nature)]
    draft.proposed_for = wanted


def _save(desk: Desk, actor: Actor, draft: Draft, partner_id: int, terms: Terms) -> None:
    """Keep all of it at once; what cannot be kept is said below the button, and everything typed stays."""
    with said():
        if draft.number:
            change_agreement(desk, actor, now(), draft.number, draft.version, terms)
        else:
            draft_agreement(desk, actor, now(), draft.cooperative_id, partner_id, terms)
        leave(AGREED, tr("Kesepakatan disimpan."))
