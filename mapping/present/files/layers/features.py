"""Vector layers of a study, by GDAL's drivers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mapping.present.files.whole import FIXED_DATE, whole_file
from mapping.present.tables import score_table
from mapping.study import Study

if TYPE_CHECKING:
    import geopandas as gpd


def score_layer(study: Study) -> gpd.GeoDataFrame:
    """The public score table with the outline of each kelurahan, EPSG:4326: one feature per kelurahan and sector."""
    import geopandas as gpd

    table = score_table(study)
    table["firm"] = table["firm"].map({True: "ya", False: "tidak"})
    table["boundary_note"] = study.settings.boundary_note
    outlines = study.kelurahan.geometry.reindex(table["kelurahan_code"]).to_numpy()
    return gpd.GeoDataFrame(table, geometry=outlines, crs=study.kelurahan.crs)


def write_layer(layer: gpd.GeoDataFrame, path: Path, driver: str) -> None:
    """A vector layer named ``scores`` by one of GDAL's drivers, with a fixed time stamp."""
    import pyogrio

    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": FIXED_DATE})
    layer_options = {"RFC7946": "YES", "WRITE_NAME": "NO"} if driver == "GeoJSON" else {}
    # Version 1.2 is what the QGIS and GDAL of offices read without a warning.
    dataset_options = {"VERSION": "1.2"} if driver == "GPKG" else {}
    with whole_file(path) as fresh:
        pyogrio.write_dataframe(
            layer, fresh, layer="scores", driver=driver, layer_options=layer_options, dataset_options=dataset_options
        )
