"""The gap to peers: fewer or more makers of a product than at the places most alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.knowledge.catalog import read_kinship, read_lexicon
from mapping.measure.counts import count, locate_kelurahan
from mapping.measure.coverage import covered_sectors
from mapping.measure.specialisation import prior_strength
from mapping.measure.weighting import kish_rate, weights_of
from mapping.settings import Settings

if TYPE_CHECKING:
    from scipy.sparse import csr_array as Sparse

Values = npt.NDArray[np.float64]

COLUMNS = ["kelurahan_code", "product", "n", "expected", "ratio", "p_below", "p_above", "agreeing", "kind"]


def gaps(kelurahan: pd.DataFrame, businesses: pd.DataFrame, peers: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Products of which a kelurahan has fewer or more makers than its peers lead one to expect; firm ones only.

    Expected is the peers' pooled share of the product (``sum(x_peer) / sum(N_peer)``, drawn a little towards the
    region's) times the kelurahan's own number of businesses whose product is known. The kelurahan's true multiple of
    the peers' share is Gamma(n + a, E + a), the prior strength ``a`` estimated per product from how much kelurahan
    differ from their peers, at most ``strength_cap``; the peers' share is a sample, too, with a weight of its own
    (:func:`chance_below`). Told are gaps of a certainty of ``certainty``, with ``least_expected`` expected and
    ``agreeing`` of the peers on the other side of the kelurahan's share, so that one famous peer alone makes no gap
    (``[gaps]`` of knowledge/kinship.toml).

    Cost: one pass over the businesses, then one sparse product kelurahan x peers x products.

    Parameters
    ----------
    kelurahan, businesses, settings
        As in docs/architecture.md.
    peers : DataFrame
        As of :func:`mapping.measure.kin.peers.nearest_peers`. Kelurahan without peers have no gaps.

    Returns
    -------
    DataFrame
        ``kelurahan_code, product``; ``n`` businesses (rows of the survey); ``expected`` businesses; ``ratio``
        (n over expected, by weights where the survey has them); ``p_below, p_above`` (0-1, add up to 1); ``agreeing``
        (0-1, share of the peers on the other side of this kelurahan's share); ``kind`` (``"kurang"`` or ``"lebih"``).
        Surest first within a kelurahan. Empty where nothing is firm. Products of sectors that the survey does not
        cover are left out: their absence says nothing.

    Raises
    ------
    InputError
        A business lies in a kelurahan that the table does not have.

    See Also
    --------
    mapping.measure.specialisation : the same model against the whole region.
    """
    products = _covered_products(businesses, settings)
    rows, x = _product_counts(kelurahan, businesses, products)
    size = x.sum(axis=1)
    around = _peer_matrix(kelurahan.index, peers)
    enough = (rows.sum(axis=1) >= settings.minimum_businesses) & (around.sum(axis=1) > 0)
    expected, pooled = _expect(x, size, around, enough)
    rules = read_kinship()["gaps"]
    strength = np.minimum(_strengths(np.where(enough[:, None], x, np.nan), expected), rules["strength_cap"])
    below = chance_below(x, expected, strength, _peer_weight(around, size, pooled, strength))
    own = x / np.maximum(size, 1e-9)[:, None]
    kind = np.select([below >= rules["certainty"], 1 - below >= rules["certainty"]], [-1, 1], 0)
    place, product = np.nonzero((kind != 0) & (expected >= rules["least_expected"]))
    agreeing = _agreeing(own, around, place, product, kind[place, product])
    kept = agreeing >= rules["agreeing"]
    place, product, agreeing = place[kept], product[kept], agreeing[kept]
    inflate = rows.sum(axis=1) / np.maximum(size, 1e-9)
    table = pd.DataFrame(
        {
            "kelurahan_code": kelurahan.index.to_numpy()[place],
            "product": products.to_numpy()[product],
            "n": rows[place, product],
            "expected": expected[place, product] * inflate[place],
            "ratio": x[place, product] / expected[place, product],
            "p_below": below[place, product],
            "p_above": 1 - below[place, product],
            "agreeing": agreeing,
            "kind": np.where(kind[place, product] < 0, "kurang", "lebih"),
        }
    )
    sure = table[["p_below", "p_above"]].max(axis="columns").round(9)
    order = table.assign(sure=-sure).sort_values(["kelurahan_code", "sure", "product"]).index
    return table.loc[order, COLUMNS].reset_index(drop=True)


def _expect(x: Values, size: Values, around: Sparse, enough: npt.NDArray[np.bool_]) -> tuple[Values, Values]:
    """What the peers lead one to expect here, and the businesses that stand behind it.

    The peers' share is drawn towards the region's like a location quotient (``(x + a) / (E + a)`` times the region's
    share), so that a product which ten peers happen not to have is rare there, not impossible.
    """
    region = size[:, None] * x.sum(axis=0) / max(size.sum(), 1e-9)
    prior = _strengths(np.where(enough[:, None], x, np.nan), np.where(region > 0, region, np.nan))
    pooled, usual = around @ x + prior, around @ region + prior
    return np.where(enough[:, None] & (region > 0), region * pooled / usual, np.nan), pooled


def _strengths(x: Values, expected: Values) -> Values:
    """Prior strength of each product (column)."""
    return np.array([prior_strength(x[:, p], expected[:, p]) for p in range(x.shape[1])])


def chance_below(x: Values, expected: Values, strength: Values, peer_weight: Values) -> Values:
    """Chance that the true share here is below the peers': both are known from counts only.

    With ``G1 ~ Gamma(x + a)`` over ``E + a`` for here and ``G2 ~ Gamma(w)`` over ``w`` for the peers (mean 1, spread
    ``1 / sqrt(w)``), ``P(here < peers) = I_z(x + a, w)`` with ``z = (E + a) / (E + a + w)``, the regularised
    incomplete beta function. With ever more peers it becomes the Gamma-Poisson chance of a known expectation.

    Parameters
    ----------
    x, expected : ndarray of float, shape (kelurahan, products)
        Counts, and what was expected; NaN unknown.
    strength : ndarray of float, shape (products,)
        Prior strength ``a``.
    peer_weight : ndarray of float, shape (kelurahan, products)
        How many businesses the peers' share is worth, above 0.

    Returns
    -------
    ndarray of float, shape (kelurahan, products)
        0-1; NaN where nothing was expected.

    Examples
    --------
    >>> x, expected = np.array([[3.0, 9.0]]), np.array([[9.0, 9.0]])
    >>> chance_below(x, expected, np.array([5.0, 5.0]), np.full((1, 2), 1e9)).round(3).tolist()
    [[0.968, 0.536]]
    >>> chance_below(x, expected, np.array([5.0, 5.0]), np.full((1, 2), 40.0)).round(3).tolist()
    [[0.946, 0.52]]
    """
    from scipy.special import betainc

    rate = expected + strength
    known = ~np.isnan(expected)
    chance = betainc(x + strength, np.where(known, peer_weight, 1.0), np.where(known, rate / (rate + peer_weight), 0.5))
    return np.where(known, chance, np.nan)


def _covered_products(businesses: pd.DataFrame, settings: Settings) -> pd.Index:
    """Products of the lexicon, and the user's own, whose sector the survey covers; those that occur, sorted."""
    covered = [sector for sector, inside in covered_sectors(businesses, settings).items() if inside]
    named = (businesses["product"] != "") & businesses["sector"].isin(covered)
    known = set(read_lexicon().loc[lambda t: t["sector"].isin(covered), "product"]) | set(businesses["product"][named])
    return pd.Index(sorted(known & set(businesses["product"][named])))


def _product_counts(kelurahan: pd.DataFrame, businesses: pd.DataFrame, products: pd.Index) -> tuple[Values, Values]:
    """Rows, and effective counts (weighted share times Kish's n), of each kelurahan and product."""
    place, product = locate_kelurahan(kelurahan, businesses), products.get_indexer(businesses["product"])
    shape, weights = (len(kelurahan), len(products)), weights_of(businesses)
    cell = np.where(product >= 0, place * len(products) + product, -1)
    rate = kish_rate(np.where(product >= 0, place, -1), len(kelurahan), weights)
    weighted = np.bincount(cell[cell >= 0], weights=weights[cell >= 0], minlength=shape[0] * shape[1])
    return count(cell, shape[0] * shape[1]).reshape(shape), weighted.reshape(shape) * rate[:, None]


def _peer_matrix(index: pd.Index, peers: pd.DataFrame) -> Sparse:
    """Who is whose peer: sparse, shape (kelurahan, kelurahan), 1 where the column is a peer of the row."""
    from scipy.sparse import csr_array

    own, other = index.get_indexer(peers["kelurahan_code"]), index.get_indexer(peers["peer_code"])
    return csr_array((np.ones(len(own)), (own, other)), shape=(len(index), len(index)))


def _peer_weight(around: Sparse, size: Values, pooled: Values, strength: Values) -> Values:
    """Businesses that a pooled share is worth: ``1 / w = 1 / sum(x) + sum(share of each peer^2) / a``.

    The first part is the peers' sample, the second that they differ among themselves as kelurahan do.
    """
    total = np.maximum(around @ size, 1e-9)
    uneven = (around @ size**2) / total**2
    return 1 / (1 / pooled + uneven[:, None] / strength)


def _agreeing(own: Values, around: Sparse, place: np.ndarray, product: np.ndarray, kind: np.ndarray) -> Values:
    """Share of the peers with a larger share of the product (for a lack), a smaller one (for a plenty)."""
    picked = around[place].tocoo()
    row, peer = picked.coords
    beyond = (own[peer, product[row]] - own[place[row], product[row]]) * kind[row] < 0
    counts = np.bincount(row, minlength=len(place))
    return np.bincount(row, weights=beyond, minlength=len(place)) / np.maximum(counts, 1)
