"""Everything public about a region as one long table, one value a row, with a dictionary of every word in it."""

from __future__ import annotations

import pandas as pd

from mapping.knowledge.catalog import SECTORS, read_criteria
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, tr
from mapping.measure.withheld import MONEY
from mapping.present.files.edition import Edition
from mapping.present.files.format import REGION, Format
from mapping.present.files.meanings import MEANINGS, TEXT, UNITS_OF_STEPS
from mapping.present.files.tidy import csv_bytes, disarm
from mapping.present.quality import next_survey_table, quality_table
from mapping.present.recompute import DICTIONARY, recompute_table
from mapping.present.tables import sector_label

COLUMNS = [
    *("topic", "kelurahan_code", "name", "kecamatan", "item", "measure", "value", "text", "unit", "note"),
    *("region", "survey_date", "data_label"),
]
UNKNOWN = mark("belum diketahui")
SCORE = [
    *("score", "rank", "rank_low", "rank_high", "p_best", "p_top3", "known_weight", "firm", "n", "n_weighted"),
    *("producers", "workers", "density_1000", "density_km2", "lq", "lq_low", "lq_high", "lq_prob"),
    *("spend_idr_month", "saving_idr_month", "revenue_idr_month", "diversity"),
]
STEPS = ["value", "low", "high", "scaled", "weight", "weight_shared", "contribution", "hidden_above"]
ADVICE = [
    *("score", "p_best", "p_top3", "confidence", "confident", "capital_idr", "net_cash_idr_month"),
    *("instalment_idr_month", "dscr", "reason", "cancels_if"),
]
LINE = [
    *("score", "confidence", "supply", "aggregation", "demand", "feasibility", "competition", "relatedness", "mandate"),
    *("closed_by", "capital_idr", "net_cash_idr_month", "instalment_idr_month", "dscr"),
]
QUALITY = ["grade", "weakest", "n", "coverage", "age_months", "classified_share", "answered_share"]
NEXT = ["place", "wanted", "chance_of_change"]
TOPICS = {
    "stamp": mark("Berkas ini sendiri: wilayah, tanggal data, susunan skor, versi program, sidik manifest."),
    "score": mark("Skor dan ukuran sektor; item = sektor."),
    "criterion": mark("Langkah hitung skor; item = sektor/kriteria."),
    "advice": mark("Saran; item = kedudukan/kode lini."),
    "line": mark("Kecocokan tiap lini usaha; item = kode lini."),
    "quality": mark("Mutu data tiap kelurahan dan survei berikutnya; item kosong."),
}
MEASURES = {"score": SCORE, "criterion": STEPS, "advice": ADVICE, "line": LINE, "quality": QUALITY + NEXT}
TABLE_OF = {
    "score": "scores",
    "criterion": "recompute",
    "advice": "advice",
    "line": "suitability",
    "quality": "quality",
}
"""Topic -> the table by whose columns its measures are explained."""
LONG = {
    "topic": (mark("Pokok: apa yang dibicarakan baris itu."), TEXT),
    "item": (mark("Bagian dari pokok: sektor, kriteria, atau lini."), TEXT),
    "measure": (mark("Apa yang diukur."), TEXT),
    "value": (
        mark("Nilainya, angka. Kosong: belum diketahui atau disembunyikan (lihat note)."),
        mark("lihat kolom unit"),
    ),
    "text": (mark("Nilainya bila berupa teks."), TEXT),
    "unit": (mark("Satuan value."), TEXT),
    "note": (mark("Mengapa value kosong."), TEXT),
}  # fmt: skip


def meaning_of(table: str, column: str) -> tuple[str, str]:
    """What a column of a table means, and its unit, in the language in force.

    Raises
    ------
    KeyError
        Nobody has said it; a test finds it first.

    Examples
    --------
    >>> meaning_of("suitability", "dscr")
    ('Kas bersih dibagi cicilan; di bawah 1 cicilan tidak tertutup.', 'kali')
    """
    steps = column in DICTIONARY and (table in ("recompute", "scores") or column not in MEANINGS)
    if f"{table}.{column}" in MEANINGS:
        meaning, unit = MEANINGS[f"{table}.{column}"]
    elif steps:
        meaning, unit = DICTIONARY[column], UNITS_OF_STEPS.get(column, TEXT)
    else:
        meaning, unit = MEANINGS[column]
    return tr(meaning), tr(unit)


def long_table(edition: Edition) -> pd.DataFrame:
    """Everything public about a region, one value a row.

    Cost: one row for each kelurahan and measure, most of them of the forty lines: some 700 rows a kelurahan.

    Returns
    -------
    DataFrame
        ``COLUMNS``; ``value`` is a number or NaN, ``text`` a text or ``""``. Where both are blank ``note`` says why.
    """
    study = edition.study
    steps = recompute_table(study)
    advice = edition.advice.assign(item=edition.advice["position"] + "/" + edition.advice["line_id"])
    quality = quality_table(study).merge(next_survey_table(study)[["kelurahan_code", *NEXT]], on="kelurahan_code")
    quality["coverage"] = quality["coverage"].astype(object).mask(quality["coverage"] == "")
    tables = {
        "score": edition.scores.assign(item=edition.scores["sector"]),
        "criterion": steps.assign(item=steps["sector"] + "/" + steps["criterion"]),
        "advice": advice.assign(item=advice["item"].str.removesuffix("/")),
        "line": edition.suitability.assign(item=edition.suitability["line_id"]),
        "quality": quality.assign(item=""),
    }
    parts = [_stamp(edition), *(_lengthen(topic, table) for topic, table in tables.items())]
    whole = pd.concat(parts, ignore_index=True)
    stamp = edition.stamp
    labels = {"region": stamp.region, "survey_date": stamp.data_date, "data_label": stamp.data_label}
    return whole.assign(**labels)[COLUMNS]


def _stamp(edition: Edition) -> pd.DataFrame:
    record = edition.stamp.record()
    blank = dict.fromkeys(["kelurahan_code", "name", "kecamatan", "item", "unit"], "")
    table = pd.DataFrame({"measure": list(record), "text": list(record.values())}).assign(topic="stamp", **blank)
    return table.assign(value=float("nan"), note=table["text"].map(lambda text: "" if text else tr(UNKNOWN)))


def _lengthen(topic: str, table: pd.DataFrame) -> pd.DataFrame:
    """A wide table as rows of one value each, in its own order."""
    keys = ["kelurahan_code", "name", "kecamatan", "item"]
    notes = {name: _say_notes(table, name) for name in ("note", "money_note")}
    wide = table[[*keys, *MEASURES[topic]]].assign(**notes)
    wide = wide.astype(dict.fromkeys(MEASURES[topic], object))
    long = wide.melt([*keys, *notes], MEASURES[topic], "measure", "told", ignore_index=False)
    long = long.sort_index(kind="stable")
    known = long["told"].notna()
    is_text = long["told"].map(lambda told: isinstance(told, str))
    long["text"] = long["told"].where(is_text, "").astype(str)
    long["value"] = pd.to_numeric(long["told"].mask(is_text), errors="coerce").astype(float)
    units = {name: "" if unit == tr(TEXT) else unit for name, unit in _units(topic).items()}
    long["unit"] = long["measure"].map(units)
    if topic == "criterion":
        natural = long["measure"].isin(["value", "low", "high"])
        long["unit"] = long["unit"].mask(natural, table["unit"].reindex(long.index))
    money = long.pop("money_note")
    long["note"] = long["note"].mask(long["measure"].isin(MONEY) & (money != ""), money)
    why = long["note"].where(long["note"] != "", tr(UNKNOWN))
    # An empty text is an answer ("no gate is closed"), not something unknown.
    return long.assign(topic=topic, note=why.where(~known, "")).drop(columns="told")


def _say_notes(table: pd.DataFrame, name: str) -> pd.Series | str:
    return table[name].map(lambda text: tr(text) if text else "") if name in table else ""


def _units(topic: str) -> dict[str, str]:
    return {name: meaning_of(TABLE_OF[topic], name)[1] for name in MEASURES[topic]}


def dictionary_table(edition: Edition) -> pd.DataFrame:
    """Every word of the files explained: ``table, column, meaning, unit``.

    ``table`` is ``csv`` for the columns of the long table, ``csv:topic``, ``csv:item`` and ``csv:measure:<topic>`` for
    the words in them, and the name of the table for each file of ``tables``.
    """
    from mapping.present.files.tables import TABLES

    names = lines_in_force(edition.study.settings.advice.line_changes)["line"]
    rows = [("csv", name, *_explain_long(name)) for name in COLUMNS]
    rows += [("csv:topic", topic, tr(meaning), "") for topic, meaning in TOPICS.items()]
    rows += [("csv:item", sector, sector_label(sector), "") for sector in SECTORS]
    criteria = read_criteria()["criteria"].items()
    rows += [("csv:item", name, f"{one['label']}. {one['explain']}", one["unit"]) for name, one in criteria]
    rows += [("csv:item", line_id, name, "") for line_id, name in names.items()]
    for topic, measures in MEASURES.items():
        rows += [(f"csv:measure:{topic}", name, *meaning_of(TABLE_OF[topic], name)) for name in measures]
    for table, make in TABLES.items():
        rows += [(table, column, *meaning_of(table, column)) for column in make(edition.study).columns]
    told = pd.DataFrame(rows, columns=["table", "column", "meaning", "unit"])
    return told.assign(stamp=edition.stamp.line())


def _explain_long(column: str) -> tuple[str, str]:
    if column in LONG:
        meaning, unit = LONG[column]
        return tr(meaning), tr(unit)
    return meaning_of("recompute", column)


def excel_bytes(table: pd.DataFrame) -> bytes:
    """A CSV that a spreadsheet with Indonesian settings opens by a double click: ``;``, decimal comma, byte order mark.

    Examples
    --------
    >>> excel_bytes(pd.DataFrame({"nama": ["Gundih"], "n": [1.5]})).decode("utf-8-sig")
    'nama;n\\r\\nGundih;1,5\\r\\n'
    """
    text = disarm(table).to_csv(index=False, sep=";", decimal=",", lineterminator="\r\n", float_format="%.12g")
    return text.encode("utf-8-sig")


FORMATS = (
    Format(
        "csv",
        REGION,
        "panjang.csv",
        mark("Tabel panjang (CSV)"),
        mark("Satu baris satu nilai: skor, kriteria, saran, lini, dan mutu data; untuk program statistik."),
        "text/csv",
        lambda edition, code: csv_bytes(long_table(edition), exact=True),
    ),
    Format(
        "csv-excel",
        REGION,
        "panjang-excel.csv",
        mark("Tabel panjang untuk Excel Indonesia (CSV)"),
        mark("Isi yang sama, dengan titik koma dan koma desimal."),
        "text/csv",
        lambda edition, code: excel_bytes(long_table(edition)),
        usual=False,
    ),
    Format(
        "dictionary",
        REGION,
        "kamus-data.csv",
        mark("Kamus data (CSV)"),
        mark("Arti dan satuan setiap kolom dan setiap ukuran."),
        "text/csv",
        lambda edition, code: csv_bytes(dictionary_table(edition)),
    ),
)
