"""The loan: three rates side by side, the plan month by month, and the plain calculator."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from mapping.advise.money.loan import RATES, compare_rates, instalment, months_to_repay, schedule
from mapping.advise.money.plan import times_paid
from mapping.knowledge.assumptions import read_assumptions
from mapping.knowledge.formats import say_date, say_number, say_rupiah
from mapping.language import mark, plural, tr
from mapping.present.files.meeting.rules import NEWER, read_meeting
from mapping.present.money import PLAN_LABELS, plan_table, say_times
from mapping.ui.controls import is_phone
from mapping.ui.downloads import offer_table
from mapping.ui.money.choices import say_origin_of
from mapping.ui.money.volume import decimal_sign
from mapping.ui.state import chosen, remember, restore_text
from mapping.ui.text import plain
from mapping.ui.words import show_words

NAMES = {
    "loan.local_rate_year": mark("Pinjaman daerah"),
    "loan.rate_year": mark("Bunga yang dipakai"),
    "loan.bank_rate_year": mark("Bank"),
}
MILLION = 1e6


def compare(principal_idr: float, said: Mapping[str, float], net_cash_idr: float = float("nan")) -> None:
    """The same loan at three rates; with net cash, how many times it pays each instalment."""
    st.subheader(tr("Kalau bunganya lain?"), anchor=False)
    table = compare_rates(principal_idr, said)
    shown = pd.DataFrame(
        {
            tr("Pinjaman"): [f"{tr(NAMES[key])} · {_percent(said[key])}" for key in RATES],
            tr("Cicilan sebulan"): table["instalment_idr_month"].map(say_rupiah),
            tr("Selama tenggang"): table["grace_idr_month"].map(lambda idr: "–" if idr != idr else say_rupiah(idr)),
            tr("Bunga seluruhnya"): table["interest_idr"].map(say_rupiah),
        }
    )
    if not np.isnan(net_cash_idr):
        owed = table["instalment_idr_month"].to_numpy()
        covers = times_paid(np.full(len(owed), net_cash_idr), owed)
        shown.insert(2, tr("Kas bersih dibanding cicilan"), [say_times(times) for times in covers])
    show_words(shown.drop(columns=[tr("Selama tenggang"), tr("Bunga seluruhnya")]) if is_phone() else shown)
    sources = [f"{_percent(said[key])}: {say_origin_of(key, said[key])}" for key in RATES]
    st.caption(" ".join([tr("Lama dan tenggang sama ({length}).", length=_length(said)), " · ".join(sources)]))
    # That of a village tells most.
    newer = next(rule for rule in read_meeting()["rules"] if rule["about"] == NEWER)
    st.info(plain(f"{newer['text']} [{newer['source']}, {say_date(newer['since'])}]"), icon=":material/gavel:")


def show_plan(principal_idr: float, said: Mapping[str, float], name: str, synthetic: bool) -> None:
    """The repayment plan month by month, drawn and as a file."""
    st.subheader(tr("Rencana pembayaran bulan demi bulan"), anchor=False)
    months, grace = int(said["loan.months"]), int(said["loan.grace_months"])
    plan = schedule(principal_idr, said["loan.rate_year"], months, grace)
    first, last = plan["pays_idr"].iloc[0], plan["pays_idr"].iloc[-1]
    waits = len(plan) - months_to_repay(months, grace)
    told = {"last": say_rupiah(last), "months": months}
    course = (
        plural(
            "Selama {n} bulan pertama {first} (bunga saja), lalu {last} sebulan sampai bulan ke-{months}.",
            waits,
            n=waits,
            first=say_rupiah(first),
            **told,
        )
        if waits > 0
        else tr("{last} sebulan sampai bulan ke-{months}.", **told)
    )
    whole = tr(
        "Seluruhnya {sum} untuk pinjaman {principal}.",
        sum=say_rupiah(plan["pays_idr"].sum()),
        principal=say_rupiah(principal_idr),
    )
    st.markdown(plain(f"{course} {whole}"))
    _draw_plan(plan)
    with st.container(horizontal=True):
        offer_table(plan_table(plan, synthetic), name, tr("Unduh rencana pembayaran"))


def _draw_plan(plan: pd.DataFrame) -> None:
    import altair as alt

    names = {name: tr(PLAN_LABELS[name]) for name in ("principal_idr", "interest_idr")}
    parts = list(names.values())
    long = plan.rename(columns=names)[parts].div(MILLION).reset_index(names="month")
    long = long.melt("month", parts, "part", "million")
    labels = alt.Axis(labelExpr=f"replace(datum.label, '.', '{decimal_sign()}')")
    bars = (
        alt.Chart(long, height=320)
        .mark_bar(binSpacing=0)  # with a gap, 72 bars have no width left on a phone
        .encode(
            x=alt.X("month:Q", title=tr("bulan ke"), bin="binned", scale=alt.Scale(nice=False)),
            x2="end:Q",
            y=alt.Y("million:Q", title=tr("juta rupiah sebulan"), stack="zero", axis=labels),
            color=alt.Color(
                "part:N",
                sort=parts,
                scale=alt.Scale(domain=parts, range=["#2f7f86", "#c8893a"]),
                legend=alt.Legend(orient="bottom", title=None),
            ),
            tooltip=[
                alt.Tooltip("month:Q", title=tr("Bulan")),
                alt.Tooltip("part:N", title=tr("Bagian")),
                alt.Tooltip("million:Q", title=tr("Juta"), format=",.2f"),
            ],
        )
        .transform_calculate(end="datum.month + 1")
    )
    st.altair_chart(bars)


def ask_principal(said: Mapping[str, float]) -> float:
    """How much is borrowed, rupiah."""
    ceiling = said["loan.ceiling_idr"]
    most = float(read_assumptions()["loan.ceiling_idr"]["most"]) / MILLION
    word, widget = "pokok", f"hitung-pokok-{ceiling:.0f}"  # another ceiling is another usual amount
    before, wanted = chosen(word), restore_text(word)
    if wanted != before or widget not in st.session_state:
        st.session_state[widget] = _million(wanted, most, ceiling / MILLION)
    amount = st.number_input(
        tr("Pinjaman (juta rupiah)"),
        min_value=1.0,
        max_value=most,
        step=50.0,
        format="%.10g",
        key=widget,
        persist_state="session",
        width=300,
    )
    st.session_state[word] = "" if amount == ceiling / MILLION else f"{amount:.10g}"
    remember(word, st.session_state[word], unless="")
    limit = tr("Plafon {ceiling}", ceiling=plain(say_rupiah(ceiling)))
    st.caption(f"{limit} · {say_origin_of('loan.ceiling_idr', ceiling)}")
    return float(amount) * MILLION


def _million(text: str, most: float, usual: float) -> float:
    """A sum in million rupiah as a link carries it; what is no such sum counts as the usual one."""
    try:
        amount = float(text)
    except ValueError:
        return usual
    return amount if 1.0 <= amount <= most else usual


def say_instalment(principal_idr: float, said: Mapping[str, float]) -> None:
    """What the loan costs a month, in one sentence."""
    months, grace = int(said["loan.months"]), int(said["loan.grace_months"])
    level = instalment(principal_idr, said["loan.rate_year"], months_to_repay(months, grace))
    st.success(
        tr(
            "**{principal}, bunga {rate} setahun, {length}: cicilan {instalment} sebulan.**",
            principal=plain(say_rupiah(principal_idr)),
            rate=plain(_percent(said["loan.rate_year"])),
            length=plain(_length(said)),
            instalment=plain(say_rupiah(level)),
        ),
        icon=":material/payments:",
    )
    without = instalment(principal_idr, said["loan.rate_year"], months)
    if grace > 0:
        st.caption(
            tr(
                "Tanpa tenggang, dibagi rata {months} bulan: {without} sebulan. Tenggang membuat cicilan "
                "sesudahnya lebih besar, karena pokoknya dibayar dalam waktu lebih pendek.",
                months=months,
                without=plain(say_rupiah(without)),
            )
        )
    if principal_idr > said["loan.ceiling_idr"]:
        st.warning(
            tr("Lebih dari plafon {ceiling}.", ceiling=plain(say_rupiah(said["loan.ceiling_idr"]))),
            icon=":material/warning:",
        )


def _length(said: Mapping[str, float]) -> str:
    months, grace = int(said["loan.months"]), int(said["loan.grace_months"])
    if not grace:
        return plural("{n} bulan", months, n=months)
    return plural("{months} bulan dengan {n} bulan tenggang", grace, months=months, n=grace)


def _percent(rate: float) -> str:
    return f"{say_number(rate * 100, 0 if abs(rate * 100 - round(rate * 100)) < 1e-9 else 1)}%"
