"""The assessment as an XLSForm for KoboToolbox and as a table to fill in, one row a cooperative."""

from __future__ import annotations

from typing import Any

import pandas as pd

from mapping.desk.training.results import DATE_HEAD, PLACE_HEAD, choice_names
from mapping.knowledge.competencies import LEVELS, read_competencies
from mapping.language import tr
from mapping.present.form import write_xlsform

FORM_NAME = "formulir_asesmen_pengurus.xlsx"
TABLE_NAME = "asesmen_pengurus.csv"
VERSION = "2026112301"


def assessment_form(cooperatives: pd.DataFrame) -> dict[str, Any]:
    """The form as :func:`mapping.present.form.write_xlsform` takes it, in the language in force.

    Parameters
    ----------
    cooperatives : DataFrame
        Of the register, index id: ``kelurahan_code, label``.
    """
    told = read_competencies()
    choices = {"koperasi": list(zip(choice_names(cooperatives), cooperatives["label"], strict=True))}
    date = {"type": "date", "name": DATE_HEAD, "label": tr("Tanggal asesmen"), "required": True, "default": "today()"}
    which = {"type": "select_one koperasi", "name": PLACE_HEAD, "label": tr("Koperasi"), "required": True}
    questions: list[dict[str, Any]] = [date, which]
    for key, of in told["competencies"].items():
        choices[key] = [(str(level), text) for level, text in zip(LEVELS, of["levels"], strict=True)]
        hint = tr("Kosongkan bila belum diketahui. Yang dinilai pengurus sebagai kelompok.")
        questions.append({"type": f"select_one {key}", "name": key, "label": of["question"], "hint": hint})
    title = tr("Asesmen dua belas kemampuan pengurus koperasi")
    return {"title": title, "id": "asesmen_pengurus", "version": VERSION, "question": questions, "choices": choices}


def write_assessment_form(cooperatives: pd.DataFrame) -> bytes:
    """The XLSForm; the same bytes for the same cooperatives."""
    return write_xlsform(assessment_form(cooperatives))


def assessment_table(cooperatives: pd.DataFrame) -> pd.DataFrame:
    """An empty table to fill in: a row a cooperative, a column a competency, levels 1 to 4, blank unknown."""
    known = {
        "kode_wilayah": cooperatives["kelurahan_code"].to_numpy(),
        PLACE_HEAD: cooperatives["label"].to_numpy(),
        DATE_HEAD: "",
    }
    return pd.DataFrame(known | dict.fromkeys(read_competencies()["competencies"], ""))
