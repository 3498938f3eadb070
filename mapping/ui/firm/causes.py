"""What the ranks hang on: which assumption matters most, what the weights really do, which criteria say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number, say_percent
from mapping.language import mark, tr
from mapping.ui.firm.cause_charts import ASSUMPTION, CRITERION, draw_heat, draw_pairs, label_of, list_shares

if TYPE_CHECKING:
    from mapping.score.firm.firmness import Firmness

ALONE, WITH_OTHERS = mark("sendirian"), mark("bersama yang lain")
STATED, EFFECTIVE = mark("bobot tertulis"), mark("pengaruh nyata")
ALIKE, APART = 0.7, -0.3
"""Correlations from which two criteria nearly count the same twice, or pull against each other."""


MEANINGS = {
    mark("bobot"): mark("seberapa penting tiap kriteria, di sekitar bobot yang dipakai."),
    mark("batas nilai"): mark(
        "ukuran yang dinilai 0 dan yang dinilai 100, masing-masing digeser sampai seperlima jaraknya."
    ),
    mark("penskalaan"): mark("batas tetap, nilai terkecil dan terbesar, atau urutan saja."),
    mark("penggabungan"): mark("dijumlah (yang kuat menutupi yang lemah) atau dikalikan (tidak bisa menutupi)."),
    mark("derau survei"): mark("jumlah usaha yang ditemui survei, sebesar kebetulan yang wajar."),
    mark("kriteria yang dibuang"): mark("salah satu kriteria tidak dipakai sama sekali."),
}
"""What each assumption of mapping/score/firm/sensitivity.py means."""


def part_of(table: pd.DataFrame, sector: str) -> pd.DataFrame:
    """The rows of one sector; none where nothing was worked out for it."""
    if sector not in table.index.get_level_values("sector"):
        return table.iloc[:0].droplevel("sector")
    return table.xs(sector, level="sector")


def say_sensitivity(firmness: Firmness, sector: str) -> None:
    """How far the ranks move, and how much of it each assumption explains, alone and together with the others."""
    st.subheader(tr("Pilihan mana yang paling menentukan?"), anchor=False)
    shares = part_of(firmness.sensitivity, sector).dropna()
    if shares.empty:
        _say_unavailable()
        return
    shares = shares.clip(lower=0.0).sort_values("total", ascending=False, kind="stable").rename(index=str)
    st.markdown(_say_shares(shares, float(firmness.shift.get(sector, float("nan")))))
    chart, table = st.columns([6, 5], gap="medium")
    with chart:
        st.altair_chart(
            draw_pairs(
                shares.rename(index=tr, columns={"first": ALONE, "total": WITH_OTHERS}),
                ASSUMPTION,
                tr("bagian dari perpindahan peringkat"),
            )
        )
    with table:
        shown = pd.DataFrame(
            {ASSUMPTION: shares.index.map(tr), mark("Sendirian"): shares["first"], mark("Total"): shares["total"]}
        )
        list_shares(shown, ["Sendirian", "Total"])
        st.caption(
            tr(
                "Semua pilihan diacak sekaligus, lalu dilihat berapa bagian perpindahan yang hilang bila "
                "satu pilihan dipegang tetap. Sendirian: tanpa pilihan lain. Total: termasuk ketika "
                "beberapa pilihan bekerja bersama, sehingga jumlahnya bisa lebih dari 100%."
            )
        )
    with st.expander(tr("Apa arti tiap pilihan?"), icon=":material/help:"):
        meant = {name: MEANINGS.get(name, mark("asumsi lain dari skor ini.")) for name in shares.index}
        st.markdown("\n".join(f"- **{_capital(tr(name))}**: {tr(meaning)}" for name, meaning in meant.items()))


def _say_shares(shares: pd.DataFrame, shift: float) -> str:
    """How far ranks move, which two assumptions move them most, and which hardly do."""
    first, *others = list(shares.index)
    moved = tr(
        "Bila semua pilihan diacak sekaligus, satu kelurahan/desa berpindah rata-rata {shift} tempat.",
        shift=say_number(shift, 1),
    )
    share = {name: say_percent(float(total)) for name, total in shares["total"].items()}
    second = f", **{tr(others[0])}** {share[others[0]]}" if others else ""
    explains = tr(
        "**{first}** menjelaskan {share} dari perpindahan itu{second}.",
        first=_capital(tr(first)),
        share=share[first],
        second=second,
    )
    rest = [tr(name) for name in others if shares.loc[name, "total"] < 0.05]
    hardly = [tr("Hampir tidak berpengaruh: {rest}.", rest=", ".join(rest))] if rest else []
    then = tr("Yang teratas paling layak dibicarakan dulu sebelum peringkat dipakai memutuskan.")
    return " ".join([moved, explains, *hardly, then])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def say_weights(firmness: Firmness, sector: str) -> None:
    """Stated weights beside what each criterion really contributes to the differences between kelurahan."""
    st.subheader(tr("Apakah bobot bekerja seperti yang tertulis?"), anchor=False)
    rows = part_of(firmness.importance, sector)
    if rows.dropna(subset=["effective"]).empty:
        _say_unavailable()
        return
    rows = rows.sort_values("weight", ascending=False, kind="stable")
    rows = rows.set_axis([label_of(name) for name in rows.index])
    gap = (rows["effective"] - rows["weight"]).sort_values(kind="stable")
    over, under = gap.index[-1], gap.index[0]
    st.markdown(
        tr(
            "**{over}** berbobot {over_weight} tetapi membuat {over_effect} perbedaan skor antar kelurahan; "
            "**{under}** berbobot {under_weight} tetapi hanya {under_effect}.",
            over=over,
            over_weight=say_percent(rows.loc[over, "weight"]),
            over_effect=say_percent(rows.loc[over, "effective"]),
            under=under,
            under_weight=say_percent(rows.loc[under, "weight"]),
            under_effect=say_percent(rows.loc[under, "effective"]),
        )
    )
    chart, table = st.columns([6, 5], gap="medium")
    with chart:
        pair = rows[["weight", "effective"]].rename(columns={"weight": STATED, "effective": EFFECTIVE})
        st.altair_chart(draw_pairs(pair, CRITERION, tr("bagian")))
    with table:
        shown = pd.DataFrame(
            {
                CRITERION: rows.index,
                mark("Bobot"): rows["weight"],
                mark("Pengaruh"): rows["effective"],
                mark("Searah skor"): rows["correlation"],
            }
        )
        list_shares(shown, ["Bobot", "Pengaruh"], {"Searah skor": 2})
        st.caption(
            tr(
                "Pengaruh nyata: bagian dari beda skor antar kelurahan yang berasal dari kriteria itu. "
                "Kriteria yang nilainya hampir sama di mana-mana tidak membedakan siapa pun, seberapa "
                "pun bobotnya. Searah skor: 1 berarti naik bersama skor, 0 tidak ada hubungannya."
            )
        )


def list_drops(firmness: Firmness, sector: str) -> None:
    """What leaving out each criterion does to all ranks of the sector."""
    rows = part_of(firmness.drop_one, sector).sort_values("mean_shift", ascending=False, kind="stable")
    st.subheader(tr("Bila satu kriteria dibuang"), anchor=False)
    if rows.dropna(subset=["mean_shift"]).empty:
        _say_unavailable()
        return
    most = rows.iloc[0]
    st.markdown(
        tr(
            "Tanpa **{criterion}** peringkat bergeser rata-rata {mean_shift}, paling jauh {max_shift}; "
            "{top10_kept} dari sepuluh besar tetap sepuluh besar.",
            criterion=label_of(str(rows.index[0])),
            mean_shift=say_number(most["mean_shift"], 1),
            max_shift=say_number(most["max_shift"]),
            top10_kept=say_number(most["top10_kept"] * 10),
        )
    )
    shown = pd.DataFrame(
        {
            mark("Tanpa"): [label_of(str(name)) for name in rows.index],
            mark("Geser rata-rata"): rows["mean_shift"],
            mark("Geser terjauh"): rows["max_shift"],
            mark("Kemiripan urutan"): rows["spearman"],
            mark("10 besar tetap"): rows["top10_kept"] * 10,
        }
    )
    digits = {"Geser rata-rata": 1, "Geser terjauh": 0, "Kemiripan urutan": 3, "10 besar tetap": 0}
    list_shares(shown, [], digits, first=190)
    st.caption(tr("Kemiripan urutan: 1 berarti urutannya sama persis, 0 berarti tidak ada hubungannya."))


def say_correlations(firmness: Firmness, sector: str) -> None:
    """Which criteria say nearly the same and which pull against each other: a heat table, and a line per pair."""
    st.subheader(tr("Kriteria mana yang mengatakan hal yang sama?"), anchor=False)
    square = part_of(firmness.correlations, sector)
    square = square[[name for name in square.index if name in square]].dropna(how="all").dropna(how="all", axis=1)
    if len(square) < 2:
        _say_unavailable()
        return
    chart, text = st.columns([6, 5], gap="medium")
    with chart:
        st.altair_chart(draw_heat(square))
    with text:
        st.markdown("\n".join(f"- {line}" for line in _say_pairs(square)))
        st.caption(
            tr(
                "1: selalu naik bersama; 0: tidak berhubungan; −1: yang satu naik, yang lain turun. Dua "
                "kriteria yang hampir sama dihitung dua kali, jadi bobot bersamanya lebih besar daripada "
                "yang tertulis."
            )
        )
    with st.expander(tr("Tabel hubungan antar kriteria"), icon=":material/table:"):
        names = [label_of(str(name)) for name in square.index]
        table = square.set_axis(names).set_axis([label_of(str(name)) for name in square], axis=1).round(2)
        st.dataframe(table.rename_axis(tr(CRITERION)).reset_index(), hide_index=True, placeholder="")


def _say_pairs(square: pd.DataFrame) -> list[str]:
    """One line for each pair of criteria that nearly repeat each other or pull apart, strongest first."""
    names = list(square.index)
    pairs = [
        (float(square.loc[one, other]), label_of(str(one)), label_of(str(other)))
        for place, one in enumerate(names)
        for other in names[place + 1 :]
        if other in square
    ]
    said = [
        tr("**{one}** dan **{other}** hampir mengatakan hal yang sama ({r}).", one=one, other=other, r=say_number(r, 2))
        for r, one, other in sorted(pairs, reverse=True)
        if r >= ALIKE
    ]
    said += [
        tr(
            "**{one}** dan **{other}** saling berlawanan ({r}): unggul di satu, lemah di yang lain.",
            one=one,
            other=other,
            r=say_number(r, 2),
        )
        for r, one, other in sorted(pairs)
        if r <= APART
    ]
    return said or [
        tr("Tidak ada dua kriteria yang hampir sama atau saling berlawanan; tiap kriteria menambah hal baru.")
    ]


def _say_unavailable() -> None:
    st.info(tr("Bagian ini tidak bisa dihitung dari data yang ada."), icon=":material/help:")
