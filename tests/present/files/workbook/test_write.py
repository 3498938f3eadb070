"""The workbook as a file: only our formulas, the study's values beside them, the label everywhere, the same bytes."""

import io
import re
import zipfile
from dataclasses import replace

import numpy as np
import pytest

from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.workbook import FORMATS
from mapping.present.files.workbook.book import clean_text, margin_text
from mapping.present.files.workbook.working import infer_compared
from mapping.present.hidden import HIDDEN_NOTES

WRITE = FORMATS[0].write
SHEETS = ["Ringkasan", "Peringkat", "Skor per Sektor", "Bobot", "Lini Usaha", "Mutu Data", "Metode", "Sumber", "Hitung"]
FUNCTIONS = {
    *("IF", "OR", "AND", "MAX", "MIN", "SUM", "SUMPRODUCT", "COUNT", "COUNTIF", "ROUND", "RANK", "ROW", "INDEX"),
    *("MATCH", "ABS", "EXP", "LN", "N"),
}
HOSTILE = [
    '=HYPERLINK("http://x","y")',
    "\"&cmd|'/c calc'!A1&\"",
    "<b>&amp;</b>\x07\nbaris",
    "{{ 7*7 }} &L&D" + "x" * 400,
    "مرحبا 🍲 _x0041_",
]


@pytest.fixture
def tiny(tiny, request):
    """The tiny region, or only its first kelurahan, or nobody surveyed well enough."""
    kelurahan, businesses = tiny
    kept = getattr(request, "param", "all")
    if kept == "one":
        kelurahan = kelurahan.iloc[:1]
    if kept == "few":
        businesses = businesses[businesses["sector"] == "trade"]
    return kelurahan, businesses[businesses["kelurahan_code"].isin(kelurahan.index)]


def book_of(content, values=True):
    import openpyxl

    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def formulas(content):
    """Every formula of the file, as the file has it: (part, cell) -> formula."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode("utf-8", "replace")
            for cell, formula in re.findall(r'<c r="(\w+)"[^>]*><f>(.*?)</f>', text):
                found[name, cell] = formula
            # No formula hides in another form (array, shared), and none in a part that is no sheet.
            ours = [key for key in found if key[0] == name]
            assert text.count("<f>") == len(ours) and "<f " not in text, name
    return found


def hostile(study):
    """The study with names that a spreadsheet would run, and a region that would break a page."""
    study.kelurahan["name"] = HOSTILE
    study.kelurahan["kecamatan"] = HOSTILE[::-1]
    study.advice["reason"] = HOSTILE[0]
    study.advice["line"] = HOSTILE[1]
    return replace(study, settings=replace(study.settings, region=HOSTILE[3]))


def test_every_formula_is_ours_and_no_text_of_a_survey_is_in_one(tiny_study):
    plain = formulas(WRITE(Edition(tiny_study), ""))
    assert len(plain) > 300
    content = WRITE(Edition(hostile(tiny_study)), "")
    # Names, reasons and the region changed; not one formula did.
    assert formulas(content) == plain
    for formula in plain.values():
        bare = re.sub(r"'[^']*'!", "", re.sub(r'"[^"]*"', "", formula.replace("&quot;", '"')))
        assert set(re.findall(r"([A-Z]+)\(", bare)) <= FUNCTIONS, formula
        assert "[" not in bare and "|" not in bare and "{" not in bare, formula


def test_names_that_a_spreadsheet_would_run_stay_texts(tiny_study):
    content = WRITE(Edition(hostile(tiny_study)), "")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert not [name for name in parts.namelist() if "externalLink" in name or "vbaProject" in name]
        links = b"".join(parts.read(name) for name in parts.namelist() if name.endswith(".rels"))
        assert b'TargetMode="External"' not in links
    sheet = book_of(content)["Hitung"]
    names = {row[2] for row in sheet.iter_rows(values_only=True) if row[0] == "Pangan" and row[2]}
    assert {HOSTILE[0], HOSTILE[1], "<b>&amp;</b> baris"} <= names
    for page in book_of(content):
        assert len(page.oddFooter.left.text or "") < 255


def test_the_same_study_gives_the_same_bytes(tiny_study, tmp_path):
    from mapping.study import read_study, write_study

    content = WRITE(Edition(tiny_study), "")
    assert content == WRITE(Edition(tiny_study), "")
    write_study(tiny_study, tmp_path)
    first = WRITE(Edition(read_study(tmp_path)), "")
    assert first == WRITE(Edition(read_study(tmp_path)), "")
    assert formulas(first) == formulas(content)


def test_the_values_beside_the_formulas_are_the_study_s(tiny_study):
    rows = list(book_of(WRITE(Edition(tiny_study), ""))["Skor per Sektor"].iter_rows(min_row=9, values_only=True))
    row = next(row for row in rows if row[:2] == ("Pangan", "Kalirungkut"))
    score = tiny_study.scores.loc[("35.78.03.1001", "food")]
    assert row[3] == pytest.approx(score["score"])
    assert (row[4], row[5], row[7]) == (score["rank"], f"{score['rank_low']:.0f}–{score['rank_high']:.0f}", 12)
    # Unsurveyed: no score, no rank, and the reason; never 0 and never last.
    row = next(row for row in rows if row[:2] == ("Pangan", "Tembok Dukuh"))
    assert row[3] in (None, "") and row[4] in (None, "") and row[15] == "belum cukup data"
    row = next(row for row in rows if row[:2] == ("Pangan", "Gundih"))
    assert row[3] in (None, "") and row[7] is None and row[15] in HIDDEN_NOTES


def test_every_sheet_says_what_it_is_and_prints(tiny_study):
    content = WRITE(Edition(tiny_study), "")
    book = book_of(content)
    assert book.sheetnames == SHEETS
    for sheet in book:
        assert "DATA SINTETIS" in sheet["A2"].value and "Kota Contoh" in sheet["A1"].value, sheet.title
        assert "manifest" in sheet["A3"].value
        assert sheet.oddHeader.right.text == "data sintetis" and "Kota Contoh" in sheet.oddHeader.left.text
        assert "manifest" in sheet.oddFooter.left.text
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
        assert sheet.print_area and sheet.print_title_rows and sheet.freeze_panes, sheet.title
    assert [sheet.title for sheet in book if sheet.auto_filter.ref] == [
        *("Peringkat", "Skor per Sektor", "Lini Usaha", "Mutu Data", "Hitung")
    ]


def test_weights_are_marked_as_the_cells_to_change(tiny_study):
    book = book_of(WRITE(Edition(tiny_study), ""))
    sheet = book["Bobot"]
    place = book.defined_names["weight_lq"].attr_text.split("!")[1].replace("$", "")
    assert sheet[place].value == 25 and sheet[place].fill.fgColor.rgb.endswith("FFF2CC")
    assert "Bobot studi: 25" in sheet[place].comment.text
    rules = [rule for rule in sheet.data_validations.dataValidation if place in str(rule.sqref)]
    assert [(rule.formula1, rule.formula2) for rule in rules] == [("0", "100")]


@pytest.mark.parametrize("tiny", ["one", "few"], indirect=True)
@pytest.mark.parametrize("code", ["id", "en"])
def test_one_kelurahan_or_no_score_at_all_still_makes_a_book(tiny_study, code):
    with speaking(code):
        book = book_of(WRITE(Edition(tiny_study), ""))
    assert len(book.sheetnames) == len(SHEETS)
    texts = [cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert texts and not [text for text in texts if "nan" in text.split()]


@pytest.mark.parametrize("tiny", ["few"], indirect=True)
def test_a_sector_without_scores_says_so(tiny_study):
    assert tiny_study.scores["score"].isna().all()
    sheet = book_of(WRITE(Edition(tiny_study), ""))["Ringkasan"]
    texts = [cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert texts.count("Belum ada skor di sektor ini.") == 3


def test_a_real_survey_is_not_called_synthetic_and_an_unknown_date_is_said(tiny_study):
    study = replace(tiny_study, settings=replace(tiny_study.settings, synthetic=False, survey_date=""))
    for sheet in book_of(WRITE(Edition(study), "")):
        assert "SINTETIS" not in sheet["A2"].value and "belum diketahui" in sheet["A2"].value


@pytest.mark.parametrize("turned", [False, True])
def test_hidden_ones_among_an_order_follow_from_what_is_published(turned):
    rng = np.random.default_rng(4)
    for _ in range(50):
        values = rng.integers(0, 12, 20).astype(float)
        order = np.array([(values < v).sum() + ((values == v).sum() - 1) / 2 for v in values]) / 19
        scaled = 1 - order if turned else order
        hidden = np.arange(20) < 4
        seen = np.where(hidden, np.nan, scaled)
        beside, below = infer_compared(seen, turned, np.where(hidden, np.nan, values), 6)
        again = np.array([(values[hidden] < v).sum() + (values[hidden] == v).sum() / 2 for v in values])
        assert beside == 4
        np.testing.assert_allclose(below[~hidden], again[~hidden])


def test_texts_fit_a_cell_and_a_margin():
    assert clean_text("a\x00\u2028b") == "a b" and len(clean_text("x" * 9000)) == 2000
    assert len(margin_text("&" * 300, 100)) <= 100 and margin_text("A & B", 50) == "A && B"
