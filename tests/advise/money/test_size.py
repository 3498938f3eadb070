"""Which size is chosen, and that a larger one is only taken where it cannot hurt."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mapping.advise.money.size import Costs, filled_size, may_grow, payable_size

SAID = {"loan.ceiling_idr": 3e9, "loan.operating_ceiling_idr": 5e8}
ends = st.tuples(st.floats(0.1, 10), st.floats(0.1, 40))
costs = st.builds(
    Costs,
    startup=ends,
    working=ends,
    staff=ends,
    overhead=ends,
    capacity=ends,
    wage=st.floats(0, 2),
    margin_high=st.floats(0.1, 30),
)


def cover(costs, size, filled, margin):
    net = filled * margin * costs.at("capacity", size) - costs.at("fixed", size)
    return max(net, 0.0) / costs.at("capital", size)


@given(costs, st.floats(0, 1), st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_a_line_that_may_grow_never_covers_less_when_larger(costs, small, large, filled, margin):
    assume(may_grow(costs))
    small, large = sorted((small, large))
    margin *= costs.margin_high
    assert cover(costs, large, filled, margin) >= cover(costs, small, filled, margin) * (1 - 1e-9) - 1e-12


@given(costs)
def test_a_line_that_may_not_grow_is_hurt_by_it_somewhere(costs):
    assume(not may_grow(costs))
    begins = costs.fixed[0] / (costs.capacity[0] * costs.margin_high)
    quiet = begins * (1 + 1e-7)
    # either full, or just where net cash of the smallest begins; equal where the rule was met to rounding
    assert (
        min(
            cover(costs, 1e-3, filled, costs.margin_high) - cover(costs, 0.0, filled, costs.margin_high)
            for filled in (quiet, 1.0)
        )
        <= 1e-6
    )


@pytest.mark.parametrize(("volume", "size"), [(0.0, 0.0), (999.0, 0.0), (1500.0, 0.5), (1999.0, 0.999), (9999.0, 1.0)])
def test_the_size_is_what_the_volume_fills(volume, size):
    plain = Costs((1e6, 1e6), (0, 0), (1, 1), (0, 0), (1000.0, 1000.0), 1e6, 1.0)
    assert filled_size(plain, np.array([volume])).item() == size


def test_money_bounds_the_size():
    dear = Costs((2e9, 2e9), (0, 0), (1, 1), (0, 0), (1000.0, 1000.0), 1e6, 1.0)
    assert payable_size(dear, 0.0, True, SAID) == 0.5
    assert payable_size(dear, 5e8, True, SAID) == 0.75
    assert payable_size(dear, 3e9, False, SAID) == 0.5
    assert payable_size(dear, 1e9, False, SAID) == 0.0
