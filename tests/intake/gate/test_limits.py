"""The limits are a file that an office can change."""

import pytest

from mapping.errors import SettingsError
from mapping.intake.gate.limits import OVERRIDE, read_limits


def test_the_shipped_limits_are_those_that_pages_promise():
    page, command = read_limits("page"), read_limits("command")
    assert (page.file_mb, page.inflated_mb, page.ratio, page.rows) == (25, 250, 100, 500_000)
    assert (page.columns, page.features, page.vertices, page.seconds) == (200, 20_000, 2_000_000, 30)
    assert (command.rows, command.features) == (0, 0)
    assert page.apart
    assert command.apart
    assert page.file_bytes == 25 * 1024**2


def test_an_own_file_takes_the_place_of_some(tmp_path, monkeypatch):
    own = tmp_path / "batas.toml"
    own.write_text("[page]\nrows = 9\n", encoding="utf-8")
    monkeypatch.setenv(OVERRIDE, str(own))
    assert (read_limits("page").rows, read_limits("page").file_mb, read_limits("command").rows) == (9, 25, 0)


@pytest.mark.parametrize("text", ["[page]\nrow = 1", "[page]\nrows = -1", "[page]\nrows = 'a'", "[page", "page = 1"])
def test_a_bad_own_file_is_said_plainly(tmp_path, monkeypatch, text):
    own = tmp_path / "batas.toml"
    own.write_text(text, encoding="utf-8")
    monkeypatch.setenv(OVERRIDE, str(own))
    with pytest.raises(SettingsError, match=r"batas\.toml"):
        read_limits("page")


def test_a_missing_own_file_is_said_plainly(tmp_path, monkeypatch):
    monkeypatch.setenv(OVERRIDE, str(tmp_path / "tiada.toml"))
    with pytest.raises(SettingsError, match=r"tiada\.toml"):
        read_limits("page")
