"""Run by the system's Python with QGIS in it: opens a GeoPackage, loads its styles, draws some of them.

``read_in_qgis.py FILE ORDER.json ANSWER.json`` where the order has ``draw`` (names of styles), ``width`` and
``folder``; ``""`` in ``draw`` is what the layer opens with. The answer says what QGIS found.
"""

import json
import sys
from pathlib import Path

from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsRenderContext, QgsVectorLayer
from qgis.PyQt.QtCore import QSize
from qgis.PyQt.QtGui import QColor

MARGIN = 1.02


def draw(layer, width, path):
    """A picture of the whole layer; the ends of what it shows."""
    settings = QgsMapSettings()
    extent = layer.extent()
    extent.scale(MARGIN)
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setBackgroundColor(QColor("#ff00ff"))
    settings.setOutputSize(QSize(width, int(width * extent.height() / extent.width())))
    settings.setOutputDpi(96)
    settings.setFlag(QgsMapSettings.Antialiasing, True)
    settings.setExtent(extent)
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(str(path))
    shown = settings.visibleExtent()
    return [shown.xMinimum(), shown.yMinimum(), shown.xMaximum(), shown.yMaximum()]


def legend(layer):
    """Words and whether a picture stands beside them, in the order of the legend."""
    return [item.label() for item in layer.renderer().legendSymbolItems() if item.label()]


def unmet(layer):
    """Kelurahan that no rule draws."""
    context = QgsRenderContext()
    context.expressionContext().appendScopes([])
    renderer = layer.renderer().clone()
    renderer.startRender(context, layer.fields())
    missed = []
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        if not renderer.willRenderFeature(feature, context):
            missed.append(feature["kelurahan_code"])
    renderer.stopRender(context)
    return missed


def main(file, order, answer):
    order = json.loads(Path(order).read_text())
    QgsApplication.setPrefixPath("/usr", True)
    said = []
    app = QgsApplication([], False)
    app.initQgis()
    app.messageLog().messageReceived.connect(lambda text, tag, level: said.append(f"{tag}: {text}") if level else None)
    layer = QgsVectorLayer(f"{file}|layername=kelurahan", "kelurahan", "ogr")
    found = {
        "valid": layer.isValid(),
        "count": layer.featureCount(),
        "crs": layer.crs().authid(),
        "fields": [field.name() for field in layer.fields()],
        "opens_with": layer.renderer().type(),
        "aliases": {field.name(): layer.attributeDisplayName(at) for at, field in enumerate(layer.fields())},
        "provider_aliases": {field.name(): field.alias() for field in layer.dataProvider().fields()},
        "title": layer.metadata().title(),
        "abstract": layer.metadata().abstract(),
        "rights": layer.metadata().rights(),
        "display": layer.displayExpression(),
        "tip": layer.mapTipTemplate(),
        "sublayers": [line.split("!!::!!")[1] for line in layer.dataProvider().subLayers()],
    }
    _, ids, names, *_ = layer.listStylesInDatabase()
    found["styles"], found["pictures"] = {}, {}
    wanted = set(order["draw"])
    if "" in wanted:
        path = Path(order["folder"]) / "usual.png"
        found["pictures"][""] = [str(path), draw(layer, order["width"], path)]
        found["usual_legend"] = legend(layer)
    for position, (key, name) in enumerate(zip(ids, names, strict=True)):
        text, failed = layer.getStyleFromDatabase(key)
        loaded, trouble = layer.importNamedStyle(document(text))
        found["styles"][name] = {
            "trouble": failed + ("" if loaded else trouble or "not loaded"),
            "type": layer.renderer().type(),
            "legend": legend(layer),
            "unmet": unmet(layer),
            "alias": layer.attributeDisplayName(layer.fields().indexOf("food_score")),
        }
        if name in wanted:
            path = Path(order["folder"]) / f"style{position}.png"
            found["pictures"][name] = [str(path), draw(layer, order["width"], path)]
    found["said"] = said
    Path(answer).write_text(json.dumps(found))


def document(text):
    from qgis.PyQt.QtXml import QDomDocument

    made = QDomDocument()
    made.setContent(text)
    return made


if __name__ == "__main__":
    main(*sys.argv[1:])
