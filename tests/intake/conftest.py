"""Six villages whose outlines, codes and names are known by hand.

Cells of 0.01 degrees from 110.40 E, 7.02 S, three in a row, two rows::

    kecamatan Timur   33.25.02.2001 Sodong   33.25.02.2002 Masin    33.25.02.1003 Karanganyar
    kecamatan Barat   33.25.01.2001 Silurah  33.25.01.2002 Brokoh   33.25.01.2003 Karanganyar
"""

import io

import geopandas as gpd
import pandas as pd
import pytest
import xlsxwriter
from shapely.geometry import box

from mapping.settings import Settings

WEST, SOUTH, SIDE = 110.40, -7.02, 0.01
VILLAGES = [
    ("33.25.01.2001", "Silurah", "desa", "Barat"),
    ("33.25.01.2002", "Brokoh", "desa", "Barat"),
    ("33.25.01.2003", "Karanganyar", "desa", "Barat"),
    ("33.25.02.2001", "Sodong", "desa", "Timur"),
    ("33.25.02.2002", "Masin", "desa", "Timur"),
    ("33.25.02.1003", "Karanganyar", "kelurahan", "Timur"),
]


def cell(i: int) -> object:
    x, y = WEST + SIDE * (i % 3), SOUTH + SIDE * (i // 3)
    return box(x, y, x + SIDE, y + SIDE)


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def villages() -> gpd.GeoDataFrame:
    """The outlines as a publisher has them."""
    table = pd.DataFrame(VILLAGES, columns=["kode", "nama", "jenis", "kecamatan"]).assign(kabkota="Kabupaten Batang")
    return gpd.GeoDataFrame(table, geometry=[cell(i) for i in range(6)], crs="EPSG:4326")


@pytest.fixture
def kelurahan(villages: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The same as the contract's table."""
    table = villages.rename(columns={"nama": "name", "jenis": "kind", "kabkota": "kabupaten"}).set_index("kode")
    table.index.name = "kelurahan_code"
    numbers = {"population": float("nan"), "households": float("nan"), "area_km2": 1.2}
    columns = ["name", "kind", "kecamatan", "kabupaten", *numbers, "geometry"]
    return table.assign(**numbers)[columns]


@pytest.fixture
def workbook():
    """A function that makes the bytes of an XLSX from ``{sheet: rows}``."""

    def make(sheets: dict[str, list[list[object]]]) -> bytes:
        target = io.BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        book.close()
        return target.getvalue()

    return make
