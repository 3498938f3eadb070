"""What the lines would leave if everything sold dearer or cheaper."""

from __future__ import annotations

from dataclasses import replace

from mapping.knowledge.lines import lines_in_force, with_change
from mapping.settings import AdviceSetup

MOST_PRICE = 0.3
"""Selling prices may move by so much at most, up or down."""
MARGINS = ("margin_low_pct", "margin_high_pct")


def priced(answers: AdviceSetup, change: float) -> AdviceSetup:
    """The answers with the selling price of every line moved by a share, at the same volume.

    As in the cases of :func:`mapping.advise.money.cases.margins`: where a line's purchase stays as dear, the whole
    change falls on its margin (``margin + change x price``); where the purchase moves along, the margin stays the same
    share (``margin x (1 + change)``). A margin below zero counts as none, one above the price as the price.

    Parameters
    ----------
    answers : AdviceSetup
        Figures of lines that the user changed are moved like ours.
    change : float
        -0.3 to 0.3; 0 changes nothing.

    Raises
    ------
    SettingsError
        A figure of a line cannot be used.

    Examples
    --------
    >>> before, after = lines_in_force(), lines_in_force(priced(AdviceSetup(), 0.1).line_changes)
    >>> before.at["B09", "price_risk"], *(float(lines.at["B09", "margin_low_pct"]) for lines in (before, after))
    ('price', 20.0, 30.0)
    >>> before.at["B01", "price_risk"], *(float(lines.at["B01", "margin_low_pct"]) for lines in (before, after))
    ('margin', 5.0, 5.5)
    """
    if change == 0:
        return answers
    changes = answers.line_changes
    for line_id, line in lines_in_force(changes).iterrows():
        for column in MARGINS:
            margin = float(line[column])
            if margin == margin:
                moved = margin + 100 * change if line["price_risk"] == "price" else margin * (1 + change)
                text = f"{min(max(round(moved, 6), 0.0), 100.0):.10g}"
                changes = with_change(changes, str(line_id), column, text)
    return replace(answers, line_changes=changes)
