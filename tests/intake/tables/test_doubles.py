import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.errors import QuestionError
from mapping.intake.tables.doubles import _repeats
from mapping.intake.tables.survey import read_survey
from mapping.settings import Settings


def read(text, **answers):
    given_now = tuple((key.replace("__", "."), value) for key, value in answers.items())
    return read_survey(text.encode(), "umkm.csv", Settings(answers=given_now))


SAME = "id,kode,produk\n1,0101,kue\n2,0101,kue\n1,0101,kue\n"


def test_the_same_record_twice_is_asked_about():
    with pytest.raises(QuestionError, match=r'"umkm.csv": 1 baris .* kolom "id" .* baris 4') as asked:
        read(SAME)
    assert asked.value.key == "survei.ganda"
    assert list(asked.value.options) == ["buang", "pakai semua"]


def test_the_answer_drops_the_doubles_or_keeps_all():
    survey, _, rejects = read(SAME, survei__ganda="buang")
    assert (survey["row"].tolist(), rejects["row"].tolist()) == ([2, 3], [4])
    assert rejects["reason"].tolist() == ["baris ganda dari baris 2"]
    survey, _, rejects = read(SAME, survei__ganda="pakai semua")
    assert (survey["row"].tolist(), len(rejects)) == ([2, 3, 4], 0)
    assert survey.index.is_unique


def test_another_answer_is_no_answer():
    with pytest.raises(QuestionError):
        read(SAME, survei__ganda="mungkin")


def test_equal_but_for_the_id_is_one_business_only_where_something_tells_it():
    survey, _, rejects = read("id,nama usaha,kode,produk\n1,Ani,0101,kue\n2,ANI,0101,kue\n3,Budi,0101,kue\n")
    assert survey["row"].tolist() == [2, 4]
    assert rejects["reason"].tolist() == ["baris ganda dari baris 2"]
    assert len(read("id,kode,produk\n1,0101,kue\n2,0101,kue\n")[0]) == 2


def test_two_owners_make_two_businesses():
    survey, _, rejects = read("kode,produk,pemilik\n0101,kue,Ani\n0101,kue,Budi\n0101,kue,Ani\n")
    assert survey["row"].tolist() == [2, 3]
    assert rejects["row"].tolist() == [4]


TABLE = st.integers(1, 3).flatmap(
    lambda width: st.lists(st.lists(st.sampled_from(["", "a", "b"]), min_size=width, max_size=width), max_size=8)
)


@settings(deadline=None)
@given(TABLE, st.randoms())
def test_looking_column_by_column_finds_the_same_doubles(rows, random):
    import pandas as pd

    table = pd.DataFrame(rows, dtype="str")
    order = list(table.columns)
    random.shuffle(order)
    assert _repeats(table, order).tolist() == table.duplicated().tolist()


TWINS = "kode,produk,omzet,omzet\n0101,kue,1000000,2000000\n0102,tas,1000000,\n"


def test_two_columns_of_one_head_are_asked_about_by_number():
    with pytest.raises(QuestionError, match='kolom 3 dan 4 sama-sama berjudul "omzet"') as asked:
        read(TWINS)
    assert asked.value.key == "survei.kolom.revenue_idr_month"
    assert asked.value.options == {
        "3": 'kolom ke-3 "omzet" (contoh: 1000000)',
        "4": 'kolom ke-4 "omzet" (contoh: 2000000)',
    }


@pytest.mark.parametrize(("column", "total"), [("3", 2_000_000), ("4", 2_000_000)])
def test_the_answer_picks_one_of_them(column, total):
    survey, issues, _ = read(TWINS, survei__kolom__revenue_idr_month=column)
    assert survey["revenue_idr_month"].sum() == total
    assert survey["revenue_idr_month"].isna().sum() == (column == "4")
    assert set(issues["level"]) == {"info"}


def test_twins_that_agree_and_twins_of_other_heads_need_no_question():
    read("kode,produk,omzet,omzet\n0101,kue,1000000,1000000\n0102,tas,,5000000\n")
    read("kode,produk,omzet,pendapatan\n0101,kue,1000000,2000000\n")
