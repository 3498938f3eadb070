"""The shortlist of a region: the public order, what is left out is said, at most four pages whatever the region."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.knowledge.formats import say_number
from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.paper.shortlist import FORMATS, TOP, told_shortlist, write_shortlist
from mapping.present.tables import NO_DATA, NOT_COVERED
from mapping.study import read_study, write_study

HOSTILE = '#read("/etc/passwd") =HYPERLINK("x") <b>&amp; {{ 7*7 }} $x^2$ \x00\n 😀 ' + "panjang" * 40


def pages_of(pdf):
    return max(int(found) for found in re.findall(rb"/Count (\d+)", pdf))


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_the_leading_ones_are_those_of_the_public_table_in_its_order(demonstration, region):
    edition = Edition(demonstration(region))
    for told, sector in zip(told_shortlist(edition)["sectors"], SCORED_SECTORS, strict=True):
        rows = edition.scores[edition.scores["sector"] == sector].dropna(subset="rank").sort_values(["rank", "name"])
        assert [(row["name"], row["rank"], row["score"], row["n"]) for row in told["rows"]] == [
            (row.name, say_number(row.rank), say_number(row.score), say_number(row.n))
            for row in rows.head(TOP).itertuples(index=False)
        ]
        if len(rows):
            assert told["left"][5].startswith(say_number(len(rows) - 5))
        else:
            assert told["note"]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_two_to_four_pages(demonstration, region, language):
    with speaking(language):
        assert 2 <= pages_of(write_shortlist(Edition(demonstration(region)))) <= 4


def test_shown_hidden_and_unknown_add_up_to_all_and_each_is_named(demonstration):
    edition = Edition(demonstration("batang"))
    told = told_shortlist(edition)
    whole = len(edition.study.kelurahan)
    for _, *counts in told["counts"]:
        assert sum(int(count.replace(".", "")) for count in counts) == whole
    scored = edition.scores[edition.scores["sector"].isin(SCORED_SECTORS)]
    hidden = scored[~scored["note"].isin(["", NO_DATA, NOT_COVERED])]["kelurahan_code"].nunique()
    (missing, names), (beside, _) = told["lists"]
    assert f"({hidden})" in beside
    unsurveyed = edition.study.kelurahan.loc[
        scored.groupby("kelurahan_code")["note"].agg(lambda notes: set(notes) == {NO_DATA}), "name"
    ]
    assert f"({len(unsurveyed)})" in missing and all(name in names for name in unsurveyed)


def test_hidden_kelurahan_are_never_among_the_rows(demonstration):
    edition = Edition(demonstration("batang"))
    for told, sector in zip(told_shortlist(edition)["sectors"], SCORED_SECTORS, strict=True):
        rows = edition.scores[(edition.scores["sector"] == sector) & (edition.scores["note"] == "")]
        assert {(row["name"], row["kecamatan"]) for row in told["rows"]} <= set(
            zip(rows["name"], rows["kecamatan"], strict=True)
        )


def test_the_visits_come_in_the_order_of_the_public_table(demonstration):
    edition = Edition(demonstration("surabaya"))
    told = told_shortlist(edition)["visits"]
    assert [place for place, *_ in told] == [str(place) for place in range(1, len(told) + 1)]
    names = edition.study.kelurahan["name"]
    assert [name for _, name, *_ in told] == names[edition.study.next_survey["kelurahan_code"].head(len(told))].tolist()


def test_one_kelurahan_and_none_surveyed(tiny_study):
    edition = Edition(tiny_study)
    assert pages_of(write_shortlist(edition)) <= 2
    one = replace(tiny_study, kelurahan=tiny_study.kelurahan.iloc[[4]], next_survey=tiny_study.next_survey.iloc[:0])
    keep = lambda table: table[table.index.get_level_values(0).isin(one.kelurahan.index)]  # noqa: E731
    one = replace(
        one,
        indicators=keep(one.indicators),
        scores=keep(one.scores),
        quality=keep(one.quality),
        settings=replace(one.settings, survey_date="", synthetic=False),
    )
    told = told_shortlist(Edition(one))
    assert {sector["note"] for sector in told["sectors"]} == {"Belum cukup data"} and told["label"] == ""
    assert pages_of(write_shortlist(Edition(one))) <= 2


def test_thousands_of_kelurahan_fit_the_same_four_pages(tiny_study):
    """The first table of pages is as long for 8,000; the rest is counted."""
    edition = Edition(tiny_study)
    times = 400
    rows = [
        edition.scores.assign(
            kelurahan_code=edition.scores["kelurahan_code"] + f"-{time}",
            name=edition.scores["name"] + f" {time}",
            rank=edition.scores["rank"] * times + time,
        )
        for time in range(times)
    ]
    edition.__dict__["scores"] = pd.concat(rows, ignore_index=True)
    kelurahan = pd.concat([tiny_study.kelurahan.rename(index=lambda code, t=t: f"{code}-{t}") for t in range(times)])
    wide = Edition(replace(tiny_study, kelurahan=kelurahan))
    wide.__dict__["scores"] = edition.scores
    told = told_shortlist(wide)
    assert all(len(one["rows"]) <= TOP for one in told["sectors"])
    assert any("lainnya" in one["left"][-1] for one in told["sectors"])
    assert "lainnya" in told["lists"][0][1]
    assert pages_of(write_shortlist(wide)) <= 4


def test_what_was_typed_neither_runs_nor_breaks_the_pages(tiny_study):
    kelurahan = tiny_study.kelurahan.assign(name=HOSTILE, kecamatan=HOSTILE)
    settings = replace(tiny_study.settings, region=HOSTILE, setup=replace(tiny_study.settings.setup, name=HOSTILE))
    study = replace(
        tiny_study,
        kelurahan=kelurahan,
        settings=settings,
        advice=tiny_study.advice.assign(line=HOSTILE, reason=HOSTILE),
        next_survey=tiny_study.next_survey.assign(why=HOSTILE),
    )
    pdf = write_shortlist(Edition(study))
    assert pages_of(pdf) <= 4
    assert b"/URI" not in pdf and b"/JavaScript" not in pdf


def test_the_same_study_gives_the_same_bytes_also_from_disk(tiny_study, tmp_path):
    write_study(tiny_study, tmp_path / "study")
    first = write_shortlist(Edition(tiny_study))
    assert first == write_shortlist(Edition(read_study(tmp_path / "study")))


def test_the_format_is_of_a_region():
    (form,) = FORMATS
    assert (form.name, form.of, form.ending) == ("shortlist", "region", "daftar-pendek.pdf")
