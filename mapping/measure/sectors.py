"""The indicators of every kelurahan and sector, in natural units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SECTORS
from mapping.measure.answers.age import age_years, is_established, median
from mapping.measure.answers.answers import read_answers
from mapping.measure.answers.constraints import named_constraints
from mapping.measure.answers.dependence import dependence
from mapping.measure.answers.reach import buys_locally, sells_outside
from mapping.measure.answers.readiness import uses_digital
from mapping.measure.answers.shares import shrunk_share
from mapping.measure.counts import count, count_kinds, locate_kelurahan
from mapping.measure.coverage import covered_sectors, known_cells
from mapping.measure.density import density, density_km2
from mapping.measure.diversity import entropy_number, herfindahl
from mapping.measure.farming import farm_quotient
from mapping.measure.pooling import pooled_saving, pooled_spend, pooled_total, workers
from mapping.measure.specialisation import shrunk_location_quotient
from mapping.measure.weighting import kish_rate, weights_of
from mapping.measure.withheld import withhold_money
from mapping.settings import Settings

GROUPS = len(SECTORS)
PRODUCING = ("hulu", "olahan")
QUOTIENT = ["lq", "lq_low", "lq_high", "lq_prob", "expected"]
SHARES = [
    *("established_share", "digital_share", "outside_share", "local_input_share"),
    *("capital_share", "distribution_share", "technology_share"),
]
"""Shares of yes among those who answered, each with ``<share>_answers`` and ``<share>_strength`` (``shares.py``)."""
COLUMNS = [
    *("n", "n_weighted", "n_effective", "n_kelurahan", "producers", "workers", "density_1000", "density_km2"),
    *QUOTIENT,
    *("spend_idr_month", "saving_idr_month", "revenue_idr_month", "diversity", "herfindahl", "age_years"),
    *(f"{share}{part}" for share in SHARES for part in ("", "_answers", "_strength")),
    *("input_dependence", "buyer_dependence"),
]
UNASKED = {
    **dict.fromkeys(("revenue_idr_month", "started_year"), np.nan),
    **dict.fromkeys(("surveyed_on", "market", "digital", "input_origin", "constraint"), ""),
}
"""What a business says to a question that its survey does not have."""


def measure_sectors(
    kelurahan: pd.DataFrame,
    businesses: pd.DataFrame,
    settings: Settings,
    farm_households: pd.Series | None = None,
) -> pd.DataFrame:
    """Sector indicators: every kelurahan times the five sectors.

    Cost: one pass over the businesses per indicator; free answers are read once per distinct text; no loop over
    kelurahan.

    Parameters
    ----------
    kelurahan : GeoDataFrame, index ``kelurahan_code``
        ``population`` is read, and ``area_km2`` where there is one.
    businesses : DataFrame
        As in docs/architecture.md; every ``kelurahan_code`` is in ``kelurahan.index``. A column of ``UNASKED`` may be
        missing: its question was not asked.
    settings : Settings
        ``covers_agriculture``, ``agriculture_floor_share`` and ``survey_date`` are read.
    farm_households : Series of float, by ``kelurahan_code``, optional
        From another source. Where the survey leaves farming out, the quotient columns of agriculture are then those of
        farm households among all households (``farming.py``); counts, workers and spend stay unknown.

    Returns
    -------
    DataFrame, index (kelurahan_code, sector), in the order of ``kelurahan`` and ``SECTORS``
        ``n`` rows and ``n_weighted`` businesses that they stand for; ``n_effective`` (equal interviews that the
        quotient rests on, Kish); ``n_kelurahan`` all rows there, unclassified included; ``producers`` (stage hulu or
        olahan); ``workers`` people; ``density_1000`` businesses per 1,000 residents, ``density_km2`` per square
        kilometre; ``lq, lq_low, lq_high, lq_prob, expected`` among classified businesses; ``spend_idr_month,
        saving_idr_month, revenue_idr_month`` rupiah; ``diversity`` effective number of products, ``herfindahl`` their
        concentration (0-1); ``age_years`` median; each of ``SHARES`` (0-1) with ``_answers`` and ``_strength``;
        ``input_dependence, buyer_dependence`` (0-1). NaN is unknown: no classified business surveyed there, the sector
        not covered by the survey, or too few answers; never zero.

    Raises
    ------
    InputError
        A business lies in a kelurahan that the table does not have.

    Examples
    --------
    >>> kelurahan = pd.DataFrame({"population": [2000.0, 500.0]}, index=["a", "b"])
    >>> businesses = pd.DataFrame({
    ...     "kelurahan_code": ["a", "a"], "sector": ["food", "trade"], "stage": ["olahan", "dagang"],
    ...     "product": ["tempe", "toko beras"], "workers": [2.0, 1.0], "input_spend_idr_month": [3e6, np.nan]})
    >>> table = measure_sectors(kelurahan, businesses, Settings())
    >>> table.loc[("a", "food"), ["n", "producers", "workers", "density_1000", "spend_idr_month"]].tolist()
    [1.0, 1.0, 2.0, 0.5, 3000000.0]
    >>> table["n"].unstack("sector")["crafts"].tolist()
    [0.0, nan]
    """
    businesses = businesses.assign(**{name: no for name, no in UNASKED.items() if name not in businesses})
    size = len(kelurahan) * GROUPS
    place = locate_kelurahan(kelurahan, businesses)
    code, distinct = pd.factorize(businesses["sector"], use_na_sentinel=False)
    sector = pd.Index(SECTORS).get_indexer(distinct)[code]
    cell = np.where(sector >= 0, place * GROUPS + sector, -1)
    weights = weights_of(businesses)
    index = pd.MultiIndex.from_product([kelurahan.index, SECTORS], names=["kelurahan_code", "sector"])
    table = pd.DataFrame(
        {
            **_counts(cell, size, businesses["stage"], weights, kelurahan),
            **_quotients(cell, size, place, weights),
            **_totals(cell, size, businesses, weights),
            **_variety(cell, size, businesses["product"], weights),
            **_answered(cell, size, businesses, weights, settings.survey_date),
        },
        index=index,
    )
    covered = np.array(list(covered_sectors(businesses, settings).values()))
    classified = table["n"].to_numpy().reshape(-1, GROUPS).sum(axis=1)
    table[~known_cells(classified, covered).ravel()] = np.nan
    if farm_households is not None and not covered[SECTORS.index("agriculture")]:
        farms = farm_quotient(farm_households, kelurahan["households"])
        rows = pd.MultiIndex.from_product([kelurahan.index, ["agriculture"]], names=table.index.names)
        table.loc[rows, QUOTIENT] = farms[QUOTIENT].to_numpy()
    table["n_kelurahan"] = np.repeat(count(place, len(kelurahan)), GROUPS)
    return withhold_money(table, businesses, settings)[COLUMNS]


Columns = dict[str, np.ndarray]


def _counts(cell: np.ndarray, size: int, stage: pd.Series, weights: np.ndarray, kelurahan: pd.DataFrame) -> Columns:
    n = count(cell, size, weights)
    population = kelurahan["population"].to_numpy(dtype=float)
    area = kelurahan.get("area_km2", pd.Series(np.nan, index=kelurahan.index)).to_numpy(dtype=float)
    producing = stage.isin(PRODUCING).to_numpy()
    return {
        "n": count(cell, size),
        "n_weighted": n,
        "producers": count(np.where(producing, cell, -1), size, weights),
        "density_1000": density(n, np.repeat(population, GROUPS)),
        "density_km2": density_km2(n, np.repeat(area, GROUPS)),
    }


def _quotients(cell: np.ndarray, size: int, place: np.ndarray, weights: np.ndarray) -> Columns:
    """The quotient columns of all sectors, and the effective interviews behind them, flattened like the cells."""
    weighted = count(cell, size, weights).reshape(-1, GROUPS)
    rate = kish_rate(np.where(cell >= 0, place, -1), size // GROUPS, weights)
    total = weighted.sum(axis=1)
    n, classified = weighted * rate[:, None], total * rate
    shares = weighted.sum(axis=0) / total.sum() if total.sum() > 0 else np.zeros(GROUPS)
    per_sector = [shrunk_location_quotient(n[:, g], classified, share=shares[g]) for g in range(GROUPS)]
    return {"n_effective": n.ravel()} | {
        name: np.column_stack([table[name] for table in per_sector]).ravel() for name in QUOTIENT
    }


def _totals(cell: np.ndarray, size: int, businesses: pd.DataFrame, weights: np.ndarray) -> Columns:
    spend = pooled_spend(cell, size, businesses, weights)
    return {
        "workers": workers(cell, size, businesses["workers"], weights),
        "spend_idr_month": spend,
        "saving_idr_month": pooled_saving(spend),
        "revenue_idr_month": pooled_total(cell, size, businesses["revenue_idr_month"], weights),
    }


def _variety(cell: np.ndarray, size: int, product: pd.Series, weights: np.ndarray) -> Columns:
    code, _ = pd.factorize(product.mask(product == ""))
    where, _, times = count_kinds(cell, size, code, weights)
    return {"diversity": entropy_number(where, size, times), "herfindahl": herfindahl(where, size, times)}


def _answered(cell: np.ndarray, size: int, businesses: pd.DataFrame, weights: np.ndarray, survey_date: str) -> Columns:
    """Age, shares and dependence: what rests on the answers to single questions."""
    market, digital, origin, constraint = (
        read_answers(businesses[name]) for name in ("market", "digital", "input_origin", "constraint")
    )
    age = age_years(businesses["started_year"], businesses["surveyed_on"], survey_date)
    says = {
        "established_share": is_established(age),
        "digital_share": uses_digital(market, digital),
        "outside_share": sells_outside(market),
        "local_input_share": buys_locally(origin),
        **{f"{name}_share": named for name, named in named_constraints(constraint).items()},
    }
    columns = {"age_years": median(cell, size, age, weights)}
    for name in SHARES:
        parts = shrunk_share(cell, size, GROUPS, says[name], weights)
        columns |= dict(zip((name, f"{name}_answers", f"{name}_strength"), parts, strict=True))
    columns["input_dependence"] = dependence(cell, size, origin, weights)
    columns["buyer_dependence"] = dependence(cell, size, market, weights)
    return columns
