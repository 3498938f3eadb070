"""The page Musyawarah: what it says is what the votes say, nothing typed is lost, and a decision is kept."""

from __future__ import annotations

import html
from pathlib import Path

import pandas as pd
import pytest

from mapping.advise.decide.ballot import Ballot
from mapping.advise.decide.votes import no_votes
from mapping.knowledge.lines import lines_in_force
from mapping.present.files.meeting.tally import tally_csv
from mapping.present.files.tidy import csv_bytes

ROOT = Path(__file__).parents[2]
PLACE = "35.78.06.1002"
NAMES = lines_in_force(())["line"].to_dict()


def texts(test) -> str:
    assert not test.exception
    kinds = (test.markdown, test.caption, test.subheader, test.info, test.warning, test.success, test.error)
    return html.unescape("\n".join(str(element.value) for kind in kinds for element in kind))


def open_at(app, step: str, place: str = PLACE):
    return app("musyawarah", wilayah="surabaya", kelurahan=place, langkah=step)


def chosen(test) -> tuple[str, ...]:
    return tuple(next(box.value for box in test.multiselect if "kertas suara" in box.label))


def votes_file(lines: tuple[str, ...], *papers: str, questions: str = "", answers: tuple[str, ...] = ()) -> bytes:
    """Ranks of A, B, ... on papers numbered from 1; every question of the second page answered alike."""
    ballot = Ballot(lines, questions)
    sheet = no_votes(ballot, len(papers))
    for row, ranks in enumerate(papers):
        sheet.loc[row, list("ABCDE"[: len(lines)])] = list(ranks)
        for (first, second), answer in zip(ballot.pairs(), answers, strict=False):
            sheet.loc[row, f"{first}/{second}"] = answer
    return tally_csv(ballot, NAMES, 0, sheet)


def load(test, content: bytes, key: str = "rapat-berkas-suara", name: str = "suara.csv"):
    return test.file_uploader(key=key).set_value((name, content, "text/csv")).run()


def go(test, step: str):
    return test.segmented_control(key="langkah").set_value(step).run()


def leave_and_return(test):
    for page in ("ringkasan", "musyawarah"):
        test.switch_page(str(ROOT / "pages" / f"{page}.py")).run()
    return test


@pytest.fixture
def lines(app) -> tuple[str, ...]:
    """The lines on the ballot of the place, in the order of their letters."""
    return chosen(open_at(app, "cetak"))


def test_the_ballot_starts_from_the_advice_in_the_order_of_the_alphabet(app, study):
    advice = study("surabaya").advice
    suggested = advice[(advice["kelurahan_code"] == PLACE) & advice["position"].isin(["1", "2", "3"])]["line_id"]
    test = open_at(app, "cetak")
    assert set(suggested) <= set(chosen(test)) and len(chosen(test)) == 5
    assert [NAMES[line].casefold() for line in chosen(test)] == sorted(NAMES[line].casefold() for line in chosen(test))
    assert "saran alat 1" in texts(test) and "menurut abjad" in texts(test)


def test_a_place_without_advice_asks_people_for_lines(app, study):
    advice = study("surabaya").advice
    test = open_at(app, "cetak", advice[advice["position"] == "unknown"]["kelurahan_code"].iloc[0])
    assert "warga yang mengusulkan" in texts(test)
    assert "Pilih dulu lini" in texts(go(test, "hitung"))
    next(box for box in go(test, "cetak").multiselect).set_value(["B13", "B31"]).run()
    assert "Diusulkan peserta" in texts(test)


def test_before_the_first_vote_the_page_says_what_will_come(app):
    said = texts(open_at(app, "hitung"))
    assert "Belum ada suara" in said and "Hasilnya muncul di sini" in said


def test_loaded_votes_are_counted_as_by_hand(app, lines):
    # A 15, B 14, C 9, D 7, E 5 points.
    test = load(open_at(app, "hitung"), votes_file(lines, "12345", "12354", "21345", "12435", "54321"))
    said = texts(test)
    assert "**5 kertas dihitung**" in said
    assert (
        f"**{NAMES[lines[0]]}** mendapat poin terbanyak: 15 dari 5 kertas, unggul 1 poin dari {NAMES[lines[1]]}" in said
    )
    points = next(frame.value for frame in test.dataframe if "Poin" in frame.value)
    assert dict(zip(points["Lini"], points["Poin"], strict=True)) == {
        NAMES[line]: value for line, value in zip(lines, [15, 14, 9, 7, 5], strict=True)
    }


def test_where_the_tool_wants_something_else_both_are_said(app, study, lines):
    advice = study("surabaya").advice.query("kelurahan_code == @PLACE and position == '1'").iloc[0]
    favourite = lines.index(advice["line_id"])
    first = "".join("1" if at == favourite else "2" for at in range(5))
    last = "".join("2" if at == favourite else "1" for at in range(5))
    said = texts(load(open_at(app, "hitung"), votes_file(lines, last)))
    assert "Saran alat berbeda" in said and f"**{advice['line']}** lebih dulu" in said
    assert "Saran alat sama" in texts(load(open_at(app, "hitung"), votes_file(lines, first)))


def test_papers_that_cannot_be_counted_are_listed_with_their_row(app, lines):
    content = votes_file(lines, "12345", "12349", "12345") + b"Bu Siti,1,2,3,4,5\n"
    said = texts(load(open_at(app, "hitung"), content))
    assert "2 kertas ditambahkan dari berkas" in said
    assert 'Berkas "suara.csv", baris 3, kolom "E": "9" harus bilangan bulat 1 sampai 5' in said
    assert "baris 5" in said and "Siti" not in said


def test_a_bad_file_is_refused_in_words_and_votes_stay(app, lines):
    test = load(open_at(app, "hitung"), votes_file(lines, "12345"))
    test = load(test, b"nama,umur\na,1\n", name="lain.csv")
    assert 'Berkas "lain.csv"' in texts(test) and "**1 kertas dihitung**" in texts(test)


def test_a_second_file_adds_and_never_overwrites(app, lines):
    test = load(open_at(app, "hitung"), votes_file(lines, "12345", "21345"))
    test = load(test, votes_file(lines, "12345", "54321", "12345"))
    assert "1 kertas ditambahkan dari berkas; 1 sudah ada; nomor 2 sudah diketik dengan isi lain" in texts(test)
    assert "**3 kertas dihitung**" in texts(test)


def test_votes_stay_when_the_step_or_the_page_changes(app, lines):
    test = load(open_at(app, "hitung"), votes_file(lines, "12345", "21345"))
    test = go(go(test, "cetak"), "hitung")
    assert "**2 kertas dihitung**" in texts(test)
    test = leave_and_return(test)
    test = go(test, "hitung")
    assert "**2 kertas dihitung**" in texts(test)


def test_a_file_of_other_lines_brings_its_own_ballot(app, lines):
    other = ("B13", "B15", "B31")
    by_name = tuple(sorted(other, key=lambda line: NAMES[line].casefold()))
    test = load(open_at(app, "hitung"), votes_file(by_name, "123"))
    assert "susunan lini kertas suaranya mengikuti berkas" in texts(test)
    assert NAMES[by_name[0]] in texts(test)


def test_the_second_page_is_weighed_and_contradictions_are_named(app, lines):
    fair = votes_file(lines[:3], "123", questions="lini", answers=("A3", "A5", "B2"))
    test = load(open_at(app, "hitung"), fair)
    assert "Bobot bersama" in texts(test) and "bertentangan" not in texts(test).replace(
        "saling bertentangan: nomor", ""
    )
    wild = votes_file(lines[:3], "123", questions="lini", answers=("A9", "C9", "B9"))
    assert "saling bertentangan: nomor 1" in texts(load(open_at(app, "hitung"), wild))


def decide(test, reasons: str = "Pelakunya banyak dan pembelinya ada.", present: int = 12):
    """Fill in the third step and keep it."""
    test = go(test, "putuskan")
    next(box for box in test.text_area if box.label == "Alasannya").set_value(reasons)
    next(box for box in test.number_input if "hadir" in box.label).set_value(present)
    return next(button for button in test.button if button.label == "Simpan keputusan").click().run()


def kept_rows(test) -> pd.DataFrame:
    return next(frame.value for frame in test.dataframe if "Diputuskan" in frame.value)


def test_a_decision_is_kept_with_its_vote_and_shown_after_leaving(app, lines):
    test = decide(load(open_at(app, "hitung"), votes_file(lines, "12345", "12354")))
    assert "Keputusan disimpan" in texts(test)
    row = kept_rows(test).iloc[0]
    assert row["Diputuskan"] == NAMES[lines[0]] and row["Hadir"] == 12 and f"{NAMES[lines[0]]} 8" in row["Suara"]
    assert row["Keadaan"] == "berlaku" and row["Data"] == "sama dengan sekarang"
    test = leave_and_return(test)
    assert "Sudah diputuskan" in texts(test) and "Pelakunya banyak" in texts(test)


def test_a_second_decision_replaces_the_first_and_both_stay(app):
    test = decide(decide(open_at(app, "putuskan")), reasons="Alasan yang lain.")
    assert kept_rows(test)["Keadaan"].tolist() == ["digantikan", "berlaku"]


@pytest.mark.parametrize(
    ("reasons", "present", "says"), [("", 5, "Tulis dulu alasannya"), ("Sebab itu.", 1, "lebih banyak dari yang hadir")]
)
def test_a_decision_that_cannot_be_is_refused_in_words(app, lines, reasons, present, says):
    test = decide(load(open_at(app, "hitung"), votes_file(lines, "12345", "12354")), reasons, present)
    assert says in texts(test) and "Sudah diputuskan" not in texts(test)


def test_persons_in_the_reasons_are_masked_before_anything_is_kept(app):
    test = decide(open_at(app, "putuskan"), "Usul pak Slamet, wa 081234567890.")
    assert "diganti ***" in texts(test)
    assert "Slamet" not in kept_rows(test).to_csv() and "0812" not in kept_rows(test).to_csv()


def test_decisions_of_another_day_are_loaded_again(app, study):
    key = study("surabaya").manifest["key"]
    table = pd.DataFrame(
        [
            [PLACE, "Sawahan", "2026-01-05", "Batik", "dekat pembeli", key],
            [PLACE, "Sawahan", "2026-02-05", "Tempe", "lebih murah", "data lama"],
            ["99.99.99.9999", "Entah", "2026-02-05", "Kopi", "jauh", ""],
        ],
        columns=["kelurahan_code", "kelurahan", "decided_on", "line", "reasons", "study_key"],
    )
    test = load(open_at(app, "putuskan"), csv_bytes(table), "rapat-berkas-keputusan", "decisions.csv")
    rows = kept_rows(test)
    assert rows["Diputuskan"].tolist() == ["Batik", "Tempe"] and rows["Keadaan"].tolist() == ["digantikan", "berlaku"]
    assert rows["Data"].tolist() == ["sama dengan sekarang", "data sudah berubah"]
    assert "2 keputusan ditambahkan, 0 sudah ada, 1 ditolak" in texts(test)
    test = load(test, csv_bytes(table), "rapat-berkas-keputusan", "decisions.csv")
    assert len(kept_rows(test)) == 2
