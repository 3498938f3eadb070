"""Laws of types: real ones are found and named by what stands out, noise has none, order and seed change nothing."""

import numpy as np
import pandas as pd
import pytest

from mapping.errors import NotComputableError
from mapping.knowledge.catalog import SECTORS, read_kinship
from mapping.measure.kin.peers import structure
from mapping.measure.kin.typenames import ORDINARY, name_type, say_traits, signatures
from mapping.measure.kin.typology import (
    NO_TYPES,
    _merge,
    find_types,
    mix_strength,
    region_shares,
    shrink_shares,
    typology,
)
from mapping.settings import Settings

SETTINGS = Settings()
# food made, food served, crafts, agriculture, trade, services
ORDINARY_MIX = np.array([0.15, 0.2, 0.1, 0.2, 0.2, 0.15])
FOOD_MIX = np.array([0.6, 0.1, 0.05, 0.1, 0.1, 0.05])
FARM_MIX = np.array([0.05, 0.1, 0.05, 0.65, 0.1, 0.05])


def table_of(counts: np.ndarray, codes: list[str] | None = None) -> pd.DataFrame:
    """Indicators out of rows of six counts in the order of the mixes above."""
    counts = np.asarray(counts, dtype=float)
    codes = codes or [f"k{i:03d}" for i in range(len(counts))]
    made, served, crafts, farms, trade, services = counts.T
    n = np.column_stack([made + served, crafts, farms, trade, services])
    producers = np.column_stack([made, crafts, farms, 0 * trade, 0 * services])
    index = pd.MultiIndex.from_product([codes, SECTORS], names=["kelurahan_code", "sector"])
    table = pd.DataFrame({"n": n.ravel(), "producers": producers.ravel()}, index=index)
    table["n_kelurahan"] = np.repeat(n.sum(axis=1), len(SECTORS))
    return table.assign(n_weighted=table["n"], n_effective=table["n"])


def region(seed: int, mixes: list[tuple[int, np.ndarray]], size: float = 40.0) -> pd.DataFrame:
    """Indicators of kelurahan drawn from the given mixes."""
    rng = np.random.default_rng(seed)
    shares = np.vstack([np.tile(mix, (times, 1)) for times, mix in mixes])
    return table_of(rng.multinomial(rng.poisson(size, len(shares)) + 10, shares))


PLANTED = [(60, ORDINARY_MIX), (8, FOOD_MIX), (6, FARM_MIX)]


def test_planted_types_are_found_and_named_by_what_stands_out():
    types_of, types = typology(region(1, PLANTED), SETTINGS)
    assert types["name"].tolist() == [ORDINARY, "kampung olahan pangan", "wilayah tani"]
    assert types["n"].tolist() == [60, 8, 6]
    assert types_of["type"].tolist() == [1] * 60 + [2] * 8 + [3] * 6
    assert types["traits"].iloc[1].startswith("Lebih banyak pembuat pangan (")
    assert types_of["typicality"].between(0, 1).all()


def test_noise_has_no_types_at_its_nominal_rate():
    alarms = [len(typology(region(seed, [(50, ORDINARY_MIX)]), Settings(seed=seed))[1]) > 1 for seed in range(40)]
    assert np.mean(alarms) <= 0.05


def test_the_comparison_with_chance_alone_holds_noise(monkeypatch):
    """With every other guard off, a region of one mix must still not beat nineteen like it more than one time in 20."""
    monkeypatch.setitem(read_kinship()["typology"], "least_silhouette", -1.0)
    monkeypatch.setitem(read_kinship()["names"], "points", 0.0)
    monkeypatch.setitem(read_kinship()["names"], "times", 1.0)
    alarms = [len(typology(region(seed, [(30, ORDINARY_MIX)]), Settings(seed=seed))[1]) > 1 for seed in range(10)]
    assert np.mean(alarms) <= 0.1


def test_differences_by_degrees_are_no_types():
    """Kelurahan spread evenly around one mix differ for good, more than chance, but fall into no groups."""
    rng = np.random.default_rng(11)
    shares = rng.dirichlet(25 * ORDINARY_MIX, 80)
    _, types = typology(table_of(rng.multinomial(60, shares)), SETTINGS)
    assert types["name"].tolist() == [NO_TYPES]


def test_clusters_of_one_name_are_one_type():
    """k-means halves the broad middle; halves that nobody could name apart are the same type."""
    made = np.array([[0.1, 0.9], [0.12, 0.88], [0.11, 0.89], [0.2, 0.8], [0.22, 0.78], [0.21, 0.79]] + [[0.9, 0.1]] * 3)
    cluster = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2])
    centres = np.array([made[cluster == c].mean(axis=0) for c in range(3)])
    found = _merge(made, cluster, centres, [(), (), ("trade",)], seed=0)
    assert found.label.tolist() == [0] * 6 + [1] * 3
    assert found.signatures == [(), ("trade",)]
    assert found.centres[0] == pytest.approx(made[:6].mean(axis=0))
    assert _merge(made, cluster, centres, [(), (), ()], seed=0) is None
    assert _merge(made[:8], cluster[:8], centres, [(), (), ("trade",)], seed=0) is None


def test_without_clear_types_there_is_one_that_says_why():
    types_of, types = typology(region(2, [(50, ORDINARY_MIX)]), SETTINGS)
    assert types["name"].tolist() == [NO_TYPES]
    assert types["n"].tolist() == [50]
    assert len(types["traits"].iloc[0]) > 40
    assert types_of["typicality"].isna().all()
    assert set(types_of["type"]) == {1}


def test_order_of_rows_and_seed_change_nothing():
    table = region(3, PLANTED)
    types_of, types = typology(table, SETTINGS)
    for seed in (1, 7):
        other_of, other = typology(table.sample(frac=1, random_state=seed), Settings(seed=seed))
        pd.testing.assert_frame_equal(types_of[["type", "name"]], other_of[["type", "name"]])
        pd.testing.assert_frame_equal(types, other)


def test_codes_do_not_matter():
    table = region(4, PLANTED)
    renamed = table.rename(index=lambda code: f"z{999 - int(code[1:])}" if code in table.index.levels[0] else code)
    one, other = typology(table, SETTINGS)[0], typology(renamed, SETTINGS)[0]
    back = other.rename(index=lambda code: f"k{999 - int(code[1:]):03d}").sort_index()
    assert (one["name"] == back["name"]).all()


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (table_of([[10, 5, 5, 5, 5, 5]]), "Hanya 1 kelurahan"),
        (table_of([[10, 5, 5, 5, 5, 5]] * 30), "sama persis"),
    ],
)
def test_what_cannot_be_computed_is_a_named_message(table, words):
    shares = structure(table, SETTINGS)
    rows = table["n_effective"].groupby(level=0).sum().to_numpy()
    with pytest.raises(NotComputableError, match=words):
        find_types(shares, rows, SETTINGS)
    types_of, types = typology(table, SETTINGS)
    assert words in types["traits"].iloc[0]
    assert len(types_of) == len(shares)


def test_nothing_known_gives_nothing():
    table = region(5, [(12, ORDINARY_MIX)])
    table[["n", "n_weighted", "n_effective", "producers"]] = np.nan
    types_of, types = typology(table, SETTINGS)
    assert types_of.empty
    assert types.empty


def test_thinly_surveyed_kelurahan_have_no_type():
    table = region(6, PLANTED)
    table.loc["k003", "n_kelurahan"] = 9.0
    assert "k003" not in typology(table, SETTINGS)[0].index


def test_a_sector_that_was_not_covered_plays_no_part():
    table = region(7, [(60, ORDINARY_MIX), (8, FOOD_MIX)])
    table.loc[(slice(None), "agriculture"), ["n", "n_weighted", "n_effective", "producers"]] = np.nan
    assert "agriculture" not in structure(table, SETTINGS)
    assert typology(table, SETTINGS)[1]["n"].tolist() == [60, 8]


def test_types_never_share_a_name_and_never_outnumber_the_colours():
    rules = read_kinship()
    words = [name_type((one,)) for one in rules["kinds"]]
    words += [name_type((one, two)) for one in rules["kinds"] for two in rules["kinds"] if one != two]
    assert len({*words, ORDINARY}) == len(words) + 1
    colours = [rules["typecolours"]["commonest"], *rules["typecolours"]["others"]]
    assert len(set(colours)) >= rules["typology"]["most_clusters"]


def test_typicality_falls_with_fewer_businesses():
    """The same make-up on fewer interviews is less sure to be of its type."""
    counts = np.vstack([np.tile(ORDINARY_MIX * 60, (30, 1)), np.tile(FOOD_MIX * 60, (10, 1))])
    between = (0.55 * FOOD_MIX + 0.45 * ORDINARY_MIX) * 1.0
    counts = np.vstack([counts + np.random.default_rng(0).integers(0, 3, counts.shape), between * 200, between * 15])
    types_of, _ = typology(table_of(counts), SETTINGS)
    assert types_of["typicality"].iloc[-1] < types_of["typicality"].iloc[-2]


def test_shrunk_shares_lie_between_raw_and_region_and_add_up():
    rng = np.random.default_rng(8)
    rows = rng.integers(10, 80, 30).astype(float)
    values = rng.dirichlet(np.ones(5), 30)
    region_ = region_shares(values, rows)
    made = shrink_shares(values, rows)
    assert np.allclose(made.sum(axis=1), 1)
    low, high = np.minimum(values, region_), np.maximum(values, region_)
    assert ((made >= low - 1e-12) & (made <= high + 1e-12)).all()


def test_strength_finds_the_concentration_it_was_drawn_with():
    rng = np.random.default_rng(9)
    rows = np.full(2000, 40)
    for strength in (5.0, 20.0, 60.0):
        shares = rng.dirichlet(strength * ORDINARY_MIX, 2000)
        values = rng.multinomial(rows, shares) / rows[:, None]
        assert mix_strength(values, rows.astype(float)) == pytest.approx(strength, rel=0.15)


def test_signatures_need_points_and_times():
    kinds = pd.Index(["trade", "services"])
    # 6 points above 60% is 1.1 times; 4 points above 5% is 1.8 times: neither stands out.
    assert signatures(np.array([[0.66, 0.34]]), np.array([0.6, 0.4]), kinds) == [()]
    assert signatures(np.array([[0.09, 0.91]]), np.array([0.05, 0.95]), kinds) == [()]
    assert signatures(np.array([[0.5, 0.5]]), np.array([0.3, 0.7]), kinds) == [("trade",)]


def test_traits_tell_both_sides():
    sentence = say_traits(pd.DataFrame({"trade": [0.5], "services": [0.2]}), np.array([0.3, 0.4]))[0]
    assert sentence == "Lebih banyak pedagang (50%, wilayah 30%); lebih sedikit usaha jasa (20%, wilayah 40%)."
