"""The map page without a browser: what each choice shows, what is hidden, what the address says."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from mapping.present.tables import TOO_FEW, score_table

WORDS = ["skor", "dua", "kepastian", "saran", "lini", "panas", "lq", "spend_idr_month"]
KALIRUNGKUT = "35.78.03.1001"


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.info, test.warning)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def address(test) -> dict[str, str]:
    return {word: value[0] if isinstance(value, list) else value for word, value in dict(test.query_params).items()}


@pytest.mark.parametrize("level", ["kelurahan", "kecamatan"])
@pytest.mark.parametrize("word", WORDS)
def test_everything_that_can_be_shown_is_shown_without_an_error(app, word, level):
    test = app("peta", wilayah="batang", sektor="pangan", lihat=word, tingkat=level)
    assert not test.exception
    assert not test.error
    rows = 248 if level == "kelurahan" or word == "panas" else 15
    assert len(test.dataframe[0].value) == rows


@pytest.mark.parametrize("method", ["tetap", "kuantil", "alami", "sama", "simpangan"])
@pytest.mark.parametrize("word", ["skor", "dua", "lini", "workers"])
def test_every_method_cuts_everything_that_has_numbers(app, word, method):
    test = app("peta", wilayah="surabaya", sektor="kerajinan", lihat=word, kelas=method, banyak="7", peta2="lq")
    assert not test.exception
    assert address(test).get("kelas", "tetap") == method


def test_the_usual_view_leaves_nothing_in_the_address(app):
    assert set(address(app("peta", wilayah="surabaya"))) <= {"wilayah", "sektor"}


def test_a_link_restores_every_word(app):
    words = {
        "lihat": "workers", "kelas": "alami", "banyak": "4", "jenis": "desa", "kecamatan": "Limpung",
        "pilih": "33.25.08.2007", "peta2": "skor-kerajinan", "cari": "limpung", "nilai": "1,2",
    }  # fmt: skip
    test = app("peta", wilayah="batang", sektor="pangan", **words)
    assert not test.exception
    assert {word: address(test).get(word) for word in words} == words


def test_nonsense_in_every_word_falls_back(app):
    words = ("lihat", "lini", "kelas", "banyak", "tingkat", "kecamatan", "jenis", "nilai", "pilih", "peta2", "ragu")
    test = app("peta", wilayah="surabaya", **dict.fromkeys(words, "²{{7*7}}<b>"))
    assert not test.exception
    assert not set(address(test)) & set(words)


def test_hidden_cells_are_in_no_table_and_no_file(app, study):
    of = study("batang")
    table = score_table(of)
    hidden = table[(table["sector"] == "food") & (table["note"] == TOO_FEW)]["kelurahan_code"]
    assert len(hidden)
    for word in ("skor", "workers", "lq", "dua"):
        shown = app("peta", wilayah="batang", sektor="pangan", lihat=word).dataframe[0].value
        value = "Skor" if "Skor" in shown else "Nilai"
        assert shown.loc[hidden, value].isna().all()


def test_the_file_says_what_the_map_shows_and_blanks_what_it_hides(study):
    from mapping.present.files.tidy import csv_bytes
    from mapping.ui.cache import make_view
    from mapping.ui.map.classes import classify
    from mapping.ui.map.listing import listed_rows, shown_table
    from mapping.ui.map.subjects import read_subject

    of = study("batang")
    view = make_view("batang", of)
    subject = read_subject(view, "workers", "food", "", "kelurahan", False)
    classes = classify(subject, "tetap", 5, False)
    rows = listed_rows(subject, classes, (subject.rows["kind"] == "desa").to_numpy())
    file = pd.read_csv(io.BytesIO(csv_bytes(shown_table(view, subject, classes, rows))), dtype={"kelurahan_code": str})
    assert len(file) == (of.kelurahan["kind"] == "desa").sum()
    assert (file["data_label"] == "data sintetis").all()
    few = file["note"] == "< 3 usaha"
    assert few.any()
    assert file.loc[few, ["value", "class"]].isna().all(axis=None)
    public = score_table(of).query("sector == 'food'").set_index("kelurahan_code")["workers"]
    known = file.dropna(subset="value").set_index("kelurahan_code")["value"]
    pd.testing.assert_series_equal(known, public[known.index], check_names=False, rtol=1e-5)


def test_the_file_is_written_in_the_language_of_who_asked(study):
    from mapping.ui.cache import make_view
    from mapping.ui.map.classes import classify
    from mapping.ui.map.listing import _shown_bytes
    from mapping.ui.map.subjects import read_subject

    view = make_view("surabaya", study("surabaya"))
    subject = read_subject(view, "skor", "food", "", "kelurahan", False)
    classes = classify(subject, "tetap", 5, False)
    for code, label in (("id", "data sintetis"), ("en", "synthetic data")):
        file = pd.read_csv(io.BytesIO(_shown_bytes(code, view, subject, classes, subject.rows.assign(of=classes.of))))
        assert set(file["data_label"]) == {label}


def test_a_filter_by_class_leaves_only_that_class(app):
    test = app("peta", wilayah="surabaya", sektor="pangan", nilai="4,5")
    assert test.dataframe[0].value["Skor"].gt(60).all()
    assert "saringan menyisakan 5" in texts(test)
    assert not any(frame.value.empty for frame in test.dataframe)


def test_a_search_that_can_mean_only_one_selects_it(app):
    test = app("peta", wilayah="surabaya", sektor="pangan", cari="kalirungkut")
    assert address(test)["pilih"] == KALIRUNGKUT
    assert "Kalirungkut" in texts(test)


def test_a_search_by_code_finds_it(app):
    assert address(app("peta", wilayah="surabaya", cari=KALIRUNGKUT))["pilih"] == KALIRUNGKUT


def test_no_match_is_said_and_the_way_out_offered(app):
    test = app("peta", wilayah="surabaya", cari="tidak ada yang begini")
    assert "Tidak ada yang cocok" in texts(test)
    assert not test.dataframe
    next(button for button in test.button if button.label == "Hapus semua saringan").click().run()
    assert len(test.dataframe[0].value) == 153
    assert "cari" not in address(test)


def test_the_card_tells_what_the_tables_say(app, study):
    test = app("peta", wilayah="surabaya", sektor="pangan", pilih=KALIRUNGKUT)
    scores = study("surabaya").scores.loc[(KALIRUNGKUT, "food")]
    said = texts(test)
    assert f"peringkat {scores['rank']:.0f} dari" in said
    assert f"antara {scores['rank_low']:.0f} dan {scores['rank_high']:.0f}" in said


def test_a_sector_that_was_not_surveyed_is_unknown_on_every_map(app):
    for word in ("skor", "dua", "kepastian", "workers"):
        test = app("peta", wilayah="surabaya", sektor="pertanian", lihat=word)
        assert not test.exception
        assert "tidak diketahui" in texts(test)
        assert len(test.dataframe[0].value) == 153


def test_inside_a_kecamatan_the_crumb_leads_back_to_where_one_came_from(app):
    test = app("peta", wilayah="batang", sektor="pangan", tingkat="kecamatan", kecamatan="Limpung")
    assert (test.dataframe[0].value["Kelurahan"].str.contains("Limpung")).all()
    test.button(key="peta-kembali").click().run()
    assert "kecamatan" not in address(test)
    assert len(test.dataframe[0].value) == 15


def test_changing_the_method_forgets_the_classes_chosen_before(app):
    test = app("peta", wilayah="surabaya", sektor="pangan", nilai="5")
    test.selectbox(key="peta-kelas").set_value("kuantil").run()
    assert "nilai" not in address(test)
    assert len(test.dataframe[0].value) == 153


def test_english_has_every_word_of_the_page(app):
    test = app("peta", wilayah="surabaya", bahasa="en", pilih=KALIRUNGKUT)
    assert not test.exception
