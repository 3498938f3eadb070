"""The quality of the data as people may see it: how rows fared, grades per kelurahan, where to survey next."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.language import mark, tr
from mapping.measure.quality import read_quality_rules
from mapping.present.tables import label_table, score_table
from mapping.study import Study

BANDS = [mark("kurang dari 15%"), mark("15-40%"), mark("40-70%"), mark("70% atau lebih")]
CHANCES = [mark("kecil"), mark("sedang"), mark("besar")]
CHANCE_LIMITS = [0.2, 0.5]


def row_account(study: Study) -> pd.DataFrame:
    """Rows in, used, repaired and rejected of every file.

    Returns
    -------
    DataFrame
        One row per file: ``role, name, rows_in, rows_used, rows_repaired, rows_rejected``. A repaired row is one of
        which at least one value was changed on reading; it is a used row.
    """
    repaired = study.issues[(study.issues["level"] == "repair") & study.issues["row"].notna()]
    repaired = repaired[["file", "row"]].drop_duplicates()
    lost = study.rejects[["file", "row"]].drop_duplicates().assign(lost=True)
    rows = repaired.merge(lost, how="left").query("lost.isna()").groupby("file").size()
    counted = [entry for entry in study.manifest["inputs"] if "rows_in" in entry]
    table = pd.DataFrame(counted)[["role", "name", "rows_in", "rows_used", "rows_rejected"]]
    table.insert(4, "rows_repaired", table["name"].map(rows).fillna(0).astype(int))
    return table


def reasons(study: Study) -> pd.DataFrame:
    """How many rows of each file were repaired, doubted or rejected, by reason, most frequent first.

    Returns
    -------
    DataFrame
        ``file, what ("ditolak" | "diperbaiki" | "perlu dilihat"), reason, rows``. Numbers and quoted values are taken
        out of the reasons, so that rows with the same trouble count together.
    """
    says = {"repair": tr("diperbaiki"), "warn": tr("perlu dilihat")}
    noted = study.issues[study.issues["level"].isin(says) & study.issues["row"].notna()]
    parts = [
        study.rejects[["file", "row", "reason"]].assign(what=tr("ditolak")),
        noted[["file", "row"]].assign(reason=noted["what"], what=noted["level"].map(says)),
    ]
    table = pd.concat([part for part in parts if len(part)] or [parts[0]], ignore_index=True)
    table["reason"] = table["reason"].str.replace(r'"[^"]*"|\([^)]*\d[^)]*\)|\d[\d.,]*', "…", regex=True)
    counted = table.drop_duplicates().groupby(["file", "what", "reason"]).size().rename("rows").reset_index()
    return counted.sort_values(["file", "rows"], ascending=[True, False], ignore_index=True)


def quality_table(study: Study) -> pd.DataFrame:
    """Grade of every kelurahan with what pulls it down, worst first.

    Counts that would reveal a small cell are blank, and the coverage is a band: beside a count it would give the same
    away.
    """
    parts = read_quality_rules()["parts"]
    quality = study.quality
    public = score_table(study).groupby("kelurahan_code")["n_kelurahan"].max()
    band = np.searchsorted(sorted(parts["coverage"]["limits"]), quality["coverage"].fillna(-1), side="right")
    table = pd.DataFrame(
        {
            "name": study.kelurahan["name"],
            "kecamatan": study.kelurahan["kecamatan"],
            "grade": quality["grade"],
            "weakest": quality["weakest"].map({key: part["label"] for key, part in parts.items()}).fillna(""),
            "advice": quality["weakest"].map({key: part["advice"] for key, part in parts.items()}).fillna(""),
            "n": public.reindex(quality.index),
            "coverage": pd.Series(np.array([tr(text) for text in BANDS])[band], index=quality.index).where(
                quality["coverage"].notna(), ""
            ),
            "age_months": quality["age_months"].round(),
            "classified_share": (quality["classified_share"] * 20).round() / 20,
            "answered_share": (quality["answered_share"] * 20).round() / 20,
        }
    )
    table = table.reset_index(names="kelurahan_code").sort_values(
        ["grade", "kecamatan", "name"], ascending=[False, True, True], ignore_index=True
    )
    return label_table(table, study)


def next_survey_table(study: Study) -> pd.DataFrame:
    """Where further interviews would change the advice most, in words instead of invertible numbers."""
    rows = study.next_survey
    chance = np.array([tr(text) for text in CHANCES])[
        np.searchsorted(CHANCE_LIMITS, rows["chance_of_change"], side="right")
    ]
    table = pd.DataFrame(
        {
            "place": rows["place"],
            "kelurahan_code": rows["kelurahan_code"],
            "name": rows["kelurahan_code"].map(study.kelurahan["name"]),
            "kecamatan": rows["kelurahan_code"].map(study.kelurahan["kecamatan"]),
            "chance_of_change": chance,
            "wanted": (np.ceil(rows["wanted"] / 5) * 5).astype(int),
            "why": rows["why"],
        }
    )
    return label_table(table, study)
