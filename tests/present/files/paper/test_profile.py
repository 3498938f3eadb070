"""The one-page profile: always one page, its figures are the public ones, what is hidden or unknown is said."""

import json
import re
from dataclasses import replace

import pytest

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.knowledge.formats import say_number
from mapping.language import speaking, tr
from mapping.present.files.edition import Edition
from mapping.present.files.paper import typeset
from mapping.present.files.paper.gathered import gathered
from mapping.present.files.paper.profile import FORMATS, told_profile, write_profile
from mapping.present.place import rows_behind
from mapping.study import advise_again, read_study, write_study

HOSTILE = (
    '#read("/etc/passwd") =HYPERLINK("x") <b>&amp; {{ 7*7 }} $x^2$ *tebal* \u202e\u0645\u0631\u062d\u0628\u0627 '
    "\x00\n\r\t 😀 " + "panjang" * 40
)


def pages_of(pdf):
    return int(re.search(rb"/Count (\d+)", pdf).group(1))


def fit_of(edition, code):
    """At which step of shortening the page stands, and how far its letters were made smaller (1: not)."""
    import typst

    sources = {path.name: path.read_bytes() for path in typeset.HERE.glob("*.typ")}
    sources["data.json"] = json.dumps(told_profile(edition, code)).encode()
    sources |= {"main": sources["profile.typ"], "map.svg": gathered(edition).locator.draw(code)}
    return json.loads(typst.query(sources, "<fit>", field="value", one=True, font_paths=typeset._fonts()))


def texts_in(told):
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list):
        for part in told.values() if isinstance(told, dict) else told:
            yield from texts_in(part)


@pytest.mark.parametrize(
    ("region", "language", "every"),
    [("surabaya", "id", 1), ("surabaya", "en", 4), ("batang", "id", 4), ("batang", "en", 4)],
)
def test_every_kelurahan_is_one_page(demonstration, region, language, every):
    """All of the city, and of the others every fourth: that is half a minute less for each."""
    with speaking(language):
        study = demonstration(region)
        if language != "id":
            study = advise_again(study, study.settings.advice)  # its sentences are longer in English
        edition = Edition(study)
        wrong = {code for code in study.kelurahan.index[::every] if pages_of(write_profile(edition, code)) != 1}
    assert not wrong


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_nothing_is_cut_off_and_letters_stay_readable(demonstration, region):
    edition = Edition(demonstration(region))
    fits = [fit_of(edition, code) for code in edition.study.kelurahan.index[::12]]
    assert {fit["share"] for fit in fits} == {1}
    # The last two steps are there for the few with the longest texts.
    assert sum(fit["level"] < 6 for fit in fits) > 0.8 * len(fits)


@pytest.mark.parametrize("region", ["surabaya", "batang"])
def test_scores_and_ranks_are_the_public_ones_and_hidden_ones_are_said(demonstration, region):
    edition = Edition(demonstration(region))
    table = edition.scores.set_index(["kelurahan_code", "sector"])
    for code in edition.study.kelurahan.index[::6]:
        for told, sector in zip(told_profile(edition, code)["sectors"], SCORED_SECTORS, strict=True):
            row = table.loc[(code, sector)]
            if row["note"]:
                assert told["note"].lower() == tr(row["note"]).lower() and "score" not in told
            else:
                assert (told["score"], told["rank"]) == (say_number(row["score"]), say_number(row["rank"]))
                low, high = say_number(row["rank_low"]), say_number(row["rank_high"])
                assert (f"{low}–{high}" if low != high else low) in told["said"]
                assert told["span"][1] <= told["span"][0] <= told["span"][2]


def test_products_are_those_of_the_public_rows_and_never_of_one_or_two(demonstration):
    study = demonstration("batang")
    shared = gathered(Edition(study))
    for code in study.kelurahan.index[::20]:
        for sector, told in shared.products_of(code).items():
            products = rows_behind(study, code, sector)["products"]
            assert told == [(row.product, row.n) for row in products.itertuples() if row.product]
            assert all(n >= study.settings.suppress_below for _, n in told)


def test_the_money_of_the_first_line_is_that_of_the_public_advice(demonstration):
    from mapping.advise.say.words import about_rupiah

    edition = Edition(demonstration("surabaya"))
    first = edition.advice[edition.advice["position"] == "1"]
    assert len(first) > 50
    for row in first.iloc[::6].itertuples():
        line = told_profile(edition, row.kelurahan_code)["start"]["lines"][0]
        figures = {label: value for label, value, _ in line["figures"]}
        assert figures["Modal"] == about_rupiah(row.capital_idr)
        assert figures["Kas bersih sebulan"] == about_rupiah(row.net_cash_idr_month)
        # The reason does not tell the figures of the table a second time.
        assert "impas pada" not in line["full"]


def test_a_line_of_one_or_two_members_shows_no_money(demonstration):
    study = demonstration("surabaya")
    code, line = study.advice.loc[study.advice["position"] == "1", ["kelurahan_code", "line_id"]].iloc[0]
    members = study.line_indicators.copy()
    members.loc[(code, line), "n"] = 2.0
    told = told_profile(Edition(replace(study, line_indicators=members)), code)["start"]["lines"][0]
    assert told["figures"] == [] and told["money"] == ""
    assert "disembunyikan" in told["hidden"]


def test_unsurveyed_unknown_and_small_are_said_in_words(tiny_study):
    edition = Edition(tiny_study)
    for code in tiny_study.kelurahan.index:
        told = told_profile(edition, code)
        assert pages_of(write_profile(edition, code)) == 1
        assert not [text for text in texts_in(told) if re.search(r"\bnan\b|\bNone\b|<NA>", text)]
    unsurveyed = told_profile(edition, "35.78.13.1005")
    assert {one["note"] for one in unsurveyed["sectors"]} == {"Belum cukup data"}
    assert unsurveyed["start"]["lines"] == [] and "Belum cukup data" in unsurveyed["start"]["title"]
    assert dict(told_profile(edition, "35.78.13.1004")["facts"])["Penduduk"] == "belum diketahui"
    assert any("disembunyikan" in one["note"].lower() for one in told_profile(edition, "35.78.13.1003")["sectors"])
    assert ["Beras", "belum diketahui"] in unsurveyed["staples"]


def test_a_region_of_one_kelurahan_without_date_and_label(tiny_study):
    settings = replace(tiny_study.settings, synthetic=False, survey_date="", boundary_note="")
    one = tiny_study.kelurahan.iloc[[0]]
    edition = Edition(replace(tiny_study, settings=settings, kelurahan=one))
    told = told_profile(edition, one.index[0])
    assert told["label"] == "" and "belum diketahui" in told["stamp"]
    assert pages_of(write_profile(edition, one.index[0])) == 1


def test_what_was_typed_neither_runs_nor_breaks_the_page(tiny_study):
    kelurahan = tiny_study.kelurahan.assign(name=HOSTILE, kecamatan=HOSTILE, kabupaten=HOSTILE)
    advice = tiny_study.advice.assign(line=HOSTILE, reason=HOSTILE, counter_argument=HOSTILE, cancels_if=HOSTILE)
    setup = replace(tiny_study.settings.setup, name=HOSTILE)
    settings = replace(tiny_study.settings, region=HOSTILE, boundary_note=HOSTILE, setup=setup)
    inputs = {**tiny_study.manifest, "inputs": [{"role": "survey", "name": HOSTILE, "rows_used": 3}]}
    study = replace(tiny_study, kelurahan=kelurahan, advice=advice, settings=settings, manifest=inputs)
    edition = Edition(study)
    for code in kelurahan.index:
        pdf = write_profile(edition, code)
        assert pages_of(pdf) == 1
        assert fit_of(edition, code)["share"] > 0.7
        assert b"/URI" not in pdf and b"/JavaScript" not in pdf
    assert not any(re.search("[\x00-\x1f\u202e]", text) for text in texts_in(told_profile(edition, code)))


def test_the_same_study_gives_the_same_bytes_also_from_disk(tiny_study, tmp_path):
    code = "35.78.03.1001"
    study = replace(tiny_study, manifest={**tiny_study.manifest})
    write_study(study, tmp_path / "study")
    first = write_profile(Edition(study), code)
    assert first == write_profile(Edition(study), code) == write_profile(Edition(read_study(tmp_path / "study")), code)


def test_the_format_is_of_a_kelurahan():
    (form,) = FORMATS
    assert (form.name, form.of, form.ending, form.mime) == ("profile", "kelurahan", "profil.pdf", "application/pdf")
