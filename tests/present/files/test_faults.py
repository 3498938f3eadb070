"""Power off, a full disk, a folder that may not be written: the old or the new whole file, and a sentence.

``EXPORT_KILL_ROUNDS`` says how often each format is killed; without it, 20 rounds are spread over all of them.
"""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from mapping.present.files.batch import Task, write_batch
from mapping.present.files.edition import Edition
from mapping.present.files.format import KELURAHAN
from mapping.present.files.formats import FORMATS
from mapping.present.files.ledger import NAME
from mapping.present.files.listing import LISTING
from mapping.present.files.stamp import manifest_in_force
from mapping.present.files.whole import write_bytes
from mapping.settings import AdviceSetup
from mapping.study import write_study

ROOT = Path(__file__).parents[3]
CODE = "35.78.03.1001"
WHOLE = int(os.environ.get("EXPORT_KILL_ROUNDS", "0"))
ROUNDS = {name: WHOLE or 20 // len(FORMATS) + (place < 20 % len(FORMATS)) for place, name in enumerate(FORMATS)}
INPUTS = [{"role": "survey", "name": "survei.csv", "rows_in": 66, "rows_used": 66, "rows_rejected": 0}]


@pytest.fixture
def editions(tiny_study):
    """The same study before and after the founder changed an answer."""
    study = replace(tiny_study, manifest={**tiny_study.manifest, "inputs": INPUTS})
    after = replace(study, settings=replace(study.settings, advice=AdviceSetup(name="Sesudah", people=4)))
    return Edition(study), Edition(after)


def write_for_ever(tasks, editions, folder):
    """What the killed process does: the batch, once with the one edition and once with the other."""
    while True:
        for edition, task in zip(editions, tasks, strict=True):
            write_batch(edition, [task], folder, threads=1)


@pytest.mark.parametrize("name", [name for name, rounds in ROUNDS.items() if rounds])
def test_killed_while_writing_leaves_the_old_or_the_new_whole_file(name, editions, tmp_path):
    """The bytes of both editions are made before, so that nearly all of the time is writing when the kill comes."""
    form = FORMATS[name]
    code = CODE if form.of == KELURAHAN else ""
    contents = [form.write(edition, code) for edition in editions]
    assert contents[0] != contents[1]
    tasks = [Task(replace(form, write=lambda edition, code, held=held: held), code, form.ending) for held in contents]
    write_batch(editions[0], [tasks[0]], tmp_path)
    dice = random.Random(name)
    seen = set()
    for _ in range(ROUNDS[name]):
        child = os.fork()
        if child == 0:
            try:
                write_for_ever(tasks, editions, tmp_path)
            finally:
                os._exit(1)
        time.sleep(dice.uniform(0.0, 0.3))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = (tmp_path / form.ending).read_bytes()
        assert found in contents
        seen.add(contents.index(found))
        assert (tmp_path / LISTING).read_bytes().endswith(b"\n")
        json.loads((tmp_path / NAME).read_bytes())
    for edition, task in zip(editions, tasks, strict=True):
        write_batch(edition, [task], tmp_path)
    assert (tmp_path / form.ending).read_bytes() == contents[1]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([form.ending, LISTING, NAME])
    if ROUNDS[name] >= 50:
        assert seen == {0, 1}


def test_the_test_above_sees_a_torn_file(tmp_path):
    """The same kill with writing in place: some round tears the file. Otherwise the test would prove nothing."""
    contents, path, torn = [b"a" * 20_000_000, b"b" * 20_000_000], tmp_path / "a.bin", 0
    path.write_bytes(contents[0])
    for _ in range(20):
        child = os.fork()
        if child == 0:
            try:
                while True:
                    for content in contents:
                        path.write_bytes(content)
            finally:
                os._exit(1)
        time.sleep(0.05)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        torn += path.read_bytes() not in contents
        if torn:
            return
    assert torn


def region_folder(edition, tmp_path):
    # A study is read back with the settings of its manifest.
    write_study(replace(edition.study, manifest=manifest_in_force(edition.study)), tmp_path / "kota" / "study")
    return tmp_path / "kota"


def command(region, out, *formats, **more):
    place = ["--kelurahan", CODE] if FORMATS.get(formats[0]) and FORMATS[formats[0]].of == KELURAHAN else []
    line = [sys.executable, "-m", "mapping", "export", *formats, "--region", region, "--out", out, *place]
    return subprocess.Popen(list(map(str, line)), cwd=ROOT, stderr=subprocess.PIPE, text=True, **more)


def files_of(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_the_command_killed_and_run_again_ends_as_if_nothing_had_been(editions, tmp_path):
    region, dice = region_folder(editions[0], tmp_path), random.Random(7)
    formats = ("profile", "card")
    assert command(region, tmp_path / "a", *formats).wait(120) == 0
    for _ in range(max(2, WHOLE // 10)):
        running = command(region, tmp_path / "b", *formats)
        time.sleep(dice.uniform(1.0, 4.0))
        running.kill()
        running.wait()
        written = files_of(tmp_path / "b") if (tmp_path / "b").exists() else {}
        whole = {name: content for name, content in written.items() if not name.startswith(".") and name != NAME}
        assert whole.items() <= files_of(tmp_path / "a").items()
    assert command(region, tmp_path / "b", *formats).wait(120) == 0
    assert files_of(tmp_path / "b") == files_of(tmp_path / "a")


@pytest.fixture
def heard() -> Iterator[None]:
    """Ctrl-C reaches what this process starts, also where a shell started it in the background and ignores it there."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_ctrl_c_says_how_to_go_on(editions, tmp_path):
    region = region_folder(editions[0], tmp_path)
    running = command(region, tmp_path / "o", "all")
    for _ in range(600):
        if (tmp_path / "o").exists() and any(not path.name.startswith(".") for path in (tmp_path / "o").iterdir()):
            break
        assert running.poll() is None, running.stderr.read()
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=120)
    assert running.returncode == 130
    assert "Jalankan perintah yang sama untuk melanjutkan" in said.replace("\n", " ").replace("  ", " ")
    assert "Traceback" not in said
    assert not list((tmp_path / "o").glob(".*"))


def test_a_full_disk_is_named_the_old_files_stay_and_it_works_again(editions, tmp_path):
    region, out = region_folder(editions[0], tmp_path), tmp_path / "o"
    assert command(region, out, "manifest", "tables").wait(120) == 0
    old = files_of(out)
    region = region_folder(editions[1], tmp_path)
    full = command(
        region, out, "manifest", "tables", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))
    )
    _, said = full.communicate(timeout=120)
    assert full.returncode == 2
    assert "Disk penuh saat menulis" in said and "tabel.zip" in said.replace("\n", "")
    assert "Traceback" not in said
    tables = next(name for name in old if name.endswith("tabel.zip"))
    assert files_of(out)[tables] == old[tables]
    assert not list(out.glob(".*"))
    assert command(region, out, "manifest", "tables").wait(120) == 0
    assert files_of(out)[tables] != old[tables]


def test_a_folder_that_cannot_be_written_is_one_sentence(editions, tmp_path):
    region = region_folder(editions[0], tmp_path)
    (tmp_path / "berkas").write_text("bukan folder", encoding="utf-8")
    for out in (tmp_path / "berkas", tmp_path / "berkas" / "dalam"):
        running = command(region, out, "manifest")
        _, said = running.communicate(timeout=120)
        assert running.returncode == 2
        assert "tidak bisa ditulis" in said.replace("\n", " ")
        assert str(tmp_path / "berkas") in said.replace("\n", "")
    assert (tmp_path / "berkas").read_text(encoding="utf-8") == "bukan folder"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder_is_one_sentence(editions, tmp_path):
    region, out = region_folder(editions[0], tmp_path), tmp_path / "o"
    out.mkdir()
    out.chmod(stat.S_IRUSR | stat.S_IXUSR)
    running = command(region, out, "manifest")
    _, said = running.communicate(timeout=120)
    assert running.returncode == 2
    assert "tidak boleh ditulis" in said.replace("\n", " ")


def test_a_write_that_fails_names_the_file_not_its_stand_in(tmp_path):
    with pytest.raises(OSError) as caught:
        write_bytes(b"a", tmp_path / "tidak-ada" / "a.txt")
    assert caught.value.filename == str(tmp_path / "tidak-ada" / "a.txt")
