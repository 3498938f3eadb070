"""The parts of a kelurahan's profile."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.advise.say.start import bare_condition
from mapping.advise.say.words import about_rupiah
from mapping.advise.suit.explain import say_components
from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.knowledge.formats import say_chance, say_number
from mapping.language import mark, plural, tr
from mapping.measure.hiding import SHOWN
from mapping.present.hidden import told_in
from mapping.present.known import known_table, unknown_items
from mapping.present.tables import sector_label
from mapping.score.weigh.setup import criteria_in_force
from mapping.ui.cache import View
from mapping.ui.explain.method import PARTS
from mapping.ui.links import link_to
from mapping.ui.place.rows import told_here
from mapping.ui.text import plain
from mapping.ui.words import show_words

HIDDEN_TOTAL = mark("jumlah usaha disembunyikan (ada sektor dengan kurang dari 3 usaha)")


def say_place(view: View, code: str) -> None:
    """Name, kind, kecamatan, code, people, and how much was surveyed."""
    row = view.study.kelurahan.loc[code]
    total = view.table[view.table["kelurahan_code"] == code]["n_kelurahan"].max()
    surveyed = plural("{n} usaha tersurvei", total, n=say_number(total)) if total == total else tr(HIDDEN_TOTAL)
    st.header(plain(row["name"]), anchor=False)
    kind = tr("Desa") if row["kind"] == "desa" else tr("Kelurahan")
    people = (
        tr("{n} jiwa", n=say_number(row["population"]))
        if row["population"] == row["population"]
        else tr("jumlah penduduk belum diketahui")
    )
    st.caption(
        tr(
            "{kind} · Kec. {kecamatan} · kode {code} · {people} · {surveyed}",
            kind=kind,
            kecamatan=plain(row["kecamatan"]),
            code=plain(code),
            people=people,
            surveyed=surveyed,
        )
    )


def _say_span(low: float, high: float) -> str:
    return tr("antara {low} dan {high}", low=about_rupiah(low), high=about_rupiah(high))


def say_start_with(view: View, code: str, advice: pd.DataFrame) -> None:
    """Cards of the lines to start with, first one first; or "belum cukup data" and what to survey next."""
    unknown = advice[advice["position"] == "unknown"]
    if len(unknown):
        title, _, rest = str(unknown.iloc[0]["reason"]).partition(": ")
        st.warning(plain(rest[:1].upper() + rest[1:]), icon=":material/help:", title=plain(title))
        return
    start = advice[advice["position"].isin(["1", "2", "3"])]
    st.subheader(tr("Mulai dari"), anchor=False)
    for row in start.itertuples():
        with st.container(border=True, gap="small"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"##### {row.position}. {plain(row.line)}", width="content")
                if row.confident:
                    st.badge(tr("saran kuat"), icon=":material/verified:", color="green")
                else:
                    st.badge(tr("perlu dicek di lapangan"), icon=":material/visibility:", color="gray")
            st.markdown(plain(row.reason))
            st.markdown(tr("**Keraguan.** {doubt}", doubt=plain(row.counter_argument)))
            st.markdown(tr("**Batal bila** {when}.", when=plain(bare_condition(row.cancels_if))))
            money = _say_ranges(view.study.suitability.loc[(code, row.line_id)])
            st.markdown(tr("**Uangnya.** {money}", money=plain(money)))
            link_to(
                "hitung",
                tr("Hitung modal, impas dan cicilannya"),
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
        return tr("Volumenya belum diketahui, jadi kas bersihnya belum bisa dihitung.")
    capital = _say_span(row["capital_low_idr"], row["capital_high_idr"])
    cash = _say_span(row["net_cash_low_idr_month"], row["net_cash_high_idr_month"])
    back = row["payback_months"]
    months = (
        plural("modal kembali dalam {n} bulan", round(back), n=say_number(back))
        if back == back
        else tr("modal tidak kembali")
    )
    covered = tr("biaya jalan") if row["dscr"] != row["dscr"] else tr("cicilan")
    return tr(
        "Modal {capital}; kas bersih {cash} sebulan (8 dari 10 kemungkinan); {months}; peluang "
        "menutup {covered} {chance}. Angka ini asumsi perencanaan; ganti dengan angka Anda di "
        "halaman hitung.",
        capital=capital,
        cash=cash,
        months=months,
        covered=covered,
        chance=say_chance(row["p_carries"]),
    )


def _say_firmness(p_best: float, p_top3: float, offered: int) -> str:
    """How often the first line stays first, and among the first three, when data and money are drawn anew."""
    if offered == 1:
        return tr("Satu-satunya lini yang lolos semua syarat di sini.")
    return tr(
        "Tetap pilihan pertama dalam {p_best} dan masuk tiga besar dalam {p_top3} hitungan ulang "
        "dengan data dan uang yang diacak.",
        p_best=say_chance(p_best),
        p_top3=say_chance(p_top3),
    )


def _explain_score(view: View, code: str, line_id: str, score: float) -> None:
    """Each component with value, weight, points and a sentence with its numbers."""
    study = view.study
    row = study.suitability.loc[(code, line_id)]
    with st.expander(tr("Mengapa nilainya {score}", score=say_number(score))):
        parts = say_components(row, study.line_indicators.loc[(code, line_id)], study.settings)
        for part in parts.itertuples():
            said = [_say_value(part.value)]
            if part.points == part.points:
                said.append(tr("bobot {weight}", weight=say_number(part.weight)))
                said.append(tr("**{points} poin**", points=say_number(part.points, 1)))
            st.markdown(f"**{tr(PARTS[part.component])}**: {' · '.join(said)}  \n{plain(part.sentence)}")
        told = [tr("Jumlah poin {sum}.", sum=say_number(parts["points"].sum(), 1))]
        if row["leader"]:
            told.append(tr("Ditahan di bawah lini intinya karena pelakunya sebagian besar sama."))
        told.append(tr("Bobot bagian yang belum diketahui dibagi ke bagian lain. Rumusnya di Metode."))
        st.caption(" ".join(told))


def _say_value(value: float) -> str:
    return tr("belum diketahui") if value != value else tr("{value} dari 100", value=say_number(value))


def say_later(advice: pd.DataFrame) -> None:
    """What is near, and what must be true first."""
    rows = advice[advice["position"] == "later"]
    if rows.empty:
        return
    st.subheader(tr("Nanti"), anchor=False)
    with st.container(border=True, gap="small"):
        for row in rows.itertuples():
            text = f":material/schedule: **{plain(row.line)}**  \n{plain(row.reason)}"
            st.markdown(text)
            st.caption(tr("Keraguan: {doubt}", doubt=plain(row.counter_argument)))


def say_avoid(advice: pd.DataFrame) -> None:
    """The lines that should not be started, with the reason."""
    rows = advice[advice["position"] == "avoid"]
    if rows.empty:
        return
    st.subheader(tr("Jangan mulai dari"), anchor=False)
    with st.container(border=True, gap="small"):
        for row in rows.itertuples():
            st.markdown(f":material/block: **{plain(row.line)}**  \n{plain(row.reason)}")


def _say_rank(row: pd.Series, ranked: int) -> str:
    if row["note"]:
        return tr(str(row["note"])).capitalize()
    if row["rank"] != row["rank"]:
        return tr("Belum cukup data")
    low, high = row["rank_low"], row["rank_high"]
    return tr(
        "peringkat {rank:.0f} dari {ranked}; kemungkinan antara {low:.0f} dan {high:.0f}",
        rank=row["rank"],
        ranked=ranked,
        low=low,
        high=high,
    )


def say_scores(view: View, rows: pd.DataFrame) -> None:
    """Score of each scored sector with its rank and rank interval in words."""
    st.subheader(tr("Skor per sektor"), anchor=False)
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
    parts.index = pd.Index([sector_label(sector) for sector in shown], name="sector")
    long = parts.reset_index().melt("sector", var_name="criterion", value_name="points").dropna()
    bars = (
        alt.Chart(long, height=alt.Step(34))
        .mark_bar(size=20)
        .encode(
            x=alt.X("points:Q", title=tr("sumbangan ke skor"), scale=alt.Scale(domain=[0, 100])),
            y=alt.Y("sector:N", title=None, sort=None),
            color=alt.Color(
                "criterion:N",
                sort=list(labels.values()),
                legend=alt.Legend(orient="bottom", columns=2, offset=2, title=None, labelLimit=240),
            ),
            order=alt.Order("index:Q"),
            tooltip=[
                alt.Tooltip("sector:N", title=tr("Sektor")),
                alt.Tooltip("criterion:N", title=tr("Kriteria")),
                alt.Tooltip("points:Q", title=tr("Sumbangan"), format=".1f"),
            ],
        )
    )
    st.markdown(tr("**Dari mana skornya datang** (sumbangan tiap kriteria, jumlahnya = skor)"))
    st.altair_chart(bars.transform_window(index="row_number()"))


def list_products(view: View, code: str) -> None:
    """The most frequent products; products of fewer than three businesses are not named."""
    mine = view.study.businesses[view.study.businesses["kelurahan_code"] == code]
    counts = mine.loc[mine["product"] != "", "product"].value_counts()
    counts = counts[(told_in(view.study, code, counts.index, told_here(view)) == SHOWN).to_numpy()].head(8)
    st.subheader(tr("Produk terbanyak"), anchor=False)
    if counts.empty:
        st.caption(tr("Tidak ada produk yang dibuat tiga usaha atau lebih."))
        return
    st.dataframe(
        pd.DataFrame({"product": counts.index.map(tr), "n": counts.to_numpy()}),
        hide_index=True,
        column_config={
            "product": st.column_config.TextColumn(tr("Produk")),
            "n": st.column_config.ProgressColumn(
                tr("Usaha"), min_value=0, max_value=int(counts.max()), format="%d", width="medium"
            ),
        },
    )
    st.caption(tr("Produk dengan kurang dari 3 usaha tidak ditampilkan."))


def say_known(view: View, code: str) -> None:
    """What is known about the place beside the survey, with date and source; and what is still unknown."""
    table = known_table(view.study, code)
    missing = unknown_items(view.study, code)
    st.subheader(tr("Yang diketahui di luar survei"), anchor=False)
    if len(table):
        labels = {"what": tr("Hal"), "value": tr("Nilai"), "date": tr("Tanggal"), "source": tr("Sumber")}
        show_words(table.rename(columns=labels), below=labels["source"])
    if missing:
        shown = ", ".join(plain(name[:1].lower() + name[1:]) for name in missing[:6])
        shown = tr("{shown} dan {n} hal lain", shown=shown, n=len(missing) - 6) if len(missing) > 6 else shown
        st.caption(tr("Belum diketahui: {shown}. Tabelnya bisa ditambahkan di halaman Data saya.", shown=shown))
