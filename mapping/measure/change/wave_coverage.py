"""Whether two waves of a survey asked the same people: otherwise a change of coverage would look like growth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.knowledge.catalog import SECTORS, read_sectors
from mapping.knowledge.formats import say_date, say_number, say_percent
from mapping.knowledge.texts import read_toml_texts
from mapping.language import mark, per_language, tr
from mapping.measure.coverage import covered_sectors
from mapping.measure.weighting import weights_of
from mapping.settings import Settings

EARLIER, CURRENT = mark("sebelumnya"), mark("sekarang")
NAMED = 5
DAYS_A_YEAR = 365.25


@per_language
def read_wave_rules() -> dict[str, Any]:
    """Thresholds of the comparison in time (``waves.toml``)."""
    return read_toml_texts("waves.toml")


@dataclass(frozen=True)
class Coverage:
    """What two waves have in common.

    Parameters
    ----------
    kelurahan : Index
        Codes surveyed in both, by enumerators that can be compared.
    sectors : tuple of str
        Covered by both.
    before, now : str
        ISO date in the middle of each wave.
    notes : tuple of str
        Indonesian sentences: what was left out.
    """

    kelurahan: pd.Index
    sectors: tuple[str, ...]
    before: str
    now: str
    notes: tuple[str, ...] = ()


def middle_date(businesses: pd.DataFrame) -> str:
    """The day by which half of the dated businesses had been surveyed, ISO; ``""`` when too few are dated.

    One mistyped date does not move it, as it would move the first or the last day.

    Examples
    --------
    >>> middle_date(pd.DataFrame({"surveyed_on": ["2023-06-01", "2023-06-03", "2026-01-01", ""]}))
    '2023-06-03'
    """
    known = sorted(businesses.loc[businesses["surveyed_on"] != "", "surveyed_on"])
    enough = len(known) > 0 and len(known) >= read_wave_rules()["coverage"]["dated_share"] * len(businesses)
    return str(known[len(known) // 2]) if enough else ""


def compare_coverage(kelurahan: pd.DataFrame, before: pd.DataFrame, now: pd.DataFrame, settings: Settings) -> Coverage:
    """What two waves have in common, once they can be compared.

    Parameters
    ----------
    kelurahan : DataFrame, index ``kelurahan_code``
        ``name`` is read, for sentences.
    before, now : DataFrame
        Businesses of the two waves, as in docs/architecture.md.
    settings : Settings
        ``covers_agriculture`` speaks of the present wave; for the earlier one it is sniffed.

    Raises
    ------
    NotComputableError
        The waves cannot be compared; the sentence says why and what to do. Reasons: nothing of the earlier wave lies
        in the region, dates missing, equal or turned round, too few kelurahan or no sector in common, very different
        shares of classified businesses, totals that no region reaches, an earlier list that missed businesses, too
        many kelurahan with a leap.
    """
    rules = read_wave_rules()["coverage"]
    first, second = _check_dates(before, now, settings)
    _check_classified(before, now, rules)
    notes: list[str] = []
    sectors = _common_sectors(before, now, settings, rules, notes)
    codes = _common_kelurahan(kelurahan, before, now, rules, notes)
    codes = _without_leaps(kelurahan, codes, before, now, rules, notes)
    years = (pd.Timestamp(second) - pd.Timestamp(first)).days / DAYS_A_YEAR
    _check_totals(_within(before, codes, sectors), _within(now, codes, sectors), years, rules)
    _check_earlier_list(_within(before, codes, sectors), _within(now, codes, sectors), first, rules)
    return Coverage(codes, sectors, first, second, tuple(notes))


def _within(businesses: pd.DataFrame, codes: pd.Index, sectors: tuple[str, ...]) -> pd.DataFrame:
    return businesses[businesses["kelurahan_code"].isin(codes) & businesses["sector"].isin(sectors)]


def _check_dates(before: pd.DataFrame, now: pd.DataFrame, settings: Settings) -> tuple[str, str]:
    if before.empty:
        raise NotComputableError(tr("Survei sebelumnya tidak memuat satu usaha pun di wilayah ini."))
    first, second = middle_date(before), middle_date(now) or settings.survey_date
    if not first or not second:
        which = tr(EARLIER if not first else CURRENT)
        raise NotComputableError(
            tr(
                "Tanggal survei {which} tidak diketahui, jadi jarak waktunya tidak dapat dihitung. "
                "Lengkapi kolom tanggal survei.",
                which=which,
            )
        )
    months = (pd.Timestamp(second) - pd.Timestamp(first)).days / DAYS_A_YEAR * 12
    said = tr("survei sebelumnya {first}, survei sekarang {second}", first=say_date(first), second=say_date(second))
    if months <= 0:
        raise NotComputableError(
            tr(
                "Tanggal kedua survei sama atau terbalik ({said}). Periksa apakah berkasnya tertukar atau sama.",
                said=said,
            )
        )
    if months < read_wave_rules()["coverage"]["minimum_months"]:
        raise NotComputableError(tr("Kedua survei terlalu berdekatan untuk menunjukkan perubahan ({said}).", said=said))
    return first, second


def _check_classified(before: pd.DataFrame, now: pd.DataFrame, rules: dict[str, Any]) -> None:
    shares = [float((wave["sector"] != "").mean()) for wave in (before, now)]
    if abs(shares[0] - shares[1]) > rules["classified_gap"]:
        raise NotComputableError(
            tr(
                "Porsi usaha yang jelas produknya sangat berbeda: {shares} pada survei sebelumnya dan "
                "{shares2} sekarang. Perubahan per sektor akan mencerminkan cara menulis, bukan usaha.",
                shares=say_percent(shares[0]),
                shares2=say_percent(shares[1]),
            )
        )


def _common_sectors(
    before: pd.DataFrame, now: pd.DataFrame, settings: Settings, rules: dict[str, Any], notes: list[str]
) -> tuple[str, ...]:
    sniffing = replace(settings, covers_agriculture=None)
    counts = [wave["sector"].value_counts().reindex(SECTORS, fill_value=0) for wave in (before, now)]
    covered = [covered_sectors(before, sniffing), covered_sectors(now, settings)]
    for mine, other, asked in ((0, 1, covered[0]), (1, 0, covered[1])):
        for sector in SECTORS:
            asked[sector] &= counts[mine][sector] > 0 or counts[other][sector] < rules["absent_businesses"]
    met = counts[0] + counts[1] > 0
    common = tuple(sector for sector in SECTORS if covered[0][sector] and covered[1][sector] and met[sector])
    for asked, others, which in ((covered[0], covered[1], CURRENT), (covered[1], covered[0], EARLIER)):
        only = [read_sectors()["sectors"][s]["label"].lower() for s in SECTORS if others[s] and not asked[s]]
        if only:
            notes.append(
                tr(
                    "Sektor {only} hanya dicakup survei {which}, jadi tidak dibandingkan.",
                    only=tr(" dan ").join(only),
                    which=tr(which),
                )
            )
    if not common:
        raise NotComputableError(tr("Kedua survei tidak mencakup satu sektor pun yang sama."))
    return common


def _names(kelurahan: pd.DataFrame, codes: pd.Index) -> str:
    names = kelurahan["name"].reindex(codes[:NAMED]).astype(str).tolist()
    return ", ".join(names) + (
        tr(", dan {codes} lagi", codes=say_number(len(codes) - NAMED)) if len(codes) > NAMED else ""
    )


def _common_kelurahan(
    kelurahan: pd.DataFrame, before: pd.DataFrame, now: pd.DataFrame, rules: dict[str, Any], notes: list[str]
) -> pd.Index:
    seen = [kelurahan.index.isin(wave.loc[wave["sector"] != "", "kelurahan_code"]) for wave in (before, now)]
    both, either = seen[0] & seen[1], seen[0] | seen[1]
    counted = tr(
        "{sum} dari {sum2} kelurahan/desa", sum=say_number(int(both.sum())), sum2=say_number(int(either.sum()))
    )
    if not both.any() or both.sum() < rules["common_share"] * either.sum():
        raise NotComputableError(
            tr(
                "Cakupan wilayahnya berbeda: hanya {counted} yang disurvei pada kedua gelombang, kurang "
                "dari {common_share}.",
                counted=counted,
                common_share=say_percent(rules["common_share"]),
            )
        )
    if both.sum() < 2:
        raise NotComputableError(
            tr("Hanya satu kelurahan yang disurvei pada kedua gelombang, jadi tidak ada wilayah pembanding.")
        )
    for mine, other, which in ((seen[0], seen[1], EARLIER), (seen[1], seen[0], CURRENT)):
        only = kelurahan.index[mine & ~other]
        if len(only):
            notes.append(
                tr(
                    "{only} kelurahan/desa hanya disurvei pada gelombang {which}, jadi tidak dibandingkan: "
                    "{kelurahan}.",
                    only=say_number(len(only)),
                    which=tr(which),
                    kelurahan=_names(kelurahan, only),
                )
            )
    return kelurahan.index[both]


def _total(businesses: pd.DataFrame) -> float:
    return float(weights_of(businesses).sum())


def _check_totals(before: pd.DataFrame, now: pd.DataFrame, years: float, rules: dict[str, Any]) -> None:
    first, second = _total(before), _total(now)
    if first <= 0 or second <= 0:
        raise NotComputableError(tr("Salah satu survei tidak mencatat usaha pada kelurahan dan sektor yang sama."))
    yearly = (second / first) ** (1 / years) - 1
    if not rules["yearly_growth_low"] <= yearly <= rules["yearly_growth_high"]:
        raise NotComputableError(
            tr(
                "Jumlah usaha di tempat yang sama berubah dari {first} menjadi {second}, yaitu {yearly} "
                "setahun. Perubahan secepat itu lebih mungkin karena cara atau kelengkapan pendataannya "
                "berbeda.",
                first=say_number(first),
                second=say_number(second),
                yearly=say_percent(yearly),
            )
        )


def existing_then(now: pd.DataFrame, date: str) -> np.ndarray:
    """Whether a business of the later wave says it had started by the year of the earlier one: 1, 0, NaN no answer."""
    started = now["started_year"].to_numpy(dtype=float)
    return np.where(np.isnan(started), np.nan, started <= int(date[:4]))


def _check_earlier_list(before: pd.DataFrame, now: pd.DataFrame, date: str, rules: dict[str, Any]) -> None:
    existed = existing_then(now, date)
    known = ~np.isnan(existed)
    if known.mean() < read_wave_rules()["measures"]["answered_share"]:
        return
    weights = weights_of(now)
    said = float(np.average(existed[known], weights=weights[known])) * _total(now)
    if said > rules["earlier_gap"] * _total(before):
        raise NotComputableError(
            tr(
                "Menurut survei sekarang, {said} usaha sudah berdiri pada {date}, padahal survei "
                "sebelumnya hanya mencatat {before}. Pendataan sebelumnya tidak selengkap sekarang, jadi "
                "pertumbuhannya bukan pertumbuhan usaha.",
                said=say_number(said),
                date=date[:4],
                before=say_number(_total(before)),
            )
        )


def _without_leaps(
    kelurahan: pd.DataFrame,
    codes: pd.Index,
    before: pd.DataFrame,
    now: pd.DataFrame,
    rules: dict[str, Any],
    notes: list[str],
) -> pd.Index:
    """The kelurahan without those whose total leapt, measured by how the middle one of the region changed."""
    totals = [
        pd.Series(weights_of(wave))
        .groupby(wave["kelurahan_code"].to_numpy())
        .sum()
        .reindex(codes)
        .to_numpy(dtype=float)
        for wave in (before, now)
    ]
    ratio = totals[1] / totals[0]
    against = np.maximum(ratio / np.median(ratio), np.median(ratio) / ratio)
    leapt = (against > rules["kelurahan_jump"]) & (np.maximum(*totals) >= rules["jump_businesses"])
    kept = codes[~leapt]
    if len(kept) < max(2, rules["common_share"] * len(codes)):
        raise NotComputableError(
            tr(
                "Di {sum} dari {codes} kelurahan/desa jumlah usahanya melonjak atau merosot tidak wajar: "
                "kedua survei tidak didata dengan cara yang sama.",
                sum=say_number(int(leapt.sum())),
                codes=say_number(len(codes)),
            )
        )
    if leapt.any():
        notes.append(
            tr(
                "{sum} kelurahan/desa tidak dibandingkan karena jumlah usahanya berubah lebih dari "
                "{kelurahan_jump} kali terhadap wilayah, seperti didata petugas lain: {kelurahan}.",
                sum=say_number(int(leapt.sum())),
                kelurahan_jump=say_number(rules["kelurahan_jump"]),
                kelurahan=_names(kelurahan, codes[leapt]),
            )
        )
    return kept
