"""A survey file and the kelurahan -> the ``businesses`` table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from mapping.intake.assign import assign_kelurahan
from mapping.intake.classify import RESULT
from mapping.intake.describe import classify_survey
from mapping.intake.files import show_name
from mapping.intake.issues import Findings
from mapping.intake.kbli import clean_kbli, sniff_edition
from mapping.intake.places import name_keys
from mapping.intake.survey import read_survey
from mapping.settings import Progress, Settings, no_progress, part_of

if TYPE_CHECKING:
    import geopandas as gpd

COLUMNS = [
    *("kelurahan_code", "placed_by", "description", "keyword", "product", "kbli", "kbli_edition", "sector", "stage"),
    *("needs_confirmation", "candidates", "workers", "revenue_idr_month", "input_spend_idr_month", "started_year"),
    *("input_name", "input_origin", "market", "permits", "constraint", "surveyed_on", "lon", "lat", "row"),
]
DEFAULT_EDITION = "2020"
NEAR_DEGREES = 3
"""Decimals of a degree (about 110 m) within which two businesses of one name may be one."""


def read_businesses(
    content: bytes,
    name: str,
    kelurahan: gpd.GeoDataFrame,
    settings: Settings,
    progress: Progress = no_progress,
    corrections: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
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

    Returns
    -------
    businesses, issues, rejects : DataFrame
        As in docs/architecture.md. Filled rows of the file = ``len(businesses) + len(rejects)``.

    Raises
    ------
    mapping.errors.MappingError
        When the file cannot be used; the message says why and what to do.
    """
    survey, read_issues, read_rejects = read_survey(content, name, settings, part_of(progress, 0.0, 0.4), corrections)
    sheet = str(read_issues["sheet"].iloc[0]) if len(read_issues) else ""
    progress(0.4, "Menempatkan usaha di kelurahan")
    placed, place_issues, place_rejects = assign_kelurahan(survey, kelurahan, show_name(name), sheet)
    findings = Findings(show_name(name), sheet)
    progress(0.6, "Mengenali produk dari tulisan")
    businesses = _classify(placed, settings, findings)
    progress(0.9, "Memeriksa usaha yang tercatat dua kali")
    _note_doubles(businesses, findings)
    _note_confirmation(businesses, findings)
    progress(1.0, f"{len(businesses)} usaha dimuat")
    issues = pd.concat([read_issues, place_issues, findings.issues()], ignore_index=True)
    issues = issues.sort_values("row", kind="stable", na_position="first", ignore_index=True)
    rejects = pd.concat([read_rejects, place_rejects], ignore_index=True).sort_values("row", ignore_index=True)
    return businesses[COLUMNS].astype({"needs_confirmation": bool}), issues, rejects


def _classify(placed: pd.DataFrame, settings: Settings, findings: Findings) -> pd.DataFrame:
    edition = _choose_edition(placed, settings, findings)
    rest = placed.drop(columns=["kbli", "product", "text"]).assign(kbli_edition=edition)
    if placed.empty:
        texts = dict.fromkeys([*RESULT, "description"], "")
        return rest.assign(**texts).astype({"needs_confirmation": bool})
    return rest.join(classify_survey(placed, edition))


def _choose_edition(survey: pd.DataFrame, settings: Settings, findings: Findings) -> str:
    """The declared edition; else the sniffed one; else 2020, and said so when the survey has codes."""
    codes = clean_kbli(survey["kbli"])
    if settings.kbli_edition or not (codes != "").any():
        return settings.kbli_edition or DEFAULT_EDITION
    sniffed = sniff_edition(codes, survey["product"])
    what = f"kode KBLI dikenali dari edisi {sniffed}" if sniffed else "edisi KBLI tidak dapat dikenali dari kodenya"
    findings.note(
        "edisi KBLI", what, f"dibaca sebagai KBLI {sniffed or DEFAULT_EDITION}; ubah di pengaturan bila keliru"
    )
    return sniffed or DEFAULT_EDITION


def _note_doubles(businesses: pd.DataFrame, findings: Findings) -> None:
    """Businesses of one name and product in one place: kept, but said."""
    named = businesses[businesses["business_name"].str.len() > 3]
    where = named[["lon", "lat"]].round(NEAR_DEGREES)
    key = named[["kelurahan_code", "product"]].assign(
        name=name_keys(named["business_name"]), lon=where["lon"], lat=where["lat"]
    )
    again = key.duplicated()
    if not again.any():
        return
    first = named["row"].groupby([key[c] for c in key], dropna=False).transform("min")
    what = "nama, kelurahan, dan produknya sama dengan baris " + first[again].astype(str)
    findings.note("mungkin ganda", what, "tetap dihitung; periksa", rows=named.loc[again, "row"])


def _note_confirmation(businesses: pd.DataFrame, findings: Findings) -> None:
    unknown = int((businesses["product"] == "").sum())
    doubtful = int((businesses["needs_confirmation"] & (businesses["product"] != "")).sum())
    if unknown:
        findings.note(
            "produk",
            f"produk {unknown} usaha tidak dikenali dari tulisannya",
            "dihitung tanpa produk; lengkapi bila bisa",
        )
    if doubtful:
        findings.note("produk", f"produk {doubtful} usaha perlu konfirmasi", "dipakai produk yang paling mungkin")
