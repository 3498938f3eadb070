"""What a cooperative agreed with whom: dependence first, then each agreement with what is due."""

from __future__ import annotations

from typing import Literal

import pandas as pd
import streamlit as st

from mapping.desk.partners.agreed import read_agreements
from mapping.desk.partners.dependence import measure_dependence, say_dependence
from mapping.desk.rules import may
from mapping.knowledge.formats import say_date, say_number, say_percent, say_rupiah
from mapping.knowledge.partnership import read_partnership
from mapping.language import plural, tr
from mapping.ui.desk.open import Actor, Desk, today
from mapping.ui.desk.partner_state import AGREED, NEW, open_in
from mapping.ui.desk.partner_words import badge_made_up, kind_labels, words_of
from mapping.ui.text import plain

COLOURS: dict[str, Literal["gray", "green"]] = {"draft": "gray", "in_force": "green", "ended": "gray"}


def show_agreements(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    """Agreements of one cooperative, and how much hangs on one partner."""
    table = read_agreements(desk, actor, today(), cooperative_id)
    writes = may(actor, "agreement.write", cooperative_id)
    if table.empty:
        _say_empty(writes)
        return
    if writes:
        say_dependences(table)
    n = int((table["status"] == "in_force").sum())
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(plural("**{n} kesepakatan berlaku.**", n, n=say_number(n)))
        if writes and st.button(tr("Susun kesepakatan baru"), icon=":material/add:", type="primary"):
            open_in(AGREED, 0, NEW)
    for number, row in table.iterrows():
        _show_card(int(str(number)), row)


def _say_empty(writes: bool) -> None:
    st.info(
        tr(
            "Belum ada kesepakatan. Di sini tertulis siapa mengerjakan dan memutuskan apa, tujuan kedua pihak, dan "
            "janji dengan tanggalnya, supaya tidak ada yang lupa atau saling menunggu."
        ),
        icon=":material/edit_document:",
    )
    if writes and st.button(tr("Susun kesepakatan pertama"), icon=":material/add:", type="primary"):
        open_in(AGREED, 0, NEW)


def say_dependences(table: pd.DataFrame) -> None:
    """Each direction: share of the largest partner, concentration, warning, what is not known."""
    measured = measure_dependence(table, today())
    if measured.empty:
        return
    told = measured.join(say_dependence(measured))
    st.subheader(tr("Bergantung pada satu mitra?"))
    for row in told.itertuples():
        share = tr("belum diketahui") if pd.isna(row.largest_share) else say_percent(row.largest_share)
        equal = tr("belum diketahui") if pd.isna(row.hhi) else say_number(1 / row.hhi, 1)
        with st.container(border=True, gap="xsmall"):
            st.markdown(
                plural(
                    "**{label}:** {n} mitra; bagian terbesar {share}; seperti {equal} mitra yang sama besar.",
                    row.partners,
                    label=plain(row.label),
                    n=say_number(row.partners),
                    share=share,
                    equal=equal,
                )
            )
            if row.warning:
                st.warning(plain(row.warning), icon=":material/warning:")
            if row.caveat:
                st.caption(f":material/help: {plain(row.caveat)}")
    limits = read_partnership()["dependence"]
    st.caption(
        tr(
            "Dari nilai setahun kesepakatan yang berlaku. Diperingatkan mulai bagian terbesar {share}, atau bila "
            "seperti kurang dari {n} mitra yang sama besar ({source}, {day}).",
            share=say_percent(limits["largest_share"]),
            n=say_number(limits["least_partners"]),
            source=tr("asumsi perencanaan"),
            day=say_date(limits["date"]),
        )
    )


def _show_card(number: int, row: pd.Series) -> None:
    """One agreement in short."""
    with st.container(border=True, gap="small"):
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(row['title'])}**")
            say_state(row)
        told = [plain(row["partner"]), kind_labels()[row["kind"]]]
        if row["flow"] != "none":
            value = row["value_idr_year"]
            money = tr("nilai belum diketahui") if pd.isna(value) else tr("{amount} setahun", amount=say_rupiah(value))
            told.append(words_of("flows")[row["flow"]] + (f" ({money})" if row["whole"] else ""))
        if row["ends_on"]:
            told.append(tr("sampai {day}", day=say_date(row["ends_on"])))
        st.markdown(" · ".join(told))
        if st.button(tr("Buka kesepakatan"), icon=":material/visibility:", key=f"buka-kesepakatan-{number}"):
            open_in(AGREED, number)


def say_state(row: pd.Series) -> None:
    """Status, and what is overdue or due soon, as badges."""
    st.badge(words_of("statuses")[row["status"]], color=COLOURS[row["status"]])
    if row["lapsed"]:
        st.badge(tr("lewat tanggal berakhir"), icon=":material/event_busy:", color="red")
    if row["overdue"]:
        late = plural("{n} komitmen terlambat", row["overdue"], n=say_number(row["overdue"]))
        st.badge(late, icon=":material/schedule:", color="red")
    if row["soon"]:
        soon = plural("{n} komitmen segera jatuh tempo", row["soon"], n=say_number(row["soon"]))
        st.badge(soon, icon=":material/schedule:", color="orange")
    if row["review_due"]:
        st.badge(tr("waktunya ditinjau"), icon=":material/rate_review:", color="orange")
    badge_made_up(bool(row["synthetic"]))
