"""Boundary files of Kemendagri, BIG, BPS/HDX, Dukcapil and others -> the ``kelurahan`` table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from mapping.errors import InputError
from mapping.intake.corrections import column_choices, no_corrections
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.issues import Findings
from mapping.intake.labels import APPROXIMATE, note_label
from mapping.intake.outlines.attributes import read_attributes
from mapping.intake.outlines.duplicates import resolve_duplicates
from mapping.intake.outlines.nonvillages import set_aside
from mapping.intake.outlines.outlines import clean_outlines, measure_areas
from mapping.intake.outlines.topology import note_topology, topology
from mapping.intake.outlines.vectors import read_vector
from mapping.language import mark, tr
from mapping.settings import Progress, Settings, no_progress

if TYPE_CHECKING:
    import geopandas as gpd

COLUMNS = ["name", "kind", "kecamatan", "kabupaten", "population", "households", "area_km2"]


class BoundaryReport(NamedTuple):
    """All that came out of a boundary file.

    ``features`` counts the features in the file. Those that are neither rejected nor a row of ``kelurahan`` are further
    parts of a village drawn in several. ``topology`` is the table of ``topology()``.
    """

    kelurahan: gpd.GeoDataFrame
    issues: pd.DataFrame
    rejects: pd.DataFrame
    topology: pd.DataFrame
    features: int


def read_boundaries(
    content: bytes,
    name: str,
    settings: Settings,
    progress: Progress = no_progress,
    corrections: pd.DataFrame | None = None,
    limits: Limits | None = None,
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, pd.DataFrame]:
    """Read village outlines into the ``kelurahan`` table.

    Parameters
    ----------
    content : bytes
        GeoPackage, GeoJSON, zipped shapefile, GeoParquet, FlatGeobuf, KML, KMZ or TopoJSON, whatever its name says.
    name : str
        For messages only; never used as a path.
    settings : Settings
        Its answers are looked up: ``batas.lapisan`` names the layer where several could be villages, ``batas.crs``
        stands in for a CRS that the file does not name, or that cannot be true.
    corrections : DataFrame, optional
        Decisions of the user (``corrections.py``); those of kind ``kolom`` say what a column is.
    limits : Limits, optional
        Those of the command line when not given.

    Returns
    -------
    kelurahan : GeoDataFrame
        As in docs/architecture.md, in the order of its codes. The index is the Kemendagri code where the file has
        one; else ``bps:3578100005`` where it has only BPS codes; else ``pbb:3578010001`` for those of the tax office;
        else the file's own code as written; else ``tanpa-kode-0001``, numbered by kabupaten, kecamatan, name and
        position, so that the order of features does not matter. ``kind`` is ``""`` where neither code nor file tells
        it.
    issues, rejects : DataFrame
        As in docs/architecture.md; ``row`` is the feature's number, 1 is the first. Features in the file =
        ``len(kelurahan) + len(rejects)`` + further parts of villages drawn in several.

    Raises
    ------
    QuestionError
        One answer of the user is missing: ``batas.lapisan`` or ``batas.crs``.
    ColumnsError
        Neither a name nor a code column was recognised.
    InputError
        The file cannot be used at all, or one code stands for two areas.
    """
    report = read_boundary_report(content, name, settings, progress, corrections, limits)
    return report.kelurahan, report.issues, report.rejects


def read_boundary_report(
    content: bytes,
    name: str,
    settings: Settings,
    progress: Progress = no_progress,
    corrections: pd.DataFrame | None = None,
    limits: Limits | None = None,
) -> BoundaryReport:
    """The same as ``read_boundaries``, with the topology report and the number of features beside it."""
    findings = Findings(show_name(name))
    chosen = column_choices(no_corrections() if corrections is None else corrections, findings.file)

    def open_file() -> None:
        progress(0.0, tr("Membuka berkas batas wilayah"))

    open_file()
    raw, remarks = read_vector(content, name, dict(settings.answers), limits, chosen, open_file)
    for remark in remarks:
        findings.note(**remark)
    raw.index = pd.RangeIndex(1, len(raw) + 1)
    progress(0.3, tr("Memeriksa garis batas"))
    shape = clean_outlines(raw, findings)
    table = raw.drop(columns=raw.geometry.name)
    note_label(table, APPROXIMATE, findings)
    progress(0.5, tr("Membaca nama dan kode"))
    found, shape, beside = _read_villages(table.loc[shape.index], shape, chosen, findings)
    kelurahan = _assemble(found, shape, findings)
    progress(0.7, tr("Memeriksa tumpang tindih dan celah"))
    report = topology(kelurahan, beside)
    note_topology(report, findings)
    progress(1.0, tr("{kelurahan} kelurahan/desa terbaca", kelurahan=len(kelurahan)))
    return BoundaryReport(kelurahan, findings.issues(), findings.rejects(), report, len(raw))


def _read_villages(
    table: pd.DataFrame, shape: gpd.GeoSeries, chosen: dict[str, str], findings: Findings
) -> tuple[pd.DataFrame, gpd.GeoSeries, gpd.GeoSeries]:
    """Attributes and outlines of the villages, each once, and the outlines of forest and water."""
    villages = read_attributes(table, measure_areas(shape), chosen, findings)
    villages, beside = set_aside(table, villages, shape, findings)
    if villages.empty:
        raise InputError(tr('Berkas "{file}" tidak memuat satu desa atau kelurahan pun.', file=findings.file))
    villages, outlines = resolve_duplicates(villages, shape[villages.index], findings)
    return villages, outlines, beside


def _assemble(found: pd.DataFrame, shape: gpd.GeoSeries, findings: Findings) -> gpd.GeoDataFrame:
    import geopandas as gpd

    found = found.assign(code=_make_codes(found, shape, findings), area_km2=measure_areas(shape))
    kelurahan = gpd.GeoDataFrame(found.set_index("code")[COLUMNS], geometry=shape.to_numpy(), crs="EPSG:4326")
    kelurahan.index = kelurahan.index.astype(str).rename("kelurahan_code")
    return kelurahan.sort_index()


def _make_codes(found: pd.DataFrame, shape: gpd.GeoSeries, findings: Findings) -> pd.Series:
    """Stand-in codes where the file has none, the same for any order of the features."""
    none = found["code"] == ""
    if not none.any():
        return found["code"]
    inside = shape[none].representative_point()
    order = found[none].assign(x=inside.x, y=inside.y).sort_values(["kabupaten", "kecamatan", "name", "x", "y"]).index
    made = pd.Series([f"tanpa-kode-{i:04d}" for i in range(1, len(order) + 1)], index=order)
    what, done = (
        tr("{sum} wilayah tanpa kode", sum=none.sum()),
        tr("diberi kode sementara tanpa-kode-0001 dan seterusnya"),
    )
    findings.note(mark("kode wilayah"), what, done, level="info")
    return found["code"].mask(none, made.reindex(found.index))
