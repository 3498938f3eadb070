"""The page of lines: it finds and shows them, takes the user's figures only when they can be used, and marks them."""

from __future__ import annotations

import html
import json

import pytest

from mapping.advise.setup import write_advice_setup
from mapping.knowledge.assumptions import read_assumptions
from mapping.knowledge.catalog import read_lines
from mapping.settings import AdviceSetup
from mapping.ui.advising import ANSWERS
from mapping.ui.lines.listing import narrow_lines
from mapping.ui.lines.sheet import say_span

LINES = read_lines()


def texts(test) -> str:
    assert not test.exception
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.warning, test.error, test.toast)
    return html.unescape("\n".join(str(element.value) for kind in kinds for element in kind))


def listed(test) -> list[str]:
    return next(frame.value for frame in test.dataframe if "Kode" in frame.value)["Kode"].tolist()


def fill(test, **fields: float):
    """Type in number fields and press the button of their form."""
    for name, value in fields.items():
        test.number_input(key=f"lini-B13-{name}").set_value(value)
    return press(test, "Pakai angka ini")


def press(test, label: str):
    return next(button for button in test.button if label in button.label).click().run()


def give(test, key: str, name: str, content: bytes):
    return test.file_uploader(key=key).set_value((name, content, "application/octet-stream")).run()


def answers(test) -> AdviceSetup:
    return test.session_state[ANSWERS] if ANSWERS in test.session_state else AdviceSetup()


@pytest.fixture
def page(app):
    return lambda **query: app("lini", **{"wilayah": "batang", "lini": "B13"} | query)


def test_all_forty_lines_are_listed(page):
    assert listed(page()) == list(LINES.index)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"search": "emping"}, {"B16"}),
        ({"search": "b31"}, {"B31"}),
        ({"search": "pembatik seragam"}, {"B31"}),
        ({"gerai": "c"}, {"B08"}),
        ({"gerai": "f"}, {"B09", "B10", "B23", "B24", "B25"}),
        ({"group": "kesehatan"}, {"B07", "B08"}),
        ({"stage": "hulu", "capital": "50jt"}, {"B27"}),
        ({"search": "tidak ada yang begini"}, set()),
        ({}, set(LINES.index)),
    ],
)
def test_search_and_filters_narrow(asked, found):
    assert set(narrow_lines(LINES, **asked).index) == found


@pytest.mark.parametrize("line_id", LINES.index)
def test_the_sheet_shows_the_lines_own_words_and_sources(page, line_id):
    test = page(lini=line_id)
    said, line = texts(test), LINES.loc[line_id]
    assert line["line"] in said
    for permit in line["permits"].split("; "):
        assert permit in said
    assert "cocokkan dengan akta" in said
    assert "nan" not in said.lower().split()
    assert f"| Pekerja koperasi | {say_span(line['staff_low'], line['staff_high'], 'orang')} |" in said
    assert (
        f"| Modal awal (alat, tempat, izin) | {say_span(line['capex_low_idr'], line['capex_high_idr'], 'Rp')} |" in said
    )
    assert line["capex_source"] in said


def test_an_unknown_line_in_a_link_is_not_shown(page):
    assert "B01 ·" in texts(page(lini="<b>X</b>"))


def test_own_figures_count_are_marked_and_can_be_taken_back(page):
    test = fill(page(), capex_low_idr=20_000_000.0, staff_high=5.0)
    assert answers(test).line_changes == (("B13", "capex_low_idr", "20000000"), ("B13", "staff_high", "5"))
    said = texts(test)
    assert "**Rp 20–80 juta** (kami: Rp 15–80 juta) | angka Anda" in said
    assert "B13 dipakai di semua halaman" in said
    test = press(test, "Kembalikan angka bawaan")
    assert answers(test).line_changes == ()
    assert "kami:" not in texts(test)
    assert test.number_input(key="lini-B13-capex_low_idr").value == 15_000_000


def test_a_figure_that_cannot_be_is_refused_and_nothing_changes(page):
    test = fill(page(), capex_low_idr=90_000_000.0)
    said = texts(test)
    assert "Tidak dipakai" in said and "90.000.000 lebih besar daripada 80.000.000" in said
    assert answers(test).line_changes == ()
    test = fill(test, capex_low_idr=60_000_000.0, capex_high_idr=120_000_000.0)
    assert len(answers(test).line_changes) == 2


def test_an_own_line_starts_as_a_copy_is_shown_and_can_go_again(page):
    test = page()
    test.text_input(key="lini-baru-nama").set_value("Sentra wingko")
    test.selectbox(key="lini-baru-mirip").set_value("B13")
    test.multiselect(key="lini-baru-produk").set_value(["kue basah"])
    test = press(test, "Tambahkan")
    assert {row[0] for row in answers(test).line_changes} == {"U1"}
    said = texts(test)
    assert "U1 · Sentra wingko" in said and "disalin dari B13" in said
    assert listed(test)[-1] == "U1"
    test = press(test, "Hapus lini ini")
    assert answers(test).line_changes == () and "U1" not in listed(test)


def test_an_own_line_needs_a_name_and_a_likeness(page):
    test = press(page(), "Tambahkan")
    assert "Isi nama lini" in texts(test) and answers(test).line_changes == ()


def test_a_table_of_lines_is_taken_over_or_refused(page):
    test = give(page(), "tabel-lini", "lini.csv", b"line_id;staff_low\nB13;2\n")
    assert answers(test).line_changes == (("B13", "staff_low", "2"),)
    test = give(test, "tabel-lini", "lini.csv", b"line_id;staff_low\nB13;dua\n")
    assert '"dua" bukan angka' in texts(test)
    assert answers(test).line_changes == (("B13", "staff_low", "2"),)


def test_every_assumption_can_be_changed_within_its_range(page):
    test = page()
    for key, entry in read_assumptions().items():
        field = test.number_input(key=f"lini-anggapan-{key}")
        factor = 100 if entry["unit"] == "bagian" else 1
        assert field.value == pytest.approx(entry["value"] * factor)
        assert (field.min, field.max) == pytest.approx((entry["least"] * factor, entry["most"] * factor))
    test.number_input(key="lini-anggapan-loan.rate_year").set_value(3.0)
    test = press(test, "Pakai anggapan ini")
    assert answers(test).assumptions == (("loan.rate_year", 0.03),)
    assert "angka Anda · bawaan 6% (sumber S82, 21 Juli 2025)" in texts(test)
    test = press(test, "Kembalikan anggapan bawaan")
    assert answers(test).assumptions == ()


def test_assumptions_that_contradict_are_refused(page):
    test = page()
    test.number_input(key="lini-anggapan-members.join_low").set_value(90.0)
    test = press(test, "Pakai anggapan ini")
    assert "paling banyak sama dengan" in texts(test) and answers(test).assumptions == ()


def test_the_whole_set_up_goes_out_and_comes_in(page):
    setup = AdviceSetup(people=4, assumptions=(("loan.months", 60.0),), line_changes=(("B13", "staff_low", "2"),))
    test = give(page(), "berkas-jawaban", "jawaban.json", write_advice_setup(setup))
    assert answers(test) == setup
    assert "1 angka lini, 1 anggapan" in texts(test)
    assert test.number_input(key="lini-B13-staff_low").value == 2
    test = press(test, "Kembali ke bawaan semuanya")
    assert answers(test) == AdviceSetup()


def test_a_bad_set_up_file_changes_nothing(page):
    content = json.dumps({"format": "jawaban-koperasi", "version": 1, "people": -3}).encode()
    test = give(page(), "berkas-jawaban", "jawaban.json", content)
    assert 'Berkas "jawaban.json", kunci "people": -3' in texts(test)
    assert answers(test) == AdviceSetup()


def test_text_of_an_own_line_is_never_an_instruction(page):
    test = page()
    test.text_input(key="lini-baru-nama").set_value("<img src=x> ![a](http://b.id/c.png) **tebal**")
    test.selectbox(key="lini-baru-mirip").set_value("B13")
    test = press(test, "Tambahkan")
    shown = [str(element.value) for element in test.subheader]
    assert any("&lt;img" in text or "&#60;img" in text for text in shown)
    assert not any("<img" in text or "](" in text for text in shown)
