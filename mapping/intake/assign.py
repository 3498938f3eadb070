"""Which kelurahan a business belongs to: by code, else by name, else by point."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.intake.issues import Findings
from mapping.intake.places import BPS_PREFIX, clean_codes, name_key, name_keys, regency_key
from mapping.intake.points import repair_points

if TYPE_CHECKING:
    import geopandas as gpd

FUZZY_SCORE = 90.0
"""rapidfuzz ratio (0-100) from which a misspelled name is taken for a known one ..."""
FUZZY_LEAD = 5.0
"""... when the next best is at least this much worse."""
ONE_SLIP_LENGTH = 6
"""From this many letters on, one slip (a wrong, missing, added or swapped letter) is forgiven if only one name fits."""
WAYS = ("code", "name", "point")
WAY_SAYS = {"code": "kode", "name": "nama", "point": "titik"}


def assign_kelurahan(
    survey: pd.DataFrame, kelurahan: gpd.GeoDataFrame, name: str, sheet: str = ""
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Place every business in a kelurahan of the boundary file, or say why not.

    Parameters
    ----------
    survey : DataFrame
        As ``read_survey`` gives it.
    kelurahan : GeoDataFrame
        As ``read_boundaries`` gives it.
    name, sheet : str
        For messages.

    Returns
    -------
    placed : DataFrame
        The rows that reached a kelurahan, with ``kelurahan_code`` (of ``kelurahan.index``), ``placed_by`` ("code",
        "name" or "point", the first that succeeds) and ``lon``, ``lat`` repaired where certain, else NaN.
    issues, rejects : DataFrame
        As in docs/architecture.md; ``len(survey) == len(placed) + len(rejects)``.

    Notes
    -----
    Works on distinct codes and names; points in one spatial join. A point on a shared border goes to the lowest code.
    """
    findings = Findings(name, sheet)
    if survey.empty:
        return survey.assign(kelurahan_code="", placed_by=""), findings.issues(), findings.rejects()
    points = repair_points(survey, kelurahan, findings)
    survey = survey.assign(lon=points["lon"], lat=points["lat"])
    found, why = {}, {}
    found["code"], why["code"] = _by_code(survey, kelurahan, findings)
    found["name"], why["name"] = _by_name(survey, kelurahan, findings)
    found["point"], touching = locate_points(survey, kelurahan)
    outside = survey["lon"].notna() & found["point"].isna()
    shown = "titik (" + survey["lat"].map("{:.6f}".format) + ", " + survey["lon"].map("{:.6f}".format) + ")"
    why["point"] = points["problem"].mask(outside, shown + " di luar semua kelurahan pada peta")
    ways = pd.DataFrame(found).astype("object")
    code = ways["code"].fillna(ways["name"]).fillna(ways["point"])
    placed_by = pd.Series(np.select([ways[w].notna() for w in WAYS], WAYS, default=""), index=survey.index)
    reasons = pd.DataFrame(why)
    _note_unused(survey, reasons, code.notna(), findings)
    _note_disagreement(survey, ways, placed_by, touching, kelurahan, findings)
    lost = code.isna()
    findings.reject(survey.loc[lost, "row"], _say_reason(reasons[lost]), _say_column(reasons[lost]))
    placed = survey[~lost].assign(kelurahan_code=code[~lost].astype(str), placed_by=placed_by[~lost].astype(str))
    unusable = outside[~lost]
    placed["lon"], placed["lat"] = placed["lon"].mask(unusable), placed["lat"].mask(unusable)
    return placed, findings.issues(), findings.rejects()


def _by_code(survey: pd.DataFrame, kelurahan: gpd.GeoDataFrame, findings: Findings) -> tuple[pd.Series, pd.Series]:
    """Code of the kelurahan or NaN, and what is wrong with a code that matches none."""
    own, bps = clean_codes(survey["code"]), clean_codes(survey["bps_code"], bps=True)
    text = own.mask(~own.isin(kelurahan.index) & (bps != ""), bps)
    found = text.where(text.isin(kelurahan.index))
    missing = found.isna() & (text != "")
    padded = _pad_codes(text[missing], kelurahan.index)
    if len(padded):
        what = "kehilangan angka nol di depan"
        findings.note(
            "kode wilayah",
            what,
            "dilengkapi menjadi " + padded,
            survey.loc[padded.index, "row"],
            "kode",
            text[padded.index],
        )
        found = found.fillna(padded)
        missing &= found.isna()
    is_bps = text.str.startswith(BPS_PREFIX) & ~kelurahan.index.str.startswith(BPS_PREFIX).any()
    problem = pd.Series("", index=survey.index).mask(missing, 'kode "' + text + '" tidak ada pada peta')
    return found, problem.mask(
        missing & is_bps, 'kode "' + text.str.removeprefix(BPS_PREFIX) + '" adalah kode BPS, bukan Kemendagri'
    )


def _pad_codes(texts: pd.Series, known: pd.Index) -> pd.Series:
    """Codes with their eaten zeros put back, only when every code that is still unknown becomes a known one."""
    lengths = set(known.str.len())
    if texts.empty or len(lengths) != 1 or not known.str.isdigit().all():
        return texts.iloc[:0]
    padded = texts.str.zfill(lengths.pop())
    return padded if texts.str.isdigit().all() and padded.isin(known).all() else texts.iloc[:0]


def _by_name(survey: pd.DataFrame, kelurahan: gpd.GeoDataFrame, findings: Findings) -> tuple[pd.Series, pd.Series]:
    """Code of the kelurahan by its name within its kecamatan (or alone, when unique), and what failed."""
    asked = survey[["kelurahan", "kecamatan", "kabupaten"]].drop_duplicates()
    asked = asked[asked["kelurahan"] != ""].reset_index(drop=True)
    if asked.empty:
        return pd.Series(np.nan, index=survey.index, dtype="object"), pd.Series("", index=survey.index)
    gazetteer = Gazetteer(kelurahan)
    answers = pd.DataFrame(
        [_find_village(a, b, c, gazetteer) for a, b, c in asked.itertuples(index=False)],
        columns=["found", "problem", "spelling"],
    )
    keys = ["kelurahan", "kecamatan", "kabupaten"]
    match = survey[keys].merge(pd.concat([asked, answers], axis=1), on=keys, how="left").set_axis(survey.index)
    fuzzy = match["spelling"].fillna("") != ""
    values = survey.loc[fuzzy, "kelurahan"] + " / " + survey.loc[fuzzy, "kecamatan"]
    done = "dibaca sebagai " + match.loc[fuzzy, "spelling"].map(_names_of(kelurahan))
    findings.note("nama wilayah", "ejaannya berbeda dari peta", done, survey.loc[fuzzy, "row"], "kelurahan", values)
    return match["found"].astype("object"), match["problem"].fillna("").astype(str)


def _names_of(kelurahan: gpd.GeoDataFrame) -> pd.Series:
    return kelurahan["name"] + " (" + kelurahan["kecamatan"] + ")"


class Gazetteer:
    """Names of the map, looked up in one step each: ``codes[regency, district][village]``.

    ``""`` stands for "any" regency or district, so that a survey may leave either out. Built in one pass
    over the kelurahan; a look-up costs the same for a city and for the nation.
    """

    def __init__(self, kelurahan: pd.DataFrame) -> None:
        regency = [regency_key(text) for text in kelurahan["kabupaten"]]
        district, village = name_keys(kelurahan["kecamatan"]), name_keys(kelurahan["name"])
        self.codes: dict[tuple[str, str], dict[str, list[str]]] = {}
        self.districts: dict[str, set[str]] = {}
        for code, r, d, v in zip(kelurahan.index, regency, district, village, strict=True):
            for place in {(r, d), (r, ""), ("", d), ("", "")}:
                self.codes.setdefault(place, {}).setdefault(v, []).append(code)
            for any_regency in {r, ""}:
                self.districts.setdefault(any_regency, set()).update({d} - {""})


def _find_village(kelurahan: str, kecamatan: str, kabupaten: str, gazetteer: Gazetteer) -> tuple[str | None, str, str]:
    """One distinct place name: its code, or the problem, and the code again when the spelling had to be guessed."""
    place = f'"{kelurahan}"' + (f' di kecamatan "{kecamatan}"' if kecamatan else "")
    named = len(gazetteer.districts) > 1  # more than the entry for "any": the map names its regencies
    regency = regency_key(kabupaten) if kabupaten and named else ""
    if regency not in gazetteer.districts:
        return None, f'kabupaten/kota "{kabupaten}" di luar peta', ""
    district, guessed = "", False
    if kecamatan and gazetteer.districts[regency]:
        closest, guessed = _closest(name_key(kecamatan), gazetteer.districts[regency])
        if closest is None:
            return None, f'kecamatan "{kecamatan}" tidak ada pada peta', ""
        district = closest
    villages = gazetteer.codes[regency, district]
    village, respelled = _closest(name_key(kelurahan), villages)
    if village is None:
        return None, f"kelurahan/desa {place} tidak ada pada peta", ""
    codes = villages[village]
    if len(codes) > 1:
        return None, f"kelurahan/desa {place} ada {len(codes)} pada peta; kecamatannya perlu disebut", ""
    return codes[0], "", codes[0] if guessed or respelled else ""


def _closest(key: str, known: Collection[str]) -> tuple[str | None, bool]:
    """The known key equal to ``key``, else the clearly closest one; and whether it was a guess."""
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    if key in known:
        return key, False
    known = sorted(known)
    if len(key) >= ONE_SLIP_LENGTH:
        slips = process.extract(key, known, scorer=OSA.distance, score_cutoff=1, limit=2)
        if len(slips) == 1:
            return slips[0][0], True
    near = process.extract(key, known, scorer=fuzz.ratio, score_cutoff=FUZZY_SCORE - FUZZY_LEAD, limit=2)
    if not near or near[0][1] < FUZZY_SCORE or (len(near) > 1 and near[0][1] - near[1][1] < FUZZY_LEAD):
        return None, False
    return near[0][0], True


def locate_points(survey: pd.DataFrame, kelurahan: gpd.GeoDataFrame) -> tuple[pd.Series, set[tuple[object, str]]]:
    """Code of the kelurahan that covers each point (lowest code on a border); and all pairs that touch."""
    import shapely

    has = survey.index[survey["lon"].notna() & survey["lat"].notna()]
    found = pd.Series(np.nan, index=survey.index, dtype="object")
    if has.empty:
        return found, set()
    points = shapely.points(survey.loc[has, "lon"].to_numpy(), survey.loc[has, "lat"].to_numpy())
    which, where = kelurahan.sindex.query(points, predicate="intersects")
    pairs = pd.DataFrame({"business": has[which], "code": kelurahan.index[where]}).sort_values("code")
    first = pairs.drop_duplicates("business").set_index("business")["code"]
    found[first.index] = first
    several = pairs[pairs["business"].duplicated(keep=False)]
    return found, set(several.itertuples(index=False, name=None))


def _note_unused(survey: pd.DataFrame, reasons: pd.DataFrame, placed: pd.Series, findings: Findings) -> None:
    """What was wrong with a code, name or point of a business that was placed by another way."""
    for way, column in (("code", "kode"), ("name", "kelurahan"), ("point", "koordinat")):
        rows = placed & (reasons[way] != "")
        findings.note(
            "letak usaha", reasons.loc[rows, way], "letak diambil dari keterangan lain", survey.loc[rows, "row"], column
        )


def _note_disagreement(
    survey: pd.DataFrame,
    ways: pd.DataFrame,
    placed_by: pd.Series,
    touching: set[tuple[object, str]],
    kelurahan: gpd.GeoDataFrame,
    findings: Findings,
) -> None:
    """Two ways that lead to two places; a point on the border of the chosen one does not disagree."""
    label = _names_of(kelurahan)
    for first, second in (("code", "name"), ("code", "point"), ("name", "point")):
        differ = (placed_by == first) & ways[second].notna() & (ways[first] != ways[second])
        if second == "point" and touching:
            pairs = zip(differ.index, ways[first], strict=True)
            differ &= ~pd.Series([pair in touching for pair in pairs], index=differ.index)
        if not differ.any():
            continue
        here, there = ways.loc[differ, first].map(label), ways.loc[differ, second].map(label)
        what = f"menurut {WAY_SAYS[second]} ada di " + there + f", menurut {WAY_SAYS[first]} di " + here
        findings.note("letak usaha", what, f"dipakai {WAY_SAYS[first]}", survey.loc[differ, "row"], "kelurahan")


def _say_reason(reasons: pd.DataFrame) -> pd.Series:
    """All that was tried, in one sentence."""
    said = pd.Series("", index=reasons.index)
    for way in WAYS:
        part = reasons[way]
        said = said.mask(part != "", said.where(said == "", said + "; ") + part)
    return said.mask(said == "", "tidak ada kode, nama kelurahan/desa, atau koordinat")


def _say_column(reasons: pd.DataFrame) -> pd.Series:
    first = [reasons[way] != "" for way in WAYS]
    return pd.Series(np.select(first, ["kode", "kelurahan", "koordinat"], default=""), index=reasons.index)
