"""The public tables for other systems: what changed since, what is gone, which region; on both databases."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from mapping.desk.exchange.exports import COLUMNS
from mapping.desk.models import Base, Cooperative, Supplier
from mapping.desk.needs.answer import take
from mapping.desk.needs.enter import enter_need
from mapping.desk.openness.changes import LINKS
from mapping.desk.openness.public_tables import moment_before, read_moment, read_public_table, within
from mapping.desk.partners.directory import Service, add_partner, change_partner
from mapping.desk.rules import LOCAL
from mapping.desk.store.verify import kept_tables
from mapping.knowledge.open import CHANGED, read_open_tables, read_open_trail
from mapping.knowledge.trail import read_trail_words
from mapping.language import speaking
from tests.desk.test_dictionary import told

AT, LATER, TODAY = "2026-11-23T08:00:00Z", "2026-11-24T09:00:00Z", "2026-11-25"
DERIVED = re.compile(r"_(6|12)$")


def changed(desk, name: str, since: int) -> list[int]:
    rows = read_public_table(desk, name, TODAY).rows
    return rows.loc[rows["changed_n"] > since, "id"].tolist()


def test_every_table_reads_also_from_an_empty_desk(desk) -> None:
    for name, table in read_open_tables().items():
        rows = read_public_table(desk, name, TODAY).rows
        assert rows.empty and rows.columns.tolist() == list(table["columns"]), name


def test_every_exported_table_is_open_and_linked() -> None:
    names = set(read_open_tables())
    assert names == set(LINKS) and set(COLUMNS) - names == {"catatan"}


def test_every_origin_is_a_column_that_nobody_keeps_private() -> None:
    kept = {name: {column.name for column in table.columns} for name, table in Base.metadata.tables.items()}
    private = {f"{name}.{column}" for name, (_, hidden) in kept_tables().items() for column in hidden}
    for name, table in read_open_tables().items():
        origins = {one["from"] for one in table["columns"].values() if one["from"]}
        assert not origins & private, name
        assert all(origin.split(".")[1] in kept[origin.split(".")[0]] for origin in origins), name
        assert set(CHANGED) <= set(table["columns"])


def test_what_the_dictionary_closes_is_closed_here() -> None:
    origins = {one["from"] for table in read_open_tables().values() for one in table["columns"].values()}
    closed = ("pribadi", "tidak untuk umum", "hanya koperasi sendiri")
    for name, columns in told().items():
        hidden = {f"{name}.{column}" for column, text in columns.items() if any(word in text for word in closed)}
        assert not origins & hidden
    long = {f"{name}.{c.name}" for name, t in Base.metadata.tables.items() for c in t.columns if str(c.type) == "TEXT"}
    assert not origins & long, "free text of people"
    assert {"cooperative.lat", "cooperative.lon", "cooperative.capital_idr", "supplier.name"}.isdisjoint(origins)


def test_what_the_trail_keeps_for_the_own_cooperative_is_open_only_where_the_pages_show_it() -> None:
    origins = {one["from"] for table in read_open_tables().values() for one in table["columns"].values()}
    own = {f"{name}.{column}" for name, one in read_trail_words()["entities"].items() for column in one["own"]}
    assert origins & own == {"agreement.title", "offer.price_idr"} | {
        f"supplier_good.{name}"
        for name in ("capacity_month", "minimum_order", "price_idr", "price_date", "delivery_days")
    }


def test_columns_are_explained_as_the_dictionary_explains_them() -> None:
    book = told()
    for name, table in read_open_tables().items():
        for column, one in table["columns"].items():
            entity, _, original = one["from"].partition(".")
            # Columns of other tables and of the two checks are explained for this table; the rest in the same words.
            if entity != table["of"] or original in ("id", "synthetic") or DERIVED.search(column):
                continue
            assert one["told"] == book[entity][original].replace(" **pribadi**", ""), f"{name}.{column}"
    for column, one in read_open_trail()["columns"].items():
        assert one["told"] == book["trail"][column]


def test_what_changed_since_a_number_is_found_also_where_it_shows_in_another_table(desk, two) -> None:
    need = enter_need(desk, LOCAL, AT, cooperative_id=two[0], kind="goods", item="beras", amount=2, unit="ton")
    enter_need(desk, LOCAL, AT, cooperative_id=two[1], kind="goods", item="gula", amount=2, unit="ton")
    before = read_moment(desk).n
    assert changed(desk, "kebutuhan", before) == changed(desk, "koperasi", before) == []
    take(desk, LOCAL, LATER, need, 1)
    assert changed(desk, "kebutuhan", before) == [need] and changed(desk, "koperasi", before) == []
    # The step before it is not new, but the need's is.
    assert len(changed(desk, "riwayat_kebutuhan", before)) == 1
    between = read_moment(desk).n
    with desk.writing(LOCAL, LATER) as session:
        session.get(Cooperative, two[1]).name = "Koperasi Nama Baru"
    assert changed(desk, "koperasi", between) == [two[1]]
    assert changed(desk, "kebutuhan", between) == [need + 1], "the cooperative's name is in this row, too"


def test_a_joint_purchase_changes_all_needs_that_share_its_supply(desk, two) -> None:
    from mapping.desk.models import Need, Offer, Purchase
    from tests.desk.rows import row_of

    needs = [
        enter_need(desk, LOCAL, AT, cooperative_id=number, kind="goods", item="beras", amount=2, unit="ton")
        for number in two
    ]
    with desk.writing(LOCAL, AT) as session:
        purchase = row_of(Purchase, item="beras", lead_id=two[0], status="ordered", joined=2)
        session.add(purchase)
        session.flush()
        for number in needs:
            session.get(Need, number).purchase_id = purchase.id
    before = read_moment(desk).n
    with desk.writing(LOCAL, LATER) as session:
        supplier = row_of(Supplier, name="UD", kind="wholesaler", place="Rungkut", active=True)
        session.add(supplier)
        session.flush()
        session.add(row_of(Offer, need_id=needs[0], source="supplier", supplier_id=supplier.id, status="chosen"))
    assert changed(desk, "kebutuhan", before) == needs


def test_what_is_gone_is_told(desk, two) -> None:
    services = [Service("technical", "ajar"), Service("advocacy", "bela")]
    partner = add_partner(desk, LOCAL, AT, name="Kampus", nature="campus", services=services)
    before = read_moment(desk).n
    ids = read_public_table(desk, "layanan_mitra", TODAY).rows["id"].tolist()
    change_partner(desk, LOCAL, LATER, partner, 1, services=[Service("technical", "ajar", id=ids[0])])
    now = read_public_table(desk, "layanan_mitra", TODAY)
    assert now.rows["id"].tolist() == ids[:1]
    assert now.removed["id"].tolist() == ids[1:] and (now.removed["n"] > before).all()


def test_a_partner_that_stopped_stays_with_its_mark(desk, two) -> None:
    """A row that silently fell out could not be taken over by who keeps a copy."""
    partner = add_partner(desk, LOCAL, AT, name="Kampus", nature="campus", services=[Service("technical", "ajar")])
    before = read_moment(desk).n
    change_partner(desk, LOCAL, LATER, partner, 1, active=False)
    for name in ("mitra", "layanan_mitra"):
        assert read_public_table(desk, name, TODAY).rows["active"].tolist() == [False]
        assert len(changed(desk, name, before)) == 1


def test_a_moment_is_the_number_before_it(desk, two) -> None:
    enter_need(desk, LOCAL, LATER, cooperative_id=two[0], kind="problem", item="genset rusak")
    last = read_moment(desk)
    assert last.at == LATER
    # From the moment on, that moment included: nothing of the same second is lost.
    assert moment_before(desk, AT) == 0 and moment_before(desk, LATER) == 2
    assert moment_before(desk, "2026-11-24") == 2 and moment_before(desk, "2030-01-01") == last.n


def test_a_draft_agreement_is_nobody_elses(desk, two) -> None:
    from mapping.desk.models import Agreement
    from tests.desk.rows import row_of

    partner = add_partner(desk, LOCAL, AT, name="Kampus", nature="campus")
    with desk.writing(LOCAL, AT) as session:
        for status in ("draft", "in_force", "ended"):
            row = {"cooperative_id": two[0], "partner_id": partner, "status": status, "goal_partner": "rahasia"}
            session.add(row_of(Agreement, kind="technical", title=status, value_idr_year=None, **row))
    rows = read_public_table(desk, "kesepakatan", TODAY).rows
    assert sorted(rows["status"]) == ["ended", "in_force"] and "rahasia" not in rows.to_csv()


def test_trainings_of_made_up_cooperatives_are_labelled(desk, two) -> None:
    from mapping.desk.models import Attendance, TrainingSession
    from tests.desk.rows import row_of

    with desk.writing(LOCAL, AT) as session:
        sessions = [row_of(TrainingSession, module="finance", title=title, status="held") for title in ("a", "b")]
        session.add_all(sessions)
        session.flush()
        session.add(row_of(Attendance, session_id=sessions[0].id, cooperative_id=two[0], invited=5, came=5, women=3))
    assert read_public_table(desk, "pelatihan", TODAY).rows["data"].tolist() == ["data peraga", "data peraga"]
    with desk.writing(LOCAL, LATER) as session:
        session.get(Cooperative, two[1]).synthetic = False
    assert read_public_table(desk, "pelatihan", TODAY).rows["data"].tolist() == ["data peraga", ""]


def test_within_a_region_and_not_within_one_of_like_digits(desk, two) -> None:
    rows = read_public_table(desk, "koperasi", TODAY).rows
    for code, found in (("35", two), ("35.78.03", two), ("35.78.03.1001", two[:1]), ("35.7", ()), ("33", ())):
        assert within(rows, "kelurahan_code", code)["id"].tolist() == list(found), code


@pytest.mark.parametrize("code", ["id", "en"])
def test_it_is_explained_in_both_languages(code) -> None:
    with speaking(code):
        assert all(one["told"] for table in read_open_tables().values() for one in table["columns"].values())
        assert read_open_trail()["label"]


def test_the_manual_names_every_table() -> None:
    text = (Path(__file__).parents[3] / "docs" / "meja.md").read_text(encoding="utf-8")
    for name in (*read_open_tables(), "catatan"):
        assert f"`{name}`" in text, name
