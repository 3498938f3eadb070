"""What the votes say: points, how far people agree, where they differ, and what the tool says beside it."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from mapping.advise.decide.agreement import Agreement, agreement, splits, spreads
from mapping.advise.decide.ballot import SUGGESTED
from mapping.advise.decide.borda import Count, count_votes
from mapping.advise.decide.votes import Votes
from mapping.knowledge.formats import say_chance, say_number
from mapping.language import mark, tr
from mapping.ui.cache import View
from mapping.ui.decide.session import advice_of, line_names
from mapping.ui.text import plain

DIVIDED = 0.5
"""From here on a pair of lines counts as divided: at least a quarter of the papers stand on the smaller side."""


SPLIT = mark(
    "Warga terbelah tentang **{one}** dan **{other}**: {for_first} kertas mendahulukan yang pertama, "
    "{for_second} yang kedua{rest}."
)
HARDLY_SPLIT = mark(
    "Perbedaan terbesar, itu pun kecil, tentang **{one}** dan **{other}**: {for_first} kertas mendahulukan yang "
    "pertama, {for_second} yang kedua{rest}."
)


def outcome_of(votes: Votes) -> tuple[Count, Agreement] | None:
    """The count and the agreement, None before the first ranked paper."""
    return (count_votes(votes.ranks), agreement(votes.ranks)) if len(votes.ranks) else None


def say_outcome(view: View, code: str, votes: Votes) -> None:
    """The count, the agreement, where people differ, and the tool's advice beside it."""
    outcome = outcome_of(votes)
    if outcome is None:
        st.info(
            tr(
                "Hasilnya muncul di sini begitu ada satu kertas dengan peringkat: poin tiap lini, "
                "seberapa sepakat warga, dan di mana pendapatnya berbeda."
            ),
            icon=":material/insights:",
        )
        return
    count, agreed = outcome
    names = line_names(view)
    _say_winner(count, names)
    _say_agreement(agreed, count.papers)
    _draw_points(count, names)
    _say_other_ways(count, names)
    _say_tool(view, code, count, names)
    _say_differences(votes.ranks, names)


def _say_names(lines: tuple[str, ...], names: dict[str, str]) -> str:
    return tr(" dan ").join(f"**{plain(names[line])}**" for line in lines)


def _say_points(points: float) -> str:
    return say_number(points, 0 if round(points, 1) == round(points) else 1)


def _say_winner(count: Count, names: dict[str, str]) -> None:
    st.subheader(tr("Pilihan warga"), anchor=False)
    points = _say_points(float(count.table["points"].iloc[0]))
    if len(count.winners) > 1:
        st.warning(
            tr(
                "Seri: {winners} sama-sama {points} poin. Rapat perlu memilih salah satu.",
                winners=_say_names(count.winners, names),
                points=points,
            ),
            icon=":material/balance:",
        )
        return
    lead = _say_points(count.margin)
    second = plain(names[str(count.table.index[1])])
    st.success(
        tr(
            "{winners} mendapat poin terbanyak: {points} dari {papers} kertas, unggul {lead} poin dari {second}.",
            winners=_say_names(count.winners, names),
            points=points,
            papers=count.papers,
            lead=lead,
            second=second,
        ),
        icon=":material/how_to_vote:",
    )


def _say_agreement(agreed: Agreement, papers: int) -> None:
    if math.isnan(agreed.w):
        st.markdown(tr("Kesepakatan warga {words}.", words=plain(agreed.words)))
        return
    st.markdown(
        tr(
            "Kesepakatan warga: **{words}** ({w}; 0 = sama sekali tidak, 1 = semua sama).",
            words=agreed.words,
            w=say_number(agreed.w, 2),
        )
    )
    if agreed.chance >= 0.005:
        st.caption(
            tr(
                "Bila {papers} orang mengisi asal-asalan, kesepakatan setinggi ini muncul {chance}.",
                papers=papers,
                chance=say_chance(agreed.chance),
            )
        )


def _draw_points(count: Count, names: dict[str, str]) -> None:
    """Points as bars, and the same figures as a table beside them."""
    import altair as alt

    shown = pd.DataFrame(
        {
            "Lini": [names[str(line)] for line in count.table.index],
            "Poin": count.table["points"].to_numpy(),
            "Rata-rata peringkat": count.table["mean_rank"].round(2).to_numpy(),
            "Pilihan pertama": count.table["first"].to_numpy(),
        }
    )
    bars = (
        alt.Chart(shown, height=alt.Step(40))
        .mark_bar(size=22)
        .encode(
            x=alt.X("Poin:Q", title=tr("poin"), axis=alt.Axis(tickMinStep=1)),
            y=alt.Y("Lini:N", title=tr("Lini"), sort=list(shown["Lini"]), axis=alt.Axis(title=None, labelLimit=170)),
            tooltip=[
                alt.Tooltip("Lini:N", title=tr("Lini")),
                alt.Tooltip("Poin:Q", title=tr("Poin")),
                alt.Tooltip("Rata-rata peringkat:Q", title=tr("Rata-rata peringkat")),
                alt.Tooltip("Pilihan pertama:Q", title=tr("Pilihan pertama")),
            ],
        )
    )
    chart, table = st.columns([5, 6], gap="small")
    chart.altair_chart(bars)
    table.dataframe(
        shown,
        hide_index=True,
        column_config={
            "Lini": st.column_config.TextColumn(tr("Lini"), width=150),
            "Poin": st.column_config.NumberColumn(tr("Poin"), width=52, format="localized"),
            "Rata-rata peringkat": st.column_config.NumberColumn(
                tr("Rata"), width=52, format="localized", help=tr("Rata-rata peringkat.")
            ),
            "Pilihan pertama": st.column_config.NumberColumn(
                tr("Nomor 1"), width=62, help=tr("Kertas yang menaruhnya pertama.")
            ),
        },
    )


def _say_other_ways(count: Count, names: dict[str, str]) -> None:
    """Where another fair way of counting would end differently, that is said."""
    if count.condorcet and count.condorcet not in count.winners:
        st.warning(
            tr(
                "Bila dibandingkan dua-dua, {line} menang melawan setiap lini lain, walau poinnya "
                "bukan yang terbanyak. Bicarakan keduanya sebelum memutuskan.",
                line=_say_names((count.condorcet,), names),
            ),
            icon=":material/compare_arrows:",
        )
    elif not count.condorcet:
        st.caption(tr("Bila dibandingkan dua-dua, tidak ada satu lini yang menang melawan semua yang lain."))
    if set(count.winners_partial) != set(count.winners):
        st.warning(
            tr(
                "Beberapa kertas hanya diisi sebagian. Bila kertas seperti itu dihitung lebih ringan, "
                "yang teratas {winners}.",
                winners=_say_names(count.winners_partial, names),
            ),
            icon=":material/contrast:",
        )


def _say_tool(view: View, code: str, count: Count, names: dict[str, str]) -> None:
    """What the tool suggests, said plainly where the meeting wants something else."""
    advice = advice_of(view, code)
    first = advice[advice["position"] == "1"]
    if first.empty:
        st.info(
            tr("Alat belum cukup data untuk menyarankan lini di sini; suara warga berdiri sendiri."),
            icon=":material/help:",
        )
        return
    tool = first.iloc[0]
    if count.winners == (tool["line_id"],):
        st.info(tr("Saran alat sama: **{line}**.", line=plain(tool["line"])), icon=":material/handshake:")
        return
    st.warning(
        tr(
            "Saran alat berbeda: alat menaruh **{line}** lebih dulu. {reason} Rapat yang memutuskan; "
            "pilihan warga dan saran alat sama-sama disimpan.",
            line=plain(tool["line"]),
            reason=plain(tool["reason"]),
        ),
        icon=":material/alt_route:",
    )
    for line in count.winners:
        said = advice[advice["line_id"] == line]
        if said.empty:
            st.caption(tr("Tentang {line}, alat tidak memberi saran.", line=plain(names[line])))
            continue
        row = said.iloc[0]
        against = row["counter_argument"] if row["position"] in SUGGESTED else row["reason"]
        st.caption(tr("Keberatan alat terhadap {line}: {against}", line=plain(names[line]), against=plain(against)))


def _say_differences(ranks: pd.DataFrame, names: dict[str, str]) -> None:
    """The pair that divides people most, how many stand where, and the line people differ about most."""
    if len(ranks) < 2:
        return
    st.subheader(tr("Di mana pendapat berbeda"), anchor=False)
    pairs = splits(ranks)
    widest = pairs.iloc[0]
    one, other = plain(names[widest["first"]]), plain(names[widest["second"]])
    if widest["split"] == 0:
        st.markdown(tr("Tidak ada: untuk setiap dua lini, semua kertas memihak yang sama atau tidak memilih."))
    else:
        split = SPLIT if widest["split"] >= DIVIDED else HARDLY_SPLIT
        rest = tr(", {neither} tidak memilih", neither=widest["neither"]) if widest["neither"] else ""
        st.markdown(
            tr(
                split,
                one=one,
                other=other,
                for_first=widest["for_first"],
                for_second=widest["for_second"],
                rest=rest,
            )
        )
    spread = spreads(ranks).iloc[0]
    if min(spread["high"], spread["low"]) > 0:
        st.markdown(
            tr(
                "Yang paling diperdebatkan: **{line}**. {high} kertas menaruhnya di atas, {low} di bawah.",
                line=plain(names[str(spread.name)]),
                high=int(spread["high"]),
                low=int(spread["low"]),
            )
        )
    with st.expander(tr("Semua pasangan lini")):
        st.dataframe(
            pd.DataFrame(
                {
                    tr("Lini pertama"): pairs["first"].map(names),
                    tr("Lini kedua"): pairs["second"].map(names),
                    tr("Pilih pertama"): pairs["for_first"],
                    tr("Pilih kedua"): pairs["for_second"],
                    tr("Tidak memilih"): pairs["neither"],
                }
            ),
            hide_index=True,
        )


COUNTING = mark(
    "\n**Poin (Borda).** Pada tiap kertas, satu lini mendapat 1 poin untuk setiap lini di "
    "bawahnya dan ½ poin untuk setiap lini\nyang seri dengannya. Lima lini: 4, 3, 2, 1, 0. "
    "Yang tidak diberi angka berbagi tempat terakhir. Setiap kertas membagikan\npoin yang "
    "sama banyak.\n\n**Kesepakatan (W Kendall).** Seberapa jauh jumlah peringkat tiap lini "
    "berbeda dari yang terjadi bila semua orang mengisi\nasal-asalan; peringkat kembar "
    "diperhitungkan. 0 sampai 1.\n\n**Banding dua-dua.** Lini yang didahulukan lebih banyak "
    "kertas melawan setiap lini lain (Condorcet).\n\n**Bobot bersama (AHP kelompok).** Jawaban "
    "berpasangan digabung dengan rata-rata ukur, sehingga urutan bertanya tidak\nberpengaruh. "
    "Kertas dengan rasio konsistensi di atas 0,10 disebut, dan hasil tanpa kertas itu ikut "
    "tampil.\n"
)
SOURCES = (
    "Borda (1781), Mémoire sur les élections au scrutin",
    "Emerson (2013), Social Choice and Welfare 40(2), 353–358",
    "Kendall & Babington Smith (1939), Annals of Mathematical Statistics 10(3), 275–287",
    "Siegel (1956), Nonparametric Statistics, 229–238",
    "Aczél & Saaty (1983), J. Math. Psychology 27(1), 93–102",
    "Forman & Peniwati (1998), European J. of Operational Research 108(1), 165–169",
)


def explain_counting() -> None:
    """How all of this is worked out, for who wants to check it."""
    with st.expander(tr("Cara menghitungnya"), icon=":material/functions:"):
        st.markdown(tr(COUNTING))
        st.caption(" · ".join(SOURCES))
