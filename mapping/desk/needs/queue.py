"""All needs as one table: most urgent first, with who waits for whom since when, as far as whoever asks may see."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd
from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from mapping.desk.models import Cooperative, Need, Offer, Supplier
from mapping.desk.needs.days import days_between
from mapping.desk.needs.seen import LARGEST_ID
from mapping.desk.needs.urgency import reminders_of, urgency_of
from mapping.desk.rules import COOPERATIVE, OFFICE, Actor, check_may, may
from mapping.desk.store.desk import Desk
from mapping.desk.store.frames import among, read_rows
from mapping.knowledge.needs import open_statuses
from mapping.knowledge.needs import read_needs as read_rules
from mapping.language import mark, tr

NOBODY = mark("belum ada")
OF_OFFICE = mark("Dinas")
PLACE = ("kelurahan_code", "kelurahan", "kecamatan", "synthetic")
FIRST = ("cooperative_id", "cooperative", *PLACE)
OWN = (
    "kind",
    "commodity",
    "item",
    "amount",
    "unit",
    "base_amount",
    "wanted_by",
    "status",
    "status_since",
    "entered_at",
)
WORKED_OUT = ("age_days", "status_days", "days_left", "urgency", "why", "reminder", "waits_for", "owner", "mine")
RECEIVED = ("received_amount", "missing_amount", "closed_at", "purchase_id")
SUPPLIED = ("supplier_kind", "supplier_place", "chosen_price_idr", "chosen_unit")
FOR_SOME = ("price_limit_idr", "details", "version")
COLUMNS = (*FIRST, *OWN, *WORKED_OUT, *RECEIVED, *SUPPLIED, *FOR_SOME)


def read_needs(
    desk: Desk,
    actor: Actor,
    today: str,
    codes: Iterable[str] | None = None,
    *,
    cooperative_id: int | None = None,
    ended: int | None = None,
) -> pd.DataFrame:
    """Every need, open ones first and most urgent among them.

    Parameters
    ----------
    today : str
        The office's day, ISO.
    codes : iterable of str or None
        Only needs of cooperatives in these kelurahan; None: of all.
    cooperative_id : int or None
        Only needs of this cooperative; None: of all.
    ended : int or None
        Of the needs that are over only so many, those that ended last; None: all.

    Returns
    -------
    DataFrame
        Index ``id``. Who: ``cooperative_id, cooperative, kelurahan_code, kelurahan, kecamatan, synthetic``. What:
        ``kind, commodity, item, amount, unit, base_amount, wanted_by, status, status_since, entered_at``. Worked out:
        ``age_days`` (open days: from entry until today or until it was closed), ``status_days``, ``days_left`` (float,
        NaN without a date), ``urgency`` (Int64 1 to 4, NA once closed), ``why``, ``reminder`` (a sentence or ``""``),
        ``waits_for`` (``"office"``, ``"cooperative"`` or ``""``), ``owner`` (in words), ``mine`` (looked after by who
        asks). What came: ``received_amount, missing_amount`` (NaN where nothing has come yet), ``closed_at,
        purchase_id``. The chosen supply: ``supplier_kind`` (a kind of ``supply.toml``, ``"stock"`` or ``"survey"``),
        ``supplier_place, chosen_price_idr, chosen_unit``. ``price_limit_idr`` is NA and ``details`` ``""`` for all but
        the own cooperative and the office. Never names, contacts or accounts.

    Notes
    -----
    A fixed number of statements and whole columns, however many needs there are; what was not asked for is not read,
    so that the queue of a city costs the same in a database of the country.
    """
    where = [] if cooperative_id is None else [Need.cooperative_id == int(cooperative_id)]
    return _read(desk, actor, today, codes, ended, *where)


def read_need(desk: Desk, actor: Actor, today: str, need_id: int) -> pd.Series | None:
    """One need as :func:`read_needs` tells it; None where there is none of this number."""
    found = _read(desk, actor, today, None, None, Need.id == (int(need_id) if 0 < need_id < LARGEST_ID else 0))
    return found.iloc[0] if len(found) else None


def _read(
    desk: Desk, actor: Actor, today: str, codes: Iterable[str] | None, ended: int | None, *where: Any
) -> pd.DataFrame:
    check_may(actor, "need.read")
    with desk.reading() as session:
        if codes is not None:
            where = (*where, Need.cooperative_id.in_(cooperatives_in(session, codes)))
        if ended is not None:
            where = (*where, _open_or_latest(ended, where))
        needs = read_rows(session, Need, actor, *where)
        offers, suppliers, sellers, purchases = _taken(session, actor, needs)
        here = among(session, Cooperative.id, pd.concat([needs["cooperative_id"], sellers]))
        cooperatives = read_rows(session, Cooperative, actor, here, only=("name", *PLACE))
    of = cooperatives.reindex(needs["cooperative_id"]).set_axis(needs.index)
    needs[list(PLACE)] = of[list(PLACE)]
    needs["cooperative"] = of["name"]
    chosen = _chosen(offers, suppliers, cooperatives["kelurahan"].reindex(sellers), purchases)
    needs = _with_supply(needs, chosen)
    needs = _with_days(needs, actor, today)
    return _sorted(_as_seen(needs, actor)[list(COLUMNS)])


def cooperatives_in(session: Session, codes: Iterable[str]) -> Select[Any]:
    """Numbers of the cooperatives in some kelurahan, as a query within another."""
    return select(Cooperative.id).where(among(session, Cooperative.kelurahan_code, codes))


def _open_or_latest(ended: int, where: tuple[Any, ...]) -> ColumnElement[bool]:
    """What still waits, and so many of what is over."""
    # Of some cooperatives the needs are found by these: by its status, every need of the country would be looked at.
    status = Need.status.concat("") if where else Need.status
    is_open = status.in_(open_statuses())
    if ended <= 0:
        return is_open
    over = select(Need.id).where(*where, ~is_open).order_by(Need.closed_at.desc(), Need.id).limit(ended)
    return or_(is_open, Need.id.in_(over))


def _taken(
    session: Session, actor: Actor, needs: pd.DataFrame
) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series, pd.Series]:
    """What was chosen for these needs and for those that are bought as one with them.

    Returns
    -------
    offers, suppliers : DataFrame
    sellers : Series
        Of each offer the cooperative whose stock it is, NA for any other.
    purchases : Series
        ``purchase_id`` of every need that is asked for here, by its number.
    """
    shared = among(session, Need.purchase_id, needs["purchase_id"])
    together = read_rows(session, Need, actor, shared, only=("purchase_id",))["purchase_id"]
    purchases = pd.concat([needs["purchase_id"], together[~together.index.isin(needs.index)]])
    taken = Offer.status.in_(("chosen", "delivered")), among(session, Offer.need_id, purchases.index)
    offers = read_rows(session, Offer, actor, *taken).drop_duplicates("need_id", keep="last")
    suppliers = read_rows(session, Supplier, actor, among(session, Supplier.id, offers["supplier_id"]))
    stocks = among(session, Need.id, offers["stock_need_id"])
    stock = read_rows(session, Need, actor, stocks, only=("cooperative_id",))["cooperative_id"]
    return offers, suppliers, stock.reindex(offers["stock_need_id"]).set_axis(offers.index), purchases


def _chosen(offers: pd.DataFrame, suppliers: pd.DataFrame, places: pd.Series, purchases: pd.Series) -> pd.DataFrame:
    """The chosen offer of each need: what may be told of it, and its ``purchase_id``. Index ``need_id``.

    Parameters
    ----------
    places : Series
        Of each offer the kelurahan of the cooperative whose stock it is.
    """
    of = suppliers.reindex(offers["supplier_id"]).set_axis(offers.index)
    place = places.set_axis(offers.index)
    told = pd.DataFrame(
        {
            "need_id": offers["need_id"].astype("int64"),
            "supplier_kind": of["kind"].astype("object").fillna(offers["source"]).astype("str"),
            "supplier_place": of["place"].astype("object").fillna(place).fillna(offers["from_code"]).astype("str"),
            "chosen_price_idr": offers["price_idr"],
            "chosen_unit": offers["unit"],
            "purchase_id": purchases.reindex(offers["need_id"]).set_axis(offers.index),
        }
    )
    return told.set_index("need_id")


def _with_supply(needs: pd.DataFrame, chosen: pd.DataFrame) -> pd.DataFrame:
    """Needs with their chosen supply; one that was bought with others has that of the purchase."""
    told = chosen.reindex(needs.index).set_axis(needs.index)
    shared = chosen.dropna(subset="purchase_id").drop_duplicates("purchase_id", keep="last").set_index("purchase_id")
    has = needs.index.isin(chosen.index)
    waits = needs["status"].isin(("chosen", "delivered", "closed")) & needs["purchase_id"].isin(shared.index)
    for name, unknown in zip(SUPPLIED, ("", "", pd.NA, ""), strict=True):
        joint = needs["purchase_id"].map(shared[name].to_dict()).astype("object").where(waits, unknown)
        needs[name] = told[name].astype("object").where(has, joint)
    return needs.astype(dict.fromkeys(SUPPLIED, "str") | {"chosen_price_idr": "Int64"})


def _with_days(needs: pd.DataFrame, actor: Actor, today: str) -> pd.DataFrame:
    """Needs with what follows from the day."""
    is_open = needs["status"].isin(open_statuses())
    until = needs["closed_at"].mask(is_open, today)
    statuses = read_rules()["statuses"]
    needs = needs.assign(
        age_days=days_between(needs["entered_at"], until).clip(lower=0),
        status_days=days_between(needs["status_since"], today).clip(lower=0),
        days_left=-days_between(needs["wanted_by"], today),
        waits_for=needs["status"].map({key: row["waits_for"] for key, row in statuses.items()}),
        owner=needs["owned"].map({OFFICE: tr(OF_OFFICE)}).fillna(tr(NOBODY)),
        mine=needs["owned"].eq(OFFICE) & _same_account(needs["owner_id"], actor),
        missing_amount=(needs["amount"] - needs["received_amount"]).clip(lower=0),
    )
    needs["days_left"] = needs["days_left"].where(is_open)
    return needs.join(urgency_of(needs)).assign(reminder=reminders_of(needs))


def _same_account(owner: pd.Series, actor: Actor) -> pd.Series:
    if not may(actor, "need.take"):
        return pd.Series(False, index=owner.index)
    return owner.isna() if actor.account_id is None else owner.eq(actor.account_id).fillna(False)


def _as_seen(needs: pd.DataFrame, actor: Actor) -> pd.DataFrame:
    """What is for the own cooperative and the office only is blank for others."""
    if may(actor, "need.say"):
        return needs
    own = needs["cooperative_id"].eq(actor.cooperative_id if actor.role == COOPERATIVE else None).fillna(False)
    return needs.assign(price_limit_idr=needs["price_limit_idr"].where(own), details=needs["details"].where(own, ""))


def _sorted(needs: pd.DataFrame) -> pd.DataFrame:
    """Open ones by urgency, then by the days left and the days they wait; then what is over, latest first."""
    newest = needs.sort_values("closed_at", ascending=False, kind="stable")
    order, rising = ["urgency", "days_left", "age_days"], [True, True, False]
    waiting = newest[newest["urgency"].notna()].sort_values(order, ascending=rising, kind="stable")
    return pd.concat([waiting, newest[newest["urgency"].isna()]]) if len(waiting) else newest
