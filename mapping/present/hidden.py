"""Which figures are hidden, and what is said in their place: the one source of masks for every screen and file."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd

from mapping.knowledge.lines import line_products, lines_in_force
from mapping.language import mark
from mapping.measure.hiding import BESIDE, SHOWN, SMALL, small_cells, told_sectors
from mapping.study import Study

TOO_FEW = mark("kurang dari 3 usaha: angka disembunyikan")
HIDDEN_TOO = mark("disembunyikan: bersama angka lain ia membuka sel yang kecil")
HIDDEN_NOTES = (TOO_FEW, HIDDEN_TOO)
"""Notes of cells whose figures are known but not shown."""
DOMINATED = mark("disembunyikan: uangnya hampir seluruhnya dari satu atau dua usaha")
MONEY_NOTES = (DOMINATED, HIDDEN_TOO)
"""Notes of cells whose count is shown and whose money is not."""


def told_cells(study: Study) -> pd.DataFrame:
    """How every cell is told: shown (0), as one of fewer than three (1), or only as hidden (2).

    Returns
    -------
    DataFrame of int, index kelurahan_code, one column per sector
        As :func:`mapping.measure.hiding.hide_cells` gives it.
    """
    return told_sectors(study.indicators, study.settings.suppress_below)


def hidden_cells(study: Study) -> pd.DataFrame:
    """Cells of which nothing is shown: small ones, and others that would tell them.

    Returns
    -------
    DataFrame of bool, index kelurahan_code, one column per sector
    """
    return told_cells(study) != SHOWN


def told_money(study: Study) -> pd.DataFrame:
    """How the money of every cell is told: as the cell itself, or withheld because one or two businesses make it.

    Returns
    -------
    DataFrame of int, index kelurahan_code, one column per sector
        As :func:`mapping.measure.withheld.told_money` gives it. The indicators of the study are blank there already.
    """
    from mapping.measure import withheld

    return withheld.told_money(study.indicators, study.businesses, study.settings)


def money_notes_of(told: pd.Series) -> pd.Series:
    """What is said in place of withheld money of a cell whose count is shown; ``""`` where it is shown.

    Examples
    --------
    >>> money_notes_of(pd.Series([0, 1, 2])).tolist() == ["", DOMINATED, HIDDEN_TOO]
    True
    """
    return pd.Series(np.select([told == SMALL, told == BESIDE], MONEY_NOTES, ""), index=told.index)


def told_as(told: pd.DataFrame, index: pd.MultiIndex) -> pd.Series:
    """The cells of ``told_cells`` as a column of a table by kelurahan and sector."""
    long = told.stack()
    return pd.Series(long.reindex(index).fillna(SHOWN).to_numpy(dtype=int), index=index)


def notes_of(told: pd.Series) -> pd.Series:
    """What is said in place of a hidden figure; ``""`` where it is shown.

    Examples
    --------
    >>> notes_of(pd.Series([0, 1, 2])).tolist() == ["", TOO_FEW, HIDDEN_TOO]
    True
    """
    return pd.Series(np.select([told == SMALL, told == BESIDE], HIDDEN_NOTES, ""), index=told.index)


SILENT = 3
"""Of a product: not even whether anybody makes or sells it."""
KEYS = ["kelurahan_code", "product"]


def told_products(study: Study) -> pd.DataFrame:
    """How every product is told in every kelurahan where its sector was surveyed.

    Where all small products that the chains name have one business each and nobody else is left, the sector beside the
    large products tells every one of them. There the smallest of several large ones is hidden with them, and nothing
    says which of these is small; a single large one stays (what a place is known for must stay in its files), and of
    the others nothing is told, not even which of them occur. So too where the members of a line, which the advice
    counts, tell a small product.

    Returns
    -------
    DataFrame, index (kelurahan_code, product), only those that occur
        ``n, sector, told`` (``SHOWN``, ``SMALL``, ``BESIDE``; ``SILENT`` whether it occurs or not).
    """
    below = study.settings.suppress_below
    rows = study.businesses[study.businesses["sector"] != ""]
    keys = ["kelurahan_code", "sector", "product"]
    counts = rows.groupby(keys).size().rename("n").reset_index()
    few = small_cells(counts["n"], below)
    listed = set(study.chains["product"]) | set(study.gaps["product"])
    named = few & counts["product"].isin(
        listed | set(_products_of(study.settings.advice.line_changes, "rival")["product"])
    )
    cell = [counts["kelurahan_code"], counts["sector"]]
    rest = counts["n"].where(few, 0).groupby(cell).transform("sum")
    open_cell = (named.groupby(cell).transform("sum") == rest) & (rest > 0)
    told = told_as(told_cells(study), pd.MultiIndex.from_arrays(cell)).to_numpy()
    # One business in a sector told as one or two may be either.
    open_cell &= (told != SMALL) | (rest > 1)
    large = counts["n"].where(counts["n"] >= below)
    several = large.notna().groupby(cell).transform("sum") > 1
    joined = several & (few | (large.groupby(cell).rank(method="first") == 1))
    codes = np.select([open_cell & ~several & few, open_cell & joined, few], [SILENT, BESIDE, SMALL], SHOWN)
    # A product may occur in two sectors (its code said so): the files count it as one.
    told_of = counts.assign(told=np.where(codes == SMALL, SHOWN, codes)).groupby(["kelurahan_code", "product"])
    table = told_of.agg(n=("n", "sum"), sector=("sector", "first"), told=("told", "max"))
    table["told"] = table["told"].mask((table["told"] == SHOWN) & small_cells(table["n"], below), SMALL)
    return _hide_beside_lines(study, table, listed)


@lru_cache(maxsize=8)
def _products_of(changes: tuple[tuple[str, str, str], ...], role: str) -> pd.DataFrame:
    """``line_id, product`` of lines whose count is the sum of their products; kept, as it costs more than its use."""
    lines = lines_in_force(changes)
    whole = lines.index[(lines["keyword"] == "") & (lines["keyword_not"] == "")]
    pairs = line_products(lines).query("role == @role")[["line_id", "product"]]
    return pairs if role == "rival" else pairs[pairs["line_id"].isin(whole)]


def _hide_beside_lines(study: Study, table: pd.DataFrame, listed: set[str]) -> pd.DataFrame:
    """The advice says how many members a line has: that sum must not tell a small product either."""
    below = study.settings.suppress_below
    said = study.advice[["kelurahan_code", "line_id"]].drop_duplicates()
    pairs = said.merge(_products_of(study.settings.advice.line_changes, "member"), on="line_id").join(
        table, on=["kelurahan_code", "product"]
    )
    pairs = pairs.assign(n=pairs["n"].fillna(0.0), told=pairs["told"].fillna(SHOWN))
    line = [pairs["kelurahan_code"], pairs["line_id"]]
    small, other = pairs["told"] == SMALL, pairs["told"].isin([BESIDE, SILENT])
    number = (small & pairs["product"].isin(listed)).groupby(line).transform("sum")
    rest = pairs["n"].where(small, 0.0).groupby(line).transform("sum")
    # Of a product that no list names nobody knows whether it is there: it could take up what another gives.
    loose = (~pairs["product"].isin(listed) & (pairs["n"] < below)).groupby(line).transform("any")
    open_line = (number > 0) & ((rest == number) | (~loose & ((number == 1) | (rest == 2 * number))))
    open_line &= (pairs["n"].groupby(line).transform("sum") >= below) & ~other.groupby(line).transform("any")
    large = pairs["n"].where((pairs["n"] >= below) & (pairs["told"] == SHOWN))
    shown = large.notna().groupby(line).transform("sum")
    # The only member that is not shown is what the sum leaves, however little is told of it.
    alone = pairs["product"].groupby(line).transform("size") - shown == 1
    joins = (open_line & ((shown > 1) | alone)) | ((pairs["told"] == SILENT).groupby(line).transform("any") & alone)
    beside = joins & (small | (large.groupby(line).rank(method="first") == 1))
    silent = open_line & ~joins & small
    cells = pd.MultiIndex.from_arrays([table.index.get_level_values(0), table["sector"]])
    quiet = cells.isin(pd.MultiIndex.from_frame(pairs.loc[silent, ["kelurahan_code", "sector"]]))
    codes = table["told"].mask(table.index.isin(pd.MultiIndex.from_frame(pairs.loc[beside, KEYS])), BESIDE)
    return table.assign(told=codes.mask(quiet & (codes != SHOWN), SILENT))


def told_of_products(
    study: Study, codes: pd.Series, products: pd.Series, told: pd.DataFrame | None = None
) -> pd.Series:
    """How rows of a table by kelurahan and product are told, those without any business too.

    ``told`` is :func:`told_products` of the study where it is at hand: it costs far more than what is read from it.
    """
    from mapping.knowledge.catalog import read_lexicon

    told = told_products(study) if told is None else told
    keys = pd.MultiIndex.from_arrays([codes, products])
    sector_of = read_lexicon().drop_duplicates("product").set_index("product")["sector"]
    silent = told[told["told"] == SILENT].reset_index().set_index(["kelurahan_code", "sector"]).index
    mine = pd.MultiIndex.from_arrays([codes, products.map(sector_of)]).isin(silent)
    found = told["told"].reindex(keys)
    return pd.Series(np.where(mine & (found != SHOWN), SILENT, found.fillna(SHOWN)), index=codes.index).astype(int)


def told_in(study: Study, code: str, products: pd.Index, told: pd.DataFrame | None = None) -> pd.Series:
    """How the products of one kelurahan are told; ``told`` as in :func:`told_of_products`."""
    return told_of_products(study, pd.Series(code, index=products), pd.Series(products, index=products), told)
