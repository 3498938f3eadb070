"""The indicators of every kelurahan and line of business, in natural units."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SECTORS, read_lexicon, read_line_products, read_lines
from mapping.measure.counts import count, locate_kelurahan, workers
from mapping.measure.coverage import covered_sectors, known_cells
from mapping.measure.pooling import pooled_spend
from mapping.measure.sectors import QUOTIENT
from mapping.measure.specialisation import shrunk_location_quotient
from mapping.settings import Settings

COLUMNS = ["n", "n_kelurahan", "workers", "expected", "lq", "lq_low", "lq_high", "lq_prob"]
COLUMNS += ["spend_idr_month", "rivals", "buyers"]


def measure_lines(kelurahan: pd.DataFrame, businesses: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Line indicators: every kelurahan times the forty lines of the catalogue.

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
        Of the line's members (its products, narrowed by ``keyword`` and ``keyword_not``): ``n``,
        ``workers``, ``lq, lq_low, lq_high, lq_prob, expected`` (among classified businesses),
        ``spend_idr_month``. ``n_kelurahan`` all businesses of the kelurahan. ``rivals`` businesses of rival
        products in the kelurahan. ``buyers`` businesses of buying products in the surveyed kelurahan of
        the same kecamatan, itself included.

        NaN is unknown, never zero: nothing classified was surveyed there (``buyers``: in the whole
        kecamatan); the line belongs to a sector that the survey does not cover (member columns); the
        catalogue names no member, rival or buyer product (that column).

    Raises
    ------
    InputError
        A business lies in a kelurahan that the table does not have.
    """
    lines = read_lines()
    place = locate_kelurahan(kelurahan, businesses)
    in_line = _LineMembership(businesses)
    classified = count(np.where(businesses["sector"].isin(SECTORS), place, -1), len(kelurahan))
    covered = covered_sectors(businesses, settings)
    surveyed = classified > 0

    columns = {name: np.full((len(kelurahan), len(lines)), np.nan) for name in COLUMNS}
    columns["n_kelurahan"][:] = count(place, len(kelurahan))[:, None]
    district = _district(kelurahan)
    for j, line_id in enumerate(lines.index):
        if in_line.names("member", line_id):
            known = known_cells(classified, np.array([covered[lines.at[line_id, "sector"]]]))[:, 0]
            cell = np.where(in_line.members(line_id), place, -1)
            for name, values in _measure_members(cell, classified, businesses).items():
                columns[name][:, j] = np.where(known, values, np.nan)
        if in_line.names("rival", line_id):
            rivals = count(np.where(in_line.sells("rival", line_id), place, -1), len(kelurahan))
            columns["rivals"][:, j] = np.where(surveyed, rivals, np.nan)
        if in_line.names("buyer", line_id):
            buyers = count(np.where(in_line.sells("buyer", line_id), place, -1), len(kelurahan))
            columns["buyers"][:, j] = _sum_district(buyers, surveyed, district)
    index = pd.MultiIndex.from_product([kelurahan.index, lines.index], names=["kelurahan_code", "line_id"])
    return pd.DataFrame({name: values.ravel() for name, values in columns.items()}, index=index)


class _LineMembership:
    """Which businesses are members, rivals or buyers of a line; the slow look-ups are done once."""

    def __init__(self, businesses: pd.DataFrame) -> None:
        products = pd.Index(read_lexicon()["product"])
        self.product = products.get_indexer(businesses["product"])
        self.keyword, self.keywords = pd.factorize(businesses["keyword"])
        self.lines = read_lines()
        pairs = read_line_products()
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


def _measure_members(cell: np.ndarray, classified: np.ndarray, businesses: pd.DataFrame) -> dict[str, np.ndarray]:
    size = len(classified)
    n = count(cell, size)
    quotient = shrunk_location_quotient(n, classified)
    return {
        "n": n,
        "workers": workers(cell, size, businesses["workers"]),
        "spend_idr_month": pooled_spend(cell, size, businesses),
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
