"""The parts of the training page, one at a time, in the address."""

from __future__ import annotations

from mapping.desk.rules import PUBLIC, Actor
from mapping.language import mark
from mapping.ui.desk.parts import show_parts

WORD = "latih"
OWN, REGION, SESSIONS = "koperasi-ini", "wilayah-ini", "jadwal"
PARTS = {OWN: mark("Koperasi"), REGION: mark("Wilayah"), SESSIONS: mark("Jadwal pelatihan")}


def choose_part(actor: Actor) -> str:
    """Which part is shown; the public has no cooperative of its own to look at."""
    parts = [part for part in PARTS if part != OWN or actor.role != PUBLIC]
    return show_parts(WORD, PARTS, parts)
