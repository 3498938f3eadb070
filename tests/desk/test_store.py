"""The store: what is written is there, with its row in the trail; what fails leaves nothing."""

import json
import re

import pytest
from sqlalchemy import select

from mapping.desk.models import Cooperative, TrailEntry
from mapping.desk.rules import LOCAL
from mapping.desk.store.chain import FIRST, SAID, entry_hash, plain_json
from mapping.errors import ConflictError

AT, LATER = "2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z"


def trail(desk) -> list[TrailEntry]:
    with desk.reading() as session:
        return list(session.scalars(select(TrailEntry).order_by(TrailEntry.n)))


def test_every_change_has_its_row_in_the_trail(desk, two) -> None:
    with desk.writing(LOCAL, LATER) as session:
        session.get(Cooperative, two[0]).members = 41
    rows = trail(desk)
    assert [(row.n, row.action, row.entity) for row in rows] == [
        (1, "add", "cooperative"),
        (2, "add", "cooperative"),
        (3, "change", "cooperative"),
    ]
    assert json.loads(rows[2].before) == {"members": None, "version": 1}
    assert json.loads(rows[2].after) == {"members": 41, "version": 2}
    assert (rows[2].at, rows[2].role, rows[2].cooperative_id) == (LATER, "office", two[0])
    previous = FIRST
    for row in rows:
        assert row.previous == previous
        assert row.hash == entry_hash({name: getattr(row, name) for name in SAID})
        previous = row.hash


def test_a_checksum_tells_nothing_of_what_it_covers(desk, two) -> None:
    """Somebody who knows all of a row but one small number cannot find it by trying: the salt is not told."""
    with desk.writing(LOCAL, LATER) as session:
        session.get(Cooperative, two[0]).members = 41
    with desk.writing(LOCAL, LATER) as session:
        session.get(Cooperative, two[1]).members = 41
    rows = trail(desk)
    assert all(re.fullmatch("[0-9a-f]{32}", row.salt) for row in rows) and len({row.salt for row in rows}) == len(rows)
    known = {name: getattr(rows[2], name) for name in SAID}
    tried = [known | {"after": plain_json({"members": guess, "version": 2})} for guess in range(100)]
    assert rows[2].hash in {entry_hash(one) for one in tried}
    assert rows[2].hash not in {entry_hash(one | {"salt": salt}) for one in tried for salt in ("", rows[3].salt)}


def test_a_failed_block_leaves_nothing_behind(desk, two) -> None:
    with pytest.raises(ZeroDivisionError), desk.writing(LOCAL, LATER) as session:
        session.get(Cooperative, two[0]).members = 41
        session.flush()
        raise ZeroDivisionError
    assert len(trail(desk)) == 2
    with desk.reading() as session:
        assert session.get(Cooperative, two[0]).members is None


def test_an_old_version_is_refused(desk, two) -> None:
    with desk.reading() as session:
        seen = session.get(Cooperative, two[0])
        session.expunge(seen)
    with desk.writing(LOCAL, LATER) as session:
        session.get(Cooperative, two[0]).members = 41
    with pytest.raises(ConflictError), desk.writing(LOCAL, LATER) as session:
        session.add(seen)
        seen.members = 12
    with desk.reading() as session:
        assert session.get(Cooperative, two[0]).members == 41


def test_the_trail_itself_cannot_be_changed_by_a_statement(desk, two) -> None:
    for statement in ("UPDATE trail SET role = 'admin'", "DELETE FROM trail"):
        with pytest.raises(Exception, match="append-only"), desk.engine.connect() as connection:
            connection.exec_driver_sql(statement)
    assert len(trail(desk)) == 2


def test_nothing_passes_the_trail_by(desk, two) -> None:
    from sqlalchemy import update

    with pytest.raises(RuntimeError, match="bulk"), desk.writing(LOCAL, LATER) as session:
        session.execute(update(Cooperative).values(members=1))
    with pytest.raises(RuntimeError, match="reading session"), desk.reading() as session:
        session.get(Cooperative, two[0]).members = 1
        session.flush()


def test_a_number_out_of_a_table_finds_its_row(desk, two) -> None:
    import numpy as np

    with desk.reading() as session:
        assert session.get(Cooperative, np.int64(two[0])).kelurahan == "Kalirungkut"


def test_the_trail_says_what_the_database_held_before_whatever_the_session_remembers(desk, two) -> None:
    """A column marked as changed before it is set, and a row changed and removed in one go."""
    from sqlalchemy.orm.attributes import flag_modified

    from mapping.desk.models import Officer
    from mapping.desk.store.verify import verify

    with desk.writing(LOCAL, AT) as session:
        session.add(Officer(cooperative_id=two[0], office="chair", filled=True, woman=None, since=""))
    with desk.writing(LOCAL, LATER) as session:
        row = session.get(Cooperative, two[0])
        flag_modified(row, "updated_at")
        row.updated_at = LATER
        officer = session.scalars(select(Officer)).one()
        officer.since = "2026-11-01"
        session.delete(officer)
    change, removal = sorted(trail(desk)[3:], key=lambda entry: entry.action)
    assert json.loads(change.before) == {"updated_at": AT, "version": 1}
    assert json.loads(removal.before)["since"] == ""
    assert verify(desk) == []
