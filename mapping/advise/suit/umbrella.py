"""The core product comes first: an umbrella line does not go before the narrower line of the same people."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mapping.knowledge.catalog import read_advice_rules, read_lexicon
from mapping.knowledge.lines import line_products

HAIR = 1e-6


def umbrella_lines(lines: pd.DataFrame) -> pd.Series:
    """Whether a line gathers a whole group of products; bool on the index of ``lines``."""
    return lines["products"].str.contains("@", regex=False)


def leading_line(evidence: pd.DataFrame, candidate: pd.Series, lines: pd.DataFrame) -> np.ndarray:
    """For each umbrella line, the narrower line that its members mostly belong to; the core product comes first.

    An umbrella line gathers a whole group of products (buying food inputs together, a gallery). Where
    half of its members or more are members of one narrower line, the cooperative starts with that line
    and widens to the umbrella later, so the umbrella may not score above it.

    Parameters
    ----------
    evidence : DataFrame
        As from ``gather_evidence``, sorted by index.
    candidate : Series of bool
        Lines that may be suggested; only they can lead.
    lines : DataFrame
        The lines in force.

    Returns
    -------
    ndarray of int, shape (rows,)
        Position of the leading row, or -1.
    """
    code = evidence.index.get_level_values("kelurahan_code")
    line = evidence.index.get_level_values("line_id")
    rows = pd.DataFrame({"code": code, "line": line, "n": evidence["n"].to_numpy(), "at": np.arange(len(evidence))})
    leader = np.full(len(evidence), -1)
    for umbrella, narrower in narrower_lines(lines).items():
        best = rows[rows["line"].isin(narrower) & candidate.to_numpy()].sort_values(
            ["n", "line"], ascending=[False, True]
        )
        best = best.drop_duplicates("code").set_index("code")
        own = rows[rows["line"] == umbrella].join(best[["n", "at"]].add_suffix("_best"), on="code")
        share = read_advice_rules()["rules"]["umbrella_share"]
        led = own[own["n_best"] >= share * own["n"]]
        leader[led["at"]] = led["at_best"].astype(int)
    return leader


def narrower_lines(lines: pd.DataFrame) -> dict[str, list[str]]:
    """For each umbrella line, the lines of some of its own products."""
    umbrellas = lines.index[umbrella_lines(lines)]
    groups = lines.loc[umbrellas, "products"].str.extract(r"@(\w+)")[0]
    members = line_products(lines).query("role == 'member'").groupby("line_id")["product"].agg(set)
    lexicon = read_lexicon()
    made = {group: set(lexicon.loc[lexicon["group"] == group, "product"]) for group in groups}
    return {
        umbrella: [name for name, own in members.items() if name not in umbrellas and own & made[group]]
        for umbrella, group in groups.items()
    }


def borrowed_members(evidence: pd.DataFrame, lines: pd.DataFrame) -> np.ndarray:
    """Umbrella lines most of whose members have a narrower line of their own, whether that line is open or closed.

    Such an umbrella stands out only because its narrower lines do. Where these can start, they come first; where the
    money closes them, it would be odd to be sure of the umbrella. It may be suggested, never with confidence.

    Returns
    -------
    ndarray of bool, shape (rows,)
        False for lines that are no umbrella.
    """
    n = evidence["n"].unstack("line_id")
    share = read_advice_rules()["rules"]["umbrella_share"]
    borrowed = pd.DataFrame(False, index=n.index, columns=n.columns)
    for umbrella, narrower in narrower_lines(lines).items():
        borrowed[umbrella] = n[narrower].sum(axis=1) >= share * n[umbrella]
    return borrowed.stack().reindex(evidence.index).to_numpy(bool)


def follow(score: np.ndarray, leader: np.ndarray) -> np.ndarray:
    """Umbrella lines score at most, and by a hair less than, the line that leads them.

    Examples
    --------
    >>> follow(np.array([90.0, 95.0, 20.0]), np.array([-1, 0, -1])).round(3).tolist()
    [90.0, 90.0, 20.0]
    """
    return np.where(leader >= 0, np.minimum(score, score[..., leader] - HAIR), score)
