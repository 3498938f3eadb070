import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.errors import InputError
from mapping.intake.gate.limits import read_limits
from mapping.intake.tables.sheets import check_extent, make_sheet, number_text, text_column

LIMITS = replace(read_limits(), rows=10, columns=3)


def test_the_first_rows_say_how_wide_a_table_is_and_longer_rows_have_tails():
    sheet = make_sheet([["a", "b", "", ""], ["1"], *[["x", "y"]] * 60, ["1", "2", "3", ""]])
    assert sheet.table.shape == (63, 2)
    assert sheet.widths["cells"].iloc[[0, 1, -1]].tolist() == [4, 1, 4]
    assert (sheet.tail_rows, sheet.tails) == ([63], [["3", ""]])


def test_a_table_beyond_the_limits_is_refused_with_its_size():
    check_extent(10, 3, "a.csv", LIMITS)
    with pytest.raises(InputError, match=r'"a.csv" memuat 4 kolom; batasnya 3'):
        check_extent(10, 4, "a.csv", LIMITS)
    with pytest.raises(InputError, match=r"memuat 11 baris; batasnya 10"):
        check_extent(11, 3, "a.csv", LIMITS)


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**12), 10**12), min_size=1))
def test_numbers_read_back_as_the_same_value_and_never_look_like_thousands(numbers):
    numbers = [*numbers, 1.234, -7.125, 12345.678]
    texts = text_column([*numbers, "kode"], pd.RangeIndex(len(numbers) + 1))
    assert [float(text) for text in texts[:-1]] == [float(number) for number in numbers]
    assert not texts.str.fullmatch(r"-?\d+\.\d{3}|-?\d+\.0").any()


@given(st.floats())
def test_one_number_and_a_column_of_numbers_are_written_alike(number):
    text = text_column([number, ""], pd.RangeIndex(2))[0]
    assert text == number_text(number)
    assert (text == "") == math.isnan(number)
