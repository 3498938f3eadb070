"""What the pages of one edition share, gathered once: public rows by kelurahan, the map, who has a rank."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pandas as pd

from mapping.advise.say.money import say_money
from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.present.files.edition import Edition
from mapping.present.files.paper.locator import Locator
from mapping.present.firmness import firm_ranks
from mapping.present.known import known_table
from mapping.present.place import ENOUGH, rows_behind
from mapping.present.quality import next_survey_table, quality_table
from mapping.present.saturation import saturation_table

if TYPE_CHECKING:
    import numpy as np

    from mapping.study import Study

STARTS = ("1", "2", "3")
RANGES = ["capex_low_idr", "capex_high_idr", "working_low_idr", "working_high_idr"]


@dataclass(frozen=True, eq=False)
class Gathered:
    """Public tables of an edition, ready to be asked for one kelurahan at a time without reading all rows again.

    The language in force when a property is first read is its language, as with :class:`Edition`.
    """

    edition: Edition

    @cached_property
    def locator(self) -> Locator:
        """The maps."""
        return Locator(self.edition.study.kelurahan, self.edition.study.settings.boundary_note)

    @cached_property
    def ranked(self) -> dict[str, int]:
        """How many kelurahan have a rank in a sector, hidden ones among them; 0 where none may be shown."""
        tables = {sector: firm_ranks(self.edition.study, sector) for sector in SCORED_SECTORS}
        return {sector: int(table["ranked"].max()) if len(table) else 0 for sector, table in tables.items()}

    @cached_property
    def middles(self) -> dict[str, float]:
        """Median of the scores that may be shown, by sector; NaN where fewer than three may be."""
        known = self.edition.scores.dropna(subset="score").groupby("sector")["score"]
        return {sector: float(scores.median()) for sector, scores in known if len(scores) >= ENOUGH}

    @cached_property
    def scores(self) -> pd.DataFrame:
        """The public scores by kelurahan and sector."""
        return self.edition.scores.set_index(["kelurahan_code", "sector"]).sort_index()

    @cached_property
    def by_sector(self) -> dict[str, pd.DataFrame]:
        """The public scores of each scored sector, one row a kelurahan."""
        scores = self.edition.scores
        return {sector: scores[scores["sector"] == sector] for sector in SCORED_SECTORS}

    @cached_property
    def quality(self) -> pd.DataFrame:
        """The public grades by kelurahan."""
        return quality_table(self.edition.study).set_index("kelurahan_code")

    @cached_property
    def visits(self) -> pd.DataFrame:
        """Where to survey next, by kelurahan."""
        return next_survey_table(self.edition.study).set_index("kelurahan_code")

    @cached_property
    def money(self) -> pd.DataFrame:
        """The public figures of every kelurahan and line."""
        return self.edition.suitability.set_index(["kelurahan_code", "line_id"]).sort_index()

    @cached_property
    def _advice(self) -> dict[str, np.ndarray]:
        return self.edition.advice.groupby("kelurahan_code").indices

    def advice_of(self, code: str) -> pd.DataFrame:
        """The public advice of one kelurahan in its order; ``grounds`` is the reason without its figures of money."""
        return self._with_grounds.iloc[self._advice.get(code, [])]

    @cached_property
    def _with_grounds(self) -> pd.DataFrame:
        advice = self.edition.advice
        keys = pd.MultiIndex.from_frame(advice[["kelurahan_code", "line_id"]])
        started = advice["position"].isin(STARTS).to_numpy()
        # Hidden rows tell other money, which stays in the reason: what it would be made of is not in a public table.
        rows = self.money.reindex(keys[started]).reset_index()
        rows = rows.assign(**dict.fromkeys(["n", *RANGES], float("nan")))
        told = say_money(rows, self.edition.study.settings)
        grounds = advice["reason"].astype(object)
        pairs = zip(grounds[started], told, strict=True)
        grounds.loc[started] = [reason.removesuffix(str(money)).strip() for reason, money in pairs]
        return advice.assign(grounds=grounds)

    @cached_property
    def _businesses(self) -> dict[str, np.ndarray]:
        return self.edition.study.businesses.groupby("kelurahan_code").indices

    @cached_property
    def _context(self) -> dict[str, np.ndarray]:
        return self.edition.study.context.groupby("kelurahan_code").indices

    def _only(self, code: str) -> Study:
        """The study with businesses, context and advice of one kelurahan only: public rows of it need no others.

        What is hidden beside others rests on the indicators, the chains and the gaps, which stay whole.
        """
        study = self.edition.study
        return replace(
            study,
            businesses=study.businesses.iloc[self._businesses.get(code, [])],
            context=study.context.iloc[self._context.get(code, [])],
            advice=study.advice.iloc[self._advice.get(code, [])],
        )

    def products_of(self, code: str) -> dict[str, list[tuple[str, int]]]:
        """Products of each sector that three businesses or more make or sell, the most frequent first."""
        only, shown = self._only(code), self.scores.loc[code, "n"].dropna()
        told = {}
        for sector in shown.index:
            products = rows_behind(only, code, sector)["products"]
            assert isinstance(products, pd.DataFrame)
            named = products[products["product"] != ""]
            told[str(sector)] = [(str(row.product), int(row.n)) for row in named.itertuples()]
        return told

    def known_of(self, code: str) -> pd.DataFrame:
        """What is known beside the survey, by what it is (``known_table``)."""
        found = self._known.get(code)
        if found is None:
            found = known_table(self._only(code), code).drop_duplicates("what").set_index("what")
            self._known.clear()
            self._known[code] = found
        return found

    @cached_property
    def _known(self) -> dict[str, pd.DataFrame]:
        """Of the kelurahan asked for last: several parts of its page read it."""
        return {}

    def norms_of(self, code: str) -> pd.DataFrame:
        """Outlets beside planning norms (``saturation_table``)."""
        return saturation_table(self.edition.study, code).set_index("what")


def gathered(edition: Edition) -> Gathered:
    """What the pages of an edition share; kept with it, as its own cached properties are, and gone with it."""
    kept = edition.__dict__.get("_gathered")
    if kept is None:
        kept = edition.__dict__["_gathered"] = Gathered(edition)
    return kept
