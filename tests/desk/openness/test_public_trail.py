"""The public chain as an outsider verifies it, and that it tells nothing of what is private; on both databases."""

from __future__ import annotations

import hashlib
import json

import pytest

from mapping.desk.accounts import admit
from mapping.desk.models import Cooperative, TrailEntry
from mapping.desk.needs.answer import say, take
from mapping.desk.needs.enter import enter_need
from mapping.desk.openness import public_trail
from mapping.desk.openness.public_trail import COLUMNS, read_public_trail, rules_digest
from mapping.desk.rules import CONSOLE, LOCAL
from mapping.desk.store.verify import verify

AT, LATER = "2026-11-23T08:00:00Z", "2026-11-24T09:00:00Z"
SECRET = "gudang bocor"
COVERED = ["n", "at", "role", "action", "entity", "key", "cooperative_id", "before", "after", "previous"]


def outsider(rows: list[dict], previous: str = "0" * 64) -> str:
    """What somebody with nothing of this program does: recompute every row; the head, or a failed test."""
    for row in rows:
        assert row["previous"] == previous, f"row {row['n']} does not follow the one before it"
        said = json.dumps([row[name] for name in COVERED], ensure_ascii=False, separators=(",", ":"))
        previous = hashlib.sha256(said.encode("utf-8")).hexdigest()
        assert row["hash"] == previous, f"row {row['n']} says something else than its checksum"
    return previous


def pages(desk, most: int = 3, **asked) -> list[dict]:
    rows, after = [], 0
    while after is not None:
        page = read_public_trail(desk, after=after, most=most, **asked)
        table = page.rows.astype(object).where(page.rows.notna(), None)
        rows, after = [*rows, *table.to_dict("records")], page.last
    assert len(rows) == page.total
    return rows


@pytest.fixture(autouse=True)
def forget() -> None:
    public_trail._chain_of.cache_clear()


@pytest.fixture
def written(desk, two) -> int:
    admit(desk, CONSOLE, AT, "ketua@contoh.id", "cooperative", two[0])
    asked = {"item": 'beras "é" medium', "amount": 2000, "unit": "kg", "price_limit_idr": 13_111, "details": SECRET}
    number = enter_need(desk, LOCAL, LATER, cooperative_id=two[0], kind="goods", **asked)
    take(desk, LOCAL, LATER, number, 1)
    say(desk, LOCAL, LATER, number, SECRET)
    return number


def test_an_empty_desk_has_an_empty_chain(desk) -> None:
    found = read_public_trail(desk)
    assert (found.rows.empty, found.rows.columns.tolist(), found.total, found.n, found.head) == (
        True, COLUMNS, 0, 0, "0" * 64,
    )  # fmt: skip


@pytest.mark.parametrize("most", [1, 3, 1000])
def test_an_outsider_verifies_the_chain_page_by_page(desk, written, most) -> None:
    rows = pages(desk, most)
    assert [row["n"] for row in rows] == list(range(1, len(rows) + 1))
    assert outsider(rows) == read_public_trail(desk, most=0).head
    public_trail._chain_of.cache_clear()
    assert pages(desk, most) == rows, "the chain depends on what was read before"


def test_the_chain_goes_on_where_it_was(desk, two, written) -> None:
    first = pages(desk)
    enter_need(desk, LOCAL, LATER, cooperative_id=two[1], kind="problem", item="genset rusak")
    again = pages(desk)
    assert again[: len(first)] == first and len(again) > len(first)
    outsider(again[len(first) :], first[-1]["hash"])


def test_nothing_private_is_told(desk, written) -> None:
    text = json.dumps(pages(desk))
    assert SECRET not in text and "13111" not in text and "contoh.id" not in text and "request_key" not in text
    assert '\\"details\\":\\"***\\"' in text and "account_id" not in text


def test_the_checksums_do_not_follow_private_values(desk, two, written) -> None:
    """Else somebody who knows the rest of a row could try likely values until the checksum fits."""
    head = read_public_trail(desk, most=0).head
    with desk.reading() as session:
        entry = session.query(TrailEntry).filter_by(entity="need", action="add").one()
        n, after = entry.n, entry.after
    assert "13111" in after
    rewrite(desk, n, after.replace("13111", "14222"))
    public_trail._chain_of.cache_clear()
    assert read_public_trail(desk, most=0).head == head
    assert verify(desk) != [], "the desk's own check finds it all the same"


def rewrite(desk, n: int, after: str) -> None:
    """Change a row of the trail past the desk, as only the owner of the database can."""
    from sqlalchemy import text

    with desk.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER trail_no_update")
        else:
            connection.exec_driver_sql("ALTER TABLE trail DISABLE TRIGGER USER")
        connection.execute(text("UPDATE trail SET after = :after WHERE n = :n"), {"after": after, "n": n})


def test_a_rewritten_past_is_found_by_whoever_kept_a_head(desk, written) -> None:
    rows = pages(desk)
    kept, told = rows[-2]["n"], rows[-2]["hash"]
    first = json.loads(rows[0]["after"])
    with desk.reading() as session:
        after = session.get(TrailEntry, 1).after
    rewrite(desk, 1, after.replace(json.dumps(first["name"]), '"Koperasi Lain"'))
    # While the program runs, its rows no longer fit their checksums ...
    with pytest.raises(AssertionError, match="row 1 says something else"):
        outsider(pages(desk))
    # ... and after a new start the whole chain is another one.
    public_trail._chain_of.cache_clear()
    anew = pages(desk)
    outsider(anew)
    assert anew[kept - 1]["hash"] != told


def test_a_removed_row_shows(desk, written) -> None:
    with desk.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("DROP TRIGGER trail_no_delete")
        else:
            connection.exec_driver_sql("ALTER TABLE trail DISABLE TRIGGER USER")
        connection.exec_driver_sql("DELETE FROM trail WHERE n = 2")
    assert [row["n"] for row in pages(desk)][:2] == [1, 3]


def test_a_damaged_row_is_no_traceback(desk, written) -> None:
    rewrite(desk, 1, "{torn")
    assert pages(desk)[0]["after"] == ""


def test_it_is_narrowed_to_a_region(desk, two, written) -> None:
    enter_need(desk, LOCAL, LATER, cooperative_id=two[1], kind="problem", item="genset rusak")
    whole, part = pages(desk), pages(desk, code="35.78.03.1002")
    assert 0 < len(part) < len(whole) and {row["cooperative_id"] for row in part} <= {two[1], None}
    assert all(row == whole[row["n"] - 1] for row in part), "the same rows with the same checksums"
    assert pages(desk, code="35.78") == whole and pages(desk, code="33") == []
    assert pages(desk, code="35.78.03.100") == []


def test_other_rules_have_another_name(monkeypatch, desk) -> None:
    before = rules_digest()
    told = public_trail.read_trail_words()
    rules = told["entities"] | {"need": told["entities"]["need"] | {"open": ["item"]}}
    monkeypatch.setattr(public_trail, "read_trail_words", lambda: {"entities": rules})
    assert rules_digest() != before


def test_another_desk_at_the_same_address_has_its_own_chain(desk, two, written) -> None:
    read_public_trail(desk)
    chain = public_trail._chain_of(str(desk.engine.url), rules_digest())
    chain.seal = "f" * 64
    assert outsider(pages(desk)) == chain.head()


def test_a_change_of_a_private_number_shows_that_it_changed(desk, two) -> None:
    with desk.writing(LOCAL, LATER) as session:
        session.get(Cooperative, two[0]).capital_idr = 5_000_000
    last = pages(desk)[-1]
    assert json.loads(last["before"]) == {"capital_idr": None} and json.loads(last["after"]) == {"capital_idr": "***"}
