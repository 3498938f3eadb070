"""The page of the register: empty, full, one card, its forms, in both languages and for every role."""

from __future__ import annotations

import html

import pytest

from mapping.desk.register.read import cooperatives_of, read_cooperative, read_offices, read_steps
from mapping.desk.register.write import Office, add_cooperative, change_cooperative, set_officers, set_status
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor

TITLE = "Koperasi mana saja, dan sudah sampai di mana?"
AT = "2026-11-23T08:00:00Z"
KALIRUNGKUT = "35.78.03.1001"


@pytest.fixture
def filled(desk, study):
    """Three cooperatives of Surabaya, the first with everything told."""
    table = study("surabaya").kelurahan
    for number, code in enumerate([KALIRUNGKUT, *table.index[table["kecamatan"] == "Sawahan"][:2]]):
        row = table.loc[code]
        place = {"kelurahan": row["name"], "kecamatan": row["kecamatan"], "kabupaten": row["kabupaten"]}
        name = f"Koperasi Kelurahan Merah Putih {row['name']}"
        add_cooperative(desk, LOCAL, AT, name=name, kelurahan_code=code, **place, synthetic=number == 2)
    change_cooperative(desk, LOCAL, AT, 1, 1, line_id="B10", kbli="52109", members=18, note="menunggu mesin")
    set_status(desk, LOCAL, AT, 1, 2, "planned", "2026-11-01")
    set_officers(desk, LOCAL, AT, 1, {"chair": Office(True, False), "secretary": Office(False)})
    return desk


def play(monkeypatch, role: Actor) -> None:
    import mapping.ui.desk.open

    monkeypatch.setattr(mapping.ui.desk.open, "present_actor", lambda: role)


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.success, test.warning, test.error)
    return html.unescape("\n".join(str(element.value) for kind in kinds for element in kind))


def buttons(test) -> list[str]:
    return [button.label for button in test.button]


def test_an_empty_register_says_what_to_do_first(app, desk) -> None:
    test = app("daftar", wilayah="surabaya")
    assert not test.exception
    assert [title.value for title in test.title] == [TITLE]
    assert "masih kosong" in texts(test) and "python -m mapping desk demo" in texts(test)
    assert {"Muat berkas SIMKOPDES", "Isi satu koperasi"} <= set(buttons(test))
    next(button for button in test.button if button.label == "Isi satu koperasi").click().run()
    assert "Simpan koperasi" in buttons(test)


def test_the_sentence_counts_and_tells_its_age(app, filled) -> None:
    said = texts(app("daftar", wilayah="surabaya"))
    assert "**3 koperasi terdaftar di Kota Surabaya; 0 sudah berdagang (0%).**" in said
    assert "23 November 2026" in said and "bukan pantauan langsung" in said
    assert "1 di antaranya data peraga" in said
    assert "150 kelurahan/desa belum punya koperasi" in said


def test_searching_narrows_the_table(app, filled) -> None:
    test = app("daftar", wilayah="surabaya", cari="kalirungkut")
    assert "1 koperasi. Klik satu baris" in texts(test)
    assert "Longgarkan" in texts(app("daftar", wilayah="surabaya", cari="tidakada"))
    assert "1 koperasi. Klik" in texts(app("daftar", wilayah="surabaya", tahap="planned"))


def test_a_card_tells_all_and_what_to_look_at(app, filled) -> None:
    test = app("daftar", wilayah="surabaya", daftar="satu", kelurahan=KALIRUNGKUT)
    said = texts(test)
    assert not test.exception
    assert "Koperasi Kelurahan Merah Putih Kalirungkut" in said and "menunggu mesin" in said
    assert "49431" in said and "(S71), " in said and "(S74)." in said and "Langkah berikutnya" in said
    assert "Ketua: terisi (laki-laki)" in said and "Sekretaris: kosong" in said
    assert "**Lini usaha dipilih** sejak 1 November 2026" in said


def test_the_kelurahan_of_another_page_leads_to_its_cooperative(app, filled) -> None:
    other = cooperatives_of(filled, None, LOCAL).query("kelurahan_code != @KALIRUNGKUT").iloc[0]
    test = app("daftar", wilayah="surabaya", daftar="satu", kelurahan=other["kelurahan_code"])
    assert other["name"] in texts(test)
    test = app("daftar", wilayah="surabaya", daftar="satu", koperasi="1")
    assert "Kalirungkut" in texts(test)
    test.selectbox(key="koperasi").set_value(str(other.name)).run()
    assert other["name"] in texts(test)
    assert test.session_state["kelurahan"] == other["kelurahan_code"]
    none = app("daftar", wilayah="surabaya", daftar="satu", kelurahan="35.78.03.1002")
    assert "Belum ada koperasi di" in texts(none)
    wrong = app("daftar", wilayah="surabaya", daftar="satu", koperasi="999")
    assert "tidak ada di wilayah ini" in texts(wrong)


def test_a_new_cooperative_is_kept_and_its_card_opens(app, filled) -> None:
    test = app("daftar", wilayah="surabaya", daftar="tambah")
    test.selectbox(key="koperasi-baru-kelurahan_code").set_value("35.78.03.1002")
    test.text_input(key="koperasi-baru-name").set_value("KKMP Rungkut Kidul")
    test.text_input(key="koperasi-baru-members").set_value("1.250")
    next(button for button in test.button if button.label == "Simpan koperasi").click().run()
    assert not test.exception
    assert "Tersimpan" in texts(test) and "KKMP Rungkut Kidul" in texts(test)
    assert cooperatives_of(filled, ["35.78.03.1002"], LOCAL)["members"].tolist() == [1250]


def test_a_wrong_field_is_named_and_nothing_is_kept(app, filled) -> None:
    test = app("daftar", wilayah="surabaya", daftar="tambah")
    next(button for button in test.button if button.label == "Simpan koperasi").click().run()
    assert "Pilih kelurahan" in texts(test)
    test.selectbox(key="koperasi-baru-kelurahan_code").set_value("35.78.03.1002")
    test.text_input(key="koperasi-baru-name").set_value("KKMP Rungkut Kidul")
    test.text_input(key="koperasi-baru-nik").set_value("3578010101900001")
    next(button for button in test.button if button.label == "Simpan koperasi").click().run()
    assert "KTP" in texts(test) and "3578010101900001" not in texts(test)
    assert len(cooperatives_of(filled, None, LOCAL)) == 3


def test_a_step_is_kept_from_the_card(app, filled) -> None:
    test = app("daftar", wilayah="surabaya", daftar="satu", koperasi="1")
    assert test.selectbox(key="tahap-1-4-tahap").value == "funded"
    next(button for button in test.button if button.label == "Simpan tahap").click().run()
    assert "Tahap tersimpan: Modal tersedia." in texts(test)
    assert read_steps(filled, LOCAL, 1)["status"].tolist() == ["founded", "planned", "funded"]


def test_two_at_once_do_not_overwrite_each_other(app, filled) -> None:
    test = app("daftar", wilayah="surabaya", daftar="satu", koperasi="1")
    version = int(read_cooperative(filled, LOCAL, 1)["version"])
    change_cooperative(filled, LOCAL, AT, 1, version, members=77)
    test.text_input(key=f"koperasi-1-{version}-members").set_value("12")
    next(button for button in test.button if button.label == "Simpan perubahan").click().run()
    assert "baru saja diubah orang lain" in texts(test)
    assert read_cooperative(filled, LOCAL, 1)["members"] == 77
    assert test.text_input(key=f"koperasi-1-{version + 1}-members").value == "77"


def test_what_was_typed_wrongly_is_said_at_its_form_and_stays(app, filled) -> None:
    test = app("daftar", wilayah="surabaya", daftar="satu", koperasi="1")
    field = f"koperasi-1-{read_cooperative(filled, LOCAL, 1)['version']}-nib"
    test.text_input(key=field).set_value("123")
    next(button for button in test.button if button.label == "Simpan perubahan").click().run()
    assert "bukan 13 angka" in texts(test) and test.text_input(key=field).value == "123"
    test.run()
    assert "bukan 13 angka" not in texts(test)


def test_offices_are_listed_without_names(app, filled) -> None:
    test = app("daftar", wilayah="surabaya", daftar="satu", koperasi="1")
    next(button for button in test.button if button.label == "Simpan susunan").click().run()
    assert not test.exception
    assert read_offices(filled, LOCAL, 1).index.tolist() == ["chair", "secretary"]


@pytest.mark.parametrize(
    ("role", "parts", "forms"),
    [
        (LOCAL, 4, 3),
        (Actor(COOPERATIVE, cooperative_id=1), 2, 2),
        (Actor(COOPERATIVE, cooperative_id=2), 2, 2),
        (ANYONE, 2, 0),
    ],
)
def test_each_role_sees_what_it_may_do(app, filled, monkeypatch, role, parts: int, forms: int) -> None:
    play(monkeypatch, role)
    test = app("daftar", wilayah="surabaya", daftar="satu", koperasi="1")
    assert not test.exception
    assert len(test.segmented_control(key="daftar").options) == parts
    assert len([label for label in buttons(test) if label.startswith("Simpan")]) == forms
    assert ("menunggu mesin" in texts(test)) is (role.role == "office" or role.cooperative_id == 1)
    test = app("daftar", wilayah="surabaya", daftar="berkas")
    assert bool(test.get("file_uploader")) is (role.role == "office")


@pytest.mark.parametrize("part", ["semua", "satu", "tambah", "berkas"])
@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_every_part_opens_in_english(app, filled, part: str, region: str) -> None:
    test = app("daftar", wilayah=region, daftar=part, bahasa="en")
    assert not test.exception


def test_a_database_that_is_not_there_is_one_sentence(app, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    test = app("daftar", wilayah="surabaya")
    assert not test.exception
    assert "Basis data meja tidak bisa dihubungi" in texts(test)
