"""The four contracts of context files, each read into values per kelurahan or points.

Every reader gives ``(values, points, rows used)``: ``values`` with the columns of ``Context.values`` but ``file``,
``points`` with those of ``Context.points`` but ``file``; what cannot be used goes into the findings.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from mapping.errors import QuestionError
from mapping.intake.gate.files import show_name
from mapping.intake.issues import Findings
from mapping.intake.places.assign import assign_kelurahan
from mapping.intake.places.places import name_keys
from mapping.intake.tables.columns import coalesce
from mapping.intake.tables.degrees import read_coordinates
from mapping.intake.tables.numbers import read_amounts
from mapping.intake.tables.tables import Table
from mapping.knowledge.texts import read_toml_texts
from mapping.language import mark, per_language, tr, tr_rows
from mapping.settings import Settings

if TYPE_CHECKING:
    import geopandas as gpd

PLACE_COLUMNS = ("code", "bps_code", "kelurahan", "kecamatan", "kabupaten")
UNIT_KEY = "konteks.satuan."
UNIT_OPTIONS = {"persen": mark("persen dari luas kelurahan"), "ha": mark("hektare")}

Read = tuple[pd.DataFrame, pd.DataFrame, int]
Place = Callable[[Table], pd.Series]
"""Rows of a table -> the code of their kelurahan, by spreadsheet row."""


@per_language
def read_context_rules() -> dict[str, Any]:
    """Items, kinds of points and of organisations (``context.toml``)."""
    return read_toml_texts("context.toml")


def items_of(columns: dict[str, list[int]]) -> list[str]:
    """Which items of ``context.toml`` a table has a column for."""
    return [name for name in read_context_rules()["items"] if name in columns]


def column_of(table: Table, name: str) -> pd.Series:
    """Text of one of our columns, ``""`` where the table has none."""
    if name not in table.columns:
        return pd.Series("", index=table.frame.index)
    return coalesce(table.frame, table.columns[name])


def find_kelurahan(
    table: Table, kelurahan: gpd.GeoDataFrame, findings: Findings, crosswalk: pd.DataFrame | None
) -> pd.Series:
    """Code of the kelurahan of every row that reaches one, by spreadsheet row; the others become rejects."""
    rows = pd.DataFrame({name: column_of(table, name) for name in PLACE_COLUMNS}, index=table.frame.index)
    for name in ("lon", "lat"):
        rows[name] = read_coordinates(column_of(table, name))["value"].astype(float)
    rows["row"] = rows.index
    rows.index = pd.Index(rows.index.astype(str), name="business_id")
    placed, issues, rejects, _ = assign_kelurahan(rows, kelurahan, findings.file, findings.sheet, crosswalk=crosswalk)
    findings.extend(issues, rejects)
    return placed.set_index("row")["kelurahan_code"]


def read_items(table: Table, place: Place, kelurahan: gpd.GeoDataFrame, settings: Settings, findings: Findings) -> Read:
    """One number per kelurahan and item; a kelurahan that stands twice keeps its first row."""
    code = place(table)
    twice = code.duplicated()
    if twice.any():
        first = code.map({c: row for row, c in reversed(list(code.items()))})
        findings.reject(
            code.index[twice], tr_rows("kelurahan ini sudah ada di baris {row}", row=first[twice]), "kelurahan"
        )
        code = code[~twice]
    date = column_of(table, "date").reindex(code.index)
    parts = []
    for name in items_of(table.columns):
        header = table.headers[table.columns[name][0]]
        text = column_of(table, name).reindex(code.index)
        read = read_amounts(text)
        bad = read["problem"].isin(["text", "negative", "unclear", "huge"])
        findings.note(mark("angka"), tr("bukan jumlah"), tr("dibiarkan kosong"), code.index[bad], header, text[bad])
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
    return values, pd.DataFrame(), len(code)


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
            tr(
                'Berkas "{file}", kolom "{header}": angkanya persen atau hektare?',
                file=findings.file,
                header=show_name(header),
            ),
            UNIT_KEY + header,
            {unit: tr(said) for unit, said in UNIT_OPTIONS.items()},
        )
    return value / 100 if unit == "persen" else value / (area * 100)


def _check_shares(values: pd.DataFrame, findings: Findings) -> None:
    shares = values[values["item"].str.endswith("_share")]
    total = shares.groupby("row")["value"].sum()
    over = total[total > read_context_rules()["limits"]["share_sum"]]
    if over.empty:
        return
    what = tr_rows("jumlah semua bagian lahannya {share} dari luas kelurahan", share=(over * 100).map("{:.0f}%".format))
    findings.note(mark("lahan"), what, tr("dipakai apa adanya; periksa satuannya"), rows=over.index)


def read_points(table: Table, findings: Findings) -> Read:
    """Points with a kind, and what they can serve where the file says so; a point outside Indonesia is rejected."""
    from mapping.intake.places.points import INDONESIA_LAT, INDONESIA_LON

    lat, lon = (read_coordinates(column_of(table, name))["value"].astype(float) for name in ("lat", "lon"))
    kind = _kinds(column_of(table, "place_kind"), read_context_rules()["points"])
    outside = ~(lat.between(*INDONESIA_LAT) & lon.between(*INDONESIA_LON))
    findings.reject(table.frame.index[outside], tr("koordinat kosong atau di luar Indonesia"), "koordinat")
    unknown = ~outside & (kind == "")
    shown = column_of(table, "place_kind")[unknown]
    known = ", ".join(part["label"] for part in read_context_rules()["points"].values())
    findings.reject(
        shown.index, tr("jenis tempat tidak dikenal (yang dikenal: {known})", known=known), "jenis tempat", shown
    )
    keep = ~outside & ~unknown
    points = pd.DataFrame({"kind": kind, "lon": lon, "lat": lat, "capacity": _capacity(table, keep, findings)})[keep]
    points = points.rename_axis("row").reset_index()
    return pd.DataFrame(), points, int(keep.sum())


def _capacity(table: Table, used: pd.Series, findings: Findings) -> pd.Series:
    """What each point can serve; NaN where nothing is said, and where what is said is no amount above zero."""
    text = column_of(table, "capacity")
    read = read_amounts(text)
    value = read["value"].astype(float)
    bad = used & (read["problem"].isin(["text", "negative", "unclear", "huge"]) | (value <= 0))
    if bad.any():
        header = table.headers[table.columns["capacity"][0]]
        findings.note(
            mark("angka"), tr("bukan jumlah di atas nol"), tr("dibiarkan kosong"), text.index[bad], header, text[bad]
        )
    return value.mask(bad)


def _kinds(texts: pd.Series, kinds: dict[str, dict[str, str]]) -> pd.Series:
    """Key of the first kind whose words stand in the text; ``""`` none."""
    lower = texts.str.lower()
    hits = [lower.str.contains(rf"\b(?:{kind['words']})\b", regex=True) for kind in kinds.values()]
    return pd.Series(np.select(hits, list(kinds), ""), index=texts.index)


def read_organisations(table: Table, place: Place, findings: Findings) -> Read:
    """How many organisations of each kind a kelurahan has; their names are read for the kind only."""
    said = column_of(table, "organisation") + " " + column_of(table, "organisation_name")
    kind = _kinds(said, read_context_rules()["organisations"])
    unknown = kind == ""
    findings.reject(
        kind.index[unknown], tr("jenis lembaga tidak dikenal (BUM Desa, koperasi, kelompok)"), "jenis lembaga"
    )
    code = place(Table(table.frame[~unknown], table.headers, table.columns))
    rows = pd.DataFrame(
        {"kelurahan_code": code, "item": kind.reindex(code.index), "date": column_of(table, "date")[code.index]}
    )
    counted = rows.rename_axis("row").reset_index().groupby(["kelurahan_code", "item"])
    values = counted.agg(value=("row", "size"), row=("row", "min"), date=("date", "max")).reset_index()
    values = values.assign(value=values["value"].astype(float), text="", unit=tr("lembaga"))
    return values, pd.DataFrame(), len(code)


def read_prices(table: Table, place: Place, kelurahan: gpd.GeoDataFrame, findings: Findings) -> Read:
    """Prices and quotas of goods, for the kelurahan that a row names, its kecamatan, or the whole region."""
    named = column_of(table, "kelurahan").ne("") | column_of(table, "code").ne("") | column_of(table, "bps_code").ne("")
    code = place(Table(table.frame[named], table.headers, table.columns))
    wide = pd.DataFrame({"row": table.frame.index[~named], "key": name_keys(column_of(table, "kecamatan")[~named])})
    districts = pd.DataFrame({"kelurahan_code": kelurahan.index, "key": name_keys(kelurahan["kecamatan"])})
    everywhere = wide[wide["key"] == ""][["row"]].merge(districts[["kelurahan_code"]], how="cross")
    by_district = wide[wide["key"] != ""].merge(districts, on="key", how="left")
    lost = by_district["kelurahan_code"].isna()
    findings.reject(by_district.loc[lost, "row"], tr("kecamatan tidak ada pada peta"), "kecamatan")
    places = pd.concat(
        [
            code.rename("kelurahan_code").rename_axis("row").reset_index(),
            by_district.loc[~lost, ["row", "kelurahan_code"]],
            everywhere[["row", "kelurahan_code"]],
        ]
    )
    parts = []
    for item in [name for name in ("price_idr", "quota") if name in table.columns]:
        text = column_of(table, item)
        read = read_amounts(text)
        bad = read["problem"].isin(["text", "negative", "unclear", "huge"])
        header = table.headers[table.columns[item][0]]
        findings.note(mark("angka"), tr("bukan jumlah"), tr("dibiarkan kosong"), text.index[bad], header, text[bad])
        cells = pd.DataFrame(
            {
                "item": item,
                "value": read["value"].mask(bad),
                "text": column_of(table, "goods").str.lower(),
                "unit": ("Rp/" if item == "price_idr" else "") + column_of(table, "unit").str.lower(),
                "date": column_of(table, "date"),
            }
        )
        parts.append(places.merge(cells.dropna(subset="value"), left_on="row", right_index=True))
    values = pd.concat(parts, ignore_index=True)
    return values, pd.DataFrame(), int(places["row"].nunique())
