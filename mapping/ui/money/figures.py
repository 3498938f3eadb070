"""The figures of one line in one kelurahan under this session's answers; counts of one or two stay hidden."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.advise.money.cases import compare_cases
from mapping.advise.money.pay import pay
from mapping.advise.money.volume import BASES, has_volume
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.lines import lines_in_force
from mapping.language import tr
from mapping.measure.membership import LineMembership
from mapping.measure.pooling import KNOWN_SHARE
from mapping.settings import AdviceSetup
from mapping.ui.advising import advice_setup_now
from mapping.ui.cache import View

MEMBERS = ["revenue_idr_month", "spend_idr_month"]
ASKED_OF = {"revenue": "revenue_idr_month", "spend": "input_spend_idr_month"}


@dataclass(frozen=True)
class Money:
    """One line in one kelurahan: what is known of it, what it earns and owes.

    Parameters
    ----------
    evidence : DataFrame
        One row; members' totals are NaN where ``hidden``.
    line, row : Series
        The line's figures, and its row of ``pay``.
    cases : DataFrame
        As ``compare_cases`` gives it.
    hidden : bool
        Its members are one or two: from any figure their own revenue would follow.
    withheld : bool
        Its members told their money, but one or two of them make nearly all of it, or it would tell others.
    few_sellers : bool
        Those who sell the same are one or two.
    """

    code: str
    place: str
    evidence: pd.DataFrame
    line: pd.Series
    row: pd.Series
    cases: pd.DataFrame
    hidden: bool
    withheld: bool
    few_sellers: bool
    setup: AdviceSetup
    said: dict[str, float]


def money_of(view: View, code: str, line_id: str) -> Money:
    """What a line earns and owes here, worked out on the spot (some milliseconds)."""
    study, setup = view.study, view.study.settings.advice
    lines = lines_in_force(setup.line_changes)
    evidence = study.line_indicators.loc[[(code, line_id)]].copy()
    evidence["population"] = float(study.kelurahan.at[code, "population"])
    below = study.settings.suppress_below
    hidden = lines.at[line_id, "volume_basis"] in ("revenue", "spend") and 1 <= evidence["n"].iloc[0] < below
    if hidden:
        evidence[MEMBERS] = np.nan
    few_sellers = bool(1 <= evidence["rivals_rows"].iloc[0] < below)
    if few_sellers:
        # As in the advice: one or two count as two, so that no figure tells which it is.
        evidence["rivals"] = float(below - 1)
    return Money(
        code=code,
        place=str(study.kelurahan.at[code, "name"]),
        evidence=evidence,
        line=lines.loc[line_id],
        row=pay(evidence, lines, setup).iloc[0],
        cases=compare_cases(evidence, lines, setup),
        hidden=bool(hidden),
        withheld=_is_withheld(study.businesses, lines, evidence.iloc[0], below),
        few_sellers=few_sellers,
        setup=setup,
        said=assumptions_in_force(setup),
    )


def _is_withheld(businesses: pd.DataFrame, lines: pd.DataFrame, evidence: pd.Series, below: int) -> bool:
    """Whether enough members told the money that the volume starts from, and yet it is not told."""
    code, line_id = evidence.name
    basis = lines.at[line_id, "volume_basis"]
    if basis not in ASKED_OF or not evidence["n"] >= below or not np.isnan(evidence[BASES[basis]]):
        return False
    here = businesses[businesses["kelurahan_code"] == code]
    members = here[LineMembership(here, lines).members(line_id)]
    return bool(members[ASKED_OF[basis]].notna().mean() >= KNOWN_SHARE)


def why_unknown(money: Money) -> str:
    """Why the volume is unknown, in one sentence; ``""`` where it is known."""
    evidence, basis = money.evidence.iloc[0], money.line["volume_basis"]
    if money.row["carries"] != "unknown":
        return ""
    if basis not in BASES:
        return tr("survei usaha tidak bisa menjawab berapa yang akan terjual.")
    if money.hidden:
        return tr(
            "pelakunya di sini kurang dari 3, jadi angkanya tidak ditampilkan agar omzet seseorang tidak terbaca."
        )
    if not has_volume(money.line.to_dict()):
        return tr("harga, bagian, atau kapasitas lini ini belum diisi.")
    if basis == "residents":
        if np.isnan(evidence["population"]):
            return tr("jumlah penduduk di sini belum diketahui.")
        return tr("jumlah penjual yang sudah ada di sini belum diketahui.")
    if money.withheld:
        return tr("uang para pelakunya di sini menceritakan satu atau dua usaha, jadi tidak ditampilkan.")
    if np.isnan(evidence[BASES[basis]]):
        if basis == "revenue":
            return tr("omzet para pelakunya di sini belum diketahui.")
        return tr("belanja bahan para pelakunya di sini belum diketahui.")
    return tr("biaya atau marjin lini ini belum diisi.")


def assumptions_now(view: View) -> dict[str, float]:
    """The assumptions under this session's answers."""
    return assumptions_in_force(advice_setup_now(view))
