"""Every bad input has exactly the outcome that its manifest states, through the function behind ``check``."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.intake.businesses import read_businesses
from mapping.intake.check import Beside, check_file
from mapping.intake.gate.limits import read_limits
from mapping.intake.outlines.boundaries import read_boundaries
from mapping.settings import Settings

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_spec = importlib.util.spec_from_file_location("badinputs_words", HERE / "words.py")
words = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(words)

# Written out so that each file is a test of its own; a case that is missing here fails the first test.
FILES = [
    ("T00", "T00_ok.csv"),
    ("T01", "T01_titik_koma_angka_id.csv"),
    ("T02", "T02_bom.csv"),
    ("T03", "T03_cp1252.csv"),
    ("T05", "T05_kode_angka.xlsx"),
    ("T06", "T06_kode_float_kosong.xlsx"),
    ("T07", "T07_judul_dan_sel_gabung.xlsx"),
    ("T08", "T08_baris_jumlah.xlsx"),
    ("T10", "T10_ribuan_ambigu.csv"),
    ("T12", "T12_kolom_lebih_kurang.csv"),
    ("T13", "T13_kutip_tak_tutup.csv"),
    ("T14", "T14_koma_ekor.csv"),
    ("T15", "T15_judul_kembar.csv"),
    ("T16", "T16_kolom_hilang.csv"),
    ("T17", "T17_kosong.csv"),
    ("T18", "T18_judul_saja.csv"),
    ("T20", "T20_ganda.csv"),
    ("T22", "T22_kode_asing.csv"),
    ("T23", "T23_latlon_tertukar.csv"),
    ("T25", "T25_utm_di_latlon.csv"),
    ("T26", "T26_koordinat_rusak.csv"),
    ("T27", "T27_titik_di_batas.csv"),
    ("T28", "T28_xss.csv"),
    ("T29", "T29_ssti.csv"),
    ("T30", "T30_rumus.csv"),
    ("T32", "T32_markdown_mathtext.csv"),
    ("T33", "T33_data_pribadi.csv"),
    ("T34", "T34_sel_kecil.csv"),
    ("T35", "T35_sel_jauh.xlsx"),
    ("T36", "T36_bom.xlsx"),
    ("T37", "T37_html_bernama_xls.xls"),
    ("T39", "T39_rumus_tanpa_nilai.xlsx"),
    ("T40", "T40_banyak_lembar.xlsx"),
    ("T41", "T41_besar.csv"),
    ("B01", "B01_ok.gpkg"),
    ("B02", "B02_tanpa_prj.zip"),
    ("B03", "B03_tanpa_shx.zip"),
    ("B04", "B04_tanpa_dbf.zip"),
    ("B06", "B06_dasi_kupu.geojson"),
    ("B07", "B07_geometri_kosong.gpkg"),
    ("B08", "B08_3d.geojson"),
    ("B09", "B09_jenis_campur.geojson"),
    ("B10", "B10_kode_ganda.gpkg"),
    ("B12", "B12_utm49s.gpkg"),
    ("B13", "B13_label_crs_salah.gpkg"),
    ("B14", "B14_koordinat_raksasa.geojson"),
    ("B15", "B15_antimeridian.geojson"),
    ("B16", "B16_dua_layer.gpkg"),
    ("B17", "B17_terpotong.geojson"),
    ("B18", "B18_crs_link.geojson"),
    ("B19", "B19_vrt_0.geojson"),
    ("B19", "B19_vrt_1.gpkg"),
    ("B19", "B19_vrt_2.kml"),
    ("B19", "B19_vrt_3.csv"),
    ("B20", "B20_vrt_vsicurl.geojson"),
    ("B20", "B20_wfs.geojson"),
    ("B23", "B23_xxe.kml"),
    ("B23", "B23_tawa.kml"),
    ("B23", "B23_networklink.kml"),
    ("B24", "B24_lintas_jalur.zip"),
    ("B25", "B25_bom.zip"),
    ("B25", "B25_bom_geojson.zip"),
    ("B28", "B28_gpkg_rusak.gpkg"),
    ("B28", "B28_gpkg_acak.gpkg"),
    ("B29", "B29_sarang_dalam.geojson"),
    ("B30", "B30_sejuta_titik.gpkg"),
]
OUTCOMES_ALLOWED = {"T13": {"partial", "refuse"}, "T35": {"refuse", "partial"}, "B18": {"accept_warn", "refuse"}}
"""Cases for which the manifest allows another outcome (``alt``)."""
ROLES = {"survey": "survey", "boundary": "boundaries"}
BASE_MB = 150
"""What the reading process holds before a file comes; the manifest's ``max_mb`` counts it."""


def try_case(corpus, case, file, answers=()):
    limits = read_limits("page")
    limits = replace(limits, memory_mb=min(limits.memory_mb, case["max_mb"] - BASE_MB))
    return check_file(file, Settings(answers=answers), Beside(corpus.frame(case), limits=limits))


def test_every_case_of_the_manifest_is_here(corpus):
    assert [(case["id"], file) for case in corpus.manifest["cases"] for file in case["files"]] == FILES


@pytest.mark.parametrize(("name", "file"), FILES, ids=[file for _, file in FILES])
def test_the_outcome_is_what_the_manifest_states(corpus, caplog, name, file):
    case = corpus.case(name)
    report = try_case(corpus, case, corpus.file(file))
    said = report["messages"]
    assert report["outcome"] in OUTCOMES_ALLOWED.get(name, {case["expect"]}), said[:5]
    assert report["rows_in"] == report["rows_used"] + report["rows_rejected"]
    if report["outcome"] in ("accept", "accept_warn", "partial"):
        assert report["role"] == ROLES[case["role"]]
        if case["rows_total"] is not None and report["outcome"] == case["expect"]:
            assert (report["rows_used"], report["rows_rejected"]) == (case["rows_ok"], case["rows_rejected"]), said[:5]
    else:
        assert report["rows_used"] == 0
    assert words.missing(case["message_names"], said, file) == [], said
    assert_nothing_leaks(corpus, report)
    assert not caplog.records  # nothing went wrong that the report does not tell


def assert_nothing_leaks(corpus, report):
    text = json.dumps(report, ensure_ascii=False)
    for secret in (*corpus.manifest["canary"], corpus.manifest["ssti_mark"]):
        assert secret not in text
    for trace in ("Traceback", "Error:", str(corpus.folder), str(ROOT), "/vsimem", "site-packages"):
        assert trace not in text


@pytest.mark.parametrize("name", ["T10", "T15", "T20", "T23", "T25", "T40", "B02", "B16"])
def test_the_likeliest_answer_to_a_question_loads_the_rows(corpus, name):
    """What waits for one answer loads with it; nothing else is asked."""
    case = corpus.case(name)
    file = corpus.file(case["files"][0])
    report = try_case(corpus, case, file)
    assert report["outcome"] == "confirm", report["messages"]
    question = report["question"]
    prefix = "batas." if case["role"] == "boundary" else "survei."
    assert question["key"].startswith(prefix)
    assert question["options"]
    answered = try_case(corpus, case, file, ((question["key"], next(iter(question["options"]))),))
    assert answered["outcome"] in ("accept", "accept_warn", "partial"), answered["messages"]
    if case["rows_ok"] is not None:
        assert answered["rows_used"] == case["rows_ok"]
    else:
        assert answered["rows_used"] > 0
    assert_nothing_leaks(corpus, answered)


def test_an_ambiguous_amount_is_read_as_answered_and_never_silently(corpus):
    case = corpus.case("T10")
    file, frame = corpus.file("T10_ribuan_ambigu.csv"), corpus.frame(case)
    kelurahan, _, _ = read_boundaries(frame.content, frame.name, Settings())
    question = try_case(corpus, case, file)["question"]
    read = {}
    for answer in question["options"]:
        settings = Settings(answers=((question["key"], answer),))
        businesses, *_ = read_businesses(file.content, file.name, kelurahan, settings)
        read[answer] = set(businesses["revenue_idr_month"].dropna())
    assert {1500.0} in read.values()
    assert all(values <= {1500.0} or values <= {1.5} or not values for values in read.values())


@pytest.mark.parametrize("name", ["T00", "T01", "T02", "T07", "T08", "T14"])
def test_turnover_is_read_to_the_rupiah(corpus, name):
    case = corpus.case(name)
    file, frame = corpus.file(case["files"][0]), corpus.frame(case)
    kelurahan, _, _ = read_boundaries(frame.content, frame.name, Settings())
    businesses, *_ = read_businesses(file.content, file.name, kelurahan, Settings())
    assert businesses["revenue_idr_month"].sum() == pytest.approx(case["omzet_sum"], abs=0.5)


def test_areas_survive_projection_and_repair(corpus):
    def areas(name):
        file = corpus.file(name)
        return read_boundaries(file.content, file.name, Settings())[0]["area_km2"]

    assert areas("B12_utm49s.gpkg").sum() == pytest.approx(areas("B01_ok.gpkg").sum(), rel=0.002)
    assert areas("B12_utm49s.gpkg").sum() == pytest.approx(7.327, rel=0.002)
    crossed = areas("B06_dasi_kupu.geojson")
    assert crossed.iloc[0] == pytest.approx(crossed.iloc[1] / 2, rel=0.01)


def test_a_point_on_a_border_counts_once(corpus):
    frame, file = corpus.file("B01_ok.gpkg"), corpus.file("T27_titik_di_batas.csv")
    kelurahan, _, _ = read_boundaries(frame.content, frame.name, Settings())
    businesses, _, rejects, _ = read_businesses(file.content, file.name, kelurahan, Settings())
    assert businesses["kelurahan_code"].isin(kelurahan.index).all()
    assert (len(businesses), businesses.index.is_unique, len(rejects)) == (19, True, 1)


@pytest.mark.parametrize("position", range(9))
def test_a_survey_loads_under_every_name(corpus, position):
    """The name of an upload is text of a stranger."""
    case = corpus.case("U01")
    name = case["names"][position]
    report = try_case(corpus, corpus.case("T00"), replace(corpus.file("T00_ok.csv"), name=name))
    assert (report["outcome"], report["rows_used"], report["rows_rejected"]) == ("accept", 20, 0)
    assert "/" not in report["file"]
    assert "\\" not in report["file"]
    assert report["file"].isprintable()
    assert len(report["file"]) <= 80
    assert len(case["names"]) == 9


@pytest.mark.parametrize("name", ["T12", "T22", "T26", "T33", "B07", "B14"])
def test_the_same_input_gives_the_same_report(corpus, name):
    case = corpus.case(name)
    file = corpus.file(case["files"][0])
    one, two = (json.dumps(try_case(corpus, case, file)) for _ in range(2))
    assert one == two


def test_too_many_rows_for_a_page_are_refused_before_they_are_read(corpus):
    """The 10 million rows of the large corpus, small: more rows than the limit, and no memory to read them."""
    case = corpus.case("T41")
    limits = replace(read_limits("page"), rows=199_999, memory_mb=64)
    file = corpus.file("T41_besar.csv")
    report = check_file(file, Settings(), Beside(corpus.frame(case), limits=limits))
    assert report["outcome"] == "refuse"
    assert words.missing(["file", "limit"], report["messages"], file.name) == []
    assert "199.999" in report["messages"][0]


# ------------------------------------------------------------------ through the command line


def run_check(corpus, case, file):
    command = [sys.executable, "-m", "mapping", "check", str(corpus.folder / file), "--json"]
    if frame := corpus.frame(case):
        command += ["--boundaries", str(corpus.folder / frame.name)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


@pytest.mark.parametrize("name", ["T00", "T22", "T35", "T36", "B19", "B23", "B24", "B29", "B14"])
def test_the_command_says_the_same(corpus, name):
    case = corpus.case(name)
    done = run_check(corpus, case, case["files"][0])
    report = json.loads(done.stdout)
    assert report["outcome"] in OUTCOMES_ALLOWED.get(name, {case["expect"]})
    assert done.returncode == (report["outcome"] == "refuse")
    assert {"file", "outcome", "rows_in", "rows_used", "rows_rejected", "messages"} <= report.keys()
    for secret in (*corpus.manifest["canary"], "Traceback"):
        assert secret not in done.stdout + done.stderr


# ------------------------------------------------------------------ what must never have happened


def test_no_file_of_the_corpus_made_a_request_or_wrote_a_file(corpus):
    """Runs after the cases above; by itself it tries those that reach out."""
    before = sorted(path for path in corpus.folder.parent.rglob("*") if path.is_file())
    root = sorted(path.name for path in ROOT.iterdir())
    for name in ("B18", "B19", "B20", "B23", "B24"):
        case = corpus.case(name)
        for file in case["files"]:
            assert try_case(corpus, case, corpus.file(file))["rows_used"] in (0, 6)
    assert sorted(path for path in corpus.folder.parent.rglob("*") if path.is_file()) == before
    assert sorted(path.name for path in ROOT.iterdir()) == root
    for folder in (Path(tempfile.gettempdir()), corpus.folder.parents[2], ROOT.parent, Path.cwd()):
        assert not list(folder.glob("keluar*.txt"))
    corpus.port.settimeout(0.2)
    with pytest.raises(TimeoutError):
        corpus.port.accept()
