"""All files of a run, read and put together: what is known about a region before anything is measured."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from mapping.errors import NoPlaceError
from mapping.intake.businesses import read_businesses
from mapping.intake.context import Context, count_earlier, fill_population, join_contexts, read_context
from mapping.intake.corrections import no_corrections, read_corrections, replay_answers
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.meaning.lexicon import read_lexicon_rows
from mapping.intake.outlines.boundaries import BoundaryReport, read_boundary_report
from mapping.intake.places.crosswalk import read_crosswalk
from mapping.language import tr
from mapping.settings import Progress, Settings, SourceFile, Sources, no_progress, part_of

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True)
class Region:
    """The tidy tables of a run, as in docs/architecture.md, with the answers that were replayed.

    ``earlier`` are the businesses of the earlier wave, None when no file of one was given (an empty frame when none of
    its rows could be used). ``survey_issues`` and ``boundary_issues`` are those parts of ``issues`` that came from the
    two main files; ``inputs`` counts the rows of every file: ``role, rows_in, rows_used, rows_rejected``.
    """

    answers: tuple[tuple[str, str], ...]
    kelurahan: gpd.GeoDataFrame
    businesses: pd.DataFrame
    earlier: pd.DataFrame | None
    places: pd.DataFrame
    context: Context
    topology: pd.DataFrame
    issues: pd.DataFrame
    rejects: pd.DataFrame
    survey_issues: pd.DataFrame
    boundary_issues: pd.DataFrame
    inputs: list[dict[str, Any]]


def read_region(
    settings: Settings, sources: Sources, progress: Progress = no_progress, limits: Limits | None = None
) -> Region:
    """Read every file of a run.

    Raises
    ------
    QuestionError
        One answer of the user is missing.
    InputError
        A file cannot be used, or no business of the survey lies in the region.
    """
    boundary, survey = sources.boundaries, sources.survey
    decided = _optional(sources.corrections, read_corrections)
    decided = no_corrections() if decided is None else decided
    shown = {"boundaries": show_name(boundary.name), "survey": show_name(survey.name)}
    settings = settings.with_answers(replay_answers(settings.answers, decided, shown))
    report = read_boundary_report(
        boundary.content, boundary.name, settings, part_of(progress, 0.0, 0.2), decided, limits
    )
    crosswalk = _optional(sources.crosswalk, read_crosswalk)
    lexicon = _optional(sources.lexicon, read_lexicon_rows)

    def read(file: SourceFile, low: float, high: float) -> tuple[pd.DataFrame, ...]:
        part = part_of(progress, low, high)
        return read_businesses(
            file.content, file.name, report.kelurahan, settings, part, decided, crosswalk, lexicon, limits
        )

    businesses, issues, rejects, places = read(survey, 0.2, 0.8)
    if businesses.empty:
        raise NoPlaceError(
            tr(
                'Berkas "{survey}": tidak satu pun dari {rejects} barisnya berada di wilayah pada '
                '"{boundaries}". Periksa apakah kedua berkas dari wilayah yang sama.',
                survey=shown["survey"],
                rejects=len(rejects),
                boundaries=shown["boundaries"],
            ),
            places,
            report.kelurahan,
        )
    parts = [
        read_context(file.content, file.name, report.kelurahan, settings, crosswalk, limits) for file in sources.context
    ]
    inputs = [
        _count("boundaries", boundary, report.features - len(report.rejects), report.rejects),
        _count("survey", survey, len(businesses), rejects),
        *(_count("context", f, part.used, part.rejects) for f, part in zip(sources.context, parts, strict=True)),
    ]
    before = None
    if sources.earlier is not None:
        before, before_issues, before_rejects, _ = read(sources.earlier, 0.8, 1.0)
        counted = count_earlier(before, show_name(sources.earlier.name))
        parts.append(Context(counted, join_contexts([]).points, before_issues, before_rejects, len(before)))
        inputs.append(_count("earlier", sources.earlier, len(before), before_rejects))
    return _put_together(settings, report, businesses, before, issues, rejects, places, join_contexts(parts), inputs)


def _optional(file: SourceFile | None, reader: Callable[[bytes, str], pd.DataFrame]) -> pd.DataFrame | None:
    return None if file is None else reader(file.content, file.name)


def _put_together(
    settings: Settings,
    report: BoundaryReport,
    businesses: pd.DataFrame,
    earlier: pd.DataFrame | None,
    issues: pd.DataFrame,
    rejects: pd.DataFrame,
    places: pd.DataFrame,
    context: Context,
    inputs: list[dict[str, Any]],
) -> Region:
    return Region(
        answers=settings.answers,
        kelurahan=fill_population(report.kelurahan, context.values),
        businesses=businesses,
        earlier=earlier,
        places=places,
        context=context,
        topology=report.topology,
        issues=pd.concat([report.issues, issues, context.issues], ignore_index=True),
        rejects=pd.concat([report.rejects, rejects, context.rejects], ignore_index=True),
        survey_issues=issues,
        boundary_issues=report.issues,
        inputs=inputs,
    )


def _count(role: str, file: SourceFile, used: int, rejects: pd.DataFrame) -> dict[str, Any]:
    """Rows of one file; features for a map."""
    counted = {"rows_in": used + len(rejects), "rows_used": used, "rows_rejected": len(rejects)}
    return {"role": role, "name": file.name, **counted}
