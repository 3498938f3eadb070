"""People stay outside: columns about persons are found and dropped, free text is masked."""

from __future__ import annotations

import re
from functools import cache

import lokal
import pandas as pd

from mapping.intake.tables.columns import header_key, read_columns
from mapping.language import mark

TITLES = (
    "pak|bapak|bpk|bu|ibu|mbak|mba|mas|bang|kang|cak|ning|mak|mbok|mbah|haji|hj|h|pakde|bude|paklik|bulik|om|tante|"
    "bunda|mama|mamak|abah|umi|ustad|ustadz|ustadzah|sdr|sdri|tn|ny|kyai|gus|neng|teh|kak|koh|cik|pemilik|owner|milik"
)
# Texts worth the slow scan: a long digit run, an at sign, or what stands before a name, a number or an address.
# Written without \s and look-arounds, so that Arrow's own engine runs it over whole columns.
SUSPECT = (
    rf"(?i)\d[\d .()-]{{6,}}\d|@|\b(?:{TITLES}|a\.?n|atas nama|nama)\b[^a-z0-9]{{0,3}}[a-z]|"
    r"\b(?:jl|jln|jalan|gg|gang|dusun|dsn|perum|komplek|kav|blok)\b[^a-z0-9]{0,3}[a-z0-9]|"
    r"\b(?:rt|rw|no|nomor|nik|ktp|npwp|rek|rekening|telp|tlp|hp|wa|hub)\b[^a-z0-9]{0,3}\d|"
    r"\b[a-z]{1,2} \d{3,4} [a-z]{2,3}\b"
)
LONG_DIGITS = re.compile(r"(?<!\d)\d(?:[ .-]?\d){8,}(?!\d)")
IDENTITY_DIGITS = re.compile(r"(?<!\d)\d{15,}(?!\d)")
MASK = "***"
TEXT_TYPES: tuple[lokal.PiiType, ...] = (
    *("NAME", "ADDRESS", "NIK", "KK", "NPWP", "PASSPORT", "SIM", "NIP", "BPJS", "NISN", "PHONE", "EMAIL"),
    *("BANK_ACCOUNT", "CARD", "BIRTH_DATE", "PLATE"),
)
NUMBER_TYPES: tuple[lokal.PiiType, ...] = ("NIK", "KK", "NPWP", "BPJS", "PHONE", "EMAIL", "BANK_ACCOUNT", "CARD")
SUSPECT_NUMBER = r"\d[\d .()+-]{6,}\d|@"
"""What ``NUMBER_TYPES`` cannot do without: a run of digits or an at sign."""
VALUE_SHARE = 0.3
"""A column is personal when at least this share of its filled cells are identity or phone numbers or e-mails."""
NAME_SHARE = 0.4
"""A column holds persons' names when at least this share of its distinct cells are little else than one.

In the surveys seen, 85 to 86% of the cells of owner columns are, and at most 2.3% of any other column (shops called
"Indra Meuble")."""
NAME_LETTERS = 0.7
FEWEST_NAMES = 3
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


def is_name_column(values: pd.Series) -> bool:
    """Whether the cells of a column are persons' names, whatever its header says.

    Looks at ``VALUE_SAMPLE`` distinct cells at most, evenly spread (about 0.1 ms each).

    Examples
    --------
    >>> is_name_column(pd.Series(["Siti Aminah", "H. Budi Santoso", "sri wahyuni", "-"]))
    True
    >>> is_name_column(pd.Series(["Warung Bu Siti", "Keripik Dua Putri", "Indra Meuble", "Bakso Pak Min"]))
    False
    """
    distinct = pd.Series(values.unique(), dtype="str").str.strip()
    letters = distinct[distinct.str.contains(r"[A-Za-z]{2}", regex=True) & ~distinct.str.contains(r"\d", regex=True)]
    if len(letters) < max(FEWEST_NAMES, NAME_SHARE * (distinct != "").sum()):
        return False
    sample = letters.iloc[:: max(1, len(letters) // VALUE_SAMPLE)]
    return bool(sample.map(_is_name).mean() >= NAME_SHARE)


def _is_name(text: str) -> bool:
    """Whether a person's name makes up most of a text; the library knows names by their capitals."""
    named = sum(_letters(match.value) for match in lokal.detect_pii(text.title(), types=("NAME",)))
    return named >= NAME_LETTERS * _letters(text)


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


PATTERNS = {
    mark("NIK atau nomor kartu"): r"(?:^|\D)\d{15,16}(?:\D|$)",
    mark("nomor telepon"): r"(?:^|\D)(?:\+?62|0)[ .-]?8\d(?:[ .-]?\d){7,10}(?:\D|$)",
    mark("alamat surel"): r"[\w.+-]+@[\w-]+\.[A-Za-z]{2,}",
}


def find_patterns(texts: pd.Series) -> dict[str, int]:
    """How many cells hold an identity number, a phone number or an e-mail, by kind; kinds without any are left out.

    Examples
    --------
    >>> find_patterns(pd.Series(["hub 0812-9988-7766", "tutup", "NIK 3374019901900001, wa 081299887766"]))
    {'NIK atau nomor kartu': 1, 'nomor telepon': 2}
    """
    near = texts[texts.str.contains(r"\d(?:[ .-]?\d){8}|@", regex=True, na=False)]
    counts = {kind: int(near.str.contains(pattern, regex=True, na=False).sum()) for kind, pattern in PATTERNS.items()}
    return {kind: count for kind, count in counts.items() if count}


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

    Only texts that ``SUSPECT`` finds are scanned, each distinct text once (about 0.1 ms a line, 1 ms a paragraph).
    ``digits`` is what else is hidden: any long number in prose, identity numbers only (``IDENTITY_DIGITS``) where
    amounts and coordinates are expected. ``types`` are lokal-id's kinds of personal data; ``NUMBER_TYPES`` leaves
    names and addresses, for our own sentences about places.

    Examples
    --------
    >>> mask_text(pd.Series(["hub 0812-3456-7890 ya", "tempe pak Slamet", "keripik 250 gram"])).tolist()
    ['hub *** ya', 'tempe pak ***', 'keripik 250 gram']
    """
    codes, distinct = pd.factorize(texts.fillna(""))
    cells = pd.Series(distinct, dtype="str")
    suspect = cells.str.contains(_suspect(types), regex=True)
    if not suspect.any():
        return texts
    cells[suspect] = [_mask_one(text, digits, types) for text in cells[suspect]]
    return cells.take(codes).set_axis(texts.index)


def mask_line(text: str, digits: re.Pattern[str] = LONG_DIGITS, types: tuple[lokal.PiiType, ...] = TEXT_TYPES) -> str:
    """One text as :func:`mask_text` masks it, without the price of a column (0.3 ms against 1.6).

    Examples
    --------
    >>> mask_line("hub 0812-3456-7890 ya"), mask_line("keripik 250 gram")
    ('hub *** ya', 'keripik 250 gram')
    """
    # The same engine as for columns: Python's own takes other letters for the edge of a word.
    import pyarrow as pa
    import pyarrow.compute as pc

    suspect = pc.match_substring_regex(pa.scalar(text), _suspect(types)).as_py()
    return _mask_one(text, digits, types) if suspect else text


def _suspect(types: tuple[lokal.PiiType, ...]) -> str:
    return SUSPECT_NUMBER if types == NUMBER_TYPES else SUSPECT


def _mask_one(text: str, digits: re.Pattern[str], types: tuple[lokal.PiiType, ...]) -> str:
    for match in reversed(lokal.detect_pii(text, types=types)):
        text = text[: match.start] + MASK + text[match.end :]
    return digits.sub(MASK, text)
