"""One page for a meeting about a need: the case as it stands, its way so far, and room for what is decided."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_date
from mapping.language import language, tr
from mapping.present.files.document.blocks import Blank, Document, Heading, Paragraph, Signatures, Table
from mapping.present.files.document.pdf import pdf_bytes
from mapping.present.files.document.word import docx_bytes
from mapping.ui.desk.need_words import MADE_UP, say_item
from mapping.ui.desk.open import today

WORD_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def need_document(need: pd.Series, facts: dict[str, str], steps: pd.DataFrame, day: str) -> Document:
    """The page, from what whoever asks may read: ``facts`` by label, and ``steps`` in words."""
    number = str(need.name)
    rows = tuple(tuple(str(cell) for cell in row) for row in steps.itertuples(index=False))
    return Document(
        title=tr("Nomor {n}: {item}", n=number, item=say_item(need)),
        subtitle=tr("Bahan rapat dan catatan keputusan"),
        head=str(need["kelurahan"]),
        label=tr(MADE_UP) if need["synthetic"] else "",
        stamp=tr("menurut meja kebutuhan, {day}", day=say_date(day)),
        language=language(),
        blocks=(
            *(Paragraph(words, lead=f"{label}: ") for label, words in facts.items()),
            Heading(tr("Jalannya sampai sekarang"), 2),
            Table(tuple(map(str, steps.columns)), rows),
            Heading(tr("Keputusan rapat"), 2),
            Blank(tr("Tanggal dan yang hadir (peran, tanpa nama)")),
            Blank(tr("Yang diputuskan, dan mengapa"), lines=3),
            Blank(tr("Siapa mengerjakan apa, paling lambat kapan"), lines=3),
            Signatures((tr("Dinas"), tr("Koperasi"))),
        ),
    )


def offer_paper(need: pd.Series, facts: dict[str, str], steps: pd.DataFrame) -> None:
    """The page as Word and PDF, written only when asked for."""
    document = need_document(need, facts, steps, today())
    kinds = (("docx", "Word", WORD_MIME, docx_bytes), ("pdf", "PDF", "application/pdf", pdf_bytes))
    with st.container(horizontal=True, gap="small"):
        for ending, said, mime, write in kinds:
            st.download_button(
                tr("Bahan rapat ({kind})", kind=said),
                partial(write, document),
                file_name=f"kebutuhan-{need.name}.{ending}",
                mime=mime,
                type="tertiary",
                icon=":material/download:",
                key=f"bahan-{need.name}-{ending}",
                on_click="ignore",
            )
