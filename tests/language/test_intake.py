"""Bad files answered in the language of who asks: the same verdict, other words; also by the closed reading process."""

from __future__ import annotations

import re

import pytest

from mapping.intake.check import check_files
from mapping.language import speaking
from mapping.settings import Settings, SourceFile

HEAD = b"kode_kel,kelurahan,kecamatan,produk,omzet,pekerja\n"
ROW = b"35.78.03.1001,Kalirungkut,Rungkut,kue basah,%s,2\n"
FILES = {
    "kosong.csv": b"",
    "judul.csv": HEAD,
    "asing.csv": b"a,b\n1,2\n3,4\n",
    "surat.csv": b"%PDF-1.7\n",
    "halaman.xls": b"<html><body><table><tr><td>1</td></tr></table></body></html>",
    "ribuan.csv": HEAD + b"".join(ROW % text for text in (b"1.500", b"2.250", b"3.125")),
    "angka.csv": HEAD + b"".join(ROW % text for text in (b"1500000", b"banyak", b"2000000", b"-5", b"1-2 juta")),
    "kutip.csv": HEAD + ROW % b"1500000" + b'35.78.03.1001,"Kalirungkut,Rungkut,kue\n' + ROW % b"1600000",
    "peta.geojson": b'{"type": "FeatureCollection", "features": []}',
    "rusak.gpkg": b"SQLite format 3\x00" + b"\x00" * 200,
}
INDONESIAN = re.compile(
    r"\b(yang|dan|tidak|dengan|untuk|dari|atau|baris|kolom|berkas|bukan|dipakai|pada|judul|pilih|kirim|periksa|dibaca"
    r"|kosong|simpan|buka|sel|lembar|adalah)\b",
    re.IGNORECASE,
)


def check(name: str, language: str) -> dict:
    with speaking(language):
        (report,) = check_files([SourceFile(name, FILES[name])], Settings())
    return report


def words_of(report: dict) -> list[str]:
    return [*report["messages"], *report.get("question", {}).get("options", {}).values()]


@pytest.mark.parametrize("name", FILES)
def test_the_verdict_is_the_same_and_the_words_are_english(name):
    ours, theirs = check(name, "id"), check(name, "en")
    for key in ("role", "outcome", "rows_in", "rows_used", "rows_rejected"):
        assert ours[key] == theirs[key]
    assert len(ours["messages"]) == len(theirs["messages"]) > 0
    question, asked = ours.get("question", {}), theirs.get("question", {})
    assert question.get("key") == asked.get("key")
    assert list(question.get("options", {})) == list(asked.get("options", {}))
    said = [re.sub(r'"[^"]*"', "", text) for text in words_of(theirs)]
    assert [text for text in said if INDONESIAN.search(text)] == []


def test_the_messages_are_not_simply_empty():
    assert 'File "kosong.csv" is empty' in check("kosong.csv", "en")["messages"][0]
    assert 'Berkas "kosong.csv" kosong' in check("kosong.csv", "id")["messages"][0]
    assert '"1.500" means 1500' in words_of(check("ribuan.csv", "en"))
