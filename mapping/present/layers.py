"""Files that leave the house: layers, tables and the manifest. Each is written whole or not at all."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from mapping.language import tr
from mapping.present.division import buyer_table, division_table
from mapping.present.kinship import chain_table, cluster_table, gap_table, type_table
from mapping.present.plan import plan_table
from mapping.present.recompute import column_table, recompute_table
from mapping.present.tables import advice_table, label_table, score_table, suitability_table
from mapping.present.together import group_table, purchasing_table, site_table, user_table
from mapping.settings import Progress, no_progress
from mapping.study import Study

if TYPE_CHECKING:
    import geopandas as gpd

# A GeoPackage stamps the time of its last change; a fixed stamp keeps same inputs, same bytes.
FIXED_DATE = "2000-01-01T00:00:00.000Z"
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A path beside ``path`` to write to; renamed onto it, synced, only when the block ends well."""
    fresh = path.with_name(f".{path.stem}.baru{path.suffix}")
    fresh.unlink(missing_ok=True)
    try:
        yield fresh
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)


def disarm(table: pd.DataFrame) -> pd.DataFrame:
    """Text that a spreadsheet would run as a formula gets a leading apostrophe.

    Examples
    --------
    >>> disarm(pd.DataFrame({"name": ["=1+1", "Kue", ""], "n": [-1, 2, 3]}))["name"].tolist()
    ["'=1+1", 'Kue', '']
    """
    text = table.select_dtypes(["object", "string"]).columns
    shielded = {
        column: table[column].mask(
            table[column].map(lambda value: isinstance(value, str) and value.startswith(FORMULA_STARTS)),
            "'" + table[column].astype(str),
        )
        for column in text
    }
    return table.assign(**shielded)


def write_csv(table: pd.DataFrame, path: Path, exact: bool = False) -> None:
    """UTF-8, comma, decimal point, ISO dates; blank is unknown."""
    with whole_file(path) as fresh:
        fresh.write_bytes(csv_bytes(table, exact))


def csv_bytes(table: pd.DataFrame, exact: bool = False) -> bytes:
    """The same CSV for a download button: six digits, or ``exact`` ones, from which the same ranks follow."""
    form = None if exact else "%.6g"
    return disarm(table).to_csv(index=False, lineterminator="\n", float_format=form).encode("utf-8")


def xlsx_bytes(table: pd.DataFrame, sheet: str, created: str = FIXED_DATE) -> bytes:
    """A table as a workbook of one sheet: frozen header, filter, widths to read; no cell is a formula or a link.

    Text stays as written (a cell that begins with ``=`` is text, not a formula); blank is unknown. Same table, same
    bytes.

    Examples
    --------
    >>> xlsx_bytes(pd.DataFrame({"nama": ["=1+1"]}), "data")[:2]
    b'PK'
    """
    import xlsxwriter

    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"created": datetime.fromisoformat(created)})
        page = book.add_worksheet(sheet)
        page.write_row(0, 0, table.columns, book.add_format({"bold": True, "bottom": 1}))
        plain = table.astype(object).where(table.notna(), None)
        for position, name in enumerate(table.columns):
            page.write_column(1, position, plain[name])
            longest = table[name].astype(str).str.len().quantile(0.9) if len(table) else 0
            page.set_column(position, position, min(max(len(str(name)), longest) + 2, 60))
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(len(table), 1), len(table.columns) - 1)
    return target.getvalue()


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


def write_manifest(study: Study, path: Path) -> None:
    """Inputs with checksums, rows in, used and rejected, settings, versions, seed."""
    with whole_file(path) as fresh:
        fresh.write_text(json.dumps(study.manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


EXPORTS: dict[str, Callable[[Study, Path], None]] = {
    "scores.gpkg": lambda study, path: write_layer(score_layer(study), path, "GPKG"),
    "scores.geojson": lambda study, path: write_layer(score_layer(study), path, "GeoJSON"),
    "scores.csv": lambda study, path: write_csv(score_table(study), path),
    "recompute.csv": lambda study, path: write_csv(recompute_table(study), path, exact=True),
    "recompute_columns.csv": lambda study, path: write_csv(column_table(), path),
    "advice.csv": lambda study, path: write_csv(advice_table(study), path),
    "suitability.csv": lambda study, path: write_csv(suitability_table(study), path),
    "plan.csv": lambda study, path: write_csv(plan_table(study), path),
    "types.csv": lambda study, path: write_csv(type_table(study), path),
    "gaps.csv": lambda study, path: write_csv(gap_table(study), path),
    "division.csv": lambda study, path: write_csv(division_table(study), path),
    "buyers.csv": lambda study, path: write_csv(buyer_table(study), path),
    "chains.csv": lambda study, path: write_csv(chain_table(study), path),
    "clusters.csv": lambda study, path: write_csv(cluster_table(study), path),
    "decisions.csv": lambda study, path: write_csv(study.decisions, path),
    "purchasing.csv": lambda study, path: write_csv(purchasing_table(study), path),
    "purchase_groups.csv": lambda study, path: write_csv(group_table(study), path),
    "facilities.csv": lambda study, path: write_csv(site_table(study), path),
    "facility_users.csv": lambda study, path: write_csv(user_table(study), path),
    "issues.csv": lambda study, path: write_csv(label_table(study.issues, study), path),
    "rejects.csv": lambda study, path: write_csv(label_table(study.rejects, study), path),
    "manifest.json": write_manifest,
}


def write_exports(study: Study, folder: Path, progress: Progress = no_progress) -> list[Path]:
    """Every export of a study into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for position, (name, write) in enumerate(EXPORTS.items()):
        progress(position / len(EXPORTS), tr("Menulis {name}", name=name))
        write(study, folder / name)
    progress(1.0, tr("Semua berkas ditulis"))
    return [folder / name for name in EXPORTS]
