"""Whether the scores came true, and what may be said about what is next."""

from __future__ import annotations

from typing import Any

import streamlit as st

from mapping.knowledge.formats import say_number, say_percent
from mapping.language import mark, tr
from mapping.measure.change.wave_coverage import read_wave_rules
from mapping.present.time import backtest_table, next_products
from mapping.ui.cache import View
from mapping.ui.controls import WRAPS, choose_kelurahan, is_phone
from mapping.ui.figures import best_known
from mapping.ui.text import plain

LABELS = {
    "score": mark("Cara menebak"),
    "hits": mark("Benar dari 3 dugaan"),
    "average_precision": "AUC-PR",
    "lq": mark("AUC-PR LQ polos"),
    "popularity": mark("AUC-PR kelaziman"),
    "verdict": mark("Mengalahkan patokan?"),
    "explain": mark("Yang ditebak lebih dulu"),
}


def say_verdict(view: View) -> None:
    """Whether relatedness came true, in one sentence, and what could not be tested."""
    account = view.study.manifest["backtest"]
    st.header(tr("Apakah skornya terbukti?"), anchor=False)
    st.markdown(
        tr(
            "Andaikan skor ini sudah dipakai pada survei sebelumnya: berapa dugaannya yang "
            "benar-benar terjadi pada survei sekarang? Tiap skor dihitung dari survei lama saja, "
            "lalu dicocokkan dengan yang baru."
        )
    )
    if account["state"] == "passed":
        st.success(plain(account["reason"]), icon=":material/verified:")
    elif account["state"] == "failed":
        st.warning(plain(account["reason"]), icon=":material/thumb_down:")
    else:
        st.info(plain(account["reason"]), icon=":material/help:")
    if account["notes"]:
        with st.expander(tr("Yang tidak dapat diuji ({n})", n=len(account["notes"])), icon=":material/rule:"):
            st.markdown("\n".join(f"- {plain(note)}" for note in account["notes"]))


def list_scores(view: View) -> None:
    """How every score fared, target by target."""
    targets = list(dict.fromkeys(view.study.backtest["target"]))
    said = read_wave_rules()["backtest"]["target"]
    for target in targets:
        table = backtest_table(view.study, target)
        all_ = table.loc[table["n"].idxmax()]
        st.markdown(
            tr(
                "**Menebak {what}.** Dari {n} kemungkinan, {positives} terjadi ({chance}); menebak "
                "dengan mata tertutup benar {blind} dari 3.",
                what=plain(said[target]),
                n=say_number(all_["n"]),
                positives=say_number(all_["positives"]),
                chance=say_percent(all_["chance"]),
                blind=say_number(3 * all_["chance"], 2),
            )
        )
        figures = ["hits", "average_precision", "lq", "popularity"]
        labels = {name: tr(label) for name, label in LABELS.items()}
        config: dict[str, Any] = dict(labels)
        config |= {name: st.column_config.NumberColumn(labels[name], width=105) for name in figures}
        config["hits"] = st.column_config.NumberColumn(
            labels["hits"],
            width=150,
            help=tr("Dari tiga dugaan teratas di tiap kelurahan, rata-rata berapa yang terjadi."),
        )
        config |= {
            name: st.column_config.TextColumn(labels[name], width=140 if is_phone() else 160)
            for name in ("score", "verdict")
        }
        shown = table[list(LABELS)].assign(verdict=table["verdict"].map(tr))
        styled = shown.style.format(lambda value: "" if value != value else say_number(value, 2), subset=figures)
        st.dataframe(styled, hide_index=True, column_config=config, placeholder="", row_height=WRAPS)
    if targets:
        st.caption(
            tr(
                "AUC-PR: seberapa awal dugaan yang benar muncul dalam urutan, 0 sampai 1; makin besar "
                "makin baik. Patokannya dua: kekhasan (LQ) polos, dan kelaziman (produk yang lazim di "
                "wilayah, menurut besarnya tempat); keduanya dihitung pada dugaan yang sama dengan "
                "skornya. Disebut mengalahkan bila menang dalam paling sedikit 95% hitungan ulang dengan "
                "kelurahan yang diacak."
            )
        )


def say_next(view: View) -> None:
    """What is nearest to what a kelurahan is known for; only where that has been proven here."""
    account = view.study.manifest["backtest"]
    if account["state"] != "passed":
        return
    st.subheader(tr("Berikutnya apa?"), anchor=False)
    said = read_wave_rules()["backtest"]["target"]
    proven = "; ".join(said[target] for target in account["targets"])
    st.caption(tr("Bersifat penjajakan. Terbukti di wilayah ini untuk: {proven}.", proven=plain(proven)))
    code = choose_kelurahan(view, best_known(view))
    rows = next_products(view.study, code)
    if rows.empty:
        st.info(
            tr("Usaha di tempat ini terlalu sedikit, atau tidak ada produk yang dekat dengan yang sudah khas di sini.")
        )
        return
    for row in rows.itertuples():
        st.markdown(
            tr(
                "- **{product}**: {share} dari produk yang biasa menyertainya sudah khas di sini.",
                product=plain(tr(row.product)),
                share=say_percent(row.density),
            )
        )
