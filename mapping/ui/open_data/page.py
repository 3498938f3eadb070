"""One page of an open table: read from the desk, kept while nothing changes there, written as JSON, CSV or GeoJSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from mapping.desk.exchange.exports import SYNTHETIC
from mapping.desk.openness.public_tables import (
    Moment,
    PublicTable,
    moment_before,
    read_moment,
    read_public_table,
    within,
)
from mapping.desk.openness.public_trail import read_public_trail
from mapping.desk.store.desk import Desk
from mapping.knowledge.open import read_open_tables
from mapping.language import SOURCE, speaking, tr
from mapping.present.files.tidy import csv_bytes
from mapping.ui.cache import processed_folder, processed_regions
from mapping.ui.desk.open import the_desk, today
from mapping.ui.open_data.asked import TRAIL, Asked

if TYPE_CHECKING:
    from collections.abc import Mapping

Points = dict[str, tuple[float, float]]


@dataclass(frozen=True)
class Page:
    """Part of a table.

    Parameters
    ----------
    rows : DataFrame
    n, at : int, str
        Number and time of the trail's newest row when it was read: what to ask ``sejak`` next time.
    total : int
        Rows that were asked for, those of other pages included.
    last : int or None
        Number after which the following page begins; None on the last.
    label : str
        ``"data peraga"`` where all of the desk is made up, ``"sebagian data peraga"`` where some of it is.
    removed : list of int, optional
        Numbers of rows that are gone since, or changed and outside the region asked for; None where nobody asked for
        changes.
    """

    name: str
    rows: pd.DataFrame
    n: int
    at: str
    total: int
    last: int | None
    label: str
    removed: list[int] | None = None

    def body(self, ending: str, following: str) -> bytes:
        """The page as a file; ``following`` is the address of the next one."""
        if ending == "csv":
            return csv_bytes(self.rows, exact=True)
        head = {
            "tabel": self.name,
            "catatan": {"n": self.n, "at": self.at},
            "label": self.label,
            "jumlah": self.total,
            "berikutnya": following or None,
            **({} if self.removed is None else {"hilang": self.removed}),
        }
        if ending == "geojson":
            features = [_feature(row, region_points()) for row in records(self.rows)]
            return written({"type": "FeatureCollection", **head, "features": features})
        return written({**head, "baris": records(self.rows)})


def read_page(name: str, asked: Asked) -> Page:
    """What was asked of a table or of the trail.

    Raises
    ------
    mapping.errors.DeskError
        The desk cannot be read.
    """
    desk = the_desk()
    moment = read_moment(desk)
    label = label_of(kept_table(desk, "koperasi", moment).rows)
    if name == TRAIL:
        trail = read_public_trail(desk, after=asked.after, most=asked.most, code=asked.code)
        return Page(name, trail.rows, trail.n, trail.at, trail.total, trail.last, label)
    table = kept_table(desk, name, moment)
    rows, removed = table.rows, None
    if asked.since:
        n = asked.since if isinstance(asked.since, int) else moment_before(desk, asked.since)
        # A row of which the trail does not tell was put there past the desk: better once too often than never.
        rows = rows[(rows["changed_n"] > n).fillna(True)]
        removed = table.removed.loc[table.removed["n"] > n, "id"].tolist()
    if asked.code:
        there = within(rows, read_open_tables()[name]["place"], asked.code)
        removed = None if removed is None else sorted({*removed, *rows["id"]} - {*there["id"]})
        rows = there
    left = rows[rows["id"] > asked.after]
    part = left.head(asked.most)
    last = int(part["id"].iloc[-1]) if len(left) > len(part) else None
    return Page(name, part, moment.n, moment.at, len(rows), last, label, removed)


def label_of(rows: pd.DataFrame) -> str:
    """What a reader has to know of a table before believing a figure of it; ``""`` where nothing is made up."""
    made_up = rows["data"] != ""
    if not made_up.any():
        return ""
    return tr(SYNTHETIC) if made_up.all() else tr("sebagian data peraga")


def kept_table(desk: Desk, name: str, moment: Moment) -> PublicTable:
    """A whole table as it was at a moment; read once for everybody while the trail stands still."""
    return _kept_table(desk, str(desk.engine.url), name, moment)


@st.cache_resource(show_spinner=False, max_entries=24)
def _kept_table(_desk: Desk, address: str, name: str, moment: Moment) -> PublicTable:
    # Data are data: the same for readers of every language.
    with speaking(SOURCE):
        return read_public_table(_desk, name, today())


def records(rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as JSON has them; unknown is null, never a number.

    Examples
    --------
    >>> records(pd.DataFrame({"n": pd.array([1, None], dtype="Int64"), "x": [0.5, float("nan")]}))
    [{'n': 1, 'x': 0.5}, {'n': None, 'x': None}]
    """
    told: list[dict[str, Any]] = rows.astype(object).where(rows.notna(), None).to_dict("records")
    return told


def written(told: Mapping[str, Any]) -> bytes:
    """JSON in UTF-8; not-a-number cannot come in."""
    text = json.dumps(told, ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=lambda one: one.item())
    return text.encode()


def region_points() -> Points:
    """A point inside each kelurahan of the regions that are built: code -> longitude, latitude; six digits."""
    files = [processed_folder() / key / "study" / "kelurahan.parquet" for key in processed_regions()]
    return _points(tuple((path, path.stat().st_mtime_ns) for path in files))


@cache
def _points(files: tuple[tuple[Path, int], ...]) -> Points:
    import geopandas as gpd

    found: Points = {}
    for path, _ in files:
        inside = gpd.read_parquet(path, columns=["geometry"]).geometry.representative_point()
        found |= {
            str(code): (round(x, 6), round(y, 6)) for code, x, y in zip(inside.index, inside.x, inside.y, strict=True)
        }
    return found


def _feature(row: dict[str, Any], points: Points) -> dict[str, Any]:
    """A cooperative at a point of its kelurahan: never its own."""
    point = points.get(row["kelurahan_code"])
    place = {"type": "Point", "coordinates": list(point)} if point else None
    return {"type": "Feature", "id": row["id"], "geometry": place, "properties": row}
