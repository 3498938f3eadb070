"""Many files: whole ones only, taken up where it stopped, failures named, the same zip again."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import threading
import zipfile
from dataclasses import replace

import pytest

from mapping.errors import CancelledError, InputError, MappingError
from mapping.language import language, speaking, tr
from mapping.present.files.batch import THREADS, plan_batch, write_batch, zip_batch
from mapping.present.files.edition import Edition
from mapping.present.files.format import KELURAHAN, REGION, Format
from mapping.present.files.ledger import NAME
from mapping.present.files.listing import LISTING
from mapping.settings import AdviceSetup


class Writer:
    """A small format that counts how often it is asked and can be told to fail."""

    def __init__(self, name, of, fails_for=()):
        self.asked, self.fails_for, self.lock = [], set(fails_for), threading.Lock()
        self.form = Format(name, of, f"{name}.txt", f"Berkas {name}", "Untuk uji.", "text/plain", self.write)

    def write(self, edition, code):
        with self.lock:
            self.asked.append(code)
        if code in self.fails_for:
            raise InputError("datanya kurang")
        return f"{self.form.name} {code} {language()} {edition.stamp.settings_sha256}\n".encode()


@pytest.fixture
def writers():
    return [Writer("wilayah", REGION), Writer("satu", KELURAHAN), Writer("dua", KELURAHAN)]


@pytest.fixture
def edition(tiny_study):
    return Edition(tiny_study)


def tasks_of(edition, writers, count=4):
    return plan_batch(edition, [writer.form for writer in writers], list(edition.study.kelurahan.index[:count]))


def content_of(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_every_file_is_there_with_its_checksum_in_listing_and_ledger(edition, writers, tmp_path):
    made = write_batch(edition, tasks_of(edition, writers), tmp_path)
    assert len(made) == 1 + 4 * 2
    listed = (tmp_path / LISTING).read_text(encoding="utf-8")
    ledger = json.loads((tmp_path / NAME).read_text(encoding="utf-8"))["files"]
    for one in made:
        content = (tmp_path / one.task.name).read_bytes()
        assert one.sha256 == hashlib.sha256(content).hexdigest() == ledger[one.task.name]
        assert f"{one.sha256}  {one.task.name}\n" in listed
        assert one.size == len(content)
    assert edition.stamp.manifest_sha256 in listed and "data sintetis" in listed


def test_a_kelurahan_has_a_folder_of_its_own_only_among_several(edition, writers):
    apart = {task.name.count("/") for task in tasks_of(edition, writers) if task.code}
    assert apart == {1}
    assert {task.name.count("/") for task in tasks_of(edition, writers, count=1)} == {0}
    assert {task.name.count("/") for task in tasks_of(edition, writers[:2])} == {0}


def test_a_second_run_writes_nothing_and_a_damaged_or_missing_file_is_written_again(edition, writers, tmp_path):
    tasks = tasks_of(edition, writers)
    first = write_batch(edition, tasks, tmp_path)
    before = content_of(tmp_path)
    for writer in writers:
        writer.asked.clear()
    assert all(one.kept for one in write_batch(edition, tasks, tmp_path))
    assert not any(writer.asked for writer in writers)
    (tmp_path / first[1].task.name).write_bytes(b"terpotong")
    (tmp_path / first[2].task.name).unlink()
    again = write_batch(edition, tasks, tmp_path)
    assert [one.task for one in again if not one.kept] == [first[1].task, first[2].task]
    assert content_of(tmp_path) == before


def test_another_study_language_or_answer_writes_all_again(edition, writers, tmp_path):
    tasks = tasks_of(edition, writers)
    write_batch(edition, tasks, tmp_path)
    answers = replace(edition.study.settings, advice=AdviceSetup(people=4))
    table = edition.study.kelurahan.assign(population=1.0)
    for study in (replace(edition.study, settings=answers), replace(edition.study, kelurahan=table)):
        assert not any(one.kept for one in write_batch(Edition(study), tasks, tmp_path))
    with speaking("en"):
        made = write_batch(Edition(edition.study), tasks, tmp_path)
    assert not any(one.kept for one in made)
    assert all(b" en " in (tmp_path / one.task.name).read_bytes() for one in made)


def test_a_ledger_that_is_none_counts_for_nothing(edition, writers, tmp_path):
    for nonsense in (b"", b"[]", b'{"edition": 1, "files": 3}', b"\xff\xfe"):
        (tmp_path / NAME).write_bytes(nonsense)
        assert not any(one.kept for one in write_batch(edition, tasks_of(edition, writers), tmp_path))
        (tmp_path / NAME).unlink()


def test_a_file_that_fails_is_named_and_the_others_go_on(edition, tmp_path):
    code = "35.78.03.1002"
    writers = [Writer("satu", KELURAHAN, fails_for=[code]), Writer("dua", KELURAHAN)]
    made = write_batch(edition, tasks_of(edition, writers), tmp_path)
    (failed,) = [one for one in made if one.why]
    assert (failed.task.form.name, failed.task.code, failed.why) == ("satu", code, "datanya kurang")
    listed = (tmp_path / LISTING).read_text(encoding="utf-8")
    assert "Berkas satu, Rungkut Kidul · Rungkut · 35.78.03.1002: datanya kurang" in listed
    zip_batch(tmp_path, made, tmp_path / "a.zip")
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.namelist() == [LISTING, *(one.task.name for one in made if not one.why)]
        assert len(packed.namelist()) == 1 + 7
    writers[0].fails_for.clear()
    again = write_batch(edition, tasks_of(edition, writers), tmp_path)
    assert not any(one.why for one in again) and sum(not one.kept for one in again) == 1


def test_an_unforeseen_error_is_a_sentence(edition, writers, tmp_path, caplog):
    broken = Format("rusak", REGION, "rusak.txt", "Rusak", "Untuk uji.", "text/plain", lambda edition, code: 1 / 0)
    made = write_batch(edition, plan_batch(edition, [broken, writers[0].form], []), tmp_path)
    assert made[0].why == tr("tidak dapat dibuat karena kesalahan yang tidak terduga")
    assert not made[1].why
    assert "ZeroDivisionError" in caplog.text


@pytest.mark.parametrize("stop_after", [1, 3, 6])
def test_stopped_anywhere_it_leaves_whole_files_and_goes_on_from_there(edition, writers, tmp_path, stop_after):
    tasks = tasks_of(edition, writers)
    told = []

    def stop(share, text):
        told.append(share)
        if len(told) > stop_after:
            raise CancelledError("dihentikan")

    with pytest.raises(CancelledError):
        write_batch(edition, tasks, tmp_path, stop)
    ledger = json.loads((tmp_path / NAME).read_text(encoding="utf-8"))["files"]
    assert stop_after <= len(ledger) <= stop_after + THREADS < len(tasks), "nobody runs far ahead of what is reported"
    assert not list(tmp_path.rglob(".*"))
    for name, sha256 in ledger.items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == sha256
    for writer in writers:
        writer.asked.clear()
    made = write_batch(edition, tasks, tmp_path)
    assert sum(one.kept for one in made) == len(ledger)
    assert sum(len(writer.asked) for writer in writers) == len(tasks) - len(ledger)
    fresh = tmp_path.with_name(tmp_path.name + "-sekali")
    write_batch(edition, tasks, fresh)
    assert content_of(fresh) == content_of(tmp_path)


def test_progress_grows_to_one_and_names_place_and_file(edition, writers, tmp_path):
    told = []
    write_batch(edition, tasks_of(edition, writers), tmp_path, lambda share, text: told.append((share, text)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1
    assert any("Rungkut Kidul" in text and "Berkas satu" in text for _, text in told)


def test_the_zip_is_the_same_bytes_however_it_came_about(edition, writers, tmp_path):
    tasks = tasks_of(edition, writers)
    for name, threads in (("a", 1), ("b", THREADS), ("b", 1)):
        zip_batch(
            tmp_path / name, write_batch(edition, tasks, tmp_path / name, threads=threads), tmp_path / f"{name}.zip"
        )
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


def test_leftovers_of_a_killed_run_are_swept_and_those_of_a_running_one_stay(edition, writers, tmp_path):
    dead, alive, other = ".x.baru-999999999.txt", f".x.baru-{os.getppid()}.txt", ".x.txt"
    for name in (dead, alive, other):
        (tmp_path / name).write_bytes(b"separuh")
    write_batch(edition, tasks_of(edition, writers), tmp_path)
    assert {path.name for path in tmp_path.glob(".*")} == {alive, other}


def test_a_full_disk_ends_the_batch_in_one_sentence(edition, writers, tmp_path, monkeypatch):
    from mapping.present.files import batch

    def full(content, path):
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    tasks = tasks_of(edition, writers)
    monkeypatch.setattr(batch, "write_bytes", full)
    with pytest.raises(MappingError, match="Disk penuh saat menulis"):
        write_batch(edition, tasks, tmp_path)
    monkeypatch.undo()
    assert not any(one.why for one in write_batch(edition, tasks, tmp_path))


def test_names_cannot_forge_a_line_of_the_listing(edition, writers, tmp_path):
    table = edition.study.kelurahan.copy()
    table["name"] = f"Sukun\n{'0' * 64}  palsu.pdf\x1b[31m"
    hostile = Edition(replace(edition.study, kelurahan=table))
    write_batch(hostile, tasks_of(hostile, writers), tmp_path)
    listed = (tmp_path / LISTING).read_text(encoding="utf-8")
    assert "\x1b" not in listed
    assert not [line for line in listed.splitlines() if line.endswith("palsu.pdf") and line.startswith("0")]
