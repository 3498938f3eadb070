"""What the maps of the files show: the score of each sector, and what to start with; from the public tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.knowledge.formats import say_date
from mapping.language import tr
from mapping.present.files.edition import Edition
from mapping.present.looks import KIND_COLOURS, REST_COLOURS
from mapping.present.mapdata import KNOWN, MapKinds, MapValues
from mapping.present.mapvalues import advice_values, sector_values
from mapping.present.outlines import kecamatan_of
from mapping.present.tables import sector_label

ADVICE = "saran"


def maps_of(edition: Edition, selected: str = "") -> dict[str, MapValues | MapKinds]:
    """The advice and every scored sector of which something is known, by the word of each."""
    sectors = {sector: sector_map(edition, sector, selected) for sector in SCORED_SECTORS}
    known: dict[str, MapValues | MapKinds] = {
        sector: shown for sector, shown in sectors.items() if (np.asarray(shown.states) == KNOWN).any()
    }
    advice = advice_map(edition, selected)
    if len(known) < len(sectors):
        blank = ", ".join(sector_label(sector).lower() for sector in sectors if sector not in known)
        said = tr("Tidak dipetakan, karena belum cukup datanya: {sectors}.", sectors=blank)
        advice = replace(advice, notes=[*advice.notes, said])
    return {ADVICE: advice} | known


def sector_map(edition: Edition, sector: str, selected: str = "") -> MapValues:
    """Scores of one sector in the five fixed classes, with rank and rank interval."""
    rows = sector_values(edition.scores, edition.study.kelurahan.index, sector, "score")
    known = (rows["state"] == KNOWN).to_numpy()
    ranks = rows[["rank", "rank_low", "rank_high"]].to_numpy(float)
    return MapValues(
        **_places(edition, selected),
        values=rows["value"].to_numpy(float),
        states=rows["state"].to_numpy(np.int64),
        ranks=np.where(known[:, None], ranks, np.nan),
        title=tr("Skor potensi: {sector}", sector=sector_label(sector).lower()),
        unit=tr("skor 0–100"),
        low=0.0,
        high=100.0,
    )


def advice_map(edition: Edition, selected: str = "") -> MapKinds:
    """The line that each kelurahan should start with; the commonest in a colour of their own."""
    rows, labels = advice_values(edition.study)
    rest = len(labels) > len(KIND_COLOURS) + 1
    named = len(labels) - 1 - rest
    return MapKinds(
        **_places(edition, selected),
        kinds=np.maximum(rows["kind_of"].to_numpy(np.int64), 0),
        states=rows["state"].to_numpy(np.int64),
        labels=labels,
        colours=(*KIND_COLOURS[:named], *REST_COLOURS[0 if rest else 1 :]),
        details=rows["detail"].astype(str).tolist(),
        title=tr("Mulai dari apa"),
    )


def part_of(shown: MapValues | MapKinds, kept: npt.NDArray[np.bool_]) -> MapValues | MapKinds:
    """The same map of some places only, with the kecamatan that these lie in.

    Parameters
    ----------
    kept : array of bool, shape (n,)
        Which places stay.
    """
    at: list[int] = np.flatnonzero(kept).tolist()
    groups = sorted({int(shown.places[place]) for place in at})

    def chosen(column: Sequence[Any]) -> list[Any]:
        return [column[place] for place in at] if len(column) else []

    common: dict[str, Any] = {
        "codes": chosen(shown.codes),
        "names": chosen(shown.names),
        "places": [groups.index(int(shown.places[place])) for place in at],
        "kecamatan": [shown.kecamatan[group] for group in groups],
        "states": np.asarray(shown.states)[at],
        "details": chosen(shown.details),
    }
    if isinstance(shown, MapKinds):
        return replace(shown, **common, kinds=np.asarray(shown.kinds)[at])
    ranks = None if shown.ranks is None else shown.ranks[at]
    return replace(shown, **common, values=np.asarray(shown.values)[at], ranks=ranks)


def say_sources(edition: Edition) -> list[str]:
    """Which files and which date stand behind a map, and what is to be known of its outlines."""
    study = edition.study
    files = {entry["role"]: str(entry["name"]) for entry in study.manifest["inputs"]}
    date = say_date(study.settings.survey_date)
    notes = [tr("Survei: {file}, {date}.", file=files.get("survey", ""), date=date)]
    note = tr(study.settings.boundary_note)
    boundary = {"file": files.get("boundaries", ""), "note": note}
    notes.append(
        tr("Batas wilayah: {file} ({note}).", **boundary) if note else tr("Batas wilayah: {file}.", **boundary)
    )
    return notes


def _places(edition: Edition, selected: str) -> dict[str, Any]:
    kelurahan = edition.study.kelurahan
    groups, names = kecamatan_of(kelurahan)
    return {
        "codes": [str(code) for code in kelurahan.index],
        "names": kelurahan["name"].astype(str).tolist(),
        "places": groups.tolist(),
        "kecamatan": names,
        "notes": say_sources(edition),
        "selected": selected,
    }
