"""What each score would have guessed: a figure per kelurahan and product, from the earlier wave alone."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.language import tr
from mapping.measure.change.complexity import complexity
from mapping.measure.change.relatedness import expected_products, proximity, relatedness_density, specialised
from mapping.measure.sectors import measure_sectors
from mapping.score.composite import score_sectors
from mapping.settings import Settings

BASELINES = ("lq", "popularity")


def guess(
    kelurahan: pd.DataFrame,
    before: pd.DataFrame,
    codes: pd.Index,
    products: pd.Index,
    counts: np.ndarray,
    settings: Settings,
) -> tuple[dict[str, np.ndarray], list[str]]:
    """The figures of every score; a larger one is a firmer guess.

    - ``relatedness``: density of the product around what the place is known for, diagonal 0.
    - ``complexity``: nearness of the product's complexity to the place's own, ``-|PCI_p - ECI_k|``.
    - ``sector_score``: the score of the product's sector there, by the set-up in force.
    - ``lq``: the plain location quotient, 0 where the product is absent.
    - ``popularity``: businesses to be expected from the place's size and the product's share of the region.

    Parameters
    ----------
    kelurahan, before, settings
        Of the earlier wave, as in :func:`mapping.measure.sectors.measure_sectors`.
    codes, products : Index
        Rows and columns of the answer.
    counts : ndarray of float, shape (kelurahan, products)
        Effective businesses of the earlier wave.

    Returns
    -------
    figures : dict of ndarray of float, shape (kelurahan, products)
        NaN where a score has nothing to say. Scores that cannot be reckoned are missing.
    refusals : list of str
        Why they are missing.
    """
    expected = expected_products(counts)
    figures: dict[str, np.ndarray] = {}
    refusals: list[str] = []
    matrix = specialised(counts)
    if matrix.any():
        figures["relatedness"] = relatedness_density(matrix, proximity(matrix))
    else:
        refusals.append(tr("Tidak ada kelurahan yang jelas khas pada survei sebelumnya."))
    try:
        eci, pci = complexity(matrix, products)
        figures["complexity"] = -np.abs(pci[None, :] - eci[:, None])
    except NotComputableError as refusal:
        refusals.append(str(refusal))
    figures["sector_score"] = _sector_scores(kelurahan, before, codes, products, settings)
    figures["lq"] = counts / expected
    figures["popularity"] = expected
    return figures, refusals


def _sector_scores(
    kelurahan: pd.DataFrame, before: pd.DataFrame, codes: pd.Index, products: pd.Index, settings: Settings
) -> np.ndarray:
    indicators = measure_sectors(kelurahan, before, settings)
    scores, _ = score_sectors(indicators, settings.setup)
    wide = scores["score"].unstack("sector").reindex(index=codes, columns=list(SCORED_SECTORS))
    sector = before.drop_duplicates("product").set_index("product")["sector"].reindex(products)
    return wide.reindex(columns=sector.to_numpy()).to_numpy(dtype=float)
