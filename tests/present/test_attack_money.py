"""From all files of a region no money of one or two businesses is read, nor worked out by subtraction."""

import io
import json
import zipfile

import numpy as np
import pandas as pd
import pytest

from mapping.knowledge.catalog import SECTORS
from mapping.language import speaking
from mapping.measure import withheld
from mapping.measure.dominance import ASKED
from mapping.measure.hiding import SHOWN
from mapping.present.files.edition import Edition
from mapping.present.files.formats import FORMATS
from mapping.present.files.long import dictionary_table
from mapping.present.files.tables import table_files
from mapping.present.hidden import DOMINATED, HIDDEN_TOO, told_cells, told_money
from mapping.present.tables import sector_label
from tests.attack import attack_sectors, read
from tests.attack_money import MONEY, as_scores, largest_bounds, of_layer, of_long, of_scores, of_steps, of_workbook

pytestmark = pytest.mark.parametrize("region", ["surabaya", "batang"])
SOURCE_OF = dict(zip(("spend_idr_month", "revenue_idr_month"), ASKED, strict=True))


@pytest.fixture(scope="module")
def files(demonstration):
    """Region -> file -> its money and counts by kelurahan and sector; each file is made once."""
    kept = {}

    def of(region):
        if region not in kept:
            study = demonstration(region)
            edition = Edition(study)
            tables = dict(table_files(study))
            with zipfile.ZipFile(io.BytesIO(FORMATS["tables"].write(edition, ""))) as packed:
                assert packed.read("scores.csv") == tables["scores.csv"]
            names = study.kelurahan.reset_index().set_index(["name", "kecamatan"])["kelurahan_code"]
            labels = {sector_label(name): name for name in SECTORS}
            kept[region] = (
                tables,
                {
                    "scores": of_scores(tables["scores.csv"]),
                    "steps": of_steps(tables["recompute.csv"]),
                    "long": of_long(FORMATS["csv"].write(edition, "")),
                    "long for spreadsheets": of_long(FORMATS["csv-excel"].write(edition, ""), sep=";", decimal=","),
                    "layer": of_layer(FORMATS["geojson"].write(edition, "")),
                    "workbook": of_workbook(FORMATS["workbook"].write(edition, ""), names, labels),
                },
            )
        return kept[region]

    return of


def test_no_file_tells_money_that_one_or_two_make(demonstration, files, region):
    study = demonstration(region)
    rows = study.businesses[study.businesses["sector"] != ""]
    share, answers = {}, {}
    for name, source in SOURCE_OF.items():
        money = rows.groupby(["kelurahan_code", "sector"])[source]
        share[name] = money.apply(lambda amounts: amounts.nlargest(2).sum()) / money.sum()
        answers[name] = money.count()
    share["saving_idr_month"], answers["saving_idr_month"] = share["spend_idr_month"], answers["spend_idr_month"]
    for name, table in files(region)[1].items():
        told = table[table["measure"].isin(MONEY) & (table["value"] > 0)]
        assert len(told) > 100, name
        for measure, part in told.groupby("measure"):
            cells = pd.MultiIndex.from_frame(part[["kelurahan_code", "sector"]])
            assert (share[measure].reindex(cells) <= 0.85 + 1e-9).all(), (name, measure)
            assert (answers[measure].reindex(cells) >= 3).all(), (name, measure)


def test_the_files_agree_on_what_is_withheld_and_say_why(demonstration, files, region):
    study = demonstration(region)
    counted, money = told_cells(study).stack(), told_money(study).stack()
    alone = money.index[(money != SHOWN) & (counted == SHOWN)]
    tables, found = files(region)
    for name, table in found.items():
        told = pd.MultiIndex.from_frame(table.loc[table["measure"].isin(MONEY), ["kelurahan_code", "sector"]])
        assert not told.isin(alone).any(), name
    scores = read(tables["scores.csv"]).set_index(["kelurahan_code", "sector"]).loc[alone]
    assert set(scores["money_note"]) == {DOMINATED, HIDDEN_TOO}
    assert scores["n"].notna().all() and scores["note"].isna().all()
    assert read(tables["scores.csv"]).set_index(["kelurahan_code", "sector"])["money_note"].drop(alone).isna().all()


def answered_in(study, source):
    cells = study.businesses.groupby(["kelurahan_code", "sector"])[source]
    groups = dict(list(cells))
    return lambda code, name: groups[code, name].dropna().sort_values(ascending=False)


def attack_on(study, shown, column):
    """The worst case for the cells that are withheld for themselves."""
    source = SOURCE_OF[column]
    rows = study.businesses[study.businesses["sector"] != ""]
    money = rows.groupby(["kelurahan_code", "sector"])[source].sum().unstack(fill_value=0.0)
    cells = rows.groupby(["kelurahan_code", "sector"])[source]
    share = cells.apply(lambda told: told.nlargest(2).sum()) / cells.sum()
    wanted = share.index[(share > 0.85) & ~shown.reindex(share.index, fill_value=False)]
    counted = told_cells(study).stack().reindex(wanted).eq(SHOWN)
    wide = shown.unstack().reindex(index=money.index, columns=money.columns).eq(True)
    # A few dozen of them: each is a linear program over the whole region.
    return largest_bounds(wide, money, wanted[counted][:40], answered_in(study, source))


@pytest.mark.parametrize("column", ["spend_idr_month", "revenue_idr_month"])
def test_no_total_less_the_others_tells_the_largest_within_fifteen_percent(demonstration, files, region, column):
    table = files(region)[1]["scores"]
    told = table[table["measure"] == column].set_index(["kelurahan_code", "sector"])["value"].notna()
    found = attack_on(demonstration(region), told, column)
    assert len(found) >= 20
    assert (found["slack"] > 0.149).all(), found.to_string()
    assert (found["low"] < found["high"]).all()


def test_the_attack_succeeds_where_only_the_dominated_cells_are_withheld(demonstration, monkeypatch, region):
    study = demonstration(region)
    monkeypatch.setattr(withheld._Money, "_hide_one_more", lambda self, axis: False)
    monkeypatch.setattr(withheld._Money, "hide_beside_lines", lambda self, businesses: None)
    told = told_money(study).stack().eq(SHOWN)
    found = attack_on(study, told, "spend_idr_month")
    assert (found["slack"] < 0.149).sum() >= 2


@pytest.mark.parametrize("name", ["long", "long for spreadsheets", "layer", "workbook"])
def test_no_hidden_count_is_computed_from_the_other_files(demonstration, files, region, name):
    """The attack on counts, run on files that carry the same figures in another form."""
    tables, found = files(region)
    sums = demonstration(region).indicators["n"].groupby(level="sector").sum(min_count=1)
    scores = as_scores(found[name], read(tables["scores.csv"]))
    rows = None
    if name == "workbook":
        # Only the sectors that are scored, so no sum of a kelurahan follows from the quotients.
        scores = scores[scores["sector"].isin(found[name]["sector"].unique())]
        rows = pd.Series(np.nan, index=scores["kelurahan_code"].unique())
    told = attack_sectors(scores, rows=rows, columns=sums)
    assert len(told) > 20 and not told["pinned"].any()


def test_every_money_column_of_a_business_is_one_that_is_watched(demonstration, files, region):
    """A new column of rupiah cannot leave unseen: every one in the dictionary is named here with what guards it."""
    guarded = {
        # Sector totals: withheld.py. Joint purchasing: shared_money.py.
        "scores": {*MONEY},
        "purchasing": {"spend_idr_month", "saving_low_idr_month", "saving_high_idr_month"},
        "purchase_groups": {"spend_idr_month", "saving_low_idr_month", "saving_high_idr_month"},
        # What a cooperative would earn, worked out of the members' money that measure_lines leaves.
        "advice": {"capital_idr", "net_cash_idr_month", "instalment_idr_month"},
        "plan": {"net_cash_idr_month", "capital_low_idr", "capital_high_idr"},
        "suitability": {
            *("startup_idr", "working_idr", "capital_idr", "capital_low_idr", "capital_high_idr", "fixed_idr_month"),
            *("unit_margin_idr", "net_cash_idr_month", "net_cash_low_idr_month", "net_cash_high_idr_month"),
            *("loan_idr", "missing_idr", "instalment_idr_month"),
        },
    }
    study = demonstration(region)
    dictionary = dictionary_table(Edition(study))
    tables = dictionary[~dictionary["table"].str.startswith("csv")]
    money = tables[tables["column"].str.contains("_idr")]
    assert money.groupby("table")["column"].agg(set).to_dict() == guarded
    # No figure of a line is told whose members' money is withheld.
    lines, suitability = study.line_indicators, study.suitability
    of_members = study.suitability.index.get_level_values("line_id").isin(_member_lines())
    blank = lines["revenue_idr_month"].isna() & lines["n"].ge(3)
    rows = suitability[of_members & blank.reindex(suitability.index).to_numpy()]
    assert len(rows) > 20
    assert rows[["volume_month", "net_cash_idr_month", "dscr", "aggregation"]].isna().all(axis=None)


def _member_lines():
    from mapping.knowledge.lines import lines_in_force

    lines = lines_in_force()
    return lines.index[lines["volume_basis"] == "revenue"]


def test_the_layer_says_why_in_both_languages(demonstration, region):
    study = demonstration(region)
    counted, money = told_cells(study).stack(), told_money(study).stack()
    alone = [cell for cell in money.index[(money == 1) & (counted == SHOWN)] if cell[1] == "crafts"]
    for language in ("id", "en"):
        with speaking(language):
            features = json.loads(FORMATS["geojson"].write(Edition(study), ""))["features"]
        notes = {one["properties"]["kelurahan_code"]: one["properties"]["crafts_note"] for one in features}
        assert len(alone) > 3 and all(notes[code] for code, _ in alone)
