"""KML and KMZ -> features. Read by our own hand: a KML can name other files and addresses, which is refused unread."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from mapping.errors import InputError
from mapping.intake.gate.files import show_name
from mapping.language import tr

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    import geopandas as gpd
    import numpy as np

PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.S)
"""All that may stand before the root element, except a document type."""
_ROW = re.compile(r"<td[^>]*>\s*([^<>]{1,60}?)\s*</td>\s*<td[^>]*>\s*([^<>]*?)\s*</td>", re.I)
_DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([\w.-]+)[\"']")
OWN_FIELDS = ("name", "description")


def read_kml(content: bytes, name: str) -> gpd.GeoDataFrame:
    """Placemarks with their texts, one row each, EPSG:4326.

    Attributes stand in ``ExtendedData`` (``SimpleData`` or ``Data``), or as the two-column table that ArcGIS writes
    into ``description``; all are text. Heights are dropped. Memory stays near that of the result: each placemark is let
    go once read.

    Parameters
    ----------
    content : bytes
        The KML itself, not a KMZ.
    name : str
        For messages only.

    Raises
    ------
    InputError
        Broken; with a document type (entities can read files and swell without bound); or with a link to another file.

    Examples
    --------
    >>> ring = "<LinearRing><coordinates>110,-7 111,-7 111,-6 110,-7</coordinates></LinearRing>"
    >>> shape = f"<Polygon><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon>"
    >>> mark = f"<Placemark><name>Gundih</name>{shape}</Placemark>"
    >>> frame = read_kml(f"<kml><Document>{mark}</Document></kml>".encode(), "a.kml")
    >>> frame["name"].tolist(), frame.geometry.iloc[0].area
    (['Gundih'], 0.5)
    """
    import geopandas as gpd

    text = _decode(content)
    if text[PROLOG.match(text).end() :][:9].upper() == "<!DOCTYPE":  # type: ignore[union-attr]
        raise InputError(
            tr(
                'Berkas "{name}" memuat DOCTYPE atau ENTITY, yang dapat menunjuk berkas lain; tidak '
                "dibuka. Simpan ulang sebagai KML di Google Earth atau QGIS.",
                name=show_name(name),
            )
        )
    shapes, rows = [], []
    try:
        for placemark in _placemarks(text, name):
            shapes.append(_read_shape(placemark))
            rows.append(_read_texts(placemark))
    except (ElementTree.ParseError, ValueError) as error:
        raise InputError(
            tr(
                'Berkas "{name}" rusak atau terpotong: bukan KML yang utuh. Kirim ulang berkas aslinya.',
                name=show_name(name),
            )
        ) from error
    columns = list(dict.fromkeys(key for row in rows for key in row))
    table = {column: [row.get(column, "") for row in rows] for column in columns}
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326", index=range(len(rows)))


def _decode(content: bytes) -> str:
    """The text with its encoding settled here, so that nothing can hide behind another one."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    declared = _DECLARED.search(content[:200])
    latin = declared is not None and re.match(rb"(?i)iso-8859-1|windows-1252|cp1252", declared[1])
    return content.decode("cp1252" if latin else "utf-8-sig", "replace")


def _placemarks(text: str, name: str) -> Iterator[Element]:
    """Each placemark once its end is read; a link to another file stops the reading."""
    source = io.BytesIO(re.sub(r"^\s*<\?xml.*?\?>", "", text, count=1, flags=re.S).strip().encode())
    for event, element in ElementTree.iterparse(source, events=("start", "end")):
        tag = _tag(element)
        if tag == "NetworkLink":
            raise InputError(
                tr(
                    'Berkas "{name}" menunjuk peta di tempat lain (NetworkLink); alamat itu tidak dibuka. '
                    "Buka di Google Earth, lalu simpan wilayahnya sendiri sebagai KML.",
                    name=show_name(name),
                )
            )
        if event == "end" and tag == "Placemark":
            yield element
            element.clear()


def _tag(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _inside(element: Element, tag: str) -> Iterator[Element]:
    return (child for child in element.iter() if _tag(child) == tag)


def _read_texts(placemark: Element) -> dict[str, str]:
    own = {_tag(child): child.text or "" for child in placemark if _tag(child) in OWN_FIELDS}
    texts = {"name": own.get("name", "").strip()}
    texts |= {key.strip(): html.unescape(value) for key, value in _ROW.findall(own.get("description", ""))}
    for data in _inside(placemark, "Data"):
        texts[data.get("name", "")] = "".join(value.text or "" for value in _inside(data, "value")).strip()
    for data in _inside(placemark, "SimpleData"):
        texts[data.get("name", "")] = (data.text or "").strip()
    return {key: value for key, value in texts.items() if key}


def _read_shape(placemark: Element) -> object | None:
    """All polygons of a placemark as one; its first point or line where it has none; None without either."""
    import shapely

    polygons = [
        shapely.Polygon(_rings(polygon, "outerBoundaryIs")[0], _rings(polygon, "innerBoundaryIs"))
        for polygon in _inside(placemark, "Polygon")
        if _rings(polygon, "outerBoundaryIs")
    ]
    if polygons:
        return polygons[0] if len(polygons) == 1 else shapely.MultiPolygon(polygons)
    for tag, shape in (("Point", shapely.Point), ("LineString", shapely.LineString)):
        for element in _inside(placemark, tag):
            corners = _corners(next(_inside(element, "coordinates"), None))
            if len(corners):
                return shape(corners if tag == "LineString" else corners[0])
    return None


def _rings(polygon: Element, side: str) -> list[np.ndarray]:
    found = [_corners(text) for border in _inside(polygon, side) for text in _inside(border, "coordinates")]
    return [corners for corners in found if len(corners) >= 3]


def _corners(element: Element | None) -> np.ndarray:
    """Longitude and latitude of every corner, shape (n, 2)."""
    import numpy as np

    text = re.sub(r"\s*,\s*", ",", (element.text or "") if element is not None else "").split()
    return np.array([corner.split(",")[:2] for corner in text], dtype=float).reshape(-1, 2)
