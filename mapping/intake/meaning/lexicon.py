"""Rows that a user adds to the lexicon: read and checked cell by cell, because they decide what products mean."""

from __future__ import annotations

import re
from collections.abc import Callable

import pandas as pd

from mapping.errors import InputError
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import read_limits
from mapping.intake.meaning.phrases import spell_out
from mapping.intake.meaning.spelling import normalise_texts
from mapping.intake.privacy import mask_text
from mapping.intake.tables.csvs import read_csv
from mapping.knowledge.catalog import read_sectors
from mapping.language import LANGUAGES, speaking, tr

COLUMNS = ["product", "pattern", "kbli2020", "kbli2025", "status2025", "group", "stage", "inputs", "note"]
REQUIRED = ["product", "pattern", "group", "stage"]
CODES = ("kbli2020", "kbli2025")
SIGNS = r"[a-zA-Z0-9 |()?!]+"
LABEL = r"[^\W\d_][\w ,/&()+.'-]{1,59}"
MAX_ROWS = 1_000
SHOWN = 3
"""So many mistakes are named at once."""


def read_lexicon_rows(content: bytes, name: str) -> pd.DataFrame:
    """Read rows that a user adds to the lexicon.

    A pattern knows words, ``|`` (or), ``(...)``, ``?`` (may be missing) and ``(?! ...)`` (not before), so that it
    stands for a finite list of phrases and no text can keep it busy.

    Parameters
    ----------
    content : bytes
        CSV with the columns of ``knowledge/lexicon.csv``; ``product, pattern, group, stage`` must be there.
        ``group`` is a lexicon group (``PANGAN``) or a sector by code or label (``food``, ``Pangan``).
    name : str
        For messages only.

    Returns
    -------
    DataFrame
        As ``read_lexicon``: index ``lexicon_id`` (given where missing), all text, with ``sector``.

    Raises
    ------
    InputError
        When a column is missing or a cell is wrong; the message names file, row, column and value.

    Examples
    --------
    >>> rows = b"product;pattern;kbli2020;group;stage\\nseblak instan;seblak( instan)?;10740;food;olahan\\n"
    >>> read_lexicon_rows(rows, "leksikon.csv")[["product", "sector", "stage"]].values.tolist()
    [['seblak instan', 'food', 'olahan']]
    """
    shown = show_name(name)
    sheet = read_csv(content, name, read_limits()).table
    header = [text.strip().lower() for text in sheet.iloc[0]] if len(sheet) else []
    missing = [column for column in REQUIRED if column not in header]
    if missing:
        raise InputError(
            tr(
                'Berkas "{shown}": kolom {missing} tidak ada. Kolomnya: {columns}.',
                shown=shown,
                missing=", ".join(missing),
                columns=", ".join(COLUMNS),
            )
        )
    body = sheet.set_axis(header, axis=1).loc[:, lambda table: ~table.columns.duplicated()].iloc[1:]
    body = body.apply(lambda column: column.str.strip())
    body = body[(body != "").any(axis=1)].reindex(columns=["lexicon_id", *COLUMNS], fill_value="").astype("str")
    if len(body) > MAX_ROWS:
        raise InputError(
            tr('Berkas "{shown}": {body} baris; batasnya {max_rows}.', shown=shown, body=len(body), max_rows=MAX_ROWS)
        )
    for column in CODES:
        body[column] = body[column].str.replace(r"^\?$|^-$|\?$", "", regex=True)
    _check_cells(body, shown)
    body["sector"] = body["group"].map(lambda group: _sectors()[group.lower()])
    _check_products(body, shown)
    body["lexicon_id"] = body["lexicon_id"].mask(body["lexicon_id"] == "", "baris-" + body.index.astype(str))
    return body.set_index("lexicon_id")


def _sectors() -> dict[str, str]:
    """Group, sector code and sector label, in lower case -> sector; labels in any language."""
    names: dict[str, str] = {}
    for spoken in LANGUAGES:
        with speaking(spoken):
            for code, sector in read_sectors()["sectors"].items():
                names |= dict.fromkeys((name.lower() for name in (code, sector["label"], *sector["groups"])), code)
    return names


def _check_cells(body: pd.DataFrame, shown: str) -> None:
    stages = list(read_sectors()["stages"])
    groups = [group for sector in read_sectors()["sectors"].values() for group in sector["groups"]]
    checks: dict[str, Callable[[str], str]] = {
        "product": _wrong_label,
        "pattern": _wrong_pattern,
        **{
            column: lambda code: (
                "" if re.fullmatch(r"(\d{5})?", code) else tr("harus 5 angka, nol di depan ikut ditulis")
            )
            for column in CODES
        },
        "group": lambda text: (
            "" if text.lower() in _sectors() else tr("tidak dikenal; pilih {groups}", groups=", ".join(groups))
        ),
        "stage": lambda text: "" if text in stages else tr("tidak dikenal; pilih {stages}", stages=", ".join(stages)),
    }
    wrong = [
        (row, column, value, why)
        for column, check in checks.items()
        for row, value in body[column].items()
        if (why := check(value))
    ]
    _raise(sorted(wrong), shown)


def _raise(wrong: list[tuple[int, str, str, str]], shown: str) -> None:
    if not wrong:
        return
    values = mask_text(pd.Series([value[:40] for _, _, value, _ in wrong[:SHOWN]], dtype="str"))
    said = [
        tr(
            'Berkas "{shown}", baris {row}, kolom "{column}": "{value}" {why}.',
            shown=shown,
            row=row,
            column=column,
            value=value,
            why=why,
        )
        for (row, column, _, why), value in zip(wrong, values, strict=False)
    ]
    more = tr(" Masih ada {wrong} kesalahan lain.", wrong=len(wrong) - SHOWN) if len(wrong) > SHOWN else ""
    raise InputError(" ".join(said) + more)


def _wrong_label(label: str) -> str:
    if label == "":
        return tr("kosong; tulis nama produknya")
    if re.search(r"\d{5}", label) or not re.fullmatch(LABEL, label):
        return tr("bukan nama produk: 2 sampai 60 huruf, tanpa titik koma dan tanpa nomor panjang")
    return ""


def _wrong_pattern(pattern: str) -> str:
    if pattern == "":
        return tr('kosong; tulis kata yang dicari, beberapa dipisah "|"')
    plain = pattern.replace("(?!", "(")
    if not re.fullmatch(SIGNS, pattern) or "!" in plain or "(?" in plain:
        return tr('memuat tanda lain; pola hanya boleh berisi huruf, angka, spasi, "|", "(...)", "?" dan "(?! ...)"')
    try:
        re.compile(pattern)
        phrases = spell_out(pattern.lower())
    except (ValueError, re.error, RecursionError):
        return tr("bukan pola yang benar: periksa pasangan kurung, dan pecah pola yang terlalu panjang")
    if any("(?!" in phrase and not re.fullmatch(r"[^(]*\(\?![^(]*(\([^()]*\))?\)", phrase) for phrase in phrases):
        return tr('memakai "(?! ...)" di tengah; letakkan di akhir pilihan')
    if normalise_texts(pd.Series([phrase.partition("(?!")[0] for phrase in phrases])).str.len().min() < 2:
        return tr("memuat pilihan kosong atau satu huruf, yang akan cocok dengan terlalu banyak tulisan")
    return ""


def _check_products(body: pd.DataFrame, shown: str) -> None:
    """One product has one sector, stage and code, however many rows speak of it."""
    said = ["kbli2020", "kbli2025", "sector", "stage"]
    first = body.drop_duplicates("product").set_index("product")[said]
    differs = (body[said].to_numpy() != first.loc[body["product"]].to_numpy()).any(axis=1)
    why = tr("ditulis dua kali dengan kode, sektor, atau tahap yang berbeda")
    _raise([(row, "product", value, why) for row, value in body.loc[differs, "product"].items()], shown)
