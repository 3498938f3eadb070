"""The permits of a line in order: those of any cooperative first, then the line's own."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from mapping.knowledge.plans import read_permits
from mapping.language import mark, tr

GENERAL, OWN = "umum", "lini"
ASK = mark("tanyakan")
CODE_WORDS = (mark("kode agen bank: cek OSS"), mark("cek"), mark("grosir"), mark("komoditas"), mark("atau"))
"""What stands beside the digits of a line's KBLI codes; longer ones first."""
COLUMNS = ["order", "part", "permit", "name", "what", "where", "when", "duration", "source"]


def list_permits(line: pd.Series) -> pd.DataFrame:
    """The checklist of one line, in the order in which the permits are asked for.

    Each piece of the line's ``permits`` (``"; "`` between) is kept as it is written and explained by every entry of
    ``permits.toml`` whose words stand in it; a piece that none knows is a row of its own that says to ask.

    Parameters
    ----------
    line : Series
        A row of the lines in force; ``permits, kbli2020, kbli2025`` are read.

    Returns
    -------
    DataFrame
        ``order`` (from 1), ``part`` (``"umum"`` or ``"lini"``), ``permit`` (as the catalogue writes it; the name itself
        for general steps), ``name, what, where, when`` (Indonesian), ``duration`` (``"tanyakan"`` where no source
        says), ``source`` (a code of sources.csv; ``""`` general knowledge).

    Examples
    --------
    >>> line = pd.Series({"permits": "SPP-IRT/MD; restu Mbah Karto", "kbli2020": "10794", "kbli2025": "10794"})
    >>> listed = list_permits(line)
    >>> listed.query("part == 'lini'")[["permit", "name"]].to_numpy().tolist()
    ... # doctest: +NORMALIZE_WHITESPACE
    [['SPP-IRT/MD', 'SPP-IRT (pangan industri rumah tangga)'], ['SPP-IRT/MD', 'Izin edar BPOM (MD)'],
     ['restu Mbah Karto', 'restu Mbah Karto']]
    """
    known = read_permits()
    rows = [_row(GENERAL, step["name"], step) for step in known["general"]]
    for piece in split_permits(line["permits"]):
        entries = explain_permit(piece)
        rows += [_row(OWN, piece, entry) for entry in entries] or [_unknown(piece)]
    for row in rows:
        row["what"] = row["what"].format(**{name: say_kbli(line[name]) or tr(ASK) for name in ("kbli2020", "kbli2025")})
    table = pd.DataFrame(rows).drop_duplicates(["part", "permit", "name"], ignore_index=True)
    return table.assign(order=range(1, len(table) + 1))[COLUMNS]


def say_kbli(code: str) -> str:
    """The KBLI codes of a line with the words beside them in the language in force.

    Examples
    --------
    >>> say_kbli("47112 (+46319 grosir)")
    '47112 (+46319 grosir)'
    """
    for words in CODE_WORDS:
        code = code.replace(words, tr(words))
    return code


def split_permits(text: str) -> list[str]:
    """The permits of a line as it writes them, ``"; "`` between.

    Examples
    --------
    >>> split_permits("NIB 47772; kontrak pangkalan (jatah, tabung)")
    ['NIB 47772', 'kontrak pangkalan (jatah, tabung)']
    """
    return [piece.strip() for piece in text.split(";") if piece.strip()]


def explain_permit(piece: str) -> list[dict[str, Any]]:
    """The entries of ``permits.toml`` whose words stand in a piece, in the order in which they stand there."""
    found = [(match.start(), entry) for entry, match in _matches(piece)]
    return [entry for _, entry in sorted(found, key=lambda pair: pair[0])]


def _matches(piece: str) -> list[tuple[dict[str, Any], re.Match[str]]]:
    """Entries that name a part of the piece; one that only names what a longer one names already is left out."""
    hits = [(entry, re.search(entry["words"], piece, re.IGNORECASE)) for entry in read_permits()["permits"]]
    found = [(entry, match) for entry, match in hits if match]

    def inside(match: re.Match[str]) -> bool:
        return any(
            other.start() <= match.start() and match.end() <= other.end() and len(other[0]) > len(match[0])
            for _, other in found
        )

    return [(entry, match) for entry, match in found if not inside(match)]


def _row(part: str, permit: str, entry: dict[str, Any]) -> dict[str, Any]:
    told = {name: entry[name] for name in ("name", "what", "where", "when", "source")}
    return {"part": part, "permit": permit, "duration": entry.get("duration") or ASK, **told}


def _unknown(piece: str) -> dict[str, Any]:
    return {
        "part": OWN,
        "permit": piece,
        "name": piece,
        "what": tr("Belum ada penjelasannya di sini; tanyakan apakah lini ini memerlukannya."),
        "where": tr("OSS, atau dinas yang membidangi lini ini"),
        "when": tr("sesudah NIB"),
        "duration": ASK,
        "source": "",
    }
