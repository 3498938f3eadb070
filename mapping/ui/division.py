"""Who leads and who supplies on a page: the line, one sentence, the map, the table and what is left."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import streamlit as st

from mapping.advise.together.roles import LEAD, OUT, SUPPLY, say_amount
from mapping.knowledge.formats import say_number
from mapping.knowledge.lines import lines_in_force
from mapping.language import plural, tr
from mapping.present.division import (
    ALONE,
    NONE,
    OTHER,
    ROLES,
    contested_lines,
    division_table,
    groups_of,
    role_words,
    roles_on_map,
)
from mapping.present.mapdata import KNOWN, UNKNOWN, MapKinds
from mapping.ui.cache import View
from mapping.ui.controls import WRAPS, is_phone
from mapping.ui.downloads import offer_table
from mapping.ui.kinship import map_notes, pick_row
from mapping.ui.state import remember, restore
from mapping.ui.text import plain

COLOURS = {LEAD: "#08519c", SUPPLY: "#6baed6", OUT: "#e6550d", ALONE: "#31a354", OTHER: "#d9d9d9", NONE: "#f2e6cf"}
DARK = {OTHER: "#4a5561", NONE: "#6b6250"}


def choose_contested(view: View) -> str:
    """A line, those that neighbours contest first; as its id."""
    contested = contested_lines(view.study)
    lines = lines_in_force(view.study.settings.advice.line_changes)["line"]
    options = [*contested.index, *(line_id for line_id in lines.index if line_id not in contested.index)]
    labels = {
        line_id: tr("{line} · {n} kelurahan/desa", line=lines[line_id], n=contested.at[line_id, "kelurahan"])
        if line_id in contested.index
        else str(lines[line_id])
        for line_id in options
    }
    wanted = restore("lini", options, options[0])
    picked = st.selectbox(
        tr("Lini usaha (yang diperebutkan tetangga lebih dulu)"),
        options,
        format_func=labels.__getitem__,
        key="lini",
        filter_mode="contains",
        persist_state="session",
        width=620,
    )
    remember("lini", picked or wanted)
    return picked or wanted


def say_division(view: View, line_id: str) -> bool:
    """One sentence: how many meet, who has no part. False where nobody meets anybody for this line."""
    contested = contested_lines(view.study)
    line = plain(lines_in_force(view.study.settings.advice.line_changes).at[line_id, "line"])
    if line_id not in contested.index:
        said = [
            tr(
                "**Tidak ada tetangga yang berebut {line}.** Paling banyak satu kelurahan di tiap "
                "kelompok paling cocok memulainya, jadi tidak perlu dibagi.",
                line=line,
            )
        ]
        said += [tr("Tidak ada lini yang diperebutkan di wilayah ini.")] if contested.empty else []
        st.info(
            " ".join(said),
            icon=":material/check_circle:",
        )
        return False
    told = contested.loc[line_id]
    if told["unknown"] == told["kelurahan"]:
        rest = tr("Permintaannya **belum diketahui**, jadi tidak ada yang diminta mundur: sepakati dulu pembagiannya.")
    elif told["out"]:
        rest = plural(
            "Permintaannya tidak cukup untuk semua: **{n} sebaiknya tidak memulai sendiri**.",
            told["out"],
            n=say_number(told["out"]),
        )
    else:
        rest = tr("Permintaan yang dihitung **cukup untuk semuanya**; yang memimpin mulai lebih dulu.")
    st.markdown(
        plural(
            "**{kelurahan} kelurahan/desa** dalam {groups} kelompok bertetangga sama-sama paling "
            "cocok memulai {line}, untuk pelanggan yang sama. {rest}",
            told["groups"],
            kelurahan=say_number(told["kelurahan"]),
            groups=say_number(told["groups"]),
            line=line,
            rest=rest,
        )
    )
    return True


def map_division(view: View, line_id: str, selected: str, dark: bool) -> MapKinds:
    """The colouring of the map by role; who starts another line is pale."""
    told = roles_on_map(view.study, line_id)
    places, kecamatan = view.kecamatan
    kinds = [role for role in ROLES if role in set(told["role"])]
    words, colours = role_words(view.study, line_id), COLOURS | (DARK if dark else {})
    return MapKinds(
        codes=[str(code) for code in told.index],
        names=view.study.kelurahan["name"].astype(str).tolist(),
        places=places.tolist(),
        kecamatan=kecamatan,
        kinds=np.maximum(pd.Index(kinds).get_indexer(told["role"]), 0),
        states=np.where(told["role"] == "", UNKNOWN, KNOWN),
        labels=[tr(words[role]) for role in kinds],
        colours=[colours[role] for role in kinds],
        details=told["role"].map(words).fillna("").map(tr).tolist(),
        title=tr("Peran"),
        notes=map_notes(view),
        selected=selected,
        dark=dark,
    )


def choose_role(view: View, line_id: str, height: int) -> str:
    """The kelurahan with their roles, group by group; the code of the one picked, or ``""``."""
    table = _by_shortage(view, line_id)
    shown = pd.DataFrame(
        {
            "Kelurahan": table["name"].astype(str) + " (" + table["kecamatan"].astype(str) + ")",
            "Peran": table["role"].map(tr).str.capitalize(),
            "Mengisi sebulan": _amounts(table["taken_month"], table["unit"]),
        }
    )
    phone = is_phone()
    config = {
        "Kelurahan": st.column_config.TextColumn(tr("Kelurahan"), width=125 if phone else 150),
        "Peran": st.column_config.TextColumn(tr("Peran"), width=110 if phone else 120),
        "Mengisi sebulan": st.column_config.TextColumn(tr("Mengisi sebulan"), width=105),
    }
    return pick_row(
        shown,
        pd.Index(table["kelurahan_code"]),
        height,
        f"peran-{view.key}-{line_id}",
        config,
        row_px=WRAPS,
    )


def _by_shortage(view: View, line_id: str) -> pd.DataFrame:
    """The public table of a line, groups in the order of :func:`groups_of`."""
    table = division_table(view.study, line_id)
    place = table["group"].map({group: i for i, group in enumerate(groups_of(view.study, line_id).index)})
    return table.iloc[np.argsort(place.to_numpy(), kind="stable")]


def say_role(view: View, line_id: str, code: str) -> None:
    """The whole reason of one kelurahan."""
    rows = division_table(view.study, line_id).set_index("kelurahan_code")
    if code in rows.index:
        st.markdown(f"**{plain(rows.at[code, 'name'])}**. {plain(rows.at[code, 'reason'])}")


def list_groups(view: View, line_id: str) -> None:
    """Each group: who leads, what is wanted in a month, what is left."""
    groups = groups_of(view.study, line_id)
    st.subheader(tr("Berapa permintaan yang tersisa?"))
    shown = pd.DataFrame(
        {
            tr("Pemimpin"): groups["lead"].astype(str) + " (" + groups["kecamatan"].astype(str) + ")",
            tr("Kelurahan/desa"): groups["kelurahan"],
            tr("Tidak memulai"): groups["out"],
            tr("Permintaan sebulan"): _amounts(groups["demand_month"], groups["unit"]),
            tr("Tersisa"): _amounts(groups["left_month"], groups["unit"]),
        }
    )
    phone = is_phone()
    config = {name: st.column_config.Column(width=width) for name, width in zip(shown, (125, 75, 75), strict=False)}
    st.dataframe(
        shown,
        hide_index=True,
        row_height=WRAPS if phone else None,
        column_config=config if phone else None,
        key=f"kelompok-peran-{view.key}-{line_id}",
    )


def _amounts(values: pd.Series, units: pd.Series) -> list[str]:
    return [
        tr("tidak ada") if not math.isnan(value) and value == 0 else say_amount(value, unit)
        for value, unit in zip(values, units, strict=True)
    ]


def explain_division() -> None:
    """How roles are given, in plain words."""
    with st.expander(tr("Bagaimana perannya ditentukan?")):
        st.markdown(
            tr(
                "- **Siapa bertemu siapa.** Setiap kelurahan/desa dilihat dari satu lini yang paling "
                "cocok dimulainya. Lini yang menjual hasil anggota bertemu di pembeli satu kecamatan "
                "(begitulah survei menghitung pembeli); lini untuk warga atau belanja anggota bertemu "
                "bila wilayahnya bersentuhan dan sekecamatan.\n- **Siapa memimpin.** Yang nilainya "
                "tertinggi. Ia mengisi permintaan lebih dulu, sebanyak yang sanggup; sisanya untuk yang "
                "berikut. Bila tidak ada sisa, yang lain tidak memulai sendiri.\n- **Permintaan.** Warga: "
                "penduduk kali pemakaian, sesudah saingan yang ada. Anggota: belanja mereka. Pembeli: "
                "yang disurvei dan titik pembeli di kecamatan itu, kali kebutuhan satu pembeli. "
                "Pemakaian dan kebutuhan itu **asumsi perencanaan**.\n- **Yang tidak terlihat.** Pembeli "
                "di luar kecamatan, jalan, dan kesepakatan yang sudah ada. Ini usulan untuk rapat, bukan "
                "keputusan."
            )
        )


def offer_division(view: View) -> None:
    """The whole division as a file."""
    offer_table(division_table(view.study), f"pembagian-{view.key}", tr("Unduh pembagian peran"))
