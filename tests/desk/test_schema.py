"""The schema: models and migrations agree, old desks come along with their data, a newer program's are left alone."""

import shutil
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from mapping.desk.models import Base, Cooperative
from mapping.desk.rules import CONSOLE, LOCAL
from mapping.desk.store.desk import Desk, open_desk
from mapping.desk.store.engine import make_engine
from mapping.desk.store.schema import known_revisions, newest, revision_of, upgrade
from mapping.desk.store.verify import head, verify
from mapping.errors import DeskError
from tests.desk.conftest import AT, make_two
from tests.desk.empty import KINDS, empty_database
from tests.desk.writers import start


@pytest.fixture(params=KINDS)
def url(request, tmp_path):
    """Address of a database without anything in it."""
    with empty_database(request.param, request, tmp_path) as address:
        yield address


@pytest.fixture
def of_0001(url):
    """A desk as the program made it at revision 0001, with data and their trail."""
    engine = make_engine(url)
    upgrade(engine, "0001")
    old = Desk(engine)
    make_two(old)
    with old.writing(LOCAL, AT) as session:
        session.get(Cooperative, 1).members = 41
    yield old
    engine.dispose()


def revision(desk) -> str | None:
    with desk.engine.connect() as connection:
        return revision_of(connection)


def test_models_and_migrations_are_the_same(desk) -> None:
    with desk.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_constraints_carry_the_names_of_the_models(desk) -> None:
    found = inspect(desk.engine)
    for table in Base.metadata.sorted_tables:
        wanted = {constraint.name for constraint in table.foreign_key_constraints}
        assert {key["name"] for key in found.get_foreign_keys(table.name)} == wanted
        assert {index.name for index in table.indexes} <= {index["name"] for index in found.get_indexes(table.name)}


def test_an_empty_database_is_made_ready(url) -> None:
    desk = open_desk(url)
    assert revision(desk) == newest()
    assert set(inspect(desk.engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    desk.engine.dispose()


def test_revisions_are_one_line() -> None:
    from alembic.script import ScriptDirectory

    from mapping.desk.store.schema import MIGRATIONS

    assert len(ScriptDirectory(str(MIGRATIONS)).get_heads()) == 1
    assert {"0001", newest()} <= known_revisions()


def test_an_old_desk_comes_along_with_its_data_and_goes_on(of_0001, url) -> None:
    before = head(of_0001)
    desk = open_desk(url)
    assert revision(desk) == newest()
    assert verify(desk, [before]) == []
    with desk.writing(CONSOLE, AT) as session:
        assert session.get(Cooperative, 1).members == 41
        session.get(Cooperative, 2).members = 12
    assert verify(desk, [before]) == [] and head(desk)[0] == before[0] + 1
    with pytest.raises(Exception, match="append-only"), desk.engine.connect() as connection:
        connection.exec_driver_sql("DELETE FROM trail")
    desk.engine.dispose()


def test_opening_again_changes_nothing(url) -> None:
    open_desk(url).engine.dispose()
    desk = open_desk(url)
    assert revision(desk) == newest() and verify(desk) == []
    desk.engine.dispose()


def test_a_desk_of_a_newer_program_is_left_alone(url) -> None:
    desk = open_desk(url)
    make_two(desk)
    with desk.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    before = head(desk)
    with pytest.raises(DeskError, match=r"lebih baru.*9999.*Perbarui"):
        open_desk(url)
    assert revision(desk) == "9999" and head(desk) == before
    desk.engine.dispose()


def open_and_leave(url: str, said: Path) -> None:
    """What a second program does at the same moment."""
    desk = open_desk(url)
    said.write_text(str(revision(desk)))


def test_programs_that_start_at_once_bring_it_up_to_date_once(of_0001, url, tmp_path) -> None:
    files = [tmp_path / f"said{position}" for position in range(6)]
    programs = [start(open_and_leave, url, file) for file in files]
    for program in programs:
        program.join(60)
        assert program.exitcode == 0
    assert {file.read_text() for file in files} == {newest()}
    desk = open_desk(url)
    assert verify(desk) == [] and head(desk)[0] == 3
    desk.engine.dispose()


def test_programs_that_start_at_once_make_one_desk(url, tmp_path) -> None:
    files = [tmp_path / f"said{position}" for position in range(6)]
    programs = [start(open_and_leave, url, file) for file in files]
    for program in programs:
        program.join(60)
        assert program.exitcode == 0
    desk = open_desk(url)
    assert verify(desk) == [] and revision(desk) == newest()
    desk.engine.dispose()


@pytest.fixture
def old_file(tmp_path) -> Path:
    """A file of SQLite at revision 0001."""
    path = tmp_path / "meja.sqlite3"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine, "0001")
    make_two(Desk(engine))
    engine.dispose()
    return path


def test_the_old_file_stays_beside_the_new_one(old_file) -> None:
    open_desk(f"sqlite:///{old_file}").engine.dispose()
    kept = old_file.with_name("meja.sqlite3.0001")
    assert stat.S_IMODE(kept.stat().st_mode) == stat.S_IMODE(old_file.stat().st_mode) == 0o600
    with closing(sqlite3.connect(kept)) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
        assert old.execute("SELECT count(*) FROM cooperative").fetchone() == (2,)
        assert old.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    back = old_file.with_name("back.sqlite3")
    shutil.copy(kept, back)
    assert verify(open_desk(f"sqlite:///{back}")) == []


def test_nothing_is_brought_up_to_date_where_the_old_state_cannot_be_kept(old_file) -> None:
    old_file.with_name("meja.sqlite3.0001").mkdir()
    with pytest.raises(DeskError, match="salinan keadaan lamanya"):
        open_desk(f"sqlite:///{old_file}")
    with closing(sqlite3.connect(old_file)) as old:
        assert old.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    assert [path.name for path in old_file.parent.glob("*.baru")] == []


def test_a_migration_that_fails_leaves_the_desk_as_it_was(of_0001, url, monkeypatch) -> None:
    """The last statement fails: none of those before it stands, on either database."""
    from alembic.operations import Operations

    made = []

    def create_table(self, name, *columns, **how):
        made.append(name)
        if len(made) == 3:
            raise DeskError("penuh")
        return original(self, name, *columns, **how)

    original = Operations.create_table
    monkeypatch.setattr(Operations, "create_table", create_table)
    with pytest.raises(DeskError):
        open_desk(url)
    assert len(made) == 3 and revision(of_0001) == "0001"
    assert not set(made) & set(inspect(of_0001.engine).get_table_names())
    monkeypatch.undo()
    desk = open_desk(url)
    assert verify(desk) == []
    desk.engine.dispose()
