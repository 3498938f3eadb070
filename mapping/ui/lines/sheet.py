"""One line on one sheet: what the cooperative does, what it takes, and where each figure comes from."""

from __future__ import annotations

import re

import pandas as pd
import streamlit as st

from mapping.advise.plan.permits import say_kbli
from mapping.knowledge.catalog import read_gerai, read_line_columns, read_lines, read_sources
from mapping.knowledge.formats import say_number, say_rupiah
from mapping.knowledge.lines import OWN_FIGURE
from mapping.language import mark, tr
from mapping.ui.text import plain

TOLD = (
    ("role", mark("Yang dikerjakan koperasi")),
    ("products", mark("Anggotanya membuat atau menjual")),
    ("inputs", mark("Yang dibutuhkan")),
    ("demand", mark("Siapa yang membutuhkan")),
    ("buyers", mark("Usaha yang biasa membeli")),
    ("gate_text", mark("Jangan mulai bila")),
)
DRIVERS = {
    "producers": mark("Lini ini berdiri di atas anggota yang membuatnya: makin banyak pelaku, makin kuat."),
    "pooling": mark("Lini ini berdiri di atas anggota yang membeli bahan yang sama: makin banyak belanja, makin kuat."),
    "supply_members": mark("Koperasi menjadi pemasok bagi anggotanya yang berdagang, bukan pesaing mereka."),
    "demand": mark("Lini ini melayani warga; penjual lain yang sudah ada adalah saingan."),
    "outside": mark("Survei usaha tidak bisa menilai lini ini; angkanya hanya sebagai pegangan."),
}
SHARE = "bagian"
PLANNED, WORKED_OUT, UNIT_ITSELF = mark("asumsi perencanaan"), "hitung dari ", mark("satuannya")
"""What a source column says besides codes of sources; the unit itself is what a figure was worked out from."""
CODE = re.compile(r"S\d{1,3}")


def say_line(lines: pd.DataFrame, line_id: str) -> None:
    """The sheet of one line, without its figures."""
    line = lines.loc[line_id]
    st.subheader(f"{plain(line_id)} · {plain(line['line'])}", anchor=False)
    with st.container(horizontal=True, gap="small"):
        for text in _badges(line):
            st.badge(plain(text), color="gray")
        if line["own"]:
            st.badge(tr("lini Anda"), color="blue", icon=":material/person:")
        elif line["changed"]:
            st.badge(tr(OWN_FIGURE), color="blue", icon=":material/edit:")
    st.markdown(tr(DRIVERS[str(line.driver)]))
    rows = [f"**{tr(label)}:** {_say_text(column, line[column])}" for column, label in TOLD if line[column]]
    if line["scale"]:
        rows.append(
            tr(
                "**Ukuran yang wajar:** {scale} ({scale_source})",
                scale=plain(_wordly(line["scale"])),
                scale_source=_say_source(line["scale_source"]),
            )
        )
    st.markdown("\n".join(f"- {row}" for row in rows))


def say_permits(lines: pd.DataFrame, line_id: str) -> None:
    """Permits in the order in which they are sought, and the codes for the deed."""
    line = lines.loc[line_id]
    permits = [part.strip() for part in line["permits"].split(";") if part.strip()]
    if permits:
        st.markdown(tr("**Izin, berurutan**"))
        st.markdown("\n".join(f"{number}. {plain(tr(text))}" for number, text in enumerate(permits, 1)))
    open_ = tr("belum ada, perlu dicek")
    codes = [
        tr("KBLI {year}: {code}", year=year, code=plain(open_ if code == "cek" else say_kbli(code)))
        for year, code in (("2020", line["kbli2020"]), ("2025", line["kbli2025"]))
        if code
    ]
    if codes:
        said = tr("{codes}. Ini usulan: cocokkan dengan akta koperasi dan OSS.", codes=" · ".join(codes))
        st.caption(said)


def list_figures(lines: pd.DataFrame, line_id: str) -> None:
    """Every figure of the line, its unit, and its source; the user's own beside ours."""
    line, changed = lines.loc[line_id], set(lines.at[line_id, "changed"].split("; "))
    ours = read_lines().loc[line_id] if line_id in read_lines().index else None
    rows, empty = [], tr("kosong")
    for entry in read_line_columns()["ranges"].values():
        ends = (entry["low"], entry["high"])
        rows.append((entry["label"], entry["unit"], ends, line[entry["source"]]))
    for name, entry in read_line_columns()["thresholds"].items():
        rows.append((entry["label"], entry["unit"], (name, name), line["threshold_source"]))
    table = []
    for label, unit, ends, source in rows:
        value = say_span(line[ends[0]], line[ends[1]], _unit(unit, line))
        if not value:
            continue
        own = bool(changed & set(ends)) and ours is not None
        before = say_span(ours[ends[0]], ours[ends[1]], _unit(unit, line)) if own and ours is not None else ""
        said = (
            tr("**{value}** (kami: {ours})", value=plain(value), ours=plain(before or empty)) if own else plain(value)
        )
        table.append(f"| {plain(label)} | {said} | {plain(tr(OWN_FIGURE)) if own else _say_source(source)} |")
    st.markdown("\n".join([tr("| Angka | Nilai | Dari mana |"), "|---|---|---|", *table]))
    st.caption(_say_volume(line))
    _list_sources(" ".join(str(line[column]) for column in lines.columns if column.endswith("_source")))


def say_span(low: float, high: float, unit: str) -> str:
    """A range with its unit; ``""`` where neither end is known.

    Examples
    --------
    >>> say_span(15e6, 80e6, "Rp"), say_span(2.0, 2.0, "orang"), say_span(float("nan"), float("nan"), "Rp")
    ('Rp 15–80 juta', '2 orang', '')
    """
    if low != low and high != high:
        return ""
    ends = [end for end in dict.fromkeys((low, high)) if end == end]
    if unit.startswith("Rp"):
        said = [say_rupiah(end) for end in ends]
        same = len(said) == 2 and said[0].split()[2:] == said[1].split()[2:]
        said = [" ".join(said[0].split()[:2]), said[1].removeprefix("Rp ")] if same else said
        return ("–" if same else " – ").join(said) + unit[2:].replace("/bulan", " " + tr("sebulan"))
    if unit == SHARE:
        ends, unit = [100 * end for end in ends], tr("% usaha anggota")
    return "–".join(say_number(end, _digits(end)) for end in ends) + (tr(unit) if unit[:1] == "%" else f" {tr(unit)}")


def _digits(value: float) -> int:
    return next((digits for digits in (0, 1, 2) if abs(value - round(value, digits)) < 1e-9), 3)


def _unit(unit: str, line: pd.Series) -> str:
    """The unit in the line's own words."""
    if unit == "satuan":
        return tr("{unit} sebulan", unit=line["unit"])
    if unit.startswith("bagian"):
        return tr("{unit} per warga sebulan", unit=line["unit"]) if line["volume_basis"] == "residents" else SHARE
    return unit


def _badges(line: pd.Series) -> list[str]:
    choices = read_line_columns()["choices"]
    gerai = [read_gerai()["gerai"][letter]["label"] for letter in line["gerai"].split("; ") if letter]
    land = [tr("butuh {land}", land=choices["land"]["options"][line["land"]])] if line["land"] else []
    where = [tr("desa saja")] if line["where"] == "desa" else []
    stage = choices["stage"]["options"][line["stage"]].split(" (")[0]
    return [tr(str(line.group)), tr("tahap {stage}", stage=stage), *gerai, *where, *land]


def _say_text(column: str, text: str) -> str:
    if column in ("products", "buyers"):
        parts = [part.strip() for part in text.split(";")]
        text = ", ".join(
            tr("semua olahan {group}", group=tr(part[1:]).lower()) if part.startswith("@") else tr(part)
            for part in parts
        )
    return plain(_wordly(text))


def _wordly(text: str) -> str:
    """Signs of the catalogue in words.

    Examples
    --------
    >>> _wordly(">= 20 perajin"), _wordly("SPPG +-3.000 porsi")
    ('paling sedikit 20 perajin', 'SPPG sekitar 3.000 porsi')
    """
    return text.replace(">= ", tr("paling sedikit") + " ").replace("+-", tr("sekitar") + " ")


def _say_source(source: str) -> str:
    if source.startswith(WORKED_OUT):
        return plain(tr("hitung dari {source}", source=tr(source.removeprefix(WORKED_OUT))))
    return plain(tr(source or PLANNED))


def _say_volume(line: pd.Series) -> str:
    """How a month's volume comes about, in one sentence."""
    unit, basis = plain(line["unit"]), line["volume_basis"]
    if basis == "":
        return tr("Volume lini ini tidak dihitung: survei usaha tidak bisa menjawabnya.")
    if basis == "residents":
        return tr(
            "Volume sebulan ({unit}) dihitung dari jumlah warga dikali kebutuhan per orang, dibagi "
            "rata dengan penjual yang sudah ada.",
            unit=unit,
        )
    what = tr("omzet") if basis == "revenue" else tr("belanja")
    return tr(
        "Volume sebulan ({unit}) dihitung dari {what} pelaku yang disurvei, dikali bagian yang "
        "ikut koperasi, dikali bagian yang lewat koperasi, dibagi harga jual.",
        unit=unit,
        what=what,
    )


def _list_sources(text: str) -> None:
    known = read_sources()
    codes = sorted({code for code in CODE.findall(text) if code in known}, key=lambda code: int(code[1:]))
    if codes:
        with st.expander(tr("Sumber ({codes})", codes=len(codes)), icon=":material/menu_book:"):
            st.markdown("\n".join(f"- **{code}** {plain(known[code])}" for code in codes))
