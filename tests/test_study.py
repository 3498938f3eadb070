"""What a study remembers, and when it is built anew."""

from dataclasses import replace

import pandas as pd
import pytest
from geopandas.testing import assert_geodataframe_equal

from mapping.errors import CancelledError, InputError
from mapping.provenance import is_current, study_key
from mapping.settings import Settings, SourceFile, Sources
from mapping.study import TABLES, build_study, read_study, with_decisions, write_study

SETTINGS = Settings()


def sources(boundaries, survey, corrections=None):
    file = SourceFile("corrections.csv", corrections) if corrections else None
    return Sources(SourceFile("a", boundaries), SourceFile("b", survey), file)


def test_the_key_changes_with_everything_a_result_depends_on():
    base = study_key(SETTINGS, sources(b"a", b"b"))
    assert study_key(SETTINGS, sources(b"a", b"b")) == base
    others = [
        study_key(replace(SETTINGS, seed=1), sources(b"a", b"b")),
        study_key(SETTINGS, sources(b"x", b"b")),
        study_key(SETTINGS, sources(b"a", b"x")),
        study_key(SETTINGS, sources(b"a", b"b", b"x")),
        study_key(SETTINGS, sources(b"b", b"a")),
    ]
    assert len({base, *others}) == 6


def test_a_study_read_back_is_the_study_written(demonstration, tmp_path):
    study = demonstration("batang")
    write_study(study, tmp_path / "batang")
    again = read_study(tmp_path / "batang")
    assert again.settings == study.settings
    assert again.manifest == study.manifest
    assert_geodataframe_equal(again.kelurahan, study.kelurahan, check_dtype=False)
    for name in set(TABLES) - {"kelurahan"}:
        pd.testing.assert_frame_equal(getattr(again, name), getattr(study, name), check_dtype=False)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["batang"]


def test_only_the_same_inputs_are_current(demonstration, tmp_path):
    study = demonstration("batang")
    write_study(study, tmp_path / "batang")
    assert not is_current(tmp_path / "batang", study.settings, sources(b"a", b"b"))
    assert not is_current(tmp_path / "nowhere", study.settings, sources(b"a", b"b"))


def test_decisions_are_kept_with_the_study_and_change_none_of_its_figures(demonstration, demonstration_files, tmp_path):
    study, files = demonstration("batang"), demonstration_files("batang")
    code = study.kelurahan.index[0]
    head = "kelurahan_code,decided_on,line,reasons\n"
    rows = f"{code},2026-11-20,Batik,usul pak Slamet\n99.99.99.9999,2026-11-20,Tempe,jauh\n"
    file = SourceFile("decisions.csv", (head + rows).encode())
    kept = with_decisions(study, file)
    assert kept.decisions["kelurahan_code"].tolist() == [code]
    assert kept.decisions["reasons"].tolist() == ["usul pak ***"]
    assert len(kept.rejects) == len(study.rejects) + 1 and len(kept.issues) == len(study.issues) + 1
    assert all(getattr(kept, name) is getattr(study, name) for name in set(TABLES) - {"decisions", "issues", "rejects"})
    write_study(kept, tmp_path / "batang")
    pd.testing.assert_frame_equal(read_study(tmp_path / "batang").decisions, kept.decisions, check_dtype=False)
    assert study_key(study.settings, replace(files, decisions=file)) == study_key(study.settings, files)


def test_stopping_from_the_progress_report_stops_the_study(demonstration_files):
    def stop(share, text):
        if share > 0.5:
            raise CancelledError("Dihentikan.")

    with pytest.raises(CancelledError):
        build_study(Settings(), demonstration_files("batang"), stop)


def test_progress_only_moves_forward_and_ends_at_one(demonstration_files):
    seen = []
    build_study(Settings(draws=5), demonstration_files("batang"), lambda share, text: seen.append((share, text)))
    shares = [share for share, _ in seen]
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    assert all(text for _, text in seen)


def test_a_survey_of_another_region_is_refused_with_both_names(demonstration_files):
    files = demonstration_files("batang")
    foreign = b"nama usaha,produk,kelurahan,kecamatan\nA,tempe,Cibaduyut,Bojongloa\n"
    with pytest.raises(InputError, match=r'"asing.csv".*"batang_batas.geojson"'):
        build_study(Settings(), replace(files, survey=SourceFile("asing.csv", foreign)))


def test_synthetic_data_says_so_whoever_loads_it(demonstration_files):
    """Not only the demonstration build: the label travels with the file."""
    study = build_study(Settings(draws=5), demonstration_files("surabaya"))
    assert study.settings.synthetic
    assert study.settings.boundary_note == "batas perkiraan"
