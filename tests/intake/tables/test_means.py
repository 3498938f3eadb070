"""Digital means are kept as words that are known; accounts, addresses and names are not."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.intake.tables.means import read_means
from mapping.intake.tables.survey import read_survey
from mapping.settings import Settings


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("QRIS & Shopee", "qris, shopee"),
        ("IG: @keripik_bu_ani", "ig, media sosial"),
        ("https://www.instagram.com/keripik_ani/", "instagram"),
        ("shopee.co.id/tokobuani", "shopee"),
        ("www.kuelezat.com", "situs"),
        ("siti.aminah@gmail.com", "email"),
        ("Facebook Siti Aminah", "facebook"),
        ("wa 0812-3456-7890", "wa"),
        ("belum_pakai", "belum pakai"),
        ("Siti Aminah", "***"),
        ("", ""),
    ],
)
def test_what_is_kept(said, kept):
    assert read_means(pd.Series([said])).tolist() == [kept]


@given(st.text(max_size=30))
def test_nothing_unknown_is_kept(text):
    word = "zqzaminahzqz"
    assert word not in read_means(pd.Series([f"{text} @{word} {word}.com/{word} {word}"])).iloc[0]


def test_several_columns_are_read_together():
    text = (
        "desa,kecamatan,produk,QRIS,Marketplace\n"
        "Masin,Timur,tempe,tidak,ya\nMasin,Timur,keripik,,Tokopedia\nMasin,Timur,batik,tidak,tidak\n"
    )
    survey, issues, _ = read_survey(text.encode(), "umkm.csv", Settings())
    assert survey["digital"].tolist() == ["ya, tidak", "tokopedia", "tidak"]
    assert set(issues["level"]) <= {"info"}
