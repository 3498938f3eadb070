"""How much of a kelurahan lives from farming, where a count of farm households says what a register leaves out."""

from __future__ import annotations

import pandas as pd

from mapping.measure.specialisation import shrunk_location_quotient

QUOTIENT = ["lq", "lq_low", "lq_high", "lq_prob", "expected"]


def farm_quotient(farm_households: pd.Series, households: pd.Series) -> pd.DataFrame:
    """Location quotient of farm households among all households, shrunk.

    ``LQ = (farm households / households here) / (the same in the region)``, with the Gamma-Poisson of
    ``specialisation.py``.

    Parameters
    ----------
    farm_households, households : Series of float, by ``kelurahan_code``
        NaN unknown; a kelurahan with either unknown, or with more farm than other households, is left out.

    Returns
    -------
    DataFrame
        Index of ``households``: ``lq, lq_low, lq_high, lq_prob, expected``; NaN unknown.

    Examples
    --------
    >>> farms = pd.Series({"a": 300.0, "b": 100.0, "c": float("nan")})
    >>> farm_quotient(farms, pd.Series({"a": 400.0, "b": 600.0, "c": 500.0}))["lq"].round(2).tolist()
    [1.86, 0.42, nan]
    """
    farms = farm_households.reindex(households.index)
    known = farms.notna() & (households >= farms) & (households > 0)
    table = pd.DataFrame(index=households.index, columns=QUOTIENT, dtype=float)
    if known.any():
        found = shrunk_location_quotient(farms[known].to_numpy(dtype=float), households[known].to_numpy(dtype=float))
        table.loc[known, QUOTIENT] = found[QUOTIENT].to_numpy()
    return table
