"""Kelurahan that resemble each other: the nearest by what their businesses are made up of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import read_kinship
from mapping.settings import Settings

COLUMNS = ["kelurahan_code", "position", "peer_code", "distance"]


def structure(indicators: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Make-up of a kelurahan: the share of each kind of business (``[kinds]`` of knowledge/kinship.toml).

    A kind is a sector, or its makers (stages hulu and olahan) apart from the rest: makers of food are another
    neighbour than food stalls.

    Parameters
    ----------
    indicators : DataFrame, index (kelurahan_code, sector)
        Sector indicators; ``n_weighted``, ``producers`` and ``n_kelurahan`` are read.

    Returns
    -------
    DataFrame, index kelurahan_code (sorted)
        Shares 0-1 that add up to 1, one column a kind; kinds of sectors that the survey does not cover are left
        out, and so are kelurahan with fewer than ``settings.minimum_businesses`` surveyed businesses: what is
        unknown resembles nothing.
    """
    known = indicators[indicators["n_kelurahan"] >= settings.minimum_businesses]
    if known["n"].notna().sum() == 0:
        return pd.DataFrame(index=pd.Index([], name="kelurahan_code"))
    every = known["n_weighted"].unstack("sector")
    made = known["producers"].unstack("sector")
    parts = {"all": every, "made": made, "rest": every - made}
    kinds = {name: parts[kind["part"]][kind["sector"]] for name, kind in read_kinship()["kinds"].items()}
    table = pd.DataFrame(kinds).dropna(axis="columns", how="all").dropna().sort_index()
    return table.div(table.sum(axis="columns"), axis="index")


def nearest_peers(indicators: pd.DataFrame, settings: Settings, peers: int | None = None) -> pd.DataFrame:
    """The kelurahan whose make-up is nearest, nearest first.

    Distance is Euclidean between the shares of :func:`structure`: 0 is the same make-up. Size, place and
    score play no part, so that a small kelurahan can learn from a large one. Equal distances go by code.

    Parameters
    ----------
    indicators, settings
        As in :func:`structure`.
    peers : int, optional
        How many; by default those that :mod:`mapping.measure.kin.gaps` compares with (10): with some 35 businesses
        each, their shares rest on ten times as much as the kelurahan's own, so that its own count stays the larger
        doubt; more would be less alike.

    Returns
    -------
    DataFrame
        ``kelurahan_code``, ``position`` (1 nearest), ``peer_code``, ``distance``; at most ``peers`` rows a
        kelurahan, none for kelurahan that were surveyed too thinly. Cost grows with
        kelurahan x log(kelurahan).

    References
    ----------
    scikit-learn, ``sklearn.neighbors.NearestNeighbors``.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["a", "b", "c"], ["food", "crafts", "agriculture", "trade", "services"]],
    ...                                    names=["kelurahan_code", "sector"])
    >>> n = pd.DataFrame({"n": [8.0, 0, 0, 2, 0, 40, 0, 0, 12, 0, 1, 0, 0, 9, 0]}, index=index)
    >>> n = n.assign(producers=n["n"], n_weighted=n["n"])
    >>> n["n_kelurahan"] = n["n"].groupby(level="kelurahan_code").transform("sum")
    >>> answer = nearest_peers(n, Settings(), peers=1)
    >>> dict(zip(answer["kelurahan_code"], answer["peer_code"]))
    {'a': 'b', 'b': 'a', 'c': 'b'}
    """
    from sklearn.neighbors import NearestNeighbors

    shares = structure(indicators, settings)
    kept = min(read_kinship()["peers"]["compared"] if peers is None else peers, len(shares) - 1)
    if kept < 1:
        return pd.DataFrame(columns=COLUMNS).astype({"position": int, "distance": float})
    # One more than wanted: a kelurahan is its own nearest, or stands among its exact doubles.
    distance, place = NearestNeighbors(n_neighbors=kept + 1).fit(shares.to_numpy()).kneighbors(shares.to_numpy())
    own = np.repeat(np.arange(len(shares)), kept + 1)
    pairs = pd.DataFrame({"own": own, "peer": place.ravel(), "distance": distance.ravel().round(9)})
    pairs = pairs[pairs["own"] != pairs["peer"]].sort_values(["own", "distance", "peer"])
    pairs["position"] = pairs.groupby("own").cumcount() + 1
    pairs = pairs[pairs["position"] <= kept]
    codes = shares.index.to_numpy()
    pairs = pairs.assign(kelurahan_code=codes[pairs["own"]], peer_code=codes[pairs["peer"]])
    return pairs[COLUMNS].reset_index(drop=True)
