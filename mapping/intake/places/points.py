"""Coordinates that cannot be right: found, repaired where only one repair is possible, asked about, and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.errors import QuestionError
from mapping.intake.places.metres import KEPT_APART, in_metres, projection_options, read_projection, to_degrees
from mapping.intake.tables.columns import header_key
from mapping.language import mark, tr, tr_rows

if TYPE_CHECKING:
    import geopandas as gpd

    from mapping.intake.issues import Findings
    from mapping.settings import Settings

INDONESIA_LON = (94.5, 141.5)
INDONESIA_LAT = (-11.5, 6.5)
MARGIN_DEGREES = 0.02
"""How far around the outlines a repaired point may fall (about 2 km): outlines are simplified."""
NEARLY_ALL = 0.9
"""From this share of the points on, a fault is the file's, not a row's."""
RELIED_ON = 0.5
"""From this share of the rows on that have only their point to be placed by, the file stands or falls with it."""
QUESTION = "survei.koordinat"
ANSWER_SWAP, ANSWER_KEEP = "tukar", "tetap"
Bounds = tuple[float, float]


def repair_points(
    survey: pd.DataFrame,
    kelurahan: gpd.GeoDataFrame,
    findings: Findings,
    settings: Settings | None = None,
    relying: pd.Series | None = None,
) -> pd.DataFrame:
    """Longitude and latitude, repaired where certain, and what is wrong with the rest.

    Certain are: swapped values (Indonesia's latitudes and longitudes never overlap), and a lost decimal point, packed
    degrees and minutes (``0715.30``) or a lost minus sign when exactly one reading falls inside the region. When nearly
    all points of a file that has no other placement are swapped under plain headers, or in metres, the file means
    something else than its headers say, and the user is asked. All repairs are reported.

    Parameters
    ----------
    survey : DataFrame
        ``lon``, ``lat`` (float, NaN unknown) and ``row``; ``attrs["headers"]`` names the columns they were read from.
    kelurahan : GeoDataFrame
        EPSG:4326; its bounds are the region.
    settings : Settings, optional
        Answers of the user; None: nothing is asked, certain repairs are made and the rest is left out.
    relying : Series of bool, optional
        Rows that have nothing but their point to be placed by; None: all.

    Returns
    -------
    DataFrame
        Same index: ``lon``, ``lat`` (NaN where unusable), ``problem`` (Indonesian; ``""`` usable or none given).

    Raises
    ------
    QuestionError
        With key ``survei.koordinat``, see above.
    """
    result = pd.DataFrame({"lon": survey["lon"], "lat": survey["lat"], "problem": ""}, index=survey.index)
    given = survey["lon"].notna() | survey["lat"].notna()
    if not given.any():
        return result
    relying = given if relying is None else relying & given
    work = _Points(survey[given], kelurahan, findings)
    file_wide = relying.sum() >= RELIED_ON * len(survey)
    asked = settings if file_wide else None
    answer = settings.answer(QUESTION) if settings else ""
    _turn_metres(work, relying[given], asked, answer)
    _turn_swapped(work, relying[given], asked, answer)
    _restore_decimals(work)
    _restore_minus(work)
    problem = _say_problem(work)
    unusable = problem != ""
    result.loc[given, "lon"], result.loc[given, "lat"] = work.lon.mask(unusable), work.lat.mask(unusable)
    result.loc[given, "problem"] = problem
    return result


class _Points:
    """The points on their way through the repairs: values now, rows, column and region."""

    def __init__(self, survey: pd.DataFrame, kelurahan: gpd.GeoDataFrame, findings: Findings) -> None:
        west, south, east, north = kelurahan.total_bounds
        self.lon, self.lat, self.row = survey["lon"].copy(), survey["lat"].copy(), survey["row"]
        self.lon_bounds: Bounds = (west - MARGIN_DEGREES, east + MARGIN_DEGREES)
        self.lat_bounds: Bounds = (south - MARGIN_DEGREES, north + MARGIN_DEGREES)
        self.headers: dict[str, str] = survey.attrs.get("headers", {"lat": "lat", "lon": "lon"})
        self.column = point_column(survey)
        self.kelurahan = kelurahan
        self.findings = findings

    def plausible(self) -> pd.Series:
        return self.lon.between(*INDONESIA_LON) & self.lat.between(*INDONESIA_LAT)

    def said(self, mask: pd.Series) -> pd.Series:
        """The values as a person reads them."""
        lat, lon = (value[mask].map("{:.10g}".format).astype("str") for value in (self.lat, self.lon))
        return lat + ", " + lon

    def set(self, mask: pd.Series, lon: pd.Series, lat: pd.Series, kind: str, what: str, done: str) -> None:
        if mask.any():
            rows, values = self.row[mask], self.said(mask)
            self.findings.note(kind, what, done, rows, self.column, values, level="repair")
            self.lon[mask], self.lat[mask] = lon[mask], lat[mask]


def point_column(survey: pd.DataFrame) -> str:
    """How findings name the columns of a point: ``lat/lon`` as the file heads them.

    Examples
    --------
    >>> point_column(pd.DataFrame())
    'koordinat'
    """
    headers = survey.attrs.get("headers", {})
    named = [headers[name] for name in ("lat", "lon") if name in headers]
    return "/".join(named) or headers.get("point", "koordinat")


def _is_plain(headers: dict[str, str]) -> bool:
    """Whether the headers say which is which; "X", "Y" and a pair in one cell do not: people use them both ways."""
    keys = [
        header_key(headers.get(name, "x")).removeprefix("koordinat").removeprefix("koord") for name in ("lat", "lon")
    ]
    return not {"x", "y", ""} & set(keys)


def _turn_metres(points: _Points, relying: pd.Series, asked: Settings | None, answer: str) -> None:
    """Metres into degrees, in the projection that the user named; asked for when nearly all are metres."""
    metres = in_metres(points.lon, points.lat)
    epsg = read_projection(answer)
    if not metres.any() or answer == KEPT_APART:
        return
    if epsg:
        lon, lat = to_degrees(points.lon[metres], points.lat[metres], epsg)
        lon, lat = lon.reindex(metres.index), lat.reindex(metres.index)
        points.set(
            metres,
            lon,
            lat,
            mark("koordinat meter"),
            tr("meter (EPSG:{epsg})", epsg=epsg),
            tr("diubah ke derajat sesuai jawaban"),
        )
    elif asked and (metres & relying).sum() >= NEARLY_ALL * relying.sum():
        options = projection_options(points.lon[metres], points.lat[metres], points.kelurahan)
        raise QuestionError(
            tr(
                'Berkas "{file}", kolom "{column}": koordinat di {sum} dari {metres} baris tampak '
                "seperti meter UTM, bukan derajat (baris {iloc}: {iloc2}). Proyeksi apa yang dipakai?",
                file=points.findings.file,
                column=points.column,
                sum=metres.sum(),
                metres=len(metres),
                iloc=points.row[metres].iloc[0],
                iloc2=points.said(metres).iloc[0],
            ),
            QUESTION,
            options,
        )


def _turn_swapped(points: _Points, relying: pd.Series, asked: Settings | None, answer: str) -> None:
    """Latitude and longitude back in their places; asked when plain headers are wrong in nearly all rows."""
    swapped = ~points.plausible() & points.lat.between(*INDONESIA_LON) & points.lon.between(*INDONESIA_LAT)
    if not swapped.any() or answer == ANSWER_KEEP:
        return
    whole = asked and _is_plain(points.headers) and (swapped & relying).sum() >= NEARLY_ALL * relying.sum()
    if whole and answer != ANSWER_SWAP:
        raise QuestionError(
            tr(
                'Berkas "{file}", kolom "{column}": lintang (lat) dan bujur (lon) tampak tertukar di '
                "{sum} dari {swapped} baris (baris {iloc}: {iloc2}). Tukar kembali?",
                file=points.findings.file,
                column=points.column,
                sum=swapped.sum(),
                swapped=len(swapped),
                iloc=points.row[swapped].iloc[0],
                iloc2=points.said(swapped).iloc[0],
            ),
            QUESTION,
            {
                ANSWER_SWAP: tr("tukar lat dan lon di {sum} baris itu", sum=swapped.sum()),
                ANSWER_KEEP: tr("biarkan; titik-titik ini tidak dipakai"),
            },
        )
    lon, lat = points.lat.copy(), points.lon.copy()
    points.set(swapped, lon, lat, mark("koordinat tertukar"), tr("lintang dan bujur tertukar"), tr("ditukar kembali"))


READINGS = {
    "decimal": (mark("titik desimal hilang"), mark("kehilangan titik desimal")),
    "minutes": (mark("derajat menit"), mark("derajat dan menit ditulis menyatu")),
    "seconds": (mark("derajat menit"), mark("derajat, menit, dan detik ditulis menyatu")),
}
"""Ways to read numbers too large for degrees (``105238791``, ``0715.30``, ``071530``): kind and sentence."""


def _restore_decimals(points: _Points) -> None:
    """Numbers too large for degrees, where one way of reading both of a pair alone falls inside the region."""
    large = (points.lon.abs() > 180) | (points.lat.abs() > 90)
    if not large.any():
        return
    lon = _read_large(points.lon[large], 180, points.lon_bounds).reindex(large.index)
    lat = _read_large(points.lat[large], 90, points.lat_bounds).reindex(large.index)
    fits = lon.notna() & lat.notna()
    certain = fits.sum(axis=1) == 1
    for reading, (kind, what) in READINGS.items():
        mask = certain & fits[reading]
        points.set(mask, lon[reading], lat[reading], kind, tr(what), tr("dikembalikan; jatuh di wilayah ini"))


def _read_large(value: pd.Series, limit: float, bounds: Bounds) -> pd.DataFrame:
    """One column per way of ``READINGS``: the value inside the bounds, NaN where that way does not lead there."""
    whole = value.where(value == value.round())
    shifted = pd.concat([whole / 10.0**k for k in range(1, 16)], axis=1)
    shifted = shifted.where(shifted.ge(bounds[0]) & shifted.le(bounds[1]))
    size, sign = value.abs(), np.sign(value)
    minutes, seconds = size // 100 % 100, size % 100
    read = pd.DataFrame(
        {
            "decimal": shifted.sum(axis=1, min_count=1).where(shifted.notna().sum(axis=1) == 1),
            "minutes": (sign * (size // 100 + seconds / 60)).where(seconds < 60),
            "seconds": (sign * (size // 10_000 + minutes / 60 + seconds / 3600)).where((minutes < 60) & (seconds < 60)),
        }
    )
    small = value.abs() <= limit
    read = read.where(~small, pd.DataFrame(dict.fromkeys(READINGS, value)))
    return read.where(read.ge(bounds[0]) & read.le(bounds[1]))


def _restore_minus(points: _Points) -> None:
    lost = ~points.lat.between(*points.lat_bounds) & (-points.lat).between(*points.lat_bounds)
    lost &= points.lon.between(*points.lon_bounds)
    what = tr("lintang tanpa tanda minus")
    points.set(lost, points.lon.copy(), -points.lat, mark("tanda minus hilang"), what, tr("tanda minus ditambahkan"))


def _say_problem(points: _Points) -> pd.Series:
    """What is wrong with each point; only those that are no plain place in Indonesia are looked at."""
    problem = pd.Series("", index=points.lon.index)
    suspect = ~points.plausible() | (points.lon == points.lat)
    if not suspect.any():
        return problem
    lon, lat = points.lon[suspect], points.lat[suspect]
    both = lon.notna() & lat.notna()
    shown = "(" + points.said(suspect) + ")"
    inside = lon.between(*INDONESIA_LON) & lat.between(*INDONESIA_LAT)
    cases = [
        (lon.notna() ^ lat.notna(), pd.Series(tr("koordinat hanya terisi sebelah"), index=lon.index)),
        (both & (lon.abs() < 1e-6) & (lat.abs() < 1e-6), pd.Series(tr("koordinat 0, 0"), index=lon.index)),
        (both & (lon == lat), tr_rows("lintang dan bujur sama {shown}", shown=shown)),
        (both & in_metres(lon, lat), tr_rows("koordinat {shown} tampak seperti meter UTM, bukan derajat", shown=shown)),
        (both & ~inside, tr_rows("koordinat {shown} di luar Indonesia", shown=shown)),
    ]
    problem[suspect] = np.select([mask for mask, _ in cases], [text for _, text in cases], default="")
    return problem
