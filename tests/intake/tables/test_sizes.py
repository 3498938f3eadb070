import pandas as pd
import pytest

from mapping.intake.tables.sizes import classify_sizes, find_sizes, read_sizes
from mapping.intake.tables.survey import read_survey
from mapping.settings import Settings

HEAD = "kode;produk;skala;omzet per bulan\n"
# Sales a month -> size under UU 20/2008 and under PP 7/2021, by hand: 12 x 40 million is 480 million a year.
SALES = {20_000_000: ("Mikro", "Mikro"), 40_000_000: ("Kecil", "Mikro"), 100_000_000: ("Kecil", "Mikro")}
SALES |= {300_000_000: ("Menengah", "Kecil"), 1_500_000_000: ("Menengah", "Menengah")}


def issues_of(text: str) -> pd.DataFrame:
    return read_survey(text.encode(), "umkm.csv", Settings())[1]


def rows(law: int, labels: dict[str, str] | None = None) -> str:
    names = labels or {}
    return "".join(f"0101;kue;{names.get(of[law], of[law])};{money}\n" for money, of in SALES.items())


def test_sizes_by_sales_follow_the_laws():
    money = pd.Series([*SALES, None], dtype=float)
    english = {"Mikro": "micro", "Kecil": "small", "Menengah": "medium"}
    for law, at in (("before", 0), ("now", 1)):
        assert classify_sizes(money, law).tolist() == [*(english[of[at]] for of in SALES.values()), ""]


def test_limits_rise_and_carry_a_source():
    for law in read_sizes()["law"].values():
        assert law["micro"] < law["small"] <= law["medium"]
        assert law["source"] and law["date"]


@pytest.mark.parametrize("labels", [None, {"Mikro": "usaha mikro", "Kecil": "KECIL", "Menengah": "Menengah (M)"}])
def test_sizes_of_the_old_law_are_warned_of_by_both_names(labels):
    issues = issues_of(HEAD + rows(0, labels))
    said = issues[issues["kind"] == "skala usaha"]
    assert said[["column", "level"]].values.tolist() == [["skala", "warn"]]
    assert "UU 20/2008" in said["what"].iloc[0] and "PP 7/2021" in said["what"].iloc[0]


def test_sizes_of_the_law_in_force_say_nothing():
    assert "skala usaha" not in issues_of(HEAD + rows(1))["kind"].tolist()


def test_one_row_alone_or_rows_that_both_laws_name_alike_tell_nothing():
    assert "skala usaha" not in issues_of(HEAD + "0101;kue;Kecil;40000000\n0102;kue;Mikro;5000000\n")["kind"].tolist()
    assert "skala usaha" not in issues_of(HEAD + "0101;kue;Mikro;5000000\n" * 5)["kind"].tolist()


def test_the_majority_decides():
    mixed = "0101;kue;Kecil;40000000\n" * 2 + "0102;kue;Mikro;40000000\n" * 9
    assert "skala usaha" not in issues_of(HEAD + mixed)["kind"].tolist()


def test_a_column_of_something_else_is_no_size():
    assert find_sizes(pd.Series(["mikro", "warung", "toko", "kios", "lapak"])) is None
