"""How near a product is to what a kelurahan is already known for: "what next", an exploratory measure."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.knowledge.formats import say_number
from mapping.language import tr
from mapping.measure.change.wave_coverage import read_wave_rules
from mapping.measure.specialisation import ALPHA_CAP, ALPHA_FLOOR
from mapping.measure.weighting import kish_rate, weights_of
from mapping.settings import Settings


def product_counts(businesses: pd.DataFrame, codes: pd.Index, products: pd.Index) -> np.ndarray:
    """Effective number of businesses of each kelurahan and product.

    With sampling weights ``w`` a kelurahan counts as Kish's effective number ``(sum w)^2 / sum w^2`` of its businesses,
    dealt out by weighted shares; with equal weights these are the counts.

    Parameters
    ----------
    businesses : DataFrame
        ``kelurahan_code, product, sampling_weight`` are read; those without a product are left out.

    Returns
    -------
    ndarray of float, shape (kelurahan, products)

    Examples
    --------
    >>> rows = pd.DataFrame({"kelurahan_code": list("aab"), "product": ["tempe", "batik", ""], "sampling_weight": 2.0})
    >>> product_counts(rows, pd.Index(["a", "b"]), pd.Index(["batik", "tempe"])).tolist()
    [[1.0, 1.0], [0.0, 0.0]]
    """
    place, product = codes.get_indexer(businesses["kelurahan_code"]), products.get_indexer(businesses["product"])
    shape, weights = (len(codes), len(products)), weights_of(businesses)
    known = (place >= 0) & (product >= 0)
    rate = kish_rate(np.where(known, place, -1), shape[0], weights)
    cell = place[known] * shape[1] + product[known]
    cells = np.bincount(cell, weights=weights[known], minlength=shape[0] * shape[1])
    return cells.reshape(shape) * rate[:, None]


def expected_products(counts: np.ndarray) -> np.ndarray:
    """Count expected of each product were every kelurahan like the region: ``E_kp = x_k * x_p / x``.

    Examples
    --------
    >>> expected_products(np.array([[3.0, 1.0], [1.0, 3.0]])).tolist()
    [[2.0, 2.0], [2.0, 2.0]]
    """
    total = counts.sum()
    if total <= 0:
        raise NotComputableError(tr("Kedekatan produk tidak dapat dihitung: tidak ada usaha yang jelas produknya."))
    return np.outer(counts.sum(axis=1), counts.sum(axis=0)) / total


def prior_strengths(counts: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Prior strength of each product's quotient, all products at once.

    As :func:`mapping.measure.specialisation.prior_strength`, product by product.

    Examples
    --------
    >>> counts = np.array([[12.0, 8], [2, 2], [40, 160]])
    >>> prior_strengths(counts, expected_products(counts)).round(3).tolist()
    [5.294, 50.0]
    """
    some = expected > 0
    excess = np.divide((counts - expected) ** 2, expected, out=np.zeros(counts.shape), where=some).sum(axis=0)
    excess -= some.sum(axis=0)
    total = expected.sum(axis=0)
    with np.errstate(divide="ignore"):
        strength = np.clip(total / excess, ALPHA_FLOOR, ALPHA_CAP)
    return np.where(excess > 0, strength, ALPHA_CAP)


def specialised(counts: np.ndarray, chance: float | None = None) -> np.ndarray:
    """Which kelurahan is surely known for which product: ``M_kp = P(LQ_kp > 1) > 0.8``, the quotient shrunk.

    The posterior of the quotient is ``Gamma(x + a, E + a)``; it exceeds 1 with more than ``chance`` exactly where
    ``E + a`` lies below the gamma's lower ``1 - chance`` quantile, of which few different ones are needed.

    Parameters
    ----------
    counts : ndarray of float, shape (kelurahan, products)
        As :func:`product_counts` gives them.
    chance : float, optional
        The probability to be exceeded; ``relatedness.specialised`` of ``waves.toml`` when not given.

    Returns
    -------
    ndarray of bool, shape (kelurahan, products)
        False where nothing was surveyed.

    Examples
    --------
    >>> specialised(np.array([[12.0, 8], [2, 2], [40, 160]])).tolist()
    [[True, False], [False, False], [False, False]]
    """
    from scipy.special import gammaincinv

    asked = read_wave_rules()["relatedness"]["specialised"] if chance is None else chance
    expected = expected_products(counts)
    alpha = prior_strengths(counts, expected)
    answer = np.zeros(counts.shape, dtype=bool)
    for p in range(counts.shape[1]):
        shape, place = np.unique(counts[:, p] + alpha[p], return_inverse=True)
        answer[:, p] = expected[:, p] + alpha[p] < gammaincinv(shape, 1.0 - asked)[place]
    return answer


def proximity(matrix: np.ndarray, diagonal: float = 0.0) -> np.ndarray:
    """How often two products are specialities of the same place: ``phi_pq = min(P(p given q), P(q given p))``.

    Parameters
    ----------
    matrix : ndarray of bool, shape (kelurahan, products)
        ``M`` as :func:`specialised` gives it.
    diagonal : float
        ``phi_pp``. We take 0: a product says nothing about how near it is to itself, and with 1 a place that already
        has it would look near to it by definition. The literature and ``ecomplexity`` take 1.

    Returns
    -------
    ndarray of float, shape (products, products)
        Symmetric, 0-1; larger is nearer; 0 for a product that is nobody's speciality.

    References
    ----------
    Hidalgo, C. A., Klinger, B., Barabási, A.-L. & Hausmann, R. (2007). The product space conditions the development of
    nations. Science 317.

    Examples
    --------
    >>> proximity(np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1]], dtype=bool)).round(3).tolist()
    [[0.0, 0.667, 0.333], [0.667, 0.0, 0.0], [0.333, 0.0, 0.0]]
    """
    # Single precision counts exactly up to 16 million places and multiplies twice as fast.
    m = matrix.astype(np.float32)
    together = (m.T @ m).astype(float)
    had = np.diag(together)
    larger = np.maximum.outer(had, had)
    phi = np.divide(together, larger, out=np.zeros(together.shape), where=larger > 0)
    np.fill_diagonal(phi, diagonal)
    return phi


def relatedness_density(matrix: np.ndarray, phi: np.ndarray) -> np.ndarray:
    """Share of a product's neighbourhood that a place is known for: ``w_kp = sum_q M_kq phi_pq / sum_q phi_pq``.

    Returns
    -------
    ndarray of float, shape (kelurahan, products)
        0-1, larger is nearer. NaN for a product without any neighbour: what it is near to is unknown.

    Examples
    --------
    >>> m = np.array([[1, 1, 0], [1, 1, 0], [1, 0, 1]], dtype=bool)
    >>> relatedness_density(m, proximity(m)).round(3).tolist()
    [[0.667, 1.0, 1.0], [0.667, 1.0, 1.0], [0.333, 1.0, 1.0]]
    """
    total = phi.sum(axis=1)
    around = np.divide(phi, total[:, None], out=np.full(phi.shape, np.nan), where=total[:, None] > 0)
    return matrix.astype(float) @ around.T


def enough_areas(businesses: pd.DataFrame, codes: pd.Index, settings: Settings) -> pd.Index:
    """The kelurahan that a product space may rest on: those with ``settings.minimum_businesses`` known products.

    Raises
    ------
    NotComputableError
        There are fewer than ``relatedness.minimum_areas`` of them.
    """
    rows = businesses.loc[businesses["product"] != "", "kelurahan_code"]
    counted = rows.value_counts().reindex(codes, fill_value=0).to_numpy()
    kept = codes[counted >= settings.minimum_businesses]
    wanted = read_wave_rules()["relatedness"]["minimum_areas"]
    if len(kept) < wanted:
        raise NotComputableError(
            tr(
                "Kedekatan produk perlu paling sedikit {wanted} kelurahan/desa dengan "
                "{minimum_businesses} usaha atau lebih; yang ada {kept}.",
                wanted=say_number(wanted),
                minimum_businesses=say_number(settings.minimum_businesses),
                kept=say_number(len(kept)),
            )
        )
    return kept


def measure_relatedness(businesses: pd.DataFrame, codes: pd.Index, settings: Settings) -> pd.DataFrame:
    """How near every product is to what every kelurahan is known for.

    Cost: one product of matrices, kelurahan x products x products.

    Parameters
    ----------
    businesses : DataFrame
        As in docs/architecture.md.
    codes : Index
        Kelurahan to speak about.

    Returns
    -------
    DataFrame, index (kelurahan_code, product)
        ``density`` 0-1, larger is nearer, NaN for a product that no other is near to; ``lq_prob`` P(LQ > 1). Only
        kelurahan with enough businesses.

    Raises
    ------
    NotComputableError
        Too few kelurahan, or no kelurahan is surely known for anything.
    """
    from scipy.special import gammaincc

    kept = enough_areas(businesses, codes, settings)
    products = pd.Index(sorted(set(businesses["product"]) - {""}))
    counts = product_counts(businesses, kept, products)
    matrix = specialised(counts)
    if not matrix.any():
        raise NotComputableError(
            tr("Kedekatan produk tidak dapat dihitung: tidak ada kelurahan yang jelas khas untuk satu produk pun.")
        )
    expected = expected_products(counts)
    alpha = prior_strengths(counts, expected)
    density = relatedness_density(matrix, proximity(matrix))
    probability = gammaincc(counts + alpha, expected + alpha)
    index = pd.MultiIndex.from_product([kept, products], names=["kelurahan_code", "product"])
    return pd.DataFrame({"density": density.ravel(), "lq_prob": probability.ravel()}, index=index)


def no_relatedness() -> pd.DataFrame:
    """The table of :func:`measure_relatedness` without a row.

    Examples
    --------
    >>> list(no_relatedness())
    ['density', 'lq_prob']
    """
    index = pd.MultiIndex.from_arrays([pd.Index([], dtype="str")] * 2, names=["kelurahan_code", "product"])
    return pd.DataFrame({"density": np.array([]), "lq_prob": np.array([])}, index=index)
