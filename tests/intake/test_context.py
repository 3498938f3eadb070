"""What else is known about the kelurahan: four contracts, each turning an unknown into a value."""

import numpy as np
import pytest

from mapping.errors import ColumnsError, InputError, QuestionError
from mapping.intake.context import count_earlier, fill_population, item_values, join_contexts, read_context
from mapping.intake.places.crosswalk import read_crosswalk
from mapping.settings import Settings

KALIRUNGKUT, RUNGKUT_KIDUL, JEPARA = "35.78.03.1001", "35.78.03.1002", "35.78.13.1004"


@pytest.fixture
def kelurahan(tiny):
    return tiny[0]


def read(text, kelurahan, **settings):
    return read_context(text.encode(), "keterangan.csv", kelurahan, Settings(**settings))


def test_numbers_are_placed_by_name_and_keep_their_row(kelurahan):
    known = read("kelurahan,kecamatan,jumlah kk,rtup\nJepara,Bubutan,5.400,12\nKali Rungkut,Rungkut,7100,\n", kelurahan)
    assert item_values(known.values, "households").to_dict() == {JEPARA: 5400, KALIRUNGKUT: 7100}
    assert item_values(known.values, "farm_households").to_dict() == {JEPARA: 12}
    assert known.values.query("item == 'farm_households'")[["row", "file"]].values.tolist() == [[2, "keterangan.csv"]]
    assert known.used == 2


def test_an_unknown_population_becomes_a_value_and_a_known_one_is_replaced(kelurahan):
    known = read("kode,penduduk_2020\n35.78.13.1004,9900\n35.78.03.1001,25000\n", kelurahan)
    assert known.values["date"].tolist() == ["2020", "2020"]
    filled = fill_population(kelurahan, known.values)
    assert filled.loc[JEPARA, "population"] == 9900
    assert filled.loc[KALIRUNGKUT, "population"] == 25000
    assert filled.loc[RUNGKUT_KIDUL, "population"] == kelurahan.loc[RUNGKUT_KIDUL, "population"]


def test_rows_that_reach_no_kelurahan_or_repeat_one_are_rejected(kelurahan):
    known = read("kelurahan,kecamatan,penduduk\nJepara,Bubutan,9900\nLAINNYA,Bubutan,3\nJepara,Bubutan,1\n", kelurahan)
    assert known.used == 1
    assert known.rejects["row"].tolist() == [3, 4]
    assert "baris 2" in known.rejects["reason"].iloc[1]


def test_bps_codes_meet_the_map_through_a_crosswalk_only(kelurahan):
    text = b"kode_bps,penduduk\n3578030005,9900\n"
    alone = read_context(text, "a.csv", kelurahan, Settings())
    assert (alone.used, len(alone.rejects)) == (0, 1)
    crosswalk = read_crosswalk(b"bps_code,kelurahan_code,iou\n3578030005,35.78.13.1004,0.9\n", "padanan.csv")
    together = read_context(text, "a.csv", kelurahan, Settings(), crosswalk)
    assert item_values(together.values, "population").to_dict() == {JEPARA: 9900}


@pytest.mark.parametrize(
    ("header", "cell", "share"),
    [("sawah (ha)", "20", 0.25), ("sawah %", "25", 0.25), ("sawah", "0,25", 0.25), ("luas sawah (km2)", "0,2", 0.25)],
)
def test_land_comes_as_a_share_whatever_its_unit(kelurahan, header, cell, share):
    known = read(f'kode,"{header}"\n35.78.13.1004,"{cell}"\n', kelurahan)
    assert item_values(known.values, "rice_field_share").tolist() == pytest.approx([share])


def test_a_land_column_without_unit_is_asked_about(kelurahan):
    text = "kode,sawah\n35.78.13.1004,20\n"
    with pytest.raises(QuestionError) as asked:
        read(text, kelurahan)
    assert asked.value.key == "konteks.satuan.sawah"
    known = read(text, kelurahan, answers=((asked.value.key, "ha"),))
    assert item_values(known.values, "rice_field_share").tolist() == pytest.approx([0.25])


def test_shares_that_cannot_all_be_true_are_named(kelurahan):
    known = read("kode,sawah %,hutan %\n35.78.13.1004,70,60\n", kelurahan)
    assert known.issues.query("kind == 'lahan'")["row"].tolist() == [2]
    assert "130%" in known.issues.query("kind == 'lahan'")["what"].iloc[0]


def test_points_keep_their_kind_and_place_only(kelurahan):
    text = "nama,jenis tempat,lat,lon\nPasar Turi,Pasar,-7.31,112.71\nPak Budi,BRILink,-7.3,112.7\nX,Kafe,-7.3,112.7\n"
    known = read(text + "Y,Pasar,0,0\n", kelurahan)
    assert known.points["kind"].tolist() == ["market", "bank"]
    assert set(known.points.columns) == {"kind", "lon", "lat", "capacity", "file", "row"}
    assert known.points["capacity"].isna().all()
    assert known.rejects["row"].tolist() == [4, 5]
    assert "Budi" not in known.issues.to_csv() + known.rejects.to_csv()


def test_points_may_say_what_they_can_serve(kelurahan):
    text = "jenis tempat,lat,lon,kapasitas\nPasar,-7.31,112.71,1.200\nPasar,-7.3,112.7,\nPasar,-7.3,112.72,0\n"
    np.testing.assert_equal(read(text, kelurahan).points["capacity"].to_numpy(), [1200.0, np.nan, np.nan])


def test_organisations_are_counted_per_kelurahan(kelurahan):
    text = "jenis lembaga,nama lembaga,kelurahan,kecamatan\nKoperasi,Maju,Jepara,Bubutan\n,KUD Makmur,Jepara,Bubutan\n"
    known = read(text + "BUMDes,Jaya,Gundih,Bubutan\nYayasan,X,Gundih,Bubutan\n", kelurahan)
    assert item_values(known.values, "cooperatives").to_dict() == {JEPARA: 2}
    assert item_values(known.values, "bumdes").to_dict() == {"35.78.13.1003": 1}
    assert known.rejects["row"].tolist() == [5]
    assert "Makmur" not in known.values.to_csv()


def test_prices_hold_for_a_kelurahan_a_kecamatan_or_everywhere(kelurahan):
    text = "barang;harga;kuota;satuan;kelurahan;kecamatan;tanggal\nLPG 3 kg;18.000;;tabung;;;2026-01-01\n"
    text += "LPG 3 kg;;560;tabung;;Bubutan;2026\nBeras;13.500;;kg;Jepara;Bubutan;\nBeras;1;;kg;;Entah;\n"
    known = read(text, kelurahan).values
    price = known.query("item == 'price_idr' and text == 'lpg 3 kg'")
    assert len(price) == len(kelurahan)
    assert set(price["value"]) == {18000.0}
    assert set(price["unit"]) == {"Rp/tabung"}
    assert len(known.query("item == 'quota'")) == 3
    assert known.query("text == 'beras'")["kelurahan_code"].tolist() == [JEPARA]


def test_a_later_file_has_the_last_word(kelurahan):
    old = read("kode,penduduk_2010\n35.78.13.1004,9000\n", kelurahan)
    new = read("kode,penduduk_2025\n35.78.13.1004,9900\n", kelurahan)
    assert item_values(join_contexts([old, new]).values, "population").to_dict() == {JEPARA: 9900}


def test_an_earlier_wave_is_counted_by_sector(tiny):
    _, businesses = tiny
    counted = count_earlier(businesses, "lama.csv").set_index(["kelurahan_code", "text"])["value"]
    assert counted[KALIRUNGKUT, ""] == 24
    assert counted[KALIRUNGKUT, "food"] == 12
    assert (KALIRUNGKUT, "-") not in counted.index


def test_a_table_about_something_else_is_refused_by_its_columns(kelurahan):
    with pytest.raises((ColumnsError, InputError), match=r"keterangan\.csv"):
        read("merek,warna\na,b\n", kelurahan)
    with pytest.raises(ColumnsError, match="penduduk"):
        read("kelurahan,kecamatan,warna\nJepara,Bubutan,biru\n", kelurahan)


def test_buyers_of_every_kind_are_known_by_what_people_call_them(kelurahan):
    names = ["Dapur SPPG", "Hotel melati", "Pabrik gula", "SD Negeri", "Kantor dinas", "Pasar induk"]
    text = "jenis pembeli,lintang,bujur,porsi per hari\n" + "".join(f"{name},-7.3,112.7,\n" for name in names)
    kinds = read(text, kelurahan).points["kind"].tolist()
    assert kinds == ["kitchen", "hotel", "factory", "school", "office", "market"]


def test_a_buyer_that_is_no_place_of_a_known_kind_is_rejected_and_the_others_load(kelurahan):
    known = read("jenis tempat,lintang,bujur\nwarung mi,-7.3,112.7\nHotel,112.7,-7.3\nHotel,-7.3,112.7\n", kelurahan)
    assert known.points["kind"].tolist() == ["hotel"]
    assert sorted(known.rejects["row"]) == [2, 3]
    assert "Hotel" in known.rejects.set_index("row").loc[2, "reason"]


@pytest.mark.parametrize("said", ["banyak", "-5", "0"])
def test_a_capacity_that_is_no_amount_is_told_and_left_open(kelurahan, said):
    known = read(f"jenis tempat,lintang,bujur,porsi per hari\nDapur SPPG,-7.3,112.7,{said}\n", kelurahan)
    assert known.points["capacity"].isna().all()
    assert known.issues[["row", "column", "value"]].values.tolist() == [[2, "porsi per hari", said]]
