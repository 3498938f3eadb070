"""The catalogue of lines is whole, and what a user changes or adds is checked before anything is worked out from it."""

import re

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.errors import SettingsError
from mapping.knowledge.catalog import (
    LINE_NUMBERS,
    read_gerai,
    read_lexicon,
    read_line_columns,
    read_lines,
    read_sources,
)
from mapping.knowledge.line_checks import check_cell, check_lines, column_labels, needed_columns
from mapping.knowledge.lines import (
    MOST_OWN_LINES,
    OWN_FIGURE,
    line_products,
    lines_in_force,
    source_of,
    with_change,
    without_change,
)
from mapping.measure.lines import measure_lines
from mapping.settings import AdviceSetup, Settings

LINES = read_lines()
COLUMNS = read_line_columns()
SOURCE_COLUMNS = [name for name in LINES if name.endswith("_source")]
each_line = pytest.mark.parametrize("line_id", LINES.index)

TENTS = {
    "line": "Sewa tenda hajatan",
    "group": "jasa",
    "driver": "producers",
    "sector": "food",
    "stage": "jasa",
    "gerai": "g",
    "products": "katering",
    "min_businesses": "10",
    "unit": "acara",
    "price_low_idr": "500000",
    "price_high_idr": "1500000",
    "price_risk": "price",
    "margin_low_pct": "30",
    "margin_high_pct": "50",
    "volume_basis": "revenue",
    "through_low": "0.1",
    "through_high": "0.2",
    "capex_low_idr": "20000000",
    "capex_high_idr": "60000000",
    "working_low_idr": "1000000",
    "working_high_idr": "2000000",
    "capacity_low": "10",
    "capacity_high": "40",
    "staff_low": "1",
    "staff_high": "3",
    "overhead_low_idr_month": "300000",
    "overhead_high_idr_month": "900000",
}


def own_line(code="U1", **cells):
    return tuple((code, column, text) for column, text in (TENTS | cells).items() if text)


def test_there_are_forty_lines_and_every_column_has_a_name():
    assert len(LINES) == 40
    assert set(LINES) == set(column_labels()), "line_columns.toml and lines.csv name different columns"
    numbers = {entry[end] for entry in COLUMNS["ranges"].values() for end in ("low", "high")}
    assert numbers | set(COLUMNS["thresholds"]) == set(LINE_NUMBERS)
    assert set(source_of()) == set(LINE_NUMBERS)


@each_line
def test_every_line_has_every_column_it_needs(line_id):
    line = LINES.loc[line_id]
    assert [column for column in needed_columns(line) if line[column] in ("",) or line[column] != line[column]] == []
    assert line["permits"] and line["role"] and line["inputs"] and line["demand"] and line["gate_text"]
    assert line["kbli2020"] and line["kbli2025"]


@each_line
def test_every_cell_of_ours_passes_the_checks_of_the_users(line_id):
    for column, value in LINES.loc[line_id].items():
        text = value if isinstance(value, str) else "" if value != value else f"{value:.12g}"
        assert list(check_cell(line_id, column, text)) == []


def test_low_is_never_above_high():
    assert list(check_lines(LINES)) == []
    for entry in COLUMNS["ranges"].values():
        assert not (LINES[entry["low"]] > LINES[entry["high"]]).any(), entry["label"]


@each_line
def test_every_figure_has_a_source_that_is_known(line_id):
    line, known = LINES.loc[line_id], read_sources()
    for column, source in source_of().items():
        if line[column] == line[column]:
            assert line[source], (column, source)
    for column in SOURCE_COLUMNS:
        text = line[column]
        codes = re.findall(r"S\d+", text)
        assert set(codes) <= set(known), (column, text)
        assert text in ("", "asumsi perencanaan") or codes or text == "hitung dari satuannya", (column, text)


@each_line
def test_gerai_products_and_codes_are_real(line_id):
    line = LINES.loc[line_id]
    assert set(line["gerai"].split("; ")) <= set(read_gerai()["gerai"])
    for column in ("kbli2020", "kbli2025"):
        found = re.findall(r"\d+", line[column])
        assert line[column] == "cek" or found
        assert all(len(code) == 5 and 1 <= int(code[:2]) <= 96 for code in found), line[column]
    products = line_products(LINES.loc[[line_id]])
    assert set(products["product"]) <= set(read_lexicon()["product"])
    for pattern in (line["keyword"], line["keyword_not"]):
        re.compile(pattern)


def test_permits_are_a_list_in_order():
    for line_id, text in LINES["permits"].items():
        steps = text.split("; ")
        assert all(step and step == step.strip() for step in steps), line_id
        assert any(step.startswith("NIB") for step in steps), line_id
        assert len(set(steps)) == len(steps), line_id


def test_what_no_survey_can_tell_is_never_computed():
    outside = LINES["driver"] == "outside"
    assert (LINES.loc[outside, "volume_basis"] == "").all()
    assert (LINES.loc[~outside, "volume_basis"] != "").all()
    assert (LINES.loc[LINES["driver"] == "demand", "volume_basis"] == "residents").all()


def test_published_figures_of_partner_goods():
    """Domain dossier 1.3: LPG 100-300 cylinders at 16,000-18,000; rice 11,000 -> 12,500, 2 t a week; fertiliser HET."""
    lpg, rice, fertiliser = LINES.loc["B02"], LINES.loc["B03"], LINES.loc["B04"]
    assert (lpg["capacity_low"], lpg["capacity_high"]) == (100, 300)
    assert (lpg["price_low_idr"], lpg["price_high_idr"]) == (16_000, 18_000)
    assert rice["price_high_idr"] == 12_500
    assert rice["margin_high_pct"] == pytest.approx(100 * (12_500 - 11_000) / 12_500)
    assert rice["capacity_high"] == pytest.approx(2000 * 52 / 12, rel=0.01)
    assert (fertiliser["price_low_idr"], fertiliser["price_high_idr"]) == (1_800, 1_840)


def middle(line, name):
    entry = COLUMNS["ranges"][name]
    return (line[entry["low"]] + line[entry["high"]]) / 2


def net_of_the_smallest_start(line_id, money_a_month):
    """Rupiah a month left after wages, fixed costs and the instalment, by hand, at the middle of every range."""
    line = LINES.loc[line_id]
    margin = money_a_month * 0.5 * middle(line, "through") * middle(line, "margin") / 100
    capital = line["capex_low_idr"] + line["working_low_idr"]
    rate, months = 0.06 / 12, 66
    instalment = capital * rate / (1 - (1 + rate) ** -months)
    return margin - line["staff_low"] * 2_500_000 - line["overhead_low_idr_month"] - instalment


@pytest.mark.parametrize(
    ("line_id", "makers", "money_each"),
    [
        ("B13", 25, 7e6),
        ("B31", 15, 6.5e6),
        ("B16", 50, 6e6),
        ("B32", 20, 3e6),
        ("B34", 15, 8e6),
        ("B20", 25, 4.7e6),
        ("B11", 55, 3.8e6),
    ],
)
def test_a_sound_line_pays_in_a_good_place_and_not_in_a_poor_one(line_id, makers, money_each):
    """The catalogue's own least size can carry wages, fixed costs and the instalment; eight makers cannot."""
    assert net_of_the_smallest_start(line_id, makers * money_each) > 0
    assert net_of_the_smallest_start(line_id, 8 * money_each) < 0


def test_lpg_alone_hardly_pays():
    """Domain dossier 1.3: 100 cylinders a month were judged not worth it."""
    line = LINES.loc["B02"]
    gain = 100 * middle(line, "price") * middle(line, "margin") / 100
    assert gain < line["staff_low"] * 2_500_000 + line["overhead_low_idr_month"] + 7e6 / 60


def test_a_changed_figure_is_the_users_and_the_rest_stays_ours():
    lines = lines_in_force((("B13", "capex_low_idr", "20000000"), ("B13", "unit", "potong")))
    assert lines.at["B13", "capex_low_idr"] == 20_000_000
    assert lines.at["B13", "capex_source"] == OWN_FIGURE
    assert lines.at["B13", "margin_source"] == LINES.at["B13", "margin_source"]
    assert lines.at["B13", "changed"] == "capex_low_idr; unit"
    assert not lines["own"].any()
    others = lines.drop(index="B13", columns=["changed", "own"])
    pd.testing.assert_frame_equal(others, LINES.drop(index="B13"))


def test_what_equals_ours_is_not_changed():
    assert lines_in_force((("B13", "capex_low_idr", "15000000"),)).at["B13", "changed"] == ""


def test_a_new_line_is_a_new_row():
    lines = lines_in_force(own_line())
    assert len(lines) == 41 and lines.at["U1", "own"]
    assert lines.at["U1", "price_source"] == OWN_FIGURE
    assert lines.at["U1", "where"] == "all"
    assert lines.dtypes.drop(["changed", "own"]).equals(LINES.dtypes)


def test_a_new_row_flows_to_the_indicators_with_no_code():
    kelurahan = pd.DataFrame(
        {"kecamatan": ["K", "K"], "kabupaten": ["B", "B"]}, index=pd.Index(["1", "2"], name="kelurahan_code")
    )
    businesses = pd.DataFrame(
        {
            "kelurahan_code": ["1"] * 6 + ["2"] * 2,
            "product": ["katering"] * 4 + ["tempe"] * 4,
            "keyword": "",
            "sector": "food",
            "stage": "olahan",
            "workers": 2.0,
            "input_spend_idr_month": 1e6,
            "revenue_idr_month": 2e6,
            "weight": 1.0,
        }
    )
    # What is withheld for privacy is tested in test_withheld.py.
    asked = Settings(covers_agriculture=True, suppress_below=1, advice=AdviceSetup(line_changes=own_line()))
    told = measure_lines(kelurahan, businesses, asked)
    assert told.loc[("1", "U1"), ["n", "revenue_idr_month"]].tolist() == [4, 8e6]
    before = measure_lines(kelurahan, businesses, Settings(covers_agriculture=True, suppress_below=1))
    pd.testing.assert_frame_equal(told.drop(index="U1", level="line_id"), before)


BAD = [
    ((("B13", "warna", "merah"),), 'Lini B13, kolom "warna" tidak dikenal. Hapus'),
    ((("B13", "capex_low_idr", "murah"),), 'Modal awal.*paling sedikit: "murah" bukan angka'),
    ((("B13", "capex_low_idr", "nan"),), '"nan" bukan angka'),
    ((("B13", "capex_low_idr", "inf"),), '"inf" bukan angka'),
    ((("B13", "capex_low_idr", "1e999"),), "bukan angka"),
    ((("B13", "capex_low_idr", "15.000.000"),), "tanpa pemisah ribuan"),
    ((("B13", "capex_low_idr", "-1"),), "kurang dari nol"),
    ((("B13", "margin_high_pct", "101"),), "terlalu besar. Paling besar 100"),
    ((("B13", "capex_low_idr", "90000000"),), "Modal awal.*90.000.000 lebih besar daripada 80.000.000"),
    ((("B13", "through_high", "1.5"),), "1,50 lebih dari 1"),
    ((("B13", "capex_low_idr", ""),), "Lini B13 belum lengkap. Isi: Modal awal"),
    ((("B13", "price_low_idr", "0"),), "harus lebih dari nol"),
    ((("B13", "products", "kue basah; naga"),), 'produk "naga" yang tidak dikenal'),
    ((("B13", "products", "@NAGA"),), '"@NAGA" yang tidak dikenal'),
    ((("B13", "gerai", "a; z"),), 'gerai "z" yang tidak dikenal. Pakai a, b'),
    ((("B13", "driver", "semua"),), '"semua" tidak dikenal. Pilih salah satu: producers'),
    ((("B13", "volume_basis", "tebak"),), '"tebak" tidak dikenal. Pilih salah satu: revenue'),
    ((("B13", "stage", "tengah"),), "Tahap"),
    ((("B05", "volume_basis", "residents"),), "tidak bisa dihitung"),
    ((("B02", "volume_basis", "revenue"),), "dihitung dari residents"),
    ((("B13", "line", "x" * 81),), r"terlalu panjang \(81 huruf\)"),
    ((("B13", "line", "a\u202eb"),), "tidak bisa dicetak"),
    ((("B13", "keyword", "(a+)+$"),), "bukan daftar kata"),
    ((("B 13", "line", "x"),), 'Kode lini "B 13" tidak bisa dipakai'),
    ((("=1+1", "line", "x"),), "Kode lini"),
    ((("B13", "line", "a"), ("B13", "line", "b")), "disebut dua kali"),
    ((("B13", "line", 3),), "harus tiga teks"),
    (own_line(products=""), "Lini U1 belum lengkap. Isi: Produk anggota."),
    (own_line(price_low_idr="", price_high_idr=""), "Isi: Harga jual per satuan."),
    (own_line(driver="demand", volume_basis="residents"), "Isi: Penduduk paling sedikit."),
    (
        (("U1", "line", "Sewa tenda"),),
        "Kelompok; Satuan; Gerai; Berdiri di atas; Sektor; Tahap; Bila harga jual berubah; Modal awal.*; Modal kerja",
    ),
    (tuple((f"U{i}", "line", "x") for i in range(MOST_OWN_LINES + 1)), "paling banyak 60"),
]


@pytest.mark.parametrize(("changes", "message"), BAD, ids=range(len(BAD)))
def test_what_cannot_be_is_refused_with_line_column_value_and_remedy(changes, message):
    with pytest.raises(SettingsError, match=message) as refusal:
        lines_in_force(changes)
    assert str(refusal.value).isprintable()
    assert len(str(refusal.value)) < 1500


def test_several_mistakes_are_told_at_once():
    with pytest.raises(SettingsError) as refusal:
        lines_in_force((("B13", "warna", "x"), ("B14", "staff_low", "dua")))
    assert "warna" in str(refusal.value) and '"dua"' in str(refusal.value)


cells = st.tuples(
    st.sampled_from([*LINES.index[:3], "U1", "", "B 1"]),
    st.sampled_from([*LINES.columns, "changed", "own", "line_id", "x"]),
    st.text(max_size=12) | st.sampled_from(["0", "12", "1e3", "all", "producers", "residents", "", "-0", "@PANGAN"]),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(cells, max_size=4))
def test_any_changes_are_used_or_refused_never_anything_else(rows):
    try:
        lines = lines_in_force(tuple(rows))
    except SettingsError as refusal:
        assert str(refusal)
    else:
        assert list(check_lines(lines)) == []
        assert set(LINES.index) <= set(lines.index)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.sampled_from(["B13", "B14"]), st.sampled_from(["staff_low", "staff_high"]))))
def test_a_change_replaces_the_one_before_and_a_change_back_leaves_nothing(places):
    changes = ()
    for number, (line_id, column) in enumerate(places):
        changes = with_change(changes, line_id, column, f"{2 + number}")
        assert len({row[:2] for row in changes}) == len(changes)
    for line_id, column in places:
        changes = with_change(changes, line_id, column, f"{LINES.at[line_id, column]:g}")
    assert changes == ()


def test_a_figure_of_an_own_line_becomes_the_users_when_it_is_changed():
    changes = (*own_line(), ("U1", "price_source", "disalin dari B22"))
    assert lines_in_force(changes).at["U1", "price_source"] == "disalin dari B22"
    later = with_change(changes, "U1", "price_low_idr", "600000")
    assert lines_in_force(later).at["U1", "price_source"] == OWN_FIGURE


def test_without_a_line_or_without_one_column():
    changes = (("B13", "staff_low", "2"), ("B13", "staff_high", "5"), ("B14", "staff_low", "2"))
    assert without_change(changes, "B13") == (("B14", "staff_low", "2"),)
    assert without_change(changes, "B13", "staff_low") == changes[1:]
