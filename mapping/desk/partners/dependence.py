r"""How much of what passes between a cooperative and its partners hangs on one of them.

With shares :math:`s_i` of the partners in one direction, concentration is Herfindahl and Hirschman's
:math:`H = \sum_i s_i^2`, from :math:`1/n` (``n`` equal partners) to 1 (one partner); :math:`1/H` partners of equal
size would be as concentrated.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.formats import say_number, say_percent
from mapping.knowledge.partnership import read_partnership
from mapping.language import plural, tr

DIRECTIONS = ("buys", "sells", "money")
COLUMNS = ["partners", "unknown", "largest", "largest_share", "hhi", "value_idr_year"]


def concentration(values: pd.Series) -> float:
    """Herfindahl-Hirschman index of amounts, ``1/n`` to 1; NaN where nothing passes or nothing is known.

    Parameters
    ----------
    values : Series of float
        Amount of each partner, 0 or more; NaN is unknown and left out.

    Examples
    --------
    >>> concentration(pd.Series([50, 30, 20])), concentration(pd.Series([7.0])), concentration(pd.Series([0.0]))
    (0.38, 1.0, nan)
    """
    known = values.dropna().astype(float)
    total = known.sum()
    return float(((known / total) ** 2).sum()) if total > 0 else float("nan")


def measure_dependence(agreements: pd.DataFrame, today: str) -> pd.DataFrame:
    """Dependence of each cooperative in each direction, over agreements in force.

    Parameters
    ----------
    agreements : DataFrame
        ``cooperative_id, partner_id, partner, status, flow, value_idr_year, ends_on``. One whose last day is over
        does not count. A partner with several agreements counts once, with their sum.
    today : str
        ISO day.

    Returns
    -------
    DataFrame, index (cooperative_id, flow)
        ``partners`` (how many), ``unknown`` (agreements without a value), ``largest`` (name), ``largest_share`` and
        ``hhi`` (0-1 over known values; NaN where none is known), ``value_idr_year`` (sum of those known). Where
        something is unknown, share and index are those of the known part only.

    Examples
    --------
    >>> rows = pd.DataFrame({"cooperative_id": 1, "partner_id": [1, 2, 3], "partner": ["A", "B", "C"],
    ...     "status": "in_force", "flow": "sells", "value_idr_year": [80, 20, None], "ends_on": ""})
    >>> measure_dependence(rows, "2026-11-23").round(2).to_dict("records")
    [{'partners': 3, 'unknown': 1, 'largest': 'A', 'largest_share': 0.8, 'hhi': 0.68, 'value_idr_year': 100.0}]
    """
    lasting = (agreements["ends_on"] == "") | (agreements["ends_on"] >= today)
    rows = agreements[(agreements["status"] == "in_force") & agreements["flow"].isin(DIRECTIONS) & lasting]
    keys = ["cooperative_id", "flow"]
    rows = rows.assign(amount=pd.to_numeric(rows["value_idr_year"], errors="coerce").astype("float64"))
    rows = rows.assign(unknown=rows["amount"].isna())
    each = rows.groupby([*keys, "partner_id"], as_index=False).agg(
        partner=("partner", "first"),
        amount=("amount", lambda amounts: amounts.sum(min_count=1)),
        unknown=("unknown", "sum"),
    )
    total = each.groupby(keys)["amount"].transform("sum")
    share = (each["amount"] / total).where(total > 0)
    each = each.assign(share=share)
    # Of equal ones the first by name, so that the order of rows says nothing.
    each = each.sort_values([*keys, "share", "partner"], ascending=[True, True, False, True])
    grouped = each.groupby(keys)
    table = grouped.agg(
        partners=("partner_id", "nunique"),
        unknown=("unknown", "sum"),
        largest=("partner", "first"),
        largest_share=("share", "max"),
        hhi=("amount", concentration),
        value_idr_year=("amount", lambda amounts: amounts.sum(min_count=1)),
    )
    told = table["largest_share"].notna()
    # A single partner is the largest, whatever passes.
    named = told | (table["partners"] == 1)
    return table.assign(largest=table["largest"].where(named, ""))[COLUMNS]


def say_dependence(dependence: pd.DataFrame) -> pd.DataFrame:
    """What to be warned of, and what is not known, as sentences.

    Parameters
    ----------
    dependence : DataFrame
        Of :func:`measure_dependence`.

    Returns
    -------
    DataFrame, same index
        ``label`` (direction), ``warning`` (``""`` where there is none), ``caveat`` (``""`` where all is known).
    """
    known = read_partnership()
    rows = [
        (known["flows"][flow]["label"], _warning(row, flow), _caveat(row))
        for (_, flow), row in zip(dependence.index, dependence.to_dict("records"), strict=True)
    ]
    return pd.DataFrame(rows, columns=["label", "warning", "caveat"], index=dependence.index)


def _warning(row: dict[str, float], flow: str) -> str:
    known = read_partnership()
    if row["partners"] == 1:
        return str(known["flows"][flow]["one"])
    limits, share, hhi = known["dependence"], row["largest_share"], row["hhi"]
    if share >= limits["largest_share"]:
        return tr(
            "{partner} mengisi {share} dari nilai yang diketahui (batas {limit}). Siapkan mitra lain.",
            partner=row["largest"],
            share=say_percent(share),
            limit=say_percent(limits["largest_share"]),
        )
    # Held to the limit as it is told: two partners that share nearly alike are as good as two.
    if hhi == hhi and round(1 / hhi, 1) < limits["least_partners"]:
        return tr(
            "Nilainya terpusat: seperti hanya {n} mitra yang sama besar (batas {limit}).",
            n=say_number(1 / hhi, 1),
            limit=say_number(limits["least_partners"], 1),
        )
    return ""


def _caveat(row: dict[str, float]) -> str:
    n = int(row["unknown"])
    if not n:
        return ""
    if np.isnan(row["largest_share"]):
        return tr("Nilai setahunnya belum diketahui, jadi bagian mitra terbesar belum bisa dihitung.")
    return plural("Nilai {n} kesepakatan belum diketahui, jadi bagian yang sebenarnya bisa lain.", n, n=say_number(n))
