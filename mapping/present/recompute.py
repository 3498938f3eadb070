"""The working sheet: every step from a measured value to a rank in one table, so that anyone can work it out again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import SCORED_SECTORS
from mapping.language import mark, tr
from mapping.measure.hiding import SHOWN
from mapping.measure.withheld import MONEY
from mapping.present.hidden import money_notes_of, notes_of, told_cells, told_money
from mapping.present.tables import NO_DATA, label_table
from mapping.study import Study

STEPS = ["value", "low", "high", "scaled", "weight_shared", "contribution", "score", "rank", "hidden_above"]
"""What says something about the businesses of one cell; blank where the cell is hidden."""
COLUMNS = [
    *("kelurahan_code", "name", "kecamatan", "sector", "criterion", "label", "unit", "value", "low", "high", "scaled"),
    *("weight", "weight_shared", "contribution", "score", "rank", "hidden_above", "scaling", "aggregation", "setup"),
    *("note", "region", "survey_date", "data_label"),
]
EQUAL_DIGITS = 9
"""Scores that agree to so many decimals are the same: the order in which numbers were added up decides no rank."""
DICTIONARY = {
    "kelurahan_code": mark("Kode wilayah Kemendagri."),
    "name": mark("Nama kelurahan atau desa."),
    "kecamatan": mark("Nama kecamatan."),
    "sector": mark("Sektor: food (pangan), crafts (kerajinan), agriculture (pertanian)."),
    "criterion": mark("Nama pendek kriteria; satu baris satu kriteria."),
    "label": mark("Nama kriteria seperti di layar."),
    "unit": mark("Satuan dari value, low dan high."),
    "value": mark("Ukuran dalam satuan aslinya. Kosong: belum diketahui, dan bobotnya dibagi ke kriteria lain."),
    "low": mark("Ukuran yang dinilai 0. Kosong bila penskalaannya menurut urutan (ranks)."),
    "high": mark("Ukuran yang dinilai 1. Lebih kecil dari low berarti makin sedikit makin baik."),
    "scaled": mark(
        "Nilai 0-1: (value - low) / (high - low), tidak kurang dari 0 dan tidak lebih dari 1. "
        "Bila scaling = ranks: (banyaknya yang lebih buruk + separuh dari yang lain yang sama) / "
        "(banyaknya yang dinilai - 1), yang disembunyikan ikut dihitung."
    ),
    "weight": mark("Bobot menurut susunan skor; jumlah semua kriteria 1."),
    "weight_shared": mark(
        "Bobot yang dipakai di baris ini: weight dibagi jumlah weight yang ukurannya diketahui; "
        "0 bila ukurannya tidak diketahui."
    ),
    "contribution": mark(
        "Sumbangan ke skor, dalam poin. Jumlahnya = score. Bila aggregation = arithmetic: 100 x weight_shared x scaled."
    ),
    "score": mark(
        "Skor 0-100. arithmetic: jumlah contribution. geometric: 100 x hasil kali scaled pangkat "
        "weight_shared, dengan scaled paling kecil 0,01."
    ),
    "rank": mark(
        "Peringkat di sektornya: 1 + banyaknya yang skornya lebih tinggi (yang tampil di tabel "
        "ini ditambah hidden_above)."
    ),
    "hidden_above": mark("Banyaknya kelurahan dengan skor lebih tinggi yang angkanya disembunyikan (lihat note)."),
    "scaling": mark("Penskalaan: goalposts (batas tetap), minmax (nilai terkecil dan terbesar), ranks (urutan)."),
    "aggregation": mark("Penggabungan: arithmetic (dijumlah) atau geometric (dikalikan)."),
    "setup": mark("Nama susunan skor."),
    "note": mark("Mengapa angka di baris ini kosong."),
    "region": mark("Wilayah."),
    "survey_date": mark("Tanggal survei."),
    "data_label": mark('"data sintetis" bila datanya karangan untuk peragaan.'),
}
"""What each column means; ``docs/lembar_hitung.md`` is made of it."""


def column_table() -> pd.DataFrame:
    """The dictionary of the sheet as a table: ``column, meaning``.

    Examples
    --------
    >>> column_table()["column"].tolist() == COLUMNS
    True
    """
    return pd.DataFrame({"column": COLUMNS, "meaning": [tr(DICTIONARY[name]) for name in COLUMNS]})


def recompute_table(study: Study) -> pd.DataFrame:
    """One row per kelurahan, scored sector and criterion: value, goalposts, scaled, weights, contribution, score, rank.

    Ranks count all kelurahan, also those whose figures are hidden; ``hidden_above`` says how many of these score
    higher, which the gaps in the ranks say anyway. So ``rank = 1 + rows of this table with a higher score +
    hidden_above``, and everything else follows from its own row; ``DICTIONARY`` says how.

    Returns
    -------
    DataFrame
        Columns of ``COLUMNS``, in the order of codes, sectors and criteria. Hidden cells are blank in all of
        ``STEPS``, cells without a score in all from ``scaled`` on; ``note`` says which. An unknown value
        is blank and has a ``weight_shared`` of 0.

    Raises
    ------
    mapping.errors.MappingError
        The set-up cannot score these data.
    """
    from mapping.score.weigh.setup import criteria_in_force

    force = criteria_in_force(study.settings.setup)
    told, money = told_cells(study), told_money(study)
    steps = pd.concat(
        [_sector_steps(study, force, told[sector], money[sector]) for sector in SCORED_SECTORS], ignore_index=True
    )
    criteria = pd.DataFrame(
        [(name, c["label"], c["unit"], c["weight"]) for name, c in force["criteria"].items()],
        columns=["criterion", "label", "unit", "weight"],
    )
    table = steps.merge(criteria, on="criterion", how="left", validate="many_to_one")
    table = table.merge(study.kelurahan[["name", "kecamatan"]], left_on="kelurahan_code", right_index=True, how="left")
    setup = study.settings.setup
    table = table.assign(
        scaling=setup.scaling,
        aggregation=setup.aggregation,
        setup=setup.name,
        region=study.settings.region,
        survey_date=study.settings.survey_date,
    )
    order = {name: place for place, name in enumerate([*SCORED_SECTORS, *force["criteria"]])}
    table = table.sort_values(
        ["kelurahan_code", "sector", "criterion"],
        key=lambda column: column if column.name == "kelurahan_code" else column.map(order),
        kind="stable",
        ignore_index=True,
    )
    return label_table(table, study)[COLUMNS]


def _sector_steps(study: Study, force: dict[str, Any], told: pd.Series, money: pd.Series) -> pd.DataFrame:
    """The steps of one sector in long form, hidden cells blank; withheld money says why it is unknown."""
    from mapping.score.criteria import criterion_values, scaled_values
    from mapping.score.weigh.weights import share_weights

    names, sector = list(force["criteria"]), str(told.name)
    rows = study.indicators.xs(sector, level="sector", drop_level=False)
    scores = study.scores.loc[rows.index]
    values = criterion_values(rows, force)
    given = scores["score"].notna().to_numpy()
    scaled = np.full(values.shape, np.nan)
    if given.any():
        scaled[given] = scaled_values(values[given], force)
    shared, _ = share_weights(np.array([c["weight"] for c in force["criteria"].values()]), ~np.isnan(values))
    low, high = _goalposts(values[given], force)
    told, money = (codes.reindex(rows.index.get_level_values("kelurahan_code")) for codes in (told, money))
    hidden = (told != SHOWN).to_numpy()
    count = len(names)
    notes = np.repeat(np.select([hidden, ~given], [notes_of(told), NO_DATA], "")[:, None], count, axis=1)
    of_money = np.isin(names, MONEY)[None, :] & (notes == "") & np.isnan(values)
    notes = np.where(of_money, money_notes_of(money).to_numpy()[:, None], notes)
    table = pd.DataFrame(
        {
            "kelurahan_code": np.repeat(rows.index.get_level_values("kelurahan_code"), count),
            "sector": sector,
            "criterion": np.tile(names, len(rows)),
            "value": values.ravel(),
            "low": np.tile(low, len(rows)),
            "high": np.tile(high, len(rows)),
            "scaled": scaled.ravel(),
            "weight_shared": np.where(given[:, None], shared, np.nan).ravel(),
            "contribution": study.contributions.loc[rows.index, names].to_numpy().ravel(),
            "score": np.repeat(scores["score"].to_numpy(), count),
            "rank": np.repeat(scores["rank"].to_numpy(), count),
            "hidden_above": np.repeat(_hidden_above(scores["score"].to_numpy(), hidden & given), count),
            "note": notes.ravel(),
        }
    )
    table.loc[np.repeat(hidden, count), STEPS] = np.nan
    return table


def _goalposts(values: np.ndarray, force: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """The values that score 0 and 1, one per criterion: chosen beforehand, or the extremes; NaN under ranks."""
    posts = np.array([(c["low"], c["high"]) for c in force["criteria"].values()], dtype=float)
    scaling = force.get("scaling", "goalposts")
    if scaling == "goalposts":
        return posts[:, 0], posts[:, 1]
    if scaling == "ranks" or not len(values):
        return np.full(len(posts), np.nan), np.full(len(posts), np.nan)
    least, most = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    turned = posts[:, 0] > posts[:, 1]
    return np.where(turned, most, least), np.where(turned, least, most)


def _hidden_above(score: np.ndarray, hidden: np.ndarray) -> np.ndarray:
    """How many hidden ones score higher than each; NaN where there is no score."""
    inside = np.sort(score[hidden].round(EQUAL_DIGITS))
    above = len(inside) - np.searchsorted(inside, score.round(EQUAL_DIGITS), side="right")
    return np.where(np.isnan(score), np.nan, above)
