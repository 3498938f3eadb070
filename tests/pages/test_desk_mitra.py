"""The page of partners: empty, suggestions, the form of an agreement, what is due, and what the public sees."""

from __future__ import annotations

import html
from dataclasses import replace

import pytest

from mapping.desk.needs.answer import say
from mapping.desk.needs.enter import enter_need
from mapping.desk.partners.agreed import read_agreements
from mapping.desk.partners.directory import Service, add_partner, read_directory, read_services
from mapping.desk.register.write import add_cooperative
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.desk.store.desk import open_desk
from mapping.ui.desk import open as opened
from mapping.ui.desk import partner_campus
from tests.desk.doings.partners import AT, TODAY, WHOLE, in_force, some_partner

HERE = "35.78.03.1001"


@pytest.fixture
def cooperative(own_desk, monkeypatch) -> int:
    """A cooperative in Kalirungkut, on the day of the tests."""
    monkeypatch.setattr(opened, "today", lambda: TODAY)
    where = {"kelurahan": "Kalirungkut", "kecamatan": "Rungkut", "kabupaten": "Kota Surabaya"}
    return add_cooperative(
        open_desk(own_desk), LOCAL, AT, name="Koperasi Merah Putih Kalirungkut", kelurahan_code=HERE, **where
    )


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.warning, test.error, test.success)
    return html.unescape("\n".join(str(element.value) for kind in kinds for element in kind))


def labels(test) -> list[str]:
    return [html.unescape(one.label) for one in test.button]


def button(test, label: str, at: int = 0):
    return [one for one in test.button if html.unescape(one.label) == label][at]


def page(app, **query: str):
    test = app("mitra", wilayah="surabaya", **query)
    assert not test.exception
    return test


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("part", ["", "kesepakatan", "direktori", "wilayah"])
def test_an_empty_desk_is_a_page_in_both_languages(app, part, language):
    assert texts(page(app, kemitraan=part, bahasa=language))


def test_an_empty_desk_says_what_is_lacking_and_the_first_step(app):
    test = page(app, kelurahan=HERE)
    said = texts(test)
    assert "belum ada mitra terdaftar untuk ini" in said
    assert "Daftar koperasi wilayah ini masih kosong" in said
    button(test, "Daftarkan mitra pertama").click().run()
    assert "Mitra baru" in texts(test)
    assert "Daftar mitra masih kosong" in texts(page(app, kemitraan="direktori"))


def test_the_office_enters_a_partner_and_it_is_suggested(app, own_desk, cooperative):
    test = page(app, kemitraan="direktori", dibuka="baru-0")
    next(one for one in test.text_input if one.label == "Nama mitra").input("Hotel Contoh")
    button(test, "Simpan mitra").click().run()
    assert "Yang diberikan belum diisi." in texts(test)
    next(one for one in test.selectbox if one.label == "Jenis kemitraan").select("marketing").run()
    next(one for one in test.text_input if one.label == "Yang diberikan").input("membeli kue")
    button(test, "Simpan mitra").click().run()
    assert not test.exception
    desk = open_desk(own_desk)
    assert read_services(desk, ANYONE)[["partner", "kind", "what"]].values.tolist() == [
        ["Hotel Contoh", "marketing", "membeli kue"]
    ]
    assert "Mitra disimpan." in texts(test)
    said = texts(page(app, kelurahan=HERE))
    assert "**Hotel Contoh** · membeli kue" in said
    assert "Melayani semua wilayah." in said


def test_a_partner_is_changed_and_a_service_taken_away(app, own_desk):
    desk = open_desk(own_desk)
    loan = Service("finance", "KUR", area="35.78", money="loan", interest_percent_year=6, security="tanpa")
    other = Service("technical", "latih", area="33.25", modules="it")
    number = add_partner(desk, LOCAL, AT, name="Bank", nature="finance", services=[loan, other])
    assert "Pinjaman · bunga 6% setahun · jaminan: tanpa" in texts(page(app, kemitraan="direktori"))
    test = page(app, kemitraan="direktori", dibuka=f"ubah-{number}")
    button(test, "Hapus layanan ini", 1).click().run()
    button(test, "Simpan mitra").click().run()
    assert not test.exception
    kept = read_services(desk, LOCAL)
    assert kept[["what", "area", "money", "interest_percent_year"]].values.tolist() == [["KUR", "35.78", "loan", 6.0]]
    assert read_directory(desk, LOCAL)["version"].tolist() == [2]


def test_a_cooperative_drafts_an_agreement_and_a_task_without_owner_blocks_it(app, own_desk, cooperative, monkeypatch):
    desk = open_desk(own_desk)
    partner = some_partner(desk)
    monkeypatch.setattr(opened, "present_actor", lambda: Actor(COOPERATIVE, cooperative))
    test = page(app, kemitraan="kesepakatan", dibuka=f"baru-{partner}")
    tasks = [one for one in test.text_input if one.label == "Tugas"]
    assert next(one.value for one in tasks) == "Menyepakati kerja sama dengan mitra, tertulis"
    next(one for one in test.text_input if one.label == "Judul").input("Pasokan kue").run()
    folded = {one.label: one.proto.expanded for one in test.expander}
    assert next(iter(folded)).startswith("**Menyepakati kerja sama")
    assert not any(folded.values())
    button(test, "Tambah tugas").click().run()
    assert test.expander[len(tasks)].label == ":material/error: **Tugas baru**: pelaksana atau pemutusnya belum dipilih"
    assert test.expander[len(tasks)].proto.expanded
    [one for one in test.text_input if one.label == "Tugas"][-1].input("Mengantar kue").run()
    button(test, "Simpan kesepakatan").click().run()
    assert 'Tugas "Mengantar kue" belum punya pelaksana' in texts(test)
    assert read_agreements(desk, LOCAL, TODAY).empty
    [one for one in test.multiselect if one.label == "Mengerjakan"][-1].select("manajer").run()
    button(test, "Simpan kesepakatan").click().run()
    assert 'Tugas "Mengantar kue" belum punya pemutus' in texts(test)
    assert test.expander[len(tasks)].label.startswith(":material/error: **Mengantar kue**")
    [one for one in test.selectbox if one.label == "Memutuskan (satu)"][-1].select("pengurus").run()
    button(test, "Simpan kesepakatan").click().run()
    assert not test.exception
    kept = read_agreements(desk, LOCAL, TODAY)
    assert kept[["title", "status", "tasks", "partner"]].values.tolist() == [
        ["Pasokan kue", "draft", len(tasks) + 1, "Hotel Contoh"]
    ]
    assert "Kesepakatan disimpan." in texts(test)


def test_a_draft_says_what_it_lacks_and_a_whole_one_is_put_in_force(app, own_desk, cooperative):
    from mapping.desk.partners.agreements import draft_agreement

    desk = open_desk(own_desk)
    partner = some_partner(desk)
    lacking = draft_agreement(desk, LOCAL, AT, cooperative, partner, replace(WHOLE, goal_partner="", title="Kurang"))
    whole = draft_agreement(desk, LOCAL, AT, cooperative, partner, WHOLE)
    test = page(app, kemitraan="kesepakatan", dibuka=str(lacking))
    assert "Belum bisa berlaku. Yang kurang: tujuan mitra." in texts(test)
    assert "Nyatakan berlaku" not in labels(test)
    test = page(app, kemitraan="kesepakatan", dibuka=str(whole))
    button(test, "Nyatakan berlaku").click().run()
    assert "Kesepakatan berlaku." in texts(test)
    assert read_agreements(desk, LOCAL, TODAY).loc[whole, "status"] == "in_force"


def test_what_is_overdue_and_a_single_buyer_are_said(app, own_desk, cooperative):
    number = in_force(open_desk(own_desk), cooperative)
    said = texts(page(app, kelurahan=HERE, kemitraan="kesepakatan"))
    assert "Baru ada satu pembeli, sebesar apa pun pembelinya." in said
    assert "asumsi perencanaan" in said
    test = page(app, kemitraan="kesepakatan", dibuka=str(number))
    assert "Harga ditinjau tiap tiga bulan" in texts(test)
    assert "terlambat" in texts(test)
    button(test, "Catat sudah ditepati").click().run()
    assert "Komitmen dicatat." in texts(test)
    assert read_agreements(open_desk(own_desk), LOCAL, TODAY).loc[number, "overdue"] == 0


def test_a_change_of_an_agreement_keeps_what_was_not_touched(app, own_desk, cooperative):
    from mapping.desk.partners.agreed import read_agreement

    desk = open_desk(own_desk)
    number = in_force(desk, cooperative)
    before = read_agreement(desk, LOCAL, number, TODAY)
    test = page(app, kelurahan=HERE, kemitraan="kesepakatan", dibuka=f"ubah-{number}")
    next(one for one in test.text_input if one.label == "Judul").input("Pasokan kue dan roti").run()
    button(test, "Simpan kesepakatan").click().run()
    assert not test.exception
    after = read_agreement(desk, LOCAL, number, TODAY)
    assert after.row["title"] == "Pasokan kue dan roti"
    assert after.tasks.equals(before.tasks)
    assert after.promises.equals(before.promises)
    same = ["goal_cooperative", "goal_partner", "trade_off", "signed_on", "ends_on", "review_on", "value_idr_year"]
    assert after.row[same].tolist() == before.row[same].tolist()


@pytest.mark.parametrize(("role", "language"), [("office", "id"), ("cooperative", "en"), ("public", "id")])
def test_problems_for_a_campus_come_from_the_desk_too_without_what_is_for_the_office(
    app, own_desk, cooperative, monkeypatch, role, language
):
    secret, desk = "pengurus lama membawa uang kas", open_desk(own_desk)
    told = {"kind": "problem", "item": "Timbangan rusak, kata Bu Siti", "details": secret}
    number = enter_need(desk, LOCAL, AT, cooperative_id=cooperative, **told)
    say(desk, LOCAL, AT, number, secret)
    files = []
    monkeypatch.setattr(partner_campus, "offer_table", lambda table, name, *_: files.append((name, table)))
    actors = {"office": LOCAL, "cooperative": Actor(COOPERATIVE, cooperative), "public": ANYONE}
    monkeypatch.setattr(opened, "present_actor", lambda: actors[role])
    test = page(app, kemitraan="wilayah", bahasa=language)
    said = texts(test)
    assert "Timbangan rusak" in said
    links = [one.proto for one in test.get("page_link")]
    assert f"kebutuhan={number}" in next(one.query_string for one in links if one.label.endswith(f" {number}"))
    [(name, table)] = files
    assert name == "masalah_untuk_kampus"
    mine = table[table["source"] == "desk"]
    assert mine[["topic", "kecamatan", "cooperatives", "since", "needs"]].values.tolist() == [
        ["technology", "Rungkut", 1, TODAY, str(number)]
    ]
    seen = "\n".join([said, table.to_csv(), *(frame.value.to_csv() for frame in test.dataframe)])
    assert not [word for word in (secret, "Siti") if word in seen]


def test_the_public_sees_the_agreement_without_its_inside_and_has_no_buttons(app, own_desk, cooperative, monkeypatch):
    number = in_force(open_desk(own_desk), cooperative)
    monkeypatch.setattr(opened, "present_actor", lambda: ANYONE)
    test = page(app, kelurahan=HERE, kemitraan="kesepakatan")
    said = texts(test)
    assert WHOLE.title in said
    assert "Bergantung pada satu mitra?" not in said
    assert "120 juta" not in said
    assert "Susun kesepakatan baru" not in labels(test)
    test = page(app, kemitraan="kesepakatan", dibuka=str(number))
    said = texts(test)
    assert "Menyetor barang sesuai mutu dan jadwal" in said
    assert not [word for word in (WHOLE.goal_partner, WHOLE.trade_off, "Uang muka", "120 juta") if word in said]
    assert not {"Ubah kesepakatan", "Catat sudah ditepati", "Simpan tinjauan"} & set(labels(test))
    said = texts(page(app, kemitraan="direktori"))
    assert "Hotel" in said
    assert "0812" not in said
    for what in (f"ubah-{number}", "baru-0"):
        test = page(app, kelurahan=HERE, kemitraan="kesepakatan", dibuka=what)
        assert "Simpan kesepakatan" not in labels(test)
        assert test.error
        test = page(app, kemitraan="direktori", dibuka=what)
        assert "Simpan mitra" not in labels(test)
        assert test.error


@pytest.mark.parametrize("what", ["99", "ubah-99", "baru-99", "x-y", "-1", "9" * 30, "baru-"])
@pytest.mark.parametrize("part", ["kesepakatan", "direktori"])
def test_an_address_that_names_nothing_is_no_traceback(app, cooperative, part, what):
    page(app, kemitraan=part, dibuka=what)
