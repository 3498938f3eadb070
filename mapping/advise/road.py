"""From measured tables to advice: every table that changes with the founder's answers, in order."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import pandas as pd

from mapping.knowledge.assumptions import assumptions_in_force
from mapping.language import tr
from mapping.settings import AdviceSetup, Progress, Settings, no_progress, part_of

if TYPE_CHECKING:
    import geopandas as gpd

ADVISED = (
    *("line_indicators", "buyers", "suppliers", "suitability", "advice", "division"),
    *("purchasing", "purchase_groups", "facilities", "facility_sites"),
)
"""Tables that change with the founder's answers."""
LINES_ALONE = ("line_indicators", "suppliers")
"""Of these, the tables that rest on no answer but the lines themselves."""
BUYERS, PURCHASES, FACILITIES = ("buyers",), ("purchasing", "purchase_groups"), ("facilities", "facility_sites")


def unchanged(before: AdviceSetup, after: AdviceSetup) -> tuple[str, ...]:
    """Which tables of ``ADVISED`` two sets of answers have in common, so that they need not be made again.

    Raises
    ------
    mapping.errors.SettingsError
        An answer that cannot be used.

    Examples
    --------
    >>> unchanged(AdviceSetup(), AdviceSetup(own_capital_idr=5e6))[:3]
    ('line_indicators', 'suppliers', 'buyers')
    >>> unchanged(AdviceSetup(), AdviceSetup(line_changes=(("B13", "margin_low_pct", "9"),)))
    ('purchasing', 'purchase_groups', 'facilities', 'facility_sites')
    """
    from mapping.advise.together.facilities import same_facilities

    said = [assumptions_in_force(setup) for setup in (before, after)]
    moved = {key for key in said[0] if said[0][key] != said[1][key]}
    same_lines = before.line_changes == after.line_changes
    groups = (
        (LINES_ALONE, same_lines),
        (BUYERS, same_lines and "selling.reach_km" not in moved),
        (PURCHASES, not any(key.startswith(("pooling.", "members.")) for key in moved)),
        (FACILITIES, same_facilities(before, after)),
    )
    return tuple(name for names, same in groups if same for name in names)


def advise_region(
    settings: Settings,
    kelurahan: gpd.GeoDataFrame,
    businesses: pd.DataFrame,
    tables: Mapping[str, pd.DataFrame],
    kept: Mapping[str, pd.DataFrame] | None = None,
    progress: Progress = no_progress,
) -> dict[str, pd.DataFrame]:
    """The tables of ``ADVISED``.

    Parameters
    ----------
    tables : mapping
        ``points, chains, context, quality`` as docs/architecture.md describes them.
    kept : mapping, optional
        Tables of ``ADVISED`` that are known already (``unchanged``).
    """
    from mapping.advise.advice import advise
    from mapping.advise.suit.evidence import Known
    from mapping.advise.together.division import divide
    from mapping.advise.together.facilities import place_facilities
    from mapping.advise.together.purchasing import pool_purchases
    from mapping.measure.lines import measure_lines
    from mapping.measure.space.buyers import measure_buyers, measure_suppliers
    from mapping.measure.space.contiguity import NEAR_M, contiguity

    made = dict(kept or {})
    points, neighbours = tables["points"], contiguity(kelurahan, near_m=NEAR_M)
    if "line_indicators" not in made:
        made["line_indicators"] = measure_lines(kelurahan, businesses, settings)
        made["suppliers"] = measure_suppliers(kelurahan, businesses, neighbours, settings)
    if "buyers" not in made:
        made["buyers"] = measure_buyers(kelurahan, businesses, points, neighbours, settings)
    progress(0.1, tr("Menimbang lini usaha"))
    known = Known(made["buyers"], tables["chains"], tables["context"], tables["quality"])
    lines = made["line_indicators"]
    made |= advise(kelurahan, businesses, lines, settings, known, part_of(progress, 0.1, 0.6))
    progress(0.6, tr("Membagi peran tetangga"))
    made["division"] = divide(kelurahan, made["suitability"], lines, neighbours, settings, points=points)
    if "purchasing" not in made:
        made |= pool_purchases(kelurahan, businesses, neighbours, settings)
    if "facilities" not in made:
        made |= place_facilities(kelurahan, businesses, neighbours, settings, progress=part_of(progress, 0.7, 1.0))
    return made
