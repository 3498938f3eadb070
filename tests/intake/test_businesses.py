import csv
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mapping.errors import MappingError
from mapping.intake.businesses import COLUMNS, read_businesses
from mapping.knowledge.catalog import read_lexicon
from mapping.settings import Settings

HEAD = [
    "id",
    "kode wilayah",
    "nama kelurahan/desa",
    "kecamatan",
    "nama usaha",
    "produk/usaha",
    "pekerja",
    "omzet",
    "lintang",
]
HEAD += ["bujur", "pemilik", "no hp"]
NASTY = st.one_of(
    st.sampled_from(
        ["", "-", "Masin", "Timur", "Karanganyar", "33.25.02.2002", "3325022002.0", "Rp 1,5 jt", "kue", "-7.005"]
    ),
    st.sampled_from(
        ["110.415", "0", "TOTAL", "JUMLAH", "NA", "=1+1", "{{ 7*7 }}", "${x}", "<b>", "081299887766", '"', "1e999"]
    ),
    st.sampled_from(
        ["110415000.0", "nan", "inf", "Sumber: x", "\u202e", "é", "1.250 juta", "-5", "12 Mei", "\\", "'", "a;b|c\td"]
    ),
    st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12),
)
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


def text_of(rows, separator=",") -> bytes:
    target = io.StringIO()
    csv.writer(target, delimiter=separator, lineterminator="\n").writerows(rows)
    return target.getvalue().encode()


def test_the_table_is_the_contract(kelurahan):
    rows = [
        HEAD,
        ["U1", "33.25.02.2002", "Masin", "Timur", "Kulit Jaya", "tas kulit", "3", "2 jt", "", "", "Ani", "0812"],
    ]
    businesses, issues, rejects, _ = read_businesses(text_of(rows), "umkm.csv", kelurahan, Settings())
    assert businesses.columns.tolist() == COLUMNS
    assert businesses.index.name == "business_id"
    row = businesses.loc["U1"]
    assert (row["kelurahan_code"], row["placed_by"]) == ("33.25.02.2002", "code")
    assert (row["product"], row["kbli"], row["kbli_edition"], row["sector"], row["stage"]) == (
        *("tas dan kerajinan kulit", "15121", "2020", "crafts", "olahan"),
    )
    assert businesses["needs_confirmation"].dtype == bool
    floats = ["workers", "revenue_idr_month", "input_spend_idr_month", "started_year", "lon", "lat"]
    assert all(businesses[c].dtype == float for c in floats)
    assert not {"business_name", "pemilik", "no hp", "text"} & set(businesses.columns)
    businesses.to_parquet(io.BytesIO())
    assert rejects.empty
    assert set(issues["kind"]) == {"data pribadi"}


def test_the_sheet_is_named_in_every_finding(kelurahan, workbook):
    content = workbook({"2025": [["kode", "produk"], ["33.25.02.2002", "kue"], ["99", "kue"]], "x": [["a"]]})
    _, issues, rejects, _ = read_businesses(content, "umkm.xlsx", kelurahan, Settings())
    assert set(issues["sheet"]) == set(rejects["sheet"]) == {"2025"}


def test_near_doubles_are_said_and_kept(kelurahan):
    rows = [["id", "kode", "nama usaha", "produk", "omzet"]]
    rows += [
        ["1", "33.25.02.2002", "Kulit Jaya", "tas kulit", "5 jt"],
        ["2", "33.25.02.2002", "KULIT JAYA", "tas kulit", "6 jt"],
    ]
    businesses, issues, *_ = read_businesses(text_of(rows), "umkm.csv", kelurahan, Settings())
    assert len(businesses) == 2
    assert issues[["row", "kind"]].values.tolist() == [[3, "mungkin ganda"]]


@pytest.mark.parametrize(
    ("declared", "code", "edition", "kbli"),
    [
        ("", "10391", "2020", "10391"),
        ("", "10307", "2025", "10307"),
        ("2025", "10391", "2025", "10307"),
        ("", "", "2020", "10391"),
    ],
)
def test_the_edition_is_declared_sniffed_or_2020(kelurahan, declared, code, edition, kbli):
    rows = [["kode", "produk", "kbli"], ["33.25.02.2002", "tempe", code]]
    businesses, *_ = read_businesses(text_of(rows), "umkm.csv", kelurahan, Settings(kbli_edition=declared))
    assert businesses[["kbli_edition", "kbli"]].iloc[0].tolist() == [edition, kbli]


@settings(deadline=None, max_examples=25, suppress_health_check=SLOW)
@given(rows=st.lists(st.lists(NASTY, min_size=len(HEAD), max_size=len(HEAD)), min_size=1, max_size=8))
def test_every_filled_row_is_used_or_rejected_once(kelurahan, rows):
    filled = [i for i, row in enumerate(rows, 2) if any(cell.strip() for cell in row)]
    try:
        businesses, issues, rejects, _ = read_businesses(text_of([HEAD, *rows]), "umkm.csv", kelurahan, Settings())
    except MappingError:
        return
    seen = sorted([*businesses["row"], *rejects["row"]])
    if all("\n" not in cell and "\r" not in cell for row in rows for cell in row):
        assert seen == filled
    assert len(seen) == len(set(seen))
    assert businesses["kelurahan_code"].isin(kelurahan.index).all()
    assert businesses.index.is_unique
    assert businesses["product"].isin(["", *read_lexicon()["product"]]).all()
    assert np.isfinite(businesses[["lon", "lat"]].to_numpy()).sum() % 2 == 0
    for table in (businesses, issues, rejects):
        assert "081299887766" not in table.to_csv()


@settings(deadline=None, max_examples=40, suppress_health_check=SLOW)
@given(
    head=st.sampled_from(
        ["kode,produk", "kelurahan;kecamatan;produk;omzet", "nama\tlat\tlon", "", "\ufeffkode,produk,omzet"]
    ),
    body=st.text(alphabet="ab01\",;\t\n\r.'|é-=", max_size=120),
)
def test_any_text_file_loads_or_is_refused_in_words(kelurahan, head, body):
    try:
        read_businesses(f"{head}\n{body}".encode(), "umkm.csv", kelurahan, Settings())
    except MappingError as error:
        assert str(error).startswith('Berkas "umkm.csv"')


@settings(deadline=None, max_examples=40, suppress_health_check=SLOW)
@given(content=st.binary(max_size=200))
def test_any_bytes_load_or_are_refused(kelurahan, content):
    from mapping.intake.outlines.boundaries import read_boundaries

    for prefix in (b"", b"PK\x03\x04", b"PAR1", b"SQLite format 3\0gpkg_contents", b'{"type":"FeatureCollection"'):
        with pytest.raises(MappingError):
            read_boundaries(prefix + content, "x", Settings())
        with pytest.raises(MappingError):
            read_businesses(prefix + content, "x", kelurahan, Settings())


def test_the_same_file_gives_the_same_bytes(kelurahan):
    rows = [HEAD] + [
        ["", "", "Masin", "Timur", f"Kue {i}", "kue basah", "x", "1-2 jt", "", "", "Ani", "08"] for i in range(5)
    ]
    one, other = (read_businesses(text_of(rows), "umkm.csv", kelurahan, Settings()) for _ in range(2))
    for a, b in zip(one, other, strict=True):
        assert a.to_csv() == b.to_csv()


def test_progress_is_told_in_order_and_may_stop_the_work(kelurahan):
    from mapping.errors import CancelledError

    told = []
    read_businesses(
        text_of([["kode", "produk"], ["33.25.02.2002", "kue"]]),
        "a.csv",
        kelurahan,
        Settings(),
        lambda s, t: told.append(s),
    )
    assert told == sorted(told)
    assert told[-1] == 1.0

    def stop(share: float, text: str) -> None:
        raise CancelledError("dihentikan")

    with pytest.raises(CancelledError):
        read_businesses(text_of([["kode", "produk"], ["1", "kue"]]), "a.csv", kelurahan, Settings(), stop)


def test_names_of_people_in_the_name_of_a_business_are_not_kept(kelurahan):
    rows = [
        ["kode", "nama usaha", "deskripsi"],
        ["33.25.02.2002", "Kedai Siti Rahayu", "Kedai Siti Rahayu menjual soto ayam"],
    ]
    businesses, issues, *_ = read_businesses(text_of(rows), "a.csv", kelurahan, Settings())
    assert isinstance(businesses, pd.DataFrame)
    assert "Rahayu" not in businesses.to_csv() + issues.to_csv()
    assert businesses["description"].tolist() == ["menjual soto ayam"]
