"""The layer by GDAL's writers: always the same bytes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import mapping.intake  # noqa: F401  (locks GDAL: must come before anything that imports pyogrio)
from mapping.present.files.whole import FIXED_DATE

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

LAYER = "kelurahan"


def write_vector(table: pd.DataFrame, target: Path | io.BytesIO, driver: str, layer: str = LAYER, **more: Any) -> None:
    """A table, with or without geometry, by one of GDAL's drivers; dates of making are fixed."""
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_DATE})
    pyogrio.write_dataframe(table, target, layer=layer, driver=driver, use_arrow=True, **more)


def vector_bytes(table: pd.DataFrame, driver: str, layer: str = LAYER, **more: Any) -> bytes:
    """The same as one file's content."""
    target = io.BytesIO()
    write_vector(table, target, driver, layer, **more)
    return target.getvalue()
