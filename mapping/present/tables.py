"""Tables as people may see them: small cells blanked, names joined, one order of columns."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SECTORS, read_sectors
from mapping.language import mark, tr
from mapping.measure.hiding import SHOWN, small_cells
from mapping.measure.sectors import SHARES
from mapping.measure.withheld import MONEY
from mapping.present.hidden import HIDDEN_NOTES, money_notes_of, notes_of, told_as, told_cells, told_money
from mapping.present.hidden import HIDDEN_TOO as HIDDEN_TOO
from mapping.present.hidden import TOO_FEW as TOO_FEW
from mapping.study import Study

SYNTHETIC = mark("data sintetis")
NO_DATA = mark("belum cukup data")
NOT_COVERED = mark("sektor tidak tercakup survei")

# Shares of those who answered a question, each beside the number of its answers.
ANSWERED_COLUMNS = {share: f"{share}_answers" for share in SHARES} | {"age_years": "established_share_answers"}
# Everything that would give a hidden cell away.
PRIVATE_COLUMNS = [
    *("score", "rank", "rank_low", "rank_high", "p_best", "p_top3", "known_weight", "firm"),
    *("n", "n_weighted", "n_effective", "producers", "workers", "density_1000", "density_km2"),
    *("lq", "lq_low", "lq_high", "lq_prob", "neighbour_lq"),
    *("spend_idr_month", "saving_idr_month", "revenue_idr_month", "diversity", "herfindahl", "age_years"),
    *(column for share in SHARES for column in (share, f"{share}_answers")),
    *("input_dependence", "buyer_dependence"),
]
SCORE_COLUMNS = [
    *("kelurahan_code", "name", "kind", "kecamatan", "kabupaten", "sector"),
    *PRIVATE_COLUMNS,
    *("n_kelurahan", "note", "money_note", "region", "survey_date", "scoring_setup", "data_label"),
]


def score_table(study: Study) -> pd.DataFrame:
    """One row per kelurahan and sector, fit to be shown and to leave the house.

    Cells of one or two businesses are blank in every column that could be inverted, and so are those cells that
    together with the others would tell them (``mapping.measure.hiding``), and the total of that kelurahan. A share or
    a median age of one or two answers is blank, and so is the number of these answers. Money that one or two
    businesses make nearly alone is blank (``mapping.measure.withheld``).

    Returns
    -------
    DataFrame
        Columns of ``SCORE_COLUMNS``. NaN is unknown or hidden; ``note`` says which, and ``money_note`` why money alone
        is hidden.
    """
    from mapping.score.composite import firm

    table = study.indicators.join(study.scores)
    table = table.reindex(columns=table.columns.union(PRIVATE_COLUMNS, sort=False))
    table["firm"] = firm(study.indicators).reindex(table.index).astype(object)
    told = told_as(told_cells(study), table.index)
    hidden = told != SHOWN
    hidden_total = hidden.groupby(level="kelurahan_code").transform("any")
    hidden_total |= small_cells(table["n_kelurahan"], study.settings.suppress_below)
    unknown = table["n"].isna()
    table["note"] = np.select(
        [hidden, unknown & (table["n_kelurahan"] > 0), unknown], [notes_of(told), NOT_COVERED, NO_DATA], ""
    )
    money = told_as(told_money(study), table.index).where(~hidden & ~unknown, SHOWN)
    table["money_note"] = money_notes_of(money)
    table.loc[money != SHOWN, list(MONEY)] = np.nan
    table = _hide_few_answers(table, study.settings.suppress_below)
    table.loc[hidden, PRIVATE_COLUMNS] = np.nan
    table.loc[unknown, "firm"] = np.nan
    table.loc[hidden_total, "n_kelurahan"] = np.nan
    table = table.join(study.kelurahan[["name", "kind", "kecamatan", "kabupaten"]], on="kelurahan_code")
    table["region"] = study.settings.region
    table["survey_date"] = study.settings.survey_date
    table["scoring_setup"] = study.settings.setup.name
    table = label_table(table, study)
    order = {sector: position for position, sector in enumerate(SECTORS)}
    table = table.reset_index()
    table["order"] = table["sector"].map(order)
    return table.sort_values(["kelurahan_code", "order"])[SCORE_COLUMNS].reset_index(drop=True)


def rescore_table(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The public table of the same survey under the study's scores: equal to :func:`score_table`, ten times as fast.

    Only the columns of the scores are new in memory; what is hidden does not hang on them and stays hidden.

    Parameters
    ----------
    table : DataFrame
        :func:`score_table` of these data under any set-up.
    """
    rows = pd.MultiIndex.from_frame(table[["kelurahan_code", "sector"]])
    shown = ~table["note"].isin(HIDDEN_NOTES).to_numpy()
    fresh = study.scores.reindex(rows).set_axis(table.index)
    columns = {name: fresh[name].where(shown) for name in PRIVATE_COLUMNS if name in fresh}
    return table.assign(**columns, scoring_setup=study.settings.setup.name)


def _hide_few_answers(table: pd.DataFrame, suppress_below: int) -> pd.DataFrame:
    """Blank what rests on one or two answers: a share of one answer is that answer."""
    hidden = {name: small_cells(table[answers], suppress_below) for name, answers in ANSWERED_COLUMNS.items()}
    hidden |= {answers: hidden[name] for name, answers in ANSWERED_COLUMNS.items() if name in SHARES}
    return table.assign(**{name: table[name].mask(few) for name, few in hidden.items()})


def advice_table(study: Study) -> pd.DataFrame:
    """The advice with names beside the codes and the label of synthetic data.

    Figures of a line with one or two members are blank: what they spend and sell could be worked out from them.
    """
    table = _blank_few_members(study.advice.join(study.line_indicators["n"], on=["kelurahan_code", "line_id"]), study)
    return label_table(table.join(study.kelurahan[["name", "kecamatan"]], on="kelurahan_code"), study)


def suitability_table(study: Study) -> pd.DataFrame:
    """One row per kelurahan and line: components, score, gate and money, fit to leave the house.

    Returns
    -------
    DataFrame
        ``kelurahan_code, name, kecamatan, line_id, line`` and the columns of the table ``suitability``. The figures of
        a line with one or two members are blank, and surveyed buyers, summed over touching
        kelurahan, are told as a band.
    """
    from mapping.advise.say.words import bands
    from mapping.knowledge.lines import lines_in_force

    names = lines_in_force(study.settings.advice.line_changes)[["line", "unit"]]
    table = study.suitability.join(study.line_indicators["n"]).reset_index()
    told = bands(table["buyers_reach"], table["buyers_reach_rows"], study.settings.suppress_below)
    table = _blank_few_members(table, study).join(names, on="line_id").assign(buyers_reach=told)
    table = table.join(study.kelurahan[["name", "kecamatan"]], on="kelurahan_code")
    table = table.drop(columns="buyers_reach_rows")
    first = ["kelurahan_code", "name", "kecamatan", "line_id", "line", "unit"]
    return label_table(
        table[first + [column for column in study.suitability if column in table and column not in first]], study
    )


def _blank_few_members(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The table without its column ``n``, and without figures where one or two members stand behind a row."""
    numbers = list(table.select_dtypes("number").columns)
    table[numbers] = table[numbers].mask(small_cells(table["n"], study.settings.suppress_below))
    return table.drop(columns="n")


def label_table(table: pd.DataFrame, study: Study) -> pd.DataFrame:
    """The table with a last column that says "data sintetis" (in the language in force) on every row, or nothing."""
    return table.assign(data_label=tr(SYNTHETIC) if study.settings.synthetic else "")


def sector_label(sector: str) -> str:
    """The name of a sector.

    Examples
    --------
    >>> sector_label("crafts")
    'Kerajinan'
    """
    return str(read_sectors()["sectors"][sector]["label"])
