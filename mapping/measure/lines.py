"""The indicators of every kelurahan and line of business, in natural units."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SECTORS, read_lexicon
from mapping.knowledge.lines import line_products, lines_in_force
from mapping.measure.counts import count, locate_kelurahan
from mapping.measure.coverage import covered_sectors, known_cells
from mapping.measure.pooling import pooled_spend, pooled_total, workers
from mapping.measure.sectors import QUOTIENT
from mapping.measure.specialisation import shrunk_location_quotient
from mapping.measure.weighting import kish_rate, weights_of
from mapping.settings import Settings

COLUMNS = ["n", "n_effective", "n_kelurahan", "workers", "expected", "lq", "lq_low", "lq_high", "lq_prob"]
COLUMNS += ["spend_idr_month", "revenue_idr_month", "rivals", "rivals_rows", "buyers", "buyers_rows"]


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
        ``revenue_idr_month``. ``n_kelurahan`` all rows of the kelurahan. ``rivals`` businesses
        of rival products in the kelurahan. ``buyers`` businesses of buying products in the surveyed kelurahan of
        the same kecamatan, itself included. Workers, spend, rivals and buyers are those that the rows stand for;
        ``rivals_rows`` and ``buyers_rows`` are the rows themselves, by which small cells are known.

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
    in_line = _LineMembership(businesses, lines)
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
            cell = np.where(in_line.members(line_id), place, -1)
            for name, values in _measure_members(cell, sample, businesses).items():
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


class _LineMembership:
    """Which businesses are members, rivals or buyers of a line; the slow look-ups are done once."""

    def __init__(self, businesses: pd.DataFrame, lines: pd.DataFrame) -> None:
        products = pd.Index(read_lexicon()["product"])
        self.product = products.get_indexer(businesses["product"])
        self.keyword, self.keywords = pd.factorize(businesses["keyword"])
        self.lines = lines
        pairs = line_products(lines)
        codes = pd.Series(products.get_indexer(pairs["product"]))
        self.codes = {key: part.to_numpy() for key, part in codes.groupby([pairs["role"], pairs["line_id"]])}
        # One place more than there are products: position -1 (unclassified) reads it, and it stays False.
        self.size = len(products) + 1

    def names(self, role: str, line_id: str) -> bool:
        return (role, line_id) in self.codes

    def sells(self, role: str, line_id: str) -> np.ndarray:
        wanted = np.zeros(self.size, dtype=bool)
        wanted[self.codes[role, line_id]] = True
        return wanted[self.product]

    def members(self, line_id: str) -> np.ndarray:
        inside = self.sells("member", line_id)
        for column, wanted in (("keyword", True), ("keyword_not", False)):
            pattern = self.lines.at[line_id, column]
            if pattern:
                inside = inside & (self._matches(pattern) == wanted)
        return inside

    def _matches(self, pattern: str) -> np.ndarray:
        search = re.compile(pattern, re.IGNORECASE).search
        return np.array([search(text) is not None for text in self.keywords], dtype=bool)[self.keyword]


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
        "spend_idr_month": pooled_spend(cell, size, businesses, weights),
        "revenue_idr_month": pooled_total(cell, size, businesses["revenue_idr_month"], weights),
        **{name: quotient[name].to_numpy() for name in QUOTIENT},
    }


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
