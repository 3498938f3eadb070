"""The desk verified: whatever is changed behind the trail's back is named, and what cannot be seen is told."""

import json

import pytest

from mapping.desk.models import Account, Cooperative, Need, TrailEntry
from mapping.desk.rules import CONSOLE, LOCAL
from mapping.desk.store.chain import FIRST, SAID, entry_hash
from mapping.desk.store.verify import head, kept_tables, verify
from tests.desk.rows import row_of

AT, LATER = "2026-11-23T08:00:00Z", "2026-11-23T09:00:00Z"
GUARDS = {
    "sqlite": ["DROP TRIGGER trail_no_update", "DROP TRIGGER trail_no_delete"],
    "postgresql": ["DROP TRIGGER trail_no_change ON trail", "DROP TRIGGER trail_no_truncate ON trail"],
}


def behind(desk, *statements: str) -> None:
    """Statements as somebody runs them who has the database's own password."""
    with desk.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def unguard(desk) -> None:
    behind(desk, *GUARDS[desk.engine.dialect.name])


def said(desk, *anchors) -> list[tuple[int | None, str, str]]:
    return [(found.n, found.table, found.key) for found in verify(desk, anchors)]


@pytest.fixture
def used(desk, two):
    """A desk in which rows were added, changed and removed: six rows of trail."""
    with desk.writing(LOCAL, LATER) as session:
        session.get(Cooperative, two[0]).members = 41
    with desk.writing(CONSOLE, LATER) as session:
        session.add(Account(email="ani@contoh.id", role="office", active=True))
        session.add(Account(email="budi@contoh.id", role="office", active=True))
    with desk.writing(CONSOLE, LATER) as session:
        session.delete(session.get(Account, 2))
    return desk


def test_what_the_desk_wrote_itself_stands(used) -> None:
    assert verify(used) == []
    assert head(used)[0] == 6
    assert verify(used, [head(used), (0, FIRST)]) == []


def test_progress_is_told_from_nothing_to_all(used) -> None:
    shares = []
    verify(used, report=lambda share, text: shares.append(share))
    assert shares[0] == 0 and shares[-1] == 1 and shares == sorted(shares)


@pytest.mark.parametrize(
    "statement",
    [
        "SET members = 42",
        "SET name = 'Koperasi lain'",
        "SET members = NULL",
        "SET lat = 0",
        "SET synthetic = NOT synthetic",
    ],
)
def test_a_changed_value_is_named_by_table_row_and_column(used, two, statement) -> None:
    behind(used, f"UPDATE cooperative {statement} WHERE id = {two[0]}")
    found = verify(used)
    assert [(one.n, one.table, one.key) for one in found] == [(3, "cooperative", str(two[0]))]
    assert statement.split()[1] in found[0].what
    assert "Koperasi lain" not in found[0].what


def test_a_changed_version_is_found(used, two) -> None:
    behind(used, f"UPDATE cooperative SET version = 9 WHERE id = {two[1]}")
    assert said(used) == [(2, "cooperative", str(two[1]))]


def test_a_changed_text_of_the_trail_is_found(used) -> None:
    unguard(used)
    behind(used, "UPDATE trail SET role = 'admin' WHERE n = 3", "UPDATE trail SET salt = '' WHERE n = 5")
    assert said(used) == [(3, "trail", "3"), (5, "trail", "5")]


def test_a_changed_trail_row_with_a_checksum_made_to_fit_breaks_the_next(used) -> None:
    unguard(used)
    with used.reading() as session:
        row = session.get(TrailEntry, 3)
        entry = {name: getattr(row, name) for name in SAID} | {"role": "admin"}
    behind(used, f"UPDATE trail SET role = 'admin', hash = '{entry_hash(entry)}' WHERE n = 3")
    assert said(used) == [(4, "trail", "4")]


def test_a_removed_trail_row_is_found(used, two) -> None:
    unguard(used)
    behind(used, "DELETE FROM trail WHERE n = 3")
    found = said(used)
    assert found[0] == (4, "trail", "4")
    assert (1, "cooperative", str(two[0])) in found


def test_removed_last_rows_are_found_by_replay_and_by_anchor(used) -> None:
    published = head(used)
    unguard(used)
    behind(used, "DELETE FROM trail WHERE n > 5")
    assert said(used) == [(5, "account", "2")]
    assert said(used, published) == [(6, "trail", "6"), (5, "account", "2")]


def test_a_row_added_behind_the_trails_back_is_found(used) -> None:
    columns = [column.name for column in Cooperative.__table__.c if column.name not in ("id", "source_id")]
    names = ", ".join(columns)
    behind(
        used,
        f"INSERT INTO cooperative (id, source_id, {names}) SELECT 77, 'palsu', {names} FROM cooperative WHERE id = 1",
    )
    assert said(used) == [(None, "cooperative", "77")]


def test_a_row_removed_behind_the_trails_back_is_found(used) -> None:
    behind(used, "DELETE FROM account WHERE id = 1")
    assert said(used) == [(4, "account", "1")]


def rewrite(desk, change) -> None:
    """The whole chain written anew, as somebody does who knows how it is made."""
    unguard(desk)
    with desk.reading() as session:
        entries = [
            {name: getattr(row, name) for name in SAID} for row in session.query(TrailEntry).order_by(TrailEntry.n)
        ]
    entries = change(entries)
    previous = FIRST
    for n, entry in enumerate(entries, 1):
        entry |= {"n": n, "previous": previous}
        previous = entry["hash"] = entry_hash(entry)
    behind(desk, "DELETE FROM trail")
    with desk.engine.begin() as connection:
        connection.execute(TrailEntry.__table__.insert(), entries)


def test_a_trail_written_anew_with_the_tables_is_found_by_an_anchor_only(used, two) -> None:
    published = head(used)

    def change(entries):
        entries[2]["after"] = json.dumps({"members": 4_100, "version": 2}, separators=(",", ":"))
        return entries

    behind(used, f"UPDATE cooperative SET members = 4100 WHERE id = {two[0]}")
    rewrite(used, change)
    assert verify(used) == []
    assert said(used, published) == [(6, "trail", "6")]


def test_a_step_told_twice_or_out_of_turn_is_found(used, two) -> None:
    rewrite(used, lambda entries: [*entries[:3], dict(entries[2]), *entries[3:]])
    assert said(used) == [(4, "cooperative", str(two[0]))]


@pytest.mark.parametrize(("column", "text"), [("after", "[1]"), ("after", "{"), ("entity", "'x'"), ("key", "satu")])
def test_a_row_that_cannot_be_told_again_is_named_and_the_rest_is_read(used, column, text) -> None:
    def change(entries):
        entries[2][column] = text
        return entries

    rewrite(used, change)
    assert (3, "trail", "3") in said(used)


def test_a_change_of_what_is_about_persons_is_not_in_the_trail(used) -> None:
    """Documented: an address can be erased, so the trail cannot vouch for it."""
    behind(used, "UPDATE account SET email = 'cici@contoh.id' WHERE id = 1")
    assert verify(used) == []
    with used.reading() as session:
        assert not any("contoh.id" in row.after + row.before for row in session.query(TrailEntry))


def test_every_kept_table_is_compared() -> None:
    from mapping.desk.models import Base

    assert set(kept_tables()) == set(Base.metadata.tables) - {"trail"}


def test_numbers_texts_and_blanks_are_compared_as_they_are(desk, two) -> None:
    with desk.writing(LOCAL, AT) as session:
        for amount, item in [(0.1 + 0.2, "beras “é” \U0001f33e"), (2e15, 'a"b\\c'), (None, ""), (5, "x")]:
            session.add(
                row_of(
                    Need,
                    cooperative_id=two[0],
                    kind="goods",
                    item=item,
                    amount=amount,
                    price_limit_idr=9_000_000_000_000,
                    status="entered",
                    status_since=AT,
                    entered_at=AT,
                    request_key=f"k{amount}",
                )
            )
    assert verify(desk) == []
