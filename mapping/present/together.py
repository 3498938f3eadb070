"""Joint purchasing and shared facilities as people may see them: small cells blank, plain words."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.advise.together.purchasing import buyers_in_reach
from mapping.knowledge.sharing import facilities_in_force, input_label, read_inputs
from mapping.language import mark
from mapping.measure.space.contiguity import NEAR_M, contiguity
from mapping.present.hidden import DOMINATED
from mapping.present.shared_money import Parts, facility_parts, purchase_parts
from mapping.present.tables import label_table, small_cells
from mapping.study import Study

NAMES = ["name", "kecamatan"]
MONEY = ["spend_idr_month", "saving_low_idr_month", "saving_high_idr_month"]
ALONE, WITH_OTHERS, TOO_LITTLE, NOT_TOGETHER = (
    mark("cukup sendiri"),
    mark("cukup bersama"),
    mark("belum cukup"),
    mark("tidak perlu bersama"),
)


def purchasing_table(study: Study, code: str = "") -> pd.DataFrame:
    """What is bought in one kelurahan or in all; of one or two businesses no figure is told.

    Returns
    -------
    DataFrame
        ``kelurahan_code, name, kecamatan, input`` (label), ``key`` (of ``knowledge/inputs.toml``), ``rows, members,
        assumed, spend_idr_month, saving_low_idr_month, saving_high_idr_month`` (the last three also blank where one or
        two told their spend, or make nearly all of it), ``fewer_than`` (3 where figures are blank because so few
        stand behind them, else NaN), ``money_note`` (why money alone is blank), ``verdict`` (plain words; ``""``
        hidden), ``why`` (why not together), ``group`` (code of its lead), ``group_name, near``; largest
        spend first in each kelurahan.
    """
    rows = study.purchasing
    return _public_purchases(study, rows[rows["kelurahan_code"] == code] if code else rows)


def joiners_table(study: Study, code: str) -> pd.DataFrame:
    """Who else in reach buys what a kelurahan buys: as :func:`purchasing_table`, with ``km``, and ``same`` (bool: is in
    the same group already)."""
    neighbours = contiguity(study.kelurahan, near_m=NEAR_M)
    near = buyers_in_reach(study.kelurahan, study.purchasing, neighbours, study.settings, code)
    own = study.purchasing[study.purchasing["kelurahan_code"] == code].set_index("input")["group"]
    told = _public_purchases(study, near, near["km"])
    told["same"] = (told["group"] != "") & (told["group"] == told["key"].map(own))
    return told.sort_values(["key", "km", "kelurahan_code"]).reset_index(drop=True)


def _public_purchases(study: Study, rows: pd.DataFrame, km: pd.Series | None = None) -> pd.DataFrame:
    below = study.settings.suppress_below
    small = small_cells(rows["rows"], below)
    few = small | small_cells(rows["answered"], below)
    cells = pd.MultiIndex.from_frame(rows[["kelurahan_code", "input"]])
    dominated = purchase_parts(study).dominated(study.settings).reindex(cells).eq(True).to_numpy() & ~few
    verdict = np.select(
        [small, ~rows["together"], rows["enough"], rows["group"] != ""],
        ["", NOT_TOGETHER, ALONE, WITH_OTHERS],
        TOO_LITTLE,
    )
    names = study.kelurahan["name"].astype(str)
    table = rows.join(study.kelurahan[NAMES], on="kelurahan_code").assign(
        key=rows["input"],
        input=rows["input"].map(input_label),
        **{column: rows[column].mask(small) for column in ("rows", "members", "assumed")},
        **{column: rows[column].mask(few | dominated) for column in MONEY},
        fewer_than=np.where(few, float(below), np.nan),
        money_note=np.where(dominated, DOMINATED, ""),
        verdict=verdict,
        why=rows["input"].map(lambda name: read_inputs().get(name, {}).get("why", "")),
        group_name=rows["group"].map(names).fillna(""),
        **({} if km is None else {"km": km}),
    )
    columns = ["kelurahan_code", *NAMES, "input", "key", "rows", "members", "assumed", *MONEY, "fewer_than"]
    columns += ["money_note"]
    columns += ["verdict", "why", "group", "group_name", "near", *([] if km is None else ["km"])]
    order = ["kelurahan_code", "spend_idr_month", "input"]
    table = table[columns].sort_values(order, ascending=[True, False, True], na_position="last")
    return label_table(table.reset_index(drop=True), study)


def group_table(study: Study) -> pd.DataFrame:
    """The groups of neighbours; a total that would tell a hidden cell beside the others is blank.

    Returns
    -------
    DataFrame
        ``input, key, group, name, kecamatan`` (of its lead), ``kelurahan`` (how many), ``rows, members,
        spend_idr_month, saving_low_idr_month, saving_high_idr_month, lead_enough, farthest_km, hidden`` (bool: totals
        blank); largest first, and hidden ones last by code: their place among the others would tell their size.
    """
    groups = study.purchase_groups
    hidden = _tells(groups, study.purchasing, ["input", "group"], study.settings.suppress_below)
    hidden |= _money_tells(study, groups, study.purchasing, ["input", "group"], purchase_parts(study))
    table = groups.join(study.kelurahan[NAMES], on="group").assign(
        key=groups["input"],
        input=groups["input"].map(input_label),
        hidden=hidden,
        **{column: groups[column].mask(hidden) for column in ("rows", "members", *MONEY)},
    )
    columns = ["input", "key", "group", *NAMES, "kelurahan", "rows", "members", *MONEY, "lead_enough", "farthest_km"]
    table = table.sort_values(["spend_idr_month", "group", "input"], ascending=[False, True, True], na_position="last")
    return label_table(table[[*columns, "hidden"]].reset_index(drop=True), study)


def site_table(study: Study) -> pd.DataFrame:
    """The sites of shared facilities; a total that would tell a hidden cell is blank.

    Returns
    -------
    DataFrame
        ``line_id, facility, site, name, kecamatan, state`` (``"open"``, or ``"short"``: nowhere is enough, and this is
        nearest to it), ``kelurahan, rows, users, load_month, load_low_month, load_high_month, unit, least_month,
        capacity_month, used_share`` (of the capacity, 0-1), ``mean_km, longest_km, gap, hidden``.
    """
    sites = study.facility_sites
    hidden = _tells(sites, study.facilities, ["line_id", "site"], study.settings.suppress_below)
    hidden |= _money_tells(study, sites, study.facilities, ["line_id", "site"], facility_parts(study))
    figures = ["rows", "users", "load_month", "load_low_month", "load_high_month", "mean_km"]
    table = sites.join(study.kelurahan[NAMES], on="site").assign(
        facility=sites["line_id"].map(_labels(study)),
        used_share=(sites["load_month"] / sites["capacity_month"]).mask(hidden),
        hidden=hidden,
        **{column: sites[column].mask(hidden) for column in figures},
    )
    columns = ["line_id", "facility", "site", *NAMES, "state", "kelurahan", *figures[:-1], "unit", "least_month"]
    columns += ["capacity_month", "used_share", "mean_km", "longest_km", "gap", "hidden"]
    order = {line: position for position, line in enumerate(_labels(study))}
    table = table[columns].assign(order=sites["line_id"].map(order))
    table = table.sort_values(["order", "load_month", "site"], ascending=[True, False, True], na_position="last")
    return label_table(table[columns].reset_index(drop=True), study)


def user_table(study: Study) -> pd.DataFrame:
    """Who uses which site; of one or two businesses no figure is told.

    Returns
    -------
    DataFrame
        ``line_id, facility, site`` (``""``: none is near enough), ``kelurahan_code, name, kecamatan, rows, users,
        load_month`` (also blank where one or two users make nearly all of it)``, distance_km, fewer_than,
        money_note``.
    """
    uses = study.facilities
    small = small_cells(uses["rows"], study.settings.suppress_below)
    dominated = facility_parts(study).dominated(study.settings).to_numpy() & ~small
    table = uses.join(study.kelurahan[NAMES], on="kelurahan_code").assign(
        facility=uses["line_id"].map(_labels(study)),
        fewer_than=np.where(small, float(study.settings.suppress_below), np.nan),
        **{column: uses[column].mask(small) for column in ("rows", "users")},
        load_month=uses["load_month"].mask(small | dominated),
        money_note=np.where(dominated, DOMINATED, ""),
    )
    columns = ["line_id", "facility", "site", "kelurahan_code", *NAMES, "rows", "users", "load_month", "distance_km"]
    return label_table(table[[*columns, "fewer_than", "money_note"]], study)


def _labels(study: Study) -> dict[str, str]:
    return dict(facilities_in_force(study.settings.advice.line_changes)["label"])


def _money_tells(
    study: Study, totals: pd.DataFrame, members: pd.DataFrame, keys: list[str], parts: Parts
) -> np.ndarray:
    """Whether a total, less the money of the members that is shown, tells what one or two of the others bring."""
    below = study.settings.suppress_below
    hidden = small_cells(members["rows"], below).to_numpy() | parts.dominated(study.settings).to_numpy()
    total = pd.MultiIndex.from_frame(totals[keys]).get_indexer(pd.MultiIndex.from_frame(members[keys]))
    return parts.rest_tells(hidden, total, len(totals), study.settings)


def _tells(totals: pd.DataFrame, members: pd.DataFrame, keys: list[str], below: int) -> pd.Series:
    """Whether a total beside the shown members would tell on one or two businesses.

    A single hidden member is what is left of the total; several are told where each has one, or each the most that is
    hidden; and money is told where too few answered.
    """
    few = (totals["small_cells"] > 0) & ((totals["small_cells"] < 2) | (totals["small_rows"] < below))
    small = members[small_cells(members["rows"], below)].groupby(keys)["rows"].agg(["size", "sum"])
    small = small.reindex(pd.MultiIndex.from_frame(totals[keys])).fillna(0)
    number, rows = small["size"].to_numpy(), small["sum"].to_numpy()
    told = (number > 0) & ((number == 1) | (rows == number) | (rows == number * (below - 1)))
    return few | told
