"""Which kelurahan a business belongs to: by code, else by name, else by point."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from mapping.intake.corrections import corrections_of
from mapping.intake.issues import Findings
from mapping.intake.places.candidates import no_candidates, place_candidates
from mapping.intake.places.codes import match_codes
from mapping.intake.places.locate import locate_points
from mapping.intake.places.names import PLACE, match_places, read_gazetteer
from mapping.intake.places.placeholders import mark_placeholders
from mapping.intake.places.places import place_key
from mapping.intake.places.points import point_column, repair_points
from mapping.language import mark, tr, tr_rows

if TYPE_CHECKING:
    import geopandas as gpd

    from mapping.settings import Settings

WAYS = ("code", "name", "point")
WAY_SAYS = {"code": mark("kode"), "name": mark("nama"), "point": mark("titik")}
NOWHERE = "-"
"""Stands in a decision for a code: the place is no kelurahan of the map."""
REFUSED = mark("menurut keputusan Anda tempat ini bukan kelurahan/desa pada peta")


def assign_kelurahan(
    survey: pd.DataFrame,
    kelurahan: gpd.GeoDataFrame,
    name: str,
    sheet: str = "",
    settings: Settings | None = None,
    corrections: pd.DataFrame | None = None,
    crosswalk: pd.DataFrame | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Place every business in a kelurahan of the boundary file, or say why not.

    Parameters
    ----------
    survey : DataFrame
        As ``read_survey`` gives it.
    kelurahan : GeoDataFrame
        As ``read_boundaries`` gives it.
    name, sheet : str
        For messages.
    settings : Settings, optional
        Answers of the user; None: nothing is asked, what is not certain is left out.
    corrections : DataFrame, optional
        What the user decided before, as ``read_corrections`` gives it; decisions of kind ``tempat`` are replayed.
    crosswalk : DataFrame, optional
        As ``read_crosswalk`` gives it; without it BPS codes and Kemendagri codes never meet.

    Returns
    -------
    placed : DataFrame
        The rows that reached a kelurahan, with ``kelurahan_code`` (of ``kelurahan.index``), ``placed_by`` ("code",
        "name" or "point", the first that succeeds) and ``lon``, ``lat`` repaired where certain, else NaN.
    issues, rejects : DataFrame
        As in docs/architecture.md; ``len(survey) == len(placed) + len(rejects)``.
    places : DataFrame
        Written places that are not sure, with candidates (``place_candidates``).

    Raises
    ------
    QuestionError
        When the points of the whole file leave one thing open; only with ``settings``.

    Notes
    -----
    Works on distinct codes and names; points in one spatial join. A point on a shared border goes to the lowest code.
    A sure name goes before a code that only a crosswalk translated.
    """
    findings = Findings(name, sheet)
    if survey.empty:
        placed = survey.assign(kelurahan_code="", placed_by="")
        return placed, findings.issues(), findings.rejects(), no_candidates()
    names = _Names(survey, kelurahan, corrections, findings)
    code = match_codes(survey, kelurahan, names.sure, crosswalk, findings)
    by_code = code["found"].mask(code["translated"] & names.sure.notna())
    ways = pd.DataFrame({"code": by_code, "name": names.found}, dtype="object")
    survey, points, touching = _find_points(survey, kelurahan, ways, findings, settings)
    ways["point"] = points["found"]
    reasons = pd.DataFrame({"code": code["problem"], "name": names.problem, "point": points["problem"]})
    found = ways["code"].fillna(ways["name"]).fillna(ways["point"])
    placed_by = pd.Series(np.select([ways[w].notna() for w in WAYS], WAYS, default=""), index=survey.index)
    names.note_guessed(survey[placed_by == "name"], kelurahan)
    _note_unused(survey, reasons, found.notna(), points["placeholder"], findings)
    _note_translated(survey, code, ways, kelurahan, findings)
    ways["point"] = ways["point"].mask(points["placeholder"])
    _note_disagreement(survey, ways, placed_by, touching, kelurahan, findings)
    lost = found.isna()
    findings.reject(survey.loc[lost, "row"], _say_reason(reasons[lost]), _say_column(reasons[lost], survey))
    placed = survey[~lost].assign(kelurahan_code=found[~lost].astype(str), placed_by=placed_by[~lost].astype(str))
    nowhere = points.loc[~lost, "placeholder"] | (points.loc[~lost, "problem"] != "")
    placed["lon"], placed["lat"] = placed["lon"].mask(nowhere), placed["lat"].mask(nowhere)
    waiting = (placed_by == "name") | (lost & (survey["kelurahan"] != ""))
    return placed, findings.issues(), findings.rejects(), names.candidates(survey[waiting])


class _Names:
    """The distinct places that a survey writes, and what each row's place came to."""

    def __init__(
        self,
        survey: pd.DataFrame,
        kelurahan: gpd.GeoDataFrame,
        corrections: pd.DataFrame | None,
        findings: Findings,
    ) -> None:
        self.findings = findings
        self.column = survey.attrs.get("headers", {}).get("kelurahan", "kelurahan")
        named = survey[survey["kelurahan"] != ""]
        groups = named.groupby(PLACE, sort=False)
        self.asked = groups.agg(row=("row", "min")).reset_index()
        self.which = groups.ngroup().reindex(survey.index)
        self.book = read_gazetteer(kelurahan) if len(named) else pd.DataFrame()
        self.matched = self._match(kelurahan)
        self._decide(corrections, kelurahan, named["row"])
        self.found, self.problem = self._spread("found"), self._spread("problem").fillna("").astype(str)
        self.sure = self.found.mask(self._spread("guessed").fillna(False).astype(bool))

    def _match(self, kelurahan: gpd.GeoDataFrame) -> pd.DataFrame:
        if self.asked.empty:
            kinds = {"found": "object", "problem": "str", "guessed": "bool", "outside": "bool"}
            return pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in kinds.items()})
        return match_places(self.asked, self.book)

    def _spread(self, column: str) -> pd.Series:
        """A column of ``matched``, for every row of the survey; NaN where it writes no place."""
        return self.which.map(self.matched[column]).astype("object")

    def _decide(self, corrections: pd.DataFrame | None, kelurahan: gpd.GeoDataFrame, rows: pd.Series) -> None:
        """Places that the user decided before; a code that is not on the map is said and not used.

        A place that the user says is no kelurahan of the map (``NOWHERE``) is not read by its likeness, either.
        """
        if corrections is None or self.asked.empty:
            return
        mine = corrections_of(corrections, "tempat", self.findings.file)
        if mine.empty:
            return
        decided = dict(zip(mine["value"].map(_fold), mine["replacement"].str.strip(), strict=True))
        whole = [_fold(place_key(*place)) for place in self.asked[PLACE].itertuples(index=False)]
        short = [_fold(place_key(*place)) for place in self.asked[PLACE[:2]].itertuples(index=False)]
        target = pd.Series([decided.get(a, decided.get(b)) for a, b in zip(whole, short, strict=True)], dtype="object")
        known, nowhere = target.isin(kelurahan.index), target == NOWHERE
        self.matched["found"] = self.matched["found"].mask(known, target).mask(nowhere)
        for column, here, away in (("problem", "", tr(REFUSED)), ("guessed", False, False), ("outside", False, True)):
            self.matched[column] = self.matched[column].mask(known, here).mask(nowhere, away)
        chosen = self.which[rows.index].map(target.where(known)).dropna()
        place = self.asked["kelurahan"].reindex(self.which[chosen.index]).set_axis(chosen.index)
        done = tr_rows("ditempatkan di {place} sesuai keputusan", place=chosen.map(_names_of(kelurahan)))
        self.findings.note(
            mark("tempat"), tr("pernah diputuskan"), done, rows[chosen.index], self.column, place, level="info"
        )
        for code in sorted(set(decided.values()) - set(kelurahan.index) - {NOWHERE}):
            what = tr('keputusan tempat menunjuk kode "{code}" yang tidak ada pada peta', code=code)
            self.findings.note(mark("tempat"), what, tr("keputusan itu tidak dipakai"), None, self.column)

    def note_guessed(self, survey: pd.DataFrame, kelurahan: gpd.GeoDataFrame) -> None:
        """Say which misspelled places were read as which kelurahan."""
        rows = survey.index[self._spread("guessed")[survey.index].eq(True)]
        done = tr_rows("dibaca sebagai {place}", place=self.found[rows].map(_names_of(kelurahan)))
        values = survey.loc[rows, "kelurahan"] + " / " + survey.loc[rows, "kecamatan"]
        what = tr("ejaannya berbeda dari peta")
        self.findings.note(
            mark("nama wilayah"), what, done, survey.loc[rows, "row"], self.column, values, level="repair"
        )

    def candidates(self, survey: pd.DataFrame) -> pd.DataFrame:
        """The repair desk's table for the rows that hang on their written place."""
        which = self.which[survey.index].astype("int64")
        if which.empty:
            return no_candidates()
        counted = survey["row"].groupby(which).agg(["size", "min"])
        asked = self.asked.loc[counted.index, PLACE].assign(n=counted["size"], row=counted["min"])
        return place_candidates(asked, self.matched.loc[counted.index], self.book)


def _fold(text: str) -> str:
    return " ".join(text.split()).casefold()


def _find_points(
    survey: pd.DataFrame, kelurahan: gpd.GeoDataFrame, ways: pd.DataFrame, findings: Findings, settings: Settings | None
) -> tuple[pd.DataFrame, pd.DataFrame, set[tuple[object, str]]]:
    """The survey with repaired points; where each leads (``found``), its ``problem``, whether a ``placeholder``."""
    other = ways["code"].fillna(ways["name"])
    points = repair_points(survey, kelurahan, findings, settings, other.isna())
    survey = survey.assign(lon=points["lon"], lat=points["lat"])
    marks = mark_placeholders(survey, kelurahan, other, findings, settings)
    useless = marks["problem"] != ""
    usable = survey.assign(lon=survey["lon"].mask(useless), lat=survey["lat"].mask(useless))
    found, touching = locate_points(usable, kelurahan)
    outside = survey["lon"].notna() & found.isna() & ~useless
    lat, lon = (survey.loc[outside, axis].map("{:.6f}".format).astype("str") for axis in ("lat", "lon"))
    said = tr_rows("titik ({lat}, {lon}) di luar semua kelurahan pada peta", lat=lat, lon=lon)
    problem = points["problem"].mask(useless, marks["problem"]).mask(outside, said.reindex(survey.index))
    result = pd.DataFrame({"found": found, "problem": problem, "placeholder": marks["placeholder"]})
    return survey, result, touching


def _names_of(kelurahan: gpd.GeoDataFrame) -> pd.Series:
    return kelurahan["name"] + " (" + kelurahan["kecamatan"] + ")"


def _note_unused(
    survey: pd.DataFrame, reasons: pd.DataFrame, placed: pd.Series, special: pd.Series, findings: Findings
) -> None:
    """What was wrong with a code, name or point of a placed business; placeholders (``special``) were said already."""
    columns = _columns_of(survey)
    for way in WAYS:
        rows = placed & (reasons[way] != "") & ~(special & (way == "point"))
        done = tr("letak diambil dari keterangan lain")
        findings.note(mark("letak usaha"), reasons.loc[rows, way], done, survey.loc[rows, "row"], columns[way])


def _note_translated(
    survey: pd.DataFrame, code: pd.DataFrame, ways: pd.DataFrame, kelurahan: gpd.GeoDataFrame, findings: Findings
) -> None:
    """Codes that a crosswalk leads elsewhere than the name beside them."""
    differ = code["translated"] & ways["name"].notna() & ways["code"].isna() & (code["found"] != ways["name"])
    label = _names_of(kelurahan)
    there, here = code.loc[differ, "found"].map(label), ways.loc[differ, "name"].map(label)
    what = tr_rows("menurut tabel padanan kode ada di {there}, menurut nama di {here}", there=there, here=here)
    findings.note(mark("letak usaha"), what, tr("dipakai nama"), survey.loc[differ, "row"], _columns_of(survey)["name"])


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
        rows = ways.index[(placed_by == first) & ways[second].notna() & (ways[first] != ways[second])]
        if second == "point" and touching and len(rows):
            pairs = pd.MultiIndex.from_arrays([rows, ways.loc[rows, first]])
            rows = rows[~pairs.isin(list(touching))]
        here, there = ways.loc[rows, first].map(label), ways.loc[rows, second].map(label)
        ways_said = {"first": tr(WAY_SAYS[first]), "second": tr(WAY_SAYS[second])}
        what = tr_rows(
            "menurut {second} ada di {there}, menurut {first} di {here}", there=there, here=here, **ways_said
        )
        column = _columns_of(survey)[second]
        findings.note(
            mark("letak usaha"), what, tr("dipakai {way}", way=ways_said["first"]), survey.loc[rows, "row"], column
        )


def _columns_of(survey: pd.DataFrame) -> dict[str, str]:
    """How the file heads the column of each way."""
    headers = survey.attrs.get("headers", {})
    named = {"code": headers.get("code") or headers.get("bps_code", "kode"), "point": point_column(survey)}
    return named | {"name": headers.get("kelurahan", "kelurahan")}


def _say_reason(reasons: pd.DataFrame) -> pd.Series:
    """All that was tried, in one sentence."""
    said = pd.Series("", index=reasons.index)
    for way in WAYS:
        part = reasons[way]
        said = said.mask(part != "", said.where(said == "", said + "; ") + part)
    return said.mask(said == "", tr("tidak ada kode, nama kelurahan/desa, atau koordinat"))


def _say_column(reasons: pd.DataFrame, survey: pd.DataFrame) -> pd.Series:
    """The column to look at first: that of the first way that was tried, else of the first that the file has."""
    columns = _columns_of(survey)
    headers = survey.attrs.get("headers", {})
    default = next(
        (columns[w] for w, own in zip(WAYS, ("code", "kelurahan", "lat"), strict=True) if own in headers), ""
    )
    tried = [reasons[way] != "" for way in WAYS]
    return pd.Series(np.select(tried, [columns[way] for way in WAYS], default=default), index=reasons.index)
