"""Kelurahan that resemble each other: the nearest by what their businesses are made up of."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.settings import Settings

PEERS = 4
COLUMNS = ["kelurahan_code", "position", "peer_code", "distance"]


def structure(indicators: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Make-up of a kelurahan: the share of each sector, and of makers within it, among its businesses.

    Parameters
    ----------
    indicators : DataFrame, index (kelurahan_code, sector)
        Sector indicators; ``n``, ``producers`` and ``n_kelurahan`` are read.

    Returns
    -------
    DataFrame, index kelurahan_code (sorted)
        Shares 0-1, two columns a sector; sectors that the survey does not cover are left out, and so are
        kelurahan with fewer than ``settings.minimum_businesses`` surveyed businesses: what is unknown
        resembles nothing.
    """
    enough = indicators["n_kelurahan"] >= settings.minimum_businesses
    known = indicators[enough]
    if known.empty:
        return pd.DataFrame(index=pd.Index([], name="kelurahan_code"))
    covered = known["n"].groupby(level="sector").transform("count") > 0
    wide = known.loc[covered, ["n", "producers"]].unstack("sector").dropna().sort_index()
    return wide.div(wide["n"].sum(axis=1), axis=0)


def nearest_peers(indicators: pd.DataFrame, settings: Settings, peers: int = PEERS) -> pd.DataFrame:
    """The kelurahan whose make-up is nearest, nearest first.

    Distance is Euclidean between the shares of :func:`structure`: 0 is the same make-up. Size, place and
    score play no part, so that a small kelurahan can learn from a large one. Equal distances go by code.

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
    >>> index = pd.MultiIndex.from_product([["a", "b", "c"], ["food", "trade"]], names=["kelurahan_code", "sector"])
    >>> n = pd.DataFrame({"n": [8.0, 2, 40, 12, 1, 9], "producers": [8.0, 0, 40, 0, 1, 0]}, index=index)
    >>> n["n_kelurahan"] = n["n"].groupby(level="kelurahan_code").transform("sum")
    >>> answer = nearest_peers(n, Settings(), peers=1)
    >>> dict(zip(answer["kelurahan_code"], answer["peer_code"]))
    {'a': 'b', 'b': 'a', 'c': 'b'}
    """
    from sklearn.neighbors import NearestNeighbors

    shares = structure(indicators, settings)
    kept = min(peers, len(shares) - 1)
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
