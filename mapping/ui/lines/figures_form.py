"""The user's own figures of a line: typed together, taken over together, taken back with one press."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.knowledge.catalog import read_line_columns
from mapping.knowledge.formats import say_rupiah
from mapping.knowledge.lines import lines_in_force, with_change, without_change
from mapping.language import tr
from mapping.ui.lines.edits import put_in_force, setup_now, show_afresh, show_in, typed
from mapping.ui.text import plain


def ask_figures(lines: pd.DataFrame, line_id: str) -> None:
    """Number fields for every figure of a line, and the way back to ours."""
    line = lines.loc[line_id]
    with (
        st.expander(tr("Pakai angka Anda sendiri"), icon=":material/edit:", key=f"ubah-{line_id}"),
        st.form(f"angka-{line_id}", border=False),
    ):
        st.caption(tr("Isi yang Anda tahu lebih baik; yang lain biarkan. Kosong berarti belum diketahui."))
        for entry in read_line_columns()["ranges"].values():
            st.markdown(f"**{plain(entry['label'])}** ({plain(_unit(entry['unit'], line))})")
            left, right = st.columns(2)
            with left:
                _ask(line_id, entry["low"], line[entry["low"]], tr("paling sedikit"), entry["unit"])
            with right:
                _ask(line_id, entry["high"], line[entry["high"]], tr("paling banyak"), entry["unit"])
        left, right = st.columns(2)
        for number, (name, entry) in enumerate(read_line_columns()["thresholds"].items()):
            with right if number % 2 else left:
                _ask(line_id, name, line[name], entry["label"], entry["unit"], show_unit=True)
        st.form_submit_button(tr("Pakai angka ini"), type="primary", on_click=_take, args=(line_id,))
    if line["own"]:
        st.button(tr("Hapus lini ini"), icon=":material/delete:", on_click=_drop, args=(line_id,))
    elif line["changed"]:
        st.button(tr("Kembalikan angka bawaan"), icon=":material/restart_alt:", on_click=_drop, args=(line_id,))


def _ask(line_id: str, column: str, value: float, label: str, unit: str, show_unit: bool = False) -> None:
    said = f" · {say_rupiah(value)}" if unit.startswith("Rp") and value == value else ""
    st.number_input(
        label + (f" ({tr(unit)})" if show_unit else "") + said,
        min_value=0.0,
        value=None,
        step=None if value != value else max(10.0 ** (len(str(int(value))) - 2), 0.01),
        format="%.12g",
        key=show_in(f"{line_id}-{column}", None if value != value else float(value)),
        placeholder=tr("belum diketahui"),
    )


def _unit(unit: str, line: pd.Series) -> str:
    """The unit in the line's own words; a share is typed as the file has it."""
    if unit == "satuan":
        return str(line["unit"])
    if unit.startswith("bagian"):
        per_head = tr("{unit} per warga", unit=line["unit"])
        return per_head if line["volume_basis"] == "residents" else tr("bagian: 0,3 berarti 30%")
    return tr(unit)


def _columns() -> list[str]:
    columns = read_line_columns()
    ends = [entry[end] for entry in columns["ranges"].values() for end in ("low", "high")]
    return [*ends, *columns["thresholds"]]


def _take(line_id: str) -> None:
    """What stands in the fields, in force if it can be used."""
    changes = setup_now().line_changes
    now = lines_in_force(changes).loc[line_id]
    for column in _columns():
        value = typed(f"{line_id}-{column}")
        text = "" if value is None else f"{value:.12g}"
        before = "" if now[column] != now[column] else f"{now[column]:.12g}"
        if text != before:
            changes = with_change(changes, line_id, column, text)
    put_in_force(tr("Angka {line_id} dipakai di semua halaman.", line_id=line_id), line_changes=changes)


def _drop(line_id: str) -> None:
    show_afresh(f"{line_id}-")
    put_in_force(
        tr("{line_id} kembali ke bawaan.", line_id=line_id),
        line_changes=without_change(setup_now().line_changes, line_id),
    )
