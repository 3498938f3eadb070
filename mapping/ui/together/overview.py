"""The groups of the whole region: which input brings most neighbours together."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number, say_rupiah
from mapping.language import mark, plural, tr
from mapping.present.mapdata import MapKinds
from mapping.present.together import group_table
from mapping.ui.cache import View
from mapping.ui.controls import is_phone
from mapping.ui.downloads import offer_table
from mapping.ui.kinship import pick_row
from mapping.ui.text import plain
from mapping.ui.together.parts import choose_of, map_of
from mapping.ui.together.sentences import say_span

COLOURS = ("#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#e6ab02", "#a6761d")
"""ColorBrewer Dark2 without its grey: groups have no order; the largest have a colour of their own."""
REST_OF_GROUPS = mark("kelompok lain")


def choose_group_input(view: View) -> str:
    """Which input the overview is about; ``""`` where there is no group at all."""
    groups = group_table(view.study)
    if groups.empty:
        st.info(
            tr(
                "**Belum ada kelompok yang cukup di wilayah ini.** Turunkan ambang atau perlebar jarak "
                "di bawah untuk melihat dengan syarat apa ada yang cukup."
            ),
            icon=":material/help:",
        )
        return ""
    spend = view.study.purchase_groups.groupby("input")["spend_idr_month"].sum().sort_values(ascending=False)
    label = dict(zip(groups["key"], groups["input"], strict=True))
    return choose_of("bahan_wilayah", tr("Bahan"), {key: label[key] for key in spend.index}, str(spend.index[0]))


def say_groups(view: View, key: str) -> None:
    """How many groups there are, of this input and of all."""
    groups = group_table(view.study)
    rows = groups[groups["key"] == key]
    told = rows[~rows["hidden"]]
    saving = say_span(told["saving_low_idr_month"].sum(), told["saving_high_idr_month"].sum())
    st.markdown(
        plural(
            "**{n} kelompok kelurahan/desa cukup besar untuk membeli {input} bersama**, hemat "
            "{saving} sebulan. Untuk semua bahan ada {all} kelompok; satu kelurahan bisa ikut "
            "beberapa.",
            len(rows),
            n=say_number(len(rows)),
            input=plain(rows["input"].iloc[0]),
            saving=saving,
            all=say_number(len(groups)),
        )
    )
    if rows["hidden"].any():
        st.caption(
            plural(
                "Jumlah {n} kelompok disembunyikan: ada anggota kurang dari 3 usaha.",
                rows["hidden"].sum(),
                n=say_number(rows["hidden"].sum()),
            )
        )


def pick_group(view: View, key: str) -> str:
    """The groups of an input, largest first; the code of the lead that was picked, or ``""``."""
    groups = group_table(view.study)
    rows = groups[groups["key"] == key]
    table = pd.DataFrame(
        {
            tr("Dipimpin"): rows["name"].astype(str),
            tr("Kelurahan"): rows["kelurahan"],
            tr("Usaha"): [say_number(n) if n == n else "–" for n in rows["members"]],
            tr("Belanja sebulan"): [say_rupiah(n) if n == n else "–" for n in rows["spend_idr_month"]],
            tr("Hemat sebulan"): [
                say_span(*pair) if pair[0] == pair[0] else "–"
                for pair in rows[["saving_low_idr_month", "saving_high_idr_month"]].to_numpy()
            ],
        }
    )
    config = {
        tr("Kelurahan"): st.column_config.NumberColumn(format="%.0f", width=80),
        tr("Dipimpin"): st.column_config.TextColumn(width=130),
        tr("Usaha"): st.column_config.TextColumn(width=85),
    }
    return pick_row(
        table,
        pd.Index(rows["group"]),
        300 if is_phone() else 470,
        f"kelompok-{view.key}-{key}",
        config,
    )


def map_groups(view: View, key: str, selected: str) -> MapKinds:
    """Which kelurahan belongs to which group: the picked one against all others, else the largest by colour."""
    groups = group_table(view.study)
    rows = groups[groups["key"] == key].reset_index(drop=True)
    told = rows[rows["group"] == selected] if selected in set(rows["group"]) else rows.head(len(COLOURS))
    # Two leads may bear one name.
    alike = told["name"].duplicated(keep=False)
    leads = told["name"].astype(str) + (" (" + told["kecamatan"].astype(str) + ")").where(alike, "")
    names = [tr("kelompok {lead}", lead=lead) for lead in leads]
    label = dict(zip(told["group"], names, strict=True))
    members = view.study.purchasing
    members = members[(members["input"] == key) & (members["group"] != "")]
    pairs = zip(members["kelurahan_code"], members["group"], strict=True)
    kinds = {str(code): label.get(group, REST_OF_GROUPS) for code, group in pairs}
    colours = dict(zip(label.values(), COLOURS, strict=False))
    colours |= {REST_OF_GROUPS: "#999999"} if len(rows) > len(told) else {}
    return map_of(view, kinds, colours, tr("Kelompok {input}", input=rows["input"].iloc[0]), selected)


def offer_groups(view: View) -> None:
    """All groups as a file."""
    offer_table(group_table(view.study), f"kelompok-belanja-{view.key}", tr("Unduh semua kelompok"))
