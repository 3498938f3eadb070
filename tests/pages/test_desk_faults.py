"""Pages of the desk whose database is away, damaged or of a newer program: one sentence, and the page stands."""

from __future__ import annotations

import pytest

from mapping.desk.store.desk import open_desk

PAGES = ("meja", "daftar", "mitra", "pelatihan", "pantauan")


def check_stands(test, word: str) -> None:
    assert not test.exception, test.exception
    assert test.title or any("<h1" in str(one.value) for one in test.markdown)
    said = [str(one.value) for one in test.error]
    assert any(word in sentence for sentence in said), said
    assert not any("Traceback" in sentence or "rahasia" in sentence for sentence in said)


@pytest.mark.parametrize("page", PAGES)
def test_a_server_that_is_away_is_one_sentence(app, monkeypatch, page) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://desk:rahasia@127.0.0.1:1/desk")
    check_stands(app(page, wilayah="surabaya"), "tidak bisa dihubungi")


@pytest.mark.parametrize("page", PAGES)
def test_a_damaged_file_is_one_sentence(app, monkeypatch, tmp_path, page) -> None:
    path = tmp_path / "rusak.sqlite3"
    path.write_bytes(b"bukan basis data" * 400)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{path}")
    check_stands(app(page, wilayah="surabaya"), "rusak")


def test_a_desk_of_a_newer_program_is_one_sentence(app, own_desk) -> None:
    desk = open_desk(own_desk)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    check_stands(app("meja", wilayah="surabaya"), "lebih baru")


def test_other_pages_do_not_care(app, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://desk@127.0.0.1:1/desk")
    test = app("profil", wilayah="surabaya")
    assert not test.exception and not test.error
