import pytest

from mapping.intake.columns import find_header, read_columns, recognise_columns, recognise_header


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
    from mapping.intake.columns import header_key

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
