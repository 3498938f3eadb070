import pandas as pd

from mapping.intake.issues import ISSUE_COLUMNS, REJECT_COLUMNS, Findings, say_issues, say_rejects, say_summary


def test_empty_tables_have_the_contracts_columns():
    findings = Findings("a.csv")
    assert findings.issues().columns.tolist() == ISSUE_COLUMNS
    assert findings.rejects().columns.tolist() == REJECT_COLUMNS
    assert findings.issues()["row"].dtype == "Int64"
    assert say_issues(findings.issues()).empty


def test_the_message_names_file_sheet_row_column_value_and_what_was_done():
    findings = Findings("umkm.xlsx", "2025")
    findings.note("angka", "bukan angka", "dibiarkan kosong", rows=[14], column="omzet", values=["1,5 jtt"])
    assert say_issues(findings.issues()).tolist() == [
        'Berkas "umkm.xlsx", lembar "2025", baris 14, kolom "omzet": "1,5 jtt" bukan angka; dibiarkan kosong.'
    ]


def test_findings_are_in_row_order_and_those_about_the_file_come_first():
    findings = Findings("a.csv")
    findings.note("b", "dua", "", rows=[9, 3])
    findings.note("a", "satu", "")
    assert findings.issues()["row"].tolist() == [pd.NA, 3, 9]
    assert say_issues(findings.issues()).iloc[0] == 'Berkas "a.csv": satu.'


def test_no_rows_means_no_finding():
    findings = Findings("a.csv")
    findings.note("a", "satu", "", rows=[])
    findings.reject([], "tidak ada")
    assert findings.issues().empty
    assert findings.rejects().empty


def test_personal_values_are_masked_and_long_ones_cut():
    findings = Findings("a.csv")
    findings.note("a", "satu", "", rows=[1, 2], values=["3374019901900001", "x" * 500])
    findings.reject([3], "tidak ada", values=["hub 081299887766"])
    assert findings.issues()["value"].tolist()[0] == "***"
    assert len(findings.issues()["value"].tolist()[1]) <= 80
    assert "0812" not in say_rejects(findings.rejects()).iloc[0]


def test_the_summary_adds_up():
    assert say_summary("umkm.xlsx", 19, 1) == "19 dari 20 baris dimuat; 1 baris di umkm_ditolak.csv."
