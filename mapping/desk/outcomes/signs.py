"""Early signs that a cooperative may be in trouble, each from something on record and said in one sentence."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import pandas as pd
from sqlalchemy import select

from mapping.desk.models import Cooperative, Need
from mapping.desk.needs.days import day_of
from mapping.desk.outcomes.read import CHECKED, LOST, OVERDUE, may_see, whole_ledger
from mapping.desk.rules import Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.knowledge.formats import say_date, say_number, say_percent
from mapping.knowledge.needs import open_statuses
from mapping.knowledge.outcomes import MONTHS, days_later, read_outcome_rules
from mapping.language import plural, tr

COLUMNS = [
    "cooperative_id",
    "cooperative",
    "kelurahan_code",
    "kelurahan",
    "synthetic",
    "kind",
    "weight",
    "since",
    "what",
]
KINDS = ("closed", "late", "costs", "members", "revenue", "needs", "silent")


def early_signs(desk: Desk, actor: Actor, today: str, codes: Collection[str] | None = None) -> pd.DataFrame:
    """What may go wrong where, the gravest first.

    Signs are of the latest check of each start: closed, instalments late, costs not covered, members or revenue lost
    since the start; and of the desk itself: needs that wait too long, a check that nobody made. Limits are those of
    ``outcomes.toml``. No sign is no promise: it may only mean that nobody has looked.

    Returns
    -------
    DataFrame
        ``cooperative_id, cooperative, kelurahan_code, kelurahan, synthetic, kind`` (of ``KINDS``)``, weight`` (1
        gravest to 3)``, since`` (ISO day of the finding)``, what``. Late instalments and lost revenue are left out
        for whoever may not see a cooperative's money.
    """
    check_may(actor, "outcome.read")
    ledger = whole_ledger(desk, actor, today, codes)
    found = [*_of_checks(ledger, actor), *_of_silence(ledger), *_of_needs(desk, today, codes)]
    table = pd.DataFrame(found, columns=COLUMNS)
    return table.sort_values(["weight", "since", "cooperative_id"], ignore_index=True)


def _sign(row: object, kind: str, weight: int, since: str, what: str) -> dict[str, object]:
    place = {name: getattr(row, name) for name in COLUMNS[:5]}
    return {**place, "kind": kind, "weight": weight, "since": since, "what": what}


def _of_checks(ledger: pd.DataFrame, actor: Actor) -> Iterator[dict[str, object]]:
    """Signs of the latest check of each start; a ledger has hundreds of rows, not millions."""
    for row in ledger.itertuples():
        month = next((month for month in reversed(MONTHS) if getattr(row, f"state_{month}") == CHECKED), None)
        if month is None:
            continue
        day = getattr(row, f"checked_on_{month}")
        if _is_no(getattr(row, f"trading_{month}")):
            yield _sign(row, "closed", 1, day, tr("Usahanya tidak berjalan lagi saat dicek."))
            continue
        if _is_no(getattr(row, f"covers_costs_{month}")):
            yield _sign(row, "costs", 1, day, tr("Pemasukan belum menutup biaya."))
        if may_see(actor, row.cooperative_id):
            yield from _of_money(row, month, day)
        yield from _of_loss(row, month, day, "members")


def _of_money(row: object, month: int, day: str) -> Iterator[dict[str, object]]:
    if _is_no(getattr(row, f"paying_{month}")):
        yield _sign(row, "late", 1, day, tr("Cicilan pinjaman terlambat."))
    yield from _of_loss(row, month, day, "revenue_idr_month")


def _is_no(value: object) -> bool:
    return value is not None and value is not pd.NA and not value


def _of_loss(row: object, month: int, day: str, name: str) -> Iterator[dict[str, object]]:
    before, after = getattr(row, name), getattr(row, f"{name}_{month}")
    if pd.isna(before) or pd.isna(after) or not before:
        return
    # Rounded, because 1 - 36/40 is a little less than a tenth.
    rules, lost = read_outcome_rules()["signs"], round(1 - after / before, 9)
    if name == "members" and lost >= rules["members_drop"]:
        what = tr(
            "Anggota berkurang dari {before} menjadi {after} sejak mulai.",
            before=say_number(before),
            after=say_number(after),
        )
        yield _sign(row, "members", 2, day, what)
    if name == "revenue_idr_month" and lost >= rules["revenue_drop"]:
        yield _sign(row, "revenue", 2, day, tr("Omzet turun {share} sejak mulai.", share=say_percent(lost)))


def _of_silence(ledger: pd.DataFrame) -> Iterator[dict[str, object]]:
    labels = {month: read_outcome_rules()["checks"][str(month)]["label"] for month in MONTHS}
    for row in ledger.itertuples():
        missed = [month for month in MONTHS if getattr(row, f"state_{month}") in (OVERDUE, LOST)]
        later = any(getattr(row, f"state_{month}") == CHECKED for month in MONTHS if missed and month > missed[-1])
        if missed and not later:
            first = getattr(row, f"from_{missed[-1]}")
            what = tr(
                "Belum dicek padahal sudah waktunya sejak {day} (pengecekan {label}).",
                day=say_date(first),
                label=labels[missed[-1]],
            )
            yield _sign(row, "silent", 3, first, what)


def _of_needs(desk: Desk, today: str, codes: Collection[str] | None) -> Iterator[dict[str, object]]:
    """Open needs that have waited too long, one sign a cooperative."""
    limit = read_outcome_rules()["signs"]["need_days"]
    chosen = select(
        Cooperative.id,
        Cooperative.name,
        Cooperative.kelurahan_code,
        Cooperative.kelurahan,
        Cooperative.synthetic,
        Need.entered_at,
    )
    query = chosen.join(Need, Need.cooperative_id == Cooperative.id).where(Need.status.in_(open_statuses()))
    if codes is not None:
        query = query.where(Cooperative.kelurahan_code.in_(list(codes)))
    with desk.reading() as session:
        rows = pd.DataFrame(session.execute(query).all(), columns=[*COLUMNS[:5], "entered_at"])
    rows["day"] = pd.Series([day_of(at) for at in rows["entered_at"]], index=rows.index, dtype="str")
    late = rows[rows["day"] < days_later(today, -limit)]
    for _, mine in late.groupby("cooperative_id"):
        count = len(mine)
        told = {"n": say_number(count), "days": say_number(limit)}
        what = plural("{n} kebutuhan terbuka lebih dari {days} hari.", count, **told)
        yield _sign(next(mine.itertuples()), "needs", 2, mine["day"].min(), what)
