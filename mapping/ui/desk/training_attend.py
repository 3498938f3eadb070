"""One training for the office: its state, who is invited, who came."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

import pandas as pd
import streamlit as st

from mapping.desk.training.attend import Came, note_attendance, read_attendance
from mapping.desk.training.invite import invite, propose_invitations
from mapping.desk.training.sessions import CANCELLED, MOST_POINTS, MOST_SEATS, PLANNED, STATUSES, change_session
from mapping.knowledge.formats import say_date
from mapping.language import mark, tr
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.desk.open import Actor, Desk, now, said, today
from mapping.ui.desk.partner_words import badge_made_up
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain

REASONS = {
    "gap": "",
    "trained": mark("sudah ikut sejak asesmennya"),
    "none": mark("tidak ada celah"),
    "unassessed": mark("belum ada asesmennya"),
}
NUMBERS = ("came", "women", "before", "after")


@st.fragment
def show_session(view: View, desk: Desk, actor: Actor, sessions: pd.DataFrame) -> None:
    """The chosen training, with what comes next in its life."""
    labels = {
        int(number): f"{say_date(day)} · {title}"
        for number, day, title in zip(sessions.index, sessions["held_on"], sessions["title"], strict=True)
    }
    number = st.selectbox(
        tr("Buka pelatihan"), list(labels), format_func=labels.__getitem__, key="pelatihan-buka", width=560
    )
    row = sessions.loc[number]
    with said(), st.container(border=True):
        _change(desk, actor, number, row)
        if row["status"] == CANCELLED:
            return
        if row["status"] == PLANNED:
            _invite(view, desk, actor, number, row)
        if row["held_on"] <= today():
            _attend(desk, actor, number, row)
        else:
            st.caption(tr("Kehadiran diisi pada hari pelatihan atau sesudahnya."))


def _change(desk: Desk, actor: Actor, number: int, row: pd.Series) -> None:
    """Its state, and the button that calls it off or back."""
    st.markdown(f"**{plain(row['title'])}** · {tr(STATUSES[row['status']])}")
    if row["status"] not in (PLANNED, CANCELLED):
        return
    back = row["status"] == CANCELLED
    label = tr("Rencanakan lagi") if back else tr("Batalkan pelatihan")
    icon = ":material/undo:" if back else ":material/event_busy:"
    if st.button(label, type="tertiary", icon=icon, key=f"ubah-{number}"):
        change_session(desk, actor, now(), number, int(row["version"]), status=PLANNED if back else CANCELLED)
        st.rerun()


def _invite(view: View, desk: Desk, actor: Actor, number: int, row: pd.Series) -> None:
    """Proposed invitations, to be changed and kept; those kept already stand first."""
    proposed = propose_invitations(desk, actor, number, view.study.kelurahan)
    kept = read_attendance(desk, actor, number).set_index("cooperative_id")["invited"]
    if proposed.empty:
        st.caption(tr("Belum ada koperasi wilayah ini di daftar."))
        return
    st.markdown(tr("**Undangan.** Celah terbesar lebih dulu, yang sama celahnya yang terdekat."))
    if proposed["distance_km"].isna().all():
        st.caption(tr("Tempat pelatihan belum ditentukan, jadi jaraknya belum dihitung."))
    badge_made_up(bool(proposed["synthetic"].all()))
    name, people = tr("Koperasi"), tr("Orang diundang")
    table = _invitations(proposed, kept.reindex(proposed.index) if len(kept) else proposed["invited"])
    seats: Any = st.column_config.NumberColumn(
        min_value=0, max_value=MOST_SEATS, step=1, width=135 if is_phone() else None
    )
    edited = st.data_editor(
        table.assign(**{name: _short(proposed)}),
        hide_index=True,
        disabled=[column for column in table.columns if column != people],
        column_config={people: seats} | ({name: st.column_config.TextColumn(width=135)} if is_phone() else {}),
        placeholder="–",
        key=f"undangan-{number}-{row['version']}-{len(kept)}",
    )
    total = int(edited[people].fillna(0).sum())
    if pd.notna(row["seats"]) and total > row["seats"]:
        st.warning(tr("{total} orang diundang untuk {seats} tempat duduk.", total=total, seats=row["seats"]))
    with st.container(horizontal=True):
        if st.button(tr("Simpan undangan"), type="primary", icon=":material/mail:", key=f"undang-{number}"):
            invite(desk, actor, now(), number, int(row["version"]), _counts(edited[people]))
            st.rerun()
        listed = table.assign(**{people: edited[people]})[edited[people] > 0]
        offer_table(listed, "undangan_pelatihan", tr("Unduh daftar undangan"), "tertiary")


def _invitations(proposed: pd.DataFrame, invited: pd.Series) -> pd.DataFrame:
    """Who is invited and why, with whole names; without distances where the place is not settled."""
    table = pd.DataFrame(
        {
            tr("Koperasi"): [
                tr("{name} · data peraga", name=name) if synthetic else name
                for name, synthetic in zip(proposed["name"], proposed["synthetic"], strict=True)
            ],
            tr("Orang diundang"): invited.fillna(0).astype(int).to_numpy(),
            tr("Celah"): proposed["gap"].to_numpy(),
            tr("Jarak (km)"): proposed["distance_km"].round(1).to_numpy(),
            tr("Catatan"): [tr(REASONS[reason]) if REASONS[reason] else "" for reason in proposed["reason"]],
        },
        index=proposed.index,
    )
    return table.dropna(axis=1, how="all")


def _short(proposed: pd.DataFrame) -> list[str]:
    """Names as the screen has room for: demonstration rows are marked one by one only where not all are."""
    mixed = not proposed["synthetic"].all()
    return [
        tr("{name} · data peraga", name=name) if synthetic and mixed else name
        for name, synthetic in zip(fitting_names(proposed["name"].tolist()), proposed["synthetic"], strict=True)
    ]


def fitting_names(names: list[str]) -> list[str]:
    """Names as they are; on a phone without the words with which all of them begin."""
    if not is_phone() or len(names) < 2:
        return names
    words = [name.split() for name in names]
    # What the first and the last in order share, all share; the last word of a name stays.
    pairs = zip(min(words)[:-1], max(words)[:-1], strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return [" ".join(of[same:]) for of in words]


def _counts(people: pd.Series) -> dict[int, int]:
    return {int(number): 0 if pd.isna(count) else int(count) for number, count in people.items()}


def _attend(desk: Desk, actor: Actor, number: int, row: pd.Series) -> None:
    """Who came, numbers only."""
    people = read_attendance(desk, actor, number).set_index("cooperative_id")
    if people.empty:
        st.caption(tr("Simpan undangan dulu, lalu kehadiran bisa diisi."))
        return
    st.markdown(tr("**Kehadiran.** Angka saja, tanpa nama. Kosong berarti belum diketahui, bukan nol."))
    heads = {
        "name": tr("Koperasi"),
        "invited": tr("Diundang"),
        "came": tr("Hadir"),
        "women": tr("Perempuan"),
        "before": tr("Tes sebelum"),
        "after": tr("Tes sesudah"),
    }
    table = people[list(heads)].assign(name=fitting_names(people["name"].tolist())).rename(columns=heads)
    whole: Any = st.column_config.NumberColumn(min_value=0, max_value=MOST_SEATS, step=1)
    points: Any = st.column_config.NumberColumn(
        min_value=0, max_value=MOST_POINTS, step=1, help=tr("Rata-rata, 0 sampai 100")
    )
    config = {heads["came"]: whole, heads["women"]: whole, heads["before"]: points, heads["after"]: points}
    if is_phone():
        config[heads["name"]] = st.column_config.TextColumn(width=130)
    turn = "-".join(str(version) for version in people["version"])
    edited = st.data_editor(
        table,
        hide_index=True,
        disabled=[heads["name"], heads["invited"]],
        column_config=config,
        placeholder="–",
        key=f"hadir-{number}-{turn}",
    )
    if st.button(tr("Simpan kehadiran"), type="primary", icon=":material/how_to_reg:", key=f"simpan-hadir-{number}"):
        rows = [
            Came(int(one), **{name: _or_none(told[heads[name]]) for name in NUMBERS}, version=int(version))
            for (one, told), version in zip(edited.iterrows(), people["version"], strict=True)
        ]
        note_attendance(desk, actor, now(), number, int(row["version"]), rows)
        st.rerun()


def _or_none(value: Any) -> int | None:
    return None if pd.isna(value) else int(value)
