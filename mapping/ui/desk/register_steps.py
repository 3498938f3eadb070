"""A cooperative moved to another step, and the offices of its board told."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pandas as pd
import streamlit as st

from mapping.desk.register.checks import LABELS, latest_day
from mapping.desk.register.write import Office, set_officers, set_status
from mapping.knowledge.register import ladder, read_register
from mapping.language import tr
from mapping.ui.desk.open import Actor, Desk, now, today
from mapping.ui.desk.register_parts import FIRST_DAY, day_of, keep, known, say_failed, status_labels

WIDTH = 760


def step_form(desk: Desk, actor: Actor, row: pd.Series) -> None:
    """The next step, since when, and why."""
    number, version = int(str(row.name)), int(row["version"])
    key, labels, order = f"tahap-{number}-{version}", status_labels(), ladder()
    at = order.index(row["status"]) if row["status"] in order else -1
    following = order[at + 1] if 0 <= at < len(order) - 1 else row["status"]
    statuses = read_register()["statuses"]
    with st.form(key, width=WIDTH, border=False):
        left, right = st.columns(2)
        left.selectbox(
            tr(LABELS["status"]),
            list(labels),
            index=list(labels).index(following),
            format_func=labels.__getitem__,
            key=f"{key}-tahap",
        )
        right.date_input(
            tr(LABELS["status_since"]),
            dt.date.fromisoformat(today()),
            min_value=FIRST_DAY,
            max_value=dt.date.fromisoformat(latest_day(now())),
            format="DD/MM/YYYY",
            key=f"{key}-sejak",
        )
        st.text_input(
            tr(LABELS["note"]),
            max_chars=500,
            key=f"{key}-catatan",
            help=tr("Wajib bila mundur atau memperbaiki catatan."),
        )
        st.form_submit_button(
            tr("Simpan tahap"),
            type="primary",
            icon=":material/save:",
            on_click=keep,
            args=(key, partial(_set_step, desk, actor, number, version)),
        )
    say_failed(key)
    st.markdown("\n".join(f"- **{labels[step]}**: {statuses[step]['needs']}" for step in labels))


def _set_step(desk: Desk, actor: Actor, number: int, version: int) -> str:
    key = f"tahap-{number}-{version}"
    status, since, note = (st.session_state.get(f"{key}-{name}") for name in ("tahap", "sejak", "catatan"))
    set_status(desk, actor, now(), number, version, str(status), since or "", note or "")
    return tr("Tahap tersimpan: {step}.", step=status_labels()[str(status)])


def _states() -> dict[str, tuple[bool, bool | None] | None]:
    """What the table says of an office -> whether it is filled, and by a woman; None: nobody told."""
    return {
        tr("belum dicatat"): None,
        tr("kosong"): (False, None),
        tr("terisi"): (True, None),
        tr("terisi, perempuan"): (True, True),
        tr("terisi, laki-laki"): (True, False),
    }


def _table_of(offices: pd.DataFrame) -> pd.DataFrame:
    """Every office of the catalogue with its state as it is said, and since when."""
    words = {state: said for said, state in _states().items()}
    rows = []
    for key, office in read_register()["offices"].items():
        told = offices.loc[key] if key in offices.index else None
        woman = bool(told["woman"]) if told is not None and known(told["woman"]) else None
        state = None if told is None else (bool(told["filled"]), woman)
        rows.append((office["label"], words[state], day_of(told["since"]) if told is not None else None))
    table = pd.DataFrame(rows, columns=["Jabatan", "Keadaan", "Sejak"], index=list(read_register()["offices"]))
    return table.assign(Sejak=pd.to_datetime(table["Sejak"]))


def offices_form(desk: Desk, actor: Actor, row: pd.Series, offices: pd.DataFrame) -> None:
    """A row for each office: not told, empty or filled, by a woman or a man, since when. Nobody is named."""
    number, version = int(str(row.name)), int(row["version"])
    key, shown = f"pengurus-{number}-{version}", _table_of(offices)
    st.caption(tr("Yang dicatat hanya jabatan dan sejak kapan terisi, tidak pernah nama orang."))
    st.data_editor(
        shown,
        hide_index=True,
        key=key,
        disabled=["Jabatan"],
        width=WIDTH,
        height="content",
        column_config={
            "Jabatan": st.column_config.TextColumn(tr("Jabatan"), width=300),
            "Keadaan": st.column_config.SelectboxColumn(
                tr("Keadaan"), options=list(_states()), required=True, width=170
            ),
            "Sejak": st.column_config.DateColumn(tr("Sejak"), format="DD/MM/YYYY", min_value=FIRST_DAY, width=120),
        },
    )
    st.button(
        tr("Simpan susunan"),
        type="primary",
        icon=":material/save:",
        key=f"{key}-simpan",
        on_click=keep,
        args=(key, partial(_set_offices, desk, actor, number, version, shown)),
    )
    say_failed(key)


def _set_offices(desk: Desk, actor: Actor, number: int, version: int, shown: pd.DataFrame) -> str:
    """The table as it was drawn, with what was typed into it since."""
    states, told = _states(), shown.astype(object)
    for position, cells in st.session_state[f"pengurus-{number}-{version}"]["edited_rows"].items():
        for column, value in cells.items():
            told.loc[told.index[int(position)], column] = value
    wanted: dict[str, Office | None] = {}
    for office, said, since in told[["Keadaan", "Sejak"]].itertuples():
        state = states.get(said)
        day = "" if since is None or pd.isna(since) else str(since)[:10]
        wanted[str(office)] = None if state is None else Office(state[0], state[1], day)
    set_officers(desk, actor, now(), number, wanted, version)
    return tr("Susunan pengurus dan pengawas tersimpan.")
