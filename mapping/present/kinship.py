"""Types, gaps, chains and clusters as people may see them: small cells blanked, plain words."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS, read_kinship, read_lexicon, read_linkages
from mapping.knowledge.formats import say_number
from mapping.language import mark, plural, tr
from mapping.measure.hiding import SHOWN, SMALL, small_cells
from mapping.measure.kin.chains import HERE, MAKING, NEAR, NOWHERE
from mapping.present.hidden import SILENT, told_as, told_cells, told_of_products
from mapping.present.tables import label_table
from mapping.study import Study

SURE, POSSIBLE, UNCLEAR = mark("pasti"), mark("mungkin"), mark("tidak jelas")
HIDDEN_STATE = mark("disembunyikan")
HOT, COLD = mark("titik panas"), mark("titik dingin")
NAMES = ["name", "kecamatan"]


def type_table(study: Study) -> pd.DataFrame:
    """One row per kelurahan that has a type: ``kelurahan_code, name, kecamatan, type, type_name, typicality``."""
    table = study.typology.rename(columns={"name": "type_name"}).join(study.kelurahan[NAMES])
    columns = ["kelurahan_code", *NAMES, "type", "type_name", "typicality"]
    return label_table(table.rename_axis("kelurahan_code").reset_index()[columns], study)


def gap_table(study: Study) -> pd.DataFrame:
    """The gaps with names; where a count is hidden, all that it could be worked out from is blank.

    Returns
    -------
    DataFrame
        ``kelurahan_code, name, kecamatan, product, kind, n, fewer_than`` (3 where ``n`` is blank for privacy, else
        NaN), ``expected, ratio, certainty, agreeing``.
    """
    gaps = study.gaps
    told = _told(study, gaps)
    small, hidden = told == SMALL, told != SHOWN
    table = gaps.join(study.kelurahan[NAMES], on="kelurahan_code").assign(
        agreeing=gaps["agreeing"].mask(hidden),
        certainty=gaps[["p_below", "p_above"]].max(axis="columns").mask(hidden),
        n=gaps["n"].mask(hidden),
        ratio=gaps["ratio"].mask(hidden),
        fewer_than=np.where(small, float(study.settings.suppress_below), np.nan),
    )
    columns = ["kelurahan_code", *NAMES, "product", "kind", "n", "fewer_than", "expected", "ratio", "certainty"]
    return label_table(table[[*columns, "agreeing"]].reset_index(drop=True), study)


def _told(study: Study, table: pd.DataFrame) -> pd.Series:
    """How the product of every row is told; a small count of the table itself is never shown."""
    told = told_of_products(study, table["kelurahan_code"], table["product"])
    return told.mask((told == SHOWN) & small_cells(table["n"], study.settings.suppress_below), SMALL)


def chain_table(study: Study, code: str = "") -> pd.DataFrame:
    """The chains of one kelurahan or of all; counts of one or two are blank, and counts next door are left out.

    A sum over neighbours beside their own counts would tell the hidden ones; that something is near is enough.

    Returns
    -------
    DataFrame
        ``kelurahan_code, name, kecamatan, chain, step, product, n, fewer_than, state`` (``HIDDEN_STATE`` where even
        that a product is there would tell how many make it).
    """
    chains = study.chains[study.chains["kelurahan_code"] == code] if code else study.chains
    told = _told(study, chains)
    table = chains.join(study.kelurahan[NAMES], on="kelurahan_code").assign(
        n=chains["n"].mask(told != SHOWN),
        fewer_than=np.where(told == SMALL, float(study.settings.suppress_below), np.nan),
        state=chains["state"].astype(object).mask(told == SILENT, HIDDEN_STATE),
    )
    columns = ["kelurahan_code", *NAMES, "chain", "step", "product", "n", "fewer_than", "state"]
    return label_table(table[columns].reset_index(drop=True), study)


def cluster_table(study: Study) -> pd.DataFrame:
    """Patterns in plain words, one row per kelurahan and scored sector; the values behind them stay inside.

    Returns
    -------
    DataFrame
        ``kelurahan_code, name, kecamatan, sector``; ``pattern`` (as if it were sure; ``""`` unknown or hidden) and
        ``pattern_sure`` (``"pasti"``, ``"mungkin"``, ``"tidak jelas"`` or ``""``); ``spot`` (``"titik panas"``,
        ``"titik dingin"`` or ``""``) and ``spot_sure`` likewise; ``neighbours`` (with data); ``hidden`` (True: the
        figures of the sector are hidden there, nothing is told).
    """
    clusters = study.clusters
    hidden = told_as(told_cells(study), clusters.index) != SHOWN
    labels = {key: pattern["label"] for key, pattern in read_kinship()["patterns"].items()}
    known = clusters["moran_kind"].ne("") & ~hidden
    spot = np.select([clusters["gi"] > 0, clusters["gi"] <= 0], [HOT, COLD], "")
    told = pd.DataFrame(
        {
            "pattern": clusters["moran_kind"].map(labels).fillna("").where(known, ""),
            "pattern_sure": _sureness(clusters["moran_p"], clusters["moran_firm"], known),
            "spot": pd.Series(spot, index=clusters.index).where(~hidden, ""),
            "spot_sure": _sureness(clusters["gi_p"], clusters["gi_firm"], clusters["gi"].notna() & ~hidden),
            "neighbours": clusters["neighbours"],
            "hidden": hidden,
        }
    )
    told = told.join(study.kelurahan[NAMES], on="kelurahan_code").reset_index()
    told = told[told["sector"].isin(SCORED_SECTORS)]
    columns = ["kelurahan_code", *NAMES, "sector", "pattern", "pattern_sure", "spot", "spot_sure", "neighbours"]
    return label_table(told[[*columns, "hidden"]].reset_index(drop=True), study)


def _sureness(p: pd.Series, firm: pd.Series, known: pd.Series) -> pd.Series:
    possible = p < read_kinship()["clusters"]["possible"]
    words = np.select([~known, firm, possible], ["", SURE, POSSIBLE], UNCLEAR)
    return pd.Series(words, index=p.index)


def chains_of(study: Study, code: str) -> list[dict[str, Any]]:
    """The chains of one kelurahan, that with most makers first, as steps of products with their state in words.

    Returns
    -------
    list of dict
        ``chain``; ``here`` and ``near`` (number of products that are here, or only next door), ``steps`` (list of
        lists of ``(product, words, state)``), ``missing`` (products that feed something here and are neither here nor
        near, with what they hand on).
    """
    table = chain_table(study, code)
    makers = read_lexicon().set_index("product")["stage"].isin(MAKING)
    told = []
    for chain, rows in table.groupby("chain", sort=False):
        state = dict(zip(rows["product"], rows["state"], strict=True))
        steps = [
            [(row.product, _say_state(row), row.state) for row in part.itertuples()]
            for _, part in rows.sort_values(["step", "product"]).groupby("step")
        ]
        most = float(np.nan_to_num(rows.loc[makers.reindex(rows["product"]).to_numpy(), "n"].max()))
        here = int((rows["state"] == HERE).sum())
        told.append(
            {
                "chain": chain,
                "here": here,
                "near": int((rows["state"] == NEAR).sum()),
                "steps": steps,
                "missing": _missing(str(chain), state),
                "order": (-most, -here, str(chain)),
            }
        )
    return sorted(told, key=lambda chain: chain["order"])


def _say_state(row: Any) -> str:
    """The state of one product in words: how many are here, or where else."""
    if row.state != HERE:
        return tr(str(row.state))
    if row.n == row.n:
        return plural("{n} usaha", row.n, n=say_number(row.n))
    if row.fewer_than != row.fewer_than:
        return tr(HERE)
    return tr("< {fewer_than} usaha", fewer_than=say_number(row.fewer_than))


def _missing(chain: str, state: dict[str, str]) -> list[tuple[str, str]]:
    """What a product here takes or gives that has no partner here or near: (product, handed on)."""
    edges = read_linkages().query("chain == @chain")
    lacking = [
        (upstream if state.get(upstream) == NOWHERE else product, handed)
        for upstream, product, handed in zip(edges["upstream_product"], edges["product"], edges["input"], strict=True)
        if {state.get(upstream), state.get(product)} == {HERE, NOWHERE}
    ]
    return list(dict.fromkeys(lacking))
