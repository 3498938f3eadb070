"""Rules of the loan as a meeting hears them, each with its source and the day from which it holds."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd

from mapping.knowledge.assumptions import assumptions_in_force
from mapping.knowledge.catalog import read_sources
from mapping.knowledge.formats import say_date, say_percent, say_rupiah
from mapping.knowledge.texts import read_toml_texts
from mapping.language import per_language, tr
from mapping.settings import AdviceSetup

NEWER = "newer"


@per_language
def read_meeting() -> dict[str, Any]:
    """Plain words of each line, rules of the loan, who signs and whose attendance is counted; must not be changed.

    Examples
    --------
    >>> read_meeting()["share"], read_meeting()["signers"]["desa"][1]
    (0.3, 'Ketua BPD')
    """
    return read_toml_texts("meeting.toml")


def loan_rules(kind: str, advice: AdviceSetup) -> pd.DataFrame:
    """The rules for a village or a ward, with the figures in force.

    Parameters
    ----------
    kind : str
        ``"desa"`` or ``"kelurahan"``.
    advice : AdviceSetup
        Whose loan figures are in force.

    Returns
    -------
    DataFrame
        ``about`` (``"loan"``, ``"approval"``, ``"backing"``; ``"newer"``: what may have ended these), ``text``,
        ``source`` (codes of sources.csv), ``since`` (ISO date).

    Examples
    --------
    >>> rules = loan_rules("kelurahan", AdviceSetup())
    >>> rules["about"].tolist(), "6%" in rules["text"].iloc[0], rules["text"].str.contains("kepala desa").any().item()
    (['loan', 'approval', 'backing', 'newer'], True, False)
    """
    told, said = read_meeting(), assumptions_in_force(advice)
    figures = {
        "rate": say_percent(said["loan.rate_year"]),
        "months": f"{said['loan.months']:.0f}",
        "grace": f"{said['loan.grace_months']:.0f}",
        "ceiling": say_rupiah(said["loan.ceiling_idr"]),
        "operating": say_rupiah(said["loan.operating_ceiling_idr"]),
        "share": say_percent(told["share"]),
        "profit": say_percent(told["profit"]),
    }
    rows = [
        {**{name: rule[name] for name in ("about", "source", "since")}, "text": rule["text"].format(**figures)}
        for rule in told["rules"]
        if kind in rule["kinds"]
    ]
    return pd.DataFrame(rows, columns=["about", "text", "source", "since"])


def say_sources(rules: pd.DataFrame) -> str:
    """Where the rules were read and since when they hold, and that they must be read again.

    Examples
    --------
    >>> say_sources(loan_rules("kelurahan", AdviceSetup())).split(":")[0]
    'Aturan bisa berubah'
    """
    known, rules = read_sources(), rules[rules["about"] != NEWER]
    codes = dict.fromkeys(code for text in rules["source"] for code in text.split(", "))
    # A source names pages of the web; where one reads is enough on paper.
    places = dict.fromkeys(
        place for code in codes for place in re.findall(r"(?:^|; )([\w-]+(?:\.[\w-]+)+)", known.get(code, ""))
    )
    return tr(
        "Aturan bisa berubah: periksa lagi sebelum memutuskan. Yang ditulis di sini berlaku sejak {since}, menurut "
        "berita tentang PMK 49/2025 dan Permendes 10/2025 ({places}), bukan naskah aturannya.",
        since=say_date(rules["since"].max()),
        places=", ".join(places),
    )
