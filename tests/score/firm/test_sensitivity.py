"""Variance-based indices against a function whose indices are known."""

import numpy as np
import pytest

from mapping.score.firm.sensitivity import sobol_indices


def test_indices_of_the_ishigami_function():
    """Ishigami & Homma 1990, a = 7, b = 0.1: the indices are known in closed form."""
    a, b = 7.0, 0.1
    variance = a**2 / 8 + b * np.pi**4 / 5 + b**2 * np.pi**8 / 18 + 0.5
    parts = 0.5 * (1 + b * np.pi**4 / 5) ** 2, a**2 / 8, b**2 * np.pi**8 * (1 / 18 - 1 / 50)

    def ishigami(chances):
        x = np.pi * (2 * chances - 1)
        return np.sin(x[0]) + a * np.sin(x[1]) ** 2 + b * x[2] ** 4 * np.sin(x[0])

    first, total = sobol_indices(ishigami, 3, 4_096, np.random.default_rng(3))
    assert first == pytest.approx([parts[0] / variance, parts[1] / variance, 0.0], abs=0.03)
    assert total == pytest.approx(
        [(parts[0] + parts[2]) / variance, parts[1] / variance, parts[2] / variance], abs=0.03
    )


def test_an_answer_that_never_varies_has_no_indices():
    first, total = sobol_indices(lambda u: np.ones(u.shape[1]), 2, 64, np.random.default_rng(1))
    assert np.isnan(first).all()
    assert np.isnan(total).all()
