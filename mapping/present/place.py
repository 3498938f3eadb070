"""One kelurahan beside those around it, and the rows behind its figures, as people may see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.measure.hiding import SHOWN
from mapping.measure.space.contiguity import NEAR_M, contiguity
from mapping.measure.space.neighbours import Neighbours
from mapping.present.hidden import hidden_cells, told_in
from mapping.study import Study

ENOUGH = 3
"""A median of fewer known kelurahan is not given: it would be one of their own figures."""


def touching(study: Study) -> Neighbours:
    """Who touches whom in this region, as the study measured it.

    Cost: corners x log(corners), some milliseconds for a city.
    """
    return contiguity(study.kelurahan, near_m=NEAR_M)


def neighbours_of(study: Study, around: Neighbours, code: str) -> list[str]:
    """Codes of the kelurahan that touch one, by name."""
    position = around.index.get_loc(code)
    codes = around.index[around.neighbour[around.start[position] : around.start[position + 1]]]
    return [str(found) for found in study.kelurahan.loc[codes].sort_values("name").index]


def peers_of(study: Study, code: str) -> list[str]:
    """Codes of the kelurahan most like one, nearest first."""
    peers = study.peers[study.peers["kelurahan_code"] == code]
    return [str(peer) for peer in peers.sort_values("position")["peer_code"]]


def beside_table(
    table: pd.DataFrame, code: str, groups: Mapping[str, Sequence[str]], measures: Sequence[str] = ("score", "lq")
) -> pd.DataFrame:
    """What one kelurahan has beside the middle of groups of others, for every scored sector.

    Parameters
    ----------
    table : DataFrame
        The public table (``present.tables.score_table``): hidden cells are blank there and so are left out here.
    code : str
        The kelurahan.
    groups : dict of sequence of str
        Name of a group -> codes of its kelurahan; the kelurahan itself is never counted among them.
    measures : sequence of str
        Columns of ``table``.

    Returns
    -------
    DataFrame
        One row per sector and measure: ``sector, measure, here`` and for each group ``<group>`` (median of the known,
        NaN below ``ENOUGH`` of them) and ``<group>_known`` (how many). NaN is unknown or hidden.

    Examples
    --------
    >>> rows = pd.DataFrame({"kelurahan_code": list("abcd"), "sector": "food", "score": [60.0, 10, 30, 20]})
    >>> found = beside_table(rows, "a", {"near": ["b", "c", "d", "a"]}, ["score"])
    >>> found[["here", "near", "near_known"]].values.tolist()
    [[60.0, 20.0, 3.0]]
    """
    parts = []
    for sector in [sector for sector in SCORED_SECTORS if sector in set(table["sector"])]:
        rows = table[table["sector"] == sector].set_index("kelurahan_code")[list(measures)].astype(float)
        part = pd.DataFrame({"sector": sector, "measure": list(measures), "here": rows.loc[code].to_numpy()})
        for name, codes in groups.items():
            others = rows.reindex([other for other in codes if other != code])
            known = others.notna().sum().to_numpy()
            part[name] = np.where(known >= ENOUGH, others.median().to_numpy(), np.nan)
            part[f"{name}_known"] = known
        parts.append(part)
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()


def rows_behind(study: Study, code: str, sector: str, told_here: pd.DataFrame | None = None) -> dict[str, object]:
    """The rows of the survey on which a kelurahan's figures of a sector rest, without pointing at any business.

    Parameters
    ----------
    told_here : DataFrame, optional
        :func:`mapping.present.hidden.told_products` of the study, for who asks often.

    Returns
    -------
    dict
        ``file`` (name; ``""`` unknown), ``n`` (rows; NaN hidden or none), ``first, last`` (lowest and highest row
        of the file, None where hidden), ``since, until`` (ISO dates of the interviews, ``""`` unknown), ``products``
        (DataFrame ``product, n``: those with enough rows, ``""`` for all others together).
    """
    least = study.settings.suppress_below
    survey = next((entry["name"] for entry in study.manifest["inputs"] if entry["role"] == "survey"), "")
    businesses = study.businesses
    rows = businesses[(businesses["kelurahan_code"] == code) & (businesses["sector"] == sector)]
    told: dict[str, object] = {
        "file": survey,
        "n": np.nan,
        "first": None,
        "last": None,
        "since": "",
        "until": "",
    }
    empty = pd.DataFrame({"product": pd.Series(dtype=str), "n": pd.Series(dtype=int)})
    if len(rows) == 0 or hidden_cells(study).at[code, sector]:
        return told | {"products": empty}
    counts = rows.loc[rows["product"] != "", "product"].value_counts()
    shown = counts[(told_in(study, code, counts.index, told_here) == SHOWN).to_numpy()]
    rest = len(rows) - int(shown.sum())
    if 0 < rest < least:
        # The rest beside the total would be a small cell: the smallest product joins it.
        shown, rest = shown.iloc[:-1], rest + int(shown.iloc[-1]) if len(shown) else rest
    products = shown.rename_axis("product").rename("n").reset_index()
    if rest:
        products = pd.concat([products, pd.DataFrame({"product": [""], "n": [rest]})], ignore_index=True)
    dates = rows.loc[rows["surveyed_on"] != "", "surveyed_on"]
    return told | {
        "n": float(len(rows)),
        "first": int(rows["row"].min()),
        "last": int(rows["row"].max()),
        "since": str(dates.min()) if len(dates) else "",
        "until": str(dates.max()) if len(dates) else "",
        "products": products,
    }
