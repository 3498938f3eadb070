"""How the volume was reckoned, factor by factor, each with where it comes from."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st
from babel.numbers import get_decimal_symbol, get_group_symbol

from mapping.advise.money.volume import BASES
from mapping.knowledge.formats import UNKNOWN, say_number, say_percent, say_rupiah
from mapping.knowledge.lines import OWN_FIGURE
from mapping.language import LOCALES, language, mark, plural, tr
from mapping.present.money import say_units
from mapping.ui.lines.sheet import say_span
from mapping.ui.links import link_to
from mapping.ui.money.choices import say_origin_of
from mapping.ui.money.figures import Money
from mapping.ui.text import plain
from mapping.ui.words import show_words

SURVEY, FEW = mark("survei"), mark("kurang dari 3")


def decimal_sign() -> str:
    """What stands before decimals in the language in force, for the axes of charts."""
    return get_decimal_symbol(LOCALES[language()])


def thousands_sign() -> str:
    """What stands between thousands in the language in force, for the axes of charts."""
    return get_group_symbol(LOCALES[language()])


def say_volume(money: Money) -> None:
    """The factors of the volume, one to a row, and what they come to."""
    st.subheader(tr("Dari mana volumenya?"), anchor=False)
    if money.line["volume_basis"] not in BASES:
        st.markdown(tr("Volume lini ini tidak dihitung: survei usaha tidak bisa menjawabnya."))
    else:
        rows = _residents(money) if money.line["volume_basis"] == "residents" else _members(money)
        rows.append((tr("= Terjual sebulan"), _result(money), tr("hasil hitungan")))
        rows = [(plain(label), plain(value), source) for label, value, source in rows]
        show_words(pd.DataFrame(rows, columns=[tr("Bagian"), tr("Nilai"), tr("Dari mana")]), ready=True)
        st.caption(
            tr(
                "Nilai tengah dari 400 perhitungan dengan angka acak di dalam rentangnya, dibatasi "
                "kapasitas; karena itu tidak persis sama dengan perkalian angka tengah."
            )
        )
    link_to("lini", tr("Ubah angka atau anggapannya"), ":material/edit:", lini=str(money.row.name[1]))


def _members(money: Money) -> list[tuple[str, str, str]]:
    evidence, line, said = money.evidence.iloc[0], money.line, money.said
    spends = line["volume_basis"] == "spend"
    total = tr(FEW) if money.hidden else say_rupiah(evidence[BASES[line["volume_basis"]]])
    joins = f"{say_percent(said['members.join_low'])} – {say_percent(said['members.join_high'])}"
    return [
        (tr("Pelaku yang tersurvei"), tr(FEW) if money.hidden else _count(evidence["n"]), tr(SURVEY)),
        (tr("Belanja bahan mereka sebulan") if spends else tr("Omzet mereka sebulan"), total, tr(SURVEY)),
        (tr("× yang ikut koperasi"), joins, say_origin_of("members.join_low", said["members.join_low"])),
        (tr("× bagian yang lewat koperasi"), _shares(line), _source(line, "through", "through_source")),
        (
            tr("÷ harga per {unit}", unit=line["unit"]),
            _span(line, "price", "_idr", "Rp"),
            _source(line, "price", "price_source"),
        ),
    ]


def _residents(money: Money) -> list[tuple[str, str, str]]:
    evidence, line = money.evidence.iloc[0], money.line
    rivals = tr(FEW) if money.few_sellers else _count(evidence["rivals"])
    rivals = rivals if line["rival_products"] else tr("tidak ada yang didata")
    per_head = _span(line, "through", "", tr("{unit} per warga", unit=line["unit"]))
    return [
        (tr("Penduduk"), _people(evidence["population"]), tr("data penduduk")),
        (tr("× kebutuhan sebulan"), per_head, _source(line, "through", "through_source")),
        (tr("÷ penjual: koperasi dan yang sudah ada"), rivals, tr(SURVEY)),
    ]


def _result(money: Money) -> str:
    row = money.row
    if np.isnan(row["volume_month"]):
        return tr(UNKNOWN)
    low, high = (say_number(row[name]) for name in ("volume_low", "volume_high"))
    return f"{say_units(row['volume_month'], money.line['unit'])} ({low} – {high})"


def _count(value: float) -> str:
    return tr(UNKNOWN) if np.isnan(value) else plural("{n} usaha", value, n=say_number(value))


def _people(value: float) -> str:
    return tr(UNKNOWN) if np.isnan(value) else tr("{n} jiwa", n=say_number(value))


def _shares(line: pd.Series) -> str:
    low, high = line["through_low"], line["through_high"]
    return say_percent(low) if low == high else f"{say_percent(low)} – {say_percent(high)}"


def _span(line: pd.Series, name: str, ending: str, unit: str) -> str:
    return say_span(line[f"{name}_low{ending}"], line[f"{name}_high{ending}"], unit) or tr(UNKNOWN)


def _source(line: pd.Series, name: str, column: str) -> str:
    """The source of a range of the line, as markdown: the user's own is marked."""
    own = any(part.startswith(f"{name}_") for part in line["changed"].split("; "))
    return f"**{tr(OWN_FIGURE)}**" if own else plain(tr(line[column]) if line[column] else tr("asumsi perencanaan"))
