"""What a line of business must say before anything is worked out from it: cell by cell, then as a whole."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pandas as pd

from mapping.knowledge.catalog import LINE_NUMBERS, read_gerai, read_lexicon, read_line_columns, read_sectors
from mapping.knowledge.formats import say_number
from mapping.language import mark, per_language, tr

LINE_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,11}")
WORDS = re.compile(r"[\w -]{2,}(\|[\w -]{2,})*")
"""A user's ``keyword`` is words with ``|`` between, so that no text can keep the search busy."""
ENDS = {"low": mark("paling sedikit"), "high": mark("paling banyak")}
MEMBERS = ("producers", "pooling", "supply_members")
SHOWN = 40


def check_cell(line_id: str, column: str, text: str) -> Iterator[str]:
    """What is wrong with one cell: nothing, or one sentence.

    Examples
    --------
    >>> list(check_cell("X1", "warna", "merah"))[0][:40]
    'Lini X1, kolom "warna" tidak dikenal. Ha'
    >>> list(check_cell("X1", "staff_low", "2"))
    []
    """
    if not all(isinstance(part, str) for part in (line_id, column, text)):
        yield tr("Perubahan lini harus tiga teks: kode lini, kolom, isi.")
    elif not LINE_ID.fullmatch(line_id):
        yield tr(
            'Kode lini "{line_id}" tidak bisa dipakai. Pakai 1 sampai 12 huruf atau angka tanpa spasi.',
            line_id=_show(line_id),
        )
    elif column not in column_labels():
        yield tr(
            'Lini {line_id}, kolom "{column}" tidak dikenal. Hapus kolom itu.', line_id=line_id, column=_show(column)
        )
    elif why := _wrong_number(column, text) if column in LINE_NUMBERS else _wrong_text(column, text):
        yield tr(
            'Lini {line_id}, {column_labels}: "{text}" {why}',
            line_id=line_id,
            column_labels=column_labels()[column],
            text=_show(text),
            why=why,
        )


def check_lines(lines: pd.DataFrame) -> Iterator[str]:
    """What is wrong with whole lines: something is missing, or a low figure lies above the high one.

    Parameters
    ----------
    lines : DataFrame
        As :func:`mapping.knowledge.catalog.read_lines`.

    Examples
    --------
    >>> from mapping.knowledge.catalog import read_lines
    >>> list(check_lines(read_lines()))
    []
    """
    for line_id, line in lines.iterrows():
        labels = column_labels()
        if missing := [column for column in needed_columns(line) if _is_empty(line[column])]:
            yield tr(
                "Lini {line_id} belum lengkap. Isi: {missing}.",
                line_id=line_id,
                missing="; ".join(_name_columns(missing)),
            )
        if line["driver"] == "outside" and line["volume_basis"]:
            yield (
                tr(
                    "Lini {line_id}, {volume_basis}: lini yang tidak terlihat dari survei tidak bisa "
                    "dihitung volumenya. Kosongkan kolom volume_basis.",
                    line_id=line_id,
                    volume_basis=labels["volume_basis"],
                )
            )
        if line["volume_basis"] in ("revenue", "spend"):
            if line["driver"] == "demand":
                yield tr(
                    "Lini {line_id}, {volume_basis}: lini untuk warga dihitung dari residents.",
                    line_id=line_id,
                    volume_basis=labels["volume_basis"],
                )
            if line["through_high"] > 1:
                yield tr(
                    "Lini {line_id}, {through_high}: {through_high2} lebih dari 1 (semuanya).",
                    line_id=line_id,
                    through_high=labels["through_high"],
                    through_high2=_say(line["through_high"]),
                )
        for entry in read_line_columns()["ranges"].values():
            low, high = line[entry["low"]], line[entry["high"]]
            if low > high:
                said = tr("{low} lebih besar daripada {high}", low=_say(low), high=_say(high))
                yield tr(
                    "Lini {line_id}, {label}: {said}. Isi yang lebih kecil dahulu.",
                    line_id=line_id,
                    label=entry["label"],
                    said=said,
                )
        for zero in ("price_low_idr", "capacity_high"):
            if line["volume_basis"] and line[zero] == 0:
                yield tr("Lini {line_id}, {labels}: harus lebih dari nol.", line_id=line_id, labels=labels[zero])


def needed_columns(line: pd.Series) -> list[str]:
    """The columns without which a line cannot be worked out, in the order of the file of columns.

    Examples
    --------
    >>> needed_columns(pd.Series({"driver": "outside", "volume_basis": ""}))[:4]
    ['line', 'group', 'unit', 'gerai']
    """
    why = {"always"}
    why |= {"volume"} if line["volume_basis"] else set()
    why |= {"members"} if line["driver"] in MEMBERS else set()
    why |= {"demand"} if line["driver"] == "demand" else set()
    columns = read_line_columns()
    needed = [name for name, entry in columns["texts"].items() if entry["needed"] in why]
    needed += [name for name, entry in columns["choices"].items() if "" not in entry["options"]]
    for entry in columns["ranges"].values():
        needed += [entry["low"], entry["high"]] if entry["needed"] in why else []
    return needed + [name for name, entry in columns["thresholds"].items() if entry["needed"] in why]


@per_language
def column_labels() -> dict[str, str]:
    """What each column of ``lines.csv`` is called on a screen.

    Examples
    --------
    >>> column_labels()["staff_low"]
    'Pekerja koperasi, paling sedikit'
    """
    columns = read_line_columns()
    labels = {
        name: entry["label"] for kind in ("texts", "choices", "thresholds") for name, entry in columns[kind].items()
    }
    for entry in columns["ranges"].values():
        labels |= {entry[end]: f"{entry['label']}, {tr(word)}" for end, word in ENDS.items()}
    return labels


def _name_columns(columns: list[str]) -> list[str]:
    """Labels of columns; both ends of a range together have one name."""
    whole = {
        entry[end]: entry["label"]
        for entry in read_line_columns()["ranges"].values()
        if {entry["low"], entry["high"]} <= set(columns)
        for end in ENDS
    }
    return list(dict.fromkeys(whole.get(column, column_labels()[column]) for column in columns))


def _most(column: str) -> float:
    columns = read_line_columns()
    if column in columns["thresholds"]:
        return float(columns["thresholds"][column]["most"])
    return next(float(entry["most"]) for entry in columns["ranges"].values() if column in (entry["low"], entry["high"]))


def _wrong_number(column: str, text: str) -> str:
    """An empty cell is unknown, which is for :func:`check_lines` to judge."""
    if not text:
        return ""
    if not re.fullmatch(r"-?\d{1,18}(\.\d{1,12})?(e[+-]?\d{1,2})?", text) or not math.isfinite(float(text)):
        return tr("bukan angka. Tulis angka tanpa pemisah ribuan, misalnya 2500000.")
    if float(text) < 0:
        return tr("kurang dari nol. Isi dengan nol atau lebih.")
    if float(text) > _most(column):
        return tr("terlalu besar. Paling besar {column:.0f}.", column=_most(column))
    return ""


def _wrong_text(column: str, text: str) -> str:
    columns = read_line_columns()
    if column in columns["choices"]:
        options = columns["choices"][column]["options"]
        return (
            ""
            if text in options
            else tr("tidak dikenal. Pilih salah satu: {filter}.", filter=", ".join(filter(None, options)))
        )
    entry: dict[str, Any] = columns["texts"][column]
    if len(text) > entry["longest"]:
        return tr(
            "terlalu panjang ({text} huruf). Paling panjang {longest} huruf.", text=len(text), longest=entry["longest"]
        )
    if text and not text.isprintable():
        return tr("memuat tanda yang tidak bisa dicetak. Tulis ulang.")
    kind = entry.get("kind", "")
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if kind == "words" and text and not WORDS.fullmatch(text):
        return tr('bukan daftar kata. Tulis kata dengan "|" di antaranya.')
    if kind == "products" and (unknown := [part for part in parts if part not in _products()]):
        return tr(
            'memuat produk "{unknown}" yang tidak dikenal. Pakai nama produk dari daftar.', unknown=_show(unknown[0])
        )
    if kind == "gerai" and (unknown := [part for part in parts if part not in read_gerai()["gerai"]]):
        return tr(
            'memuat gerai "{unknown}" yang tidak dikenal. Pakai {gerai}.',
            unknown=_show(unknown[0]),
            gerai=", ".join(read_gerai()["gerai"]),
        )
    return ""


@cache
def _products() -> frozenset[str]:
    """Products of the lexicon, and ``@GROUP`` for its groups."""
    groups = (group for sector in read_sectors()["sectors"].values() for group in sector["groups"])
    return frozenset(read_lexicon()["product"]) | {f"@{group}" for group in groups}


def _is_empty(value: Any) -> bool:
    return value == "" or value != value


def _say(value: float) -> str:
    return say_number(value, 0 if value >= 10 else 2)


def _show(text: object) -> str:
    """A value as it may stand in a message."""
    return "".join(letter if letter.isprintable() else "?" for letter in str(text)[:SHOWN])
