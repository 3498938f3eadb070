"""The attacker after money: reads it out of every file of a region, and reckons what a withheld cell can be.

Written without any of the code that withholds money. Of each file a tidy table: ``kelurahan_code, sector, measure,
value``. What is reckoned is the worst case: the attacker knows the money of every kelurahan and of every sector as a
whole, and is the second largest business of the cell itself.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import numpy as np
import pandas as pd
from scipy.optimize import linprog
from scipy.sparse import coo_array

from tests.attack import read

MONEY = ("spend_idr_month", "saving_idr_month", "revenue_idr_month")
TIDY = ["kelurahan_code", "sector", "measure", "value"]


def tidy(wide: pd.DataFrame) -> pd.DataFrame:
    """A table by kelurahan and sector, one value a row; blanks left out."""
    keys = ["kelurahan_code", "sector"]
    columns = [name for name in wide if name not in keys]
    long = wide.melt(keys, columns, "measure").dropna(subset="value")
    return long.astype({"value": float})[TIDY]


def of_scores(content: bytes) -> pd.DataFrame:
    """``scores.csv``."""
    table = read(content)
    return tidy(table[["kelurahan_code", "sector", "n", "lq", *MONEY]])


def of_steps(content: bytes) -> pd.DataFrame:
    """``recompute.csv``: values of criteria, and those that follow from the points that they give."""
    table = read(content)
    table = table[table["criterion"].isin([*MONEY, "lq"])]
    span = table["high"] - table["low"]
    points = table["low"] + span * table["contribution"] / (100.0 * table["weight_shared"].where(lambda w: w > 0))
    rows = [table.assign(value=value, measure=table["criterion"])[TIDY] for value in (table["value"], points)]
    return pd.concat(rows).dropna(subset="value")


def of_long(content: bytes, **kind: str) -> pd.DataFrame:
    """The long table, as it is or for spreadsheets (``sep=";", decimal=","``)."""
    table = pd.read_csv(io.BytesIO(content), dtype={"kelurahan_code": str}, **kind)
    table = table[table["topic"] == "score"]
    table = table[table["measure"].isin([*MONEY, "n", "lq"])]
    return table.rename(columns={"item": "sector"})[TIDY].dropna(subset="value")


def of_layer(content: bytes) -> pd.DataFrame:
    """The layer as GeoJSON: the columns are those of every other layer."""
    rows = pd.DataFrame([feature["properties"] for feature in json.loads(content)["features"]])
    parts = []
    for name in rows:
        sector, _, measure = str(name).partition("_")
        if measure in (*MONEY, "n", "lq"):
            values = pd.to_numeric(rows[name])
            parts.append(rows[["kelurahan_code"]].assign(sector=sector, measure=measure, value=values)[TIDY])
    return pd.concat(parts).dropna(subset="value")


def of_workbook(content: bytes, codes: pd.Series, sectors: dict[str, str]) -> pd.DataFrame:
    """The sheet of scores; ``codes`` by (name, kecamatan), ``sectors`` by label."""
    names = {"Usaha": "n", "Kekhasan (LQ)": "lq", "Belanja bahan sebulan": "spend_idr_month"}
    sheet = pd.read_excel(io.BytesIO(content), sheet_name="Skor per Sektor", header=None, engine="calamine")
    head = int(np.flatnonzero(sheet.eq("Kekhasan (LQ)").any(axis=1))[0])
    table = sheet.iloc[head + 1 :].set_axis(sheet.iloc[head].astype(str), axis=1)
    table = table[table["Kelurahan"].notna()]
    keys = pd.MultiIndex.from_frame(table[["Kelurahan", "Kecamatan"]])
    known = table[list(names)].apply(pd.to_numeric, errors="coerce").rename(columns=names)
    return tidy(known.assign(kelurahan_code=codes.reindex(keys).to_numpy(), sector=table["Sektor"].map(sectors)))


def as_scores(table: pd.DataFrame, scores: pd.DataFrame) -> pd.DataFrame:
    """A file's table in the form of ``scores.csv``, with the notes of that, for the attack on counts."""
    wide = table.pivot(index=["kelurahan_code", "sector"], columns="measure", values="value")
    rows = scores[["kelurahan_code", "sector", "note"]].set_index(["kelurahan_code", "sector"])
    rows = rows.join(wide[["n", "lq"]])
    # Not in these files; a survey without weights has them equal to the count.
    return rows.assign(n_weighted=rows["n"], n_effective=rows["n"]).reset_index()


def largest_bounds(
    shown: pd.DataFrame, money: pd.DataFrame, wanted: pd.Index, answered: Callable[[str, str], pd.Series]
) -> pd.DataFrame:
    """How near an attacker comes to the largest business of withheld cells.

    Parameters
    ----------
    shown : DataFrame of bool, index kelurahan_code, one column per sector
        Whether a file tells the money of the cell.
    money : DataFrame, like ``shown``
        The true totals: of what is shown the attacker knows them, and the sums of all rows and columns.
    wanted : MultiIndex (kelurahan_code, sector)
        Withheld cells.
    answered : callable
        Cell -> what its businesses told, largest first.

    Returns
    -------
    DataFrame
        ``kelurahan_code, sector, low, high`` (of the cell's total), ``first`` (true), ``most`` (that the largest can
        be for who knows the second largest), ``slack`` (of ``most`` above ``first``, as a share of it).
    """
    place, sector = np.nonzero(~shown.to_numpy() & (money.to_numpy() > 0))
    at = pd.MultiIndex.from_arrays([money.index[place], money.columns[sector]])
    size, known = len(at), money.where(shown, 0.0)
    rest = np.r_[(money.sum(axis=1) - known.sum(axis=1)).to_numpy(), (money.sum() - known.sum()).to_numpy()]
    ones = np.ones(2 * size)
    sums = coo_array((ones, (np.r_[place, len(money) + sector], np.r_[np.arange(size), np.arange(size)])))
    scale = 1e6
    rows = []
    for code, name in wanted:
        position = at.get_loc((code, name))
        goal = np.zeros(size)
        goal[position] = 1.0
        least, most = (
            linprog(sign * goal, A_eq=sums.tocsr(), b_eq=rest / scale, bounds=(0, None), method="highs")
            for sign in (1.0, -1.0)
        )
        assert least.status == most.status == 0, "what is published contradicts itself"
        low, high = least.fun * scale, -most.fun * scale
        told = answered(code, name)
        second = told.iloc[1] if len(told) > 1 else 0.0
        rows.append((code, name, low, high, told.iloc[0], high - second))
    table = pd.DataFrame(rows, columns=["kelurahan_code", "sector", "low", "high", "first", "most"])
    return table.assign(slack=table["most"] / table["first"] - 1.0)
