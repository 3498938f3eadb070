"""Official prices: those of the sources and no other, by place and day, said with their age; references bind nobody."""

import datetime as dt

import pytest

from mapping.knowledge import ceilings
from mapping.knowledge.catalog import read_sources
from mapping.knowledge.ceilings import (
    CEILING,
    REFERENCE,
    ceiling_on,
    expired_on,
    read_ceilings,
    reference_on,
    say_ceiling,
)
from mapping.knowledge.texts import read_toml_texts
from mapping.language import speaking

KALIRUNGKUT, REBAN, PONTIANAK, AMBON = "35.78.03.1001", "33.25.03.2001", "61.71.01.1001", "81.71.01.1001"
JAKARTA, JAYAPURA = "31.71.01.1001", "91.71.01.1001"
DAY = "2026-11-23"
OF_ISLANDS = ["11-19", "21-21", "31-36", "51-53", "61-65", "71-76", "81-82", "91-96"]
PROVINCES = [str(code) for a, b in (span.split("-") for span in OF_ISLANDS) for code in range(int(a), int(b) + 1)]


def test_every_row_has_source_area_and_days() -> None:
    for rows in read_ceilings().values():
        for row in rows:
            assert row["source"] in read_sources()
            assert row["kind"] in {CEILING, REFERENCE}
            assert row["where"]
            assert ("price_idr" in row) != ("low_idr" in row)
            assert 0 < row.get("low_idr", 1) < row.get("high_idr", 2)
            assert row.get("partner_idr", 1) < row.get("price_idr", 2)
            for name in ("since", "until", "seen", "check_again"):
                assert row[name] == "" or dt.date.fromisoformat(row[name])
            assert row["check_again"]
            assert set(row["area"]) == {code for code in row["area"] if code.split(".")[0] in PROVINCES}


def test_days_are_in_order() -> None:
    """A row begins before it ends and is seen before it has to be checked again; none was seen in the future."""
    for rows in read_ceilings().values():
        for row in rows:
            assert not row["until"] or row["since"] <= row["until"]
            assert row["seen"] < row["check_again"]
            assert row["seen"] <= DAY


def test_on_every_day_one_row_counts_for_an_area() -> None:
    """Of rows for the same area at most one that tells its first day is in force: an older one has its last day."""
    days = {str(dt.date(2022, 1, 1) + dt.timedelta(days=n)) for n in range(0, 1800, 30)}
    for key, rows in read_ceilings().items():
        edges = {row[name] for row in rows for name in ("since", "until")} - {""}
        for day in days | edges:
            held = [
                code
                for row in rows
                if "" < row["since"] <= day and (not row["until"] or day <= row["until"])
                for code in row["area"] or ["everywhere"]
            ]
            assert len(set(held)) == len(held), (key, day)


def test_the_zones_of_rice_hold_every_province_once() -> None:
    zones = read_toml_texts("ceilings.toml")["zones"]
    assert sorted(code for zone in zones.values() for code in zone["area"]) == PROVINCES
    for key in ("rice_sphp", "rice_medium", "rice_premium"):
        assert all(ceiling_on(key, f"{code}.01.01.1001", DAY) for code in PROVINCES)


@pytest.mark.parametrize(
    ("commodity", "code", "price"),
    [
        ("rice_sphp", KALIRUNGKUT, 12_500),
        ("rice_sphp", PONTIANAK, 13_100),
        ("rice_sphp", AMBON, 13_500),
        ("rice_medium", KALIRUNGKUT, 13_500),
        ("rice_medium", PONTIANAK, 14_000),
        ("rice_medium", JAYAPURA, 15_500),
        ("rice_premium", REBAN, 14_900),
        ("rice_premium", PONTIANAK, 15_400),
        ("rice_premium", AMBON, 15_800),
        ("minyakita", JAYAPURA, 15_700),
        ("urea", REBAN, 1_800),
        ("npk", REBAN, 1_840),
        ("npk_cocoa", REBAN, 2_640),
        ("za", REBAN, 1_360),
        ("organic_fertilizer", REBAN, 640),
        ("lpg_3kg", "65.71.01.1001", 16_650),
        ("lpg_3kg", KALIRUNGKUT, 18_000),
        ("lpg_3kg", REBAN, 18_000),
        ("lpg_3kg", JAKARTA, None),
    ],
)
def test_the_figures_of_the_sources(commodity: str, code: str, price: int | None) -> None:
    assert ceiling_on(commodity, code, DAY).price_idr == price


@pytest.mark.parametrize(
    ("commodity", "code"),
    [
        ("rice_sphp", "99.01.01.1001"),
        ("rice", KALIRUNGKUT),
        ("cooking_oil", REBAN),
        ("urea_market", REBAN),
        ("", REBAN),
    ],
)
def test_what_no_source_tells_has_none(commodity: str, code: str) -> None:
    assert ceiling_on(commodity, code, DAY) is None
    assert reference_on(commodity, code, DAY) is None
    assert say_ceiling(commodity, code, DAY) == "Tidak ada HET atau harga acuan untuk barang ini dalam data kami."


@pytest.mark.parametrize(
    ("commodity", "code", "day", "price"),
    [
        ("rice_medium", KALIRUNGKUT, "2024-06-04", None),
        ("rice_medium", KALIRUNGKUT, "2024-06-05", 12_500),
        ("rice_medium", KALIRUNGKUT, "2025-08-21", 12_500),
        ("rice_medium", KALIRUNGKUT, "2025-08-22", 13_500),
        ("rice_medium", AMBON, "2025-08-21", 13_500),
        ("rice_sphp", REBAN, "2025-08-22", 12_500),
        ("lpg_3kg", KALIRUNGKUT, "2025-01-14", None),
        ("lpg_3kg", KALIRUNGKUT, "2025-01-15", 18_000),
    ],
)
def test_an_old_day_finds_the_old_row(commodity: str, code: str, day: str, price: int | None) -> None:
    found = ceiling_on(commodity, code, day)
    assert (found.price_idr if found else None) == price


def test_a_decree_is_said_where_it_is_known() -> None:
    assert "Dasar: Keputusan Kepala Badan Pangan Nasional 299/2025." in say_ceiling("rice_medium", REBAN, DAY)
    assert "Dasar: Peraturan Badan Pangan Nasional 5/2024." in say_ceiling("rice_medium", REBAN, "2025-08-21")
    assert "Dasar" not in say_ceiling("lpg_3kg", JAKARTA, DAY)


@pytest.mark.parametrize(
    ("commodity", "code", "day", "price"),
    [
        ("sugar", KALIRUNGKUT, DAY, "Rp 17.500 per kg"),
        ("sugar", JAYAPURA, DAY, "Rp 18.500 per kg"),
        ("egg", REBAN, "2024-04-24", "Rp 27.000 per kg"),
        ("egg", REBAN, "2024-04-25", "Rp 30.000 per kg"),
        ("chicken", REBAN, DAY, "Rp 40.000 per kg"),
        ("beef", REBAN, DAY, "Rp 130.000 sampai Rp 140.000 per kg"),
        ("chilli_bird", REBAN, DAY, "Rp 40.000 sampai Rp 57.000 per kg"),
        ("chilli_curly", REBAN, DAY, "Rp 37.000 sampai Rp 55.000 per kg"),
        ("shallot", REBAN, DAY, "Rp 36.500 sampai Rp 41.500 per kg"),
        ("soybean", REBAN, DAY, "Rp 11.400 sampai Rp 12.000 per kg"),
    ],
)
def test_a_reference_is_said_and_binds_nobody(commodity: str, code: str, day: str, price: str) -> None:
    said = say_ceiling(commodity, code, day)
    assert f"Harga acuan di konsumen (HAP) {price}" in said
    assert "HAP bukan batas: harga di atasnya tetap boleh dipilih." in said
    assert "HET" not in said
    assert ceiling_on(commodity, code, day) is None


def test_a_ceiling_begins_on_its_day() -> None:
    assert ceiling_on("urea", REBAN, "2025-10-21") is None
    assert ceiling_on("urea", REBAN, "2025-10-22").price_idr == 1_800


def test_a_place_is_not_another_that_begins_alike() -> None:
    """``3`` is no part of ``35``, and a code without its kelurahan is still in its province."""
    assert ceiling_on("rice_sphp", "3", DAY) is None
    assert ceiling_on("rice_sphp", "355.78", DAY) is None
    assert ceiling_on("rice_sphp", "35.78", DAY).price_idr == 12_500


def test_an_old_figure_is_said_to_be_old() -> None:
    assert not ceiling_on("urea", REBAN, "2025-12-31").stale
    assert ceiling_on("urea", REBAN, "2026-01-01").stale
    assert "perlu diperiksa lagi sejak 1 Januari 2026" in say_ceiling("urea", REBAN, "2026-01-01")
    assert "perlu diperiksa" not in say_ceiling("urea", REBAN, "2025-12-31")


def test_a_ceiling_that_ran_out_binds_nobody_and_is_said(monkeypatch) -> None:
    row = read_ceilings()["urea"][0]
    ended = [row | {"until": "2026-06-30"}, row | {"since": "2026-12-01", "price_idr": 2_000}]
    monkeypatch.setattr(ceilings, "read_ceilings", lambda: {"urea": ended})
    assert ceiling_on("urea", REBAN, "2026-06-30").price_idr == 1_800
    assert ceiling_on("urea", REBAN, DAY) is None
    assert expired_on("urea", REBAN, DAY) == "2026-06-30"
    assert "HET atau harga acuan dalam data kami sudah tidak berlaku sejak 30 Juni 2026" in say_ceiling(
        "urea", REBAN, DAY
    )
    assert ceiling_on("urea", REBAN, "2026-12-01").price_idr == 2_000


def test_of_two_rows_for_a_place_the_narrower_and_then_the_newer_counts(monkeypatch) -> None:
    row = read_ceilings()["urea"][0]
    rows = [
        row | {"area": ["33.25"], "price_idr": 1},
        row | {"price_idr": 2, "since": "2026-02-01"},
        row | {"price_idr": 3, "since": "2026-03-01"},
    ]
    monkeypatch.setattr(ceilings, "read_ceilings", lambda: {"urea": rows})
    assert ceiling_on("urea", REBAN, DAY).price_idr == 1
    assert ceiling_on("urea", KALIRUNGKUT, DAY).price_idr == 3


def test_prices_that_differ_by_place_are_to_be_asked() -> None:
    said = say_ceiling("lpg_3kg", JAKARTA, DAY)
    assert "tanyakan" in said
    assert "Rp 16.000 sampai Rp 19.000 per tabung" in said
    with speaking("en"):
        assert say_ceiling("lpg_3kg", JAKARTA, DAY)
