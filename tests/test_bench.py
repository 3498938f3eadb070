"""Benchmarks compare like with like: every peer must give the same answer, at any size."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely

from mapping.bench.cases import Case, duel, measure, run_cases
from mapping.bench.intake import intake_cases
from mapping.bench.national import generate_kelurahan, generate_outlines, generate_survey
from mapping.bench.road import road_cases
from mapping.bench.run import run_bench
from mapping.bench.stream import stream_cases
from mapping.errors import MappingError

ROOT = Path(__file__).parents[1]
KEYS = {"name", "ours_s", "peer", "peer_s", "ratio", "goal", "peak_mb", "peer_peak_mb", "same"}


def command(*arguments):
    return subprocess.run(
        [sys.executable, "-m", "mapping", "bench", *arguments, "--runs", "1", "--json"],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip


@pytest.mark.parametrize(("kelurahan", "businesses", "seed"), [(9, 200, 1), (64, 3_000, 2), (150, 1, 3)])
def test_every_peer_of_the_road_gives_the_same_answer(kelurahan, businesses, seed):
    records = run_cases(road_cases(kelurahan, businesses, seed), runs=1)
    assert len(records) == 4
    assert [record["name"] for record in records if not record["same"]] == []


@pytest.mark.parametrize(("kelurahan", "rows", "points"), [(1, 3, 1), (400, 2_000, 20_000)])
def test_every_peer_of_the_intake_gives_the_same_answer(kelurahan, rows, points):
    records = run_cases(intake_cases(kelurahan, rows, points), runs=1)
    assert len(records) == 10
    assert [record["name"] for record in records if record["same"] is False] == []
    assert all(record["same"] is None for record in records if record["peer_s"] is None)


def test_every_peer_of_the_stream_gives_the_same_answer_and_its_file_is_gone(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    records = run_cases(stream_cases(200, 30_000), runs=1)
    assert [record["same"] for record in records] in ([True, True], [None, None])
    assert list(tmp_path.iterdir()) == []


def test_a_different_answer_is_told():
    record = run_cases([lambda: duel("a", "b", 1.0, lambda: 1, lambda: 2, lambda one, other: one == other)])[0]
    assert record["same"] is False


def test_each_pair_with_a_goal_is_one_record_and_an_absent_peer_says_so():
    case = Case(
        {"new": lambda: 5, "kept": lambda: 5},
        {"peer": lambda: 5, "absent": None},
        {("new", "peer"): 2.0, ("kept", "peer"): 3.0, ("new", "absent"): 4.0},
        lambda one, other: one == other,
        rows=100,
    )
    records = run_cases([lambda: case], runs=2)
    assert [(r["name"], r["peer"], r["goal"], r["same"]) for r in records] == [
        ("new", "peer", 2.0, True),
        ("kept", "peer", 3.0, True),
        ("new", "absent", 4.0, None),
    ]
    assert records[2]["peer_s"] is None
    assert all(r["rows_per_s"] > 0 for r in records)


def test_a_wanted_speed_becomes_a_goal_against_the_peer():
    """Whoever reaches the goal reaches the speed: ratio >= goal exactly when rows / ours_s >= rows_per_s."""
    import time

    for ours_s, reached in ((0.02, True), (0.3, False)):
        case = Case(
            {"ours": lambda ours_s=ours_s: time.sleep(ours_s)},
            {"peer": lambda: time.sleep(0.05)},
            {("ours", "peer"): 0.0},
            lambda one, other: True,
            rows=1_000,
            rows_per_s=10_000.0,
        )
        record = run_cases([lambda case=case: case], runs=1)[0]
        assert (record["ratio"] >= record["goal"]) is reached
        assert (record["rows_per_s"] >= 10_000) is reached


@pytest.mark.skipif(not Path("/proc/self/clear_refs").exists(), reason="only Linux forgets an earlier peak")
def test_memory_outside_python_counts_and_an_earlier_peak_does_not():
    answer, _, peak = measure(lambda: int(np.ones(12_500_000).sum()))
    assert answer == 12_500_000
    assert 90 < peak < 200
    assert measure(lambda: None)[2] < 20


def test_progress_goes_from_nothing_to_all_and_may_stop_the_run():
    cases = [lambda: duel("a", "b", 1.0, lambda: 1, lambda: 1, lambda one, other: True)] * 3
    seen = []
    run_cases(cases, runs=1, progress=lambda share, text: seen.append((share, text)))
    shares = [share for share, _ in seen]
    assert (shares[0], shares[-1]) == (0.0, 1.0)
    assert shares == sorted(shares)
    assert {"a", "b"} <= {text for _, text in seen}

    def stop(share, text):
        if text == "b":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_cases(cases, progress=stop)


@pytest.mark.parametrize("count", [1, 2, 7, 250])
def test_generated_outlines_share_their_borders(count):
    outlines = generate_outlines(count)
    assert len(outlines) == count
    assert shapely.is_valid(outlines).all()
    assert shapely.coverage_is_valid(outlines)
    if count == 250:
        whole = shapely.coverage_union_all(outlines[:243])  # the full rows of the lattice
        assert shapely.get_num_interior_rings(whole) == 0
        assert outlines[0] != generate_outlines(count, seed=2)[0]


def test_generated_surveys_are_the_same_to_the_byte():
    kelurahan = generate_kelurahan(300)
    assert kelurahan.index.is_unique
    assert kelurahan.index.is_monotonic_increasing
    assert not kelurahan.duplicated(["name", "kecamatan", "kabupaten"]).any()
    assert generate_survey(kelurahan, 500) == generate_survey(kelurahan, 500)
    assert generate_survey(kelurahan, 500) != generate_survey(kelurahan, 500, seed=4)


def test_the_command_prints_one_record_a_step():
    done = command("--kelurahan", "30", "--businesses", "500")
    records = json.loads(done.stdout)
    assert len(records) == 4
    for record in records:
        assert set(record) == KEYS
        assert record["same"]


def test_the_command_measures_the_intake():
    done = command("intake", "--points", "3000", "--kelurahan", "60", "--rows", "300")
    records = json.loads(done.stdout)
    assert {record["name"] for record in records} >= {"import mapping", "seluruh intake", "letakkan titik, indeks baru"}
    for record in records:
        assert KEYS <= set(record) <= KEYS | {"rows_per_s"}
        assert record["same"] is not False


@pytest.mark.parametrize(
    ("arguments", "words"), [(["jalan"], "road, intake, start, stream"), (["--rows", "0"], "--rows")]
)
def test_what_cannot_be_measured_is_said_in_one_sentence(arguments, words):
    done = command(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_name_runs_nothing():
    with pytest.raises(MappingError, match="tidak dikenal"):
        run_bench(["road", "lari"])
