"""Which column of a file is which, said by the user: one selector for each of our columns beside the first rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from mapping.errors import MappingError
from mapping.knowledge.catalog import read_column_labels
from mapping.language import mark, tr
from mapping.ui.own.decisions import NONE, decide, decisions, forget
from mapping.ui.own.work import ask_work, files_of, is_ready, look_at, matter, put_off, settle, shown_name
from mapping.ui.text import plain

if TYPE_CHECKING:
    from mapping.intake.preview import Preview

EXAMPLES, ABREAST = 3, 3
TITLES = {"boundaries": mark("Kolom berkas batas"), "survey": mark("Kolom berkas survei")}
NOTHING = mark("– tidak ada –")


def ask_columns() -> None:
    """The form for the file whose columns are open, prefilled with what was recognised and what was said before."""
    present = matter()
    if present is None or present.kind != "columns":
        return
    role = present.role
    with st.container(border=True, key="kolom"):
        st.subheader(tr(TITLES[role]), anchor=False)
        if present.message:
            st.warning(plain(present.message), icon=":material/help:")
        try:
            seen = look_at(role)
        except MappingError as error:
            put_off(error)
        labels: dict[str, dict[str, Any]] = read_column_labels()[role]
        st.markdown(tr("Pilih kolom berkas Anda untuk tiap keperluan. Di bawahnya tertulis bagaimana isinya terbaca."))
        above = st.container()
        chosen = {name: header for name, header in _ask_all(seen, role, labels).items() if header}
        with above:
            _show_rows(seen, chosen, labels)
        _finish(seen, role, chosen, labels)


def _ask_all(seen: Preview, role: str, labels: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Our columns by what they are needed for, those first without which the file cannot be used."""
    chosen: dict[str, str] = {}
    for need, text in read_column_labels()["needs"][role].items():
        st.markdown(f"**{text}**")
        chosen |= _ask_group(seen, role, {name: label for name, label in labels.items() if label["need"] == need})
    rest = {name: label for name, label in labels.items() if not label["need"]}
    with st.expander(tr("Kolom lain, boleh kosong ({rest})", rest=len(rest))):
        chosen |= _ask_group(seen, role, rest)
    return chosen


def _ask_group(seen: Preview, role: str, labels: dict[str, dict[str, Any]]) -> dict[str, str]:
    chosen = {}
    for start in range(0, len(labels), ABREAST):
        for place, (name, label) in zip(
            st.columns(ABREAST), list(labels.items())[start : start + ABREAST], strict=False
        ):
            with place:
                chosen[name] = _ask_column(seen, role, name, label)
    return chosen


def _ask_column(seen: Preview, role: str, name: str, label: dict[str, Any]) -> str:
    """One of our columns: a head of the file or none, and how its first cells would be read."""
    from mapping.intake.preview import HIDDEN, UNREAD, read_cells

    options = ["", *seen.headers]
    known = _known(seen, role).get(name, "")
    header = st.selectbox(
        label["label"],
        options,
        index=options.index(known) if known in options else 0,
        format_func=lambda one: one or tr(NOTHING),
        key=f"kolom-{role}-{name}-{st.session_state['own_looks'][role][0][0][:12]}",
    )
    if not header:
        st.caption(plain(label["use"]))
        return ""
    cells = read_cells(seen.rows[header], name)[:EXAMPLES]
    said = "; ".join(tr(UNREAD) if cell == UNREAD else cell for cell in cells) or tr("kosong pada baris-baris awal")
    said = tr("data pribadi, disembunyikan") if HIDDEN in cells else said
    st.caption(tr(":material/subdirectory_arrow_right: terbaca: {cells}", cells=plain(said)))
    return str(header)


def _known(seen: Preview, role: str) -> dict[str, str]:
    """Our column -> head: as recognised, then as said by the user."""
    from mapping.intake.corrections import column_choices

    said = column_choices(decisions(), shown_name(role))
    known = {name: header for name, header in seen.columns.items() if header not in said}
    return known | {name: header for header, name in said.items() if name != NONE and header in seen.headers}


def _show_rows(seen: Preview, chosen: dict[str, str], labels: dict[str, dict[str, Any]]) -> None:
    """The first rows, chosen columns with our names beside theirs."""
    from mapping.intake.preview import HIDDEN

    names = {header: f"{header} → {labels[name]['label']}" for name, header in chosen.items()}
    rows = seen.rows.replace(HIDDEN, tr("disembunyikan")).rename(columns=names)
    st.dataframe(rows, hide_index=True, height="content", placeholder="")
    st.caption(
        tr(
            "{names} dari {headers} kolom dipakai. Kolom data pribadi tidak pernah ditampilkan.",
            names=len(names),
            headers=len(seen.headers),
        )
    )


def _finish(seen: Preview, role: str, chosen: dict[str, str], labels: dict[str, dict[str, Any]]) -> None:
    """What is still missing, or the way on."""
    missing = _missing(role, chosen, labels)
    double = sorted({header for header in chosen.values() if list(chosen.values()).count(header) > 1})
    if double:
        st.warning(
            tr("Kolom {double} dipilih lebih dari sekali. Satu kolom untuk satu hal.", double=plain(", ".join(double)))
        )
    elif missing:
        st.info(missing, icon=":material/info:")
    with st.container(horizontal=True):
        st.button(
            tr("Pakai kolom ini dan hitung") if is_ready() else tr("Simpan kolom ini"),
            type="primary",
            icon=":material/check:",
            disabled=bool(missing or double),
            on_click=_take,
            args=(seen, role, chosen),
        )
        st.button(tr("Batal"), type="tertiary", on_click=settle)


def _missing(role: str, chosen: dict[str, str], labels: dict[str, dict[str, Any]]) -> str:
    """What the file cannot do without and has not got yet, ``""`` when nothing."""
    from mapping.intake.tables.columns import DESCRIBED, is_survey

    needs = read_column_labels()["needs"][role]
    if role == "boundaries":
        missing = [] if any(labels[name]["need"] for name in chosen) else list(needs)
    else:
        described = chosen.keys() & set(DESCRIBED)
        located = is_survey({name: [0] for name in [*chosen, "product"]})
        missing = [*([] if located else ["letak"]), *([] if described else ["usaha"])]
    return tr("Masih kurang. {needs}", needs=" ".join(needs[need] for need in missing)) if missing else ""


def _take(seen: Preview, role: str, chosen: dict[str, str]) -> None:
    """Remember what differs from what was recognised, for this file and its like, and go on."""
    table, mine = decisions(), shown_name(role)
    forget((table["kind"] == "kolom") & table["value"].isin(seen.headers) & table["file"].isin(["", mine]))
    said = {header: name for name, header in chosen.items() if seen.columns.get(name) != header}
    left = set(seen.columns.values()) - set(chosen.values())
    said |= dict.fromkeys(sorted(left), NONE)
    shared = _heads_of_the_other(role)
    decide(
        [
            {
                "file": mine if header in shared else "",
                "kind": "kolom",
                "value": header,
                "replacement": name,
                "reason": tr("dipilih di halaman"),
            }
            for header, name in said.items()
        ]
    )
    settle()
    if is_ready():
        ask_work()


def _heads_of_the_other(role: str) -> set[str]:
    """Heads of the other file: a choice about one of them must not hold for that file, too."""
    other = next(one for one in TITLES if one != role)
    if not files_of(other):
        return set()
    try:
        return set(look_at(other).headers)
    except MappingError:
        return set()
