"""What else is known about the kelurahan: population, land, farms, points, organisations, prices.

Each file is optional. Which contract it follows is read off its columns (``knowledge/context.toml``):

- **numbers**: one row per kelurahan with any of the ``[items]`` (population, households, farm households, land ...);
- **points**: kind of place, latitude, longitude (markets, banks, LPG outlets, pharmacies ...);
- **organisations**: one row per BUM Desa, cooperative or group, placed like a business;
- **prices**: goods with a price or a quota, for a kelurahan, for a kecamatan or for the whole region.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mapping.errors import ColumnsError, QuestionError
from mapping.intake.gate.files import show_name
from mapping.intake.issues import Findings
from mapping.intake.places.assign import assign_kelurahan
from mapping.intake.places.places import name_keys
from mapping.intake.tables.columns import coalesce
from mapping.intake.tables.degrees import read_coordinates
from mapping.intake.tables.numbers import read_amounts
from mapping.intake.tables.tables import Table, read_table
from mapping.knowledge.catalog import HERE
from mapping.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd

VALUE_COLUMNS = ["kelurahan_code", "item", "value", "text", "unit", "date", "file", "row"]
POINT_COLUMNS = ["kind", "lon", "lat", "file", "row"]
PLACE_COLUMNS = ("code", "bps_code", "kelurahan", "kecamatan", "kabupaten")
UNIT_KEY = "konteks.satuan."
UNIT_OPTIONS = {"persen": "persen dari luas kelurahan", "ha": "hektare"}


Place = Callable[[Table], pd.Series]
"""Rows of a table -> the code of their kelurahan, by spreadsheet row."""


@cache
def read_context_rules() -> dict[str, Any]:
    """Items, kinds of points and of organisations (``context.toml``)."""
    return tomllib.loads((HERE / "context.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Context:
    """What one or several context files say.

    ``values``: one row per kelurahan and item: ``kelurahan_code, item, value`` (float), ``text`` (the good of a price;
    else ``""``), ``unit``, ``date`` (as written), ``file, row``. ``points``: ``kind, lon, lat, file, row``; no names.
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
    table = read_table(content, name, "context", settings, findings)
    columns = table.columns
    place = partial(_place, kelurahan=kelurahan, findings=findings, crosswalk=crosswalk)
    if "place_kind" in columns and {"lat", "lon"} <= columns.keys():
        return _read_points(table, findings)
    if {"organisation", "organisation_name"} & columns.keys() and not _items(columns):
        return _read_organisations(table, place, findings)
    if "goods" in columns and {"price_idr", "quota"} & columns.keys():
        return _read_prices(table, place, kelurahan, findings)
    if _items(columns):
        return _read_items(table, place, kelurahan, settings, findings)
    seen = ", ".join(f'"{show_name(h)}"' for h in table.headers if h)[:300]
    raise ColumnsError(
        f'Berkas "{show_name(name)}": isinya tidak dikenal sebagai keterangan tentang kelurahan. Kolom yang terbaca: '
        f"{seen}. Yang dikenal: angka per kelurahan (penduduk, KK, rumah tangga tani, lahan), titik (jenis tempat, "
        "lintang, bujur), lembaga (jenis lembaga), harga atau kuota (barang, harga, kuota)."
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
    >>> people = pd.DataFrame({"population": [10.0, np.nan], "households": [np.nan, 4.0]}, index=["a", "b"])
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
    return table.assign(item="earlier_businesses", unit="usaha", date=date, file=file)[VALUE_COLUMNS]


def item_values(values: pd.DataFrame, item: str) -> pd.Series:
    """One item by kelurahan code; empty when no file gave it."""
    return values[values["item"] == item].set_index("kelurahan_code")["value"]


def _empty(columns: list[str]) -> pd.DataFrame:
    floats = {"value", "lon", "lat"}
    kinds = {c: "float64" if c in floats else "int64" if c == "row" else "str" for c in columns}
    return pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in kinds.items()})


def _items(columns: dict[str, list[int]]) -> list[str]:
    return [name for name in read_context_rules()["items"] if name in columns]


def _column(table: Table, name: str) -> pd.Series:
    if name not in table.columns:
        return pd.Series("", index=table.frame.index)
    return coalesce(table.frame, table.columns[name])


def _place(table: Table, kelurahan: gpd.GeoDataFrame, findings: Findings, crosswalk: pd.DataFrame | None) -> pd.Series:
    """Code of the kelurahan of every row that reaches one, by spreadsheet row; the others become rejects."""
    rows = pd.DataFrame({name: _column(table, name) for name in PLACE_COLUMNS}, index=table.frame.index)
    for name in ("lon", "lat"):
        rows[name] = read_coordinates(_column(table, name))["value"].astype(float)
    rows["row"] = rows.index
    rows.index = pd.Index(rows.index.astype(str), name="business_id")
    placed, issues, rejects, _ = assign_kelurahan(rows, kelurahan, findings.file, findings.sheet, crosswalk=crosswalk)
    findings.extend(issues, rejects)
    return placed.set_index("row")["kelurahan_code"]


def _finish(values: pd.DataFrame, points: pd.DataFrame, findings: Findings, used: int) -> Context:
    values = values.assign(file=findings.file)[VALUE_COLUMNS] if len(values) else _empty(VALUE_COLUMNS)
    points = points.assign(file=findings.file)[POINT_COLUMNS] if len(points) else _empty(POINT_COLUMNS)
    return Context(values, points, findings.issues(), findings.rejects(), used)


def _read_items(
    table: Table, place: Place, kelurahan: gpd.GeoDataFrame, settings: Settings, findings: Findings
) -> Context:
    """One number per kelurahan and item; a kelurahan that stands twice keeps its first row."""
    code = place(table)
    twice = code.duplicated()
    if twice.any():
        first = code.map({c: row for row, c in reversed(list(code.items()))})
        findings.reject(code.index[twice], "kelurahan ini sudah ada di baris " + first[twice].astype(str), "kelurahan")
        code = code[~twice]
    date = _column(table, "date").reindex(code.index)
    parts = []
    for name in _items(table.columns):
        header = table.headers[table.columns[name][0]]
        text = _column(table, name).reindex(code.index)
        read = read_amounts(text)
        bad = read["problem"].isin(["text", "negative", "unclear", "huge"])
        findings.note("angka", "bukan jumlah", "dibiarkan kosong", code.index[bad], header, text[bad])
        value = read["value"].mask(bad)
        if name.endswith("_share"):
            area = code.map(kelurahan["area_km2"]).astype(float)
            value = _share(value, header, area, settings, findings)
        unit = read_context_rules()["items"][name]["unit"]
        when = date.mask(date == "", _year_of(header))
        cells = {"kelurahan_code": code, "item": name, "value": value, "text": "", "unit": unit, "date": when}
        parts.append(pd.DataFrame(cells))
    values = pd.concat(parts).dropna(subset="value").rename_axis("row").reset_index()
    _check_shares(values, findings)
    return _finish(values, pd.DataFrame(), findings, len(code))


def _year_of(header: str) -> str:
    """The year that a header names: ``penduduk_2010``."""
    found = re.search(r"(?<!\d)(?:19|20)\d{2}(?!\d)", header)
    return found.group() if found else ""


def _share(value: pd.Series, header: str, area: pd.Series, settings: Settings, findings: Findings) -> pd.Series:
    """A land column as a share of the kelurahan (0-1), by the unit in its head; asked for where nothing tells."""
    text = header.lower()
    if re.search(r"%|persen|share", text):
        return value / (100 if value.max() > 1 else 1)
    if value.max() <= 1 and not re.search(r"\b(ha|hektar\w*|luas)\b", text):
        return value
    if re.search(r"km2|km²", text):
        return value / area
    unit = "ha" if re.search(r"\b(ha|hektar\w*)\b", text) else settings.answer(UNIT_KEY + header)
    if not unit:
        raise QuestionError(
            f'Berkas "{findings.file}", kolom "{show_name(header)}": angkanya persen atau hektare?',
            UNIT_KEY + header,
            UNIT_OPTIONS,
        )
    return value / 100 if unit == "persen" else value / (area * 100)


def _check_shares(values: pd.DataFrame, findings: Findings) -> None:
    shares = values[values["item"].str.endswith("_share")]
    total = shares.groupby("row")["value"].sum()
    over = total[total > read_context_rules()["limits"]["share_sum"]]
    if over.empty:
        return
    what = "jumlah semua bagian lahannya " + (over * 100).map("{:.0f}%".format) + " dari luas kelurahan"
    findings.note("lahan", what, "dipakai apa adanya; periksa satuannya", rows=over.index)


def _read_points(table: Table, findings: Findings) -> Context:
    """Points with a kind; a point that is no place in Indonesia is rejected."""
    from mapping.intake.places.points import INDONESIA_LAT, INDONESIA_LON

    lat, lon = (read_coordinates(_column(table, name))["value"].astype(float) for name in ("lat", "lon"))
    kind = _kinds(_column(table, "place_kind"), read_context_rules()["points"])
    outside = ~(lat.between(*INDONESIA_LAT) & lon.between(*INDONESIA_LON))
    findings.reject(table.frame.index[outside], "koordinat kosong atau di luar Indonesia", "koordinat")
    unknown = ~outside & (kind == "")
    shown = _column(table, "place_kind")[unknown]
    known = ", ".join(part["label"] for part in read_context_rules()["points"].values())
    findings.reject(shown.index, f"jenis tempat tidak dikenal (yang dikenal: {known})", "jenis tempat", shown)
    keep = ~outside & ~unknown
    points = pd.DataFrame({"kind": kind, "lon": lon, "lat": lat})[keep].rename_axis("row").reset_index()
    return _finish(pd.DataFrame(), points, findings, int(keep.sum()))


def _kinds(texts: pd.Series, kinds: dict[str, dict[str, str]]) -> pd.Series:
    """Key of the first kind whose words stand in the text; ``""`` none."""
    lower = texts.str.lower()
    hits = [lower.str.contains(rf"\b(?:{kind['words']})\b", regex=True) for kind in kinds.values()]
    return pd.Series(np.select(hits, list(kinds), ""), index=texts.index)


def _read_organisations(table: Table, place: Place, findings: Findings) -> Context:
    """How many organisations of each kind a kelurahan has; their names are read for the kind only."""
    said = _column(table, "organisation") + " " + _column(table, "organisation_name")
    kind = _kinds(said, read_context_rules()["organisations"])
    unknown = kind == ""
    findings.reject(kind.index[unknown], "jenis lembaga tidak dikenal (BUM Desa, koperasi, kelompok)", "jenis lembaga")
    code = place(Table(table.frame[~unknown], table.headers, table.columns))
    rows = pd.DataFrame(
        {"kelurahan_code": code, "item": kind.reindex(code.index), "date": _column(table, "date")[code.index]}
    )
    counted = rows.rename_axis("row").reset_index().groupby(["kelurahan_code", "item"])
    values = counted.agg(value=("row", "size"), row=("row", "min"), date=("date", "max")).reset_index()
    values = values.assign(value=values["value"].astype(float), text="", unit="lembaga")
    return _finish(values, pd.DataFrame(), findings, len(code))


def _read_prices(table: Table, place: Place, kelurahan: gpd.GeoDataFrame, findings: Findings) -> Context:
    """Prices and quotas of goods, for the kelurahan that a row names, its kecamatan, or the whole region."""
    named = _column(table, "kelurahan").ne("") | _column(table, "code").ne("") | _column(table, "bps_code").ne("")
    code = place(Table(table.frame[named], table.headers, table.columns))
    wide = pd.DataFrame({"row": table.frame.index[~named], "key": name_keys(_column(table, "kecamatan")[~named])})
    districts = pd.DataFrame({"kelurahan_code": kelurahan.index, "key": name_keys(kelurahan["kecamatan"])})
    everywhere = wide[wide["key"] == ""][["row"]].merge(districts[["kelurahan_code"]], how="cross")
    by_district = wide[wide["key"] != ""].merge(districts, on="key", how="left")
    lost = by_district["kelurahan_code"].isna()
    findings.reject(by_district.loc[lost, "row"], "kecamatan tidak ada pada peta", "kecamatan")
    places = pd.concat(
        [
            code.rename("kelurahan_code").rename_axis("row").reset_index(),
            by_district.loc[~lost, ["row", "kelurahan_code"]],
            everywhere[["row", "kelurahan_code"]],
        ]
    )
    parts = []
    for item in [name for name in ("price_idr", "quota") if name in table.columns]:
        text = _column(table, item)
        read = read_amounts(text)
        bad = read["problem"].isin(["text", "negative", "unclear", "huge"])
        header = table.headers[table.columns[item][0]]
        findings.note("angka", "bukan jumlah", "dibiarkan kosong", text.index[bad], header, text[bad])
        cells = pd.DataFrame(
            {
                "item": item,
                "value": read["value"].mask(bad),
                "text": _column(table, "goods").str.lower(),
                "unit": ("Rp/" if item == "price_idr" else "") + _column(table, "unit").str.lower(),
                "date": _column(table, "date"),
            }
        )
        parts.append(places.merge(cells.dropna(subset="value"), left_on="row", right_index=True))
    values = pd.concat(parts, ignore_index=True)
    return _finish(values, pd.DataFrame(), findings, places["row"].nunique())
