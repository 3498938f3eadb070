"""GeoJSON by RFC 7946: degrees of WGS 84, seven decimals (a centimetre), rings by the right hand, no ``crs``."""

from __future__ import annotations

import json

from mapping.present.files.edition import Edition
from mapping.present.files.layers.vectors import vector_bytes
from mapping.present.files.layers.wide import wide_table

DIGITS = 7
_HEAD = b'"type": "FeatureCollection",'


def geojson_bytes(edition: Edition) -> bytes:
    """The layer as one collection; the stamp is its foreign member ``stamp``."""
    options = {"RFC7946": "YES", "WRITE_NAME": "NO", "WRITE_BBOX": "YES", "COORDINATE_PRECISION": str(DIGITS)}
    collection = vector_bytes(wide_table(edition), "GeoJSON", layer_options=options)
    stamp = json.dumps(edition.stamp.record(), ensure_ascii=False).encode()
    return collection.replace(_HEAD, _HEAD + b'\n"stamp": ' + stamp + b",", 1)
