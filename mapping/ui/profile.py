"""The parts of a kelurahan's profile."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from mapping.advise.money.loan import capital_need, instalment
from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.catalog import SCORED_SECTORS, read_lines
from mapping.knowledge.formats import say_chance, say_number, say_percent, say_rupiah
from mapping.present.known import known_table, unknown_items
from mapping.present.tables import sector_label, small_cells
from mapping.score.weigh.setup import criteria_in_force
from mapping.settings import AdviceSetup
from mapping.ui.cache import View
from mapping.ui.text import plain

HIDDEN_TOTAL = "jumlah usaha disembunyikan (ada sektor dengan kurang dari 3 usaha)"


def say_place(view: View, code: str) -> None:
    """Name, kind, kecamatan, code, people, and how much was surveyed."""
    row = view.study.kelurahan.loc[code]
    total = view.table[view.table["kelurahan_code"] == code]["n_kelurahan"].max()
    surveyed = f"{say_number(total)} usaha tersurvei" if total == total else HIDDEN_TOTAL
    st.header(plain(row["name"]), anchor=False)
    kind = "Desa" if row["kind"] == "desa" else "Kelurahan"
    people = (
        f"{say_number(row['population'])} jiwa"
        if row["population"] == row["population"]
        else "jumlah penduduk belum diketahui"
    )
    st.caption(f"{kind} · Kec. {plain(row['kecamatan'])} · kode {plain(code)} · {people} · {surveyed}")


def _say_span(low: float, high: float) -> str:
    return say_rupiah(high) if low == high or high != high else f"{say_rupiah(low)} – {say_rupiah(high)}"


def _say_source(text: str) -> str:
    return "asumsi perencanaan" if "asumsi" in text else f"sumber {text}, daftarnya di Metode"


def _say_capital(line_id: str) -> str:
    """What a start costs, and what that would cost a month if all of it were borrowed."""
    line = read_lines().loc[line_id]
    need = capital_need(read_lines()).loc[line_id]
    said = assumptions_in_force(AdviceSetup())
    rate, months = said["loan.rate_year"], int(said["loan.months"])
    monthly = [
        instalment(need[f"capital_{end}_idr"], rate, months) if need["capital_idr"] > 0 else math.nan
        for end in ("low", "high")
    ]
    return (
        f"Alat dan tempat {_say_span(line['capex_low_idr'], line['capex_high_idr'])} "
        f"({plain(_say_source(line['capex_source']))}); "
        f"modal kerja {_say_span(line['working_low_idr'], line['working_high_idr'])} "
        f"({plain(_say_source(line['working_source']))}). "
        f"Bila semuanya dipinjam ({say_percent(rate)} setahun, {months} bulan): cicilan "
        f"{_say_span(*monthly)} per bulan."
    )


def say_start_with(advice: pd.DataFrame) -> None:
    """Cards of the lines to start with, first one first; or "belum cukup data" and what to survey next."""
    unknown = advice[advice["position"] == "unknown"]
    if len(unknown):
        title, _, rest = str(unknown.iloc[0]["reason"]).partition(": ")
        st.warning(plain(rest[:1].upper() + rest[1:]), icon=":material/help:", title=plain(title))
        return
    start = advice[advice["position"].isin(["1", "2", "3"])]
    st.subheader("Mulai dari", anchor=False)
    if start.empty:
        st.info("Tidak ada lini usaha yang lolos semua syarat di sini. Lihat alasannya di bagian bawah.")
    for row in start.itertuples():
        with st.container(border=True, gap="small"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"##### {row.position}. {plain(row.line)}", width="content")
                if row.confident:
                    st.badge("saran kuat", icon=":material/verified:", color="green")
                else:
                    st.badge("perlu dicek di lapangan", icon=":material/visibility:", color="gray")
            st.markdown(plain(row.reason))
            st.markdown(f"**Keraguan.** {plain(row.counter_argument)}")
            st.markdown(f"**Batal bila** {plain(row.cancels_if.removeprefix('Batal bila '))}")
            st.markdown(f"**Modal.** {_say_capital(row.line_id)}")
            if row.position == "1" and len(start) == 1:
                st.caption("Satu-satunya lini yang lolos semua syarat di sini.")
            elif row.position == "1":
                st.caption(
                    f"Tetap pilihan pertama dalam {say_chance(row.p_best)} hitungan ulang dengan data yang diacak."
                )


def say_avoid(advice: pd.DataFrame) -> None:
    """The lines that should not be started, with the reason."""
    rows = advice[advice["position"] == "avoid"]
    if rows.empty:
        return
    st.subheader("Jangan mulai dari", anchor=False)
    with st.container(border=True, gap="small"):
        for row in rows.itertuples():
            st.markdown(f":material/block: **{plain(row.line)}**  \n{plain(row.reason)}")


def _say_rank(row: pd.Series, ranked: int) -> str:
    if row["note"]:
        return str(row["note"]).capitalize()
    if row["rank"] != row["rank"]:
        return "Belum cukup data"
    low, high = row["rank_low"], row["rank_high"]
    return f"peringkat {row['rank']:.0f} dari {ranked}; kemungkinan antara {low:.0f} dan {high:.0f}"


def say_scores(view: View, rows: pd.DataFrame) -> None:
    """Score of each scored sector with its rank and rank interval in words."""
    st.subheader("Skor per sektor", anchor=False)
    for column, sector in zip(st.columns(len(SCORED_SECTORS)), SCORED_SECTORS, strict=True):
        row = rows.loc[sector]
        # Hidden kelurahan have a rank too; a rank means nothing without them.
        ranked = int(view.study.scores.xs(sector, level="sector")["rank"].notna().sum())
        with column.container(border=True, height="stretch", gap="xsmall"):
            st.metric(sector_label(sector), say_number(row["score"]) if row["score"] == row["score"] else "–")
            st.caption(_say_rank(row, ranked))


def draw_contributions(view: View, code: str, rows: pd.DataFrame) -> None:
    """What each criterion adds to each sector's score; sectors that are hidden or unknown are left out."""
    shown = [s for s in SCORED_SECTORS if rows.loc[s, "score"] == rows.loc[s, "score"]]
    if not shown:
        return
    used = criteria_in_force(view.study.settings.setup)["criteria"]
    labels = {key: criterion["label"] for key, criterion in used.items()}
    import altair as alt

    parts = view.study.contributions.loc[[(code, sector) for sector in shown], list(labels)].rename(columns=labels)
    parts.index = pd.Index([sector_label(sector) for sector in shown], name="Sektor")
    long = parts.reset_index().melt("Sektor", var_name="Kriteria", value_name="Sumbangan").dropna()
    bars = (
        alt.Chart(long, height=alt.Step(34))
        .mark_bar(size=20)
        .encode(
            x=alt.X("Sumbangan:Q", title="sumbangan ke skor", scale=alt.Scale(domain=[0, 100])),
            y=alt.Y("Sektor:N", title=None, sort=None),
            color=alt.Color(
                "Kriteria:N",
                sort=list(labels.values()),
                legend=alt.Legend(orient="bottom", columns=2, offset=2, title=None, labelLimit=240),
            ),
            order=alt.Order("index:Q"),
            tooltip=["Sektor", "Kriteria", alt.Tooltip("Sumbangan:Q", format=".1f")],
        )
    )
    st.markdown("**Dari mana skornya datang** (sumbangan tiap kriteria, jumlahnya = skor)")
    st.altair_chart(bars.transform_window(index="row_number()"))


def list_products(view: View, code: str) -> None:
    """The most frequent products; products of fewer than three businesses are not named."""
    mine = view.study.businesses[view.study.businesses["kelurahan_code"] == code]
    counts = mine.loc[mine["product"] != "", "product"].value_counts()
    counts = counts[~small_cells(counts, view.study.settings.suppress_below)].head(8)
    st.subheader("Produk terbanyak", anchor=False)
    if counts.empty:
        st.caption("Tidak ada produk yang dibuat tiga usaha atau lebih.")
        return
    st.dataframe(
        pd.DataFrame({"Produk": counts.index, "Usaha": counts.to_numpy()}),
        hide_index=True,
        column_config={
            "Usaha": st.column_config.ProgressColumn(
                min_value=0, max_value=int(counts.max()), format="%d", width="medium"
            )
        },
    )
    st.caption("Produk dengan kurang dari 3 usaha tidak ditampilkan.")


def say_known(view: View, code: str) -> None:
    """What is known about the place beside the survey, with date and source; and what is still unknown."""
    table = known_table(view.study, code)
    missing = unknown_items(view.study, code)
    st.subheader("Yang diketahui di luar survei", anchor=False)
    if len(table):
        labels = {"what": "Hal", "value": "Nilai", "date": "Tanggal", "source": "Sumber"}
        st.dataframe(table.rename(columns=labels), hide_index=True, placeholder="")
    if missing:
        shown = ", ".join(plain(name[:1].lower() + name[1:]) for name in missing[:6])
        more = f" dan {len(missing) - 6} hal lain" if len(missing) > 6 else ""
        st.caption(f"Belum diketahui: {shown}{more}. Tabelnya bisa ditambahkan di halaman Data saya.")
