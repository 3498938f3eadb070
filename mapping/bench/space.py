"""Neighbours and local statistics of the nation, beside libpysal and esda."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mapping.bench.cases import Case, Work
from mapping.bench.national import generate_kelurahan
from mapping.measure.space.autocorrelation import local_moran
from mapping.measure.space.contiguity import NEAR_M, contiguity
from mapping.measure.space.neighbours import Neighbours

GOAL = 6.0
PERMUTATIONS = 999
FIRST = "esda.Moran_Local, kompilasi pertama termasuk"
COMPILED = "esda.Moran_Local, sudah dikompilasi"
PLAIN = "esda.Moran_Local, tanpa kompilasi"
COMPILE_FROM = 10_000
"""Kelurahan; below, compiling is all that esda would do, so it runs uncompiled (same lines, same numbers)."""
P_NOISE = 4.5 * 2 * np.sqrt(2 * 0.25 / PERMUTATIONS)
"""Two-sided p of so many permutations of ours and of theirs differ by no more but once in 100,000 kelurahan."""
FRESH = """
import esda, esda.crand, numpy, os, scipy.sparse, sys
from libpysal.graph import Graph
if "NUMBA_DISABLE_JIT" in os.environ:
    esda.crand.boolean = bool  # a type that only the compiler knows
saved = numpy.load(sys.argv[1])
n, ones = len(saved["values"]), numpy.ones(len(saved["neighbour"]))
graph = Graph.from_sparse(scipy.sparse.csr_array((ones, saved["neighbour"], saved["start"]), shape=(n, n)))
found = esda.Moran_Local(saved["values"], graph, permutations=int(sys.argv[2]), seed=1, n_jobs=1)
numpy.savez(sys.argv[3], moran=found.Is, p=found.p_sim)
"""


def space_cases(kelurahan: int) -> list[Callable[[], Case]]:
    """Contiguity by corners and by edges; local Moran with 999 permutations. Each builds its data when called.

    Parameters
    ----------
    kelurahan : int
        Outlines.
    """
    return [
        partial(_contiguity_case, kelurahan, rook=False),
        partial(_contiguity_case, kelurahan, rook=True),
        partial(_moran_case, kelurahan),
    ]


def _contiguity_case(kelurahan: int, rook: bool) -> Case:
    """The exact graph; and the study's way, which also closes gaps between outlines."""
    map_ = generate_kelurahan(kelurahan)
    name, peer = ("tetangga, sisi (rook)" if rook else "tetangga, titik sudut (queen)"), "libpysal.graph.Graph"
    ours = {name: lambda: contiguity(map_, rook=rook)}
    if not rook:
        ours[f"{name}, celah sampai {NEAR_M:.0f} m"] = lambda: contiguity(map_, near_m=NEAR_M)
    theirs = partial(_libpysal, map_, rook) if find_spec("libpysal") else None
    return Case(ours, {peer: theirs}, {(step, peer): GOAL for step in ours}, _same_graph)


def _libpysal(map_: Any, rook: bool) -> Any:
    from libpysal.graph import Graph

    matrix = Graph.build_contiguity(map_, rook=rook, strict=False).sparse.tocsr()
    matrix.eliminate_zeros()
    matrix.sort_indices()
    return matrix


def _same_graph(ours: Neighbours, peer: Any) -> bool:
    return np.array_equal(ours.start, peer.indptr) and np.array_equal(ours.neighbour, peer.indices)


def _moran_case(kelurahan: int) -> Case:
    """The same statistic and permutation p; esda as a process just started runs it, and once it is compiled."""
    graph = contiguity(generate_kelurahan(kelurahan))
    values = np.random.default_rng(8).gamma(2.0, size=kelurahan)
    shuffled, closed = f"Moran setempat, {PERMUTATIONS} permutasi", "Moran setempat, rumus tertutup"
    ours = {
        shuffled: lambda: local_moran(values, graph, PERMUTATIONS),
        closed: lambda: local_moran(values, graph, permutations=0),
    }
    names = (FIRST, COMPILED) if kelurahan >= COMPILE_FROM else (PLAIN,)
    goals = {(step, peer): GOAL for step in ours for peer in names if (step, peer) != (closed, FIRST)}
    if not (find_spec("esda") and find_spec("libpysal")):
        return Case(ours, dict.fromkeys(names), goals, _same_moran)
    room = tempfile.TemporaryDirectory()
    saved = Path(room.name) / "graph.npz"
    np.savez(saved, values=values, start=graph.start, neighbour=graph.neighbour)
    peers: dict[str, Work | None] = {PLAIN: partial(_in_a_fresh_process, saved, compiled=False)}
    if kelurahan >= COMPILE_FROM:
        peers = {FIRST: partial(_in_a_fresh_process, saved, compiled=True), COMPILED: _compiled(values, graph)}
    return Case(ours, peers, goals, _same_moran, close=room.cleanup)


def _in_a_fresh_process(saved: Path, compiled: bool) -> pd.DataFrame:
    """esda from import to answer, as a page meets it that was just started; nothing compiled is kept."""
    answer = saved.with_name("answer.npz")
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_DISABLE_JIT"}
    environment |= {} if compiled else {"NUMBA_DISABLE_JIT": "1"}
    command = [sys.executable, "-W", "ignore", "-c", FRESH, str(saved), str(PERMUTATIONS), str(answer)]
    subprocess.run(command, env=environment, check=True)
    with np.load(answer) as found:
        return pd.DataFrame({name: found[name] for name in ("moran", "p")})


def _compiled(values: np.ndarray, graph: Neighbours) -> Callable[[], pd.DataFrame]:
    """esda once a small run has compiled it; the graph is handed over ready."""
    import warnings

    import esda
    from libpysal.graph import Graph
    from scipy.sparse import csr_array

    def run(values: np.ndarray, weights: Any, permutations: int) -> pd.DataFrame:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = esda.Moran_Local(
                values, weights, permutations=permutations, seed=1, n_jobs=1, keep_simulations=False
            )
        return pd.DataFrame({"moran": found.Is, "p": found.p_sim})

    run(np.arange(4.0), Graph.from_sparse(csr_array(np.eye(4, k=1) + np.eye(4, k=-1))), 9)
    shape = (graph.n, graph.n)
    weights = Graph.from_sparse(csr_array((np.ones(len(graph.neighbour)), graph.neighbour, graph.start), shape=shape))
    return lambda: run(values, weights, PERMUTATIONS)


def _same_moran(ours: pd.DataFrame, peer: pd.DataFrame) -> bool:
    """Statistics alike; p within the noise of permutations (esda's are one-sided), or close where none were drawn."""
    known = ours["moran"].notna().to_numpy()
    mine, theirs = ours["p"].to_numpy()[known], np.minimum(2.0 * peer["p"].to_numpy()[known], 1.0)
    alike = np.allclose(ours["moran"].to_numpy()[known], peer["moran"].to_numpy()[known], atol=1e-9)
    near = np.abs(mine - theirs).max() <= P_NOISE or np.corrcoef(mine, theirs)[0, 1] > 0.95
    return bool(alike and near)
