"""A file of decisions as it comes back: read, checked, without persons."""

from __future__ import annotations

import pandas as pd

from mapping.advise.decide.record import COLUMNS, FREE, is_date, settle_decisions
from mapping.errors import InputError
from mapping.intake.corrections import DISARMED
from mapping.intake.gate.files import show_name
from mapping.intake.gate.limits import Limits
from mapping.intake.issues import Findings
from mapping.intake.privacy import mask_text
from mapping.intake.tables.surveyfiles import read_sheets
from mapping.language import mark, tr

MUST = ("kelurahan_code", "decided_on", "line", "reasons")


def read_decisions(
    content: bytes, name: str, codes: pd.Index, limits: Limits | None = None
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """A file of decisions.

    Parameters
    ----------
    content : bytes
        CSV or workbook with the columns of ``COLUMNS`` (``MUST`` have to be there), as ``decisions.csv`` is written.
    name : str
        For messages only.
    codes : Index
        Codes of the kelurahan of the study.

    Returns
    -------
    decisions, issues, rejects : DataFrame
        Rows about other kelurahan, without line, date or reasons are rejected.

    Raises
    ------
    InputError
        The file is no table of decisions.

    Examples
    --------
    >>> head = b"kelurahan_code,decided_on,line,reasons\\n"
    >>> rows = b"a,2026-01-02,Batik,banyak perajin\\nb,2026-01-02,Tempe,dekat\\n"
    >>> decisions, _, rejects = read_decisions(head + rows, "decisions.csv", pd.Index(["a"]))
    >>> decisions["line"].tolist(), rejects[["row", "value"]].to_numpy().tolist()
    (['Batik'], [[3, 'b']])
    """
    body = _find_body(content, name, limits)
    findings = Findings(show_name(name))
    given = body.reindex(columns=COLUMNS, fill_value="").apply(
        lambda column: column.str.strip().str.replace(DISARMED, "", regex=True)
    )
    bad = _reject(given, codes, findings)
    table = settle_decisions(given[~bad])
    for column in FREE:
        changed = table[column].to_numpy() != given.loc[~bad, column].str.replace(r"\s+", " ", regex=True).to_numpy()
        rows = given.index[~bad][changed]
        findings.note(mark("data pribadi"), tr("memuat data pribadi"), tr("diganti ***"), rows=rows, column=column)
    return table, findings.issues(), findings.rejects()


def _find_body(content: bytes, name: str, limits: Limits | None) -> pd.DataFrame:
    """The rows under the first head that names all of ``MUST``, index: spreadsheet rows."""
    for sheet in read_sheets(content, name, limits=limits):
        table = sheet.table[(sheet.table != "").any(axis=1)]
        heads = [cell.strip().casefold() for cell in table.iloc[0]] if len(table) else []
        if set(MUST) <= set(heads):
            known = [at for at, head in enumerate(heads) if head in COLUMNS and head not in heads[:at]]
            return table.iloc[1:, known].set_axis([heads[at] for at in known], axis=1)
    raise InputError(
        tr(
            'Berkas "{name}": kolom {must} tidak ada semuanya. Pakai decisions.csv yang diunduh dari '
            "halaman Musyawarah.",
            name=show_name(name),
            must=", ".join(MUST),
        )
    )


def _reject(given: pd.DataFrame, codes: pd.Index, findings: Findings) -> pd.Series:
    """Rows that cannot be used, each rejected for its first fault."""
    faults = (
        ("kelurahan_code", ~given["kelurahan_code"].isin(codes), tr("kode ini tidak ada di peta")),
        ("decided_on", ~given["decided_on"].map(is_date).astype(bool), tr("harus tanggal, misalnya 2026-11-20")),
        ("line", given["line"] == "", tr("lini yang diputuskan kosong")),
        ("reasons", given["reasons"] == "", tr("alasan kosong")),
    )
    bad = pd.Series(False, index=given.index)
    for column, wrong, reason in faults:
        fresh = wrong & ~bad
        findings.reject(given.index[fresh], reason, column, mask_text(given.loc[fresh, column]))
        bad |= fresh
    return bad
