"""What the place offers: buyers within reach, steps of the chain, mandate and land. All by hand."""

import numpy as np
import pandas as pd

from mapping.advise.suit.evidence import Known, gather_evidence
from mapping.settings import Settings

HERE, THERE = "35.78.01.1001", "35.78.01.1002"


def gathered(kelurahan, line_indicators, **known):
    return gather_evidence(kelurahan, line_indicators, Settings(), Known(**known))


def buyers(*rows):
    columns = ["kelurahan_code", "line_id", "kind", "product", "n", "rows", "nearest_m"]
    return pd.DataFrame(list(rows), columns=columns)


def test_buyers_are_summed_by_kind_and_the_nearest_found_is_named(kelurahan, line_indicators):
    table = buyers(
        (HERE, "B13", "survey", "penjual kue", 4.0, 4.0, 0.0),
        (HERE, "B13", "survey", "kantin", 6.0, 6.0, 800.0),
        (HERE, "B13", "hotel", "", 2.0, np.nan, 0.0),
        (HERE, "B13", "market", "", 0.0, np.nan, 20_000.0),
        (THERE, "B13", "survey", "", 0.0, 0.0, np.nan),
    )
    rows = gathered(kelurahan, line_indicators, buyers=table)
    here, there, unknown = rows.loc[(HERE, "B13")], rows.loc[(THERE, "B13")], rows.loc[(THERE, "B14")]
    assert (here["buyers_reach"], here["big_buyers"], here["nearest_m"], here["nearest_kind"]) == (10, 2, 0.0, "hotel")
    assert there["buyers_reach"] == 0 and np.isnan(there["big_buyers"]) and there["nearest_kind"] == ""
    assert np.isnan(unknown["buyers_reach"]) and np.isnan(unknown["nearest_m"])


def test_the_steps_of_a_chain_count_where_they_are_here_or_next_door(kelurahan, line_indicators):
    """Around the cake line: tepung and santan go in, penjual kue takes the cakes; kue basah is the members' own."""
    states = {"tepung": "dekat", "santan dan nata de coco": "tidak ada", "kue basah": "ada", "penjual kue": "ada"}
    states["ayam petelur"] = "belum diketahui"
    chains = pd.DataFrame({"kelurahan_code": HERE, "chain": "Kue dan roti", "product": states, "state": states})
    chains["product"] = list(states)
    rows = gathered(kelurahan, line_indicators, chains=chains)
    assert rows.loc[(HERE, "B13"), ["links_here", "links_known"]].tolist() == [2.0, 3.0]
    assert rows.loc[(THERE, "B13"), ["links_here", "links_known"]].isna().all()


def test_land_counts_only_for_lines_that_stand_on_it(kelurahan, line_indicators):
    context = pd.DataFrame({"kelurahan_code": [HERE], "item": ["rice_field_share"], "value": [0.3]})
    rows = gathered(kelurahan, line_indicators, context=context)
    assert rows.loc[(HERE, "B25"), "land_share"] == 0.3
    assert np.isnan(rows.loc[(HERE, "B13"), "land_share"]) and np.isnan(rows.loc[(THERE, "B25"), "land_share"])


def test_a_gerai_of_the_programme_counts_in_full_and_another_half(kelurahan, line_indicators):
    rows = gathered(kelurahan, line_indicators)
    assert rows.loc[(HERE, "B01"), "programme"] == 1.0
    assert rows.loc[(HERE, "B13"), "programme"] == 0.5
