"""Money of a kelurahan's sectors and lines: what is withheld, what is withheld beside it, and what stays."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.measure.dominance import ASKED, dominated
from mapping.measure.hiding import BESIDE, SHOWN, SMALL, told_sectors
from mapping.measure.lines import measure_lines
from mapping.measure.sectors import measure_sectors
from mapping.measure.withheld import MONEY, told_money
from mapping.settings import AdviceSetup, Settings

KALIRUNGKUT, RUNGKUT_KIDUL = "35.78.03.1001", "35.78.03.1002"
SETTINGS = Settings()


def region(counts):
    """Kelurahan a, b, ... by food, trade and services with amounts in millions: ``{"a": {"food": [1, 2, 3]}}``."""
    rows = [
        {"kelurahan_code": code, "sector": sector, "product": "", "keyword": "", "input_spend_idr_month": amount * 1e6}
        for code, sectors in counts.items()
        for sector, amounts in sectors.items()
        for amount in amounts
    ]
    businesses = pd.DataFrame(rows).assign(stage="", workers=1.0)
    return pd.DataFrame({"population": 1000.0}, index=list(counts)), businesses


def told(counts):
    kelurahan, businesses = region(counts)
    plain = measure_sectors(kelurahan, businesses, Settings(suppress_below=1))
    return told_money(plain, businesses, SETTINGS)


def test_by_hand_in_the_tiny_region(tiny):
    """Crafts in Kalirungkut: 2.5, 9 and 7 million, so the two largest make 16 of 18.5, 86 %."""
    plain = measure_sectors(*tiny, Settings(suppress_below=1))
    shown = measure_sectors(*tiny, SETTINGS)
    cell = (KALIRUNGKUT, "crafts")
    assert plain.at[cell, "spend_idr_month"] == 18.5e6 and plain.at[cell, "revenue_idr_month"] == 37e6
    assert shown.loc[cell, list(MONEY)].isna().all()
    assert shown.at[cell, "n"] == 3 and shown.at[cell, "workers"] == plain.at[cell, "workers"]
    assert told_money(plain, tiny[1], SETTINGS).loc[cell] == SMALL


def test_what_is_left_of_a_total_tells_nobody():
    """One dominated cell: the smallest other of its kelurahan goes with it, one without a score before one with."""
    wide = {"food": [5, 5, 5, 5], "trade": [9, 9, 9, 9], "services": [50, 1, 1], "crafts": [1, 1, 1, 1]}
    even = {"food": [7] * 4, "trade": [7] * 4, "services": [7] * 4, "crafts": [7] * 4}
    table = told({"a": wide, "b": even})
    assert table.loc["a", "services"] == SMALL
    # Services and trade: 50 + 9 of 88 is 67 %, so trade is enough.
    assert table.loc["a", ["food", "trade", "crafts"]].tolist() == [SHOWN, BESIDE, SHOWN]
    # The column of services would tell too, and that of trade.
    assert table.loc["b"].ne(SHOWN).any()


def test_a_row_that_stays_dominated_loses_more():
    wide = {"food": [5, 5, 5, 5], "trade": [2, 2, 2], "services": [200, 1, 1], "crafts": [9, 9, 9]}
    table = told({"a": wide})
    # 202 of 208, 207 of 235 (88 %), 205 of 228: only all of it is enough, or nothing is left to take off.
    assert (table.loc["a", ["food", "trade", "services", "crafts"]] != SHOWN).all()


def test_nothing_is_withheld_where_nobody_stands_out():
    even = {"food": [7] * 4, "trade": [7] * 4, "services": [7] * 4}
    assert (told({"a": even, "b": even}) == SHOWN).all(axis=None)


AMOUNTS = st.lists(st.integers(1, 200), max_size=5)
REGIONS = st.dictionaries(
    st.sampled_from("abc"), st.fixed_dictionaries({"food": AMOUNTS, "trade": AMOUNTS, "services": AMOUNTS}), min_size=1
).filter(lambda counts: any(amounts for sectors in counts.values() for amounts in sectors.values()))
FEW = settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])


@FEW
@given(REGIONS)
def test_no_cell_that_tells_is_shown_nor_what_is_left_of_a_row_or_column(counts):
    kelurahan, businesses = region(counts)
    plain = measure_sectors(kelurahan, businesses, Settings(suppress_below=1))
    table = told_money(plain, businesses, SETTINGS)
    cells = businesses.groupby(["kelurahan_code", "sector"])["input_spend_idr_month"].apply(list)
    for (code, sector), amounts in cells.items():
        own = dominated(np.zeros(len(amounts), dtype=int), 1, np.array(amounts), SETTINGS)[0]
        assert not own or table.at[code, sector] != SHOWN
    hidden = [table.at[code, sector] != SHOWN for code, sector in zip(*_keys(businesses), strict=True)]
    for key in ("kelurahan_code", "sector"):
        for name, part in businesses[hidden].groupby(key):
            left = dominated(np.zeros(len(part), dtype=int), 1, part["input_spend_idr_month"].to_numpy(), SETTINGS)[0]
            rest = table.loc[name] if key == "kelurahan_code" else table[name]
            measured = plain["spend_idr_month"].xs(name, level=key).reindex(rest.index)
            assert not left or not (rest.eq(SHOWN) & (measured > 0)).any()


def _keys(businesses):
    return businesses["kelurahan_code"], businesses["sector"]


@FEW
@given(REGIONS, st.sampled_from([1e-6, 3.0, 1e4]))
def test_the_unit_of_money_decides_nothing(counts, times):
    kelurahan, businesses = region(counts)
    plain = measure_sectors(kelurahan, businesses, Settings(suppress_below=1))
    more = businesses.assign(input_spend_idr_month=businesses["input_spend_idr_month"] * times)
    assert told_money(plain, more, SETTINGS).equals(told_money(plain, businesses, SETTINGS))


@FEW
@given(REGIONS, st.sampled_from("abc"), st.sampled_from(["food", "trade", "services"]), st.integers(1, 200))
def test_a_business_elsewhere_never_reveals_a_cell_that_tells(counts, code, sector, amount):
    counts = {name: counts.get(name, {}) for name in "abc"}
    before = told(counts)
    more = {name: dict(sectors) for name, sectors in counts.items()}
    more[code][sector] = [*more[code].get(sector, []), amount]
    after = told(more)
    small = (before == SMALL).stack()
    small[code, sector] = False
    assert (after.stack()[small] != SHOWN).all()


@pytest.fixture(scope="module", params=["surabaya", "batang"])
def study(demonstration, request):
    return demonstration(request.param)


def test_every_sector_total_that_is_told_is_made_by_many(study):
    """The rule again by pandas alone, on the money of the demonstration regions."""
    rows = study.businesses[study.businesses["sector"] != ""]
    counted = told_sectors(study.indicators, 3).stack()
    for source, name in zip(ASKED, ("spend_idr_month", "revenue_idr_month"), strict=True):
        money = rows.groupby(["kelurahan_code", "sector"])[source]
        share = money.apply(lambda amounts: amounts.nlargest(2).sum()) / money.sum()
        shown = study.indicators[name].dropna()
        shown = shown[(shown > 0) & counted.reindex(shown.index).eq(SHOWN)]
        assert len(shown) > 300
        assert (share.reindex(shown.index) <= 0.85).all() and (money.count().reindex(shown.index) >= 3).all()
    withheld = told_money(study.indicators, study.businesses, study.settings).stack()
    beside = withheld[(withheld != SHOWN) & (counted.reindex(withheld.index) == SHOWN)]
    assert len(beside) > 40 and study.indicators["n"].reindex(beside.index).ge(3).all()


def test_a_line_tells_neither_its_members_nor_the_rest_of_its_sector(study):
    lines = measure_lines(study.kelurahan, study.businesses, study.settings)
    plain = measure_lines(study.kelurahan, study.businesses, Settings(suppress_below=1))
    many = lines["n"] >= 3
    withheld = many & plain["spend_idr_month"].notna() & lines["spend_idr_month"].isna()
    assert withheld.sum() > 40
    assert lines.loc[many & ~withheld, MONEY[0]].equals(plain.loc[many & ~withheld, MONEY[0]])
    pd.testing.assert_frame_equal(
        lines.drop(columns=["spend_idr_month", "revenue_idr_month", "money_withheld"]),
        plain.drop(columns=["spend_idr_month", "revenue_idr_month", "money_withheld"]),
    )


def test_a_line_of_the_users_own_is_no_sieve(tiny):
    """All crafts of Rungkut Kidul but the two tailors: the sector's money less the line's would be theirs."""
    kelurahan, businesses = tiny
    asked = Settings(advice=AdviceSetup(line_changes=(("B35", "products", "batik"),)))
    open_to_all = Settings(advice=asked.advice, suppress_below=1)
    told_line = measure_lines(kelurahan, businesses, asked).loc[(RUNGKUT_KIDUL, "B35")]
    plain = measure_lines(kelurahan, businesses, open_to_all).loc[(RUNGKUT_KIDUL, "B35")]
    assert plain["n"] == 4 and plain["spend_idr_month"] == 8e6
    assert np.isnan(told_line["spend_idr_month"]) and told_line["n"] == 4
