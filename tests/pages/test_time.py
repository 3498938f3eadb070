"""The page about time in its states: compared, one wave, refused, proven."""

from __future__ import annotations

import json
import shutil

import pandas as pd
import pytest

from mapping.knowledge.formats import say_number

TITLE = "Apa yang berubah, dan apakah skornya terbukti?"


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.header, test.subheader, test.info, test.warning, test.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def test_two_waves_are_compared_in_one_sentence(app, study):
    test = app("waktu", wilayah="surabaya")
    assert not test.exception
    assert [title.value for title in test.title] == [TITLE]
    waves = study("surabaya").waves
    said = f"naik dari {say_number(waves['n_before'].sum())} menjadi {say_number(waves['n_now'].sum())}"
    assert f"Dari Juli 2023 ke Juli 2026, usaha di tempat yang sama {said}" in texts(test)
    assert "Sukomanunggal" in texts(test)


def test_an_unproven_score_is_said_and_not_shown(app):
    test = app("waktu", wilayah="surabaya")
    assert any("tidak terbukti" in warning.value for warning in test.warning)
    assert "Berikutnya apa?" not in [subheader.value for subheader in test.subheader]
    assert "Menebak produk yang dulu tidak ada" in texts(test)


def test_one_wave_says_what_to_load_and_where(app):
    test = app("waktu", wilayah="batang")
    assert not test.exception
    assert "Baru ada satu survei di wilayah ini" in texts(test)
    assert "Survei sebelumnya" in texts(test)
    assert any("Belum ada yang dapat diuji" in info.value for info in test.info)
    assert not test.dataframe


def test_a_sector_that_was_not_covered_is_unknown(app):
    test = app("waktu", wilayah="surabaya", sektor="pertanian")
    assert any("tidak diketahui" in info.value for info in test.info)


@pytest.fixture
def altered(processed, tmp_path, monkeypatch):
    """The demonstration with another outcome of the comparison."""

    def change(tables: dict[str, pd.DataFrame], **account):
        folder = tmp_path / "lain"
        shutil.copytree(processed, folder)
        path = folder / "surabaya" / "study" / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        for part, entries in account.items():
            manifest[part] |= entries
        path.write_text(json.dumps(manifest), encoding="utf-8")
        for name, table in tables.items():
            table.to_parquet(folder / "surabaya" / "study" / f"{name}.parquet")
        monkeypatch.setenv("MAPPING_PROCESSED", str(folder))

    return change


def test_refused_waves_say_why(app, study, altered):
    of = study("surabaya")
    empty = {"waves": of.waves.iloc[:0], "backtest": of.backtest.iloc[:0]}
    altered(empty, waves={"state": "refused", "reason": "Tanggal kedua survei sama."}, backtest={"state": "none"})
    test = app("waktu", wilayah="surabaya")
    assert not test.exception
    assert any("Tanggal kedua survei sama" in warning.value.replace("&#46;", ".") for warning in test.warning)
    assert not test.dataframe


def test_a_proven_score_is_shown_with_what_it_is_proven_for(app, study, altered):
    code = study("surabaya").kelurahan.index[5]
    index = pd.MultiIndex.from_product([[code], ["tempe", "tahu"]], names=["kelurahan_code", "product"])
    shown = pd.DataFrame({"density": [0.6, 0.3], "lq_prob": [0.4, 0.2]}, index=index)
    altered({"relatedness": shown}, backtest={"state": "passed", "reason": "Menang.", "targets": ["grown"]})
    test = app("waktu", wilayah="surabaya", kelurahan=code)
    assert not test.exception
    assert "Berikutnya apa?" in texts(test)
    assert "**tempe**: 60" in texts(test).replace("&#37;", "%")
    assert "produk yang dulu belum khas" in texts(test)
