"""Coordinates that cannot be right: found, repaired where only one repair is possible, and named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    import geopandas as gpd

    from mapping.intake.issues import Findings

INDONESIA_LON = (94.5, 141.5)
INDONESIA_LAT = (-11.5, 6.5)
MARGIN_DEGREES = 0.02
"""How far around the outlines a repaired point may fall (about 2 km): outlines are simplified."""


def _within(value: pd.Series, bounds: tuple[float, float]) -> pd.Series:
    return value.between(*bounds)


def _restore_decimal(value: pd.Series, bounds: tuple[float, float]) -> pd.Series:
    """The one power of ten that brings a value into the bounds; NaN where none or several do."""
    shifted = pd.concat([value / 10.0**k for k in range(1, 16)], axis=1)
    fits = shifted.ge(bounds[0]) & shifted.le(bounds[1])
    return shifted.where(fits).sum(axis=1, min_count=1).where(fits.sum(axis=1) == 1)


def repair_points(survey: pd.DataFrame, kelurahan: gpd.GeoDataFrame, findings: Findings) -> pd.DataFrame:
    """Longitude and latitude, repaired where certain, and what is wrong with the rest.

    Certain are: swapped values (Indonesia's latitudes and longitudes never overlap), a lost decimal point or
    minus sign when exactly one reading falls inside the region. All repairs are reported.

    Parameters
    ----------
    survey : DataFrame
        ``lon``, ``lat`` (float, NaN unknown) and ``row``.
    kelurahan : GeoDataFrame
        EPSG:4326; its bounds are the region.

    Returns
    -------
    DataFrame
        Same index: ``lon``, ``lat`` (NaN where unusable), ``problem`` (Indonesian; ``""`` usable or none given).
    """
    west, south, east, north = kelurahan.total_bounds
    lon_bounds = (west - MARGIN_DEGREES, east + MARGIN_DEGREES)
    lat_bounds = (south - MARGIN_DEGREES, north + MARGIN_DEGREES)
    lon, lat = survey["lon"].copy(), survey["lat"].copy()

    def repaired(mask: pd.Series, new_lon: pd.Series, new_lat: pd.Series, kind: str, what: str, done: str) -> None:
        if mask.any():
            shown = lat[mask].map("{:.10g}".format) + ", " + lon[mask].map("{:.10g}".format)
            findings.note(kind, what, done, rows=survey.loc[mask, "row"], column="koordinat", values=shown)
            lon[mask], lat[mask] = new_lon[mask], new_lat[mask]

    def plausible() -> pd.Series:
        return _within(lon, INDONESIA_LON) & _within(lat, INDONESIA_LAT)

    swapped = ~plausible() & _within(lat, INDONESIA_LON) & _within(lon, INDONESIA_LAT)
    repaired(swapped, lat.copy(), lon.copy(), "koordinat tertukar", "lintang dan bujur tertukar", "ditukar kembali")
    fixed_lon = _restore_decimal(lon.where(lon.abs() > 180), lon_bounds).fillna(lon)
    fixed_lat = _restore_decimal(lat.where(lat.abs() > 90), lat_bounds).fillna(lat)
    moved = (fixed_lon != lon) | (fixed_lat != lat)
    certain = moved & lon.notna() & lat.notna() & _within(fixed_lon, lon_bounds) & _within(fixed_lat, lat_bounds)
    repaired(
        certain,
        fixed_lon,
        fixed_lat,
        "titik desimal hilang",
        "kehilangan titik desimal",
        "dikembalikan; jatuh di wilayah ini",
    )
    mirrored = ~_within(lat, lat_bounds) & _within(-lat, lat_bounds) & _within(lon, lon_bounds)
    repaired(mirrored, lon.copy(), -lat, "tanda minus hilang", "lintang tanpa tanda minus", "tanda minus ditambahkan")
    problem = _say_problem(lon, lat, plausible())
    unusable = problem != ""
    return pd.DataFrame({"lon": lon.mask(unusable), "lat": lat.mask(unusable), "problem": problem}, index=survey.index)


def _say_problem(lon: pd.Series, lat: pd.Series, plausible: pd.Series) -> pd.Series:
    both = lon.notna() & lat.notna()
    shown = "(" + lat.map("{:.10g}".format) + ", " + lon.map("{:.10g}".format) + ")"
    metres = lon.abs().between(1e5, 9e5) & lat.abs().between(0, 1.1e7) & (lat.abs() > 1000)
    cases = [
        (lon.notna() ^ lat.notna(), pd.Series("koordinat hanya terisi sebelah", index=lon.index)),
        (both & (lon.abs() < 1e-6) & (lat.abs() < 1e-6), pd.Series("koordinat 0, 0", index=lon.index)),
        (both & (lon == lat), "lintang dan bujur sama " + shown),
        (both & metres, "koordinat " + shown + " tampak seperti meter UTM, bukan derajat"),
        (both & ~plausible, "koordinat " + shown + " di luar Indonesia"),
    ]
    return pd.Series(
        np.select([mask for mask, _ in cases], [text for _, text in cases], default=""), index=lon.index, dtype="object"
    ).astype(str)
