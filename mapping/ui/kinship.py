"""Types of kelurahan on a page: the map by type, and what sets each type apart."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from mapping.knowledge.catalog import read_kinship
from mapping.knowledge.formats import say_chance, say_date, say_number, say_percent
from mapping.language import mark, tr
from mapping.present.kinship import type_table
from mapping.present.mapdata import KNOWN, UNKNOWN, MapKinds
from mapping.present.outlines import kecamatan_of
from mapping.present.tables import SYNTHETIC
from mapping.ui.cache import View
from mapping.ui.controls import WRAPS, choose_one, is_phone
from mapping.ui.downloads import offer_table
from mapping.ui.text import plain

ROW_PX = 35
PARTS = {"tipe": mark("Tipe kelurahan"), "gugus": mark("Gugus di peta")}


def choose_part() -> str:
    """What the page shows: ``"tipe"`` or ``"gugus"``."""
    return choose_one("lihat", PARTS, tr("Yang ditampilkan"), told=True)


def has_types(view: View) -> bool:
    """Whether types were found in the region."""
    return len(view.study.types) > 1


def say_types(view: View) -> None:
    """How clear the types are, or why there are none."""
    types, total = view.study.types, len(view.study.kelurahan)
    known = int(types["n"].sum())
    if types.empty:
        st.warning(tr("Belum ada kelurahan/desa yang cukup datanya untuk dibandingkan."), icon=":material/help:")
    elif not has_types(view):
        st.info(tr("**Tidak ada tipe yang jelas di sini.** {why}", why=types["traits"].iloc[0]), icon=":material/help:")
    else:
        clear = types["silhouette"].iloc[0]
        word = tr("cukup jelas") if clear >= read_kinship()["typology"]["clear_silhouette"] else tr("kabur")
        st.markdown(
            tr(
                "Menurut susunan usahanya, {known} dari {total} kelurahan/desa terbagi menjadi **{types} "
                "tipe**. Batas antartipe **{word}** (kejelasan {clear} dari 1), lebih jelas daripada "
                "yang bisa terjadi karena kebetulan.",
                known=say_number(known),
                total=say_number(total),
                types=len(types),
                word=word,
                clear=say_number(clear, 2),
            )
        )
    st.caption(
        tr(
            "{total} kelurahan/desa belum cukup data dan tidak diberi tipe. Tipe dilihat dari porsi "
            "pembuat pangan, warung, pengrajin, petani, pedagang dan jasa; besar dan letak tempat "
            "tidak dihitung.",
            total=say_number(total - known),
        )
    )


def map_types(view: View, selected: str, dark: bool) -> MapKinds:
    """The colouring of the map by type."""
    study, rules = view.study, read_kinship()["typecolours"]
    places, kecamatan = kecamatan_of(study.kelurahan)
    types_of = study.typology.reindex(study.kelurahan.index)
    state = np.where(types_of["type"].notna(), KNOWN, UNKNOWN)
    stays = types_of["typicality"].map(
        lambda share: (
            "" if share != share else tr("Tetap di tipe ini dalam {share} hitungan ulang", share=say_chance(share))
        )
    )
    return MapKinds(
        codes=[str(code) for code in study.kelurahan.index],
        names=study.kelurahan["name"].astype(str).tolist(),
        places=places.tolist(),
        kecamatan=kecamatan,
        kinds=types_of["type"].fillna(1).astype(int).to_numpy() - 1,
        states=state,
        labels=study.types["name"].tolist(),
        colours=[rules["commonest_dark" if dark else "commonest"], *rules["others"]][: len(study.types)],
        details=stays.tolist(),
        title=tr("Tipe kelurahan"),
        notes=map_notes(view),
        selected=selected,
        dark=dark,
    )


def map_notes(view: View) -> list[str]:
    """What stands under the legend of any map of this page."""
    settings = view.study.settings
    notes = [tr("survei {date}", date=say_date(settings.survey_date)), tr(settings.boundary_note)]
    return [note for note in [*notes, tr(SYNTHETIC) if settings.synthetic else ""] if note]


def list_types(view: View) -> None:
    """Each type: name, how many, what sets it apart."""
    for row in view.study.types.itertuples():
        with st.container(border=True, gap="xsmall"):
            st.markdown(
                tr(
                    "**{name}** · {n} kelurahan/desa",
                    name=plain(row.name[:1].upper() + row.name[1:]),
                    n=say_number(row.n),
                )
            )
            st.markdown(row.traits)


def choose_of_type(view: View, height: int) -> str:
    """The kelurahan with their types, those of the rarer types first; the code of the one picked, or ``""``."""
    study = view.study
    table = study.typology.join(study.kelurahan[["name", "kecamatan"]].rename(columns={"name": "place"}))
    table = table.sort_values(["type", "typicality", "place"], ascending=[False, False, True])
    if table.empty:
        return ""
    shown = pd.DataFrame(
        {
            "Kelurahan": table["place"].astype(str) + " (" + table["kecamatan"].astype(str) + ")",
            "Tipe": table["name"],
            "Keteguhan": ["" if share != share else say_percent(share) for share in table["typicality"]],
        }
    )
    config = {
        "Kelurahan": st.column_config.TextColumn(tr("Kelurahan"), width=132 if is_phone() else 165),
        "Tipe": st.column_config.TextColumn(tr("Tipe"), width=126 if is_phone() else 200),
        "Keteguhan": st.column_config.TextColumn(
            tr("Keteguhan"),
            width=85,
            help=tr("Bagian hitungan ulang dengan data yang diacak yang tetap memberi tipe ini."),
        ),
    }
    return pick_row(shown, table.index, height, f"tipe-{view.key}", config, row_px=WRAPS if is_phone() else ROW_PX)


def pick_row(
    shown: pd.DataFrame, codes: pd.Index, height: int, key: str, config: dict[str, Any], row_px: int = ROW_PX
) -> str:
    """A table of which one row can be picked; its code, ``""`` when none is. No higher than its rows."""
    event = st.dataframe(
        shown,
        hide_index=True,
        height=min(height, ROW_PX + row_px * len(shown) + 3),
        row_height=row_px,
        on_select="rerun",
        selection_mode="single-cell",
        key=f"{key}-{len(shown)}",
        column_config=config,
    )
    picked = event.selection.cells
    return str(codes[picked[0][0]]) if picked and picked[0][0] < len(codes) else ""


def offer_types(view: View) -> None:
    """The type of every kelurahan as a file."""
    offer_table(type_table(view.study), f"tipe-{view.key}", tr("Unduh tipe tiap kelurahan"))
