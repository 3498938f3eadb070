"""The ledger: copied once, whatever was started, looked at in its time; on both databases."""

import json

import pandas as pd
import pytest
from sqlalchemy import select

from mapping.desk.models import Outcome, TrailEntry
from mapping.desk.outcomes.advised import KEPT, NOTHING_SAID, Advised, kept_columns
from mapping.desk.outcomes.ledger import OTHER, check_outcome, record_start, start_outcome
from mapping.desk.outcomes.read import SENSITIVE, checks_due, read_ledger
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.errors import ConflictError, EntryError, NotAllowedError

AT, TODAY = "2026-11-23T08:00:00Z", "2026-11-23"
ADVICE = Advised(("B13", "B11"), ("B04",), 95.97, "2026-05-01", "k" * 64, "data sintetis", {"B13": 0.8249, "B04": 0.0})


def start(desk, cooperative_id, actor=LOCAL, **entry) -> int:
    entry = {"line_id": "B13", "started_on": "2026-05-20", **entry}
    return start_outcome(desk, actor, AT, cooperative_id=cooperative_id, advice=entry.pop("advice", ADVICE), **entry)


def check(desk, outcome_id, actor=LOCAL, **entry) -> int:
    entry = {"month": 6, "checked_on": TODAY, "trading": True, **entry}
    return check_outcome(desk, actor, AT, outcome_id=outcome_id, **entry)


def row_of(desk, number, today=TODAY, actor=LOCAL) -> pd.Series:
    return read_ledger(desk, actor, today).loc[number]


def test_a_start_stands_beside_the_advice_of_that_day(desk, two) -> None:
    number = start(desk, two[0], members="41", workers=3, revenue_idr_month="Rp 7,5 juta", borrowed_idr=0)
    row = row_of(desk, number)
    assert (row["advised"], row["avoided"], row["chances"]) == ("B13; B11", "B04", "B04=0.0000; B13=0.8249")
    assert (row["line_id"], row["started_on"], row["confidence"]) == ("B13", "2026-05-20", 95.97)
    assert (row["members"], row["workers"], row["revenue_idr_month"], row["borrowed_idr"]) == (41, 3, 7_500_000, 0)
    assert row["cooperative"] == "Koperasi Kelurahan Merah Putih Kalirungkut"
    assert row["kelurahan_code"] == "35.78.03.1001"
    assert row["as_of"] == TODAY and row["synthetic"]


@pytest.mark.parametrize("line", ["B04", "B31", OTHER])
def test_what_was_not_advised_is_kept_just_as_well(desk, two, line) -> None:
    assert row_of(desk, start(desk, two[0], line_id=line))["line_id"] == line


def test_unknown_stays_unknown_and_zero_stays_zero(desk, two) -> None:
    row = row_of(desk, start(desk, two[0], members=0))
    assert row["members"] == 0
    assert row[["workers", "revenue_idr_month", "borrowed_idr"]].isna().all()


def test_nothing_started_is_an_entry_too_and_waits_for_no_check(desk, two) -> None:
    number = start(desk, two[0], line_id="", started_on="")
    row = row_of(desk, number)
    assert (row["line_id"], row["state_6"], row["from_12"]) == ("", "", "")
    with pytest.raises(EntryError, match="Belum ada usaha"):
        check(desk, number)
    record_start(desk, LOCAL, AT, number, 1, line_id="B11", started_on="2026-11-02", members=40)
    row = row_of(desk, number)
    assert (row["line_id"], row["advised"], row["state_6"]) == ("B11", "B13; B11", "early")
    with pytest.raises(ConflictError):
        record_start(desk, LOCAL, AT, number, 1, line_id="B13", started_on="2026-11-02")


def test_a_start_is_mended_until_it_is_checked_and_its_advice_stays(desk, two) -> None:
    number = start(desk, two[0], members=40, borrowed_idr=5, note="lama")
    kept = row_of(desk, number)[list(KEPT)]
    record_start(desk, LOCAL, AT, number, 1, line_id="B31", started_on="2026-04-30", workers=2)
    row = row_of(desk, number)
    assert (row["line_id"], row["started_on"], row["workers"], row["note"]) == ("B31", "2026-04-30", 2, "")
    # What the mended form leaves open is unknown again.
    assert row["members"] is pd.NA and row["borrowed_idr"] is pd.NA
    assert row["from_6"] == "2026-10-30" and row["state_6"] == "due"
    assert row[list(KEPT)].equals(kept)
    record_start(desk, LOCAL, AT, number, 2, line_id="", started_on="")
    row = row_of(desk, number)
    assert (row["line_id"], row["started_on"], row["state_6"]) == ("", "", "")
    with pytest.raises(EntryError):
        record_start(desk, LOCAL, AT, number, 3, line_id="B13", started_on="2026-11-25")


def test_one_start_never_stands_in_two_entries(desk, two) -> None:
    first, open_entry = start(desk, two[0]), start(desk, two[0], line_id="", started_on="")
    other = start(desk, two[1], line_id="", started_on="")
    with pytest.raises(ConflictError, match="sudah ada di buku hasil"):
        record_start(desk, LOCAL, AT, open_entry, 1, line_id="B13", started_on="2026-05-20")
    assert row_of(desk, open_entry)["line_id"] == ""
    # The entry itself, another day and another cooperative are no second time.
    record_start(desk, LOCAL, AT, first, 1, line_id="B13", started_on="2026-05-20", members=3)
    record_start(desk, LOCAL, AT, open_entry, 1, line_id="B13", started_on="2026-05-21")
    record_start(desk, LOCAL, AT, other, 1, line_id="B13", started_on="2026-05-20")
    assert read_ledger(desk, LOCAL, TODAY)["line_id"].tolist() == ["B13"] * 3


def test_the_same_form_sent_twice_is_one_entry(desk, two) -> None:
    assert start(desk, two[0]) == start(desk, two[0])
    assert start(desk, two[0], line_id="", started_on="") == start(desk, two[0], line_id="", started_on="")
    assert start(desk, two[1]) != start(desk, two[0])
    assert len(read_ledger(desk, LOCAL, TODAY)) == 3


@pytest.mark.parametrize(
    ("entry", "field"),
    [
        ({"line_id": "B99"}, "line_id"),
        ({"started_on": ""}, "started_on"),
        ({"started_on": "2026-11-24"}, "started_on"),
        ({"started_on": "30/2/2026"}, "started_on"),
        ({"line_id": "", "started_on": "", "members": 3}, "line_id"),
        ({"members": -1}, "members"),
        ({"workers": "2,5"}, "workers"),
        ({"revenue_idr_month": "banyak"}, "revenue_idr_month"),
        ({"note": "x" * 501}, "note"),
        ({"advice": Advised(("B13",), ("B13",))}, "advice"),
        ({"advice": Advised(("B13",), (), float("nan"))}, "advice"),
        ({"advice": Advised(("B13",), (), 50.0, chances={"B13": 1.2})}, "advice"),
        ({"advice": Advised(tuple(f"B{n}" for n in range(99)))}, "advice"),
        ({"advice": Advised(advised_on="2026-12-24")}, ""),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(desk, two, entry, field) -> None:
    with pytest.raises(EntryError) as refused:
        start(desk, two[0], **entry)
    assert refused.value.field == field
    assert read_ledger(desk, LOCAL, TODAY).empty


def test_persons_in_notes_are_masked_before_they_are_kept(desk, two) -> None:
    row = row_of(desk, start(desk, two[0], note="hubungi 0812-3456-7890\x00"))
    assert row["note"] == "hubungi ***"


def test_the_advice_on_record_never_changes(desk, two) -> None:
    number = start(desk, two[0])
    changed = dict.fromkeys(KEPT, "B99") | {"cooperative_id": two[1], "confidence": 1.0}
    for name, value in changed.items():
        with pytest.raises(RuntimeError, match=name), desk.writing(LOCAL, AT) as session:
            setattr(session.get(Outcome, number), name, value)
        # Also past the desk, by whoever has the database open.
        with pytest.raises(Exception, match="cannot be changed"), desk.engine.begin() as connection:
            connection.exec_driver_sql(f"UPDATE outcome SET {name} = {name}")
    with pytest.raises(Exception, match="removed"), desk.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM outcome")
    kept = row_of(desk, number)
    told = kept_columns(ADVICE, TODAY)
    assert all(kept[name] == value for name, value in told.items())
    assert set(told) == set(KEPT) - {"cooperative_id"}


@pytest.mark.parametrize(
    ("started", "month", "day", "at", "right"),
    [
        ("2026-05-23", 6, "2026-11-23", AT, True),
        ("2026-05-24", 6, "2026-11-23", AT, False),  # a day too early
        ("2026-05-23", 6, "2026-11-22", AT, False),  # looked at a day too early
        ("2025-08-31", 6, "2026-02-28", AT, True),  # a shorter month
        ("2025-11-24", 6, "2026-11-23", AT, True),  # the last day on which it says something
        ("2025-11-23", 6, "2026-11-23", AT, False),  # a year on it is the other check
        ("2025-11-23", 12, "2026-11-23", AT, True),
        ("2025-05-23", 12, "2026-11-23", AT, False),
        ("2026-05-23", 6, "2026-11-24", AT, False),  # tomorrow
        ("2026-05-23", 9, "2026-11-23", AT, False),
    ],
)
def test_a_check_is_made_in_its_time_or_refused(desk, two, started, month, day, at, right) -> None:
    number = start(desk, two[0], started_on=started)
    if right:
        check(desk, number, month=month, checked_on=day)
        assert row_of(desk, number)[f"state_{month}"] == "checked"
    else:
        with pytest.raises(EntryError):
            check(desk, number, month=month, checked_on=day)
        assert row_of(desk, number).get(f"checked_on_{month}", "") == ""


@pytest.mark.parametrize(
    ("today", "six", "twelve"),
    [
        ("2026-11-19", "early", "early"),
        ("2026-11-20", "due", "early"),
        ("2026-12-20", "due", "early"),
        ("2026-12-21", "overdue", "early"),
        ("2027-05-19", "overdue", "early"),
        ("2027-05-20", "lost", "due"),
        ("2027-06-20", "lost", "overdue"),
        ("2027-11-20", "lost", "lost"),
    ],
)
def test_which_checks_are_awaited_follows_from_the_day_alone(desk, two, today, six, twelve) -> None:
    number = start(desk, two[0])
    ledger = read_ledger(desk, LOCAL, today)
    assert (ledger.loc[number, "state_6"], ledger.loc[number, "state_12"]) == (six, twelve)
    due = checks_due(ledger)
    assert due["month"].tolist() == [m for m, s in ((6, six), (12, twelve)) if s in ("due", "overdue")]
    assert due["overdue"].tolist() == [s == "overdue" for s in (six, twelve) if s in ("due", "overdue")]


def test_a_check_keeps_what_changed_and_what_is_unknown(desk, two) -> None:
    number = start(desk, two[0], borrowed_idr=50_000_000)
    check(desk, number, line_id="B31", paying=False, members=30, note="pindah")
    row = row_of(desk, number)
    assert (row["line_id_6"], row["line_id"], row["members_6"], row["note_6"]) == ("B31", "B13", 30, "pindah")
    assert row["trading_6"] and not row["paying_6"] and row["covers_costs_6"] is pd.NA
    assert row["checked_on_12"] == "" and row["trading_12"] is pd.NA


def test_a_closed_business_covers_no_costs_and_has_no_line(desk, two) -> None:
    number = start(desk, two[0])
    for wrong in ({"covers_costs": True}, {"line_id": "B31"}):
        with pytest.raises(EntryError):
            check(desk, number, trading=False, **wrong)
    check(desk, number, trading=False)
    row = row_of(desk, number)
    assert (bool(row["trading_6"]), row["line_id_6"], bool(row["covers_costs_6"])) == (False, "", False)


def test_no_instalments_where_nothing_was_borrowed(desk, two) -> None:
    number = start(desk, two[0], borrowed_idr=0)
    with pytest.raises(EntryError, match="tanpa pinjaman"):
        check(desk, number, paying=True)


def test_a_check_is_corrected_only_by_whoever_saw_it(desk, two) -> None:
    number = start(desk, two[0])
    check(desk, number)
    with pytest.raises(ConflictError):
        check(desk, number, trading=False)
    check(desk, number, trading=False, version=1)
    assert not row_of(desk, number)["trading_6"]
    with pytest.raises(ConflictError):
        check(desk, number, version=1)
    with pytest.raises(ConflictError, match="tidak diubah lagi"):
        record_start(desk, LOCAL, AT, number, 1, line_id="B31", started_on="2026-05-20")


def test_each_writes_its_own_and_nobody_anothers(desk, two) -> None:
    mine, other = Actor(COOPERATIVE, two[0]), Actor(COOPERATIVE, two[1])
    number = start(desk, two[0], mine, borrowed_idr=9, revenue_idr_month=7, note="rahasia")
    for actor in (other, ANYONE, Actor("ketua"), Actor(COOPERATIVE, None)):
        with pytest.raises(NotAllowedError):
            start(desk, two[0], actor, line_id="B11")
        with pytest.raises(NotAllowedError):
            check(desk, number, actor)
        with pytest.raises(NotAllowedError):
            record_start(desk, actor, AT, number, 1, line_id="B31", started_on="2026-05-20")
        with pytest.raises(NotAllowedError):
            check(desk, 999, actor)
    check(desk, number, mine, paying=True, revenue_idr_month=8)
    for actor, sees in ((mine, True), (LOCAL, True), (other, False), (ANYONE, False)):
        row = row_of(desk, number, actor=actor)
        known = [name for name in SENSITIVE if not name.endswith("12") and name != "note_6"]
        assert [str(row[name]) in ("", "<NA>") for name in known] == [not sees] * 5
        assert row["trading_6"] and row["members"] is pd.NA


def test_a_cooperative_that_is_not_there_is_refused(desk, two) -> None:
    with pytest.raises(EntryError, match="tidak ada di daftar"):
        start(desk, 999)


def test_the_ledger_of_a_region_holds_its_cooperatives_only(desk, two) -> None:
    first, second = start(desk, two[0]), start(desk, two[1], advice=NOTHING_SAID)
    assert read_ledger(desk, ANYONE, TODAY, ["35.78.03.1002"]).index.tolist() == [second]
    assert read_ledger(desk, ANYONE, TODAY, []).empty
    assert read_ledger(desk, ANYONE, TODAY).index.tolist() == [first, second]
    assert checks_due(read_ledger(desk, ANYONE, TODAY, [])).empty


def test_all_of_it_is_in_the_trail(desk, two) -> None:
    number = start(desk, two[0])
    check(desk, number)
    with desk.reading() as session:
        rows = session.scalars(select(TrailEntry).order_by(TrailEntry.n)).all()[2:]
    assert [(row.action, row.entity) for row in rows] == [("add", "outcome"), ("add", "outcome_check")]
    assert json.loads(rows[0].after)["advised"] == "B13; B11"
