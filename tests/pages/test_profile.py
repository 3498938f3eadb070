"""The profile of a kelurahan: cards with their money and their score explained, under the founder's answers."""

import pytest

from mapping.advise.suit.explain import say_components
from mapping.settings import AdviceSetup
from mapping.ui.advising import ANSWERS
from mapping.ui.explain.method import PARTS
from mapping.ui.text import plain

LIMPUNG = "33.25.08.2007"


@pytest.fixture
def profile(app):
    return app("profil", wilayah="batang", kelurahan=LIMPUNG)


def shown(test):
    return " ".join(part.value for part in [*test.markdown, *test.caption])


def test_each_card_explains_its_score_part_by_part(profile, study):
    of = study("batang")
    start = of.advice.query("kelurahan_code == @LIMPUNG and position in ['1', '2', '3']")
    titles = [expander.label for expander in profile.expander if expander.label.startswith("Mengapa nilainya")]
    assert len(titles) == len(start) >= 1
    text = shown(profile)
    for line_id in start["line_id"]:
        pair = (LIMPUNG, line_id)
        said = say_components(of.suitability.loc[pair], of.line_indicators.loc[pair], of.settings)
        for part in said.itertuples():
            assert PARTS[part.component] in text and plain(part.sentence) in text


def test_later_and_avoid_stand_beside_start(profile, study):
    advice = study("batang").advice.query("kelurahan_code == @LIMPUNG")
    headings = [heading.value for heading in profile.subheader]
    assert ("Nanti" in headings) == (advice["position"] == "later").any()
    assert ("Jangan mulai dari" in headings) == (advice["position"] == "avoid").any()


def test_the_founders_answers_change_the_advice(profile):
    assert "saran kuat" in shown(profile)
    profile.session_state[ANSWERS] = AdviceSetup(borrows=False)
    profile.run()
    assert any("tertahan di uangnya" in warning.value for warning in profile.warning)
    assert "Kurang modal" in shown(profile)


def test_every_part_of_the_profile_stands_below_one_head(app):
    for side, heading in {
        "saran": "Langkah berikutnya",
        "angka": "Angka di baliknya",
        "sekitar": "Dibanding sekitarnya",
        "data": "Mutu datanya",
    }.items():
        test = app("profil", wilayah="surabaya", kelurahan="35.78.03.1001", sisi=side)
        assert not test.exception, side
        assert heading in [found.value for found in test.subheader], side
        assert [found.value for found in test.header] == ["Kalirungkut"]
        assert "Skor per sektor" in [found.value for found in test.subheader]


def test_next_steps_follow_from_the_advice(app, study):
    of = study("batang")
    none = next(
        code for code in of.kelurahan.index if code not in set(of.advice.query("position == '1'")["kelurahan_code"])
    )
    with_line = shown(app("profil", wilayah="batang", kelurahan=LIMPUNG))
    without = shown(app("profil", wilayah="batang", kelurahan=none))
    assert "Hitung uangnya" in with_line and "Urus izinnya" in with_line
    assert "Hitung uangnya" not in without and "musyawarah sebelum memilih usaha" in without


def test_a_sector_of_one_or_two_businesses_shows_no_rows(app, study):
    of = study("surabaya")
    n = of.indicators["n"].xs("food", level="sector")
    few = str(n[(n >= 1) & (n < 3)].index[0])
    text = shown(app("profil", wilayah="surabaya", kelurahan=few, sisi="angka", sektor="pangan"))
    assert "kurang dari 3 usaha" in text
