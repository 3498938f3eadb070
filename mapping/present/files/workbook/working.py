"""The steps of the score as arrays: what the sheets show, and what their formulas must give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.language import tr
from mapping.present.files.edition import Edition
from mapping.present.recompute import EQUAL_DIGITS, recompute_table
from mapping.present.tables import NO_DATA, sector_label

SHOWN = ["score", "rank", "hidden_above"]


@dataclass(frozen=True)
class Working:
    """Every step from a value to a rank; rows are kelurahan and sectors, sector by sector, each in the order of codes.

    Parameters
    ----------
    criteria : DataFrame, index criterion
        ``label, unit, weight`` (0-1, sums to 1)``, low, high`` (of the set-up; ``low > high``: less is better).
    rows : DataFrame
        ``sector, kelurahan_code, name, kecamatan, note, has`` (1 where a business of the sector was found, else 0; NaN
        unknown or hidden)``, known_weight, score, rank, hidden_above, rank_low, rank_high, shown`` (rank among those
        shown)``, order`` (place in the sector's list, from 1, those without a score last) and the figures of
        ``score_table``.
    values, low, high, scaled, shared, points : ndarray of float, shape (rows, criteria)
        NaN unknown or hidden.
    sectors : tuple of str
        In the order of the rows.
    size : int
        Kelurahan, which is rows per sector.
    scaling, aggregation : str
    least : float
        Share of the weight that must be known for a score.
    """

    criteria: pd.DataFrame
    rows: pd.DataFrame
    values: np.ndarray
    low: np.ndarray
    high: np.ndarray
    scaled: np.ndarray
    shared: np.ndarray
    points: np.ndarray
    sectors: tuple[str, ...]
    size: int
    scaling: str
    aggregation: str
    least: float

    def block(self, sector: int) -> slice:
        """The rows of a sector."""
        return slice(sector * self.size, (sector + 1) * self.size)

    def labels(self) -> list[str]:
        """What the sectors are called."""
        return [sector_label(name) for name in self.sectors]

    def hidden(self) -> np.ndarray:
        """How many kelurahan are hidden, per sector."""
        hidden = ~self.rows["note"].isin(["", NO_DATA]) & np.isnan(self.values).all(axis=1)
        return hidden.to_numpy().reshape(len(self.sectors), self.size).sum(axis=1)


def work_out(edition: Edition) -> Working:
    """The steps of a study, from its public tables alone.

    Raises
    ------
    mapping.errors.MappingError
        The set-up cannot score these data.
    """
    from mapping.score.weigh.setup import criteria_in_force

    setup = edition.study.settings.setup
    force = criteria_in_force(setup)
    criteria = pd.DataFrame(force["criteria"]).T[["label", "unit", "weight", "low", "high"]]
    criteria[["weight", "low", "high"]] = criteria[["weight", "low", "high"]].astype(float)
    table = recompute_table(edition.study)
    order = {name: place for place, name in enumerate([*SCORED_SECTORS, *criteria.index])}
    table = table.sort_values(
        ["sector", "kelurahan_code", "criterion"],
        key=lambda column: column if column.name == "kelurahan_code" else column.map(order),
        kind="stable",
    )

    def steps(name: str) -> np.ndarray:
        return table[name].to_numpy(dtype=float).reshape(-1, len(criteria))

    values = steps("value")
    weights = criteria["weight"].to_numpy()
    known = np.where(np.isnan(values).all(axis=1), np.nan, np.where(np.isnan(values), 0.0, weights).sum(axis=1))
    cells = table.iloc[:: len(criteria)][["kelurahan_code", "name", "kecamatan", "sector", "note", *SHOWN]]
    rows = _with_figures(cells.reset_index(drop=True).assign(known_weight=known), edition)
    return Working(
        criteria=criteria,
        rows=_with_order(rows),
        values=values,
        low=steps("low"),
        high=steps("high"),
        scaled=steps("scaled"),
        shared=steps("weight_shared"),
        points=steps("contribution"),
        sectors=SCORED_SECTORS,
        size=edition.study.kelurahan.shape[0],
        scaling=setup.scaling,
        aggregation=setup.aggregation,
        least=float(force["rules"]["minimum_known_weight"]),
    )


def _with_figures(rows: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    """The rows with the public figures beside them."""
    keys = ["kelurahan_code", "sector"]
    more = [name for name in edition.scores if name not in rows or name in keys]
    told = edition.scores.rename(columns={"note": "why"})[[*more, "why"]]
    rows = rows.merge(told, on=keys, how="left", validate="one_to_one")
    # The table of scores knows more reasons: a sector that the survey does not cover is not "too few data".
    rows["why"] = rows["why"].where(rows["why"] != "", rows["note"])
    rows["why"] = rows["why"].where(rows["why"] != "", rows["money_note"])
    rows["has"] = np.where(rows["n"].notna(), rows["n"] > 0, np.where(rows["score"].notna(), 1.0, np.nan))
    return rows


def say_notes(notes: pd.Series) -> pd.Series:
    """Why figures are blank, in the language in force."""
    return notes.map({text: tr(text) if text else "" for text in notes.unique()})


def _with_order(rows: pd.DataFrame) -> pd.DataFrame:
    """Rank among those shown, and place in the list of the sector: equals in the order of codes, no score last."""
    shown = rows["rank"] - rows["hidden_above"]
    score = rows["score"].round(EQUAL_DIGITS)
    keys = pd.DataFrame({"sector": rows["sector"], "place": shown.fillna(np.inf)})
    ordered = keys.sort_values(["sector", "place"], kind="stable")
    order = ordered.groupby("sector").cumcount() + 1
    return rows.assign(shown=shown, rounded=score, order=order.reindex(rows.index))


def infer_compared(scaled: np.ndarray, turned: bool, values: np.ndarray, hidden: int) -> tuple[int, np.ndarray]:
    """How many kelurahan an order was made of, hidden ones too, and how many of these lie below each that is shown.

    Both follow from the published scaled values: ``scaled = (worse + half of the equals) / (compared - 1)``.

    Parameters
    ----------
    scaled, values : ndarray of float, shape (kelurahan,)
        One criterion of the scored kelurahan that are shown; NaN unknown or hidden.
    turned : bool
        Less is better.
    hidden : int
        Kelurahan of the sector that are hidden.

    Returns
    -------
    beside : int
        Hidden ones among the compared.
    below : ndarray of float, shape (kelurahan,)
        Hidden ones that are worse, equals count half; NaN where ``scaled`` is.

    Examples
    --------
    >>> infer_compared(np.array([0.0, 1.0]), False, np.array([3.0, 9.0]), 1)
    (0, array([0., 0.]))
    >>> infer_compared(np.array([0.0, 1.0, 1 / 3]), False, np.array([3.0, 9.0, 4.0]), 1)
    (1, array([0., 1., 0.]))
    """
    known = ~np.isnan(scaled)
    below = np.full(len(scaled), np.nan)
    if known.sum() == 0:
        return 0, below
    place = 1.0 - scaled[known] if turned else scaled[known]
    ranks = pd.Series(values[known]).rank().to_numpy() - 1.0
    for beside in range(hidden + 1):
        more = place * (known.sum() + beside - 1) - ranks
        rounded = np.round(more * 2) / 2
        if np.abs(more - rounded).max() < 1e-6 and rounded.min() >= 0 and rounded.max() <= beside:
            below[known] = rounded
            return beside, below
    below[known] = 0.0
    return 0, below
