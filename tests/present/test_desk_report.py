"""The monthly report on paper, and the hits in words."""

import io

import pandas as pd
import pytest

from mapping.advise.calibration import calibrate
from mapping.advise.track import hit_difference, hit_rate
from mapping.desk.openness.report import report_of
from mapping.desk.rules import ANYONE
from mapping.desk.store.desk import open_desk
from mapping.language import speaking
from mapping.present.desk_hits import hits_table, say_calibration, say_verdict
from mapping.present.desk_report import report_document, report_docx, report_pdf, report_table
from mapping.present.files.document.blocks import Table


def ledger(rows: list[tuple[str, bool]]) -> pd.DataFrame:
    """Starts by line and whether they held after 6 months; B1 had been advised."""
    unknown = {f"{name}_12": None for name in ("trading", "covers_costs", "paying")}
    return pd.DataFrame(
        [
            {
                "advised": "B1",
                "avoided": "",
                "chances": "",
                "advised_on": "2026-01-10",
                "line_id": line,
                "started_on": "2026-01-10",
                "borrowed_idr": None,
                "state_6": "checked",
                "trading_6": True,
                "line_id_6": "",
                "covers_costs_6": held,
                "paying_6": None,
                "state_12": "early",
                "line_id_12": "",
                **unknown,
            }
            for line, held in rows
        ]
    )


def verdict(rows: list[tuple[str, bool]]) -> str:
    rates = hit_rate(ledger(rows))
    return say_verdict(rates, hit_difference(rates))


def test_few_starts_are_said_to_be_few_and_no_share_is_told():
    said = verdict([("B1", True)] * 4)
    assert said.startswith("Belum cukup data") and "%" not in said
    assert hits_table(hit_rate(ledger([("B1", True)] * 4)))["share"].tolist()[0] == "belum cukup data"


def test_good_bad_and_undecided_are_told_apart():
    good, bad = [("B1", True)] * 12, [("B3", False)] * 12
    assert "lebih sering bertahan" in verdict(good + bad)
    assert "lebih jarang bertahan" in verdict([("B1", False)] * 12 + [("B3", True)] * 12)
    mixed = [("B1", True), ("B1", False), ("B3", True), ("B3", False)] * 6
    assert "Belum ada bukti" in verdict(mixed)
    assert "belum bisa dinilai" in verdict(good)
    assert "belum bisa dinilai" in say_calibration(calibrate(ledger(good)))


@pytest.fixture(scope="module")
def report():
    return report_of(open_desk("sqlite://"), ANYONE, "2026-11", "2026-11-23")


def test_every_figure_is_on_paper_with_what_it_counts(report):
    tables = [block for block in report_document(report).blocks if isinstance(block, Table)]
    said = [cell for table in tables for row in table.rows for cell in row]
    for row in report.figures.itertuples():
        assert any(cell.startswith(row.label) for cell in said), row.label
        assert row.counted in said
    assert report.head in str(report_document(report).blocks)


def test_unknown_says_so_and_is_not_zero(report):
    rows = {
        row[0]: row for t in report_document(report).blocks if isinstance(t, Table) for row in t.rows if len(row) == 4
    }
    assert rows["Lama sampai selesai (nilai tengah) (n = 0)"][1] == "belum diketahui"
    assert rows["Kebutuhan masuk"][1] == "0"


def test_it_opens_in_word_and_as_pdf_the_same_twice(report):
    from docx import Document

    assert report_pdf(report)[:4] == b"%PDF" and report_pdf(report) == report_pdf(report)
    assert report_docx(report) == report_docx(report)
    assert any(table.rows for table in Document(io.BytesIO(report_docx(report))).tables)
    assert set(report_table(report)["trail_head"]) == {report.head}


def test_it_speaks_both_languages(report):
    with speaking("en"):
        assert report_document(report).language == "en"
