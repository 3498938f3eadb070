"""How many cooperatives stand on which step, how fresh that knowledge is, and where they are."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from mapping.desk.register.read import count_statuses, known_on
from mapping.desk.rules import Actor, may
from mapping.knowledge.formats import say_date, say_number, say_percent
from mapping.knowledge.register import read_register
from mapping.language import plural, tr
from mapping.present.mapdata import KNOWN, UNKNOWN, MapKinds
from mapping.present.ramps import ramp
from mapping.ui.cache import View
from mapping.ui.controls import is_dark, is_phone
from mapping.ui.desk.open import today
from mapping.ui.desk.register_parts import FILE, MADE_UP, NEW, status_labels, turn_to
from mapping.ui.mapview import show_map
from mapping.ui.state import chosen
from mapping.ui.text import plain

DORMANT_COLOUR = "#b35806"


def say_empty(view: View, actor: Actor) -> None:
    """What the register is for, and the first step."""
    st.info(
        tr(
            "Daftar koperasi {region} masih kosong. Daftar ini menunjukkan koperasi mana yang ada, sudah sampai tahap "
            "apa, dan apa yang masih kurang; meja kebutuhan, pelatihan, dan kemitraan memakainya.",
            region=plain(view.study.settings.region),
        ),
        icon=":material/groups:",
    )
    if not may(actor, "register.import"):
        st.markdown(tr("Dinas mengisi daftar ini dari berkas atau satu per satu."))
        return
    st.markdown(tr("**Mulai dari salah satu:**"))
    with st.container(horizontal=True):
        if st.button(tr("Muat berkas SIMKOPDES"), icon=":material/upload_file:", type="primary"):
            turn_to(FILE)
        if st.button(tr("Isi satu koperasi"), icon=":material/add:"):
            turn_to(NEW)
    st.caption(tr("Hanya ingin mencoba? Jalankan `python -m mapping desk demo` untuk memuat data peraga."))


def say_overview(view: View, cooperatives: pd.DataFrame) -> None:
    """The answer in one sentence, the age of what is known, and the ladder as a table."""
    counts = count_statuses(cooperatives, today())
    total, trading = len(cooperatives), counts.loc["trading"]
    st.markdown(
        plural(
            "**{n} koperasi terdaftar di {region}; {trading} sudah berdagang ({share}).**",
            total,
            n=say_number(total),
            region=plain(view.study.settings.region),
            trading=say_number(trading["n"]),
            share=say_percent(trading["share"]),
        )
    )
    days, old = known_on(cooperatives), int(counts["old"].sum())
    st.caption(
        tr(
            "Keterangan paling baru {latest}, paling lama {oldest}. {old} dari {n} koperasi tidak diperbarui selama "
            "{days} hari atau lebih. Ini catatan, bukan pantauan langsung: sebaru yang terakhir diisi atau dimuat.",
            latest=say_date(days.max()),
            oldest=say_date(days.min()),
            old=say_number(old),
            n=say_number(total),
            days=read_register()["freshness"]["old_days"],
        )
    )
    made_up = int(cooperatives["synthetic"].sum())
    if made_up:
        st.caption(plural(":orange[:material/science: {n} di antaranya data peraga.]", made_up, n=say_number(made_up)))
    _list_counts(counts)


def _list_counts(counts: pd.DataFrame) -> None:
    shown = pd.DataFrame(
        {
            "Tahap": counts["label"],
            "Koperasi": counts["n"],
            "Bagian": counts["share"] * 100,
            "Sampai sini": ["" if pd.isna(n) else say_number(n) for n in counts["reached"]],
            "Terbaru": [say_date(day) if day else "" for day in counts["latest"]],
            "Lama": counts["old"],
        }
    )
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    st.dataframe(
        shown.drop(columns=["Terbaru", "Lama"]) if is_phone() else shown,
        hide_index=True,
        height="content",
        column_config={
            "Tahap": text(tr("Tahap"), width=150),
            "Koperasi": number(tr("Koperasi"), format="localized", width=70),
            "Bagian": st.column_config.ProgressColumn(
                tr("Bagian"), format="%.0f%%", min_value=0, max_value=100, color="#2c7fb8", width=110
            ),
            "Sampai sini": text(tr("Sudah sampai sini"), help=tr("Di tahap ini atau sesudahnya."), width=110),
            "Terbaru": text(tr("Keterangan terbaru"), width=130),
            "Lama": number(
                tr("Lama tidak diperbarui"),
                help=tr("Lebih dari {days} hari.", days=read_register()["freshness"]["old_days"]),
                format="localized",
                width=130,
            ),
        },
    )


def map_statuses(view: View, cooperatives: pd.DataFrame) -> MapKinds:
    """The map by the furthest step in each kelurahan; one without a cooperative is not known."""
    kelurahan, labels = view.study.kelurahan, status_labels()
    steps = {key: position for position, key in enumerate(labels)}
    # A resting cooperative counts only where there is no other.
    order = cooperatives["status"].map(lambda key: -1 if key == "dormant" else steps.get(key, 0))
    first = cooperatives.assign(order=order).sort_values("order").drop_duplicates("kelurahan_code", keep="last")
    first = first.set_index("kelurahan_code").reindex(kelurahan.index.astype("str"))
    at, kecamatan = view.kecamatan
    has = first["name"].notna().to_numpy()
    colours = [*ramp(len(labels) - 1), DORMANT_COLOUR]
    notes = [tr("menurut daftar koperasi, {day}", day=say_date(today()))]
    return MapKinds(
        codes=[str(code) for code in kelurahan.index],
        names=kelurahan["name"].astype(str).tolist(),
        places=at.tolist(),
        kecamatan=kecamatan,
        kinds=first["status"].map(steps).fillna(0).to_numpy(dtype=np.int64),
        states=np.where(has, KNOWN, UNKNOWN),
        labels=list(labels.values()),
        colours=colours,
        details=first["name"].fillna("").tolist(),
        title=tr("Tahap koperasi"),
        notes=[*notes, tr(MADE_UP)] if cooperatives["synthetic"].any() else notes,
        selected=chosen("kelurahan"),
        dark=is_dark(),
    )


def show_statuses(view: View, cooperatives: pd.DataFrame) -> str:
    """The map and what it cannot show; the code of the kelurahan that was clicked, ``""`` for none."""
    clicked = show_map(view, map_statuses(view, cooperatives), 360 if is_phone() else 520, key="peta-koperasi").code
    empty = len(view.study.kelurahan) - cooperatives["kelurahan_code"].nunique()
    if empty:
        st.caption(
            plural("{n} kelurahan/desa belum punya koperasi di daftar ini (bergaris).", empty, n=say_number(empty))
        )
    return clicked
