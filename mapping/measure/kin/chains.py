"""Input linkage: which steps from raw material to stall are here, next door, or nowhere near."""

from __future__ import annotations

import graphlib

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.errors import SettingsError
from mapping.knowledge.catalog import read_lexicon, read_linkages
from mapping.language import mark, tr
from mapping.measure.counts import count, locate_kelurahan
from mapping.measure.coverage import covered_sectors
from mapping.measure.space.neighbours import Neighbours, neighbour_sum
from mapping.settings import Settings

HERE, NEAR, NOWHERE, UNKNOWN = STATES = (mark("ada"), mark("dekat"), mark("tidak ada"), mark("belum diketahui"))
MAKING = ("hulu", "olahan")
COLUMNS = ["kelurahan_code", "chain", "step", "product", "n", "n_near", "state"]


def chains(
    kelurahan: pd.DataFrame, businesses: pd.DataFrame, neighbours: Neighbours, settings: Settings
) -> pd.DataFrame:
    """The steps of every chain of which a kelurahan has at least one maker (stage hulu or olahan).

    Shops and stalls alone tell nothing: a toko kelontong ends nearly every chain.

    Chains are the named sets of edges in knowledge/linkages.csv (tepung -> kue basah -> penjual kue). It sees neither
    inputs bought outside the region nor makers that the survey missed: a missing step is a question, not a finding.

    Cost: one pass over the businesses, then one sum over the neighbours per product; no loop over kelurahan.

    Parameters
    ----------
    kelurahan, businesses, settings
        As in docs/architecture.md.
    neighbours : Neighbours
        Of all ``kelurahan``, in their order.

    Returns
    -------
    DataFrame
        ``kelurahan_code, chain, product``; ``step`` (1 the raw material; a product stands one step after
        the last of its inputs); ``n`` businesses here, NaN where nothing was surveyed or the sector is not covered;
        ``n_near`` businesses in the kelurahan that touch it, 0 for an island, NaN where none of them was surveyed;
        ``state``: ``"ada"`` (here), ``"dekat"`` (not here, but in a kelurahan that touches it), ``"tidak ada"``
        (neither), ``"belum diketahui"`` (not covered; or nothing found, but fewer than
        ``settings.minimum_businesses`` were surveyed here, or nobody was asked next door).

    Raises
    ------
    InputError
        A business lies in a kelurahan that the table does not have.
    SettingsError
        The chains run in a circle.
    """
    steps = chain_steps(read_linkages())
    products = pd.Index(sorted(steps["product"].unique()))
    n = _counts(kelurahan, businesses, products, settings)
    near = np.column_stack([_around(n[:, p], neighbours) for p in range(len(products))])
    place = locate_kelurahan(kelurahan, businesses)
    thin = count(place, len(kelurahan)) < settings.minimum_businesses
    state = _states(n, near, thin)
    column = products.get_indexer(steps["product"])
    chain, names = pd.factorize(steps["chain"])
    makes = read_lexicon().set_index("product")["stage"].reindex(steps["product"]).isin(MAKING).to_numpy()
    touched = np.column_stack([(n[:, column[makes & (chain == c)]] >= 1).any(axis=1) for c in range(len(names))])
    row, step = np.nonzero(touched[:, chain])
    return pd.DataFrame(
        {
            "kelurahan_code": kelurahan.index.to_numpy()[row],
            "chain": names.to_numpy()[chain[step]],
            "step": steps["step"].to_numpy()[step],
            "product": products.to_numpy()[column[step]],
            "n": n[row, column[step]],
            "n_near": near[row, column[step]],
            "state": np.array(STATES, dtype=object)[state[row, column[step]]],
        },
        columns=COLUMNS,
    )


def chain_steps(linkages: pd.DataFrame) -> pd.DataFrame:
    """The products of each chain in the order of the work.

    Returns
    -------
    DataFrame
        ``chain, step, product``: step 1 has no input in the chain, any other stands one after the last of its inputs.

    Raises
    ------
    SettingsError
        A chain runs in a circle; its products are named.

    Examples
    --------
    >>> edges = pd.DataFrame({"chain": "Kue", "upstream_product": ["tepung", "kue basah"],
    ...                       "product": ["kue basah", "penjual kue"]})
    >>> chain_steps(edges)[["step", "product"]].to_numpy().tolist()
    [[1, 'tepung'], [2, 'kue basah'], [3, 'penjual kue']]
    """
    rows = []
    for chain, edges in linkages.groupby("chain", sort=False):
        inputs: dict[str, set[str]] = {}
        for upstream, product in zip(edges["upstream_product"], edges["product"], strict=True):
            inputs.setdefault(upstream, set())
            inputs.setdefault(product, set()).add(upstream)
        try:
            order = list(graphlib.TopologicalSorter(inputs).static_order())
        except graphlib.CycleError as circle:
            raise SettingsError(
                tr(
                    'Rantai "{chain}" berputar: {args}. Hapus salah satu baris di linkages.csv.',
                    chain=chain,
                    args=" → ".join(circle.args[1]),
                )
            ) from None
        step: dict[str, int] = {}
        for product in order:
            step[product] = 1 + max((step[upstream] for upstream in inputs[product]), default=0)
        rows += sorted((chain, step[product], product) for product in order)
    return pd.DataFrame(rows, columns=["chain", "step", "product"])


def _counts(
    kelurahan: pd.DataFrame, businesses: pd.DataFrame, products: pd.Index, settings: Settings
) -> npt.NDArray[np.float64]:
    """Businesses of each kelurahan and product; NaN where nothing was surveyed or the sector is not covered."""
    place, product = locate_kelurahan(kelurahan, businesses), products.get_indexer(businesses["product"])
    shape = (len(kelurahan), len(products))
    n = count(np.where(product >= 0, place * shape[1] + product, -1), shape[0] * shape[1]).reshape(shape)
    covered = covered_sectors(businesses, settings)
    sector = read_lexicon().set_index("product")["sector"].reindex(products)
    n[:, [not covered[name] for name in sector]] = np.nan
    n[count(place, len(kelurahan)) == 0] = np.nan
    return n


def _around(n: npt.NDArray[np.float64], neighbours: Neighbours) -> npt.NDArray[np.float64]:
    """Sum over the kelurahan that touch; NaN where there are such, but none was surveyed."""
    known = neighbour_sum((~np.isnan(n)).astype(float), neighbours)
    return np.where((known == 0) & (neighbours.counts > 0), np.nan, neighbour_sum(n, neighbours))


def _states(
    n: npt.NDArray[np.float64], near: npt.NDArray[np.float64], thin: npt.NDArray[np.bool_]
) -> npt.NDArray[np.int64]:
    """Position in ``STATES`` of each kelurahan and product."""
    here, known = n >= 1, ~np.isnan(n)
    asked = known & ~np.isnan(near) & ~thin[:, None]
    return np.select([here, known & (near >= 1), asked], [0, 1, 2], 3).astype(np.int64)
