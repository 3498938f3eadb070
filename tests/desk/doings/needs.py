"""Each action of needs and joint purchases, done once for a cooperative."""

from collections.abc import Callable

from mapping.desk.models import Cooperative, Need, Purchase
from mapping.desk.needs.answer import close, receive, refuse, say, take, withdraw
from mapping.desk.needs.enter import enter_need
from mapping.desk.needs.joint import join_purchase, move_purchase, propose_purchase
from mapping.desk.needs.queue import read_needs
from mapping.desk.needs.steps import move
from mapping.desk.rules import CONSOLE, Actor
from mapping.desk.store.desk import Desk
from tests.desk.rows import row_of

AT, TODAY = "2026-11-23T08:00:00Z", "2026-11-23"
RICE = {"kind": "goods", "item": "beras medium", "amount": 2, "unit": "ton"}


def _ask(desk: Desk, actor: Actor, cooperative_id: int) -> int:
    return enter_need(desk, actor, AT, cooperative_id=cooperative_id, **RICE)


def _asked(desk: Desk, cooperative_id: int, *statuses: str) -> tuple[int, int]:
    """A need brought along by the console: its number and version."""
    number = _ask(desk, CONSOLE, cooperative_id)
    with desk.writing(CONSOLE, AT) as session:
        for status in statuses:
            move(session, session.get(Need, number), status)
    with desk.reading() as session:
        return number, session.get(Need, number).version


def _pair(desk: Desk, cooperative_id: int) -> list[int]:
    """The same need of this cooperative and of a new neighbour."""
    with desk.writing(CONSOLE, AT) as session:
        other = row_of(Cooperative, name="Tetangga", kelurahan_code="35.78.03.1005")
        session.add(other)
        session.flush()
        neighbour = other.id
    return [_ask(desk, CONSOLE, cooperative_id), _ask(desk, CONSOLE, neighbour)]


def _read(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return read_needs(desk, actor, TODAY)


def _say(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return say(desk, actor, AT, _asked(desk, cooperative_id)[0], "Kapan datang?")


def _withdraw(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return withdraw(desk, actor, AT, *_asked(desk, cooperative_id))


def _take(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return take(desk, actor, AT, *_asked(desk, cooperative_id))


def _refuse(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return refuse(desk, actor, AT, *_asked(desk, cooperative_id), "habis")


def _receive(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return receive(desk, actor, AT, *_asked(desk, cooperative_id, "offered", "chosen"), 2)


def _close(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return close(desk, actor, AT, *_asked(desk, cooperative_id, "taken"), "dibeli sendiri")


def _propose(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    return propose_purchase(desk, actor, AT, _pair(desk, cooperative_id))


def _join(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    needs = _pair(desk, cooperative_id)
    return join_purchase(desk, actor, AT, propose_purchase(desk, CONSOLE, AT, needs), needs[0], 1)


def _move(desk: Desk, actor: Actor, cooperative_id: int) -> object:
    needs = _pair(desk, cooperative_id)
    purchase = propose_purchase(desk, CONSOLE, AT, needs)
    for number in needs:
        join_purchase(desk, CONSOLE, AT, purchase, number, 1)
    with desk.reading() as session:
        version = session.get(Purchase, purchase).version
    return move_purchase(desk, actor, AT, purchase, version, "ordered")


DOINGS: dict[str, Callable[[Desk, Actor, int], object]] = {
    "need.read": _read,
    "need.enter": _ask,
    "need.say": _say,
    "need.withdraw": _withdraw,
    "need.take": _take,
    "need.refuse": _refuse,
    "need.receive": _receive,
    "need.close": _close,
    "purchase.propose": _propose,
    "purchase.join": _join,
    "purchase.move": _move,
}
