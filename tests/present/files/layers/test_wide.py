"""The wide table says what the public tables say, once a kelurahan."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from mapping.advise.own_lines import copy_line
from mapping.knowledge.catalog import SCORED_SECTORS, SECTORS
from mapping.knowledge.lines import lines_in_force
from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.layers.columns import line_slugs, sector_measures
from mapping.present.files.layers.wide import CLOSED, HIDDEN, NOT_ENOUGH, OPEN, utm_area_km2, wide_table
from mapping.present.mapdata import KNOWN, SUPPRESSED
from mapping.present.mapvalues import line_values
from mapping.present.tables import NO_DATA, NOT_COVERED
from mapping.study import advise_again

WORDS = ("certainty", "status", "note")


def wide_of(study):
    return wide_table(Edition(study)).set_index("kelurahan_code")


def numbers(column):
    return column.to_numpy(float, na_value=np.nan)


def test_one_feature_a_kelurahan_in_the_order_of_the_codes(tiny_study):
    table = wide_of(tiny_study)
    assert table.index.tolist() == tiny_study.kelurahan.index.tolist()
    assert table.geometry.geom_equals(tiny_study.kelurahan.geometry).all()
    assert table.crs == "EPSG:4326"


@pytest.mark.parametrize("region", ["batang", "surabaya"])
def test_figures_are_those_of_the_public_table(demonstration, region):
    edition = Edition(demonstration(region))
    table = wide_table(edition).set_index("kelurahan_code")
    for sector in SECTORS:
        rows = edition.scores[edition.scores["sector"] == sector].set_index("kelurahan_code").reindex(table.index)
        for name, *_ in sector_measures(sector):
            if name not in WORDS:
                np.testing.assert_array_equal(numbers(table[f"{sector}_{name}"]), numbers(rows[name]))


@pytest.mark.parametrize("region", ["batang", "surabaya"])
def test_hidden_unknown_and_known_are_told_apart(demonstration, region):
    edition = Edition(demonstration(region))
    table = wide_table(edition).set_index("kelurahan_code")
    for sector in SECTORS:
        rows = edition.scores[edition.scores["sector"] == sector].set_index("kelurahan_code").reindex(table.index)
        told, note = table[f"{sector}_status"], rows["note"]
        assert (told[note == NO_DATA] == "not_enough_data").all()
        assert (told[note == NOT_COVERED] == "not_covered").all()
        hidden = ~note.isin(["", NO_DATA, NOT_COVERED])
        assert (told[hidden] == "hidden").all()
        assert hidden.any() or sector not in ("trade", "food")
        figures = [f"{sector}_{name}" for name, *_ in sector_measures(sector) if name not in WORDS]
        assert table.loc[told == "hidden", figures].isna().all(axis=None)
        assert table.loc[told != "known", f"{sector}_note"].notna().all()
        if sector in SCORED_SECTORS:
            assert (table[f"{sector}_score"].notna() == (told == "known")).all()
            assert (table[f"{sector}_certainty"].notna() <= (told == "known")).all()


def test_lines_are_as_the_map_has_them(demonstration):
    study = demonstration("batang")
    table = wide_of(study)
    slugs = line_slugs(list(lines_in_force(study.settings.advice.line_changes).index))
    seen = set()
    for line_id in list(slugs)[::4]:
        rows = line_values(study, line_id)
        state = np.select(
            [rows["state"] == SUPPRESSED, rows["state"] != KNOWN, rows["open"]], [HIDDEN, NOT_ENOUGH, OPEN], CLOSED
        )
        np.testing.assert_array_equal(table[f"line_{slugs[line_id]}_state"], state)
        np.testing.assert_array_equal(numbers(table[f"line_{slugs[line_id]}_score"]), rows["value"].to_numpy(float))
        seen |= set(state)
    assert seen == {HIDDEN, NOT_ENOUGH, OPEN, CLOSED}


def test_a_line_of_the_users_own_has_its_columns(tiny_study):
    line_id, changes = copy_line((), "B25", 'Kue "khas" <b>', ["kue basah"])
    study = advise_again(tiny_study, replace(tiny_study.settings.advice, line_changes=changes))
    table = wide_of(study)
    slug = line_slugs(list(lines_in_force(changes).index))[line_id]
    assert set(table[f"line_{slug}_state"]) <= {HIDDEN, NOT_ENOUGH, OPEN, CLOSED}
    assert len([name for name in table if name.endswith("_state") and name.startswith("line_")]) == 41


@pytest.mark.parametrize("region", ["batang", "surabaya"])
def test_the_first_advice_is_that_of_the_public_table(demonstration, region):
    edition = Edition(demonstration(region))
    table, advice = wide_table(edition).set_index("kelurahan_code"), edition.advice
    first = advice[advice["position"] == "1"].set_index("kelurahan_code")
    told = table.loc[first.index]
    assert told["advice_line"].tolist() == first["line"].tolist()
    assert told["advice_line_id"].tolist() == first["line_id"].tolist()
    np.testing.assert_array_equal(numbers(told["advice_capital_idr"]), first["capital_idr"].to_numpy(float))
    np.testing.assert_array_equal(numbers(told["advice_dscr"]), first["dscr"].to_numpy(float))
    assert (told["advice_state"] == "advised").all()
    rest = table.drop(first.index)
    assert rest["advice_line"].isna().all()
    unknown = advice.loc[advice["position"] == "unknown", "kelurahan_code"]
    assert ((rest["advice_state"] == "not_enough_data") == rest.index.isin(unknown)).all()
    assert rest.loc[rest["advice_state"] == "not_enough_data", "advice_reason"].notna().all()
    avoided = advice[advice["position"] == "avoid"].groupby("kelurahan_code").size()
    assert (table["advice_avoid"].str.count("; ") + 1).dropna().sum() == avoided.sum()


@pytest.mark.parametrize("region", ["batang", "surabaya"])
def test_utm_areas_are_within_a_thousandth_of_the_intakes(demonstration, region):
    kelurahan = demonstration(region).kelurahan
    assert (utm_area_km2(kelurahan.geometry) / kelurahan["area_km2"] - 1).abs().max() < 0.001


def test_areas_hold_at_the_edges_of_the_country_and_on_the_equator():
    import geopandas as gpd
    from pyproj import Geod
    from shapely import box

    places = [(95.3, 5.5), (107.999, -6.9), (109.3, -0.01), (141.0, -2.6)]
    outlines = gpd.GeoSeries([box(x - 0.02, y - 0.02, x + 0.02, y + 0.02) for x, y in places], crs="EPSG:4326")
    true = [abs(Geod(ellps="WGS84").geometry_area_perimeter(shape)[0]) / 1e6 for shape in outlines]
    np.testing.assert_allclose(utm_area_km2(outlines), true, rtol=2e-3)


def test_labels_stand_on_every_row_in_the_language_spoken(tiny_study):
    table = wide_of(tiny_study)
    assert set(table["data_label"]) == {"data sintetis"}
    assert set(table["boundary_note"]) == {"batas perkiraan"}
    with speaking("en"):
        english = wide_of(tiny_study)
    assert set(english["data_label"]) == {"synthetic data"}
    plain = wide_of(
        replace(tiny_study, settings=replace(tiny_study.settings, synthetic=False, survey_date="", boundary_note=""))
    )
    assert plain[["data_label", "survey_date", "boundary_note"]].isna().all(axis=None)


def test_unknown_stays_unknown(tiny_study):
    table = wide_of(tiny_study)
    unsurveyed = table.loc["35.78.13.1005"]
    assert unsurveyed["food_status"] == "not_enough_data"
    assert pd.isna(unsurveyed["food_score"])
    assert pd.isna(table.loc["35.78.13.1004", "population"])
    assert unsurveyed["advice_state"] == "not_enough_data"


def test_texts_hold_nothing_that_xml_cannot(nasty_study):
    table = wide_table(Edition(nasty_study))
    texts = table.select_dtypes(["object", "string"])
    assert not texts.apply(lambda column: column.str.contains("[\x00-\x1f]", regex=True, na=False)).any(axis=None)
    assert table["name"].iloc[0] == '=HYPERLINK("x")'
