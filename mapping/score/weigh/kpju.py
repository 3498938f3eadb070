"""The criteria of Bank Indonesia's KPJU studies: what of them is measured, and what a panel must rate."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from mapping.errors import SettingsError
from mapping.knowledge.catalog import read_presets
from mapping.language import tr
from mapping.score.weigh.ahp import ahp_weights
from mapping.settings import ScoringSetup


def preset_labels(preset: str) -> dict[str, str]:
    """The criteria of a preset and what they are called.

    Raises
    ------
    SettingsError
        There is no such preset.

    Examples
    --------
    >>> list(preset_labels("kpju_kecamatan"))
    ['jumlah_usaha', 'jangkauan_pasar', 'ketersediaan_bahan', 'kontribusi']
    """
    return {name: criterion["label"] for name, criterion in _criteria(preset).items()}


def preset_weights(preset: str, comparisons: Iterable[Sequence[Any]] = ()) -> pd.Series:
    """How much each criterion of a preset counts.

    Parameters
    ----------
    preset : str
        ``"kpju_kecamatan"`` or ``"kpju_kota"``.
    comparisons : iterable of (str, str, float)
        Judgements of a panel among all criteria of the preset; without them all weigh the same [planning assumption:
        the official weights were not found].

    Returns
    -------
    Series of float, index criterion
        0-1, sums to 1.

    Raises
    ------
    SettingsError
        There is no such preset, a criterion was left out of the judgements, or they contradict each other
        (:func:`mapping.score.weigh.ahp.ahp_weights`).

    Examples
    --------
    >>> preset_weights("kpju_kecamatan").tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    labels = preset_labels(preset)
    judged = list(comparisons)
    if not judged:
        return pd.Series(1.0 / len(labels), index=list(labels), name="weight")
    weights = ahp_weights(judged, labels)
    if left := [label for name, label in labels.items() if name not in weights.index]:
        raise SettingsError(
            tr('Kriteria "{left}" belum dibandingkan dengan yang lain. Isi perbandingannya.', left=left[0])
        )
    return weights


def split_criteria(preset: str) -> pd.DataFrame:
    """The line between what is measured and what a panel must rate.

    Returns
    -------
    DataFrame, index criterion
        ``label``; ``measured`` (bool); ``indicators`` (tuple of criteria of the catalogue, empty when rated); ``note``:
        what is measured, or the question to the panel.

    Examples
    --------
    >>> split_criteria("kpju_kota")["measured"].sum()
    np.int64(6)
    """
    rows = {
        name: {
            "label": criterion["label"],
            "measured": "measured" in criterion,
            "indicators": tuple(criterion.get("measured", ())),
            "note": criterion.get("note", criterion.get("question", "")),
        }
        for name, criterion in _criteria(preset).items()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def kpju_setup(
    preset: str, comparisons: Iterable[Sequence[Any]] = (), setup: ScoringSetup | None = None
) -> ScoringSetup:
    """A set-up that scores the measured criteria of a preset; the rated ones stay out of it.

    A criterion measured by several indicators shares its weight among them evenly, so that it counts as their mean.

    Parameters
    ----------
    preset, comparisons
        As in :func:`preset_weights`.
    setup : ScoringSetup, optional
        Goalposts, scaling and the rest are taken from it.

    Returns
    -------
    ScoringSetup
        Weights out of 100 over all criteria of the preset: what is missing to 100 is what the panel must rate.

    Raises
    ------
    SettingsError
        As in :func:`preset_weights`.

    Examples
    --------
    >>> kpju_setup("kpju_kecamatan").weights
    (('n', 25.0), ('outside_share', 25.0), ('local_input_share', 25.0), ('revenue_idr_month', 25.0))
    >>> round(sum(weight for _, weight in kpju_setup("kpju_kota").weights), 3)
    54.545
    """
    judged = tuple((first, second, times) for first, second, times in comparisons)
    weights = preset_weights(preset, judged)
    indicators: dict[str, float] = {}
    for name, row in split_criteria(preset).iterrows():
        for indicator in row["indicators"]:
            share = 100.0 * float(weights[name]) / len(row["indicators"])
            indicators[indicator] = round(indicators.get(indicator, 0.0) + share, 6)
    return replace(
        setup or ScoringSetup(),
        name=read_presets()[preset]["label"],
        method=preset,
        weights=tuple(indicators.items()),
        comparisons=tuple((first, second, float(times)) for first, second, times in judged),
    )


def _criteria(preset: str) -> dict[str, Any]:
    presets = read_presets()
    if preset not in presets:
        raise SettingsError(
            tr(
                'Paket kriteria "{preset}" tidak dikenal. Yang ada: {presets}.',
                preset=preset,
                presets=", ".join(presets),
            )
        )
    criteria: dict[str, Any] = presets[preset]["criteria"]
    return criteria
