"""One comparison: ways to the same answer, timed in turns, memory measured, answers compared."""

from __future__ import annotations

import gc
import re
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mapping.settings import Progress, no_progress

RUNS = 3
Work = Callable[[], Any]


@dataclass(frozen=True)
class Case:
    """Ways of ours and of peers to the same answer.

    Parameters
    ----------
    ours : dict of str to callable
        Name of the step: our way.
    peers : dict of str to callable or None
        Name of the peer: its way; None when it is not installed.
    goals : dict of (str, str) to float
        By step and peer: how many times faster than the peer we want to be. Pairs not named are not reported.
    same : callable
        Whether our answer and a peer's agree.
    rows : int or dict of str to int
        Rows that one run works on, 0 when that says nothing; by the name of our step where they differ.
    rows_per_s : float
        Wanted speed; where it is given, goals follow from it and from the peer's time.
    charge : callable, optional
        The peer's time as it is counted against ours.
    close : callable, optional
        Called when the case is over, also when it was stopped.
    """

    ours: dict[str, Work]
    peers: dict[str, Work | None]
    goals: dict[tuple[str, str], float]
    same: Callable[[Any, Any], bool]
    rows: int | dict[str, int] = 0
    rows_per_s: float = 0.0
    charge: Callable[[float], float] = field(default=lambda seconds: seconds)
    close: Callable[[], None] = field(default=lambda: None)


def duel(name: str, peer: str, goal: float, ours: Work, theirs: Work, same: Callable[[Any, Any], bool]) -> Case:
    """One way of ours against one of a peer."""
    return Case({name: ours}, {peer: theirs}, {(name, peer): goal}, same)


def run_cases(
    builders: list[Callable[[], Case]], runs: int = RUNS, progress: Progress = no_progress
) -> list[dict[str, Any]]:
    """Build and run case after case; data of one are gone before the next is built.

    Returns
    -------
    list of dict
        Of each pair with a goal: ``name``, ``ours_s``, ``peer``, ``peer_s`` (medians of ``runs``, run in turns),
        ``ratio`` (peer over ours; above 1 we are faster), ``goal``, ``peak_mb`` and ``peer_peak_mb`` (what the process
        took on top of what it held), ``same`` (whether answers agree), and where it fits ``rows_per_s``. A peer that
        is not installed has None in place of figures.
    """
    records: list[dict[str, Any]] = []
    for position, build in enumerate(builders):
        low, high = position / len(builders), (position + 1) / len(builders)
        progress(low, "Menyiapkan data")
        case = build()
        try:
            records += _run_case(case, runs, low, high, progress)
        finally:
            case.close()
        del case
        gc.collect()
    progress(1.0, "Selesai")
    return records


def _run_case(case: Case, runs: int, low: float, high: float, progress: Progress) -> list[dict[str, Any]]:
    ways = {**case.ours, **{name: work for name, work in case.peers.items() if work}}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    peaks: dict[str, float] = dict.fromkeys(ways, 0.0)
    answers: dict[str, Any] = {}
    for turn in range(runs):
        for at, (name, work) in enumerate(ways.items()):
            progress(low + (high - low) * (turn + at / len(ways)) / runs, name)
            answers.pop(name, None)
            answers[name], taken, peak = measure(work)
            seconds[name].append(taken)
            peaks[name] = max(peaks[name], peak)
    times = {name: statistics.median(each) for name, each in seconds.items()}
    return [_record(case, ours, peer, goal, times, peaks, answers) for (ours, peer), goal in case.goals.items()]


def _record(
    case: Case,
    ours: str,
    peer: str,
    goal: float,
    times: dict[str, float],
    peaks: dict[str, float],
    answers: dict[str, Any],
) -> dict[str, Any]:
    known = peer in times
    theirs = case.charge(times[peer]) if known else None
    rows = case.rows.get(ours, 0) if isinstance(case.rows, dict) else case.rows
    if theirs and case.rows_per_s:
        goal = round(theirs * case.rows_per_s / rows, 3)
    record = {
        "name": ours,
        "ours_s": round(times[ours], 4),
        "peer": peer,
        "peer_s": round(theirs, 4) if theirs else None,
        "ratio": round(theirs / times[ours], 3) if theirs else None,
        "goal": goal,
        "peak_mb": round(peaks[ours], 1),
        "peer_peak_mb": round(peaks[peer], 1) if known else None,
        "same": bool(case.same(answers[ours], answers[peer])) if known else None,
    }
    return record | ({"rows_per_s": round(rows / times[ours])} if rows else {})


def measure(work: Work) -> tuple[Any, float, float]:
    """Answer of a piece of work, seconds, and megabytes that the process took at most on top of what it held.

    Counts all memory of the process, that of Arrow, GEOS and compiled code too. Where the kernel cannot forget an
    earlier peak (not Linux), a peak below an earlier one shows as 0.
    """
    gc.collect()
    held = _forget_peak()
    start = time.perf_counter()
    answer = work()
    seconds = time.perf_counter() - start
    return answer, seconds, max(_peak() - held, 0.0)


def _forget_peak() -> float:
    """Reset the kernel's mark of the highest memory; megabytes held now."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return _peak()
    return _status("VmRSS")


def _peak() -> float:
    try:
        return _status("VmHWM")
    except OSError:
        import resource
        import sys

        unit = 1e6 if sys.platform == "darwin" else 1e3
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def _status(name: str) -> float:
    text = Path("/proc/self/status").read_text()
    return float(re.findall(rf"{name}:\s+(\d+) kB", text)[0]) * 1024 / 1e6
