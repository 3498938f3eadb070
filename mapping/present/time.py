"""The comparison in time and the backtest as people may see them: small cells blanked, scores in words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SECTORS
from mapping.language import mark, tr
from mapping.measure.change.wave_coverage import read_wave_rules
from mapping.measure.hiding import SHOWN, hide_cells, small_cells
from mapping.present.hidden import TOO_FEW, told_as, told_cells
from mapping.present.tables import label_table, sector_label
from mapping.study import Study

COUNTS = ["n_before", "n_now", "change", "region_part", "mix_part", "local_part", "dynamic_lq", "survival"]
COVERED_UP = mark("disembunyikan supaya sel lain tidak bisa dihitung balik")
MISSED = mark("dulu ada yang terlewat dicatat")
FASTER, SLOWER = mark("tumbuh lebih cepat dari wilayah"), mark("tumbuh lebih lambat dari wilayah")
WINS = {
    (True, True): mark("ya, atas keduanya"),
    (True, False): mark("hanya atas kekhasan polos"),
    (False, True): mark("hanya atas kelaziman"),
    (False, False): mark("tidak"),
}


def hidden_waves(waves: pd.DataFrame, suppress_below: int) -> pd.Series:
    """Cells of the comparison that must not be shown.

    Those with one or two businesses in either wave, and those that beside the sums of either wave would tell them
    (``mapping.measure.hiding``): the sums of the sectors are shown.

    Returns
    -------
    Series of bool, same index

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([list("abc"), ["food", "trade"]], names=["kelurahan_code", "sector"])
    >>> rows = pd.DataFrame({"rows_before": [2.0, 9, 7, 8, 6, 6], "rows_now": [5.0, 9, 7, 8, 6, 6]}, index=index)
    >>> hidden_waves(rows, 3).tolist()
    [True, True, False, False, True, True]
    """
    hidden = pd.Series(False, index=waves.index)
    for wave in ("rows_before", "rows_now"):
        told = hide_cells(waves[wave].unstack("sector"), suppress_below)
        hidden |= told_as(told, waves.index) != SHOWN
    return hidden


def change_table(study: Study) -> pd.DataFrame:
    """One row per kelurahan and sector that both waves cover, fit to be shown and to leave the house.

    Returns
    -------
    DataFrame
        ``kelurahan_code, name, kecamatan, sector``, the figures of ``waves`` (NaN unknown or hidden), ``note``
        (of this module or ``TOO_FEW``; ``tr`` says it), ``before, now`` (ISO dates), ``data_label``.
    """
    waves = study.waves
    small = small_cells(waves["rows_before"], study.settings.suppress_below)
    small |= small_cells(waves["rows_now"], study.settings.suppress_below)
    hidden = hidden_waves(waves, study.settings.suppress_below)
    hidden |= told_as(told_cells(study), waves.index) != SHOWN
    missed = read_wave_rules()["coverage"]["earlier_gap"]
    said = np.select(
        [waves["local_firm"] & (waves["local_part"] > 0), waves["local_firm"], waves["survival"] > missed],
        [FASTER, SLOWER, MISSED],
        "",
    )
    table = waves[COUNTS].mask(hidden)
    table["note"] = np.select([small, hidden], [TOO_FEW, COVERED_UP], said)
    table = table.reset_index().join(study.kelurahan[["name", "kecamatan"]], on="kelurahan_code")
    account = study.manifest["waves"]
    table = table.assign(before=account["before"], now=account["now"])
    return label_table(
        table[["kelurahan_code", "name", "kecamatan", "sector", *COUNTS, "note", "before", "now"]], study
    )


def sector_changes(study: Study) -> pd.DataFrame:
    """The whole region, one row per sector and one of everything: counts, change and its parts, survival.

    Local parts cancel out over the region and are left out. Sectors of one or two businesses are left out.

    Returns
    -------
    DataFrame
        ``sector`` (label), ``n_before, n_now, change, region_part, mix_part, growth`` (share), ``survival``.
    """
    waves = study.waves
    counted = waves[["rows_before", "rows_now"]].groupby(level="sector").sum()
    sums = waves.groupby(level="sector")[["n_before", "n_now", "change", "region_part", "mix_part"]].sum()
    known = waves["survival"].notna()
    stayed = (waves["survival"] * waves["n_before"]).groupby(level="sector").sum()
    asked = waves["n_before"].where(known).groupby(level="sector").sum()
    sums["stayed"], sums["asked"] = stayed, asked
    few = (counted < study.settings.suppress_below).any(axis=1)
    sums = sums[~few].reindex([sector for sector in SECTORS if sector in sums.index and not few[sector]])
    total = sums.sum().to_frame().T.set_axis(["all"])
    table = pd.concat([sums, total])
    table["growth"] = table["change"] / table["n_before"]
    table["survival"] = table.pop("stayed") / table.pop("asked")
    labels = [sector_label(sector) if sector != "all" else tr("Semua") for sector in table.index]
    return table.assign(sector=labels).reset_index(drop=True)


def backtest_table(study: Study, target: str) -> pd.DataFrame:
    """How every score fared on one target: one row per score, its two baselines beside it.

    Returns
    -------
    DataFrame
        ``score, explain`` (words), ``n`` guesses, ``positives``, ``hits`` (right among the first three, 0-3),
        ``average_precision, lq, popularity`` (0-1; NaN against itself), ``chance`` (what blind guessing reaches),
        ``verdict`` (words).
    """
    rules = read_wave_rules()["backtest"]
    rows = study.backtest[study.backtest["target"] == target]
    first = rows.drop_duplicates("score").set_index("score")
    against = {base: rows[rows["baseline"] == base].set_index("score") for base in ("lq", "popularity")}
    table = first[["n", "positives", "average_precision"]].assign(
        hits=3 * first["hit3"],
        lq=against["lq"]["baseline_precision"],
        popularity=against["popularity"]["baseline_precision"],
        chance=first["positives"] / first["n"],
    )
    better = {base: of["better"].reindex(table.index, fill_value=False) for base, of in against.items()}
    table["verdict"] = [
        tr("patokan") if score in against else tr(WINS[bool(better["lq"][score]), bool(better["popularity"][score])])
        for score in table.index
    ]
    names = [rules["score"][score] for score in table.index]
    explained = [rules["explain"][score] for score in table.index]
    return table.assign(score=names, explain=explained).reset_index(drop=True)


def next_products(study: Study, code: str, most: int = 3) -> pd.DataFrame:
    """The products nearest to what a kelurahan is known for and that it is not known for yet.

    Returns
    -------
    DataFrame
        ``product, density`` (0-1), nearest first; no counts, so that nobody is pointed at; empty where relatedness has
        not been proven.
    """
    if code not in study.relatedness.index.get_level_values("kelurahan_code"):
        return pd.DataFrame({"product": pd.Series(dtype="str"), "density": pd.Series(dtype=float)})
    rows = study.relatedness.loc[code]
    known = rows["lq_prob"] > read_wave_rules()["relatedness"]["specialised"]
    near = rows.loc[~known & (rows["density"] > 0), "density"].sort_values(ascending=False, kind="stable")
    return near.head(most).reset_index()
