"""The change between two waves of a survey: which part of it is the place's own, and who stayed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.knowledge.formats import say_number
from mapping.language import tr
from mapping.measure.change.shift_share import (
    PARTS,
    cross_count,
    dynamic_location_quotient,
    firm_change,
    shift_share,
    survival,
)
from mapping.measure.change.wave_coverage import Coverage, compare_coverage, existing_then, read_wave_rules
from mapping.measure.weighting import weights_of
from mapping.settings import Settings

NUMBERS = ["n_before", "n_now", "change", *PARTS, "dynamic_lq", "survival", "rows_before", "rows_now"]


def compare_waves(
    kelurahan: pd.DataFrame, before: pd.DataFrame | None, now: pd.DataFrame, settings: Settings
) -> tuple[pd.DataFrame, dict[str, Any], Coverage | None]:
    """Compare two waves of a survey, or say why they cannot be compared.

    Parameters
    ----------
    kelurahan, settings
        As in :func:`mapping.measure.change.wave_coverage.compare_coverage`.
    before, now : DataFrame
        Businesses of the two waves; without an earlier one ``before`` is None.

    Returns
    -------
    waves : DataFrame, index (kelurahan_code, sector)
        As :func:`measure_change`; empty where nothing can be compared.
    account : dict
        ``state`` ("one", "refused", "compared"), ``reason`` (Indonesian sentences), ``before``, ``now`` (ISO dates in
        the middle of each wave, "" unknown).
    coverage : Coverage or None
        What the two have in common.
    """
    account = {"state": "one", "reason": "", "before": "", "now": ""}
    if before is None:
        reason = tr("Hanya ada satu gelombang survei, jadi perubahan belum dapat dihitung.")
        return no_waves(), account | {"reason": reason}, None
    try:
        coverage = compare_coverage(kelurahan, before, now, settings)
        waves = measure_change(before, now, coverage)
    except NotComputableError as refusal:
        return no_waves(), account | {"state": "refused", "reason": str(refusal)}, None
    counted = tr(
        "{kelurahan} kelurahan/desa yang disurvei pada kedua gelombang dibandingkan.",
        kelurahan=say_number(len(coverage.kelurahan)),
    )
    reason = " ".join([counted, *coverage.notes])
    said = {"state": "compared", "reason": reason, "before": coverage.before, "now": coverage.now}
    return waves, said, coverage


def measure_change(before: pd.DataFrame, now: pd.DataFrame, coverage: Coverage) -> pd.DataFrame:
    """What changed in each kelurahan and sector that both waves cover.

    Parameters
    ----------
    before, now : DataFrame
        Businesses; ``kelurahan_code, sector, started_year, sampling_weight`` are read.

    Returns
    -------
    DataFrame, index (kelurahan_code, sector), only those in ``coverage``
        ``n_before, n_now`` estimated businesses (sums of sampling weights), ``change``; ``region_part, mix_part,
        local_part`` (businesses; sum to ``change``); ``dynamic_lq`` (NaN under ``dynamic_businesses`` before);
        ``survival`` (NaN where fewer than half say when they started, or none was there before; above 1 the first count
        missed some); ``rows_before, rows_now`` rows of the surveys behind the counts, by which small cells are hidden;
        ``local_firm`` (bool) whether the local part is more than chance.

    Raises
    ------
    NotComputableError
        As :func:`mapping.measure.change.shift_share.shift_share`.
    """
    rules = read_wave_rules()["measures"]
    where = coverage.kelurahan, coverage.sectors
    first, second = (cross_count(wave, weights_of(wave), *where) for wave in (before, now))
    rows = [cross_count(wave, np.ones(len(wave)), *where) for wave in (before, now)]
    dynamic = dynamic_location_quotient(first, second, rules["time_exponent"])
    table = {
        "n_before": first,
        "n_now": second,
        "change": second - first,
        **shift_share(first, second),
        "dynamic_lq": np.where(rows[0] >= rules["dynamic_businesses"], dynamic, np.nan),
        "survival": survival(_existed(now, second, coverage), first),
        "rows_before": rows[0],
        "rows_now": rows[1],
        "local_firm": firm_change(rows[0], rows[1], rules["firm_false_share"]),
    }
    names = ["kelurahan_code", "sector"]
    index = pd.MultiIndex.from_product([coverage.kelurahan, coverage.sectors], names=names)
    return pd.DataFrame({name: values.ravel() for name, values in table.items()}, index=index)


def _existed(now: pd.DataFrame, second: np.ndarray, coverage: Coverage) -> np.ndarray:
    """Businesses of the later wave that existed then; those that did not answer are taken as those that did."""
    existed = existing_then(now, coverage.before)
    weights = weights_of(now)
    where = coverage.kelurahan, coverage.sectors
    yes = cross_count(now, np.where(existed == 1, weights, 0.0), *where)
    answered = cross_count(now, np.where(np.isnan(existed), 0.0, weights), *where)
    share = np.divide(yes, answered, out=np.zeros(yes.shape), where=answered > 0)
    enough = (answered >= read_wave_rules()["measures"]["answered_share"] * second) & ((answered > 0) | (second == 0))
    return np.where(enough, share * second, np.nan)


def no_waves() -> pd.DataFrame:
    """The table of :func:`measure_change` without a row.

    Examples
    --------
    >>> len(no_waves()), no_waves().index.names == ["kelurahan_code", "sector"]
    (0, True)
    """
    index = pd.MultiIndex.from_arrays([pd.Index([], dtype="str")] * 2, names=["kelurahan_code", "sector"])
    return pd.DataFrame({**dict.fromkeys(NUMBERS, np.array([])), "local_firm": np.array([], dtype=bool)}, index=index)
