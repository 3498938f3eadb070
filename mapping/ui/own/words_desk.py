"""The words desk: words of the survey that no product claims, and a form that gives one its product."""

from __future__ import annotations

import re
from functools import partial

import pandas as pd
import streamlit as st

from mapping.errors import MappingError
from mapping.intake.meaning.lexicon import read_lexicon_rows
from mapping.intake.meaning.words import unmatched_words
from mapping.knowledge.catalog import SECTORS, read_lexicon, read_sectors
from mapping.language import mark, tr
from mapping.present.tables import sector_label
from mapping.ui.cache import View
from mapping.ui.own.decisions import add_word, remove_words, word_rows, words_csv
from mapping.ui.text import plain

EXISTING, NEW = mark("Produk yang sudah ada"), mark("Produk baru")
SHOWN = 40


def show_words(view: View) -> None:
    """The most frequent words that nothing is known about, and the form to say what one means."""
    st.subheader(tr("Kata produk yang belum dikenal"), anchor=False)
    table = unmatched_words(view.study.businesses)
    st.caption(
        tr(
            "Kata yang sering muncul pada usaha yang produknya tidak dikenali. Klik satu kata, lalu "
            "pilih artinya; dipakai setelah hitung ulang."
        )
    )
    added = {row["pattern"] for row in word_rows()}
    open_ = table[~table["word"].map(_pattern).isin(added)].head(SHOWN).reset_index(drop=True)
    if open_.empty:
        st.success(tr("Tidak ada kata yang sering muncul tanpa produk."), icon=":material/check_circle:")
    else:
        listing, form = st.columns([5, 7], gap="large")
        with listing:
            word = _choose_word(open_)
        with form.container(border=True):
            _ask_product(word)
    _list_added()


def _choose_word(table: pd.DataFrame) -> str:
    labels = {"word": tr("Kata"), "businesses": tr("Usaha"), "example": tr("Contoh")}
    event = st.dataframe(
        table[list(labels)],
        hide_index=True,
        column_config=labels,
        height="content" if len(table) < 10 else 380,
        on_select="rerun",
        selection_mode="single-cell",
        key=f"kata-{len(word_rows())}",
    )
    cells = event.selection.cells
    return str(table["word"].iloc[cells[0][0] if cells and cells[0][0] < len(table) else 0])


def _ask_product(word: str) -> None:
    """Which product a word means: one of the list, or a new one."""
    st.markdown(tr("Kata **{word}** berarti:", word=plain(word)))
    kinds = [EXISTING, NEW]
    kind = st.radio(
        tr("Produk"), kinds, format_func=tr, horizontal=True, key="kata-jenis", label_visibility="collapsed"
    )
    row = _ask_existing(word) if kind == EXISTING else _ask_new(word)
    st.button(
        tr("Tambahkan kata ini"),
        type="primary",
        icon=":material/add:",
        disabled=row is None,
        on_click=add_word,
        args=(row,),
    )


def _ask_existing(word: str) -> dict[str, str] | None:
    lexicon = read_lexicon()
    products = lexicon["product"].tolist()
    product = st.selectbox(
        tr("Produk yang sudah ada"),
        products,
        format_func=tr,
        index=None,
        placeholder=tr("Ketik untuk mencari"),
        key=f"produk-{word}",
        label_visibility="collapsed",
    )
    if product is None:
        return None
    row = lexicon[lexicon["product"] == product].iloc[0]
    st.caption(
        f"{sector_label(row['sector'])} · {read_sectors()['stages'][row['stage']]} · KBLI {row['kbli2020'] or '–'}"
    )
    kept = row[["product", "kbli2020", "kbli2025", "status2025", "group", "stage", "inputs"]].to_dict()
    return _row(word, **kept)


def _ask_new(word: str) -> dict[str, str] | None:
    left, right = st.columns(2)
    label = left.text_input(tr("Nama produk"), word, max_chars=60, key=f"nama-{word}").strip()
    kbli = right.text_input(tr("Kode KBLI (boleh kosong)"), max_chars=5, key=f"kbli-{word}").strip()
    sector = left.selectbox(tr("Sektor"), SECTORS, format_func=sector_label, key=f"sektor-{word}")
    stages = read_sectors()["stages"]
    stage = right.selectbox(tr("Tahap"), list(stages), format_func=stages.__getitem__, key=f"tahap-{word}")
    group = read_sectors()["sectors"][sector]["groups"][0]
    row = _row(word, product=label, kbli2020=kbli, group=group, stage=stage)
    try:
        read_lexicon_rows(words_csv([row]), "lexikon.csv")
    except MappingError:
        st.warning(tr("Nama produk 2 sampai 60 huruf tanpa titik koma; kode KBLI 5 angka atau kosong."))
        return None
    return row


def _row(word: str, **cells: str) -> dict[str, str]:
    """A lexicon row with the lexicon's own columns."""
    columns = ["lexicon_id", *read_lexicon().columns.drop("sector")]
    row = dict.fromkeys(columns, "") | {"pattern": _pattern(word), "note": tr("ditambahkan di halaman")} | cells
    return {column: row[column] for column in columns}


def _pattern(word: str) -> str:
    """The word as the lexicon writes it: letters, digits and spaces, so that it stands for itself."""
    return " ".join(re.sub(r"[^\w ]", " ", word.lower()).split())


def _list_added() -> None:
    """The rows added so far, to take along or to take back."""
    rows = word_rows()
    if not rows:
        return
    st.markdown(tr("**Ditambahkan ({rows})**", rows=len(rows)))
    labels = {"pattern": tr("Kata"), "product": tr("Produk"), "group": tr("Kelompok"), "stage": tr("Tahap")}
    labels |= {"kbli2020": "KBLI 2020"}
    shown = pd.DataFrame(rows)[list(labels)]
    shown = shown.assign(product=shown["product"].map(tr), group=shown["group"].map(tr))
    shown["stage"] = shown["stage"].map(read_sectors()["stages"])
    st.dataframe(shown, hide_index=True, column_config=labels, placeholder="")
    with st.container(horizontal=True):
        st.download_button(
            tr("Unduh lexikon.csv"),
            partial(words_csv, rows),
            file_name="lexikon.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.button(
            tr("Batalkan yang terakhir"), type="tertiary", icon=":material/undo:", on_click=remove_words, args=(1,)
        )
