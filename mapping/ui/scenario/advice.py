"""What another scenario changes in the advice: which kelurahan get another first line, lose theirs, or get one."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number, say_rupiah
from mapping.language import tr
from mapping.present.scenario_changes import LOST, NEW, OTHER, advice_changes
from mapping.present.tables import advice_table, label_table
from mapping.ui.cache import View
from mapping.ui.scenario.files import offer_csv
from mapping.ui.scenario.shelf import label_of


@dataclass(frozen=True)
class AdviceChanges:
    """The first lines under two scenarios: :func:`mapping.present.scenario_changes.advice_changes`, labelled."""

    table: pd.DataFrame
    after: str
    before: str

    @property
    def changed(self) -> pd.DataFrame:
        """Only the kelurahan whose first line is another."""
        return self.table[self.table["what"].isin([OTHER, LOST, NEW])].sort_values(["what", "name"])


def advice_changes_of(after: View, before: View, words: tuple[str, str]) -> AdviceChanges:
    """The differences in advice between two scenarios."""
    table = advice_changes(advice_table(before.study), advice_table(after.study))
    return AdviceChanges(label_table(table, after.study), label_of(words[0]), label_of(words[1]))


def say_advice(changes: AdviceChanges) -> None:
    """How many kelurahan are advised something else, in one sentence."""
    if changes.after == changes.before:
        return
    counts = changes.table["what"].value_counts()
    others, lost, new = (int(counts.get(what, 0)) for what in (OTHER, LOST, NEW))
    said = [tr("{n} kelurahan/desa mendapat lini pertama lain", n=say_number(others))] if others else []
    said += [tr("{n} kehilangan sarannya", n=say_number(lost))] if lost else []
    said += [tr("{n} yang tadinya tanpa saran kini mendapatnya", n=say_number(new))] if new else []
    st.markdown(tr("**Saran:** {said}.", said="; ".join(said)) if said else tr("**Saran** lini pertama tidak berubah."))


def list_advice(changes: AdviceChanges) -> None:
    """The kelurahan whose first line changes, with what it costs and brings now; and the same as a file."""
    rows = changes.changed
    st.subheader(tr("Saran yang berubah"), anchor=False)
    if rows.empty:
        st.info(tr("Tidak ada kelurahan/desa yang lini pertamanya berubah."), icon=":material/check_circle:")
        return
    shown = pd.DataFrame(
        {
            tr("Kelurahan/desa"): rows["name"].astype(str),
            tr("Perubahan"): [tr(what) for what in rows["what"]],
            tr("Lini, {name}", name=changes.before): rows["line_before"],
            tr("Lini, {name}", name=changes.after): rows["line_after"],
            tr("Modal, {name}", name=changes.after): rows["capital_after"].map(_say_money),
            tr("Kas bersih sebulan, {name}", name=changes.after): rows["cash_after"].map(_say_money),
        }
    )
    st.dataframe(shown, hide_index=True, height=min(420, 38 + 35 * len(shown)), placeholder="", key="saran-skenario")
    whole = rows.reset_index().assign(scenario_before=changes.before, scenario_after=changes.after)
    offer_csv(whole, "saran", tr("Unduh perubahan saran (CSV)"))


def _say_money(value: float) -> str:
    return say_rupiah(value) if value == value else "–"
