"""A study ready to be written: what all of its files share is made once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mapping.present.files.stamp import Stamp, stamp_of
from mapping.present.tables import advice_table, score_table, suitability_table
from mapping.study import Study

if TYPE_CHECKING:
    import pandas as pd

    from mapping.measure.space.neighbours import Neighbours
    from mapping.present.outlines import Outlines


@dataclass(frozen=True)
class Edition:
    """A study and what its files share. Files take their figures from the public tables below, small cells blank; from
    ``study`` itself only what points at nobody (outlines, names, settings, the catalogue).

    The language in force when a property is first read is the language of the edition: make and write an edition within
    one ``speaking``.
    """

    study: Study

    @cached_property
    def stamp(self) -> Stamp:
        """What every file says of itself."""
        return stamp_of(self.study)

    @cached_property
    def key(self) -> str:
        """Checksum of everything that the files depend on: another key, other files."""
        from mapping.present.files.ledger import edition_key

        return edition_key(self.study)

    @cached_property
    def scores(self) -> pd.DataFrame:
        """``score_table``: one row per kelurahan and sector."""
        return score_table(self.study)

    @cached_property
    def advice(self) -> pd.DataFrame:
        """``advice_table``."""
        return advice_table(self.study)

    @cached_property
    def suitability(self) -> pd.DataFrame:
        """``suitability_table``: one row per kelurahan and line."""
        return suitability_table(self.study)

    @cached_property
    def around(self) -> Neighbours:
        """Who touches whom."""
        from mapping.present.place import touching

        return touching(self.study)

    @cached_property
    def outlines(self) -> Outlines:
        """Outlines simplified together, as on the screen."""
        from mapping.present.outlines import simplify_outlines

        return simplify_outlines(self.study.kelurahan, private=False)

    def name_of(self, code: str) -> str:
        """Name of a kelurahan."""
        return str(self.study.kelurahan.at[code, "name"])
