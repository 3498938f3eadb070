"""How firm the scores of a study are under a set-up: which assumption moves which rank, and how far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.knowledge.catalog import read_sectors
from mapping.language import tr
from mapping.score.composite import score_sectors
from mapping.score.criteria import scaled_values
from mapping.score.firm.draws import Draws, SectorDraws
from mapping.score.firm.importance import correlations, drop_one, importance
from mapping.score.firm.maup import compare_kecamatan
from mapping.score.firm.reversal import rank_reversal
from mapping.score.firm.sensitivity import rank_sensitivity
from mapping.score.firm.weighing import given_cells, score_values
from mapping.score.weigh.setup import criteria_in_force
from mapping.settings import Progress, Settings, no_progress, part_of

SAME = 1e-9
"""Scores nearer than this are the same."""


@dataclass(frozen=True)
class Firmness:
    """What :func:`assess` found; tables hold the sectors that could be assessed.

    Parameters
    ----------
    drop_one : DataFrame, index (sector, criterion)
        ``mean_shift, max_shift, spearman, top10_kept``; see :func:`mapping.score.firm.importance.drop_one`.
    importance : DataFrame, index (sector, criterion)
        ``weight, effective, correlation``; see :func:`mapping.score.firm.importance.importance`.
    correlations : DataFrame, index (sector, criterion), columns criterion
        See :func:`mapping.score.firm.importance.correlations`.
    sensitivity : DataFrame, index (sector, assumption)
        ``first, total``; see :func:`mapping.score.firm.sensitivity.rank_sensitivity`.
    shift : Series, index sector
        Mean absolute rank shift when all assumptions vary, places.
    maup : DataFrame, index (kelurahan_code, sector)
        ``rank, kecamatan_score, kecamatan_rank``; see :func:`mapping.score.firm.maup.compare_kecamatan`.
    agreement : DataFrame, index sector
        ``agreement, between, kecamatan``; from the same.
    reversal : DataFrame, index sector
        ``removed, pairs, turned, share``; see :func:`mapping.score.firm.reversal.rank_reversal`.
    unavailable : dict of str to str
        What could not be worked out (a sector, or ``"maup"``) and why, in Indonesian.
    """

    drop_one: pd.DataFrame
    importance: pd.DataFrame
    correlations: pd.DataFrame
    sensitivity: pd.DataFrame
    shift: pd.Series
    maup: pd.DataFrame
    agreement: pd.DataFrame
    reversal: pd.DataFrame
    unavailable: dict[str, str] = field(default_factory=dict)


def assess(
    indicators: pd.DataFrame,
    kelurahan: pd.DataFrame,
    settings: Settings,
    progress: Progress = no_progress,
    businesses: pd.DataFrame | None = None,
) -> Firmness:
    """Ask of every sector's scores what they hang on.

    Cost: a city under two seconds, most of it the sensitivity; grows with kelurahan up to a bound on the work, beyond
    which fewer runs and fewer pairs are taken.

    Parameters
    ----------
    indicators
        As in :func:`mapping.score.composite.score_sectors`.
    kelurahan : GeoDataFrame
        As in docs/architecture.md.
    settings : Settings
        ``setup``, ``draws`` and ``seed`` are read, and what measuring reads.
    progress : callable
        Told the share done; raising ``CancelledError`` from it stops the work.
    businesses : DataFrame, optional
        From which the kecamatan are measured; without them ``maup`` and ``agreement`` are empty.

    Raises
    ------
    NotComputableError
        No sector has two kelurahan with different scores.
    SettingsError
        The set-up is out of range.
    """
    criteria = criteria_in_force(settings.setup)
    unavailable: dict[str, str] = {}
    sectors = _assessable(Draws(indicators, settings), criteria, unavailable)
    found: dict[str, dict[str, Any]] = {}
    for position, (name, sector) in enumerate(sectors.items()):
        part = part_of(progress, 0.9 * position / len(sectors), 0.9 * (position + 1) / len(sectors))
        found[name] = _assess_sector(sector, criteria, settings, part)
    progress(0.9, tr("Membandingkan dengan kecamatan"))
    maup, agreement = _kecamatan(indicators, kelurahan, settings, businesses, unavailable)
    progress(1.0, tr("Selesai"))

    def stacked(table: str) -> pd.DataFrame:
        return pd.concat({name: tables[table] for name, tables in found.items()}, names=["sector"])

    rows = {name: tables["reversal"] for name, tables in found.items()}
    return Firmness(
        **{table: stacked(table) for table in ("drop_one", "importance", "correlations", "sensitivity")},
        shift=pd.Series({name: tables["shift"] for name, tables in found.items()}, name="shift").rename_axis("sector"),
        maup=maup,
        agreement=agreement,
        reversal=pd.DataFrame.from_dict(rows, orient="index").rename_axis("sector"),
        unavailable=unavailable,
    )


def _assessable(draws: Draws, criteria: Mapping[str, Any], unavailable: dict[str, str]) -> dict[str, SectorDraws]:
    """The sectors with something to compare; why not, of the others."""
    kept = {}
    for name, sector in draws.sectors.items():
        if reason := _obstacle(sector, criteria):
            unavailable[name] = tr(
                "Sektor {label}: {reason}", label=read_sectors()["sectors"][name]["label"], reason=reason
            )
        else:
            kept[name] = sector
    if not kept:
        raise NotComputableError(
            tr(
                "Keteguhan skor tidak bisa dihitung: perlu paling sedikit dua kelurahan dengan skor yang "
                "berbeda dalam satu sektor. {values}",
                values=" ".join(unavailable.values()),
            ).strip()
        )
    return kept


def _obstacle(sector: SectorDraws, criteria: Mapping[str, Any]) -> str:
    """Why the scores of a sector cannot be compared, in words; ``""`` where they can."""
    given, values, weights = given_cells(sector.rows, criteria)
    if given.sum() < 2:
        if given.any():
            return tr("hanya satu kelurahan yang mendapat skor, jadi tidak ada pembanding.")
        return tr("tidak ada kelurahan yang mendapat skor, jadi tidak ada pembanding.")
    try:
        scores = score_values(values, weights, criteria)
    except NotComputableError as error:
        return str(error)
    return tr("semua kelurahan mendapat skor yang sama.") if np.ptp(scores) <= SAME else ""


def _assess_sector(
    sector: SectorDraws, criteria: Mapping[str, Any], settings: Settings, progress: Progress
) -> dict[str, Any]:
    _, values, weights = given_cells(sector.rows, criteria)
    progress(0.0, tr("Membuang kriteria satu per satu"))
    scaled = pd.DataFrame(scaled_values(values, criteria), columns=list(criteria["criteria"])).rename_axis(
        columns="criterion"
    )
    tables = {
        "drop_one": drop_one(values, weights, criteria),
        "importance": importance(values, weights, criteria),
        "correlations": correlations(scaled),
    }
    progress(0.1, tr("Mengeluarkan kelurahan satu per satu"))
    rng = np.random.default_rng([settings.seed, 3_000])
    tables["reversal"] = rank_reversal(values, weights, criteria, rng)
    indices, shift = rank_sensitivity(sector, criteria, settings.setup, part_of(progress, 0.3, 1.0))
    return {**tables, "sensitivity": indices, "shift": shift}


def _kecamatan(
    indicators: pd.DataFrame,
    kelurahan: pd.DataFrame,
    settings: Settings,
    businesses: pd.DataFrame | None,
    unavailable: dict[str, str],
) -> tuple[pd.DataFrame, pd.DataFrame]:
    if businesses is not None:
        try:
            scores, _ = score_sectors(indicators, settings.setup)
            return compare_kecamatan(scores, kelurahan, businesses, settings)
        except NotComputableError as error:
            unavailable["maup"] = str(error)
    else:
        unavailable["maup"] = tr("Peringkat per kecamatan perlu daftar usaha; yang ada hanya angka per kelurahan.")
    none = pd.DataFrame(columns=["rank", "kecamatan_score", "kecamatan_rank"], index=indicators.index[:0], dtype=float)
    return none, pd.DataFrame(columns=["agreement", "between", "kecamatan"], dtype=float).rename_axis("sector")
