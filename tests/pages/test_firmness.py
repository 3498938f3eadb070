"""The page that answers "why is mine 94th" and "would it be with other weights, or another sample"."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapping.present.tables import small_cells
from mapping.settings import ScoringSetup
from mapping.ui.firm.firmness import STOPPED, Shelf
from mapping.ui.text import plain

ROOT = Path(__file__).parents[2]


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.header, test.subheader, test.info, test.warning, test.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def ranked(study, sector: str):
    from mapping.present.firmness import firm_ranks

    return firm_ranks(study, sector)


@pytest.mark.parametrize(
    ("region", "word", "sector"), [("surabaya", "pangan", "food"), ("batang", "pertanian", "agriculture")]
)
def test_the_page_answers_why_and_how_firm(app, study, region, word, sector):
    rows = ranked(study(region), sector)
    code = rows.index[len(rows) // 2]
    test = app("keteguhan", wilayah=region, sektor=word, kelurahan=code)
    assert not test.exception and not test.error
    shown = texts(test)
    assert f"Mengapa {plain(rows.loc[code, 'name'])} peringkat {rows.loc[code, 'rank']:.0f}?" in shown
    assert "Poin paling banyak hilang" in shown
    assert "Bila semua pilihan diacak sekaligus" in shown
    assert f"**{plain(rows['name'].iloc[0])}** peringkat 1" in shown
    figures = {metric.label: metric.value for metric in test.metric}
    row = rows.loc[code]
    assert figures["Rentang: keduanya"] == f"{row['rank_low']:.0f}–{row['rank_high']:.0f}"
    assert figures["Rentang: data saja"] == f"{row['rank_low_sampling']:.0f}–{row['rank_high_sampling']:.0f}"
    assert figures["Rentang: bobot saja"] == f"{row['rank_low_weights']:.0f}–{row['rank_high_weights']:.0f}"


def test_the_largest_share_is_named_first(app, study):
    from mapping.score.firm.firmness import assess

    of = study("surabaya")
    found = assess(of.indicators, of.kelurahan, of.settings, businesses=of.businesses)
    first = found.sensitivity.xs("food", level="sector")["total"].idxmax()
    assert f"**{first[:1].upper()}{first[1:]}** menjelaskan" in texts(
        app("keteguhan", wilayah="surabaya", sektor="pangan")
    )


def test_a_sector_that_was_not_surveyed_is_unknown_not_low(app):
    test = app("keteguhan", wilayah="surabaya", sektor="pertanian")
    assert not test.exception and not test.error
    assert len(test.info) == 1
    assert "tidak mencakup" in test.info[0].value and "tidak diketahui, bukan rendah" in test.info[0].value
    assert not test.dataframe and not test.metric


def test_a_hidden_kelurahan_is_said_to_be_hidden_and_shown_nowhere(app, study):
    of = study("surabaya")
    n = of.indicators["n"].xs("crafts", level="sector")
    code = n.index[small_cells(n, 3)][0]
    test = app("keteguhan", wilayah="surabaya", sektor="kerajinan", kelurahan=code)
    assert not test.exception
    assert any("kurang dari 3" in info.value for info in test.info)
    hidden = set(of.kelurahan.loc[n.index[small_cells(n, 3)], "name"])
    shown = of.kelurahan.loc[ranked(of, "crafts").index, "name"]
    listed = [frame.value["Kelurahan/desa"] for frame in test.dataframe if "Kelurahan/desa" in frame.value]
    assert len(listed) >= 2
    for names in listed:
        cells = set(names.astype(str).str.replace(r"^\d+\. ", "", regex=True))
        assert not cells & (hidden - set(shown))


def test_stopped_work_stays_stopped_until_asked_again(app, study):
    from mapping.ui.scoring import setup_id

    of = study("surabaya")
    test = app("keteguhan", wilayah="surabaya", sektor="pangan")
    from mapping.ui.firm.firmness import _public

    _public()._kept.clear()
    test.session_state[STOPPED] = ("surabaya", of.manifest["key"], setup_id(of.settings.setup))
    test.run()
    assert "dihentikan" in texts(test)
    assert "Bila semua pilihan diacak" not in texts(test)
    test.button(key="lanjutkan-uji").click().run()
    assert "Bila semua pilihan diacak" in texts(test)
    assert "dihentikan" not in texts(test)


def test_work_is_done_once_for_a_public_region(app, monkeypatch):
    import mapping.score.firm.firmness as room

    calls = []
    real = room.assess
    monkeypatch.setattr(room, "assess", lambda *given, **named: (calls.append(1), real(*given, **named))[1])
    from mapping.ui.firm.firmness import _public

    _public()._kept.clear()
    app("keteguhan", wilayah="surabaya", sektor="pangan")
    app("keteguhan", wilayah="surabaya", sektor="kerajinan")
    assert len(calls) == 1


def test_an_upload_is_never_on_the_public_shelf(app, study):
    from mapping.ui.cache import OWN, make_view
    from mapping.ui.firm.firmness import _public

    test = app("ringkasan")
    test.session_state["own_view"] = make_view(OWN, study("surabaya"))
    test.query_params["wilayah"] = OWN
    test.switch_page(str(ROOT / "pages" / "keteguhan.py")).run()
    assert not test.exception
    assert "Bila semua pilihan diacak" in texts(test)
    assert not [key for key in _public()._kept if key[0] == OWN]


def test_one_kelurahan_has_nothing_to_compare_with(app, study):
    from dataclasses import replace

    from mapping.score.composite import score_table
    from mapping.ui.cache import OWN, make_view

    of = study("surabaya")
    code = ranked(of, "food").index[0]
    indicators = of.indicators.loc[[code]]
    scores, contributions = score_table(indicators, of.settings)
    lone = replace(
        of,
        kelurahan=of.kelurahan.loc[[code]],
        businesses=of.businesses[of.businesses["kelurahan_code"] == code],
        indicators=indicators,
        scores=scores,
        contributions=contributions,
        advice=of.advice[of.advice["kelurahan_code"] == code],
    )
    test = app("ringkasan")
    test.session_state["own_view"] = make_view(OWN, lone)
    test.query_params["wilayah"] = OWN
    test.query_params["sektor"] = "pangan"
    test.switch_page(str(ROOT / "pages" / "keteguhan.py")).run()
    assert not test.exception and not test.error
    assert "tidak berarti apa-apa" in texts(test)
    assert any("paling sedikit dua kelurahan" in info.value for info in test.info)


@pytest.mark.parametrize(
    "setup",
    [
        ScoringSetup(name="Urutan", scaling="ranks", aggregation="geometric"),
        ScoringSetup(name="Satu saja", weights=(("lq", 1.0),)),
        ScoringSetup(name="Lain", weights=(("n", 1.0), ("digital_share", 1.0), ("capital_share", 1.0))),
        ScoringSetup(name="{{7*7}} <b>", scaling="minmax"),
    ],
)
def test_the_page_speaks_of_the_set_up_in_force(app, study, setup):
    from mapping.ui.scoring import IN_FORCE

    test = app("ringkasan", wilayah="batang", sektor="pangan")
    test.session_state[IN_FORCE] = setup
    test.switch_page(str(ROOT / "pages" / "keteguhan.py")).run()
    assert not test.exception and not test.error
    shown = texts(test)
    assert "Bila semua pilihan diacak" in shown
    if setup.scaling != "goalposts":
        assert f"Susunan skor {plain(setup.name)} menilai tiap tempat terhadap tempat lain" in shown
    else:
        assert "Tidak ada urutan yang terbalik" in shown
    test.switch_page(str(ROOT / "pages" / "metode.py")).run()
    assert not test.exception and not test.error
    assert f"susunan {plain(setup.name)}" in texts(test)


def test_the_shelf_keeps_the_latest():
    from mapping.ui.firm.firmness import KEPT_PUBLIC

    shelf = Shelf()
    for place in range(KEPT_PUBLIC + 1):
        shelf.put((str(place), "", ""), place)
        shelf.find(("0", "", ""))
    assert shelf.find(("1", "", "")) is None
    assert shelf.find(("0", "", "")) == 0
    assert shelf.find((str(KEPT_PUBLIC), "", "")) == KEPT_PUBLIC
