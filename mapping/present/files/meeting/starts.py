"""Lines that could start, as a meeting hears them: work, money, buyers, conditions, and when to stop."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from mapping.advise.money.loan import months_to_repay
from mapping.advise.plan.permits import split_permits
from mapping.advise.say.start import bare_condition
from mapping.advise.say.words import about_rupiah, big_buyers, buyer_kinds, distances
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.formats import say_number, say_rupiah
from mapping.knowledge.lines import lines_in_force
from mapping.language import mark, plural, tr
from mapping.present.files.edition import Edition
from mapping.present.files.meeting.heading import paper_text
from mapping.present.files.meeting.rules import read_meeting
from mapping.present.founder import STARTS
from mapping.present.money import say_cash

NO_FIGURE = mark("belum bisa dihitung dari survei ini")
TEXT, WORD = 190, 60
MONEY = (
    *("capital_idr", "capital_low_idr", "capital_high_idr", "net_cash_idr_month", "net_cash_low_idr_month"),
    *("net_cash_high_idr_month", "loan_idr", "instalment_idr_month", "p_carries", "buyers_reach", "big_buyers"),
    *("nearest_kind", "nearest_m", "population", "staff"),
)


def starts_of(edition: Edition, code: str) -> pd.DataFrame:
    """The lines that the advice would start here, with the public figures behind them.

    Returns
    -------
    DataFrame, index ``line_id``
        ``position``, the texts of the advice, ``MONEY`` and the columns of the catalogue; best first, empty without
        any.
    """
    advice = edition.advice[edition.advice["kelurahan_code"] == code]
    advice = advice[advice["position"].isin(STARTS)].sort_values("position").set_index("line_id")
    figures = edition.suitability[edition.suitability["kelurahan_code"] == code].set_index("line_id")
    texts = advice[["position", "confident", "reason", "counter_argument", "cancels_if"]]
    lines = lines_in_force(edition.study.settings.advice.line_changes)
    return texts.join(figures.reindex(columns=list(MONEY))).join(lines)


def say_start(edition: Edition, row: pd.Series) -> list[tuple[str, str]]:
    """One line as pairs of a short label and what is to be said, in the order of a meeting.

    Parameters
    ----------
    row : Series
        A row of :func:`starts_of`, named by its ``line_id``.

    Returns
    -------
    list of (str, str)
        Fit for paper; what is not known or hidden says so.
    """
    pairs = [
        (tr("Koperasi"), _say_work(row)),
        (tr("Modal"), _say_capital(row)),
        (tr("Hasil"), _say_result(row)),
        (tr("Cicilan"), _say_instalment(row, edition)),
        (tr("Pembeli"), _say_buyers(row)),
        (tr("Harus ada dulu"), _say_before(row)),
        (tr("Jangan atau berhenti bila"), _say_stop(row)),
        (tr("Tetapi"), str(row["counter_argument"])),
    ]
    return [(label, paper_text(text, TEXT)) for label, text in pairs if text]


def _say_work(row: pd.Series) -> str:
    plain = read_meeting()["plain"].get(row.name)
    return str(plain) if plain else str(row["role"])[:1].upper() + str(row["role"])[1:]


def _say_capital(row: pd.Series) -> str:
    middle, low, high = (float(row[f"capital{end}_idr"]) for end in ("", "_low", "_high"))
    if math.isnan(middle):
        return f"{tr(NO_FIGURE)}."
    if math.isnan(low) or about_rupiah(low) == about_rupiah(high):
        return tr("sekitar {capital}.", capital=about_rupiah(middle))
    return tr(
        "sekitar {capital}. Bisa {low}, bisa {high}.",
        capital=about_rupiah(middle),
        low=about_rupiah(low),
        high=about_rupiah(high),
    )


def _about_cash(value: float) -> str:
    return say_cash(float(f"{value:.2g}"))


def _say_result(row: pd.Series) -> str:
    middle, low, high = (float(row[f"net_cash{end}_idr_month"]) for end in ("", "_low", "_high"))
    if math.isnan(middle):
        return f"{tr(NO_FIGURE)}."
    said = tr("sebulan sekitar {cash}, sebelum cicilan.", cash=_about_cash(middle))
    if math.isnan(low):
        return said
    range_said = tr("Perkiraan rendah {low}, tinggi {high}.", low=_about_cash(low), high=_about_cash(high))
    return f"{said} {range_said}"


def _say_instalment(row: pd.Series, edition: Edition) -> str:
    if math.isnan(row["loan_idr"]):
        return f"{tr(NO_FIGURE)}."
    if not row["loan_idr"] > 0:
        return tr("tidak ada: modalnya uang koperasi sendiri.")
    said = assumptions_in_force(edition.study.settings.advice)
    months, grace = said["loan.months"], said["loan.grace_months"]
    repaying = months_to_repay(months, grace)
    owed = tr(
        "{instalment} sebulan, {months} kali, untuk pinjaman {loan}.",
        instalment=about_rupiah(row["instalment_idr_month"]),
        months=repaying,
        loan=about_rupiah(row["loan_idr"]),
    )
    return f"{owed} {say_chances(float(row['p_carries']))}".strip()


def say_chances(chance: float) -> str:
    """How often the instalment is paid, out of ten; never a certainty, ``""`` where unknown.

    Examples
    --------
    >>> say_chances(0.92), say_chances(0.999), say_chances(0.004), say_chances(float("nan"))
    ... # doctest: +NORMALIZE_WHITESPACE
    ('Dari 10 hitungan, 9 cukup untuk membayarnya.', 'Hampir semua hitungan cukup untuk membayarnya.',
     'Hampir tidak ada hitungan yang cukup untuk membayarnya.', '')
    """
    if math.isnan(chance):
        return ""
    if chance >= 0.95:
        return tr("Hampir semua hitungan cukup untuk membayarnya.")
    if chance < 0.05:
        return tr("Hampir tidak ada hitungan yang cukup untuk membayarnya.")
    return tr("Dari 10 hitungan, {n} cukup untuk membayarnya.", n=say_number(10 * chance))


def _say_buyers(row: pd.Series) -> str:
    if row["driver"] == "supply_members":
        return tr("anggota sendiri, yang kulakan lewat koperasi.")
    if row["driver"] == "demand":
        people = float(row["population"])
        return (
            tr("warga di sini; jumlahnya belum diketahui.")
            if math.isnan(people)
            else tr("warga di sini, {people} jiwa.", people=say_number(people))
        )
    found = _say_found(row)
    if row["driver"] == "pooling":
        return tr("anggota sendiri yang memakainya. Barang anggota: {found}.", found=found)
    return f"{found}."


def _say_found(row: pd.Series) -> str:
    """Buyers within reach, in bands; nobody is pointed at."""
    shops, big = str(row["buyers_reach"] or ""), float(row["big_buyers"])
    parts = [tr("{shops} usaha", shops=shops)] if shops not in ("", "0", "nan") else []
    parts += [str(big_buyers(pd.Series([big])).iloc[0])] if big > 0 else []
    if not parts:
        return tr("calon pembelinya belum diketahui") if math.isnan(big) else tr("belum ada pembeli yang terjangkau")
    found = tr(" dan ").join(parts)
    if not row["nearest_kind"] or math.isnan(row["nearest_m"]):
        return tr("calon pembeli yang terjangkau {found}", found=found)
    return tr(
        "calon pembeli yang terjangkau {found}; terdekat {kind}, {distance}",
        found=found,
        kind=buyer_kinds(pd.Series([row["nearest_kind"]])).iloc[0],
        distance=tr("di sini") if row["nearest_m"] == 0 else distances(pd.Series([row["nearest_m"]])).iloc[0],
    )


def _say_before(row: pd.Series) -> str:
    parts = []
    if row["min_businesses"] > 0:
        parts.append(tr("{n} pelaku mau ikut, tertulis", n=say_number(float(row["min_businesses"]))))
    if not math.isnan(row["staff"]):
        people = max(1, math.ceil(float(row["staff"])))
        parts.append(plural("{n} orang yang mengurus", people, n=people))
    permits = [tr(piece) for piece in split_permits(str(row["permits"]))]
    if permits:
        parts.append(tr("izin: {permits}", permits=", ".join(permits)))
    return f"{'; '.join(parts)}." if parts else ""


def _say_stop(row: pd.Series) -> str:
    return f"{bare_condition(str(row['cancels_if']))}." if row["cancels_if"] else ""


def say_loan(row: pd.Series | None) -> dict[str, Any]:
    """The loan of a line as the minutes quote it: what and how much a month, ``{}`` where there is none to quote."""
    if row is None or math.isnan(row["loan_idr"]) or not row["loan_idr"] > 0:
        return {}
    return {"loan": say_rupiah(row["loan_idr"]), "instalment": say_rupiah(row["instalment_idr_month"])}
