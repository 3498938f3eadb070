"""The A3 map as poppler sees it: its size, its words, the colours of its classes; and what its file consists of."""

import subprocess
from itertools import pairwise

import numpy as np
import pytest
import shapely

from mapping.present.files.edition import Edition
from mapping.present.files.mapped import ADVICE, maps_of
from mapping.present.files.paper.wall_map import lay_sheet, tint, wall_map_pdf
from mapping.present.legend import classes_of
from mapping.present.mapdata import KNOWN

DPI = 60
A3 = (420.0, 297.0)


@pytest.fixture(scope="module")
def edition(demonstration):
    return Edition(demonstration("surabaya"))


@pytest.fixture(scope="module")
def sheet_pdf(edition):
    return wall_map_pdf(edition)


def test_every_page_is_a3(sheet_pdf, pages, edition):
    drawn = pages(sheet_pdf, DPI)
    assert len(drawn) >= len(maps_of(edition))
    for page in drawn:
        assert [round(side / DPI * 25.4) for side in page.size] == [round(side) for side in A3]


def test_colours_at_the_middle_of_places_are_those_of_their_classes(sheet_pdf, pages, edition):
    dpi = 144
    drawn, sheet = pages(sheet_pdf, dpi), lay_sheet(edition)
    for page, (word, shown) in zip(drawn, maps_of(edition).items(), strict=False):
        picture = np.asarray(page.convert("RGB"), int)
        classes, seen = classes_of(shown), 0
        for place in np.flatnonzero(np.asarray(shown.states) == KNOWN):
            colour = str(shown.colours[classes[place]])
            colour = tint(colour) if word == ADVICE else colour
            wanted = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)])
            area = sheet.drawn.areas[str(shown.codes[place])].buffer(-3)
            if area.geom_type != "Polygon" or area.interiors:
                continue
            points = shapely.line_interpolate_point(area.boundary, np.linspace(0, 0.9, 10), normalized=True)
            spots = [[round(mm / 25.4 * dpi) for mm in sheet.point(point.x, point.y)] for point in points]
            near = [np.abs(picture[y, x] - wanted).max() <= 3 for x, y in spots]
            # Names lie on some of the points; most are bare ground.
            assert np.mean(near) >= 0.5, (word, shown.names[place])
            seen += 1
        assert seen > 100


def test_the_words_of_the_sheet_can_be_read(sheet_pdf, words, edition):
    told = [" ".join(page.split()) for page in words(sheet_pdf)]
    for page, shown in zip(told, maps_of(edition).values(), strict=False):
        for part in (shown.title, "Kota Surabaya", "data sintetis", "Belum cukup data", "km", "Skala kira-kira 1 :"):
            assert part in page
        assert "data 31 Agustus 2026" in page and edition.stamp.manifest_sha256[:12] in page and "batas" in page
    assert "60–80" in told[1] and "Angka disembunyikan" in told[1] and "Kalirungkut" in told[1]


def test_it_is_drawn_and_not_photographed(sheet_pdf, program, tmp_path):
    (tmp_path / "a.pdf").write_bytes(sheet_pdf)
    listed = subprocess.run(
        [program("pdfimages"), "-list", tmp_path / "a.pdf"], capture_output=True, text=True, check=True
    )
    assert len(listed.stdout.splitlines()) == 2
    assert len(sheet_pdf) < 3_000_000


def test_classes_stay_apart_in_grey(edition):
    shown = maps_of(edition)["food"]
    grey = [sum(w * int(c[i : i + 2], 16) for w, i in ((0.299, 1), (0.587, 3), (0.114, 5))) for c in shown.colours]
    assert all(lighter - darker > 20 for lighter, darker in pairwise(grey))
