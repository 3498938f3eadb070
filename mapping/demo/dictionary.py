"""The tables of the data dictionary that are counted, not written: what was planted, and where."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from mapping.demo.dirt import Planted
from mapping.demo.recipe import read_recipe
from mapping.knowledge.regions import REGIONS, read_villages


def say_specialities() -> str:
    """Markdown table of the planted specialities: one row per speciality, with codes, makers and source.

    Examples
    --------
    >>> print(say_specialities().splitlines()[2][:76])
    | Kampung Kue (Kalirungkut) | Kalirungkut `35.78.03.1001` | kue basah | 71 |
    """
    rows = []
    for special in read_recipe()["speciality"]:
        names = read_villages(special["region"])["name"]
        where = ", ".join(f"{names[code]} `{code}`" for code in special["codes"])
        each = " per kelurahan/desa" if len(special["codes"]) > 1 else ""
        rows.append((special["label"], where, special["product"], f"{special['makers']}{each}", special["source"]))
    return _markdown(("kekhasan", "tempat", "produk", "usaha", "sumber"), rows)


def say_dirt(planted: dict[str, Planted]) -> str:
    """Markdown table of the planted dirt: rows per kind and file; counts come from the generator's own record."""
    labels, first = read_recipe()["dirt_label"], next(iter(REGIONS))
    counts = pd.DataFrame({key: {kind: len(rows) for kind, rows in of.items()} for key, of in planted.items()})
    counts = counts.reindex(dict.fromkeys([*planted[first], *counts.index])).fillna(0).astype(int)
    rows = []
    for kind, row in counts.iterrows():
        stem, _, column = str(kind).partition(": ")
        where, what = labels[stem]
        rows.append((f"`{stem}`", column or where, what, *(str(row[key]) for key in REGIONS)))
    return _markdown(("jenis", "kolom", "wujud", *(f"{key}_umkm" for key in REGIONS)), rows)


def say_empty_places() -> str:
    """Markdown table of the kelurahan without a survey and of those with exactly four businesses."""
    rows = []
    for key, region in REGIONS.items():
        names = read_villages(key)["name"]
        for label, codes in (("tidak disurvei", "unsurveyed"), ("tepat empat usaha", "four")):
            places = [f"{names[code]} `{code}`" for code in read_recipe()["region"][key][codes]]
            rows.append((region.label, label, str(len(places)), ", ".join(places)))
    return _markdown(("wilayah", "keadaan", "banyak", "kelurahan/desa"), rows)


def _markdown(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"
