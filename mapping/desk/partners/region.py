"""What a region's figures ask of its government, and who is at work in a place."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.desk.partners.agreed import read_agreements
from mapping.desk.partners.directory import read_services
from mapping.desk.partners.lists import closeness
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.supply.suppliers import read_suppliers
from mapping.knowledge.catalog import read_sectors
from mapping.knowledge.formats import say_number, say_percent
from mapping.knowledge.partnership import read_partnership
from mapping.knowledge.plans import read_partners
from mapping.language import mark, tr

SIDES = {"partner": mark("Mitra terdaftar"), "agreement": mark("Sudah bersepakat"), "supplier": mark("Pemasok")}
FEWEST_ANSWERS = 5
"""Answers of a region below which nothing is proposed; shares of fewer are not told anywhere."""


def policy_proposals(shares: pd.DataFrame) -> pd.DataFrame:
    """What the survey of a region says often enough to be brought before its government, strongest first.

    A regional share is the mean of the kelurahan's shares (drawn towards the region where few answered), weighted by
    answers, over kelurahan whose figures may be shown.

    Parameters
    ----------
    shares : DataFrame
        Public table by ``kelurahan_code, sector`` with the shares of ``policies`` in ``knowledge/partnership.toml`` and
        their ``_answers``; NaN where unknown or hidden.

    Returns
    -------
    DataFrame
        ``policy, label, sector, share`` (0-1)``, answers, kelurahan`` (with a figure)``, beyond`` (of these, beyond the
        limit)``, sentence, propose``; those within the limit and those of fewer than ``FEWEST_ANSWERS`` are left out.

    Examples
    --------
    >>> rows = pd.DataFrame({"kelurahan_code": ["a", "b"], "sector": "food", "capital_share": [0.5, 0.3],
    ...     "capital_share_answers": [30, 10]})
    >>> found = policy_proposals(rows).iloc[0]
    >>> found["sentence"]
    '45% usaha pangan yang menjawab menyebut modal sebagai kendala (40 jawaban).'
    """
    found = [
        _proposal(policy, rule, sector, rows)
        for policy, rule in read_partnership()["policies"].items()
        if rule["column"] in shares
        for sector, rows in shares.groupby("sector", sort=False)
    ]
    table = pd.DataFrame([row for row in found if row])
    if table.empty:
        return pd.DataFrame(columns=["policy", "label", "sector", "share", "answers", "kelurahan", "beyond"])
    return table.sort_values("strength", ascending=False, kind="stable").drop(columns="strength").reset_index(drop=True)


def _proposal(policy: str, rule: dict[str, object], sector: str, rows: pd.DataFrame) -> dict[str, object]:
    """One proposal for one sector; empty where the figures do not carry it."""
    share, answers = rows[rule["column"]].astype(float), rows[f"{rule['column']}_answers"].astype(float)
    known = share.notna() & answers.notna() & (answers > 0)
    total = answers[known].sum()
    if total < FEWEST_ANSWERS:
        return {}
    mean = float(np.average(share[known], weights=answers[known]))
    limit = float(rule["least"] if "least" in rule else rule["under"])  # type: ignore[arg-type]
    beyond = share[known] >= limit if "least" in rule else share[known] < limit
    if (mean < limit) if "least" in rule else (mean >= limit):
        return {}
    label = read_sectors()["sectors"][sector]["label"].lower()
    sentence = str(rule["say"]).format(share=say_percent(mean), sector=label, answers=say_number(total))
    return {
        "policy": policy,
        "label": rule["label"],
        "sector": sector,
        "share": mean,
        "answers": int(total),
        "kelurahan": int(known.sum()),
        "beyond": int(beyond.sum()),
        "sentence": sentence,
        "propose": rule["propose"],
        "strength": mean / limit if "least" in rule else (1 - mean) / (1 - limit),
    }


def actors_at(desk: Desk, actor: Actor, code: str, today: str) -> pd.DataFrame:
    """Who is at work in a kelurahan: partners with an agreement there, partners and suppliers that serve it.

    Returns
    -------
    DataFrame
        ``side`` (``"agreement"``, ``"partner"``, ``"supplier"``)``, side_label, who, nature`` (words)``, gives, area,
        synthetic``; a partner with an agreement in force stands there only. Suppliers are named to the office only.
    """
    check_may(actor, "partner.read")
    services, suppliers = read_services(desk, actor), read_suppliers(desk, actor)
    agreements = read_agreements(desk, actor, today)
    here = (agreements["kelurahan_code"] == code) & (agreements["status"] == "in_force") & ~agreements["lapsed"]
    agreed = agreements[here]
    kinds = {key: kind["label"] for key, kind in read_partners()["types"].items()}
    labels = {key: nature["label"] for key, nature in read_partnership()["natures"].items()}
    parties = _actors("agreement", agreed["partner"], agreed["nature"].map(labels), agreed["title"])
    parties = parties.assign(area=code, synthetic=agreed["synthetic"].to_numpy())
    near = services[closeness(services["area"], code).notna() & ~services["partner_id"].isin(agreed["partner_id"])]
    gives = near["kind"].map(kinds) + ": " + near["what"]
    partners = _actors("partner", near["partner"], near["nature"].map(labels), gives)
    partners = partners.assign(area=near["area"].to_numpy(), synthetic=near["synthetic"].to_numpy())
    reach = closeness(suppliers["area"], code).notna() | (suppliers["kelurahan_code"] == code)
    serving = suppliers[reach]
    # Who may not know a supplier's name knows its kind and place.
    who = serving["name"].where(serving["name"] != "", serving["kind_label"] + " · " + serving["place"])
    sellers = _actors("supplier", who, serving["kind_label"], serving["goods"])
    sellers = sellers.assign(area=serving["area"].to_numpy(), synthetic=serving["synthetic"].to_numpy())
    return pd.concat([parties, partners, sellers], ignore_index=True)


def _actors(side: str, who: pd.Series, nature: pd.Series, gives: pd.Series) -> pd.DataFrame:
    table = pd.DataFrame({"who": who.to_numpy(), "nature": nature.to_numpy(), "gives": gives.to_numpy()})
    return table.assign(side=side, side_label=tr(SIDES[side]))[["side", "side_label", "who", "nature", "gives"]]
