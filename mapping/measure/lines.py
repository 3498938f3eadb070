"""The indicators of every kelurahan and line of business, in natural units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SECTORS
from mapping.knowledge.lines import lines_in_force
from mapping.measure.counts import count, locate_kelurahan
from mapping.measure.coverage import covered_sectors, known_cells
from mapping.measure.dominance import ASKED, amounts_of
from mapping.measure.membership import LineMembership
from mapping.measure.pooling import pooled_spend, pooled_total, workers
from mapping.measure.sectors import QUOTIENT
from mapping.measure.specialisation import shrunk_location_quotient
from mapping.measure.weighting import kish_rate, weights_of
from mapping.measure.withheld import line_stands, line_told, rest_tells
from mapping.settings import Settings

COLUMNS = ["n", "n_effective", "n_kelurahan", "workers", "expected", "lq", "lq_low", "lq_high", "lq_prob"]
COLUMNS += ["spend_idr_month", "revenue_idr_month", "money_withheld", "rivals", "rivals_rows", "buyers", "buyers_rows"]


def measure_lines(kelurahan: pd.DataFrame, businesses: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Line indicators: every kelurahan times the lines in force.

    A business may carry several lines. Cost: one pass over the businesses per line and role; a line's
    ``keyword`` is tried once on each different keyword text; no loop over kelurahan.

    Parameters
    ----------
    kelurahan, businesses, settings
        As in :func:`mapping.measure.sectors.measure_sectors`; of ``kelurahan`` the columns ``kecamatan`` and
        ``kabupaten`` are read.

    Returns
    -------
    DataFrame, index (kelurahan_code, line_id), in the order of ``kelurahan`` and the catalogue
        Of the line's members (its products, narrowed by ``keyword`` and ``keyword_not``): ``n`` rows, ``n_effective``
        (equal interviews that the quotient rests on), ``workers``, ``lq, lq_low, lq_high, lq_prob, expected`` (among
        classified businesses), ``spend_idr_month``,
        ``revenue_idr_month``; ``money_withheld`` 1 where neither is told because it would tell one or two (a line that
        rests on them is none to start with: ``advise.suit.gates``). ``n_kelurahan`` all rows of the kelurahan.
        ``rivals`` businesses of rival products in the kelurahan. ``buyers`` businesses of buying products in the
        surveyed kelurahan of the same kecamatan, itself included. Workers, spend, rivals and buyers are those that the
        rows stand for; ``rivals_rows`` and ``buyers_rows`` are the rows themselves, by which small cells are known.

        NaN is unknown, never zero: nothing classified was surveyed there (``buyers``: in the whole
        kecamatan); the line belongs to a sector that the survey does not cover (member columns); the
        catalogue names no member, rival or buyer product (that column).

    Raises
    ------
    InputError
        A business lies in a kelurahan that the table does not have.
    """
    lines = lines_in_force(settings.advice.line_changes)
    place = locate_kelurahan(kelurahan, businesses)
    in_line = LineMembership(businesses, lines)
    weights = weights_of(businesses)
    sample = _Sample(np.where(businesses["sector"].isin(SECTORS), place, -1), len(kelurahan), weights)
    covered = covered_sectors(businesses, settings)
    surveyed = sample.rows > 0

    columns = {name: np.full((len(kelurahan), len(lines)), np.nan) for name in COLUMNS}
    columns["n_kelurahan"][:] = count(place, len(kelurahan))[:, None]
    district = _district(kelurahan)
    for j, line_id in enumerate(lines.index):
        if in_line.names("member", line_id):
            known = known_cells(sample.rows, np.array([covered[lines.at[line_id, "sector"]]]))[:, 0]
            inside, line = in_line.members(line_id), lines.loc[line_id]
            measured = _measure_members(np.where(inside, place, -1), sample, businesses)
            measured |= _member_money(inside, place, len(kelurahan), businesses, line, settings)
            for name, values in measured.items():
                columns[name][:, j] = np.where(known, values, np.nan)
        if in_line.names("rival", line_id):
            cell = np.where(in_line.sells("rival", line_id), place, -1)
            for name, per_row in (("rivals", weights), ("rivals_rows", None)):
                columns[name][:, j] = np.where(surveyed, count(cell, len(kelurahan), per_row), np.nan)
        if in_line.names("buyer", line_id):
            cell = np.where(in_line.sells("buyer", line_id), place, -1)
            for name, per_row in (("buyers", weights), ("buyers_rows", None)):
                columns[name][:, j] = _sum_district(count(cell, len(kelurahan), per_row), surveyed, district)
    index = pd.MultiIndex.from_product([kelurahan.index, lines.index], names=["kelurahan_code", "line_id"])
    return pd.DataFrame({name: values.ravel() for name, values in columns.items()}, index=index)


class _Sample:
    """The classified businesses of every kelurahan: rows, businesses that they stand for, equal interviews."""

    def __init__(self, place: np.ndarray, size: int, weights: np.ndarray) -> None:
        self.weights = weights
        self.rows = count(place, size)
        self.rate = kish_rate(place, size, weights)
        self.total = count(place, size, weights)


def _measure_members(cell: np.ndarray, sample: _Sample, businesses: pd.DataFrame) -> dict[str, np.ndarray]:
    size, weights = len(sample.rows), sample.weights
    weighted = count(cell, size, weights)
    share = weighted.sum() / sample.total.sum() if sample.total.sum() > 0 else 0.0
    quotient = shrunk_location_quotient(weighted * sample.rate, sample.total * sample.rate, share=share)
    return {
        "n": count(cell, size),
        "n_effective": weighted * sample.rate,
        "workers": workers(cell, size, businesses["workers"], weights),
        **{name: quotient[name].to_numpy() for name in QUOTIENT},
    }


def _member_money(
    inside: np.ndarray, place: np.ndarray, size: int, businesses: pd.DataFrame, line: pd.Series, settings: Settings
) -> dict[str, np.ndarray]:
    """Spend and revenue of the members; neither where they, or the rest of their sector, would tell one or two.

    Of one or two members they stay: nothing of such a line is shown (``present/tables.py``).
    """
    cell, weights = np.where(inside, place, -1), weights_of(businesses)
    amounts = [amounts_of(businesses, name) for name in ASKED]
    sector = pd.Index(SECTORS).get_indexer(businesses["sector"])
    told = line_told(place, size, inside, amounts, settings)
    told &= line_stands(place, size, inside, line) | ~rest_tells(place, size, inside, sector, amounts, settings)
    withheld = ~told & (count(cell, size) >= settings.suppress_below)
    money = {
        "spend_idr_month": pooled_spend(cell, size, businesses, weights),
        "revenue_idr_month": pooled_total(cell, size, businesses["revenue_idr_month"], weights),
    }
    told_of = {name: np.where(withheld, np.nan, values) for name, values in money.items()}
    return told_of | {"money_withheld": withheld.astype(float)}


def _district(kelurahan: pd.DataFrame) -> np.ndarray:
    """Number of each kelurahan's kecamatan; a kelurahan whose kecamatan is unknown stands alone."""
    names = kelurahan["kabupaten"].fillna("").astype(str) + "\t" + kelurahan["kecamatan"].fillna("").astype(str)
    alone = kelurahan["kecamatan"].fillna("").astype(str) == ""
    return pd.factorize(names.where(~alone, "\t\t" + kelurahan.index.to_series().astype(str)))[0]


def _sum_district(values: np.ndarray, surveyed: np.ndarray, district: np.ndarray) -> np.ndarray:
    """Sum over the surveyed kelurahan of the same kecamatan; NaN where it has none."""
    total = np.bincount(district, weights=values, minlength=1)
    some = np.bincount(district, weights=surveyed, minlength=1) > 0
    return np.where(some, total, np.nan)[district]
