"""Laws of resemblance: doubles are nearest, size does not matter, the unknown resembles nothing."""

import numpy as np
import pandas as pd
from scipy.spatial.distance import cdist

from mapping.knowledge.catalog import SECTORS
from mapping.measure.kin.peers import nearest_peers, structure
from mapping.settings import Settings

SETTINGS = Settings(minimum_businesses=10)


def region(counts):
    """Indicators out of rows of five sector counts; half of each are makers."""
    codes = [f"k{i:02d}" for i in range(len(counts))]
    index = pd.MultiIndex.from_product([codes, SECTORS], names=["kelurahan_code", "sector"])
    n = pd.Series(np.ravel(np.array(counts, dtype=float)), index=index)
    total = n.groupby(level="kelurahan_code").transform("sum")
    return pd.DataFrame({"n": n, "n_weighted": n, "producers": n / 2, "n_kelurahan": total})


def peers_of(answer, code):
    return answer[answer["kelurahan_code"] == code].sort_values("position")["peer_code"].tolist()


def test_a_double_at_any_size_is_the_nearest():
    answer = nearest_peers(region([[10, 5, 0, 3, 2], [2, 9, 9, 0, 0], [100, 50, 0, 30, 20], [4, 4, 4, 4, 4]]), SETTINGS)
    assert peers_of(answer, "k00")[0] == "k02"
    assert answer.query("kelurahan_code == 'k00' and position == 1")["distance"].item() == 0


def test_thinly_surveyed_kelurahan_have_no_peers_and_are_nobodys():
    answer = nearest_peers(region([[10, 5, 0, 3, 2], [4, 3, 0, 1, 1], [8, 8, 0, 2, 2]]), SETTINGS)
    assert "k01" not in set(answer["kelurahan_code"]) | set(answer["peer_code"])
    assert peers_of(answer, "k00") == ["k02"]


def test_uncovered_sector_plays_no_part():
    table = region([[10, 5, 0, 3, 2], [9, 6, 0, 3, 2], [1, 1, 0, 9, 9]])
    table.loc[(slice(None), "agriculture"), ["n", "n_weighted", "producers"]] = np.nan
    assert peers_of(nearest_peers(table, SETTINGS), "k00")[0] == "k01"


def test_nearest_are_those_of_the_full_distance_matrix():
    rng = np.random.default_rng(5)
    table = region(rng.integers(2, 40, size=(30, 5)))
    shares = structure(table, SETTINGS)
    full = pd.DataFrame(cdist(shares, shares), index=shares.index, columns=shares.index)
    answer = nearest_peers(table, SETTINGS, peers=3)
    for code in shares.index:
        assert set(peers_of(answer, code)) == set(full.loc[code].drop(code).nsmallest(3).index)


def test_order_of_rows_does_not_matter():
    table = region(np.random.default_rng(6).integers(2, 40, size=(12, 5)))
    pd.testing.assert_frame_equal(
        nearest_peers(table, SETTINGS), nearest_peers(table.sample(frac=1, random_state=1), SETTINGS)
    )


def test_one_kelurahan_has_no_peers():
    assert nearest_peers(region([[10, 5, 0, 3, 2]]), SETTINGS).empty
    assert nearest_peers(region([[1, 0, 0, 0, 0], [1, 0, 0, 0, 0]]), SETTINGS).empty


def test_shares_of_a_make_up_add_up_to_one():
    shares = structure(region(np.random.default_rng(7).integers(2, 40, size=(12, 5))), SETTINGS)
    assert np.allclose(shares.sum(axis=1), 1)


def test_makers_and_sellers_of_food_are_different_neighbours():
    table = region([[20, 0, 0, 10, 0]] * 3)
    table.loc[("k00", "food"), "producers"] = table.loc[("k02", "food"), "producers"] = 20.0
    table.loc[("k01", "food"), "producers"] = 0.0
    assert peers_of(nearest_peers(table, SETTINGS), "k00")[0] == "k02"


def test_weights_count_not_rows():
    table = region([[10, 10, 0, 10, 0], [10, 10, 0, 10, 0], [20, 5, 0, 5, 0]])
    table.loc[("k00", "food"), ["n_weighted", "producers"]] = [40.0, 20.0]
    assert peers_of(nearest_peers(table, SETTINGS), "k00")[0] == "k02"


def test_a_make_up_worked_out_by_hand():
    table = region([[10, 4, 0, 5, 1]] * 2)
    table.loc[("k00", "food"), "producers"] = 4.0
    shares = structure(table, SETTINGS).loc["k00"]
    expected = {"food_made": 0.2, "food_served": 0.3, "crafts_made": 0.1, "crafts_served": 0.1}
    expected |= {"agriculture": 0.0, "trade": 0.25, "services": 0.05}
    assert shares.round(9).to_dict() == expected
