"""When there is nothing to find, nothing confident may be said."""

import numpy as np
import pytest

from mapping.advise.advice import advise
from mapping.advise.suit.evidence import Known
from mapping.measure.lines import measure_lines
from mapping.measure.sectors import measure_sectors
from mapping.score.composite import firm

MEANING = ["description", "keyword", "product", "kbli", "sector", "stage", "needs_confirmation", "candidates"]


@pytest.mark.parametrize("region", ["surabaya", "batang"])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_shuffled_meaning_gives_at_most_five_percent_confident_kelurahan(demonstration, region, seed):
    """What each business makes is dealt out anew among all businesses; places and sizes stay."""
    study = demonstration(region)
    deal = np.random.default_rng(seed).permutation(len(study.businesses))
    shuffled = study.businesses.copy()
    shuffled[MEANING] = study.businesses[MEANING].to_numpy()[deal]

    indicators = measure_sectors(study.kelurahan, shuffled, study.settings)
    found = firm(indicators).groupby(level="kelurahan_code").any().mean()
    assert found <= 0.05

    lines = measure_lines(study.kelurahan, shuffled, study.settings)
    known = Known(study.buyers, study.chains, study.context, study.quality)
    advice = advise(study.kelurahan, shuffled, lines, study.settings, known)["advice"]
    assert advice.groupby("kelurahan_code")["confident"].any().mean() <= 0.05


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_the_unshuffled_region_does_have_something_to_say(demonstration, region):
    """The guard above would also pass a tool that never speaks."""
    study = demonstration(region)
    assert study.advice["confident"].sum() >= 5
    assert firm(study.indicators).sum() >= 5
