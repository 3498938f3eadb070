"""The cooperatives of a list on the map: which kelurahan each belongs to, and what its point is worth."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.desk.register.names import leading_village, split_names
from mapping.desk.register.points import point_states
from mapping.intake.issues import Findings
from mapping.intake.places.assign import assign_kelurahan
from mapping.intake.places.locate import locate_points
from mapping.intake.places.names import PLACE, match_places, read_gazetteer
from mapping.intake.places.points import repair_points
from mapping.intake.wording import say_list
from mapping.language import mark, tr, tr_rows

if TYPE_CHECKING:
    import geopandas as gpd

OWN_WORDS = ("letak usaha", "titik pengganti")
"""Kinds of findings that speak of businesses; ours speak of cooperatives."""
LIKE = 70.0
"""How like its written village (0-100) a kelurahan must be for a point in it to settle the matter."""


def place_rows(
    rows: pd.DataFrame, kelurahan: gpd.GeoDataFrame, findings: Findings, corrections: pd.DataFrame | None = None
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Rows with ``kelurahan_code, kelurahan, kecamatan, kabupaten`` of the map, ``lat, lon`` repaired, ``point_state``.

    Parameters
    ----------
    rows : DataFrame
        As ``clean_cells`` gives it; every name is filled.

    Returns
    -------
    placed : DataFrame
        The rows that have a kelurahan; the others are rejects in ``findings``, with what they may mean.
    places : DataFrame
        As ``assign_kelurahan`` gives it.
    """
    asked = _written_places(rows)
    asked["kelurahan"] = _cut_own_names(asked, kelurahan, findings)
    survey = asked.assign(
        code=_column(rows, "kelurahan_code"),
        bps_code="",
        lat=_column(rows, "lat", np.nan),
        lon=_column(rows, "lon", np.nan),
        row=rows.index,
    )
    survey.attrs["headers"] = {"kelurahan": "kelurahan", "lat": "lat", "lon": "lon", "code": "kode"}
    points = repair_points(survey, kelurahan, findings)
    survey["lat"], survey["lon"] = points["lat"], points["lon"]
    # Points of such lists are often placeholders: they place only what writes no village.
    bare = survey["kelurahan"] == ""
    blind = survey.assign(lat=survey["lat"].where(bare), lon=survey["lon"].where(bare))
    placed, issues, rejects, places = assign_kelurahan(
        blind, kelurahan, findings.file, findings.sheet, corrections=corrections
    )
    findings.extend(issues[~issues["kind"].isin(OWN_WORDS)], rejects.iloc[:0])
    _note_bare(placed, kelurahan, findings)
    found = placed["kelurahan_code"]
    agreed = _agreeing(survey.drop(index=placed.index), places, kelurahan, findings)
    found = pd.concat([found, agreed]).sort_index()
    lost = rejects[~rejects["row"].isin(agreed.index)]
    reason = lost["reason"] + _say_candidates(survey, places, lost["row"]).to_numpy()
    findings.extend(issues.iloc[:0], lost.assign(reason=reason))
    placed = survey.loc[found.index].assign(kelurahan_code=found)
    return _finish(rows.loc[found.index], placed, points["problem"], kelurahan, findings), places


def _column(rows: pd.DataFrame, name: str, unknown: object = "") -> pd.Series:
    return rows[name] if name in rows else pd.Series(unknown, index=rows.index)


def _written_places(rows: pd.DataFrame) -> pd.DataFrame:
    """``kelurahan, kecamatan, kabupaten`` as the file has them, blanks filled from the cooperative's name."""
    named = split_names(rows["name"])
    parts = {}
    for part in PLACE:
        own = _column(rows, part).astype("str")
        parts[part] = own.mask(own == "", named[part])
    return pd.DataFrame(parts, index=rows.index).astype("str")


def _cut_own_names(asked: pd.DataFrame, kelurahan: gpd.GeoDataFrame, findings: Findings) -> pd.Series:
    """Villages without what a cooperative added to them, where its kecamatan has a village that its name begins with.

    Only for names that mean no village as they stand, here or on the official list.
    """
    named = asked[asked["kelurahan"] != ""]
    if named.empty:
        return asked["kelurahan"]
    distinct = named.drop_duplicates(PLACE)
    book = read_gazetteer(kelurahan)
    matched = match_places(distinct[PLACE].reset_index(drop=True), book).set_axis(distinct.index)
    lost = matched["found"].isna() & ~matched["outside"] & (matched["district"] != "")
    there = {key: part["name"].tolist() for key, part in book.groupby("district")}
    cut = {
        tuple(distinct.loc[row, PLACE]): leading_village(
            distinct.at[row, "kelurahan"], there.get(matched.at[row, "district"], [])
        )
        for row in distinct.index[lost]
    }
    village = pd.Series([cut.get(tuple(place), "") for place in asked[PLACE].to_numpy()], index=asked.index)
    rows = asked.index[village != ""]
    done = tr_rows("dibaca sebagai {place}", place=village[rows])
    what = tr("nama kelurahan disambung nama lain")
    values = asked.loc[rows, "kelurahan"]
    findings.note(mark("nama wilayah"), what, done, rows, "kelurahan", values, "repair")
    return asked["kelurahan"].mask(village != "", village)


def _say_candidates(survey: pd.DataFrame, places: pd.DataFrame, rows: pd.Series) -> pd.Series:
    """``; mungkin: A (Kec), B (Kec)`` for each rejected row; ``""`` where nothing is like it."""
    likely = places[(places["kelurahan_code"] != "") & ~places["taken"]]
    told = {
        place: say_list([f"{row['name']} ({row['candidate_kecamatan']})" for _, row in part.iterrows()], 3)
        for place, part in likely.groupby(PLACE)
    }
    asked = survey.loc[rows.astype("int64"), PLACE]
    said = [told.get(tuple(place), "") for place in asked.to_numpy()]
    return pd.Series([tr("; mungkin: {places}", places=text) if text else "" for text in said], index=rows.index)


def _agreeing(lost: pd.DataFrame, places: pd.DataFrame, kelurahan: gpd.GeoDataFrame, findings: Findings) -> pd.Series:
    """Codes of rows whose point lies in a kelurahan that their written one is much like: two hints agree."""
    there = locate_points(lost, kelurahan)[0]
    like = places[(places["score"] >= LIKE) & ~places["taken"]]
    likely = set(zip(*(like[part] for part in PLACE), like["kelurahan_code"], strict=True))
    pairs = zip(*(lost[part] for part in PLACE), there, strict=True)
    agrees = pd.Series([pair in likely for pair in pairs], index=lost.index, dtype=bool)
    rows = lost.index[agrees]
    done = tr_rows("dibaca sebagai {place}, tempat titiknya", place=there[rows].map(_labels(kelurahan)))
    what = tr("ejaannya berbeda dari peta")
    values = lost.loc[rows, "kelurahan"]
    findings.note(mark("nama wilayah"), what, done, rows, "kelurahan", values, "repair")
    return there[rows].astype("str")


def _note_bare(placed: pd.DataFrame, kelurahan: gpd.GeoDataFrame, findings: Findings) -> None:
    """Rows that only their point placed."""
    rows = placed.index[placed["placed_by"] == "point"]
    done = tr_rows(
        "ditempatkan di {place} menurut titiknya; periksa",
        place=placed.loc[rows, "kelurahan_code"].map(_labels(kelurahan)),
    )
    findings.note(mark("titik koperasi"), tr("kelurahannya tidak ditulis"), done, rows, "kelurahan")


def _labels(kelurahan: gpd.GeoDataFrame) -> pd.Series:
    return kelurahan["name"] + " (" + kelurahan["kecamatan"] + ")"


def _finish(
    rows: pd.DataFrame, placed: pd.DataFrame, problem: pd.Series, kelurahan: gpd.GeoDataFrame, findings: Findings
) -> pd.DataFrame:
    home = kelurahan.loc[placed["kelurahan_code"]]
    names = {"kelurahan": "name", "kecamatan": "kecamatan", "kabupaten": "kabupaten"}
    told = {column: home[source].to_numpy() for column, source in names.items()}
    rows = rows.assign(kelurahan_code=placed["kelurahan_code"], **told)
    if "lat" not in rows or "lon" not in rows:
        return rows.drop(columns=["lat", "lon"], errors="ignore").assign(point_state="")
    rows = rows.assign(lat=placed["lat"], lon=placed["lon"])
    rows["point_state"] = point_states(rows[["lat", "lon", "kelurahan_code"]], kelurahan)
    _note_points(rows, problem[rows.index], kelurahan, findings)
    return rows


def _note_points(rows: pd.DataFrame, problem: pd.Series, kelurahan: gpd.GeoDataFrame, findings: Findings) -> None:
    kind, state = mark("titik koperasi"), rows["point_state"]
    bad = rows.index[problem != ""]
    findings.note(kind, problem[bad], tr("titiknya tidak dipakai"), bad, "lat/lon")
    away = rows.index[state == "elsewhere"]
    there = locate_points(rows.loc[away], kelurahan)[0].map(_labels(kelurahan))
    what = tr_rows("titiknya di {there}, bukan di {place}", there=there, place=rows.loc[away, "kelurahan"])
    findings.note(kind, what, tr("dicatat sebagai salah letak; kelurahannya dari nama"), away, "lat/lon")
    middle = rows.index[state == "placeholder"]
    what = tr("titiknya tepat di tengah kelurahan, jadi titik pengganti")
    findings.note(kind, what, tr("dicatat sebagai titik pengganti"), middle, "lat/lon")
    beyond = rows.index[state == "outside"]
    findings.note(kind, tr("titiknya di luar peta"), tr("dicatat sebagai salah letak"), beyond, "lat/lon")
