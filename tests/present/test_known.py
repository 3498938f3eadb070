"""What a profile says about a place beside its survey."""

from dataclasses import replace

import pandas as pd

from mapping.present.known import known_table, unknown_items

CODE = "35.78.03.1001"


def with_context(study, rows):
    columns = ["item", "value", "text", "unit", "date", "file", "row"]
    return replace(study, context=pd.DataFrame(rows, columns=columns).assign(kelurahan_code=CODE))


def test_each_value_comes_with_unit_date_and_source(tiny_study):
    study = with_context(
        tiny_study,
        [
            ("price_idr", 18_000.0, "lpg 3 kg", "Rp/tabung", "2026-01-01", "harga.csv", 2),
            ("market_distance_m", 1_240.0, "", "m", "", "pasar.csv", 0),
            ("farm_households", 412.0, "", "rumah tangga", "2023", "st2023.csv", 7),
            ("forest_share", 0.25, "", "bagian luas", "", "lahan.csv", 3),
        ],
    )
    table = known_table(study, CODE)
    assert table.values.tolist() == [
        ["Rumah tangga usaha pertanian", "412 rumah tangga", "2023", "st2023.csv, baris 7"],
        ["Hutan", "25% dari luas", "", "lahan.csv, baris 3"],
        ["Pasar terdekat (garis lurus)", "1,2 km", "", "pasar.csv"],
        ["Harga acuan: lpg 3 kg", "Rp 18 ribu/tabung", "2026-01-01", "harga.csv, baris 2"],
    ]
    assert known_table(study, "35.78.03.1002").empty


def test_what_is_loaded_is_no_longer_unknown(tiny_study):
    before = unknown_items(tiny_study, CODE)
    assert "Rumah tangga usaha pertanian" in before
    assert "Penduduk" not in before
    assert "Penduduk" in unknown_items(tiny_study, "35.78.13.1004")
    after = unknown_items(with_context(tiny_study, [("farm_households", 1.0, "", "", "", "a", 2)]), CODE)
    assert set(before) - set(after) == {"Rumah tangga usaha pertanian"}


def test_small_counts_of_an_earlier_wave_stay_hidden_with_their_total(tiny_study):
    rows = [
        ("earlier_businesses", n, sector, "usaha", "2024-05-01", "lama.csv", 2)
        for n, sector in ((9.0, ""), (7.0, "food"), (2.0, "crafts"))
    ]
    assert known_table(with_context(tiny_study, rows), CODE)["what"].tolist() == [
        "Usaha pada survei sebelumnya: pangan"
    ]
