import numpy as np

from mapping.measure.density import density, density_km2


def test_per_thousand_and_unknown_population():
    rate = density(np.array([12.0, 0.0, 3.0, 3.0, np.nan]), np.array([24_000, 10, np.nan, 0, 900]))
    np.testing.assert_allclose(rate, [0.5, 0.0, np.nan, np.nan, np.nan])


def test_per_square_kilometre():
    answer = density_km2(np.array([12.0, 3.0, np.nan, 4.0]), np.array([2.58, np.nan, 1.0, 0.0]))
    np.testing.assert_allclose(answer, [12 / 2.58, np.nan, np.nan, np.nan])
