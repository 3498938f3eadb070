"""The text tables of real survey files: as many rows and columns as their publishers wrote."""

from pathlib import Path

import pytest

from mapping.intake.tables.heads import read_head
from mapping.intake.tables.surveyfiles import choose_sheet, read_sheets

DATA = Path(__file__).parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="real surveys are not beside the checkout")


def table_of(path):
    content = (DATA / path).read_bytes()
    sheet, head = read_head(choose_sheet(read_sheets(content, path), path, {}))
    body = sheet.table[sheet.table.index > head.last]
    return sheet, head, body[(body != "").any(axis=1)]


@pytest.mark.parametrize(
    ("path", "rows", "columns"),
    [
        ("survey/umkm_pesawaran_452.csv", 452, 9),
        ("survey/umkm_sorong_malawele_274.csv", 265, 5),
        ("survey/umkm_batang_lebo_11_redacted.geojson", 11, 5),
        ("survey/opendata_jabar_umkm_jenis_usaha_kabkota_1215.csv", 1215, 9),
        ("cooperatives/kkmp_simkopdes_surabaya_153.csv", 153, 7),
    ],
)
def test_every_row_and_column_is_there(path, rows, columns):
    _, head, body = table_of(path)
    assert (head.first, head.last) == (1, 1)
    assert (len(body), len(head.names)) == (rows, columns)


def test_the_table_inside_a_table():
    """17 sectors by 17 kapanewon with a row and a column of totals that both add up."""
    sheet, head, body = table_of("survey/sleman_umkm_sektor_kapanewon_2022_messy.csv")
    assert (head.first, head.names[4], head.names[20], head.names[21]) == (5, "Moyudan", "Pakem", "")
    assert [remark["kind"] for remark in sheet.remarks] == ["tabel bersarang"]
    assert body[1].iloc[[0, 3]].tolist() == ["Pertanian, Kehutanan, dan Perikanan", "Pengadaan Listrik, Gas"]
    counts = body[list(range(4, 22))].astype(int)
    sectors, total = counts.iloc[:17], counts.iloc[17]
    assert body.iloc[17, 0] == "Jumlah"
    assert (sectors.loc[:, 4:20].sum(axis=1) == sectors[21]).all()
    assert (sectors.sum() == total).all()
    assert total[21] == 90_557


def test_points_keep_their_digits():
    sheet, head, body = table_of("survey/umkm_batang_lebo_11_redacted.geojson")
    assert head.names == ["longitude", "latitude", "Nama UMKM", "Jenis UMKM", "Harga"]
    assert body.iloc[0, :2].tolist() == ["110.0285630", "-6.9610310"]
    assert sheet.remarks[0]["level"] == "info"
