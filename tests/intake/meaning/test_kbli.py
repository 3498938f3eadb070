import pandas as pd
import pytest

from mapping.intake.meaning.kbli import ONLY_2020, ONLY_2025, classify_codes, clean_kbli, sniff_edition
from mapping.knowledge.catalog import read_lexicon


@pytest.mark.parametrize("code", sorted(ONLY_2020))
def test_a_code_of_2020_tells_the_edition(code):
    assert sniff_edition(pd.Series(["10792", code]), pd.Series(["", ""])) == "2020"


@pytest.mark.parametrize("code", sorted(ONLY_2025))
def test_a_code_of_2025_tells_the_edition(code):
    assert sniff_edition(pd.Series([code]), pd.Series([""])) == "2025"


def test_both_or_none_tell_nothing():
    assert sniff_edition(pd.Series(["10391", "10307"]), pd.Series(["", ""])) == ""
    assert sniff_edition(pd.Series(["10792", "13133"]), pd.Series(["", "sablon"])) == ""


def test_every_single_code_of_the_lexicon_leads_back_to_its_product():
    lexicon = read_lexicon()
    single = lexicon[~lexicon["kbli2020"].duplicated(keep=False)]
    found = classify_codes(single["kbli2020"], "2020")
    assert found["product"].tolist() == single["product"].tolist()
    assert found["sector"].tolist() == single["sector"].tolist()


def test_the_same_code_means_different_things_in_two_editions():
    codes = pd.Series(["10793"])
    assert classify_codes(codes, "2020")["product"].tolist() == ["olahan kacang"]
    assert classify_codes(codes, "2025")["product"].tolist() == ["santan dan nata de coco"]


def test_codes_lose_their_dress():
    assert clean_kbli(pd.Series(["1461", "01461.0", "G47112", "4711", "123456"])).tolist() == [
        *("01461", "01461", "47112", "04711", ""),
    ]
