"""Which lines a page offers, puts off and warns of: reasons cut at sentences, figures with their ranges, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mapping.advise.say.words import about_rupiah
from mapping.knowledge.formats import say_chance, say_number
from mapping.language import mark, tr
from mapping.present.files.paper.fitting import capital_first, on_page, whole_sentences
from mapping.present.files.paper.gathered import STARTS, Gathered
from mapping.present.money import say_times, say_units
from mapping.present.tables import TOO_FEW

if TYPE_CHECKING:
    import pandas as pd

FULL, SHORT, BRIEF = 330, 210, 150
"""Signs of the first line's reason where there is room and where there is little, and of other reasons."""
NOTHING = mark("Dengan jawaban ini belum ada lini usaha yang bisa dimulai. Lihat di bawah apa yang kurang.")
NO_LINE = mark("Belum ada lini yang bisa disarankan")


def told_listed(row: Any) -> dict[str, str]:
    """A line of the advice with its reason, long and short."""
    return {
        "line": on_page(row.line, 80),
        "full": whole_sentences(row.reason, 230),
        "short": whole_sentences(row.reason, BRIEF),
    }


def told_start(shared: Gathered, code: str, advice: pd.DataFrame) -> dict[str, Any]:
    """The first line with its figures and the next ones in a line each; or why there is none."""
    rows = advice[advice["position"].isin(STARTS)]
    if rows.empty:
        unknown = advice.loc[advice["position"] == "unknown", "reason"]
        said = str(unknown.iloc[0]) if len(unknown) else tr(NOTHING)
        title, _, rest = said.partition(": ")
        text = rest if rest else said
        return {
            "lines": [],
            "title": on_page(title if rest else tr(NO_LINE), 90),
            "full": whole_sentences(capital_first(text), 420),
        }
    return {"lines": [_line(shared, code, row) for row in rows.itertuples()], "title": "", "full": ""}


def _line(shared: Gathered, code: str, row: Any) -> dict[str, Any]:
    money = shared.money.loc[(code, row.line_id)]
    hidden = row.score != row.score
    return {
        "line": on_page(row.line, 80),
        "badge": tr("saran kuat") if row.confident else tr("perlu dicek di lapangan"),
        "firm": bool(row.confident),
        "full": whole_sentences(row.grounds, FULL),
        "short": whole_sentences(row.grounds, SHORT),
        "doubt": tr("Keraguan: {doubt}", doubt=whole_sentences(row.counter_argument, BRIEF))
        if row.counter_argument
        else "",
        "figures": [] if hidden else _figures(row, money),
        "hidden": capital_first(tr(TOO_FEW)) if hidden else "",
        "money": "" if hidden else _say_money(row),
    }


def _figures(row: Any, money: pd.Series) -> list[list[str]]:
    """Label, value and range of what the line costs and earns."""
    sold = tr("{unit}; perkiraan terjual {n}", unit=row.unit, n=_amount(money["volume_month"]))
    figures = [
        [tr("Modal"), about_rupiah(row.capital_idr), _span(money, "capital_low_idr", "capital_high_idr")],
        [
            tr("Kas bersih sebulan"),
            about_rupiah(row.net_cash_idr_month),
            _span(money, "net_cash_low_idr_month", "net_cash_high_idr_month"),
        ],
    ]
    if row.instalment_idr_month > 0:
        figures.append([tr("Cicilan sebulan"), about_rupiah(row.instalment_idr_month), ""])
        times = say_times(row.dscr) if row.dscr == row.dscr else say_number(row.dscr)
        chance = money["p_carries"]
        sure = tr("cicilan; peluang terbayar {chance}", chance=say_chance(chance)) if chance == chance else ""
        figures.append([tr("Kas bersihnya"), times, sure or tr("cicilan")])
    else:
        figures.append([tr("Cicilan sebulan"), tr("tanpa cicilan"), ""])
    figures.append([tr("Impas sebulan"), _amount(row.break_even_units_month), sold])
    return [[on_page(part, 70) for part in figure] for figure in figures]


def _amount(units: float) -> str:
    """An amount as ``say_units`` writes it, its unit told elsewhere."""
    return say_units(units, "").strip() if units == units else say_number(units)


def _span(money: pd.Series, low: str, high: str) -> str:
    if money[low] != money[low] or money[high] != money[high]:
        return ""
    return tr("antara {low} dan {high}", low=about_rupiah(money[low]), high=about_rupiah(money[high]))


def _say_money(row: Any) -> str:
    """The figures of a further line in one line."""
    told = [
        tr("modal {rupiah}", rupiah=about_rupiah(row.capital_idr)),
        tr("kas bersih {rupiah} sebulan", rupiah=about_rupiah(row.net_cash_idr_month)),
    ]
    if row.dscr == row.dscr:
        told.append(tr("{times} cicilannya", times=say_times(row.dscr)))
    return capital_first(", ".join(told)) + "."
