"""The page of files: each is offered, many are written at once, stopped and taken up, and nobody else can read them."""

from __future__ import annotations

import hashlib
import stat
import zipfile
from pathlib import Path

import pytest

from mapping.present.files.batch import write_batch
from mapping.present.files.formats import FORMATS
from mapping.ui.files.many import WANTED
from mapping.ui.files.room import BATCH, ROOM

LIMPUNG = "33.25.08.2007"


def labels(test) -> list[str]:
    return [element.proto.label for element in test.get("download_button")]


def press(test, label):
    (button,) = [button for button in test.button if button.label == label]
    return button.click().run()


def told(test) -> str:
    kinds = (test.markdown, test.caption, test.info, test.warning, test.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def test_every_format_is_offered_once_and_the_page_asks_its_question(app):
    test = app("berkas", wilayah="batang", kelurahan=LIMPUNG)
    assert not test.exception and not test.error
    assert [title.value for title in test.title] == ["Berkas apa yang dibawa pulang?"]
    assert sorted(labels(test)) == sorted(form.title for form in FORMATS.values())
    assert "Limpung; dibuka dengan" in told(test)


def test_it_speaks_english(app):
    test = app("berkas", wilayah="batang", kelurahan=LIMPUNG, bahasa="en")
    assert not test.exception and not test.error
    assert len(labels(test)) == len(FORMATS)


def test_the_kecamatan_stands_in_the_address(app, study):
    test = app("berkas", wilayah="batang", kelurahan=LIMPUNG, untuk="kecamatan", kecamatan="Blado")
    assert test.session_state["kecamatan"] == "Blado"
    usual = sum(form.usual and form.of == "kelurahan" for form in FORMATS.values())
    n = int((study("batang").kelurahan["kecamatan"] == "Blado").sum())
    assert f"{n * usual} berkas" in told(test)
    assert test.query_params["kecamatan"] in ("Blado", ["Blado"])
    assert not app("berkas", wilayah="batang", untuk="<b>", kecamatan="{{7*7}}").exception


@pytest.fixture
def ready(app):
    """The page with one light format chosen for one kelurahan."""
    test = app("berkas", wilayah="batang", kelurahan=LIMPUNG)
    test.multiselect(key=WANTED).set_value(["manifest", "card"]).run()
    return test


def test_many_are_written_into_a_folder_of_the_session_and_packed(ready):
    press(ready, "Tulis semuanya")
    assert not ready.exception and not ready.error
    batch = ready.session_state[BATCH]
    room = Path(ready.session_state[ROOM].name)
    assert batch.packed.is_relative_to(room)
    assert stat.S_IMODE(room.stat().st_mode) == 0o700
    with zipfile.ZipFile(batch.packed) as packed:
        assert packed.namelist() == ["DAFTAR.txt", *(one.task.name for one in batch.made)]
        for one in batch.made:
            assert hashlib.sha256(packed.read(one.task.name)).hexdigest() == one.sha256
    assert "2 berkas siap" in told(ready)
    assert "Unduh semuanya (zip)" in labels(ready)
    ready.session_state[ROOM].cleanup()


def test_the_folder_goes_with_the_session(ready):
    press(ready, "Tulis semuanya")
    room = Path(ready.session_state[ROOM].name)
    assert room.exists()
    del ready.session_state[ROOM]
    del ready
    import gc

    gc.collect()
    assert not room.exists()


def test_another_choice_is_another_batch(ready):
    press(ready, "Tulis semuanya")
    ready.multiselect(key=WANTED).set_value(["manifest"]).run()
    assert "Unduh semuanya (zip)" not in labels(ready)
    press(ready, "Tulis semuanya")
    (one,) = ready.session_state[BATCH].made
    assert one.kept


def test_a_full_disk_is_said_and_the_page_goes_on(ready, monkeypatch):
    import errno

    from mapping.present.files import batch

    def full(content, path):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    # Undone apart: the page's own folder of studies is set by the same means.
    with monkeypatch.context() as disk:
        disk.setattr(batch, "write_bytes", full)
        press(ready, "Tulis semuanya")
    assert not ready.exception
    assert any("Disk penuh" in str(error.value) for error in ready.error)
    press(ready, "Tulis semuanya")
    assert not ready.error and "2 berkas siap" in told(ready)


def test_nothing_to_write_cannot_be_asked_for(app):
    test = app("berkas", wilayah="batang", kelurahan=LIMPUNG)
    test.multiselect(key=WANTED).set_value([]).run()
    (button,) = [button for button in test.button if button.label == "Tulis semuanya"]
    assert button.disabled


def test_the_page_and_the_command_line_write_the_same_bytes(ready, study, tmp_path):
    from mapping.present.files.batch import plan_batch
    from mapping.present.files.edition import Edition

    press(ready, "Tulis semuanya")
    edition = Edition(study("batang"))
    tasks = plan_batch(edition, [FORMATS["card"], FORMATS["manifest"]], [LIMPUNG])
    made = write_batch(edition, tasks, tmp_path)
    assert {one.task.name: one.sha256 for one in made} == {
        one.task.name: one.sha256 for one in ready.session_state[BATCH].made
    }


@pytest.mark.parametrize(("page", "wanted"), [("profil", ["profile", "card"]), ("mulai", ["proposal", "handout"])])
def test_other_pages_have_the_files_that_fit_them(app, page, wanted):
    test = app(page, wilayah="batang", kelurahan=LIMPUNG)
    assert not test.exception
    assert {FORMATS[name].title for name in wanted} <= set(labels(test))
