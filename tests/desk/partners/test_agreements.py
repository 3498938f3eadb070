"""Agreements: what blocks saving, when one may hold, who may touch it, and that nothing is lost between two people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mapping.desk.partners.agreed import read_agreement, read_agreements
from mapping.desk.partners.agreements import (
    begin_agreement,
    change_agreement,
    draft_agreement,
    end_agreement,
    keep_promise,
    review_agreement,
)
from mapping.desk.partners.directory import change_partner
from mapping.desk.partners.terms import Promise, Task, propose_tasks
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.errors import ConflictError, EntryError, NotAllowedError
from mapping.knowledge.partnership import read_partnership
from mapping.knowledge.plans import read_partners
from tests.desk.doings.partners import AT, TODAY, WHOLE, in_force, some_partner

PARTS = ["task", "does", "decides", "asked", "told"]


def drafted(desk, two, terms=WHOLE):
    return draft_agreement(desk, LOCAL, AT, two[0], some_partner(desk), terms)


def test_an_agreement_is_read_back_as_it_was_written(desk, two):
    found = read_agreement(desk, LOCAL, drafted(desk, two), TODAY)
    assert found.row[["kind", "status", "flow", "partner", "tasks", "promises"]].tolist() == [
        "marketing",
        "draft",
        "sells",
        "Hotel Contoh",
        2,
        2,
    ]
    assert found.tasks[PARTS].iloc[0].tolist() == [
        "Menyetor barang sesuai mutu dan jadwal",
        "anggota",
        "manajer",
        "swasta",
        "pengurus",
    ]
    again = found.terms()
    assert (again.goal_partner, again.value_idr_year) == (WHOLE.goal_partner, 120_000_000)
    change_agreement(desk, LOCAL, AT, int(found.row.name), 1, again)
    unchanged = read_agreement(desk, LOCAL, int(found.row.name), TODAY)
    assert unchanged.tasks.equals(found.tasks)
    assert unchanged.promises.equals(found.promises)


@pytest.mark.parametrize(
    ("task", "said"),
    [
        (Task("Mengantar kue", does="", decides="manajer"), 'Tugas "Mengantar kue" belum punya pelaksana'),
        (Task("Mengantar kue", does=" ; ", decides="manajer"), 'Tugas "Mengantar kue" belum punya pelaksana'),
        (Task("Mengantar kue", does="manajer"), 'Tugas "Mengantar kue" belum punya pemutus'),
        (Task("Mengantar kue", "manajer", ["manajer", "pengurus"]), 'Tugas "Mengantar kue" punya 2 pemutus'),
        (Task("Mengantar kue", "tetangga", "manajer"), "tetangga"),
        (Task("", "manajer", "manajer"), "Tugas belum diisi"),
        (Task("membayar PALING lambat 14 hari", "manajer", "manajer"), "dua kali"),
    ],
)
def test_a_task_without_clear_owner_blocks_saving_and_is_named(desk, two, task, said):
    with pytest.raises(EntryError, match=said) as caught:
        drafted(desk, two, replace(WHOLE, tasks=[*WHOLE.tasks, task]))
    assert caught.value.field == "tasks"
    assert read_agreements(desk, LOCAL, TODAY).empty
    number = draft_agreement(desk, LOCAL, AT, two[0], some_partner(desk, name="Lain"), WHOLE)
    with pytest.raises(EntryError, match=said):
        change_agreement(desk, LOCAL, AT, number, 1, replace(WHOLE, title="Baru", tasks=[*WHOLE.tasks, task]))
    kept = read_agreement(desk, LOCAL, number, TODAY)
    assert (kept.row["title"], len(kept.tasks), kept.row["version"]) == (WHOLE.title, 2, 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": ""}, "title"),
        ({"kind": "emas"}, "kind"),
        ({"flow": "gives"}, "flow"),
        ({"flow": "none"}, "flow"),
        ({"value_idr_year": "-5"}, "value_idr_year"),
        ({"ends_on": "2026-11-19"}, "ends_on"),
        ({"review_on": "2027-11-20"}, "review_on"),
        ({"review_on": "2026-11-19"}, "review_on"),
        ({"promises": [Promise("partner", "Bayar")]}, "promises"),
        ({"promises": [Promise("tetangga", "Bayar", TODAY)]}, "promises"),
        ({"tasks": [Task(f"Tugas {n}", "manajer", "manajer") for n in range(61)]}, "tasks"),
        ({"goal_partner": "x" * 2001}, "goal_partner"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field(desk, two, change, field):
    with pytest.raises(EntryError) as caught:
        drafted(desk, two, replace(WHOLE, **change))
    assert caught.value.field == field


MISSING = {
    "tujuan koperasi": {"goal_cooperative": ""},
    "tujuan mitra": {"goal_partner": " "},
    "sedikitnya satu tugas": {"tasks": []},
    "komitmen koperasi": {"promises": [WHOLE.promises[1]]},
    "komitmen mitra": {"promises": [WHOLE.promises[0]]},
    "tanggal ditandatangani": {"signed_on": ""},
    "tanggal ditinjau": {"review_on": ""},
}


@pytest.mark.parametrize("missing", MISSING)
def test_an_agreement_holds_only_when_complete(desk, two, missing):
    number = drafted(desk, two, replace(WHOLE, **MISSING[missing]))
    with pytest.raises(EntryError, match=missing):
        begin_agreement(desk, LOCAL, AT, number, 1)
    assert read_agreement(desk, LOCAL, number, TODAY).row["status"] == "draft"
    held = in_force(desk, two[0])
    with pytest.raises(EntryError, match=missing):
        change_agreement(desk, LOCAL, AT, held, 2, replace(WHOLE, **MISSING[missing]))


def test_an_agreement_of_tomorrow_does_not_hold_today(desk, two):
    number = drafted(desk, two, replace(WHOLE, signed_on="2026-11-24"))
    with pytest.raises(EntryError, match="ditandatangani"):
        begin_agreement(desk, LOCAL, AT, number, 1)
    begin_agreement(desk, LOCAL, "2026-11-23T15:00:00Z", number, 1)


def test_what_has_ended_is_not_touched_again(desk, two):
    number = in_force(desk, two[0])
    promise = int(read_agreement(desk, LOCAL, number, TODAY).promises.index[0])
    end_agreement(desk, LOCAL, AT, number, 2, TODAY)
    assert read_agreement(desk, LOCAL, number, TODAY).row[["status", "ends_on"]].tolist() == ["ended", TODAY]
    for change in (
        lambda: change_agreement(desk, LOCAL, AT, number, 3, WHOLE),
        lambda: begin_agreement(desk, LOCAL, AT, number, 3),
        lambda: end_agreement(desk, LOCAL, AT, number, 3, TODAY),
    ):
        with pytest.raises(ConflictError, match="berakhir"):
            change()
    with pytest.raises(EntryError, match="berlaku"):
        keep_promise(desk, LOCAL, AT, promise, 1, TODAY)


def test_of_two_changes_of_one_version_only_the_first_is_kept(desk, two):
    number = drafted(desk, two)
    seen = read_agreement(desk, LOCAL, number, TODAY).terms()
    change_agreement(desk, LOCAL, AT, number, 1, replace(seen, tasks=seen.tasks[:1]))
    with pytest.raises(ConflictError):
        change_agreement(desk, LOCAL, AT, number, 1, replace(seen, promises=seen.promises[:1]))
    with pytest.raises(ConflictError):
        begin_agreement(desk, LOCAL, AT, number, 1)
    kept = read_agreement(desk, LOCAL, number, TODAY)
    assert (len(kept.tasks), len(kept.promises), kept.row["version"]) == (1, 2, 2)


def test_tasks_of_another_agreement_cannot_be_taken_over(desk, two):
    first, second = in_force(desk, two[0]), in_force(desk, two[1], replace(WHOLE, title="Lain"))
    foreign = read_agreement(desk, LOCAL, first, TODAY).terms()
    with pytest.raises(ConflictError):
        change_agreement(desk, LOCAL, AT, second, 2, foreign)
    assert len(read_agreement(desk, LOCAL, first, TODAY).tasks) == 2


def test_a_promise_is_overdue_after_its_day_until_it_is_kept(desk, two):
    number = in_force(desk, two[0])

    def states(today):
        return read_agreement(desk, LOCAL, number, today).promises["state"].tolist()

    assert states("2026-11-22") == ["soon", "soon"]
    assert states(TODAY) == ["overdue", "soon"]
    assert states("2026-11-01") == ["open", "open"]
    assert read_agreements(desk, LOCAL, TODAY).loc[number, ["overdue", "soon"]].tolist() == [1, 1]
    promise = int(read_agreement(desk, LOCAL, number, TODAY).promises.index[0])
    with pytest.raises(EntryError, match="terlalu jauh"):
        keep_promise(desk, LOCAL, AT, promise, 1, "2026-11-25")
    keep_promise(desk, LOCAL, AT, promise, 1, TODAY)
    assert states("2027-01-01") == ["kept", "overdue"]
    with pytest.raises(ConflictError):
        keep_promise(desk, LOCAL, AT, promise, 1, TODAY)
    keep_promise(desk, LOCAL, AT, promise, 2, "", undo=True)
    assert states(TODAY) == ["overdue", "soon"]


def test_a_kept_promise_is_neither_rewritten_nor_removed(desk, two):
    number = in_force(desk, two[0])
    found = read_agreement(desk, LOCAL, number, TODAY)
    keep_promise(desk, LOCAL, AT, int(found.promises.index[0]), 1, TODAY)
    told = found.terms()
    softer = [replace(told.promises[0], what="20 kotak sehari"), told.promises[1]]
    for promises in (softer, [Promise("cooperative", "lain", TODAY), told.promises[1]]):
        with pytest.raises(EntryError, match="sudah ditepati"):
            change_agreement(desk, LOCAL, AT, number, 2, replace(told, promises=promises))
    change_agreement(desk, LOCAL, AT, number, 2, replace(told, title="Pasokan kue basah"))
    assert read_agreement(desk, LOCAL, number, TODAY).promises["done_on"].tolist() == [TODAY, ""]


def test_a_review_sets_the_next_one_or_ends_the_agreement(desk, two):
    number = in_force(desk, two[0])
    assert not read_agreements(desk, LOCAL, TODAY).loc[number, "review_due"]
    assert read_agreements(desk, LOCAL, "2027-02-06").loc[number, "review_due"]
    told = {"held_on": TODAY, "finding": "Sering terlambat"}
    for verdict, following, field in (("mend", "", "next_on"), ("mend", TODAY, "next_on"), ("apa", "", "verdict")):
        with pytest.raises(EntryError) as caught:
            review_agreement(desk, LOCAL, AT, number, 2, verdict=verdict, next_on=following, **told)
        assert caught.value.field == field
    review_agreement(desk, LOCAL, AT, number, 2, verdict="mend", next_on="2026-12-20", **told)
    assert read_agreement(desk, LOCAL, number, TODAY).row[["status", "review_on"]].tolist() == [
        "in_force",
        "2026-12-20",
    ]
    review_agreement(desk, LOCAL, AT, number, 3, verdict="end", **told)
    ended = read_agreement(desk, LOCAL, number, TODAY)
    assert ended.row[["status", "ends_on"]].tolist() == ["ended", TODAY]
    assert ended.reviews["verdict"].tolist() == ["mend", "end"]


def test_a_cooperative_touches_only_its_own_whatever_it_calls_itself(desk, two):
    own, other = Actor(COOPERATIVE, two[0]), Actor(COOPERATIVE, two[1])
    partner = some_partner(desk)
    number = draft_agreement(desk, own, AT, two[0], partner, WHOLE)
    promise = int(read_agreement(desk, own, number, TODAY).promises.index[0])
    for actor in (other, ANYONE):
        for change in (
            lambda actor: draft_agreement(desk, actor, AT, two[0], partner, WHOLE),
            lambda actor: change_agreement(desk, actor, AT, number, 1, WHOLE),
            lambda actor: begin_agreement(desk, actor, AT, number, 1),
            lambda actor: end_agreement(desk, actor, AT, number, 1, TODAY),
            lambda actor: keep_promise(desk, actor, AT, promise, 1, TODAY),
            lambda actor: review_agreement(
                desk, actor, AT, number, 1, held_on=TODAY, verdict="end", finding="tidak cocok"
            ),
        ):
            with pytest.raises(NotAllowedError):
                change(actor)
    assert read_agreement(desk, LOCAL, number, TODAY).row["version"] == 1


def test_others_see_who_does_what_but_neither_goals_nor_money_nor_drafts(desk, two):
    number = in_force(desk, two[0])
    review_agreement(desk, LOCAL, AT, number, 2, held_on=TODAY, verdict="mend", finding="rahasia", next_on="2027-01-01")
    draft = draft_agreement(desk, LOCAL, AT, two[0], some_partner(desk), replace(WHOLE, title="Belum jadi"))
    for actor in (ANYONE, Actor(COOPERATIVE, two[1])):
        listed = read_agreements(desk, actor, TODAY)
        assert listed.index.tolist() == [number]
        assert listed.loc[number, ["overdue", "tasks"]].tolist() == [1, 2]
        seen = read_agreement(desk, actor, number, TODAY)
        assert not seen.whole
        assert seen.row[["goal_cooperative", "goal_partner", "trade_off"]].tolist() == ["", "", ""]
        assert listed["value_idr_year"].isna().all()
        assert set(seen.promises["what"]) | set(seen.reviews["finding"]) == {""}
        assert seen.tasks["decides"].tolist() == ["manajer", "swasta"]
        with pytest.raises(EntryError):
            read_agreement(desk, actor, draft, TODAY)
    assert len(read_agreements(desk, Actor(COOPERATIVE, two[0]), TODAY)) == 2


def test_a_form_sent_twice_is_one_agreement(desk, two):
    partner = some_partner(desk)
    number = draft_agreement(desk, LOCAL, AT, two[0], partner, WHOLE)
    with pytest.raises(EntryError, match="sudah ada"):
        draft_agreement(desk, LOCAL, AT, two[0], partner, WHOLE)
    draft_agreement(desk, LOCAL, AT, two[1], partner, WHOLE)
    end_agreement(desk, LOCAL, AT, number, 1, TODAY)
    draft_agreement(desk, LOCAL, AT, two[0], partner, WHOLE)
    assert len(read_agreements(desk, LOCAL, TODAY)) == 3


def test_an_agreement_needs_a_partner_that_is_there(desk, two):
    partner = some_partner(desk)
    change_partner(desk, LOCAL, AT, partner, 1, active=False)
    for number in (partner, partner + 1):
        with pytest.raises(EntryError, match="Mitra"):
            draft_agreement(desk, LOCAL, AT, two[0], number, WHOLE)
    with pytest.raises(EntryError, match="Koperasi"):
        draft_agreement(desk, LOCAL, AT, two[1] + 1, partner, WHOLE)


@pytest.mark.parametrize("kind", read_partners()["types"])
@pytest.mark.parametrize("nature", read_partnership()["natures"])
def test_proposed_tasks_may_be_saved_as_they_are_and_give_the_partner_a_part(kind, nature):
    from mapping.desk.partners.terms import check_terms

    proposed = propose_tasks(kind, nature)
    _, tasks, _ = check_terms(replace(WHOLE, kind=kind, tasks=proposed))
    assert tasks
    role = read_partnership()["natures"][nature]["role"]
    assert all(role in "; ".join(row[part] for part in PARTS[1:]).split("; ") for _, row in tasks)
