"""The page Pantauan: empty and filled, for the office and for everybody, and what the form keeps."""

from __future__ import annotations

import pytest

from mapping.desk.models import Cooperative
from mapping.desk.outcomes.advised import Advised
from mapping.desk.outcomes.hits import read_hits
from mapping.desk.outcomes.ledger import check_outcome, record_start, start_outcome
from mapping.desk.outcomes.read import read_ledger
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, RULES, Actor
from mapping.knowledge.catalog import read_lines

TITLE = "Bagaimana perkembangannya, dan apakah sarannya benar?"
PARTS = ("papan", "hasil", "catatan", "laporan", "aturan")
AT = "2026-11-20T08:00:00Z"


@pytest.fixture
def filled(desk):
    """One made-up cooperative in Kalirungkut with a start that was looked at."""
    texts = ("deed_number", "deed_date", "nik", "nib", "kbli", "line_id", "point_state", "note")
    blank = dict.fromkeys((*texts, "source", "source_id", "source_date"), "")
    place = {"kelurahan_code": "35.78.03.1001", "kelurahan": "Kalirungkut", "kecamatan": "Rungkut"}
    with desk.writing(LOCAL, AT) as session:
        made = Cooperative(
            name="Koperasi Kalirungkut", kabupaten="Kota Surabaya", status="founded", status_since=AT[:10],
            updated_at=AT, synthetic=True, **place, **blank,
        )  # fmt: skip
        session.add(made)
        session.flush()
        number = made.id
    advice = Advised(("B13", "B11"), ("B04",), 96.0, "2026-01-10", "k", "", {"B13": 0.9})
    start = {"line_id": "B13", "started_on": "2026-01-15", "members": 40, "revenue_idr_month": 7_654_321}
    outcome = start_outcome(desk, LOCAL, AT, cooperative_id=number, advice=advice, note="rahasia dapur", **start)
    found = {"checked_on": "2026-08-01", "trading": True, "covers_costs": True, "members": 50}
    check_outcome(desk, LOCAL, AT, outcome_id=outcome, month=6, **found)
    return number


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.info, test.warning, test.success, test.error, test.subheader)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("speech", ["id", "en"])
def test_an_empty_desk_is_a_good_page(app, desk, part, speech):
    test = app("pantauan", wilayah="surabaya", bagian=part, bahasa=speech)
    assert not test.exception and not test.error
    if speech == "id":
        assert [title.value for title in test.title] == [TITLE]
        first = {"papan": "isi daftar koperasi", "hasil": "Buku hasil masih kosong", "catatan": "Belum ada perubahan"}
        assert first.get(part, "") in texts(test)


@pytest.mark.parametrize("part", PARTS)
def test_a_filled_desk_is_labelled_as_made_up_where_it_counts(app, filled, part):
    test = app("pantauan", wilayah="surabaya", bagian=part)
    assert not test.exception and not test.error
    if part in ("papan", "hasil", "laporan"):
        assert "data peraga" in texts(test)


def test_the_board_counts_and_says_how_fresh_it_is(app, filled):
    test = app("pantauan", wilayah="surabaya")
    assert [metric.value for metric in test.metric] == ["0", "0", "1", "0"]
    assert "bukan waktu nyata" in texts(test) and "20 November 2026 15.00 WIB" in texts(test)


def test_small_numbers_are_said_to_be_small(app, filled):
    said = texts(app("pantauan", wilayah="surabaya", bagian="hasil"))
    assert "Belum cukup data untuk menilai sarannya: baru 1 usaha" in said
    assert "Mengikuti saran pertama." in said


def test_the_form_keeps_what_was_started_with_the_advice_of_the_day(app, desk, filled):
    test = app("pantauan", wilayah="surabaya", bagian="hasil", koperasi=str(filled))
    line = next(box for box in test.selectbox if box.label == "Usaha yang sudah dimulai")
    line.set_value("B31")
    next(day for day in test.date_input if day.label == "Tanggal mulai").set_value("2026-11-02")
    next(box for box in test.number_input if box.label == "Anggota" and str(box.key).startswith("hasil-")).set_value(33)
    next(button for button in test.button if button.label == "Simpan di buku hasil").click().run()
    assert not test.exception and not test.error
    kept = read_ledger(desk, LOCAL, "2026-11-23").iloc[-1]
    assert (kept["line_id"], kept["started_on"], kept["members"]) == ("B31", "2026-11-02", 33)
    assert kept["advised"].startswith("B13") and kept["study_key"] and kept["data_label"] == "data sintetis"


def acts_as(monkeypatch, actor) -> None:
    """Who looks at the pages from now on."""
    from mapping.ui.desk import who

    monkeypatch.setattr(who, "present_actor", lambda: actor)
    monkeypatch.setattr("mapping.ui.desk.open.present_actor", lambda: actor)


def field(elements, key: str, form: str = "awal-"):
    """The one field of a form whose key ends so."""
    (found,) = [element for element in elements if str(element.key).startswith(form) and element.key.endswith(key)]
    return found


def save(test, label: str = "Simpan perubahan"):
    (button,) = [button for button in test.button if button.label == label]
    return button.click().run()


@pytest.fixture
def unstarted(desk, filled):
    """A second advice on record of the same cooperative, after which nothing was started."""
    advice = Advised(("B13", "B11"), ("B04",), 90.0, "2026-06-01", "k2", "", {"B11": 0.7})
    return start_outcome(desk, LOCAL, AT, cooperative_id=filled, advice=advice)


def test_a_cooperative_says_later_what_it_started(app, desk, filled, unstarted, monkeypatch):
    acts_as(monkeypatch, Actor(COOPERATIVE, filled))
    test = app("pantauan", wilayah="surabaya", bagian="hasil")
    said = texts(test)
    assert "**Belum ada usaha yang dimulai** sesudah saran 1 Juni 2026." in said
    # The other entry was checked: what it is compared with stays.
    assert said.count("Sudah dicek, jadi catatan awalnya tidak diubah lagi.") == 1
    assert [box.label for box in test.expander].count("Isi usaha yang dimulai") == 1
    line = field(test.selectbox, "-lini")
    assert line.value == "" and line.options[1:3] == read_lines().loc[["B13", "B11"], "line"].tolist()
    line.set_value("B11")
    field(test.date_input, "-tanggal").set_value("2026-06-10")
    field(test.number_input, "-anggota").set_value(21)
    test = save(test)
    assert not test.exception and not test.error
    row = read_ledger(desk, LOCAL, "2026-11-23").loc[unstarted]
    assert (row["line_id"], row["started_on"], row["members"], row["version"]) == ("B11", "2026-06-10", 21, 2)
    assert (row["advised"], row["study_key"]) == ("B13; B11", "k2")
    said = texts(test)
    assert "Tersimpan. Hasilnya dicek sesudah 6 dan 12 bulan" in said and "Mengikuti salah satu saran." in said
    assert "Pengecekan 6 bulan: mulai 10 Desember 2026." in said
    hits = read_hits(desk, ANYONE, "2026-11-23")
    assert (int(hits.rates.loc[("any", 6, "holds"), "starts"]), hits.not_started) == (2, 0)
    assert "usaha dimulai: kosong" not in said
    trail = texts(app("pantauan", wilayah="surabaya", bagian="catatan"))
    assert "Koperasi mengubah&#58; Catatan buku hasil" in trail and "10 Juni 2026" in trail


def test_what_a_check_found_is_mended_where_it_stands(app, desk, filled, monkeypatch):
    acts_as(monkeypatch, Actor(COOPERATIVE, filled))
    test = app("pantauan", wilayah="surabaya", bagian="hasil")
    assert "Perbaiki pengecekan 6 bulan" in [box.label for box in test.expander]
    kept = {name: field(kind, f"-6-1-{name}", "cek-").value for name, kind in fields_of_check(test).items()}
    assert (str(kept["hari"]), kept["jalan"], kept["biaya"], kept["anggota"]) == ("2026-08-01", "ya", "ya", 50)
    field(test.radio, "-biaya", "cek-").set_value("tidak")
    field(test.number_input, "-anggota", "cek-").set_value(48)
    test = save(test, "Simpan pengecekan")
    assert not test.exception and not test.error
    assert "Pengecekan 6 bulan tersimpan." in texts(test) and "masih berjalan, belum menutup biaya" in texts(test)
    row = read_ledger(desk, LOCAL, "2026-11-23").iloc[0]
    assert (row["covers_costs_6"], row["members_6"], row["version_6"], row["trading_6"]) == (False, 48, 2, True)
    # Somebody else mends it meanwhile: nothing of theirs is written over.
    check_outcome(
        desk, LOCAL, AT, outcome_id=int(row.name), month=6, version=2, checked_on="2026-08-01", trading=False
    )  # fmt: skip
    field(test.number_input, "-anggota", "cek-").set_value(47)
    test = save(test, "Simpan pengecekan")
    assert read_ledger(desk, LOCAL, "2026-11-23").iloc[0]["version_6"] == 3
    assert "berhenti" in texts(test)


def fields_of_check(test) -> dict:
    return {"hari": test.date_input, "jalan": test.radio, "biaya": test.radio, "anggota": test.number_input}


def test_a_start_before_its_advice_is_not_said_to_follow_it(app, desk, filled):
    advice = Advised(("B11",), (), 90.0, "2026-06-01", "k2", "", {})
    start_outcome(desk, LOCAL, AT, cooperative_id=filled, advice=advice, line_id="B11", started_on="2026-05-31")
    said = texts(app("pantauan", wilayah="surabaya", bagian="hasil", koperasi=str(filled)))
    assert "Usaha ini dimulai sebelum saran itu, jadi tidak dihitung mengikuti saran." in said
    assert said.count("Mengikuti saran pertama.") == 1


def test_what_is_wrong_or_old_is_said_at_the_form_and_nothing_is_written(app, desk, filled, unstarted):
    test = app("pantauan", wilayah="surabaya", bagian="hasil", koperasi=str(filled))
    field(test.selectbox, "-lini").set_value("B11")
    test = save(test)
    assert ["Tanggal mulai" in error.value for error in test.error] == [True]
    record_start(desk, LOCAL, AT, unstarted, 1, line_id="B31", started_on="2026-07-01", members=9, note="dari dinas")
    field(test.date_input, "-tanggal").set_value("2026-06-10")
    test = save(test)
    assert any("diubah orang lain sejak Anda melihatnya" in warning.value for warning in test.warning)
    assert read_ledger(desk, LOCAL, "2026-11-23").loc[unstarted, "line_id"] == "B31"
    # The form starts anew from what the other wrote; mending one figure keeps the rest.
    assert "Perbaiki catatan awal" in [box.label for box in test.expander]
    kept = [field(test.selectbox, "-lini").value, str(field(test.date_input, "-tanggal").value)]
    assert kept == ["B31", "2026-07-01"] and field(test.text_area, "-catatan").value == "dari dinas"
    field(test.number_input, "-anggota").set_value(10)
    assert not save(test).error
    row = read_ledger(desk, LOCAL, "2026-11-23").loc[unstarted]
    assert (row["line_id"], row["started_on"], row["members"], row["note"]) == ("B31", "2026-07-01", 10, "dari dinas")


def test_a_long_trail_is_read_page_by_page(app, desk, filled):
    for members in range(22):
        with desk.writing(LOCAL, AT) as session:
            session.get(Cooperative, filled).members = 100 + members
    test = app("pantauan", wilayah="surabaya", bagian="catatan")
    said = texts(test)
    assert "1–20 dari 25 perubahan." in said and "anggota&#58; 120 → 121" in said and "kosong → 100" not in said
    newer, older = (next(b for b in test.button if b.label == label) for label in ("Lebih baru", "Lebih lama"))
    assert newer.disabled and not older.disabled
    said = texts(older.click().run())
    assert "21–25 dari 25 perubahan." in said and "kosong → 100" in said and "120 → 121" not in said


def test_the_public_sees_no_forms_no_money_and_no_notes(app, filled, monkeypatch):
    acts_as(monkeypatch, ANYONE)
    for part in PARTS:
        test = app("pantauan", wilayah="surabaya", bagian=part)
        assert not test.exception
        said = texts(test) + "".join(frame.value.to_csv() for frame in test.dataframe)
        assert "rahasia" not in said and "7.654.321" not in said and "7654321" not in said
        assert not [button for button in test.button if button.label.startswith("Simpan")]
    assert "Umum" in texts(test)


def test_whoever_looks_can_check_the_chain(app, desk, filled):
    test = app("pantauan", wilayah="surabaya", bagian="catatan")
    button = next(button for button in test.button if button.label == "Periksa keutuhan catatan")
    test = button.click().run()
    assert any("Utuh" in element.value for element in test.success)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cooperative SET members = 999")
    next(button for button in test.button if button.label == "Periksa keutuhan catatan").click().run()
    assert any("ketidakcocokan" in element.value for element in test.error)


def test_every_rule_stands_in_the_table_as_it_is_enforced():
    from mapping.ui.desk.trail_rules import rules_table

    table = rules_table()
    assert table["Tindakan"].tolist() == [what for what, *_ in RULES.values()]
    words = {"all": "ya", "own": "miliknya", "": "–"}
    assert table.iloc[:, 1:].to_numpy().tolist() == [[words[cell] for cell in cells] for _, *cells in RULES.values()]


def test_on_a_phone_every_rule_says_who_it_is_for():
    from mapping.ui.desk.trail_rules import GROUPS, _say_who, rules_table

    words = [word for mine in GROUPS.values() for word in mine]
    assert sorted(words) == sorted({action.split(".")[0] for action in RULES})
    said = dict(zip(RULES, (_say_who(row) for _, row in rules_table().iterrows()), strict=True))
    assert said["need.read"] == "**semua orang**"
    assert said["need.enter"].replace("&#44;", ",").replace("&#40;", "(").replace("&#41;", ")") == (
        "**Koperasi (miliknya), Dinas, Admin**"
    )
    assert said["account.write"] == "**Admin**"


def test_the_page_about_time_tells_what_became_of_the_advice(app, filled):
    test = app("waktu", wilayah="surabaya")
    assert not test.exception
    assert "Apakah sarannya terbukti di lapangan?" in [header.value for header in test.header]
    assert "Belum cukup data untuk menilai sarannya" in texts(test)
