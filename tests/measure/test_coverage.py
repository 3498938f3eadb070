"""What was not asked about is unknown."""

from dataclasses import replace

import pandas as pd
import pytest

from mapping.knowledge.catalog import SECTORS
from mapping.measure.coverage import covered_sectors
from mapping.settings import Settings


@pytest.mark.parametrize("farms, covered", [(0, False), (1, False), (2, True), (40, True)])
def test_floor_share_decides_when_nothing_is_said(farms, covered):
    businesses = pd.DataFrame({"sector": ["agriculture"] * farms + ["food"] * (100 - farms)})
    answer = covered_sectors(businesses, Settings(agriculture_floor_share=0.02))
    assert answer == {**dict.fromkeys(SECTORS, True), "agriculture": covered}


def test_the_setting_overrules_the_data(tiny):
    _, businesses = tiny
    assert covered_sectors(businesses, Settings())["agriculture"]
    assert not covered_sectors(businesses, replace(Settings(), covers_agriculture=False))["agriculture"]
    none = businesses[businesses["sector"] != "agriculture"]
    assert covered_sectors(none, replace(Settings(), covers_agriculture=True))["agriculture"]


def test_no_business_at_all_covers_no_farming():
    assert not covered_sectors(pd.DataFrame({"sector": []}), Settings(agriculture_floor_share=0.0))["agriculture"]
