"""What is assumed for every line: loan, wages, who joins, savings, weights; each with its range and its source."""

from __future__ import annotations

from typing import Any

import streamlit as st

from mapping.errors import MappingError
from mapping.knowledge.assumptions import assumptions_in_force, read_assumptions
from mapping.knowledge.formats import say_date, say_number, say_rupiah
from mapping.knowledge.lines import OWN_FIGURE
from mapping.language import mark, tr
from mapping.settings import AdviceSetup
from mapping.ui.lines.edits import put_in_force, setup_now, show_afresh, show_in, typed
from mapping.ui.text import plain

GROUPS = {
    "loan": mark("Pinjaman"),
    "operating": mark("Menjalankan usaha"),
    "members": mark("Siapa yang ikut"),
    "pooling": mark("Belanja bersama"),
    "selling": mark("Menjual"),
    "weights": mark("Bobot tiap bagian saran"),
}
SHARE = "bagian"
"""Shares are typed as percent."""


def ask_assumptions() -> None:
    """Number fields for every assumption, typed together and taken over together."""
    values, own = _in_force()
    st.caption(
        tr(
            "Anggapan ini berlaku untuk semua lini. Yang bertanda asumsi perencanaan belum pernah "
            "diukur; ganti dengan angka Anda bila tahu."
        )
    )
    groups: dict[str, list[str]] = {}
    for key in read_assumptions():
        groups.setdefault(key.partition(".")[0], []).append(key)
    with st.form("anggapan", border=False):
        for group, keys in groups.items():
            st.markdown(f"**{tr(GROUPS.get(group, plain(group)))}**")
            columns = st.columns(3)
            for number, key in enumerate(keys):
                with columns[number % 3]:
                    _ask(key, read_assumptions()[key], values[key], key in own)
        st.form_submit_button(tr("Pakai anggapan ini"), type="primary", on_click=_take)
    if own:
        st.button(tr("Kembalikan anggapan bawaan"), icon=":material/restart_alt:", on_click=_drop)


def _in_force() -> tuple[dict[str, float], dict[str, float]]:
    """Every assumption, and those that are the user's; where these cannot be used, this is said and ours count."""
    setup = setup_now()
    try:
        return assumptions_in_force(setup), dict(setup.assumptions)
    except MappingError as error:
        st.warning(tr("Anggapan tidak bisa dipakai: {error} Yang tampil bawaan.", error=plain(error)))
        return assumptions_in_force(AdviceSetup()), {}


def say_assumption(value: float, unit: str) -> str:
    """An assumption with its unit.

    Examples
    --------
    >>> say_assumption(0.06, "bagian"), say_assumption(2500000, "Rp/bulan"), say_assumption(72, "bulan")
    ('6%', 'Rp 2,5 juta', '72 bulan')
    """
    if unit == SHARE:
        return f"{say_number(value * 100, 0 if abs(value * 100 - round(value * 100)) < 1e-9 else 1)}%"
    if unit.startswith("Rp"):
        return say_rupiah(value)
    return f"{say_number(value, 0 if value == int(value) else 1)} {tr(unit)}"


def _factor(entry: dict[str, Any]) -> float:
    return 100.0 if entry["unit"] == SHARE else 1.0


def _ask(key: str, entry: dict[str, Any], value: float, own: bool) -> None:
    factor, unit = _factor(entry), entry["unit"]
    unit = "%" if unit == SHARE else tr(unit)
    source = (
        tr("asumsi perencanaan")
        if entry["assumption"]
        else tr("sumber {source}, {date}", source=entry["source"], date=say_date(entry["date"]))
    )
    st.number_input(
        f"{entry['label']} ({unit})",
        min_value=float(entry["least"]) * factor,
        max_value=float(entry["most"]) * factor,
        step=10.0 ** (len(str(int(value))) - 2) if entry["unit"].startswith("Rp") else 1.0,
        format="%.10g",
        key=show_in(f"anggapan-{key}", round(value * factor, 10)),
    )
    if own:
        usual = say_assumption(float(entry["value"]), entry["unit"])
        source = tr("bawaan {value} ({source})", value=usual, source=source)
    spelt = [say_rupiah(value)] if entry["unit"].startswith("Rp") else []
    st.caption(" · ".join(map(plain, [*([tr(OWN_FIGURE)] if own else []), *spelt, source])))


def _take() -> None:
    """What stands in the fields, in force if it can be used; what equals ours is ours."""
    chosen = []
    for key, entry in read_assumptions().items():
        shown = typed(f"anggapan-{key}")
        value = float(entry["value"]) if shown is None else round(float(shown) / _factor(entry), 12)
        if abs(value - float(entry["value"])) > 1e-12:
            chosen.append((key, value))
    put_in_force(tr("Anggapan dipakai di semua halaman."), assumptions=tuple(chosen))


def _drop() -> None:
    show_afresh("anggapan-")
    put_in_force(tr("Anggapan kembali ke bawaan."), assumptions=())
