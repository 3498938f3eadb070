"""The page of joint purchasing and shared facilities: one sentence first, figures that agree, empty states."""

from __future__ import annotations

import html
import re

import pytest

from mapping.advise.together.facilities import OPEN
from mapping.knowledge.formats import say_number, say_rupiah
from mapping.present.together import group_table, purchasing_table, site_table

TITLE = "Siapa bisa belanja dan memakai alat bersama?"
KALIRUNGKUT = "35.78.03.1001"


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.warning, test.error)
    return html.unescape("\n".join(str(element.value) for kind in kinds for element in kind))


@pytest.mark.parametrize("region", ["surabaya", "batang"])
@pytest.mark.parametrize("part", ["belanja", "alat", "wilayah"])
def test_every_part_opens(app, region, part):
    test = app("belanja", wilayah=region, bagian=part)
    assert not test.exception
    assert [title.value for title in test.title] == [TITLE]


def test_the_sentence_has_the_numbers_of_the_table(app, study):
    row = purchasing_table(study("surabaya"), KALIRUNGKUT).iloc[0]
    said = texts(app("belanja", wilayah="surabaya", kelurahan=KALIRUNGKUT))
    first = re.search(r"\*\*(\d+) usaha di (.+?) membeli (.+?), sekitar (.+?) sebulan; hemat", said)
    assert first.groups() == (
        say_number(row["members"]),
        "Kalirungkut",
        row["input"],
        say_rupiah(row["spend_idr_month"]),
    )
    group = group_table(study("surabaya")).query("key == @row.key and group == @row.group").iloc[0]
    assert f"Bersama {int(group['kelurahan']) - 1} tetangga" in said


def test_an_unsurveyed_kelurahan_is_told_as_unknown(app, study):
    of = study("surabaya")
    empty = next(code for code in of.kelurahan.index if code not in set(of.purchasing["kelurahan_code"]))
    test = app("belanja", wilayah="surabaya", kelurahan=empty)
    assert not test.exception
    assert "Belum cukup data." in texts(test) and "belum diketahui" in texts(test)


def test_a_kelurahan_of_small_cells_shows_no_figure(app, study):
    rows = study("batang").purchasing
    largest = rows.groupby("kelurahan_code")["rows"].max()
    code = largest[largest < 3].index[0]
    test = app("belanja", wilayah="batang", kelurahan=code)
    assert not test.exception
    assert "tidak ada bahan yang dibeli 3 usaha atau lebih" in texts(test)


def fields(test):
    return {re.sub(r"-[^-]*$", "", field.key): field for field in test.number_input if field.key.startswith("belanja-")}


def press(test, label):
    next(button for button in test.button if button.label == label).click()
    return test.run()


def test_other_rates_change_the_saving_and_are_marked(app):
    test = app("belanja", wilayah="surabaya", kelurahan=KALIRUNGKUT)
    assert "angka Anda" not in texts(test)
    fields(test)["belanja-pooling.saving_high"].set_value(16.0)
    before = texts(test)
    press(test, "Pakai angka ini")
    assert not test.exception
    said = texts(test)
    assert "angka Anda" in said and said != before
    high = [float(n.replace(",", ".")) for n in re.findall(r"hemat Rp 11,5–([\d,]+) juta", said)]
    assert high == [pytest.approx(36.9)]
    press(test, "Kembalikan angka bawaan")
    assert "angka Anda" not in texts(test)


def test_low_above_high_is_refused_in_words(app):
    test = app("belanja", wilayah="surabaya", kelurahan=KALIRUNGKUT)
    fields(test)["belanja-pooling.saving_low"].set_value(20.0)
    press(test, "Pakai angka ini")
    assert not test.exception
    assert "Tidak dipakai" in texts(test) and "angka Anda" not in texts(test)


def test_a_threshold_that_nobody_passes_empties_the_region(app):
    test = app("belanja", wilayah="surabaya", bagian="wilayah")
    fields(test)["belanja-pooling.least_spend_idr_month"].set_value(1000.0)
    fields(test)["belanja-pooling.least_members"].set_value(500.0)
    press(test, "Pakai angka ini")
    assert not test.exception
    assert "Belum ada kelompok yang cukup" in texts(test)


def test_facilities_say_how_many_the_region_fills(app, study):
    for region in ("surabaya", "batang"):
        sites = site_table(study(region))
        for line_id, rows in sites.groupby("line_id"):
            said = texts(app("belanja", wilayah=region, bagian="alat", alat=line_id))
            stands = (rows["state"] == OPEN).sum()
            assert (f"bisa mengisi {stands} " in said) == bool(stands)
            assert ("Belum ada tempat yang bisa mengisi" in said) == (stands == 0)


def test_nonsense_in_the_address_falls_back(app):
    test = app("belanja", wilayah="batang", bagian="<b>", kelurahan="{{7*7}}", bahan="x", alat="y")
    assert not test.exception
    assert test.session_state["bagian"] == "belanja"
