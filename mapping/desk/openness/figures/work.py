"""The other figures of a month: register, supply, partners, training, changes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.desk.openness.figures.month import Figure, Month, Rows, local_days
from mapping.desk.rules import ADMIN, COOPERATIVE, OFFICE
from mapping.desk.store.writing import ADDED
from mapping.knowledge.register import ladder
from mapping.measure.dominance import dominated
from mapping.settings import Settings


def statuses_on(rows: Rows, day: str) -> pd.Series:
    """Status of each cooperative on a day; those entered later are left out. Index cooperative."""
    entered = rows.entered.reindex(rows.cooperatives.index)
    entered = entered[entered["day"].fillna("") <= day]
    steps = rows.steps[rows.steps["since"] <= day].sort_values(["since"], kind="stable")
    then = steps.groupby("cooperative_id")["status"].last().reindex(entered.index)
    # Until its first step a cooperative is what it was entered as.
    return then.fillna(entered["status"]).fillna(rows.cooperatives["status"]).astype("str")


def register_figures(rows: Rows, month: Month) -> dict[str, Figure]:
    """Figures of section ``register``."""
    statuses = statuses_on(rows, month.until)
    touched = rows.trail[month.holds(rows.trail["day"])]["cooperative_id"].dropna()
    return {
        "cooperatives": Figure(len(statuses)),
        "trading": Figure(int((statuses == ladder()[-1]).sum())),
        "updated": Figure(int(rows.cooperatives.index.isin(touched).sum())),
    }


def supply_figures(rows: Rows, month: Month) -> dict[str, Figure]:
    """Figures of section ``supply``."""
    ordered = rows.purchases[
        rows.purchases["status"].isin(["ordered", "closed"])
        & rows.purchases.index.isin(_moved(rows, month, "purchase"))
    ]
    delivered = rows.offers[month.holds(rows.offers["delivered_on"])]
    return {
        "purchases": Figure(len(ordered)),
        "joined": Figure(int(rows.needs["purchase_id"].isin(ordered.index).sum())),
        "deliveries": Figure(len(delivered)),
        "delivered_idr": _worth(rows, delivered),
        "suppliers": Figure(_added(rows, month, "supplier", rows.suppliers)),
    }


def _worth(rows: Rows, delivered: pd.DataFrame) -> Figure:
    """What was delivered at its price. Amounts are public and prices are not, so a sum of one or two cooperatives, or
    nearly all of it of two, would tell their prices."""
    if delivered.empty:
        return Figure(0.0, 0)
    worth = (delivered["delivered_amount"] * delivered["price_idr"].astype("float64")).dropna()
    whose = rows.needs["cooperative_id"].reindex(delivered.loc[worth.index, "need_id"]).to_numpy()
    of_each = worth.groupby(whose).sum().to_numpy(dtype=float)
    if len(of_each) and dominated(np.zeros(len(of_each), dtype=np.int64), 1, of_each, Settings())[0]:
        return Figure(float("nan"), len(worth), withheld=True)
    return Figure(worth.sum() if len(worth) else float("nan"), len(worth))


def _moved(rows: Rows, month: Month, entity: str) -> pd.Index:
    """Rows of a table whose present status dates from the month."""
    table = getattr(rows, f"{entity}s")
    return table.index[month.holds(local_days(table["status_since"]))]


def _added(rows: Rows, month: Month, entity: str, kept: pd.DataFrame) -> int:
    """Rows of a table that were added in the month and are still there."""
    trail = rows.trail
    added = trail[(trail["entity"] == entity) & (trail["action"] == ADDED) & month.holds(trail["day"])]
    return int(kept.index.isin(added["key"].astype("int64")).sum())


def partner_figures(rows: Rows, month: Month) -> dict[str, Figure]:
    """Figures of section ``partners``."""
    signed = rows.agreements[(rows.agreements["status"] != "draft") & month.holds(rows.agreements["signed_on"])]
    return {
        "partners": Figure(_added(rows, month, "partner", rows.partners)),
        "agreements": Figure(len(signed)),
    }


def training_figures(rows: Rows, month: Month) -> dict[str, Figure]:
    """Figures of section ``training``."""
    held = rows.sessions[(rows.sessions["status"] == "held") & month.holds(rows.sessions["held_on"])]
    there = rows.attendance[rows.attendance["session_id"].isin(held.index)]
    known = there["came"].dropna()
    return {
        "sessions": Figure(int(there["session_id"].nunique())),
        "invited": Figure(int(there["invited"].sum())),
        "came": Figure(float(known.sum()) if len(known) or not len(there) else float("nan"), len(known)),
    }


def change_figures(rows: Rows, month: Month) -> dict[str, Figure]:
    """Figures of section ``changes``."""
    roles = rows.trail[month.holds(rows.trail["day"])]["role"].value_counts()
    return {f"changes_{role}": Figure(int(roles.get(role, 0))) for role in (COOPERATIVE, OFFICE, ADMIN)}
