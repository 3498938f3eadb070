"""One real row on its way to a rank, step by step, with the figures of the region on screen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_number, say_percent, say_rupiah
from mapping.language import mark, plural, tr
from mapping.present.example import quotient_steps, worked_example
from mapping.present.firmness import firm_ranks
from mapping.present.tables import sector_label
from mapping.settings import ScoringSetup
from mapping.ui.cache import View
from mapping.ui.controls import WORD_OF
from mapping.ui.figures import is_money
from mapping.ui.firm.intervals import SOURCES
from mapping.ui.links import link_to
from mapping.ui.rankings import say_range
from mapping.ui.text import plain

SAID = {"Keduanya": mark("data dan bobot diacak"), "Data saja": mark("hanya data"), "Bobot saja": mark("hanya bobot")}


def say_example(view: View) -> None:
    """From counted businesses to the rank interval of the best known kelurahan and sector."""
    rows = worked_example(view.study)
    if rows.empty:
        st.info(
            tr(
                "Belum ada kelurahan yang bisa diberi skor di wilayah ini, jadi belum ada contoh. Lihat "
                "sebabnya di halaman Periksa data."
            ),
            icon=":material/help:",
        )
        return
    code, sector = str(rows["kelurahan_code"].iloc[0]), str(rows["sector"].iloc[0])
    name, label = plain(rows["name"].iloc[0]), sector_label(sector).lower()
    st.markdown(
        tr(
            "**{name}, {label}**: yang datanya paling lengkap di {region}. Semua angka di bawah ini "
            "angka sebenarnya di alat ini; pilih wilayah lain, contohnya ikut berganti.",
            name=name,
            label=label,
            region=plain(view.study.settings.region),
        )
    )
    _say_counted(view, code, sector)
    _say_quotient(view, code, sector)
    _list_steps(rows)
    _say_sum(rows, view.study.settings.setup)
    _say_rank(view, rows, code, sector)
    link_to(
        "keteguhan",
        tr("Lihat seberapa teguh peringkatnya"),
        ":material/balance:",
        kelurahan=code,
        sektor=WORD_OF[sector],
    )


def _say_counted(view: View, code: str, sector: str) -> None:
    row = view.table[(view.table["kelurahan_code"] == code) & (view.table["sector"] == sector)].iloc[0]
    total = row["n_kelurahan"]
    told = {"n": say_number(row["n"]), "sector": sector_label(sector).lower()}
    found = (
        tr(
            "**1. Dihitung.** Survei menemukan **{n} usaha {sector}** dari {total} usaha yang tersurvei di sana.",
            total=say_number(total),
            **told,
        )
        if total == total
        else tr("**1. Dihitung.** Survei menemukan **{n} usaha {sector}**.", **told)
    )
    rest = tr("Tiap baris survei dicocokkan dengan daftar produk; dari produk diketahui sektor dan tahapnya.")
    st.markdown(f"{found} {rest}")


def _say_quotient(view: View, code: str, sector: str) -> None:
    steps = quotient_steps(view.study, code, sector)
    if steps is None:
        return
    n, expected, strength = steps["n"], steps["expected"], steps["strength"]
    st.markdown(
        tr(
            "**2. Dibandingkan.** Bila seperti rata-rata wilayah, di sini wajarnya ada {expected} "
            "usaha. Kekhasan mentah = {n} ÷ {expected} = {ratio}. Lalu ditarik ke 1 dengan kekuatan "
            "{strength} yang diperkirakan dari wilayah ini:",
            expected=say_number(expected, 1),
            n=say_number(n, 1),
            ratio=say_number(n / expected, 2),
            strength=say_number(strength, 1),
        )
    )
    st.latex(
        rf"\frac{{{_tex(n)} + {_tex(strength)}}}{{{_tex(expected)} + {_tex(strength)}}} = "
        rf"{_tex((n + strength) / (expected + strength), 2)}"
    )


def _tex(value: float, digits: int = 1) -> str:
    """A number whose separators a formula does not space apart."""
    return say_number(value, digits).replace(",", "{,}").replace(".", r"{.}")


def _measured(key: str, value: float, unit: str) -> str:
    if is_money(key) or value != value:
        return say_rupiah(value)
    return f"{say_number(value, 0 if value == int(value) else 2)} {unit}"


def _list_steps(rows: pd.DataFrame) -> None:
    st.markdown(tr("**3. Dinilai dan dibobot.** Tiap ukuran diletakkan di antara dua batas, lalu dikalikan bobotnya."))
    keys = zip(rows["criterion"], rows["unit"], strict=True)
    posts = rows[["low", "high"]].isna().any(axis=None)
    shown = pd.DataFrame(
        {
            "label": rows["label"].to_numpy(),
            "value": [_measured(k, v, u) for (k, u), v in zip(keys, rows["value"], strict=True)],
            "low": _posts(rows, "low"),
            "high": _posts(rows, "high"),
            "scaled": [say_number(value, 3) for value in rows["scaled"]],
            "weight": [say_percent(value) for value in rows["weight_shared"]],
            "contribution": [say_number(value, 2) for value in rows["contribution"]],
        }
    )
    st.dataframe(
        shown.drop(columns=["low", "high"]) if posts else shown,
        hide_index=True,
        height="content",
        placeholder="",
        column_config={
            "label": st.column_config.TextColumn(tr("Kriteria"), width=210),
            "value": tr("Ukuran"),
            "low": tr("Nilai 0 pada"),
            "high": tr("Nilai 1 pada"),
            "scaled": tr("Nilai"),
            "weight": tr("Bobot"),
            "contribution": tr("Sumbangan"),
        },
    )


def _posts(rows: pd.DataFrame, end: str) -> list[str]:
    return [
        _measured(key, value, "") if value == value else ""
        for key, value in zip(rows["criterion"], rows[end], strict=True)
    ]


def _say_sum(rows: pd.DataFrame, setup: ScoringSetup) -> None:
    known = rows.dropna(subset=["scaled"])
    # A value beyond its goalpost shows less of the formula than one between them.
    inside = known[known["scaled"].between(0.0, 1.0, inclusive="neither")]
    most = (inside if len(inside) else known).sort_values("contribution", ascending=False).iloc[0]
    if setup.scaling == "goalposts":
        raw = (most["value"] - most["low"]) / (most["high"] - most["low"])
        cut = tr(", dibatasi menjadi {value}", value=say_number(most["scaled"])) if raw != most["scaled"] else ""
        say = say_rupiah if is_money(str(most["criterion"])) else lambda value: say_number(value, 2)
        st.markdown(
            tr(
                "Misalnya {label}: ({value} − {low}) ÷ ({high} − {low}) = {result}{cut}.",
                label=most["label"],
                value=say(most["value"]),
                low=say(most["low"]),
                high=say(most["high"]),
                result=say_number(raw, 3),
                cut=cut,
            )
        )
    if setup.aggregation == "geometric":
        product = " × ".join(
            f"{say_number(max(value, 0.01), 3)}^{say_number(weight, 2)}"
            for value, weight in zip(known["scaled"], known["weight_shared"], strict=True)
        )
        st.markdown(
            tr(
                "**4. Dikalikan.** 100 × {product} = **skor {score}**.",
                product=product,
                score=say_number(rows["score"].iloc[0], 2),
            )
        )
        return
    parts = " + ".join(say_number(value, 2) for value in known["contribution"])
    st.markdown(
        tr("**4. Dijumlah.** {parts} = **skor {score}**.", parts=parts, score=say_number(rows["score"].iloc[0], 2))
    )


def _say_rank(view: View, rows: pd.DataFrame, code: str, sector: str) -> None:
    ranks = firm_ranks(view.study, sector)
    row = ranks.loc[code]
    better = int(row["rank"]) - 1
    told = {"rank": say_number(row["rank"]), "ranked": say_number(row["ranked"])}
    st.markdown(
        plural(
            "**5. Diurutkan.** {n} kelurahan/desa skornya lebih tinggi, jadi **peringkat {rank} dari {ranked}**.",
            better,
            n=say_number(better),
            **told,
        )
        if better
        else tr(
            "**5. Diurutkan.** Tidak ada kelurahan/desa yang skornya lebih tinggi, jadi **peringkat {rank} dari "
            "{ranked}**.",
            **told,
        )
    )
    ranges = [
        f"**{say_range(row[low], row[high])}** ({tr(SAID[name])})"
        for name, (low, high, *_) in SOURCES.items()
        if low in ranks and row[low] == row[low]
    ]
    st.markdown(
        tr(
            "**6. Diuji.** Semuanya dihitung ulang {draws} kali. Dalam 80% hitungan ulang peringkatnya {ranges}.",
            draws=say_number(view.study.settings.draws),
            ranges=", ".join(ranges),
        )
    )
