"""Which comparisons belong to which name on the command line, and one record in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from mapping.bench.cases import RUNS, Case, run_cases
from mapping.errors import MappingError
from mapping.settings import Progress, no_progress, part_of

NAMES = ("road", "intake", "start", "stream", "score", "advice", "app", "desk")
KELURAHAN = {"road": 8_000, "intake": 84_000, "stream": 84_000, "score": 84_000, "desk": 8_000}


def run_bench(
    names: list[str],
    kelurahan: int = 0,
    businesses: int = 340_000,
    rows: int = 1_000_000,
    points: int = 10_000_000,
    draws: int = 1_000,
    runs: int = RUNS,
    progress: Progress = no_progress,
    seeds: int = 20,
) -> list[dict[str, Any]]:
    """Run named groups of comparisons; ``"advice"`` compares verdicts, ``"app"`` whole apps under visitors.

    Parameters
    ----------
    names : list of str
        Of ``NAMES``; ``"intake"`` includes ``"start"``.
    kelurahan : int
        Outlines, or cooperatives of the desk; 0 takes 8,000 for the road and the desk, a city and 8,000 for the app,
        and 84,000 for the rest.
    businesses : int
        Of the road.
    rows, points : int
        Of the intake's survey, and points to place or to stream, or businesses to count by product.
    draws : int
        Of weights and counts behind a score.
    runs : int
        Turns each way takes.
    seeds : int
        Planted regions (advice): seeds 1, 2, 3 and so on.

    Returns
    -------
    list of dict
        As ``mapping.bench.cases.run_cases`` gives it; of the advice as ``mapping.bench.verdicts.sum_up``, of the app as
        ``mapping.bench.app.measure_app`` gives it.

    Raises
    ------
    MappingError
        When a name is unknown or a size is below 1.
    """
    if unknown := [name for name in names if name not in NAMES]:
        raise MappingError(f'Pengukuran "{unknown[0]}" tidak dikenal. Pilih dari: {", ".join(NAMES)}.')
    if min(businesses, rows, points, draws, runs, seeds) < 1 or kelurahan < 0:
        raise MappingError(
            "Ukuran (--kelurahan, --businesses, --rows, --points, --draws, --runs, --seeds) harus paling sedikit 1."
        )
    timed = [name for name in names if name not in ("advice", "app")]
    builders = [build for name in timed for build in _cases(name, kelurahan, businesses, rows, points, draws)]
    works: list[Callable[[Progress], list[dict[str, Any]]]] = []
    if builders:
        works.append(lambda report: run_cases(builders, runs, report))
    if "advice" in names:
        works.append(lambda report: _judge(seeds, report))
    if "app" in names:
        works.append(lambda report: _visit(kelurahan, report))
    records: list[dict[str, Any]] = []
    for turn, work in enumerate(works):
        records += work(part_of(progress, turn / len(works), (turn + 1) / len(works)))
    return records


def _judge(seeds: int, report: Progress) -> list[dict[str, Any]]:
    from mapping.bench.verdicts import judge_advice, sum_up

    return sum_up(judge_advice(range(1, seeds + 1), progress=report))


def _visit(kelurahan: int, report: Progress) -> list[dict[str, Any]]:
    from mapping.bench.app import CITY, PROVINCE, measure_app

    return measure_app((kelurahan,) if kelurahan else (CITY, PROVINCE), progress=report)


def _cases(name: str, kelurahan: int, businesses: int, rows: int, points: int, draws: int) -> list[Callable[[], Case]]:
    from mapping.bench.start import start_cases

    if name == "start":
        return start_cases()
    kelurahan = kelurahan or KELURAHAN[name]
    if name == "road":
        from mapping.bench.road import road_cases

        return road_cases(kelurahan, businesses)
    if name == "stream":
        from mapping.bench.stream import stream_cases

        return stream_cases(kelurahan, points)
    if name == "desk":
        from mapping.bench.desk import desk_cases

        return desk_cases(kelurahan)
    if name == "score":
        return _score_cases(kelurahan, points, draws)
    from mapping.bench.intake import intake_cases

    return start_cases() + intake_cases(kelurahan, rows, points)


def _score_cases(kelurahan: int, businesses: int, draws: int) -> list[Callable[[], Case]]:
    """Measures and scores; neighbours and products have files of their own."""
    from mapping.bench.products import product_cases
    from mapping.bench.score import score_cases
    from mapping.bench.space import space_cases

    return score_cases(kelurahan, businesses, draws) + space_cases(kelurahan) + product_cases(kelurahan)


def say_records(records: list[dict[str, Any]]) -> list[str]:
    """Comparisons of speed a line each; verdicts on the advice, and apps under visitors, together in a table each."""
    from mapping.bench.app import say_app
    from mapping.bench.ledger import say_ledger
    from mapping.bench.verdicts import say_verdicts

    verdicts = [record for record in records if "hit1_advice" in record]
    timed = [say_record(record) for record in records if "ours_s" in record]
    visited = [record for record in records if "app_kelurahan" in record]
    lived = [say_ledger(record) for record in records if "ledger_verdict" in record]
    return timed + ([say_verdicts(verdicts)] if verdicts else []) + ([say_app(visited)] if visited else []) + lived


def say_record(record: dict[str, Any]) -> str:
    """One comparison in a line.

    Examples
    --------
    >>> say_record({"name": "hitung usaha", "ours_s": 0.5, "peer": "pandas", "peer_s": 2.0, "ratio": 4.0, "goal": 5.0,
    ...     "peak_mb": 12.3, "same": True})
    'hitung usaha 0.5000 s; pandas 2.0000 s; 4.0x (sasaran 5.0x: belum); 12 MB; jawaban sama'
    >>> say_record({"name": "letakkan titik", "ours_s": 0.5, "peer": "sedonadb", "peer_s": None, "ratio": None,
    ...     "goal": 1.3, "peak_mb": 12.3, "same": None, "rows_per_s": 2000})
    'letakkan titik 0.5000 s; sedonadb tidak terpasang; 12 MB; 2000 baris/s'
    """
    parts = [f"{record['name']} {record['ours_s']:.4f} s"]
    if record["peer_s"] is None:
        parts.append(f"{record['peer']} tidak terpasang")
    else:
        reached = "tercapai" if record["ratio"] >= record["goal"] else "belum"
        parts.append(f"{record['peer']} {record['peer_s']:.4f} s")
        parts.append(f"{record['ratio']:.1f}x (sasaran {record['goal']:.1f}x: {reached})")
    parts.append(f"{record['peak_mb']:.0f} MB")
    if record["same"] is not None:
        parts.append("jawaban sama" if record["same"] else "JAWABAN BERBEDA")
    if "rows_per_s" in record:
        parts.append(f"{record['rows_per_s']} baris/s")
    return "; ".join(parts)
