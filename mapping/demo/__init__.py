"""Demonstration data: two real regions, approximate outlines, synthetic surveys; the same seed gives the same bytes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from mapping.settings import Progress, no_progress

if TYPE_CHECKING:
    import pandas as pd

SEED = 2026

__all__ = ["SEED", "say_survey", "write_demo"]


def write_demo(folder: Path, seed: int = SEED, progress: Progress = no_progress) -> list[Path]:
    """Write outlines, surveys and tables of buyers of both demonstration regions.

    Parameters
    ----------
    folder : Path
        Where to write; made if missing. Files of the same names are replaced.
    seed : int
        Seed of everything invented; outlines do not depend on it.
    progress : callable
        Told the share done and a short sentence.

    Returns
    -------
    list of Path
        For each region outlines, survey and buyers; for Surabaya an earlier survey, too.

    Notes
    -----
    The same bytes need the same GEOS (it rounds the hull) and the same numpy (it draws): the versions pinned in
    ``requirements.txt``.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:  # doctest: +NORMALIZE_WHITESPACE
    ...     [path.name for path in write_demo(Path(folder))]
    ['surabaya_batas.geojson', 'surabaya_umkm.csv', 'surabaya_pembeli.csv', 'surabaya_umkm_2023.csv',
     'batang_batas.geojson', 'batang_umkm.csv', 'batang_pembeli.csv']
    """
    from mapping.demo.businesses import draw_businesses
    from mapping.demo.buyers import draw_buyers
    from mapping.demo.dirt import draw_survey
    from mapping.demo.earlier import draw_earlier
    from mapping.demo.outlines import draw_outlines, say_geojson
    from mapping.knowledge.regions import REGIONS

    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for number, (key, region) in enumerate(REGIONS.items()):
        progress(number / len(REGIONS), f"Membuat data peraga {region.label}")
        outlines = draw_outlines(key)
        businesses = draw_businesses(key, outlines, seed)
        raw, _ = draw_survey(key, businesses, seed)
        texts = {f"{key}_batas.geojson": say_geojson(outlines, f"{key}_batas"), f"{key}_umkm.csv": say_survey(raw)}
        texts[f"{key}_pembeli.csv"] = say_survey(draw_buyers(key, outlines, seed))
        if region.earlier:
            before = draw_earlier(key, businesses, outlines, seed)
            texts[f"{key}_umkm_{region.earlier}.csv"] = say_survey(before)
        for name, text in texts.items():
            path = folder / name
            path.write_bytes(text.encode("utf-8"))
            written.append(path)
    progress(1.0, "Data peraga selesai")
    return written


def say_survey(raw: pd.DataFrame) -> str:
    """CSV text of a survey: comma, one header row, ``\\n`` at every line end, quotes only where needed."""
    return raw.to_csv(index=False, lineterminator="\n")
