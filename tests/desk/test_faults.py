"""What goes wrong around the desk: one sentence, nothing half kept, and it works again when the fault is gone."""

from __future__ import annotations

import io
import os
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import event

from mapping.desk.exchange.backup import backup
from mapping.desk.models import Cooperative
from mapping.desk.needs.enter import enter_need
from mapping.desk.rules import CONSOLE, LOCAL
from mapping.desk.store.desk import open_desk
from mapping.desk.store.verify import head, verify
from mapping.errors import DeskError, EntryError, MappingError
from tests.desk.conftest import AT, make_two
from tests.desk.writers import start
from tests.postgres import Server


def fill(desk, most: int = 20_000) -> int:
    """Write until it fails; how many needs were acknowledged before."""
    for position in range(most):
        try:
            enter_need(
                desk, LOCAL, AT, cooperative_id=1, kind="problem", item="soal", details="x" * 900,
                request_key=f"isi-{position}",
            )  # fmt: skip
        except DeskError as error:
            assert any(word in str(error) for word in ("penuh", "dibaca atau ditulis")), str(error)
            return position
    raise AssertionError("the disk was never full")


@pytest.fixture
def small_disk():
    """A file system of 8 MB, where this machine lets us make one."""
    folder = Path(tempfile.mkdtemp(prefix="small-"))
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], capture_output=True, check=False)
    if done.returncode:
        folder.rmdir()
        pytest.skip("file systems cannot be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
    folder.rmdir()


def test_a_full_disk_is_said_and_everything_works_again(small_disk) -> None:
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * 5_000_000)
    desk = open_desk(f"sqlite:///{small_disk / 'desk.sqlite3'}")
    make_two(desk)
    written = fill(desk)
    assert written > 0 and verify(desk) == []
    with pytest.raises((DeskError, OSError)), (small_disk / "cadangan.zip").open("wb") as target:
        backup(desk, CONSOLE, AT, target)
        target.write(b"x" * 8_000_000)
    (small_disk / "cadangan.zip").unlink()
    ballast.unlink()
    enter_need(desk, LOCAL, AT, cooperative_id=1, kind="problem", item="lagi", request_key=f"isi-{written}")
    assert verify(desk) == []


def test_a_full_server_is_said(small_disk, postgres) -> None:
    """The server's own disk: it refuses the row, everything before stays and can be read."""
    with tempfile.TemporaryDirectory(prefix="pg-") as name:
        folder = Path(name)
        server = Server(folder)
        try:
            if os.geteuid() == 0:
                shutil.chown(small_disk, "postgres")
            import psycopg

            with psycopg.connect(server.url().replace("+psycopg", ""), autocommit=True) as admin:
                admin.execute(f"CREATE TABLESPACE small LOCATION '{small_disk}'")
                admin.execute("CREATE DATABASE d TABLESPACE small TEMPLATE template0")
        except psycopg.Error:
            server.stop()
            pytest.skip("no room for a database of its own on the small disk")
        desk = open_desk(server.url("d"))
        make_two(desk)
        fill(desk)
        assert verify(desk) == []
        desk.engine.dispose()
        server.stop()


def test_a_file_that_may_not_grow_is_said(tmp_path) -> None:
    """SQLite's own word for a full disk, wherever the suite runs."""
    desk = open_desk(f"sqlite:///{tmp_path / 'desk.sqlite3'}")
    make_two(desk)

    @event.listens_for(desk.engine, "connect")
    def _small(connection, _) -> None:
        connection.execute("PRAGMA max_page_count = 120")

    before = fill(desk)
    event.remove(desk.engine, "connect", _small)
    assert before and verify(desk) == []
    enter_need(desk, LOCAL, AT, cooperative_id=1, kind="problem", item="lagi", request_key=f"isi-{before}")
    assert verify(desk) == []


def write_with_limit(url: str, said: Path) -> None:
    """The kernel refuses to let any file grow beyond half a megabyte."""
    desk = open_desk(url)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
    count = fill(desk)
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))
    said.write_text(str(count))


def test_what_the_kernel_refuses_is_said(tmp_path) -> None:
    url, said = f"sqlite:///{tmp_path / 'desk.sqlite3'}", tmp_path / "said"
    desk = open_desk(url)
    make_two(desk)
    writer = start(write_with_limit, url, said)
    writer.join(60)
    assert writer.exitcode == 0
    assert verify(desk) == [] and int(said.read_text()) > 0
    assert head(desk)[0] == 2 + 2 * int(said.read_text())


def write_as_nobody(url: str, said: Path) -> None:
    """Somebody who may read the file and no more."""
    if os.geteuid() == 0:
        os.setgid(65_534)
        os.setuid(65_534)
    lines = []
    for call in (
        lambda: open_desk(url),
        lambda: enter_need(open_desk(url), LOCAL, AT, cooperative_id=1, kind="problem", item="x"),
    ):
        try:
            call()
            lines.append("")
        except MappingError as error:
            lines.append(str(error))
    said.write_text("\n".join(lines))


def test_a_file_that_may_only_be_read_is_said(tmp_path) -> None:
    folder = Path(tempfile.mkdtemp(prefix="ro-"))
    said = Path(tempfile.mkdtemp(prefix="said-"))
    said.chmod(0o777)
    path = folder / "desk.sqlite3"
    desk = open_desk(f"sqlite:///{path}")
    make_two(desk)
    desk.engine.dispose()
    with desk.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    path.chmod(0o444)
    folder.chmod(0o555)
    writer = start(write_as_nobody, f"sqlite:///{path}", said / "lines")
    writer.join(60)
    lines = (said / "lines").read_text().splitlines()
    folder.chmod(0o700)
    shutil.rmtree(folder)
    shutil.rmtree(said)
    assert "hanya bisa dibaca" in lines[-1], lines


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://desk@127.0.0.1:1/desk",
        "postgresql://desk@tidak-ada.invalid/desk",
        "postgresql://desk@/desk?host=/tidak/ada",
        "mysql://desk@localhost/desk",
        "bukan alamat",
        "",
        "sqlite:////proc/tidak/ada/meja.sqlite3",
    ],
)
def test_a_database_that_is_not_there_is_said(url) -> None:
    with pytest.raises(DeskError) as said:
        open_desk(url)
    assert str(said.value).endswith(".")
    assert "@" not in str(said.value) and "Traceback" not in str(said.value), "an address may hold a password"


@pytest.mark.parametrize("content", [b"bukan basis data" * 400, b"SQLite format 3\0" + b"\xff" * 4000])
def test_a_file_that_is_no_database_is_said_and_stays(tmp_path, content) -> None:
    path = tmp_path / "meja.sqlite3"
    path.write_bytes(content)
    with pytest.raises(DeskError, match=r"rusak|tidak bisa"):
        open_desk(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_a_server_that_goes_away_is_said_and_found_again(postgres) -> None:
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    server = Server(folder)
    desk = open_desk(server.url())
    make_two(desk)
    server.stop()
    for call in (lambda: head(desk), lambda: enter_need(desk, LOCAL, AT, cooperative_id=1, kind="problem", item="x")):
        with pytest.raises(DeskError, match="tidak bisa dihubungi"):
            call()
    server.start()
    enter_need(desk, LOCAL, AT, cooperative_id=1, kind="problem", item="x")
    assert verify(desk) == []
    desk.engine.dispose()
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "x" * 201},
        {"members": 3_000_000_000},
        {"members": True},
        {"members": "41"},
        {"capital_idr": 2**63},
        {"lat": float("nan")},
        {"lat": float("inf")},
        {"note": "a\0b"},
        {"note": "\ud800"},
        {"note": None},
        {"synthetic": None},
    ],
    ids=str,
)
def test_what_one_database_would_refuse_neither_takes(desk, two, fields) -> None:
    """The last line behind the checks of the rooms: the same on both, and nothing of it stays."""
    before = head(desk)
    with pytest.raises(EntryError) as refused, desk.writing(LOCAL, AT) as session:
        row = session.get(Cooperative, two[0])
        for name, value in fields.items():
            setattr(row, name, value)
    assert refused.value.field == next(iter(fields))
    assert head(desk) == before and verify(desk) == []


def test_a_backup_into_nothing_is_an_error_of_the_file(desk, two) -> None:
    class Full(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data) -> int:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="space"):
        backup(desk, CONSOLE, AT, Full())
    assert verify(desk) == []
