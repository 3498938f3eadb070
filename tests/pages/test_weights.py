"""The page that asks "with other weights?": it shows what the scoring says, and refuses in words."""

from __future__ import annotations

import dataclasses
import html
import json
import re

import numpy as np
import pandas as pd
import pytest

from mapping.knowledge.catalog import read_criteria
from mapping.present.hidden import hidden_cells
from mapping.present.tables import TOO_FEW, score_table
from mapping.score.composite import score_sectors
from mapping.score.weigh.ahp import ahp_weights
from mapping.score.weigh.kpju import kpju_setup
from mapping.score.weigh.setup import read_setup, write_setup
from mapping.settings import ScoringSetup
from mapping.ui.scoring import setup_id, under_setup

LABELS = {name: criterion["label"] for name, criterion in read_criteria()["criteria"].items()}
USUAL = ["lq", "spend_idr_month", "producers", "workers", "density_1000", "diversity"]


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.warning, test.success)
    return html.unescape("\n".join(str(element.value) for kind in kinds for element in kind))


def errors(test) -> str:
    assert not test.exception
    return html.unescape(" ".join(str(error.value) for error in test.error))


def slide(test, **points: int):
    for name, value in points.items():
        test.slider(key=f"susun-bobot-{name}").set_value(value).run()
    return test


def start_with(test, way: str):
    return test.selectbox(key="susun-cara").set_value(way).run()


def listed(test) -> pd.DataFrame:
    """The list beside the map."""
    return next(frame.value for frame in test.dataframe if "Pindah" in frame.value)


def press(test, label: str):
    return next(button for button in test.button if label in button.label).click().run()


def give(test, key: str, name: str, content: bytes):
    return test.file_uploader(key=key).set_value((name, content, "application/octet-stream")).run()


def ranks_of(study, setup: ScoringSetup, sector: str = "food") -> pd.Series:
    """Ranks that may be shown, worked out beside the page."""
    scores, _ = score_sectors(study.indicators, setup)
    return scores["rank"].xs(sector, level="sector")[~hidden(study, sector)].dropna()


def hidden(study, sector: str) -> pd.Series:
    return hidden_cells(study)[sector]


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_the_page_opens_with_the_usual_set_up(app, region):
    test = app("bobot", wilayah=region)
    assert errors(test) == ""
    assert "Sama dengan bawaan" in texts(test)
    assert [slider.label for slider in test.slider] == [
        f"{LABELS[name]} · **{weight}%**" for name, weight in zip(USUAL, [25, 25, 20, 15, 10, 5], strict=True)
    ]
    assert set(listed(test)["Pindah"]) <= {"=", ""}


def test_a_moved_weight_changes_the_ranks_to_those_of_the_scoring(app, study):
    test = slide(app("bobot", wilayah="surabaya"), lq=80)
    setup = ScoringSetup(weights=tuple(zip(USUAL, [80, 25, 20, 15, 10, 5], strict=True)))
    shown = listed(test)
    expected = ranks_of(study("surabaya"), setup)
    pd.testing.assert_series_equal(shown["#"].dropna().sort_index(), expected.sort_index(), check_names=False)
    before = ranks_of(study("surabaya"), ScoringSetup())
    pd.testing.assert_series_equal(shown["Dulu"].dropna().sort_index(), before.sort_index(), check_names=False)
    assert (expected != before).any()


def test_the_sentence_counts_who_stays_on_top(app, study):
    test = slide(app("bobot", wilayah="surabaya"), diversity=100, lq=0, workers=0)
    shown = listed(test)
    stay = int(((shown["#"] <= 10) & (shown["Dulu"] <= 10)).sum())
    assert 0 < stay < 10
    assert f"{stay} dari 10 teratas tetap" in texts(test)


def test_arrows_say_where_from_and_fill_only_where_the_ranges_part(app, study):
    test = slide(app("bobot", wilayah="surabaya"), diversity=100, lq=0, workers=0, spend_idr_month=0)
    shown = listed(test).dropna(subset=["#", "Dulu"])
    move = (shown["Dulu"] - shown["#"]).astype(int)
    for arrow, ranks in zip(shown["Pindah"], move, strict=True):
        assert (
            arrow == "=" if ranks == 0 else arrow[0] in ("▲△" if ranks > 0 else "▼▽") and arrow[2:] == str(abs(ranks))
        )
    own = study("surabaya")
    old = own.scores.xs("food", level="sector").loc[shown.index]
    low, high = (shown["Rentang"].str.split("–").str[end].astype(float) for end in (0, 1))
    apart = (low > old["rank_high"]) | (high < old["rank_low"])
    assert apart.any()
    assert (shown["Pindah"].str[0].isin(["▲", "▼"]) == (apart & (move != 0))).all()


@pytest.mark.parametrize("region", ["surabaya", "batang"])
@pytest.mark.parametrize("way", ["kpju_kecamatan", "kpju_kota"])
def test_small_and_unknown_cells_never_get_a_number(app, study, region, way):
    test = start_with(app("bobot", wilayah=region), way)
    shown, own = listed(test), study(region)
    blank = hidden(own, "food").reindex(shown.index)
    unknown = own.indicators["n"].xs("food", level="sector").reindex(shown.index).isna()
    assert blank.any() and unknown.any()
    assert shown.loc[blank | unknown, ["#", "Skor", "Dulu"]].isna().all(axis=None)
    assert set(shown.loc[blank, "Rentang"]) == {"disembunyikan"}
    assert set(shown.loc[blank | unknown, "Pindah"]) == {""}


def test_the_public_table_under_any_set_up_blanks_the_same_cells(app, study):
    own = study("surabaya")
    for setup in (kpju_setup("kpju_kota"), ScoringSetup(scaling="ranks"), ScoringSetup(weights=(("diversity", 1),))):
        scores, _ = score_sectors(own.indicators, setup)
        table = score_table(
            dataclasses.replace(own, scores=scores, settings=dataclasses.replace(own.settings, setup=setup))
        )
        assert table.loc[table["note"] == TOO_FEW, ["score", "rank", "known_weight"]].isna().all(axis=None)


def test_all_weights_zero_is_one_sentence_and_changes_nothing(app):
    test = slide(app("bobot", wilayah="surabaya"), lq=70)
    before = listed(test)
    test = slide(test, **dict.fromkeys(USUAL, 0))
    assert "Semua bobot nol" in errors(test)
    last = slide(app("bobot", wilayah="surabaya"), lq=0, spend_idr_month=0, producers=0, workers=0, density_1000=0)
    pd.testing.assert_frame_equal(listed(test), listed(last))
    assert not before.equals(listed(test))
    assert errors(slide(test, lq=70)) == ""


def test_a_criterion_can_be_added_and_weighed(app, study):
    test = app("bobot", wilayah="surabaya")
    test.selectbox(key="susun-tambah").set_value("digital_share").run()
    assert errors(test) == ""
    test = slide(test, digital_share=50)
    weights = (*zip(USUAL, [25, 25, 20, 15, 10, 5], strict=True), ("digital_share", 50))
    expected = ranks_of(study("surabaya"), ScoringSetup(weights=weights))
    pd.testing.assert_series_equal(listed(test)["#"].dropna().sort_index(), expected.sort_index(), check_names=False)


def test_kpju_draws_the_line_between_measured_and_rated(app):
    test = start_with(app("bobot", wilayah="surabaya"), "kpju_kota")
    said = texts(test)
    assert "Terukur dari survei (6 dari 11)" in said and "Harus dinilai panel (5 dari 11)" in said
    assert "Manajemen usaha" in said and "tidak dicampur ke skor" in said
    assert start_with(test, "kpju_kecamatan").file_uploader
    assert "Harus dinilai panel" not in texts(test)


def test_the_panels_score_is_a_column_of_its_own(app, study):
    test = start_with(app("bobot", wilayah="surabaya"), "kpju_kota")
    before = listed(test)
    codes = study("surabaya").kelurahan.index[:2]
    head = "kelurahan_code,sarana_produksi,teknologi,sosial_budaya,manajemen,harga"
    sheet = f"{head}\n{codes[0]},5,5,5,5,5\n{codes[1]},9,1,1,1,1\n".encode()
    test = give(test, "berkas-panel", "nilai.csv", sheet)
    after = listed(test)
    assert after["Panel"].dropna().to_dict() == {codes[0]: 100.0}
    pd.testing.assert_frame_equal(after.drop(columns="Panel"), before)
    assert "1 baris ditolak" in texts(test) and "Baris 3" in texts(test)
    assert "Panel" not in listed(slide(test, workers=90)), "weights by hand are no preset: there is nothing to rate"


def test_a_bad_rating_sheet_changes_nothing(app):
    test = start_with(app("bobot", wilayah="surabaya"), "kpju_kota")
    before = listed(test)
    test = give(test, "berkas-panel", "nilai.csv", b"a,b\n1,2\n")
    assert "nilai.csv" in errors(test)
    pd.testing.assert_frame_equal(listed(test), before)


def answer(test, **steps: int):
    for pair, step in steps.items():
        test.select_slider(key=f"susun-ahp-{pair.replace('__', '-')}").set_value(step).run()
    return test


def three_criteria(test):
    return test.multiselect(key="susun-ahp").set_value(["lq", "producers", "workers"]).run()


def test_consistent_answers_give_the_weights_of_the_hierarchy_process(app, study):
    test = three_criteria(start_with(app("bobot", wilayah="surabaya"), "ahp"))
    test = answer(test, lq__producers=-3, lq__workers=-5, producers__workers=-2)
    assert "jawaban sejalan" in texts(test)
    press(test, "Pakai bobot ini")
    assert errors(test) == ""
    weights = ahp_weights([("lq", "producers", 3), ("lq", "workers", 5), ("producers", "workers", 2)], LABELS)
    expected = ranks_of(study("surabaya"), ScoringSetup(weights=tuple(weights.items())))
    pd.testing.assert_series_equal(listed(test)["#"].dropna().sort_index(), expected.sort_index(), check_names=False)


def test_contradictory_answers_are_refused_and_the_pair_is_named(app):
    test = three_criteria(start_with(app("bobot", wilayah="surabaya"), "ahp"))
    before = listed(test)
    test = answer(test, lq__producers=-9, producers__workers=-9, lq__workers=9)
    assert "saling bertentangan" in texts(test)
    press(test, "Pakai bobot ini")
    named = re.findall(r'"([^"]+)" dibanding "([^"]+)"', errors(test))
    assert named and set(named[0]) <= {LABELS[name] for name in ("lq", "producers", "workers")}
    pd.testing.assert_frame_equal(listed(test), before)
    assert "setup_draft" not in test.session_state, "refused answers are not even in hand"


@pytest.mark.parametrize("way", ["entropy", "critic", "component"])
def test_weights_from_the_data_come_with_a_warning(app, way):
    test = start_with(app("bobot", wilayah="surabaya"), "data")
    test.button_group(key="susun-dari-data").set_value(way).run()
    assert errors(test) == ""
    assert "sebaran, bukan kepentingan" in texts(test)
    assert "teratas tetap" in texts(test)


def test_weights_from_a_sector_without_data_are_refused(app):
    test = start_with(app("bobot", wilayah="surabaya", sektor="pertanian"), "data")
    test.button_group(key="susun-dari-data").set_value("critic").run()
    assert "tidak punya satu pun data" in errors(test)
    assert "setup_in_force" not in test.session_state


def test_scaling_and_aggregation_say_what_they_do(app):
    test = app("bobot", wilayah="surabaya")
    test.button_group(key="susun-scaling").set_value("minmax").run()
    assert "Urutan bisa berubah" in texts(test)
    test.button_group(key="susun-aggregation").set_value("geometric").run()
    assert "sedikit menutupi" in texts(test)
    assert errors(test) == ""


def test_equal_goalposts_are_refused_and_others_change_the_ranks(app):
    test = app("bobot", wilayah="surabaya")
    before = listed(test)
    test.number_input(key="susun-high-workers").set_value(20.0).run()
    assert errors(test) == "" and not listed(test).equals(before)
    changed = listed(test)
    test.number_input(key="susun-high-workers").set_value(0.0).run()
    assert "Batas" in errors(test)
    pd.testing.assert_frame_equal(listed(test), changed)


def test_a_set_up_file_comes_back_the_same(app, study):
    first = slide(app("bobot", wilayah="surabaya"), lq=70, workers=40)
    content = write_setup(first.session_state["setup_in_force"])
    second = app("bobot", wilayah="surabaya")
    assert not listed(second).equals(listed(first))
    give(second, "berkas-susunan", "susunan-skor.json", content)
    assert errors(second) == ""
    pd.testing.assert_frame_equal(listed(second), listed(first))
    assert second.slider(key="susun-bobot-lq").value == 70
    assert read_setup(content, "a.json").weights[0] == ("lq", 70.0)


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"\xff\xfe", json.dumps({"format": "susunan-skor", "version": 1, "weights": 3}).encode()]
)
def test_a_bad_set_up_file_changes_nothing(app, content):
    test = slide(app("bobot", wilayah="surabaya"), lq=70)
    before = listed(test)
    give(test, "berkas-susunan", "rusak.json", content)
    assert "rusak.json" in errors(test)
    pd.testing.assert_frame_equal(listed(test), before)
    assert test.session_state["setup_in_force"].weights[0] == ("lq", 70.0)


def test_the_set_up_goes_along_to_map_and_profile(app, study):
    test = slide(app("bobot", wilayah="surabaya"), diversity=100, lq=0)
    test.text_input(key="susun-nama").set_value("Usulan *Bappeda*").run()
    setup = test.session_state["setup_in_force"]
    assert setup.name == "Usulan *Bappeda*"
    test.switch_page(str(pages("peta"))).run()
    expected = ranks_of(study("surabaya"), setup)
    shown = test.dataframe[0].value["Peringkat"].dropna().sort_index()
    pd.testing.assert_series_equal(shown, expected.sort_index(), check_names=False)
    assert any("Usulan &#42;Bappeda&#42;" in link.label for link in links(test))
    test.switch_page(str(pages("profil"))).run()
    assert not test.exception
    code = test.session_state["kelurahan"]
    score = score_sectors(study("surabaya").indicators, setup)[0].loc[(code, "food"), "score"]
    assert {metric.label: metric.value for metric in test.metric}["Pangan"] == f"{score:.0f}"
    test.switch_page(str(pages("bobot"))).run()
    press(test, "Kembali ke bawaan")
    test.switch_page(str(pages("peta"))).run()
    assert not any("Susunan skor" in link.label for link in links(test))


@pytest.mark.parametrize("screen", ["peta", "profil", "bobot"])
def test_a_set_up_that_cannot_score_this_region_is_said_and_the_usual_one_shown(app, study, screen):
    test = app(wilayah="surabaya")
    impossible = ScoringSetup(name="Mustahil", weights=(("lq", 1),), goalposts=(("lq", 2, 2),))
    test.session_state["setup_in_force"] = impossible
    test.switch_page(str(pages(screen))).run()
    assert not test.exception
    said = texts(test) + html.unescape(" ".join(str(error.value) for error in test.error))
    assert "dua angka yang berbeda" in said
    usual = ranks_of(study("surabaya"), ScoringSetup()).sort_index()
    for frame in test.dataframe[:1] if screen != "profil" else ():
        shown = frame.value["Peringkat" if screen == "peta" else "#"].dropna().sort_index()
        pd.testing.assert_series_equal(shown, usual, check_names=False)


def pages(name: str):
    from mapping.ui.links import PAGES

    return PAGES / f"{name}.py"


def links(test) -> list:
    return [element.proto for element in test.get("page_link")]


def test_the_table_to_take_along_names_its_set_up(processed, app, study):
    from mapping.ui.cache import make_view

    view = make_view("surabaya", study("surabaya"))
    setup = dataclasses.replace(kpju_setup("kpju_kota"), name="Uji")
    assert set(_outside(under_setup, view, setup).table["scoring_setup"]) == {"Uji"}
    assert set(view.table["scoring_setup"]) == {"Bawaan"}


def _outside(work, *arguments):
    """Call what keeps things in a session where there is none."""
    import streamlit as st

    st.session_state.clear()
    return work(*arguments)


def test_an_own_upload_never_enters_the_shared_cache(app, study, monkeypatch):
    from mapping.ui import scoring
    from mapping.ui.cache import OWN, make_view

    def refuse(*arguments):
        raise AssertionError("an upload went into a cache that all sessions share")

    test = app(wilayah="surabaya")
    test.session_state["own_view"] = make_view(OWN, study("surabaya"))
    for shared in ("_public_draws", "_public_result"):
        monkeypatch.setattr(scoring, shared, refuse)
    test.run()
    test.selectbox(key="wilayah").set_value(OWN).run()
    test.switch_page(str(pages("bobot"))).run()
    slide(test, lq=80)
    assert errors(test) == ""
    assert "teratas tetap" in texts(test)


def test_how_a_set_up_is_called_and_summed_is_no_part_of_what_it_says():
    weights = tuple(zip(USUAL, [25, 25, 20, 15, 10, 5], strict=True))
    doubled = tuple((name, 2 * value) for name, value in weights)
    assert setup_id(ScoringSetup(name="x", weights=doubled)) == setup_id(ScoringSetup())
    assert setup_id(ScoringSetup(weights=weights[:-1])) != setup_id(ScoringSetup())
    assert np.unique([setup_id(ScoringSetup(aggregation=way)) for way in ("arithmetic", "geometric")]).size == 2
