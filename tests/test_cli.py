"""The command line as a user runs it: same inputs, same bytes; plain messages; nothing half written."""

import hashlib
import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from mapping.advise.setup import write_advice_setup
from mapping.score.weigh.setup import write_setup
from mapping.settings import AdviceSetup, ScoringSetup

ROOT = Path(__file__).parents[1]
RAW = ROOT / "data" / "raw"
NAMES = ["scores.csv", "advice.csv", "issues.csv", "rejects.csv", "manifest.json"]
NAMES += ["suitability.csv", "division.csv", "buyers.csv", "plan.csv", "decisions.csv"]
NAMES += ["purchasing.csv", "purchase_groups.csv", "facilities.csv", "facility_users.csv"]
NAMES += ["types.csv", "gaps.csv", "chains.csv", "clusters.csv", "recompute.csv", "recompute_columns.csv"]


def run(*arguments, check=True):
    done = subprocess.run(
        [sys.executable, "-m", "mapping", *map(str, arguments)], capture_output=True, text=True, cwd=ROOT
    )
    assert not check or done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    return done


FILES = ("--boundaries", RAW / "batang_batas.geojson", "--survey", RAW / "batang_umkm.csv", "--region", "Batang")
BATANG = (*FILES, "--corrections", RAW / "corrections.csv")


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("build")
    run("build", *BATANG, "--out", out / "a")
    return out


def test_build_writes_every_file(built):
    assert sorted(path.name for path in (built / "a").iterdir()) == sorted([*NAMES, "study"])


def test_same_inputs_same_bytes(built):
    run("build", *BATANG, "--out", built / "b")
    for name in NAMES:
        assert (built / "a" / name).read_bytes() == (built / "b" / name).read_bytes(), name


def test_scores_have_one_row_per_kelurahan_and_sector(built):
    table = pd.read_csv(built / "a" / "scores.csv", dtype={"kelurahan_code": str})
    assert len(table) == 248 * 5
    assert not table.duplicated(["kelurahan_code", "sector"]).any()


def test_advice_file_has_the_agreed_columns(built):
    advice = pd.read_csv(built / "a" / "advice.csv", dtype=str)
    agreed = ["kelurahan_code", "position", "line_id", "line", "product", "score", "p_best", "p_top3", "confidence"]
    agreed += ["confident", "capital_idr", "break_even_units_month", "unit", "net_cash_idr_month"]
    agreed += ["instalment_idr_month", "dscr", "reason", "counter_argument", "cancels_if"]
    assert advice.columns.tolist()[: len(agreed)] == agreed
    assert set(advice["position"]) <= {"1", "2", "3", "later", "avoid", "unknown"}
    assert advice["kelurahan_code"].nunique() == 248


def test_every_file_of_rows_says_synthetic(built):
    for name in ("scores.csv", "advice.csv", "issues.csv", "rejects.csv"):
        assert (pd.read_csv(built / "a" / name)["data_label"] == "data sintetis").all(), name
    assert json.loads((built / "a" / "manifest.json").read_text(encoding="utf-8"))["settings"]["synthetic"]


def test_manifest_accounts_for_every_row(built):
    manifest = json.loads((built / "a" / "manifest.json").read_text(encoding="utf-8"))
    for source in manifest["inputs"]:
        content = (RAW / source["name"]).read_bytes()
        assert source["sha256"] == hashlib.sha256(content).hexdigest()
    counted = [source for source in manifest["inputs"] if "rows_in" in source]
    assert [source["role"] for source in counted] == ["boundaries", "survey"]
    assert all(source["rows_in"] == source["rows_used"] + source["rows_rejected"] for source in counted)
    rejects = pd.read_csv(built / "a" / "rejects.csv")
    assert len(rejects) == sum(source["rows_rejected"] for source in counted)
    assert rejects["row"].notna().all() and rejects["reason"].notna().all()
    assert manifest["seed"] == manifest["settings"]["seed"]


def test_nothing_personal_leaves(built):
    owners = pd.read_csv(RAW / "batang_umkm.csv", dtype=str, keep_default_na=False)
    phones = {value.replace("-", "").replace(" ", "") for value in owners["no hp"] if len(value) > 8}
    for name in NAMES:
        text = (built / "a" / name).read_bytes().decode("utf-8", errors="replace")
        digits = text.replace("-", "").replace(" ", "")
        assert not any(phone in digits for phone in list(phones)[:300]), name


def test_a_missing_file_is_one_sentence(tmp_path):
    done = run("build", "--boundaries", "tidak_ada.geojson", "--survey", "x.csv", "--out", tmp_path / "o", check=False)
    assert done.returncode == 2
    assert "tidak_ada.geojson" in done.stderr
    assert not (tmp_path / "o").exists()


def test_a_refused_file_is_one_sentence_and_writes_nothing(tmp_path):
    bad = tmp_path / "batas.geojson"
    bad.write_text("bukan peta", encoding="utf-8")
    done = run("build", "--boundaries", bad, "--survey", RAW / "batang_umkm.csv", "--out", tmp_path / "o", check=False)
    assert done.returncode == 2
    assert "batas.geojson" in done.stderr
    assert not (tmp_path / "o").exists()


def test_a_set_up_file_makes_the_scores_and_is_named_in_every_row(built, tmp_path):
    file = tmp_path / "susunan-skor.json"
    setup = ScoringSetup(name="Ragam saja", method="manual", weights=(("diversity", 1.0),))
    file.write_bytes(write_setup(setup))
    run("build", *BATANG, "--setup", file, "--out", tmp_path / "o")
    table, usual = (pd.read_csv(folder / "scores.csv") for folder in (tmp_path / "o", built / "a"))
    assert set(table["scoring_setup"]) == {"Ragam saja"} and set(usual["scoring_setup"]) == {"Bawaan"}
    shown = table.dropna(subset=["score", "diversity"])
    assert len(shown) > 100
    # Diversity scores 0 at 1 and 100 at 8 (criteria.toml).
    expected = (100 * (shown["diversity"] - 1) / 7).clip(0, 100)
    pd.testing.assert_series_equal(shown["score"], expected, check_names=False, rtol=1e-4)
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["setup"]["weights"] == [["diversity", 1.0]]


def test_a_bad_set_up_file_is_one_sentence_and_writes_nothing(tmp_path):
    bad = tmp_path / "susunan.json"
    bad.write_text('{"format": "susunan-skor", "version": 1, "weights": [{"criterion": "lq", "weight": -1}]}')
    done = run("build", *BATANG, "--setup", bad, "--out", tmp_path / "o", check=False)
    assert done.returncode == 2
    assert "susunan.json" in done.stderr and "-1" in done.stderr
    assert not (tmp_path / "o").exists()


def test_answers_of_a_founder_go_into_the_advice_and_the_manifest(built, tmp_path):
    file = tmp_path / "jawaban-koperasi.json"
    answers = AdviceSetup(people=4, line_changes=(("B16", "line", "Emping bermerek"),))
    file.write_bytes(write_advice_setup(answers))
    run("build", *BATANG, "--advice", file, "--out", tmp_path / "o")
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["settings"]["advice"]["line_changes"] == [["B16", "line", "Emping bermerek"]]
    assert manifest["settings"]["advice"]["people"] == 4
    named, usual = (pd.read_csv(folder / "advice.csv") for folder in (tmp_path / "o", built / "a"))
    assert set(named.loc[named["line_id"] == "B16", "line"]) == {"Emping bermerek"}
    assert "Emping bermerek" not in set(usual["line"])


def test_a_bad_answers_file_is_one_sentence_and_writes_nothing(tmp_path):
    bad = tmp_path / "jawaban.json"
    bad.write_text('{"format": "jawaban-koperasi", "version": 1, "people": -1}')
    done = run("build", *BATANG, "--advice", bad, "--out", tmp_path / "o", check=False)
    assert done.returncode == 2
    assert "jawaban.json" in done.stderr and "-1" in done.stderr
    assert not (tmp_path / "o").exists()


def test_half_a_command_says_what_is_missing():
    done = run("build", "--survey", "x.csv", check=False)
    assert done.returncode == 2
    assert "--boundaries" in done.stderr


def test_check_reports_without_building(tmp_path):
    decided = ("--corrections", RAW / "corrections.csv")
    done = run("check", RAW / "batang_umkm.csv", "--boundaries", RAW / "batang_batas.geojson", *decided, "--json")
    answer = json.loads(done.stdout)
    assert answer["outcome"] == "partial"
    assert answer["rows_in"] == answer["rows_used"] + answer["rows_rejected"]
    assert answer["messages"]
    both = run("check", RAW / "batang_umkm.csv", RAW / "batang_batas.geojson", "--json").stdout.splitlines()
    assert [json.loads(line)["rows_in"] for line in both][1] == 248


def test_check_takes_a_shapefile_by_its_shp_or_by_its_parts(tmp_path):
    outlines = gpd.read_file(RAW / "batang_batas.geojson").head(20)
    outlines.to_file(tmp_path / "desa.shp")
    parts = sorted(tmp_path.glob("desa.*"))
    assert len(parts) >= 4
    (whole,) = run("check", *parts, "--json").stdout.splitlines()
    assert json.loads(whole)["rows_used"] == 20
    decided = ("--corrections", RAW / "corrections.csv")
    placed = run("check", RAW / "batang_umkm.csv", "--boundaries", tmp_path / "desa.shp", *decided, "--json")
    assert json.loads(placed.stdout)["rows_used"] > 0
    (tmp_path / "desa.shx").unlink()
    refused = run("check", tmp_path / "desa.shp", "--json", check=False)
    assert refused.returncode == 1
    assert ".shx" in json.loads(refused.stdout)["messages"][0]


def test_a_second_build_of_the_demonstration_rebuilds_nothing(tmp_path):
    run("build", "--out", tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    assert {path.parts[-1] for path in before} >= set(NAMES)
    done = run("build", "--out", tmp_path)
    assert "sudah mutakhir" in done.stderr
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()} == before


def test_crosswalk_is_built_from_two_maps_and_read_by_build(tmp_path):
    """Each village of Batang once more with a made-up BPS code, and a survey that has only those codes."""
    own = gpd.read_file(RAW / "batang_batas.geojson")
    code = next(c for c in own.columns if own[c].astype(str).str.fullmatch(r"\d{2}\.\d{2}\.\d{2}\.\d{4}").all())
    bps = own.sort_values(code, ignore_index=True)
    bps["kode_bps"] = [f"33250{i:05d}" for i in range(len(bps))]
    bps[["kode_bps", "geometry"]].assign(nama=[f"Desa {i}" for i in range(len(bps))]).to_file(tmp_path / "bps.gpkg")
    out = tmp_path / "padanan.csv"
    said = run("crosswalk", tmp_path / "bps.gpkg", RAW / "batang_batas.geojson", "--out", out).stdout
    assert "248 pasti" in said
    rows = pd.DataFrame({"kode bps": bps["kode_bps"], "produk": "tempe"})
    rows.to_csv(tmp_path / "survei.csv", index=False)
    files = ("--boundaries", RAW / "batang_batas.geojson", "--survey", tmp_path / "survei.csv")
    assert "0 dipakai" not in run("build", *files, "--crosswalk", out, "--out", tmp_path / "a").stderr
    manifest = json.loads((tmp_path / "a" / "manifest.json").read_text(encoding="utf-8"))
    assert [source["rows_used"] for source in manifest["inputs"][:2]] == [248, 248]
    assert run("build", *files, "--out", tmp_path / "b", check=False).returncode == 2


def test_an_open_question_says_how_to_answer_it(tmp_path):
    done = run("build", *FILES, "--out", tmp_path / "o", check=False)
    assert done.returncode == 2
    assert '--answer "survei.ganda=buang"' in done.stderr.replace("\n", "")
    assert not (tmp_path / "o").exists()
    run("build", *FILES, "--answer", "survei.ganda=buang", "--out", tmp_path / "o")


def test_context_and_an_earlier_wave_travel_into_the_study(tmp_path):
    (tmp_path / "kk.csv").write_text("kode,jumlah kk,rtup\n33.25.01.2001,500,300\n", encoding="utf-8")
    more = ("--context", tmp_path / "kk.csv", "--earlier", RAW / "batang_umkm.csv")
    run("build", *BATANG, *more, "--out", tmp_path / "o")
    manifest = json.loads((tmp_path / "o" / "manifest.json").read_text())
    roles = [entry["role"] for entry in manifest["inputs"]]
    assert roles == ["boundaries", "survey", "corrections", "earlier", "context"]
    assert manifest["inputs"][-1]["rows_used"] == 1


def test_export_lists_every_format():
    from mapping.present.files.formats import FORMATS

    said = run("export", "--help").stdout
    for form in FORMATS.values():
        assert re.search(rf"^{form.name} +{'wilayah' if form.of == 'region' else 'kelurahan'} ", said, re.MULTILINE)
        assert form.title.split(" (")[0][:12] in said


def export(*arguments, check=True):
    return run("export", *arguments, check=check)


def flat(text):
    return " ".join(text.split())


def test_export_writes_what_the_writers_write_and_skips_it_the_second_time(built, tmp_path):
    from mapping.present.files.edition import Edition
    from mapping.present.files.formats import FORMATS
    from mapping.study import read_study

    said = export("manifest", "tables", "--region", built / "a", "--out", tmp_path, "--zip").stdout
    edition = Edition(read_study(built / "a" / "study"))
    for name in ("manifest", "tables"):
        assert (tmp_path / f"batang-{FORMATS[name].ending}").read_bytes() == FORMATS[name].write(edition, "")
    assert "batang-tabel.zip" in said and "batang-berkas.zip" in said and "0 di antaranya sudah ada" in said
    before = {path: path.stat().st_mtime_ns for path in tmp_path.iterdir() if "tabel" in path.name}
    assert "2 di antaranya sudah ada" in export("manifest", "tables", "--region", built / "a", "--out", tmp_path).stdout
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_export_finds_a_kelurahan_by_code_or_by_a_name_that_only_one_has(built, tmp_path):
    for given in ("33.25.08.2007", "limpung"):
        said = export("profile", "--region", built / "a", "--kelurahan", given, "--out", tmp_path).stdout
        assert "33.25.08.2007-limpung-profil.pdf" in said
    several = export("profile", "--region", built / "a", "--kelurahan", "Kalisari", "--out", tmp_path, check=False)
    assert several.returncode == 2
    assert "33.25.03.2007 (Kec. Blado); 33.25.04.2017 (Kec. Reban)" in flat(several.stderr)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tabels", "--region", "{a}"], 'Format "tabels" tidak ada. Mungkin maksudnya: tables'),
        (["all", "--region", "tidak-ada"], 'Wilayah "tidak-ada" tidak ada'),
        (["profile", "--region", "{a}"], "sebut --kelurahan KODE"),
        (["tables", "--region", "{a}", "--kelurahan", "limpung"], "berkas seluruh wilayah"),
        (["card", "--region", "{a}", "--kelurahan", "Limpugn"], "Mungkin maksudnya: Limpung"),
        (["card", "--region", "{a}", "--kelurahan", "33.25.99.2007"], 'Kelurahan "33.25.99.2007" tidak ada'),
        (["manifest", "--region", "{a}", "--language", "fr"], 'Bahasa "fr" tidak ada. Yang ada: id, en'),
        (["manifest", "--region", "{a}", "--language", "en"], "dengan berkas yang sama dan --language en"),
    ],
)
def test_export_says_what_is_wrong_in_one_sentence(built, tmp_path, arguments, said):
    filled = [part.format(a=built / "a") for part in arguments]
    done = export(*filled, "--out", tmp_path / "o", check=False)
    assert done.returncode == 2
    assert said in flat(done.stderr)
    assert not (tmp_path / "o").exists()


def test_a_study_built_in_english_is_exported_in_english(tmp_path):
    run("build", *BATANG, "--out", tmp_path / "b", "--language", "en")
    assert (tmp_path / "b" / "study-en" / "manifest.json").exists()
    export("tables", "--region", tmp_path / "b", "--language", "en", "--out", tmp_path / "o")
    with zipfile.ZipFile(tmp_path / "o" / "batang-tabel.zip") as packed:
        assert b"synthetic data" in packed.read("scores.csv")
    assert "--language" in flat(export("tables", "--region", tmp_path / "b", check=False).stderr)
