"""``bench advice --ledger``: the desk's own file judged at the terminal."""

import json

import pytest
from typer.testing import CliRunner

from mapping.__main__ import app
from mapping.desk.outcomes.advised import Advised
from mapping.desk.outcomes.ledger import start_outcome
from mapping.desk.outcomes.read import read_ledger
from mapping.desk.rules import LOCAL
from mapping.desk.store.desk import open_desk
from mapping.present.files.tidy import csv_bytes


@pytest.fixture
def exported(tmp_path):
    """A ledger of one made-up cooperative, as the page gives it to take along."""
    from mapping.desk.models import Cooperative

    desk = open_desk("sqlite://")
    texts = ("deed_number", "deed_date", "nik", "nib", "kbli", "line_id", "point_state", "note")
    blank = dict.fromkeys((*texts, "source", "source_id", "source_date", "kabupaten", "kecamatan"), "")
    at = "2026-11-23T08:00:00Z"
    with desk.writing(LOCAL, at) as session:
        session.add(
            Cooperative(
                name="K", kelurahan_code="35.78.03.1001", kelurahan="K", status="founded", status_since="",
                updated_at=at, synthetic=True, **blank,
            )
        )  # fmt: skip
    advice = Advised(("B13",), (), 90.0, "2025-01-10", "k", "", {"B13": 0.9})
    start_outcome(desk, LOCAL, at, cooperative_id=1, advice=advice, line_id="B13", started_on="2025-01-15")
    path = tmp_path / "buku_hasil.csv"
    path.write_bytes(csv_bytes(read_ledger(desk, LOCAL, at[:10]).rename_axis("id").reset_index()))
    return path


def run(*words: str):
    return CliRunner().invoke(app, ["bench", *words])


def test_the_file_of_the_desk_is_read(exported):
    done = run("advice", "--ledger", str(exported))
    assert done.exit_code == 0, done.output
    assert "Data peraga" in done.output and "Belum cukup data" in done.output
    told = run("advice", "--ledger", str(exported), "--json").output
    records = json.loads(told[told.index("[") :])
    lost = [r for r in records if r.get("group") == "first" and r["month"] == 12 and r["measure"] == "holds"]
    assert (lost[0]["starts"], lost[0]["lost"], lost[0]["n"], lost[0]["share"]) == (1, 1, 0, None)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"PK\x03\x04", b'"'])
def test_a_file_that_is_no_ledger_is_refused_in_words(tmp_path, content):
    path = tmp_path / "lain.csv"
    path.write_bytes(content)
    done = run("advice", "--ledger", str(path))
    assert done.exit_code != 0 and "Traceback" not in done.output
    assert "buku hasil" in " ".join(done.output.split())


def test_it_belongs_to_the_advice(exported, tmp_path):
    assert run("road", "--ledger", str(exported)).exit_code != 0
    assert run("advice", "--ledger", str(tmp_path / "tidak_ada.csv")).exit_code != 0
