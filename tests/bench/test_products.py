"""The products bench compares equal answers, and says so when a peer is missing."""

import pytest

from mapping.bench import products
from mapping.bench.cases import run_cases


def test_every_peer_gives_our_answer():
    records = run_cases(products.product_cases(300), runs=1)
    assert {record["name"] for record in records} == {
        "khas per produk",
        "kedekatan produk",
        "kerumitan produk, 300 kelurahan",
    }
    assert all(record["same"] for record in records)


def test_complexity_is_compared_on_as_many_kelurahan_as_the_peer_can_hold():
    case = products.product_cases(84_000)[2]()
    assert list(case.ours) == [f"kerumitan produk, {products.COMPLEXITY_UP_TO} kelurahan"]


@pytest.mark.parametrize("position", [1, 2])
def test_without_the_peer_there_are_no_figures_of_it(monkeypatch, position):
    monkeypatch.setattr(products, "find_spec", lambda name: None)
    record = run_cases([products.product_cases(100)[position]], runs=1)[0]
    assert (record["peer_s"], record["ratio"], record["same"]) == (None, None, None)
