"""What a line lacks in a place, by measured figures, and the training and partners that this calls for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pandas as pd

from mapping.advise.plan.members import permit_share
from mapping.knowledge.catalog import read_sectors
from mapping.knowledge.formats import say_number, say_percent
from mapping.knowledge.plans import read_training
from mapping.language import mark, tr

LACKING, FINE, UNKNOWN, HIDDEN = mark("kurang"), mark("cukup"), mark("belum diketahui"), mark("disembunyikan")
COLUMNS = ["kelurahan_code", "line_id", "gap", "label", "state", "value", "answers", "sentence", "training", "partners"]
POOR_GRADES = ("C", "D")
FORMS: dict[str, Callable[[float], str]] = {
    "percent": say_percent,
    "count": say_number,
    "times": lambda value: say_number(value, 2),
}
Tables = Mapping[str, pd.DataFrame]


def measure_gaps(chosen: pd.DataFrame, tables: Tables, lines: pd.DataFrame, suppress_below: int = 3) -> pd.DataFrame:
    """Every gap of ``training.toml`` for each chosen kelurahan and line, with the figure that says so.

    Cost: whole columns, one pass for each of the eleven gaps; one sentence a row.

    Parameters
    ----------
    chosen : DataFrame
        ``kelurahan_code, line_id``.
    tables : mapping
        ``indicators``, ``businesses``, ``buyers``, ``suitability`` and ``quality`` as docs/architecture.md describes
        them; one that is missing leaves its gaps unknown.
    lines : DataFrame
        The lines in force.
    suppress_below : int
        Figures of fewer businesses than this are hidden: they could point at a person.

    Returns
    -------
    DataFrame
        ``COLUMNS``; one row for each chosen pair and gap, in the order of the catalogue. ``state`` is ``"kurang"``,
        ``"cukup"``, ``"belum diketahui"`` or ``"disembunyikan"``; ``value`` (share 0-1, number or times) and
        ``answers`` (businesses behind it) are NaN where unknown or hidden, ``value`` also where no sentence tells it;
        ``sentence`` says them; ``training`` and ``partners`` (keys, ``"; "`` between) are what the gap
        calls for, ``""`` where it is not there.

    Examples
    --------
    >>> from mapping.knowledge.catalog import read_lines
    >>> index = pd.MultiIndex.from_tuples([("a", "food")], names=["kelurahan_code", "sector"])
    >>> said = pd.DataFrame({"n": [40.0], "capital_share": [0.62], "capital_share_answers": [34.0]}, index=index)
    >>> chosen = pd.DataFrame({"kelurahan_code": ["a"], "line_id": ["B13"]})
    >>> gaps = measure_gaps(chosen, {"indicators": said}, read_lines())
    >>> gaps.set_index("gap").loc["capital", ["state", "sentence", "training"]].tolist()
    ['kurang', '62% usaha pangan yang menjawab menyebut modal sebagai kendala (34 jawaban).', 'finance']
    """
    chosen = chosen[["kelurahan_code", "line_id"]].reset_index(drop=True)
    sector = chosen["line_id"].map(lines["sector"])
    known = {name: look(chosen, sector, tables, lines) for name, look in LOOKS.items()}
    parts = [
        _one_gap(chosen, sector, key, rule, known[rule["table"]], suppress_below)
        for key, rule in read_training()["gaps"].items()
    ]
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)[COLUMNS]


def _one_gap(
    chosen: pd.DataFrame, sector: pd.Series, key: str, rule: dict[str, Any], known: pd.DataFrame, suppress_below: int
) -> pd.DataFrame:
    """One gap for every chosen pair: its state, its figure, its sentence."""
    value = known.reindex(columns=[rule["column"]])[rule["column"]].astype(float)
    told_of = sector.isin(rule["sectors"]) if "sectors" in rule else sector.notna()
    answers = known.reindex(columns=[rule["answers"]])[rule["answers"]].astype(float)
    small = pd.Series(False, index=chosen.index)
    for behind in (answers, *(known[name] for name in ("n", "few") if name in known)):
        small |= (behind >= 1) & (behind < suppress_below)
    lacking = value >= rule["least"] if "least" in rule else value < rule["under"]
    state = np.select([value.isna(), small, lacking], [UNKNOWN, HIDDEN, LACKING], FINE)
    # A figure is given away only where its sentence tells it.
    told = [sentence for sentence, form in ((LACKING, "say"), (FINE, "fine")) if "{value}" in rule[form]]
    shown = np.isin(state, told)
    known_answers = answers.where(np.isin(state, (LACKING, FINE)))
    table = chosen.assign(gap=key, label=rule["label"], state=state, value=value.where(shown), answers=known_answers)
    wanted = pd.Series(state == LACKING, index=chosen.index)
    grade = known["grade"].fillna("") if "grade" in known else pd.Series("", index=chosen.index)
    table = table.assign(
        sentence=[_say(rule, *row) for row in zip(state, table["value"], table["answers"], sector, grade, strict=True)],
        training=np.where(wanted, "; ".join(rule["training"]), ""),
        partners=np.where(wanted, "; ".join(rule["partners"]), ""),
    )
    return table[told_of]


def _say(rule: dict[str, Any], state: str, value: float, answers: float, sector: str, grade: str) -> str:
    """The sentence of one gap in one place."""
    if state == UNKNOWN:
        return tr("Belum diketahui. {ask}", ask=rule["ask"])
    if state == HIDDEN:
        return tr("Angkanya menyangkut kurang dari 3 usaha, jadi tidak ditampilkan.")
    limit = rule["least"] if "least" in rule else rule["under"]
    label = read_sectors()["sectors"][sector]["label"].lower() if sector else tr("lini ini")
    return str(rule["say" if state == LACKING else "fine"]).format(
        value=FORMS[rule["form"]](value),
        answers=say_number(answers),
        sector=label,
        grade=grade,
        limit=say_number(limit, 1),
    )


def _of_sector(chosen: pd.DataFrame, sector: pd.Series, tables: Tables, lines: pd.DataFrame) -> pd.DataFrame:
    """The indicators of each line's sector in its place."""
    if "indicators" not in tables:
        return pd.DataFrame(index=chosen.index)
    keys = pd.MultiIndex.from_arrays([chosen["kelurahan_code"], sector])
    return tables["indicators"].reindex(keys).set_index(chosen.index)


def _of_line(chosen: pd.DataFrame, sector: pd.Series, tables: Tables, lines: pd.DataFrame) -> pd.DataFrame:
    """What is worked out for each line in its place."""
    if "suitability" not in tables:
        return pd.DataFrame(index=chosen.index)
    found = tables["suitability"].reindex(columns=["dscr"]).reindex(pd.MultiIndex.from_frame(chosen))
    return found.set_index(chosen.index)


def _of_members(chosen: pd.DataFrame, sector: pd.Series, tables: Tables, lines: pd.DataFrame) -> pd.DataFrame:
    """How many of each line's own members wrote down a permit."""
    if "businesses" not in tables:
        return pd.DataFrame(index=chosen.index)
    wanted = lines.loc[lines.index.isin(chosen["line_id"])]
    found = permit_share(tables["businesses"], wanted).reindex(pd.MultiIndex.from_frame(chosen))
    return found.set_index(chosen.index)


def _of_buyers(chosen: pd.DataFrame, sector: pd.Series, tables: Tables, lines: pd.DataFrame) -> pd.DataFrame:
    """How many buyers of each line were found around its place."""
    if "buyers" not in tables:
        return pd.DataFrame(index=chosen.index)
    rows = tables["buyers"]
    rows = rows[rows["kelurahan_code"].isin(chosen["kelurahan_code"]) & rows["line_id"].isin(chosen["line_id"])]
    found = rows.groupby(["kelurahan_code", "line_id"]).agg(buyers=("n", "sum"))
    return found.reindex(pd.MultiIndex.from_frame(chosen)).set_index(chosen.index)


def _of_data(chosen: pd.DataFrame, sector: pd.Series, tables: Tables, lines: pd.DataFrame) -> pd.DataFrame:
    """The grade of each place's data; ``poor`` 1 for a C or a D, else 0."""
    if "quality" not in tables:
        return pd.DataFrame(index=chosen.index)
    found = tables["quality"].reindex(chosen["kelurahan_code"]).set_index(chosen.index)
    return found.assign(poor=found["grade"].isin(POOR_GRADES).astype(float).where(found["grade"].notna()))


LOOKS: dict[str, Callable[[pd.DataFrame, pd.Series, Tables, pd.DataFrame], pd.DataFrame]] = {
    "indicators": _of_sector,
    "suitability": _of_line,
    "members": _of_members,
    "buyers": _of_buyers,
    "quality": _of_data,
}
"""Where the figures of a gap are looked up, by ``table`` of ``training.toml``."""
