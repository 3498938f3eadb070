"""What a message must name, in the manifest's words, as a pattern over our Indonesian messages."""

from __future__ import annotations

import re

NUMBERS = r"(?:(?:\d+(?:, | dan |, dan |-))*)"

PLAIN = {
    "encoding": r"Windows-1252|cp1252|bukan UTF-8",
    "count padded": r"\b20\b[^.]*\bnol\b|\bnol\b[^.]*\b20\b",
    "self-intersection": r"memotong dirinya",
    "outside": r"di luar",
    "vertices": r"\b\d[\d.]+ titik",
    "inflated size": r"\b\d+ MB",
    "ratio": r"\b\d+ kali\b",
    "formula": r"\brumus\b",
    "HTML": r"\bHTML\b",
    "UTM": r"\bUTM\b",
    "limit": r"\bbatas(?:nya)?\b",
    "entry name": r'entri "(?:keluar\.txt|keluar_abs\.txt|keluar_win\.txt|batas\.shp)"',
    "keterangan: pattern found": r'"keterangan"',
    "20 of 20": r"\b20 dari 20\b",
    "|lon|>180": r"\b180\b",
}


def pattern_of(words: str, file: str) -> list[str]:
    """Patterns that must all be found for one entry of ``message_names``."""
    if words == "file":
        return [re.escape(f'Berkas "{file}"')]
    if words in PLAIN:
        return [PLAIN[words]]
    numbered = re.fullmatch(r"(rows?|features?|columns|header row) ([\d, and]+)", words)
    if numbered:
        what = {"row": "baris", "rows": "baris", "header row": "baris", "columns": "kolom(?: ke-?)?"}
        noun = what.get(numbered[1], "(?:fitur|baris)")
        return [rf"\b{noun}\s?{NUMBERS}{number}\b" for number in re.findall(r"\d+", numbered[2])]
    if words.startswith("columns dropped: "):
        return [rf'kolom "{re.escape(name)}"[^.]*dibuang' for name in words.split(": ")[1].split(", ")]
    if words == "lat/lon":
        return [r"\blat\b", r"\blon\b"]
    return [rf"(?<!\w){re.escape(words)}(?!\w)"]


def missing(names: list[str], messages: list[str], file: str) -> list[str]:
    """Entries of ``message_names`` that the messages do not say."""
    text = "\n".join(messages)
    return [words for words in names if not all(re.search(p, text) for p in pattern_of(words, file))]
