"""Points counted by kelurahan while they stream by; memory does not grow with their number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.intake.places.locate import KelurahanIndex, index_kelurahan

if TYPE_CHECKING:
    import geopandas as gpd
    import pyarrow as pa

BATCH_ROWS = 1 << 20


def count_points_streamed(
    source: Path | Iterable[pa.RecordBatch],
    kelurahan: gpd.GeoDataFrame,
    columns: tuple[str, str] = ("lon", "lat"),
    index: KelurahanIndex | None = None,
) -> tuple[pd.Series, int]:
    """How many points lie in each kelurahan; one on a border counts once, at the lowest code.

    Parameters
    ----------
    source : Path or iterable of pyarrow.RecordBatch
        A Parquet file, read ``BATCH_ROWS`` rows at a time, or the batches themselves.
    kelurahan : GeoDataFrame
        As ``read_boundaries`` gives it.
    columns : tuple of str
        Names of longitude and latitude, in degrees; nulls and NaN lie nowhere.
    index : KelurahanIndex, optional
        Of the same ``kelurahan``, when the caller holds one.

    Returns
    -------
    counts : Series of int64
        Index and order of ``kelurahan``.
    outside : int
        Points in no kelurahan: ``counts.sum() + outside`` is the number of rows.

    Examples
    --------
    >>> import geopandas as gpd, pyarrow as pa
    >>> from shapely import box
    >>> map_ = gpd.GeoDataFrame(geometry=[box(1, 0, 2, 1), box(0, 0, 1, 1)], index=["b", "a"], crs="EPSG:4326")
    >>> batch = pa.RecordBatch.from_pydict({"lon": [0.5, 1.0, 1.5, None], "lat": [0.5, 0.5, 0.5, 0.5]})
    >>> counts, outside = count_points_streamed([batch, batch], map_)
    >>> counts.to_dict(), outside
    ({'b': 2, 'a': 4}, 2)
    """
    index = index or index_kelurahan(kelurahan)
    total = np.zeros(len(index.codes) + 1, dtype=np.int64)
    for batch in _batches(source, columns):
        lon, lat = (batch.column(name).to_numpy(zero_copy_only=False) for name in columns)
        total += np.bincount(index.place(lon, lat) + 1, minlength=len(total))
    counts = pd.Series(total[1:], index=index.codes).reindex(kelurahan.index)
    return counts.rename("n"), int(total[0])


def _batches(source: Path | Iterable[pa.RecordBatch], columns: tuple[str, str]) -> Iterator[pa.RecordBatch]:
    if not isinstance(source, Path):
        yield from source
        return
    import pyarrow.parquet as pq

    with pq.ParquetFile(source, pre_buffer=False) as file:
        yield from file.iter_batches(BATCH_ROWS, columns=list(columns))
