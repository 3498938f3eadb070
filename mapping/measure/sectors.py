"""The indicators of every kelurahan and sector, in natural units."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SECTORS
from mapping.measure.counts import count, locate_kelurahan, workers
from mapping.measure.coverage import covered_sectors, known_cells
from mapping.measure.density import density
from mapping.measure.diversity import diversity
from mapping.measure.farming import farm_quotient
from mapping.measure.pooling import pooled_spend
from mapping.measure.specialisation import shrunk_location_quotient
from mapping.settings import Settings

PRODUCING = ("hulu", "olahan")
QUOTIENT = ["lq", "lq_low", "lq_high", "lq_prob", "expected"]
COLUMNS = ["n", "n_kelurahan", "producers", "workers", "density_1000", *QUOTIENT, "spend_idr_month", "diversity"]


def measure_sectors(
    kelurahan: pd.DataFrame,
    businesses: pd.DataFrame,
    settings: Settings,
    farm_households: pd.Series | None = None,
) -> pd.DataFrame:
    """Sector indicators: every kelurahan times the five sectors.

    Cost: one pass over the businesses per indicator; no loop over kelurahan.

    Parameters
    ----------
    kelurahan : GeoDataFrame, index ``kelurahan_code``
        Only ``population`` is read.
    businesses : DataFrame
        As in docs/architecture.md; every ``kelurahan_code`` is in ``kelurahan.index``.
    settings : Settings
        ``covers_agriculture`` and ``agriculture_floor_share`` are read.
    farm_households : Series of float, by ``kelurahan_code``, optional
        From another source. Where the survey leaves farming out, the quotient columns of agriculture are then those of
        farm households among all households (``farming.py``); counts, workers and spend stay unknown.

    Returns
    -------
    DataFrame, index (kelurahan_code, sector), in the order of ``kelurahan`` and ``SECTORS``
        ``n`` businesses; ``n_kelurahan`` all businesses there, unclassified included; ``producers``
        (stage hulu or olahan); ``workers`` people; ``density_1000`` businesses per 1,000 residents; ``lq, lq_low,
        lq_high, lq_prob, expected`` among classified businesses; ``spend_idr_month`` rupiah;
        ``diversity`` effective number of products. NaN is unknown: no classified business surveyed there,
        the sector not covered by the survey, or too few answers; never zero.

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
    groups = len(SECTORS)
    size = len(kelurahan) * groups
    place = locate_kelurahan(kelurahan, businesses)
    sector = pd.Index(SECTORS).get_indexer(businesses["sector"])
    cell = np.where(sector >= 0, place * groups + sector, -1)
    product, _ = pd.factorize(businesses["product"].mask(businesses["product"] == ""))
    producing = businesses["stage"].isin(PRODUCING).to_numpy()

    n = count(cell, size)
    classified = n.reshape(-1, groups).sum(axis=1)
    population = np.repeat(kelurahan["population"].to_numpy(dtype=float), groups)
    index = pd.MultiIndex.from_product([kelurahan.index, SECTORS], names=["kelurahan_code", "sector"])
    table = pd.DataFrame(
        {
            "n": n,
            "producers": count(np.where(producing, cell, -1), size),
            "workers": workers(cell, size, businesses["workers"]),
            "density_1000": density(n, population),
            **_quotients(n.reshape(-1, groups), classified),
            "spend_idr_month": pooled_spend(cell, size, businesses),
            "diversity": diversity(cell, size, product),
        },
        index=index,
    )
    covered = np.array(list(covered_sectors(businesses, settings).values()))
    table[~known_cells(classified, covered).ravel()] = np.nan
    if farm_households is not None and not covered[SECTORS.index("agriculture")]:
        farms = farm_quotient(farm_households, kelurahan["households"])
        rows = pd.MultiIndex.from_product([kelurahan.index, ["agriculture"]], names=table.index.names)
        table.loc[rows, QUOTIENT] = farms[QUOTIENT].to_numpy()
    table["n_kelurahan"] = np.repeat(count(place, len(kelurahan)), groups)
    return table[COLUMNS]


def _quotients(n: np.ndarray, classified: np.ndarray) -> dict[str, np.ndarray]:
    """The quotient columns of all sectors, flattened like the cells."""
    per_sector = [shrunk_location_quotient(n[:, s], classified) for s in range(n.shape[1])]
    return {name: np.column_stack([table[name] for table in per_sector]).ravel() for name in QUOTIENT}
