"""People stay outside: columns about persons are found and dropped, free text is masked."""

from __future__ import annotations

import re
from functools import cache

import lokal
import pandas as pd

from mapping.intake.columns import header_key, read_columns

# Texts worth the slow scan: a long digit run, an at sign, or a word that stands before a name or address.
SUSPECT = (
    r"(?i)\d[\d .()-]{6,}\d|@|\b(?:pak|bapak|bpk|bu|ibu|mbak|mba|mas|bang|kang|cak|ning|mak|mbok|mbah|haji|hj|h|"
    r"pakde|bude|paklik|bulik|om|tante|bunda|mama|mamak|abah|umi|ustad|ustadz|sdr|sdri|a\.?n|atas nama|milik|hub|"
    r"hubungi|wa|hp|telp|tlp|nik|ktp|npwp|rek|rekening|jl|jln|jalan|gg|gang|rt|rw)\b"
)
LONG_DIGITS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8,}(?!\d)")
IDENTITY_DIGITS = re.compile(r"(?<!\d)\d{15,}(?!\d)")
MASK = "***"
TEXT_TYPES: tuple[lokal.PiiType, ...] = (
    *("NAME", "ADDRESS", "NIK", "KK", "NPWP", "PASSPORT", "SIM", "NIP", "BPJS", "NISN", "PHONE", "EMAIL"),
    *("BANK_ACCOUNT", "CARD", "BIRTH_DATE", "PLATE"),
)
NUMBER_TYPES: tuple[lokal.PiiType, ...] = ("NIK", "KK", "NPWP", "BPJS", "PHONE", "EMAIL", "BANK_ACCOUNT", "CARD")
VALUE_SHARE = 0.3
"""A column is personal when at least this share of its filled cells are identity or phone numbers or e-mails."""
VALUE_SAMPLE = 500


@cache
def _personal_keys() -> frozenset[str]:
    return frozenset(header_key(name) for name in read_columns()["personal"]["names"])


def is_personal_header(header: str) -> bool:
    """Whether a header announces data about a person.

    Examples
    --------
    >>> [is_personal_header(h) for h in ("Nama Pemilik", "no. HP", "NIK", "alamat usaha", "produk", "latitude")]
    [True, True, True, True, False, False]
    """
    kind = lokal.field_type(header)
    if kind is not None and kind not in read_columns()["personal"]["not_personal_types"]:
        return True
    key = header_key(header)
    return key in _personal_keys() or key.startswith(("alamat", "namapemilik", "nik", "nohp", "telp", "telepon"))


def is_personal_column(values: pd.Series) -> bool:
    """Whether the cells of a column are identity numbers, phone numbers or e-mails, whatever its header says.

    Looks at ``VALUE_SAMPLE`` filled cells at most, evenly spread.

    Examples
    --------
    >>> is_personal_column(pd.Series(["081234567890", "0857 1234 5678", ""]))
    True
    >>> is_personal_column(pd.Series(["35.78.03.1001", "1.500.000", "-7.2504450"]))
    False
    """
    filled = values[values.str.strip() != ""]
    sample = filled.iloc[:: max(1, len(filled) // VALUE_SAMPLE)].str.strip().str.removesuffix(".0").str.lstrip("'")
    if sample.empty:
        return False
    return bool(sample.map(_is_personal_value).mean() >= VALUE_SHARE)


def _is_personal_value(text: str) -> bool:
    if "@" in text:
        return re.fullmatch(r"[^@\s]+@[^@\s]+\.[a-zA-Z]{2,}", text) is not None
    digits = re.sub(r"[ ()+-]", "", text)
    if not re.fullmatch(r"[\d.]+", digits):
        return False
    if re.fullmatch(r"\d{16}", digits):
        return lokal.is_valid_nik(digits)
    mobile = re.fullmatch(r"(?:\+?62|0)\s?-?8[\d .-]{7,}", text) is not None
    return mobile and lokal.parse_phone(text).valid


def mask_text(
    texts: pd.Series, digits: re.Pattern[str] = LONG_DIGITS, types: tuple[lokal.PiiType, ...] = TEXT_TYPES
) -> pd.Series:
    """Free text with persons' names, numbers, addresses and e-mails replaced by ``***``.

    Only texts that ``SUSPECT`` finds are scanned (about 1 ms per distinct text), each distinct text once.
    ``digits`` is what else is hidden: any long number in prose, identity numbers only (``IDENTITY_DIGITS``) where
    amounts and coordinates are expected. ``types`` are lokal-id's kinds of personal data; ``NUMBER_TYPES`` leaves
    names and addresses, for our own sentences about places.

    Examples
    --------
    >>> mask_text(pd.Series(["hub 0812-3456-7890 ya", "tempe pak Slamet", "keripik 250 gram"])).tolist()
    ['hub *** ya', 'tempe pak ***', 'keripik 250 gram']
    """
    suspect = texts.str.contains(SUSPECT, regex=True, na=False)
    if not suspect.any():
        return texts
    masked = texts.copy()
    unique = texts[suspect].drop_duplicates()
    replacement = {text: _mask_one(text, digits, types) for text in unique}
    masked[suspect] = texts[suspect].map(replacement)
    return masked


def _mask_one(text: str, digits: re.Pattern[str], types: tuple[lokal.PiiType, ...]) -> str:
    for match in reversed(lokal.detect_pii(text, types=types)):
        text = text[: match.start] + MASK + text[match.end :]
    return digits.sub(MASK, text)
