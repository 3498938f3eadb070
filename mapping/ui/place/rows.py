"""The rows of the survey behind a figure: how many, which file, which products, from when to when."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from mapping.knowledge.formats import say_date, say_number
from mapping.language import plural, tr
from mapping.present.hidden import told_products
from mapping.present.place import rows_behind
from mapping.ui.advising import advice_id
from mapping.ui.cache import View
from mapping.ui.scoring import kept
from mapping.ui.text import plain


def told_here(view: View) -> pd.DataFrame:
    """How every product of the region is told, worked out once for all its kelurahan."""
    answers = advice_id(view.study.settings.advice)
    return kept(view, "told products", (answers,), lambda: told_products(view.study))


def say_rows(view: View, code: str, sector: str) -> None:
    """Rows, file and dates of a kelurahan's sector; products of one or two rows are told together."""
    told = rows_behind(view.study, code, sector, told_here(view))
    synthetic = tr(" Data sintetis.") if view.study.settings.synthetic else ""
    if told["n"] != told["n"]:
        st.markdown(tr("**Baris.** Tidak ditampilkan: tidak ada, atau kurang dari 3 usaha.") + synthetic)
        return
    st.markdown(
        plural(
            "**Baris.** {n} baris dari berkas {file}, di antara baris {first} dan {last}.",
            float(told["n"]),  # type: ignore[arg-type]
            n=say_number(float(told["n"])),  # type: ignore[arg-type]
            file=plain(str(told["file"])),
            first=told["first"],
            last=told["last"],
        )
    )
    products = told["products"]
    assert isinstance(products, pd.DataFrame)
    names = [plain(tr(name)) if name else tr("produk lain atau tidak dikenali") for name in products["product"]]
    st.markdown(", ".join(f"{name} ({n})" for name, n in zip(names, products["n"], strict=True)))
    st.caption(_say_dates(str(told["since"]), str(told["until"])) + synthetic)


def _say_dates(since: str, until: str) -> str:
    if not since:
        return tr("Tanggal wawancaranya tidak dicatat.")
    if since == until:
        return tr("Wawancara {until}.", until=say_date(until))
    return tr("Wawancara {since} sampai {until}.", since=say_date(since), until=say_date(until))
