"""Lines of the user's own, by table or by copy: taken over whole or refused with file, line, column and value."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.advise.own_lines import MOST_ROWS, copy_line, read_line_rows
from mapping.errors import MappingError
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.lines import OWN_FIGURE, lines_in_force, with_change
from mapping.language import speaking
from mapping.present.files.tidy import csv_bytes
from mapping.settings import AdviceSetup
from mapping.study import advise_again


def downloaded(changes=()):
    """The table that the page offers."""
    return csv_bytes(lines_in_force(changes).reset_index(), exact=True)


def test_the_table_as_downloaded_changes_nothing():
    assert read_line_rows(downloaded(), "lini.csv") == ()


@pytest.mark.parametrize("like", read_lines().index)
def test_a_copy_of_any_line_is_usable_and_says_whence_it_came(like):
    code, changes = copy_line((), like, "  Sentra   wingko ", [])
    line = lines_in_force(changes).loc[code]
    assert (code, line["line"], line["price_source"]) == ("U1", "Sentra wingko", f"disalin dari {like}")
    before = read_lines().loc[like]
    same = [column for column in before.index if column != "line" and not column.endswith("_source")]
    pd.testing.assert_series_equal(line[same], before[same], check_names=False)


def test_a_copy_with_products_of_its_own_forgets_the_words_of_the_other():
    code, changes = copy_line((), "B16", "Sentra tempe", ["tempe", "tahu"])
    line = lines_in_force(changes).loc[code]
    assert (line["products"], line["keyword"]) == ("tempe; tahu", "")
    second, changes = copy_line(changes, code, "Satu lagi", [])
    assert second == "U2" and len(lines_in_force(changes)) == 42


def test_an_own_line_survives_its_own_table_and_a_loaded_row_replaces_it():
    code, changes = copy_line((), "B13", "Sentra wingko", [])
    changes = with_change(changes, code, "price_low_idr", "1000")
    again = read_line_rows(downloaded(changes), "lini.csv")
    pd.testing.assert_frame_equal(lines_in_force(again), lines_in_force(changes))
    assert read_line_rows(downloaded(changes), "lini.csv", changes) == again


def test_a_changed_cell_is_a_change_and_an_empty_one_is_not():
    text = b"line_id;staff_low;price_low_idr;unit\nB13;2;1750,5;\n"
    changes = read_line_rows(text, "lini.csv")
    assert changes == (("B13", "staff_low", "2"), ("B13", "price_low_idr", "1750.5"))
    assert lines_in_force(changes).at["B13", "price_source"] == OWN_FIGURE


BAD = [
    (b"", "kosong"),
    (b"line;unit\nA;kg\n", "kolom line_id tidak ada"),
    (b"line_id;warna\nB13;merah\n", 'kolom "warna" tidak dikenal'),
    (b"line_id;unit;unit\nB13;a;b\n", "dua kolom dengan nama yang sama"),
    (b"line_id;staff_low\n;2\n", 'baris 2, kolom "line_id": kosong'),
    (b"line_id;staff_low\nB13;2\nB13;3\n", 'baris 3: lini "B13" ada dua kali'),
    (b"line_id;staff_low\nB13;dua\n", '"dua" bukan angka'),
    (b"line_id;capex_low_idr\nB13;20.000.000\n", "tanpa pemisah ribuan"),
    (b"line_id;line\nU1;Sewa tenda\n", "Lini U1 belum lengkap"),
    (b"line_id;staff_low\n" + b"".join(b"X%d;1\n" % i for i in range(MOST_ROWS + 1)), "paling banyak 200"),
    (b"PK\x03\x04rubbish", "lini.csv"),
]


@pytest.mark.parametrize(("content", "message"), BAD, ids=range(len(BAD)))
def test_bad_tables_are_refused_in_one_clear_sentence(content, message):
    with pytest.raises(MappingError, match=message) as refusal:
        read_line_rows(content, "../rahasia/lini.csv")
    assert "lini.csv" in str(refusal.value) and "rahasia" not in str(refusal.value)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: ("line_id;staff_low\n" + text).encode()))
def test_any_bytes_are_read_or_refused_never_anything_else(content):
    try:
        changes = read_line_rows(content, "lini.csv")
    except MappingError as refusal:
        assert str(refusal)
    else:
        lines_in_force(changes)


def test_a_new_line_is_advised_with_no_code(demonstration):
    """A copy of the emping line under another name comes out beside it, standing on the same makers."""
    study = demonstration("batang")
    code, changes = copy_line((), "B16", "Emping kemasan", [])
    changes = with_change(with_change(changes, code, "keyword", "emping"), code, "min_businesses", "50")
    advised = advise_again(study, AdviceSetup(line_changes=changes))
    here = advised.suitability.loc["33.25.08.2001"]
    n = advised.line_indicators.loc["33.25.08.2001", "n"]
    assert n[code] == n["B16"] > 50
    assert bool(here.at[code, "open"])
    assert here.at[code, "supply"] == pytest.approx(here.at["B16", "supply"])
    assert here.at[code, "carries"] == "yes"
    named = advised.advice.query("kelurahan_code == '33.25.08.2001' and line_id == @code")
    assert set(named["line"]) == {"Emping kemasan"}


@pytest.mark.parametrize(("made", "read"), [("en", "id"), ("id", "en")])
def test_a_table_made_in_another_language_changes_nothing_and_keeps_what_is_the_users(made, read):
    """Names of lines, units and conditions are translated: none of them is the user's."""
    mine = (("B13", "staff_low", "2"), ("B13", "line", "Sentra jajanan kami"))
    with speaking(made):
        names, table, changed = lines_in_force()["line"], downloaded(), downloaded(mine)
    with speaking(read):
        assert not names.equals(lines_in_force()["line"])
        assert read_line_rows(table, "lini.csv") == ()
        again = read_line_rows(changed, "lini.csv")
        told = lines_in_force(again)["changed"]
        assert dict(told[told != ""]) == {"B13": "line; staff_low; staff_source"}
        assert lines_in_force(again).at["B13", "line"] == "Sentra jajanan kami"


def test_a_saved_text_of_the_catalogue_is_nobodys_change_in_another_language():
    with speaking("en"):
        text = lines_in_force().at["B13", "line"]
    lines = lines_in_force((("B13", "line", text),))
    assert (lines.at["B13", "changed"], lines.at["B13", "line"]) == ("", read_lines().at["B13", "line"])
