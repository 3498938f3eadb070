"""Chains of inputs: the catalogue hangs together; here, near, missing and unknown are four different things."""

import numpy as np
import pandas as pd
import pytest

from mapping.errors import SettingsError
from mapping.knowledge.catalog import read_lexicon, read_lines, read_linkages
from mapping.knowledge.lines import line_products
from mapping.measure.kin.chains import chain_steps, chains
from mapping.measure.space.neighbours import Neighbours
from mapping.settings import Settings

LEXICON = read_lexicon().set_index("product")
CODES = ["a", "b", "c", "island"]
KELURAHAN = pd.DataFrame(index=pd.Index(CODES, name="kelurahan_code"))
ROW = Neighbours.of_pairs(KELURAHAN.index, np.array([0, 1]), np.array([1, 2]))
SETTINGS = Settings(minimum_businesses=3, covers_agriculture=True)


def survey(*rows: tuple[str, str, int]) -> pd.DataFrame:
    """Businesses out of (kelurahan, product, how many)."""
    table = pd.DataFrame([(code, product) for code, product, n in rows for _ in range(n)])
    table.columns = ["kelurahan_code", "product"]
    return table.assign(sector=LEXICON.loc[table["product"], "sector"].to_numpy(), sampling_weight=1.0)


def states(table: pd.DataFrame, code: str, chain: str) -> dict[str, str]:
    rows = table[(table["kelurahan_code"] == code) & (table["chain"] == chain)]
    return dict(zip(rows["product"], rows["state"], strict=True))


def test_every_product_of_the_linkages_is_in_the_lexicon():
    edges = read_linkages()
    assert set(edges["upstream_product"]) | set(edges["product"]) <= set(LEXICON.index)
    assert not edges.duplicated(["chain", "upstream_product", "product"]).any()
    assert (edges[["chain", "input"]] != "").all(axis=None)


def test_every_edge_has_a_source_that_says_what_it_claims():
    pairs = line_products(read_lines())
    for edge in read_linkages().itertuples():
        if edge.source == "leksikon":
            assert edge.input in LEXICON.loc[edge.product, "inputs"], edge
        elif edge.source.startswith("katalog "):
            line = pairs[pairs["line_id"] == edge.source.removeprefix("katalog ")]
            assert edge.upstream_product in set(line.loc[line["role"] == "member", "product"]), edge
            assert edge.product in set(line.loc[line["role"] == "buyer", "product"]), edge
        else:
            assert edge.source == "asumsi perencanaan", edge


def test_an_input_stands_before_what_is_made_of_it():
    steps = chain_steps(read_linkages()).set_index(["chain", "product"])["step"]
    edges = read_linkages()
    up = steps.loc[list(zip(edges["chain"], edges["upstream_product"], strict=True))].to_numpy()
    down = steps.loc[list(zip(edges["chain"], edges["product"], strict=True))].to_numpy()
    assert (up < down).all()
    assert set(steps.groupby("chain").min()) == {1}


def test_a_circle_is_refused_by_name():
    edges = pd.DataFrame(
        {"chain": "Kue", "upstream_product": ["tepung", "kue basah"], "product": ["kue basah", "tepung"]}
    )
    with pytest.raises(SettingsError, match='Rantai "Kue" berputar'):
        chain_steps(edges)


def test_here_near_missing():
    table = chains(KELURAHAN, survey(("a", "kue basah", 4), ("b", "penjual kue", 3), ("c", "tepung", 3)), ROW, SETTINGS)
    of_a = states(table, "a", "Kue dan roti")
    assert of_a["kue basah"] == "ada"
    assert of_a["penjual kue"] == "dekat"
    # Two kelurahan away is not near.
    assert of_a["tepung"] == "tidak ada"
    assert states(table, "c", "Kue dan roti")["penjual kue"] == "dekat"
    counts = table.query("kelurahan_code == 'a' and product == 'penjual kue'").iloc[0]
    assert (counts["n"], counts["n_near"]) == (0, 3)


def test_a_shop_alone_tells_no_chain():
    table = chains(KELURAHAN, survey(("a", "toko kelontong", 9), ("b", "kue basah", 3)), ROW, SETTINGS)
    assert set(table["kelurahan_code"]) == {"b"}


def test_a_thin_survey_cannot_say_missing():
    table = chains(KELURAHAN, survey(("a", "kue basah", 2), ("b", "penjual kue", 3)), ROW, SETTINGS)
    of_a = states(table, "a", "Kue dan roti")
    assert (of_a["kue basah"], of_a["penjual kue"], of_a["tepung"]) == ("ada", "dekat", "belum diketahui")


def test_unasked_neighbours_are_unknown_and_no_neighbours_are_none():
    table = chains(KELURAHAN, survey(("a", "kue basah", 4), ("island", "kue basah", 4)), ROW, SETTINGS)
    assert states(table, "a", "Kue dan roti")["tepung"] == "belum diketahui"
    assert states(table, "island", "Kue dan roti")["tepung"] == "tidak ada"
    near = table[table["product"] == "tepung"].set_index("kelurahan_code")["n_near"].astype(float)
    assert np.isnan(near["a"])
    assert near["island"] == 0


def test_farming_that_was_not_asked_about_is_unknown():
    businesses = survey(("a", "tempe", 5), ("b", "tempe", 5))
    table = chains(KELURAHAN, businesses, ROW, Settings(minimum_businesses=3, covers_agriculture=False))
    of_a = states(table, "a", "Kedelai")
    assert of_a["tanaman kedelai"] == "belum diketahui"
    assert of_a["tahu"] == "tidak ada"
    assert table.query("product == 'tanaman kedelai'")["n"].isna().all()


def test_order_of_rows_does_not_matter():
    businesses = survey(("a", "kue basah", 4), ("b", "penjual kue", 3), ("c", "batik", 3))
    shuffled = businesses.sample(frac=1, random_state=2)
    pd.testing.assert_frame_equal(
        chains(KELURAHAN, businesses, ROW, SETTINGS), chains(KELURAHAN, shuffled, ROW, SETTINGS)
    )


def test_nothing_surveyed_has_no_chain():
    assert chains(KELURAHAN, survey(("a", "tempe", 1)).iloc[:0], ROW, SETTINGS).empty
