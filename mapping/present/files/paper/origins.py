"""Where the figures of a page come from: files with their dates, and the stamp in full."""

from __future__ import annotations

from mapping.knowledge.formats import say_date, say_number
from mapping.language import mark, tr
from mapping.present.files.paper.fitting import CHECKSUM, on_page
from mapping.present.files.paper.gathered import Gathered

ROLES = {
    "survey": mark("Survei usaha"),
    "boundaries": mark("Batas dan nama"),
    "context": mark("Pasar, pembeli, dan data lain"),
}


def told_sources(shared: Gathered, code: str) -> list[str]:
    """Lines on where the figures come from, what is assumed, and all that the stamp says."""
    study, stamp = shared.edition.study, shared.edition.stamp
    told = []
    for role, label in ROLES.items():
        for entry in study.manifest.get("inputs", []):
            if entry.get("role") == role:
                told.append(_say_file(tr(label), entry, stamp.data_date if role == "survey" else ""))
    people = shared.known_of(code)
    source = people.at[tr("Penduduk"), "source"] if tr("Penduduk") in people.index else tr("kolom pada berkas batas")
    told.append(tr("Penduduk: {source}.", source=source))
    told.append(tr("Modal, marjin, dan harga: katalog lini usaha, asumsi perencanaan."))
    pairs = [f"{label}: {text}" for label, text in stamp.pairs()]
    return [on_page(" ".join(told), 520), on_page(" · ".join(pairs), 620, CHECKSUM)]


def _say_file(label: str, entry: dict[str, object], date: str) -> str:
    name = on_page(str(entry.get("name", "")), 50)
    used = entry.get("rows_used")
    when = f" ({say_date(date)})" if date else ""
    if isinstance(used, int):
        return tr("{label}: {name}{when}, {n} baris dipakai.", label=label, name=name, when=when, n=say_number(used))
    return tr("{label}: {name}{when}.", label=label, name=name, when=when)
