"""The heavy steps of scoring: every peer gives the same answer, at any size."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from mapping.bench.cases import run_cases
from mapping.bench.run import run_bench
from mapping.bench.score import score_cases
from mapping.errors import MappingError

ROOT = Path(__file__).parents[2]
KEYS = {"name", "ours_s", "peer", "peer_s", "ratio", "goal", "peak_mb", "peer_peak_mb", "same"}


@pytest.mark.parametrize(("kelurahan", "businesses", "draws"), [(1, 1, 1), (2, 9, 3), (70, 3_000, 30), (3_000, 10, 9)])
def test_every_peer_gives_the_same_answer(kelurahan, businesses, draws):
    records = run_cases(score_cases(kelurahan, businesses, draws), runs=1)
    assert len(records) == 8
    assert [record["name"] for record in records if record["same"] is False] == []
    assert all((record["same"] is None) == (record["peer_s"] is None) for record in records)


def test_a_rank_that_is_off_by_one_draw_is_told(monkeypatch):
    import mapping.bench.score as module

    honest = module.rank_pieces

    def wrong(score, draws, size, step):
        ranks = honest(score, draws, size, step)
        ranks[:2] = ranks[:2, ::-1]
        return ranks

    monkeypatch.setattr(module, "rank_pieces", wrong)
    records = run_cases(score_cases(70, 10, 10)[1:4], runs=1)
    assert [record["same"] for record in records] == [False] * 4


def test_pandas_is_charged_for_all_draws():
    case = score_cases(20, 5, 200)[2]()
    assert case.charge(1.0) == pytest.approx(10.0)
    assert np.shape(next(iter(case.ours.values()))()) == (20, 20)


def test_the_command_measures_scores():
    done = subprocess.run(
        [sys.executable, "-m", "mapping", "bench", "score", "--kelurahan", "64", "--points", "500", "--draws", "20",
         "--runs", "1", "--json"],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    records = json.loads(done.stdout)
    assert {"gabungan dan undian bobot", "gabungan satu kota", "TOPSIS"} <= {record["name"] for record in records}
    for record in records:
        assert KEYS <= set(record) <= KEYS | {"rows_per_s"}
        assert record["same"] is not False


def test_no_draws_are_refused():
    with pytest.raises(MappingError, match="--draws"):
        run_bench(["score"], draws=0)
