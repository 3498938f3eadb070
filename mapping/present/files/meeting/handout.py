"""The sheet that everybody at a village meeting gets: large letters, short sentences, one sheet of A4."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

from mapping.advise.decide.ballot import Ballot
from mapping.language import tr
from mapping.present.files.edition import Edition
from mapping.present.files.meeting.ballot import letters_of, suggested_ballot
from mapping.present.files.meeting.heading import DESA, OURS, Heading, heading_of, paper_text
from mapping.present.files.meeting.known import Known, known_of
from mapping.present.files.meeting.rules import loan_rules, say_sources
from mapping.present.files.meeting.starts import say_start, starts_of
from mapping.present.files.paper.typeset import set_pages
from mapping.present.founder import AVOID, LATER, UNKNOWN

HERE = Path(__file__).parent
FEWEST_NOT, NOT_LETTERS = 3, 120
Part = dict[str, Any]


def handout_pdf(edition: Edition, code: str, ballot: Ballot | None = None) -> bytes:
    """The handout of a kelurahan as PDF: black on white, two sides at most.

    Letters are as large as the two sides allow, 13 points if they can be. Where nothing can be suggested the sheet says
    why and asks people to propose.

    Parameters
    ----------
    edition : Edition
    code : str
        Kelurahan.
    ballot : Ballot, optional
        Whose letters stand beside the lines; that of the suggested lines unless given.

    Returns
    -------
    bytes
        The same for the same study, language and ballot.
    """
    heading = heading_of(edition, code)
    told: dict[str, Any] = heading.told(tr("Bahan musyawarah: koperasi kita mulai dari usaha apa?"))
    told["warning"] = tr("Ini contoh dengan data sintetis: jangan dipakai memutuskan.") if heading.label else ""
    told["notes"] = tr("Catatan saya")
    return set_pages("handout.typ", {**told, "parts": handout_parts(edition, code, ballot)}, folder=HERE)[0]


def handout_parts(edition: Edition, code: str, ballot: Ballot | None = None) -> list[Part]:
    """What the handout says, part by part: ``form`` (``"list"``, ``"bars"``, ``"line"``, ``"text"``, ``"small"``),
    ``title`` and what belongs to the form."""
    heading = heading_of(edition, code)
    settings = edition.study.settings.advice
    advice = edition.advice[edition.advice["kelurahan_code"] == code]
    known, starts = known_of(edition, code, heading), starts_of(edition, code)
    rules = loan_rules(heading.kind, settings)
    rules = rules if settings.borrows else rules.iloc[:0]
    parts = [_decide(heading, settings.borrows), _count(known, heading)]
    parts += _start_parts(edition, code, starts, advice, ballot)
    parts += [*_not_yet(advice), _listed(tr("Yang belum kita tahu"), _doubts(known, starts))]
    parts.append(_listed(tr("Tanyakan di rapat"), _questions(settings.borrows)))
    if len(rules):
        parts.append(_listed(tr("Kalau meminjam"), rules["text"].tolist()))
    parts.append({"form": "small", "title": "", "text": _sources(edition, heading, rules)})
    return parts


def _listed(title: str, items: list[str]) -> Part:
    return {"form": "list", "title": title, "items": items}


def _decide(heading: Heading, borrows: bool) -> Part:
    """What is decided today."""
    items = [tr("Usaha apa yang dimulai lebih dulu, atau belum memulai apa-apa.")]
    if borrows:
        items.append(tr("Perlu meminjam atau tidak. Bila perlu, paling banyak berapa."))
        if heading.kind == DESA:
            items.append(tr("Berapa Dana Desa yang boleh dipakai bila cicilan tidak terbayar."))
    items.append(tr("Siapa mengerjakan apa, dan kapan kita periksa lagi."))
    return _listed(tr("Yang kita putuskan"), items)


def _count(known: Known, heading: Heading) -> Part:
    """How many businesses, and what they make, as bars with their number."""
    return {
        "form": "bars",
        "title": tr("Yang kita tahu tentang {ours}", ours=tr(OURS[heading.kind])),
        "text": known.said,
        "rows": [[name, n] for name, n in known.products],
        "unit": tr("usaha"),
    }


def _start_parts(
    edition: Edition, code: str, starts: pd.DataFrame, advice: pd.DataFrame, ballot: Ballot | None
) -> list[Part]:
    """The lines that could start, by the alphabet as on the ballot; or why there are none."""
    if starts.empty:
        unknown = advice.loc[advice["position"] == UNKNOWN, "reason"]
        why = str(unknown.iloc[0]) if len(unknown) else tr("Belum ada usaha yang bisa disarankan di sini.")
        ask = tr("Warga boleh mengusulkan. Tanyakan dulu: siapa yang membuat, siapa yang membeli, berapa modalnya?")
        return [{"form": "text", "title": tr("Usaha yang bisa dimulai"), "text": f"{paper_text(why, 400)} {ask}"}]
    letters = letters_of(ballot or suggested_ballot(edition.study, code))
    best = paper_text(starts["line"].iloc[0], 80)
    order = sorted(starts.index, key=lambda line: letters.get(str(line), f"Z{line}"))
    intro = tr(
        "Urutannya menurut abjad, hurufnya sama dengan di kertas suara. Menurut hitungan, yang paling kuat: {line}. "
        "Rapat yang memutuskan.",
        line=best,
    )
    if len(starts) == 1:
        intro = tr("Hanya satu yang cukup kuat menurut hitungan. Rapat yang memutuskan.")
    title = {"form": "text", "title": tr("Usaha yang bisa dimulai"), "text": intro}
    lines = [
        {
            "form": "line",
            "title": paper_text(starts.at[line, "line"], 80),
            "letter": letters.get(str(line), ""),
            "rows": [list(pair) for pair in say_start(edition, starts.loc[line])],
        }
        for line in order
    ]
    return [title, *lines]


def _not_yet(advice: pd.DataFrame) -> list[Part]:
    """What not to start with and why; and what may follow later, by name."""
    avoid = advice[advice["position"] == AVOID].head(FEWEST_NOT)
    items = [f"{paper_text(row.line, 80)}: {_lower(paper_text(row.reason, NOT_LETTERS))}" for row in avoid.itertuples()]
    later = [paper_text(name, 60) for name in advice.loc[advice["position"] == LATER, "line"]]
    if later:
        items.append(tr("Nanti, belum sekarang: {lines}.", lines="; ".join(later)))
    return [_listed(tr("Jangan mulai dari sini"), items)] if items else []


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _doubts(known: Known, starts: pd.DataFrame) -> list[str]:
    said = list(known.unknown)
    if len(starts) and not starts["confident"].astype(bool).any():
        said.append(tr("Apakah ini benar yang terbaik: datanya sedikit, jadi hitungannya belum yakin."))
    return said


def _questions(borrows: bool) -> list[str]:
    said = [
        tr("Siapa dari kita yang mau ikut? Berapa orang hari ini?"),
        tr("Siapa yang membeli? Sudah ada pesanan tertulis?"),
        tr("Siapa yang mengurus tiap hari, di tempat siapa, berapa upahnya?"),
        tr("Warung atau usaha siapa yang bisa rugi karena ini?"),
    ]
    return [*said, tr("Bila tiga bulan tidak laku, siapa yang membayar cicilan?")] if borrows else said


def _sources(edition: Edition, heading: Heading, rules: pd.DataFrame) -> str:
    survey = [entry["name"] for entry in edition.study.manifest["inputs"] if entry["role"] == "survey"]
    said = tr(
        "Sumber angka: survei usaha ({file}, {date}); harga, modal dan jumlah yang ikut adalah asumsi perencanaan.",
        file=paper_text(survey[0], 60) if survey else tr("belum diketahui"),
        date=heading.data_date,
    )
    return f"{said} {say_sources(rules)}" if len(rules) else said
