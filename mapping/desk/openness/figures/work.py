"""The other figures of a month: register, supply, partners, training, changes."""

from __future__ import annotations

import pandas as pd

from mapping.desk.openness.figures.month import Figure, Month, Rows, local_days
from mapping.desk.rules import ADMIN, COOPERATIVE, OFFICE
from mapping.desk.store.writing import ADDED
from mapping.knowledge.register import ladder


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
        "cooperatives": (len(statuses), None),
        "trading": (int((statuses == ladder()[-1]).sum()), None),
        "updated": (int(rows.cooperatives.index.isin(touched).sum()), None),
    }


def supply_figures(rows: Rows, month: Month) -> dict[str, Figure]:
    """Figures of section ``supply``."""
    ordered = rows.purchases[
        rows.purchases["status"].isin(["ordered", "closed"])
        & rows.purchases.index.isin(_moved(rows, month, "purchase"))
    ]
    delivered = rows.offers[month.holds(rows.offers["delivered_on"])]
    worth = (delivered["delivered_amount"] * delivered["price_idr"].astype("float64")).dropna()
    return {
        "purchases": (len(ordered), None),
        "joined": (int(rows.needs["purchase_id"].isin(ordered.index).sum()), None),
        "deliveries": (len(delivered), None),
        "delivered_idr": (worth.sum() if len(worth) else float("nan") if len(delivered) else 0.0, len(worth)),
        "suppliers": (_added(rows, month, "supplier", rows.suppliers), None),
    }


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
        "partners": (_added(rows, month, "partner", rows.partners), None),
        "agreements": (len(signed), None),
    }


def training_figures(rows: Rows, month: Month) -> dict[str, Figure]:
    """Figures of section ``training``."""
    held = rows.sessions[(rows.sessions["status"] == "held") & month.holds(rows.sessions["held_on"])]
    there = rows.attendance[rows.attendance["session_id"].isin(held.index)]
    known = there["came"].dropna()
    return {
        "sessions": (int(there["session_id"].nunique()), None),
        "invited": (int(there["invited"].sum()), None),
        "came": (float(known.sum()) if len(known) or not len(there) else float("nan"), len(known)),
    }


def change_figures(rows: Rows, month: Month) -> dict[str, Figure]:
    """Figures of section ``changes``."""
    roles = rows.trail[month.holds(rows.trail["day"])]["role"].value_counts()
    return {f"changes_{role}": (int(roles.get(role, 0)), None) for role in (COOPERATIVE, OFFICE, ADMIN)}
