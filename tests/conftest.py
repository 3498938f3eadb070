"""The tiny region: five kelurahan and 66 businesses whose answers are known by hand.

Shares are unequal on purpose, so that a swapped axis, a dropped row or a zero in place of an
unknown changes some expected number. Businesses by kelurahan and sector (``-`` is unclassified):

| kelurahan                  | food | crafts | agriculture | trade | services | - | classified |
|----------------------------|------|--------|-------------|-------|----------|---|------------|
| Kalirungkut  35.78.03.1001 | 12   | 3      | 1           | 5     | 2        | 1 | 23         |
| Rungkut Kidul 35.78.03.1002| 4    | 6      | 2           | 10    | 3        | 0 | 25         |
| Gundih       35.78.13.1003 | 2    | 0      | 0           | 0     | 0        | 0 | 2          |
| Jepara       35.78.13.1004 | 3    | 1      | 5           | 4     | 1        | 1 | 14         |
| Tembok Dukuh 35.78.13.1005 | unsurveyed                                                     |
| region                     | 21   | 10     | 8           | 19    | 6        | 2 | 64         |

Gundih has two businesses only; the population of Jepara is unknown.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import settings

# Fixtures of the whole suite: the desk's tests and the browser's use the same databases.
from tests.databases import _postgres_template, _sqlite_template, desk_url, postgres  # noqa: F401

# No law is about speed, and a busy machine must not fail one.
settings.register_profile("suite", deadline=None, max_examples=50)
settings.load_profile("suite")

MAIN = sys.modules["__main__"]


@pytest.fixture(autouse=True)
def own_main() -> Iterator[None]:
    """A page that a test runs takes the place of ``__main__``; processes started later would run that page."""
    yield
    sys.modules["__main__"] = MAIN


@pytest.fixture(autouse=True, scope="module")
def settled_memory() -> Iterator[None]:
    """What outlives a module (libraries, demonstration studies) is not searched for garbage again and again: measuring
    something collects garbage first, and that took longer than what was measured."""
    yield
    gc.collect()
    gc.freeze()


KELURAHAN = [
    # code, name, kind, kecamatan, population, households, area_km2, west edge (degrees)
    ("35.78.03.1001", "Kalirungkut", "kelurahan", "Rungkut", 24_000.0, 7_000.0, 2.58, 112.70),
    ("35.78.03.1002", "Rungkut Kidul", "kelurahan", "Rungkut", 12_500.0, 3_600.0, 1.37, 112.72),
    ("35.78.13.1003", "Gundih", "kelurahan", "Bubutan", 30_000.0, 8_100.0, 0.72, 112.74),
    ("35.78.13.1004", "Jepara", "kelurahan", "Bubutan", None, None, 0.80, 112.76),
    ("35.78.13.1005", "Tembok Dukuh", "kelurahan", "Bubutan", 27_000.0, 7_700.0, 0.81, 112.78),
]

BUSINESSES = [
    # kelurahan, product ("" unclassified), keyword, how many, workers, input spend a month
    # (None: unknown; a list: business by business)
    ("35.78.03.1001", "kue basah", "lemper", 7, 3, 4_000_000),
    ("35.78.03.1001", "kue basah", "klepon", 1, None, None),
    ("35.78.03.1001", "roti dan bolu", "roti", 2, 4, [6_000_000, None]),
    ("35.78.03.1001", "warung makan", "warung", 2, 2, 5_000_000),
    ("35.78.03.1001", "batik", "batik", 1, 5, 2_500_000),
    ("35.78.03.1001", "konveksi", "konveksi", 2, 6, [9_000_000, 7_000_000]),
    ("35.78.03.1001", "ikan air tawar", "lele", 1, 1, 3_000_000),
    ("35.78.03.1001", "toko kelontong", "toko kelontong", 4, 1, 8_000_000),
    ("35.78.03.1001", "penjual kue", "jual kue", 1, 1, 2_000_000),
    ("35.78.03.1001", "laundry", "laundry", 2, 2, 1_000_000),
    ("35.78.03.1001", "", "", 1, 2, None),
    ("35.78.03.1002", "keripik dan kerupuk", "emping", 3, 2, 3_000_000),
    ("35.78.03.1002", "keripik dan kerupuk", "keripik", 1, 1, 1_500_000),
    ("35.78.03.1002", "batik", "batik tulis", 4, [2, 3, 4, 5], 2_000_000),
    ("35.78.03.1002", "jasa jahit", "jahit", 2, 1, 500_000),
    ("35.78.03.1002", "cabai", "cabai", 2, 1, 1_000_000),
    ("35.78.03.1002", "toko kelontong", "warung kelontong", 9, 1, 6_000_000),
    ("35.78.03.1002", "gas elpiji", "elpiji", 1, 2, 15_000_000),
    ("35.78.03.1002", "air isi ulang", "galon isi ulang", 1, 2, 1_000_000),
    ("35.78.03.1002", "pulsa dan token", "pulsa", 2, 1, 4_000_000),
    ("35.78.13.1003", "kue basah", "onde", 1, 2, 1_000_000),
    ("35.78.13.1003", "tempe", "tempe", 1, 4, 7_000_000),
    ("35.78.13.1004", "tempe", "tempe", 3, [3, None, None], [5_000_000, None, None]),
    ("35.78.13.1004", "anyaman bambu dan rotan", "anyaman bambu", 1, 2, 500_000),
    ("35.78.13.1004", "padi", "padi", 4, 2, 2_000_000),
    ("35.78.13.1004", "ayam petelur", "ayam petelur", 1, 3, 12_000_000),
    ("35.78.13.1004", "toko kelontong", "toko kelontong", 3, 1, 7_000_000),
    ("35.78.13.1004", "minimarket", "minimarket", 1, 4, 60_000_000),
    ("35.78.13.1004", "laundry", "laundry", 1, 1, 1_000_000),
    ("35.78.13.1004", "", "", 1, None, None),
]


def _one_by_one(value: object, count: int) -> list:
    return value if isinstance(value, list) else [value] * count


def _tiny_kelurahan() -> object:
    import geopandas as gpd
    from shapely.geometry import box

    columns = ["kelurahan_code", "name", "kind", "kecamatan", "population", "households", "area_km2", "west"]
    table = pd.DataFrame(KELURAHAN, columns=columns).set_index("kelurahan_code")
    west = table.pop("west")
    table.insert(3, "kabupaten", "Kota Surabaya")
    table[["population", "households"]] = table[["population", "households"]].astype(float)
    outlines = [box(x, -7.33, x + 0.02, -7.31) for x in west]
    return gpd.GeoDataFrame(table, geometry=outlines, crs="EPSG:4326")


def _tiny_businesses(kelurahan: object) -> pd.DataFrame:
    from mapping.knowledge.catalog import read_lexicon

    lexicon = read_lexicon().set_index("product")
    centre = kelurahan.geometry.representative_point()
    rows = []
    for code, product, keyword, count, workers, spend in BUSINESSES:
        known = lexicon.loc[product] if product else None
        for w, s in zip(_one_by_one(workers, count), _one_by_one(spend, count), strict=True):
            rows.append(
                {
                    "kelurahan_code": code,
                    "placed_by": "code",
                    "description": f"usaha {keyword}" if keyword else "usaha lain-lain",
                    "keyword": keyword,
                    "product": product,
                    "kbli": known["kbli2020"] if product else "",
                    "kbli_edition": "2020",
                    "sector": known["sector"] if product else "",
                    "stage": known["stage"] if product else "",
                    "needs_confirmation": not product,
                    "confidence": 1.0 if product else None,
                    "classified_by": "lexicon" if product else "",
                    "candidates": "",
                    "workers": w,
                    "revenue_idr_month": None if s is None else s * 2,
                    "input_spend_idr_month": s,
                    "started_year": 2015.0 + len(rows) % 8,
                    "input_name": known["inputs"] if product else "",
                    "input_origin": "lokal",
                    "market": "lokal" if len(rows) % 3 else "kota",
                    "permits": "NIB" if len(rows) % 2 else "",
                    "constraint": "modal",
                    "digital": "",
                    "sampling_weight": 1.0,
                    "surveyed_on": "2025-11-03",
                    "lon": centre[code].x,
                    "lat": centre[code].y,
                    "row": len(rows) + 2,
                }
            )
    ids = pd.Index([f"U{i:03d}" for i in range(1, len(rows) + 1)], name="business_id")
    table = pd.DataFrame(rows, index=ids)
    numbers = ["confidence", "workers", "revenue_idr_month", "input_spend_idr_month", "started_year", "lon", "lat"]
    table[numbers] = table[numbers].astype(float)
    return table


@pytest.fixture(scope="session")
def _tiny_master() -> tuple:
    kelurahan = _tiny_kelurahan()
    return kelurahan, _tiny_businesses(kelurahan)


@pytest.fixture
def tiny(_tiny_master: tuple) -> tuple:
    """``(kelurahan, businesses)`` as in docs/architecture.md; a fresh copy for each test."""
    kelurahan, businesses = _tiny_master
    return kelurahan.copy(), businesses.copy()


RAW = Path(__file__).parents[1] / "data" / "raw"


@pytest.fixture(scope="session")
def demonstration_files() -> object:
    """``demonstration_files("surabaya")``: the ``Sources`` of a demonstration region."""
    from mapping.knowledge.regions import demonstration_sources

    return lambda region: demonstration_sources(region, RAW)


@pytest.fixture(scope="session")
def demonstration(demonstration_files: object) -> object:
    """``demonstration("surabaya")``: the study of a demonstration region, built once from data/raw."""
    from functools import cache

    from mapping.knowledge.regions import demonstration_settings
    from mapping.study import build_study

    @cache
    def build(region: str) -> object:
        return build_study(demonstration_settings(region), demonstration_files(region))

    return build


@pytest.fixture
def tiny_study(tiny: tuple) -> object:
    """The whole road over the tiny region, from its tables on."""
    from mapping.intake.context import join_contexts
    from mapping.intake.outlines.topology import topology
    from mapping.intake.places.candidates import no_candidates
    from mapping.intake.region import Region
    from mapping.settings import Settings
    from mapping.study import study_of

    kelurahan, businesses = tiny
    settings = Settings(
        region="Kota Contoh",
        synthetic=True,
        boundary_note="batas perkiraan",
        survey_date="2025-11-03",
        as_of="2026-01-03",
        draws=50,
    )
    findings = pd.DataFrame(columns=["file", "sheet", "row", "column", "value", "kind", "level", "what", "done"])
    region = Region(
        answers=(),
        kelurahan=kelurahan,
        businesses=businesses,
        earlier=None,
        places=no_candidates(),
        context=join_contexts([]),
        topology=topology(kelurahan),
        issues=findings,
        rejects=pd.DataFrame(columns=["file", "sheet", "row", "column", "value", "reason"]),
        survey_issues=findings,
        boundary_issues=findings,
        inputs=[],
    )
    return study_of(settings, region, {"inputs": []})


@pytest.fixture
def option() -> Iterator[object]:
    """Set one of Streamlit's options for the length of a test."""
    from streamlit import config

    before: dict[str, object] = {}

    def change(key: str, value: object) -> None:
        before.setdefault(key, config.get_option(key))
        config.set_option(key, value)

    yield change
    for key, value in before.items():
        config.set_option(key, value)
