"""The trail in words: everything can be followed, and nobody reads more than they may; on both databases."""

import pandas as pd
import pytest

from mapping.desk.accounts import actor_for, admit
from mapping.desk.models import Base, Cooperative, Kept, Need, Supplier
from mapping.desk.needs.answer import say, take
from mapping.desk.needs.enter import enter_need
from mapping.desk.openness.trail_view import read_freshness, read_trail, verify_trail
from mapping.desk.outcomes.advised import Advised
from mapping.desk.outcomes.ledger import check_outcome, start_outcome
from mapping.desk.rules import ANYONE, CONSOLE, COOPERATIVE, LOCAL, Actor
from mapping.knowledge.trail import read_trail_words
from mapping.language import speaking

AT, LATER, TODAY = "2026-11-23T08:00:00Z", "2026-11-24T09:00:00Z", "2026-11-25"
SECRET = "gudang bocor, stok disimpan di rumah"


@pytest.fixture
def need(desk, two) -> int:
    admit(desk, CONSOLE, AT, "ketua@contoh.id", "cooperative", two[0])
    mine = actor_for(desk, "ketua@contoh.id")
    asked = {"item": "beras medium", "amount": 2000, "unit": "kg", "price_limit_idr": 13_111, "details": SECRET}
    number = enter_need(desk, mine, LATER, cooperative_id=two[0], kind="goods", **asked)
    take(desk, LOCAL, LATER, number, 1)
    say(desk, LOCAL, LATER, number, SECRET)
    return number


def words_of(table: pd.DataFrame) -> str:
    return table.to_csv()


def test_a_change_is_told_with_who_when_what_before_and_after(desk, two, need) -> None:
    rows = read_trail(desk, LOCAL)
    assert rows["n"].tolist() == list(range(len(rows), 0, -1))
    taken = rows[(rows["entity"] == "need") & (rows["action"] == "change")].iloc[0]
    assert (taken["at"], taken["role"], taken["what"]) == (LATER, "Dinas", "Dinas mengubah: Kebutuhan")
    assert "tahap: Baru → Sedang diurus" in taken["change"]
    assert taken["kelurahan"] == "Kalirungkut" and taken["cooperative_id"] == two[0]
    added = rows[(rows["entity"] == "need") & (rows["action"] == "add")].iloc[0]
    assert added["role"] == "Koperasi"
    assert "jumlah: 2.000" in added["change"] and "batas harga (Rp): 13.111" in added["change"]


def test_the_public_reads_what_changed_but_no_free_text_and_no_price_limit(desk, two, need) -> None:
    with desk.writing(LOCAL, LATER) as session:
        session.get(Cooperative, two[0]).note = SECRET
    for actor in (ANYONE, Actor(COOPERATIVE, two[1])):
        told = words_of(read_trail(desk, actor))
        assert "bocor" not in told and "13.111" not in told and "13111" not in told
        assert "keterangan: ***" in told and "pesan: ***" in told and "barang: beras medium" in told
    for actor in (LOCAL, CONSOLE, Actor(COOPERATIVE, two[0])):
        told = words_of(read_trail(desk, actor))
        assert "bocor" in told and "13.111" in told
    assert read_trail(desk, CONSOLE)["account_id"].dropna().unique().tolist() == [1]


def test_numbers_by_which_rows_hang_together_are_told_to_nobody(desk, two, need) -> None:
    with desk.reading() as session:
        key = session.get(Need, need).request_key
    assert key not in words_of(read_trail(desk, CONSOLE))


def test_contacts_are_told_to_nobody(desk, two) -> None:
    blank = dict.fromkeys(("kelurahan_code", "area", "permits", "source", "checked_on"), "")
    with desk.writing(LOCAL, LATER) as session:
        session.add(
            Supplier(
                name="UD Jaya",
                kind="trader",
                place="Rungkut",
                contact="081234567890",
                active=True,
                synthetic=True,
                **blank,
            )
        )
    assert "0812" not in words_of(read_trail(desk, CONSOLE))
    assert "UD Jaya" not in words_of(read_trail(desk, ANYONE)) and "UD Jaya" in words_of(read_trail(desk, LOCAL))


def test_it_is_narrowed_to_a_cooperative_a_region_a_table_and_days(desk, two, need) -> None:
    other = enter_need(desk, LOCAL, LATER, cooperative_id=two[1], kind="problem", item="genset rusak")
    mine = read_trail(desk, ANYONE, cooperative_id=two[0])
    # Steps and messages belong to the cooperative of their need, although their rows do not name it.
    assert set(mine["entity"]) == {"account", "cooperative", "need", "need_step", "need_message"}
    assert set(mine["cooperative_id"]) == {two[0]}
    region = read_trail(desk, ANYONE, codes=["35.78.03.1002"])
    assert set(region["cooperative_id"]) == {two[1]} and str(other) in set(region["key"])
    assert set(read_trail(desk, ANYONE, entity="need_step")["entity"]) == {"need_step"}
    assert set(read_trail(desk, ANYONE, until="2026-11-23")["at"]) == {AT}
    assert set(read_trail(desk, ANYONE, since="2026-11-24")["at"]) == {LATER}
    assert len(read_trail(desk, ANYONE, most=2)) == 2
    assert read_trail(desk, ANYONE, codes=[]).empty


def test_lines_and_yes_and_no_are_said_in_words(desk, two) -> None:
    advice = Advised(("B13",), ("B04",), 90.0, "2026-01-10", "k", "", {"B13": 0.9})
    number = start_outcome(
        desk, LOCAL, AT, cooperative_id=two[0], advice=advice, line_id="B13", started_on="2026-01-15", borrowed_idr=5
    )
    check_outcome(desk, LOCAL, AT, outcome_id=number, month=6, checked_on="2026-08-01", trading=True, paying=False)
    rows = read_trail(desk, ANYONE).set_index("entity")["change"]
    assert "disarankan: Sentra kue basah" in rows["outcome"] and "pinjaman (Rp): ***" in rows["outcome"]
    assert "masih berjalan: ya" in rows["outcome_check"] and "cicilan lancar: ***" in rows["outcome_check"]
    with speaking("en"):
        assert read_trail(desk, ANYONE).empty is False


def test_every_column_is_told_to_someone_or_kept_on_purpose() -> None:
    told = read_trail_words()
    for mapper in Base.registry.mappers:
        if not issubclass(mapper.class_, Kept):
            continue
        table, entity = mapper.local_table, told["entities"][mapper.local_table.name]
        named = [*entity["open"], *entity["own"], *entity["silent"]]
        assert len(named) == len(set(named))
        assert set(named) == {column.name for column in table.columns} - {"id", "version"}, table.name
        assert {*entity["open"], *entity["own"]} <= set(told["columns"]), table.name
        # Long texts and what is about persons are never for everybody.
        long_or_private = {c.name for c in table.columns if str(c.type) == "TEXT" or c.info.get("private")}
        assert not long_or_private & set(entity["open"]), table.name


def test_freshness_says_when_each_was_last_touched(desk, two, need) -> None:
    found = read_freshness(desk, ANYONE, TODAY)
    assert found.index.tolist() == [two[1], two[0]]
    assert found["last_at"].tolist() == [AT, LATER] and found["days"].tolist() == [2, 1]
    assert read_freshness(desk, ANYONE, TODAY, ["35.78.03.1001"]).index.tolist() == [two[0]]
    assert read_freshness(desk, ANYONE, TODAY, []).empty


def test_everybody_may_check_the_chain_and_a_planted_change_is_found(desk, two) -> None:
    assert verify_trail(desk, ANYONE) == []
    with desk.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE cooperative SET members = 999 WHERE id = {two[0]}")
    assert [finding.table for finding in verify_trail(desk, ANYONE)] == ["cooperative"]


def test_numbers_of_accounts_are_told_to_the_admin_only(desk, two) -> None:
    account = admit(desk, CONSOLE, AT, "dinas@contoh.go.id", "office")
    enter_need(desk, Actor("office", None, account), LATER, cooperative_id=two[0], kind="problem", item="genset rusak")
    told = read_trail(desk, CONSOLE, entity="need")
    assert told["account_id"].tolist() == [account]
    for actor in (ANYONE, LOCAL, Actor(COOPERATIVE, two[0])):
        assert read_trail(desk, actor)["account_id"].isna().all()
    assert "contoh.go.id" not in words_of(read_trail(desk, CONSOLE))
