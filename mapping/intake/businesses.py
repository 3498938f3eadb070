"""A survey file and the kelurahan -> the ``businesses`` table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.issues import Findings
from mapping.intake.meaning.describe import COLUMNS as MEANING
from mapping.intake.meaning.describe import classify_survey
from mapping.intake.meaning.edition import choose_edition, settle_edition
from mapping.intake.meaning.kbli import DEFAULT_EDITION, clean_kbli
from mapping.intake.meaning.rules import read_rules
from mapping.intake.places.assign import assign_kelurahan
from mapping.intake.places.repeats import note_repeats
from mapping.intake.tables.survey import read_survey
from mapping.language import mark, tr
from mapping.settings import Progress, Settings, no_progress, part_of

if TYPE_CHECKING:
    import geopandas as gpd

COLUMNS = [
    *("kelurahan_code", "placed_by", "description", "keyword", "product", "kbli", "kbli_edition", "sector", "stage"),
    *("needs_confirmation", "confidence", "classified_by", "candidates"),
    *("workers", "revenue_idr_month", "input_spend_idr_month", "started_year", "sampling_weight"),
    *("input_name", "input_origin", "market", "permits", "constraint", "digital", "surveyed_on", "lon", "lat", "row"),
]


def read_businesses(
    content: bytes,
    name: str,
    kelurahan: gpd.GeoDataFrame,
    settings: Settings,
    progress: Progress = no_progress,
    corrections: pd.DataFrame | None = None,
    crosswalk: pd.DataFrame | None = None,
    lexicon: pd.DataFrame | None = None,
    limits: Limits | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read a survey, place every business and say what it does.

    Parameters
    ----------
    content : bytes
        CSV or XLSX, as received.
    name : str
        For messages only; never used as a path.
    kelurahan : GeoDataFrame
        As ``read_boundaries`` gives it.
    settings : Settings
        ``kbli_edition`` declares the edition of codes in the survey; ``""`` lets it be sniffed.
    corrections : DataFrame, optional
        What the user decided before, as ``read_corrections`` gives it.
    crosswalk : DataFrame, optional
        As ``read_crosswalk`` gives it, where survey and boundaries do not speak the same numbering.
    lexicon : DataFrame, optional
        Rows that the user added to the lexicon, as ``read_lexicon_rows`` gives them.
    limits : Limits, optional
        Those of the command line when not given.

    Returns
    -------
    businesses, issues, rejects, places : DataFrame
        As in docs/architecture.md. Filled rows of the file = ``len(businesses) + len(rejects)``.

    Raises
    ------
    mapping.errors.MappingError
        When the file cannot be used; the message says why and what to do.
    """
    reading = part_of(progress, 0.0, 0.4)
    survey, read_issues, read_rejects = read_survey(content, name, settings, reading, corrections, limits)
    sheet = str(read_issues["sheet"].iloc[0]) if len(read_issues) else ""
    progress(0.4, tr("Menempatkan usaha di kelurahan"))
    placed, place_issues, place_rejects, places = assign_kelurahan(
        survey, kelurahan, show_name(name), sheet, settings, corrections, crosswalk
    )
    findings = Findings(show_name(name), sheet)
    progress(0.6, tr("Mengenali produk dari tulisan"))
    businesses = _classify(placed, settings, findings, lexicon)
    progress(0.9, tr("Memeriksa usaha yang tercatat dua kali"))
    note_repeats(businesses, findings)
    _note_confirmation(businesses, findings)
    progress(1.0, tr("{businesses} usaha dimuat", businesses=len(businesses)))
    issues = pd.concat([read_issues, place_issues, findings.issues()], ignore_index=True)
    issues = issues.sort_values("row", kind="stable", na_position="first", ignore_index=True)
    rejects = pd.concat([read_rejects, place_rejects], ignore_index=True).sort_values("row", ignore_index=True)
    return businesses[COLUMNS].astype({"needs_confirmation": bool}), issues, rejects, places


def _classify(
    placed: pd.DataFrame, settings: Settings, findings: Findings, lexicon: pd.DataFrame | None
) -> pd.DataFrame:
    edition = choose_edition(placed, settings, findings)
    rest = placed.drop(columns=["kbli", "product", "text"])
    if placed.empty:
        return rest.assign(**dict.fromkeys(MEANING, "")).astype({"needs_confirmation": bool, "confidence": float})
    meaning = classify_survey(placed, edition or DEFAULT_EDITION, lexicon)
    if not edition:
        settle_edition(clean_kbli(placed["kbli"]), meaning["classified_by"] == "code", read_rules(lexicon), findings)
    return rest.join(meaning)


def _note_confirmation(businesses: pd.DataFrame, findings: Findings) -> None:
    unknown = int((businesses["product"] == "").sum())
    doubtful = int((businesses["needs_confirmation"] & (businesses["product"] != "")).sum())
    if unknown:
        findings.note(
            mark("produk"),
            tr("produk {unknown} usaha tidak dikenali dari tulisannya", unknown=unknown),
            tr("dihitung tanpa produk; lengkapi bila bisa"),
            level="info",
        )
    if doubtful:
        what = tr("produk {doubtful} usaha perlu konfirmasi", doubtful=doubtful)
        findings.note(mark("produk"), what, tr("dipakai produk yang paling mungkin"), level="info")
