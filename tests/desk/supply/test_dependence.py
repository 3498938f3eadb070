"""Dependence on one supplier."""

import pytest

from mapping.desk.rules import ANYONE, LOCAL
from mapping.desk.supply.dependence import supplier_dependence
from mapping.desk.supply.offers import choose_offer
from tests.desk.supply.begin import AT, need_of, offer_of, version, warehouse


def test_dependence_on_one_supplier_is_told(desk, two) -> None:
    assert supplier_dependence(desk, ANYONE).empty
    supplier, _ = warehouse(desk)
    amounts = {supplier: 1500, None: 500}
    for number, amount in amounts.items():
        need = need_of(desk, two[0], amount=amount, unit="kg")
        offer = offer_of(desk, need, amount=amount, price=12_000, supplier_id=number)
        choose_offer(desk, LOCAL, AT, offer, version(desk, need), "cukup")
        told = supplier_dependence(desk, ANYONE, two[0]).set_index("commodity")
        if number:
            assert told.loc["rice_sphp", ["suppliers", "hhi"]].tolist() == [1, 1.0]
            assert "Hanya satu pemasok untuk beras SPHP" in told.loc["rice_sphp", "warning"]
    assert told.loc["*", "hhi"] == pytest.approx(0.75**2 + 0.25**2)
    assert told.loc["*", "top_share"] == pytest.approx(0.75)
    assert "75%" in told.loc["*", "warning"]
    assert supplier_dependence(desk, ANYONE, two[1]).empty
    assert supplier_dependence(desk, ANYONE, since="2026-12-01").empty
