"""Which kelurahan a written code names: as it stands, with its zeros put back, or through a crosswalk."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.intake.issues import Findings
from mapping.intake.places.crosswalk import choose_pairs
from mapping.intake.places.places import BPS_PREFIX, clean_codes
from mapping.language import mark, tr, tr_rows

LETTERS_FOR_DIGITS = str.maketrans("OoIlSB", "001158")


def match_codes(
    survey: pd.DataFrame,
    kelurahan: pd.DataFrame,
    by_name: pd.Series,
    crosswalk: pd.DataFrame | None,
    findings: Findings,
) -> pd.DataFrame:
    """The kelurahan that each written code names.

    Works on distinct codes. The two numberings are told apart by form (``clean_codes``), by which of them the map has
    and, where a code stands in both, by the names beside it; BPS codes reach a Kemendagri map through a crosswalk only.

    Parameters
    ----------
    survey : DataFrame
        ``code, bps_code, kelurahan`` (text, ``""`` unknown), ``row``; ``attrs["headers"]`` names the columns.
    kelurahan : DataFrame
        Its index is the codes of the map.
    by_name : Series
        Code that the written place surely names, NaN none.
    crosswalk : DataFrame or None
        As ``read_crosswalk`` gives it.

    Returns
    -------
    DataFrame
        Same index: ``found`` (code, NaN none), ``problem`` (Indonesian, ``""`` none), ``translated`` (bool: reached
        through the crosswalk).
    """
    column = survey.attrs.get("headers", {}).get("code", "kode")
    groups = survey.groupby(["code", "bps_code"], sort=False)
    which, rows = groups.ngroup().to_numpy(), survey["row"].to_numpy()
    distinct = groups["row"].size().rename("n").reset_index().astype({"code": "str", "bps_code": "str"})
    pairs = _pairs_for(crosswalk, kelurahan.index)
    distinct["own"] = clean_codes(distinct["code"])
    own = _read_numbering(distinct, kelurahan.index, by_name.to_numpy(), which, pairs, findings, column)
    bps = clean_codes(distinct["bps_code"], bps=True)
    text = own.mask(~own.isin(kelurahan.index) & (bps != ""), bps)
    found = text.where(text.isin(kelurahan.index)).astype("object")
    padded = _pad_codes(text[found.isna() & (text != "")], kelurahan.index)
    _note_padded(padded, text, which, rows, findings, column)
    found = found.fillna(padded)
    target = text.map(pairs["kelurahan_code"]).where(text.map(pairs["grade"]).isin(["sure", "merged"]))
    translated = found.isna() & target.notna()
    _note_translated(text[translated], pairs, which, rows, findings, column)
    found = found.fillna(target)
    problem = _say_problem(text[found.isna() & (text != "")], kelurahan.index, pairs, crosswalk is not None)
    problem = problem.reindex(text.index, fill_value="")
    columns = {"found": found.astype("object"), "problem": problem.astype(str), "translated": translated}
    return pd.DataFrame({name: values.to_numpy()[which] for name, values in columns.items()}, index=survey.index)


def _pairs_for(crosswalk: pd.DataFrame | None, known: pd.Index) -> pd.DataFrame:
    """The crosswalk in the direction that leads to the codes of the map."""
    if crosswalk is None:
        return pd.DataFrame({c: pd.Series(dtype="object") for c in ("kelurahan_code", "iou", "share_bps", "grade")})
    if known.str.startswith(BPS_PREFIX).any():
        back = {"bps_code": "kelurahan_code", "kelurahan_code": "bps_code"}
        crosswalk = crosswalk.rename(columns=back).assign(share_bps=np.nan)
    return choose_pairs(crosswalk, known)


def _read_numbering(
    distinct: pd.DataFrame,
    known: pd.Index,
    by_name: np.ndarray,
    which: np.ndarray,
    pairs: pd.DataFrame,
    findings: Findings,
    column: str,
) -> pd.Series:
    """The codes (``own``), with ten bare digits read as BPS codes where the column turns out to hold those.

    ``which`` says for each row which of the ``distinct`` codes it has; ``n`` counts those rows.
    """
    own, n = distinct["own"], distinct["n"]
    bare = distinct["code"].str.fullmatch(r"\s*['`]?\d{10}(?:[.,]0+)?\s*")
    plain = bare & ~own.str.startswith(BPS_PREFIX)
    if not plain.any():
        return own
    as_bps = BPS_PREFIX + own.where(plain, "").str.replace(".", "", regex=False)
    target = as_bps.map(pairs["kelurahan_code"]).where(~as_bps.isin(known), as_bps)
    known_bps, known_own = plain & target.notna(), plain & own.isin(known)
    votes_bps = int((target.where(plain).to_numpy(dtype=object)[which] == by_name).sum())
    votes_own = int((own.where(known_own).to_numpy(dtype=object)[which] == by_name).sum())
    others = n[bare & ~plain].sum()
    if votes_bps != votes_own:
        is_bps = votes_bps > votes_own
    else:
        is_bps = bool(others > n[known_own].sum() or (not known_own.any() and known_bps.any()))
    both = known_own & known_bps & (target != own)
    reading = "BPS" if is_bps else "Kemendagri"
    if both.any():
        what = tr("{sum} kode ada dalam penomoran BPS dan Kemendagri dengan arti berbeda", sum=both.sum())
        findings.note(
            mark("kode wilayah"), what, tr("dibaca sebagai kode {reading}; periksa", reading=reading), None, column
        )
    if not is_bps:
        return own
    what = tr("kode 10 angka tanpa titik tampak seperti kode BPS")
    findings.note(mark("kode wilayah"), what, tr("seluruh kolom dibaca sebagai kode BPS"), None, column, level="info")
    return own.mask(plain, as_bps)


def _pad_codes(texts: pd.Series, known: pd.Index) -> pd.Series:
    """Codes with their eaten zeros put back, only when every code that is too short becomes a known one."""
    lengths = set(known.str.len())
    if texts.empty or len(lengths) != 1 or not known.str.isdigit().all():
        return texts.iloc[:0]
    length = lengths.pop()
    short = texts[texts.str.isdigit() & (texts.str.len() < length)]
    padded = short.str.zfill(length)
    return padded if padded.isin(known).all() else texts.iloc[:0]


def _note_padded(
    padded: pd.Series, text: pd.Series, which: np.ndarray, rows: np.ndarray, findings: Findings, column: str
) -> None:
    if padded.empty:
        return
    hit = np.isin(which, padded.index)
    at = which[hit]
    what = tr("{at} kode kehilangan angka nol di depan", at=len(at))
    findings.note(mark("kode wilayah"), what, tr("dilengkapi; semuanya ada pada peta"), None, column, level="repair")
    done = tr_rows("dilengkapi menjadi {code}", code=padded.loc[at])
    what = tr("kehilangan angka nol di depan")
    findings.note(mark("kode wilayah"), what, done, rows[hit], column, text.loc[at], "repair")


def _note_translated(
    codes: pd.Series, pairs: pd.DataFrame, which: np.ndarray, rows: np.ndarray, findings: Findings, column: str
) -> None:
    if codes.empty:
        return
    what = tr("{nunique} kode BPS di {sum} baris", nunique=codes.nunique(), sum=np.isin(which, codes.index).sum())
    findings.note(mark("kode wilayah"), what, tr("diterjemahkan dengan tabel padanan kode"), None, column, level="info")
    merged = codes[codes.map(pairs["grade"]) == "merged"]
    if merged.empty:
        return
    hit = np.isin(which, merged.index)
    code = merged.loc[which[hit]]
    share = (code.map(pairs["share_bps"]).astype(float) * 100).map("{:.0f}%".format)
    what = tr_rows("{share} wilayah kode BPS ini masuk ke {code}", share=share, code=code.map(pairs["kelurahan_code"]))
    done = tr("dihitung di kelurahan itu (hasil penggabungan); periksa")
    findings.note(mark("kode wilayah"), what, done, rows[hit], column, code.str.removeprefix(BPS_PREFIX))


def _say_problem(codes: pd.Series, known: pd.Index, pairs: pd.DataFrame, has_crosswalk: bool) -> pd.Series:
    """Why a code leads nowhere; each distinct code once."""
    map_is_bps = known.str.startswith(BPS_PREFIX).any()
    said = {}
    for code in codes.unique():
        shown, text = code.removeprefix(BPS_PREFIX), tr('kode "{bps_prefix}"', bps_prefix=code.removeprefix(BPS_PREFIX))
        likely = shown.translate(LETTERS_FOR_DIGITS)
        if code in pairs.index and pairs.at[code, "grade"] == "doubtful":
            pair = pairs.loc[code]
            near, same = pair["kelurahan_code"], pair["iou"]
            if pd.isna(same):
                text += tr(" paling dekat dengan {code}, tetapi batasnya belum dinilai", code=near)
            else:
                text += tr(" paling dekat dengan {code}, tetapi batasnya hanya sama {iou:.0%}", code=near, iou=same)
        elif code in pairs.index:
            text += tr(" berpadanan dengan {at}, yang tidak ada pada peta", at=pairs.at[code, "kelurahan_code"])
        elif code.startswith(BPS_PREFIX) and not map_is_bps and has_crosswalk:
            text += tr(" adalah kode BPS yang tidak ada di tabel padanan kode")
        elif code.startswith(BPS_PREFIX) and not map_is_bps:
            text += tr(" adalah kode BPS, bukan Kemendagri; sertakan tabel padanan kode (crosswalk)")
        elif likely != shown and likely in known:
            text += tr(' memuat huruf; mungkin maksudnya "{likely}", tetapi itu tidak ditebak', likely=likely)
        else:
            text += tr(" tidak ada pada peta")
        said[code] = text
    return codes.map(said)
