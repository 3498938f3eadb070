"""What a screen shows of a view: rows and map values for one sector and criterion. Selects, computes nothing new."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mapping.knowledge.catalog import read_criteria
from mapping.knowledge.formats import say_date, say_number
from mapping.language import tr
from mapping.measure.sectors import SHARES
from mapping.present.mapdata import UNKNOWN, MapValues
from mapping.present.mapvalues import with_value
from mapping.present.tables import NOT_COVERED, SYNTHETIC, sector_label
from mapping.ui.cache import View

DECIMALS = {"herfindahl": 2, "input_dependence": 2, "lq": 1, "density_1000": 1, "diversity": 1, "neighbour_lq": 1}
DECIMALS |= dict.fromkeys([*SHARES, "buyer_dependence"], 2)


def criterion_of(indicator: str) -> dict[str, Any]:
    """Label, unit and goalposts of what the map shows."""
    if indicator == "skor":
        return {"label": tr("Skor potensi"), "unit": tr("skor 0–100"), "low": 0, "high": 100}
    return read_criteria()["criteria"][indicator]


def is_money(indicator: str) -> bool:
    """Whether an indicator is counted in rupiah."""
    return indicator.endswith("_idr_month")


def sector_rows(view: View, sector: str, indicator: str) -> pd.DataFrame:
    """One row per kelurahan in the order of the kelurahan table, with ``value`` and ``state``.

    ``value`` is NaN unless ``state`` is ``KNOWN``; the table it comes from has small cells blanked.
    """
    column = "score" if indicator == "skor" else indicator
    rows = view.table.take(view.places.sectors[sector]).drop(columns="kelurahan_code")
    return with_value(rows.set_axis(view.study.kelurahan.index), column)


def _notes(view: View, rows: pd.DataFrame, sector: str) -> list[str]:
    settings = view.study.settings
    counted = say_number(float((view.study.businesses["sector"] == sector).sum()))
    notes = [tr("{counted} usaha, survei {survey_date}", counted=counted, survey_date=say_date(settings.survey_date))]
    if (rows["note"] == NOT_COVERED).any() and (rows["state"] == UNKNOWN).all():
        notes.append(tr("Survei ini tidak mencakup sektor ini: tidak diketahui, bukan rendah."))
    notes += [tr(text) for text in (settings.boundary_note, SYNTHETIC if settings.synthetic else "") if text]
    return notes


def map_values(view: View, rows: pd.DataFrame, sector: str, indicator: str, selected: str, dark: bool) -> MapValues:
    """The colouring of the map for one sector and criterion."""
    criterion = criterion_of(indicator)
    places, kecamatan = view.kecamatan
    unit = tr("per bulan") if is_money(indicator) else criterion["unit"]
    return MapValues(
        codes=[str(code) for code in rows.index],
        names=rows["name"].astype(str).tolist(),
        places=places.tolist(),
        kecamatan=kecamatan,
        values=rows["value"].to_numpy(float),
        states=rows["state"].to_numpy(int),
        ranks=rows[["rank", "rank_low", "rank_high"]].to_numpy(float) if indicator == "skor" else None,
        title=f"{criterion['label']}: {sector_label(sector).lower()}",
        unit=unit,
        low=float(criterion["low"]),
        high=float(criterion["high"]),
        open_ended=indicator != "skor",
        money=is_money(indicator),
        digits=DECIMALS.get(indicator, 0),
        notes=_notes(view, rows, sector),
        selected=selected,
        dark=dark,
    )


def ranked_rows(rows: pd.DataFrame, search: str) -> pd.DataFrame:
    """Kelurahan with a value first, best on top; the rest after them by name; only those that match the search."""
    rows = rows.sort_values(["value", "name"], ascending=[False, True], na_position="last")
    if search.strip():
        where = rows["name"].astype(str) + " " + rows["kecamatan"].astype(str) + " " + rows.index.astype(str)
        rows = rows[where.str.contains(search.strip(), case=False, regex=False)]
    return rows


def best_known(view: View) -> str:
    """Code of the kelurahan shown when none was asked for: the firmest advice, else the first of the table."""
    first = view.study.advice[view.study.advice["position"] == "1"]
    if first.empty:
        return str(view.study.kelurahan.index[0])
    best = first.sort_values(["confident", "score"], ascending=False).iloc[0]
    return str(best["kelurahan_code"])
