"""What the office's files hold is what the record says was planted: each kind is recognised anew from the text."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from mapping.demo.dirt import CODE, KECAMATAN, LAT, LON, NAME, REVENUE, SPEND, TEXT
from mapping.demo.recipe import read_recipe
from mapping.knowledge.catalog import read_lexicon
from mapping.knowledge.regions import REGIONS, read_villages

each_region = pytest.mark.parametrize("key", REGIONS)


@pytest.fixture
def survey(surveys, key):
    """Rows of the file without repeated rows and total: one per business, aligned with the truth."""
    raw, planted = surveys[key]
    first = raw[~raw.index.duplicated()]
    return first.drop(index=planted.get("baris_total", [])), planted


@each_region
@pytest.mark.parametrize("column", [REVENUE, SPEND])
@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("rp_jt", r"Rp \d+(,\d+)? jt"),
        ("juta_bln", r"\d+(,\d+)? juta/bln"),
        ("rb", r"\d+(,\d+)?rb"),
        ("titik", r"\d{1,3}(\.\d{3}){1,2}"),
        ("kira_kira", r"± \d+(,\d+)? jt"),
        ("strip", "-"),
        ("kosong", ""),
    ],
)
def test_money_is_written_as_the_record_says(survey, key, column, kind, pattern):
    raw, planted = survey
    rows = planted[f"{kind}: {column}"]
    assert set(raw.index[raw[column].str.fullmatch(pattern)]) == set(rows)
    assert len(rows) == read_recipe()["dirt"]["money"][kind][list(REGIONS).index(key)]


@each_region
def test_written_money_still_means_the_true_amount(survey, businesses, key):
    raw, planted = survey
    unit = {"rp_jt": 1e6, "juta_bln": 1e6, "rb": 1e3, "kira_kira": 1e6, "titik": 1, "dalam_ribuan": 1e3}
    for kind, rows in planted.items():
        stem, _, column = kind.partition(": ")
        if stem not in unit:
            continue
        text = raw.loc[rows, column].str.replace(r"[^\d,]", "", regex=True).str.replace(",", ".")
        true = businesses[key].loc[rows, "revenue_idr_month" if column == REVENUE else "input_spend_idr_month"]
        assert (text.astype(float) * unit[stem] - true).abs().max() < 1, kind


@each_region
def test_values_in_thousands_are_the_only_small_numbers(survey, key):
    raw, planted = survey
    digits = raw[REVENUE].where(raw[REVENUE].str.fullmatch(r"\d+"), "")
    small = pd.to_numeric(digits, errors="coerce") < 300_000
    assert set(raw.index[small]) == set(planted[f"dalam_ribuan: {REVENUE}"])


@each_region
def test_points_are_as_dirty_as_the_record_says(survey, key):
    raw, planted = survey
    lat, lon = pd.to_numeric(raw[LAT], errors="coerce"), pd.to_numeric(raw[LON], errors="coerce")
    assert set(raw.index[lat.isna()]) == set(planted["koordinat_kosong"])
    assert set(raw.index[(lat > 100)]) == set(planted["koordinat_tertukar"])
    assert set(raw.index[(lat == 0) & (lon == 0)]) == set(planted["koordinat_nol"])
    home = read_villages(key)["lon"]
    assert set(raw.index[(lat < -1) & (lon < home.min() - 0.5)]) == set(planted["koordinat_di_luar"])


@each_region
def test_places_are_as_dirty_as_the_record_says(survey, key):
    raw, planted = survey
    codes = set(read_villages(key).index)
    assert set(raw.index[raw[CODE] == ""]) == set(planted["kode_kosong"])
    assert set(raw.index[raw[CODE].str.fullmatch(r"\d{10}")]) == set(planted["kode_tanpa_titik"])
    dotted = raw[raw[CODE].str.contains(".", regex=False)]
    assert set(dotted.index[~dotted[CODE].isin(codes)]) == set(planted["kode_daerah_lain"])
    assert set(raw.index[raw[KECAMATAN].str.startswith("Kec. ")]) == set(planted["kecamatan_awalan"])
    blank = set(raw.index[(raw[KECAMATAN] == "") & (raw[NAME] != "")])
    assert blank == set(planted["kecamatan_kosong"])
    assert set(raw.index[raw[NAME] == ""]) == set(planted["nama_kosong"])
    names = set(read_villages(key)["name"])
    repairable = [k for k in planted if k.startswith("nama_")] + ["kode_daerah_lain"]
    assert set(raw.index[~raw[NAME].isin(names)]) == {row for kind in repairable for row in planted[kind]}


@each_region
def test_every_row_without_code_can_be_placed_or_is_a_planted_reject(survey, businesses, key):
    raw, planted = survey
    lost = planted["nama_tak_dikenal"].union(planted["kode_daerah_lain"])
    doubled = read_villages(key)["name"].duplicated(keep=False)
    no_code = raw[(raw[CODE] == "") & ~raw.index.isin(lost)]
    twice = businesses[key].loc[no_code.index, "kelurahan_code"].map(doubled)
    no_kecamatan = no_code[(no_code[KECAMATAN] == "") & twice]
    assert no_kecamatan.index.isin(planted["nama_kosong"]).all()
    assert (raw.loc[planted["nama_kosong"], LAT].astype(float) < -6).all()
    assert (raw.loc[lost, [LAT, LON]] == "").all().all()


@each_region
def test_what_is_precious_stays_readable(survey, surveys, businesses, key):
    """Speciality rows are never lost, doubled or unreadable; four-business rows carry no dirt at all."""
    raw, planted = survey
    true = businesses[key]
    special, four = (set(true.index[true["planted"] == kind]) for kind in ("kekhasan", "empat"))
    lost = ["nama_kampung", "nama_kosong", "nama_tak_dikenal", "kode_daerah_lain"]
    unread = ["tak_jelas", "rancu", "teks_kosong", "teks_strip"]
    for kind in [*lost, *unread, "kembar_persis", "kembar_mirip", f"dalam_ribuan: {REVENUE}"]:
        assert not special & set(planted[kind]), kind
    for kind, rows in planted.items():
        assert not four & set(rows), kind
    assert raw.loc[list(special), TEXT].equals(true.loc[list(special), "text"])


@each_region
def test_repeated_rows_and_the_total(surveys, key):
    raw, planted = surveys[key]
    assert raw.duplicated().sum() == len(planted["kembar_persis"])
    again = raw.drop_duplicates()
    twice = again[again["no hp"].ne("") & again["no hp"].duplicated()]
    assert len(twice) == len(planted["kembar_mirip"])
    assert twice["id"].is_unique
    assert (raw["id"] == "TOTAL").sum() == len(planted.get("baris_total", [])) == {"surabaya": 0, "batang": 1}[key]
    if key == "batang":
        assert raw.iloc[-1]["pekerja L"] == str(pd.to_numeric(raw["pekerja L"].iloc[:-1]).sum().astype(int))


def test_kalirungkut_is_spelled_in_several_ways(survey_names):
    assert {"Kalirungkut", "Kali Rungkut", "KALIRUNGKUT", "Rungkut Lor"} <= survey_names
    assert any(name.startswith("Kel") and name.endswith("Kalirungkut") for name in survey_names)


@pytest.fixture
def survey_names(surveys, businesses):
    raw, _ = surveys["surabaya"]
    home = businesses["surabaya"]["kelurahan_code"].reindex(raw.index)
    return set(raw.loc[home == "35.78.03.1001", NAME])


def best_product(texts: pd.Series) -> pd.Series:
    """A plain reader: common spellings, then the longest match of any lexicon pattern; blank when none."""
    said = texts.drop_duplicates()
    plain = said.str.lower()
    for written, meant in (("kripik", "keripik"), ("krupuk", "kerupuk"), ("cabe", "cabai"), ("jait", "jahit")):
        plain = plain.str.replace(written, meant)
    longest, product = pd.Series(0, index=said.index), pd.Series("", index=said.index)
    for pattern, label in zip(read_lexicon()["pattern"], read_lexicon()["product"], strict=True):
        found = plain.str.extract(rf"(?P<hit>\b(?:{pattern})\b)", flags=re.IGNORECASE)["hit"].str.len().fillna(0)
        product = product.mask(found > longest, label)
        longest = longest.mask(found > longest, found)
    return texts.map(dict(zip(said, product, strict=True)))


@each_region
def test_nine_texts_of_ten_can_be_classified_and_a_few_cannot(survey, businesses, key):
    raw, planted = survey
    read, true = best_product(raw[TEXT]), businesses[key]["product"]
    clear = ~raw.index.isin(
        [row for kind in ("tak_jelas", "rancu", "teks_kosong", "teks_strip") for row in planted[kind]]
    )
    assert 0.90 <= (read == true).mean() <= 0.98
    assert (read == true)[clear].mean() >= 0.97
    assert 0.02 <= (read == "").mean() <= 0.08
    unclear = planted["tak_jelas"].union(planted["teks_kosong"]).union(planted["teks_strip"])
    assert (read[unclear] == "").all()


def test_nobody_reads_a_farm_in_surabaya(surveys):
    raw, _ = surveys["surabaya"]
    groups = read_lexicon().set_index("product")["group"]
    farms = best_product(raw[TEXT]).map(groups).isin(["TANI", "TERNAK", "IKAN"])
    # "kripik singkong" is crisps to people and cassava to a plain reader: the classifier's own test, not a farm.
    assert raw.loc[farms, TEXT].str.contains("k?eripik|kripik", case=False).all()
    assert farms.mean() < 0.01


@each_region
def test_planted_numbers_hide_in_texts(survey, key):
    raw, planted = survey
    assert set(raw.index[raw[TEXT].str.contains(r"08\d\d-0000")]) == set(planted["nomor_hp_di_teks"])


@each_region
def test_every_row_says_that_it_is_synthetic_and_none_has_a_nik(surveys, key):
    raw, _ = surveys[key]
    assert set(raw.loc[raw["id"] != "TOTAL", "catatan"]) == {"data sintetis"}
    assert not raw.apply(lambda column: column.str.contains(r"(?<!\d)\d{16}(?!\d)")).any().any()
    assert not any("nik" in header.lower().split() for header in raw.columns)
