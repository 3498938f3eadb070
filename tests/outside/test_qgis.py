"""QGIS opens our GeoPackage already coloured: every style loads, and pictures it draws have the app's own colours."""

import json
import os
import subprocess
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.layers.columns import columns_of
from mapping.present.files.layers.formats import FORMATS
from mapping.present.files.layers.wide import wide_table
from mapping.present.legend import classes_of
from mapping.present.looks import GROUND, HATCH
from mapping.present.mapdata import COLOURS, KNOWN, SUPPRESSED, MapValues
from mapping.present.mapvalues import certainty, line_values, sector_values

SCRIPT = Path(__file__).parent / "read_in_qgis.py"
WRITE = {form.name: form.write for form in FORMATS}
WIDTH = 1600
NEAR = 6
"""How far a drawn colour may lie from ours, of 255."""


@pytest.fixture(scope="module")
def qgis(tmp_path_factory):
    """``qgis(content, names)``: what QGIS finds in a GeoPackage, and its pictures of the named styles."""
    python = "/usr/bin/python3"
    try:
        subprocess.run([python, "-c", "import qgis.core"], check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        say = pytest.fail if os.environ.get("CI") else pytest.skip
        say("python3-qgis tidak ada di mesin ini (lihat .ci/run)")

    def read(content, names):
        folder = tmp_path_factory.mktemp("qgis")
        (folder / "peta.gpkg").write_bytes(content)
        (folder / "order.json").write_text(json.dumps({"draw": names, "width": WIDTH, "folder": str(folder)}))
        command = [python, SCRIPT, folder / "peta.gpkg", folder / "order.json", folder / "answer.json"]
        home = {"HOME": str(folder), "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(folder)}
        plain = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
        done = subprocess.run(list(map(str, command)), env=plain | home, capture_output=True, text=True, timeout=180)
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads((folder / "answer.json").read_text()), done.stderr

    return read


@pytest.fixture(scope="module", params=["surabaya", "batang"])
def opened(request, demonstration, qgis):
    edition = Edition(demonstration(request.param))
    names = ["", "Skor potensi: Kerajinan", "Skor dan kepastian: Pangan", "Saran: mulai dari apa"]
    names.append(next(name for name in style_names(edition) if name.startswith("Kecocokan B25")))
    found, told = qgis(WRITE["gpkg"](edition, ""), names)
    return edition, found, told


def style_names(edition):
    from mapping.present.files.layers.styles import styles_of

    return [style.name for style in styles_of(edition, wide_table(edition))]


def boxes(edition, picture):
    """Pixels around the innermost point of each kelurahan that has room for them: code -> array (k, 3)."""
    path, (west, south, east, north) = picture
    image = np.asarray(Image.open(path).convert("RGB"))
    height, width = image.shape[:2]
    scale = width / (east - west)
    taken = {}
    half = 9
    for code, outline in edition.study.kelurahan.geometry.items():
        point = outline.buffer(-1.5 * half / scale).representative_point()
        if point.is_empty:
            continue
        x, y = int((point.x - west) * scale), int((north - point.y) * height / (north - south))
        taken[code] = image[y - half : y + half + 1, x - half : x + half + 1].reshape(-1, 3).astype(int)
    return taken


def rgb(colour):
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)])


def share(pixels, colour):
    """Part of the pixels that have this colour."""
    return float((np.abs(pixels - rgb(colour)).max(axis=1) <= NEAR).mean())


def assert_colours(taken, classes, states):
    """One plain colour where a value is known; the pattern of hidden or of unknown elsewhere. How many of each."""
    seen = {"known": 0, "hidden": 0, "unknown": 0}
    for code, pixels in taken.items():
        place = classes[code]
        if states[code] == KNOWN:
            assert share(pixels, COLOURS[place]) == 1, (code, COLOURS[place], pixels[:3])
            seen["known"] += 1
            continue
        assert 0.02 < share(pixels, HATCH) < 0.5, code
        assert share(pixels, GROUND) > 0.25, code
        assert all(share(pixels, colour) < 0.02 for colour in COLOURS), code
        seen["hidden" if states[code] == SUPPRESSED else "unknown"] += 1
    return seen


def shown_classes(rows):
    """Class of each kelurahan as the app's map draws it."""
    shown = MapValues([], [], [], [], rows["value"].to_numpy(float), rows["state"].to_numpy(), None, "", "", 0, 100)
    return dict(zip(rows.index, classes_of(shown), strict=True)), rows["state"].to_dict()


def test_the_layer_opens_whole_and_without_a_complaint(opened):
    edition, found, told = opened
    assert found["valid"]
    assert found["count"] == len(edition.study.kelurahan)
    assert found["crs"] == "EPSG:4326"
    assert found["fields"] == ["fid", *(column.name for column in columns_of(edition))]
    assert found["said"] == []
    assert "warning" not in told.lower()
    assert "error" not in told.lower()


def test_every_style_loads_and_draws_every_kelurahan(opened):
    edition, found, _ = opened
    assert set(found["styles"]) == set(style_names(edition))
    assert len(found["styles"]) == 3 + 3 + 1 + 40
    for name, style in found["styles"].items():
        assert style["trouble"] == "", name
        assert style["type"] == "RuleRenderer", name
        assert style["unmet"] == [], name


def test_the_names_that_qgis_shows_are_ours(opened):
    edition, found, _ = opened
    assert {column.name: column.alias for column in columns_of(edition)} == {
        name: alias for name, alias in found["aliases"].items() if name != "fid"
    }
    assert all(style["alias"] == "Pangan: skor potensi" for style in found["styles"].values()), "names outlive a style"
    assert found["display"] == '"name"'
    assert found["title"].endswith(edition.stamp.region)
    assert edition.stamp.manifest_sha256 in found["abstract"]
    assert edition.stamp.data_label in found["abstract"]


def test_it_opens_in_the_colours_of_the_app(opened):
    edition, found, _ = opened
    assert found["usual_legend"] == [
        "Skor potensi: Pangan",
        *("0–20", "20–40", "40–60", "60–80", "80–100"),
        *("Angka disembunyikan", "Belum cukup data"),
    ]
    for name, sector in (("", "food"), ("Skor potensi: Kerajinan", "crafts")):
        rows = sector_values(edition.scores, edition.study.kelurahan.index, sector, "score")
        seen = assert_colours(boxes(edition, found["pictures"][name]), *shown_classes(rows))
        assert seen["known"] > 30
        assert sum(seen.values()) > 100
        classes, states = shown_classes(rows)
        assert len({classes[code] for code in classes if states[code] == KNOWN}) >= 3


def test_a_line_has_the_colours_of_the_app_where_it_may_be_started(opened):
    edition, found, _ = opened
    name = next(name for name in found["pictures"] if name.startswith("Kecocokan"))
    rows = line_values(edition.study, "B25")
    closed = (rows["state"] == KNOWN) & ~rows["open"]
    rows = rows.assign(value=rows["value"].mask(closed), state=rows["state"].mask(closed, 1))
    seen = assert_colours(boxes(edition, found["pictures"][name]), *shown_classes(rows))
    assert seen["unknown"] > 10


def test_doubt_is_a_texture_over_the_colour(opened):
    edition, found, _ = opened
    rows = sector_values(edition.scores, edition.study.kelurahan.index, "food", "score")
    ranked = int(edition.study.scores.xs("food", level="sector")["rank"].notna().sum())
    doubt = dict(zip(rows.index, certainty(rows, ranked), strict=True))
    classes, states = shown_classes(rows)
    taken = boxes(edition, found["pictures"]["Skor dan kepastian: Pangan"])
    counted = {0: 0, 1: 0, 2: 0}
    bare = {0: [], 1: [], 2: []}
    for code, pixels in taken.items():
        if states[code] != KNOWN:
            continue
        counted[doubt[code]] += 1
        bare[doubt[code]].append(share(pixels, COLOURS[classes[code]]))
    assert all(one == 1 for one in bare[0])
    assert all(0.3 < one < 0.98 for one in bare[1])
    assert all(0.1 < one < 0.85 for one in bare[2])
    assert counted[1] + counted[2] > 20


def test_one_wrong_colour_would_be_seen(opened):
    edition, found, _ = opened
    rows = sector_values(edition.scores, edition.study.kelurahan.index, "food", "score")
    classes, states = shown_classes(rows)
    for low, high in pairwise(range(3)):
        swapped = {code: {low: high, high: low}.get(place, place) for code, place in classes.items()}
        with pytest.raises(AssertionError):
            assert_colours(boxes(edition, found["pictures"][""]), swapped, states)


def test_in_english_names_styles_and_legend_are_english(demonstration, qgis):
    with speaking("en"):
        edition = Edition(demonstration("batang"))
        columns = columns_of(edition)
        names = style_names(edition)
        found, _ = qgis(WRITE["gpkg"](edition, ""), [""])
    assert set(found["styles"]) == set(names)
    assert {column.name: column.alias for column in columns}.items() <= found["aliases"].items()


def test_nothing_typed_runs_or_breaks_in_qgis(tiny_study, qgis):
    nasty = ["[% env('HOME') %]", "<b>&amp;</b>\x07", "]]>'\";--", "=1+1", "ألف \U0001f600" + "x" * 300]
    kelurahan = tiny_study.kelurahan.assign(name=nasty, kecamatan=nasty[::-1])
    from dataclasses import replace

    found, _ = qgis(WRITE["gpkg"](Edition(replace(tiny_study, kelurahan=kelurahan)), ""), [""])
    assert found["valid"]
    assert found["count"] == 5
    assert found["said"] == []
    assert all(style["trouble"] == "" and style["unmet"] == [] for style in found["styles"].values())
