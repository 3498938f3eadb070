"""Would the answer be the same with kecamatan instead of kelurahan, or with one kelurahan fewer?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number, say_percent
from mapping.language import tr
from mapping.present.firmness import kecamatan_ranks
from mapping.ui.cache import View
from mapping.ui.text import plain

if TYPE_CHECKING:
    from mapping.score.firm.firmness import Firmness


def say_kecamatan(view: View, firmness: Firmness, sector: str, code: str) -> None:
    """Ranks beside those of the kecamatan, counted as one area each: the borders decide too."""
    st.subheader(tr("Bila dihitung per kecamatan"), anchor=False)
    rows = kecamatan_ranks(view.study, firmness, sector)
    known = rows.dropna(subset=["kecamatan_rank"])
    if known["kecamatan"].nunique() < 2:
        few = tr("Perlu paling sedikit dua kecamatan yang bisa dinilai; di sini belum ada.")
        st.info(firmness.unavailable.get("maup", few), icon=":material/help:")
        return
    st.markdown(_say_agreement(known, float(firmness.agreement["agreement"].get(sector, float("nan")))))
    chart, table = st.columns([6, 5], gap="medium")
    with chart:
        st.altair_chart(_scatter(known, code))
    with table:
        st.dataframe(
            pd.DataFrame(
                {
                    "Kelurahan/desa": known["name"],
                    "#": known["rank"],
                    "Kecamatan": known["kecamatan"],
                    "# kec.": known["kecamatan_rank"],
                    "Skor kec.": known["kecamatan_score"],
                }
            ),
            hide_index=True,
            height=360,
            placeholder="",
            column_config={
                "Kelurahan/desa": st.column_config.TextColumn(width=140),
                "#": st.column_config.NumberColumn(width=48, format="%.0f", help=tr("Peringkat kelurahan/desa.")),
                "# kec.": st.column_config.NumberColumn(
                    tr("# kec."), width=64, format="%.0f", help=tr("Peringkat kecamatannya.")
                ),
                "Skor kec.": st.column_config.NumberColumn(tr("Skor kec."), width=76, format="%.0f"),
            },
        )
        st.caption(
            tr(
                "Teratas: yang paling berbeda dari kecamatannya. Usaha satu kecamatan dijumlah dahulu, "
                "lalu kecamatan dinilai dengan cara yang sama. Garis batas ikut menentukan angka: "
                "kelurahan kuat bisa tenggelam di kecamatan yang lemah. Bandingkan urutannya, bukan "
                "skornya: batas nilai dibuat untuk ukuran kelurahan."
            )
        )


def _say_agreement(known: pd.DataFrame, alike: float) -> str:
    """How alike the two orders are (rank correlation), and how the best of one fares in the other."""
    best = known.sort_values("rank", kind="stable").head(10)
    quarter = known["kecamatan_rank"] <= known["kecamatan_rank"].max() / 4
    inside = int(quarter.loc[best.index].sum())
    word = tr("hampir sama") if alike >= 0.8 else tr("mirip sebagian") if alike >= 0.5 else tr("banyak berbeda")
    return tr(
        "Urutan menurut kecamatan **{word}** dengan urutan menurut kelurahan/desa (kemiripan "
        "{alike} dari 1). Dari {best} kelurahan/desa teratas, **{inside}** berada di seperempat "
        "kecamatan teratas.",
        word=word,
        alike=say_number(alike, 2),
        best=len(best),
        inside=inside,
    )


def _scatter(known: pd.DataFrame, code: str) -> Any:
    import altair as alt

    told = {"name": tr("Tempat"), "kecamatan": "Kecamatan", "rank": tr("Peringkat")}
    told |= {"kecamatan_rank": tr("Peringkat kecamatan")}
    shown = known[list(told)].rename_axis("kode").reset_index()
    last = float(known["kecamatan_rank"].max())
    # The name stands on the side where there is room.
    late = code in known.index and known.loc[code, "kecamatan_rank"] > last / 2
    base = alt.Chart(shown, height=360).encode(
        x=alt.X(
            "kecamatan_rank:Q",
            title=tr("peringkat kecamatannya"),
            scale=alt.Scale(domain=[0, last + 1], nice=False),
        ),
        y=alt.Y(
            "rank:Q",
            title=tr("peringkat kelurahan/desa"),
            scale=alt.Scale(domain=[0, float(known["rank"].max()) + 3], reverse=True, nice=False),
        ),
        tooltip=[alt.Tooltip(column, title=title) for column, title in told.items()],
    )
    chosen = base.transform_filter(alt.FieldEqualPredicate(field="kode", equal=code))
    return (
        base.mark_circle(size=55, opacity=0.7, color="#41a3b3")
        + chosen.mark_point(shape="diamond", size=150, fill="#d94f3d", stroke="#ffffff", opacity=1)
        + chosen.mark_text(
            dx=-12 if late else 12, align="right" if late else "left", color="#d94f3d", fontWeight="bold"
        ).encode(text="name:N")
    )


def say_reversal(view: View, firmness: Firmness, sector: str) -> None:
    """Whether taking out a kelurahan turns the order of two others."""
    st.subheader(tr("Bila satu kelurahan dikeluarkan"), anchor=False)
    if sector not in firmness.reversal.index or pd.isna(firmness.reversal.loc[sector, "pairs"]):
        st.info(tr("Perlu paling sedikit tiga kelurahan."), icon=":material/help:")
        return
    row = firmness.reversal.loc[sector]
    tried = tr(
        "{removed} percobaan, {pairs} perbandingan pasangan",
        removed=say_number(row["removed"]),
        pairs=say_number(row["pairs"]),
    )
    if row["turned"] == 0:
        st.success(tr("Tidak ada urutan yang terbalik ({tried}).", tried=tried), icon=":material/check_circle:")
    else:
        st.warning(
            tr(
                "{turned} pasangan terbalik urutannya ({share}; {tried}).",
                turned=say_number(row["turned"]),
                share=_small_share(float(row["share"])),
                tried=tried,
            ),
            icon=":material/swap_vert:",
        )
    fixed = view.study.settings.setup.scaling == "goalposts"
    st.caption(
        tr("Batas nilai ditetapkan lebih dulu, jadi ada tidaknya satu kelurahan tidak menggeser yang lain.")
        if fixed
        else tr(
            "Susunan skor {name} menilai tiap tempat terhadap tempat lain, jadi menambah atau "
            "mengeluarkan satu kelurahan bisa membalik urutan dua yang lain. Pilih batas tetap bila "
            "itu mengganggu.",
            name=plain(tr(view.study.settings.setup.name)),
        )
    )


def _small_share(share: float) -> str:
    return tr("kurang dari 1%") if 0 < share < 0.01 else say_percent(share)
