"""The answer, and the figures of which it is made."""

from __future__ import annotations

import streamlit as st

from mapping.knowledge.formats import UNKNOWN, say_number, say_rupiah
from mapping.language import plural, tr
from mapping.present.money import say_answer, say_cash, say_certainty, say_size, say_times
from mapping.ui.money.figures import Money, why_unknown
from mapping.ui.text import plain

SIGNS = {"yes": ":material/check_circle:", "no": ":material/block:", "unknown": ":material/help:"}


def say_verdict(money: Money) -> None:
    """Yes, no, or not known yet, in one sentence; then the figures."""
    row = money.row
    box = {"yes": st.success, "no": st.error, "unknown": st.info}[row["carries"]]
    sentence = say_answer(row, money.line, money.place, why_unknown(money), money.said["loan.least_dscr"])
    head, mark, rest = sentence.partition(":")
    box(f"**{plain(head + mark)}** {plain(rest)}" if mark else plain(sentence), icon=SIGNS[row["carries"]])
    if certainty := say_certainty(row):
        st.caption(plain(certainty))
    figures = {
        tr("Modal"): say_rupiah(row["capital_idr"]),
        tr("Dipinjam"): say_rupiah(row["loan_idr"]),
        tr("Kas bersih sebulan"): say_cash(row["net_cash_idr_month"]),
        tr("Cicilan sebulan"): say_rupiah(row["instalment_idr_month"]),
        tr("Kas bersih dibanding cicilan"): tr(UNKNOWN) if row["dscr"] != row["dscr"] else say_times(row["dscr"]),
    }
    with st.container(horizontal=True, gap="medium"):
        for label, value in figures.items():
            st.metric(label, value, width="content")
    st.caption(
        tr(
            "Kas bersih: sisa penjualan sesudah membeli barang, upah dan biaya jalan, sebelum "
            "cicilan. Di bawah 1 kali, cicilan tidak terbayar."
        )
        + " "
        + plain(say_size(row, money.line["unit"]))
    )


def say_missing(money: Money) -> None:
    """What capital is made of, and what neither own money nor the loan covers."""
    row, setup = money.row, money.setup
    st.subheader(tr("Apakah modalnya cukup?"), anchor=False)
    low, high = say_rupiah(row["capital_low_idr"]), say_rupiah(row["capital_high_idr"])
    st.markdown(
        tr(
            "Perlu **{capital}** (bisa {low} sampai {high}): {startup} untuk alat dan "
            "tempat, {working} untuk modal kerja. Uang sendiri {own}, pinjaman "
            "{loan}.",
            capital=plain(say_rupiah(row["capital_idr"])),
            low=plain(low),
            high=plain(high),
            startup=plain(say_rupiah(row["startup_idr"])),
            working=plain(say_rupiah(row["working_idr"])),
            own=plain(say_rupiah(setup.own_capital_idr)),
            loan=plain(say_rupiah(row["loan_idr"])),
        )
    )
    if row["missing_idr"] > 0:
        why = (
            tr("Anda memilih tidak meminjam.")
            if not setup.borrows
            else tr(
                "Pinjaman paling banyak {ceiling}, dan untuk modal kerja paling banyak {working}.",
                ceiling=say_rupiah(money.said["loan.ceiling_idr"]),
                working=say_rupiah(money.said["loan.operating_ceiling_idr"]),
            )
        )
        st.warning(
            tr("Masih kurang {missing}. {why}", missing=plain(say_rupiah(row["missing_idr"])), why=plain(why)),
            icon=":material/savings:",
        )
    people, staff = setup.people, row["staff"]
    if people is not None and staff > people:
        st.warning(
            plural("Butuh sekitar {staff} orang, yang ada {people}.", staff, staff=say_number(staff), people=people),
            icon=":material/group:",
        )
