"""Styles as QGIS reads them (QML), in the older spelling that every QGIS 3 knows."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from mapping.language import mark, tr
from mapping.present.files.layers.columns import Column
from mapping.present.files.layers.styles import DOTS, FEW_DOTS, HATCH, STRIPES, Style
from mapping.present.files.layers.wide import bare_text
from mapping.present.looks import EDGE, GROUND, INK
from mapping.present.looks import HATCH as GREY

VERSION = "3.10.0"
DOCTYPE = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
KEY = "{{00000000-0000-4000-8000-{:012d}}}"
TIP = mark("Kec. {kecamatan}")


def plain_text(text: str) -> str:
    """Text as XML can hold it and as QGIS does not run it: ``[% ... %]`` is an expression in legends and tips.

    Examples
    --------
    >>> plain_text("Kue\\x07[% env('HOME') %]")
    "Kue [ % env('HOME') % ]"
    """
    return bare_text(text).replace("[%", "[ %").replace("%]", "% ]")


def qml_of(style: Style, columns: Sequence[Column], whole: bool) -> str:
    """One style as a QML document.

    Parameters
    ----------
    style : Style
        What is drawn.
    columns : sequence of Column
        Of the layer.
    whole : bool
        With the aliases of the fields; else colours and tips only, and a reader's own aliases stay as they are.
    """
    said = "Symbology|MapTips" + ("|Fields" if whole else "")
    root = Element("qgis", version=VERSION, styleCategories=said)
    root.append(_renderer(style))
    SubElement(root, "blendMode").text = "0"
    SubElement(root, "featureBlendMode").text = "0"
    SubElement(root, "layerOpacity").text = "1"
    if whole:
        names = SubElement(root, "aliases")
        for position, column in enumerate(columns):
            SubElement(names, "alias", index=str(position + 1), field=column.name, name=plain_text(column.alias))
        SubElement(root, "previewExpression").text = '"name"'
    SubElement(root, "mapTip").text = _tip(style, {column.name: column.alias for column in columns})
    SubElement(root, "layerGeometryType").text = "2"
    return DOCTYPE + tostring(root, encoding="unicode")


def _tip(style: Style, aliases: dict[str, str]) -> str:
    """What is shown under the pointer; texts of the data are escaped by the expression itself."""

    def field(name: str) -> str:
        shown = f"coalesce(\"{name}\", '')"
        for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
            shown = f"replace({shown}, '{sign}', '{entity}')"
        return f"[% {shown} %]"

    note = style.state.replace("_status", "_note")
    value = f"[% coalesce(format_number(\"{style.value}\", 0), '{tr('belum diketahui')}') %]"
    value = value if style.value.endswith("_score") else field(style.value)
    parts = [f"<b>{field('name')}</b><br>{tr(TIP, kecamatan=field('kecamatan'))}"]
    parts.append(f"{_html(aliases[style.value])}: <b>{value}</b>")
    parts += [field(note)] if note in aliases else []
    parts.append(field("data_label"))
    return "<br>".join(parts)


def _html(text: str) -> str:
    return plain_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _renderer(style: Style) -> Element:
    renderer = Element("renderer-v2", type="RuleRenderer", symbollevels="0", enableorderby="0", forceraster="0")
    rules, symbols = SubElement(renderer, "rules", key=KEY.format(0)), Element("symbols")
    groups = [(style.title, style.rules)] + ([(tr("Kepastian peringkat"), style.doubt)] if style.doubt else [])
    drawn = 0
    for position, (title, members) in enumerate(groups, 1):
        group = SubElement(rules, "rule", key=KEY.format(position * 100), label=plain_text(title))
        for rule in members:
            look = {"symbol": str(drawn), "key": KEY.format(position * 100 + drawn + 1), "filter": rule.where}
            SubElement(group, "rule", look, label=plain_text(rule.words))
            symbols.append(_symbol(str(drawn), rule.look))
            drawn += 1
    renderer.append(symbols)
    return renderer


def _symbol(name: str, look: str) -> Element:
    symbol = Element("symbol", type="fill", name=name, alpha="1", clip_to_extent="1", force_rhr="0")
    over = look in (FEW_DOTS, STRIPES)
    if not over:
        ground = GROUND if look in (DOTS, HATCH) else look
        edge = {"outline_color": _rgba(EDGE), "outline_style": "solid", "outline_width": "0.15"}
        _layer(symbol, "SimpleFill", color=_rgba(ground), style="solid", **edge, outline_width_unit="MM")
    if look == HATCH:
        _stripes(symbol, f"@{name}@1", GREY, 0.45, 45)
    elif look == DOTS:
        _dots(symbol, f"@{name}@1", GREY, 0.9, 1.6)
    elif look == STRIPES:
        # A light and a dark line beside each other are seen on every colour of the ramp.
        _stripes(symbol, f"@{name}@0", "#ffffff", 0.6, -45)
        _stripes(symbol, f"@{name}@1", INK, 0.25, -45)
    elif look == FEW_DOTS:
        _dots(symbol, f"@{name}@0", "#ffffff", 1.2, 3.2)
        _dots(symbol, f"@{name}@1", INK, 0.75, 3.2)
    return symbol


def _stripes(symbol: Element, name: str, colour: str, width: float, angle: int) -> None:
    size = {"line_width": str(width), "line_width_unit": "MM", "distance": "2.2", "distance_unit": "MM"}
    layer = _layer(symbol, "LinePatternFill", angle=str(angle), color=_rgba(colour), offset="0", **size)
    inner = SubElement(layer, "symbol", type="line", name=name, alpha="1", clip_to_extent="1", force_rhr="0")
    pen = {"line_color": _rgba(colour), "line_width": str(width), "line_width_unit": "MM", "capstyle": "square"}
    _layer(inner, "SimpleLine", **pen, line_style="solid", joinstyle="bevel")


def _dots(symbol: Element, name: str, colour: str, size: float, apart: float) -> None:
    step = {f"{key}_{axis}": str(apart) for key in ("distance",) for axis in "xy"}
    units = {f"distance_{axis}_unit": "MM" for axis in "xy"}
    shift = {"displacement_x": str(apart / 2), "displacement_x_unit": "MM", "displacement_y": "0"}
    layer = _layer(symbol, "PointPatternFill", **step, **units, **shift)
    inner = SubElement(layer, "symbol", type="marker", name=name, alpha="1", clip_to_extent="1", force_rhr="0")
    shape = {"name": "circle", "color": _rgba(colour), "size": str(size), "size_unit": "MM"}
    _layer(inner, "SimpleMarker", **shape, outline_style="no", angle="0")


def _layer(symbol: Element, kind: str, **properties: str) -> Element:
    layer = SubElement(symbol, "layer", {"class": kind, "enabled": "1", "pass": "0", "locked": "0"})
    for key, value in properties.items():
        SubElement(layer, "prop", k=key, v=value)
    return layer


def _rgba(colour: str) -> str:
    return ",".join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5)) + ",255"
