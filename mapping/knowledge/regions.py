"""The two demonstration regions: official codes and names, points, areas, census population."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from mapping.knowledge.catalog import HERE
from mapping.language import mark
from mapping.settings import Settings, SourceFile, Sources

POPULATION_SOURCE = mark("Sensus Penduduk 2010 (BPS)")
BOUNDARY_NOTE = mark("batas perkiraan")


@dataclass(frozen=True)
class Region:
    """One demonstration region.

    ``key`` names files and URLs; ``label`` is shown; ``agriculture`` tells whether its (synthetic)
    survey has farms, as real registers do or do not; ``earlier`` is the year of an earlier wave, 0 without one.
    """

    key: str
    label: str
    kabupaten: str
    provinsi: str
    agriculture: bool
    earlier: int = 0


REGIONS = {
    "surabaya": Region("surabaya", "Kota Surabaya", "Kota Surabaya", "Jawa Timur", False, 2023),
    "batang": Region("batang", "Kabupaten Batang", "Batang", "Jawa Tengah", True),
}


@cache
def read_villages(key: str) -> pd.DataFrame:
    """Villages of a demonstration region.

    Returns
    -------
    DataFrame
        Index ``kelurahan_code`` (Kemendagri, text); ``name``, ``kind`` ("desa"|"kelurahan"), ``kecamatan``,
        ``lat``, ``lon`` (degrees, a point inside), ``area_km2``, ``population`` (census 2010; NaN where the
        village's lines changed since).

    Examples
    --------
    >>> len(read_villages("surabaya")), len(read_villages("batang"))
    (153, 248)
    >>> read_villages("surabaya").loc["35.78.03.1001", "name"]
    'Kalirungkut'
    """
    table = pd.read_csv(HERE / f"villages_{key}.csv", dtype={"code": str})
    table["kind"] = table["kind"].str.lower()
    return table.rename(columns={"code": "kelurahan_code", "population_2010": "population"}).set_index("kelurahan_code")


def demonstration_settings(key: str) -> Settings:
    """The settings with which a demonstration region is built: labelled synthetic, outlines approximate.

    Examples
    --------
    >>> demonstration_settings("batang").synthetic
    True
    """
    region = REGIONS[key]
    return Settings(
        region=region.label,
        synthetic=True,
        boundary_note=BOUNDARY_NOTE,
        covers_agriculture=region.agriculture,
    )


def demonstration_sources(key: str, folder: Path) -> Sources:
    """The files of a demonstration region as they lie in ``data/raw``.

    Raises
    ------
    FileNotFoundError
        The folder does not hold them.

    Examples
    --------
    >>> sources = demonstration_sources("surabaya", HERE.parents[1] / "data" / "raw")
    >>> [file.name for _, file in sources.files()]
    ['surabaya_batas.geojson', 'surabaya_umkm.csv', 'corrections.csv', 'surabaya_umkm_2023.csv', 'surabaya_pembeli.csv']
    """

    def received(name: str) -> SourceFile:
        return SourceFile(name, (folder / name).read_bytes())

    year = REGIONS[key].earlier
    return Sources(
        boundaries=received(f"{key}_batas.geojson"),
        survey=received(f"{key}_umkm.csv"),
        corrections=received("corrections.csv"),
        context=(received(f"{key}_pembeli.csv"),),
        earlier=received(f"{key}_umkm_{year}.csv") if year else None,
    )
