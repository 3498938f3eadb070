import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.errors import InputError
from mapping.intake.tables.heads import read_head
from mapping.intake.tables.survey import read_survey
from mapping.intake.tables.surveyfiles import read_sheets
from mapping.settings import Settings

HEAD = "nama usaha,kategori,kode,lat,lon\n"
GOOD = "".join(f"Kue {i},Kuliner,,-7.0{i},110.4{i}\n" for i in range(1, 10))


def read(text: str):
    return read_survey(text.encode(), "umkm.csv", Settings())


def test_a_separator_inside_the_text_is_mended_when_only_one_way_fits():
    survey, issues, rejects = read(HEAD + GOOD + "Toko Ani (sembako, pulsa),Kuliner,,-7.01,110.41\n")
    assert rejects.empty
    assert survey["business_name"].iloc[-1] == "Toko Ani (sembako, pulsa)"
    assert issues["row"].tolist() == [11]


def test_a_row_too_long_that_nothing_mends_is_rejected():
    survey, _, rejects = read(HEAD + GOOD + "Toko,Kuliner,,-7.01,110.41,lebih\n")
    assert len(survey) == 9
    assert rejects["row"].tolist() == [11]
    assert "lebih dari 5 kolom" in rejects["reason"].iloc[0]


def test_a_long_row_far_below_is_rejected_too():
    more = "".join(f"Roti {i},Kuliner,,-7.0{i},110.4{i}\n" for i in range(10, 90))
    survey, _, rejects = read(HEAD + more + ",,,,,lebih\n" + GOOD)
    assert (len(survey), rejects["row"].tolist()) == (89, [82])


def test_a_torn_row_is_rejected_and_a_habit_of_short_rows_is_filled():
    more = GOOD.replace("Kue", "Roti")
    survey, _, rejects = read(HEAD + GOOD + more + "Toko,Kuliner\n")
    assert (len(survey), rejects["row"].tolist()) == (18, [20])
    survey, issues, rejects = read("kode,produk,kendala\n" + "0101,kue\n" * 3 + "0102,kue,modal\n")
    assert (len(survey), len(rejects)) == (4, 0)
    assert "baris pendek" in issues["kind"].tolist()


def test_trailing_separators_shift_nothing():
    survey, issues, rejects = read("kode,produk\n0101,kue,\n0102,tas,,\n")
    assert survey["code"].tolist() == ["0101", "0102"]
    assert rejects.empty
    assert issues["kind"].tolist() == ["kolom kosong"]


def test_a_head_shorter_than_its_rows_is_refused_not_guessed():
    with pytest.raises(InputError, match="judul kolom ada 2"):
        read("kode,produk\n1,0101,kue\n2,0102,tas\n")


def test_totals_notes_and_repeated_heads_are_no_businesses():
    text = "no,kelurahan,produk,omzet\n1,2,3,4\n1,Masin,kue,5000000\nno,kelurahan,produk,omzet\n2,Masin,tas,5000000\n"
    survey, issues, rejects = read(text + ",,JUMLAH,10000000\nSumber: dinas,,,\n\n,,,\n")
    assert survey["product"].tolist() == ["kue", "tas"]
    assert rejects["row"].tolist() == [4, 6, 7]
    assert rejects["reason"].str.split(",").str[0].tolist() == [
        "judul atau nomor kolom yang terulang",
        "baris jumlah",
        "catatan di bawah tabel",
    ]
    assert set(issues["level"]) == {"info"}


def test_numbering_of_columns_on_a_later_page_is_no_business():
    text = "no,kelurahan,produk\n(1),(2),(3)\n1,Masin,kue\nno,kelurahan,produk\n(1),(2),(3)\n2,Masin,tas\n"
    survey, _, rejects = read(text)
    assert survey["product"].tolist() == ["kue", "tas"]
    assert rejects["row"].tolist() == [4, 5]


@pytest.mark.parametrize("name", ["Total Cell", "Jumlah Berkah", "Sumber Rejeki"])
def test_a_business_called_total_is_a_business(name):
    survey, _, rejects = read(f"nama usaha,kelurahan,produk\n{name},Masin,pulsa\n")
    assert len(survey) == 1
    assert rejects.empty


def test_blank_rows_are_counted_not_rejected():
    survey, issues, rejects = read("kode,produk\n0101,kue\n\n , \n0102,tas\n")
    assert survey["row"].tolist() == [2, 5]
    assert rejects.empty
    assert issues["what"].tolist() == ["2 baris kosong"]


def test_broken_quotes_are_rejects_with_their_row():
    lines = ["kode,produk,kendala"] + [f"010{i},kue {i},modal" for i in range(1, 9)]
    lines[3] = '0103,"kue 3,modal'
    survey, _, rejects = read("\n".join(lines))
    assert (len(survey), rejects["row"].tolist()) == (7, [4])


def test_cells_below_no_head_are_no_torn_row():
    """The head leaves the last column nameless, as offices do for a total of the row."""
    survey, issues, rejects = read("kode,produk,\n0101,kue,9\n0102,tas\n0103,topi,\n")
    assert survey["code"].tolist() == ["0101", "0102", "0103"]
    assert rejects.empty
    assert issues.empty


CELL = st.sampled_from(["", "a", "0101", "Total", "1", "kue, basah", 'panci 12"', " ", "#N/A", "kode"])


@settings(deadline=None)
@given(st.lists(st.lists(CELL, max_size=6).map(",".join), max_size=12), st.sampled_from(["buang", "pakai semua"]))
def test_every_filled_row_is_used_or_rejected(lines, answer):
    text = "\n".join(["id,kode,produk,omzet", "7,0101,kue,1", *lines])
    try:
        survey, _, rejects = read_survey(text.encode(), "a.csv", Settings(answers=(("survei.ganda", answer),)))
    except InputError:
        return
    rows = [*survey["row"], *rejects["row"]]
    (sheet,) = read_sheets(text.encode(), "a.csv")
    filled = (sheet.table.apply(lambda c: c.str.strip()) != "").any(axis=1)
    wanted = {*filled.index[filled], *sheet.tail_rows, *sheet.broken} - {1}
    head = read_head(sheet)[1]
    assert sorted(rows) == sorted(row for row in wanted if row > head.last)
