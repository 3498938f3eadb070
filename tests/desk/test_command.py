"""The desk's commands, each run as people run them."""

import json
import stat
import sys
import zipfile

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from mapping.__main__ import app
from mapping.desk.models import Cooperative
from mapping.desk.rules import LOCAL
from mapping.desk.store.desk import open_desk
from mapping.desk.store.verify import head
from tests.desk.conftest import AT
from tests.desk.empty import KINDS, empty_database

BACKUP = "cadangan.zip"


@pytest.fixture
def run(desk_url, monkeypatch):
    """A command of the desk on the test's database."""
    monkeypatch.setenv("DATABASE_URL", desk_url)

    def call(*given: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["desk", *map(str, given)])
        assert done.exit_code == code, done.output + str(done.exception)
        assert "Traceback" not in done.output
        return " ".join(done.output.split())

    return call


def test_help_is_there_for_every_command(run) -> None:
    listed = run("--help")
    for name in (
        "upgrade",
        "verify",
        "backup",
        "restore",
        "export",
        "import",
        "report",
        "admit",
        "dismiss",
        "accounts",
        "demo",
    ):
        assert name in listed
        assert "--database" in run(name, "--help")


def test_upgrade_makes_a_desk(run, tmp_path) -> None:
    url = f"sqlite:///{tmp_path / 'baru' / 'meja.sqlite3'}"
    assert "siap" in run("upgrade", "--database", url)
    assert "0 temuan" in run("verify", "--database", url)


@pytest.mark.parametrize(
    "command",
    [
        ("verify",),
        ("backup", BACKUP),
        ("export", "out"),
        ("accounts",),
        ("report", "2026-11"),
        ("dismiss", "a@contoh.id"),
    ],
)
def test_a_desk_that_is_not_there_is_not_made_by_looking(run, tmp_path, monkeypatch, command) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "salah.sqlite3"
    assert "desk upgrade" in run(*command, "--database", f"sqlite:///{path}", code=2)
    assert not path.exists() and not list(tmp_path.glob("*.zip"))


def test_verify_finds_a_planted_change_and_says_so_by_its_exit_code(run, desk, two) -> None:
    output = run("verify")
    assert "0 temuan" in output and ":".join(map(str, head(desk))) in output
    with desk.engine.begin() as connection:
        connection.execute(text("UPDATE cooperative SET members = 9 WHERE id = 1"))
    assert "cooperative 1" in run("verify", code=1)


def test_verify_holds_to_what_was_published(run, desk, two) -> None:
    n, said = head(desk)
    assert "0 temuan" in run("verify", "--anchor", f"{n}:{said}")
    assert "pernah ada" in run("verify", "--anchor", f"{n + 5}:{said}", code=1)
    assert "diumumkan" in run("verify", "--anchor", f"{n}:{'ab' * 32}", code=1)
    assert "NOMOR:TANDA" in run("verify", "--anchor", "dua", code=2)


@pytest.mark.parametrize("kind", KINDS)
def test_backup_and_restore(run, desk, two, kind, request, tmp_path) -> None:
    path = tmp_path / BACKUP
    assert "0600" in run("backup", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with zipfile.ZipFile(path) as packed:
        assert json.loads(packed.read("manifest.json"))["trail"] == list(head(desk))
    with empty_database(kind, request, tmp_path) as url:
        assert "dipulihkan" in run("restore", path, "--database", url)
        assert "kosong" in run("restore", path, "--database", url, code=2)
        assert "0 temuan" in run("verify", "--database", url)


def test_a_backup_over_an_old_one_is_the_whole_new_one(run, desk, two, tmp_path) -> None:
    path = tmp_path / BACKUP
    run("backup", path)
    with desk.writing(LOCAL, AT) as session:
        session.get(Cooperative, 1).members = 41
    run("backup", path)
    with zipfile.ZipFile(path) as packed:
        assert json.loads(packed.read("manifest.json"))["trail"] == list(head(desk))
    assert [one.name for one in tmp_path.glob("*.baru*")] == []


def test_a_tampered_desk_is_restored_only_when_asked_for(run, desk, two, tmp_path) -> None:
    with desk.engine.begin() as connection:
        connection.execute(text("UPDATE cooperative SET members = 9 WHERE id = 1"))
    path, url = tmp_path / BACKUP, f"sqlite:///{tmp_path / 'baru.sqlite3'}"
    run("backup", path)
    assert "tidak cocok" in run("restore", path, "--database", url, code=2)
    assert "1 temuan" in run("restore", path, "--database", url, "--meski-temuan", code=1)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 1000])
def test_what_is_no_backup_is_refused_and_makes_no_file(run, tmp_path, content) -> None:
    path = tmp_path / BACKUP
    path.write_bytes(content)
    target = tmp_path / "baru.sqlite3"
    assert "bukan cadangan" in run("restore", path, "--database", f"sqlite:///{target}", code=2)
    assert not target.exists()
    assert run("restore", tmp_path / "tidak-ada.zip", code=2)


def test_tables_leave_as_csv(run, desk, two, tmp_path) -> None:
    with desk.writing(LOCAL, AT) as session:
        session.get(Cooperative, 1).name = "=HYPERLINK(1)"
    run("export", tmp_path / "keluar")
    text = (tmp_path / "keluar" / "koperasi.csv").read_text()
    assert "'=HYPERLINK(1)" in text and "data peraga" in text


def test_tables_come_in_with_their_rejects(run, tmp_path) -> None:
    path = tmp_path / "pemasok.csv"
    path.write_text("nama,jenis\nUD Makmur,Pedagang grosir\nUD Salah,juragan\n")
    output = run("import", "pemasok", path, code=1)
    assert "1 baris baru, 0 sudah ada, 1 ditolak" in output
    assert "juragan" in (tmp_path / "pemasok_ditolak.csv").read_text()
    path.write_text("nama,jenis\nUD Makmur,Pedagang grosir\n")
    assert "0 baris baru, 1 sudah ada, 0 ditolak" in run("import", "pemasok", path)
    assert "--boundaries" in run("import", "koperasi", path, code=2)
    assert "tidak dikenal" in run("import", "emas", path, code=2)
    assert run("import", "pemasok", tmp_path / "tidak-ada.csv", code=2)


def test_accounts(run, desk, two) -> None:
    run("admit", "ani@contoh.id", "--role", "admin")
    run("admit", "budi@contoh.id", "--role", "cooperative", "--cooperative", two[0])
    listed = run("accounts")
    assert "ani@contoh.id admin" in listed and "Kalirungkut" in listed
    assert run("admit", "bukan-surel", "--role", "office", code=2)


def test_an_account_is_dismissed_by_its_address(run, desk, two) -> None:
    run("admit", "a@contoh.id", "--role", "admin")
    run("admit", "b@contoh.id", "--role", "office")
    assert "tidak punya akun" in run("dismiss", "c@contoh.id", code=2)
    assert "admin terakhir" in run("dismiss", "a@contoh.id", code=2)
    assert run("dismiss", "B@contoh.id") == "Akun nomor 2: peran dicabut."
    assert run("dismiss", "b@contoh.id") == "Akun nomor 2: sudah dicabut sebelumnya."
    assert run("accounts") == "1 a@contoh.id admin 2 b@contoh.id office (dicabut)"
    assert "0 temuan" in run("verify")


def test_the_report_of_a_month(run, desk, two, tmp_path) -> None:
    run("report", "2026-11", "--out", tmp_path)
    assert {path.suffix for path in tmp_path.glob("laporan_meja_2026-11.*")} == {".docx", ".pdf", ".csv"}
    assert head(desk)[1] in (tmp_path / "laporan_meja_2026-11.csv").read_text()
    assert run("report", "bulan ini", "--out", tmp_path, code=2)


def test_a_server_that_is_not_there_is_one_sentence(run) -> None:
    assert "tidak bisa dihubungi" in run("verify", "--database", "postgresql://desk:rahasia@127.0.0.1:1/x", code=2)


def test_opening_the_help_loads_no_database() -> None:
    import subprocess

    code = "import sys; import mapping.__main__; print('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"


def test_an_open_desk_of_this_test_sees_what_commands_wrote(run, desk_url) -> None:
    run("admit", "ani@contoh.id", "--role", "office")
    desk = open_desk(desk_url)
    assert head(desk)[0] == 1
    desk.engine.dispose()
