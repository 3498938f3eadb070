"""How much of what a cooperative buys hangs on one supplier."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.desk.models import Cooperative, Need, Offer
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import among, read_rows
from mapping.desk.supply.cover import TAKEN
from mapping.knowledge.commodities import commodity_label
from mapping.knowledge.formats import say_percent
from mapping.knowledge.supply import read_supply
from mapping.language import plural, tr
from mapping.measure.diversity import herfindahl

COLUMNS = ["cooperative_id", "commodity", "label", "offers", "suppliers", "value_idr", "top_share", "hhi", "unvalued"]
KEYS = ["cooperative_id", "commodity"]


def supplier_dependence(desk: Desk, actor: Actor, cooperative_id: int | None = None, since: str = "") -> pd.DataFrame:
    """Concentration of chosen offers on suppliers, for each cooperative and commodity and for all it buys.

    ``hhi`` is Herfindahl's index of the value bought from each: 1 one supplier, 0.5 two alike. Does not see what was
    bought without the desk, and offers of which amount or price is not known (``unvalued``). What is bought together
    counts for the cooperative to whose need the offer was made.

    Parameters
    ----------
    cooperative_id : int or None
        None: every cooperative.
    since : str
        ISO day; offers chosen before it are left out. ``""``: all.

    Returns
    -------
    DataFrame
        ``cooperative_id, commodity`` (``"*"``: all it buys), ``label, offers, suppliers`` (numbers), ``value_idr,
        top_share, hhi`` (0-1; NaN where no value is known), ``unvalued`` (offers), ``warning`` (a sentence or ``""``).
    """
    check_may(actor, "offer.read")
    with desk.reading() as session:
        offers = read_rows(session, Offer, actor, Offer.status.in_(TAKEN), Offer.chosen_at >= since)
        named = pd.concat([offers["need_id"], offers["stock_need_id"]])
        needs = read_rows(session, Need, actor, among(session, Need.id, named), only=("cooperative_id",))
        asking = among(session, Cooperative.id, needs["cooperative_id"])
        buyers = read_rows(session, Cooperative, actor, asking, only=("name",))
    # A stock is its owner's, whichever of the owner's needs it was entered as.
    owner = needs["cooperative_id"].reindex(offers["stock_need_id"]).set_axis(offers.index)
    table = offers.assign(
        cooperative_id=needs["cooperative_id"].reindex(offers["need_id"]).set_axis(offers.index),
        value=offers["price_idr"].astype("float64") * offers["delivered_amount"].fillna(offers["amount"]),
        supplier=_who(offers, owner),
    )
    if cooperative_id is not None:
        table = table[table["cooperative_id"] == cooperative_id]
    table = table[table["cooperative_id"].isin(buyers.index)]
    both = pd.concat([table.assign(commodity="*"), table[table["commodity"] != ""]])
    return _measure(both)


def _who(offers: pd.DataFrame, owner: pd.Series) -> pd.Series:
    """One text for each supplier: its number, the cooperative whose stock it was, the place, or the name."""
    known = ("supplier " + offers["supplier_id"].astype("str")).where(offers["supplier_id"].notna())
    stock = ("stock " + owner.astype("str")).where(owner.notna())
    survey = ("survey " + offers["from_code"] + " " + offers["who"]).where(offers["from_code"] != "")
    return known.fillna(stock).fillna(survey).fillna("named " + offers["who"].str.casefold())


def _measure(table: pd.DataFrame) -> pd.DataFrame:
    grouped = table.groupby(KEYS, sort=True)
    told = grouped.agg(
        offers=("supplier", "size"),
        suppliers=("supplier", "nunique"),
        unvalued=("value", lambda values: int(values.isna().sum())),
    )
    values = table[table["value"] > 0].groupby([*KEYS, "supplier"])["value"].sum()
    cell = told.index.get_indexer(values.index.droplevel("supplier")) if len(values) else np.array([], dtype=int)
    told["hhi"] = herfindahl(cell, len(told), values.to_numpy(dtype=float))
    by_cell = values.groupby(level=KEYS) if len(values) else None
    told["value_idr"] = by_cell.sum().reindex(told.index) if by_cell is not None else np.nan
    told["top_share"] = (by_cell.max().reindex(told.index) if by_cell is not None else np.nan) / told["value_idr"]
    told = told.reset_index()
    told["label"] = [tr("semua barang") if key == "*" else commodity_label(key) for key in told["commodity"]]
    told = told.reindex(columns=COLUMNS)
    told["warning"] = [_warn(row.suppliers, row.hhi, row.top_share, row.label) for row in told.itertuples()]
    return told


def _warn(suppliers: int, hhi: float, top: float, label: str) -> str:
    if suppliers == 1:
        return tr(
            "Hanya satu pemasok untuk {label}: bila ia berhenti, tidak ada gantinya. Cari yang kedua.", label=label
        )
    if hhi >= read_supply()["assumptions"]["dependence"]["least_hhi"]:
        return plural(
            "{share} nilai belanja {label} dari satu pemasok di antara {n}.",
            suppliers,
            share=say_percent(top),
            label=label,
            n=suppliers,
        )
    return ""
