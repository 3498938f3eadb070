"""What this session's meetings hold: ballots, votes as typed, decisions; never in the address, never on the disk."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.advise.decide.ballot import Ballot
from mapping.advise.decide.record import add_decisions, no_decisions
from mapping.advise.decide.votes import PAPER, no_votes
from mapping.present.files.meeting.ballot import advice_on, names_of, suggested_ballot, suitability_on
from mapping.ui.cache import View

BALLOTS, SHEETS, DECISIONS = "rapat_kertas", "rapat_suara", "rapat_keputusan"
PAPERS_AT_FIRST = 10
Meeting = tuple[str, str]
"""Region and kelurahan: a meeting's votes belong to both."""


def line_names(view: View) -> dict[str, str]:
    """``line_id`` -> name, with the user's own lines."""
    return names_of(view.study)


def advice_of(view: View, code: str) -> pd.DataFrame:
    """The advice on one kelurahan."""
    return advice_on(view.study, code)


def suitability_of(view: View, code: str) -> pd.DataFrame:
    """How every line suits one kelurahan, index ``line_id``; figures of small cells are blank."""
    return suitability_on(view.study, code)


def ballot_of(view: View, code: str) -> Ballot | None:
    """The ballot of a kelurahan: the one in use, else one of the suggested lines; None where there are too few.

    It is kept from the first look on: what was printed must not change because an answer on another page did.
    """
    kept = st.session_state.setdefault(BALLOTS, {})
    present = kept.get((view.key, code))
    if present and set(present.lines) <= set(line_names(view)):
        return present
    suggested = suggested_ballot(view.study, code)
    if suggested:
        keep_ballot(view, code, suggested)
    return suggested


def keep_ballot(view: View, code: str, ballot: Ballot | None) -> None:
    """Put a ballot in use for a kelurahan; None goes back to the suggested lines."""
    kept = st.session_state.setdefault(BALLOTS, {})
    if ballot is None:
        kept.pop((view.key, code), None)
    else:
        kept[(view.key, code)] = ballot


def sheet_of(view: View, code: str, ballot: Ballot) -> pd.DataFrame:
    """The tally sheet of a ballot as it was last typed or loaded; votes of another ballot are kept apart."""
    sheets = st.session_state.setdefault(SHEETS, {})
    return sheets.get((view.key, code, ballot), no_votes(ballot, PAPERS_AT_FIRST))


def keep_sheet(view: View, code: str, ballot: Ballot, sheet: pd.DataFrame) -> None:
    """Keep a tally sheet for the session."""
    st.session_state.setdefault(SHEETS, {})[(view.key, code, ballot)] = sheet


def is_filled(sheet: pd.DataFrame) -> pd.Series:
    """Which rows of a tally sheet hold a rank or an answer."""
    return (sheet.drop(columns=PAPER) != "").any(axis=1)


def fit_sheet(sheet: pd.DataFrame, ballot: Ballot, papers: int) -> pd.DataFrame:
    """A tally sheet of so many rows: blank ones are added with free numbers or dropped from the end, filled ones stay.

    Examples
    --------
    >>> ballot = Ballot(("x", "y"))
    >>> sheet = no_votes(ballot, 3)
    >>> sheet.loc[1, "A"] = "1"
    >>> fit_sheet(sheet, ballot, 1)["kertas"].tolist(), fit_sheet(sheet, ballot, 4)["kertas"].tolist()
    (['1', '2'], ['1', '2', '3', '4'])
    """
    filled = is_filled(sheet).to_numpy().nonzero()[0]
    least = int(filled[-1]) + 1 if len(filled) else 0
    kept = sheet.iloc[: max(papers, least)]
    used = set(kept[PAPER])
    more = no_votes(ballot, papers + len(used))
    more = more[~more[PAPER].isin(used)].head(max(0, papers - len(kept)))
    return pd.concat([kept, more], ignore_index=True)


def decisions_of(view: View) -> pd.DataFrame:
    """Every decision about the region: those that came with the study, then those of this session."""
    mine = st.session_state.get(DECISIONS, {}).get(view.key, no_decisions())
    every = add_decisions(view.study.decisions, mine)
    return every[every["kelurahan_code"].isin(view.study.kelurahan.index)].reset_index(drop=True)


def keep_decisions(view: View, more: pd.DataFrame) -> int:
    """Add decisions to those of this session, and count the new ones."""
    before = len(decisions_of(view))
    kept = st.session_state.setdefault(DECISIONS, {})
    kept[view.key] = add_decisions(kept.get(view.key, no_decisions()), more)
    return len(decisions_of(view)) - before
