"""What the user has decided in this session: rows of corrections.csv and rows added to the lexicon."""

from __future__ import annotations

import hashlib
from functools import partial

import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from mapping.intake.corrections import COLUMNS, no_corrections, read_corrections
from mapping.intake.meaning.lexicon import read_lexicon_rows
from mapping.language import mark, plural, tr
from mapping.present.files.tidy import csv_bytes
from mapping.settings import SourceFile
from mapping.ui.text import plain

DECISIONS, WORDS, APPLIED = "decisions", "lexicon_rows", "decisions_applied"
WHOSE = ["file", "kind", "column", "value"]
"""Two rows that agree in these are about the same thing: the later one holds."""
NONE = "-"
KINDS = {"nilai": mark("Nilai"), "kolom": mark("Kolom"), "tempat": mark("Tempat"), "jawaban": mark("Jawaban")}
LABELS = {"kind": mark("Tentang"), "file": mark("Berkas"), "column": mark("Kolom atau pertanyaan")}
LABELS |= {"value": mark("Tertulis"), "replacement": mark("Dipakai sebagai")}


def decisions() -> pd.DataFrame:
    """Every decision of this session, the latest last."""
    table = st.session_state.get(DECISIONS)
    return no_corrections() if table is None else table


def decide(rows: list[dict[str, str]]) -> None:
    """Add decisions, each with some of the columns of corrections.csv; an older one about the same thing goes."""
    fresh = pd.DataFrame([dict.fromkeys(COLUMNS, "") | row for row in rows], columns=COLUMNS, dtype="str")
    table = pd.concat([decisions(), fresh], ignore_index=True)
    st.session_state[DECISIONS] = table.drop_duplicates(WHOSE, keep="last", ignore_index=True)


def forget(which: npt.NDArray[np.bool_] | pd.Series) -> None:
    """Take decisions back: those where ``which``, a mask over ``decisions()``, is True."""
    st.session_state[DECISIONS] = decisions()[~which].reset_index(drop=True)


def load_decisions(file: SourceFile) -> int:
    """Take over what was decided earlier, and count it.

    Raises
    ------
    mapping.errors.InputError
        The file is no corrections.csv.
    """
    table = read_corrections(file.content, file.name)
    decide([dict(zip(COLUMNS, row, strict=True)) for row in table[COLUMNS].itertuples(index=False)])
    return len(table)


def decisions_file() -> SourceFile | None:
    """The decisions as a file of the run, None when there are none."""
    table = decisions()
    return SourceFile("corrections.csv", table.to_csv(index=False).encode()) if len(table) else None


def word_rows() -> list[dict[str, str]]:
    """Rows added to the lexicon in this session."""
    return list(st.session_state.get(WORDS, []))


def add_word(row: dict[str, str]) -> None:
    """Add a row to the lexicon of this session."""
    st.session_state[WORDS] = [*word_rows(), row]


def remove_words(count: int) -> None:
    """Take the latest added rows back."""
    st.session_state[WORDS] = word_rows()[:-count]


def load_words(file: SourceFile) -> int:
    """Take over rows added to the lexicon earlier, and count them.

    Raises
    ------
    mapping.errors.InputError
        The file does not have the lexicon's columns.
    """
    rows = read_lexicon_rows(file.content, file.name).drop(columns="sector").to_dict("records")
    known = {(row["product"], row["pattern"]) for row in word_rows()}
    for row in rows:
        if (row["product"], row["pattern"]) not in known:
            add_word(row)
    return len(rows)


def lexicon_file() -> SourceFile | None:
    """The added rows as a file of the run, None when there are none."""
    rows = word_rows()
    return SourceFile("lexikon.csv", words_csv(rows)) if rows else None


def words_csv(rows: list[dict[str, str]]) -> bytes:
    """Rows of the lexicon as its own kind of file."""
    return pd.DataFrame(rows).to_csv(index=False, sep=";").encode()


def _fingerprint() -> str:
    files = (decisions_file(), lexicon_file())
    return hashlib.sha256(b"|".join(file.content if file else b"" for file in files)).hexdigest()


def mark_applied() -> None:
    """The region of this session now rests on all decisions made so far."""
    st.session_state[APPLIED] = _fingerprint()


def unapplied() -> bool:
    """Whether something was decided since the region was last worked out."""
    return st.session_state.get(APPLIED) != _fingerprint()


def list_decisions() -> None:
    """Every decision, to look at, to take back and to take along."""
    table = decisions()
    if table.empty:
        st.info(tr("Belum ada keputusan."))
        return
    st.caption(tr("Pilih baris untuk membatalkannya. Simpan berkasnya: bila dimuat lagi, semua keputusan diulang."))
    picked = st.dataframe(
        table[list(LABELS)].assign(kind=table["kind"].map(KINDS).map(tr)),
        hide_index=True,
        on_select="rerun",
        selection_mode="multi-row",
        column_config={column: tr(label) for column, label in LABELS.items()},
        key=f"keputusan-{len(table)}",
    )
    rows = picked.selection.rows
    with st.container(horizontal=True):
        offer_decisions("keputusan-unduh")
        if rows:
            st.button(
                plural("Batalkan {rows} keputusan", len(rows), rows=len(rows)),
                icon=":material/undo:",
                on_click=forget,
                args=(table.index.isin(rows),),
            )


def offer_decisions(key: str) -> None:
    """The decisions as a file to keep; taken now, because a download is written outside the session."""
    table = decisions()
    st.download_button(
        tr("Unduh corrections.csv"),
        partial(csv_bytes, table),
        file_name="corrections.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key=key,
        help=plain(tr("Semua yang Anda putuskan. Muat lagi bersama berkas yang sama atau yang sudah dibetulkan.")),
    )
