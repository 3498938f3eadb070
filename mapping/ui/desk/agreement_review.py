"""An agreement looked at again: how it was found, and when next."""

from __future__ import annotations

import streamlit as st

from mapping.desk.partners.agreed import Agreed
from mapping.desk.partners.agreements import review_agreement
from mapping.desk.rules import may
from mapping.knowledge.formats import say_date
from mapping.language import tr
from mapping.ui.desk.open import Actor, Desk, now, said, today
from mapping.ui.desk.partner_state import DONE
from mapping.ui.desk.partner_words import words_of
from mapping.ui.text import plain

END = "end"


def say_reviews(desk: Desk, actor: Actor, agreed: Agreed) -> None:
    """Reviews so far, and the form of the next where the agreement is in force."""
    row = agreed.row
    reviews = may(actor, "agreement.review", int(row["cooperative_id"])) and row["status"] == "in_force"
    if agreed.reviews.empty and not reviews:
        return
    st.markdown(tr("**Tinjauan**"))
    verdicts = words_of("verdicts")
    for review in agreed.reviews.itertuples():
        told = f": {plain(review.finding)}" if review.finding else ""
        following = " " + tr("Berikutnya {day}.", day=say_date(review.next_on)) if review.next_on else ""
        st.markdown(f"- {say_date(review.held_on)} · **{verdicts[review.verdict]}**{told}{following}")
    if reviews:
        _ask_review(desk, actor, int(str(row.name)), int(row["version"]))


def _ask_review(desk: Desk, actor: Actor, number: int, version: int) -> None:
    verdicts = words_of("verdicts")
    with st.expander(tr("Catat tinjauan"), icon=":material/rate_review:", key=f"tinjauan-{number}"):
        held = st.date_input(tr("Tanggal tinjauan"), today(), format="DD/MM/YYYY", key=f"tinjau-{number}")
        verdict = st.radio(
            tr("Hasil tinjauan"),
            list(verdicts),
            format_func=verdicts.__getitem__,
            horizontal=True,
            key=f"hasil-{number}",
        )
        finding = st.text_area(tr("Temuan"), max_chars=2000, height=90, key=f"temuan-{number}")
        following = None
        if verdict != END:
            following = st.date_input(tr("Tinjauan berikut"), None, format="DD/MM/YYYY", key=f"berikut-{number}")
        if st.button(tr("Simpan tinjauan"), type="primary", icon=":material/save:", key=f"simpan-tinjauan-{number}"):
            with said():
                review_agreement(
                    desk,
                    actor,
                    now(),
                    number,
                    version,
                    held_on=held,
                    verdict=str(verdict),
                    finding=finding,
                    next_on=following or "",
                )
                st.session_state[DONE] = tr("Tinjauan dicatat.")
                st.rerun()
