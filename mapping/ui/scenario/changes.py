"""What another scenario changes in the ranks: the sentence, the map of moves, and the table beside them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number
from mapping.language import mark, tr
from mapping.present.hidden import HIDDEN_NOTES
from mapping.present.mapdata import KNOWN, SUPPRESSED, UNKNOWN, MapKinds, diverging
from mapping.present.outlines import kecamatan_of
from mapping.present.scenario_changes import rank_changes
from mapping.present.tables import SYNTHETIC, label_table, sector_label
from mapping.score.scenarios import Agreement, agreement
from mapping.ui.cache import View
from mapping.ui.controls import is_dark, is_phone
from mapping.ui.hotspots import PALE
from mapping.ui.mapview import show_map
from mapping.ui.scenario.files import offer_csv
from mapping.ui.scenario.shelf import label_of
from mapping.ui.share.buttons import share_buttons
from mapping.ui.weigh.moves import say_top

FAR = 10
"""Ranks from which a move has the darker colour of the map."""
LIKENESS = (
    (0.99, mark("hampir sama persis")),
    (0.9, mark("sangat mirip")),
    (0.75, mark("mirip")),
    (0.6, mark("agak berbeda")),
    (0.0, mark("jauh berbeda")),
)
"""From which share of pairs in the same order on two orders are called so."""
MOVES = (
    mark("turun lebih dari {far} peringkat"),
    mark("turun 1 sampai {far}"),
    mark("tetap"),
    mark("naik 1 sampai {far}"),
    mark("naik lebih dari {far} peringkat"),
)


@dataclass(frozen=True)
class Changes:
    """Two scenarios of a region beside each other, for one sector."""

    view: View
    sector: str
    after: str
    before: str
    ranks: pd.DataFrame

    @property
    def known(self) -> pd.DataFrame:
        """Kelurahan with a rank in both that may be shown."""
        return self.ranks[self.ranks["move"].notna()]


def changes_of(after: View, before: View, sector: str, words: tuple[str, str]) -> Changes:
    """The differences between two scenarios, from the public tables of both."""
    ranks = rank_changes(before.table, after.table, sector)
    return Changes(after, sector, label_of(words[0]), label_of(words[1]), ranks)


def say_ranks(changes: Changes) -> None:
    """How far the order stays the same, in one or two sentences; the first thing to be read."""
    if changes.after == changes.before:
        st.info(tr("Pilih dua skenario yang berbeda."), icon=":material/compare_arrows:")
        return
    found = agreement(changes.ranks["rank_before"], changes.ranks["rank_after"])
    st.markdown(_say_ranks(changes, found))
    if not found.moved:
        st.caption(tr("Geser uang, harga atau bobot untuk melihat apa yang berubah, lalu simpan sebagai skenario."))


def _say_ranks(changes: Changes, found: Agreement) -> str:
    named = sector_label(changes.sector).lower()
    if not found.n:
        return tr("Peringkat {sector} tidak bisa dibandingkan: belum ada skornya di wilayah ini.", sector=named)
    if not found.moved:
        return tr("**Peringkat {sector} tidak berubah.**", sector=named)
    rows = changes.ranks.rename(columns={"rank_after": "rank", "rank_before": "before"})
    if found.same_order != found.same_order:
        return say_top(rows)
    likeness = tr(next(said for least, said in LIKENESS if found.same_order >= least))
    return tr(
        "{top} Urutan {sector} {likeness}: dari setiap 100 pasang kelurahan/desa, {same} tetap berurutan sama.",
        top=say_top(rows),
        sector=named,
        likeness=likeness,
        same=say_number(min(100.0 * found.same_order, 99.0)),
    ).strip()


def list_ranks(changes: Changes) -> None:
    """The ranks in both scenarios as a table beside chart and map, and as a file."""
    rows = changes.known
    shown = pd.DataFrame(
        {
            tr("Kelurahan/desa"): rows["name"].astype(str),
            tr("Kecamatan"): rows["kecamatan"].astype(str),
            tr("Peringkat, {name}", name=changes.before): rows["rank_before"],
            tr("Peringkat, {name}", name=changes.after): rows["rank_after"],
            tr("Pindah"): rows["move"],
            tr("Lebih dari kebetulan"): rows["beyond"].map({True: tr("ya"), False: ""}),
        }
    )
    number = st.column_config.NumberColumn
    columns = {tr("Pindah"): number(width=66, format="%+.0f", help=tr("Naik positif, turun negatif."))}
    with st.expander(tr("Peringkat keduanya dalam tabel"), icon=":material/table:"):
        st.dataframe(shown, hide_index=True, height=380, placeholder="", column_config=columns, key="pindah-skenario")
    whole = label_table(changes.ranks.reset_index().assign(sector=changes.sector), changes.view.study)
    offer_csv(
        whole.assign(scenario_before=changes.before, scenario_after=changes.after),
        "peringkat",
        tr("Unduh perbedaan peringkat (CSV)"),
    )


def show_moves(changes: Changes) -> None:
    """The map of who moves up or down, and the ways to share it."""
    shown = moves_map(changes)
    show_map(changes.view, shown, height=380 if is_phone() else 480, key="peta-skenario")
    rows = changes.known
    table = pd.DataFrame(
        {
            tr("Kelurahan/desa"): rows["name"].astype(str),
            tr("Peringkat, {name}", name=changes.before): rows["rank_before"],
            tr("Peringkat, {name}", name=changes.after): rows["rank_after"],
            tr("Pindah"): rows["move"],
        }
    )
    share_buttons(changes.view, shown, name="skenario", table=table, title=shown.title)


def moves_map(changes: Changes) -> MapKinds:
    """Ranks won or lost as five classes in words around "stays"; hidden and unknown ones have no colour."""
    kelurahan, settings = changes.view.study.kelurahan, changes.view.study.settings
    rows = changes.ranks.reindex(kelurahan.index)
    places, kecamatan = kecamatan_of(kelurahan)
    state = np.select([rows["note"].isin(HIDDEN_NOTES), rows["move"].isna()], [SUPPRESSED, UNKNOWN], KNOWN).astype(
        np.int64
    )
    move = rows["move"].where(state == KNOWN, 0.0).to_numpy(float)
    moved = [
        tr("peringkat {before} → {after}", before=say_number(before), after=say_number(after)) if known == KNOWN else ""
        for before, after, known in zip(rows["rank_before"], rows["rank_after"], state, strict=True)
    ]
    colours = list(diverging(len(MOVES)))
    colours[len(MOVES) // 2] = PALE[is_dark()]
    words = {"sector": sector_label(changes.sector).lower(), "after": changes.after, "before": changes.before}
    return MapKinds(
        codes=[str(code) for code in rows.index],
        names=kelurahan["name"].astype(str).tolist(),
        places=places.tolist(),
        kecamatan=kecamatan,
        kinds=np.searchsorted([-FAR - 0.5, -0.5, 0.5, FAR + 0.5], move).astype(np.int64),
        states=state,
        labels=[tr(label, far=FAR) for label in MOVES],
        colours=colours,
        details=moved,
        title=tr("Naik atau turun, {sector}: {after} dibanding {before}", **words),
        notes=[tr(note) for note in (settings.boundary_note, SYNTHETIC if settings.synthetic else "") if note],
        dark=is_dark(),
    )
