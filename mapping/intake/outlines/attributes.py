"""Columns of a boundary file -> name, kecamatan, kabupaten, code, kind and people of each feature."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from mapping.errors import ColumnsError, InputError
from mapping.intake.gate.files import show_name
from mapping.intake.issues import Findings
from mapping.intake.outlines.publishers import NOBODY, Publisher, recognise_publisher
from mapping.intake.places.places import BPS_PREFIX, clean_codes, clean_names, is_kemendagri, name_keys
from mapping.intake.tables.columns import coalesce, recognise_columns
from mapping.intake.tables.numbers import read_amounts
from mapping.intake.wording import say_list
from mapping.language import mark, tr

PBB_PREFIX = "pbb:"
BLANK_CODE = r"(?i)[0.\s]*|[-.?x#]+|n/?a|<?null>?|none|nan|<na>|tidak ada|kosong"
BPS_SHARE = 0.2
"""Share of ten-digit codes with a 0 where Kemendagri codes never have one, from which the column is BPS throughout."""
DENSITY_TOLERANCE = 0.1
UPPER_CODE = r"\d{2}\.\d{2}(?:\.\d{2})?"
FEW = 3


def read_attributes(
    table: pd.DataFrame, area_km2: pd.Series, chosen: Mapping[str, str], findings: Findings
) -> pd.DataFrame:
    """What the file says about each feature.

    Parameters
    ----------
    table : DataFrame
        Attributes as received, index the feature numbers.
    area_km2 : Series
        Of the outlines, same index; only to check a density column against.
    chosen : mapping
        Header -> our column name, as the user mapped them.

    Returns
    -------
    DataFrame
        Same index: ``name, kecamatan, kabupaten, code, kind`` (text, ``""`` unknown), ``population, households``
        (float, NaN unknown).

    Raises
    ------
    ColumnsError
        Neither a name nor a code column was recognised.
    InputError
        The rows are kecamatan or kabupaten, not villages.
    """
    headers = [str(column) for column in table.columns]
    columns = recognise_columns(headers, "boundary", chosen)
    _check_columns(columns, headers, findings)
    publisher = recognise_publisher(headers)
    _say_publisher(publisher, findings)
    read = _read_texts(table, columns)
    blank = pd.Series("", index=table.index)
    found = pd.DataFrame({n: read.get(n, blank) for n in ("name", "kecamatan", "kabupaten")}, index=table.index)
    found = found.apply(clean_names)
    found["code"] = _read_codes(read, blank, publisher, findings)
    _check_level(found, findings)
    unnamed = found["name"] == ""
    findings.note(
        mark("nama kosong"), tr("tidak punya nama"), tr("kode dipakai sebagai nama"), rows=table.index[unnamed]
    )
    found["name"] = found["name"].mask(unnamed, found["code"])
    said = read.get("kind", blank) + " " + read.get("name", blank).str.split().str[0].fillna("")
    found["kind"] = _read_kind(found["code"], said, findings)
    if "kecamatan" not in columns:
        what, done = tr("tidak ada kolom kecamatan"), tr("nama kembar tidak dapat dibedakan menurut kecamatan")
        findings.note(mark("kecamatan kosong"), what, done, level="info")
    for name in ("population", "households"):
        found[name] = _read_people(read.get(name, blank), name, findings)
    _check_density(read, found["population"], area_km2, findings)
    return found


def _check_columns(columns: Mapping[str, list[int]], headers: list[str], findings: Findings) -> None:
    if {"name", "code", "bps_code", "own_code", "bps_village", "pbb_village"} & columns.keys():
        return
    raise ColumnsError(
        tr(
            'Berkas "{file}": tidak ditemukan kolom nama atau kode kelurahan/desa. Kolom yang '
            "terbaca: {h}. Beri nama kolom seperti kode, nama, kecamatan.",
            file=findings.file,
            h=", ".join(show_name(h) for h in headers)[:300],
        ),
        "boundaries",
        headers,
    )


def _say_publisher(publisher: Publisher, findings: Findings) -> None:
    if publisher is not NOBODY:
        what = tr("susunan kolomnya seperti terbitan {publisher}", publisher=publisher.name)
        findings.note(mark("penerbit"), what, tr("kolom dibaca menurut terbitan itu"), level="info")


def _read_texts(table: pd.DataFrame, columns: Mapping[str, list[int]]) -> dict[str, pd.Series]:
    """Our name -> text of its columns; blanks of the first are filled from the next."""
    wanted = sorted({position for positions in columns.values() for position in positions})
    text = pd.DataFrame({p: _text(table.iloc[:, p]) for p in wanted}, index=table.index)
    text = text.reindex(columns=range(table.shape[1]))
    return {name: coalesce(text, positions) for name, positions in columns.items()}


def _text(column: pd.Series) -> pd.Series:
    """Any column as text: whole floats without ``.0``, unknown as ``""``."""
    if pd.api.types.is_float_dtype(column):
        whole = column.notna() & (column.abs() < 2**53) & (column % 1 == 0)
        digits = column.where(whole).astype("Int64").astype("object")
        return column.astype("object").mask(whole, digits).fillna("").astype(str)
    return column.astype("object").where(column.notna(), "").astype(str)


def _read_codes(read: dict[str, pd.Series], blank: pd.Series, publisher: Publisher, findings: Findings) -> pd.Series:
    """Kemendagri code, else BPS code, else that of the tax office, else the file's own; ``""`` where there is none."""

    def given(name: str) -> pd.Series:
        text = read.get(name, blank)
        return text.mask(text.str.fullmatch(BLANK_CODE), "")

    written = given("code")
    code = clean_codes(written, bps=publisher.codes == "bps" or _is_bps_column(written))
    parts = [given(n) for n in ("bps_province", "bps_regency", "bps_district", "bps_village")]
    code = code.mask(code == "", clean_codes(given("bps_code"), bps=True))
    code = code.mask(code == "", clean_codes(_join_digits(parts), bps=True))
    parts = [given(n) for n in ("pbb_province", "pbb_regency", "pbb_district", "pbb_village")]
    whole = parts[3].where(parts[3].str.fullmatch(r"\d{10}"), "")
    pbb = _join_digits(parts).mask(whole != "", whole)
    code = code.mask((code == "") & (pbb != ""), PBB_PREFIX + pbb)
    code = code.mask(code == "", given("own_code"))
    _say_codes(code, findings)
    return code


def _is_bps_column(written: pd.Series) -> bool:
    """BPS and Kemendagri codes both have ten digits; the seventh is never 0 in the latter, mostly 0 in the former."""
    digits = written[written.str.fullmatch(r"\d{10}(?:\.0+)?")]
    return bool(len(digits)) and bool((digits.str[6] == "0").mean() >= BPS_SHARE)


def _join_digits(parts: list[pd.Series]) -> pd.Series:
    """Ten digits from province (2), regency (2), district (3) and village (3); ``""`` where one is missing."""
    whole = parts[0].str.zfill(2) + parts[1].str.zfill(2) + parts[2].str.zfill(3) + parts[3].str.zfill(3)
    filled = (parts[0] != "") & (parts[1] != "") & (parts[2] != "") & (parts[3] != "")
    return whole.where(filled & whole.str.fullmatch(r"\d{10}"), "")


def _say_codes(code: pd.Series, findings: Findings) -> None:
    bps, pbb = code.str.startswith(BPS_PREFIX), code.str.startswith(PBB_PREFIX)
    if bps.any():
        done = tr("disimpan sebagai {bps_prefix}...; kode Kemendagri di survei tidak akan cocok", bps_prefix=BPS_PREFIX)
        findings.note(mark("kode wilayah"), tr("kodenya kode BPS, bukan kode Kemendagri"), done, level="info")
    if pbb.any():
        what = tr("kodenya kode pajak bumi dan bangunan (PBB), bukan kode Kemendagri atau BPS")
        findings.note(
            mark("kode wilayah"),
            what,
            tr("disimpan sebagai {pbb_prefix}...; kode di survei tidak akan cocok", pbb_prefix=PBB_PREFIX),
            level="info",
        )
    other = (code != "") & ~is_kemendagri(code) & ~bps & ~pbb
    if other.any():
        what = tr("{sum} kode bukan kode Kemendagri (10 angka)", sum=other.sum())
        findings.note(mark("kode wilayah"), what, tr("dipakai apa adanya"), level="info")


def _check_level(found: pd.DataFrame, findings: Findings) -> None:
    """Refuse outlines of kecamatan or kabupaten: every score would be off by a level.

    Raises
    ------
    InputError
        Naming what tells it.
    """
    upper = found["code"].str.fullmatch(UPPER_CODE)
    named = (found["name"] != "") & (name_keys(found["name"]) == name_keys(found["kecamatan"]))
    if upper.all() or (named.all() and len(found) >= FEW and (found["code"] == "").all()):
        example = found["code"].iloc[0] or found["name"].iloc[0]
        raise InputError(
            tr(
                'Berkas "{file}" tampaknya memuat batas kecamatan atau kabupaten (misalnya "{example}"), '
                "bukan kelurahan/desa. Kirim peta batas kelurahan/desa.",
                file=findings.file,
                example=example,
            )
        )


def _read_kind(code: pd.Series, said: pd.Series, findings: Findings) -> pd.Series:
    """Desa or kelurahan by the code's village part (1... kelurahan, 2... desa), else by the file's words, else ``""``.

    ``said`` is the kind column and the first word of the name ("Kel. Pulau Karam").
    """
    village = code.where(is_kemendagri(code), "").str.extract(r"(\d)\d{3}$", expand=False).fillna("")
    by_code = village.map({"": "", "1": "kelurahan", "2": "desa", "3": "desa"}).astype("object").fillna("")
    lower = said.str.lower()
    by_file = pd.Series("", index=code.index).mask(lower.str.contains(r"\b(?:desa|nagari|gampong|pekon)\b"), "desa")
    by_file = by_file.mask(lower.str.contains(r"\bkel(?:urahan)?\b") & (by_file == ""), "kelurahan")
    kind = by_code.mask(by_code == "", by_file)
    unknown = int((kind == "").sum())
    if unknown:
        what = tr("desa atau kelurahan tidak disebut pada {unknown} wilayah", unknown=unknown)
        findings.note(mark("jenis wilayah"), what, tr("dibiarkan kosong"), level="info")
    return kind


def _read_people(texts: pd.Series, name: str, findings: Findings) -> pd.Series:
    amounts = read_amounts(texts)
    bad = amounts["problem"] != ""
    findings.note(mark("angka"), tr("bukan jumlah orang"), tr("dibiarkan kosong"), texts.index[bad], name, texts[bad])
    return amounts["value"].mask(bad)


def _check_density(read: dict[str, pd.Series], people: pd.Series, area_km2: pd.Series, findings: Findings) -> None:
    """Name a density column that neither the file's own area nor the outline bears out; it is not used anyway."""
    if "density" not in read or not people.notna().any():
        return
    density = _amounts(read["density"])
    own = _amounts(read["area_km2"]) if "area_km2" in read else area_km2
    ratios = pd.concat([density / (people / area) for area in (own, area_km2)], axis=1)
    known = ratios.notna().any(axis=1) & np.isfinite(ratios).all(axis=1)
    wrong = known & ~((ratios - 1).abs() <= DENSITY_TOLERANCE).any(axis=1)
    if wrong.any():
        rows = say_list([tr("baris {row}", row=row) for row in people.index[wrong]], 3)
        what = tr(
            "kolom kepadatan tidak sama dengan penduduk/luas pada {sum} dari {sum2} wilayah ({rows})",
            sum=wrong.sum(),
            sum2=known.sum(),
            rows=rows,
        )
        findings.note(
            mark("kepadatan"), what, tr("kolom itu tidak dipakai; kepadatan dihitung dari penduduk dan luas bidang")
        )


def _amounts(texts: pd.Series) -> pd.Series:
    """Numbers as a map file holds them, else as people write them."""
    plain = pd.to_numeric(texts, errors="coerce")
    amounts = read_amounts(texts.where(plain.isna(), ""))
    return plain.fillna(amounts["value"].mask(amounts["problem"] != ""))
