"""Joint purchasing in one sentence, and the words that its tables share."""

from __future__ import annotations

import pandas as pd

from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.formats import say_number, say_rupiah
from mapping.language import plural, tr
from mapping.present.together import ALONE, TOO_LITTLE, WITH_OTHERS, group_table
from mapping.study import Study
from mapping.ui.text import plain

FEW = "< 3"


def say_span(low: float, high: float) -> str:
    """Two amounts of rupiah, or one where they say the same.

    Examples
    --------
    >>> say_span(4.5e6, 7.2e6), say_span(0.0, 0.0), say_span(1e6, float("nan"))
    ('Rp 4,5–7,2 juta', 'Rp 0', 'belum diketahui')
    """
    if low != low or high != high:
        return say_rupiah(float("nan"))
    ends = say_rupiah(low), say_rupiah(high)
    if ends[0] == ends[1]:
        return ends[0]
    first, last = (end.rpartition(" ") for end in ends)
    alike = first[2] == last[2] and first[0] != "Rp"
    return f"{first[0]}–{last[0].removeprefix('Rp ')} {last[2]}" if alike else " – ".join(ends)


def first_input(told: pd.DataFrame) -> str:
    """The input to speak of first: what can be bought together, then the largest spend; ``""`` where none is told."""
    known = told[told["spend_idr_month"].notna() & told["verdict"].isin([ALONE, WITH_OTHERS, TOO_LITTLE])]
    possible = known[known["verdict"] != TOO_LITTLE]
    chosen = known if possible.empty else possible
    return "" if chosen.empty else str(chosen.iloc[0]["key"])


def say_purchase(study: Study, told: pd.DataFrame, key: str) -> str:
    """One input of one kelurahan: who buys, for how much, what could be saved, and with whom; markdown.

    Parameters
    ----------
    study : Study
    told : DataFrame
        As :func:`mapping.present.together.purchasing_table` gives the kelurahan.
    key : str
        One of its inputs.
    """
    row = told[told["key"] == key].iloc[0]
    who = tr(
        "{members} usaha di {name} membeli {input}",
        members=say_number(row["members"]),
        name=plain(row["name"]),
        input=plain(row["input"]),
    )
    spend, saving = say_rupiah(row["spend_idr_month"]), _saving(row)
    if row["verdict"] == TOO_LITTLE:
        return tr(
            "**{who}, sekitar {spend} sebulan.** {threshold} Di sekitar juga belum cukup.",
            who=who,
            spend=spend,
            threshold=_threshold(study),
        )
    groups = group_table(study)
    group = groups[(groups["key"] == key) & (groups["group"] == row["group"])].iloc[0]
    others = int(group["kelurahan"]) - 1
    whole = (
        tr("jumlah belanja kelompok disembunyikan, karena ada anggota dengan kurang dari 3 usaha")
        if group["hidden"]
        else tr(
            "belanjanya {spend} sebulan dan hematnya {saving}",
            spend=say_rupiah(group["spend_idr_month"]),
            saving=_saving(group),
        )
    )
    if row["verdict"] == ALONE:
        said = tr(
            "**{who}, sekitar {spend} sebulan; hemat {saving} bila dibeli bersama.** Sudah cukup sendiri.",
            who=who,
            spend=spend,
            saving=saving,
        )
        if others:
            said += " " + plural("Bersama {n} tetangga, {whole}.", others, n=say_number(others), whole=whole)
        return said
    lead = tr("kelurahan/desa ini") if row["group"] == row["kelurahan_code"] else plain(row["group_name"])
    return plural(
        "**{who}, sekitar {spend} sebulan; hemat {saving} bila dibeli bersama {n} "
        "tetangga.** Sendiri belum cukup; bersama, {whole}. Yang memimpin: {lead}.",
        others,
        who=who,
        spend=spend,
        saving=saving,
        n=say_number(others),
        whole=whole,
        lead=lead,
    )


def say_none(study: Study, code: str, told: pd.DataFrame) -> str:
    """Why nothing can be said of a kelurahan, and what to do; markdown."""
    name = plain(study.kelurahan.at[code, "name"])
    if told.empty:
        return tr(
            "**Belum cukup data.** Belum ada usaha di {name} yang disurvei, jadi belanjanya belum diketahui.", name=name
        )
    if told["verdict"].isin([ALONE, WITH_OTHERS, TOO_LITTLE]).any():
        return tr("**Belum cukup data.** Terlalu sedikit usaha di {name} yang menyebut belanja bahannya.", name=name)
    return tr(
        "**Belum cukup data.** Di {name} tidak ada bahan yang dibeli 3 usaha atau lebih. Angka "
        "satu atau dua usaha disembunyikan.",
        name=name,
    )


def _saving(row: pd.Series) -> str:
    return tr("{amount} sebulan", amount=say_span(row["saving_low_idr_month"], row["saving_high_idr_month"]))


def _threshold(study: Study) -> str:
    said = assumptions_in_force(study.settings.advice)
    return tr(
        "Belum cukup untuk dibeli bersama: ambangnya {spend} sebulan dan {n} usaha.",
        spend=say_rupiah(said["pooling.least_spend_idr_month"]),
        n=say_number(said["pooling.least_members"]),
    )
