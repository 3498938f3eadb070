"""What identifies a cooperative: its deed, its numbers, its KBLI codes; and never a person's."""

from __future__ import annotations

import datetime as dt
import re

from mapping.desk.entries import (
    free_text,
    iso_date,
    name_text,
    one_of,
    plain_line,
    shown,
    whole_number,
    whole_rupiah,
)
from mapping.errors import EntryError
from mapping.intake.places.places import KEMENDAGRI
from mapping.intake.places.points import INDONESIA_LAT, INDONESIA_LON
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.register import read_register
from mapping.language import mark, tr

LABELS = {
    "name": mark("Nama koperasi"),
    "kelurahan_code": mark("Kode kelurahan/desa"),
    "kelurahan": mark("Kelurahan/desa"),
    "kecamatan": mark("Kecamatan"),
    "kabupaten": mark("Kabupaten/kota"),
    "deed_number": mark("Nomor akta"),
    "deed_date": mark("Tanggal akta"),
    "nik": mark("NIK koperasi"),
    "nib": mark("NIB"),
    "kbli": mark("KBLI pada akta"),
    "line_id": mark("Lini usaha"),
    "members": mark("Anggota"),
    "capital_idr": mark("Modal (rupiah)"),
    "lat": mark("Lintang"),
    "lon": mark("Bujur"),
    "status": mark("Tahap"),
    "status_since": mark("Sejak"),
    "source": mark("Sumber"),
    "source_id": mark("Nomor di sumber"),
    "source_date": mark("Tanggal sumber"),
    "note": mark("Catatan"),
}
"""Columns of a cooperative that are filled in -> what a screen calls them."""
NIB_DIGITS = 13
PERSON_DIGITS = 16
_LONG_RUN = re.compile(r"(?<!\d)\d{16}(?!\d)")


def latest_day(at: str) -> str:
    """The last day that may have begun anywhere in Indonesia at a time in UTC.

    Examples
    --------
    >>> latest_day("2026-11-23T20:00:00Z")
    '2026-11-24'
    """
    return (dt.date.fromisoformat(at[:10]) + dt.timedelta(days=1)).isoformat()


def clean_deed_number(value: object) -> str:
    """The number of a deed or of its approval, as written: letters, digits and ``. / -``.

    Raises
    ------
    EntryError
        No number in it, a person's NIK, other signs, or too long.

    Examples
    --------
    >>> clean_deed_number(" AHU-0012345.AH.01.29.TAHUN 2025 ")
    'AHU-0012345.AH.01.29.TAHUN 2025'
    """
    text, label = plain_line(value), tr(LABELS["deed_number"])
    if not text or text == "-":
        return ""
    if _LONG_RUN.search(text):
        raise _person(label, "deed_number")
    if len(text) > 60 or not re.fullmatch(r"[A-Za-z0-9 ./()-]*\d[A-Za-z0-9 ./()-]*", text):
        raise EntryError(
            tr(
                '{label} "{value}" tidak terbaca. Tulis nomornya saja, misalnya AHU-0012345.AH.01.29.TAHUN 2025.',
                label=label,
                value=shown(value),
            ),
            "deed_number",
        )
    return text


def clean_nik(value: object) -> str:
    """A Nomor Induk Koperasi: digits, and not as many as a person's NIK has.

    Raises
    ------
    EntryError
        Sixteen digits (a person's), other signs, or an unlikely length.

    Examples
    --------
    >>> clean_nik("3578 0100 20001")
    '3578010020001'
    >>> clean_nik("3578010101900001")
    Traceback (most recent call last):
    ...
    mapping.errors.EntryError: NIK koperasi berisi 16 angka, seperti NIK orang pada KTP. Nomor itu tidak disimpan. \
Tulis Nomor Induk Koperasi, atau kosongkan.
    """
    text, label = re.sub(r"[ .-]", "", plain_line(value)), tr(LABELS["nik"])
    if not text:
        return ""
    if _LONG_RUN.fullmatch(text):
        raise _person(label, "nik")
    if not re.fullmatch(r"\d{5,20}", text):
        message = tr('{label} "{value}" bukan nomor. Tulis angkanya saja.', label=label, value=shown(value))
        raise EntryError(message, "nik")
    return text


def _person(label: str, field: str) -> EntryError:
    return EntryError(
        tr(
            "{label} berisi 16 angka, seperti NIK orang pada KTP. Nomor itu tidak disimpan. "
            "Tulis Nomor Induk Koperasi, atau kosongkan.",
            label=label,
        )
        if field == "nik"
        else tr("{label} berisi 16 angka, seperti NIK orang pada KTP. Nomor itu tidak disimpan.", label=label),
        field,
    )


def clean_nib(value: object) -> str:
    """A Nomor Induk Berusaha: thirteen digits.

    Raises
    ------
    EntryError
        Not thirteen digits.

    Examples
    --------
    >>> clean_nib("9120 1234 56789")
    '9120123456789'
    """
    text, label = re.sub(r"[ .-]", "", plain_line(value)), tr(LABELS["nib"])
    if not text:
        return ""
    if _LONG_RUN.fullmatch(text):
        raise _person(label, "nib")
    if not re.fullmatch(rf"\d{{{NIB_DIGITS}}}", text):
        raise EntryError(
            tr(
                '{label} "{value}" bukan {n} angka. Salin dari lembar NIB (OSS).',
                label=label,
                value=shown(value),
                n=NIB_DIGITS,
            ),
            "nib",
        )
    return text


def clean_kbli(value: object) -> str:
    """KBLI codes of a deed, five digits each, in order and once, ``"; "`` between them.

    Raises
    ------
    EntryError
        Something that is no code of five digits, or more codes than fit.

    Examples
    --------
    >>> clean_kbli("G47112, 10792 / 47112")
    '10792; 47112'
    """
    label = tr(LABELS["kbli"])
    words = [word for word in re.split(r"[\s,;/|+]+", plain_line(value)) if word]
    codes = [re.sub(r"^[A-Va-v](?=\d)", "", word) for word in words]
    for word, code in zip(words, codes, strict=True):
        if not re.fullmatch(r"\d{5}", code):
            message = tr(
                '{label}: "{value}" bukan kode 5 angka. Tulis kodenya saja, misalnya 47112; 10792.',
                label=label,
                value=shown(word),
            )
            raise EntryError(message, "kbli")
    text = "; ".join(sorted(set(codes)))
    if len(text) > 200:
        raise EntryError(tr("{label}: terlalu banyak kode; paling banyak 28.", label=label), "kbli")
    return text


def clean_point(lat: object, lon: object) -> tuple[float | None, float | None]:
    """A point in Indonesia; None twice where none is given.

    Raises
    ------
    EntryError
        Only one half, no numbers, or not in Indonesia.

    Examples
    --------
    >>> clean_point("-7.3252", "112.7738"), clean_point("", None)
    ((-7.3252, 112.7738), (None, None))
    """
    values = [_degrees(lat, "lat"), _degrees(lon, "lon")]
    if values == [None, None]:
        return None, None
    if None in values:
        raise EntryError(tr("Lintang dan bujur diisi berdua, atau dikosongkan berdua."), "lat")
    south_north, west_east = values
    assert south_north is not None and west_east is not None
    if not (INDONESIA_LAT[0] <= south_north <= INDONESIA_LAT[1] and INDONESIA_LON[0] <= west_east <= INDONESIA_LON[1]):
        raise EntryError(
            tr(
                "Titik ({lat}, {lon}) di luar Indonesia. Lintang seperti -7.25, bujur seperti 112.75.",
                lat=south_north,
                lon=west_east,
            ),
            "lat",
        )
    return south_north, west_east


def _degrees(value: object, field: str) -> float | None:
    text, label = plain_line(value), tr(LABELS[field])
    if text.lower() in ("", "-", "nan", "none"):
        return None
    if re.fullmatch(r"-?\d{1,3}(?:[.,]\d+)?", text):
        return float(text.replace(",", "."))
    message = tr('{label} "{value}" bukan derajat. Tulis seperti -7.25 atau 112.75.', label=label, value=shown(value))
    raise EntryError(message, field)


def clean_field(name: str, value: object, at: str) -> object:
    """One column of a cooperative as it may be kept; points go through :func:`clean_point`.

    Raises
    ------
    EntryError
        It cannot be kept.

    Examples
    --------
    >>> clean_field("members", "1.250", "2026-11-23T08:00:00Z"), clean_field("status", "legal", "2026-11-23T08:00:00Z")
    (1250, 'legal')
    """
    label = tr(LABELS[name])
    if name in ("deed_number", "nik", "nib", "kbli"):
        return {"deed_number": clean_deed_number, "nik": clean_nik, "nib": clean_nib, "kbli": clean_kbli}[name](value)
    if name == "kelurahan_code":
        if re.fullmatch(KEMENDAGRI, str(value)):
            return str(value)
        raise EntryError(tr("Pilih kelurahan atau desa yang ada di peta."), name)
    if name in ("deed_date", "status_since", "source_date"):
        return iso_date(value, label, latest=latest_day(at), field=name)
    if name == "members":
        return whole_number(value, label, field=name)
    if name == "capital_idr":
        return whole_rupiah(value, label, field=name)
    if name in ("line_id", "status"):
        allowed = read_register()["statuses"] if name == "status" else ["", *read_lines().index]
        return one_of(value, allowed, label, field=name)
    if name == "note":
        return free_text(value, label, 1000, field=name, lines=True)
    if name == "source_id":
        return plain_line(value)[:40]
    longest = {"name": 200, "source": 200}.get(name, 100)
    return name_text(value, label, longest, field=name, required=name in ("name", "kelurahan"))
