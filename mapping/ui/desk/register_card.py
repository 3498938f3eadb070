"""One cooperative: what is known, how far it has come, its board, what to look at, and what comes next."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.desk.register.checks import LABELS
from mapping.desk.register.findings import find_oddities
from mapping.desk.register.points import LABELS as POINTS
from mapping.desk.register.read import known_on, read_cooperative, read_offices, read_steps
from mapping.desk.rules import may
from mapping.knowledge.formats import say_date, say_number, say_rupiah
from mapping.knowledge.register import ladder, read_register
from mapping.language import tr
from mapping.ui.cache import View
from mapping.ui.desk.choose import choose_cooperative
from mapping.ui.desk.offers_words import say_source_code
from mapping.ui.desk.open import Actor, Desk, today
from mapping.ui.desk.register_form import change_form
from mapping.ui.desk.register_parts import MADE_UP, known, line_label, say_day, status_labels
from mapping.ui.desk.register_steps import offices_form, step_form
from mapping.ui.links import link_to
from mapping.ui.text import plain


def show_one(view: View, desk: Desk, actor: Actor) -> None:
    """The card of the cooperative that is chosen here."""
    number = choose_cooperative(view, desk, actor)
    if number is None:
        return
    row = read_cooperative(desk, actor, number)
    steps, offices = read_steps(desk, actor, number), read_offices(desk, actor, number)
    _say_head(row)
    left, right = st.columns([6, 5], gap="medium")
    with left:
        _say_next(row)
        _list_facts(row)
        _say_oddities(find_oddities(row, offices, today()))
    with right:
        _list_steps(row, steps)
        _list_offices(offices)
    _link_on(row)
    if may(actor, "register.write", number):
        _ask_changes(view, desk, actor, row, offices)


def _ask_changes(view: View, desk: Desk, actor: Actor, row: pd.Series, offices: pd.DataFrame) -> None:
    """The forms, each under a head of its own; what the role may not do is not drawn."""
    number = int(str(row.name))
    if may(actor, "register.status", number):
        with st.expander(tr("Pindahkan ke tahap lain"), icon=":material/stairs:"):
            step_form(desk, actor, row)
    with st.expander(tr("Ubah data koperasi"), icon=":material/edit:"):
        change_form(view, desk, actor, row)
    with st.expander(tr("Isi susunan pengurus dan pengawas"), icon=":material/groups:"):
        offices_form(desk, actor, row, offices)


def _say_head(row: pd.Series) -> None:
    st.subheader(plain(row["name"]))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(status_labels()[row["status"]], color="blue", icon=":material/flag:")
        if row["synthetic"]:
            st.badge(tr(MADE_UP), color="orange", icon=":material/science:")
        st.caption(
            tr(
                "{place}, Kec. {kecamatan} · keterangan dari {day}",
                place=plain(row["kelurahan"]),
                kecamatan=plain(row["kecamatan"]),
                day=say_date(known_on(row.to_frame().T).iloc[0]),
            )
        )


def _say_next(row: pd.Series) -> None:
    status = read_register()["statuses"][row["status"]]
    st.markdown(tr("**Langkah berikutnya:** {what}", what=status["next"]))


def _list_facts(row: pd.Series) -> None:
    members, capital = row["members"], row["capital_idr"]
    facts = {
        "deed_number": row["deed_number"],
        "deed_date": say_date(row["deed_date"]) if row["deed_date"] else "",
        "nik": row["nik"],
        "nib": row["nib"],
        "kbli": row["kbli"],
        "line_id": line_label(row["line_id"]),
        "members": say_number(int(members)) if known(members) else "",
        "capital_idr": say_rupiah(int(capital)) if known(capital) else "",
        "note": row["note"],
    }
    lines = [f"{tr(LABELS[key])}: {f'**{plain(value)}**' if value else _unknown()}" for key, value in facts.items()]
    lines.append(f"{tr('Titik pada peta')}: {tr(POINTS[row['point_state']])}")
    lines.append(f"{tr('Sumber')}: {_say_source(row)}")
    st.markdown("  \n".join(lines))


def _unknown() -> str:
    return f"*{tr('belum diisi')}*"


def _say_source(row: pd.Series) -> str:
    told = []
    if row["source"]:
        told.append(tr("berkas {file} ({day})", file=plain(row["source"]), day=say_day(row["source_date"])))
    if row["edited_at"]:
        told.append(tr("diisi di sini, terakhir {day}", day=say_date(row["edited_at"][:10])))
    return "; ".join(told) or tr("diisi di sini")


def _say_oddities(oddities: pd.DataFrame) -> None:
    if oddities.empty:
        return
    st.markdown(tr("**Periksa** (tidak menghalangi apa pun):"))
    st.markdown(
        "\n".join(
            f"- {plain(row['what'])} {tr('Sumber: {source}.', source=plain(_name_sources(row['source'])))}"
            for row in oddities.to_dict("records")
        )
    )


def _name_sources(told: str) -> str:
    return ", ".join(say_source_code(code) for code in told.split(", "))


def _list_steps(row: pd.Series, steps: pd.DataFrame) -> None:
    """The ladder with its days; the step it stands on is marked, those before without a day are said so."""
    st.markdown(tr("**Tahap**"))
    labels, order = status_labels(), ladder()
    last = steps.drop_duplicates("status", keep="last").set_index("status")
    at = order.index(row["status"]) if row["status"] in order else -1
    lines = []
    for position, step in enumerate(order):
        day = last.at[step, "since"] if step in last.index else None
        if position == at:
            lines.append(
                tr(":material/flag: **{step}** sejak {day}", step=labels[step], day=say_day(row["status_since"]))
            )
        elif position < at or (at < 0 and day is not None):
            told = say_day(day) if day is not None else tr("tanggal belum dicatat")
            lines.append(f":material/check: {labels[step]} · {told}")
        else:
            lines.append(f":material/radio_button_unchecked: {labels[step]}")
    if at < 0:
        label, day = labels[row["status"]], say_day(row["status_since"])
        lines.append(tr(":material/flag: **{step}** sejak {day}", step=label, day=day))
    st.markdown("  \n".join(lines))
    notes = steps[steps["note"] != ""]
    if len(notes):
        written = [
            f"{labels[note['status']]} ({say_day(note['since'])}): {plain(note['note'])}"
            for note in notes.to_dict("records")
        ]
        st.caption(" · ".join(written))


def _list_offices(offices: pd.DataFrame) -> None:
    st.markdown(tr("**Pengurus dan pengawas**"))
    if offices.empty:
        st.caption(tr("Belum diisi. Yang dicatat hanya jabatan dan sejak kapan terisi, tidak pernah nama orang."))
        return
    known_offices = read_register()["offices"]
    women = {True: tr("perempuan"), False: tr("laki-laki")}
    lines = []
    for key, told in offices.iterrows():
        if not told["filled"]:
            lines.append(tr("{office}: kosong", office=known_offices[key]["label"]))
            continue
        more = [women[bool(told["woman"])]] if known(told["woman"]) else []
        more += [tr("sejak {day}", day=say_date(told["since"]))] if told["since"] else []
        state = tr("{office}: terisi", office=known_offices[key]["label"])
        lines.append(f"{state} ({', '.join(more)})" if more else state)
    st.markdown("\n".join(f"- {line}" for line in lines))


def _link_on(row: pd.Series) -> None:
    code, number = row["kelurahan_code"], str(row.name)
    with st.container(horizontal=True, gap="small"):
        link_to("profil", tr("Profil kelurahan"), ":material/location_on:", kelurahan=code)
        link_to("mulai", tr("Mulai dari apa?"), ":material/rocket_launch:", kelurahan=code)
        link_to("meja", tr("Meja kebutuhan"), ":material/inbox:", kelurahan=code, koperasi=number)
        link_to("pelatihan", tr("Pelatihan"), ":material/school:", kelurahan=code, koperasi=number)
        link_to("mitra", tr("Mitra"), ":material/handshake:", kelurahan=code, koperasi=number)
