"""Studies whose layers are hard to write, and every format read back."""

import io
import warnings
import zipfile
from dataclasses import replace

import geopandas as gpd
import pandas as pd
import pyogrio
import pytest

from mapping.intake.outlines.kml import read_kml
from mapping.present.files.edition import Edition
from mapping.present.files.layers.formats import FORMATS

NASTY = (
    '=HYPERLINK("x")',
    '#read("/etc/passwd")',
    "<b>&amp;</b>\x07\n]]>",
    "{{ 7*7 }} [% 1 %]",
    "ألف \U0001f600" + "é" * 300,
)


@pytest.fixture(scope="session")
def written():
    """``written(edition)``: format -> bytes."""
    return lambda edition: {form.name: form.write(edition, "") for form in FORMATS}


@pytest.fixture
def nasty_study(tiny_study):
    """Names and kecamatan that break what is careless; a multi-part outline with a hole."""
    from shapely import MultiPolygon, Polygon, box

    ring = Polygon(box(112.70, -7.33, 112.72, -7.31).exterior, [box(112.705, -7.325, 112.71, -7.32).exterior])
    outlines = [MultiPolygon([ring, box(112.60, -7.33, 112.61, -7.32)]), *tiny_study.kelurahan.geometry.iloc[1:]]
    kelurahan = tiny_study.kelurahan.assign(name=NASTY, kecamatan=NASTY[::-1])
    return replace(tiny_study, kelurahan=kelurahan.set_geometry(outlines, crs="EPSG:4326"))


@pytest.fixture(scope="session")
def read_back():
    """``read_back(name, content, edition)``: the layer as a frame with our column names, by code."""

    def read(name, content, edition: Edition) -> gpd.GeoDataFrame:
        from mapping.present.files.layers.columns import column_table

        if name == "kml":
            frame = read_kml(content, "a.kml")
        elif name == "geoparquet":
            frame = gpd.read_parquet(io.BytesIO(content))
        elif name == "shp":
            frame = _read_zipped(content)
            keys = column_table(edition)
            frame = frame.rename(columns=dict(zip(keys["shapefile"], keys["column"], strict=True)))
        else:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", RuntimeWarning)  # bytes in memory have no file extension
                told = {"gpkg": {"layer": "kelurahan"}, "geojson": {"DATE_AS_STRING": "YES"}}.get(name, {})
                frame = pyogrio.read_dataframe(content, **told)
        return gpd.GeoDataFrame(frame.set_index("kelurahan_code").sort_index())

    return read


def _read_zipped(content):
    from mapping.intake.outlines.shapefiles import join_parts

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {f".{end}": packed.read(f"kelurahan.{end}") for end in ("shp", "shx", "dbf", "prj", "cpg")}
    return pyogrio.read_dataframe(join_parts(parts))


@pytest.fixture(scope="session")
def as_plain():
    """A column as texts with ``""`` for nothing, or as floats: yes is 1."""
    words = {"true": "1", "false": "0", "True": "1", "False": "0"}

    def plain(column: pd.Series, number: bool) -> pd.Series:
        texts = column.astype("object").where(column.notna(), "").astype(str).replace(words)
        return texts.replace("", "nan").astype(float) if number else texts.astype("object")

    return plain
