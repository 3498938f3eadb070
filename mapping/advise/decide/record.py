"""The decision of a meeting with its date and reasons: rows that are added to, never changed.

A file ``decisions.csv`` lies beside the other files of a study (``Sources.decisions``). A later decision about the same
kelurahan takes the place of an earlier one; both stay in the file.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from mapping.advise.decide.agreement import Agreement
from mapping.advise.decide.borda import Count
from mapping.errors import SettingsError
from mapping.intake.privacy import mask_text
from mapping.knowledge.formats import say_number
from mapping.language import mark, tr

TEXTS = (
    *("kelurahan_code", "kelurahan", "decided_on", "meeting", "line_id", "line", "reasons", "votes", "votes_line_id"),
    *("advice_line_id", "advice_line", "study_key", "data_label"),
)
NUMBERS = {"present": 0, "papers": 0, "agreement": 3, "advice_score": 1, "advice_dscr": 2}
"""Columns that hold numbers, with their decimals: few enough that a file reads back as it was written."""
COLUMNS = [
    *("kelurahan_code", "kelurahan", "decided_on", "meeting", "present", "papers", "line_id", "line", "reasons"),
    *("votes", "votes_line_id", "agreement", "advice_line_id", "advice_line", "advice_score", "advice_dscr"),
    *("study_key", "data_label"),
]
FREE = ("meeting", "reasons")
"""What people wrote themselves: names, numbers and addresses in it become ``***``."""
LONGEST = {"meeting": (mark("jenis dan tempat rapat"), 120), "reasons": (mark("alasan"), 600)}
MOST_PRESENT = 20_000
POSTPONED = ("tunda", mark("Ditunda: belum memulai usaha"))
"""A meeting may also decide to start nothing yet."""


@dataclass(frozen=True)
class Meeting:
    """What a meeting says of itself.

    Parameters
    ----------
    decided_on : str
        ISO date.
    meeting : str
        Kind and place, for example ``"musyawarah desa khusus, balai desa"``; no persons.
    present : int
        How many took part.
    reasons : str
        Why this line; no persons.
    """

    decided_on: str
    meeting: str
    present: int
    reasons: str


@dataclass(frozen=True)
class Place:
    """Where and on which data was decided: code and name of the kelurahan, ``manifest["key"]``, label of the data."""

    kelurahan_code: str
    kelurahan: str
    study_key: str
    data_label: str


def no_decisions() -> pd.DataFrame:
    """An empty table of decisions.

    Examples
    --------
    >>> len(no_decisions()), "reasons" in no_decisions()
    (0, True)
    """
    return pd.DataFrame({name: pd.Series(dtype="float" if name in NUMBERS else "str") for name in COLUMNS})


def make_decision(
    place: Place,
    meeting: Meeting,
    line_id: str,
    names: Mapping[str, str],
    advice: pd.DataFrame,
    outcome: tuple[Count, Agreement] | None,
    today: str,
) -> pd.DataFrame:
    """One decision as a row of the file, with the tool's advice of that moment beside it.

    Parameters
    ----------
    line_id : str
        What the meeting decided, whoever won the vote.
    names : mapping
        ``line_id`` -> name.
    advice : DataFrame
        Rows of ``Study.advice`` of the kelurahan.
    outcome : (Count, Agreement), optional
        The vote; None where nobody voted on paper.
    today : str
        ISO date: no decision is later.

    Returns
    -------
    DataFrame
        One row of ``COLUMNS``; persons' names, numbers and addresses in what people wrote are ``***``.

    Raises
    ------
    SettingsError
        A date that is none or in the future, no reason, more papers than people, an unknown line.

    Examples
    --------
    >>> advice = pd.DataFrame({"position": ["1"], "line_id": ["x"], "line": ["Batik"], "score": [71.0]})
    >>> row = make_decision(Place("35.78.03.1001", "Contoh", "k", ""), Meeting("2026-11-20", "balai desa", 20,
    ...     "diminta ibu Sumarni"), "y", {"x": "Batik", "y": "Tempe"}, advice, None, "2026-11-22")
    >>> row[["line", "reasons", "advice_line"]].to_numpy().tolist()
    [['Tempe', 'diminta ibu ***', 'Batik']]
    """
    papers = outcome[0].papers if outcome else 0
    _check_meeting(meeting, papers, today)
    if line_id not in names:
        raise SettingsError(tr("Pilih dulu lini yang diputuskan rapat."))
    row = {
        **place.__dict__,
        **meeting.__dict__,
        "line_id": line_id,
        "line": names[line_id],
        "papers": papers,
        "votes": _say_votes(outcome[0], names) if outcome else "",
        "votes_line_id": "; ".join(outcome[0].winners) if outcome else "",
        "agreement": outcome[1].w if outcome else float("nan"),
        **_advised(advice),
    }
    return settle_decisions(pd.DataFrame([row]))


def _check_meeting(meeting: Meeting, papers: int, today: str) -> None:
    if not is_date(meeting.decided_on):
        raise SettingsError(tr("Tanggal keputusan harus berupa tanggal, misalnya 2026-11-20."))
    if meeting.decided_on > today:
        raise SettingsError(
            tr("Tanggal keputusan {decided_on} belum terjadi. Isi tanggal rapatnya.", decided_on=meeting.decided_on)
        )
    if not 1 <= meeting.present <= MOST_PRESENT:
        raise SettingsError(tr("Jumlah yang hadir harus 1 sampai {most_present}.", most_present=MOST_PRESENT))
    if papers > meeting.present:
        raise SettingsError(
            tr(
                "Kertas suara yang dihitung {papers}, lebih banyak dari yang hadir ({present}). Periksa keduanya.",
                papers=papers,
                present=meeting.present,
            )
        )
    if not meeting.reasons.strip():
        raise SettingsError(tr("Tulis dulu alasannya: tanpa alasan, keputusan ini tidak bisa dipahami setahun lagi."))
    for name, (said, most) in LONGEST.items():
        if len(getattr(meeting, name)) > most:
            raise SettingsError(
                tr("Isian {said} terlalu panjang; paling banyak {most} huruf.", said=tr(said), most=most)
            )


def is_date(text: str) -> bool:
    """Whether a text is an ISO date.

    Examples
    --------
    >>> is_date("2026-11-20"), is_date("20/11/2026")
    (True, False)
    """
    try:
        return dt.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _say_votes(count: Count, names: Mapping[str, str]) -> str:
    """``Batik 26; Tempe 21 poin``, most points first."""
    said = {
        line: say_number(points, 0 if round(points, 1) % 1 == 0 else 1)
        for line, points in count.table["points"].items()
    }
    return tr("{votes} poin", votes="; ".join(f"{names[str(line)]} {points}" for line, points in said.items()))


def _advised(advice: pd.DataFrame) -> dict[str, object]:
    """The first suggestion of the tool, blank where it had none."""
    first = advice[advice["position"] == "1"].head(1)
    if first.empty:
        return {}
    row = first.iloc[0]
    figures = {"advice_score": row.get("score"), "advice_dscr": row.get("dscr")}
    return {"advice_line_id": row["line_id"], "advice_line": row["line"], **figures}


def settle_decisions(table: pd.DataFrame) -> pd.DataFrame:
    """The columns of the file in their order and kind, one line per cell, without persons.

    Examples
    --------
    >>> settle_decisions(pd.DataFrame({"reasons": ["kata pak Slamet"], "agreement": [0.12345]}))[
    ...     ["reasons", "agreement"]].to_numpy().tolist()
    [['kata pak ***', 0.123]]
    """
    table = table.reindex(columns=COLUMNS)
    for name in TEXTS:
        text = table[name].astype(object).fillna("").astype(str)
        table[name] = text.str.replace(r"[\s\x00-\x1f\x7f]+", " ", regex=True).str.strip()
    for name in FREE:
        table[name] = mask_text(table[name])
    for name, digits in NUMBERS.items():
        table[name] = pd.to_numeric(table[name], errors="coerce").astype(float).round(digits)
    return table.reset_index(drop=True)


def add_decisions(kept: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Decisions after those that are kept; a row that is kept already is not added again, none is ever changed.

    Examples
    --------
    >>> row = no_decisions().reindex([0]).assign(kelurahan_code="a", line="Batik")
    >>> len(add_decisions(row, row)), len(add_decisions(row, row.assign(line="Tempe")))
    (1, 2)
    """
    if kept.empty or more.empty:
        return (more if kept.empty else kept).drop_duplicates(ignore_index=True)
    return pd.concat([kept, more], ignore_index=True).drop_duplicates(ignore_index=True)


def in_force(decisions: pd.DataFrame) -> pd.Series:
    """Which decisions still hold: of each kelurahan the latest by date, of one day the last added.

    Returns
    -------
    Series of bool
        On the index of ``decisions``.

    Examples
    --------
    >>> days = ["2026-02-01", "2026-01-01", "2026-01-01"]
    >>> rows = pd.DataFrame({"kelurahan_code": ["a", "a", "b"], "decided_on": days})
    >>> in_force(rows).tolist()
    [True, False, True]
    """
    order = decisions.sort_values("decided_on", kind="stable")
    last = ~order["kelurahan_code"].duplicated(keep="last")
    return last.reindex(decisions.index).astype(bool)
