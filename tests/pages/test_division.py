"""The page of roles: every region and line opens, the sentence agrees with the table, nothing contested is said."""

from __future__ import annotations

import html

import pytest

from mapping.knowledge.lines import lines_in_force
from mapping.present.division import contested_lines, division_table, groups_of

TITLE = "Siapa memimpin, siapa memasok?"


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.info, test.warning)
    return html.unescape("\n".join(str(element.value) for kind in kinds for element in kind))


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_the_most_contested_line_comes_first_and_its_sentence_agrees(app, study, region):
    contested = contested_lines(study(region))
    test = app("pembagian", wilayah=region)
    assert not test.exception
    assert [title.value for title in test.title] == [TITLE]
    first = contested.iloc[0]
    assert test.session_state["lini"] == contested.index[0]
    shown = texts(test)
    assert f"**{first['kelurahan']} kelurahan/desa** dalam {first['groups']} kelompok" in shown
    assert f"**{first['out']} sebaiknya tidak memulai sendiri**" in shown


def test_every_contested_line_opens_with_its_table(app, study):
    of = study("batang")
    for line_id in contested_lines(of).index:
        test = app("pembagian", wilayah="batang", lini=line_id)
        assert not test.exception
        rows = division_table(of, line_id)
        roles, groups = (frame.value for frame in test.dataframe[:2])
        assert sorted(roles["Peran"].str.lower()) == sorted(rows["role"].str.lower())
        assert len(groups) == len(groups_of(of, line_id))


def test_a_line_that_nobody_contests_says_so(app, study):
    alone = next(line for line in lines_in_force().index if line not in contested_lines(study("batang")).index)
    test = app("pembagian", wilayah="batang", lini=alone)
    assert not test.exception
    assert f"Tidak ada tetangga yang berebut {lines_in_force().at[alone, 'line']}" in texts(test)
    assert not test.dataframe


def test_nonsense_in_the_address_falls_back(app):
    test = app("pembagian", wilayah="batang", lini="{{7*7}}<b>")
    assert not test.exception
    assert test.session_state["lini"] != "{{7*7}}<b>"


def test_the_part_on_buyers_opens_for_every_line(processed):
    from streamlit.testing.v1 import AppTest

    def page(folder: str, region: str, code: str) -> None:
        from pathlib import Path
        from types import SimpleNamespace

        from mapping.knowledge.lines import lines_in_force
        from mapping.present.division import chain_of
        from mapping.study import read_study
        from mapping.ui import buyers

        buyers.link_to = lambda *_, **__: None
        study = read_study(Path(folder) / region / "study")
        for line_id in lines_in_force().index[:8]:
            assert chain_of(study, code, line_id)
        buyers.say_buyers(SimpleNamespace(study=study), code, "B26")

    test = AppTest.from_function(page, args=(str(processed), "batang", "33.25.08.2001"), default_timeout=60).run()
    assert not test.exception
    shown = texts(test)
    assert "dapur SPPG dalam 15 km" in shown
    assert "bukan namanya" in shown
