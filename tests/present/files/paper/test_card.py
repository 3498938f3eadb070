"""The card for a phone: the size a messenger shows, the figures of the public table, and honest where there is none."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image

from mapping.knowledge.formats import say_rupiah
from mapping.language import speaking
from mapping.present.files.edition import Edition
from mapping.present.files.paper.card import FORMATS, _told, card_png
from mapping.study import read_study, write_study
from tests.hostile import HOSTILE, renamed


def texts(told: object) -> str:
    """Every text of a card in one."""
    if isinstance(told, dict):
        return " ".join(texts(part) for part in told.values())
    if isinstance(told, list):
        return " ".join(texts(part) for part in told)
    return told if isinstance(told, str) else ""


@pytest.fixture(scope="module")
def edition(demonstration: object) -> Edition:
    return Edition(demonstration("surabaya"))


def picture(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def test_the_card_has_the_size_of_a_phone_and_is_light(edition: Edition) -> None:
    content = card_png(edition, "35.78.03.1001")
    assert picture(content).size == (1080, 1350)
    assert picture(content).mode == "P"
    assert len(content) < 300_000


def test_the_figures_are_those_of_the_public_table(edition: Edition) -> None:
    code = "35.78.03.1001"
    advice = edition.advice
    first = advice[(advice["kelurahan_code"] == code) & (advice["position"] == "1")].iloc[0]
    said = texts(_told(edition, code))
    assert say_rupiah(first["capital_idr"]) in said and say_rupiah(first["net_cash_idr_month"]) in said
    assert first["line"] in said and "data sintetis" in said and "31 Agustus 2026" in said
    avoid = advice[(advice["kelurahan_code"] == code) & (advice["position"] == "avoid")].iloc[0]
    assert avoid["line"] in said
    assert edition.stamp.line() == " ".join(_told(edition, code)["stamp"]["lines"])


def test_a_figure_that_is_blank_in_the_public_table_is_not_on_the_card(edition: Edition) -> None:
    code = "35.78.03.1001"
    blank = Edition(edition.study)
    money = ["capital_idr", "net_cash_idr_month", "dscr", "instalment_idr_month", "loan_idr"]
    suitability = edition.suitability.copy()
    suitability.loc[suitability["kelurahan_code"] == code, money] = float("nan")
    blank.__dict__["suitability"] = suitability
    figures = [part["value"]["lines"] for part in _told(blank, code)["figures"]]
    assert figures == [["belum diketahui"]] * 3


def test_every_kelurahan_without_an_answer_gets_an_honest_card(edition: Edition) -> None:
    advice = edition.advice
    answered = set(advice.loc[advice["position"] == "1", "kelurahan_code"])
    others = [code for code in edition.study.kelurahan.index if code not in answered]
    assert len(others) >= 20
    for code in others:
        told = _told(edition, code)
        said = texts(told)
        assert told["figures"] == [] and "Belum" in said and "Langkah berikutnya" in said and "Rp 0" not in said
        assert "lihat bagian" not in said
    unsurveyed = edition.scores.groupby("kelurahan_code")["score"].apply(lambda scores: scores.isna().all())
    blank = next(code for code in others if unsurveyed[code])
    assert "tidak berarti rendah" in texts(_told(edition, blank)) and "datangi" in texts(_told(edition, blank))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_neither_run_nor_break_the_card(tiny_study: object, name: str) -> None:
    edition = Edition(renamed(tiny_study, name))
    for code in edition.study.kelurahan.index:
        content = card_png(edition, code)
        assert picture(content).size == (1080, 1350)
        assert len(content) < 300_000
        told = _told(edition, code)
        assert len(told["name"]["lines"]) <= 2 and "root:" not in texts(told)


def test_the_same_study_gives_the_same_card_also_when_read_back(tiny_study: object, tmp_path: object) -> None:
    code = "35.78.03.1001"
    first = card_png(Edition(tiny_study), code)
    assert first == card_png(Edition(tiny_study), code)
    write_study(tiny_study, tmp_path)
    assert first == card_png(Edition(read_study(tmp_path)), code)


def test_the_stamp_travels_inside_the_picture(tiny_study: object) -> None:
    edition = Edition(tiny_study)
    told = picture(card_png(edition, "35.78.03.1001")).text
    assert told == edition.stamp.record()


def test_a_real_survey_carries_no_label_and_no_date_where_none_is_known(tiny_study: object) -> None:
    own = replace(tiny_study, settings=replace(tiny_study.settings, synthetic=False, survey_date=""))
    said = texts(_told(Edition(own), "35.78.03.1001"))
    assert "sintetis" not in said and "Tanggal survei belum diketahui" in said


def test_desa_is_called_desa_and_english_is_english(tiny_study: object) -> None:
    kelurahan = tiny_study.kelurahan.assign(kind="desa")
    assert "Desa, Kecamatan Rungkut" in texts(_told(Edition(replace(tiny_study, kelurahan=kelurahan)), "35.78.03.1001"))
    with speaking("en"):
        edition = Edition(tiny_study)
        assert picture(card_png(edition, "35.78.03.1001")).size == (1080, 1350)
        assert "Langkah" not in texts(_told(edition, "35.78.03.1001")) or not _translated()


def _translated() -> bool:
    with speaking("en"):
        from mapping.language import tr

        return tr("Langkah berikutnya") != "Langkah berikutnya"


def test_the_format_is_one_picture_a_kelurahan() -> None:
    (form,) = FORMATS
    assert (form.name, form.of, form.mime) == ("card", "kelurahan", "image/png")
