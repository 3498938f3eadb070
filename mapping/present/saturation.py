"""Outlets beside planning norms, as people may see them."""

from __future__ import annotations

import pandas as pd

from mapping.knowledge.catalog import read_norms
from mapping.knowledge.formats import say_number
from mapping.language import mark, tr
from mapping.study import Study

HIDDEN = mark("disembunyikan")


def saturation_table(study: Study, code: str) -> pd.DataFrame:
    """The norms of one kelurahan against what is there, in words.

    Outlets of one or two businesses, and every figure that would give them away, are left out.

    Returns
    -------
    DataFrame
        ``what, outlets, wanted, share, source``: what kind of outlet; how many there are; how many the norm sets aside
        for the residents; the first over the second with its 80% interval; where the norm comes from. All text. Norms
        whose outlets nobody counted, or without a known population, are left out.
    """
    norms = read_norms()["norms"]
    if code not in study.saturation.index.get_level_values("kelurahan_code"):
        return pd.DataFrame(columns=["what", "outlets", "wanted", "share", "source"])
    rows = study.saturation.loc[code]
    rows = rows[rows["wanted"].notna() & rows["outlets"].notna()]
    few = (rows["outlets"] > 0) & (rows["rows"] < study.settings.suppress_below)
    return pd.DataFrame(
        {
            "what": [norms[norm]["label"] for norm in rows.index],
            "outlets": [
                tr("kurang dari {suppress_below}", suppress_below=study.settings.suppress_below)
                if hidden
                else say_number(n)
                for n, hidden in zip(rows["outlets"], few, strict=True)
            ],
            "wanted": [say_number(wanted, 0 if wanted >= 10 else 1) for wanted in rows["wanted"]],
            "share": [
                tr(HIDDEN) if hidden else _say_share(row) for row, hidden in zip(rows.itertuples(), few, strict=True)
            ],
            "source": [norms[norm]["source"] for norm in rows.index],
        }
    )


def _say_share(row: object) -> str:
    share, low, high = (say_number(getattr(row, name), 1) for name in ("saturation", "low", "high"))
    return tr("{share} kali ({low}–{high})", share=share, low=low, high=high)
