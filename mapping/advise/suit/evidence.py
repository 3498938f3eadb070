"""What is known about each line of business in each kelurahan, in natural units, before anything is weighed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from mapping.advise.suit.gates import saturation
from mapping.advise.suit.place import fit_of_place, reachable_buyers, related_steps
from mapping.knowledge.catalog import read_lexicon
from mapping.knowledge.lines import line_products, lines_in_force
from mapping.measure.specialisation import prior_strength
from mapping.settings import Settings

MEMBER_DRIVERS = ("producers", "pooling", "supply_members")
OF_LINE = [
    *("driver", "where", "stage", "land", "volume_basis", "unit"),
    *("min_businesses", "min_spend_idr_month", "min_population", "rival_norm_people", "gate_members"),
    *("gate_spend_idr_month", "capex_low_idr", "capex_high_idr", "working_low_idr", "working_high_idr", "staff_low"),
]


@dataclass(frozen=True)
class Known:
    """What is known beside the businesses of the lines themselves; each may be missing.

    Parameters
    ----------
    buyers, chains, context, quality : DataFrame or None
        As docs/architecture.md describes them.
    """

    buyers: pd.DataFrame | None = None
    chains: pd.DataFrame | None = None
    context: pd.DataFrame | None = None
    quality: pd.DataFrame | None = None


def gather_evidence(
    kelurahan: pd.DataFrame, line_indicators: pd.DataFrame, settings: Settings, known: Known | None = None
) -> pd.DataFrame:
    """Everything that is known about each line in each kelurahan, one row per pair.

    Cost: joins on two keys and one pass per table of ``known``; no loop over kelurahan.

    Returns
    -------
    DataFrame
        Index ``(kelurahan_code, line_id)`` sorted; the line indicators; the line's figures; ``kind, kecamatan,
        population``; ``saturation`` (outlets per norm, NaN where no norm applies); ``prior_strength`` (of the line's
        quotient, the one it was shrunk with); ``stands_on_members, supplies_members, serves_residents, members_retail``
        (bool); ``permit_count``; ``buyers_reach, buyers_rows, big_buyers, nearest_m, nearest_kind``;
        ``links_here, links_known``; ``programme`` and ``land_share``; ``age_months, classified_share``. NaN is unknown.
        One or two rival outlets or buyers count as two, so that no figure of the advice tells which it is.
    """
    known = known or Known()
    lines = lines_in_force(settings.advice.line_changes)
    of_line = lines[OF_LINE].assign(permit_count=_count_permits(lines["permits"]), members_retail=_retail(lines))
    evidence = (
        line_indicators.sort_index()
        .join(of_line, on="line_id")
        .join(kelurahan[["kind", "kecamatan", "population"]], on="kelurahan_code")
    )
    evidence["rivals"] = _coarse(evidence["rivals"], evidence["rivals_rows"], settings)
    evidence["saturation"] = saturation(
        *(evidence[column].to_numpy(float) for column in ("rivals", "population", "rival_norm_people"))
    )
    evidence["prior_strength"] = _prior_strengths(evidence)
    driver = evidence["driver"]
    # Stage decides the sign: where the members themselves retail, many of them are competition, not a supply base,
    # unless the cooperative is their wholesaler.
    evidence["members_retail"] &= driver.isin(MEMBER_DRIVERS)
    evidence["supplies_members"] = driver == "supply_members"
    evidence["stands_on_members"] = driver.isin(MEMBER_DRIVERS) & (
        ~evidence["members_retail"] | (driver == "supply_members")
    )
    evidence["serves_residents"] = driver == "demand"
    for more in (
        reachable_buyers(evidence, known.buyers),
        related_steps(evidence, known.chains, lines),
        fit_of_place(evidence, known.context, lines),
        _data_quality(evidence, known.quality),
    ):
        evidence[more.columns] = more
    evidence["buyers_reach"] = _coarse(evidence["buyers_reach"], evidence["buyers_reach_rows"], settings)
    return evidence


def _coarse(count: pd.Series, rows: pd.Series, settings: Settings) -> pd.Series:
    """Counts that rest on a few interviews, all taken for the most that "fewer than three" may be."""
    return count.mask((rows >= 1) & (rows < settings.suppress_below), float(settings.suppress_below - 1))


def _count_permits(permits: pd.Series) -> pd.Series:
    """How many permits a line wants; NaN where the catalogue does not say."""
    return permits.str.split(";").map(lambda parts: sum(bool(part.strip()) for part in parts)).where(permits != "")


def _retail(lines: pd.DataFrame) -> pd.Series:
    """Whether all member products of a line are retail (stage "dagang" of the lexicon)."""
    stage = read_lexicon().set_index("product")["stage"]
    members = line_products(lines).query("role == 'member'")
    retail = members["product"].map(stage).eq("dagang").groupby(members["line_id"]).all()
    return retail.reindex(lines.index).fillna(False).astype(bool)


def _prior_strengths(evidence: pd.DataFrame) -> np.ndarray:
    strengths = {
        line_id: prior_strength(rows["n_effective"].to_numpy(), rows["expected"].to_numpy())
        for line_id, rows in evidence.groupby(level="line_id")
    }
    return evidence.index.get_level_values("line_id").map(strengths).to_numpy(float)


def _data_quality(evidence: pd.DataFrame, quality: pd.DataFrame | None) -> pd.DataFrame:
    """Age of the data in months and share of businesses whose product is clear; NaN unknown."""
    columns = ["age_months", "classified_share"]
    if quality is None:
        return pd.DataFrame(np.nan, index=evidence.index, columns=columns)
    of_place = quality[columns].reindex(evidence.index.get_level_values("kelurahan_code"))
    return of_place.set_axis(evidence.index)
