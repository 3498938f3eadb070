"""Weights that the data themselves suggest: entropy, CRITIC, first principal component.

They say which criteria tell kelurahan apart, not which matter to a cooperative. They are frozen as numbers in the
set-up, so that new data do not move them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError, SettingsError
from mapping.knowledge.catalog import SCORED_SECTORS, read_sectors
from mapping.language import tr
from mapping.score.criteria import criterion_values, scaled_values, scored_rows
from mapping.score.weigh.choices import METHODS
from mapping.score.weigh.setup import criteria_in_force
from mapping.settings import ScoringSetup

TIE = 1e-9
"""Eigenvalues, loadings and spreads closer to each other, or to nothing, than this are the same."""


def entropy_weights(matrix: np.ndarray, labels: Sequence[str]) -> np.ndarray:
    """Much weight to criteria that are spread unevenly: ``w_c ~ 1 + sum_k p_kc ln p_kc / ln m`` with ``p`` the shares.

    Parameters
    ----------
    matrix : ndarray of float, shape (kelurahan, criteria)
        Zero or more, no NaN; more is better.
    labels : sequence of str
        What the criteria are called, for messages.

    Returns
    -------
    ndarray of float, shape (criteria,)
        0-1, sums to 1.

    Raises
    ------
    NotComputableError
        Fewer than two rows, an unknown or negative value, or a criterion that is the same everywhere.

    References
    ----------
    Shannon, C. E. (1948). Zeleny, M. (1982). Multiple Criteria Decision Making, ch. 7. McGraw-Hill.

    Examples
    --------
    >>> entropy_weights(np.array([[1.0, 2.0], [4.0, 16.0]]), ["A", "B"]).round(6).tolist()
    [0.358889, 0.641111]
    """
    matrix = _checked(matrix, labels, rows=2)
    if (matrix < 0).any():
        label = labels[int(np.argmax((matrix < 0).any(axis=0)))]
        raise NotComputableError(
            tr('Kriteria "{label}" punya nilai di bawah nol; bobot entropi tidak bisa dihitung.', label=label)
        )
    share = matrix / matrix.sum(axis=0)
    logarithm = np.log(share, out=np.zeros_like(share), where=share > 0)
    spread = 1.0 + (share * logarithm).sum(axis=0) / np.log(len(matrix))
    return spread / spread.sum()


def critic_weights(matrix: np.ndarray, labels: Sequence[str]) -> np.ndarray:
    """Much weight to criteria that tell kelurahan apart and do not repeat the others: ``w_c ~ s_c sum_d (1 - r_cd)``.

    ``s`` is the standard deviation between the least and the greatest value, ``r`` the correlation.

    Parameters
    ----------
    matrix, labels
        As in :func:`entropy_weights`; values may be negative.

    Returns
    -------
    ndarray of float, shape (criteria,)
        0-1, sums to 1.

    Raises
    ------
    NotComputableError
        Fewer than three rows, an unknown value, a criterion that is the same everywhere, or all criteria run in step.

    References
    ----------
    Diakoulaki, D., Mavrotas, G. & Papayannakis, L. (1995). Determining objective weights in multiple criteria problems:
    the CRITIC method. Computers & Operations Research 22(7), 763-770.

    Examples
    --------
    >>> critic_weights(np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), ["A", "B"]).tolist()
    [0.5, 0.5]
    """
    matrix = _checked(matrix, labels, rows=3)
    low = matrix.min(axis=0)
    scaled = (matrix - low) / (matrix.max(axis=0) - low)
    conflict = (1.0 - _correlation(scaled)).sum(axis=0)
    if conflict.max() < TIE:
        raise NotComputableError(tr("Semua kriteria naik dan turun bersama; CRITIC tidak bisa membedakan bobotnya."))
    amount = scaled.std(axis=0) * conflict
    return amount / amount.sum()


def component_weights(matrix: np.ndarray, labels: Sequence[str]) -> np.ndarray:
    """Much weight to criteria that move together: the loadings of the first principal component, divided by their sum.

    The component is that of the correlations. Its sign is arbitrary and is taken so that the loadings sum to more than
    zero. A criterion that loads against the others is refused: its weight would be negative, and squaring
    it away would reward what the component says is worse.

    Parameters
    ----------
    matrix, labels
        As in :func:`critic_weights`.

    Returns
    -------
    ndarray of float, shape (criteria,)
        0-1, sums to 1.

    Raises
    ------
    NotComputableError
        As in :func:`critic_weights`; a criterion loads against the others; or two components explain equally much.

    References
    ----------
    OECD & JRC (2008). Handbook on Constructing Composite Indicators, ch. 6.

    Examples
    --------
    >>> rows = np.array([[1.0, 2.0, 2.0], [2.0, 1.0, 4.0], [3.0, 4.0, 6.0], [4.0, 3.0, 8.0]])
    >>> component_weights(rows, ["A", "B", "C"]).round(3).tolist()
    [0.356, 0.288, 0.356]
    """
    matrix = _checked(matrix, labels, rows=3)
    values, vectors = np.linalg.eigh(_correlation(matrix))
    if len(values) > 1 and values[-1] - values[-2] < TIE:
        raise NotComputableError(
            tr("Kriterianya tidak saling berkaitan; komponen utama tidak punya arah. Pakai cara lain.")
        )
    loading = vectors[:, -1] * (np.sign(vectors[:, -1].sum()) or 1.0)
    if loading.min() < -TIE:
        raise NotComputableError(
            tr(
                'Kriteria "{labels}" bergerak berlawanan dengan yang lain, jadi bobotnya akan di bawah '
                "nol. Beri kriteria itu bobot 0, atau pakai cara lain.",
                labels=labels[int(np.argmin(loading))],
            )
        )
    loading = np.maximum(loading, 0.0)
    return loading / loading.sum()


DATA_METHODS: dict[str, Callable[[np.ndarray, Sequence[str]], np.ndarray]] = {
    "entropy": entropy_weights,
    "critic": critic_weights,
    "component": component_weights,
}


def weights_from(
    method: str, indicators: pd.DataFrame, sector: str | None = None, setup: ScoringSetup | None = None
) -> ScoringSetup:
    """A set-up whose weights follow from the data of one sector, or of all scored sectors together.

    The methods see the criteria of the set-up as they stand between their goalposts (0-1, more is better), and only
    kelurahan in which all of them are known.

    Parameters
    ----------
    method : str
        ``"entropy"``, ``"critic"`` or ``"component"``.
    indicators : DataFrame, index (kelurahan_code, sector)
        Sector indicators.
    sector : str, optional
        None takes all scored sectors.
    setup : ScoringSetup, optional
        Says which criteria (those with weight) and goalposts; everything but name, method, weights and judgements is
        kept.

    Returns
    -------
    ScoringSetup
        Weights out of 100, as numbers: loading other data later does not move them.

    Raises
    ------
    SettingsError
        The method or sector is not known, or the set-up says something impossible.
    NotComputableError
        A criterion has no data or is the same everywhere, too few kelurahan are known, or the method refuses.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([[f"k{i}" for i in range(10)], ["food"]], names=["kelurahan_code", "sector"])
    >>> table = pd.DataFrame({"n": 5.0, "lq": np.linspace(0.6, 2.4, 10), "workers": [0.0] * 9 + [60]}, index=index)
    >>> weights_from("entropy", table, "food", ScoringSetup(weights=(("lq", 1), ("workers", 1)))).weights
    (('lq', 7.597333), ('workers', 92.402667))
    """
    if method not in DATA_METHODS:
        raise SettingsError(
            tr(
                'Cara "{method}" tidak dikenal. Pilih salah satu: {data_methods}.',
                method=method,
                data_methods=", ".join(DATA_METHODS),
            )
        )
    if sector is not None and sector not in SCORED_SECTORS:
        raise SettingsError(
            tr(
                'Sektor "{sector}" tidak diberi skor. Pilih salah satu: {scored_sectors}.',
                sector=sector,
                scored_sectors=", ".join(SCORED_SECTORS),
            )
        )
    setup = setup or ScoringSetup()
    criteria = criteria_in_force(setup)
    labels = [criterion["label"] for criterion in criteria["criteria"].values()]
    rows = scored_rows(indicators)
    if sector is not None:
        rows = rows[rows.index.get_level_values("sector") == sector]
    matrix = _complete(criterion_values(rows, criteria), labels, criteria["rules"]["minimum_rows_for_data_weights"])
    scaled = scaled_values(matrix, {**criteria, "scaling": "goalposts"})
    shares = DATA_METHODS[method](scaled, labels)
    where = read_sectors()["sectors"][sector]["label"].lower() if sector else tr("semua sektor")
    return replace(
        setup,
        name=f"{METHODS[method].split(':')[0].capitalize()}, {where}",
        method=method,
        comparisons=(),
        weights=tuple((name, round(100.0 * float(w), 6)) for name, w in zip(criteria["criteria"], shares, strict=True)),
    )


def _complete(values: np.ndarray, labels: Sequence[str], minimum: int) -> np.ndarray:
    """The rows in which everything is known."""
    unknown = np.isnan(values)
    for column in np.flatnonzero(unknown.all(axis=0)).tolist():
        raise NotComputableError(
            tr(
                'Kriteria "{labels}" tidak punya satu pun data. Lengkapi datanya, atau beri kriteria ini bobot 0.',
                labels=labels[column],
            )
        )
    complete = values[~unknown.any(axis=1)]
    if len(complete) < minimum:
        emptiest = labels[int(unknown.sum(axis=0).argmax())]
        raise NotComputableError(
            tr(
                "Hanya {complete} kelurahan yang semua kriterianya diketahui; bobot dari data memerlukan "
                'paling sedikit {minimum}. Kriteria yang paling banyak kosong: "{emptiest}".',
                complete=len(complete),
                minimum=minimum,
                emptiest=emptiest,
            )
        )
    return complete


def _checked(matrix: np.ndarray, labels: Sequence[str], rows: int) -> np.ndarray:
    """The matrix, if something can be told from it."""
    matrix = np.asarray(matrix, dtype=float)
    if len(matrix) < rows:
        raise NotComputableError(
            tr(
                "Hanya ada {matrix} kelurahan; bobot ini memerlukan paling sedikit {rows}.",
                matrix=len(matrix),
                rows=rows,
            )
        )
    if (broken := ~np.isfinite(matrix).all(axis=0)).any():
        label = labels[int(np.argmax(broken))]
        raise NotComputableError(
            tr('Kriteria "{label}" tidak diketahui di sebagian kelurahan. Lengkapi datanya.', label=label)
        )
    width = matrix.max(axis=0) - matrix.min(axis=0)
    if (same := width <= 1e-12 * np.abs(matrix).max(axis=0)).any():
        label = labels[int(np.argmax(same))]
        raise NotComputableError(
            tr(
                'Kriteria "{label}" bernilai sama di semua kelurahan, jadi tidak membedakan apa pun. '
                "Beri kriteria itu bobot 0, atau ubah batasnya bila semua nilainya di luar batas.",
                label=label,
            )
        )
    return matrix


def _correlation(matrix: np.ndarray) -> np.ndarray:
    """Pearson correlations between columns, shape (criteria, criteria)."""
    return np.atleast_2d(np.corrcoef(matrix, rowvar=False))
