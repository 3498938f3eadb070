"""Suppliers and needs of the demonstration: the seed's story once from beginning to end, once waiting for an answer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from mapping.desk.demo.diary import Event, Scene
from mapping.desk.models import Need, Offer
from mapping.desk.needs.answer import close, receive, say, take
from mapping.desk.needs.enter import enter_need
from mapping.desk.rules import LOCAL
from mapping.desk.supply.goods import set_good
from mapping.desk.supply.offers import choose_offer, deliver_offer, make_offer
from mapping.desk.supply.suppliers import add_supplier
from mapping.knowledge.commodities import read_commodities

# Name, kind, and what it has: commodity, unit, a month, from, rupiah for one unit, days of delivery. Prices are made
# up.
SUPPLIERS = (
    ("Gudang Beras Peraga", "bulog", (("rice_sphp", "kg", 60_000, 500, 12_300, 2),)),
    (
        "Grosir Sembako Peraga",
        "wholesaler",
        (("rice_medium", "kg", 20_000, 100, 13_600, 1), ("sugar", "kg", 8_000, 50, 17_200, 1)),
    ),
    ("Kelompok Tani Peraga", "farmers", (("rice_medium", "kg", 3_000, 50, 13_100, 3),)),
    ("Agen Gas Peraga", "agent", (("lpg_3kg", "tabung", 3_000, 50, 16_000, 1),)),
    ("Distributor Tepung Peraga", "distributor", (("flour", "kg", 12_000, 250, 9_800, 2),)),
)


@dataclass(frozen=True)
class Wanted:
    """A need of the demonstration: whose (position among the kelurahan), what, entered and wanted when (days before and
    after today)."""

    whose: int
    kind: str
    item: str
    amount: float | None
    unit: str
    price: int | None
    entered: int
    wanted: int
    details: str = ""


WAITING = (
    Wanted(0, "goods", "Beras medium", 2_000, "kg", 13_500, 1, 5, "Stok gerai tinggal untuk tiga hari."),
    Wanted(1, "goods", "Beras medium", 600, "kg", 13_500, 2, 6),
    Wanted(2, "goods", "Gula pasir", 300, "kg", 17_500, 6, 2),
    Wanted(4, "goods", "LPG 3 kg", 200, "tabung", 16_500, 4, 3),
    Wanted(6, "stock", "Gula pasir", 250, "kg", 16_900, 9, 20, "Kemasan utuh, simpan kering."),
    Wanted(7, "goods", "Tepung terigu", 400, "kg", 10_200, 12, 9),
    Wanted(9, "problem", "Izin PIRT anggota tertahan di pemeriksaan dapur", None, "", None, 15, 30),
    Wanted(11, "problem", "Belum ada tempat untuk gerai", None, "", None, 40, 60),
)
RICE = Wanted(3, "goods", "Beras medium", 2_000, "kg", 13_500, 21, -14, "Gerai kehabisan beras.")
STORY = "cerita"


def goods_events(scene: Scene) -> list[Event]:
    """Suppliers first; a closed story of rice; needs that wait in every state."""
    events = [Event(45, _suppliers), *_story()]
    for position, wanted in enumerate(WAITING):
        if wanted.whose < len(scene.kelurahan):
            name = f"kebutuhan-{position}"
            events.append(Event(wanted.entered, partial(_enter, wanted=wanted, name=name)))
    events += [Event(5, partial(_take, name="kebutuhan-2")), Event(9, _answer_flour)]
    return events if len(scene.kelurahan) > max(wanted.whose for wanted in (*WAITING, RICE)) else events[:1]


def _suppliers(scene: Scene, at: str) -> None:
    rows = scene.kelurahan
    for position, (name, kind, goods) in enumerate(SUPPLIERS):
        place = rows.iloc[(position * 31 + 7) % len(rows)]
        number = add_supplier(
            scene.desk,
            LOCAL,
            at,
            name=name,
            kind=kind,
            kelurahan_code=str(place.name),
            place=f"{place['name']}, {place['kecamatan']}",
            area=str(place.name)[:5],
            complies=True if position != 2 else None,
            source="data peraga",
            checked_on=at[:10],
            synthetic=True,
        )
        scene.made[name] = number
        for commodity, unit, month, least, price, days in goods:
            label = str(read_commodities()[commodity]["label"])
            set_good(
                scene.desk,
                LOCAL,
                at,
                supplier_id=number,
                item=label,
                commodity=commodity,
                unit=unit,
                capacity_month=month,
                minimum_order=least,
                price_idr=price,
                price_date=at[:10],
                delivery_days=days,
            )


def _enter(scene: Scene, at: str, wanted: Wanted, name: str) -> None:
    scene.made[name] = enter_need(
        scene.desk,
        LOCAL,
        at,
        cooperative_id=scene.made[scene.cooperatives()[wanted.whose]],
        kind=wanted.kind,
        item=wanted.item,
        amount=wanted.amount,
        unit=wanted.unit,
        wanted_by=scene.day(-wanted.wanted),
        price_limit_idr=wanted.price,
        details=wanted.details,
        request_key=f"peraga-{scene.cooperatives()[0]}-{name}",
    )


def _version(scene: Scene, name: str) -> int:
    with scene.desk.reading() as session:
        return session.get_one(Need, scene.made[name]).version


def _take(scene: Scene, at: str, name: str) -> None:
    take(scene.desk, LOCAL, at, scene.made[name], _version(scene, name))


def _answer_flour(scene: Scene, at: str) -> None:
    _offer(scene, at, "kebutuhan-5", "Distributor Tepung Peraga", 400, 9_800)


def _offer(scene: Scene, at: str, need: str, supplier: str, amount: float, price: int) -> int:
    return make_offer(
        scene.desk,
        LOCAL,
        at,
        need_id=scene.made[need],
        source="supplier",
        supplier_id=scene.made[supplier],
        amount=amount,
        unit="kg",
        price_idr=price,
    )


def _story() -> list[Event]:
    """Two tonnes of rice: missing, taken up, three offers, one chosen, delivered, closed."""

    def offers(scene: Scene, at: str) -> None:
        _offer(scene, at, STORY, "Grosir Sembako Peraga", 2_000, 13_600)
        _offer(scene, at, STORY, "Kelompok Tani Peraga", 2_000, 13_300)
        scene.made["tawaran"] = _offer(scene, at, STORY, "Kelompok Tani Peraga", 2_000, 13_100)

    def choose(scene: Scene, at: str) -> None:
        why = "Termurah di bawah batas harga, panen sendiri, diantar tiga hari."
        choose_offer(scene.desk, LOCAL, at, scene.made["tawaran"], _version(scene, STORY), why)

    def deliver(scene: Scene, at: str) -> None:
        with scene.desk.reading() as session:
            version = session.get_one(Offer, scene.made["tawaran"]).version
        deliver_offer(scene.desk, LOCAL, at, scene.made["tawaran"], version)

    def confirm(scene: Scene, at: str) -> None:
        receive(scene.desk, LOCAL, at, scene.made[STORY], _version(scene, STORY), 2_000)
        say(scene.desk, LOCAL, at, scene.made[STORY], "Beras sudah di gerai, mutunya sesuai contoh.")
        close(scene.desk, LOCAL, at, scene.made[STORY], _version(scene, STORY))

    return [
        Event(RICE.entered, partial(_enter, wanted=RICE, name=STORY)),
        Event(20, partial(_take, name=STORY)),
        Event(19, offers),
        Event(18, choose),
        Event(15, deliver),
        Event(14, confirm),
    ]
