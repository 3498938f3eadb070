"""Counting: nothing is lost, nothing is counted twice."""

import numpy as np
import pytest

from mapping.errors import InputError
from mapping.measure.counts import count, locate_kelurahan
from mapping.measure.pooling import workers


def test_counts_sum_to_the_placed_businesses(tiny):
    kelurahan, businesses = tiny
    place = locate_kelurahan(kelurahan, businesses)
    assert count(place, len(kelurahan)).tolist() == [24, 25, 2, 15, 0]
    assert count(place, len(kelurahan)).sum() == len(businesses)


def test_a_business_outside_the_table_is_named(tiny):
    kelurahan, businesses = tiny
    businesses.loc["U001", "kelurahan_code"] = "35.78.99.1001"
    with pytest.raises(InputError, match=r"1 usaha .*35\.78\.99\.1001"):
        locate_kelurahan(kelurahan, businesses)


def test_workers_scale_up_for_the_silent(tiny):
    kelurahan, businesses = tiny
    food = businesses["sector"] == "food"
    cell = np.where(food, locate_kelurahan(kelurahan, businesses), -1)
    total = workers(cell, len(kelurahan), businesses["workers"])
    # Kalirungkut: 7*3 + 2*4 + 2*2 = 33 of 11 known, 12 there; Jepara: one of three known.
    assert total[0] == pytest.approx(33 * 12 / 11)
    assert total[1:3].tolist() == [7, 6]
    assert np.isnan(total[3])
    assert total[4] == 0
