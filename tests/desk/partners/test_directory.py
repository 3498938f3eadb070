"""The directory of partners: what is kept, who reads contacts, two people at once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from mapping.desk.models import TrailEntry
from mapping.desk.partners.directory import Service, add_partner, change_partner, read_directory, read_services
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.errors import ConflictError, EntryError, NotAllowedError
from tests.desk.doings.partners import AT, some_partner

LOAN = Service("finance", "KUR mikro", area="35.78; 35.15", money="loan", interest_percent_year="6,5", security="tanpa")


def test_a_partner_is_read_back_with_what_it_gives(desk):
    number = add_partner(
        desk, LOCAL, AT, name="Bank Contoh", nature="finance", place="Surabaya", checked_on="3/11/2026", services=[LOAN]
    )
    partner = read_directory(desk, ANYONE).loc[number]
    assert partner[["kind", "place", "checked_on", "services", "kinds"]].tolist() == [
        "finance",
        "Surabaya",
        "2026-11-03",
        1,
        "finance",
    ]
    service = read_services(desk, ANYONE).iloc[0]
    assert service[["partner", "area", "money", "security"]].tolist() == [
        "Bank Contoh",
        "35.78; 35.15",
        "loan",
        "tanpa",
    ]
    assert service["interest_percent_year"] == 6.5


def test_a_contact_is_the_offices_and_never_in_the_trail(desk, two):
    some_partner(desk)
    for actor in (ANYONE, Actor(COOPERATIVE, two[0])):
        assert read_directory(desk, actor)["contact"].tolist() == [""]
        assert read_services(desk, actor)["contact"].tolist() == [""]
    assert read_directory(desk, LOCAL)["contact"].tolist() == ["0812-3456-7890"]
    with desk.reading() as session:
        told = " ".join(session.scalars(select(TrailEntry.after).where(TrailEntry.entity == "partner")))
    assert "Hotel Contoh" in told
    assert "3456" not in told


def test_what_a_partner_gives_passes_the_mask(desk):
    given = Service("technical", "pelatihan, hubungi Bu Siti 0812-3456-7890")
    add_partner(desk, LOCAL, AT, name="Balai Contoh", nature="government", services=[given])
    assert read_services(desk, LOCAL)["what"].tolist() == ["pelatihan, hubungi Bu *** ***"]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "  "}, "name"),
        ({"nature": "gaib"}, "nature"),
        ({"kelurahan_code": "35.78.03"}, "kelurahan_code"),
        ({"contact": "x" * 201}, "contact"),
        ({"checked_on": "2026-02-30"}, "checked_on"),
        ({"services": [Service("emas", "apa")]}, "kind"),
        ({"services": [Service("technical", "")]}, "what"),
        ({"services": [Service("technical", "latih", area="Surabaya")]}, "area"),
        ({"services": [Service("technical", "latih", lines=["B99"])]}, "lines"),
        ({"services": [Service("technical", "latih", modules=["sihir"])]}, "modules"),
        ({"services": [Service("finance", "modal")]}, "money"),
        ({"services": [Service("technical", "latih", interest_percent_year=6)]}, "money"),
        ({"services": [Service("finance", "modal", money="loan", interest_percent_year=600)]}, "interest_percent_year"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field_and_nothing_is_kept(desk, fields, field):
    with pytest.raises(EntryError) as caught:
        add_partner(desk, LOCAL, AT, **({"name": "Mitra", "nature": "ngo"} | fields))
    assert caught.value.field == field
    assert read_directory(desk, LOCAL).empty


def test_the_same_partner_is_not_entered_twice(desk):
    some_partner(desk)
    with pytest.raises(EntryError, match="sudah ada"):
        some_partner(desk, name="HOTEL contoh")
    other = some_partner(desk, name="Hotel Lain")
    with pytest.raises(EntryError, match="sudah ada"):
        change_partner(desk, LOCAL, AT, other, 1, name="Hotel Contoh")
    change_partner(desk, LOCAL, AT, other, 1, name="Hotel Lain")


def test_services_are_changed_added_and_removed_as_one(desk):
    number = add_partner(
        desk, LOCAL, AT, name="Bank", nature="finance", services=[LOAN, Service("technical", "pelatihan kas")]
    )
    kept = read_services(desk, LOCAL).index[0]
    wanted = [Service("finance", "KUR kecil", money="loan", id=int(kept)), Service("advocacy", "mewakili")]
    change_partner(desk, LOCAL, AT, number, 1, services=wanted)
    services = read_services(desk, LOCAL)
    assert services["what"].tolist() == ["KUR kecil", "mewakili"]
    assert services.index[0] == kept
    assert read_directory(desk, LOCAL).loc[number, "version"] == 2


def test_two_who_change_different_services_have_both_changed_the_partner(desk):
    number = some_partner(desk)
    change_partner(desk, LOCAL, AT, number, 1, services=[Service("technical", "satu")])
    with pytest.raises(ConflictError):
        change_partner(desk, LOCAL, AT, number, 1, services=[Service("technical", "dua")])
    assert read_services(desk, LOCAL)["what"].tolist() == ["satu"]


def test_a_partner_that_is_gone_gives_nothing_but_stays_in_the_directory(desk):
    number = some_partner(desk)
    change_partner(desk, LOCAL, AT, number, 1, active=False)
    assert read_services(desk, LOCAL).empty
    assert len(read_services(desk, LOCAL, active_only=False)) == 1
    assert read_directory(desk, LOCAL)["active"].tolist() == [False]


def test_only_the_office_keeps_the_directory(desk, two):
    number = some_partner(desk)
    for actor in (ANYONE, Actor(COOPERATIVE, two[0])):
        with pytest.raises(NotAllowedError):
            some_partner(desk, actor, "Lain")
        with pytest.raises(NotAllowedError):
            change_partner(desk, actor, AT, number, 1, active=False)
