"""What stands on a ballot: a few lines under letters, and which pairs are asked on its second page."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd

from mapping.errors import NotComputableError
from mapping.knowledge.catalog import read_lines
from mapping.knowledge.texts import read_toml_texts
from mapping.language import SOURCE, mark, per_language, speaking, tr

LETTERS = "ABCDE"
QUESTIONS = ("", "lini", "kriteria")
"""What the second page asks: nothing, which line of two, or which criterion of two."""
SUGGESTED = ("1", "2", "3", "later")
PROPOSED = mark("Diusulkan peserta; alat tidak menyarankannya lebih dulu.")
NO_COUNTER = mark("Alat tidak punya alasan menolak; tanyakan pembelinya.")


@per_language
def read_decide_rules() -> dict[str, Any]:
    """Lengths, thresholds, words and criteria of ``knowledge/decide.toml``; must not be changed.

    Examples
    --------
    >>> read_decide_rules()["ballot"]["lines"]
    5
    """
    return read_toml_texts("decide.toml")


@dataclass(frozen=True)
class Ballot:
    """Which lines are voted on, in the order of their letters, and what the second page asks.

    Parameters
    ----------
    lines : tuple of str
        ``line_id``; two to five, each once. Sorted by name (:func:`make_ballot`), so that the order on paper says
        nothing about what the tool suggests.
    questions : str
        One of ``QUESTIONS``.
    """

    lines: tuple[str, ...]
    questions: str = ""

    def items(self) -> dict[str, str]:
        """Letter -> what is compared pairwise: a line or a criterion; empty without a second page.

        Examples
        --------
        >>> Ballot(("B13", "B15"), "lini").items()
        {'A': 'B13', 'B': 'B15'}
        """
        if self.questions == "kriteria":
            return {row["letter"]: name for name, row in read_decide_rules()["criteria"].items()}
        return dict(zip(LETTERS, self.lines, strict=False)) if self.questions == "lini" else {}

    def pairs(self) -> list[tuple[str, str]]:
        """The pairs asked, as letters in the order of the paper.

        Examples
        --------
        >>> Ballot(("B13", "B15", "C31"), "lini").pairs()
        [('A', 'B'), ('A', 'C'), ('B', 'C')]
        """
        return list(combinations(self.items(), 2))


def make_ballot(lines: Sequence[str], names: Mapping[str, str], questions: str = "") -> Ballot:
    """A ballot of the given lines, sorted by their Indonesian name, whatever language names them.

    Parameters
    ----------
    lines : sequence of str
        ``line_id``.
    names : mapping
        ``line_id`` -> name on paper.
    questions : str
        One of ``QUESTIONS``.

    Raises
    ------
    NotComputableError
        Fewer than two or more than five lines, or a line that ``names`` does not have.

    Examples
    --------
    >>> make_ballot(["x", "y"], {"x": "Tempe", "y": "Batik"}).lines
    ('y', 'x')
    """
    rules = read_decide_rules()["ballot"]
    chosen = list(dict.fromkeys(lines))
    if not rules["fewest"] <= len(chosen) <= rules["lines"]:
        raise NotComputableError(
            tr(
                "Kertas suara memuat {fewest} sampai {lines} lini; yang dipilih {chosen}.",
                fewest=rules["fewest"],
                lines=rules["lines"],
                chosen=len(chosen),
            )
        )
    if unknown := [line for line in chosen if line not in names]:
        raise NotComputableError(
            tr('Lini "{unknown}" tidak ada di daftar lini. Pilih lini yang ada.', unknown=unknown[0][:40])
        )
    order = _order_names(names)
    return Ballot(tuple(sorted(chosen, key=lambda line: (order[line].casefold(), line))), questions)


def _order_names(names: Mapping[str, str]) -> dict[str, str]:
    """The names by which lines are put in order: Indonesian, so that a letter means one line in every language."""
    shown = read_lines()["line"]
    with speaking(SOURCE):
        ours = read_lines()["line"]
    return {line: ours[line] if line in ours.index and name == shown[line] else name for line, name in names.items()}


def say_items(ballot: Ballot, names: Mapping[str, str]) -> dict[str, str]:
    """Letter -> name of what is compared pairwise, in words.

    Examples
    --------
    >>> say_items(Ballot(("x", "y"), "lini"), {"x": "Batik", "y": "Tempe"})
    {'A': 'Batik', 'B': 'Tempe'}
    """
    criteria = {name: row["label"] for name, row in read_decide_rules()["criteria"].items()}
    known = criteria if ballot.questions == "kriteria" else names
    return {letter: str(known[item]) for letter, item in ballot.items().items()}


def choose_lines(advice: pd.DataFrame, suitability: pd.DataFrame | None = None) -> list[str]:
    """The lines that a kelurahan's ballot starts from: the suggested ones, then the next most suitable.

    Parameters
    ----------
    advice : DataFrame
        Rows of ``Study.advice`` of one kelurahan; ``position, line_id`` are read.
    suitability : DataFrame, optional
        Rows of ``Study.suitability`` of one kelurahan, index ``line_id``; ``score, open, carries`` are read. A
        line whose gate is closed or whose score is unknown never fills up the ballot; one that cannot repay comes last.

    Returns
    -------
    list of str
        At most five ``line_id``, best first; lines that the advice says to avoid are left out. Empty where the advice
        is "belum cukup data": what is too thin for advice does not come back on a ballot; people propose.

    Examples
    --------
    >>> advice = pd.DataFrame({"position": ["1", "avoid", "2"], "line_id": ["B13", "B14", "B15"]})
    >>> table = pd.DataFrame({"score": [90.0, 40.0, 50.0], "open": True}, index=["B14", "B16", "B17"])
    >>> choose_lines(advice, table)
    ['B13', 'B15', 'B17', 'B16']
    """
    place = advice["position"].map({name: order for order, name in enumerate(SUGGESTED)})
    named = advice.assign(place=place).dropna(subset="place").sort_values("place", kind="stable")["line_id"].tolist()
    more: list[str] = []
    if suitability is not None and not (advice["position"] == "unknown").any():
        avoided = advice.loc[advice["position"] == "avoid", "line_id"]
        usable = suitability["open"].astype(bool) & suitability["score"].notna() & ~suitability.index.isin(avoided)
        unpaid = suitability.get("carries", pd.Series("", index=suitability.index)) == "no"
        order = suitability[usable].assign(unpaid=unpaid).sort_values(["unpaid", "score"], ascending=[True, False])
        more = order.index.tolist()
    return list(dict.fromkeys(named + more))[: read_decide_rules()["ballot"]["lines"]]


def say_lines(
    ballot: Ballot, names: Mapping[str, str], advice: pd.DataFrame, suitability: pd.DataFrame | None = None
) -> pd.DataFrame:
    """Each line of a ballot with a short reason and the strongest argument against it, fit for paper.

    Parameters
    ----------
    ballot, names
        As in :func:`make_ballot`.
    advice : DataFrame
        Rows of ``Study.advice`` of one kelurahan; ``position, line_id, reason, counter_argument`` are read.
    suitability : DataFrame, optional
        Rows of ``Study.suitability`` of one kelurahan, index ``line_id``; ``gate`` is read, where the advice is silent.

    Returns
    -------
    DataFrame, index letter
        ``line_id, line, position`` (of the advice, ``""`` where it is silent), ``reason, counter_argument``.

    Examples
    --------
    >>> advice = pd.DataFrame([["1", "x", "Ada 9 usaha.", "Modal kurang."]],
    ...     columns=["position", "line_id", "reason", "counter_argument"])
    >>> say_lines(Ballot(("x", "y")), {"x": "Batik", "y": "Tempe"}, advice).loc["A"].tolist()
    ['x', 'Batik', '1', 'Ada 9 usaha.', 'Modal kurang.']
    """
    rules = read_decide_rules()["ballot"]
    said = advice[advice["line_id"].isin(ballot.lines)].drop_duplicates("line_id").set_index("line_id")
    table = said.reindex(list(ballot.lines))[["position", "reason", "counter_argument"]].fillna("")
    gate = "" if suitability is None or "gate" not in suitability else suitability["gate"].reindex(table.index)
    avoided = table["position"] == "avoid"
    against = table["counter_argument"].mask(avoided, table["reason"])
    against = against.where(against != "", pd.Series(gate, index=table.index).fillna("")).replace("", tr(NO_COUNTER))
    reason = table["reason"].mask(avoided | (table["reason"] == ""), tr(PROPOSED))
    return pd.DataFrame(
        {
            "line_id": list(ballot.lines),
            "line": [shorten(names[line], rules["name_letters"]) for line in ballot.lines],
            "position": table["position"].to_numpy(),
            "reason": [shorten(text, rules["reason_letters"]) for text in reason],
            "counter_argument": [shorten(text, rules["counter_letters"]) for text in against],
        },
        index=pd.Index(list(LETTERS[: len(ballot.lines)]), name="letter"),
    )


def shorten(text: str, most: int) -> str:
    """A text without what stands in brackets, cut behind a sentence, else behind a word.

    Examples
    --------
    >>> shorten("Ada 9 usaha (terbanyak: batik). Belanja gabungan Rp 3 juta. Pembeli jauh.", 50)
    'Ada 9 usaha. Belanja gabungan Rp 3 juta.'
    >>> shorten("Penjualnya sudah banyak sekali di sini", 20)
    'Penjualnya sudah…'
    """
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    flat = " ".join(re.sub(r"\s*\([^()]*\)", "", flat).split())
    if len(flat) <= most:
        return flat
    ends = [match.end() for match in re.finditer(r"[.!?](?= )", flat) if match.end() <= most]
    if ends:
        return flat[: ends[-1]]
    word = flat[:most].rsplit(" ", 1)[0]
    return word[: most - 1].rstrip(" ,;:") + "…"
