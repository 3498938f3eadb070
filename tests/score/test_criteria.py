"""What the score may know of a kelurahan: nothing that one or two people said."""

import numpy as np
import pandas as pd

from mapping.score.composite import score_sectors
from mapping.score.criteria import criterion_values
from mapping.score.weigh.setup import criteria_in_force
from mapping.settings import ScoringSetup

SHARES_ONLY = ScoringSetup(weights=(("outside_share", 1),))


def region(answers: list[float], share: float = 0.3, n: float = 12.0) -> pd.DataFrame:
    index = pd.MultiIndex.from_product(
        [[f"k{i}" for i in range(len(answers))], ["food"]], names=["kelurahan_code", "sector"]
    )
    return pd.DataFrame({"n": n, "outside_share": share, "outside_share_answers": answers}, index=index)


def test_a_score_never_rests_on_fewer_than_three_answers():
    scores, contributions = score_sectors(region([1, 2, 3, 12]), SHARES_ONLY)
    # Goalposts of outside_share: 0 and 0.6.
    np.testing.assert_allclose(scores["score"], [np.nan, np.nan, 50.0, 50.0])
    assert contributions["outside_share"].isna().tolist() == [True, True, False, False]


def test_its_weight_goes_to_the_other_criteria():
    table = region([2, 12]).assign(lq=1.5)
    scores, _ = score_sectors(table, ScoringSetup(weights=(("outside_share", 1), ("lq", 3))))
    # lq 1.5 is halfway between 0.5 and 2.5; a share of 0.3 halfway between 0 and 0.6.
    np.testing.assert_allclose(scores["score"], [50.0, 50.0])
    np.testing.assert_allclose(scores["known_weight"], [0.75, 1.0])


def test_where_nobody_of_the_sector_is_the_share_is_absent_not_unknown():
    values = criterion_values(region([0], share=np.nan, n=0.0), criteria_in_force(SHARES_ONLY))
    assert values.tolist() == [[0.0]]
