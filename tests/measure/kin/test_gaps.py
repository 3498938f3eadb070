"""The gap to peers: planted ones are found, noise is quiet, thin data and one famous peer say nothing."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import gammaincc

from mapping.knowledge.catalog import SECTORS, read_lexicon
from mapping.measure.kin.gaps import chance_below, gaps
from mapping.measure.kin.peers import nearest_peers
from mapping.settings import Settings

SETTINGS = Settings()
MIX = {
    "kue basah": 0.17,
    "keripik dan kerupuk": 0.12,
    "roti dan bolu": 0.05,
    "tempe": 0.03,
    "warung makan": 0.10,
    "gorengan dan jajanan kaki lima": 0.07,
    "toko kelontong": 0.14,
    "toko pakaian": 0.05,
    "laundry": 0.07,
    "bengkel motor": 0.04,
    "batik": 0.04,
    "konveksi": 0.04,
    "padi": 0.05,
    "jagung": 0.03,
}
PRODUCTS, SHARES = list(MIX), np.array(list(MIX.values()))
CODES = [f"k{i:03d}" for i in range(60)]
KELURAHAN = pd.DataFrame(index=pd.Index(CODES, name="kelurahan_code"))
LEXICON = read_lexicon().set_index("product")


def region(seed: int, lacking: int = 0, size: float = 60.0) -> pd.DataFrame:
    """Businesses of 60 kelurahan of one mix; the first few make chips where the others make cakes."""
    rng = np.random.default_rng(seed)
    shares = np.tile(SHARES, (len(CODES), 1))
    shares[:lacking, 1] += shares[:lacking, 0] * 0.9
    shares[:lacking, 0] *= 0.1
    return businesses_of(rng.multinomial(rng.poisson(size, len(CODES)), shares))


def businesses_of(counts: np.ndarray) -> pd.DataFrame:
    place, product = np.nonzero(counts)
    times = counts[place, product]
    table = pd.DataFrame({"kelurahan_code": np.array(CODES)[place], "product": np.array(PRODUCTS)[product]})
    table = table.loc[table.index.repeat(times)].reset_index(drop=True)
    known = LEXICON.loc[table["product"], ["sector", "stage"]].reset_index(drop=True)
    return table.assign(sector=known["sector"], stage=known["stage"], sampling_weight=1.0)


def indicators_of(businesses: pd.DataFrame) -> pd.DataFrame:
    index = pd.MultiIndex.from_product([CODES, SECTORS], names=["kelurahan_code", "sector"])
    by = ["kelurahan_code", "sector"]
    n = businesses.groupby(by).size().reindex(index, fill_value=0).astype(float)
    made = businesses[businesses["stage"].isin(["hulu", "olahan"])].groupby(by).size()
    table = pd.DataFrame({"n": n, "n_weighted": n, "producers": made.reindex(index, fill_value=0).astype(float)})
    return table.assign(n_kelurahan=n.groupby(level="kelurahan_code").transform("sum"))


def gaps_of(businesses: pd.DataFrame) -> pd.DataFrame:
    return gaps(KELURAHAN, businesses, nearest_peers(indicators_of(businesses), SETTINGS), SETTINGS)


def test_planted_lacks_are_found():
    found = 0
    for seed in range(10):
        table = gaps_of(region(seed, lacking=3, size=90))
        hit = table.query("product == 'kue basah' and kind == 'kurang' and kelurahan_code < 'k003'")
        assert (hit["n"] < hit["expected"]).all()
        found += len(hit)
    assert found >= 27


def test_noise_gives_a_gap_to_at_most_one_kelurahan_in_twenty():
    for size in (20, 60, 120):
        alarms = [gaps_of(region(seed, size=size))["kelurahan_code"].nunique() / len(CODES) for seed in range(12)]
        assert np.mean(alarms) <= 0.05


def test_told_gaps_keep_the_stated_rules():
    table = pd.concat([gaps_of(region(seed, lacking=3, size=90)) for seed in range(5)])
    certainty = np.where(table["kind"] == "kurang", table["p_below"], table["p_above"])
    assert len(table)
    assert (certainty >= 0.95).all()
    assert (table["expected"] >= 5).all()
    assert (table["agreeing"] >= 0.7).all()
    assert np.allclose(table["p_below"] + table["p_above"], 1)
    assert ((table["ratio"] < 1) == (table["kind"] == "kurang")).all()


def test_a_thinly_surveyed_kelurahan_has_no_gap():
    businesses = region(0, lacking=3, size=90)
    assert "k000" in set(gaps_of(businesses)["kelurahan_code"])
    mine = businesses.index[businesses["kelurahan_code"] == "k000"]
    thin = businesses.drop(mine[9:])
    assert "k000" not in set(gaps_of(thin)["kelurahan_code"])


def test_businesses_whose_product_is_unknown_are_no_evidence():
    """Eight known products among thirty businesses are a thin survey, whatever the peers have."""
    counts = np.zeros((len(CODES), len(PRODUCTS)), dtype=int)
    counts[:, 0], counts[:, 1] = 40, 10
    counts[0, :2] = 0, 30
    businesses = businesses_of(counts)
    assert "k000" in set(gaps_of(businesses)["kelurahan_code"])
    mine = businesses.index[businesses["kelurahan_code"] == "k000"]
    businesses.loc[mine[8:], "product"] = ""
    assert "k000" not in set(gaps_of(businesses)["kelurahan_code"])


def test_one_famous_peer_makes_no_gap():
    """A hundred cake makers in one kelurahan of eleven raise the pooled share, not what is usual."""
    counts = np.zeros((len(CODES), len(PRODUCTS)), dtype=int)
    counts[:11, PRODUCTS.index("toko kelontong")] = 20
    counts[:11, PRODUCTS.index("keripik dan kerupuk")] = 20
    counts[0, PRODUCTS.index("kue basah")] = 100
    businesses = businesses_of(counts)
    pairs = [(i, j) for i in range(11) for j in range(11) if i != j]
    everyone = [{"kelurahan_code": CODES[i], "position": j, "peer_code": CODES[j]} for i, j in pairs]
    table = gaps(KELURAHAN, businesses, pd.DataFrame(everyone), SETTINGS)
    assert table.query("product == 'kue basah' and kind == 'kurang'").empty
    assert table.query("product == 'kue basah' and kind == 'lebih'")["kelurahan_code"].tolist() == []


def test_a_sector_that_was_not_covered_has_no_gap():
    businesses = region(1, lacking=3, size=90)
    peers = nearest_peers(indicators_of(businesses), SETTINGS)
    farms = businesses["product"].isin(["padi", "jagung"]) & (businesses["kelurahan_code"] != "k050")
    table = gaps(KELURAHAN, businesses[~farms], peers, Settings(covers_agriculture=False))
    assert not set(table["product"]) & {"padi", "jagung"}


def test_equal_weights_of_any_size_change_nothing():
    businesses = region(2, lacking=3, size=90)
    table = gaps_of(businesses)
    pd.testing.assert_frame_equal(table, gaps_of(businesses.assign(sampling_weight=7.5)))


def test_order_of_rows_does_not_matter():
    businesses = region(3, lacking=3, size=90)
    pd.testing.assert_frame_equal(gaps_of(businesses), gaps_of(businesses.sample(frac=1, random_state=1)))


def test_nothing_surveyed_gives_no_gap():
    businesses = region(4).iloc[:0]
    assert gaps(KELURAHAN, businesses, nearest_peers(indicators_of(businesses), SETTINGS), SETTINGS).empty


COUNT = st.integers(0, 80).map(float)
RATE = st.floats(0.5, 80)


@given(x=COUNT, expected=RATE, strength=st.floats(2, 50), weight=st.floats(1, 500))
def test_chance_is_fair_and_falls_with_the_count(x, expected, strength, weight):
    def below(n: float, w: float = weight) -> float:
        return chance_below(np.array([[n]]), np.array([[expected]]), np.array([strength]), np.array([[w]])).item()

    assert 0 <= below(x) <= 1
    assert below(x + 1) <= below(x)
    # With ever more peers: the Gamma-Poisson chance of a known expectation.
    assert below(x, 1e12) == pytest.approx(1 - gammaincc(x + strength, expected + strength), abs=1e-5)


def test_chance_is_that_of_drawing():
    rng = np.random.default_rng(0)
    here = rng.gamma(3 + 5.0, 1 / (9 + 5.0), 400_000)
    peers = rng.gamma(40.0, 1 / 40.0, 400_000)
    told = chance_below(np.array([[3.0]]), np.array([[9.0]]), np.array([5.0]), np.array([[40.0]])).item()
    assert told == pytest.approx((here < peers).mean(), abs=0.003)


def test_chance_of_the_unknown_is_unknown():
    told = chance_below(np.array([[3.0]]), np.array([[np.nan]]), np.array([5.0]), np.array([[40.0]]))
    assert np.isnan(told).all()
