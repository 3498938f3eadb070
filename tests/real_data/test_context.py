"""The real attribute tables: census population with BPS codes, with and without a crosswalk."""

from pathlib import Path

import pytest

from mapping.intake.context import fill_population, read_context
from mapping.intake.outlines.boundaries import read_boundaries
from mapping.intake.places.crosswalk import read_crosswalk
from mapping.settings import Settings

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="real files are not beside this checkout")


@pytest.mark.parametrize(("region", "rows", "by_name"), [("surabaya", 168, 143), ("batang", 248, 248)])
def test_census_population_meets_the_kemendagri_map(region, rows, by_name):
    outlines = DATA / f"boundaries/{region}_kemendagri2025.gpkg"
    kelurahan, _, _ = read_boundaries(outlines.read_bytes(), outlines.name, Settings())
    table = DATA / f"attributes/penduduk_sp2010_{region}.csv"
    alone = read_context(table.read_bytes(), table.name, kelurahan, Settings())
    assert (alone.used, len(alone.rejects)) == (by_name, rows - by_name)
    assert set(alone.values["date"]) == {"2010"}
    assert fill_population(kelurahan, alone.values)["population"].notna().sum() == by_name
    pairs = DATA / f"attributes/xwalk_bps_kemendagri_{region}.csv"
    crosswalk = read_crosswalk(pairs.read_bytes(), pairs.name)
    together = read_context(table.read_bytes(), table.name, kelurahan, Settings(), crosswalk)
    assert together.used >= alone.used
    assert together.used + len(together.rejects) == rows
    # Census rows called "LAINNYA" are no villages and reach none.
    assert together.rejects["reason"].str.contains("LAINNYA").sum() == (5 if region == "surabaya" else 0)
