"""The ballot on paper: one A4 page, a second one with pairwise questions where the ballot asks them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from mapping.advise.decide.ballot import (
    LETTERS,
    Ballot,
    choose_lines,
    make_ballot,
    read_decide_rules,
    say_items,
    say_lines,
)
from mapping.knowledge.lines import lines_in_force
from mapping.language import plural, tr
from mapping.present.files.edition import Edition
from mapping.present.files.meeting.heading import Heading, heading_of, paper_text
from mapping.present.files.paper.typeset import set_pages
from mapping.present.plan import public_suitability
from mapping.study import Study

HERE = Path(__file__).parent
ITEM_LETTERS = 36


def advice_on(study: Study, code: str) -> pd.DataFrame:
    """The advice on one kelurahan."""
    return study.advice[study.advice["kelurahan_code"] == code]


def suitability_on(study: Study, code: str) -> pd.DataFrame:
    """How every line suits one kelurahan, index ``line_id``; figures of small cells are blank."""
    return public_suitability(study, pd.Series([code])).xs(code, level="kelurahan_code")


def names_of(study: Study) -> dict[str, str]:
    """``line_id`` -> name, with the user's own lines."""
    names: dict[str, str] = lines_in_force(study.settings.advice.line_changes)["line"].to_dict()
    return names


def suggested_ballot(study: Study, code: str) -> Ballot | None:
    """The ballot of a kelurahan's suggested lines; None where there are fewer than two."""
    names = names_of(study)
    lines = [line for line in choose_lines(advice_on(study, code), suitability_on(study, code)) if line in names]
    return make_ballot(lines, names) if len(lines) >= read_decide_rules()["ballot"]["fewest"] else None


def letters_of(ballot: Ballot | None) -> dict[str, str]:
    """``line_id`` -> its letter on paper.

    Examples
    --------
    >>> letters_of(Ballot(("B13", "B31"))), letters_of(None)
    ({'B13': 'A', 'B31': 'B'}, {})
    """
    return dict(zip(ballot.lines, LETTERS, strict=False)) if ballot else {}


def ballot_pdf(edition: Edition, code: str, ballot: Ballot | None = None) -> bytes:
    """The ballot of a kelurahan as PDF.

    One file for everybody: it is printed once and copied. The number of a paper is written on it when it is counted,
    after all papers were mixed, so that nobody knows whose it was. Black on white; lines stand in the order of the
    alphabet without any mark of what the tool suggests. Where fewer than two lines can be suggested it says so, and
    people write their own proposals on blank lines before it is copied.

    Parameters
    ----------
    edition : Edition
    code : str
        Kelurahan.
    ballot : Ballot, optional
        What is voted on; the suggested lines unless given.

    Returns
    -------
    bytes
        One page, two where the ballot asks pairwise questions. The same for the same study, language and ballot.
    """
    study, heading = edition.study, heading_of(edition, code)
    chosen = ballot or suggested_ballot(study, code)
    if chosen is None:
        pages = [_blank_page(heading)]
    else:
        lines = say_lines(chosen, names_of(study), advice_on(study, code), suitability_on(study, code))
        pages = [_ranking_page(lines, heading)]
        if chosen.questions:
            pages.append(_pairs_page(chosen, names_of(study)))
    told = {
        **heading.told(tr("Kertas suara")),
        "number": tr("Nomor kertas. Diisi panitia setelah semua kertas dikocok."),
        "pages": pages,
    }
    return set_pages("ballot.typ", told, folder=HERE)[0]


def _how(n: int) -> str:
    return tr(
        "Beri angka di kotak. **1 = paling dulu. {n} = paling akhir.** Satu angka untuk satu usaha. Jangan tulis nama.",
        n=n,
    )


def _ranking_page(lines: pd.DataFrame, heading: Heading) -> dict[str, Any]:
    n = len(lines)
    rows = [
        {
            "letter": str(letter),
            "line": paper_text(row.line),
            "said": [
                [tr("Alasan:"), paper_text(row.reason)],
                [tr("Tetapi:"), paper_text(row.counter_argument)],
            ],
        }
        for letter, row in zip(lines.index, lines.itertuples(), strict=True)
    ]
    foot = tr(
        "Urutan di kertas ini menurut abjad, bukan menurut nilai. Boleh mengisi sebagian: yang kosong dihitung "
        "paling akhir. Angka dari survei {surveyed_on}.",
        surveyed_on=heading.data_date,
    )
    return {
        "form": "ranking",
        "title": tr("Koperasi kita mulai dari usaha apa?"),
        "how": _how(n),
        "rows": rows,
        "box": tr("angka 1–{n}", n=n),
        "foot": foot,
    }


def _blank_page(heading: Heading) -> dict[str, Any]:
    """Five blank lines, and why nothing is printed on them."""
    n = read_decide_rules()["ballot"]["lines"]
    rows = [{"letter": letter, "line": "", "said": []} for letter in LETTERS[:n]]
    foot = tr(
        "Panitia: alat belum punya cukup data untuk mengusulkan usaha di {place}. Tulis dua sampai lima usul warga "
        "di garis A–E, urut abjad, baru gandakan kertas ini. Masukkan usul itu juga di halaman Musyawarah, supaya "
        "lembar hitungnya cocok.",
        place=heading.place,
    )
    return {
        "form": "ranking",
        "title": tr("Koperasi kita mulai dari usaha apa?"),
        "how": tr("Beri angka di kotak. **1 = paling dulu.** Satu angka untuk satu usaha. Jangan tulis nama."),
        "rows": rows,
        "box": tr("angka"),
        "foot": foot,
    }


def _pairs_page(ballot: Ballot, names: dict[str, str]) -> dict[str, Any]:
    items, pairs = say_items(ballot, names), ballot.pairs()
    steps = list(read_decide_rules()["steps"])
    named = {letter: f"{letter}. {paper_text(text, ITEM_LETTERS)}" for letter, text in items.items()}
    how = plural(
        "{pairs} pertanyaan. Untuk tiap pasangan, beri tanda ✕ pada **satu** kotak. Kotak kiri memihak yang kiri, "
        "kotak kanan memihak yang kanan, kotak tengah berarti sama. Jangan tulis nama.",
        len(pairs),
        pairs=len(pairs),
    )
    boxes = [tr(step) for step in [*steps, *reversed(steps[:-1])]]
    return {
        "form": "pairs",
        "title": tr("Mana yang lebih penting?"),
        "how": how,
        "rows": [[named[one] for one in pair] for pair in pairs],
        "boxes": boxes,
    }
