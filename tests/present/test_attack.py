"""A suppression attack: from all exports together no suppressed cell of a sector can be computed."""

from dataclasses import replace

import pandas as pd
import pytest

from mapping.measure import hiding
from mapping.measure.hiding import small_cells
from mapping.present.files.tables import table_files
from mapping.present.place import rows_behind
from tests.attack import attack, attack_sectors, invert_quotients, read


def sums_of(study) -> pd.Series:
    """What the map says under every sector: its businesses in the region."""
    return study.indicators["n"].groupby(level="sector").sum(min_count=1)


def only_small(n: pd.DataFrame, suppress_below: int) -> pd.DataFrame:
    """The mask of before: small cells alone."""
    return n.apply(lambda column: small_cells(column, suppress_below)).astype(int)


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_from_all_exports_together_no_hidden_sector_is_computed(demonstration, region):
    study = demonstration(region)
    scores = read(dict(table_files(study))["scores.csv"])
    found = attack_sectors(scores, columns=sums_of(study))
    true = study.indicators["n"].reindex(pd.MultiIndex.from_frame(found[["kelurahan_code", "cell"]])).to_numpy()
    assert len(found) > 60
    assert ((found["low"] <= true) & (true <= found["high"])).all(), "the attacker reckons rightly"
    assert not found["pinned"].any()
    small = found[found["told"] == "small"]
    assert (small["low"] == 1).all() and (small["high"] == 2).all()


@pytest.mark.parametrize(("region", "least"), [("surabaya", 40), ("batang", 120)])
def test_the_attack_succeeds_where_only_small_cells_are_hidden(demonstration, monkeypatch, region, least):
    """The same attacker on the tables as they were: the quotients tell the totals, the totals tell the cells."""
    monkeypatch.setattr(hiding, "hide_cells", only_small)
    study = demonstration(region)
    scores = read(dict(table_files(study))["scores.csv"])
    rows, _ = invert_quotients(scores)
    true = study.indicators["n"].groupby(level="kelurahan_code").sum(min_count=1)
    assert (rows.dropna() == true.reindex(rows.dropna().index).fillna(0)).mean() > 0.97, "totals follow from quotients"
    found = attack_sectors(scores, columns=sums_of(study))
    assert found["pinned"].sum() >= least


def test_nor_in_the_tiny_region(tiny_study):
    found = attack(dict(table_files(tiny_study)), columns=sums_of(tiny_study))
    sectors = found[found["what"] == "sector"]
    assert len(sectors) > 5 and not sectors["pinned"].any()


@pytest.mark.parametrize(("region", "left", "before"), [("surabaya", 0, 70), ("batang", 6, 300)])
def test_with_what_the_files_say_of_products_too_hardly_anything_is_left(demonstration, region, left, before):
    """Products of one or two businesses, from chains, gaps, sentences, rivals and sectors together."""
    study = demonstration(region)
    files = dict(table_files(study))
    found = attack(files, columns=sums_of(study))
    pinned = found[found["pinned"]]
    assert len(found) > 800
    assert len(pinned) <= left, pinned.to_string()
    assert len(attack(louder(study, files), columns=sums_of(study)).query("pinned")) > before


def test_what_a_place_is_known_for_stays_in_its_files(demonstration):
    """Hiding the largest product for the sake of a small one would take away what the advice rests on."""
    for region, code, product, n in (
        ("surabaya", "35.78.03.1001", "kue basah", 71),
        ("batang", "33.25.08.2007", "keripik dan kerupuk", 65),
    ):
        products = rows_behind(demonstration(region), code, "food")["products"]
        assert products.iloc[0].tolist() == [product, n]


def louder(study, files: dict[str, bytes]) -> dict[str, bytes]:
    """The files as they were: every product of the chains with its count or that it is small."""
    chains = study.chains
    small = small_cells(chains["n"], 3)
    table = chains.assign(n=chains["n"].mask(small), fewer_than=small.map({True: 3.0, False: float("nan")}))
    return files | {"chains.csv": table.to_csv(index=False).encode()}


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_no_total_of_a_group_or_a_site_tells_a_hidden_member(demonstration, region):
    written = dict(table_files(demonstration(region)))
    files = {name.removesuffix(".csv"): read(content) for name, content in written.items() if name.endswith(".csv")}
    for totals, members, keys in (
        ("purchase_groups", "purchasing", ["key", "group"]),
        ("facilities", "facility_users", ["line_id", "site"]),
    ):
        rows = files[members].dropna(subset=keys[1:])
        hidden = rows["rows"].isna().groupby([rows[key] for key in keys]).sum()
        shown = rows.groupby(keys)["rows"].sum()
        table = files[totals].set_index(keys).assign(hidden=hidden, rest=lambda t, shown=shown: t["rows"] - shown)
        told = table[(table["hidden"] > 0) & table["rows"].notna()]
        assert len(told) > 5
        assert (told["hidden"] > 1).all()
        assert ((told["rest"] > told["hidden"]) & (told["rest"] < 2 * told["hidden"])).all()


def test_settings_of_a_study_decide_what_is_small(tiny_study):
    open_study = replace(tiny_study, settings=replace(tiny_study.settings, suppress_below=1))
    scores = read(dict(table_files(open_study))["scores.csv"])
    assert attack_sectors(scores).empty
