"""Types of kelurahan: groups of like make-up, only where they are clearer than chance would make them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.errors import NotComputableError
from mapping.knowledge.catalog import read_kinship
from mapping.knowledge.formats import say_number
from mapping.language import mark, tr
from mapping.measure.kin.peers import structure
from mapping.measure.kin.typenames import name_type, say_traits, signatures
from mapping.settings import Settings

Values = npt.NDArray[np.float64]

SAMPLE = 2_000
"""Beyond so many kelurahan the silhouette is taken of a sample: it compares every pair."""
STARTS = 10
STRENGTH_FLOOR, STRENGTH_CAP = 2.0, 200.0
NO_TYPES = mark("tanpa tipe yang jelas")


def typology(indicators: pd.DataFrame, settings: Settings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The type of each kelurahan, and what the types are.

    Types are clusters (k-means) of make-ups, each drawn towards the region's the more, the fewer businesses were
    surveyed. Where :func:`find_types` refuses, all kelurahan are of one type that says why.

    Parameters
    ----------
    indicators : DataFrame, index (kelurahan_code, sector)
        Sector indicators.
    settings : Settings
        ``minimum_businesses`` and ``seed`` are read.

    Returns
    -------
    types_of : DataFrame, index kelurahan_code
        ``type`` (1 the commonest), ``name`` (plain Indonesian, one a type), ``typicality`` (0-1: share of draws of
        what the true make-up may be, given the businesses surveyed, that fall to the same type; NaN where no
        types were found). Kelurahan that were surveyed too thinly are no rows.
    types : DataFrame, index type
        ``name``, ``n`` (kelurahan), ``traits`` (sentence), ``silhouette`` (of the whole typology, -1 to 1; NaN
        without types).

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> sectors = ["food", "crafts", "agriculture", "trade", "services"]
    >>> codes = [f"k{i:02d}" for i in range(20)]
    >>> index = pd.MultiIndex.from_product([codes, sectors], names=["kelurahan_code", "sector"])
    >>> counts = np.vstack([np.tile([2.0, 1, 30, 4, 3], (10, 1)), np.tile([25.0, 1, 2, 8, 4], (10, 1))])
    >>> n = pd.Series((counts + rng.integers(0, 3, counts.shape)).ravel(), index=index)
    >>> table = pd.DataFrame({"n": n, "n_weighted": n, "n_effective": n})
    >>> table = table.assign(producers=0.0, n_kelurahan=40.0)
    >>> types_of, types = typology(table, Settings())
    >>> types["name"].tolist(), types["n"].tolist()
    (['wilayah tani', 'permukiman kuliner'], [10, 10])
    """
    from threadpoolctl import threadpool_limits

    shares = structure(indicators, settings)
    rows = indicators["n_effective"].groupby(level="kelurahan_code").sum().reindex(shares.index).to_numpy(float)
    try:
        # The data are small: threads would only wait for each other, on a busy machine for seconds.
        with threadpool_limits(limits=1):
            found = find_types(shares, rows, settings)
    except NotComputableError as refusal:
        return _one_type(shares.index, str(refusal))
    names = [name_type(signature) for signature in found.signatures]
    traits = say_traits(pd.DataFrame(found.centres, columns=shares.columns), region_shares(shares.to_numpy(), rows))
    numbers = pd.RangeIndex(1, len(names) + 1, name="type")
    size = np.bincount(found.label)
    types = pd.DataFrame({"name": names, "n": size, "traits": traits, "silhouette": found.silhouette}, index=numbers)
    typicality = _typicality(shares.to_numpy(), rows, found, settings.seed)
    columns = {"type": found.label + 1, "name": np.array(names)[found.label], "typicality": typicality}
    return pd.DataFrame(columns, index=shares.index), types


@dataclass(frozen=True)
class Found:
    """Types as they were found, the commonest first.

    Parameters
    ----------
    label : ndarray of int, shape (kelurahan,)
        Type of each kelurahan, from 0.
    centres : ndarray of float, shape (types, kinds)
        Mean shares of the kelurahan of each type, drawn towards the region's.
    signatures : list of tuple of str
        The kinds that each type is called by.
    clusters, type_of : ndarray, shapes (clusters, kinds) and (clusters,)
        Centres of the clusters that the types were made of, and the type of each.
    silhouette : float
        Mean silhouette of the types, -1 to 1.
    """

    label: npt.NDArray[np.int64]
    centres: Values
    signatures: list[tuple[str, ...]]
    clusters: Values
    type_of: npt.NDArray[np.int64]
    silhouette: float


def find_types(shares: pd.DataFrame, rows: Values, settings: Settings) -> Found:
    """Types of make-ups, provided that they are clearer than chance.

    For 2 to ``most_clusters`` clusters (scikit-learn's k-means) those that would bear the same name are made one type:
    k-means cuts the broad middle of a region into halves that differ in nothing one could name. Of the numbers that
    leave no type under ``least_per_type`` kelurahan that with the most types is kept whose mean silhouette reaches
    ``clear_silhouette``; where none does, the clearest. It must reach ``least_silhouette`` and beat each of
    ``shuffles`` regions in which every kelurahan keeps its size but draws its businesses from the region's one mix.
    (Columns of shares are not shuffled apart: shares add up to one, and breaking that would make any noise look
    structured.)

    Parameters
    ----------
    shares : DataFrame, shape (kelurahan, kinds)
        As of :func:`mapping.measure.kin.peers.structure`.
    rows : ndarray of float, shape (kelurahan,)
        Interviews behind each row of shares (``n_effective``, all sectors).
    settings : Settings
        ``seed`` is read.

    Raises
    ------
    NotComputableError
        Too few kelurahan, all of the same make-up, or no types that are clearer than chance.

    References
    ----------
    Rousseeuw, P. J. (1987). Silhouettes: a graphical aid to the interpretation and validation of cluster
    analysis. Journal of Computational and Applied Mathematics 20.
    """
    rules = read_kinship()["typology"]
    values = shares.to_numpy()
    if len(shares) < rules["least_kelurahan"]:
        raise NotComputableError(
            tr(
                "Hanya {shares} kelurahan/desa yang cukup datanya; untuk mencari tipe perlu sedikitnya "
                "{least_kelurahan}.",
                shares=len(shares),
                least_kelurahan=rules["least_kelurahan"],
            )
        )
    if (np.ptp(values, axis=0) < 1e-9).all():
        raise NotComputableError(
            tr("Susunan usaha semua kelurahan/desa sama persis, jadi tidak ada tipe yang berbeda.")
        )
    found = _best_types(values, rows, shares.columns, settings.seed, STARTS)
    if found is None:
        raise NotComputableError(
            tr(
                "Susunan usaha kelurahan/desa di sini berdekatan; tidak ada kelompok berisi "
                "{least_per_type} tempat atau lebih yang menonjol dalam hal yang sama.",
                least_per_type=rules["least_per_type"],
            )
        )
    highest = _chance_silhouette(values, rows, shares.columns, settings.seed)
    if found.silhouette < rules["least_silhouette"] or found.silhouette <= highest:
        wanted = max(rules["least_silhouette"], highest)
        raise NotComputableError(
            tr(
                "Susunan usaha kelurahan/desa di sini berbeda sedikit demi sedikit, tanpa kelompok yang "
                "terpisah jelas: kejelasannya {silhouette}, padahal perlu lebih dari {wanted} supaya "
                "bukan kebetulan.",
                silhouette=say_number(found.silhouette, 2),
                wanted=say_number(wanted, 2),
            )
        )
    return found


def region_shares(values: Values, rows: Values) -> Values:
    """The region's make-up: the kelurahan's, weighted by their businesses; adds up to 1.

    Examples
    --------
    >>> region_shares(np.array([[1.0, 0.0], [0.5, 0.5]]), np.array([10.0, 30.0])).tolist()
    [0.625, 0.375]
    """
    return rows @ values / rows.sum()


def shrink_shares(values: Values, rows: Values) -> Values:
    """Make-ups drawn towards the region's as if ``a`` more businesses of its mix had been seen.

    ``a`` is the strength of a Dirichlet-multinomial, by moments: counts of kelurahan with N businesses vary
    ``1 + (N - 1) / (a + 1)`` times as much as draws from one mix; kept between 2 and 200.

    Examples
    --------
    >>> shrink_shares(np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([98.0, 98.0])).round(2).tolist()
    [[0.99, 0.01], [0.01, 0.99]]
    """
    strength = mix_strength(values, rows)
    return (values * rows[:, None] + strength * region_shares(values, rows)) / (rows[:, None] + strength)


def mix_strength(values: Values, rows: Values) -> float:
    """How firmly kelurahan keep to the region's mix, in businesses: see :func:`shrink_shares`; 2 to 200.

    Examples
    --------
    >>> mix_strength(np.array([[0.5, 0.5], [0.5, 0.5]]), np.array([30.0, 30.0]))
    200.0
    """
    region = region_shares(values, rows)
    used = region > 0
    chi = ((values - region)[:, used] ** 2 / region[used]).sum(axis=1) * rows / max(int(used.sum()) - 1, 1)
    excess = float((chi - 1).mean())
    if excess <= 0:
        return STRENGTH_CAP
    return float(np.clip((rows - 1).mean() / excess - 1, STRENGTH_FLOOR, STRENGTH_CAP))


def _best_types(values: Values, rows: Values, kinds: pd.Index, seed: int, starts: int) -> Found | None:
    """The types that are kept of all numbers of clusters; None when none has types of the least size."""
    from sklearn.cluster import KMeans

    rules = read_kinship()["typology"]
    made, region = shrink_shares(values, rows), region_shares(values, rows)
    most = min(rules["most_clusters"], len(np.unique(made.round(9), axis=0)), len(made) - 1)
    best: tuple[float, float] = (-1.0, -1.0)
    kept = None
    for clusters in range(2, most + 1):
        model = KMeans(clusters, n_init=starts, random_state=seed).fit(made)
        found = _merge(
            made, model.labels_, model.cluster_centers_, signatures(model.cluster_centers_, region, kinds), seed
        )
        if found is None:
            continue
        # Clear ones by how many they are, and before all others; the others by how clear they are.
        clear = len(found.signatures) if found.silhouette >= rules["clear_silhouette"] else 0
        if (clear, found.silhouette) > best:
            best, kept = (clear, found.silhouette), found
    return kept


def _merge(
    made: Values, cluster: npt.NDArray[np.int32], centres: Values, named: list[tuple[str, ...]], seed: int
) -> Found | None:
    """Clusters of one name as one type, the commonest first; None when a type is too small or there is one only."""
    from sklearn.metrics import silhouette_score

    different = sorted(set(named))
    type_of = np.array([different.index(name) for name in named])
    size = np.bincount(type_of[cluster], minlength=len(different))
    if len(different) < 2 or size.min() < read_kinship()["typology"]["least_per_type"]:
        return None
    order = sorted(range(len(different)), key=lambda kind: (-size[kind], different[kind]))
    type_of = np.argsort(order)[type_of]
    label = type_of[cluster]
    means = np.array([made[label == kind].mean(axis=0) for kind in range(len(order))])
    sample = SAMPLE if len(made) > SAMPLE else None
    score = float(silhouette_score(made, label, sample_size=sample, random_state=seed))
    return Found(label, means, [different[kind] for kind in order], centres, type_of, score)


def _chance_silhouette(values: Values, rows: Values, kinds: pd.Index, seed: int) -> float:
    """The clearest silhouette among regions that have no types: every kelurahan draws from the same mix."""
    rng, region = np.random.default_rng(seed), region_shares(values, rows)
    size = np.maximum(rows.round(), 1).astype(int)
    highest = -1.0
    for _ in range(read_kinship()["typology"]["shuffles"]):
        drawn = rng.multinomial(size, region / region.sum())
        found = _best_types(drawn / size[:, None], size.astype(float), kinds, seed, 1)
        highest = max(highest, -1.0 if found is None else found.silhouette)
    return highest


def _typicality(values: Values, rows: Values, found: Found, seed: int) -> Values:
    """Share of draws from each kelurahan's Dirichlet posterior that lie nearest to a cluster of its own type."""
    shape = values * rows[:, None] + mix_strength(values, rows) * region_shares(values, rows)
    draws = read_kinship()["typology"]["draws"]
    rng = np.random.default_rng(seed)
    same = np.zeros(len(values))
    for _ in range(draws):
        drawn = rng.standard_gamma(np.maximum(shape, 1e-9))
        drawn /= drawn.sum(axis=1, keepdims=True)
        # Nearest centre without the term that is the same for all of them.
        nearest = ((found.clusters**2).sum(axis=1) - 2 * drawn @ found.clusters.T).argmin(axis=1)
        same += found.type_of[nearest] == found.label
    return same / draws


def _one_type(index: pd.Index, reason: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """All kelurahan of one type that says why there are no more; no type where there is no kelurahan."""
    types_of = pd.DataFrame({"type": 1, "name": tr(NO_TYPES), "typicality": np.nan}, index=index).astype(
        {"type": "int64"}
    )
    number = pd.RangeIndex(1, 2 if len(index) else 1, name="type")
    types = pd.DataFrame({"name": tr(NO_TYPES), "n": len(index), "traits": reason, "silhouette": np.nan}, index=number)
    return types_of, types
