"""What digital means a business uses, as it answered, without its account names."""

from __future__ import annotations

import re
import tomllib
from functools import cache

import pandas as pd

from mapping.intake.tables.numbers import over_distinct
from mapping.knowledge.catalog import HERE

SITE = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.\w+)*\.(?:com|id|net|org|my)\b\S*", re.IGNORECASE)
MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
ACCOUNT = re.compile(r"(?<![\w.])@[\w.]+")
PLATFORM = re.compile("shopee|tokopedia|lazada|bukalapak|blibli|tiktok|instagram|facebook|whatsapp|youtube|google")
MASK = "***"


@cache
def _vocabulary() -> re.Pattern[str]:
    phrases = tomllib.loads((HERE / "answers.toml").read_text(encoding="utf-8"))
    words = [word for name in ("means", "payments", "yes", "no") for word in phrases["digital"][name]]
    return re.compile(r"\b(?:" + "|".join([*words, phrases["clauses"]["denied"], "lainnya", "lain"]) + r")\b")


def read_means(texts: pd.Series) -> pd.Series:
    """Answers about digital means, only words that ``knowledge/answers.toml`` knows; other words become ``***``.

    An account or an address on the web points at a person, so it is read as what it is ("media sosial", "situs") and
    not kept. Each distinct text is read once.

    Examples
    --------
    >>> read_means(pd.Series(["QRIS & Shopee", "IG: @kue_bu_siti", "tokoani.com", "Belum", "Siti Aminah", ""])).tolist()
    ['qris, shopee', 'ig, media sosial', 'situs', 'belum', '***', '']
    """
    found = over_distinct(texts, lambda cells: pd.DataFrame({"value": cells.map(_read_one)}))
    return found["value"].astype("str")


def join_answers(table: pd.DataFrame, positions: list[int]) -> pd.Series:
    """The answers of several columns with commas between: "ya" under QRIS and "tidak" under marketplace is a yes.

    Examples
    --------
    >>> join_answers(pd.DataFrame({0: ["ya", ""], 1: ["tidak", "ya"]}), [0, 1]).tolist()
    ['ya, tidak', 'ya']
    """
    joined = pd.Series("", index=table.index, dtype="str")
    for position in positions:
        comma = pd.Series(", ", index=table.index).where((joined != "") & (table[position] != ""), "")
        joined = joined + comma + table[position]
    return joined


def _read_one(text: str) -> str:
    text = SITE.sub(_name_site, MAIL.sub(" , email, ", text.lower()))
    text = ACCOUNT.sub(" , media sosial, ", text).replace("_", " ")
    clauses = re.split(r"[,;:/|+&\n\r()]|\bdan\b", text)
    known = [" ".join(match.group() for match in _vocabulary().finditer(clause)) for clause in clauses]
    kept = ", ".join(dict.fromkeys(clause for clause in known if clause))
    return kept or (MASK if text.strip(" .-") else "")


def _name_site(match: re.Match[str]) -> str:
    platform = PLATFORM.search(match.group())
    return f" , {platform.group() if platform else 'situs'}, "
