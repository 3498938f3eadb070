"""Profile and shortlist as poppler reads them: the words on the page, and that nothing rests on colour."""

from dataclasses import replace

import numpy as np
import pytest

from mapping.advise.say.words import about_rupiah
from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.knowledge.formats import say_number
from mapping.language import tr
from mapping.present.files.edition import Edition
from mapping.present.files.paper.profile import write_profile
from mapping.present.files.paper.shortlist import write_shortlist


def _code(study, name):
    return str(study.kelurahan.index[study.kelurahan["name"] == name][0])


@pytest.mark.parametrize(("region", "name"), [("surabaya", "Kalirungkut"), ("batang", "Limpung")])
def test_the_figures_on_the_page_are_those_of_the_public_tables(demonstration, words, region, name):
    edition = Edition(demonstration(region))
    code = _code(edition.study, name)
    (page,) = words(write_profile(edition, code))
    flat = " ".join(page.split())
    assert name in flat and "data sintetis" in flat and edition.stamp.manifest_sha256[:12] in flat
    scores = edition.scores.set_index(["kelurahan_code", "sector"])
    for sector in SCORED_SECTORS:
        row = scores.loc[(code, sector)]
        if row["note"]:
            assert tr(row["note"])[1:] in flat
        else:
            assert all(say_number(row[figure]) in flat.split() for figure in ("score", "rank"))
            assert f"{say_number(row['rank_low'])}–{say_number(row['rank_high'])}" in flat
    first = edition.advice[(edition.advice["kelurahan_code"] == code) & (edition.advice["position"] == "1")].iloc[0]
    assert first["line"] in flat
    for figure in ("capital_idr", "net_cash_idr_month", "instalment_idr_month"):
        assert about_rupiah(first[figure]) in flat
    avoid = edition.advice[(edition.advice["kelurahan_code"] == code) & (edition.advice["position"] == "avoid")]
    assert avoid["line"].iloc[0] in flat


def test_unsurveyed_says_so_and_gives_no_score(demonstration, words):
    edition = Edition(demonstration("batang"))
    quality = edition.study.quality
    (page,) = words(write_profile(edition, str(quality.index[quality["n"] == 0][0])))
    assert page.count("Belum cukup data") >= 3 and "peringkat 1" not in page and " nan" not in page.lower()


def test_markup_in_a_name_is_read_as_it_was_typed(tiny_study, words):
    name = '#read("/etc/passwd") $x$ *y*'
    study = replace(tiny_study, kelurahan=tiny_study.kelurahan.assign(name=name))
    (page,) = words(write_profile(Edition(study), "35.78.03.1001"))
    assert name in " ".join(page.split()) and "root:" not in page


def test_nothing_rests_on_colour(demonstration, pages):
    """All but the label "data sintetis" is grey to the eye: in black and white nothing is lost."""
    edition = Edition(demonstration("surabaya"))
    profile = pages(write_profile(edition, _code(edition.study, "Kalirungkut")), 60)
    for picture in [*profile, *pages(write_shortlist(edition), 60)]:
        pixels = np.asarray(picture.convert("RGB")).astype(int)
        below = pixels[int(len(pixels) * 0.07) :]
        assert (below.max(axis=2) - below.min(axis=2)).max() < 40
        assert below.min() < 60  # and there is ink


def test_the_shortlist_names_the_leading_and_counts_the_rest(demonstration, words):
    edition = Edition(demonstration("surabaya"))
    told = words(write_shortlist(edition))
    food = edition.scores[edition.scores["sector"] == "food"].dropna(subset="rank").sort_values("rank")
    assert all(name in told[0] for name in food["name"].head(5))
    assert all("data sintetis" in page and edition.stamp.manifest_sha256[:12] in page for page in told)
    assert "lainnya" in told[0] and "Cara membaca" in told[-1]
