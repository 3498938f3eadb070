"""The wall map: every place drawn and named or numbered, colours of the legend, same bytes, nothing that runs."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
import shapely

from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.mapped import ADVICE, advice_map, maps_of, part_of, sector_map
from mapping.present.files.paper import wall_map
from mapping.present.files.paper.wall_map import (
    FORMATS,
    LONG,
    SHORT,
    _map_svg,
    _numbers,
    _say_scale,
    _signs,
    _tell_page,
    lay_sheet,
    tint,
    wall_map_pdf,
)
from mapping.present.mapdata import KNOWN, SUPPRESSED, UNKNOWN
from mapping.present.shapes import METRES_PER_DEGREE
from mapping.study import read_study, write_study
from tests.hostile import HOSTILE, renamed

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def edition(demonstration: object) -> Edition:
    return Edition(demonstration("surabaya"))


def drawn_texts(svg: bytes) -> list[str]:
    return ["".join(element.itertext()) for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def fills(svg: bytes) -> dict[str, int]:
    groups = ElementTree.fromstring(svg).iter(f"{SVG}g")
    return {g.get("fill"): len(list(g)) for g in groups if g.get("fill-rule") and not g.get("fill-opacity")}


def test_every_kelurahan_is_drawn_in_the_colour_that_the_legend_counts(edition: Edition) -> None:
    sheet, shown = lay_sheet(edition), sector_map(edition, "food")
    svg, _ = _map_svg(sheet, shown, (), _numbers(edition))
    states = np.asarray(shown.states)
    found = fills(svg)
    assert sum(found.values()) == 153
    assert found.get("url(#arsir)", 0) == (states == UNKNOWN).sum()
    assert found.get("url(#sedikit)", 0) == (states == SUPPRESSED).sum() > 0


def test_every_kelurahan_has_its_name_or_a_number_that_the_index_explains(edition: Edition) -> None:
    sheet, numbers = lay_sheet(edition), _numbers(edition)
    for shown in maps_of(edition).values():
        signs = _signs(shown) if shown.__class__.__name__ == "MapKinds" else ()
        svg, numbered = _map_svg(sheet, shown, signs, numbers)
        said = drawn_texts(svg)
        for code in numbered:
            assert any(text.split()[-1] == str(numbers[code]) for text in said)
        named = [code for code, name in zip(shown.codes, shown.names, strict=True) if name in said]
        assert len(set(named) | set(numbered)) >= 150
    assert sorted(numbers.values()) == list(range(1, 154))


def test_the_sheet_turns_with_the_region_and_its_scale_is_true(tiny_study: object) -> None:
    wide = lay_sheet(Edition(tiny_study))
    assert (wide.wide, wide.high) == (LONG, SHORT)
    turned = tiny_study.kelurahan.copy()
    turned["geometry"] = shapely.transform(turned.geometry.to_numpy(), lambda xy: xy[:, ::-1] - [0, 112])
    tall = lay_sheet(Edition(replace(tiny_study, kelurahan=turned)))
    assert (tall.wide, tall.high) == (SHORT, LONG)
    west, _, east, _ = tiny_study.kelurahan.total_bounds
    shapes = list(wide.drawn.areas.values())
    across = shapely.total_bounds(shapes)[2] - shapely.total_bounds(shapes)[0]
    lat = np.radians(np.mean(tiny_study.kelurahan.total_bounds[[1, 3]]))
    assert across * wide.drawn.metres_per_px == pytest.approx((east - west) * METRES_PER_DEGREE * np.cos(lat), rel=1e-3)


def test_the_ratio_is_that_of_the_paper() -> None:
    # A unit is 0.226 mm: 22.6 m on the ground each are 1 : 100,000.
    assert "1 : 100.000" in _say_scale(22.6)


def test_a_map_of_unknown_sectors_is_left_out_and_said(edition: Edition) -> None:
    maps = maps_of(edition)
    assert "agriculture" not in maps and next(iter(maps)) == ADVICE
    assert any("pertanian" in note for note in maps[ADVICE].notes)


def test_lines_have_letters_so_that_grey_paper_tells_them_apart(edition: Edition) -> None:
    shown = advice_map(edition)
    signs = _signs(shown)
    page, (svg, panel), _ = _tell_page(edition, lay_sheet(edition), shown, ADVICE)
    legend = " ".join(drawn_texts(panel))
    for sign, label in zip(signs, shown.labels, strict=False):
        assert f"{sign} · {label.split()[0]}" in legend
    assert len(set(signs)) == len(signs) and set("AB") <= {text[:1] for text in drawn_texts(svg)}
    assert {tint(colour) for colour in shown.colours} >= {fill for fill in fills(svg) if fill[0] == "#"}
    assert page["first"] == []


def test_the_first_ten_are_those_of_the_public_ranks(edition: Edition) -> None:
    page, _, _ = _tell_page(edition, lay_sheet(edition), sector_map(edition, "food"), "food")
    rows = edition.scores[edition.scores["sector"] == "food"].dropna(subset=["rank"]).sort_values("rank", kind="stable")
    assert [row[1] for row in page["first"]] == rows["name"].head(10).tolist()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_neither_run_nor_break_the_sheet(tiny_study: object, name: str) -> None:
    edition = Edition(renamed(tiny_study, name))
    content = wall_map_pdf(edition)
    assert content.startswith(b"%PDF") and b"/JavaScript" not in content and b"/Launch" not in content
    svg, _ = _map_svg(lay_sheet(edition), advice_map(edition), (), _numbers(edition))
    tags = {element.tag.removeprefix(SVG) for element in ElementTree.fromstring(svg).iter()}
    assert tags <= {"svg", "defs", "pattern", "rect", "circle", "g", "path", "text"}


def test_one_kelurahan_is_a_region(tiny_study: object) -> None:
    one = tiny_study.kelurahan.iloc[:1]
    code = one.index[0]
    tables = {
        name: table[table.index.get_level_values(0) == code]
        for name, table in {"indicators": tiny_study.indicators, "scores": tiny_study.scores}.items()
    }
    assert wall_map_pdf(Edition(replace(tiny_study, kelurahan=one, **tables))).startswith(b"%PDF")


def test_the_same_study_gives_the_same_bytes_also_when_read_back(tiny_study: object, tmp_path: object) -> None:
    first = wall_map_pdf(Edition(tiny_study))
    assert first == wall_map_pdf(Edition(tiny_study))
    write_study(tiny_study, tmp_path)
    assert first == wall_map_pdf(Edition(read_study(tmp_path)))


def test_both_languages_set(tiny_study: object) -> None:
    with speaking("en"):
        assert wall_map_pdf(Edition(tiny_study)) != b""


def test_names_that_do_not_fit_anywhere_get_a_sheet_of_their_own(
    edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wall_map, "_index_place", lambda *sizes: "")
    sheet = lay_sheet(edition)
    page, _, apart = _tell_page(edition, sheet, sector_map(edition, "food"), "food")
    assert page["index"] == [] and page["index_note"] and len(apart) > 20


def test_a_part_of_a_map_keeps_each_place_with_its_own_values(edition: Edition) -> None:
    whole = sector_map(edition, "food")
    kept = np.zeros(len(whole.codes), bool)
    kept[[3, 50, 152]] = True
    part = part_of(whole, kept)
    assert list(part.codes) == [whole.codes[at] for at in (3, 50, 152)]
    np.testing.assert_array_equal(part.values, whole.values[kept])
    assert [part.kecamatan[at] for at in part.places] == [whole.kecamatan[whole.places[at]] for at in (3, 50, 152)]


def test_hidden_scores_never_reach_the_map(edition: Edition) -> None:
    for word, shown in maps_of(edition).items():
        if word != ADVICE:
            assert np.isnan(shown.values[shown.states != KNOWN]).all()
            assert np.isnan(shown.ranks[shown.states != KNOWN]).all()


def test_the_format_is_one_file_a_region() -> None:
    (form,) = FORMATS
    assert (form.name, form.of, form.mime) == ("map-a3", "region", "application/pdf")
