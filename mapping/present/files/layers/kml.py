"""KML for Google Earth: placemarks in folders by kecamatan, coloured as the first map of the app."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.knowledge.formats import say_number
from mapping.language import mark, tr
from mapping.present.files.edition import Edition
from mapping.present.files.layers.columns import Column, columns_of
from mapping.present.files.layers.geojson import DIGITS
from mapping.present.files.layers.styles import DOTS, HATCH, Rule, Style, styles_of
from mapping.present.files.layers.wide import HIDDEN, KNOWN_STATE, bare_text, wide_table
from mapping.present.looks import GROUND
from mapping.present.looks import HATCH as GREY
from mapping.present.mapdata import class_breaks, class_of
from mapping.present.tables import sector_label

if TYPE_CHECKING:
    import geopandas as gpd

FILL, FAINT = "b3", "59"
"""How opaque a fill is (of ff): the ground stays visible; what has no figure is fainter."""
NO_KECAMATAN = mark("tanpa kecamatan")
TITLE = mark("Potensi kelurahan/desa: {region}")
_NEXT, _HOLE = "\x01", "\x02"
"""Stand between polygons, and between the rings of one, while WKT becomes KML."""


def kml_bytes(edition: Edition) -> bytes:
    """The layer as KML 2.2: colours by the first scored sector, every column as data, a short table in the balloon.

    Texts are built column by column. Whatever was typed stands escaped, for XML and once more for the balloon's HTML.
    """
    table, columns = wide_table(edition), columns_of(edition)
    style = styles_of(edition, table)[0]
    head = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n<Document>',
        f"<name>{_xml(tr(TITLE, region=edition.stamp.region))}</name>",
        f"<description>{_xml(_about(edition, style))}</description>",
        *(_style_text(f"k{position}", rule.look) for position, rule in enumerate(style.rules)),
        _schema(columns),
    ]
    return "\n".join([*head, *_folders(table, _placemarks(table, columns, style)), "</Document>\n</kml>\n"]).encode()


def _xml(text: str) -> str:
    return html.escape(bare_text(text), quote=True)


def _about(edition: Edition, style: Style) -> str:
    """Legend and sources as HTML."""
    rows = [
        f'<tr><th bgcolor="{_swatch(rule)}">&#160;&#160;</th><td>{_xml(rule.words)}</td></tr>' for rule in style.rules
    ]
    told = "<br>".join(f"{_xml(label)}: {_xml(value)}" for label, value in edition.stamp.pairs())
    return f"<b>{_xml(style.title)}</b><table>{''.join(rows)}</table><p>{told}</p>"


def _swatch(rule: Rule) -> str:
    return {DOTS: GREY, HATCH: GROUND}.get(rule.look, rule.look)


def _style_text(name: str, look: str) -> str:
    """KML has no textures: hidden is grey, unknown is nearly clear."""
    colour, opaque = {DOTS: (GREY, FILL), HATCH: (GROUND, FAINT)}.get(look, (look, FILL))
    fill = opaque + colour[5:7] + colour[3:5] + colour[1:3]
    line = "<LineStyle><color>ff94877b</color><width>1.2</width></LineStyle>"
    return f'<Style id="{name}">{line}<PolyStyle><color>{fill}</color></PolyStyle></Style>'


def _schema(columns: tuple[Column, ...]) -> str:
    """Names and words of the columns, once; all are texts for the reader, numbers written plainly."""
    fields = "".join(
        f'<SimpleField type="string" name="{c.name}"><displayName>{_xml(c.alias)}</displayName></SimpleField>'
        for c in columns
    )
    return f'<Schema name="kelurahan" id="kelurahan">{fields}</Schema>'


def _placemarks(table: gpd.GeoDataFrame, columns: tuple[Column, ...], style: Style) -> pd.Series:
    """One placemark text a kelurahan."""
    texts = {column.name: _cells(table[column.name]) for column in columns}
    data = pd.Series("", index=table.index)
    for name, cells in texts.items():
        data = data + (f'<SimpleData name="{name}">' + cells + "</SimpleData>").where(cells != "", "")
    return (
        "<Placemark><name>"
        + texts["name"]
        + "</name><description>"
        + _balloons(table, texts)
        + "</description><styleUrl>#k"
        + pd.Series(_kinds(table, style), index=table.index).astype(str)
        + '</styleUrl><ExtendedData><SchemaData schemaUrl="#kelurahan">'
        + data
        + "</SchemaData></ExtendedData>"
        + _shapes(table.geometry)
        + "</Placemark>"
    )


def _cells(column: pd.Series) -> pd.Series:
    """Cells as XML text, exact; ``""`` where nothing is known."""
    if column.dtype == "boolean":
        column = column.map({True: "true", False: "false"})
    if pd.api.types.is_float_dtype(column):
        column = column.map(lambda value: repr(float(value)).removesuffix(".0"), na_action="ignore")
    texts = column.astype("object").where(column.notna(), "").astype(str)
    return texts.map(_xml)


def _kinds(table: pd.DataFrame, style: Style) -> np.ndarray:
    """Position of each kelurahan's rule in the style."""
    values = table[style.value].to_numpy(float, na_value=np.nan)
    classes = class_of(values, class_breaks(0, 100))
    known, hidden = (table[style.state] == KNOWN_STATE).to_numpy(), (table[style.state] == HIDDEN).to_numpy()
    last = len(style.rules) - 1
    return np.select([known, hidden], [classes, last - 1], last)


def _balloons(table: pd.DataFrame, texts: dict[str, pd.Series]) -> pd.Series:
    """The short table of the balloon; heads are ``th``, so that no reader takes a row of it for a column."""
    rows = [(tr("Kecamatan"), texts["kecamatan"])]
    for sector in SCORED_SECTORS:
        score, rank = table[f"{sector}_score"], table[f"{sector}_rank"]
        said = _say(score, lambda value: tr("skor {score}", score=say_number(value)))
        said += _say(rank, lambda value: tr(", peringkat {rank}", rank=say_number(value)))
        said = said.where(said != "", table[f"{sector}_note"].fillna("").astype("object"))
        rows.append((tr("Skor potensi: {sector}", sector=sector_label(sector)), said.map(_xml)))
    rows += [(tr("Mulai dari"), texts["advice_line"].where(texts["advice_line"] != "", texts["advice_reason"]))]
    rows += [(tr("Jangan mulai dari"), texts["advice_avoid"]), (tr("Label data"), texts["data_label"])]
    made = pd.Series("&lt;table&gt;", index=table.index)
    for label, cells in rows:
        start = f'<tr><th align="left">{_xml(label)}</th><td>'
        row = _xml(start) + cells.str.replace("&", "&amp;", regex=False) + _xml("</td></tr>")
        made = made + row.where(cells != "", "")
    return made + "&lt;/table&gt;"


def _say(column: pd.Series, words: Callable[[float], str]) -> pd.Series:
    """Each value in words, every value once; ``""`` where it is not known."""
    said = {value: words(float(value)) for value in column.dropna().unique()}
    return column.astype("object").map(said).astype("object").fillna("")


def _shapes(outlines: gpd.GeoSeries) -> pd.Series:
    r"""Each outline as KML, made from its WKT as a whole column; ``""`` without outline.

    Examples
    --------
    >>> import geopandas as gpd
    >>> shape = gpd.GeoSeries.from_wkt(["POLYGON ((0 0, 9 0, 9 9, 0 0), (5 1, 8 1, 8 4, 5 1))", "POLYGON EMPTY"])
    >>> [text.count("Boundary") for text in _shapes(shape)], "<coordinates>0,0 9,0 9,9 0,0<" in _shapes(shape)[0]
    ([4, 0], True)
    """
    import shapely

    whole = shapely.orient_polygons(outlines.to_numpy())
    made = shapely.to_wkt(whole, rounding_precision=DIGITS, trim=True)
    text = pd.Series(made, index=outlines.index, dtype="str").fillna("")
    drawn = text.str.contains("((", regex=False)
    text = text.str.replace(r"^[A-Z]+ \(+(.*?)\)+$", r"\1", regex=True)
    for old, new in ((")), ((", _NEXT), ("), (", _HOLE), (", ", "\n"), (" ", ","), ("\n", " ")):
        text = text.str.replace(old, new, regex=False)
    first, last = "<LinearRing><coordinates>", "</coordinates></LinearRing>"
    outer = rf"\1<outerBoundaryIs>{first}\2{last}</outerBoundaryIs>"
    inner = rf"<innerBoundaryIs>{first}\1{last}</innerBoundaryIs>"
    text = text.str.replace(rf"(^|{_NEXT})([^{_NEXT}{_HOLE}]+)", outer, regex=True)
    text = text.str.replace(rf"{_HOLE}([^{_NEXT}{_HOLE}]+)", inner, regex=True)
    text = text.str.replace(_NEXT, "</Polygon><Polygon>", regex=False)
    return ("<MultiGeometry><Polygon>" + text + "</Polygon></MultiGeometry>").where(drawn, "")


def _folders(table: pd.DataFrame, marks: pd.Series) -> list[str]:
    """A folder a kecamatan, in the order of their first codes."""
    names = table["kecamatan"].fillna(tr(NO_KECAMATAN))
    where = [table["kabupaten"].fillna(""), names]
    joined = marks.groupby(where, sort=False).agg("\n".join)
    return [f"<Folder><name>{_xml(str(key[1]))}</name>\n{body}\n</Folder>" for key, body in joined.items()]
