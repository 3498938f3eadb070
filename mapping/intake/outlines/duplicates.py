"""One village drawn more than once: the same outline twice, in several parts, or two villages with one code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.errors import InputError
from mapping.intake.issues import Findings
from mapping.intake.places.places import name_keys
from mapping.intake.wording import say_all, say_list
from mapping.language import mark, tr, tr_rows

if TYPE_CHECKING:
    import geopandas as gpd

SAME_OUTLINE = 0.99
"""Intersection over union from which two outlines are one drawn twice."""
PARTS_OVERLAP = 0.05
"""Share of the smaller outline that two parts of one village may have in common; more is two versions of it."""


def resolve_duplicates(
    found: pd.DataFrame, shape: gpd.GeoSeries, findings: Findings
) -> tuple[pd.DataFrame, gpd.GeoSeries]:
    """Each code once.

    An outline drawn twice (same code, or no code and same names) is used once, its copy rejected. Parts with the same
    code and the same names become one outline. Anything else with one code is refused: a join would double the counts.

    Parameters
    ----------
    found : DataFrame
        As ``read_attributes`` gives it, index the feature numbers.
    shape : GeoSeries
        The outlines, same index, EPSG:4326.

    Returns
    -------
    found : DataFrame
        Without copies and further parts; ``population`` and ``households`` of a village whose parts contradict each
        other are NaN.
    shape : GeoSeries
        Same index.

    Raises
    ------
    InputError
        Naming code and features.
    """
    same = _same_key(found)
    pairs = _list_pairs(same)
    if pairs.empty:
        return found, shape
    pairs = pairs.assign(**_overlap(shape, pairs))
    copies = pairs[pairs["iou"] > SAME_OUTLINE].drop_duplicates("second")
    _reject_copies(found, copies, findings)
    gone = copies["second"]
    found, shape = found.drop(index=gone), shape.drop(index=gone)
    pairs = pairs[~pairs["first"].isin(gone) & ~pairs["second"].isin(gone)]
    pairs = pairs[(found["code"] != "").reindex(pairs["first"]).to_numpy()]
    if pairs.empty:
        return found, shape
    _refuse_conflicts(found, pairs, findings)
    return _join_parts(found, shape, findings)


def _same_key(found: pd.DataFrame) -> pd.Series:
    """What makes two features the same village: the code, else all names."""
    names = name_keys(found["name"]) + "|" + name_keys(found["kecamatan"]) + "|" + name_keys(found["kabupaten"])
    return found["code"].mask(found["code"] == "", "|" + names)


def _list_pairs(same: pd.Series) -> pd.DataFrame:
    """Pairs of features with the same key, ``first`` before ``second``."""
    twice = same[same.duplicated(keep=False)]
    left = pd.DataFrame({"key": twice, "first": twice.index})
    pairs = left.merge(left.rename(columns={"first": "second"}), on="key")
    return pairs[pairs["first"] < pairs["second"]].reset_index(drop=True)


def _overlap(shape: gpd.GeoSeries, pairs: pd.DataFrame) -> dict[str, np.ndarray]:
    """Intersection over union, and over the smaller of the two."""
    import shapely

    one, other = shape[pairs["first"]].array, shape[pairs["second"]].array
    common = shapely.area(shapely.intersection(one, other))
    areas = shapely.area(one), shapely.area(other)
    return {"iou": common / (areas[0] + areas[1] - common), "covered": common / np.minimum(*areas)}


def _reject_copies(found: pd.DataFrame, copies: pd.DataFrame, findings: Findings) -> None:
    if copies.empty:
        return
    first, second = copies["first"].to_numpy(), copies["second"].to_numpy()
    words = [
        tr("digambar dua kali: sama dengan fitur {row} (kode atau nama sama, garis batas sama)", row=row)
        for row in first
    ]
    findings.reject(second, words, "kode", found.loc[second, "code"])
    same_name = name_keys(found.loc[first, "name"]).to_numpy() == name_keys(found.loc[second, "name"]).to_numpy()
    for level, which in (("repair", same_name), ("warn", ~same_name)):
        done = [tr("hanya fitur {row} yang dipakai", row=row) for row in first[which]]
        named = "" if level == "repair" else tr(", tetapi namanya berbeda")
        what = tr("digambar dua kali dengan kode dan garis batas yang sama") + named
        findings.note(mark("bidang kembar"), what, done, second[which], "kode", found.loc[second[which], "code"], level)


def _refuse_conflicts(found: pd.DataFrame, pairs: pd.DataFrame, findings: Findings) -> None:
    keys = _same_names(found)
    differ = keys[pairs["first"]].to_numpy() != keys[pairs["second"]].to_numpy()
    conflict = pairs[differ | (pairs["covered"] > PARTS_OVERLAP).to_numpy()]
    if conflict.empty:
        return
    said = []
    for code, part in conflict.groupby("key", sort=False):
        rows = sorted({*part["first"], *part["second"]})
        numbers = say_all(list(filter(None, [", ".join(map(str, rows[:-1])), str(rows[-1])])))
        names = say_all(list(dict.fromkeys(f'"{name}"' for name in found.loc[rows, "name"])))
        said.append(tr('kode "{code}" pada fitur {numbers} ({names})', code=code, numbers=numbers, names=names))
    raise InputError(
        tr(
            'Berkas "{file}" memakai satu kode untuk wilayah yang berbeda: {said}. Hitungan usaha '
            "akan berlipat. Perbaiki kodenya, lalu kirim ulang.",
            file=findings.file,
            said=say_list(said, 5),
        )
    )


def _same_names(found: pd.DataFrame) -> pd.Series:
    return name_keys(found["name"]) + "|" + name_keys(found["kecamatan"])


def _join_parts(found: pd.DataFrame, shape: gpd.GeoSeries, findings: Findings) -> tuple[pd.DataFrame, gpd.GeoSeries]:
    """Features with one code as one outline, under the number of the first."""
    import geopandas as gpd

    coded = found[found["code"] != ""]
    first = coded["code"].map(dict(zip(coded["code"][::-1], coded.index[::-1], strict=True)))
    parts = first[first.duplicated(keep=False)]
    joined = gpd.GeoSeries(shape[parts.index]).groupby(parts.to_numpy()).agg(lambda part: part.union_all())
    shape = shape.drop(index=parts.index.difference(joined.index))
    shape[joined.index] = joined.to_numpy()
    counts = parts.value_counts().reindex(joined.index)
    done = tr_rows("digabung menjadi satu bidang ({n} bagian)", n=counts)
    what = tr("digambar dalam beberapa bagian dengan kode dan nama yang sama")
    codes = found.loc[joined.index, "code"]
    findings.note(mark("bagian desa"), what, done, joined.index, "kode", codes, "repair")
    found = found.copy()
    for name in ("population", "households"):
        told = found.loc[parts.index, name].groupby(parts.to_numpy())
        found.loc[joined.index, name] = told.first().where(told.nunique() == 1)
        unsure = joined.index[told.nunique() > 1]
        findings.note(mark("angka"), tr("berbeda antarbagian desa yang sama"), tr("dibiarkan kosong"), unsure, name)
    return found.loc[shape.index], shape
