"""A plan as people may see it: road map, permits, roles, gaps and who is already there; small cells blanked."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.plan.conditions import add_conditions
from mapping.advise.plan.gaps import LACKING, measure_gaps
from mapping.advise.plan.overlap import THERE, find_overlap
from mapping.advise.plan.permits import list_permits
from mapping.advise.plan.roadmap import road_map
from mapping.advise.plan.roles import role_table
from mapping.advise.plan.sentences import say_before, say_stages
from mapping.knowledge.lines import lines_in_force
from mapping.knowledge.plans import read_partners, read_training
from mapping.measure.hiding import SHOWN, small_cells
from mapping.present.hidden import told_as, told_cells
from mapping.present.tables import label_table
from mapping.study import Study

COLUMNS = [
    *("kelurahan_code", "name", "kecamatan", "line_id", "line", "stage", "stage_line_id", "stage_line", "kind", "why"),
    *("before", "members", "months", "coverage", "net_cash_idr_month", "capital_low_idr", "capital_high_idr"),
    *("own_figures", "permits", "gaps", "training", "partners", "already_there"),
]


def public_suitability(study: Study, codes: pd.Series | None = None) -> pd.DataFrame:
    """The suitability of every pair, or of those of some kelurahan; figures that rest on one or two members are blank.

    Returns
    -------
    DataFrame, index (kelurahan_code, line_id)
        As ``Study.suitability``; numbers are NaN where ``n`` of the line indicators is a small cell.
    """
    table = study.suitability
    if codes is not None:
        table = table[table.index.get_level_values("kelurahan_code").isin(codes)]
    few = small_cells(study.line_indicators["n"].reindex(table.index), study.settings.suppress_below)
    numbers = table.select_dtypes("number")
    return table.assign(**numbers.mask(np.broadcast_to(few.to_numpy()[:, None], numbers.shape)))


def stages_of(study: Study, code: str, line_id: str) -> pd.DataFrame:
    """The three stages of one kelurahan and line, with ``why`` and ``before`` in words (``road_map``)."""
    return _stages(study, _pair(code, line_id))


def needed_first(study: Study, code: str, line_id: str) -> str:
    """What must be reached before a line starts: ``before`` of the first of its stages, without the other two."""
    core = _pair(code, line_id).assign(plan=0, stage=1, stage_line_id=line_id)
    road = add_conditions(core, public_suitability(study, core["kelurahan_code"]), _lines(study))
    return "; ".join(say_before(road.iloc[0].to_dict()))


def permits_of(study: Study, line_id: str) -> pd.DataFrame:
    """The permits of one line in order (``list_permits``)."""
    return list_permits(_lines(study).loc[line_id])


def roles_of(study: Study, code: str, line_id: str) -> pd.DataFrame:
    """Who does what in one line (``role_table``); under a mayor or a village head, with a loan or without."""
    kind = str(study.kelurahan.at[code, "kind"])
    return role_table(_lines(study).loc[line_id], kind, study.settings.advice.borrows)


def gaps_of(study: Study, code: str, line_id: str) -> pd.DataFrame:
    """What one line lacks in one kelurahan (``measure_gaps``)."""
    return _gaps(study, _pair(code, line_id))


def first_gaps(study: Study) -> pd.DataFrame:
    """What the first line of every kelurahan lacks there (``measure_gaps``); a kelurahan without one has no row."""
    first = study.advice.loc[study.advice["position"] == "1", ["kelurahan_code", "line_id"]]
    return _gaps(study, first.reset_index(drop=True))


def overlap_of(study: Study, code: str, line_id: str) -> pd.DataFrame:
    """Who is already there, for the line of each stage in order (``find_overlap``)."""
    stages = _stages(study, _pair(code, line_id))
    chosen = stages[["kelurahan_code"]].assign(line_id=stages["stage_line_id"])
    table = find_overlap(chosen, study.context, _lines(study))
    only = table["item"].map({item: rule.get("only", "") for item, rule in read_partners()["overlap"].items()})
    possible = only.isin(["", study.kelurahan.at[code, "kind"]])
    return table[possible | (table["state"] == THERE)].reset_index(drop=True)


def plan_table(study: Study) -> pd.DataFrame:
    """The plan of every kelurahan's first line, one row for each of its three stages.

    Cost: whole columns; a sentence for each stage and gap.

    Returns
    -------
    DataFrame
        ``COLUMNS`` and ``data_label``; permits (of the stage's line), gaps, training and partners (of the core) and
        organisations already there as text, ``"; "`` between. A kelurahan without a first line has no row.
    """
    first = study.advice.loc[study.advice["position"] == "1", ["kelurahan_code", "line_id"]].reset_index(drop=True)
    lines = _lines(study)
    stages = _stages(study, first)
    pairs = ["kelurahan_code", "line_id"]
    table = stages.join(_gap_texts(_gaps(study, first)), on=pairs)
    there = find_overlap(first, study.context, lines)
    there = there[there["state"] == THERE]
    said = there.assign(already_there=[f"{row.label} ({row.n:.0f})" for row in there.itertuples()])
    table = table.join(said.groupby(pairs)["already_there"].agg(lambda names: "; ".join(names)), on=pairs)
    table = table.join(study.kelurahan[["name", "kecamatan"]], on="kelurahan_code")
    table = table.assign(
        line=table["line_id"].map(lines["line"]),
        permits=table["stage_line_id"].map(lines["permits"]),
        already_there=table["already_there"].astype(object).fillna(""),
    )
    return label_table(table[COLUMNS], study)


def _gap_texts(gaps: pd.DataFrame) -> pd.DataFrame:
    """Names of the gaps, modules and kinds of partners of each pair, ``"; "`` between, each once."""
    lacking = gaps.assign(there=np.where(gaps["state"] == LACKING, gaps["label"], ""))
    names = {
        "training": {key: module["label"] for key, module in read_training()["modules"].items()},
        "partners": {key: kind["label"] for key, kind in read_partners()["types"].items()},
    }
    grouped = lacking.groupby(["kelurahan_code", "line_id"], sort=False)
    texts = {"gaps": grouped["there"].agg(lambda labels: "; ".join(filter(None, labels)))}
    for column, labels in names.items():
        texts[column] = grouped[column].agg(lambda keys, labels=labels: "; ".join(_each_once(keys, labels)))
    return pd.DataFrame(texts)


def _each_once(keys: pd.Series, labels: dict[str, str]) -> list[str]:
    named = {key for text in keys for key in text.split("; ") if key}
    return [label for key, label in labels.items() if key in named]


def _pair(code: str, line_id: str) -> pd.DataFrame:
    return pd.DataFrame({"kelurahan_code": [code], "line_id": [line_id]})


def _lines(study: Study) -> pd.DataFrame:
    return lines_in_force(study.settings.advice.line_changes)


def _stages(study: Study, chosen: pd.DataFrame) -> pd.DataFrame:
    lines = _lines(study)
    road = road_map(chosen, public_suitability(study, chosen["kelurahan_code"]), lines)
    return road.join(say_stages(road, lines))


def _gaps(study: Study, chosen: pd.DataFrame) -> pd.DataFrame:
    # A hidden sector counts as one of few businesses: its figures are not told.
    few = told_as(told_cells(study), study.indicators.index) != SHOWN
    tables = {
        "indicators": study.indicators.assign(few=few.astype(float)),
        "businesses": study.businesses,
        "buyers": study.buyers,
        "suitability": public_suitability(study),
        "quality": study.quality,
    }
    return measure_gaps(chosen, tables, _lines(study), study.settings.suppress_below)
