"""What lies around a kelurahan: laws of the graph and of the mean over neighbours."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.measure.hiding import told_sectors
from mapping.measure.space.neighbours import Neighbours, add_neighbour_lq, lag, neighbour_sum
from mapping.settings import Settings


def graph(seed, n, links):
    rng = np.random.default_rng(seed)
    return Neighbours.of_pairs(pd.Index([f"k{i}" for i in range(n)]), *rng.integers(0, n, (2, links)))


GRAPHS = st.builds(graph, st.integers(0, 9_999), st.integers(1, 40), st.integers(0, 120))


def values_for(neighbours, seed, unknown=0.3):
    rng = np.random.default_rng(seed)
    return np.where(rng.random(neighbours.n) < unknown, np.nan, rng.normal(5, 2, neighbours.n))


@given(GRAPHS, st.integers(0, 999))
def test_the_lag_is_the_mean_of_the_known_neighbours_one_by_one(neighbours, seed):
    values = values_for(neighbours, seed)
    found, total = lag(values, neighbours), neighbour_sum(values, neighbours)
    for at in range(neighbours.n):
        around = values[neighbours.neighbour[neighbours.start[at] : neighbours.start[at + 1]]]
        known = around[~np.isnan(around)]
        assert total[at] == pytest.approx(known.sum())
        assert found[at] == pytest.approx(known.mean(), nan_ok=True) if len(known) else np.isnan(found[at])


@given(GRAPHS, st.integers(0, 999))
def test_the_lag_lies_between_its_neighbours_and_moves_with_them(neighbours, seed):
    values = values_for(neighbours, seed)
    found = lag(values, neighbours)
    assert np.nanmin(values, initial=np.inf) <= np.nanmin(found, initial=np.inf) + 1e-9
    np.testing.assert_allclose(lag(3 * values - 2, neighbours), 3 * found - 2)


@given(GRAPHS)
def test_sums_over_neighbours_count_everyone_as_often_as_it_has_neighbours(neighbours):
    ones = np.arange(neighbours.n, dtype=float)
    assert neighbour_sum(ones, neighbours).sum() == pytest.approx((neighbours.counts * ones).sum())


@given(GRAPHS, st.integers(0, 999))
def test_part_of_a_graph_keeps_the_links_between_those_that_stay(neighbours, seed):
    known = np.random.default_rng(seed).random(neighbours.n) < 0.6
    part = neighbours.among(known)
    codes = neighbours.index.to_numpy()

    def links(g):
        return set(zip(g.index[g.owner], g.index[g.neighbour], strict=True))

    assert links(part) == {(a, b) for a, b in links(neighbours) if a in codes[known] and b in codes[known]}
    assert part.n == known.sum()


def test_repeated_pairs_and_loops_count_once_and_not_at_all():
    found = Neighbours.of_pairs(pd.Index(["a", "b"]), np.array([0, 1, 0, 1]), np.array([1, 0, 1, 1]))
    assert found.counts.tolist() == [1, 1]


def table(lq):
    codes = [f"k{i}" for i in range(len(lq))]
    index = pd.MultiIndex.from_product([codes, ["food", "crafts"]], names=["kelurahan_code", "sector"])
    return pd.DataFrame({"lq": np.ravel(lq).astype(float), "n": 9.0}, index=index)


def test_neighbour_lq_is_worked_out_sector_by_sector_in_any_order_of_rows():
    indicators = table([[1.0, 9.0], [2.0, np.nan], [4.0, 7.0], [8.0, 5.0]])
    row = Neighbours.of_pairs(pd.Index(["k0", "k1", "k2", "k3"]), np.array([0, 1]), np.array([1, 2]))
    found = add_neighbour_lq(indicators, row, Settings())["neighbour_lq"].unstack("sector")
    np.testing.assert_equal(found["food"].to_numpy(), [2.0, 2.5, 2.0, np.nan])
    np.testing.assert_equal(found["crafts"].to_numpy(), [np.nan, 8.0, np.nan, np.nan])
    shuffled = indicators.sample(frac=1.0, random_state=3)
    again = add_neighbour_lq(shuffled, row, Settings())["neighbour_lq"].reindex(indicators.index)
    pd.testing.assert_series_equal(again, add_neighbour_lq(indicators, row, Settings())["neighbour_lq"])


def test_a_sector_that_nobody_knows_stays_unknown_and_nothing_else_changes():
    indicators = table([[1.0, np.nan], [2.0, np.nan]])
    pair = Neighbours.of_pairs(pd.Index(["k0", "k1"]), np.array([0]), np.array([1]))
    found = add_neighbour_lq(indicators, pair, Settings())
    assert found["neighbour_lq"].unstack("sector")["crafts"].isna().all()
    pd.testing.assert_frame_equal(found[["lq", "n"]], indicators)
    assert "neighbour_lq" not in indicators


def test_a_hidden_neighbour_is_not_told_by_the_mean():
    indicators = table([[1.0, 9.0], [2.0, 3.0], [6.0, 7.0], [5.0, 4.0]])
    indicators.loc[[("k1", "food"), ("k3", "food")], "n"] = [2.0, 1.0]
    # Crafts of both are hidden beside food, so neither may be in a mean.
    assert told_sectors(indicators, 3).loc[["k1", "k3"], ["food", "crafts"]].to_numpy().tolist() == [[1, 2], [1, 2]]
    line = Neighbours.of_pairs(pd.Index(["k0", "k1", "k2", "k3"]), np.array([0, 2]), np.array([1, 3]))
    found = add_neighbour_lq(indicators, line, Settings())["neighbour_lq"].unstack("sector")
    assert found.loc[["k0", "k2"]].isna().all(axis=None)
    assert found.loc["k1"].to_dict() == {"food": 1.0, "crafts": 9.0}
