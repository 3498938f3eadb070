"""Cells hidden beside small ones: an attacker with linear programs finds none, and no more is hidden than needed."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.knowledge.catalog import SCORED_SECTORS, SECTORS
from mapping.measure.hiding import BESIDE, SHOWN, SMALL, hide_cells
from tests.attack import sector_system


def table_of(counts) -> pd.DataFrame:
    counts = np.asarray(counts, dtype=float)
    return pd.DataFrame(counts, index=[f"k{i}" for i in range(len(counts))], columns=list(SECTORS)[: counts.shape[1]])


def ranges_of(n: pd.DataFrame, told: pd.DataFrame) -> dict:
    """What the attacker of tests/attack.py finds; sums are unknown only where nothing is shown."""
    words = told.replace({SHOWN: "", SMALL: "small", BESIDE: "hidden"}).astype(str)
    shown = n.where(told == SHOWN)
    rows = n.sum(axis=1).where(shown.notna().any(axis=1))
    columns = n.sum() if shown.notna().any(axis=None) else n.sum() * np.nan
    system = sector_system(shown, words, rows, columns)
    return system.ranges(list(system.bounds))


def region(seed: int, kelurahan: int, rare: float) -> pd.DataFrame:
    random = np.random.default_rng(seed)
    level = random.gamma(1.0, 5.0, (kelurahan, 1)) * np.array([1.0, 0.4, 0.6 * rare, 0.4, 0.3])
    return table_of(random.poisson(level))


REGIONS = st.builds(region, st.integers(0, 99_999), st.integers(1, 12), st.sampled_from([0.02, 0.3, 1.0]))


@settings(max_examples=60, deadline=None)
@given(REGIONS)
def test_no_small_cell_can_be_worked_out(n):
    told = hide_cells(n, 3)
    small = (n >= 1) & (n < 3)
    assert (told[small] != SHOWN).where(small, True).all(axis=None)
    for (code, sector), (low, high) in ranges_of(n, told).items():
        if small.at[code, sector]:
            assert low <= n.at[code, sector] <= high
            assert low < high, (code, sector)


def test_the_attack_finds_cells_where_only_small_ones_are_hidden():
    """The reason for all this: the same attacker, small cells alone hidden."""
    found = 0
    for seed in range(10):
        n = region(seed, 10, 1.0)
        told = ((n >= 1) & (n < 3)).astype(int) * SMALL
        found += sum(low == high for low, high in ranges_of(n, told).values())
    assert found > 10


@given(REGIONS)
def test_nothing_is_hidden_without_a_small_cell_and_the_order_of_rows_does_not_matter_to_that(n):
    assert (hide_cells(n.clip(lower=3), 3) == SHOWN).all(axis=None)
    assert (hide_cells(n, 1) == SHOWN).all(axis=None)
    pd.testing.assert_frame_equal(hide_cells(n, 3), hide_cells(n, 3))


@pytest.mark.parametrize(
    ("counts", "wanted"),
    [
        # Trade is context: it goes before crafts, though it is larger.
        ([[9, 4, 1, 8], [9, 4, 2, 8], [9, 9, 9, 9]], [[0, 0, 1, 2], [0, 0, 1, 2], [0, 0, 0, 0]]),
        # Ones and twos cover each other.
        ([[9, 1, 2, 9], [9, 2, 1, 9]], [[0, 1, 1, 0], [0, 1, 1, 0]]),
        # One kelurahan: nothing is left to show.
        ([[2, 9, 9, 9]], [[2, 2, 2, 2]]),
        ([[5, 9, 9, 9]], [[0, 0, 0, 0]]),
    ],
)
def test_by_hand(counts, wanted):
    assert hide_cells(table_of(counts), 3).to_numpy().tolist() == wanted


def test_unknown_is_never_hidden_and_in_no_sum():
    n = table_of([[9, 1, np.nan, 8, 9], [9, 2, np.nan, 8, 9], [np.nan] * 5])
    told = hide_cells(n, 3)
    assert (told["agriculture"] == SHOWN).all() and (told.loc["k2"] == SHOWN).all()


def test_scored_sectors_are_the_last_to_go():
    """In large regions with enough trade and services hardly a score is lost."""
    random = np.random.default_rng(3)
    n = table_of(random.poisson(np.array([9.0, 3.0, 6.0, 8.0, 7.0]), (2_000, 5)))
    told = hide_cells(n, 3)
    lost = (told[list(SCORED_SECTORS)] == BESIDE).sum().sum()
    assert (n[list(SCORED_SECTORS)].isin([1, 2])).sum().sum() > 500
    assert lost < 20
