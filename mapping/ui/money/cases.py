"""Break-even beside what is expected, and how the line fares in better and worse months."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import streamlit as st

from mapping.knowledge.formats import UNKNOWN, say_number, say_percent, say_rupiah
from mapping.language import mark, plural, tr
from mapping.present.money import CASE_LABELS, say_cash, say_times, say_units
from mapping.ui.money.figures import Money
from mapping.ui.money.volume import thousands_sign
from mapping.ui.text import plain
from mapping.ui.words import show_words

NEVER = mark("tidak balik modal")
EXPECTED, RUNNING, EVEN = mark("Yang bisa terjual"), mark("Menutup biaya jalan"), mark("Menutup biaya dan cicilan")


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
            "Paling sedikit **{needed} sebulan** supaya biaya jalan ({fixed}) dan cicilan "
            "tertutup. Tiap {unit} menyisakan sekitar {margin}.",
            needed=needed,
            fixed=plain(say_rupiah(row["fixed_idr_month"])),
            unit=plain(unit),
            margin=plain(say_cash(row["unit_margin_idr"])),
        )
    )
    _draw_bars(row, unit)


def _draw_bars(row: pd.Series, unit: str) -> None:
    import altair as alt

    figures = {EXPECTED: "volume_month", RUNNING: "running_units_month", EVEN: "break_even_units_month"}
    bars = pd.DataFrame({"what": list(figures), "n": [row[name] for name in figures.values()]}).dropna()
    bars["said"] = [say_units(amount, unit) for amount in bars["n"]]
    bars["kind"] = np.where(bars["what"] == EXPECTED, "can", "must")
    bars["what"] = bars["what"].map(tr)
    colours = alt.Scale(domain=["can", "must"], range=["#2f7f86", "#c8893a"])
    labels = alt.Axis(tickCount=4, labelExpr=f"replace(format(datum.value, ',.0f'), /,/g, '{thousands_sign()}')")
    across = alt.X("n:Q", title=tr("{unit} sebulan", unit=unit), axis=labels)
    down = alt.Y("what:N", title=None, sort=[tr(name) for name in figures], axis=alt.Axis(labelLimit=220))
    base = alt.Chart(bars, height=alt.Step(44)).encode(y=down, x=across)
    drawn = base.mark_bar(size=22).encode(
        color=alt.Color("kind:N", scale=colours, legend=None),
        tooltip=[alt.Tooltip("what:N", title=tr("Apa")), alt.Tooltip("said:N", title=tr("Sebulan"))],
    )
    if tr(EXPECTED) in set(bars["what"]):
        span = pd.DataFrame({"what": [tr(EXPECTED)], "n": [row["volume_low"]], "top": [row["volume_high"]]})
        drawn += alt.Chart(span).mark_rule(strokeWidth=3, color="#6b7280").encode(y=down, x=across, x2="top:Q")
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
            tr("Keadaan"): [tr(CASE_LABELS[case]) + sizes.get(case, "") for case in money.cases.index],
            tr("Kas bersih sebulan"): _spans(money.cases, "net_cash_idr_month", say_cash),
            tr("Dibanding cicilan"): _spans(money.cases, "dscr", say_times),
            tr("Balik modal"): _spans(money.cases, "payback_months", _months, NEVER),
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
    return plural("{n} bulan", round(months), n=say_number(months)) if months < 1200 else tr("lebih dari 100 tahun")


def _spans(
    cases: pd.DataFrame, name: str, say: Callable[[float], str], unknown: str = mark("tanpa cicilan")
) -> list[str]:
    """The middle and, in brackets, the worse and the better end."""
    texts = []
    for middle, low, high in cases[[name, f"{name}_low", f"{name}_high"]].to_numpy():
        ends = [tr(unknown) if end != end else say(end) for end in (low, high)]
        one = tr(unknown or UNKNOWN) if middle != middle else say(middle)
        texts.append(one if one == ends[0] == ends[1] else f"{one} ({ends[0]} – {ends[1]})")
    return texts
