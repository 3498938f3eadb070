"""Points that stand for many businesses at once: an office, or the middle of a kelurahan, not the place itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.errors import QuestionError
from mapping.intake.places.points import point_column
from mapping.language import mark, tr, tr_rows

if TYPE_CHECKING:
    import geopandas as gpd

    from mapping.intake.issues import Findings
    from mapping.settings import Settings

SHARED_BY = 5
"""From this many different businesses on, one point is suspicious (more in large files: a tenth of the root of n)."""
SAME_DEGREES = 6
"""Decimals of a degree that two points share when they are one (0.1 m)."""
CENTRE_DEGREES = 5e-5
"""How near to the middle of a kelurahan a point lies that was computed from its outline (about 5 m)."""
CENTRE_SHARE = 0.01
"""From this share of the points on (and ``SHARED_BY``), middles of kelurahan are no coincidence."""
WHOLE_FILE = 0.5
ROWS_SHOWN = 10
QUESTION = "survei.titik"
ANSWER_USE, ANSWER_DROP = "pakai", "buang"


def mark_placeholders(
    survey: pd.DataFrame,
    kelurahan: gpd.GeoDataFrame,
    other: pd.Series,
    findings: Findings,
    settings: Settings | None = None,
) -> pd.DataFrame:
    """Which points are not where a business stands.

    A point that many different businesses share exactly is a placeholder; it places nobody. It is asked about when half
    of the rows without another placement or more lie on such points, because then it may be a market or a centre of
    craftsmen; it is never one when its businesses say themselves that they are in different kelurahan. A point in the
    very middle of a kelurahan, where that is no coincidence, still says which kelurahan was meant.

    Parameters
    ----------
    survey : DataFrame
        ``lon``, ``lat`` (degrees, NaN none), ``row``; ``business_name``, ``product`` where known.
    kelurahan : GeoDataFrame
        EPSG:4326.
    other : Series
        Code that code or name led to, NaN none.
    settings : Settings, optional
        Answers of the user; None: nothing is asked.

    Returns
    -------
    DataFrame
        Same index: ``placeholder`` (bool: the point is no location), ``problem`` (Indonesian: why it places nobody,
        ``""`` it may).

    Raises
    ------
    QuestionError
        With key ``survei.titik``, see above.
    """
    result = pd.DataFrame({"placeholder": False, "problem": ""}, index=survey.index)
    points = survey[survey["lon"].notna()]
    if len(points) < SHARED_BY:
        return result
    group = _spots(points)
    many = _shared(points, group)
    relying = other[points.index].isna()
    proven = many & (other[points.index].groupby(group).transform("nunique") > 1)
    answer = settings.answer(QUESTION) if settings else ""
    open_ = many & relying & ~proven
    if settings and open_.any() and not answer and open_.sum() >= WHOLE_FILE * relying.sum():
        _ask(points, group, open_, len(survey), findings)
    dropped = many & ~(~proven & (answer == ANSWER_USE))
    centre = _at_centre(points, kelurahan) & ~many
    size = group.map(group.value_counts()).astype(str)
    _note_shared(points[dropped], group[dropped], other[points.index][dropped], findings)
    what, done = (
        tr("titik pengganti: tepat di tengah sebuah kelurahan"),
        tr("dipakai untuk kelurahannya, bukan letaknya"),
    )
    findings.note(mark("titik pengganti"), what, done, points.loc[centre, "row"], point_column(survey))
    result.loc[points.index[dropped | centre], "placeholder"] = True
    result.loc[points.index[dropped], "problem"] = tr_rows(
        "titik yang sama dipakai {n} usaha, jadi bukan letak usahanya", n=size[dropped]
    )
    return result


def _spots(points: pd.DataFrame) -> pd.Series:
    """One number for each distinct point, by way of one whole number for both coordinates: a frame of keys is slow."""
    lat, lon = ((points[name] * 10**SAME_DEGREES).round().astype("int64") for name in ("lat", "lon"))
    return pd.Series(pd.factorize(lat * 10 ** (SAME_DEGREES + 4) + lon)[0], index=points.index)


def _note_shared(points: pd.DataFrame, group: pd.Series, other: pd.Series, findings: Findings) -> None:
    """One finding per shared point; a warning unless code or name put all its businesses into one kelurahan."""
    if points.empty:
        return
    table = points[["lat", "lon", "row"]].assign(group=group, other=other, rows=points["row"].astype(str))
    table["shown"] = table.groupby("group").cumcount() < ROWS_SHOWN
    spots = table.groupby("group").agg(
        lat=("lat", "first"), lon=("lon", "first"), row=("row", "min"), size=("row", "size")
    )
    spots["rows"] = table[table["shown"]].groupby("group")["rows"].agg(", ".join)
    spots["rows"] += np.where(spots["size"] > ROWS_SHOWN, ", ...", "")
    harmless = table.groupby("group")["other"].agg(lambda codes: codes.notna().all() and codes.nunique() == 1)
    for level, part in (("info", spots[harmless]), ("warn", spots[~harmless])):
        what = tr_rows("titik pengganti: dipakai {n} usaha sekaligus (baris {rows})", n=part["size"], rows=part["rows"])
        values = part["lat"].map("{:.6f}".format).astype("str") + ", " + part["lon"].map("{:.6f}".format).astype("str")
        done = tr("titiknya tidak dipakai")
        findings.note(mark("titik pengganti"), what, done, part["row"], point_column(points), values, level)


def _shared(points: pd.DataFrame, group: pd.Series) -> pd.Series:
    """Points shared by many businesses that differ in name or product; one listed twice does not count twice."""
    told = [column for column in ("business_name", "product") if column in points]
    different = ~points[told].assign(group=group).duplicated() if told else pd.Series(True, index=points.index)
    blank = (points[told] == "").all(axis=1) if told else pd.Series(False, index=points.index)
    count = (different | blank).groupby(group).transform("sum")
    return count >= max(SHARED_BY, np.sqrt(len(points)) / 10)


def _at_centre(points: pd.DataFrame, kelurahan: gpd.GeoDataFrame) -> pd.Series:
    """Points within ``CENTRE_DEGREES`` of the middle of any kelurahan, when they are too many for a coincidence."""
    import shapely
    from scipy.spatial import cKDTree

    middles = shapely.get_coordinates(shapely.centroid(kelurahan.geometry.to_numpy()))
    where = points[["lon", "lat"]].to_numpy(dtype=float)
    nearest, _ = cKDTree(middles).query(where, distance_upper_bound=CENTRE_DEGREES)
    found = pd.Series(np.isfinite(nearest), index=points.index)
    return found & (found.sum() >= max(SHARED_BY, CENTRE_SHARE * len(points)))


def _ask(points: pd.DataFrame, group: pd.Series, open_: pd.Series, rows: int, findings: Findings) -> None:
    largest = points[group == group[open_].value_counts().index[0]].iloc[0]
    raise QuestionError(
        tr(
            'Berkas "{file}", kolom "{points}": {sum} dari {rows} baris berada tepat di {nunique} '
            "titik bersama (misalnya {lat:.6f}, {lon:.6f}, baris {row}) dan tidak punya kode atau "
            "nama kelurahan. Apakah usahanya memang di situ?",
            file=findings.file,
            points=point_column(points),
            sum=open_.sum(),
            rows=rows,
            nunique=group[open_].nunique(),
            lat=largest["lat"],
            lon=largest["lon"],
            row=largest["row"],
        ),
        QUESTION,
        {
            ANSWER_DROP: tr("bukan; itu titik pengganti (misalnya kantor), jangan dipakai"),
            ANSWER_USE: tr("ya; misalnya pasar atau sentra, pakai titiknya"),
        },
    )
