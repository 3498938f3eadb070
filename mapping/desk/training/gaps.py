"""What is missing: of one board against its line, and of a region without naming any board."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import ColumnElement, false, or_, select

from mapping.desk.models import Cooperative
from mapping.desk.rules import ADMIN, OFFICE, Actor, check_may
from mapping.desk.store.desk import Desk
from mapping.desk.training.assess import latest_of, level_table
from mapping.errors import NotAllowedError
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.competencies import competency_keys, read_competencies, wanted_levels
from mapping.language import tr
from mapping.measure.answers.shares import shrunk_share

READY, NOT_YET, UNKNOWN = "ready", "not_yet", "unknown"
TOLD, FEW, HIDDEN = "told", "few", "hidden"
"""How a cell of a region is told: with its figure; as not enough data yet; not at all, because it would point at one
or two cooperatives."""


def line_row(line_id: str) -> Mapping[str, Any] | None:
    """A line of the catalogue as :func:`wanted_levels` takes it; None where none is chosen, or it is the user's own."""
    lines = read_lines()
    row: Mapping[str, Any] | None = lines.loc[line_id].to_dict() if line_id in lines.index else None
    return row


def cooperative_gaps(levels: Mapping[str, Any], line_id: str = "") -> pd.DataFrame:
    """What a board is short of, for the line that it runs or has chosen.

    ``gap = max(wanted - level, 0)``; an unknown level has an unknown gap.

    Parameters
    ----------
    levels : mapping
        Competency -> level 1 to 4, or NA.
    line_id : str
        A line of the catalogue; ``""`` none chosen yet.

    Returns
    -------
    DataFrame
        :func:`wanted_levels` with ``level`` and ``gap`` (``Int64``, NA unknown).

    Examples
    --------
    >>> gaps = cooperative_gaps({"cashbook": 1, "tasks": 4})
    >>> gaps.loc[["cashbook", "tasks", "stock"], "gap"].tolist()
    [2, 0, <NA>]
    """
    table = wanted_levels(line_row(line_id))
    table["level"] = pd.array([_level(levels.get(key)) for key in table.index], dtype="Int64")
    table["gap"] = (table["wanted"] - table["level"]).clip(lower=0).astype("Int64")
    return table


def _level(value: Any) -> int | None:
    return None if value is None or pd.isna(value) else int(value)


def ready_to_borrow(gaps: pd.DataFrame) -> str:
    """Whether a board can do what borrowing asks of it.

    ``"not_yet"`` where one known level lies below ``before_borrowing``; else ``"unknown"`` where one that matters was
    not answered; else ``"ready"``. A condition beside the loan's own figures, never in their place.

    Examples
    --------
    >>> ready_to_borrow(cooperative_gaps({"cashbook": 1})), ready_to_borrow(cooperative_gaps({"cashbook": 3}))
    ('not_yet', 'unknown')
    """
    matters = gaps[gaps["before_borrowing"] > 0]
    if (matters["level"] < matters["before_borrowing"]).fillna(False).any():
        return NOT_YET
    return UNKNOWN if matters["level"].isna().any() else READY


def share_interval(below: int, answered: int, all_of_them: int, chance: float) -> tuple[float, float]:
    """Between which shares the share of all cooperatives lies, when only some were assessed.

    Those not assessed are taken to be like the others: given ``below`` of ``answered`` under Jeffreys' prior, the
    number below the wanted level among the rest is Beta-binomial; its central ``chance`` is added to what is known.
    When all were assessed there is nothing to guess.

    Examples
    --------
    >>> share_interval(4, 10, 10, 0.9)
    (0.4, 0.4)
    >>> low, high = share_interval(4, 10, 100, 0.9)
    >>> round(low, 2), round(high, 2)
    (0.19, 0.64)
    """
    from scipy.stats import betabinom

    rest = all_of_them - answered
    if rest <= 0:
        return below / answered, below / answered
    others = betabinom(rest, below + 0.5, answered - below + 0.5)
    low, high = (others.ppf((1 - chance) / 2), others.ppf((1 + chance) / 2))
    return float(below + low) / all_of_them, float(below + high) / all_of_them


def _latest_gaps(desk: Desk, actor: Actor, codes: Sequence[str] | None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Cooperatives of a region (index id), and the gap of each of those assessed, one column a competency."""
    wanted: list[ColumnElement[bool]] = [] if codes is None else [Cooperative.kelurahan_code.in_(list(codes))]
    if codes is not None and not _sees_all(actor):
        # Two regions that differ in one kelurahan would tell that one's cooperative: others get whole kabupaten.
        areas = sorted({code[:5] for code in codes})
        wanted = [or_(false(), *(Cooperative.kelurahan_code.startswith(area) for area in areas))]
    columns = ("id", "name", "kelurahan_code", "kelurahan", "kecamatan", "line_id", "synthetic")
    with desk.reading() as session:
        rows = session.execute(select(*(getattr(Cooperative, name) for name in columns)).where(*wanted)).all()
        places = pd.DataFrame(rows, columns=list(columns)).set_index("id")
        levels = latest_of(level_table(session, places.index.tolist()))
    keys, line_of = competency_keys(), places["line_id"].reindex(levels.index)
    by_line = {line_id: wanted_levels(line_row(line_id))["wanted"] for line_id in {"", *line_of}}
    wanted_of = pd.DataFrame(by_line).T.loc[line_of].set_axis(levels.index)
    gaps = (wanted_of[keys].astype("Int64") - levels[keys]).clip(lower=0)
    return places.join(levels[["assessment_id", "taken_on"]]), gaps


def region_gaps(desk: Desk, actor: Actor, codes: Sequence[str] | None = None) -> pd.DataFrame:
    """How many of a region's assessed cooperatives lie below the level that each wants; no cooperative is named.

    Parameters
    ----------
    codes : sequence of str, optional
        Kelurahan of the region; readers other than the office get the whole kabupaten or kota of these.

    Returns
    -------
    DataFrame
        Index ``competency``: ``cooperatives`` (registered), ``answered, below`` (``Int64``), ``share, low, high`` (0-1,
        :func:`share_interval`), ``state`` (``"told"``, ``"few"`` or ``"hidden"``). Under ``region.least`` answers there
        is no share. To readers other than the office a count of one or two cooperatives, and the rest that would tell
        it, is NA.

    Examples
    --------
    >>> from mapping.desk.rules import ANYONE
    >>> from mapping.desk.store.desk import open_desk
    >>> region_gaps(open_desk("sqlite://"), ANYONE)["state"].unique().tolist()
    ['few']
    """
    check_may(actor, "training.read")
    rules = read_competencies()["region"]
    places, gaps = _latest_gaps(desk, actor, codes)
    table = pd.DataFrame({"answered": gaps.notna().sum(), "below": (gaps > 0).fillna(False).sum()}).astype("Int64")
    table.insert(0, "cooperatives", len(places))
    enough = table["answered"] >= rules["least"]
    table["share"] = np.where(enough, table["below"] / table["answered"].where(enough, 1), np.nan).astype(float)
    pairs = zip(table["below"], table["answered"], enough, strict=True)
    ends = [share_interval(b, n, len(places), rules["chance"]) if e else (np.nan, np.nan) for b, n, e in pairs]
    table[["low", "high"]] = np.array(ends, dtype=float).reshape(-1, 2)
    table["state"] = np.where(enough, TOLD, FEW)
    if not _sees_all(actor):
        _hide_small(table, rules["hide_below"])
    return table.rename_axis("competency")


def _sees_all(actor: Actor) -> bool:
    return actor.role in (OFFICE, ADMIN)


def _hide_small(table: pd.DataFrame, least: int) -> None:
    """Blank what points at fewer cooperatives than ``least``: those below, those at the level, those who answered."""
    rest = table["answered"] - table["below"]
    small = [(count > 0) & (count < least) for count in (table["below"], rest, table["answered"])]
    hidden = small[0] | small[1] | small[2]
    table.loc[hidden & (table["state"] == TOLD), "state"] = HIDDEN
    table.loc[hidden | (table["state"] == FEW), ["below", "share", "low", "high"]] = pd.NA
    table.loc[small[2], "answered"] = pd.NA


def kecamatan_gaps(desk: Desk, actor: Actor, codes: Sequence[str] | None = None) -> pd.DataFrame:
    """Share below the wanted level in each kecamatan, drawn towards the region's where few were assessed.

    Returns
    -------
    DataFrame
        ``kecamatan, competency, answered, below, share`` (0-1; NaN nobody answered), for the office.

    Raises
    ------
    NotAllowedError
        Anybody else: a kecamatan has few cooperatives.
    """
    check_may(actor, "training.read")
    if not _sees_all(actor):
        raise NotAllowedError(tr("Celah per kecamatan hanya untuk dinas, karena menunjuk sedikit koperasi."))
    places, gaps = _latest_gaps(desk, actor, codes)
    names = sorted(places["kecamatan"].unique())
    size = len(names) * len(gaps.columns)
    says = (gaps > 0).astype("Float64").where(gaps.notna()).to_numpy(dtype=float, na_value=np.nan)
    at = pd.Index(names).get_indexer(places["kecamatan"].reindex(gaps.index))
    cell = (at[:, None] * len(gaps.columns) + np.arange(len(gaps.columns))).ravel()
    if not len(cell):
        return pd.DataFrame(columns=["kecamatan", "competency", "answered", "below", "share"])
    share, answered, _ = shrunk_share(cell, size, len(gaps.columns), says.ravel(), np.ones(len(cell)))
    below = np.bincount(cell, weights=np.nan_to_num(says.ravel()), minlength=size)
    pairs = pd.MultiIndex.from_product([names, gaps.columns], names=["kecamatan", "competency"])
    told = {"answered": answered.astype(int), "below": below.astype(int), "share": share}
    return pd.DataFrame(told, index=pairs).reset_index()


def board_gaps(desk: Desk, actor: Actor, codes: Sequence[str] | None = None) -> pd.DataFrame:
    """The cooperatives of a region with the gap of each, by name; also those not assessed yet.

    Returns
    -------
    DataFrame
        Index ``id``: ``name, kelurahan_code, kelurahan, kecamatan, line_id, synthetic, assessment_id, taken_on`` (NA
        not assessed) and one ``Int64`` gap a competency. Of all for the office, of itself for a cooperative, empty for
        the public.
    """
    check_may(actor, "training.read")
    places, gaps = _latest_gaps(desk, actor, codes)
    table = places.join(gaps.reindex(places.index)).sort_values(["name", "kelurahan_code"])
    return table if _sees_all(actor) else table[table.index == (actor.cooperative_id or 0)]
