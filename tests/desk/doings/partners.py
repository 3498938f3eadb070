"""What people do with partners and agreements, one doing for each action of the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from mapping.desk.partners.agreed import read_agreement, read_agreements
from mapping.desk.partners.agreements import (
    begin_agreement,
    change_agreement,
    draft_agreement,
    end_agreement,
    keep_promise,
    review_agreement,
)
from mapping.desk.partners.directory import Service, add_partner, change_partner, read_directory, read_services
from mapping.desk.partners.terms import Promise, Task, Terms
from mapping.desk.rules import LOCAL, Actor
from mapping.desk.store.desk import Desk

AT, TODAY = "2026-11-23T08:00:00Z", "2026-11-23"

WHOLE = Terms(
    kind="marketing",
    title="Pasokan kue untuk hotel",
    goal_cooperative="Penjualan tetap sepanjang tahun",
    goal_partner="Pasokan murah setiap pagi",
    trade_off="Harga ditinjau tiap tiga bulan",
    signed_on="2026-11-20",
    ends_on="2027-11-19",
    review_on="2027-02-20",
    flow="sells",
    value_idr_year=120_000_000,
    tasks=[
        Task("Menyetor barang sesuai mutu dan jadwal", ["anggota"], "manajer", ["swasta"], ["pengurus"]),
        Task("Membayar paling lambat 14 hari", "swasta", "swasta", told="pengurus"),
    ],
    promises=[Promise("cooperative", "200 kotak sehari", "2026-11-22"), Promise("partner", "Uang muka", "2026-12-01")],
)
"""An agreement that lacks nothing."""


def some_partner(desk: Desk, actor: Actor = LOCAL, name: str = "Hotel Contoh") -> int:
    """A private partner that buys in the whole city."""
    services = [Service("marketing", "membeli kue untuk sarapan tamu", area="35.78", modules="marketing")]
    return add_partner(desk, actor, AT, name=name, nature="private", contact="0812-3456-7890", services=services)


def in_force(desk: Desk, cooperative_id: int, terms: Terms = WHOLE, partner_id: int | None = None) -> int:
    """An agreement that holds; its version is 2."""
    partner_id = partner_id or some_partner(desk, name=f"Hotel {terms.title}")
    number = draft_agreement(desk, LOCAL, AT, cooperative_id, partner_id, terms)
    begin_agreement(desk, LOCAL, AT, number, 1)
    return number


def _write(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    """Everything that falls under the one action."""
    number = draft_agreement(desk, actor, AT, cooperative_id, some_partner(desk), WHOLE)
    drafted = read_agreement(desk, LOCAL, number, TODAY)
    change_agreement(desk, actor, AT, number, 1, replace(drafted.terms(), title="Pasokan kue dan roti"))
    begin_agreement(desk, actor, AT, number, 2)
    keep_promise(desk, actor, AT, int(drafted.promises.index[0]), 1, "2026-11-22")
    end_agreement(desk, actor, AT, number, 3, TODAY)


def _review(desk: Desk, actor: Actor, cooperative_id: int) -> int:
    number = in_force(desk, cooperative_id)
    told = {"held_on": TODAY, "verdict": "well", "finding": "Lancar", "next_on": "2027-05-01"}
    return review_agreement(desk, actor, AT, number, 2, **told)


def _directory(desk: Desk, actor: Actor, cooperative_id: int) -> None:
    number = some_partner(desk, actor)
    change_partner(desk, actor, AT, number, 1, place="Surabaya")


DOINGS: dict[str, Callable[[Desk, Actor, int], object]] = {
    "partner.read": lambda desk, actor, _: (read_directory(desk, actor), read_services(desk, actor)),
    "partner.write": _directory,
    "agreement.read": lambda desk, actor, own: (
        read_agreement(desk, actor, in_force(desk, own), TODAY) and read_agreements(desk, actor, TODAY)
    ),
    "agreement.write": _write,
    "agreement.review": _review,
}
