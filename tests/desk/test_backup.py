"""Backups: everything comes back in either database, and what is not ours is refused and leaves nothing."""

import hashlib
import io
import json
import shutil
import zipfile

import pytest
from sqlalchemy import inspect, select

from mapping.desk.exchange.backup import backup, restore
from mapping.desk.models import Account, Base, Cooperative, Supplier
from mapping.desk.rules import ANYONE, CONSOLE, LOCAL
from mapping.desk.store.chain import FIRST, SAID, entry_hash
from mapping.desk.store.desk import bare_desk, open_desk
from mapping.desk.store.schema import newest, upgrade
from mapping.desk.store.verify import head, verify
from mapping.errors import DeskError, InputError, NotAllowedError
from tests.desk.conftest import make_two
from tests.desk.empty import KINDS, empty_database
from tests.desk.rows import row_of

AT, LATER = "2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z"


def contents(desk) -> dict[str, list[tuple]]:
    with desk.reading() as session:
        return {
            table.name: [tuple(row) for row in session.connection().execute(select(table).order_by(*table.primary_key))]
            for table in Base.metadata.sorted_tables
        }


def saved(desk) -> bytes:
    target = io.BytesIO()
    backup(desk, CONSOLE, LATER, target)
    return target.getvalue()


def back(desk, content: bytes, **how):
    return restore(desk, CONSOLE, io.BytesIO(content), **how)


@pytest.fixture
def used(desk, two):
    """A desk with letters of every kind, blanks, private columns, removed rows."""
    return use(desk, two)


@pytest.fixture
def whole(tmp_path):
    """A backup of such a desk, and what it holds."""
    desk = open_desk(f"sqlite:///{tmp_path / 'whole.sqlite3'}")
    used = use(desk, make_two(desk))
    return saved(used), contents(used)


def use(desk, two):
    with desk.writing(LOCAL, LATER) as session:
        one = session.get(Cooperative, two[0])
        one.members, one.lat, one.note = 41, -7.3 / 3, 'Baris\nkedua, "é" \U0001f33e =1+1'
        session.add(row_of(Supplier, name="UD Makmur", kind="trader", contact="0812", active=True, synthetic=True))
    with desk.writing(CONSOLE, LATER) as session:
        session.add_all(Account(email=f"{n}@contoh.id", role="office", active=n > 1) for n in range(3))
    with desk.writing(CONSOLE, LATER) as session:
        session.delete(session.get(Account, 3))
    return desk


@pytest.fixture(params=KINDS)
def other(request, tmp_path):
    """A second, empty desk on each database."""
    with empty_database(request.param, request, tmp_path) as url:
        opened = open_desk(url)
        yield opened
        opened.engine.dispose()


@pytest.fixture
def fresh(tmp_path):
    return open_desk(f"sqlite:///{tmp_path / 'fresh.sqlite3'}")


def test_everything_comes_back_in_either_database(used, other) -> None:
    restored = back(other, saved(used))
    assert contents(other) == contents(used)
    assert restored.trail == head(used) == head(other)
    assert restored.tables["cooperative"] == 2 and restored.findings == []
    assert verify(other, [head(used)]) == []


def test_a_restored_desk_goes_on(used, other) -> None:
    back(other, saved(used))
    with other.writing(CONSOLE, LATER) as session:
        account = Account(email="baru@contoh.id", role="office", active=True)
        session.add(account)
        session.flush()
        assert account.id >= 3
        session.get(Cooperative, 1).members = 42
    assert verify(other) == []
    if other.engine.dialect.name == "postgresql":
        assert account.id == 4, "the number of a removed row is not given again"


def test_backup_and_restore_again_give_the_same(used, other) -> None:
    first = saved(used)
    back(other, first)
    assert members(saved(other)) == members(first)


def members(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_others_write_on_while_a_backup_is_made(used) -> None:
    class Writer(io.BytesIO):
        wrote = 0

        def write(self, data):
            if self.wrote < 5:
                self.wrote += 1
                with used.writing(LOCAL, LATER) as session:
                    session.get(Cooperative, 1).members = 100 + self.wrote
            return super().write(data)

    before, target = head(used), Writer()
    backup(used, CONSOLE, LATER, target)
    assert head(used)[0] == before[0] + 5
    with zipfile.ZipFile(target) as packed:
        assert json.loads(packed.read("manifest.json"))["trail"] == list(before)


def test_backup_of_one_moment_restores(used, fresh) -> None:
    """Writers that come between two tables of a backup are in none of it."""
    content = io.BytesIO()

    def report(share, text):
        with used.writing(LOCAL, LATER) as session:
            session.get(Cooperative, 1).members = 7

    backup(used, CONSOLE, LATER, content, report)
    assert back(fresh, content.getvalue()).findings == []


def test_only_into_an_empty_desk(used, desk) -> None:
    before = contents(used)
    with pytest.raises(DeskError, match=r"kosong.*--database"):
        back(used, saved(used))
    assert contents(used) == before


@pytest.mark.parametrize("actor", [ANYONE, LOCAL])
def test_only_an_admin(used, actor) -> None:
    with pytest.raises(NotAllowedError):
        backup(used, actor, LATER, io.BytesIO())
    with pytest.raises(NotAllowedError):
        restore(used, actor, io.BytesIO())


def repacked(content: bytes, change, sign: bool = True) -> bytes:
    """A backup changed by ``change(members)``; with checksums that fit, as somebody makes them who knows how."""
    parts = members(content)
    change(parts)
    if sign:
        manifest = json.loads(parts["manifest.json"])
        for name in manifest["tables"]:
            said = parts[f"{name}.jsonl"]
            manifest["tables"][name] = {"rows": said.count(b"\n"), "sha256": hashlib.sha256(said).hexdigest()}
        parts["manifest.json"] = json.dumps(manifest).encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return target.getvalue()


def edit(name: str, old: bytes, new: bytes):
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name], (old, parts[name][:500])
        parts[name] = parts[name].replace(old, new, 1)

    return change


def manifest_of(**fields):
    def change(parts: dict[str, bytes]) -> None:
        parts["manifest.json"] = json.dumps(json.loads(parts["manifest.json"]) | fields).encode()

    return change


def extra(name: str, data: bytes = b""):
    return lambda parts: parts.__setitem__(name, data)


def without(name: str):
    return lambda parts: parts.pop(name)


def renamed_table(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    manifest["tables"]["sqlite_master"] = manifest["tables"].pop("need")
    parts["sqlite_master.jsonl"] = parts.pop("need.jsonl")
    parts["manifest.json"] = json.dumps(manifest).encode()


def path_table(parts: dict[str, bytes]) -> None:
    manifest = json.loads(parts["manifest.json"])
    manifest["tables"]["../need"] = manifest["tables"].pop("need")
    parts["../need.jsonl"] = parts.pop("need.jsonl")
    parts["manifest.json"] = json.dumps(manifest).encode()


COOP = "cooperative.jsonl"
HOSTILE = {
    "a changed value, checksums left": (edit(COOP, b'"members": 41', b'"members": 99'), False),
    "a changed value, checksums made to fit": (edit(COOP, b'"members": 41', b'"members": 99'), True),
    "a removed row of the trail": (lambda p: p.update({"trail.jsonl": p["trail.jsonl"].split(b"\n", 1)[1]}), True),
    "rows cut from the end of the trail and tables": (without("trail.jsonl"), False),
    "an unknown column": (edit(COOP, b'"members": 41', b'"members": 41, "x\\"); DROP TABLE need; --": 1'), True),
    "a missing column": (edit(COOP, b'"members": 41, ', b""), True),
    "text for a number": (edit(COOP, b'"members": 41', b'"members": "41"'), True),
    "a number beyond the column": (edit(COOP, b'"members": 41', b'"members": 4100000000'), True),
    "a number beyond numbers": (edit(COOP, b'"members": 41', b'"members": ' + b"9" * 5000), True),
    "infinity": (edit(COOP, b'"lon": null', b'"lon": Infinity'), True),
    "null where something must stand": (edit(COOP, b'"synthetic": true', b'"synthetic": null'), True),
    "a zero byte": (edit(COOP, b'"Rungkut"', b'"Rung\\u0000kut"'), True),
    "half a letter": (edit(COOP, b'"Rungkut"', b'"Rung\\ud800kut"'), True),
    "a list for a record": (extra(COOP, b"[1]\n"), True),
    "nested without end": (extra(COOP, b"[" * 100_000 + b"\n"), True),
    "no end of line": (extra(COOP, b"{}"), False),
    "another table": (renamed_table, True),
    "a table with a path": (path_table, True),
    "a member more": (extra("lain.txt", b"x"), False),
    "a member with a path": (extra("../../luar.txt", b"x"), False),
    "no manifest": (without("manifest.json"), False),
    "a manifest that is none": (extra("manifest.json", b"[]"), False),
    "a manifest of another program": (manifest_of(format="lain"), False),
    "a newer form": (manifest_of(edition=2), False),
    "a newer schema": (manifest_of(revision="9999"), False),
    "a revision that is none": (manifest_of(revision="../../x"), False),
    "an older schema than it is": (manifest_of(revision="0001"), False),
    "a head that does not fit": (manifest_of(trail=[99, "ab" * 32]), False),
    "rows as text": (manifest_of(trail=["1", "x"]), False),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_is_not_ours_is_refused_and_leaves_nothing(whole, other, case) -> None:
    change, sign = HOSTILE[case]
    content = repacked(whole[0], change, sign)
    with pytest.raises((InputError, DeskError)) as refused:
        back(other, content)
    assert str(refused.value).endswith(".") and "Traceback" not in str(refused.value)
    assert not any(contents(other).values())
    assert back(other, whole[0]).findings == []


@pytest.mark.parametrize("cut", [0, 1, 10, 200, -1, -30])
def test_a_torn_file_is_refused(whole, fresh, cut) -> None:
    with pytest.raises(InputError, match="rusak"):
        back(fresh, whole[0][:cut])
    assert not any(contents(fresh).values())


def test_every_flipped_byte_is_refused_or_changes_nothing(whole, tmp_path) -> None:
    content, wanted = whole
    path = tmp_path / "flip.sqlite3"
    open_desk(f"sqlite:///{path}").engine.dispose()
    for position in range(0, len(content), max(len(content) // 40, 1)):
        copy = tmp_path / "copy.sqlite3"
        shutil.copy(path, copy)
        desk = open_desk(f"sqlite:///{copy}")
        torn = bytearray(content)
        torn[position] ^= 0x10
        try:
            back(desk, bytes(torn))
        except InputError:
            assert not any(contents(desk).values())
        else:
            assert contents(desk) == wanted


def test_a_bomb_is_refused_before_it_is_read(whole, fresh) -> None:
    def change(parts: dict[str, bytes]) -> None:
        parts[COOP] = b" " * 60_000_000 + b"\n"

    content = repacked(whole[0], change)
    assert len(content) < 200_000
    with pytest.raises(InputError, match="mengembang"):
        back(fresh, content)


def test_a_tampered_desk_comes_back_only_when_asked_for(used, other) -> None:
    with used.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE cooperative SET members = 4 WHERE id = 1")
    content = saved(used)
    with pytest.raises(InputError, match="cooperative 1"):
        back(other, content)
    restored = back(other, content, despite_findings=True)
    assert [found.key for found in restored.findings] == ["1"]
    assert contents(other) == contents(used)


def as_of_0001(parts: dict[str, bytes]) -> None:
    """A backup as the program made it at revision 0001: only the tables of that day."""
    young = {"partner", "partner_service", "agreement", "agreement_task", "agreement_review", "commitment"}
    young |= {"assessment", "assessment_level", "plan_step", "training_session", "attendance", "outcome"}
    young |= {"outcome_check"}
    manifest = json.loads(parts["manifest.json"]) | {"revision": "0001"}
    for name in young:
        del parts[f"{name}.jsonl"], manifest["tables"][name]
    parts["manifest.json"] = json.dumps(manifest).encode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_backup_of_an_older_schema_is_brought_up_to_date(whole, kind, request, tmp_path) -> None:
    content, wanted = whole
    with empty_database(kind, request, tmp_path) as url:
        bare = bare_desk(url)
        restored = back(bare, repacked(content, as_of_0001))
        assert restored.revision == "0001" != newest()
        assert contents(bare) == wanted
        upgrade(bare.engine)
        assert head(bare) == restored.trail and verify(bare) == []
        with pytest.raises(Exception, match="append-only"), bare.engine.connect() as connection:
            connection.exec_driver_sql("DELETE FROM trail")
        bare.engine.dispose()


def test_a_backup_of_an_older_schema_wants_a_new_database(whole, fresh) -> None:
    with pytest.raises(DeskError, match="benar-benar baru"):
        back(fresh, repacked(whole[0], as_of_0001))


@pytest.mark.parametrize("kind", KINDS)
def test_a_refused_backup_leaves_a_new_database_without_a_schema(whole, kind, request, tmp_path) -> None:
    with empty_database(kind, request, tmp_path) as url:
        bare = bare_desk(url)
        with pytest.raises(InputError):
            back(bare, repacked(whole[0], HOSTILE["text for a number"][0]))
        with bare.engine.connect() as connection:
            assert inspect(connection).get_table_names() == []
        bare.engine.dispose()


def test_the_trail_of_a_backup_is_the_one_that_was_told(used) -> None:
    previous = FIRST
    for line in members(saved(used))["trail.jsonl"].splitlines():
        entry = json.loads(line)
        assert entry["previous"] == previous and entry["hash"] == entry_hash({name: entry[name] for name in SAID})
        previous = entry["hash"]
