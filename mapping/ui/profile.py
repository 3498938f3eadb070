"""The parts of a kelurahan's profile."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.advise.say.words import about_rupiah
from mapping.advise.suit.explain import say_components
from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.knowledge.formats import say_chance, say_number
from mapping.present.known import known_table, unknown_items
from mapping.present.tables import sector_label, small_cells
from mapping.score.weigh.setup import criteria_in_force
from mapping.ui.cache import View
from mapping.ui.explain.method import PARTS
from mapping.ui.links import link_to
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
    return f"antara {about_rupiah(low)} dan {about_rupiah(high)}"


def say_start_with(view: View, code: str, advice: pd.DataFrame) -> None:
    """Cards of the lines to start with, first one first; or "belum cukup data" and what to survey next."""
    unknown = advice[advice["position"] == "unknown"]
    if len(unknown):
        title, _, rest = str(unknown.iloc[0]["reason"]).partition(": ")
        st.warning(plain(rest[:1].upper() + rest[1:]), icon=":material/help:", title=plain(title))
        return
    start = advice[advice["position"].isin(["1", "2", "3"])]
    st.subheader("Mulai dari", anchor=False)
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
            st.markdown(f"**Uangnya.** {plain(_say_ranges(view.study.suitability.loc[(code, row.line_id)]))}")
            link_to(
                "hitung",
                "Hitung modal, impas dan cicilannya",
                icon=":material/calculate:",
                kelurahan=code,
                lini=row.line_id,
            )
            _explain_score(view, code, row.line_id, row.score)
            if row.position == "1":
                st.caption(_say_firmness(row.p_best, row.p_top3, len(start)))


def _say_ranges(row: pd.Series) -> str:
    """What the figures of the reason could be: ranges, chance, and when the capital is back."""
    if row["net_cash_idr_month"] != row["net_cash_idr_month"]:
        return "Volumenya belum diketahui, jadi kas bersihnya belum bisa dihitung."
    capital = _say_span(row["capital_low_idr"], row["capital_high_idr"])
    cash = _say_span(row["net_cash_low_idr_month"], row["net_cash_high_idr_month"])
    back = row["payback_months"]
    months = f"modal kembali dalam {say_number(back)} bulan" if back == back else "modal tidak kembali"
    covered = "biaya jalan" if row["dscr"] != row["dscr"] else "cicilan"
    return (
        f"Modal {capital}; kas bersih {cash} sebulan (8 dari 10 kemungkinan); {months}; peluang menutup {covered} "
        f"{say_chance(row['p_carries'])}. Angka ini asumsi perencanaan; ganti dengan angka Anda di halaman hitung."
    )


def _say_firmness(p_best: float, p_top3: float, offered: int) -> str:
    """How often the first line stays first, and among the first three, when data and money are drawn anew."""
    if offered == 1:
        return "Satu-satunya lini yang lolos semua syarat di sini."
    return (
        f"Tetap pilihan pertama dalam {say_chance(p_best)} dan masuk tiga besar dalam {say_chance(p_top3)} hitungan "
        "ulang dengan data dan uang yang diacak."
    )


def _explain_score(view: View, code: str, line_id: str, score: float) -> None:
    """Each component with value, weight, points and a sentence with its numbers."""
    study = view.study
    row = study.suitability.loc[(code, line_id)]
    with st.expander(f"Mengapa nilainya {say_number(score)}"):
        said = say_components(row, study.line_indicators.loc[(code, line_id)], study.settings)
        for part in said.itertuples():
            value = "belum diketahui" if part.value != part.value else f"{say_number(part.value)} dari 100"
            worth = "" if part.points != part.points else f" · bobot {say_number(part.weight)}"
            worth += "" if part.points != part.points else f" · **{say_number(part.points, 1)} poin**"
            st.markdown(f"**{PARTS[part.component]}**: {value}{worth}  \n{plain(part.sentence)}")
        total = f"Jumlah poin {say_number(said['points'].sum(), 1)}."
        if row["leader"]:
            total += " Ditahan di bawah lini intinya karena pelakunya sebagian besar sama."
        st.caption(f"{total} Bobot bagian yang belum diketahui dibagi ke bagian lain. Rumusnya di Metode.")


def say_later(advice: pd.DataFrame) -> None:
    """What is near, and what must be true first."""
    rows = advice[advice["position"] == "later"]
    if rows.empty:
        return
    st.subheader("Nanti", anchor=False)
    with st.container(border=True, gap="small"):
        for row in rows.itertuples():
            text = f":material/schedule: **{plain(row.line)}**  \n{plain(row.reason)}"
            st.markdown(text)
            st.caption(f"Keraguan: {plain(row.counter_argument)}")


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
