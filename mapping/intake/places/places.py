"""Codes and names of villages, brought to one form so that they can be compared."""

from __future__ import annotations

import re
import unicodedata

import pandas as pd

KEMENDAGRI = r"\d{2}\.\d{2}\.\d{2}\.[1-9]\d{3}"
BPS_PREFIX = "bps:"
_PREFIX = re.compile(
    r"^\s*(?:(?:kelurahan|desa|kel|ds|kecamatan|kec|kapanewon|distrik|pekon|nagari|gampong)\b\s*[./:]?\s*)+", re.I
)
_REGENCY_PREFIX = re.compile(r"^\s*(?:(?:kabupaten|kab|kota\s*adm\w*|kotamadya|kota)\b\s*\.?\s*)+", re.I)
_WORD = re.compile(r"[a-z0-9]+")
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})(?<=[ivx])")


def clean_codes(texts: pd.Series, bps: bool = False) -> pd.Series:
    """Village codes as the index of ``kelurahan`` has them.

    Ten digits whose village part starts with 1-9 are Kemendagri codes and get their dots; ten digits whose
    village part starts with 0, and everything marked as BPS (``bps=True`` or ``ID`` in front), become
    ``bps:3578100005``, because the two numberings must never be mixed. Anything else stays as written.

    Parameters
    ----------
    texts : Series of str
        Cells as received; Excel may have eaten dots or added ``.0``.

    Examples
    --------
    >>> clean_codes(pd.Series(["35.78.03.1001", "3578031001.0", "'3578031001", "ID3578100005", "0101", ""])).tolist()
    ['35.78.03.1001', '35.78.03.1001', '35.78.03.1001', 'bps:3578100005', '0101', '']
    >>> clean_codes(pd.Series(["3325011003"]), bps=True).tolist()
    ['bps:3325011003']
    """
    text = texts.str.strip().str.lstrip("'`").str.replace(r"^(\d+)[.,]0+$", r"\1", regex=True).str.strip()
    marked = text.str.match(r"(?i)id\d{10}$")
    digits = text.str.replace(r"(?i)^id(?=\d{10}$)|[.\s-]", "", regex=True)
    ten = digits.str.fullmatch(r"\d{10}")
    is_bps = ten & (marked | bps | (digits.str[6:7] == "0"))
    dotted = digits.str.replace(r"^(\d{2})(\d{2})(\d{2})(\d{4})$", r"\1.\2.\3.\4", regex=True)
    return text.mask(ten, dotted).mask(is_bps, BPS_PREFIX + digits)


def is_kemendagri(codes: pd.Series) -> pd.Series:
    """Which codes are Kemendagri village codes by their form.

    Examples
    --------
    >>> is_kemendagri(pd.Series(["35.78.03.1001", "bps:3578100005", "0101"])).tolist()
    [True, False, False]
    """
    return codes.str.fullmatch(KEMENDAGRI)


def clean_names(texts: pd.Series) -> pd.Series:
    """Names of villages and kecamatan for the screen: no "Kel.", "Desa", "Kec." in front, no capitals throughout.

    Examples
    --------
    >>> clean_names(pd.Series(["Kel. Pulau Karam", "BATU  MENYAN", "Kec. Sukajadi", " "])).tolist()
    ['Pulau Karam', 'Batu Menyan', 'Sukajadi', '']
    """
    text = texts.str.replace(r"\s+", " ", regex=True).str.strip()
    bare = text.str.replace(_PREFIX, "", regex=True)
    text = bare.mask(bare == "", text)
    shouted = (text == text.str.upper()) & (text.str.len() > 3)
    return text.mask(shouted, text.str.title())


def name_key(text: str) -> str:
    """A village or kecamatan name for comparison: no prefix, case, accents, spaces, hyphens; Roman numbers as digits.

    Examples
    --------
    >>> name_key("Kel. Kali Rungkut"), name_key("KALIRUNGKUT"), name_key("Ds. Karang-Anyar")
    ('kalirungkut', 'kalirungkut', 'karanganyar')
    >>> name_key("Pasar II") == name_key("Pasar 2")
    True
    """
    return "".join(name_words(text))


def name_words(text: str) -> list[str]:
    """The words of a name as ``name_key`` joins them.

    Examples
    --------
    >>> name_words("Desa Rungkut  Kidul IV")
    ['rungkut', 'kidul', '4']
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"['`]", "", plain)
    words = _WORD.findall(_PREFIX.sub("", plain)) or _WORD.findall(plain)
    if len(words) < 2:
        return words
    return [str(_roman(word)) if _ROMAN.fullmatch(word) else word for word in words]


def _roman(word: str) -> int:
    """A Roman number up to 39 (villages are counted no further)."""
    units = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
    tens = len(word) - len(word.lstrip("x"))
    return 10 * tens + units.index(word[tens:])


def regency_key(text: str) -> str:
    """A kabupaten or kota for comparison, without saying which of both it is (``regency_kind`` does).

    Examples
    --------
    >>> regency_key("KAB. BATANG") == regency_key("Batang"), regency_key("Kota Surabaya")
    (True, 'surabaya')
    """
    return name_key(_REGENCY_PREFIX.sub("", text) or text)


def regency_kind(text: str) -> str:
    """``"kota"``, ``"kabupaten"``, or ``""`` where the name does not say: Kota Bogor is not Kabupaten Bogor.

    Examples
    --------
    >>> regency_kind("Kota Bogor"), regency_kind("KAB. BOGOR"), regency_kind("Bogor")
    ('kota', 'kabupaten', '')
    """
    found = _REGENCY_PREFIX.match(text)
    if not found:
        return ""
    return "kabupaten" if found.group().strip().lower().startswith("kab") else "kota"


def place_key(kelurahan: str, kecamatan: str = "", kabupaten: str = "") -> str:
    """A place as a decision of kind ``tempat`` names it: its parts as written, `` / `` between, empty ends left out.

    Only runs of spaces are evened out; letters stay as the survey has them. Decisions are compared without regard to
    capitals, and one that names no kabupaten holds in every kabupaten.

    Examples
    --------
    >>> place_key("Silurha", "Kec.  Barat"), place_key("Silurha", "", "Batang"), place_key("Silurha")
    ('Silurha / Kec. Barat', 'Silurha /  / Batang', 'Silurha')
    """
    parts = [" ".join(part.split()) for part in (kelurahan, kecamatan, kabupaten)]
    while len(parts) > 1 and not parts[-1]:
        parts.pop()
    return " / ".join(parts)


def name_keys(texts: pd.Series) -> pd.Series:
    """``name_key`` of a whole column, each distinct name once.

    Examples
    --------
    >>> name_keys(pd.Series(["Masin", "MA-SIN"])).tolist()
    ['masin', 'masin']
    """
    return texts.map({text: name_key(text) for text in texts.unique()}).astype(str)
