"""The recipe of the demonstration data: the shape of the synthetic surveys, and their streams of chance."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import HERE, read_lexicon
from mapping.knowledge.regions import REGIONS

STEPS = ("businesses", "dirt", "earlier", "digital", "buyers")


@cache
def read_recipe() -> dict[str, Any]:
    """``mapping/knowledge/demo.toml`` as it stands; callers must not change it.

    Examples
    --------
    >>> [s["makers"] for s in read_recipe()["speciality"] if s["codes"] == ["35.78.03.1001"]]
    [71]
    """
    return tomllib.loads((HERE / "demo.toml").read_text(encoding="utf-8"))


def read_kinds(key: str) -> pd.DataFrame:
    """Kinds of business of a region: every product of the background, then every speciality.

    Returns
    -------
    DataFrame
        Index ``kind`` (product label, or ``"kekhasan 0"`` ...): ``product``; ``group``, ``sector``, ``stage`` of the
        lexicon; ``weight`` in the background (0 for specialities); ``omzet`` (median, juta rupiah a month);
        ``input_low``, ``input_high`` (share of omzet, 0-1); ``workers`` (mean); ``women`` (0-1); lists ``inputs``,
        ``nouns``, ``texts``.

    Examples
    --------
    >>> kinds = read_kinds("surabaya")
    >>> float(kinds.loc[kinds["sector"] == "agriculture", "weight"].sum())
    0.0
    """
    recipe = read_recipe()
    column = list(REGIONS).index(key)
    rows = {
        name: {**product, "product": name, "weight": product["mix"][column]}
        for name, product in recipe["product"].items()
    }
    for number, special in enumerate(recipe["speciality"]):
        if special["region"] == key:
            # A speciality that brings its own nouns is told by these alone.
            own: dict[str, Any] = {"texts": []} if "nouns" in special else {}
            chosen = {name: special[name] for name in ("nouns", "omzet", "inputs") if name in special}
            rows[f"kekhasan {number}"] = {**rows[special["product"]], **own, **chosen, "weight": 0.0}
    kinds = pd.DataFrame.from_dict(rows, orient="index").rename_axis("kind")
    shares = np.array(kinds.pop("input").tolist()) / 100
    kinds["input_low"], kinds["input_high"] = shares[:, 0], shares[:, 1]
    kinds["women"] /= 100
    lexicon = read_lexicon().set_index("product")[["group", "sector", "stage"]]
    return kinds.drop(columns="mix").join(lexicon, on="product")


def stream(seed: int, key: str, step: str) -> np.random.Generator:
    """The stream of chance of one region and step, so that changing one leaves the others as they were."""
    return np.random.Generator(np.random.PCG64([seed, list(REGIONS).index(key), STEPS.index(step)]))


def pick(
    rng: np.random.Generator, options: Sequence[str], size: int, weights: Sequence[float] | None = None
) -> np.ndarray:
    """``size`` draws, with replacement, from ``options``; ``weights`` need not sum to one."""
    share = None if weights is None else np.asarray(weights, float) / np.sum(weights)
    return np.array(options, dtype=object)[rng.choice(len(options), size=size, p=share)]
