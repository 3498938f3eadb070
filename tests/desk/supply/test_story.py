"""The story of the seed as functions: rice is missing, is found, comes; and who sees what of it."""

import pandas as pd
import pytest
from sqlalchemy import select

from mapping.desk.models import NeedStep, Offer, TrailEntry
from mapping.desk.needs.answer import close, receive, take
from mapping.desk.rules import ANYONE, COOPERATIVE, LOCAL, Actor
from mapping.desk.store.verify import verify
from mapping.desk.supply.compare import read_offers
from mapping.desk.supply.find import candidates
from mapping.desk.supply.goods import read_goods
from mapping.desk.supply.offers import choose_offer, deliver_offer, make_offer
from mapping.desk.supply.suppliers import read_suppliers
from mapping.errors import EntryError, NotAllowedError
from tests.desk.supply.begin import AT, LATER, TODAY, need_of, offer_of, row, status, stock_of, version, warehouse


def test_two_tons_of_rice_from_missing_to_closed(desk, two, kelurahan, makers) -> None:
    need = need_of(desk, two[0], price_limit_idr=12_500_000)
    take(desk, LOCAL, AT, need, version(desk, need))
    supplier, _ = warehouse(desk)
    stock = stock_of(desk, two[1])

    found = candidates(desk, LOCAL, need, makers, kelurahan, TODAY)
    assert found["source"].tolist() == ["supplier", "stock", "survey", "survey"]
    assert found["covers"].tolist()[:2] == [True, False]
    assert found.loc[0, ["amount", "price_base", "total_idr"]].tolist() == [2000, 11_000, 22_000_000]
    assert "Hanya sebagian: 800 dari 2.000 kg." in found.loc[1, "notes"]
    assert found.loc[2, "who"] == "toko beras di Kalirungkut"
    assert not found["who"].str.contains("penggilingan").any(), "of two businesses nothing is told"

    dear = offer_of(desk, need, price=13_000)
    good = make_offer(
        desk,
        LOCAL,
        AT,
        need_id=need,
        source="supplier",
        supplier_id=supplier,
        amount=2,
        unit="ton",
        price_idr="11.000.000",
    )
    part = make_offer(
        desk, LOCAL, AT, need_id=need, source="stock", stock_need_id=stock, amount=800, unit="kg", price_idr=11_500
    )
    assert status(desk, need) == "offered"
    told = read_offers(desk, LOCAL, need, TODAY)
    assert told.index.tolist() == [good, part, dear]
    assert told.loc[good, ["price_base", "total_idr", "low_idr", "high_idr"]].tolist() == [
        11_000,
        22_000_000,
        17_600_000,
        26_400_000,
    ]
    assert told.loc[[good, part, dear], "within_ceiling"].tolist() == [True, True, False]
    assert told.loc[[good, part, dear], "high_within"].tolist() == [False, False, False]
    assert told.loc[[good, part, dear], "covers"].tolist() == [True, False, True]

    with pytest.raises(EntryError, match=r"Rp 13.000 per kg melebihi HET Rp 12.500 per kg .*S136"):
        choose_offer(desk, LOCAL, AT, dear, version(desk, need), "paling cepat")
    assert status(desk, need) == "offered"
    assert row(desk, Offer, dear).status == "open"

    with pytest.raises(EntryError, match="Alasan"):
        choose_offer(desk, LOCAL, AT, good, version(desk, need), "  ")
    assert choose_offer(desk, LOCAL, AT, good, version(desk, need), "cukup, termurah, izin dilihat") == 0
    assert [row(desk, Offer, one).status for one in (good, part, dear)] == ["chosen", "declined", "declined"]
    assert (status(desk, need), status(desk, stock)) == ("chosen", "offered")
    chosen = row(desk, Offer, good)
    assert (chosen.reason, chosen.chosen_at, chosen.ceiling_idr) == ("cukup, termurah, izin dilihat", AT, 12_500)

    deliver_offer(desk, LOCAL, LATER, good, chosen.version, delivered_on="2026-11-24")
    assert status(desk, need) == "delivered"
    own = Actor(COOPERATIVE, cooperative_id=two[0])
    assert receive(desk, own, LATER, need, version(desk, need), 2) == 0
    close(desk, own, LATER, need, version(desk, need))
    with desk.reading() as session:
        steps = session.scalars(select(NeedStep.status).where(NeedStep.need_id == need).order_by(NeedStep.id)).all()
        trail = session.scalars(
            select(TrailEntry).where(TrailEntry.entity == "need", TrailEntry.key == str(need))
        ).all()
        offers = session.scalars(
            select(TrailEntry).where(TrailEntry.entity == "offer", TrailEntry.key == str(good))
        ).all()
    assert steps == ["new", "taken", "offered", "chosen", "delivered", "closed"]
    assert [entry.action for entry in trail][:1] == ["add"]
    said = " ".join(entry.after for entry in trail)
    assert all(f'"status":"{step}"' in said for step in steps)
    assert [
        step for entry in offers for step in ("open", "chosen", "delivered") if f'"status":"{step}"' in entry.after
    ] == ["open", "chosen", "delivered"]
    assert not [finding for finding in verify(desk) if finding.level != "info"]


def test_others_see_what_was_chosen_by_kind_and_place_only(desk, two) -> None:
    need = need_of(desk, two[0], price_limit_idr=12_000_000)
    supplier, _ = warehouse(desk)
    fields = {"source": "supplier", "supplier_id": supplier, "amount": 2, "unit": "ton", "price_idr": 11_000_000}
    good = make_offer(desk, LOCAL, AT, need_id=need, **fields)
    offer_of(desk, need)
    stranger, own = Actor(COOPERATIVE, cooperative_id=two[1]), Actor(COOPERATIVE, cooperative_id=two[0])
    assert read_offers(desk, ANYONE, need, TODAY).empty
    assert len(read_offers(desk, own, need, TODAY)) == 2
    choose_offer(desk, LOCAL, AT, good, version(desk, need), "gudang Pak Budi paling dekat")
    for actor in (ANYONE, stranger):
        told = read_offers(desk, actor, need, TODAY)
        assert told["kind_label"].tolist() == ["Bulog"]
        assert told[["place", "who", "reason"]].iloc[0].tolist() == ["Buduran", "", ""]
        assert told["within_limit"].isna().all()
        suppliers = read_suppliers(desk, actor)
        assert suppliers[["name", "contact", "kind_label", "place"]].iloc[0].tolist() == ["", "", "Bulog", "Buduran"]
        assert read_goods(desk, actor, TODAY)["supplier"].tolist() == [""]
    assert read_offers(desk, own, need, TODAY)["who"].tolist()[0] == "Gudang Bulog Buduran"
    assert "Budi" not in row(desk, Offer, good).reason
    for actor in (ANYONE, own):
        with pytest.raises(NotAllowedError):
            candidates(desk, actor, need, pd.DataFrame(), None, TODAY)
        with pytest.raises(NotAllowedError):
            make_offer(desk, actor, AT, need_id=need, **fields)
        with pytest.raises(NotAllowedError):
            choose_offer(desk, actor, AT, good, 1, "saya mau")
