"""The page of trainings: empty, filled in by a board, seen by the office and by the public."""

from __future__ import annotations

import pytest

from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.desk.training.assess import read_assessments
from mapping.desk.training.plan import read_plan, write_plan
from mapping.desk.training.sessions import read_sessions
from mapping.knowledge.competencies import competency_keys, read_competencies
from mapping.ui.text import plain

AT = "2026-11-23T08:00:00Z"
CODES = [f"35.78.03.100{place}" for place in range(1, 7)]


@pytest.fixture
def boards(desk):
    """Six cooperatives of Rungkut."""
    from mapping.desk.register.write import add_cooperative

    return [
        add_cooperative(
            desk,
            LOCAL,
            AT,
            name=f"Koperasi Tempat {code[-1]}",
            kelurahan_code=code,
            kelurahan=f"Tempat {code[-1]}",
            kecamatan="Rungkut",
            kabupaten="Kota Surabaya",
            synthetic=True,
        )
        for code in CODES
    ]


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.info, test.warning, test.success, test.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def sign_in(monkeypatch, actor: Actor) -> None:
    """Somebody of another role looks at the page."""
    monkeypatch.setattr("mapping.ui.desk.who.present_actor", lambda: actor)
    monkeypatch.setattr("mapping.ui.desk.open.present_actor", lambda: actor)


@pytest.mark.parametrize("part", ["", "wilayah-ini", "jadwal"])
@pytest.mark.parametrize("language", ["", "en"])
def test_an_empty_desk_says_what_to_do(app, desk, part, language):
    test = app("pelatihan", **({"latih": part} if part else {}), **({"bahasa": language} if language else {}))
    assert not test.exception and not test.error
    assert len(test.info) >= 1


def test_a_board_answers_and_gets_its_gaps_and_its_plan(app, desk, boards):
    test = app("pelatihan", koperasi=str(boards[0]))
    radios = {radio.label.strip("*"): radio for radio in test.radio}
    told = read_competencies()["competencies"]
    radios[plain(told["cashbook"]["question"])].set_value(1)
    radios[plain(told["tasks"]["question"])].set_value(3)
    radios[plain(told["stock"]["question"])].set_value(0)
    next(button for button in test.button if button.label == "Simpan asesmen").click()
    test.run()
    assert not test.exception and not test.error
    kept = read_assessments(desk, LOCAL).iloc[0]
    assert (kept["cooperative_id"], kept["cashbook"], kept["tasks"]) == (boards[0], 1, 3)
    assert kept[competency_keys()].notna().sum() == 2
    said = texts(test)
    assert "Jangan meminjam dulu" in said and "buku kas" in said and "2 dari 12" in said
    next(button for button in test.button if button.label == "Susun rencana").click()
    test.run()
    steps = read_plan(desk, LOCAL, boards[0])
    assert not test.exception and len(steps) >= 3
    box = next(box for box in test.checkbox if plain(steps.iloc[0]["what"]) in box.label)
    box.check().run()
    assert not test.exception
    assert read_plan(desk, LOCAL, boards[0]).iloc[0]["done_on"] != ""


def test_nothing_answered_is_said_and_not_kept(app, desk, boards):
    test = app("pelatihan", koperasi=str(boards[0]))
    next(button for button in test.button if button.label == "Simpan asesmen").click()
    test.run()
    assert "Belum ada satu pun pertanyaan yang dijawab" in texts(test)
    assert read_assessments(desk, LOCAL).empty


def fill(desk, boards, below: int) -> None:
    from mapping.desk.training.assess import assess

    for place, number in enumerate(boards):
        levels = {"cashbook": 1 if place < below else 3}
        assess(desk, LOCAL, AT, cooperative_id=number, taken_on="2026-11-20", by="office", levels=levels)


def test_the_office_sees_names_and_the_public_a_sum_without_small_cells(app, desk, boards, monkeypatch):
    fill(desk, boards, 2)
    office = app("pelatihan", latih="wilayah-ini")
    assert not office.exception
    assert plain("2 (33%)") in texts(office)
    assert any("Koperasi Tempat" in str(frame.value) for frame in office.dataframe)
    sign_in(monkeypatch, ANYONE)
    public = app("pelatihan")
    assert not public.exception
    said = texts(public)
    assert "disembunyikan" in said and plain("2 (33%)") not in said
    assert not any("Koperasi Tempat" in str(frame.value) for frame in public.dataframe)
    assert not public.radio


def test_a_cooperative_sees_its_own_and_no_buttons_of_the_office(app, desk, boards, monkeypatch):
    fill(desk, boards, 2)
    sign_in(monkeypatch, Actor(COOPERATIVE, cooperative_id=boards[1]))
    own = app("pelatihan", koperasi=str(boards[0]))
    assert not own.exception
    assert "Tempat 2" in texts(own) and "Tempat 1" not in texts(own)
    sessions = app("pelatihan", latih="jadwal")
    assert "Simpan pelatihan" not in {button.label for button in sessions.button}


def test_names_lose_on_a_phone_what_all_of_them_share(monkeypatch):
    from mapping.ui.desk import training_attend

    names = ["Koperasi Merah Putih Kali Anyar", "Koperasi Merah Putih", "Koperasi Merah Jaya"]
    assert training_attend.fitting_names(names) == names
    monkeypatch.setattr(training_attend, "is_phone", lambda: True)
    assert training_attend.fitting_names(names) == ["Putih Kali Anyar", "Putih", "Jaya"]
    assert training_attend.fitting_names(names[:2]) == ["Putih Kali Anyar", "Putih"]
    for alone in ([], ["Koperasi A"], ["Koperasi A", "Koperasi A"], ["", "x"]):
        told = training_attend.fitting_names(alone)
        assert len(told) == len(alone)
        assert all(bool(short) == bool(name) for short, name in zip(told, alone, strict=True))


def test_the_office_plans_a_training_and_invites_by_gap(app, desk, boards):
    fill(desk, boards, 2)
    test = app("pelatihan", latih="jadwal")
    next(box for box in test.selectbox if box.label == "Modul").set_value("finance")
    next(field for field in test.text_input if field.label == "Judul pelatihan").set_value("Buku kas")
    next(button for button in test.button if button.label == "Simpan pelatihan").click()
    test.run()
    assert not test.exception and not test.error
    assert read_sessions(desk, LOCAL)["title"].tolist() == ["Buku kas"]
    next(button for button in test.button if button.label == "Simpan undangan").click()
    test.run()
    assert not test.exception and not test.error
    assert read_sessions(desk, LOCAL)["invited"].tolist() == [4]


def test_a_plan_for_the_wall_says_every_step(desk, boards):
    from mapping.desk.register.read import read_cooperative
    from mapping.present.files.document.word import docx_bytes
    from mapping.present.training.paper import plan_document, plan_table

    fill(desk, boards, 6)
    told = read_assessments(desk, LOCAL, [boards[0]])
    write_plan(desk, LOCAL, AT, cooperative_id=boards[0], assessment_id=int(told.index[0]), start_on="2026-12-01")
    plan = read_plan(desk, LOCAL, boards[0])
    document = plan_document(read_cooperative(desk, LOCAL, boards[0]), plan, "2026-11-23")
    assert document.label == "data peraga"
    rows = next(block for block in document.blocks if hasattr(block, "rows")).rows
    assert [row[2] for row in rows] == plan["what"].tolist() == plan_table(plan)["Langkah"].tolist()
    assert docx_bytes(document)[:2] == b"PK"
