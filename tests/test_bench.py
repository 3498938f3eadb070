"""Benchmarks compare like with like: every peer must give the same answer, at any size."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from mapping.bench import road_cases

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize(("kelurahan", "businesses", "seed"), [(9, 200, 1), (64, 3_000, 2), (150, 1, 3)])
def test_every_peer_gives_the_same_answer(kelurahan, businesses, seed):
    for case in road_cases(kelurahan, businesses, seed):
        assert case.same(case.ours(), case.theirs()), case.name


def test_the_command_prints_one_record_a_step():
    command = [sys.executable, "-m", "mapping", "bench", "--kelurahan", "30", "--businesses", "500", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)
    records = json.loads(done.stdout)
    assert len(records) == 4
    for record in records:
        assert set(record) == {"name", "ours_s", "peer", "peer_s", "ratio", "goal", "peak_mb", "same"}
        assert record["same"]
