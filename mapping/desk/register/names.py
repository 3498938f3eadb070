"""Names of cooperatives: which village is in them, and when two of them are one."""

from __future__ import annotations

import pandas as pd

from mapping.intake.places.places import name_key, name_keys, name_words

# "KOPERASI KELURAHAN MERAH PUTIH", "Kopdes Merah Putih", "KKMP", "Koperasi Desa/Kelurahan Merah Putih (KDMP)".
_FRONT = (
    r"(?i)^\W*(?:(?:koperasi|kop\.?)\s*(?:konsumen|serba usaha|jasa|produsen|simpan pinjam)?\s*"
    r"(?:(?:desa|kelurahan|kel|des|kampung|nagari|gampong)[\s/.]*)*|kop(?:des|kel)\s*)merah\s*putih\W*|"
    r"^\W*(?:kdmp|kkmp|kmp)\b\W*"
)
_TAIL = (
    r"(?i)^(?P<kelurahan>.*?)(?:\W+(?:kecamatan|kec)\b\.?\s*(?P<kecamatan>.*?))?"
    r"(?:\W+(?P<kabupaten>(?:kabupaten|kab|kota|kotamadya)\b\.?\s+.*))?$"
)
KEPT_LARGE = {"Kdmp", "Kkmp", "Kmp", "Ud", "Cv", "Pt", "Rt", "Rw", "Ii", "Iii", "Iv", "Vi", "Vii", "Viii", "Ix"}


def split_names(names: pd.Series) -> pd.DataFrame:
    """The places that names of cooperatives carry: ``kelurahan, kecamatan, kabupaten`` as written, ``""`` none.

    Examples
    --------
    >>> names = ["KOPERASI KELURAHAN MERAH PUTIH PAKIS KECAMATAN SAWAHAN KOTA SURABAYA", "KDMP Masin", "Koperasi Maju"]
    >>> split_names(pd.Series(names)).to_numpy().tolist()
    [['PAKIS', 'SAWAHAN', 'KOTA SURABAYA'], ['Masin', '', ''], ['', '', '']]
    """
    bare = names.str.replace(_FRONT, "", regex=True)
    # Twice: "Koperasi Kelurahan Merah Putih (KKMP) Gundih".
    bare = bare.str.replace(_FRONT, "", regex=True).str.strip()
    named = bare != names.str.strip()
    parts = bare.where(named, "").str.extract(_TAIL).fillna("")
    parts["kelurahan"] = parts["kelurahan"].str.replace(r"(?i)^(?:desa|kelurahan)\s+", "", regex=True)
    return parts.apply(lambda column: column.str.strip(" .,()-"))


def core_names(names: pd.Series) -> pd.Series:
    """What tells one cooperative of a kelurahan from another: each name without what all are called.

    Examples
    --------
    >>> core_names(pd.Series(["KOPERASI KELURAHAN MERAH PUTIH PAKIS KECAMATAN SAWAHAN", "KKMP Pakis", "Maju"])).tolist()
    ['pakis', 'pakis', 'maju']
    """
    village = split_names(names)["kelurahan"]
    return name_keys(village.where(village != "", names))


def core_name(name: str) -> str:
    """As :func:`core_names` for one name.

    Examples
    --------
    >>> core_name("Koperasi Maju Bersama")
    'koperasimajubersama'
    """
    return str(core_names(pd.Series([name])).iloc[0])


def say_name(names: pd.Series) -> pd.Series:
    """Names for a screen: not in capitals throughout.

    Examples
    --------
    >>> say_name(pd.Series(["KOPERASI KELURAHAN MERAH PUTIH  SIMOMULYO BARU", "KKMP Pakis", "KDMP MASIN II"])).tolist()
    ['Koperasi Kelurahan Merah Putih Simomulyo Baru', 'KKMP Pakis', 'KDMP Masin II']
    """
    text = names.str.replace(r"\s+", " ", regex=True).str.strip()
    shouted = (text == text.str.upper()) & text.str.contains("[A-Z]{5}", regex=True)
    return text.mask(shouted, text.map(_titled))


def _titled(text: str) -> str:
    words = text.title().split(" ")
    return " ".join(word.upper() if word in KEPT_LARGE else word for word in words)


def leading_village(written: str, villages: list[str]) -> str:
    """The village whose name a longer name begins with; ``""`` where none or several do.

    Examples
    --------
    >>> leading_village("BONGKARAN BERKAH JAYA", ["Bongkaran", "Nyamplungan"])
    'Bongkaran'
    >>> leading_village("BONGKARANG JAYA", ["Bongkaran"])
    ''
    """
    words = name_words(written)
    begun = [name for name in villages if _begins(words, name_key(name))]
    longest = max((len(name_key(name)) for name in begun), default=0)
    best = [name for name in begun if len(name_key(name)) == longest]
    return best[0] if len(best) == 1 else ""


def _begins(words: list[str], key: str) -> bool:
    """Whether some first words, fewer than all, make up a key."""
    return any("".join(words[:n]) == key for n in range(1, len(words)))
