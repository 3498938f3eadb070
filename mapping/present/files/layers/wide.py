"""One feature per kelurahan: what the public tables say of it, side by side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS, SECTORS
from mapping.language import tr
from mapping.measure.hiding import small_cells
from mapping.present.files.edition import Edition
from mapping.present.files.layers.columns import columns_of, line_names, line_slugs, sector_measures
from mapping.present.mapdata import KNOWN, SUPPRESSED
from mapping.present.mapvalues import certainty, sector_values
from mapping.present.quality import quality_table
from mapping.present.tables import NO_DATA, NOT_COVERED

if TYPE_CHECKING:
    import geopandas as gpd

KNOWN_STATE, HIDDEN, NOT_ENOUGH, OUTSIDE_SURVEY = "known", "hidden", "not_enough_data", "not_covered"
OPEN, CLOSED = "open", "closed"
ADVISED, NONE = "advised", "none"
NOT_TEXT = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]+")
CERTAINTIES = np.array(["sure", "fairly_sure", "unsure", None], dtype=object)
"""Words of ``SURE``, ``FAIRLY``, ``UNSURE`` and -1, in the order in which they index."""
WHOLE = ("n", "rank", "rank_low", "rank_high", "producers", "workers", "population", "households", "n_kelurahan")
"""Columns that are written as integers where every value is whole."""


def wide_table(edition: Edition) -> gpd.GeoDataFrame:
    """All that the layers say, one row per kelurahan in the order of the codes, EPSG:4326.

    Figures are those of the public tables; codes of states are the same in every language, notes and names of lines are
    in the language in force. Whole columns throughout.

    Returns
    -------
    GeoDataFrame
        The columns of :func:`mapping.present.files.layers.columns.columns_of` and ``geometry``. Blank is unknown or
        hidden; ``<sector>_status``, ``line_<id>_state`` and ``advice_state`` say which.
    """
    import geopandas as gpd

    study, places = edition.study, edition.study.kelurahan
    parts = [_identity(edition), _advice(edition)]
    parts += [_sector(edition, sector) for sector in SECTORS]
    parts += [_lines(edition), _labels(edition, places.index)]
    columns = [column.name for column in columns_of(edition)]
    table = pd.concat(parts, axis=1).reset_index(names="kelurahan_code")[columns]
    plain = {name: _whole(table[name]) for name in columns if name.removeprefix(_prefix(name)) in WHOLE}
    table = _bare_texts(table.assign(**plain))
    return gpd.GeoDataFrame(table, geometry=study.kelurahan.geometry.to_numpy(), crs=study.kelurahan.crs)


def utm_area_km2(outlines: gpd.GeoSeries) -> pd.Series:
    """Area of each outline in km2 in the UTM zone of its middle; within 0.2% of the area on the ellipsoid (worst on
    the equator at the edge of a zone).

    NaN without outline. A loop over zones (a city has one, the country nine on two sides of the equator).

    Examples
    --------
    >>> import geopandas as gpd, shapely
    >>> box = gpd.GeoSeries([shapely.box(112.70, -7.33, 112.72, -7.31)], crs="EPSG:4326")
    >>> utm_area_km2(box).round(2).tolist()
    [4.88]
    """
    known = outlines[~(outlines.isna() | outlines.is_empty)]
    bounds = known.bounds
    zone = (((bounds["minx"] + bounds["maxx"]) / 2 + 180) // 6 + 1).clip(1, 60).astype(int)
    epsg = zone + np.where((bounds["miny"] + bounds["maxy"]) / 2 < 0, 32700, 32600)
    areas = [known[epsg == code].to_crs(f"EPSG:{code}").area / 1e6 for code in sorted(epsg.unique())]
    empty = pd.Series(dtype=float)
    return pd.concat(areas or [empty]).reindex(outlines.index)


def _identity(edition: Edition) -> pd.DataFrame:
    places, study = edition.study.kelurahan, edition.study
    own = places[["name", "kind", "kecamatan", "kabupaten", "population", "households"]]
    grades = quality_table(study).set_index("kelurahan_code")["grade"].reindex(places.index)
    counted = edition.scores.groupby("kelurahan_code")["n_kelurahan"].max().reindex(places.index)
    return pd.DataFrame(own).assign(
        area_km2=utm_area_km2(places.geometry), quality_grade=grades.astype(object), n_kelurahan=counted
    )


def _sector(edition: Edition, sector: str) -> pd.DataFrame:
    """Measures of one sector with what is said where they are blank."""
    scored = sector in SCORED_SECTORS
    rows = sector_values(edition.scores, edition.study.kelurahan.index, sector, "score" if scored else "n")
    known = rows["state"] == KNOWN
    beyond, said = rows["note"] == NOT_COVERED, rows["note"].fillna("")
    alone = rows["money_note"].fillna("") if scored else said
    told = said.ne("") & ~said.isin([NOT_COVERED, NO_DATA])
    hidden = (rows["state"] == SUPPRESSED) | (~known & told)
    rows = rows.assign(
        status=np.select([known, hidden, beyond], [KNOWN_STATE, HIDDEN, OUTSIDE_SURVEY], NOT_ENOUGH),
        note=said.mask(~known & (said == ""), NO_DATA)
        .mask(known & (said == ""), alone)
        .map({text: tr(text) for text in {*said, *alone, NO_DATA} if text}),
    )
    if scored:
        ranked = int(edition.study.scores.xs(sector, level="sector")["rank"].notna().sum())
        rows["certainty"] = CERTAINTIES[np.where(known, certainty(rows, ranked), -1)]
    names = [row[0] for row in sector_measures(sector)]
    return rows[names].add_prefix(f"{sector}_")


def _lines(edition: Edition) -> pd.DataFrame:
    """Score and state of every line in every kelurahan: two columns a line, as ``mapvalues.line_values`` has them."""
    study, places = edition.study, edition.study.kelurahan.index
    slugs = line_slugs(list(line_names(edition)))
    rows = edition.suitability.set_index(["kelurahan_code", "line_id"])
    n = study.line_indicators["n"].reindex(rows.index)
    thin = edition.advice.loc[edition.advice["position"] == "unknown", "kelurahan_code"]
    few = small_cells(n, study.settings.suppress_below)
    unknown = rows["score"].isna() | rows.index.get_level_values("kelurahan_code").isin(thin)
    state = np.select([few, unknown, rows["open"].eq(True)], [HIDDEN, NOT_ENOUGH, OPEN], CLOSED)
    known = np.isin(state, [OPEN, CLOSED])
    made = pd.DataFrame({"score": rows["score"].where(known), "state": state}, index=rows.index)
    wide = made.unstack("line_id").reindex(index=places)
    parts = {}
    for line_id, slug in slugs.items():
        parts[f"line_{slug}_score"] = wide["score", line_id]
        parts[f"line_{slug}_state"] = wide["state", line_id].fillna(NOT_ENOUGH)
    return pd.DataFrame(parts, index=places)


def _advice(edition: Edition) -> pd.DataFrame:
    """The first advice of every kelurahan, or why there is none, and what not to start."""
    places, table = edition.study.kelurahan.index, edition.advice
    first = table[table["position"] == "1"].set_index("kelurahan_code").reindex(places)
    unknown = table[table["position"] == "unknown"].drop_duplicates("kelurahan_code").set_index("kelurahan_code")
    avoid = table[table["position"] == "avoid"].groupby("kelurahan_code", sort=False)["line"].agg("; ".join)
    has, thin = first["line_id"].notna(), places.isin(unknown.index)
    return pd.DataFrame(
        {
            "advice_state": np.select([has, thin], [ADVISED, NOT_ENOUGH], NONE),
            "advice_line_id": first["line_id"],
            "advice_line": first["line"],
            "advice_confident": first["confident"].astype("boolean"),
            "advice_reason": first["reason"].where(has, unknown["reason"].reindex(places)),
            "advice_capital_idr": first["capital_idr"],
            "advice_dscr": first["dscr"],
            "advice_avoid": avoid.reindex(places),
        },
        index=places,
    )


def _labels(edition: Edition, places: pd.Index) -> pd.DataFrame:
    stamp = edition.stamp
    labels = {
        "region": stamp.region,
        "survey_date": stamp.data_date,
        "scoring_setup": tr(stamp.setup),
        "data_label": stamp.data_label,
        "boundary_note": tr(stamp.boundary_note) if stamp.boundary_note else "",
    }
    return pd.DataFrame(labels, index=places)


def _prefix(name: str) -> str:
    return next((f"{sector}_" for sector in SECTORS if name.startswith(f"{sector}_")), "")


def _whole(column: pd.Series) -> pd.Series:
    known = column.dropna()
    return column.astype("Int64") if (known % 1 == 0).all() else column


def bare_text(text: str) -> str:
    """Text without control characters, which XML cannot hold.

    Examples
    --------
    >>> bare_text("Kue\\x07 basah")
    'Kue  basah'
    """
    return NOT_TEXT.sub(" ", text)


def _bare_texts(table: pd.DataFrame) -> pd.DataFrame:
    """The table with bare texts, each distinct text once; an empty text is no text."""
    texts = table.select_dtypes(["object", "string"])
    return table.assign(**{name: texts[name].map(_bare_of(texts[name])).astype("str") for name in texts})


def _bare_of(column: pd.Series) -> dict[str, str | None]:
    return {text: bare_text(str(text)) or None for text in column.dropna().unique()}
