"""The demonstration data drawn once for all tests of this room."""

from __future__ import annotations

import pytest

from mapping.demo import SEED
from mapping.demo.businesses import draw_businesses
from mapping.demo.dirt import draw_survey
from mapping.demo.outlines import draw_outlines
from mapping.knowledge.regions import REGIONS


@pytest.fixture(scope="session")
def outlines():
    return {key: draw_outlines(key) for key in REGIONS}


@pytest.fixture(scope="session")
def businesses(outlines):
    return {key: draw_businesses(key, outlines[key], SEED) for key in REGIONS}


@pytest.fixture(scope="session")
def surveys(businesses):
    """Per region: the survey as the office holds it, and the record of what was planted."""
    return {key: draw_survey(key, businesses[key], SEED) for key in REGIONS}
