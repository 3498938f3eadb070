import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.errors import InputError
from mapping.intake.meaning.classify import classify_text
from mapping.intake.meaning.kbli import classify_codes
from mapping.intake.meaning.lexicon import read_lexicon_rows
from mapping.intake.meaning.rules import read_rules
from mapping.knowledge.catalog import HERE, read_lexicon

HEAD = "product;pattern;kbli2020;kbli2025;group;stage\n"


def rows_of(*lines: str) -> pd.DataFrame:
    return read_lexicon_rows((HEAD + "\n".join(lines)).encode(), "leksikon.csv")


def test_the_shipped_lexicon_is_itself_a_file_that_can_be_added():
    rows = read_lexicon_rows((HERE / "lexicon.csv").read_bytes(), "lexicon.csv")
    shipped = read_lexicon()
    assert rows.index.tolist() == shipped.index.tolist()
    columns = ["product", "pattern", "kbli2020", "sector", "stage"]
    assert rows[columns].to_numpy().tolist() == shipped[columns].to_numpy().tolist()


@pytest.mark.parametrize("sector", ["KERAJINAN", "kerajinan", "crafts", "Kerajinan"])
def test_a_sector_is_written_as_group_code_or_label(sector):
    assert rows_of(f"lampion;lampion;;;{sector};olahan")["sector"].tolist() == ["crafts"]


@pytest.mark.parametrize(
    ("line", "column", "value"),
    [
        ("seblak;seblak(;10740;;food;olahan", "pattern", "seblak("),
        ("seblak;(a+)+$;10740;;food;olahan", "pattern", "(a+)+$"),
        ("seblak;seblak|;10740;;food;olahan", "pattern", "seblak|"),
        ("seblak;" + "a?" * 60 + "b;10740;;food;olahan", "pattern", "a?a?"),
        ("seblak;" + "(" * 900 + "a" + ")" * 900 + ";10740;;food;olahan", "pattern", "(((("),
        ("seblak;;10740;;food;olahan", "pattern", ""),
        ("seblak;tahu(?! isi)x;10740;;food;olahan", "pattern", "tahu(?! isi)x"),
        ("seblak;seblak;1074;;food;olahan", "kbli2020", "1074"),
        ("seblak;seblak;10740;abcde;food;olahan", "kbli2025", "abcde"),
        ("seblak;seblak;10740;;makanan basah;olahan", "group", "makanan basah"),
        ("seblak;seblak;10740;;food;masak", "stage", "masak"),
        (";seblak;10740;;food;olahan", "product", ""),
        ("=cmd();seblak;10740;;food;olahan", "product", "=cmd()"),
        ("<b>x</b>;seblak;10740;;food;olahan", "product", "<b>x</b>"),
    ],
)
def test_a_wrong_cell_is_named_by_file_row_column_and_value(line, column, value):
    with pytest.raises(InputError) as caught:
        rows_of("lampion;lampion;;;crafts;olahan", line)
    said = str(caught.value)
    assert f'"leksikon.csv", baris 3, kolom "{column}": "{value}' in said


def test_numbers_of_persons_are_not_repeated():
    with pytest.raises(InputError) as caught:
        rows_of("seblak 081299887766;seblak;;;food;olahan")
    assert "081299887766" not in str(caught.value)


def test_columns_that_must_be_there():
    with pytest.raises(InputError, match="stage"):
        read_lexicon_rows(b"product;pattern;group\na;b;food\n", "l.csv")
    with pytest.raises(InputError):
        read_lexicon_rows(b"", "l.csv")


def test_one_product_has_one_meaning():
    with pytest.raises(InputError, match="baris 3"):
        rows_of("lampion;lampion;;;crafts;olahan", "lampion;lampu kertas;;;trade;dagang")


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="ab |()?!*+[\\.^$", max_size=25), st.text(max_size=12))
def test_any_cells_load_or_are_refused_in_words(pattern, product):
    line = ";".join(f'"{text.replace(chr(34), "")}"' for text in (product, pattern, "", "", "food", "olahan"))
    try:
        rows = rows_of(line)
    except InputError as error:
        assert "leksikon.csv" in str(error)
        return
    classify_text(pd.Series(["a b", "aaaa", "b"]), lexicon=rows)


def test_the_users_own_rows_win_at_the_same_place():
    rows = rows_of("tempe desa;tempe;10391;10307;food;olahan", "kopi tubruk;kopi;56304;;KULINER;siap-makan")
    texts = pd.Series(["tempe", "produksi tempe", "kopi", "kopi bubuk"])
    assert classify_text(texts, lexicon=rows)["product"].tolist() == [
        *("tempe desa", "tempe desa", "kopi tubruk"),
        "kopi bubuk",  # a longer phrase still wins: it says more
    ]
    assert classify_text(texts, lexicon=rows)["candidates"].tolist() == [""] * 4  # the shipped row is no rival
    assert classify_text(texts)["product"].tolist()[0] == "tempe"  # nothing stays behind


def test_new_spellings_for_a_product_that_is_shipped():
    rows = rows_of("batik;pring sedapur;13134;13133;KERAJINAN;olahan")
    found = classify_text(pd.Series(["pring sedapur", "batik"]), lexicon=rows)
    assert found["product"].tolist() == ["batik", "batik"]
    assert found["kbli"].tolist() == ["13134", "13134"]


def test_the_users_code_and_sector_hold_for_a_product_that_is_shipped():
    rows = rows_of("batik;pring sedapur;13999;;DAGANG;dagang")
    found = classify_text(pd.Series(["batik"]), lexicon=rows).iloc[0]
    assert found[["product", "kbli", "sector", "stage"]].tolist() == ["batik", "13999", "trade", "dagang"]


def test_a_users_code_leads_to_his_product():
    rules = read_rules(rows_of("lampion;lampion;32999;;crafts;olahan"))
    assert classify_codes(pd.Series(["32999"]), "2020", rules)["product"].tolist() == ["lampion"]
