"""From BPS codes to Kemendagri codes: a table read from a file or built by laying two maps over each other, graded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.errors import ColumnsError, InputError
from mapping.intake.gate.files import show_name
from mapping.intake.places.places import BPS_PREFIX, clean_codes, is_kemendagri, name_keys
from mapping.intake.tables.surveyfiles import read_sheets
from mapping.language import tr, tr_rows

if TYPE_CHECKING:
    import geopandas as gpd

COLUMNS = ["bps_code", "kelurahan_code", "iou", "share_bps"]
HEADERS = {
    "bps_code": ("bps_code", "kode_bps", "village_code", "kdebps", "iddesa", "id_desa", "adm4_pcode"),
    "kelurahan_code": ("kelurahan_code", "kode", "kode_kemendagri", "kdepum", "kemendagri_code", "kode_kelurahan"),
    "iou": ("iou",),
    "share_bps": ("share_bps", "sh"),
}
SURE_IOU = 0.5
"""From this agreement of two outlines on (intersection over union) they are one place."""
SURE_SHARE = 0.9
"""A BPS unit that lies this much within one kelurahan belongs to it, however much larger that is (a merger)."""
PARTNER_SHARE = 0.5
"""From this share of its area on, a unit is part of another (merged into it, or split off)."""
SLIVER_SHARE = 0.02
"""Pairs that share less than this of both areas only touch: two publishers never draw a border alike."""


def read_crosswalk(content: bytes, name: str) -> pd.DataFrame:
    """Read a table of BPS codes and the Kemendagri codes of the same places.

    Parameters
    ----------
    content : bytes
        CSV or XLSX with a column of BPS codes (``bps_code``, ``village_code`` ...) and one of Kemendagri codes
        (``kelurahan_code``, ``kode`` ...); agreement ``iou`` and ``share_bps`` (``sh``) where they are known (0-1).
    name : str
        For messages only.

    Returns
    -------
    DataFrame
        ``bps_code`` (as an index of ``kelurahan`` writes it, ``bps:3578100005``), ``kelurahan_code``, ``iou``,
        ``share_bps`` (share of the BPS unit's area; NaN unknown); one row per pair, a BPS code may have several.

    Raises
    ------
    ColumnsError
        When one of the two codes has no column.
    InputError
        When a row holds no code of its kind, or a grade is not between 0 and 1.

    Examples
    --------
    >>> read_crosswalk(b"village_code,kode,iou\\nid3325040002,33.25.04.2002,0.86\\n", "x.csv").values.tolist()
    [['bps:3325040002', '33.25.04.2002', 0.86, nan]]
    """
    frame = _read_frame(content, name)
    bps = clean_codes(frame["bps_code"], bps=True)
    own = clean_codes(frame["kelurahan_code"])
    _check(bps.str.fullmatch(BPS_PREFIX + r"\d{10}"), frame["bps_code"], tr("kode BPS 10 angka"), name)
    _check(is_kemendagri(own), frame["kelurahan_code"], tr("kode Kemendagri 10 angka"), name)
    table = pd.DataFrame({"bps_code": bps, "kelurahan_code": own})
    for grade in ("iou", "share_bps"):
        text = frame[grade].str.strip().str.replace(",", ".", regex=False)
        value = pd.to_numeric(text.where(text != ""), errors="coerce").astype(float)
        _check((text == "") | value.between(0, 1), frame[grade], tr("angka antara 0 dan 1"), name)
        table[grade] = value
    table = table.sort_values(COLUMNS, ascending=[True, True, False, False], na_position="last")
    return table.drop_duplicates(["bps_code", "kelurahan_code"], ignore_index=True)


def _read_frame(content: bytes, name: str) -> pd.DataFrame:
    """The four columns as text, index: spreadsheet rows; grades that are missing are ``""``."""
    sheet = read_sheets(content, name)[0]
    headers = [cell.strip().lower() for cell in sheet.table.iloc[0]] if len(sheet.table) else []
    at = {ours: [p for p, header in enumerate(headers) if header in theirs] for ours, theirs in HEADERS.items()}
    if missing := [ours for ours in ("bps_code", "kelurahan_code") if not at[ours]]:
        raise ColumnsError(
            tr(
                'Berkas "{name}": kolom {missing} tidak ada. Tabel padanan kode berisi kolom bps_code, '
                "kelurahan_code, dan iou.",
                name=show_name(name),
                missing=" dan ".join(missing),
            )
        )
    rows = sheet.table.iloc[1:]
    columns = {ours: rows.iloc[:, positions[0]] if positions else "" for ours, positions in at.items()}
    frame = pd.DataFrame(columns, index=rows.index).astype("str")
    return frame[(frame[["bps_code", "kelurahan_code"]] != "").any(axis=1)]


def _check(right: pd.Series, texts: pd.Series, what: str, name: str) -> None:
    if right.all():
        return
    row = texts.index[~right.to_numpy()][0]
    raise InputError(
        tr(
            'Berkas "{name}", baris {row}, kolom "{name2}": "{texts}" bukan {what}. Perbaiki barisnya, lalu muat lagi.',
            name=show_name(name),
            row=row,
            name2=texts.name,
            texts=texts[row][:40],
            what=what,
        )
    )


def choose_pairs(crosswalk: pd.DataFrame, known: pd.Index) -> pd.DataFrame:
    """The one kelurahan that each BPS code is read as, and how sure that is.

    Returns
    -------
    DataFrame
        Index ``bps_code``; ``kelurahan_code``, ``iou``, ``share_bps``, ``grade``: ``"sure"`` (``iou`` at least 0.5, or
        not graded and the only pair), ``"merged"`` (lower, but at least 0.9 of the BPS unit lies in it),
        ``"doubtful"``, or ``"absent"`` (the kelurahan is not among ``known``).

    Examples
    --------
    >>> pairs = pd.DataFrame([["bps:1", "a", 0.9, 0.9], ["bps:2", "a", 0.1, 0.99], ["bps:3", "b", 0.4, 0.6]],
    ...     columns=COLUMNS)
    >>> choose_pairs(pairs, pd.Index(["a", "b"]))["grade"].to_dict()
    {'bps:1': 'sure', 'bps:2': 'merged', 'bps:3': 'doubtful'}
    """
    ranked = crosswalk.assign(best=crosswalk["share_bps"].fillna(crosswalk["iou"]))
    ranked = ranked.sort_values(["bps_code", "best", "iou", "kelurahan_code"], ascending=[True, False, False, True])
    alone = ~ranked["bps_code"].duplicated(keep=False)
    grades = [
        (~ranked["kelurahan_code"].isin(known), "absent"),
        ((ranked["iou"] >= SURE_IOU) | (ranked["iou"].isna() & alone), "sure"),
        (ranked["share_bps"] >= SURE_SHARE, "merged"),
    ]
    ranked["grade"] = np.select([mask for mask, _ in grades], [grade for _, grade in grades], default="doubtful")
    return ranked.drop_duplicates("bps_code").set_index("bps_code")[["kelurahan_code", "iou", "share_bps", "grade"]]


def build_crosswalk(bps: gpd.GeoDataFrame, kemendagri: gpd.GeoDataFrame) -> pd.DataFrame:
    """Lay BPS outlines over Kemendagri outlines and say which places are one, merged or split.

    Agreement of two outlines A and B is ``iou = |A and B| / |A or B|`` (0-1). Areas are compared within one village,
    where degrees have one size, so no projection is needed. Cost: one spatial join, one intersection per touching pair.

    Parameters
    ----------
    bps, kemendagri : GeoDataFrame
        As ``read_boundaries`` gives them, EPSG:4326; the first with BPS codes, the second with Kemendagri codes.

    Returns
    -------
    DataFrame
        One row per pair that shares more than a sliver, best first for each BPS code: ``bps_code, kelurahan_code, iou,
        share_bps`` and ``share_kelurahan`` (share of either area, 0-1), ``bps_name, name``, ``relation`` ("sama": each
        other's best; "gabungan": several BPS units became this kelurahan; "pecahan": one BPS unit became several;
        "sebagian": a strip of another), ``note`` (Indonesian; a name that stands elsewhere on the map, ``""`` none).

    Raises
    ------
    InputError
        When one of the maps has the other's codes, or they share no place.
    """
    import shapely

    is_bps = bps.index.str.startswith(BPS_PREFIX)
    if not is_bps.all() or not is_kemendagri(kemendagri.index.to_series()).all():
        raise InputError(
            tr(
                "Padanan kode dibuat dari dua peta: yang pertama berkode BPS, yang kedua berkode "
                "Kemendagri. Periksa urutan dan kolom kodenya."
            )
        )
    theirs, ours = bps.geometry.to_numpy(), kemendagri.geometry.to_numpy()
    one, other = kemendagri.sindex.query(theirs, predicate="intersects")
    shared = shapely.area(shapely.intersection(theirs[one], ours[other]))
    area_one, area_other = shapely.area(theirs)[one], shapely.area(ours)[other]
    table = pd.DataFrame(
        {
            "bps_code": bps.index.to_numpy()[one],
            "kelurahan_code": kemendagri.index.to_numpy()[other],
            "iou": shared / (area_one + area_other - shared),
            "share_bps": shared / area_one,
            "share_kelurahan": shared / area_other,
            "bps_name": bps["name"].to_numpy()[one],
            "name": kemendagri["name"].to_numpy()[other],
        }
    )
    table = table[table[["share_bps", "share_kelurahan"]].max(axis=1) >= SLIVER_SHARE]
    if table.empty:
        raise InputError(tr("Kedua peta tidak bertemu di mana pun; padanan kode tidak dapat dibuat."))
    table = table.sort_values(["bps_code", "share_bps", "kelurahan_code"], ascending=[True, False, True])
    table = table.assign(relation=_relate(table)).reset_index(drop=True)
    return table.assign(note=_note_names(table, bps, kemendagri))


def _relate(table: pd.DataFrame) -> pd.Series:
    """How two units hang together, by which is mostly inside which."""
    inside, holds = table["share_bps"] >= PARTNER_SHARE, table["share_kelurahan"] >= PARTNER_SHARE
    members = inside.groupby(table["kelurahan_code"]).transform("sum")
    parts = holds.groupby(table["bps_code"]).transform("sum")
    best = table["iou"].eq(table.groupby("bps_code")["iou"].transform("max"))
    best &= table["iou"].eq(table.groupby("kelurahan_code")["iou"].transform("max"))
    cases = [inside & (members > 1), holds & (parts > 1), best]
    return pd.Series(np.select(cases, ["gabungan", "pecahan", "sama"], default="sebagian"), index=table.index)


def _note_names(table: pd.DataFrame, bps: gpd.GeoDataFrame, kemendagri: gpd.GeoDataFrame) -> pd.Series:
    """Where the outlines agree but the map has the BPS unit's name in the same kecamatan on another kelurahan."""
    here = pd.DataFrame({"district": name_keys(kemendagri["kecamatan"]), "key": name_keys(kemendagri["name"])})
    taken = pd.MultiIndex.from_frame(here)
    district = table["kelurahan_code"].map(here["district"])
    theirs = table["bps_code"].map(name_keys(bps["name"]))
    elsewhere = pd.MultiIndex.from_arrays([district, theirs]).isin(taken) & (
        theirs.to_numpy() != table["kelurahan_code"].map(here["key"]).to_numpy()
    )
    odd = elsewhere & (table["iou"] >= SURE_IOU).to_numpy()
    return pd.Series(
        np.where(odd, tr_rows('nama "{name}" pada peta ini milik kelurahan lain', name=table["bps_name"]), ""),
        index=table.index,
    )
