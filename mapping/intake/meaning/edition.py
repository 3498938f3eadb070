"""Which KBLI edition the codes of a survey are of: declared, sniffed, or asked; never mixed."""

from __future__ import annotations

import pandas as pd

from mapping.errors import QuestionError
from mapping.intake.issues import Findings
from mapping.intake.meaning.kbli import (
    DEFAULT_EDITION,
    EDITIONS,
    WITH_TABLE,
    check_edition,
    clean_kbli,
    codes_by_edition,
    differing_codes,
    foreign_codes,
)
from mapping.language import mark, tr
from mapping.settings import Settings

KEY = "survei.kbli"
SHOWN = 5


def choose_edition(survey: pd.DataFrame, settings: Settings, findings: Findings) -> str:
    """The declared or answered edition; else the one that codes tell; ``""`` when nothing tells.

    Raises
    ------
    QuestionError
        When codes of two editions stand in one file and nothing is declared.
    SettingsError
        When the declared edition does not exist.
    """
    codes = clean_kbli(survey["kbli"])
    declared = check_edition(settings.kbli_edition) or check_edition(settings.answer(KEY).strip())
    if declared:
        _note_foreign(codes, declared, findings)
        return declared
    if not (codes != "").any():
        return DEFAULT_EDITION
    batik = (survey["product"] + " " + survey["business_name"] + " " + survey["text"]).where(codes == "13133", "")
    telling = codes_by_edition(codes, batik)
    if len(telling) > 1:
        said = " dan ".join(f"{_list(found)} (KBLI {edition})" for edition, found in telling.items())
        many = {edition: int(codes.isin(found).sum()) for edition, found in telling.items()}
        options = {
            edition: tr("KBLI {edition}: {many} baris memakai kode khas edisi ini", edition=edition, many=many[edition])
            for edition in sorted(many, key=many.__getitem__, reverse=True)
        }
        raise QuestionError(
            tr(
                'Berkas "{file}": kode KBLI-nya dari dua edisi: {said}. Arti kode berbeda antaredisi. '
                "Edisi mana yang dipakai berkas ini?",
                file=findings.file,
                said=said,
            ),
            KEY,
            options,
        )
    edition = next(iter(telling), "")
    if edition:
        what = tr("kode KBLI dikenali dari edisi {edition}", edition=edition)
        findings.note(mark("edisi KBLI"), what, _read_as(edition), level="info")
    return edition


def settle_edition(codes: pd.Series, by_code: pd.Series, rules: pd.DataFrame, findings: Findings) -> None:
    """Nothing told the edition: ask where it would change an answer, else say that the default was taken.

    Parameters
    ----------
    codes : Series of str
        As ``clean_kbli`` gives them.
    by_code : Series of bool
        Businesses whose words say no product, so that their code does.
    rules : DataFrame
        As ``read_rules`` gives them.

    Raises
    ------
    QuestionError
        When one of those codes means another thing in another edition.
    """
    differing = differing_codes(codes[by_code], rules)
    if differing:
        rows = int(codes[by_code].isin(differing).sum())
        options = {edition: f"KBLI {edition}" for edition in reversed(WITH_TABLE)}
        options = {DEFAULT_EDITION: f"KBLI {DEFAULT_EDITION}"} | options
        options |= {
            edition: tr("KBLI {edition}: kode hanya dibaca sampai golongan pokok (dua angka pertama)", edition=edition)
            for edition in reversed(EDITIONS)
            if edition not in WITH_TABLE
        }
        raise QuestionError(
            tr(
                'Berkas "{file}": edisi KBLI tidak dapat dikenali, padahal kode {differing} berarti lain '
                "di KBLI 2020 dan 2025, dan {rows} usaha hanya dikenal dari kodenya. Edisi mana yang "
                "dipakai berkas ini?",
                file=findings.file,
                differing=_list(differing),
                rows=rows,
            ),
            KEY,
            options,
        )
    what = tr("edisi KBLI tidak dapat dikenali dari kodenya")
    findings.note(mark("edisi KBLI"), what, _read_as(DEFAULT_EDITION), level="info")


def _note_foreign(codes: pd.Series, edition: str, findings: Findings) -> None:
    foreign = codes.isin(foreign_codes(edition))
    if foreign.any():
        found = sorted(codes[foreign].unique())
        what = tr(
            "kode KBLI {found} tidak mungkin dari edisi {edition} ({sum} baris)",
            found=_list(found),
            edition=edition,
            sum=int(foreign.sum()),
        )
        findings.note(mark("edisi KBLI"), what, tr("kode itu tidak dipakai; tulisannya tetap dibaca"), level="warn")


def _read_as(edition: str) -> str:
    return tr("dibaca sebagai KBLI {edition}; ubah di pengaturan bila keliru", edition=edition)


def _list(codes: list[str]) -> str:
    more = tr(" dan {codes} lain", codes=len(codes) - SHOWN) if len(codes) > SHOWN else ""
    return ", ".join(codes[:SHOWN]) + more
