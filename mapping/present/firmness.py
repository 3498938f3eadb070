"""How firm the ranks are, as people may see it: cells of one or two businesses left out, names beside the codes."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.measure.hiding import small_cells
from mapping.present.hidden import hidden_cells
from mapping.present.tables import label_table
from mapping.study import Study

if TYPE_CHECKING:
    from mapping.score.firm.firmness import Firmness

APART = {
    "sampling": ("rank_low_sampling", "rank_high_sampling"),
    "weights": ("rank_low_weights", "rank_high_weights"),
}
RANGES = ["rank_low", "rank_high", *APART["sampling"], *APART["weights"]]


def firm_ranks(study: Study, sector: str) -> pd.DataFrame:
    """The kelurahan with a rank that may be shown, best first.

    Returns
    -------
    DataFrame, index kelurahan_code
        ``name, kecamatan, score`` (0-100), ``rank``, the bounds of the rank intervals (80%) with both sources of doubt
        together and apart, ``p_best, p_top3`` (0-1), ``ranked`` (how many kelurahan have a rank, hidden ones among
        them: ranks run up to it). Hidden and unknown ones are not rows.
    """
    scores = study.scores.xs(sector, level="sector")
    shown = scores["rank"].notna() & ~hidden_cells(study)[sector].reindex(scores.index)
    columns = [name for name in ("score", "rank", *RANGES, "p_best", "p_top3") if name in scores]
    table = study.kelurahan[["name", "kecamatan"]].join(scores.loc[shown, columns], how="inner")
    table["ranked"] = int(scores["rank"].notna().sum())
    return pd.DataFrame(table).sort_values(["rank", "name"], kind="stable").rename_axis("kelurahan_code")


def ladder(table: pd.DataFrame, code: str) -> pd.DataFrame:
    """Why a kelurahan has its rank: its points by criterion, beside the middle of the region and the next better.

    Parameters
    ----------
    table : DataFrame
        The rows of one sector of :func:`mapping.present.recompute.recompute_table`.
    code : str
        A kelurahan with a score in it.

    Returns
    -------
    DataFrame, index criterion, most lost points first
        ``label, unit, value, high`` (natural units), ``points`` (its contribution), ``most`` (what the criterion could
        give), ``lost`` (the difference), ``middle`` (median contribution of all that are shown), ``above``
        (contribution of the next better one that is shown; NaN for the best), ``above_code`` ("" for the best).
        Points are NaN where the criterion is unknown there.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "kelurahan_code": ["a", "b"], "criterion": "lq", "label": "LQ", "unit": "kali", "value": [2.0, 1.5],
    ...     "high": 2.5, "weight_shared": 1.0, "contribution": [75.0, 50.0], "score": [75.0, 50.0]})
    >>> ladder(table, "b")[["points", "most", "lost", "middle", "above", "above_code"]].values.tolist()
    [[50.0, 100.0, 50.0, 62.5, 75.0, 'a']]
    """
    given = table[table["score"].notna()]
    mine = given[given["kelurahan_code"] == code].set_index("criterion")
    better = given[given["score"] > mine["score"].iloc[0]].sort_values("score", kind="stable")
    above_code = str(better["kelurahan_code"].iloc[0]) if len(better) else ""
    above = given[given["kelurahan_code"] == above_code].set_index("criterion")["contribution"]
    rungs = mine[["label", "unit", "value", "high"]].copy()
    rungs["points"] = mine["contribution"]
    rungs["most"] = 100.0 * mine["weight_shared"]
    rungs["lost"] = rungs["most"] - rungs["points"]
    rungs["middle"] = given.groupby("criterion")["contribution"].median()
    rungs["above"] = above.reindex(rungs.index)
    rungs["above_code"] = above_code
    return rungs.sort_values("lost", ascending=False, kind="stable")


def ranks_without(study: Study, sector: str) -> pd.DataFrame:
    """Every rank of a sector when one criterion is left out and its weight shared among the others.

    Cost: one scoring of the sector per criterion, some 5 ms each for a city.

    Returns
    -------
    DataFrame, index kelurahan_code (those of :func:`firm_ranks`), a column per criterion
        NaN where nothing is left to score by.
    """
    from mapping.errors import MappingError
    from mapping.score.composite import score_sectors
    from mapping.score.weigh.setup import criteria_in_force

    setup, codes = study.settings.setup, firm_ranks(study, sector).index
    rows = study.indicators.xs(sector, level="sector", drop_level=False)
    weights = {name: float(c["weight"]) for name, c in criteria_in_force(setup)["criteria"].items()}
    answer = pd.DataFrame(float("nan"), index=codes, columns=list(weights))
    for name in weights if len(weights) > 1 else ():
        rest = tuple((other, weight) for other, weight in weights.items() if other != name)
        # A criterion may be all that can be scored by: then the ranks without it are unknown, and that is the answer.
        with suppress(MappingError):
            scores, _ = score_sectors(rows, replace(setup, weights=rest))
            answer[name] = scores["rank"].xs(sector, level="sector").reindex(codes)
    return answer


def kecamatan_ranks(study: Study, firmness: Firmness, sector: str) -> pd.DataFrame:
    """Ranks of the kelurahan beside the rank of their kecamatan, the widest apart first.

    Returns
    -------
    DataFrame, index kelurahan_code
        ``name, kecamatan, rank, kecamatan_score`` (whole points), ``kecamatan_rank``. A kecamatan with one or two
        businesses of the sector is blank.
    """
    cells = firmness.maup.xs(sector, level="sector")
    ranks = firm_ranks(study, sector)[["name", "kecamatan", "rank"]]
    n = study.indicators["n"].xs(sector, level="sector").reindex(study.kelurahan.index)
    group = [study.kelurahan["kabupaten"], study.kelurahan["kecamatan"]]
    total = n.groupby(group).transform("sum")
    few = small_cells(total, study.settings.suppress_below)
    table = ranks.join(cells[["kecamatan_score", "kecamatan_rank"]].where(~few.reindex(cells.index, fill_value=True)))
    # A score in full precision beside those of all other kelurahan of the kecamatan could give away the hidden one.
    table["kecamatan_score"] = table["kecamatan_score"].round(0)
    count = max(float(cells["kecamatan_rank"].max()), 2.0)
    place = (table["rank"] - 1) / max(float(table["rank"].max()) - 1, 1.0)
    apart = (place - (table["kecamatan_rank"] - 1) / (count - 1)).abs()
    return table.loc[apart.sort_values(ascending=False, kind="stable").index]


def range_table(study: Study) -> pd.DataFrame:
    """Score, rank and rank intervals of every kelurahan that may be shown, all scored sectors, labelled."""
    parts = [firm_ranks(study, sector).reset_index().assign(sector=sector) for sector in SCORED_SECTORS]
    table = pd.concat(parts, ignore_index=True)
    first = ["kelurahan_code", "name", "kecamatan", "sector"]
    return label_table(table[first + [name for name in table if name not in first]], study)


def firmness_tables(study: Study, firmness: Firmness) -> dict[str, pd.DataFrame]:
    """What was worked out about the ranks, one table per question, labelled, fit to leave the house.

    Returns
    -------
    dict
        ``rentang`` (:func:`range_table`), ``kepekaan`` (share of the movement by assumption), ``pengaruh`` (stated and
        effective weights), ``hubungan`` (correlations between criteria), ``tanpa_satu`` (ranks without a criterion),
        ``kecamatan`` (:func:`kecamatan_ranks` of all sectors), ``pembalikan`` (rank reversal).
    """
    per_sector = {"kepekaan": firmness.sensitivity, "pengaruh": firmness.importance, "hubungan": firmness.correlations}
    per_sector |= {"tanpa_satu": firmness.drop_one, "pembalikan": firmness.reversal}
    worked = firmness.maup.index.get_level_values("sector")
    areas = [
        kecamatan_ranks(study, firmness, sector).reset_index().assign(sector=sector)
        for sector in SCORED_SECTORS
        if sector in worked
    ]
    tables = {"rentang": range_table(study)}
    tables |= {name: label_table(table.reset_index(), study) for name, table in per_sector.items()}
    return tables | ({"kecamatan": label_table(pd.concat(areas, ignore_index=True), study)} if areas else {})
