"""A file is whole or not there, and the same bytes again."""

import io
import zipfile

import pytest

from mapping.present.files.whole import whole_file, zip_bytes


def test_a_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "scores.csv"
    path.write_text("lama", encoding="utf-8")
    with pytest.raises(RuntimeError), whole_file(path) as fresh:
        fresh.write_text("separuh", encoding="utf-8")
        raise RuntimeError("listrik padam")
    assert path.read_text(encoding="utf-8") == "lama"
    assert list(tmp_path.iterdir()) == [path]


def test_a_zip_holds_what_was_given_without_the_time_of_making():
    members = [("b/ä.txt", b"satu" * 100), ("a.bin", bytes(range(256)))]
    packed = zip_bytes(members)
    assert packed == zip_bytes(members)
    with zipfile.ZipFile(io.BytesIO(packed)) as opened:
        assert [(name, opened.read(name)) for name in opened.namelist()] == members
        assert {member.date_time for member in opened.infolist()} == {(2000, 1, 1, 0, 0, 0)}
