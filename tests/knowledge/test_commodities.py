"""Commodities: every reference leads somewhere, every label is recognised, units and kinds are laws of arithmetic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.knowledge.catalog import read_lexicon
from mapping.knowledge.ceilings import read_ceilings
from mapping.knowledge.commodities import (
    base_amount,
    commodity_of,
    kinds_for,
    read_commodities,
    unit_factor,
    unit_of,
    units_of,
)
from mapping.knowledge.sharing import read_inputs
from mapping.knowledge.texts import read_toml_texts
from mapping.language import LANGUAGES, speaking


def test_every_reference_leads_somewhere() -> None:
    rows, products = read_commodities(), set(read_lexicon()["product"])
    for row in rows.values():
        assert {*row["makers"], *row["sellers"]} <= products
        assert row["within"] in {"", *rows}
        assert row["ceiling"] in {"", *read_ceilings()}
        assert row["units"][row["base_unit"]] == 1.0
    assert set(read_ceilings()) == {row["ceiling"] for row in rows.values()} - {""}


def test_no_input_is_written_twice() -> None:
    """Where inputs.toml has the thing, its label is not given again."""
    labels = {row["label"] for row in read_inputs().values()}
    own = [row["label"] for row in read_toml_texts("commodities.toml")["commodities"].values() if "input" not in row]
    assert not labels & set(own)
    assert len(set(own)) == len(own)


def test_every_label_is_recognised_as_itself() -> None:
    assert {key: commodity_of(row["label"]) for key, row in read_commodities().items()} == {
        key: key for key in read_commodities()
    }


@pytest.mark.parametrize(
    ("text", "commodity"),
    [
        ("Beras SPHP Bulog", "rice_sphp"),
        ("butuh BERAS PREMIUM, segera", "rice_premium"),
        ("2 ton beras", "rice"),
        ("pupuk urea", "urea"),
        ("Urea non-subsidi", "urea_market"),
        ("NPK Phonska", "npk"),
        ("pupuk organik", "organic_fertilizer"),
        ("elpiji 3kg", "lpg_3kg"),
        ("gas 12 kg", "lpg_12kg"),
        ("tepung ketan", "sticky_rice"),
        ("minyak kelapa", "coconut_oil"),
        ("Minyakita 1 liter", "minyakita"),
        ("minyak goreng Minyakita", "minyakita"),
        ("minyak goreng curah", "cooking_oil"),
        ("cabe rawit merah", "chilli_bird"),
        ("cabai rawit hijau", "chilli"),
        ("cabai merah keriting", "chilli_curly"),
        ("cabai merah besar", "chilli"),
        ("bawang merah", "shallot"),
        ("bawang putih", "onion"),
        ("telur asin", "salted_egg"),
        ("pakan ayam", "feed"),
        ("timbangan", ""),
        ("berasa hambar", ""),
        ("", ""),
    ],
)
def test_typed_items_are_recognised(text: str, commodity: str) -> None:
    assert commodity_of(text) == commodity


def test_what_is_recognised_does_not_hang_on_the_language() -> None:
    for code in LANGUAGES:
        with speaking(code):
            assert commodity_of("beras SPHP") == "rice_sphp"


@given(st.sampled_from(sorted(read_commodities())), st.floats(0.001, 1e6), st.floats(0.001, 1e6))
def test_amounts_add_up_in_every_unit(commodity: str, one: float, other: float) -> None:
    for unit in units_of(commodity):
        both = base_amount(commodity, one + other, unit)
        assert both == pytest.approx(base_amount(commodity, one, unit) + base_amount(commodity, other, unit))


def test_a_pack_holds_what_its_name_says() -> None:
    """The first number in a pack's name is its factor."""
    for key, row in read_commodities().items():
        for unit, factor in row["units"].items():
            number = [part for part in unit.split() if part.isdigit()]
            assert not number or float(number[0]) == factor, (key, unit)


def test_what_its_name_does_not_say_is_not_known() -> None:
    assert unit_factor("rice", "karung") is None
    assert base_amount("rice", None, "kg") is None
    assert base_amount("rice", float("nan"), "kg") is None
    assert base_amount("", 3, "kg") is None
    assert [unit_of(text) for text in ("KILOGRAM", "ltr", "Buah")] == ["kg", "liter", "pcs"]


def test_kinds_go_one_way() -> None:
    assert kinds_for("rice") == {"rice": True, "rice_sphp": True, "rice_premium": True, "rice_medium": True}
    assert kinds_for("rice_premium") == {"rice_premium": True, "rice": False}
    assert kinds_for("gold") == {}
