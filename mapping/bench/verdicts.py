"""How often the advice finds the planted line, beside simpler guesses, and how often it is sure and wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from mapping.advise.advice import advise
from mapping.advise.suit.evidence import Known
from mapping.bench.planted import Planted, plant_region
from mapping.knowledge.lines import lines_in_force
from mapping.measure.kin.chains import chains
from mapping.measure.lines import measure_lines
from mapping.measure.quality import measure_quality
from mapping.measure.space.buyers import measure_buyers
from mapping.measure.space.contiguity import contiguity
from mapping.settings import Progress, Settings, no_progress

SHARES = (1.0, 0.5, 0.25, 0.1, 0.05)
"""Of the businesses that the thinned survey met."""
GUESSES = ("advice", "count", "lq", "random")
PLANTED = ("members", "residents")
DRAWS = 200
AS_OF = "2026-07-31"


def judge_advice(
    seeds: Iterable[int],
    shares: Sequence[float] = SHARES,
    designs: Sequence[bool] = (False, True),
    progress: Progress = no_progress,
) -> pd.DataFrame:
    """Verdicts on many planted regions, each surveyed ever more thinly.

    Parameters
    ----------
    seeds : iterable of int
        One region each.
    shares : sequence of float
        Shares of the businesses that were met, 1 among them or not. A thinner survey is part of a thicker one.
    designs : sequence of bool
        Whether the survey says how many businesses a row stands for; of a full survey it makes no difference.

    Returns
    -------
    DataFrame
        One row per seed, design (``weighted``: whether the survey says how many businesses a row stands for) and share
        surveyed, as :func:`judge_survey` gives it. Cost: about a second for each survey.
    """
    seeds, verdicts = list(seeds), []
    for at, seed in enumerate(seeds):
        progress(at / len(seeds), f"Wilayah tanam {at + 1} dari {len(seeds)}")
        region = plant_region(seed)
        met = np.random.default_rng([seed, 5]).random(len(region.businesses))
        for share, weighted in product(shares, designs):
            if share < 1 or not weighted:
                survey = region.businesses[met < share].assign(sampling_weight=1 / share if weighted else 1.0)
                verdict = judge_survey(region, survey, Settings(covers_agriculture=True, draws=DRAWS), seed)
                verdicts.append({"seed": seed, "weighted": weighted, "share": share, **verdict})
    progress(1.0, "Selesai")
    return pd.DataFrame(verdicts)


def judge_survey(region: Planted, survey: pd.DataFrame, settings: Settings, seed: int) -> dict[str, float]:
    """Verdict on one survey of a planted region, all shares 0-1.

    Returns
    -------
    dict
        ``kelurahan, planted``: how many there are, and with a planted line.
        ``hit1_*, hit3_*``: share of the planted kelurahan whose line is first, or among the first three, by the
        advice, by the highest count, by the highest raw quotient and by lot; ``hit1_members, hit1_residents``: of the
        advice, by kind. ``abstains``: kelurahan without any line to start with; ``unsure``: without a confident one.
        ``confident``: kelurahan with a confident line. ``wrong``: those where it is not the planted one, or nothing was
        planted, as a share of all kelurahan; ``wrong_of_confident``: as a share of the confident (NaN without any).
        ``wrong_none``: the part of ``wrong`` where nothing was planted.
    """
    lines = measure_lines(region.kelurahan, survey, settings)
    known = _known_beside(region.kelurahan, survey, settings)
    advice = advise(region.kelurahan, survey, lines, settings, known)["advice"]
    truth = region.truth["line_id"]
    planted = truth[region.truth["kind"].isin(PLANTED)]
    guesses = {"advice": _start_with(advice), **_simple_guesses(lines, seed)}
    verdict: dict[str, float] = {"kelurahan": len(truth), "planted": len(planted)}
    for name, guess in guesses.items():
        right = guess.reindex(planted.index).eq(planted, axis=0)
        verdict |= {f"hit1_{name}": right[1].mean(), f"hit3_{name}": right.any(axis=1).mean()}
    first = guesses["advice"].reindex(truth.index)[1].fillna("")
    for kind in PLANTED:
        verdict[f"hit1_{kind}"] = (first == truth)[region.truth["kind"] == kind].mean()
    sure = advice.loc[advice["confident"].astype(bool), "kelurahan_code"]
    wrong = first[sure] != truth[sure]
    return verdict | {
        "abstains": (first == "").mean(),
        "unsure": 1 - len(sure) / len(truth),
        "confident": len(sure) / len(truth),
        "wrong": wrong.sum() / len(truth),
        "wrong_of_confident": wrong.mean() if len(sure) else float("nan"),
        "wrong_none": (wrong & (truth[sure] == "")).sum() / len(truth),
    }


def _known_beside(kelurahan: Any, survey: pd.DataFrame, settings: Settings) -> Known:
    """What a study knows beside the lines, from the same survey; there are no points on a map and no other tables."""
    neighbours = contiguity(kelurahan)
    points = pd.DataFrame({"kind": "", "lon": 0.0, "lat": 0.0, "capacity": 0.0}, index=range(0))
    return Known(
        buyers=measure_buyers(kelurahan, survey, points, neighbours, settings),
        chains=chains(kelurahan, survey, neighbours, settings),
        quality=measure_quality(kelurahan, survey, AS_OF),
    )


def _start_with(advice: pd.DataFrame) -> pd.DataFrame:
    """Lines at positions 1 to 3, one row per kelurahan."""
    rows = advice[advice["position"].isin(["1", "2", "3"])]
    table = rows.pivot(index="kelurahan_code", columns="position", values="line_id")
    return table.rename(columns=int).reindex(columns=[1, 2, 3])


def _simple_guesses(lines: pd.DataFrame, seed: int) -> dict[str, pd.DataFrame]:
    """The three lines of the highest count, of the highest raw quotient, and three by lot.

    A line is counted by its members, and where it has none by its outlets. Umbrella lines are left out: they would win
    every count and are never planted. Equal counts are settled by lot.
    """
    catalogue = lines_in_force()
    narrow = catalogue.index[(catalogue["driver"] != "outside") & ~catalogue["products"].str.contains("@")]
    count = lines["n"].fillna(lines["rivals_rows"]).unstack("line_id")[narrow]
    surveyed = lines["n_kelurahan"].groupby(level="kelurahan_code").first()
    share = count.div(surveyed.where(surveyed > 0), axis=0)
    quotient = share / (count.sum() / surveyed.sum()).replace(0, np.nan)
    lot = np.random.default_rng([seed, 7]).random(count.shape)
    some = count.notna().any(axis=1)
    by = {"count": count, "lq": quotient, "random": count * 0}
    return {name: _three_highest(values[some].fillna(-1.0), lot[some]) for name, values in by.items()}


def _three_highest(values: pd.DataFrame, lot: np.ndarray) -> pd.DataFrame:
    order = np.lexsort((lot, -values.to_numpy()), axis=1)[:, :3]
    return pd.DataFrame(values.columns.to_numpy()[order], index=values.index, columns=[1, 2, 3])


def sum_up(verdicts: pd.DataFrame) -> list[dict[str, Any]]:
    """Means over the regions by design and share, with the standard error of the main ones, as plain records."""
    groups = verdicts.groupby(["weighted", "share"], sort=False)
    table = groups.mean(numeric_only=True).drop(columns="seed")
    sure = groups[["wrong", "confident"]].sum()
    # Of all confident answers together: a region with a single one would otherwise count like any other.
    table["wrong_of_confident"] = sure["wrong"] / sure["confident"]
    for name in ("hit1_advice", "wrong", "abstains"):
        table[f"{name}_error"] = groups[name].sem()
    table["seeds"] = groups.size()
    order = table.reset_index().sort_values(["weighted", "share"], ascending=[True, False])
    # JSON has no NaN: a share of nobody is None.
    plain = order.astype(object).where(order.notna(), None)
    return [{"name": "saran", **record} for record in plain.to_dict("records")]


HEAD = ["survei", "saran", "terbanyak", "LQ mentah", "acak"]
HEAD += ["tanpa saran", "yakin", "yakin tapi salah", "dari yang yakin"]


def say_verdicts(records: list[dict[str, Any]]) -> str:
    """The records as a Markdown table: hit@1 / hit@3 of the four ways, then silence, confidence, wrong confidence."""
    lines = ["| " + " | ".join(HEAD) + " |", "| " + " | ".join(["---"] * len(HEAD)) + " |"]
    for record in records:
        hits = [f"{100 * record[f'hit1_{name}']:.0f} / {100 * record[f'hit3_{name}']:.0f}" for name in GUESSES]
        rest = [f"{100 * record[name]:.1f}" for name in ("abstains", "confident", "wrong")]
        among = record["wrong_of_confident"]
        rest.append("-" if among is None else f"{100 * among:.1f}")
        survey = f"{100 * record['share']:.0f}%" + (", bobot diketahui" if record["weighted"] else "")
        lines.append("| " + " | ".join([survey, *hits, *rest]) + " |")
    return "\n".join(lines)
