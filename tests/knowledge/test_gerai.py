"""The kinds of outlet are a set-up: seven letters, whence they come, and who names others."""

from mapping.knowledge.catalog import read_gerai, read_lines, read_sources


def test_seven_kinds_with_label_source_and_date():
    content = read_gerai()
    assert "".join(content["gerai"]) == "abcdefg"
    assert all(entry["label"] for entry in content["gerai"].values())
    assert content["source"] in read_sources()
    assert content["date"] == "2025-04-16"


def test_lists_differ_by_speaker_and_each_is_named():
    others = read_gerai()["others"]
    assert len(others) == 3
    assert {entry["source"] for entry in others} <= set(read_sources())


def test_every_kind_but_the_office_has_a_line():
    letters = {letter for text in read_lines()["gerai"] for letter in text.split("; ")}
    assert letters == set("abcefg")
