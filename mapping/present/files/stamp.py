"""What every file says of itself: region, date of the data, label, settings, program, checksum of the manifest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

import mapping
from mapping.knowledge.formats import say_date
from mapping.language import mark, tr
from mapping.present.tables import SYNTHETIC
from mapping.study import Study

PROGRAM = mark("Peta Potensi Koperasi {version}")


@dataclass(frozen=True)
class Stamp:
    """What a file says of itself.

    Parameters
    ----------
    region : str
        Name of the region.
    data_date : str
        ISO date of the survey; ``""`` unknown.
    data_label : str
        ``"data sintetis"`` in the language in force, or ``""``.
    boundary_note : str
        What is to be known of the outlines, or ``""``.
    setup, answers : str
        Names of the scoring set-up and of the founder's answers in force.
    settings_sha256 : str
        Checksum of all settings in force.
    version : str
        Of this program.
    manifest_sha256 : str
        Checksum of the bytes of ``manifest_bytes``: who has the manifest can tell that it belongs to the file.
    """

    region: str
    data_date: str
    data_label: str
    boundary_note: str
    setup: str
    answers: str
    settings_sha256: str
    version: str
    manifest_sha256: str

    def pairs(self) -> list[tuple[str, str]]:
        """What is said, label and text, for a sheet of sources; what is not known says so."""
        return [
            (tr("Wilayah"), self.region),
            (tr("Tanggal data"), say_date(self.data_date) if self.data_date else tr("belum diketahui")),
            (tr("Label data"), self.data_label or tr("data survei")),
            (tr("Catatan batas"), tr(self.boundary_note) if self.boundary_note else tr("tidak ada")),
            (tr("Susunan skor"), tr(self.setup)),
            (tr("Jawaban koperasi"), tr(self.answers)),
            (tr("Sidik pengaturan"), self.settings_sha256),
            (tr("Program"), tr(PROGRAM, version=self.version)),
            (tr("Sidik manifest"), self.manifest_sha256),
        ]

    def line(self) -> str:
        """The same in one line, checksums shortened to twelve signs: the foot of a page."""
        date = say_date(self.data_date) if self.data_date else tr("belum diketahui")
        told = [
            self.region,
            tr("data {date}", date=date),
            self.data_label,
            tr("susunan skor {name} ({key})", name=tr(self.setup), key=self.settings_sha256[:12]),
            tr(PROGRAM, version=self.version),
            tr("manifest {key}", key=self.manifest_sha256[:12]),
        ]
        return " · ".join(part for part in told if part)

    def record(self) -> dict[str, str]:
        """The same for machines: English keys, checksums in full."""
        return asdict(self)


def manifest_in_force(study: Study) -> dict[str, Any]:
    """The manifest of a study with the settings that are in force now, also where a session has changed them."""
    return {**study.manifest, "settings": json.loads(json.dumps(asdict(study.settings)))}


def manifest_bytes(study: Study) -> bytes:
    """The manifest as a file: inputs with checksums, rows in, used and rejected, settings, versions, seed."""
    return (json.dumps(manifest_in_force(study), indent=1, ensure_ascii=False) + "\n").encode()


def stamp_of(study: Study) -> Stamp:
    """The stamp of a study, in the language in force."""
    settings = study.settings
    told = json.dumps(asdict(settings), sort_keys=True).encode()
    return Stamp(
        region=settings.region,
        data_date=settings.survey_date,
        data_label=tr(SYNTHETIC) if settings.synthetic else "",
        boundary_note=settings.boundary_note,
        setup=settings.setup.name,
        answers=settings.advice.name,
        settings_sha256=hashlib.sha256(told).hexdigest(),
        version=mapping.__version__,
        manifest_sha256=hashlib.sha256(manifest_bytes(study)).hexdigest(),
    )
