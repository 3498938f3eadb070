"""Clusters on a page: which kelurahan stand out together with those around them, and how sure that is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from mapping.knowledge.catalog import read_kinship
from mapping.knowledge.formats import say_chance, say_number
from mapping.language import mark, tr
from mapping.present.kinship import COLD, HOT, POSSIBLE, SURE, UNCLEAR, cluster_table
from mapping.present.mapdata import KNOWN, SUPPRESSED, UNKNOWN, MapKinds
from mapping.present.tables import sector_label
from mapping.ui.cache import View
from mapping.ui.controls import choose_one
from mapping.ui.downloads import offer_table
from mapping.ui.kinship import map_notes, pick_row

LOOKS = {"pola": mark("Pola tetangga"), "panas": mark("Titik panas"), "yakin": mark("Kepastian")}
PALE = {False: "#e3e6e8", True: "#4a5561"}
"""Colour of what is not clear, on a light and on a dark ground."""
MAYBE = {HOT: mark("titik panas (mungkin)"), COLD: mark("titik dingin (mungkin)")}
SPOTS = {HOT: "#ca0020", MAYBE[HOT]: "#f4a582", COLD: "#0571b0", MAYBE[COLD]: "#92c5de"}
SURENESS = {SURE: "#542788", POSSIBLE: "#b2abd2"}


def choose_look() -> str:
    """What the map of clusters shows."""
    return choose_one("pola", {key: tr(label) for key, label in LOOKS.items()}, tr("Peta"), told=True)


def cluster_rows(view: View, sector: str) -> pd.DataFrame:
    """The public patterns of a sector, one row per kelurahan in the order of the kelurahan table."""
    table = cluster_table(view.study)
    return table[table["sector"] == sector].set_index("kelurahan_code").reindex(view.study.kelurahan.index)


def say_clustering(view: View, sector: str) -> None:
    """One sentence: does this sector cluster in this region at all?"""
    whole, name = view.study.clustering.loc[sector], sector_label(sector).lower()
    if whole["moran_i"] != whole["moran_i"]:
        st.warning(
            tr("Gugus {name} tidak bisa dihitung. {reason}", name=name, reason=whole["reason"]), icon=":material/help:"
        )
        return
    chance = tr("(peluang terjadi karena kebetulan {p})", p=say_chance(whole["p"]))
    if whole["p"] >= read_kinship()["clusters"]["possible"]:
        text = tr(
            "**Usaha {name} tidak terbukti mengelompok di wilayah ini** {chance}. Gugus yang tetap "
            "muncul di bawah bisa ada, tetapi bukan pola seluruh wilayah.",
            name=name,
            chance=chance,
        )
    elif whole["moran_i"] > whole["expected_i"]:
        text = tr(
            "**Usaha {name} memang mengelompok di sini**: tempat yang menonjol cenderung bersebelahan {chance}.",
            name=name,
            chance=chance,
        )
    else:
        text = tr(
            "**Usaha {name} justru berselang-seling**: tempat yang menonjol cenderung bersebelahan "
            "dengan yang tidak {chance}.",
            name=name,
            chance=chance,
        )
    st.markdown(text)


def say_look(look: str, rows: pd.DataFrame) -> None:
    """What the colours mean, and what is left out."""
    known, hidden = int((rows["pattern"] != "").sum()), int(rows["hidden"].sum())
    explained = {
        "pola": tr(
            "Warna hanya diberikan bila polanya **pasti**: dari semua yang diberi warna, paling "
            "banyak kira-kira satu dari sepuluh keliru. Yang lain tertulis tidak jelas."
        ),
        "panas": tr(
            "Titik panas: kelurahan bersama tetangganya jauh lebih menonjol daripada rata-rata "
            "wilayah; titik dingin sebaliknya."
        ),
        "yakin": tr(
            "Seberapa pasti pola itu bukan kebetulan. *Mungkin*: peluang kebetulan di bawah 5%, "
            "tetapi dari sekian banyak kelurahan beberapa akan tampak begitu juga tanpa sebab."
        ),
    }
    st.caption(
        tr(
            "{explained} Dinilai {known} dari {rows} kelurahan/desa; {hidden} disembunyikan karena "
            "kurang dari 3 usaha.",
            explained=explained[look],
            known=say_number(known),
            rows=say_number(len(rows)),
            hidden=say_number(hidden),
        )
    )


def map_clusters(view: View, rows: pd.DataFrame, sector: str, look: str, selected: str, dark: bool) -> MapKinds:
    """The colouring of the map by pattern, by hot and cold spot, or by how sure the pattern is."""
    kinds, details, palette = _LOOK[look](rows)
    title = f"{tr(LOOKS[look])}: {sector_label(sector).lower()}"
    return _draw_kinds(view, rows, kinds, details, palette | {UNCLEAR: PALE[dark]}, title, selected, dark)


def map_spot_sureness(view: View, rows: pd.DataFrame, selected: str, dark: bool) -> MapKinds:
    """How sure each hot or cold spot is, to stand beside the map of the spots."""
    kinds, palette = sureness_kinds(rows, dark)
    return _draw_kinds(view, rows, kinds, rows["spot"], palette, tr("Kepastian titik panas"), selected, dark)


def _draw_kinds(
    view: View,
    rows: pd.DataFrame,
    kinds: pd.Series,
    details: pd.Series,
    palette: dict[str, str],
    title: str,
    selected: str,
    dark: bool,
) -> MapKinds:
    places, kecamatan = view.kecamatan
    labels = list(palette)
    states = np.select([rows["hidden"].astype(bool), kinds == ""], [SUPPRESSED, UNKNOWN], KNOWN)
    return MapKinds(
        codes=[str(code) for code in rows.index],
        names=view.study.kelurahan["name"].astype(str).tolist(),
        places=places.tolist(),
        kecamatan=kecamatan,
        kinds=np.maximum(pd.Index(labels).get_indexer(kinds), 0),
        states=states,
        labels=[tr(label) for label in labels],
        colours=list(palette.values()),
        details=[tr(detail) if detail else "" for detail in details],
        title=title,
        notes=map_notes(view),
        selected=selected,
        dark=dark,
    )


def _by_pattern(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series, dict[str, str]]:
    patterns = read_kinship()["patterns"].values()
    explain = {pattern["label"]: pattern["explain"] for pattern in patterns}
    kinds = rows["pattern"].where(rows["pattern_sure"].isin([SURE, ""]), UNCLEAR)
    return kinds, kinds.map(explain).fillna(""), {pattern["label"]: pattern["colour"] for pattern in patterns}


def _by_spot(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series, dict[str, str]]:
    kinds = rows["spot"].where(rows["spot_sure"] != POSSIBLE, rows["spot"].replace(MAYBE))
    kinds = kinds.where(rows["spot_sure"] != UNCLEAR, UNCLEAR)
    return kinds, pd.Series("", index=rows.index), SPOTS


def _by_sureness(rows: pd.DataFrame) -> tuple[pd.Series, pd.Series, dict[str, str]]:
    return rows["pattern_sure"], rows["pattern"], SURENESS


def spot_kinds(rows: pd.DataFrame, dark: bool) -> tuple[pd.Series, dict[str, str]]:
    """Hot or cold and how sure, ``""`` unknown; and the colour of each kind."""
    return _by_spot(rows)[0], SPOTS | {UNCLEAR: PALE[dark]}


def sureness_kinds(rows: pd.DataFrame, dark: bool) -> tuple[pd.Series, dict[str, str]]:
    """How sure it is that a spot is no chance, ``""`` unknown; and the colour of each kind."""
    return rows["spot_sure"], SURENESS | {UNCLEAR: PALE[dark]}


_LOOK = {"pola": _by_pattern, "panas": _by_spot, "yakin": _by_sureness}


def choose_cluster(view: View, rows: pd.DataFrame, look: str, height: int) -> str:
    """The kelurahan whose pattern is sure or possible, surest first; the code of the one picked, or ``""``."""
    column = "spot" if look == "panas" else "pattern"
    order = {SURE: 0, POSSIBLE: 1}
    table = rows[rows[f"{column}_sure"].isin(order)]
    if table.empty:
        st.info(tr("Tidak ada kelurahan/desa yang polanya cukup pasti untuk sektor ini."))
        return ""
    table = table.assign(order=table[f"{column}_sure"].map(order)).sort_values(["order", column, "name"])
    shown = pd.DataFrame(
        {
            "Kelurahan": table["name"].astype(str) + " (" + table["kecamatan"].astype(str) + ")",
            tr("Pola"): table[column].map(tr),
            tr("Kepastian"): table[f"{column}_sure"].map(tr),
            tr("Tetangga"): table["neighbours"],
        }
    )
    narrow = st.column_config.NumberColumn(
        width=80, help=tr("Kelurahan/desa bersebelahan yang cukup datanya."), format="%d"
    )
    config = {"Kelurahan": st.column_config.TextColumn(width=170), tr("Tetangga"): narrow}
    return pick_row(shown, table.index, height, f"gugus-{view.key}-{look}-{rows['sector'].iloc[0]}", config)


def explain_patterns() -> None:
    """The four patterns in words."""
    lines = [f"- **{pattern['label']}**: {pattern['explain']}" for pattern in read_kinship()["patterns"].values()]
    lines.append(tr("- **tidak jelas**: tidak berbeda dari yang bisa terjadi karena kebetulan"))
    with st.expander(tr("Arti pola")):
        st.markdown("\n".join(lines))
        st.caption(
            tr(
                "Menonjol artinya porsi sektor ini lebih besar daripada porsinya di seluruh wilayah "
                "(kekhasan, dengan memperhitungkan banyaknya usaha yang didata). Bertetangga artinya "
                "batas wilayahnya bersentuhan. Di tepi wilayah hanya tetangga di dalam wilayah yang "
                "terlihat."
            )
        )


def offer_clusters(view: View) -> None:
    """The patterns of every kelurahan and sector as a file."""
    offer_table(cluster_table(view.study), f"gugus-{view.key}", tr("Unduh gugus semua sektor"))
