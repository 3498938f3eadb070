"""Break-even beside what is expected, and how the line fares in better and worse months."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from mapping.knowledge.formats import UNKNOWN, say_number, say_percent, say_rupiah
from mapping.language import mark, tr
from mapping.present.money import CASE_LABELS, say_cash, say_times, say_units
from mapping.ui.money.figures import Money
from mapping.ui.money.volume import show_words
from mapping.ui.text import plain

THOUSANDS = "replace(format(datum.value, ',.0f'), /,/g, '.')"
"""Numbers of an axis as Indonesians write them."""
NEVER = mark("tidak balik modal")
EXPECTED, RUNNING, EVEN = mark("Yang bisa terjual"), "Menutup biaya jalan", mark("Menutup biaya dan cicilan")


def draw_break_even(money: Money) -> None:
    """What must be sold beside what can be."""
    row, unit = money.row, money.line["unit"]
    st.subheader(tr("Berapa yang harus terjual?"), anchor=False)
    if np.isnan(row["break_even_units_month"]):
        st.markdown(tr("Belum bisa dihitung: harga, marjin, atau biaya lini ini belum diisi."))
        return
    needed = plain(say_units(row["break_even_units_month"], unit))
    st.markdown(
        tr(
            "Paling sedikit **{needed} sebulan** supaya biaya jalan ({fixed_idr_month}) dan cicilan "
            "tertutup. Tiap {unit} menyisakan sekitar {unit_margin_idr}.",
            needed=needed,
            fixed_idr_month=plain(say_rupiah(row["fixed_idr_month"])),
            unit=plain(unit),
            unit_margin_idr=plain(say_cash(row["unit_margin_idr"])),
        )
    )
    _draw_bars(row, unit)


def _draw_bars(row: pd.Series, unit: str) -> None:
    import altair as alt

    figures = {EXPECTED: "volume_month", RUNNING: "running_units_month", EVEN: "break_even_units_month"}
    bars = pd.DataFrame({"Apa": list(figures), "Jumlah": [row[name] for name in figures.values()]}).dropna()
    bars["Teks"] = [say_units(amount, unit) for amount in bars["Jumlah"]]
    bars["Jenis"] = np.where(bars["Apa"] == EXPECTED, "bisa", "perlu")
    colours = alt.Scale(domain=["bisa", "perlu"], range=["#2f7f86", "#c8893a"])
    across = alt.X("Jumlah:Q", title=tr("{unit} sebulan", unit=unit), axis=alt.Axis(tickCount=4, labelExpr=THOUSANDS))
    down = alt.Y("Apa:N", title=None, sort=list(figures), axis=alt.Axis(labelLimit=220))
    base = alt.Chart(bars, height=alt.Step(44)).encode(y=down, x=across)
    drawn = base.mark_bar(size=22).encode(
        color=alt.Color("Jenis:N", scale=colours, legend=None), tooltip=["Apa", alt.Tooltip("Teks", title="Sebulan")]
    )
    if EXPECTED in set(bars["Apa"]):
        span = pd.DataFrame({"Apa": [EXPECTED], "Jumlah": [row["volume_low"]], "Atas": [row["volume_high"]]})
        drawn += alt.Chart(span).mark_rule(strokeWidth=3, color="#6b7280").encode(y=down, x=across, x2="Atas:Q")
    st.altair_chart(drawn)
    st.caption(tr("Garis abu-abu: rentang yang bisa terjual dalam delapan dari sepuluh keadaan."))


def list_cases(money: Money) -> None:
    """Net cash, cover and time to earn back, in the usual and three other cases, each with its range."""
    st.subheader(tr("Kalau keadaannya lain?"), anchor=False)
    if money.cases["net_cash_idr_month"].isna().all():
        st.markdown(tr("Belum bisa dihitung selama volumenya belum diketahui."))
        return
    said = money.said
    sizes = {
        "volume_down": f" {say_percent(said['operating.volume_down'])}",
        "price_down": f" {say_percent(said['operating.price_swing'])}",
        "price_up": f" {say_percent(said['operating.price_swing'])}",
    }
    table = pd.DataFrame(
        {
            "Keadaan": [CASE_LABELS[case] + sizes.get(case, "") for case in money.cases.index],
            "Kas bersih sebulan": _spans(money.cases, "net_cash_idr_month", say_cash),
            "Dibanding cicilan": _spans(money.cases, "dscr", say_times),
            "Balik modal": _spans(money.cases, "payback_months", _months, NEVER),
        }
    )
    show_words(table)
    moves = (
        tr("harga beli tidak ikut berubah")
        if money.line["price_risk"] == "price"
        else tr("harga beli ikut berubah, marjinnya tetap")
    )
    st.caption(
        tr("Dalam kurung: rentang dalam delapan dari sepuluh keadaan. Bila harga jual berubah, {moves}.", moves=moves)
    )


def _months(months: float) -> str:
    return tr("{months} bulan", months=say_number(months)) if months < 1200 else tr("lebih dari 100 tahun")


def _spans(
    cases: pd.DataFrame, name: str, say: Callable[[float], str], unknown: str = mark("tanpa cicilan")
) -> list[str]:
    """The middle and, in brackets, the worse and the better end."""
    texts = []
    for middle, low, high in cases[[name, f"{name}_low", f"{name}_high"]].to_numpy():
        ends = [unknown if end != end else say(end) for end in (low, high)]
        one = UNKNOWN if middle != middle and unknown == "" else unknown if middle != middle else say(middle)
        texts.append(one if one == ends[0] == ends[1] else f"{one} ({ends[0]} – {ends[1]})")
    return texts
