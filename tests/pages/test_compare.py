"""The pages that compare: kelurahan side by side, and scenarios."""

from __future__ import annotations

import html
import json

import pytest

from mapping.present.scenarios import Scenario, read_scenarios, write_scenarios
from mapping.settings import AdviceSetup, ScoringSetup

GUNDIH, BANYU_URIP, PEGIRIAN = "35.78.13.1003", "35.78.06.1003", "35.78.16.1002"
SLIDER = "susun-bobot-diversity"


def texts(test) -> str:
    assert not test.exception
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.warning, test.error)
    return html.unescape("\n".join(str(element.value) for kind in kinds for element in kind))


def asked(test, key: str) -> str:
    value = test.query_params.get(key, "")
    return value[0] if isinstance(value, list) else value


def press(test, label: str):
    return next(button for button in test.button if button.label == label).click().run()


def save_as(test, name: str):
    test.text_input(key="skenario-nama").set_value(name).run()
    return press(test, "Simpan")


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_the_comparison_opens_with_two(app, region):
    test = app("bandingkan", wilayah=region)
    said = texts(test)
    assert len(asked(test, "kode").split(",")) == 2
    assert "Mulai" in said and "Skor dan rentang peringkatnya" in said


def test_the_address_says_who_is_compared_and_in_which_order(app):
    test = app("bandingkan", wilayah="surabaya", kode=f"{PEGIRIAN},{GUNDIH}", sektor="pangan")
    said = texts(test)
    assert "Gundih jelas lebih tinggi daripada Pegirian." in said
    assert "Untuk pangan, Gundih jelas paling tinggi" in said
    assert asked(test, "kode") == f"{PEGIRIAN},{GUNDIH}"
    assert [heading.value for heading in test.subheader][:2] == ["Pegirian", "Gundih"]


def test_another_choice_changes_address_and_answer(app):
    test = app("bandingkan", wilayah="surabaya", kode=f"{PEGIRIAN},{GUNDIH}")
    test.multiselect(key="kode-dibandingkan").set_value([GUNDIH, BANYU_URIP]).run()
    assert "Gundih dan Banyu Urip tidak jelas berbeda." in texts(test)
    assert asked(test, "kode") == f"{GUNDIH},{BANYU_URIP}"


def test_one_alone_is_asked_for_a_second(app):
    test = app("bandingkan", wilayah="surabaya", kode=f"{PEGIRIAN},{GUNDIH}")
    test.multiselect(key="kode-dibandingkan").set_value([GUNDIH]).run()
    assert "paling sedikit dua" in texts(test)


@pytest.mark.parametrize("code", ["x", "35.78.99.9999", f"{GUNDIH},<b>x</b>", ",,,"])
def test_nonsense_in_the_address_is_said_and_left_out(app, code):
    test = app("bandingkan", wilayah="surabaya", kode=code)
    texts(test)
    assert len(asked(test, "kode").split(",")) == 2


def test_five_in_the_address_become_four(app):
    codes = [GUNDIH, BANYU_URIP, PEGIRIAN, "35.78.01.1001", "35.78.17.1002"]
    test = app("bandingkan", wilayah="surabaya", kode=",".join(codes))
    assert asked(test, "kode") == ",".join(codes[:4])
    texts(test)


def test_cells_of_few_businesses_have_no_figure(app, study):
    own = study("surabaya")
    n = own.indicators["n"].xs("crafts", level="sector")
    hidden = str(n[(n > 0) & (n < 3)].index[0])
    test = app("bandingkan", wilayah="surabaya", kode=f"{hidden},{GUNDIH}", sektor="kerajinan")
    name = own.kelurahan.at[hidden, "name"]
    measures = next(frame.value for frame in test.dataframe if "Ukuran" in frame.value)
    assert measures[name].str.contains("kurang dari 3 usaha").all()
    assert "Hanya Gundih" in texts(test)


def test_a_scenario_with_itself_changes_nothing(app):
    said = texts(app("skenario", wilayah="surabaya"))
    assert "Peringkat pangan tidak berubah." in said and "lini pertama tidak berubah" in said


def test_a_moved_weight_and_more_money_are_seen_at_once_and_saved(app):
    test = app("skenario", wilayah="surabaya")
    test.slider(key=SLIDER).set_value(80).run()
    assert "dari 10 teratas tetap" in texts(test) and "lini pertama tidak berubah" in texts(test)
    test.select_slider(key="skenario-modal").set_value(50e6).run()
    moved = texts(test)
    assert "lini pertama lain" in moved
    save_as(test, "Ragam dan modal")
    kept = test.session_state["scenarios"]["Ragam dan modal"]
    assert kept.answers.own_capital_idr == 50e6 and dict(kept.scoring.weights)["diversity"] == 80
    test.selectbox(key="dengan").set_value("Ragam dan modal").run()
    assert asked(test, "dengan") == "Ragam dan modal"
    assert "Peringkat pangan tidak berubah." in texts(test), "the present choices are the saved ones"
    assert read_scenarios(write_scenarios([kept]), "s.json") == [kept]


def test_a_price_change_is_told_apart_from_the_figures_it_moves(app):
    test = app("skenario", wilayah="surabaya")
    test.select_slider(key="skenario-harga").set_value(0.2).run()
    up = texts(test)
    test.select_slider(key="skenario-harga").set_value(-0.2).run()
    down = texts(test)
    assert "lini pertama" in up and up != down
    test.select_slider(key="skenario-harga").set_value(0.0).run()
    assert "lini pertama tidak berubah" in texts(test)
    assert test.session_state["advice_setup"].line_changes == (), "back is back to the rupiah"


def test_what_was_saved_comes_back_whole(app):
    test = app("skenario", wilayah="batang")
    test.select_slider(key="skenario-harga").set_value(0.1).run()
    save_as(test, "Mahal")
    test.select_slider(key="skenario-harga").set_value(-0.1).run()
    press(test, "Pakai")
    assert test.select_slider(key="skenario-harga").value == 0.1
    test.selectbox(key="dengan").set_value("Mahal").run()
    assert "lini pertama tidak berubah" in texts(test)


def test_rename_and_delete(app):
    test = save_as(app("skenario", wilayah="batang"), "Satu")
    save_as(test, "Dua")
    test.text_input(key="nama-Satu").set_value("Dua").run()
    test.button(key="ganti-Satu").click().run()
    assert "Sudah ada skenario dengan nama itu." in texts(test)
    test.text_input(key="nama-Satu").set_value("Tiga").run()
    test.button(key="ganti-Satu").click().run()
    assert list(test.session_state["scenarios"]) == ["Tiga", "Dua"]
    test.button(key="hapus-Tiga").click().run()
    assert list(test.session_state["scenarios"]) == ["Dua"]
    texts(test)


@pytest.mark.parametrize("name", ["", "   ", "Bawaan", "sekarang"])
def test_names_that_are_none_are_refused(app, name):
    test = save_as(app("skenario", wilayah="batang"), name)
    assert not test.session_state["scenarios"]
    assert "Beri nama" in texts(test)


def test_a_file_is_loaded_and_a_bad_one_changes_nothing(app):
    given = [
        Scenario("Hemat", answers=AdviceSetup(own_capital_idr=25e6)),
        Scenario("Urutan", ScoringSetup(scaling="ranks")),
    ]
    test = app("skenario", wilayah="surabaya")
    test.file_uploader(key="skenario-berkas").set_value(("s.json", write_scenarios(given), "application/json")).run()
    assert list(test.session_state["scenarios"].values()) == given
    bad = json.dumps({"format": "skenario", "version": 1, "scenarios": [{"name": "x", "harga": 1}]}).encode()
    test.file_uploader(key="skenario-berkas").set_value(("buruk.json", bad, "application/json")).run()
    assert 'Berkas "buruk.json"' in texts(test) and "tidak dikenal" in texts(test)
    assert list(test.session_state["scenarios"].values()) == given


def test_a_link_carries_the_scenario(app):
    test = app("skenario", wilayah="surabaya")
    test.slider(key=SLIDER).set_value(80).run()
    test.select_slider(key="skenario-modal").set_value(50e6).run()
    save_as(test, "Ragam")
    test.selectbox(key="skenario").set_value("Ragam").run()
    address = {key: asked(test, key) for key in ("skenario", "isi", "wilayah", "sektor")}
    assert address["skenario"] == "Ragam" and address["isi"]
    fresh = app("skenario", **address)
    assert fresh.session_state["scenarios"]["Ragam"].answers.own_capital_idr == 50e6
    sentence = next(line for line in texts(test).split("\n") if "teratas tetap" in line)
    assert sentence in texts(fresh)


@pytest.mark.parametrize("code", ["x", "eJw", "%%%", "A" * 3000])
def test_a_broken_link_is_said(app, code):
    test = app("skenario", wilayah="batang", skenario="Entah", isi=code)
    said = texts(test)
    assert "pada tautan tidak bisa dibaca" in said and "Entah" in said
    assert not test.session_state["scenarios"]
