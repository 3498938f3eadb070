"""Had the scores been used at the earlier wave: would their first guesses have come true by the later one?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from mapping.errors import NotComputableError
from mapping.knowledge.formats import say_chance, say_number
from mapping.language import plural, tr
from mapping.measure.change.relatedness import enough_areas, product_counts, specialised
from mapping.measure.change.wave_coverage import Coverage, read_wave_rules
from mapping.score.proof.guesses import BASELINES, guess
from mapping.settings import Progress, Settings, no_progress

TOP = 3
CHUNK = 4_000_000
COLUMNS = [
    *("score", "target", "n", "positives", "average_precision", "baseline", "baseline_precision"),
    *("hit3", "baseline_hit3", "better", "p_better"),
]


@dataclass(frozen=True)
class Trial:
    """What could have been guessed and what came true.

    ``counts_before``, ``counts_now``: effective businesses, shape (kelurahan, products); products of the earlier wave
    only. ``targets``: name -> float array of the same shape: 1 came true, 0 did not, NaN was there already.
    """

    kelurahan: pd.Index
    products: pd.Index
    counts_before: np.ndarray
    counts_now: np.ndarray
    targets: dict[str, np.ndarray]


def backtest(
    kelurahan: pd.DataFrame,
    before: pd.DataFrame,
    now: pd.DataFrame,
    coverage: Coverage | None,
    settings: Settings,
    progress: Progress = no_progress,
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """Hold every score, reckoned on the earlier wave alone, against what the later wave found.

    A candidate is a kelurahan and a product that the region already had. Targets: ``new`` (absent there before, present
    now) and ``grown`` (not surely above the region before, ``P(LQ > 1) > 0.8`` now). Scores: see
    :func:`mapping.score.proof.guesses.guess`. Baselines: the plain location quotient, and popularity, the count to be
    expected from the size of the place and the product's share of the region. Popularity is the better ranking where
    there is nothing to find, so a score that does not beat it has shown nothing.

    Cost: one sort per score and target, and a few passes over candidates x draws.

    Parameters
    ----------
    kelurahan, before, now, settings
        As in :func:`mapping.measure.change.waves.compare_waves`.
    coverage : Coverage or None
        What the waves have in common; None: they cannot be compared.
    progress : callable
        Told the share done.

    Returns
    -------
    table : DataFrame, one row per score, target and baseline
        ``n`` candidates, ``positives`` of them came true; ``average_precision`` (area under precision and recall, 0-1,
        ties shared) of the score and ``baseline_precision`` of its baseline on the same candidates; ``hit3``,
        ``baseline_hit3`` (share of the first three guesses of a kelurahan that came true, 0-1, ties shared);
        ``p_better`` share of resamples of kelurahan in which the score wins; ``better`` (bool) it wins, and in at least
        ``backtest.better`` of them. Empty where nothing can be tested.
    account : dict
        ``state``: "none" (nothing can be tested), "failed" or "passed" (relatedness is better than both baselines on
        some target); ``reason`` and ``notes`` (Indonesian: the verdict; what could not be tested and why); ``targets``
        those on which it passed.
    """
    if coverage is None:
        return _none(tr("Belum ada yang dapat diuji: perlu dua gelombang survei yang dapat dibandingkan."))
    try:
        trial = set_trial(before, now, coverage, settings)
    except NotComputableError as refusal:
        return _none(tr("Belum ada yang dapat diuji. {refusal}", refusal=refusal))
    guesses, refusals = guess(kelurahan, before, trial.kelurahan, trial.products, trial.counts_before, settings)
    rows = []
    for position, (target, truth) in enumerate(trial.targets.items()):
        progress(position / len(trial.targets), tr("Menguji skor terhadap survei berikutnya"))
        positives = int(np.nansum(truth))
        if positives < read_wave_rules()["backtest"]["minimum_positives"]:
            refusals.append(_say_few(target, positives))
            continue
        rows += _hold(target, truth, guesses, refusals)
    table = pd.DataFrame(rows, columns=COLUMNS) if rows else no_backtest()
    return table, _judge(table, refusals)


def set_trial(before: pd.DataFrame, now: pd.DataFrame, coverage: Coverage, settings: Settings) -> Trial:
    """What could have been guessed: kelurahan with enough businesses in both waves, products of the earlier one.

    Raises
    ------
    NotComputableError
        Too few kelurahan have enough businesses in both waves.
    """
    before, now = (wave[wave["sector"].isin(coverage.sectors)] for wave in (before, now))
    codes = enough_areas(now, enough_areas(before, coverage.kelurahan, settings), settings)
    products = pd.Index(sorted(set(before.loc[before["kelurahan_code"].isin(codes), "product"]) - {""}))
    first, second = (product_counts(wave, codes, products) for wave in (before, now))
    known, knows = specialised(first), specialised(second)
    targets = {
        "new": np.where(first > 0, np.nan, second > 0),
        "grown": np.where(known, np.nan, knows),
    }
    return Trial(codes, products, first, second, targets)


def _hold(target: str, truth: np.ndarray, guesses: dict[str, np.ndarray], refusals: list[str]) -> list[tuple[Any, ...]]:
    """Every score against every baseline on the candidates for which it has a figure."""
    from sklearn.metrics import average_precision_score

    rules = read_wave_rules()["backtest"]
    rng = np.random.default_rng(rules["seed"])
    draws = rng.multinomial(len(truth), np.full(len(truth), 1 / len(truth)), size=rules["draws"])
    rows = []
    for score, values in guesses.items():
        open_ = np.where(np.isnan(values), np.nan, truth)
        asked = ~np.isnan(open_)
        if np.nansum(open_) < rules["minimum_positives"]:
            refusals.append(_say_few(target, int(np.nansum(open_)), score))
            continue
        where, came = np.nonzero(asked)[0], open_[asked].astype(bool)
        drawn = resampled_precision(values[asked], came, where, draws)
        for baseline in (name for name in BASELINES if name != score):
            other = guesses[baseline]
            # Resamples differ by which kelurahan are in them, the same for both, so the pairs can be compared.
            wins = float((drawn > resampled_precision(other[asked], came, where, draws) + 1e-12).mean())
            mine, theirs = (float(average_precision_score(came, g[asked])) for g in (values, other))
            better = mine > theirs and wins >= rules["better"]
            hits = hit_share(values, open_), hit_share(other, open_)
            rows.append((score, target, len(came), int(came.sum()), mine, baseline, theirs, *hits, better, wins))
    return rows


def resampled_precision(values: np.ndarray, came: np.ndarray, where: np.ndarray, draws: np.ndarray) -> np.ndarray:
    """Average precision in every resample of kelurahan: that of scikit-learn with the draws as sample weights.

    Parameters
    ----------
    values, came, where : ndarray, shape (candidates,)
        Score, whether it came true, and the position of the kelurahan.
    draws : ndarray of int, shape (resamples, kelurahan)
        How often each kelurahan is in a resample.

    Returns
    -------
    ndarray of float, shape (resamples,)
        0-1; 0 where nothing came true in a resample. Ties share one step, as in ``average_precision_score``.

    Examples
    --------
    >>> answer = resampled_precision(np.array([0.9, 0.8, 0.1]), np.array([True, False, True]), np.arange(3),
    ...     np.array([[1, 1, 1], [0, 1, 2]]))
    >>> answer.round(3).tolist()
    [0.833, 0.667]
    """
    order = np.argsort(-values, kind="stable")
    last = np.flatnonzero(np.append(np.diff(values[order]) != 0, True))
    came, where = came[order], where[order]
    chunk = max(1, CHUNK // max(len(values), 1))
    answer = []
    for start in range(0, len(draws), chunk):
        weight = draws[start : start + chunk].astype(np.float64)[:, where]
        seen = weight.cumsum(axis=1)[:, last]
        true = (weight * came).cumsum(axis=1)[:, last]
        step = np.diff(true, axis=1, prepend=0.0)
        precision = np.divide(true, seen, out=np.zeros(seen.shape), where=seen > 0)
        answer.append(
            np.divide((step * precision).sum(axis=1), true[:, -1], out=np.zeros(len(true)), where=true[:, -1] > 0)
        )
    return np.concatenate(answer)


def hit_share(values: np.ndarray, truth: np.ndarray) -> float:
    """Share of the first three guesses of a kelurahan that came true, averaged over kelurahan.

    Equal guesses at the edge of the three share its places: what a draw among them would give on average.

    Parameters
    ----------
    values, truth : ndarray of float, shape (kelurahan, products)
        ``truth`` 1, 0, NaN no candidate.

    Returns
    -------
    float
        0-1; kelurahan with fewer than three candidates are left out; NaN when none is left.

    Examples
    --------
    >>> hit_share(np.array([[4.0, 3, 2, 1]]), np.array([[1.0, 0, 1, 1]]))
    0.66...
    >>> hit_share(np.zeros((1, 4)), np.array([[1.0, 0, 0, 1]]))
    0.5
    """
    score = np.where(np.isnan(truth), -np.inf, values)
    enough = (~np.isnan(truth)).sum(axis=1) >= TOP
    score, came = score[enough], np.nan_to_num(truth[enough])
    if not len(score):
        return float("nan")
    edge = -np.partition(-score, TOP - 1, axis=1)[:, TOP - 1 : TOP]
    above, tied = score > edge, score == edge
    share = (TOP - above.sum(axis=1)) / tied.sum(axis=1)
    return float((((came * above).sum(axis=1) + (came * tied).sum(axis=1) * share) / TOP).mean())


def _none(reason: str) -> tuple[pd.DataFrame, dict[str, Any]]:
    return no_backtest(), {"state": "none", "reason": reason, "notes": [], "targets": []}


def _say_few(target: str, positives: int, score: str = "") -> str:
    rules = read_wave_rules()["backtest"]
    said, times = rules["target"][target], say_number(positives)
    if not score:
        return plural(
            "Terlalu sedikit yang terjadi untuk diuji: {said}, hanya {times} kali.", positives, said=said, times=times
        )
    name = rules["score"][score]
    return plural(
        "Terlalu sedikit yang terjadi untuk diuji: {said}, hanya {times} kali di antara yang dapat ditebak {score}.",
        positives,
        said=said,
        times=times,
        score=name[0].lower() + name[1:],
    )


def _judge(table: pd.DataFrame, refusals: list[str]) -> dict[str, Any]:
    """The verdict on relatedness, in words."""
    rules = read_wave_rules()["backtest"]
    rows = table[table["score"] == "relatedness"]
    if rows.empty:
        return {"state": "none", "reason": tr("Kedekatan produk belum dapat diuji."), "notes": refusals, "targets": []}
    won = rows.groupby("target", sort=False)["better"].all()
    passed = won.index[won].tolist()
    said = []
    for target, of_target in rows.groupby("target", sort=False):
        against = "; ".join(_say_duel(row) for row in of_target.itertuples())
        said.append(tr("Untuk {target}: kedekatan produk {against}.", target=rules["target"][target], against=against))
    verdict = (
        tr("Kedekatan produk menebak lebih baik daripada kekhasan polos dan kelaziman, jadi sarannya ditampilkan.")
        if passed
        else tr(
            "Kedekatan produk tidak terbukti menebak lebih baik daripada patokannya, jadi sarannya tidak ditampilkan."
        )
    )
    return {
        "state": "passed" if passed else "failed",
        "reason": " ".join([verdict, *said]),
        "notes": refusals,
        "targets": passed,
    }


def _say_duel(row: Any) -> str:
    name = read_wave_rules()["backtest"]["score"][row.baseline].lower().replace("(lq)", "(LQ)")
    chance = say_chance(row.p_better)
    if row.better:
        return tr("mengalahkan {name} (menang dalam {chance} hitungan ulang)", name=name, chance=chance)
    return tr("tidak terbukti mengalahkan {name} (menang dalam {chance} hitungan ulang)", name=name, chance=chance)


def no_backtest() -> pd.DataFrame:
    """The table of :func:`backtest` without a row.

    Examples
    --------
    >>> no_backtest()["better"].dtype
    dtype('bool')
    """
    kinds = dict.fromkeys(COLUMNS, "float64") | dict.fromkeys(("score", "target", "baseline"), "str")
    kinds |= {"n": "int64", "positives": "int64", "better": "bool"}
    return pd.DataFrame({name: pd.Series(dtype=kinds[name]) for name in COLUMNS})
