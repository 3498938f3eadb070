"""The cooperatives of the demonstration: one a kelurahan, on their way from founded to trading."""

from __future__ import annotations

from functools import partial

import numpy as np

from mapping.desk.demo.diary import Event, Scene
from mapping.desk.models import Cooperative
from mapping.desk.register.write import Office, put_cooperatives, set_officers, set_status
from mapping.desk.rules import LOCAL
from mapping.knowledge.register import read_register

SOURCE = "data peraga"
# Step -> share of cooperatives that have come so far, and how many days ago the youngest of them did.
REACHED = {
    "founded": (0.12, 300),
    "legal": (0.30, 260),
    "accounts": (0.22, 200),
    "planned": (0.14, 150),
    "funded": (0.07, 110),
    "building": (0.05, 90),
    "trading": (0.08, 60),
    "dormant": (0.02, 30),
}
FOUNDED = 480
BOARD = ("chair", "vice_business", "vice_members", "secretary", "treasurer", "supervisor_chair")


def register_events(scene: Scene) -> list[Event]:
    """All are founded at one time; then each comes as far as its lot says, and a third tells its offices."""
    codes = scene.cooperatives()
    steps = scene.random.choice(list(REACHED), size=len(codes), p=[share for share, _ in REACHED.values()])
    events = [Event(FOUNDED, _found)]
    for code, step in zip(codes, steps, strict=True):
        if step != "founded":
            days = REACHED[step][1] + int(scene.random.integers(0, 60))
            events.append(Event(days, partial(_reach, code=code, step=str(step))))
        if scene.random.random() < 0.35:
            women = scene.random.random(len(BOARD)) < 0.4
            events.append(Event(50, partial(_fill_offices, code=code, women=women)))
    return events


def _found(scene: Scene, at: str) -> None:
    rows = []
    for number, (code, row) in enumerate(scene.kelurahan.iterrows(), start=1):
        kind = "Desa" if row["kind"] == "desa" else "Kelurahan"
        rows.append(
            {
                "name": f"Koperasi {kind} Merah Putih {row['name']}",
                "kelurahan_code": str(code),
                "kelurahan": row["name"],
                "kecamatan": row["kecamatan"],
                "kabupaten": row["kabupaten"],
                "lat": float(row["lat"]),
                "lon": float(row["lon"]),
                "point_state": "placeholder",
                "status": "founded",
                "status_since": at[:10],
                "members": int(scene.random.integers(20, 180)),
                "source": SOURCE,
                "source_id": f"peraga-{number}",
                "source_date": at[:10],
            }
        )
    with scene.desk.writing(LOCAL, at) as session:
        numbers = put_cooperatives(session, rows, at, synthetic=True)
    scene.made.update({str(code): number for code, number in zip(scene.kelurahan.index, numbers, strict=True)})


def _reach(scene: Scene, at: str, code: str, step: str) -> None:
    """The line that the tool advises is the one chosen, for two of three that have chosen one."""
    number = scene.made[code]
    advice = scene.advised.get(code)
    if step in ("planned", "funded", "building", "trading") and advice and advice.lines:
        line = advice.lines[0] if scene.random.random() < 0.67 else advice.lines[-1]
        with scene.desk.writing(LOCAL, at) as session:
            row = session.get_one(Cooperative, number)
            row.line_id, row.updated_at = line, at
    with scene.desk.reading() as reading:
        version = reading.get_one(Cooperative, number).version
    set_status(scene.desk, LOCAL, at, number, version, step, at[:10])


def _fill_offices(scene: Scene, at: str, code: str, women: np.ndarray) -> None:
    known = read_register()["offices"]
    offices = {
        key: Office(filled=True, woman=bool(woman), since=scene.day(FOUNDED))
        for key, woman in zip(BOARD, women, strict=True)
        if key in known
    }
    set_officers(scene.desk, LOCAL, at, scene.made[code], offices)
