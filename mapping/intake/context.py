"""What else is known about the kelurahan: population, land, farms, points, organisations, prices.

Each file is optional. Which contract it follows is read off its columns (``knowledge/context.toml``):

- **numbers**: one row per kelurahan with any of the ``[items]`` (population, households, farm households, land ...);
- **points**: kind of place, latitude, longitude (markets, banks, LPG outlets, pharmacies ...);
- **organisations**: one row per BUM Desa, cooperative or group, placed like a business;
- **prices**: goods with a price or a quota, for a kelurahan, for a kecamatan or for the whole region.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd

from mapping.errors import ColumnsError
from mapping.intake.contracts import (
    Read,
    find_kelurahan,
    items_of,
    read_items,
    read_organisations,
    read_points,
    read_prices,
)
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.issues import Findings
from mapping.intake.tables.tables import read_table
from mapping.language import tr
from mapping.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd

VALUE_COLUMNS = ["kelurahan_code", "item", "value", "text", "unit", "date", "file", "row"]
POINT_COLUMNS = ["kind", "lon", "lat", "capacity", "file", "row"]


@dataclass(frozen=True)
class Context:
    """What one or several context files say.

    ``values``: one row per kelurahan and item: ``kelurahan_code, item, value`` (float), ``text`` (the good of a price;
    else ``""``), ``unit``, ``date`` (as written), ``file, row``. ``points``: ``kind, lon, lat, capacity`` (what it
    can serve, NaN unknown)``, file, row``; no names.
    ``issues, rejects`` as in docs/architecture.md; ``used`` the number of rows that were used.
    """

    values: pd.DataFrame
    points: pd.DataFrame
    issues: pd.DataFrame
    rejects: pd.DataFrame
    used: int = 0


def read_context(
    content: bytes,
    name: str,
    kelurahan: gpd.GeoDataFrame,
    settings: Settings,
    crosswalk: pd.DataFrame | None = None,
    limits: Limits | None = None,
) -> Context:
    """Read one context file and place its rows.

    Parameters
    ----------
    content, name
        CSV, workbook or point layer, as received; the name is for messages only.
    kelurahan : GeoDataFrame
        As ``read_boundaries`` gives it.
    crosswalk : DataFrame, optional
        As ``read_crosswalk`` gives it: BPS codes of the file and their Kemendagri codes.
    limits : Limits, optional
        Those of the command line when not given.

    Raises
    ------
    ColumnsError
        None of the four contracts fits.
    QuestionError
        The unit of a land column is open (key ``konteks.satuan.<header>``).
    InputError
        The file cannot be read.
    """
    findings = Findings(show_name(name))
    table = read_table(content, name, "context", settings, findings, limits)
    columns = table.columns
    place = partial(find_kelurahan, kelurahan=kelurahan, findings=findings, crosswalk=crosswalk)
    finish = partial(_finish, findings=findings)
    if "place_kind" in columns and {"lat", "lon"} <= columns.keys():
        return finish(read_points(table, findings))
    if {"organisation", "organisation_name"} & columns.keys() and not items_of(columns):
        return finish(read_organisations(table, place, findings))
    if "goods" in columns and {"price_idr", "quota"} & columns.keys():
        return finish(read_prices(table, place, kelurahan, findings))
    if items_of(columns):
        return finish(read_items(table, place, kelurahan, settings, findings))
    seen = ", ".join(f'"{show_name(h)}"' for h in table.headers if h)[:300]
    raise ColumnsError(
        tr(
            'Berkas "{name}": isinya tidak dikenal sebagai keterangan tentang kelurahan. Kolom yang '
            "terbaca: {seen}. Yang dikenal: angka per kelurahan (penduduk, KK, rumah tangga tani, "
            "lahan), titik (jenis tempat, lintang, bujur), lembaga (jenis lembaga), harga atau kuota "
            "(barang, harga, kuota).",
            name=show_name(name),
            seen=seen,
        )
    )


def join_contexts(parts: list[Context]) -> Context:
    """Several files as one; where two files give the same item of a kelurahan the later file counts."""
    if not parts:
        return Context(_empty(VALUE_COLUMNS), _empty(POINT_COLUMNS), Findings("").issues(), Findings("").rejects())
    values = pd.concat([part.values for part in parts], ignore_index=True)
    values = values[~values.duplicated(["kelurahan_code", "item", "text"], keep="last")]
    points, issues, rejects = (
        pd.concat([getattr(part, name) for part in parts], ignore_index=True)
        for name in ("points", "issues", "rejects")
    )
    return Context(values.reset_index(drop=True), points, issues, rejects, sum(part.used for part in parts))


def fill_population(kelurahan: gpd.GeoDataFrame, values: pd.DataFrame) -> gpd.GeoDataFrame:
    """The kelurahan with population and households of a context table where it has them; else as they were.

    Examples
    --------
    >>> people = pd.DataFrame({"population": [10.0, None], "households": [None, 4.0]}, index=["a", "b"])
    >>> said = pd.DataFrame({"kelurahan_code": ["b"], "item": ["population"], "value": [99.0]})
    >>> fill_population(people, said)["population"].tolist()
    [10.0, 99.0]
    """
    for name in ("population", "households"):
        known = item_values(values, name)
        kelurahan = kelurahan.assign(**{name: known.reindex(kelurahan.index).fillna(kelurahan[name])})
    return kelurahan


def count_earlier(businesses: pd.DataFrame, file: str) -> pd.DataFrame:
    """An earlier wave of the survey as context values: ``earlier_businesses`` by kelurahan and sector.

    Parameters
    ----------
    businesses : DataFrame
        Of the earlier wave, as in docs/architecture.md.

    Returns
    -------
    DataFrame
        As ``Context.values``; ``text`` is the sector, ``""`` for all businesses of the kelurahan.
    """
    date = str(businesses["surveyed_on"].max()) if len(businesses) else ""
    every = businesses.assign(text="").groupby(["kelurahan_code", "text"])["row"]
    known = businesses[businesses["sector"] != ""].groupby(["kelurahan_code", "sector"])["row"]
    parts = [rows.agg(value="size", row="min").rename_axis(["kelurahan_code", "text"]) for rows in (every, known)]
    table = pd.concat(parts).reset_index()
    table["value"] = table["value"].astype(float)
    return table.assign(item="earlier_businesses", unit=tr("usaha"), date=date, file=file)[VALUE_COLUMNS]


def item_values(values: pd.DataFrame, item: str) -> pd.Series:
    """One item by kelurahan code; empty when no file gave it."""
    return values[values["item"] == item].set_index("kelurahan_code")["value"]


def _empty(columns: list[str]) -> pd.DataFrame:
    floats = {"value", "lon", "lat", "capacity"}
    kinds = {c: "float64" if c in floats else "int64" if c == "row" else "str" for c in columns}
    return pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in kinds.items()})


def _finish(read: Read, findings: Findings) -> Context:
    values, points, used = read
    values = values.assign(file=findings.file)[VALUE_COLUMNS] if len(values) else _empty(VALUE_COLUMNS)
    points = points.assign(file=findings.file)[POINT_COLUMNS] if len(points) else _empty(POINT_COLUMNS)
    return Context(values, points, findings.issues(), findings.rejects(), used)
