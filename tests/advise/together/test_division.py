"""Who leads, who supplies, who stays out: cases by hand, and what must hold whatever the figures."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import box

from mapping.advise.together.demand import buyer_demand, home_demand, points_by_district
from mapping.advise.together.division import COLUMNS, divide
from mapping.knowledge.lines import lines_in_force
from mapping.measure.space.contiguity import contiguity
from mapping.settings import AdviceSetup, Settings

LINES = lines_in_force()
INDICATORS = [
    "n",
    "n_effective",
    "n_kelurahan",
    "workers",
    "spend_idr_month",
    "revenue_idr_month",
    "rivals",
    "rivals_rows",
]
INDICATORS += ["buyers", "buyers_rows"]
RICE, CHIPS, WHOLESALE, CREDIT = "B03", "B14", "B01", "B05"
"""Residents, buyers, members' own purchases, and a line whose volume no survey tells."""


def make_row(size: int, line: str | list[str] = RICE, district: str | list[str] = "Kec", **figures):
    """Kelurahan a, b, c ... side by side, each with one candidate."""
    codes = [chr(97 + i) for i in range(size)]
    kelurahan = gpd.GeoDataFrame(
        {"name": [code.upper() for code in codes], "kecamatan": district, "kabupaten": "Kab", "population": 10_000.0},
        geometry=[box(110 + i / 100, -7, 110 + (i + 1) / 100, -6.99) for i in range(size)],
        index=pd.Index(codes, name="kelurahan_code"),
        crs="EPSG:4326",
    )
    own = [line] * size if isinstance(line, str) else line
    index = pd.MultiIndex.from_arrays([codes, own], names=["kelurahan_code", "line_id"])
    suitability = pd.DataFrame(
        {"score": np.arange(size, 0, -1) * 10.0, "p_best": 0.5, "candidate": True, "volume_month": 100.0}, index=index
    )
    indicators = pd.DataFrame(20.0, index=index, columns=INDICATORS).assign(rivals=0.0, spend_idr_month=1e8)
    for name, values in figures.items():
        table = next(t for t in (suitability, indicators, kelurahan) if name in t)
        table[name] = values
    return kelurahan, suitability, indicators


def run(made, points=None, settings=None):
    kelurahan, suitability, indicators = made
    return divide(kelurahan, suitability, indicators, contiguity(kelurahan), settings or Settings(), points)


def roles(division):
    return division.set_index("kelurahan_code")["role"].to_dict()


def test_residents_are_served_in_the_order_of_the_score_until_nothing_is_left():
    """Rice: 10,000 x (0.05 + 0.25) / 2 = 1,500 kg each, so 9,000 kg for six; one cooperative handles 8,700 kg."""
    division = run(make_row(6))
    assert roles(division) == {"a": "lead", "b": "supply", "c": "out", "d": "out", "e": "out", "f": "out"}
    np.testing.assert_allclose(division["demand_month"], 9000)
    np.testing.assert_allclose(division["taken_month"], [8700, 300, 0, 0, 0, 0])
    np.testing.assert_allclose(division[["demand_low", "demand_high"]].iloc[0], [3000, 15000])
    assert (division["left_month"] == 0).all()
    assert (division["unit"] == "kg").all()


def test_what_rivals_sell_is_not_there_to_be_taken():
    """One shop in each kelurahan halves what is left for a cooperative."""
    np.testing.assert_allclose(run(make_row(6, rivals=1.0))["demand_month"], 4500)


def test_buyers_of_a_kecamatan_are_counted_once_and_fed_by_the_members():
    """20 shops x Rp 650,000 / Rp 11,500 = 1,130 packets; three kelurahan bring 500 each."""
    division = run(make_row(3, CHIPS, volume_month=500.0))
    np.testing.assert_allclose(division["demand_month"], 20 * 650_000 / 11_500)
    np.testing.assert_allclose(division["taken_month"], [500, 500, 20 * 650_000 / 11_500 - 1000])
    assert roles(division) == {"a": "lead", "b": "supply", "c": "supply"}
    assert roles(run(make_row(4, CHIPS, volume_month=600.0))) == {"a": "lead", "b": "supply", "c": "out", "d": "out"}


def test_members_purchases_are_a_demand_of_their_own_kelurahan():
    """Rp 100 million x 0.35 x (0.3 x 0.2 ... 0.7 x 0.5): low 6, high 35, middle 20.5 million each."""
    division = run(make_row(2, WHOLESALE))
    np.testing.assert_allclose(division[["demand_low", "demand_month", "demand_high"]].iloc[0], [12, 41, 70])


def test_buyers_bring_kelurahan_together_across_a_kecamatan_and_residents_only_where_they_touch():
    apart = ["x", "y", "x"]
    lines = [CHIPS, CREDIT, CHIPS]
    assert set(run(make_row(3, lines, apart))["kelurahan_code"]) == {"a", "c"}
    assert run(make_row(3, [RICE, CREDIT, RICE], apart)).empty


def test_a_border_between_kecamatan_parts_a_group_and_one_alone_is_none():
    division = run(make_row(4, RICE, ["x", "x", "y", "z"]))
    assert division["group"].tolist() == ["B03-a", "B03-a"]


def test_kelurahan_of_unknown_kecamatan_meet_where_they_touch():
    assert set(run(make_row(3, [CHIPS, CHIPS, RICE], ""))["kelurahan_code"]) == {"a", "b"}
    assert set(run(make_row(3, [CHIPS, RICE, CHIPS], ""))["kelurahan_code"]) == set()


def test_only_the_first_choice_counts_and_only_among_candidates():
    made = make_row(3)
    second = made[1].rename(index={RICE: CHIPS}, level="line_id").assign(score=1.0)
    assert run((made[0], pd.concat([made[1], second]), pd.concat([made[2], made[2].rename(index={RICE: CHIPS})])))[
        "line_id"
    ].unique().tolist() == [RICE]
    assert run(make_row(3, candidate=[True, True, False]))["kelurahan_code"].tolist() == ["a", "b"]
    assert run(make_row(3, candidate=False)).empty
    assert list(run(make_row(3, candidate=False))) == COLUMNS


def test_ties_fall_to_the_firmer_and_then_to_the_lower_code():
    assert roles(run(make_row(3, score=50.0, p_best=[0.2, 0.9, 0.2])))["b"] == "lead"
    assert roles(run(make_row(3, score=50.0)))["a"] == "lead"
    assert roles(run(make_row(3, score=50.0, p_best=[np.nan, np.nan, 0.1])))["c"] == "lead"


@pytest.mark.parametrize(
    ("line", "figures", "why"),
    [
        (RICE, {"population": [10_000.0, np.nan, 10_000.0]}, "penduduk"),
        (RICE, {"rivals": [0.0, np.nan, 0.0]}, "saingan"),
        (WHOLESALE, {"spend_idr_month": [1e8, 1e8, np.nan]}, "belanja anggota"),
        (CHIPS, {"buyers": np.nan, "buyers_rows": np.nan}, "terlalu sedikit"),
        (CHIPS, {"buyers": 0.0, "buyers_rows": 0.0}, "terlalu sedikit"),
        (CREDIT, {}, "tidak dapat menghitung"),
    ],
)
def test_an_unknown_demand_is_said_and_keeps_nobody_out(line, figures, why):
    division = run(make_row(3, line, **figures))
    assert division[["demand_month", "taken_month", "left_month"]].isna().all(axis=None)
    assert roles(division) == {"a": "lead", "b": "supply", "c": "supply"}
    assert division["reason"].str.contains("belum diketahui").all()
    assert division["reason"].str.contains(why).all()
    assert not division["reason"].str.contains(r"\b0 ").any()


def test_what_one_kelurahan_brings_may_be_unknown_while_the_demand_is_not():
    division = run(make_row(4, CHIPS, volume_month=[500.0, np.nan, 500.0, 500.0]))
    assert division["taken_month"].isna().tolist() == [False, True, True, True]
    assert division["left_month"].isna().all()
    assert set(division["role"]) == {"lead", "supply"}
    full = run(make_row(3, CHIPS, volume_month=[2000.0, np.nan, 500.0]))
    assert roles(full) == {"a": "lead", "b": "out", "c": "out"}


def test_volumes_and_buyers_of_one_or_two_are_not_told():
    few = run(make_row(3, CHIPS, n=[2.0, 20.0, 20.0]))
    assert np.isnan(few["taken_month"].iloc[0])
    assert run(make_row(3, CHIPS, buyers=2.0, buyers_rows=2.0))["demand_month"].isna().all()


def test_where_nobody_makes_it_nobody_supplies():
    division = run(make_row(3, CHIPS, n=[20.0, 0.0, 20.0]))
    assert roles(division) == {"a": "lead", "b": "out", "c": "supply"}
    assert "belum ada pelakunya" in division.set_index("kelurahan_code").loc["b", "reason"]


def test_a_point_of_the_kecamatan_adds_to_its_demand_and_one_outside_does_not():
    made = make_row(3, CHIPS, volume_month=500.0)
    inside = pd.DataFrame({"kind": ["market"], "lon": [110.005], "lat": [-6.995], "capacity": [np.nan]})
    plain, more = run(made)["demand_month"].iloc[0], run(made, inside)["demand_month"].iloc[0]
    np.testing.assert_allclose(more - plain, 25_000_000 / 11_500)
    assert run(made, inside.assign(lon=111.0))["demand_month"].iloc[0] == plain
    assert run(made, inside.assign(kind="bank"))["demand_month"].iloc[0] == plain


def test_a_kitchen_buys_by_the_portion():
    kelurahan, *_ = make_row(2)
    points = pd.DataFrame({"kind": "kitchen", "lon": 110.005, "lat": -6.995, "capacity": [3000.0, np.nan]})
    told = points_by_district(kelurahan, np.zeros(2, dtype=int), points, LINES).set_index("line_id")
    np.testing.assert_allclose(told.loc["B26", ["low", "high"]], [160e3 * 0.1 * 5000, 200e3 * 0.1 * 6400])


def test_known_points_alone_are_a_demand_where_no_surveyed_buyer_is():
    rows = pd.DataFrame({"line_id": [CHIPS], "district": [0], "buyers": [0.0], "buyers_rows": [0.0]})
    rows = rows.assign(price_low_idr=10.0, price_high_idr=10.0)
    points = pd.DataFrame({"line_id": [CHIPS], "district": [0], "low": [100.0], "high": [200.0]})
    assert buyer_demand(rows, points, 3).values.tolist() == [[10.0, 20.0]]
    assert buyer_demand(rows, points.assign(district=1), 3).isna().all(axis=None)


def test_a_joining_share_that_was_changed_is_felt():
    made, more = make_row(2, WHOLESALE), AdviceSetup(assumptions=(("members.join_high", 1.0),))
    assert run(made, settings=Settings(advice=more))["demand_high"].iloc[0] > run(made)["demand_high"].iloc[0]
    assert home_demand(pd.DataFrame({column: [] for column in _home_columns()}), AdviceSetup()).empty


def _home_columns():
    prices = ["price_low_idr", "price_high_idr", "through_low", "through_high"]
    return ["volume_basis", *prices, "rival_products", "population", "rivals", "spend_idr_month"]


amounts = st.floats(0, 40_000, allow_nan=False).map(lambda x: round(x, 1))
unknown = st.one_of(amounts, st.just(np.nan))


@st.composite
def regions(draw):
    size = draw(st.integers(2, 7))

    def each(values):
        return draw(st.lists(values, min_size=size, max_size=size))

    return make_row(
        size,
        each(st.sampled_from([RICE, CHIPS, WHOLESALE, CREDIT])),
        each(st.sampled_from(["x", "y", ""])),
        score=each(st.sampled_from([40.0, 50.0, 60.0])),
        volume_month=each(unknown),
        population=each(unknown),
        n=each(st.sampled_from([0.0, 2.0, 20.0, np.nan])),
        spend_idr_month=each(unknown.map(lambda x: x * 1e4)),
    )


@given(regions())
def test_laws_of_a_division(made):
    division = run(made)
    assert not division.duplicated(["line_id", "kelurahan_code"]).any()
    groups = division.groupby("group")
    assert (groups.size() > 1).all()
    assert (division["role"].eq("lead").groupby(division["group"]).sum() == 1).all()
    known = division.dropna(subset=["left_month"])
    total = known.groupby("group")["taken_month"].sum() + known.groupby("group")["left_month"].first()
    np.testing.assert_allclose(total, known.groupby("group")["demand_month"].first(), rtol=1e-9, atol=1e-6)
    assert not (division["demand_month"].isna() & division["left_month"].notna()).any()
    assert (known[["taken_month", "left_month"]] >= 0).all(axis=None)
    assert division["reason"].str.len().gt(20).all()


@given(regions(), st.integers(1, 50))
def test_more_residents_never_send_a_supplier_out(made, times):
    kelurahan, suitability, indicators = made
    before = run(made).set_index(["line_id", "kelurahan_code"])["role"]
    more = kelurahan.assign(population=kelurahan["population"] * (1 + times / 10))
    after = run((more, suitability, indicators)).set_index(["line_id", "kelurahan_code"])["role"]
    assert not ((before == "supply") & (after == "out")).any()


@given(regions())
def test_the_order_of_the_tables_does_not_matter(made):
    kelurahan, suitability, indicators = made
    turned = run((kelurahan, suitability.iloc[::-1], indicators.iloc[::-1]))
    pd.testing.assert_frame_equal(run(made), turned)
