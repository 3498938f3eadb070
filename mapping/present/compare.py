"""A few kelurahan side by side, as people may see them: what is where, how the scores differ and how surely."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.knowledge.formats import say_number
from mapping.language import mark, tr
from mapping.measure.withheld import MONEY
from mapping.present.quality import quality_table
from mapping.present.tables import NO_DATA, advice_table, label_table
from mapping.score.firm.pairs import Pairs
from mapping.score.weigh.setup import criteria_in_force
from mapping.study import Study

FEWEST, MOST = 2, 4
COLUMNS = [
    *("kelurahan_code", "name", "kecamatan", "part", "sector", "item", "label", "unit"),
    *("value", "low", "high", "text", "best", "note"),
]
"""Of the tidy tables here: ``value`` with its 80% interval ``low, high`` (NaN unknown, hidden or no number), ``text``
where it is words, ``best`` True where it is clearly the best of those compared, ``note`` why a value is missing."""
PLACE, SCORE, SHARES, MEASURES, START, DATA = "tempat", "skor", "sumbangan", "ukuran", "mulai", "mutu"
PARTS = {
    PLACE: mark("Tempat"),
    SCORE: mark("Skor dan peringkat"),
    SHARES: mark("Sumbangan ke skor"),
    MEASURES: mark("Ukuran"),
    START: mark("Mulai dari"),
    DATA: mark("Mutu data"),
}
MONEY_ITEMS = {
    "capital_idr": mark("Modal"),
    "net_cash_idr_month": mark("Kas bersih sebulan"),
    "instalment_idr_month": mark("Cicilan sebulan"),
}
HIDDEN_TOTAL = mark("disembunyikan (ada sektor dengan kurang dari 3 usaha)")


def first_codes(study: Study, best: str) -> list[str]:
    """The kelurahan compared when none were asked for: ``best`` and its nearest peer, else the next of the table.

    Returns
    -------
    list of str
        Two codes; one where the region has no second.
    """
    peers = study.peers[study.peers["kelurahan_code"] == best].sort_values("position")["peer_code"]
    others = [str(code) for code in [*peers, *study.kelurahan.index] if str(code) != best]
    return [best, *others[: FEWEST - 1]]


def place_labels(study: Study, codes: Sequence[str]) -> dict[str, str]:
    """What each is called, in the order asked for: the kecamatan too where two share a name, the code where both do.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> known = pd.DataFrame({"name": ["Jati", "Jati", "Wage"], "kecamatan": ["A", "B", "A"]}, index=["1", "2", "3"])
    >>> list(place_labels(SimpleNamespace(kelurahan=known), ["3", "1", "2"]).values())
    ['Wage', 'Jati (A)', 'Jati (B)']
    """
    rows = study.kelurahan.loc[list(codes), ["name", "kecamatan"]].astype(str)
    label = rows["name"].where(~rows["name"].duplicated(keep=False), rows["name"] + " (" + rows["kecamatan"] + ")")
    label = label.where(~label.duplicated(keep=False), label + " " + label.index.astype(str))
    return {str(code): str(name) for code, name in label.items()}


def shown_codes(table: pd.DataFrame, sector: str, codes: Sequence[str]) -> list[str]:
    """Those of the kelurahan whose score of a sector is known and may be shown."""
    rows = table[(table["sector"] == sector) & table["score"].notna()]
    known = set(rows["kelurahan_code"])
    return [code for code in codes if code in known]


def place_rows(study: Study, table: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """Where the kelurahan are and how large: the tidy rows of the part ``PLACE``.

    Parameters
    ----------
    study : Study
    table : DataFrame
        Its public score table (:func:`mapping.present.tables.score_table`).
    codes : sequence of str
        Kelurahan, in the order in which they stand side by side.
    """
    known = study.kelurahan.loc[list(codes)]
    surveyed = table.groupby("kelurahan_code")["n_kelurahan"].max().reindex(codes)
    hidden = surveyed.isna().map({True: tr(HIDDEN_TOTAL), False: ""})
    kind = (known["kind"] == "desa").map({True: tr("desa"), False: tr("kelurahan")})
    items = [
        _rows(PLACE, "kind", tr("Jenis"), text=kind),
        _rows(PLACE, "kecamatan", tr("Kecamatan"), text=known["kecamatan"].astype(str)),
        _rows(PLACE, "population", tr("Penduduk"), tr("jiwa"), value=known["population"]),
        _rows(PLACE, "households", tr("Keluarga"), tr("keluarga"), value=known["households"]),
        _rows(PLACE, "area_km2", tr("Luas"), "km²", value=known["area_km2"]),
        _rows(PLACE, "n_kelurahan", tr("Usaha tersurvei"), tr("usaha"), value=surveyed, note=hidden),
    ]
    return _named(pd.concat(items), study, codes)


def score_rows(study: Study, table: pd.DataFrame, codes: Sequence[str], pairs: Mapping[str, Pairs]) -> pd.DataFrame:
    """Score and rank of every scored sector with their 80% intervals: the tidy rows of the part ``SCORE``.

    Parameters
    ----------
    pairs : mapping
        Sector -> the comparison of its shown kelurahan. ``best`` is True where the score is clearly above all others.
    """
    items = []
    for sector in SCORED_SECTORS:
        rows = sector_cells(table, sector, codes)
        ends, first = pairs[sector].scores.reindex(codes), _clear_best(pairs[sector].clear, codes)
        score = _rows(SCORE, "score", tr("Skor"), tr("dari 100"), value=rows["score"], note=_note(rows, "score"))
        score = score.assign(low=ends["score_low"].to_numpy(), high=ends["score_high"].to_numpy(), best=first)
        ranked = int(study.scores.xs(sector, level="sector")["rank"].notna().sum())
        unit = tr("dari {ranked}", ranked=say_number(ranked))
        rank = _rows(SCORE, "rank", tr("Peringkat"), unit, value=rows["rank"], note=_note(rows, "rank"))
        rank = rank.assign(low=rows["rank_low"].to_numpy(), high=rows["rank_high"].to_numpy())
        items += [score.assign(sector=sector), rank.assign(sector=sector)]
    return _named(pd.concat(items), study, codes)


def share_rows(study: Study, table: pd.DataFrame, codes: Sequence[str]) -> pd.DataFrame:
    """What each criterion adds to the scores: the tidy rows of the part ``SHARES``; blank where the score is hidden."""
    used, items = criteria_in_force(study.settings.setup)["criteria"], []
    for sector in SCORED_SECTORS:
        rows = sector_cells(table, sector, codes)
        points = study.contributions.xs(sector, level="sector").reindex(codes)
        for key, criterion in used.items():
            value = points[key].where(rows["score"].notna())
            row = _rows(SHARES, key, criterion["label"], tr("poin"), value=value, note=_note(rows, "score"))
            items.append(row.assign(sector=sector))
    return _named(pd.concat(items), study, codes)


def measure_rows(study: Study, table: pd.DataFrame, codes: Sequence[str], pairs: Mapping[str, Pairs]) -> pd.DataFrame:
    """The criteria in natural units: the tidy rows of the part ``MEASURES``.

    ``best`` is True where the value is the best of those compared, also in nearly all draws; never where a measure's
    chance is not drawn.
    """
    used, items = criteria_in_force(study.settings.setup)["criteria"], []
    for sector in SCORED_SECTORS:
        rows, best = sector_cells(table, sector, codes), pairs[sector].best.reindex(columns=list(codes))
        for key, criterion in used.items():
            row = _rows(MEASURES, key, criterion["label"], criterion["unit"], value=rows[key], note=_note(rows, key))
            first = best.loc[key].eq(True).to_numpy() if key in best.index else False
            items.append(row.assign(sector=sector, best=first & rows[key].notna().to_numpy()))
    return _named(pd.concat(items), study, codes)


def start_rows(study: Study, codes: Sequence[str]) -> pd.DataFrame:
    """What to start with, why, capital and cash, and what not: the tidy rows of the part ``START``.

    Figures of a line with one or two members are blank, as in every table of the advice.
    """
    advice = advice_table(study)
    first = advice[advice["position"] == "1"].set_index("kelurahan_code").reindex(codes)
    nothing = advice[advice["position"] == "unknown"].set_index("kelurahan_code")["reason"].reindex(codes)
    none = first["line"].isna()
    why = nothing.where(none, "").fillna("").astype(str)
    sure = first["confident"].eq(True).map({True: tr("saran kuat"), False: tr("perlu dicek di lapangan")})
    avoid = advice[advice["position"] == "avoid"].groupby("kelurahan_code")["line"].first().reindex(codes)
    items = [
        _rows(START, "line", tr("Lini pertama"), text=first["line"].fillna(""), note=why),
        _rows(START, "line_id", tr("Kode lini"), text=first["line_id"].fillna("")),
        _rows(START, "reason", tr("Alasan"), text=first["reason"].fillna("")),
        _rows(START, "confident", tr("Keteguhan saran"), text=sure.where(~none, "")),
    ]
    for key, label in MONEY_ITEMS.items():
        items.append(_rows(START, key, tr(label), tr("rupiah"), value=first[key]))
    items.append(_rows(START, "dscr", tr("Kas bersih dibanding cicilan"), tr("kali"), value=first["dscr"]))
    items.append(_rows(START, "avoid", tr("Jangan mulai dari"), text=avoid.fillna("")))
    return _named(pd.concat(items), study, codes)


def data_rows(study: Study, codes: Sequence[str]) -> pd.DataFrame:
    """How far the data can be trusted: the tidy rows of the part ``DATA``; counts are those that may be shown."""
    rows = quality_table(study).set_index("kelurahan_code").reindex(codes)
    items = [
        _rows(DATA, "grade", tr("Nilai mutu (A terbaik, D terlemah)"), text=rows["grade"].fillna("").astype(str)),
        _rows(DATA, "weakest", tr("Yang paling lemah"), text=rows["weakest"].fillna("")),
        _rows(DATA, "age_months", tr("Umur data"), tr("bulan"), value=rows["age_months"]),
    ]
    return _named(pd.concat(items), study, codes)


def comparison_table(
    study: Study, table: pd.DataFrame, codes: Sequence[str], pairs: Mapping[str, Pairs]
) -> pd.DataFrame:
    """Everything that the page says, one row per kelurahan and figure, fit to leave the house.

    Returns
    -------
    DataFrame
        ``COLUMNS``, then ``region, survey_date, scoring_setup, data_label``. Hidden and unknown values are blank.
    """
    parts = [
        place_rows(study, table, codes),
        score_rows(study, table, codes, pairs),
        share_rows(study, table, codes),
        measure_rows(study, table, codes, pairs),
        start_rows(study, codes),
        data_rows(study, codes),
    ]
    whole = pd.concat(parts, ignore_index=True).assign(
        region=study.settings.region,
        survey_date=study.settings.survey_date,
        scoring_setup=study.settings.setup.name,
    )
    return label_table(whole, study)


def sector_cells(table: pd.DataFrame, sector: str, codes: Sequence[str]) -> pd.DataFrame:
    """The rows of a public score table for one sector and a few kelurahan, in their order."""
    return table[table["sector"] == sector].set_index("kelurahan_code").reindex(codes)


def _note(rows: pd.DataFrame, column: str) -> pd.Series:
    """Why a value is missing: what the table says, else that the data are not enough."""
    said = rows["note"].fillna("")
    if column in MONEY:
        said = said.mask(said == "", rows["money_note"].fillna(""))
    return said.mask(said.eq("") & rows[column].isna(), NO_DATA).where(rows[column].isna(), "")


def _clear_best(clear: pd.DataFrame, codes: Sequence[str]) -> list[bool]:
    """Which of them is clearly above every other one that can be compared; none where only one can."""
    others = len(clear) - 1
    return [others > 0 and code in clear.index and int(clear.loc[code].sum()) == others for code in codes]


def _rows(
    part: str,
    item: str,
    label: str,
    unit: str = "",
    value: pd.Series | None = None,
    text: pd.Series | None = None,
    note: pd.Series | None = None,
) -> pd.DataFrame:
    given = value if value is not None else text
    assert given is not None
    nan = float("nan")
    return pd.DataFrame(
        {
            "kelurahan_code": given.index.astype(str),
            "part": part,
            "sector": "",
            "item": item,
            "label": label,
            "unit": unit,
            "value": nan if value is None else value.to_numpy(float),
            "low": nan,
            "high": nan,
            "text": "" if text is None else text.astype(str).to_numpy(),
            "best": False,
            "note": "" if note is None else note.astype(str).to_numpy(),
        }
    )


def _named(rows: pd.DataFrame, study: Study, codes: Sequence[str]) -> pd.DataFrame:
    """The columns in order, with names beside the codes."""
    names = study.kelurahan.loc[list(codes), ["name", "kecamatan"]].astype(str)
    return rows.join(names, on="kelurahan_code").reset_index(drop=True)[COLUMNS]
