"""The advice against what cooperatives lived through: hits of a ledger that the desk exported."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd

from mapping.advise.calibration import calibrate
from mapping.advise.track import check_ledger, hit_difference, hit_rate, real_first
from mapping.errors import InputError
from mapping.knowledge.outcomes import read_outcome_rules
from mapping.present.desk_hits import hits_table, say_calibration, say_verdict

LARGEST = 25 * 1024 * 1024
HEAD = ["kelompok", "sesudah", "dimulai", "belum waktunya", "ditunggu", "tidak diketahui", "diketahui", "bertahan"]
HEAD += ["bagiannya", "bila yang tak diketahui ikut"]


def read_ledger_file(content: bytes, name: str) -> pd.DataFrame:
    """A ledger as the page Pantauan gives it to take along (CSV).

    Raises
    ------
    InputError
        No table, or not that of a ledger.

    Examples
    --------
    >>> read_ledger_file(b"a,b\\n1,2\\n", "x.csv")
    Traceback (most recent call last):
    ...
    mapping.errors.InputError: Tabel ini bukan buku hasil: kolom advised, ... tidak ada. Unduh buku hasil dari ...
    """
    if len(content) > LARGEST:
        raise InputError(f'"{name}" terlalu besar untuk buku hasil.')
    try:
        table = pd.read_csv(io.BytesIO(content), dtype=str, encoding="utf-8-sig", keep_default_na=True)
    except (ValueError, pd.errors.ParserError):
        raise InputError(f'"{name}" tidak bisa dibaca sebagai CSV. Unduh buku hasil dari halaman Pantauan.') from None
    check_ledger(table)
    return table.assign(synthetic=table.get("synthetic", "false"))


def judge_ledger(content: bytes, name: str) -> list[dict[str, Any]]:
    """Hits of a ledger as records for ``bench advice --ledger``: one per group, month and measure, then the rest."""
    ledger, made_up = real_first(read_ledger_file(content, name))
    rates = hit_rate(ledger)
    found = calibrate(ledger)
    rows = rates.reset_index()
    records = [
        {"name": "buku hasil", **row} for row in rows.astype(object).where(rows.notna(), None).to_dict("records")
    ]
    told = {
        "name": "buku hasil",
        "ledger_verdict": say_verdict(rates, hit_difference(rates)),
        "ledger_calibration": say_calibration(found),
        "ledger_table": _say_table(rates),
        "brier": None if found.n == 0 else found.brier,
        "stated": found.n,
        "synthetic": made_up,
        "level": read_outcome_rules()["enough"]["level"],
    }
    return [*records, told]


def _say_table(rates: pd.DataFrame) -> str:
    rows = ["| " + " | ".join(map(str, row)) + " |" for row in hits_table(rates).to_numpy()]
    return "\n".join(["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD), *rows])


def say_ledger(record: dict[str, Any]) -> str:
    """The verdict, the table and the stated chances of a ledger."""
    label = ["Data peraga: bukan usaha nyata."] if record["synthetic"] else []
    return "\n\n".join([*label, record["ledger_verdict"], record["ledger_table"], record["ledger_calibration"]])
