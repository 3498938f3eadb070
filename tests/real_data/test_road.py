"""The whole road on a real pair: ten desa of Pesawaran and 452 real businesses."""

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "data"
BOUNDARIES = REAL / "boundaries" / "big_pesawaran_desa.geojson"
SURVEY = REAL / "survey" / "umkm_pesawaran_452.csv"
pytestmark = pytest.mark.skipif(not SURVEY.exists(), reason="real files are not beside this checkout")


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("pesawaran")
    command = [
        sys.executable,
        "-m",
        "mapping",
        "build",
        "--boundaries",
        BOUNDARIES,
        "--survey",
        SURVEY,
        "--out",
        folder,
    ]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return folder


def test_every_one_of_the_452_rows_is_in_a_desa_or_in_the_rejects(out):
    survey = json.loads((out / "manifest.json").read_text(encoding="utf-8"))["inputs"][1]
    assert (survey["rows_in"], survey["rows_used"], survey["rows_rejected"]) == (452, 449, 3)
    rejects = pd.read_csv(out / "rejects.csv")
    assert rejects["row"].tolist() == [19, 76, 368]
    assert rejects["reason"].str.contains("lintang dan bujur sama|di luar semua kelurahan").all()


def test_every_desa_is_answered(out):
    advice = pd.read_csv(out / "advice.csv", dtype=str)
    assert advice["kelurahan_code"].nunique() == 10
    assert not (advice["confident"] == "True").any()


def test_farming_is_unknown_because_the_register_leaves_it_out(out):
    scores = pd.read_csv(out / "scores.csv")
    farming = scores[scores["sector"] == "agriculture"]
    assert farming["score"].isna().all()
    assert (farming["note"] == "sektor tidak tercakup survei").all()
