"""The common random numbers and the fast Gamma."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mapping.advise.money.luck import draw_luck, gamma_factor


@pytest.mark.parametrize("counted", [0.0, 1.0, 5.0, 40.0, 1000.0])
def test_the_cube_of_a_normal_is_the_gamma_posterior(counted):
    shares = np.array([0.1, 0.25, 0.5, 0.75, 0.9])
    exact = stats.gamma(counted + 2.0).ppf(shares) / (counted + 2.0)
    fast = gamma_factor(np.array([counted]), 2.0, stats.norm.ppf(shares))[0]
    np.testing.assert_allclose(fast, exact, rtol=0.01)


def test_the_cube_agrees_with_drawn_gammas():
    drawn = np.random.default_rng(1).gamma(12.0, size=200_000) / 12.0
    fast = gamma_factor(np.array([10.0]), 2.0, draw_luck("B13", 4000, 1).sample)[0]
    np.testing.assert_allclose(np.quantile(fast, [0.1, 0.5, 0.9]), np.quantile(drawn, [0.1, 0.5, 0.9]), rtol=0.01)
    assert fast.mean() == pytest.approx(1.0, abs=0.005)


@given(st.floats(0, 300), st.floats(0, 300), st.floats(-3.5, 3.5), st.sampled_from([0.5, 2.0]))
def test_another_member_never_lowers_a_total(counted, more, normal, strength):
    few, many = gamma_factor(np.array([counted, counted + more]), strength, np.array([normal]))[:, 0]
    assert many * (counted + more + strength) >= few * (counted + strength) * (1 - 1e-12)


def test_luck_is_spread_evenly_and_differs_between_lines():
    one, other = draw_luck("B13", 400, 7), draw_luck("B14", 400, 7)
    for name in ("join", "through", "price", "margin", "capital"):
        assert np.sort(getattr(one, name)) == pytest.approx((np.arange(400) + 0.5) / 400)
    assert not np.array_equal(one.join, other.join)
    assert abs(np.corrcoef(one.join, one.price)[0, 1]) < 0.15
