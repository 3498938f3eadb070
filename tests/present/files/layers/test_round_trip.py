"""A layer that was written is a boundary file that reads: the same survey over it gives the same study."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import shapely

from mapping.knowledge.regions import demonstration_settings
from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.layers.formats import FORMATS
from mapping.settings import Settings, SourceFile, Sources
from mapping.study import TABLES, build_study

REAL = Path(__file__).parents[5] / "shared" / "data" / "boundaries"
REAL_FILES = ("batang_kemendagri2025.gpkg", "surabaya_hdx_bps2020.gpkg", "mapid_dukcapil_kota_bogor_68.geojson")
EXACT = ("gpkg", "geoparquet", "fgb")
METRE = 1 / 111_320
LABELS = ["name", "kind", "kecamatan", "kabupaten"]


def again_from(study, sources, form):
    """The study of the same files with the layer in place of the boundaries."""
    content = form.write(Edition(study), "")
    layer = SourceFile(f"peta-{form.ending}", content)
    return build_study(study.settings, replace(sources, boundaries=layer))


def parts_of(outlines):
    """Outlines as many-part ones: the formats that hold one kind of geometry hold this."""
    whole = shapely.normalize(outlines.to_numpy())
    return [shapely.MultiPolygon([one]) if one.geom_type == "Polygon" else one for one in whole]


def assert_same_study(before, after):
    """Every table, exactly; messages about the boundary file itself aside."""
    assert all(shapely.equals_exact(parts_of(before.kelurahan.geometry), parts_of(after.kelurahan.geometry)))
    for name in TABLES:
        if name != "issues":
            ours, theirs = pd.DataFrame(getattr(before, name)), pd.DataFrame(getattr(after, name))
            geometry = [column for column in ours if column == "geometry"]
            pd.testing.assert_frame_equal(theirs.drop(columns=geometry), ours.drop(columns=geometry), obj=name)


def assert_same_answers(before, after):
    """The same places, scores, ranks and advice; outlines within a few centimetres."""
    pd.testing.assert_frame_equal(pd.DataFrame(after.kelurahan[LABELS]), pd.DataFrame(before.kelurahan[LABELS]))
    for column in ("population", "households"):
        np.testing.assert_array_equal(after.kelurahan[column], before.kelurahan[column])
    change = shapely.area(shapely.symmetric_difference(*(g.kelurahan.geometry.to_numpy() for g in (before, after))))
    assert (change <= 0.05 * METRE * before.kelurahan.length.to_numpy()).all()
    np.testing.assert_allclose(after.scores["score"], before.scores["score"], rtol=1e-9)
    np.testing.assert_array_equal(after.scores["rank"], before.scores["rank"])
    told = ["kelurahan_code", "position", "line_id", "confident"]
    pd.testing.assert_frame_equal(after.advice[told], before.advice[told])


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
@pytest.mark.parametrize("region", ["batang", "surabaya"])
def test_a_demonstration_region_comes_back(demonstration, demonstration_files, region, form):
    before, sources = demonstration(region), demonstration_files(region)
    after = again_from(before, sources, form)
    (assert_same_study if form.name in EXACT else assert_same_answers)(before, after)


def test_the_label_of_the_outlines_comes_back_in_either_language(demonstration_files):
    """A region of the user's own, of which only the file says that its outlines are approximate."""
    sources, plain = demonstration_files("batang"), replace(demonstration_settings("batang"), boundary_note="")
    before = build_study(plain, sources)
    assert before.settings.boundary_note == "batas perkiraan"
    for code in ("id", "en"):
        with speaking(code):
            content = FORMATS[3].write(Edition(before), "")
        after = build_study(plain, replace(sources, boundaries=SourceFile("peta.fgb", content)))
        assert after.settings.boundary_note == "batas perkiraan", code


@pytest.fixture(scope="module", params=REAL_FILES)
def real(request):
    """A study over real outlines, with a drawn survey."""
    path = REAL / request.param
    if not path.exists():
        pytest.skip(f"berkas contoh tidak ada: {path.name}")
    from mapping.intake.outlines.boundaries import read_boundaries

    settings, boundaries = Settings(region=path.stem, draws=50), SourceFile(path.name, path.read_bytes())
    kelurahan, *_ = read_boundaries(boundaries.content, boundaries.name, settings)
    sources = Sources(boundaries, SourceFile("survei.csv", drawn_survey(kelurahan)))
    return build_study(settings, sources), sources


def drawn_survey(kelurahan):
    """Up to fifteen businesses in each of the first sixty kelurahan, by name."""
    rng = np.random.default_rng(3)
    places = kelurahan.head(60)[["name", "kecamatan", "kabupaten"]]
    rows = places.loc[places.index.repeat(rng.integers(0, 16, len(places)))].set_axis(
        ["kelurahan", "kecamatan", "kabupaten"], axis=1
    )
    goods = ["kue basah", "batik", "padi", "keripik", "warung makan", "toko kelontong", "tempe", "laundry"]
    rows = rows.assign(
        produk=rng.choice(goods, len(rows)),
        **{"tenaga kerja": rng.integers(1, 6, len(rows)), "belanja bahan": rng.integers(1, 9, len(rows)) * 1_000_000},
    )
    return rows.assign(**{"tanggal survei": "2026-03-01"}).to_csv(index=False).encode()


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_real_outlines_come_back(real, form):
    before, sources = real
    after = again_from(before, sources, form)
    (assert_same_study if form.name in EXACT else assert_same_answers)(before, after)
