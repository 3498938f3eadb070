"""Partners, agreements and trainings of the demonstration."""

from __future__ import annotations

from functools import partial

import numpy as np
from sqlalchemy import select

from mapping.desk.demo.diary import Event, Scene
from mapping.desk.models import Agreement, Attendance, TrainingSession
from mapping.desk.partners.agreements import begin_agreement, draft_agreement
from mapping.desk.partners.directory import Service, add_partner
from mapping.desk.partners.terms import Promise, Task, Terms
from mapping.desk.rules import LOCAL
from mapping.desk.training.assess import assess
from mapping.desk.training.attend import Came, note_attendance
from mapping.desk.training.invite import invite
from mapping.desk.training.plan import write_plan
from mapping.desk.training.sessions import plan_session
from mapping.knowledge.competencies import read_competencies

PARTNERS = (
    ("Balai Latihan Peraga", "government",
     (Service("technical", "pelatihan pembukuan dan manajemen koperasi", modules=("management", "finance")),)),
    ("Bank Daerah Peraga", "finance",
     (Service("finance", "kredit modal kerja koperasi", money="loan", interest_percent_year=6.0,
              security="persediaan dan tagihan"),)),
    ("Hotel Peraga", "private", (Service("marketing", "membeli kue dan jajanan setiap pekan"),)),
    ("Kampus Peraga", "campus", (Service("research", "uji umur simpan dan kemasan pangan", modules=("production",)),)),
    ("Dewan Koperasi Peraga", "ngo", (Service("advocacy", "membawa usulan koperasi ke pemerintah daerah"),)),
)  # fmt: skip
ASSESSED = 0.4
COMING = 12
"""How many boards come to the training that was held."""


def help_events(scene: Scene) -> list[Event]:
    """Partners; assessments of some boards, a training for some of them, assessments again; two agreements."""
    codes = scene.cooperatives()
    assessed = [code for code in codes if scene.random.random() < ASSESSED]
    events = [Event(70, _partners)]
    for code in assessed:
        levels = scene.random.choice([1, 2, 3, 4], p=[0.35, 0.35, 0.22, 0.08], size=12)
        events.append(Event(120, partial(_assess, code=code, levels=levels)))
        if code in assessed[:COMING] or scene.random.random() < 0.4:
            gained = (scene.random.random(12) < (0.45 if code in assessed[:COMING] else 0.15)).astype(int)
            later = np.minimum(levels + gained, 4)
            events.append(Event(25, partial(_assess, code=code, levels=later)))
    if len(assessed) >= COMING:
        events.append(Event(80, partial(_train, codes=assessed[:COMING])))
        events.append(Event(60, partial(_held, codes=assessed[:COMING])))
        events.append(Event(3, _next_training))
    if len(codes) > 1:
        events.append(Event(40, _agree))
        events.append(Event(39, _agreed))
    return events


def _partners(scene: Scene, at: str) -> None:
    for position, (name, nature, services) in enumerate(PARTNERS):
        place = scene.kelurahan.iloc[(position * 17 + 3) % len(scene.kelurahan)]
        scene.made[name] = add_partner(
            scene.desk,
            LOCAL,
            at,
            name=name,
            nature=nature,
            place=f"{place['name']}, {place['kecamatan']}",
            kelurahan_code=str(place.name),
            source="data peraga",
            checked_on=at[:10],
            services=services,
            synthetic=True,
        )


def _assess(scene: Scene, at: str, code: str, levels: np.ndarray) -> None:
    told = {key: int(level) for key, level in zip(read_competencies()["competencies"], levels, strict=True)}
    number = scene.made[code]
    kept = assess(scene.desk, LOCAL, at, cooperative_id=number, taken_on=at[:10], by="office", levels=told)
    write_plan(scene.desk, LOCAL, at, cooperative_id=number, assessment_id=kept, start_on=at[:10])


def _train(scene: Scene, at: str, codes: list[str]) -> None:
    number = scene.made["pelatihan"] = plan_session(
        scene.desk,
        LOCAL,
        at,
        module="finance",
        title="Buku kas dan neraca koperasi",
        held_on=scene.day(60),
        kelurahan_code=codes[0],
        place="Balai Latihan Peraga",
        partner_id=scene.made.get("Balai Latihan Peraga"),
        hours=6,
        seats=40,
    )
    invite(scene.desk, LOCAL, at, number, _session_version(scene), {scene.made[code]: 3 for code in codes})


def _session_version(scene: Scene) -> int:
    with scene.desk.reading() as session:
        return session.get_one(TrainingSession, scene.made["pelatihan"]).version


def _held(scene: Scene, at: str, codes: list[str]) -> None:
    with scene.desk.reading() as session:
        rows = session.scalars(select(Attendance).where(Attendance.session_id == scene.made["pelatihan"]))
        versions = {row.cooperative_id: row.version for row in rows}
    came = [
        Came(scene.made[code], 3, 1 + position % 2, 45 + position, 62 + 2 * position, versions[scene.made[code]])
        for position, code in enumerate(codes)
    ]
    note_attendance(scene.desk, LOCAL, at, scene.made["pelatihan"], _session_version(scene), came)


def _next_training(scene: Scene, at: str) -> None:
    plan_session(
        scene.desk,
        LOCAL,
        at,
        module="marketing",
        title="Mencari pembeli tetap dan menghitung harga",
        held_on=scene.day(-18),
        place="Balai Latihan Peraga",
        hours=5,
        seats=40,
    )


def _agree(scene: Scene, at: str) -> None:
    terms = Terms(
        kind="marketing",
        title="Pasokan kue setiap pekan",
        goal_cooperative="Pembeli tetap bagi pembuat kue anggota",
        goal_partner="Kue segar dengan mutu yang sama setiap pagi",
        trade_off="Hotel ingin tempo 30 hari; disepakati bayar tiap pekan pada tiga bulan pertama.",
        signed_on=scene.day(40),
        review_on=scene.day(-50),
        flow="sells",
        value_idr_year=96_000_000,
        tasks=(
            Task("Mengumpulkan dan memeriksa kue", does="manajer", decides="pengurus", asked="anggota", told="swasta"),
            Task("Mengantar setiap pagi", does="anggota", decides="manajer", told="swasta"),
            Task("Membayar setiap pekan", does="swasta", decides="swasta", told="pengurus"),
        ),
        promises=(
            Promise("cooperative", "Contoh kemasan dan daftar pembuat", scene.day(20)),
            Promise("partner", "Jadwal pesanan tiga bulan", scene.day(-10)),
        ),
    )
    scene.made["kesepakatan"] = draft_agreement(
        scene.desk, LOCAL, at, scene.made[scene.cooperatives()[0]], scene.made["Hotel Peraga"], terms
    )


def _agreed(scene: Scene, at: str) -> None:
    with scene.desk.reading() as session:
        version = session.get_one(Agreement, scene.made["kesepakatan"]).version
    begin_agreement(scene.desk, LOCAL, at, scene.made["kesepakatan"], version)
