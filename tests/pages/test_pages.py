"""Each page on the demonstration regions: it answers its question, keeps the address, and hides what it must."""

from __future__ import annotations

import pytest

from mapping.knowledge.formats import say_number

TITLES = {
    "": "Wilayah mana yang paling siap, dan untuk usaha apa?",
    "peta": "Di mana potensinya?",
    "profil": "Kelurahan ini sebaiknya mulai dari apa?",
    "data": "Bagaimana memakai data saya?",
    "periksa": "Apakah berkas saya bisa dipakai?",
    "metode": "Bagaimana angka ini dihitung?",
    "waktu": "Apa yang berubah, dan apakah skornya terbukti?",
}
LIMPUNG = "33.25.08.2007"


def texts(test) -> str:
    kinds = (test.markdown, test.caption, test.header, test.subheader, test.info, test.warning, test.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize("region", ["surabaya", "batang"])
@pytest.mark.parametrize("screen", TITLES)
def test_every_page_answers_its_question(app, screen, region):
    test = app(screen, wilayah=region)
    assert not test.exception
    assert not test.error
    assert [title.value for title in test.title] == [TITLES[screen]]
    assert "data sintetis" in texts(test)


def test_a_cold_link_opens_that_kelurahan(app):
    test = app("profil", wilayah="batang", kelurahan=LIMPUNG)
    assert test.session_state["wilayah"] == "batang"
    assert test.session_state["kelurahan"] == LIMPUNG
    assert [header.value for header in test.header] == ["Limpung"]


def test_a_link_restores_sector_and_criterion(app):
    test = app("peta", wilayah="batang", sektor="kerajinan", lihat="workers")
    assert test.session_state["sektor"] == "kerajinan"
    assert test.selectbox(key="peta-di-sini").value == "workers"


@pytest.mark.parametrize("screen", TITLES)
def test_nonsense_in_the_address_falls_back(app, screen):
    test = app(screen, wilayah="../../etc", sektor="<b>", lihat="{{7*7}}", kelurahan="99")
    assert not test.exception
    assert test.session_state["wilayah"] == "surabaya"


def test_an_unknown_region_in_a_link_is_said(app):
    assert "tidak dikenal di sini" in texts(app(wilayah="../../etc"))
    assert "tidak dikenal di sini" not in texts(app(wilayah="batang"))


def test_choices_are_written_to_the_address(app):
    test = app("peta", wilayah="surabaya")
    test.selectbox(key="peta-di-sini").set_value("lq").run()
    assert test.query_params["lihat"] in ("lq", ["lq"])
    test.selectbox(key="wilayah").set_value("batang").run()
    assert test.query_params["wilayah"] in ("batang", ["batang"])
    assert not test.exception


def test_summary_counts_are_those_of_the_study(app, study):
    of = study("surabaya")
    unknown = (of.advice["position"] == "unknown").sum()
    page = app(wilayah="surabaya")
    shown = {metric.label: metric.value for metric in page.metric}
    thin = (of.indicators["n_kelurahan"].groupby(level="kelurahan_code").first() < 10).sum()
    assert shown["Kelurahan/desa"] == say_number(len(of.kelurahan))
    assert shown["Belum ada saran"] == say_number(unknown)
    assert shown["Mendapat saran"] == say_number(len(of.kelurahan) - unknown)
    assert any(f"{say_number(thin)} belum cukup data" in caption.value for caption in page.caption)
    assert shown["Usaha dipakai"] == say_number(len(of.businesses))


def test_a_kelurahan_without_enough_data_gets_no_advice(app, study):
    unknown = study("surabaya").advice.query("position == 'unknown'")["kelurahan_code"].iloc[0]
    test = app("profil", wilayah="surabaya", kelurahan=unknown)
    assert any("Survei berikutnya" in warning.value for warning in test.warning)
    assert "Mulai dari" not in [subheader.value for subheader in test.subheader]


def test_advice_is_shown_whole(app, study):
    from mapping.ui.text import plain

    advice = study("batang").advice
    code = advice.query("position == '1'")["kelurahan_code"].iloc[0]
    shown = texts(app("profil", wilayah="batang", kelurahan=code))
    for row in advice[advice["kelurahan_code"] == code].itertuples():
        assert plain(row.line) in shown
        assert plain(row.reason) in shown
        assert plain(row.counter_argument) in shown


def test_a_sector_that_was_not_surveyed_is_unknown_not_low(app):
    test = app("peta", wilayah="surabaya", sektor="pertanian")
    assert any("tidak diketahui" in warning.value for warning in test.warning)


def test_the_list_puts_the_best_first_and_the_unknown_last(app):
    test = app("peta", wilayah="surabaya", sektor="pangan")
    table = test.dataframe[0].value
    known = table["Skor"].dropna()
    assert known.is_monotonic_decreasing
    assert table["Skor"].isna().to_numpy()[len(known) :].all()


def test_rows_of_the_files_add_up(app, study):
    counted = [entry for entry in study("surabaya").manifest["inputs"] if "rows_in" in entry]
    assert [entry["role"] for entry in counted] == ["boundaries", "survey", "earlier", "context"]
    for entry in counted:
        assert entry["rows_in"] == entry["rows_used"] + entry["rows_rejected"]
    shown = [(metric.label, metric.value) for metric in app("periksa", wilayah="surabaya").metric]
    used = [value for label, value in shown if label == "Dipakai"]
    assert used == [say_number(entry["rows_used"]) for entry in counted]
