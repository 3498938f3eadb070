"""The whole road in one readable function, and the study it ends in."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

import mapping.intake  # noqa: F401  (locks GDAL: must come before anything that imports pyogrio)
from mapping.language import SOURCE, tr
from mapping.provenance import describe_inputs, study_key, versions
from mapping.settings import AdviceSetup, Progress, Settings, SourceFile, Sources, no_progress, part_of

if TYPE_CHECKING:
    import geopandas as gpd

    from mapping.intake.gate.limits import Limits
    from mapping.intake.region import Region

TABLES = (
    "kelurahan",
    "businesses",
    "issues",
    "rejects",
    "places",
    "context",
    "points",
    "topology",
    "indicators",
    "line_indicators",
    "buyers",
    "suppliers",
    "scores",
    "contributions",
    "clusters",
    "clustering",
    "saturation",
    "peers",
    "typology",
    "types",
    "gaps",
    "chains",
    "suitability",
    "advice",
    "division",
    "purchasing",
    "purchase_groups",
    "facilities",
    "facility_sites",
    "quality",
    "next_survey",
    "earlier",
    "waves",
    "relatedness",
    "backtest",
    "decisions",
)


@dataclass(frozen=True)
class Study:
    """One run: what was asked, what came in, what came out. Tables as in docs/architecture.md."""

    settings: Settings
    kelurahan: gpd.GeoDataFrame
    businesses: pd.DataFrame
    issues: pd.DataFrame
    rejects: pd.DataFrame
    places: pd.DataFrame
    context: pd.DataFrame
    points: pd.DataFrame
    topology: pd.DataFrame
    indicators: pd.DataFrame
    line_indicators: pd.DataFrame
    buyers: pd.DataFrame
    suppliers: pd.DataFrame
    scores: pd.DataFrame
    contributions: pd.DataFrame
    clusters: pd.DataFrame
    clustering: pd.DataFrame
    saturation: pd.DataFrame
    peers: pd.DataFrame
    typology: pd.DataFrame
    types: pd.DataFrame
    gaps: pd.DataFrame
    chains: pd.DataFrame
    suitability: pd.DataFrame
    advice: pd.DataFrame
    division: pd.DataFrame
    purchasing: pd.DataFrame
    purchase_groups: pd.DataFrame
    facilities: pd.DataFrame
    facility_sites: pd.DataFrame
    quality: pd.DataFrame
    next_survey: pd.DataFrame
    earlier: pd.DataFrame
    waves: pd.DataFrame
    relatedness: pd.DataFrame
    backtest: pd.DataFrame
    decisions: pd.DataFrame
    manifest: dict[str, Any] = field(default_factory=dict)


def build_study(
    settings: Settings, sources: Sources, progress: Progress = no_progress, limits: Limits | None = None
) -> Study:
    """From the files to advice.

    Parameters
    ----------
    settings : Settings
        Choices of the run.
    sources : Sources
        The files as received; their names tell the user which file a message speaks of.
    progress : callable
        Told the share done and what is happening; raising ``CancelledError`` from it stops the work.
    limits : Limits, optional
        What one file may cost; those of the command line when not given.

    Raises
    ------
    mapping.errors.QuestionError
        When one answer of the user is missing.
    mapping.errors.MappingError
        When a file cannot be used; the message says which, why and what to do.
    """
    from mapping.intake.region import read_region

    key = study_key(settings, sources)
    region = read_region(settings, sources, part_of(progress, 0.0, 0.6), limits)
    inputs = {"key": key, "inputs": describe_inputs(region.inputs, sources)}
    study = study_of(_settle(settings, region), region, inputs, part_of(progress, 0.6, 1.0))
    if sources.decisions is not None:
        study = with_decisions(study, sources.decisions, limits)
    progress(1.0, tr("Selesai"))
    return study


def with_decisions(study: Study, file: SourceFile, limits: Limits | None = None) -> Study:
    """The study with what meetings decided about it; no figure of it changes.

    Raises
    ------
    mapping.errors.InputError
        The file is no table of decisions.
    """
    from mapping.advise.decide.kept import read_decisions
    from mapping.advise.decide.record import add_decisions

    table, *findings = read_decisions(file.content, file.name, study.kelurahan.index, limits)
    issues, rejects = (
        pd.concat([old, new], ignore_index=True) if len(new) else old
        for old, new in zip((study.issues, study.rejects), findings, strict=True)
    )
    return replace(study, decisions=add_decisions(study.decisions, table), issues=issues, rejects=rejects)


def study_of(settings: Settings, region: Region, inputs: dict[str, Any], progress: Progress = no_progress) -> Study:
    """From the tidy tables to advice.

    Parameters
    ----------
    settings : Settings
        With what the files themselves say already in it.
    region : Region
        As ``read_region`` gives it.
    inputs : dict
        What the manifest shall say of the files.
    """
    from mapping.advise.decide.record import no_decisions
    from mapping.score.proof.hindsight import look_back

    tables = _work_out(settings, region, part_of(progress, 0.0, 0.75))
    earlier = region.businesses.iloc[:0] if region.earlier is None else region.earlier
    hindsight = look_back(region.kelurahan, region.earlier, region.businesses, settings, part_of(progress, 0.75, 1.0))
    return Study(
        settings=settings,
        kelurahan=region.kelurahan,
        businesses=region.businesses,
        issues=region.issues,
        rejects=region.rejects,
        places=region.places,
        topology=region.topology,
        earlier=earlier,
        decisions=no_decisions(),
        manifest={
            "region": settings.region,
            **inputs,
            "settings": json.loads(json.dumps(asdict(settings))),
            "seed": settings.seed,
            "versions": versions(),
            **hindsight.account,
        },
        **tables,
        **hindsight.tables,
    )


def _settle(settings: Settings, region: Region) -> Settings:
    """The settings with what the files themselves say: date, labels, replayed answers."""
    from mapping.intake.labels import APPROXIMATE, SYNTHETIC, has_label

    return replace(
        settings,
        answers=region.answers,
        survey_date=settings.survey_date or latest_date(region.businesses),
        synthetic=settings.synthetic or has_label(region.survey_issues, SYNTHETIC),
        boundary_note=settings.boundary_note or (APPROXIMATE if has_label(region.boundary_issues, APPROXIMATE) else ""),
    )


def _work_out(settings: Settings, region: Region, progress: Progress) -> dict[str, pd.DataFrame]:
    """The tables of ``Study`` that are measured, scored and advised."""
    from mapping.advise.next_survey import next_survey
    from mapping.advise.road import advise_region
    from mapping.intake.context import item_values
    from mapping.measure.kin.kinship import measure_kinship
    from mapping.measure.quality import measure_quality
    from mapping.measure.sectors import measure_sectors
    from mapping.measure.space.access import add_access
    from mapping.measure.space.clusters import measure_clusters
    from mapping.measure.space.contiguity import NEAR_M, contiguity
    from mapping.measure.space.neighbours import add_neighbour_lq
    from mapping.measure.space.saturation import measure_saturation
    from mapping.score.composite import score_table

    kelurahan, businesses, known = region.kelurahan, region.businesses, region.context.values
    progress(0.0, tr("Mengukur tiap kelurahan"))
    neighbours = contiguity(kelurahan, near_m=NEAR_M)
    farms = item_values(known, "farm_households")
    indicators = measure_sectors(kelurahan, businesses, settings, farms if len(farms) else None)
    indicators = add_neighbour_lq(indicators, neighbours, settings)
    clusters, clustering = measure_clusters(indicators, neighbours, settings)
    counted = item_values(known, "expected_businesses")
    quality = measure_quality(kelurahan, businesses, settings.as_of or settings.survey_date, counted)
    progress(0.25, tr("Menghitung skor dan rentang peringkat"))
    scores, contributions = score_table(indicators, settings)
    tables = {
        "context": add_access(known, kelurahan, region.context.points),
        "points": region.context.points,
        "indicators": indicators,
        "scores": scores,
        "contributions": contributions,
        "clusters": clusters,
        "clustering": clustering,
        "saturation": measure_saturation(kelurahan, businesses, region.context.points, settings),
        **measure_kinship(kelurahan, businesses, indicators, neighbours, settings),
        "quality": quality,
    }
    advised = advise_region(settings, kelurahan, businesses, tables, progress=part_of(progress, 0.4, 1.0))
    return {**tables, **advised, "next_survey": next_survey(kelurahan, quality, advised["advice"])}


def advise_again(study: Study, setup: AdviceSetup, progress: Progress = no_progress) -> Study:
    """The same study, advised under other answers of the founder; what rests on none of the changed ones is kept.

    Raises
    ------
    mapping.errors.SettingsError
        An answer cannot be used; the message says which and why.
    """
    from mapping.advise.road import advise_region, unchanged

    settings = replace(study.settings, advice=setup)
    tables = {name: getattr(study, name) for name in TABLES}
    kept = {name: tables[name] for name in unchanged(study.settings.advice, setup)}
    return replace(
        study,
        settings=settings,
        **advise_region(settings, study.kelurahan, study.businesses, tables, kept, progress),
    )


def latest_date(businesses: pd.DataFrame) -> str:
    """The last day on which a business was surveyed, ISO; ``""`` when none is known."""
    return str(businesses["surveyed_on"].max()) if (businesses["surveyed_on"] != "").any() else ""


def study_folder(region: Path, code: str) -> Path:
    """Where a region's study lies whose sentences are in one language; the figures are the same in all.

    Examples
    --------
    >>> study_folder(Path("batang"), "id").name, study_folder(Path("batang"), "en").name
    ('study', 'study-en')
    """
    return region / ("study" if code == SOURCE else f"study-{code}")


def write_study(study: Study, folder: Path) -> None:
    """Keep a study for the app: GeoParquet and Parquet tables and the manifest, whole or not at all.

    The folder is written beside its place and then renamed, so that a stopped build leaves the old one.
    """
    fresh = folder.with_name(folder.name + ".baru")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name in TABLES:
        getattr(study, name).to_parquet(fresh / f"{name}.parquet")
    (fresh / "manifest.json").write_text(json.dumps(study.manifest, indent=1, ensure_ascii=False), encoding="utf-8")
    old = folder.with_name(folder.name + ".lama")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def read_study(folder: Path) -> Study:
    """A study as ``write_study`` kept it.

    Raises
    ------
    FileNotFoundError
        When the folder holds none.
    """
    import geopandas as gpd

    from mapping.advise.setup import advice_setup_of
    from mapping.score.weigh.setup import setup_of

    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    settings = Settings(**manifest["settings"])
    settings = replace(
        settings,
        answers=tuple((key, answer) for key, answer in settings.answers),
        setup=setup_of(manifest["settings"]["setup"]),
        advice=advice_setup_of(manifest["settings"]["advice"]),
    )
    tables = {name: pd.read_parquet(folder / f"{name}.parquet") for name in TABLES if name != "kelurahan"}
    return Study(
        settings=settings, kelurahan=gpd.read_parquet(folder / "kelurahan.parquet"), manifest=manifest, **tables
    )
