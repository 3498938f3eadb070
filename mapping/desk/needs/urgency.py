"""How urgent a need is, in four plain tiers, and who is to be reminded of it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.desk.needs.enter import GOODS, STOCK
from mapping.knowledge.commodities import read_commodities
from mapping.knowledge.needs import read_needs
from mapping.language import tr, tr_rows

TIERS = (1, 4)


def staple_goods() -> list[str]:
    """Commodities that count as staples: those of ``needs.toml`` and their narrower kinds.

    Examples
    --------
    >>> "rice_medium" in staple_goods(), "cement" in staple_goods()
    (True, False)
    """
    named = read_needs()["urgency"]["staples"]
    return [key for key, row in read_commodities().items() if key in named or row["within"] in named]


def urgency_of(needs: pd.DataFrame) -> pd.DataFrame:
    """Tier of each need and why.

    The days left decide; staple goods, or what waits longer than its status should, are one tier more urgent (one in
    all, or everything would be urgent soon); what has a chosen supplier is one tier less. Whole columns at a time.

    Parameters
    ----------
    needs : DataFrame
        ``kind, commodity, status, days_left`` (float, NaN without a date), ``status_days`` (float).

    Returns
    -------
    DataFrame
        ``urgency`` (Int64, 1 most urgent to 4; NA once closed) and ``why`` (sentences in the language in force, ``""``
        once closed).

    Examples
    --------
    >>> needs = pd.DataFrame({"commodity": ["rice", "paper"], "days_left": [3.0, 3.0]})
    >>> needs = needs.assign(kind="goods", status="new", status_days=0.0)
    >>> urgency_of(needs)["urgency"].tolist()
    [1, 2]
    """
    rules, statuses = read_needs()["urgency"], read_needs()["statuses"]
    left, status = needs["days_left"], needs["status"]
    undated = np.where(needs["kind"] == STOCK, rules["stock"], rules["undated"])
    tier = np.searchsorted(np.asarray(rules["due_days"], dtype=float), left.fillna(0.0)) + 1
    tier = np.where(left.isna(), undated, tier)
    staple = needs["kind"].eq(GOODS) & needs["commodity"].isin(staple_goods())
    late = needs["status_days"] >= _remind_days(status)
    chosen, delivered = status.eq("chosen"), status.eq("delivered")
    tier = np.clip(tier - (staple | late).to_numpy(int) + chosen.to_numpy(int), *TIERS)
    tier = np.where(delivered, rules["delivered"] - late.to_numpy(int), tier)
    is_open = status.map({key: row["open"] for key, row in statuses.items()}).astype(bool)
    why = _say_due(left) + _when(staple, tr("Bahan pokok.")) + _when(chosen, tr("Pemasok sudah dipilih."))
    why = why + _when(late, tr_rows("Sudah {n} hari di tahap ini.", n=needs["status_days"].astype("int64")))
    why = why.mask(delivered, tr("Barang sudah diterima, tinggal ditutup."))
    urgency = pd.Series(tier, index=needs.index).astype("Int64").where(is_open)
    return pd.DataFrame({"urgency": urgency, "why": why.str.strip().where(is_open, "").astype("str")})


def _remind_days(status: pd.Series) -> pd.Series:
    """Days after which somebody is reminded; NaN for what is over."""
    statuses = read_needs()["statuses"]
    return status.map({key: row.get("remind_days", np.nan) for key, row in statuses.items()}).astype("float64")


def _when(holds: pd.Series, words: str | pd.Series) -> pd.Series:
    """A sentence after the others in rows where it holds."""
    said = words if isinstance(words, pd.Series) else pd.Series(words, index=holds.index, dtype="object")
    return (" " + said).where(holds, "")


def _say_due(left: pd.Series) -> pd.Series:
    days = left.abs().fillna(0).astype("int64")
    told = [
        (left.isna(), pd.Series(tr("Tanpa tanggal."), index=left.index)),
        (left == -1, pd.Series(tr("Lewat sehari dari tanggalnya."), index=left.index)),
        (left < 0, tr_rows("Lewat {n} hari dari tanggalnya.", n=days)),
        (left == 0, pd.Series(tr("Harus ada hari ini."), index=left.index)),
        (left == 1, pd.Series(tr("Harus ada besok."), index=left.index)),
        (left > 1, tr_rows("Harus ada {n} hari lagi.", n=days)),
    ]
    said = pd.Series("", index=left.index, dtype="object")
    for holds, words in reversed(told):
        said = said.mask(holds, words)
    return said


def reminders_of(needs: pd.DataFrame) -> pd.Series:
    """A sentence to whoever's turn it is, for needs that wait longer than their status should; ``""`` for others.

    Parameters
    ----------
    needs : DataFrame
        ``status, status_days, owned``.

    Examples
    --------
    >>> needs = pd.DataFrame({"status": ["new", "new"], "status_days": [2.0, 0.0], "owned": ""})
    >>> reminders_of(needs).tolist()
    ['Belum ada yang mengurus selama 2 hari. Ambil atau jawab.', '']
    """
    status, days = needs["status"], needs["status_days"].astype("int64")
    late = needs["status_days"] >= _remind_days(status)
    label = status.map({key: row["label"].lower() for key, row in read_needs()["statuses"].items()})
    said = tr_rows("Sudah {n} hari {status}. Tindak lanjuti.", n=days, status=label)
    said = said.mask(
        needs["owned"].eq(""), tr_rows("Belum ada yang mengurus selama {n} hari. Ambil atau jawab.", n=days)
    )
    said = said.mask(
        status.eq("chosen"), tr_rows("Pemasok dipilih {n} hari lalu. Tanyakan apakah barang sudah datang.", n=days)
    )
    said = said.mask(status.eq("delivered"), tr_rows("Barang diterima {n} hari lalu. Tutup kebutuhan ini.", n=days))
    return said.where(late, "").astype("str")
