"""The best places for facilities that serve those in reach: a maximal covering problem, solved by HiGHS."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from mapping.errors import SettingsError
from mapping.language import tr

GAP = 0.01
"""A choice is good enough when no other can be better by more than this share: the figures are rougher than that."""
TINY = 1e-6
MOST_LARGER, FEW_LARGER, MANY_PAIRS = 8, 2, 20_000
"""A place is no site when so many that can reach it bring more themselves; fewer where one part has many pairs."""


@dataclass(frozen=True)
class Demand:
    """Who could be served from where.

    Parameters
    ----------
    load : ndarray of float, shape (places,)
        What the users of each place bring, in the unit of the capacity; 0 or more, never NaN.
    site, user : ndarray of int, shape (pairs,)
        Positions of a place where a facility could stand and of a place whose users can reach it; each pair once. A
        place can be the site of its own users only where that pair is named.
    km : ndarray of float, shape (pairs,)
        How far that is.
    block : ndarray of int, shape (places,), optional
        Number of the kabupaten or kota: a part too large to be solved whole is cut along it.
    """

    load: np.ndarray
    site: np.ndarray
    user: np.ndarray
    km: np.ndarray
    block: np.ndarray | None = None


@dataclass(frozen=True)
class Sites:
    """Where facilities stand and whom they serve.

    Parameters
    ----------
    served : ndarray of float, shape (pairs,)
        Load that each pair of ``Demand`` carries.
    gap : float
        By what share another choice could be better at most.
    finished : bool
        False: somewhere the time ran out before any choice was found, and those places have no site.
    """

    served: np.ndarray
    gap: float
    finished: bool


def choose_sites(
    demand: Demand,
    capacity: float,
    least: float,
    reach_km: float,
    edge_worth: float,
    site_cost: float = 0.0,
    seconds: float = 20.0,
    gap: float = GAP,
) -> Sites:
    r"""The facilities that serve most, none of them overfull and none idle.

    With :math:`a_i` the load of place i, :math:`v_{ij} = 1 - (1 - e) d_{ij} / D` what it counts at site j (``e`` at the
    edge ``D`` of the reach), :math:`x_{ij}` the part of it that j serves and :math:`y_j` whether j stands:

    .. math:: \max \sum_{ij} a_i v_{ij} x_{ij} - f \sum_j y_j \quad \text{s.t.} \quad \sum_j x_{ij} \le 1, \quad
        0 \le x_{ij} \le y_j, \quad L y_j \le \sum_i a_i x_{ij} \le C y_j, \quad y_j \in \{0, 1\}

    Maximal covering (Church & ReVelle 1974) with capacities (Current & Storbeck 1988), a least load (Verter & Lapierre
    2002), a worth that falls with distance (Church & Roberts 1983) and a fixed charge for each site (Balinski 1965).
    Users of a place may be split over two sites. With ``f < e L`` a site that serves its least load of users whom no
    other serves always stands; with ``f > (1 - e)`` times a load, none stands only to bring that load nearer.

    Places that nothing connects are solved apart. Left out beforehand: a site that could never reach its least load,
    and one in whose reach ``MOST_LARGER`` places bring more than it (there the answer is the best of the others). A
    part with more than ``MANY_PAIRS`` pairs is cut at the borders of kabupaten and thinned further. Where the time
    still runs out, the best choice found by then is given with its gap; only then does the machine decide.

    Cost on two cores, places at random: 250 places under 1 s; 1,000 with 8 in reach 1 s, with 27 in reach the time runs
    out (gap 10% after 20 s); 8,000 with 8 in reach 15 s, with 28 in reach 8-20 s (cut and thinned), gap under 2%.

    Parameters
    ----------
    demand : Demand
    capacity, least : float
        Of one facility; ``0 <= least <= capacity``.
    reach_km : float
        Distance at which a load counts ``edge_worth`` (0-1).
    site_cost : float
        ``f``, in load.
    seconds : float
        Time for all of it, shared by size.
    gap : float
        Share by which another choice may be better.

    Raises
    ------
    SettingsError
        The least load is above the capacity, or the capacity is not above 0.

    References
    ----------
    Balinski, M. (1965). Integer programming: methods, uses, computation. Management Science 12(3).
    Church, R. & ReVelle, C. (1974). The maximal covering location problem. Papers of the RSA 32.
    Church, R. & Roberts, K. (1983). Generalized coverage models and public facility location. Papers of the RSA 53.
    Current, J. & Storbeck, J. (1988). Capacitated covering models. Environment and Planning B 15(2).
    Verter, V. & Lapierre, S. (2002). Location of preventive health care facilities. Annals of Operations Research 110.

    Examples
    --------
    Loads 4, 1 and 4 along a road, each can reach the next; a facility handles 10 and needs 8: it stands in the middle.

    >>> road = np.array([0, 0, 1, 1, 1, 2, 2]), np.array([0, 1, 0, 1, 2, 1, 2])
    >>> demand = Demand(np.array([4.0, 1, 4]), *road, np.array([0.0, 1, 1, 0, 1, 1, 0]))
    >>> choose_sites(demand, 10.0, 8.0, 1.0, 0.9).served.round(6).tolist()
    [0.0, 0.0, 4.0, 1.0, 4.0, 0.0, 0.0]
    """
    if not 0 <= least <= capacity or capacity <= 0:
        raise SettingsError(
            tr(
                "Beban paling sedikit {least} harus di antara 0 dan kapasitas {capacity}.",
                least=least,
                capacity=capacity,
            )
        )
    served = np.zeros(len(demand.site))
    parts = _parts(demand, max(least, TINY * capacity))
    if not parts:
        return Sites(served, 0.0, True)
    worth = 1.0 - (1.0 - edge_worth) * np.minimum(demand.km / reach_km, 1.0)
    until, lost, total, finished = time.monotonic() + seconds, 0.0, 0.0, True
    left = sum(map(len, parts))
    for own in sorted(parts, key=len):
        # Small parts are quick and first; what they do not use is left for the large ones.
        share = max((until - time.monotonic()) * len(own) / left, 0.05)
        found = _solve(_Part.of(demand, own, worth[own], (capacity, least, site_cost)), share, gap)
        left -= len(own)
        if found is None:
            finished = False
            continue
        flow, value, bound = found
        served[own] = flow * capacity
        lost, total = lost + max(bound - value, 0.0), total + bound
    return Sites(served, lost / total if total > 0 else 0.0, finished)


def _parts(demand: Demand, least: float) -> list[np.ndarray]:
    """Pairs that may carry load, as parts that nothing connects; those with very many pairs are cut and thinned."""
    n = len(demand.load)
    potential = np.bincount(demand.site, weights=demand.load[demand.user], minlength=n)
    larger = demand.load[demand.user] > demand.load[demand.site]
    rivals = np.bincount(demand.site[larger], minlength=n)
    stand = (potential >= least) & (rivals < MOST_LARGER)
    parts = []
    for part in _connected(demand, np.flatnonzero(stand[demand.site] & (demand.load[demand.user] > 0))):
        if len(part) <= MANY_PAIRS:
            parts.append(part)
            continue
        kept = rivals[demand.site[part]] < FEW_LARGER
        if demand.block is not None:
            kept &= demand.block[demand.site[part]] == demand.block[demand.user[part]]
        parts += _connected(demand, part[kept])
    return parts


def _connected(demand: Demand, pairs: np.ndarray) -> list[np.ndarray]:
    """The pairs, apart by connected part."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    n = len(demand.load)
    entries = np.ones(len(pairs)), (demand.site[pairs], demand.user[pairs])
    _, part = connected_components(coo_array(entries, shape=(n, n)), directed=False)
    own = part[demand.site[pairs]]
    order = np.argsort(own, kind="stable")
    return [pairs[rows] for rows in np.split(order, np.flatnonzero(np.diff(own[order])) + 1) if len(rows)]


@dataclass(frozen=True)
class _Part:
    """One connected part, in units of the capacity, with its places numbered from 0."""

    load: np.ndarray
    site: np.ndarray
    user: np.ndarray
    worth: np.ndarray
    least: float
    cost: float

    @classmethod
    def of(cls, demand: Demand, own: np.ndarray, worth: np.ndarray, of_site: tuple[float, float, float]) -> _Part:
        capacity, least, cost = of_site
        _, site = np.unique(demand.site[own], return_inverse=True)
        users, user = np.unique(demand.user[own], return_inverse=True)
        return cls(demand.load[users] / capacity, site, user, worth, least / capacity, cost / capacity)


def _solve(part: _Part, seconds: float, gap: float) -> tuple[np.ndarray, float, float] | None:
    """Flow on each pair (in capacities), its worth, and the proven bound; None where no choice was found in time.

    Variables are the flows, then whether each site stands.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array, vstack

    pairs, sites, users = len(part.site), int(part.site.max()) + 1, len(part.load)
    width, flow = pairs + sites, np.arange(pairs)
    stands = pairs + np.arange(sites)

    def rows(of_flow: np.ndarray, count: int, of_site: np.ndarray | None = None, factor: float = 0.0) -> coo_array:
        row, column, value = of_flow, flow, np.ones(pairs)
        if of_site is not None:
            row, column = np.append(row, of_site), np.append(column, stands)
            value = np.append(value, np.full(sites, factor))
        return coo_array((value, (row, column)), shape=(count, width))

    at_most = np.minimum(part.load[part.user], 1.0)
    tight = coo_array(
        (np.append(np.ones(pairs), -at_most), (np.append(flow, flow), np.append(flow, stands[part.site]))),
        shape=(pairs, width),
    )
    each = np.arange(sites)
    limits = [
        LinearConstraint(rows(part.user, users), ub=part.load),
        LinearConstraint(rows(part.site, sites, each, -1.0), ub=np.zeros(sites)),
        LinearConstraint(rows(part.site, sites, each, -part.least), lb=np.zeros(sites)),
        LinearConstraint(vstack([tight]), ub=np.zeros(pairs)),
    ]
    found = milp(
        np.append(-part.worth, np.full(sites, part.cost)),
        integrality=np.append(np.zeros(pairs), np.ones(sites)),
        bounds=Bounds(0.0, np.append(at_most, np.ones(sites))),
        constraints=limits,
        options={"time_limit": seconds, "mip_rel_gap": gap},
    )
    if found.x is None:
        return None
    carried = np.where(found.x[:pairs] > TINY, found.x[:pairs], 0.0)
    bound = -found.mip_dual_bound if found.mip_dual_bound is not None else -found.fun
    return carried, -float(found.fun), float(bound)
