"""The page of needs: an empty desk that says what it is for, the form, the queue, one need opened, by role."""

from __future__ import annotations

import html
import re

import pytest

from mapping.desk.needs.answer import take
from mapping.desk.needs.enter import enter_need
from mapping.desk.needs.queue import read_needs
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from tests.desk.conftest import make_two

TITLE = "Apa yang dibutuhkan koperasi, dan siapa yang bisa memasok?"
AT = "2026-11-20T03:00:00Z"


@pytest.fixture
def desk(desk):
    """A desk of two cooperatives."""
    make_two(desk)
    return desk


@pytest.fixture
def as_role(monkeypatch):
    """Open pages as somebody."""
    return lambda actor: monkeypatch.setattr("mapping.ui.desk.open.present_actor", lambda: actor)


def rice(desk, cooperative_id=1, **changed) -> int:
    told = {"kind": "goods", "item": "Beras medium", "amount": 2, "unit": "ton", "wanted_by": "2026-11-26"} | changed
    return enter_need(desk, LOCAL, AT, cooperative_id=cooperative_id, **told)


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.warning, test.error, test.success)
    return html.unescape("\n".join(str(element.value) for kind in kinds for element in kind))


def labels(test) -> list[str]:
    return [button.label for button in test.button]


def button(test, label):
    return next(one for one in test.button if one.label == label)


def tables(test) -> str:
    return " ".join(table.value.to_csv() for table in (*test.dataframe, *test.table))


@pytest.mark.parametrize("part", ["antrean", "bersama", "peta", "isi", "pemasok"])
@pytest.mark.parametrize("language", ["id", "en"])
def test_an_empty_desk_is_a_page_in_both_languages(app, desk, part, language):
    test = app("meja", wilayah="surabaya", meja=part, bahasa=language)
    assert not test.exception
    assert len(test.title) == 1
    assert texts(test)


def test_an_empty_queue_says_what_it_is_for(app, desk):
    test = app("meja", wilayah="surabaya")
    assert [title.value for title in test.title] == [TITLE]
    assert "Belum ada kebutuhan di wilayah ini." in texts(test)


def test_a_need_is_entered_from_the_form_once(app, desk):
    test = app("meja", wilayah="surabaya", meja="isi", koperasi="1")
    assert not test.exception
    test.text_input[0].set_value("beras medium").run()
    assert "Dikenali sebagai beras medium." in texts(test)
    test.number_input[0].set_value(2)
    unit = next(box for box in test.selectbox if box.label == "Satuan")
    assert unit.options[:3] == ["kg", "kuintal", "ton"]
    unit.select("ton")
    price = next(box for box in test.number_input if "Harga tertinggi" in box.label)
    price.set_value(13500)
    button(test, "Kirim kebutuhan").click().run()
    assert not test.exception
    needs = read_needs(desk, LOCAL, "2026-11-23")
    assert len(needs) == 1
    need = needs.iloc[0]
    assert (need["cooperative_id"], need["base_amount"], need["price_limit_idr"]) == (1, 2000.0, 13_500_000)
    assert f"kebutuhan nomor {needs.index[0]}" in texts(test)
    assert "Kirim kebutuhan" not in labels(test)


def test_what_is_missing_is_said_and_what_was_typed_stays(app, desk):
    test = app("meja", wilayah="surabaya", meja="isi", koperasi="1")
    test.text_input[0].set_value("beras medium").run()
    button(test, "Kirim kebutuhan").click().run()
    assert not test.exception
    assert "Jumlah belum diisi" in texts(test)
    assert test.text_input[0].value == "beras medium"
    assert read_needs(desk, LOCAL, "2026-11-23").empty


def test_the_queue_shows_who_waits_and_opens_a_reminder(app, desk):
    number = rice(desk)
    test = app("meja", wilayah="surabaya")
    assert not test.exception
    assert "1 kebutuhan menunggu" in texts(test)
    assert "Diperbarui otomatis tiap 15 detik" in texts(test)
    assert "Beras medium, 2 ton" in tables(test)
    assert "data peraga" in tables(test)
    assert f"Buka nomor {number}" in labels(test)


@pytest.mark.parametrize(("shown", "seen"), [("baru", False), ("saya", True), ("selesai", False), ("terbuka", True)])
def test_filters_come_from_the_address(app, desk, shown, seen):
    take(desk, LOCAL, AT, rice(desk), 1)
    test = app("meja", wilayah="surabaya", saring=shown)
    assert not test.exception
    assert ("Beras medium, 2 ton" in tables(test)) == seen


def test_one_need_opened_by_the_office(app, desk):
    number = rice(desk, price_limit_idr=13_500_000, details="gudang kosong")
    test = app("meja", wilayah="surabaya", kebutuhan=str(number))
    assert not test.exception
    assert "Rp 13.500.000 per ton (Rp 13.500 per kg)" in texts(test)
    assert "gudang kosong" in texts(test)
    assert {"Saya urus", "Tidak bisa dipenuhi", "Tarik kebutuhan", "Kirim pesan"} <= set(labels(test))
    button(test, "Saya urus").click().run()
    assert not test.exception
    need = read_needs(desk, LOCAL, "2026-11-23").loc[number]
    assert (need["status"], need["owner"]) == ("taken", "Dinas")
    assert "Saya urus" not in labels(test)


@pytest.mark.parametrize("actor", [ANYONE, Actor(COOPERATIVE, cooperative_id=2)])
def test_others_see_the_need_but_neither_its_price_limit_nor_buttons(app, desk, as_role, actor):
    as_role(actor)
    number = rice(desk, price_limit_idr=13_470_000, details="gudang kosong")
    test = app("meja", wilayah="surabaya", kebutuhan=str(number))
    assert not test.exception
    assert "Beras medium, 2 ton" in texts(test)
    assert "13.470" not in texts(test)
    assert "gudang kosong" not in texts(test)
    assert not {"Saya urus", "Tarik kebutuhan", "Kirim pesan"} & set(labels(test))


def test_a_cooperative_meets_its_form_first_and_its_own_needs(app, desk, as_role):
    as_role(Actor(COOPERATIVE, cooperative_id=1))
    rice(desk)
    rice(desk, cooperative_id=2, item="gula pasir", unit="kg")
    test = app("meja", wilayah="surabaya")
    assert not test.exception
    assert "Kirim kebutuhan" in labels(test)
    assert "**Baru** → Sedang diurus" in texts(test)
    assert "gula pasir" not in texts(test)


def test_the_public_meets_the_list_and_no_form(app, desk, as_role):
    as_role(ANYONE)
    rice(desk)
    test = app("meja", wilayah="surabaya", meja="isi")
    assert not test.exception
    assert "Kirim kebutuhan" not in labels(test)
    assert "Beras medium, 2 ton" in tables(test)
    assert "Ambil atau jawab" not in tables(test) + texts(test)


@pytest.mark.parametrize("asked", ["999", "0", "abc", "99999999999999999999", "-1", "1; DROP TABLE need", "²"])
def test_an_address_that_names_no_need_is_no_crash(app, desk, asked):
    test = app("meja", wilayah="surabaya", kebutuhan=asked)
    assert not test.exception


def test_neighbours_are_proposed_joined_and_ordered(app, desk):
    numbers = [rice(desk), rice(desk, cooperative_id=2, amount=500, unit="kg")]
    test = app("meja", wilayah="surabaya", meja="bersama")
    assert not test.exception
    assert "Beras medium: 2.500 kg" in texts(test)
    button(test, "Usulkan belanja bersama").click().run()
    for _ in numbers:
        joins = [one for one in test.button if one.key and one.key.startswith("ikut-")]
        joins[0].click().run()
        assert not test.exception
    assert "Ada yang ikut" in texts(test)
    button(test, "Pesan bersama").click().run()
    assert not test.exception
    assert "Dipesan" in texts(test)
    assert read_needs(desk, LOCAL, "2026-11-23")["purchase_id"].notna().all()


def test_the_map_has_its_table_beside_it(app, desk):
    rice(desk)
    test = app("meja", wilayah="surabaya", meja="peta")
    assert not test.exception
    assert "ada di 1 kelurahan/desa" in texts(test)
    assert "Kalirungkut (Rungkut)" in tables(test)


def test_names_are_shown_as_written_whatever_they_contain(app, desk):
    number = rice(desk, item="**beras** :red[x] [y](http://z)")
    test = app("meja", wilayah="surabaya", kebutuhan=str(number))
    assert not test.exception
    assert not any("[y](http://z)" in str(element.value) for element in (*test.markdown, *test.subheader))


def test_the_paper_of_a_need_says_what_the_role_may_read_and_is_one_page(desk):
    from mapping.desk.needs.steps import read_steps
    from mapping.present.files.document.pdf import pdf_bytes
    from mapping.ui.desk.need_paper import need_document
    from mapping.ui.desk.need_view import need_facts, step_table

    number = rice(desk, price_limit_idr=13_500_000)
    need = read_needs(desk, LOCAL, "2026-11-23").loc[number]
    steps = step_table(read_steps(desk, LOCAL, "2026-11-23T00:00:00Z", number))
    told = {}
    for actor in (LOCAL, ANYONE):
        document = need_document(need, need_facts(need, actor), steps, "2026-11-23")
        told[actor] = str(document.blocks)
        assert len(re.findall(rb"/Type\s*/Page\b", pdf_bytes(document))) == 1
    assert "2 ton" in told[LOCAL]
    assert "13.500" in told[LOCAL]
    assert "2 ton" in told[ANYONE]
    assert "13.500" not in told[ANYONE]


def test_of_what_is_over_the_queue_reads_the_last_and_says_so(app, desk, monkeypatch):
    from mapping.desk.needs.answer import withdraw

    first, last = rice(desk), rice(desk, item="Gula pasir", commodity="sugar")
    for number, at in ((first, AT), (last, "2026-11-23T09:00:00Z")):
        withdraw(desk, LOCAL, at, number, 1, "salah isi")
    monkeypatch.setattr("mapping.ui.desk.queue.MOST_ENDED", 1)
    test = app("meja", wilayah="surabaya", saring="selesai")
    assert not test.exception
    assert "Gula pasir" in tables(test) and "Beras medium" not in tables(test)
    assert "Hanya 1 yang terakhir selesai" in texts(test)
