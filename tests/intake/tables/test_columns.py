import pytest

from mapping.intake.tables.columns import find_header, known_columns, read_columns, recognise_columns, recognise_header


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("KDEPUM", "code"),
        ("ADM4_PCODE", "bps_code"),
        ("village_code", "bps_code"),
        ("KODE DESA/KELURAHAN", "code"),
        ("DESA ATAU KELURAHAN", "name"),
        ("JUMLAH KK", "households"),
        ("NAME_4", "name"),
        ("shapeName", "name"),
        ("desa_kelur", "name"),
        ("nm_kelurahan", "name"),
        ("NAMOBJ_2", None),
    ],
)
def test_publishers_headers_are_known(header, name):
    found = recognise_header(header, "boundary")
    assert (found[0] if found else None) == name


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("3. Nama  Usaha", "business_name"),
        ("Omzet (Rp)", "revenue_idr_month"),
        ("OMSET/BULAN", "revenue_idr_month"),
        ("LATITUDE (Y)", "lat"),
        ("X", "lon"),
        ("kel/desa", "kelurahan"),
        ("pekerja L", "workers_male"),
        ("catatan petugas", None),
    ],
)
def test_survey_headers_are_known(header, name):
    found = recognise_header(header, "survey")
    assert (found[0] if found else None) == name


def test_no_synonym_means_two_things():
    from mapping.intake.tables.columns import header_key

    for role in ("boundary", "survey"):
        keys = [header_key(s) for spellings in read_columns()[role].values() for s in spellings]
        names = [name for name, spellings in read_columns()[role].items() for _ in spellings]
        meanings = {}
        for key, name in zip(keys, names, strict=True):
            assert meanings.setdefault(key, name) == name, key


def test_nama_alone_is_the_business_and_beside_nama_usaha_the_owner():
    assert recognise_columns(["nama", "kategori"], "survey")["business_name"] == [0]
    assert recognise_columns(["nama", "nama usaha"], "survey")["business_name"] == [1]


def test_the_header_is_found_below_titles_and_group_heads():
    rows = [
        ["DATA UMKM KECAMATAN CONTOH"],
        [],
        ["IDENTITAS", "", "NILAI"],
        ["Kelurahan", "Produk", "Omzet"],
        ["a", "b", "1"],
    ]
    assert find_header(rows, "survey") == (3, 3)
    assert find_header([["apa", "saja"]], "survey") == (-1, 0)


def test_the_word_of_the_user_stands_above_every_synonym():
    heads = ["desa", "dusun", "produk", "omzet", "x1"]
    chosen = {"dusun": "kelurahan", "omzet": "-", "x1": "revenue_idr_month", "produk": "tidak ada nama ini"}
    assert recognise_columns(heads, "survey", chosen) == {"kelurahan": [1], "revenue_idr_month": [4]}


def test_what_is_offered_is_what_is_known():
    assert known_columns("survey") == list(read_columns()["survey"])
    assert "form" not in known_columns("survey")


@pytest.mark.parametrize("sign", ["/", "-", ":"])
def test_groups_of_a_form_are_taken_off(sign):
    heads = [sign.join(parts) for parts in (("usaha", "produk"), ("usaha", "detail", "omzet"), ("usaha", "foto"))]
    assert recognise_columns(heads, "survey") == {"product": [0], "revenue_idr_month": [1]}


def test_one_group_alone_is_a_group_only_in_a_form_export():
    assert "product" not in recognise_columns(["data/produk", "desa"], "survey")
    assert recognise_columns(["data/produk", "desa", "_uuid", "_id"], "survey")["product"] == [0]


def test_columns_about_people_lose_no_group():
    """The leaf of "pemilik usaha" is a business; the column is a person."""
    assert recognise_columns(["pemilik/usaha", "pemilik/nama", "alamat/usaha", "alamat/desa"], "survey") == {}


def test_the_days_of_a_form_fill_in_only_where_it_asks_none():
    marks = ["_submission_time", "start", "_uuid"]
    assert recognise_columns(marks, "survey")["surveyed_on"] == [1]
    assert recognise_columns([*marks, "tanggal survei"], "survey")["surveyed_on"] == [3]
    assert "surveyed_on" not in recognise_columns(["start", "produk"], "survey")
