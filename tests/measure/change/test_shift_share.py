"""The change in three parts: published examples, identities, and what cannot be computed."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from mapping.errors import NotComputableError
from mapping.measure.change.shift_share import dynamic_location_quotient, firm_change, shift_share, survival
from mapping.measure.specialisation import location_quotient

# Farhauer & Kröll (2013), Standorttheorien, as the R package REAT prints it (help page of `shift`): three regions of a
# nation with four industries, and the nation, which is their sum.
REGIONS_BEFORE = np.array([[90, 20, 10, 60], [60, 30, 30, 40], [250, 100, 110, 300]], dtype=float)
REGIONS_NOW = np.array([[100, 40, 10, 55], [85, 55, 40, 35], [255, 115, 85, 390]], dtype=float)
NATION_BEFORE, NATION_NOW = [400, 150, 150, 400], [440, 210, 135, 480]

COUNTS = arrays(float, st.tuples(st.integers(2, 6), st.integers(1, 5)), elements=st.integers(0, 200).map(float))


@st.composite
def two_counts(draw):
    before = draw(COUNTS)
    now = draw(arrays(float, before.shape, elements=st.integers(0, 200).map(float)))
    before[0, 0] += 1
    return before, now


def test_the_example_of_farhauer_and_kroell():
    assert REGIONS_BEFORE.sum(axis=0).tolist() == NATION_BEFORE
    assert REGIONS_NOW.sum(axis=0).tolist() == NATION_NOW
    parts = {name: values.sum(axis=1) for name, values in shift_share(REGIONS_BEFORE, REGIONS_NOW).items()}
    # REAT's formulas (Dunn): national share, industrial mix, regional shift of region A.
    region, later = np.array([90.0, 20, 10, 60]), np.array([100.0, 40, 10, 55])
    nation, nation_later = np.array(NATION_BEFORE, dtype=float), np.array(NATION_NOW, dtype=float)
    share = region.sum() * nation_later.sum() / nation.sum() - region.sum()
    mix = (region * (nation_later / nation)).sum() - region.sum() * nation_later.sum() / nation.sum()
    shift = (region * (later / region - nation_later / nation)).sum()
    assert [values[0] for values in parts.values()] == pytest.approx([share, mix, shift])
    assert sum(values[0] for values in parts.values()) == pytest.approx(25)
    assert [values[0] for values in parts.values()] == pytest.approx([27.0, 1.0, -3.0])


def test_the_worked_table_of_holukuluku():
    """Krumme, University of Washington, Geography 350: national growth 290, composition -80, differential 420."""
    region, later = np.array([500.0, 100, 200, 200]), np.array([1000.0, 100, 250, 280])
    nation = 1_000 * np.array([10.0, 20, 40, 30])
    nation_later = nation * (1 + np.array([10, 20, 30, 40]) / 100)
    parts = shift_share(np.array([region, nation - region]), np.array([later, nation_later - later]))
    assert {name: round(values[0].sum(), 6) for name, values in parts.items()} == {
        "region_part": 290.0,
        "mix_part": -80.0,
        "local_part": 420.0,
    }
    assert parts["local_part"][0].round(6).tolist() == [450.0, -20.0, -10.0, 0.0]


def test_the_location_quotient_of_farhauer_and_kroell():
    """REAT's help page of `locq`: 1,714 of 79,006 employees against 879,213 of 15,593,224 give 0.3847623."""
    n = np.array([1_714.0, 879_213 - 1_714])
    employed = np.array([79_006.0, 15_593_224 - 79_006])
    assert location_quotient(n, employed)[0] == pytest.approx(0.3847623, abs=5e-8)


@given(two_counts())
def test_parts_sum_to_the_change_and_cancel_out(counts):
    before, now = counts
    parts = shift_share(before, now)
    assert sum(parts.values()) == pytest.approx(now - before, abs=1e-9)
    known = before.sum(axis=0) > 0
    assert parts["local_part"].sum(axis=0)[known] == pytest.approx(0, abs=1e-8)
    assert parts["region_part"].sum() == pytest.approx(now.sum() - before.sum(), abs=1e-8)
    assert parts["mix_part"].sum() == pytest.approx(-now[:, ~known].sum(), abs=1e-8)


@given(two_counts(), st.randoms(use_true_random=False))
def test_the_order_of_rows_and_columns_does_not_matter(counts, random):
    before, now = counts
    rows, columns = list(range(before.shape[0])), list(range(before.shape[1]))
    random.shuffle(rows)
    random.shuffle(columns)
    grid = np.ix_(rows, columns)
    for name, values in shift_share(before[grid], now[grid]).items():
        assert values == pytest.approx(shift_share(before, now)[name][grid], abs=1e-9)


@given(two_counts())
def test_an_even_growth_is_all_the_regions(counts):
    before, _ = counts
    parts = shift_share(before, 1.5 * before)
    assert parts["region_part"] == pytest.approx(0.5 * before)
    assert parts["mix_part"] == pytest.approx(0, abs=1e-9)
    assert parts["local_part"] == pytest.approx(0, abs=1e-9)
    quotient = dynamic_location_quotient(before, 1.5 * before)
    assert quotient[~np.isnan(quotient)] == pytest.approx(1)


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        ([[1.0, 2]], [[2.0, 2]], "hanya ada satu kelurahan"),
        ([[0.0], [0]], [[1.0], [2]], "tidak mencatat satu usaha pun"),
        ([[1.0], [np.nan]], [[1.0], [2]], "belum diketahui"),
    ],
)
def test_what_cannot_be_computed_is_named(before, now, said):
    with pytest.raises(NotComputableError, match=said):
        shift_share(np.array(before), np.array(now))


def test_a_sector_new_to_the_region_is_all_local():
    parts = shift_share(np.array([[10.0, 0], [10, 0]]), np.array([[10.0, 6], [10, 0]]))
    assert parts["local_part"][:, 1].tolist() == [6.0, 0.0]
    assert parts["mix_part"][:, 1].tolist() == [0.0, 0.0]


def test_the_dynamic_quotient_by_hand_and_its_exponent():
    before, now = np.array([[10.0, 30], [20, 40]]), np.array([[20.0, 30], [20, 50]])
    # Here: 2 over 50/40; region: 40/30 over 120/100.
    expected = (2 / 1.25) / ((4 / 3) / 1.2)
    assert dynamic_location_quotient(before, now)[0, 0] == pytest.approx(expected)
    assert dynamic_location_quotient(before, now, 3.0)[0, 0] == pytest.approx(expected**3)


def test_yearly_growth_to_the_power_of_years_is_growth_over_the_period():
    before, now = np.array([[10.0, 30], [20, 40]]), np.array([[20.0, 30], [20, 50]])
    total = now.sum(axis=1) / before.sum(axis=1)
    yearly_here = (now / before) ** (1 / 3) / total[:, None] ** (1 / 3)
    yearly_region = (now.sum(axis=0) / before.sum(axis=0)) ** (1 / 3) / (now.sum() / before.sum()) ** (1 / 3)
    assert dynamic_location_quotient(before, now) == pytest.approx((yearly_here / yearly_region) ** 3)


def test_a_growth_rate_that_does_not_exist_is_unknown():
    quotient = dynamic_location_quotient(np.array([[0.0, 5], [0, 0], [5, 5]]), np.array([[3.0, 5], [1, 1], [0, 5]]))
    assert np.isnan(quotient).tolist() == [[True, False], [True, True], [False, False]]
    assert quotient[2, 0] == 0


def test_survival_above_one_is_kept():
    assert survival(np.array([3.0, 5.0]), np.array([4.0, 4.0])).tolist() == [0.75, 1.25]


def test_chance_is_not_called_firm_and_a_planted_change_is():
    rng = np.random.default_rng(1)
    called = 0
    for _ in range(20):
        before = rng.poisson(12.0, (150, 4)).astype(float)
        now = rng.poisson(1.2 * 12.0, (150, 4)).astype(float)
        called += firm_change(before, now, 0.10).any()
    assert called <= 4
    now[7, 2] = 60
    firm = firm_change(before, now, 0.10)
    assert firm[7, 2]
    assert firm.sum() <= 2
