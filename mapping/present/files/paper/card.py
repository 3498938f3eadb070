"""One kelurahan's answer as a picture to send on by phone: what to start with, what it costs, how sure that is."""

from __future__ import annotations

import gzip
import io
import json
import re
from typing import Any

import pandas as pd

from mapping.advise.say.start import NO_BUYER, bare_condition
from mapping.knowledge.formats import say_date, say_rupiah
from mapping.language import language, mark, tr
from mapping.present.files.edition import Edition
from mapping.present.files.format import KELURAHAN, Format
from mapping.present.founder import first_sentences
from mapping.present.lettering import fit_text, one_line
from mapping.present.money import say_cash, say_times

INSIDE, COLOURS = 960.0, 256
"""Width of what stands on the card, in pixels, and of how many colours it is."""
TEAL, RED, GREY = "#0b4a57", "#9b1c1c", "#4b5763"
Fitted = dict[str, Any]


def card_png(edition: Edition, code: str) -> bytes:
    """The card of a kelurahan, 1080 x 1350 pixels, to be read on a phone; where there is no answer it says what to do.

    Cost: a third of a second.
    """
    from mapping.present.files.paper.typeset import set_pages

    told = _told(edition, code)
    page = set_pages("card.typ", told, {"wilayah.svg": _region_svg(edition, code)}, form="png", ppi=72.0)[0]
    return _pack_png(page, edition.stamp.record())


def _pack_png(page: bytes, record: dict[str, str]) -> bytes:
    """The picture in a third of the bytes (no transparency, 256 colours), with the stamp for machines inside."""
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    told, target = PngInfo(), io.BytesIO()
    for key, text in record.items():
        told.add_itxt(key, text)
    with Image.open(io.BytesIO(page)) as picture:
        few = picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(target, "PNG", optimize=True, pnginfo=told)
    return target.getvalue()


def _told(edition: Edition, code: str) -> dict[str, Any]:
    study, place = edition.study, edition.study.kelurahan.loc[code]
    kecamatan = one_line(str(place["kecamatan"]))
    where = tr("Desa, Kecamatan {kecamatan}") if place["kind"] == "desa" else tr("Kelurahan, Kecamatan {kecamatan}")
    advice = edition.advice[edition.advice["kelurahan_code"] == code]
    start = advice[advice["position"] == "1"]
    sentences = first_sentences(study, code)
    if len(start):
        told = _say_answer(edition, code, start.iloc[0], advice, sentences)
    else:
        told = _say_none(edition, code, advice, sentences)
    name = one_line(str(place["name"]))
    return told | {
        "language": language(),
        "title": name,
        "region": _fit(edition.stamp.region, (30,), 430, 1),
        "label": edition.stamp.data_label,
        "name": _fit(name, (96, 80, 66, 54), 700, 2, bold=True),
        "place": _fit(where.format(kecamatan=kecamatan), (38, 34), 700, 1),
        "date": _fit(_say_date(edition), (31,), INSIDE, 1),
        "stamp": _fit(edition.stamp.line(), (22,), INSIDE, 2),
    }


def _fit(text: str, sizes: tuple[float, ...], width: float, most: int, bold: bool = False) -> Fitted:
    # Letters are measured at semibold; bold ones are some three percent wider.
    size, lines = fit_text(text, sizes, width * (0.96 if bold else 1), most, bold)
    return {"size": size, "lines": lines}


def _say_date(edition: Edition) -> str:
    date = edition.stamp.data_date
    return tr("Data survei {date}", date=say_date(date)) if date else tr("Tanggal survei belum diketahui")


def _say_answer(
    edition: Edition, code: str, first: pd.Series, advice: pd.DataFrame, sentences: list[str]
) -> dict[str, Any]:
    why = sentences[0].partition(f"{first['line']}: ")[2] or sentences[0]
    alone = sentences[0].startswith(tr(NO_BUYER))
    why = f"{tr(NO_BUYER)} {_capital(why)}" if alone else _capital(why)
    cancels = bare_condition(str(first["cancels_if"])).split(tr(", atau "))[0]
    steps = tr("Bawa ke musyawarah dan pastikan siapa yang ikut. Batalkan bila {cancels}.", cancels=cancels)
    parts = [*_say_avoid(advice), _say_sure(bool(first["confident"])), _part(tr("Langkah berikutnya"), steps, TEAL, 3)]
    return {
        "head": tr("Mulai dari"),
        "answer": _fit(str(first["line"]), (60, 52, 44), INSIDE, 2, bold=True),
        "why": _fit(why, (38, 35), INSIDE, 3),
        "figures": _figures(edition, code, first),
        "parts": parts,
    }


def _say_none(edition: Edition, code: str, advice: pd.DataFrame, sentences: list[str]) -> dict[str, Any]:
    """What is missing and what to do about it; nothing is made up where nothing is known."""
    title, rest = (sentences[0], sentences[1:]) if len(sentences) > 1 else (tr("Belum ada saran."), sentences)
    *why, step = rest if len(rest) > 1 else [*rest, tr("Bicarakan dalam musyawarah apa yang kurang.")]
    # What a sentence adds in brackets at its end points at parts that a card does not have.
    told = re.sub(r" \([^()]*\)(?=\.$)", "", " ".join(why))
    scores = edition.scores
    blank = scores.loc[scores["kelurahan_code"] == code, "score"].isna().all()
    parts = [_part(tr("Apa artinya?"), tr(UNKNOWN) if blank else tr(NOT_YET), GREY, 3), *_say_avoid(advice)]
    return {
        "head": tr("Mulai dari apa?"),
        "answer": _fit(title.rstrip("."), (84, 72, 60), INSIDE, 2, bold=True),
        "why": _fit(told, (44, 40, 36), INSIDE, 4),
        "figures": [],
        "parts": [*parts, _part(tr("Langkah berikutnya"), step, TEAL, 5, (44, 40, 36))],
    }


def _figures(edition: Edition, code: str, first: pd.Series) -> list[dict[str, Any]]:
    """Capital, net cash and how well it covers the instalment; what is hidden or not known says so."""
    rows = edition.suitability
    row = rows[(rows["kelurahan_code"] == code) & (rows["line_id"] == first["line_id"])].iloc[0]
    own = min(edition.study.settings.advice.own_capital_idr, row["capital_idr"])
    return [
        _figure(tr("Modal"), say_rupiah(row["capital_idr"]), _say_source(own, row["loan_idr"])),
        _figure(tr("Kas bersih sebulan"), _known(say_cash, row["net_cash_idr_month"]), tr("perkiraan, setelah biaya")),
        _figure(tr("Menutup cicilan"), *_say_cover(row)),
    ]


def _say_source(own: float, loan: float) -> str:
    if loan != loan:
        return ""
    if not own > 0:
        return tr("semuanya pinjaman")
    return tr("{loan} dipinjam", loan=say_rupiah(loan)) if loan > 0 else tr("uang koperasi sendiri")


def _say_cover(row: pd.Series) -> tuple[str, str]:
    if row["loan_idr"] == 0:
        return tr("tanpa pinjaman"), ""
    owed = row["instalment_idr_month"]
    note = tr("cicilan {instalment} sebulan", instalment=say_rupiah(owed)) if owed == owed else ""
    return _known(say_times, row["dscr"]), note


def _known(say: Any, value: float) -> str:
    return tr("belum diketahui") if value != value else str(say(value))


def _figure(label: str, value: str, note: str) -> dict[str, Any]:
    return {"label": label, "value": _fit(value, (48, 42, 36), 266, 1, bold=True), "note": _fit(note, (28,), 266, 2)}


def _say_avoid(advice: pd.DataFrame) -> list[dict[str, Any]]:
    avoid = advice[advice["position"] == "avoid"]
    return [] if avoid.empty else [_part(tr("Jangan mulai dari"), str(avoid.iloc[0]["line"]), RED, 2)]


SURE = mark("Saran kuat: datanya cukup, dan jawabannya tetap bila dihitung ulang.")
CHECK = mark("Perlu dicek di lapangan dulu, sebelum meminjam uang.")
UNKNOWN = mark("Potensinya belum diketahui. Itu tidak berarti rendah.")
NOT_YET = mark("Usahanya ada, tetapi menurut survei belum ada yang siap dimulai bersama. Itu bisa berubah.")


def _say_sure(confident: bool) -> dict[str, Any]:
    return _part(tr("Seberapa yakin?"), tr(SURE) if confident else tr(CHECK), GREY, 2)


def _part(head: str, text: str, colour: str, most: int, sizes: tuple[float, ...] = (40, 36, 34)) -> dict[str, Any]:
    return {"head": head, "text": _fit(text, sizes, INSIDE - 30, most), "colour": colour}


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _region_svg(edition: Edition, code: str) -> bytes:
    """The region in outline with the kelurahan filled: where it lies, at a glance."""
    from mapping.present.mappayload import escape_text

    body = json.loads(gzip.decompress(edition.outlines.body))
    west, south, east, north = edition.outlines.bounds
    across, down = max(east - west, 1e-6), max(north - south, 1e-6)
    scale = 200 / max(across, down)

    def path(geometry: dict[str, Any]) -> str:
        kinds = {"Polygon": [geometry.get("coordinates", [])], "MultiPolygon": geometry.get("coordinates", [])}
        rings = [ring for polygon in kinds.get(geometry["type"], []) for ring in polygon]
        return "".join(
            "M" + " ".join(f"{(x - west) * scale:.1f},{(north - y) * scale:.1f}" for x, y in ring) + "Z"
            for ring in rings
        )

    wholes = "".join(path(feature["geometry"]) for feature in body["kecamatan"]["features"])
    here = [path(f["geometry"]) for f in body["kelurahan"]["features"] if f["id"] == escape_text(code)]
    wide, high = across * scale + 8, down * scale + 8
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-4 -4 {wide:.1f} {high:.1f}" width="{wide:.1f}" '
        f'height="{high:.1f}"><path d="{wholes}" fill="#ffffff" fill-opacity="0.16" stroke="#ffffff" '
        f'stroke-opacity="0.55" stroke-width="1"/><path d="{"".join(here)}" fill="#ffd166" stroke="#ffd166" '
        'stroke-width="4" stroke-linejoin="round"/></svg>'
    ).encode()


FORMATS = (
    Format(
        "card",
        KELURAHAN,
        "kartu.png",
        mark("Kartu untuk WhatsApp (PNG)"),
        mark("Satu gambar yang terbaca di HP: mulai dari apa, modalnya, hasilnya, dan apa yang jangan."),
        "image/png",
        card_png,
    ),
)
