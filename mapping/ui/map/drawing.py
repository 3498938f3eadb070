"""A subject with its classes and filter as a record that the map draws."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from mapping.knowledge.formats import say_date, say_number
from mapping.language import tr
from mapping.present.mapdata import KNOWN, UNKNOWN, MapKinds, MapPairs, MapShown, MapValues
from mapping.present.mapvalues import CERTAINTY
from mapping.present.tables import SYNTHETIC, sector_label
from mapping.ui.cache import View
from mapping.ui.map.classes import THIRDS, Classes
from mapping.ui.map.subjects import ADVICE, LINE, PAIR, SCORE, SPOTS, WHOLE, Subject

Mask = npt.NDArray[np.bool_]


def draw_subject(
    view: View, subject: Subject, classes: Classes, sector: str, chosen: Mask, selected: str, focus: str,
    textured: bool, dark: bool,
) -> MapShown:  # fmt: skip
    """What the map is told.

    Parameters
    ----------
    chosen : array of bool
        For each row of the subject, whether it passes the filter.
    selected, focus : str
        Code of the ringed kelurahan, position of the kecamatan to zoom to; ``""`` none.
    textured : bool
        Lay a texture over what is not certain, where certainty is known.
    """
    common = _common(view, subject, sector, dark) | {
        "chosen": None if chosen.all() else chosen,
        "selected": "" if subject.level == WHOLE else selected,
        "focus": focus,
    }
    if subject.word == PAIR:
        return _pairs(subject, classes, common)
    if not subject.has_values or subject.word == LINE:
        return _kinds(subject, classes, common)
    return _values(subject, classes, common, textured)


def _common(view: View, subject: Subject, sector: str, dark: bool) -> dict[str, Any]:
    rows = subject.rows
    places, _ = view.kecamatan
    return {
        "codes": [str(code) for code in rows.index],
        "names": rows["name"].astype(str).tolist(),
        "places": list(range(len(rows))) if subject.level == WHOLE else places.tolist(),
        "kecamatan": view.places.kecamatan_labels,
        "states": rows["state"].to_numpy(int),
        "details": rows["detail"].fillna("").astype(str).tolist(),
        "title": subject.title,
        "notes": say_notes(view, subject, sector),
        "dark": dark,
        "level": subject.level,
    }


def say_notes(view: View, subject: Subject, sector: str) -> list[str]:
    """What stands under a legend: what was counted, when, and what must be known about it."""
    settings = view.study.settings
    survey = say_date(settings.survey_date)
    if subject.word in (LINE, ADVICE):
        notes = [tr("survei {survey_date}", survey_date=survey)]
    else:
        counted = say_number(float((view.study.businesses["sector"] == sector).sum()))
        notes = [tr("{counted} usaha {sector}, survei {survey_date}", counted=counted,
                    sector=sector_label(sector).lower(), survey_date=survey)]  # fmt: skip
    if subject.word == SPOTS:
        notes.append(tr("Dihitung dari kelurahan yang bersentuhan."))
    notes += [tr(settings.boundary_note), tr(SYNTHETIC) if settings.synthetic else ""]
    return [note for note in notes if note]


def _values(subject: Subject, classes: Classes, common: dict[str, Any], textured: bool) -> MapValues:
    rows, cuts = subject.rows, classes.cuts
    has_ranks = subject.word.startswith(SCORE) and subject.level != WHOLE
    doubt = rows["doubt"].to_numpy(int) if textured and "doubt" in rows else None
    return MapValues(
        **common,
        values=rows["value"].to_numpy(float),
        ranks=rows[["rank", "rank_low", "rank_high"]].to_numpy(float) if has_ranks else None,
        unit=subject.unit,
        low=subject.low,
        high=subject.high,
        open_ended=subject.open_ended and len(cuts.breaks) > 2 if cuts else False,
        money=subject.money,
        digits=subject.digits,
        breaks=cuts.breaks if cuts else None,
        colours=classes.colours,
        doubt=None if doubt is None else np.maximum(doubt, 0),
        doubt_labels=[tr(word) for word in CERTAINTY] if doubt is not None else (),
    )


def _kinds(subject: Subject, classes: Classes, common: dict[str, Any]) -> MapKinds:
    rows = subject.rows
    if subject.word == LINE:
        # What is told of a place: its class, its score, and which condition it does not meet.
        said = [_say_line(value, detail) for value, detail in zip(rows["value"], common["details"], strict=True)]
        states = np.where((rows["state"] == UNKNOWN) & rows["closed"], KNOWN, rows["state"])
        common = common | {"states": states.astype(int), "details": said}
    return MapKinds(**common, kinds=np.maximum(classes.of, 0), labels=classes.labels, colours=classes.colours)


def _say_line(value: float, detail: str) -> str:
    return (
        detail if pd.isna(value) else tr("nilai {value}", value=say_number(value)) + (f" · {detail}" if detail else "")
    )


def _pairs(subject: Subject, classes: Classes, common: dict[str, Any]) -> MapPairs:
    values = subject.rows["value"]
    said = [
        " · ".join(filter(None, (tr("skor {value}", value=say_number(value)), detail))) if value == value else ""
        for value, detail in zip(values, common["details"], strict=True)
    ]
    of = np.maximum(classes.of, 0)
    return MapPairs(
        **common | {"details": said, "states": np.where(classes.of < 0, np.maximum(common["states"], UNKNOWN), KNOWN)},
        first=of // 3,
        second=of % 3,
        first_label=tr("skor"),
        second_label=tr("kepastian"),
        first_words=[tr(word) for word in THIRDS],
        second_words=[tr(word) for word in reversed(CERTAINTY)],
        colours=classes.colours,
    )
