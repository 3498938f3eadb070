"""What would happen to a file, and that nobody's name rides along in the answer."""

import io
import zipfile
from dataclasses import replace

import pytest

from mapping.errors import CancelledError
from mapping.intake import check
from mapping.intake.check import Beside, check_file, check_files
from mapping.intake.gate.limits import read_limits
from mapping.settings import Settings, SourceFile

SETTINGS = Settings()
HEAD = "pemilik,produk,kelurahan,kecamatan,no hp\n"
WHOLE = "".join(f"Kanari Sembunyi {i},tempe,Masin,Timur,08120000{i:04d}\n" for i in range(12))


@pytest.fixture
def frame(villages):
    return SourceFile("batas.geojson", villages.to_json().encode())


def outcome(content, name, frame=None, settings=SETTINGS):
    answer = check_file(SourceFile(name, content), settings, Beside(frame))
    assert answer["rows_in"] == answer["rows_used"] + answer["rows_rejected"]
    assert answer["messages"]
    return answer


def test_good_rows_load_and_the_rest_is_counted(frame):
    answer = outcome((HEAD + WHOLE + "Kanari,tempe,Wonorejo,Selatan,0812\n").encode(), "a.csv", frame)
    assert (answer["role"], answer["outcome"]) == ("survey", "partial")
    assert (answer["rows_in"], answer["rows_used"], answer["rows_rejected"]) == (13, 12, 1)


def test_boundaries_are_told_from_surveys(frame):
    assert outcome(frame.content, frame.name)["role"] == "boundaries"
    assert outcome((HEAD + WHOLE).encode(), "a.csv")["role"] == "survey"


def test_a_file_that_cannot_be_used_is_refused_with_its_name():
    answer = outcome(b"bukan peta", "batas.geojson")
    assert (answer["outcome"], answer["rows_used"]) == ("refuse", 0)
    assert "batas.geojson" in answer["messages"][0]


def test_a_missing_crs_waits_for_one_answer(villages, tmp_path):
    villages.to_file(tmp_path / "desa.shp")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as bundle:
        for part in (".shp", ".shx", ".dbf"):
            bundle.write(tmp_path / f"desa{part}", f"desa{part}")
    assert outcome(packed.getvalue(), "desa.zip")["outcome"] == "confirm"
    answered = outcome(packed.getvalue(), "desa.zip", settings=Settings(answers=(("batas.crs", "EPSG:4326"),)))
    assert answered["rows_used"] == 6


@pytest.mark.parametrize(
    "row",
    [
        "Kanari Sembunyi,tempe\n",
        "Kanari Sembunyi,tempe,Masin,Timur,0812,lebih,lagi\n",
        '"Kanari Sembunyi,tempe,Masin\n',
        "TOTAL,Kanari Sembunyi,,,\n",
        "Petugas: Kanari Sembunyi,,,,\n",
        "Kanari Sembunyi 3,tempe,Masin,Timur,081200000003\n",
        "Kanari Sembunyi,tempe,Wonorejo,Selatan,0812\n",
    ],
)
def test_a_row_that_is_set_apart_does_not_take_a_name_with_it(frame, row):
    """Rows are set apart before the columns about persons are dropped, so what they said is not repeated."""
    answer = outcome((HEAD + WHOLE + row).encode(), "a.csv", frame)
    assert "Kanari" not in " ".join(answer["messages"])


def test_only_what_someone_must_look_at_is_a_warning(monkeypatch, frame):
    """How a file was read is said, and the file still counts as clean."""
    clean = "id,produk,kode_kel\n" + "".join(f"U{i},tempe,33.25.01.200{i % 3 + 1}\n" for i in range(1, 9))
    said = outcome(clean.replace(",", ";").encode(), "a.csv", frame)
    assert said["outcome"] == "accept"
    assert any("titik koma" in message for message in said["messages"])
    warned = outcome(clean.replace("U1,", "Kafé,").encode("cp1252"), "a.csv", frame)
    assert warned["outcome"] == "accept_warn"


def test_a_map_of_points_is_a_survey(frame, villages):
    points = villages.assign(geometry=villages.representative_point(), produk="tempe").drop(columns="kode")
    answer = outcome(points.to_json().encode(), "usaha.geojson", frame)
    assert (answer["role"], answer["rows_used"]) == ("survey", 6)


def test_a_fault_of_ours_is_a_plain_refusal_and_logs_nothing_of_the_file(monkeypatch, caplog, frame):
    def fail(content, *_, **__):
        raise ValueError(content.decode())

    monkeypatch.setattr(check, "read_businesses", fail)
    answer = outcome((HEAD + WHOLE).encode(), "a.csv", frame)
    assert answer["outcome"] == "refuse"
    assert "a.csv" in answer["messages"][0]
    assert "ValueError in" in caplog.text
    assert "Kanari" not in caplog.text + answer["messages"][0]


def test_stopping_is_no_refusal(monkeypatch):
    def stop(*_, **__):
        raise CancelledError("Dihentikan.")

    monkeypatch.setattr(check, "read_survey", stop)
    with pytest.raises(CancelledError):
        check_file(SourceFile("a.csv", b"produk,kelurahan\ntempe,Masin\n"), SETTINGS)


def test_loose_parts_of_a_shapefile_are_one_map(villages, tmp_path):
    villages.to_file(tmp_path / "desa.shp")
    parts = [SourceFile(path.name, path.read_bytes()) for path in sorted(tmp_path.iterdir())]
    (whole,) = check_files(parts, SETTINGS)
    assert (whole["role"], whole["rows_used"]) == ("boundaries", 6)
    (torn,) = check_files([part for part in parts if not part.name.endswith(".dbf")], SETTINGS)
    assert torn["outcome"] == "refuse"
    assert ".dbf" in torn["messages"][0]


@pytest.mark.parametrize(("limit", "most", "said"), [("rows", 10, "10"), ("columns", 4, "4"), ("file_mb", 1, "1 MB")])
def test_limits_are_those_of_the_caller(limit, most, said):
    limits = replace(read_limits("page"), **{limit: most})
    content = (HEAD + WHOLE * (3_000 if limit == "file_mb" else 1)).encode()
    answer = check_file(SourceFile("a.csv", content), SETTINGS, Beside(limits=limits))
    assert answer["outcome"] == "refuse"
    assert f"batasnya {said}" in answer["messages"][0]


def test_features_and_vertices_are_limited(villages):
    content = villages.to_json().encode()
    for limit, most in (("features", 5), ("vertices", 29)):
        limits = replace(read_limits("page"), **{limit: most})
        answer = check_file(SourceFile("desa.geojson", content), SETTINGS, Beside(limits=limits))
        assert answer["outcome"] == "refuse"
        assert f"batasnya {most}" in answer["messages"][0]


def test_decisions_made_before_are_replayed(frame):
    twice = "id,produk,kode_kel\nU1,tempe,33.25.01.2001\nU1,tempe,33.25.01.2001\nU2,batik,33.25.01.2002\n"
    asked = outcome(twice.encode(), "a.csv", frame)
    assert (asked["outcome"], asked["question"]["key"]) == ("confirm", "survei.ganda")
    kept = f"a.csv,jawaban,survei.ganda,,{next(iter(asked['question']['options']))},sudah ditanya\n"
    head = "file,kind,column,value,replacement,reason\n"
    decided = SourceFile("corrections.csv", (head + kept).encode())
    answer = check_file(SourceFile("a.csv", twice.encode()), SETTINGS, Beside(frame, corrections=decided))
    assert (answer["outcome"], answer["rows_used"], answer["rows_rejected"]) == ("partial", 2, 1)
