"""What a proposal may propose in one kelurahan: which line, with a loan or without, or nothing yet and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from mapping.advise.decide.record import POSTPONED, in_force
from mapping.advise.money.cases import compare_cases
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.lines import lines_in_force
from mapping.present.files.edition import Edition
from mapping.present.files.meeting.heading import Heading, heading_of
from mapping.present.plan import plan_table

LOAN, OWN, CLOSED, HIDDEN, POSTPONE, NOTHING = "loan", "own", "closed", "hidden", "postpone", "nothing"
"""A loan is proposed; own money pays for all; the line does not carry its loan or may not start; its figures are
hidden; the meeting decided to wait; there is no line."""


@dataclass(frozen=True)
class Case:
    """One kelurahan and what may be proposed for it.

    Parameters
    ----------
    state : str
        ``LOAN``, ``OWN``, ``CLOSED``, ``HIDDEN``, ``POSTPONE`` or ``NOTHING``.
    line_id : str
        The line that the meeting decided, else the first of the advice; ``""`` without one.
    line, row, advice : dict
        The line's figures in force, its public figures here, and its public texts; ``{}`` without.
    decision : dict
        The decision of a meeting in force; ``{}`` without.
    said : dict of str to float
        The assumptions in force.
    plan : DataFrame
        Rows of ``plan_table`` of the line, one for each stage; empty without a line.
    """

    edition: Edition
    code: str
    heading: Heading
    state: str
    line_id: str
    line: dict[str, Any]
    row: dict[str, Any]
    advice: dict[str, Any]
    decision: dict[str, Any]
    said: dict[str, float]
    plan: pd.DataFrame

    @property
    def loan(self) -> float:
        """What is asked for, rupiah; 0 unless a loan is proposed."""
        return float(self.row["loan_idr"]) if self.state == LOAN else 0.0

    @property
    def counts(self) -> bool:
        """Whether there are figures of money to show."""
        return self.state in (LOAN, OWN, CLOSED) and self.row["net_cash_idr_month"] == self.row["net_cash_idr_month"]


def case_of(edition: Edition, code: str) -> Case:
    """What may be proposed in a kelurahan under the founder's answers, from public figures alone."""
    study = edition.study
    setup = study.settings.advice
    lines = lines_in_force(setup.line_changes)
    decision, decided = _decision(study.decisions, code, lines)
    advised = edition.advice[edition.advice["kelurahan_code"] == code]
    first = advised.loc[advised["position"] == "1", "line_id"]
    line_id = decided if decision else next(iter(first), "")
    if decision.get("line_id") == POSTPONED[0]:
        line_id = ""
    figures = edition.suitability[edition.suitability["kelurahan_code"] == code].set_index("line_id")
    row = figures.loc[line_id].to_dict() if line_id in figures.index else {}
    plans = plans_of(edition)
    plan = plans[plans["kelurahan_code"] == code] if row else plans.iloc[:0]
    texts = advised[advised["line_id"] == line_id].head(1)
    return Case(
        edition=edition,
        code=code,
        heading=heading_of(edition, code),
        state=POSTPONE if decision.get("line_id") == POSTPONED[0] else _state(row),
        line_id=line_id if row else "",
        line=lines.loc[line_id].to_dict() if row else {},
        row=row,
        advice=texts.iloc[0].to_dict() if len(texts) and row else {},
        decision=decision,
        said=assumptions_in_force(setup),
        plan=plan,
    )


def plans_of(edition: Edition) -> pd.DataFrame:
    """The plan of the chosen line of every kelurahan (``plan_table``), worked out at once and kept with the edition."""
    kept = edition.__dict__.get("_plans")
    if kept is None:
        study = edition.study
        lines = lines_in_force(study.settings.advice.line_changes)
        advice = study.advice
        first = advice.loc[advice["position"] == "1"].set_index("kelurahan_code")["line_id"].to_dict()
        for code in study.decisions["kelurahan_code"].unique():
            first[code] = _decision(study.decisions, code, lines)[1]
        pairs = [(code, line_id) for code, line_id in first.items() if (code, line_id) in study.suitability.index]
        chosen = pd.DataFrame(pairs, columns=["kelurahan_code", "line_id"], dtype="str").assign(position="1")
        kept = edition.__dict__["_plans"] = plan_table(replace(study, advice=chosen)) if pairs else pd.DataFrame()
    return kept


def _decision(decisions: pd.DataFrame, code: str, lines: pd.DataFrame) -> tuple[dict[str, Any], str]:
    """The decision in force about a kelurahan and the line it names, by its id or else by its name; ``""`` unknown."""
    here = decisions[decisions["kelurahan_code"] == code]
    here = here[in_force(here)]
    if here.empty:
        return {}, ""
    decision = {str(name): value for name, value in here.iloc[-1].to_dict().items()}
    if decision["line_id"] in lines.index:
        return decision, str(decision["line_id"])
    named = lines.index[lines["line"] == decision["line"]]
    return decision, str(named[0]) if len(named) else ""


def _state(row: dict[str, Any]) -> str:
    """Whether a line may be proposed: hidden figures and a closed gate come before what it pays."""
    if not row:
        return NOTHING
    if row["carries"] != "unknown" and row["capital_idr"] != row["capital_idr"]:
        return HIDDEN
    if not row["open"] or row["carries"] != "yes":
        return CLOSED
    return LOAN if row["loan_idr"] > 0 else OWN


def worse_and_better(case: Case) -> pd.DataFrame:
    """Net cash, cover and time to earn back in the four cases (:func:`mapping.advise.money.cases.compare_cases`)."""
    study = case.edition.study
    evidence = study.line_indicators.loc[[(case.code, case.line_id)]].copy()
    evidence["population"] = float(study.kelurahan.at[case.code, "population"])
    if 1 <= evidence["rivals_rows"].iloc[0] < study.settings.suppress_below:
        # As in the advice: one or two count as two, so that no figure tells which it is.
        evidence["rivals"] = float(study.settings.suppress_below - 1)
    setup = study.settings.advice
    return compare_cases(evidence, lines_in_force(setup.line_changes), setup)
