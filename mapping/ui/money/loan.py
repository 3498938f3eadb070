"""The loan: three rates side by side, the plan month by month, and the plain calculator."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from mapping.advise.money.loan import RATES, compare_rates, instalment, months_to_repay, schedule
from mapping.advise.money.plan import times_paid
from mapping.knowledge.assumptions import read_assumptions
from mapping.knowledge.formats import say_number, say_rupiah
from mapping.language import mark, tr
from mapping.present.money import PLAN_LABELS, plan_table, say_times
from mapping.ui.controls import is_phone
from mapping.ui.downloads import offer_table
from mapping.ui.money.choices import say_origin_of
from mapping.ui.money.volume import show_words
from mapping.ui.text import plain

NAMES = {
    "loan.local_rate_year": mark("Pinjaman daerah"),
    "loan.rate_year": mark("Bunga yang dipakai"),
    "loan.bank_rate_year": "Bank",
}
MILLION = 1e6
COMMA = "replace(datum.label, '.', ',')"
"""Decimals of an axis as Indonesians write them."""


def compare(principal_idr: float, said: Mapping[str, float], net_cash_idr: float = float("nan")) -> None:
    """The same loan at three rates; with net cash, how many times it pays each instalment."""
    st.subheader(tr("Kalau bunganya lain?"), anchor=False)
    table = compare_rates(principal_idr, said)
    shown = pd.DataFrame(
        {
            "Pinjaman": [f"{NAMES[key]} · {_percent(said[key])}" for key in RATES],
            "Cicilan sebulan": table["instalment_idr_month"].map(say_rupiah),
            "Selama tenggang": table["grace_idr_month"].map(lambda idr: "–" if idr != idr else say_rupiah(idr)),
            "Bunga seluruhnya": table["interest_idr"].map(say_rupiah),
        }
    )
    if not np.isnan(net_cash_idr):
        owed = table["instalment_idr_month"].to_numpy()
        covers = times_paid(np.full(len(owed), net_cash_idr), owed)
        shown.insert(2, tr("Kas bersih dibanding cicilan"), [say_times(times) for times in covers])
    show_words(shown.drop(columns=["Selama tenggang", "Bunga seluruhnya"]) if is_phone() else shown)
    sources = [f"{_percent(said[key])}: {say_origin_of(key, said[key])}" for key in RATES]
    st.caption(tr("Lama dan tenggang sama ({said}). ", said=_length(said)) + " · ".join(sources))


def show_plan(principal_idr: float, said: Mapping[str, float], name: str, synthetic: bool) -> None:
    """The repayment plan month by month, drawn and as a file."""
    st.subheader(tr("Rencana pembayaran bulan demi bulan"), anchor=False)
    months, grace = int(said["loan.months"]), int(said["loan.grace_months"])
    plan = schedule(principal_idr, said["loan.rate_year"], months, grace)
    first, last = plan["pays_idr"].iloc[0], plan["pays_idr"].iloc[-1]
    waits = len(plan) - months_to_repay(months, grace)
    begins = (
        tr("Selama {waits} bulan pertama {first} (bunga saja), lalu ", waits=waits, first=say_rupiah(first))
        if waits > 0
        else ""
    )
    whole = tr(
        "Seluruhnya {sum} untuk pinjaman {principal_idr}.",
        sum=say_rupiah(plan["pays_idr"].sum()),
        principal_idr=say_rupiah(principal_idr),
    )
    st.markdown(
        plain(
            tr(
                "{begins}{last} sebulan sampai bulan ke-{months}. {whole}",
                begins=begins,
                last=say_rupiah(last),
                months=months,
                whole=whole,
            )
        )
    )
    _draw_plan(plan)
    with st.container(horizontal=True):
        offer_table(plan_table(plan, synthetic), name, tr("Unduh rencana pembayaran"))


def _draw_plan(plan: pd.DataFrame) -> None:
    import altair as alt

    parts = [PLAN_LABELS["principal_idr"], PLAN_LABELS["interest_idr"]]
    long = plan.rename(columns=PLAN_LABELS)[parts].div(MILLION).reset_index(names="Bulan")
    long = long.melt("Bulan", parts, "Bagian", "Juta")
    bars = (
        alt.Chart(long, height=320)
        .mark_bar()
        .encode(
            x=alt.X("Bulan:Q", title=tr("bulan ke"), bin="binned", scale=alt.Scale(nice=False)),
            x2="Akhir:Q",
            y=alt.Y("Juta:Q", title=tr("juta rupiah sebulan"), stack="zero", axis=alt.Axis(labelExpr=COMMA)),
            color=alt.Color(
                "Bagian:N",
                sort=parts,
                scale=alt.Scale(domain=parts, range=["#2f7f86", "#c8893a"]),
                legend=alt.Legend(orient="bottom", title=None),
            ),
            tooltip=["Bulan", "Bagian", alt.Tooltip("Juta:Q", format=",.2f")],
        )
        .transform_calculate(Akhir=tr("datum.Bulan + 1"))
    )
    st.altair_chart(bars)


def ask_principal(said: Mapping[str, float]) -> float:
    """How much is borrowed, rupiah."""
    ceiling = said["loan.ceiling_idr"]
    amount = st.number_input(
        tr("Pinjaman (juta rupiah)"),
        min_value=1.0,
        max_value=float(read_assumptions()["loan.ceiling_idr"]["most"]) / MILLION,
        value=ceiling / MILLION,
        step=50.0,
        format="%.10g",
        key="hitung-pokok",
        persist_state="session",
        width=300,
    )
    st.caption(f"Plafon {plain(say_rupiah(ceiling))} · {say_origin_of('loan.ceiling_idr', ceiling)}")
    return float(amount) * MILLION


def say_instalment(principal_idr: float, said: Mapping[str, float]) -> None:
    """What the loan costs a month, in one sentence."""
    months, grace = int(said["loan.months"]), int(said["loan.grace_months"])
    level = instalment(principal_idr, said["loan.rate_year"], months_to_repay(months, grace))
    st.success(
        tr(
            "**{principal_idr}, bunga {said} setahun, {said2}: cicilan {level} sebulan.**",
            principal_idr=plain(say_rupiah(principal_idr)),
            said=plain(_percent(said["loan.rate_year"])),
            said2=plain(_length(said)),
            level=plain(say_rupiah(level)),
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
            tr("Lebih dari plafon {said}.", said=plain(say_rupiah(said["loan.ceiling_idr"]))), icon=":material/warning:"
        )


def _length(said: Mapping[str, float]) -> str:
    grace = int(said["loan.grace_months"])
    return tr("{said} bulan", said=int(said["loan.months"])) + (
        tr(" dengan {grace} bulan tenggang", grace=grace) if grace else ""
    )


def _percent(rate: float) -> str:
    return f"{say_number(rate * 100, 0 if abs(rate * 100 - round(rate * 100)) < 1e-9 else 1)}%"
